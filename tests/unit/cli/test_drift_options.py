"""How the options of a command become drift parameters."""

from types import SimpleNamespace
from typing import Any

import pytest

from driftdesk.cli.drift_options import DriftOptions
from driftdesk.core.drift.params import PRESETS
from driftdesk.core.errors import ParameterError

DESK: Any = SimpleNamespace(drift=SimpleNamespace(presets=PRESETS))


def params(**given: Any) -> dict[str, Any]:
    return DriftOptions(**given).params(DESK)


def test_nothing_said_is_the_defaults() -> None:
    assert params() == {}


def test_methods_by_kind_and_by_column() -> None:
    assert params(method=["numeric=ks", "age=psi", "column:text=hellinger"]) == {
        "numeric_method": "ks",
        "by_column": {"age": {"method": "psi"}, "text": {"method": "hellinger"}},
    }


def test_a_method_by_kind_holds_for_few_rows_too() -> None:
    found = params(preset="evidently", method=["categorical=chi_square"])
    assert found["categorical_method"] == "chi_square"
    assert "categorical_method" not in found["small"]  # chi_square is its default


def test_thresholds_by_method_and_by_column() -> None:
    assert params(threshold=["psi=0.2", "age=0.2:0.4", "height=:0.5", "a=b=0.3"]) == {
        "by_method": {"psi": {"warning": 0.2, "critical": 0.25}},
        "by_column": {
            "age": {"warning": 0.2, "critical": 0.4},
            "height": {"critical": 0.5},
            "a=b": {"warning": 0.3},
        },
    }


def test_any_parameter_can_be_set() -> None:
    found = params(all_methods=True, set_=["alpha=0.01", "small.rows=500", "decision=effect"], columns="a, b")
    assert found == {
        "methods": "all",
        "alpha": 0.01,
        "small": {"rows": 500},
        "decision": "effect",
        "columns": ["a", "b"],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": ["numeric"]},
        {"method": ["numeric=nope"]},
        {"method": ["numeric=chi_square"]},
        {"threshold": ["age=high"]},
        {"threshold": ["age=2:1"]},
        {"set_": ["alpha=2"]},
        {"set_": ["nope=2"]},
        {"set_": ["alpha"]},
    ],
)
def test_what_is_wrong_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        params(**wrong)
