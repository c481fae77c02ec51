"""Names of datasets, and references to versions."""

import pytest

from driftdesk.core.datasets.names import check_name, check_tag, no_such, split_ref
from driftdesk.core.errors import ParameterError


def test_references() -> None:
    assert split_ref("churn") == ("churn", "latest")
    assert split_ref("churn@3") == ("churn", "3")
    assert check_name(" 고객 이탈 ") == "고객 이탈"
    for tag in ("latest", "3", "a b", ""):
        with pytest.raises(ParameterError):
            check_tag(tag)


def test_the_nearest_names_are_offered() -> None:
    assert no_such("dataset", "chrun", ["churn", "prices"]).hint == "Did you mean churn?"
    assert no_such("dataset", "x", []).hint == "There is no dataset yet."
    assert no_such("dataset", "x", ["b", "a"]).hint == "There are: a, b."
