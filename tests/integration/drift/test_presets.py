"""Drift parameters under names, on the real server."""

import pytest

from driftdesk.core.drift.params import PRESETS, ColumnParams, DriftParams
from driftdesk.core.drift.presets import DriftPresets
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.storage.store import Store


@pytest.fixture
def presets(store: Store) -> DriftPresets:
    return DriftPresets(store, "ann")


def test_a_saved_preset_comes_back_as_it_was_and_follows_the_defaults(presets: DriftPresets) -> None:
    params = DriftParams(alpha=0.01, by_column={"a.b": ColumnParams(method="ks", warning=0.2)})
    saved = presets.save("strict", params, "for the shop")
    assert saved.params == {"alpha": 0.01, "by_column": {"a.b": {"method": "ks", "warning": 0.2}}}
    assert presets.get("strict") == params.model_copy(update={"preset": "strict"})
    again = presets.save("strict", {"alpha": 0.02})
    assert again.id == saved.id
    assert presets.get("strict").alpha == 0.02
    assert [p.name for p in presets.list()] == [*PRESETS, "strict"]
    presets.remove("strict")
    assert [p.name for p in presets.list()] == list(PRESETS)


def test_presets_that_come_with_driftdesk_stay_as_they_are(presets: DriftPresets) -> None:
    assert presets.get("evidently") == PRESETS["evidently"]
    for change in (lambda: presets.save("evidently", {}), lambda: presets.remove("nannyml")):
        with pytest.raises(ParameterError, match="comes with DriftDesk"):
            change()


def test_unknown_and_wrong_presets_are_refused_by_name(presets: DriftPresets) -> None:
    with pytest.raises(NotFoundError, match="evidentyl") as caught:
        presets.get("evidentyl")
    assert "evidently" in caught.value.hint
    with pytest.raises(NotFoundError):
        presets.remove("nope")
    with pytest.raises(ParameterError, match="alpha"):
        presets.save("wrong", {"alpha": 2})
