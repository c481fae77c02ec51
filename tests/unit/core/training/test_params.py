"""Parameters: from strings, with bounds that are told."""

import subprocess
import sys

import pytest

from driftdesk.core.entities import Task
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import (
    default_trainer,
    parse_params,
    trainer_info,
    trainers,
    trainers_for,
)
from driftdesk.core.training.trainers.linear import LinearParams
from driftdesk.core.training.trainers.mlp import MlpParams


def test_every_task_has_trainers_and_the_first_is_its_default() -> None:
    for task in Task:
        assert trainers_for(task)[0].name == default_trainer(task)
    names = {task: [t.name for t in trainers_for(task) if not t.source] for task in Task}
    assert names[Task.TEXT] == ["text", "text-cnn", "svm", "linear"]
    assert names[Task.BINARY] == ["gradient-boosting", "mlp", "tabm", "random-forest", "linear"]


def test_strings_become_typed_values() -> None:
    params = parse_params(
        "mlp", {"hidden_sizes": "256, 32", "learning_rate": "1e-4", "early_stopping": "false"}
    )
    assert isinstance(params, MlpParams)
    assert params.hidden_sizes == (256, 32)
    assert params.learning_rate == 1e-4
    assert params.early_stopping is False


def test_typed_values_are_taken_as_they_are() -> None:
    params = parse_params("mlp", {"hidden_sizes": [16], "epochs": 3})
    assert params == MlpParams(hidden_sizes=(16,), epochs=3)
    assert parse_params("mlp", params.model_dump(mode="json")) == params


def test_an_unknown_parameter_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ParameterError) as caught:
        parse_params("linear", {"layers": "3"})
    assert "layers" in caught.value.message
    for name in LinearParams.model_fields:
        assert name in caught.value.hint


@pytest.mark.parametrize("given", [16, "16", [16]])
def test_a_list_of_one_may_be_given_as_its_only_value(given: object) -> None:
    assert parse_params("mlp", {"hidden_sizes": given}) == MlpParams(hidden_sizes=(16,))


def test_what_each_value_of_a_list_may_be_is_told() -> None:
    with pytest.raises(ParameterError) as caught:
        parse_params("mlp", {"hidden_sizes": "64,99999"})
    assert "each >= 1, <= 4096" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "value"), [("learning_rate", "0"), ("epochs", "many"), ("hidden_sizes", "64,-1")]
)
def test_a_value_out_of_its_bounds_is_refused_with_the_bounds(name: str, value: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_params("mlp", {name: value})
    assert f"{name}={value}" in caught.value.message
    assert "Default:" in caught.value.hint


def test_the_bounds_are_in_the_hint() -> None:
    with pytest.raises(ParameterError) as caught:
        parse_params("mlp", {"learning_rate": "2"})
    assert "> 0, <= 1" in caught.value.hint


def test_a_trainer_that_cannot_do_the_task_is_refused() -> None:
    with pytest.raises(ParameterError, match="cannot do the task text"):
        trainer_info("mlp", Task.TEXT)
    with pytest.raises(ParameterError, match="no trainer 'oracle'"):
        trainer_info("oracle")


def test_every_parameter_can_be_shown_in_a_form() -> None:
    for info in trainers():
        for name, field in info.params.model_fields.items():
            assert field.title and field.description, f"{info.name}.{name}"
            assert not field.is_required()


def test_listing_trainers_imports_nothing_heavy() -> None:
    code = (
        "import sys, driftdesk.core.training.params, driftdesk.core.training.service, driftdesk.core.training.registry;"
        "driftdesk.core.training.params.trainers();"
        "heavy = {'torch', 'sklearn', 'scipy', 'pandas'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
