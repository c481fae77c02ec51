"""Services that give scores, on the real store: verdicts by thresholds, thresholds learned, and what stands in for a failure."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import FAILURES, Breaker
from driftdesk.core.detection.kinds import scored
from driftdesk.core.detection.service import DetectionServices
from driftdesk.core.detection.thresholds import ThresholdService
from driftdesk.core.drift.service import DriftService
from driftdesk.core.entities import Dataset, DriftReport, Severity
from driftdesk.core.errors import (
    JobCancelledError,
    NotFoundError,
    ParameterError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.jobs.params import LearnServiceJob
from driftdesk.core.settings import ServiceConfig, Settings
from driftdesk.core.storage.store import Store
from tests.fakes.ddoc_server import DdocServer
from tests.fakes.drift_studio_server import DriftStudioServer, Scenario
from tests.integration.detection.test_ddoc import DATASET, Listener, Tables, make_table, make_version

DEAD = "http://127.0.0.1:9"


@pytest.fixture
def studio() -> Iterator[DriftStudioServer]:
    with DriftStudioServer() as server:
        yield server


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftdesk.core.detection.http._pause", lambda state: 0.0)
    monkeypatch.setattr("driftdesk.core.detection.studio.FIRST_POLL", 0.001)


def config_of(server: DriftStudioServer, **fields: Any) -> ServiceConfig:
    return ServiceConfig(name="studio", kind="drift-studio", url=server.url, timeout=30, **fields)


def analyse(
    store: Store,
    config: ServiceConfig,
    *,
    shift: float = 0.5,
    rows: int = 400,
    context: Context | None = None,
    breaker: Breaker | None = None,
) -> DriftReport:
    tables = Tables(make_table(rows), make_table(rows, shift, seed=1))
    service = scored(config, store, tables, breaker or Breaker(config.name))  # type: ignore[arg-type]  # enough of a TableService
    sides = make_version(1, rows), make_version(2, rows)
    return service.analyse(DATASET, *sides, context=context or Listener())


def test_means_become_columns_with_verdicts_by_our_thresholds_and_chance(
    store: Store, studio: DriftStudioServer
) -> None:
    listener = Listener()
    report = analyse(store, config_of(studio), context=listener)
    age, income = report.columns
    assert (age.name, age.severity, age.method) == ("age", Severity.CRITICAL, "mean_shift")
    assert age.statistic == pytest.approx(0.5, abs=0.2)
    assert age.moved[0].startswith("mean 37.63 -> 4")
    assert (income.name, income.severity) == ("income", Severity.NONE)
    assert (report.severity, report.score) == (Severity.CRITICAL, age.statistic)
    assert (report.computed_from, report.correction) == ("service", "benjamini-hochberg")
    assert (report.warning_at, report.thresholds_from) == (0.15, "service")
    assert report.compared == ("age", "income")
    assert report.left_out == ("plan", "always")
    assert "compares means of columns alone" in report.summary
    assert "for this service" in report.summary
    assert report.raw_answer is not None
    assert report.raw_answer["result"]["type"] == "csv_csv"
    assert store.reports.get(report.id) == report
    assert {"uploading", "in progress"} <= {stage for _, stage in listener.stages}


def test_what_was_uploaded_is_numbers_without_a_scale_and_is_deleted(
    store: Store, studio: DriftStudioServer
) -> None:
    analyse(store, config_of(studio))
    assert not studio.datasets
    head, first, *_ = studio.uploaded[0].splitlines()
    assert head == '"age","income"'
    assert all(abs(float(value)) < 6 for value in first.split(","))
    assert len(studio.uploaded[0].splitlines()) == 401


def test_a_shift_that_may_be_chance_is_no_drift(store: Store, studio: DriftStudioServer) -> None:
    report = analyse(store, config_of(studio, warning_at=0.01, critical_at=0.02), shift=0.0, rows=60)
    assert report.score is not None
    assert report.score > 0.02
    assert report.severity is Severity.NONE
    assert "does not count" in report.summary


@pytest.mark.parametrize("scenario", ["already_running", "cached"])
def test_a_result_that_is_there_or_on_its_way_is_taken(
    store: Store, studio: DriftStudioServer, scenario: Scenario
) -> None:
    studio.scenario = scenario
    assert analyse(store, config_of(studio)).severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("scenario", "score"), [("ddoc_score", 0.31), ("ddoc_modalities", 0.2), ("image_score", 0.1)]
)
def test_an_overall_score_is_taken_wherever_it_stands(
    store: Store, studio: DriftStudioServer, scenario: Scenario, score: float
) -> None:
    studio.scenario = scenario
    report = analyse(store, config_of(studio))
    assert (report.score, report.columns) == (score, ())


def test_a_column_of_which_it_knows_no_mean_has_insufficient_data(
    store: Store, studio: DriftStudioServer
) -> None:
    studio.scenario = "null_column"
    report = analyse(store, config_of(studio), shift=0.0, rows=4000)
    assert {c.name: c.severity for c in report.columns} == {
        "age": Severity.INSUFFICIENT_DATA,
        "income": Severity.NONE,
    }


@pytest.mark.parametrize(
    ("scenario", "error", "words"),
    [
        ("failed", ServiceRefusedError, "'age'"),
        ("unsupported", ServiceRefusedError, "not supported between"),
        ("unknown_status", ServiceAnswerError, "'paused'"),
        ("no_task", ServiceAnswerError, "instead of a task"),
        ("no_id", ServiceAnswerError, "without an id"),
        ("column_missing", ServiceAnswerError, "nothing about the column income"),
    ],
)
def test_a_studio_that_fails_is_an_error_and_what_was_uploaded_is_deleted(
    store: Store, studio: DriftStudioServer, scenario: Scenario, error: type[Exception], words: str
) -> None:
    studio.scenario = scenario
    with pytest.raises(error, match=words):
        analyse(store, config_of(studio))
    (request,) = store.requests.find()
    assert (request.state, request.report_id) == ("failed", None)
    assert request.code
    assert request.answer is not None
    assert store.reports.count() == 0
    if scenario != "no_id":
        assert not studio.datasets


def test_a_task_that_does_not_end_can_be_cancelled_and_is_cleaned_up(
    store: Store, studio: DriftStudioServer
) -> None:
    studio.scenario = "endless"
    before = threading.active_count()
    with pytest.raises(JobCancelledError):
        analyse(store, config_of(studio), context=Listener(studio.asked.is_set))
    assert not studio.datasets
    assert threading.active_count() <= before + 3, "only threads of the server and the database"


def test_a_side_beyond_the_largest_upload_is_refused_before_anything_is_sent(
    store: Store, studio: DriftStudioServer
) -> None:
    with pytest.raises(ParameterError, match="most that is uploaded"):
        analyse(store, config_of(studio, max_upload_mb=0.001))
    assert not studio.requests


# Thresholds.


@pytest.fixture
def thresholds(store: Store) -> ThresholdService:
    tables = Tables(make_table(2000))

    def of(config: ServiceConfig) -> Any:
        return scored(config, store, tables, Breaker(config.name))  # type: ignore[arg-type]  # enough of a TableService

    store.datasets.insert(DATASET)
    return ThresholdService(store, tables, of, "ann")  # type: ignore[arg-type]  # enough of a TableService


def test_thresholds_of_a_dataset_go_before_those_of_the_service(
    store: Store, studio: DriftStudioServer, thresholds: ThresholdService
) -> None:
    thresholds.set("studio", DATASET, 5.0, 9.0)
    report = analyse(store, config_of(studio))
    assert (report.severity, report.warning_at, report.thresholds_from) == (Severity.NONE, 5.0, "dataset")
    assert "for this dataset" in report.summary
    assert store.audit.find()[0].details["warning_at"] == 5.0
    thresholds.forget("studio", DATASET)
    assert analyse(store, config_of(studio)).thresholds_from == "service"
    with pytest.raises(NotFoundError):
        thresholds.forget("studio", DATASET)
    for wrong in ((0.0, 1.0), (2.0, 1.0), (1.0, float("inf")), (float("nan"), 1.0)):
        with pytest.raises(ParameterError):
            thresholds.set("studio", DATASET, *wrong)


@pytest.mark.parametrize("kind", ["ddoc", "drift-studio"])
def test_thresholds_are_learned_from_a_version_against_itself(
    store: Store, studio: DriftStudioServer, thresholds: ThresholdService, kind: Any, tmp_path: Any
) -> None:
    with DdocServer() as server:
        url = server.url if kind == "ddoc" else studio.url
        config = ServiceConfig(name="s", kind=kind, url=url, shared_dir=tmp_path, timeout=30)
        wanted = LearnServiceJob(
            dataset_id=DATASET.id, version=1, service_config=config, splits=9, quantile=0.9
        )
        made = thresholds.learn(wanted, DATASET, make_version(1, 2000), Context())
        again = thresholds.learn(wanted, DATASET, make_version(1, 2000), Context())
    assert made.learned is not None
    assert made.learned == again.learned, "the seed decides the splits"
    assert thresholds.list() == [again]
    scores = made.learned.scores
    assert len(scores) == 9
    assert made.warning_at == scores[8]
    assert made.critical_at == pytest.approx(made.warning_at * 0.25 / 0.15)
    assert 0 < made.warning_at < 1
    assert made.learned.reference_rows + made.learned.current_rows == 2000
    assert abs(made.learned.current_rows - 1000) < 150
    if kind == "drift-studio":
        config = config.model_copy(update={"name": "s"})
        report = analyse(store, config, rows=2000)
        assert report.thresholds_from == "learned"
        assert "as learned for this dataset" in report.summary


def test_a_service_that_fails_while_it_is_learned_from_changes_nothing(
    store: Store, thresholds: ThresholdService
) -> None:
    thresholds.set("s", DATASET, 1.0, 2.0)
    config = ServiceConfig(name="s", kind="drift-studio", url=DEAD)
    wanted = LearnServiceJob(dataset_id=DATASET.id, version=1, service_config=config)
    with pytest.raises(ServiceUnavailableError):
        thresholds.learn(wanted, DATASET, make_version(1, 2000), Context())
    assert thresholds.list()[0].warning_at == 1.0
    for changed in ({"splits": 10}, {"rows": 10}, {"rows": 1990}):
        with pytest.raises(ParameterError):
            thresholds.check(wanted.model_copy(update=changed), make_version(1, 2000))


# A service that is down.


class BuiltIn(DriftService):
    """Stands for the built-in engine."""

    def __init__(self) -> None:
        pass

    def analyse(self, dataset: Dataset, *sides: Any, fallback: Any = None, **_: Any) -> DriftReport:
        made = make_report(dataset)
        return made.model_copy(update={"fallback": fallback})


def make_report(dataset: Dataset) -> DriftReport:
    from driftdesk.core.entities import Side

    return DriftReport(
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        reference=Side(version=1),
        current=Side(version=2),
        severity=Severity.NONE,
    )


class Warned(Listener):
    def __init__(self) -> None:
        super().__init__()
        self.warnings: list[str] = []

    def warn(self, message: str, hint: str = "") -> None:
        self.warnings.append(message)


def services(store: Store, config: ServiceConfig) -> DetectionServices:
    tables: Any = Tables(make_table(400), make_table(400, 0.5, seed=1))
    settings = Settings(services=[config])
    return DetectionServices(store, settings, BuiltIn(), tables)


def test_a_service_that_is_down_is_an_error_unless_the_built_in_engine_may_stand_in(store: Store) -> None:
    down = ServiceConfig(name="s", kind="drift-studio", url=DEAD)
    sides = make_version(1, 400), make_version(2, 400)
    with pytest.raises(ServiceUnavailableError):
        services(store, down).get("s").analyse(DATASET, *sides, context=Listener())
    may = down.model_copy(update={"fallback": True})
    context = Warned()
    report = services(store, may).get("s").analyse(DATASET, *sides, context=context)
    assert report.fallback is not None
    assert (report.fallback.service, report.fallback.code) == ("s", "service_unavailable")
    assert "cannot be reached" in report.fallback.why
    assert "The built-in engine answers instead" in context.warnings[0]
    assert [r.state for r in store.requests.find()] == ["failed", "failed"]


def test_data_that_it_cannot_compare_are_an_error_also_where_the_engine_may_stand_in(
    store: Store, studio: DriftStudioServer
) -> None:
    config = config_of(studio, fallback=True, max_upload_mb=0.001)
    with pytest.raises(ParameterError):
        services(store, config).get("studio").analyse(
            DATASET, make_version(1, 400), make_version(2, 400), context=Listener()
        )


def test_after_some_failures_it_is_left_alone_and_the_error_says_for_how_long(store: Store) -> None:
    down = ServiceConfig(name="s", kind="drift-studio", url=DEAD)
    found = services(store, down)
    sides = make_version(1, 400), make_version(2, 400)
    for _ in range(FAILURES):
        with pytest.raises(ServiceUnavailableError, match="cannot be reached"):
            found.get("s").analyse(DATASET, *sides, context=Listener())
    assert found.breaker(down).state == "open"
    with pytest.raises(ServiceUnavailableError, match="failed 3 times in a row"):
        found.get("s").analyse(DATASET, *sides, context=Listener())


def test_the_state_of_a_service_is_told_ready_down_or_paused(store: Store, studio: DriftStudioServer) -> None:
    found = services(store, config_of(studio))
    assert found.state("built-in").state == "ready"
    assert found.state("studio").state == "ready"
    studio.scenario = "other_service"
    told = found.state("studio")
    assert told.state == "down"
    assert "Drift Studio" in told.message
    assert "/api" in told.hint
    with pytest.raises(NotFoundError):
        found.state("nobody")
    down = services(store, ServiceConfig(name="s", kind="drift-studio", url=DEAD))
    for _ in range(FAILURES):
        with pytest.raises(ServiceUnavailableError):
            down.get("s").analyse(DATASET, make_version(1, 400), make_version(2, 400), context=Listener())
    assert down.state("s").state == "paused"
    window = services(store, ServiceConfig(name="s", kind="drift-studio", url=DEAD))
    assert window.state("s").state == "paused", "another process sees it by the requests"
