"""What a study may vary: from a trainer's params, and from what people write."""

from typing import Any

import pytest

from driftdesk.core.entities import Dimension
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import parse_params, trainers
from driftdesk.core.training.search.space import (
    can_vary,
    check,
    defaults,
    dimension,
    parse_vary,
    suggested,
    written,
)


@pytest.mark.parametrize("info", trainers(), ids=lambda info: info.name)
def test_each_trainer_suggests_dimensions_that_it_takes(info: Any) -> None:
    dims = suggested(info.name)
    assert dims
    for dim in dims:
        check(dim)


@pytest.mark.parametrize("info", trainers(), ids=lambda info: info.name)
def test_whatever_can_vary_can_be_written_and_read_again(info: Any) -> None:
    for name, field in info.params.model_fields.items():
        if can_vary(field):
            dim = check(dimension(info.name, name))
            assert parse_vary(written(dim), [info.name]) == dim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("learning_rate=1e-4..1e-1:log", {"low": 1e-4, "high": 0.1, "log": True}),
        ("learning_rate=0.01..0.5", {"low": 0.01, "high": 0.5}),
        ("embedding_size=2..64", {"low": 2, "high": 64, "whole": True}),
        ("hidden_sizes=64|128,64", {"choices": ("64", "128,64")}),
        ("schedule=cosine|constant", {"choices": ("cosine", "constant")}),
        ("early_stopping=true|false", {"choices": (True, False)}),
    ],
)
def test_ranges_and_choices_are_read(text: str, expected: dict[str, Any]) -> None:
    name = text.partition("=")[0]
    assert parse_vary(text, ["mlp"]) == Dimension(trainer="mlp", name=name, **expected)


@pytest.mark.parametrize(
    "text",
    [
        "learning_rate=1..0",
        "learning_rate=0..0.1:log",
        "learning_rate=0.1..7",
        "learning_rate=a..b",
        "learning_rate=nan..1",
        "learning_rate=0.1|0.1",
        "hidden_sizes",
        "nothing",
        "nothing=1|2",
        "linear.regularization",
        "",
    ],
)
def test_what_the_trainer_does_not_take_is_refused(text: str) -> None:
    if text == "hidden_sizes":  # has choices of its own
        assert parse_vary(text, ["mlp"]).choices
        return
    with pytest.raises(ParameterError):
        parse_vary(text, ["mlp"])


def test_with_several_trainers_a_parameter_needs_its_trainers_name() -> None:
    both = ["mlp", "linear"]
    assert parse_vary("linear.regularization=0.1..10:log", both).trainer == "linear"
    with pytest.raises(ParameterError, match="Of which trainer"):
        parse_vary("dropout", both)


def test_the_trainers_own_values_are_tried_first_where_they_lie_within() -> None:
    dims = suggested("mlp")
    own = defaults(dims, "mlp", {})
    assert own is not None
    assert parse_params("mlp", own) == parse_params("mlp", {})
    assert defaults([parse_vary("dropout=0.4..0.5", ["mlp"])], "mlp", {}) is None
    assert defaults([parse_vary("dropout=0.4..0.5", ["mlp"])], "mlp", {"dropout": 0.45}) == {"dropout": 0.45}
