"""Trainers of other packages: found by their entry point, used like our own; broken ones are left out with a warning."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from driftdesk.cli.app import app
from driftdesk.core.entities import Column, Kind, Role, Schema, Task
from driftdesk.core.errors import TrainingError
from driftdesk.core.training import params
from driftdesk.core.training.learning import learn, pack_predictor, unpack_predictor
from driftdesk.core.training.params import broken_plug_ins, parse_params, trainer_info, trainers, trainers_for
from tests.unit.core.training.material import Recording, churn, houses, order

EXAMPLE = Path(__file__).parents[4] / "docs" / "examples" / "driftdesk-neighbours"
BROKEN = {
    "broken_one": "import a_package_that_is_not_there",
    "no_trainer": "TRAINER = 3",
    "a_clash": "from driftdesk.core.training.trainers.linear import TRAINER",
    "other_name": "from driftdesk.core.training.trainers.linear import TRAINER",
    "no_default": """
from pydantic import Field
from driftdesk.core.training.params import TABULAR, TrainerInfo, TrainerParams
class Params(TrainerParams):
    depth: int = Field(title="Depth")
TRAINER = TrainerInfo("no-default", "No default", Params, TABULAR, object)
""",
}


def install(site: Path, name: str, points: dict[str, str]) -> None:
    """What a package manager leaves of a package with entry points."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = "\n".join(f"{point} = {value}" for point, value in points.items())
    (info / "entry_points.txt").write_text(f"[driftdesk.trainers]\n{lines}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages; trainers are looked for anew before and after."""
    monkeypatch.syspath_prepend(tmp_path)
    params._found.cache_clear()
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "/").parent == tmp_path:
            del sys.modules[name]
    params._found.cache_clear()


@pytest.fixture
def neighbours(site: Path) -> str:
    (site / "driftdesk_neighbours.py").write_text((EXAMPLE / "driftdesk_neighbours.py").read_text("utf-8"))
    said = (EXAMPLE / "pyproject.toml").read_text("utf-8").split('"driftdesk.trainers"]\n')[1].splitlines()[0]
    point, _, value = said.partition(" = ")
    install(site, "driftdesk-neighbours", {point: value.strip('"')})
    return point


def test_a_plug_in_is_listed_behind_our_own(neighbours: str) -> None:
    assert trainers()[-1].name == neighbours
    assert trainer_info(neighbours).source == "driftdesk-neighbours"
    assert neighbours in [t.name for t in trainers_for(Task.BINARY)]
    assert neighbours not in [t.name for t in trainers_for(Task.TEXT)]
    assert broken_plug_ins() == ()
    assert parse_params(neighbours, {"neighbours": "7"}).model_dump()["neighbours"] == 7


@pytest.mark.parametrize("task", [Task.BINARY, Task.REGRESSION])
def test_a_plug_in_trains_is_stored_and_loaded(neighbours: str, task: Task) -> None:
    table, schema = churn(400) if task is Task.BINARY else houses(400)
    asked = order(schema, task, neighbours, neighbours=9)
    seen = Recording()
    learned = learn(table, asked, seen)
    assert learned.metrics.get("roc_auc", learned.metrics.get("r2", 0.0)) > 0.7
    assert seen.series("validation_loss")
    again = unpack_predictor(pack_predictor(learned.predictor, asked))
    assert (again.predict(table) == learned.predictor.predict(table)).all()


def test_a_plug_in_that_cannot_weigh_rows_says_so(neighbours: str) -> None:
    table, schema = churn(100)
    column = Column(id="w", name="w", kind=Kind.NUMERIC, role=Role.WEIGHT)
    weighted = table.append_column("w", pa.array(np.ones(100)))
    asked = order(Schema(columns=(*schema.columns, column)), Task.BINARY, neighbours)
    with pytest.raises(TrainingError, match="KNeighborsClassifier cannot weigh rows"):
        learn(weighted, asked, Recording())


def listed(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["trainers", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_plug_in_is_on_the_command_line(neighbours: str) -> None:
    (told,) = listed(neighbours)["trainers"]
    assert told["plug_in"] == "driftdesk-neighbours"
    assert {
        "name": "neighbours",
        "default": 5,
        "within": ">= 1, <= 1000",
        "description": "Rows that are asked",
    } in told["params"]
    assert [t["trainer"] for t in listed("--task", "regression")["trainers"]][-1] == neighbours


def test_broken_plug_ins_are_left_out_with_a_warning_that_names_them(site: Path) -> None:
    for module, code in BROKEN.items():
        (site / f"{module}.py").write_text(code)
    names = {"a_clash": "linear"}
    install(site, "trouble", {names.get(m, m.replace("_", "-")): f"{m}:TRAINER" for m in BROKEN})
    with capture_logs() as logs:
        assert [t.source for t in trainers()] == [""] * len(params.BUILT_IN)
    why = {entry["trainer"]: entry["why"] for entry in logs}
    assert "ModuleNotFoundError" in why["broken-one"]
    assert "no TrainerInfo" in why["no-trainer"]
    assert "a trainer of that name" in why["linear"]
    assert "calls itself 'linear'" in why["other-name"]
    assert "depth" in why["no-default"]
    left_out = listed()["left_out"]
    assert len(left_out) == len(BROKEN)
    assert all("'trouble'" in said for said in left_out)
