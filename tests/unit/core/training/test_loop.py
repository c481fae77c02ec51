"""The torch loop: schedules, clipping, precision, devices, series, and that all of them go on bit for bit."""

import math
from typing import Any

import pytest
import torch
from torch import nn

from driftdesk.core.entities import Task
from driftdesk.core.errors import JobCancelledError, OutOfMemoryError, TrainingError
from driftdesk.core.training import callbacks
from driftdesk.core.training.devices import choose_device
from driftdesk.core.training.learning import Learned, learn
from driftdesk.core.training.loop import LOOK_EVERY, LoopParams, fit, read_checkpoint, seeded
from driftdesk.core.training.memory import memory_told
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.networks.base import NetworkPredictor
from driftdesk.core.training.schedules import Schedule, share_of_peak
from tests.unit.core.training.material import Recording, churn, order

SMALL = {"hidden_sizes": (8, 4), "epochs": 4, "batch_size": 64, "dropout": 0.2, "patience": 3}


class Line:
    """y = 2 x, learned by one weight from 256 rows."""

    rows = 256

    def __init__(self, scale: float = 1.0) -> None:
        self.x = torch.linspace(-1, 1, self.rows)[:, None] * scale
        self.validations = 0

    def loss(self, network: nn.Module, index: torch.Tensor) -> torch.Tensor:
        return nn.functional.mse_loss(network(self.x[index]), 2 * self.x[index])

    def validate(self, network: nn.Module) -> dict[str, float]:
        self.validations += 1
        return {"loss": float(self.loss(network, torch.arange(self.rows)))}


def fitted(objective: Line, monitor: Monitor | None = None, **params: Any) -> nn.Module:
    given: dict[str, Any] = {
        "epochs": 3,
        "batch_size": 32,
        "learning_rate": 0.1,
        "weight_decay": 0.0,
        "patience": None,
    }
    with seeded(0):
        network = nn.Linear(1, 1)
        fit(
            network,
            objective,
            LoopParams(**{**given, "seed": 0, "device": "cpu", **params}),
            monitor or Monitor(),
        )
    return network


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)
    monkeypatch.setattr(callbacks, "POINTS_PER_SECOND", 1e9)


def weights(made: Learned) -> dict[str, torch.Tensor]:
    assert isinstance(made.predictor, NetworkPredictor)
    return dict(made.predictor.network.state_dict())


