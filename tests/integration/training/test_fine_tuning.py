"""Fine-tuning on the real store: what the run remembers of its start, and what is refused."""

import numpy as np
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import RunState, Task
from driftdesk.core.errors import NotFoundError, OutOfMemoryError, ParameterError, TrainingError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.training.networks.base import NetworkObjective
from driftdesk.core.training.row_ids import unpack_row_ids
from driftdesk.core.training.service import TrainingService
from tests.integration.training.material import commit
from tests.unit.core.training.material import churn

QUICK = {"hidden_sizes": (8,), "epochs": 3, "batch_size": 32, "learning_rate": 0.01}


def test_the_run_keeps_its_start_and_takes_its_parameters_with_a_gentle_learning_rate(store: Store) -> None:
    service = TrainingService(store, TableService(store))
    table, columns = churn(400)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    model = service.model_for("churn", dataset, version, "tester")
    service.train(model, version, trainer="mlp", params=QUICK, context=Context())
    tuned = service.train(service.by_id(model.id), version, start=1, context=Context())
    assert (tuned.state, tuned.start_version, tuned.trainer) == (RunState.SUCCEEDED, 1, "mlp")
    assert tuned.params["learning_rate"] == pytest.approx(0.001) and tuned.params["hidden_sizes"] == [8]
    again = service.train(service.by_id(model.id), version, start=2, context=Context())
    assert again.params["learning_rate"] == pytest.approx(0.001), "gentle already"
    seen = [
        unpack_row_ids(store.artifacts.read_bytes(v.seen_row_ids_artifact or ""))
        for v in store.model_versions.find(model_id=model.id, sort="number")
    ]
    assert np.isin(seen[0], seen[1]).all()


def test_what_cannot_go_on_is_refused_before_there_is_a_run(store: Store) -> None:
    service = TrainingService(store, TableService(store))
    table, columns = churn(400)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    model = service.model_for("churn", dataset, version, "tester")
    service.train(model, version, trainer="linear", context=Context())
    model = service.by_id(model.id)
    with pytest.raises(ParameterError, match="cannot go on"):
        service.train(model, version, start=1, context=Context())
    with pytest.raises(ParameterError, match="was made by 'linear'"):
        service.train(model, version, start=1, trainer="mlp", context=Context())
    with pytest.raises(NotFoundError, match="no version 7"):
        service.train(model, version, start=7, context=Context())
    assert len(service.runs(model)) == 1


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (MemoryError("Unable to allocate 9. GiB"), OutOfMemoryError),
        (
            RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
            OutOfMemoryError,
        ),
        (RuntimeError("CUDA out of memory. Tried to allocate 9 GiB"), OutOfMemoryError),
        (TrainingError("The loss became nan by step 1."), TrainingError),
    ],
    ids=["python", "torch", "cuda", "nan"],
)
def test_a_run_that_ran_out_of_memory_or_numbers_is_failed_with_its_cause_and_all_else_stands(
    store: Store, monkeypatch: pytest.MonkeyPatch, broken: Exception, told: type[Exception]
) -> None:
    service = TrainingService(store, TableService(store))
    table, columns = churn(400)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    model = service.model_for("churn", dataset, version, "tester")
    service.train(model, version, trainer="mlp", params=QUICK, context=Context())
    before = service.by_id(model.id)

    def fails(*_: object) -> None:
        raise broken

    monkeypatch.setattr(NetworkObjective, "loss", fails)
    with pytest.raises(told):
        service.train(before, version, trainer="mlp", params=QUICK, context=Context())
    failed = service.runs(before)[0]
    assert failed.state is RunState.FAILED and failed.error is not None and failed.error.message
    if told is OutOfMemoryError:
        assert failed.error.code == "out_of_memory" and "batch_size" in failed.error.hint
    assert service.by_id(model.id) == before
