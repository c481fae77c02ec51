"""The adapter against a faithful server: what it sends, what it makes of each answer, what stays in the store."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.kinds import check as ask
from driftdesk.core.detection.kinds import scored
from driftdesk.core.entities import (
    Column,
    Dataset,
    DatasetVersion,
    DetectionRequest,
    DriftReport,
    Kind,
    Operation,
    OperationKind,
    Role,
    Schema,
    Severity,
)
from driftdesk.core.errors import (
    JobCancelledError,
    ParameterError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.settings import ServiceConfig
from driftdesk.core.storage.store import Store
from tests.fakes.ddoc_server import DdocServer, Scenario

SCHEMA = Schema(
    columns=(
        Column(id="a", name="age", kind=Kind.NUMERIC),
        Column(id="b", name="income", kind=Kind.NUMERIC),
        Column(id="c", name="plan", kind=Kind.CATEGORICAL),
        Column(id="d", name="always", kind=Kind.NUMERIC),
        Column(id="e", name="number", kind=Kind.NUMERIC, role=Role.ID),
    )
)
DATASET = Dataset(name="users")


class Tables:
    """Stands for the table service: versions that live in memory, two batches each."""

    def __init__(self, *tables: pa.Table) -> None:
        self._tables = tables

    def batches(self, version: DatasetVersion, columns: Sequence[str]) -> Iterator[pa.Table]:
        table = self._tables[version.number - 1].select(columns)
        half = table.num_rows // 2
        yield from (table.slice(0, half), table.slice(half))


class Listener(Context):
    def __init__(self, stop: Callable[[], bool] = lambda: False) -> None:
        self.stages: list[tuple[float, str]] = []
        self.user = "tester"
        self._stop = stop

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        self.stages.append((done, stage))

    def check(self) -> None:
        if self._stop():
            raise JobCancelledError("stop")


def make_table(rows: int, shift: float = 0.0, seed: int = 0) -> pa.Table:
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "age": pa.array(rng.normal(38 + 10 * shift, 10, rows).round()),
            "income": rng.normal(5e7, 1e7, rows),
            "plan": ["free"] * rows,
            "always": [1.0] * rows,
            "number": np.arange(rows),
        }
    )


def make_version(number: int, rows: int) -> DatasetVersion:
    return DatasetVersion(
        dataset_id=DATASET.id,
        number=number,
        columns=SCHEMA,
        operation=Operation(kind=OperationKind.IMPORT),
        rows=rows,
        pages=(),
        page_rows=(),
    )


class Bench:
    """One adapter, its server, and the two sides."""

    def __init__(self, server: DdocServer, store: Store, shared: Path) -> None:
        self.server = server
        self.store = store
        self.shared = shared
        self.config = ServiceConfig(name="ddoc", url=server.url, shared_dir=shared, timeout=30)

    def analyse(
        self, *, shift: float = 0.5, rows: int = 400, context: Context | None = None, **config: Any
    ) -> DriftReport:
        tables = Tables(make_table(rows), make_table(rows, shift, seed=1))
        changed = self.config.model_copy(update=config)
        service = scored(changed, self.store, tables, Breaker("ddoc"))  # type: ignore[arg-type]  # enough of a TableService
        return service.analyse(
            DATASET, make_version(1, rows), make_version(2, rows), context=context or Listener()
        )

    def request(self) -> DetectionRequest:
        (request,) = self.store.requests.find()
        return request


@pytest.fixture
def bench(store: Store, tmp_path: Path) -> Iterator[Bench]:
    shared = tmp_path / "shared"
    shared.mkdir()
    with DdocServer() as server:
        yield Bench(server, store, shared)
    assert not list(shared.iterdir()), "nothing is left in the shared folder"


def test_a_shift_is_critical_and_the_report_says_why(bench: Bench) -> None:
    report = bench.analyse(shift=2.0)
    assert report.severity is Severity.CRITICAL
    assert report.score is not None
    assert report.score > 0.25
    assert report.raw_answer is not None
    assert report.raw_answer["overall_score"] == report.score
    assert (report.service, report.computed_from, report.columns) == ("ddoc", "service", ())
    assert (report.reference.version, report.current.version, report.reference.rows) == (1, 2, 400)
    assert "at or over 0.25, set as critical" in report.summary
    assert (
        "age, income in units of the reference's standard deviation, and not plan, always" in report.summary
    )
    assert bench.store.reports.get(report.id) == report
    request = bench.request()
    assert (request.state, request.report_id, request.answer) == ("answered", report.id, report.raw_answer)
    assert request.finished_at is not None


def test_two_samples_of_one_law_are_no_drift_whatever_their_scale(bench: Bench) -> None:
    assert bench.analyse(shift=0.0, rows=4000).severity is Severity.NONE


def test_the_bands_are_those_of_the_settings(bench: Bench) -> None:
    score = bench.analyse(shift=1.0).score
    assert score is not None
    assert bench.analyse(shift=1.0, warning_at=score, critical_at=score + 1).severity is Severity.WARNING
    assert bench.analyse(shift=1.0, warning_at=score + 0.1, critical_at=score + 1).severity is Severity.NONE


def test_only_numeric_columns_that_vary_are_sent_and_never_ids(bench: Bench) -> None:
    bench.analyse()
    files = bench.server.seen_files
    assert sorted(files) == [
        f"{side}/data/{name}" for side in ("current", "reference") for name in ("data.csv", "ddoc.yaml")
    ]
    assert files["reference/data/data.csv"].splitlines()[0] == '"timestamp","age","income"'
    assert len(files["reference/data/data.csv"].splitlines()) == 401
    body = bench.server.requests[0][2]
    assert body["detector"] == "default"
    assert body["timeout_sec"] == 30
    assert Path(body["data_path_ref"]).parent.parent == bench.shared


def test_progress_of_the_service_is_shown(bench: Bench) -> None:
    bench.server.scenario = "slow"
    listener = Listener()
    bench.analyse(context=listener)
    assert [s for s in listener.stages if s[1] in ("start", "plugin_call", "merge", "complete")] == [
        (0.05, "start"),
        (0.2, "plugin_call"),
        (0.9, "merge"),
        (1.0, "complete"),
    ]
    assert (800, "writing") in listener.stages


def test_a_service_without_the_stream_is_asked_plainly(bench: Bench) -> None:
    bench.server.scenario = "no_stream"
    assert bench.analyse(shift=2.0).severity is Severity.CRITICAL
    assert [path for _, path, _ in bench.server.requests] == ["/analyze/drift/stream", "/analyze/drift"]


def test_a_bare_503_before_the_service_is_tried_again(bench: Bench) -> None:
    bench.server.scenario = "plain_503_once"
    assert bench.analyse(shift=2.0).severity is Severity.CRITICAL
    assert len(bench.server.requests) == 2


@pytest.mark.parametrize(
    ("scenario", "error", "words"),
    [
        ("plain_500", ServiceRefusedError, "HTTP 500.*Internal Server Error"),
        ("half_answer", ServiceAnswerError, "broke off"),
        ("no_result", ServiceAnswerError, "without a result"),
        ("malformed_json", ServiceAnswerError, "not a JSON object"),
        ("not_an_object", ServiceAnswerError, "not a JSON object"),
        ("drop", ServiceAnswerError, "broke off"),
        ("nan", ServiceAnswerError, "the score nan"),
        ("no_score", ServiceAnswerError, "no score"),
        ("zero", ServiceAnswerError, "compared nothing"),
        ("error_after_merge", ServiceRefusedError, "division by zero"),
        ("complete_then_error", ServiceRefusedError, "cannot save the report"),
        ("error_type_timeout", ServiceUnavailableError, "timed out"),
        ("detail_text", ServiceRefusedError, "the disk is full"),
        ("detail_list", ServiceRefusedError, "not a number"),
    ],
)
def test_a_service_that_fails_is_an_error_and_never_no_drift(
    bench: Bench, scenario: Scenario, error: type[Exception], words: str
) -> None:
    bench.server.scenario = scenario
    with pytest.raises(error, match=words) as raised:
        bench.analyse()
    assert raised.value.hint  # type: ignore[attr-defined]  # every DriftDeskError has one
    assert bench.store.reports.count() == 0
    request = bench.request()
    assert request.state == "failed"
    assert request.error == str(raised.value)
    if scenario not in ("half_answer", "no_result", "drop"):
        assert request.answer


def test_a_folder_that_the_service_does_not_see_is_refused_once_with_the_likely_cause(bench: Bench) -> None:
    bench.server.scenario = "other_disk"
    with pytest.raises(ServiceRefusedError, match="no_plugin") as error:
        bench.analyse()
    assert "does not see the shared folder" in error.value.hint
    assert len(bench.server.requests) == 1


def test_an_unknown_detector_is_refused_with_a_hint(bench: Bench) -> None:
    with pytest.raises(ServiceRefusedError, match="unsupported_detector") as error:
        bench.analyse(detector="zzz")
    assert "another detector" in error.value.hint


def test_without_the_key_it_is_refused_and_with_it_it_works(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.server.api_key = "secret"
    monkeypatch.setenv("DRIFTDESK_SERVICE_KEY_DDOC", "wrong")
    with pytest.raises(ServiceRefusedError, match="missing_or_bad_api_key") as error:
        bench.analyse()
    assert "DRIFTDESK_SERVICE_KEY_DDOC" in error.value.hint
    monkeypatch.setenv("DRIFTDESK_SERVICE_KEY_DDOC", "secret")
    assert bench.analyse().score


def test_an_analysis_can_be_stopped_while_the_service_hangs(bench: Bench) -> None:
    bench.server.scenario = "hang"
    before = threading.active_count()
    with pytest.raises(JobCancelledError):
        bench.analyse(context=Listener(bench.server.asked.is_set))
    assert threading.active_count() <= before + 4, (
        "only the server's thread that hangs, and the database's own"
    )
    assert bench.request().state == "failed"


def test_a_service_that_never_answers_runs_into_the_time_limit(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("driftdesk.core.detection.ddoc_client.GRACE_SECONDS", 0.1)
    bench.server.scenario = "hang"
    with pytest.raises(ServiceUnavailableError, match="did not answer within"):
        bench.analyse(timeout=0.2)


def test_a_service_that_is_not_there_is_unavailable_after_some_attempts(bench: Bench) -> None:
    with pytest.raises(ServiceUnavailableError, match="cannot be reached") as error:
        bench.analyse(url="http://127.0.0.1:9")
    assert "ddoc serve" in error.value.hint


def test_few_rows_are_insufficient_data_and_are_not_sent(bench: Bench) -> None:
    report = bench.analyse(rows=20)
    assert report.severity is Severity.INSUFFICIENT_DATA
    assert not bench.server.requests


def test_a_remote_service_needs_a_shared_folder(bench: Bench) -> None:
    with pytest.raises(ParameterError, match="no shared folder"):
        bench.analyse(url="http://drift.example:8765", shared_dir=None)


def test_its_health_tells_version_and_detectors_or_what_to_do(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(**config: Any) -> Any:
        return ask(bench.config.model_copy(update=config), None)

    health = check()
    assert (health.available, health.version) == (True, "2.1.0")
    assert "mmd" in health.detectors
    assert "no detector 'zzz'" in check(detector="zzz").message
    assert not check(url="http://127.0.0.1:9").available
    bench.server.api_key = "secret"
    monkeypatch.delenv("DRIFTDESK_SERVICE_KEY_DDOC", raising=False)
    assert "DRIFTDESK_SERVICE_KEY_DDOC" in check().hint
