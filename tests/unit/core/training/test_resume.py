"""A fit that was interrupted anywhere and goes on ends with the same weights, bit for bit."""

import numpy as np
import pyarrow as pa
import pytest
import torch

from driftdesk.core.entities import Task
from driftdesk.core.errors import JobCancelledError
from driftdesk.core.training import callbacks
from driftdesk.core.training.learning import learn
from driftdesk.core.training.loop import read_checkpoint
from driftdesk.core.training.networks.base import NetworkPredictor
from tests.unit.core.training.material import Recording, churn, houses, order, reviews

SMALL = {"hidden_sizes": (8, 4), "epochs": 4, "batch_size": 64, "dropout": 0.2, "patience": 2}
TEXT = {"epochs": 4, "embedding_size": 4, "buckets": 512, "batch_size": 32}


@pytest.fixture(autouse=True)
def _checkpoint_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)


def weights(learned: object) -> dict[str, torch.Tensor]:
    predictor = learned.predictor  # type: ignore[attr-defined]
    assert isinstance(predictor, NetworkPredictor)
    return dict(predictor.network.state_dict())


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[k], b[k]) for k in a)


@pytest.mark.parametrize(
    ("task", "trainer", "params"),
    [
        (Task.BINARY, "mlp", SMALL),
        (Task.REGRESSION, "mlp", SMALL),
        (Task.BINARY, "tabm", {**SMALL, "members": 3, "embedding_size": 3, "bins": 4}),
        (Task.TEXT, "text", TEXT),
        (Task.TEXT, "text-cnn", {**TEXT, "filters": 4, "windows": (2, 3)}),
    ],
    ids=["binary", "regression", "tabm", "text", "text-cnn"],
)
def test_interrupted_at_any_step_it_ends_with_the_same_weights(
    task: Task, trainer: str, params: dict[str, object]
) -> None:
    data = {Task.BINARY: churn, Task.REGRESSION: houses, Task.TEXT: reviews}[task]
    table, schema = data(400)
    asked = order(schema, task, trainer, seed=7, **params)
    whole = Recording()
    expected = learn(table, asked, whole)
    steps = max(whole.saves)
    for stop_after in np.random.default_rng(3).choice(np.arange(1, steps), 6, replace=False):
        first = Recording(stop_after=int(stop_after))
        with pytest.raises(JobCancelledError):
            learn(table, asked, first)
        torch.rand(17)  # what else the process did with the global random state must not matter
        rest = Recording(start=first.saves[max(first.saves)])
        found = learn(table, asked, rest)
        assert same(weights(found), weights(expected)), f"interrupted after step {stop_after}"
        assert found.metrics == expected.metrics
        # the state at each step is the same too, not only the end
        assert rest.saves[steps] == whole.saves[steps]


def test_it_goes_on_where_it_was_and_does_not_begin_again() -> None:
    table, schema = churn(400)
    asked = order(schema, Task.BINARY, "mlp", **SMALL)
    first = Recording(stop_after=9)
    with pytest.raises(JobCancelledError):
        learn(table, asked, first)
    rest = Recording(start=first.saves[9])
    learn(table, asked, rest)
    assert rest.points[0][0] > 9


def test_the_same_seed_gives_the_same_weights_and_another_does_not() -> None:
    table, schema = churn(300)
    runs = [learn(table, order(schema, Task.BINARY, "mlp", seed=s, **SMALL), Recording()) for s in (1, 1, 2)]
    assert same(weights(runs[0]), weights(runs[1]))
    assert not same(weights(runs[0]), weights(runs[2]))
    assert (runs[0].test_row_ids == runs[2].test_row_ids).all(), "the split does not hang on the seed"


def test_the_callers_random_state_is_left_alone() -> None:
    table, schema = churn(300)
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    learn(table, order(schema, Task.BINARY, "mlp", **SMALL), Recording())
    assert torch.equal(torch.rand(3), expected)


def test_a_checkpoint_holds_tensors_and_plain_values_only() -> None:
    table, schema = churn(300)
    seen = Recording()
    learn(table, order(schema, Task.BINARY, "mlp", **SMALL), seen)
    content = seen.saves[3]
    assert b"pickle" not in content and not content.startswith(b"PK")
    tensors, meta = read_checkpoint(content)
    assert meta["step"] == 3
    assert {"random"} < set(tensors)


@pytest.mark.parametrize("trainer", ["gradient-boosting", "linear"])
def test_trainers_without_checkpoints_begin_again_from_the_seed(trainer: str) -> None:
    table, schema = churn(400)
    params = {"iterations": 20}
    expected = learn(table, order(schema, Task.BINARY, trainer, seed=3, **params), Recording())
    with pytest.raises(JobCancelledError):
        learn(
            table,
            order(schema, Task.BINARY, trainer, seed=3, **params),
            Recording(stop_after=1 if trainer == "gradient-boosting" else 0),
        )
    found = learn(table, order(schema, Task.BINARY, trainer, seed=3, **params), Recording())
    assert found.metrics == expected.metrics
    rows: pa.Table = table.slice(0, 50)
    assert (found.predictor.predict(rows) == expected.predictor.predict(rows)).all()
