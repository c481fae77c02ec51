"""Each adapter against each way in which a service fails: the right answer or a clear error, and nothing left running."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.detection.ddoc import DdocScorer
from driftdesk.core.detection.scored import Question, Scored
from driftdesk.core.detection.sides import Batches, Sides, comparable
from driftdesk.core.detection.studio import StudioScorer
from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.core.settings import ServiceConfig
from tests.fakes.ddoc_server import DdocServer
from tests.fakes.drift_studio_server import DriftStudioServer
from tests.fakes.fault_server import FAULTS, Fault
from tests.support.certificates import Authority
from tests.support.faults import (
    Subject,
    check_cancelling,
    check_certificate,
    check_fault,
    check_own_authority,
)

SCHEMA = Schema(
    columns=(Column(id="a", name="age", kind=Kind.NUMERIC), Column(id="b", name="소득", kind=Kind.NUMERIC))
)


def question(shift: float = 2.0, rows: int = 200) -> Question:
    rng = np.random.default_rng(0)

    def batches(moved: float) -> Batches:
        table = pa.table({"age": rng.normal(38 + 10 * moved, 10, rows), "소득": rng.normal(5e7, 1e7, rows)})

        def read(names: Sequence[str]) -> Iterable[pa.Table]:
            return [table.select(names)]

        return read

    sides = Sides(SCHEMA, SCHEMA, batches(0.0), batches(shift))
    reference, current = sides.measure(lambda: None)
    return Question(sides, (rows, rows), comparable(reference, current), current.columns)


@contextmanager
def ddoc() -> Iterator[str]:
    with DdocServer() as server:
        yield server.url


@contextmanager
def drift_studio() -> Iterator[str]:
    with DriftStudioServer() as server:
        yield server.url


def ask_ddoc(config: ServiceConfig, context: Context) -> Scored:
    return DdocScorer(config, "k-secret").score(question(), context)


def ask_studio(config: ServiceConfig, context: Context) -> Scored:
    return StudioScorer(config).score(question(), context)


SUBJECTS = {
    "ddoc": Subject("ddoc", ddoc, ask_ddoc, lambda answer: answer.score > 0.25),
    **{
        f"drift-studio at {path}": Subject(
            "drift-studio",
            drift_studio,
            ask_studio,
            lambda answer: 1.5 < answer.score < 2.5,
            lambda asked, path=path: asked.startswith(path) and (path != "/drift/" or asked == path),
        )
        for path in ("/datasets/upload", "/drift/async", "/drift/task/", "/drift/")
    },
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftdesk.core.detection.http._pause", lambda state: 0.0)
    monkeypatch.setattr("driftdesk.core.detection.ddoc_client.GRACE_SECONDS", 0.0)
    monkeypatch.setattr("driftdesk.core.detection.studio.FIRST_POLL", 0.001)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_service_that_fails_gives_a_clear_error_and_a_slow_one_the_right_answer(
    subject: str, fault: Fault
) -> None:
    check_fault(SUBJECTS[subject], fault)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_analysis_of_a_service_that_hangs_is_cancelled_within_a_second(subject: str) -> None:
    check_cancelling(SUBJECTS[subject])


@pytest.mark.parametrize("subject", ["ddoc", "drift-studio at /drift/"])
def test_a_certificate_of_nobody_that_we_know_is_refused(subject: str, authority: Authority) -> None:
    check_certificate(SUBJECTS[subject], authority.context(), None)


@pytest.mark.parametrize("subject", ["ddoc", "drift-studio at /drift/"])
def test_a_certificate_that_ran_out_or_is_somebody_elses_is_refused(
    subject: str, authority: Authority
) -> None:
    check_certificate(SUBJECTS[subject], authority.context(expired=True), authority.file)
    check_certificate(SUBJECTS[subject], authority.context(host="drift.example"), authority.file)


@pytest.mark.parametrize("subject", ["ddoc", "drift-studio at /drift/"])
def test_a_certificate_of_an_authority_that_was_given_is_taken(subject: str, authority: Authority) -> None:
    check_own_authority(SUBJECTS[subject], authority.context(), authority.file)


def test_certificates_that_cannot_be_read_are_an_error_before_anything_is_sent(tmp_path: Path) -> None:
    from driftdesk.core.errors import ParameterError

    broken = tmp_path / "ca.pem"
    broken.write_text("nothing of the kind")
    with ddoc() as url:
        for file in (broken, tmp_path / "absent.pem", tmp_path):
            with pytest.raises(ParameterError, match="cannot be read"):
                ask_ddoc(ServiceConfig(name="service", url=url, ca_file=file), Context())
