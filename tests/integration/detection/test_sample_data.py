"""The detector is held to the sample data's manifest: what drifted is found, what did not is left alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.kinds import scored
from driftdesk.core.entities import Dataset, DatasetVersion, Severity, Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.settings import ServiceConfig
from driftdesk.desk import Desk
from sample_data.generate import HERE
from tests.fakes.ddoc_server import DdocServer

MANIFEST: dict[str, Any] = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))["datasets"]
RELATIONS_TURN = ("sample_users_churn", "house_prices")
"""Of these the concept batch turns a correlation with the target, though no column moves: seen by columns together."""
BATCHES = ("no_drift", "covariate", "prior", "concept")


def add(desk: Desk, name: str, batch: str) -> tuple[Dataset, DatasetVersion]:
    about = MANIFEST[name]
    file = desk.ingest.upload(HERE / about["files"][batch]["path"])
    options = ImportOptions(mode="replace")
    if batch == "reference":
        options = ImportOptions(task=Task(about["task"]), target=about["target"])
    version = desk.ingest.run(name, [file.id], options, Context()).version
    return desk.datasets.get(name), version


@pytest.mark.parametrize("name", MANIFEST)
def test_the_built_in_engine_names_exactly_what_the_manifest_says(desk: Desk, name: str) -> None:
    _, reference = add(desk, name, "reference")
    engine = desk.detection.get("built-in")
    for batch in BATCHES:
        dataset, current = add(desk, name, batch)
        report = engine.analyse(dataset, reference, current, context=Context())
        expected = MANIFEST[name]["files"][batch]
        found = {c.name: c.severity for c in report.columns}
        for column, truth in expected["columns"].items():
            if truth["expected"] != "any":
                assert found[column] == truth["expected"], (batch, column)
        for column in MANIFEST[name]["ids"]:
            assert found[column] is Severity.NONE, (batch, column)
        gravest = max(found.values(), key=lambda severity: severity.rank)
        assert gravest == expected["severity"], batch
        together = max((j.severity for j in report.together), key=lambda s: s.rank, default=Severity.NONE)
        if batch == "no_drift":
            assert together is Severity.NONE
        if batch == "concept":
            assert (together is Severity.CRITICAL) == (name in RELATIONS_TURN)
        assert report.severity is max(gravest, together, key=lambda severity: severity.rank), batch


def test_an_external_service_compares_a_version_with_a_file_that_is_not_imported(
    desk: Desk, tmp_path: Path
) -> None:
    name = "house_prices"
    dataset, reference = add(desk, name, "reference")
    with DdocServer() as server:
        config = ServiceConfig(name="ddoc", url=server.url, shared_dir=tmp_path)
        service = scored(config, desk.store, desk.tables, Breaker("ddoc"))
        scores = {}
        for batch in ("no_drift", "prior"):
            side = desk.ingest.side(HERE / name / f"{batch}.csv", reference)
            report = service.analyse(dataset, reference, side, context=Context())
            assert (report.current.file, report.current.rows) == (f"{batch}.csv", 2000)
            scores[batch] = report.severity
    assert scores == {"no_drift": Severity.NONE, "prior": Severity.CRITICAL}
