"""What all commands have in common, without a database."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from driftdesk import __version__
from driftdesk.cli.app import main
from driftdesk.cli.command import as_json_value
from driftdesk.cli.data import parse_recipe
from driftdesk.cli.show import plain
from driftdesk.core.entities import ReplayRecipe, WindowRecipe
from driftdesk.core.errors import ParameterError


def error_of(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The one JSON object on standard output."""
    error: dict[str, str] = json.loads(capsys.readouterr().out)["error"]
    return error


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"driftdesk {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["drift"],
        ["train", "m", "--dataset", "d", "--seed", "many"],
        ["import", "f.csv", "--dataset", "d", "--task", "guess"],
        ["jobs"],
        ["worker", "--slots", "0"],
    ],
)
def test_wrong_usage_is_an_error_object_with_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--json"]) == 2
    error = error_of(capsys)
    assert error["code"] == "usage"
    assert error["message"]
    assert error["hint"]


def test_wrong_usage_without_json_is_said_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "nonsense" in captured.err


def test_a_password_on_the_command_line_is_refused_and_never_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["db", "uri", "--uri", "mongodb://ada:geheim@host/", "--data-dir", str(tmp_path), "--json"]
    assert main(arguments) == 2
    error = error_of(capsys)
    assert error["code"] == "bad_parameter"
    assert "DRIFTDESK_MONGODB_URI" in error["hint"]
    assert "geheim" not in str(error)


def test_a_database_that_refuses_is_an_error_object_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["datasets", "--uri", "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"]
    assert main([*arguments, "--data-dir", str(tmp_path), "--json"]) == 1
    assert error_of(capsys)["code"] == "database_unavailable"


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["datasets", "--data-dir", str(file), "--json"]) == 2
    assert "not a folder" in error_of(capsys)["message"]


def test_an_option_without_equals_sign_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", "m", "--dataset", "d", "--param", "epochs"]
    assert main([*arguments, "--data-dir", str(tmp_path), "--json"]) == 2
    assert "--param name=value" in error_of(capsys)["hint"]


def test_recipes_are_read_from_words() -> None:
    assert parse_recipe("window:500") == WindowRecipe(rows=500)
    assert parse_recipe("replay:0.25") == ReplayRecipe(new_ratio=0.25)
    weighing = ReplayRecipe(new_ratio=0.5, new_weight=3, half_life=30)
    assert parse_recipe("replay:0.5,new-weight=3,half-life=30") == weighing


@pytest.mark.parametrize(
    "text",
    ["window", "window:-1", "replay:2", "replay:x", "all:3", "", "window:9,age=1", "window:9,new-weight=-1"],
)
def test_what_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="recipe"):
        parse_recipe(text)


def test_json_has_no_nan_and_times_as_text() -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    value = as_json_value({"a": [float("nan"), 1.5], "b": (float("inf"),), "c": moment})
    assert value == {"a": [None, 1.5], "b": [None], "c": "2026-01-02T00:00:00+00:00"}


def test_values_are_shown_as_people_read_them() -> None:
    values = [None, True, 0.123456, 1234567, {"a": 1}, ["x", 2]]
    assert [plain(v) for v in values] == ["-", "yes", "0.1235", "1 234 567", "a 1", "x, 2"]
