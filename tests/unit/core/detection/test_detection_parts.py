"""Reading events, naming refusals, writing the shared folder, finding keys and services."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.detection import credentials, sse
from driftdesk.core.detection.refusals import refusal
from driftdesk.core.detection.service import DetectionServices
from driftdesk.core.detection.shared_folder import temporary, write_side
from driftdesk.core.detection.sides import Batches, Moments, measure
from driftdesk.core.entities import Column, Kind, Role
from driftdesk.core.errors import NotFoundError, ParameterError, ServiceRefusedError, ServiceUnavailableError
from driftdesk.core.settings import ServiceConfig, Settings


def events_of(text: str) -> list[tuple[str, str]]:
    async def lines() -> AsyncIterator[str]:
        for line in text.split("\n"):
            yield line

    async def read() -> list[tuple[str, str]]:
        return [event async for event in sse.events_of(lines())]

    return asyncio.run(read())


def test_events_are_read_by_name_with_their_data_joined() -> None:
    text = ": a comment\nevent: progress\ndata: 1\n\ndata:a\ndata: b\n\nevent: result\ndata: {}\n\n"
    assert events_of(text) == [("progress", "1"), ("message", "a\nb"), ("result", "{}")]


def test_an_event_that_the_end_cuts_off_is_dropped() -> None:
    assert events_of("event: result\ndata: {") == []


ENVELOPE = {"status": "error", "error_code": "no_plugin", "message": "No plugin available"}


@pytest.mark.parametrize(
    ("status", "answer", "kind", "words"),
    [
        (503, ENVELOPE, ServiceRefusedError, "no_plugin"),
        (
            200,
            {"error_type": "nonzero_exit", "error_envelope": ENVELOPE},
            ServiceRefusedError,
            "No plugin available",
        ),
        (
            504,
            {"status": "error", "error_type": "timeout", "message": "600s"},
            ServiceUnavailableError,
            "600s",
        ),
        (502, {"error_type": "invalid_json", "message": "not JSON"}, ServiceRefusedError, "invalid_json"),
        (
            401,
            {"detail": {"error_code": "missing_or_bad_api_key", "message": "key"}},
            ServiceRefusedError,
            "api_key",
        ),
        (404, {"detail": "Dataset not found"}, ServiceRefusedError, "Dataset not found"),
        (422, {"detail": [{"loc": ["body", "x"], "msg": "bad"}]}, ServiceRefusedError, "body.x: bad"),
        (
            422,
            {"error_code": "invalid_request", "message": "m", "errors": [{"loc": ["body"], "msg": "bad"}]},
            ServiceRefusedError,
            "body: bad",
        ),
        (500, {"text": "Internal Server Error"}, ServiceRefusedError, "HTTP 500"),
        (502, {}, ServiceUnavailableError, "HTTP 502"),
    ],
)
def test_each_shape_of_refusal_says_what_the_service_said_and_what_to_do(
    status: int, answer: dict[str, object], kind: type[Exception], words: str
) -> None:
    error = refusal("ddoc", status, answer)
    assert type(error) is kind
    assert words in error.message
    assert error.hint


def test_a_missing_key_is_answered_with_the_variable_that_may_hold_it() -> None:
    error = refusal("my ddoc", 401, {"detail": {"error_code": "missing_or_bad_api_key", "message": ""}})
    assert "DRIFTDESK_SERVICE_KEY_MY_DDOC" in error.hint


def test_a_key_from_the_environment_goes_before_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIFTDESK_SERVICE_KEY_DDOC_2", "secret")
    assert credentials.service_key("ddoc-2") == "secret"


def test_moments_merge_over_batches_and_skip_what_is_not_finite() -> None:
    values = np.array([1.0, np.nan, 4.0, np.inf, 9.0, -2.0])
    moments = Moments()
    moments.add(values[:3])
    moments.add(values[3:])
    moments.add(np.array([np.nan]))
    finite = values[np.isfinite(values)]
    assert moments.count == 4
    assert moments.mean == pytest.approx(finite.mean())
    assert moments.deviation == pytest.approx(finite.std())
    constant = Moments()
    constant.add(np.full(100, 0.1))
    assert not constant.varies


def rows_of(*tables: pa.Table) -> Batches:
    def batches(names: Sequence[str]) -> Iterable[pa.Table]:
        return [table.select(names) for table in tables]

    return batches


def test_a_side_is_written_in_units_of_the_reference_with_a_counter_as_its_time(tmp_path: Path) -> None:
    table = pa.table({"나이": [20, 30, None, 40], "timestamp": [1.5, 2.5, float("nan"), float("inf")]})
    measured = measure(rows_of(table), table.column_names, lambda: None)
    assert measured.rows == 4
    done: list[int] = []
    write_side(tmp_path / "reference", rows_of(table, table), measured.columns, None, done.append)
    assert done == [4, 4]
    config = dict(
        line.split(": ", 1) for line in (tmp_path / "reference/data/ddoc.yaml").read_text().splitlines()
    )
    assert json.loads(config["numeric_columns"]) == ["나이", "timestamp"]
    assert json.loads(config["timestamp_column"]) == "timestamp_"
    lines = (tmp_path / "reference/data/data.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == '"timestamp_","나이","timestamp"'
    assert lines[1].startswith("0,-1.22474487")
    assert lines[3] == "2,,"
    assert lines[5].startswith("4,")


def test_the_time_of_the_data_is_used_where_there_is_one(tmp_path: Path) -> None:
    times = pa.array([0, 86_400_000_000], pa.timestamp("us"))
    table = pa.table({"at": times, "x": [1.0, 3.0]})
    measured = measure(rows_of(table), ["x"], lambda: None)
    at = Column(id="a", name="at", kind=Kind.DATETIME, role=Role.TIMESTAMP)
    write_side(tmp_path / "s", rows_of(table), measured.columns, at, lambda _: None)
    lines = (tmp_path / "s/data/data.csv").read_text().splitlines()
    assert lines[0] == '"at","x"'
    assert lines[2].startswith("1970-01-02")


def test_a_shared_folder_that_is_not_there_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="cannot be written") as error, temporary(tmp_path / "no"):
        pass
    assert "settings" in error.value.hint


def test_the_folder_of_an_analysis_is_gone_afterwards(tmp_path: Path) -> None:
    with temporary(tmp_path) as folder:
        (folder / "x").mkdir()
        assert folder.parent == tmp_path
    assert not list(tmp_path.iterdir())


def test_services_are_found_by_name_the_built_in_first() -> None:
    settings = Settings(services=[ServiceConfig(name="ddoc")])
    services = DetectionServices(None, settings, None, None)  # type: ignore[arg-type]  # not used here
    assert services.names() == ("built-in", "ddoc")
    assert services.check("built-in").available
    assert services.get("ddoc").name == "ddoc"
    with pytest.raises(NotFoundError) as error:
        services.get("other")
    assert "built-in, ddoc" in error.value.hint