@pytest.mark.parametrize(
    "params",
    [
        {"schedule": "constant", "warm_up": 0.0},
        {"schedule": "one-cycle"},
        {"schedule": "plateau", "learning_rate": 0.3, "patience": 4},
        {"schedule": "cosine", "precision": "mixed"},
        {"clip": 0.01},
        {"clip": 0, "early_stopping": False},
    ],
    ids=lambda p: " ".join(f"{k}={v}" for k, v in p.items()),
)
@pytest.mark.usefixtures("every_step")
def test_interrupted_anywhere_it_ends_with_the_same_weights(params: dict[str, Any]) -> None:
    table, schema = churn(400)
    asked = order(schema, Task.BINARY, "mlp", seed=7, **{**SMALL, **params})
    whole = Recording()
    expected = learn(table, asked, whole)
    steps = max(whole.saves)
    for stop_after in (1, steps // 2, steps - 1):
        first = Recording(stop_after=stop_after)
        with pytest.raises(JobCancelledError):
            learn(table, asked, first)
        rest = Recording(start=first.saves[max(first.saves)])
        found = learn(table, asked, rest)
        ours, theirs = weights(found), weights(expected)
        assert all(torch.equal(ours[k], theirs[k]) for k in theirs), f"interrupted after step {stop_after}"
        assert rest.saves[steps] == whole.saves[steps], "the state is the same too, not only the weights"


def test_the_schedules_rise_to_the_peak_and_fall_as_they_say() -> None:
    def rates(schedule: Schedule, warm_up: float = 0.1) -> list[float]:
        return [share_of_peak(schedule, step, 100, warm_up) for step in range(100)]

    assert rates("constant")[:10] == pytest.approx([(i + 1) / 10 for i in range(10)])
    assert set(rates("constant")[10:]) == {1.0} and set(rates("plateau", 0.0)) == {1.0}
    cosine = rates("cosine")
    assert cosine[10] == 1.0 and cosine[-1] < 0.011 and cosine[10:] == sorted(cosine[10:], reverse=True)
    cycle = rates("one-cycle")
    assert (
        cycle[0] == pytest.approx(0.04)
        and cycle[30] == pytest.approx(1.0)
        and cycle[-1] == pytest.approx(1e-4)
    )
    for schedule in ("cosine", "constant", "one-cycle", "plateau"):
        assert 0 < share_of_peak(schedule, 0, 1, 0.05) <= 1, "one step in all"


@pytest.mark.usefixtures("every_step")
def test_a_plateau_lowers_the_learning_rate_and_the_others_do_not_hear_of_it() -> None:
    class Stuck(Line):
        def validate(self, network: nn.Module) -> dict[str, float]:
            return {"loss": 1.0}

    seen = Recording()
    fitted(Stuck(), seen, schedule="plateau", epochs=8, patience=6, warm_up=0.0)
    rates = sorted({round(r, 9) for r in seen.series("learning_rate")}, reverse=True)
    assert rates[:3] == pytest.approx([0.1, 0.03, 0.009])


def test_gradients_are_clipped_to_the_norm_and_the_series_has_the_norm_before() -> None:
    seen = Recording()
    clipped = fitted(Line(1e3), seen, clip=1e-6, epochs=1)
    assert max(seen.series("gradient_norm")) > 1e3
    assert all(torch.isfinite(w).all() for w in clipped.parameters())


def test_the_series_have_their_names() -> None:
    seen = Recording()
    fitted(Line(), seen)
    names = set().union(*(values for _, _, values in seen.points))
    wanted = {"train_loss", "learning_rate", "gradient_norm", "rows_per_second", "validation_loss"}
    assert wanted <= names <= wanted | {"memory"}
    losses = seen.series("validation_loss")
    assert len(losses) == 3 and losses[-1] < losses[0]


def test_a_loss_that_is_no_number_ends_the_run_within_bounded_steps_and_leaves_no_checkpoint_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Breaks(Line):
        rows = 4096
        steps = 0

        def loss(self, network: nn.Module, index: torch.Tensor) -> torch.Tensor:
            self.steps += 1
            return super().loss(network, index) * (math.nan if self.steps > 60 else 1.0)

    monkeypatch.setattr(callbacks, "POINTS_PER_SECOND", 1e-9)
    objective, seen = Breaks(), Recording()
    with pytest.raises(TrainingError, match="The loss became nan by step") as caught:
        fitted(objective, seen, batch_size=16, epochs=1)
    assert 60 < objective.steps <= 60 + LOOK_EVERY and "learning rate" in caught.value.hint
    assert not seen.saves and objective.validations == 0


def test_asked_to_finish_it_ends_after_the_epoch_and_a_resumed_one_at_once() -> None:
    class Finishing(Recording):
        finishing = True

    objective = Line()
    fitted(objective, Finishing(), epochs=9)
    assert objective.validations == 1
    whole = Recording(stop_after=20)
    with pytest.raises(JobCancelledError):
        fitted(Line(), whole, epochs=9)
    again = Line()
    fitted(again, Finishing(start=whole.saves[max(whole.saves)]), epochs=9)
    assert again.validations == 0


def test_asked_to_stop_it_first_keeps_what_is_done() -> None:
    seen = Recording(stop_after=5)
    with pytest.raises(JobCancelledError):
        fitted(Line(), seen)
    assert max(seen.saves) == 5 and read_checkpoint(seen.saves[5])[1]["step"] == 5


def test_mixed_precision_learns_and_keeps_weights_and_predictions_in_32_bits() -> None:
    table, schema = churn(600)
    asked: dict[str, Any] = {**SMALL, "epochs": 10, "learning_rate": 0.01, "dropout": 0.0}
    full, mixed = (
        learn(table, order(schema, Task.BINARY, "mlp", precision=p, **asked), Recording())
        for p in ("full", "mixed")
    )
    assert {w.dtype for w in weights(mixed).values() if w.is_floating_point()} == {torch.float32}
    assert not all(
        torch.equal(a, b) for a, b in zip(weights(full).values(), weights(mixed).values(), strict=True)
    )
    assert mixed.metrics["log_loss"] == pytest.approx(full.metrics["log_loss"], abs=0.1)


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_named_with_those_that_are(device: Any) -> None:
    if {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}[device]:
        pytest.skip(f"{device} is there")
    with pytest.raises(TrainingError, match=f"no device '{device}'") as caught:
        choose_device(device)
    assert "cpu" in caught.value.hint


def test_memory_that_torch_does_not_get_is_told_as_such_and_other_errors_pass() -> None:
    with pytest.raises(OutOfMemoryError, match="4,294,967,296 MB more") as caught, memory_told():
        torch.empty(1 << 50)
    assert "smaller batch_size" in caught.value.hint
    with pytest.raises(RuntimeError, match="something else"), memory_told():
        raise RuntimeError("something else")
