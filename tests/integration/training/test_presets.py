"""Presets of trainers: versions, removal, and parameters that a trainer no longer has."""

import pytest

from driftdesk.core.entities import Preset
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.storage.store import Store
from driftdesk.core.training.presets import TrainerPresets


@pytest.fixture
def presets(store: Store) -> TrainerPresets:
    return TrainerPresets(store, "tester")


def test_a_preset_that_is_saved_again_gets_a_version_and_keeps_the_old_one(presets: TrainerPresets) -> None:
    presets.save("wide", "mlp", {"hidden_sizes": "512", "epochs": 60}, "first")
    again = presets.save("wide", "mlp", {"hidden_sizes": [256]}, "smaller")
    assert (again.number, again.params, again.note) == (2, {"hidden_sizes": [256]}, "smaller")
    assert presets.get("mlp", "wide").params == {"hidden_sizes": [256]}
    old = presets.get("mlp", "wide@1")
    assert (old.params, old.note, old.created_by) == ({"hidden_sizes": [512]}, "first", "tester")
    assert [p.name for p in presets.list("mlp")] == ["fast", "balanced", "thorough", "wide"]
    assert "wide" not in [p.name for p in presets.list("linear")]


def test_a_removed_preset_is_not_offered_but_still_read_and_goes_on(presets: TrainerPresets) -> None:
    presets.save("wide", "mlp", {"epochs": 9})
    presets.remove("wide", "mlp")
    assert "wide" not in [p.name for p in presets.list("mlp")]
    with pytest.raises(NotFoundError):
        presets.get("mlp", "wide")
    assert presets.get("mlp", "wide@1").params == {"epochs": 9}
    assert presets.save("wide", "mlp", {"epochs": 8}).number == 2
    assert presets.get("mlp", "wide").params == {"epochs": 8}


def test_given_parameters_lie_over_those_of_a_preset(presets: TrainerPresets) -> None:
    presets.save("good", "mlp", {"epochs": 9, "dropout": 0.2})
    assert presets.resolve("mlp", "good", {"epochs": 5}) == ("good@1", {"epochs": 5, "dropout": 0.2})
    assert presets.resolve("mlp", "fast", {})[1]["epochs"] == 15


def test_what_a_trainer_no_longer_has_is_named(presets: TrainerPresets, store: Store) -> None:
    store.presets.insert(Preset(name="old", trainer="mlp", params={"epochs": 5, "momentum": 0.9}))
    with pytest.raises(ParameterError, match="momentum"):
        presets.resolve("mlp", "old", {})


def test_names_and_parameters_are_checked(presets: TrainerPresets) -> None:
    for change in (
        lambda: presets.save("fast", "mlp", {}),
        lambda: presets.remove("thorough", "mlp"),
        lambda: presets.save("bad", "mlp", {"epochs": 0}),
        lambda: presets.save("a@b", "mlp", {}),
        lambda: presets.save("x", "nope", {}),
    ):
        with pytest.raises(ParameterError):
            change()
    for missing in ("nothing", "fast@7"):
        with pytest.raises(NotFoundError):
            presets.get("mlp", missing)
