"""One DriftDesk as another's detection service: the same figures as here, whatever goes wrong is said, nothing stays."""

import datetime
import ipaddress
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.driftdesk_service import DriftDeskService, check_driftdesk
from driftdesk.core.detection.service import DetectionServices
from driftdesk.core.drift.service import DriftService
from driftdesk.core.entities import (
    Column,
    ColumnDrift,
    Dataset,
    DatasetVersion,
    DriftReport,
    Kind,
    Operation,
    OperationKind,
    Role,
    Schema,
    Severity,
)
from driftdesk.core.errors import (
    DetectionError,
    JobCancelledError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.profiles.side import FileSide, profile_tables
from driftdesk.core.serving.server import DriftServer, serving
from driftdesk.core.settings import ServiceConfig, Settings
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.fakes.fault_server import Fault, FaultServer
from tests.support.serving import KEY, client, config
from tests.support.waiting import until

SCHEMA = Schema(
    columns=(
        Column(id="a", name="age", kind=Kind.NUMERIC),
        Column(id="n", name="visits", kind=Kind.NUMERIC),
        Column(id="p", name="plan", kind=Kind.CATEGORICAL),
        Column(id="m", name="city", kind=Kind.CATEGORICAL),
        Column(id="b", name="active", kind=Kind.BOOLEAN),
        Column(id="r", name="review", kind=Kind.TEXT),
        Column(id="t", name="at", kind=Kind.DATETIME, role=Role.TIMESTAMP),
        Column(id="y", name="churned", kind=Kind.CATEGORICAL, role=Role.TARGET),
        Column(id="i", name="id", kind=Kind.CATEGORICAL, role=Role.ID),
    )
)
WORDS = np.array(["영화", "정말", "좋다", "별로", "best", "film", "ever"])
ROWS = 6_000


def rows(n: int, seed: int, shift: float = 0.0) -> pa.Table:
    random = np.random.default_rng(seed)
    age = random.normal(38 + 10 * shift, 10, n)
    age[:20] = np.nan
    return pa.table(
        {
            "age": age,
            "visits": random.poisson(3, n),
            "plan": random.choice(["free", "gold", "black"], n, p=[0.5, 0.5 - shift / 4, shift / 4]),
            "city": [f"c{i}" for i in random.integers(0, 3_000, n)],
            "active": pa.array(random.random(n) < 0.5, mask=random.random(n) < 0.02),
            "review": [" ".join(random.choice(WORDS, 5)) for _ in range(n)],
            "at": pa.array(np.arange(n) * 10**6, pa.timestamp("us")),
            "churned": random.choice(["yes", "no"], n),
            "id": [f"{seed}-{i}" for i in range(n)],
        }
    )


class Bench:
    """Two versions in a store, and the service that compares them."""

    def __init__(self, store: Store, settings: Settings, url: str) -> None:
        self.store = store
        self.url = url
        self.tables = TableService(store)
        self.drift = DriftService(store, ProfileService(store), self.tables)
        self.settings = settings
        self.datasets = DatasetService(store, "tester")
        self.breaker = Breaker("other")

    def commit(self, table: pa.Table, schema: Schema = SCHEMA) -> DatasetVersion:
        there = self.datasets.find("shop")
        writer = VersionWriter(
            self.store, schema, first_row_id=there.next_row_id if there else 1, context=Context()
        )
        for start in range(0, table.num_rows, 2_500):
            writer.write(table.slice(start, 2_500))
        return self.datasets.commit(
            there,
            writer.finish(),
            operation=Operation(kind=OperationKind.IMPORT),
            message="",
            context=Context(),
            new=None if there else Dataset(name="shop"),
        )

    @property
    def shop(self) -> Dataset:
        found = self.store.datasets.first(name="shop")
        assert found is not None
        return found

    def service(self, key: str | None = KEY, **changes: Any) -> DriftDeskService:
        described = ServiceConfig(name="other", kind="driftdesk", url=self.url, timeout=30)
        described = described.model_copy(update=changes)
        return DriftDeskService(described, key, self.store, self.tables, self.breaker)


@pytest.fixture(scope="module")
def server() -> Iterator[DriftServer]:
    with serving(config()) as running:
        yield running


@pytest.fixture
def bench(store: Store, settings: Settings, server: DriftServer) -> Bench:
    return Bench(store, settings, server.url)


SAME = {
    "severity",
    "summary",
    "together",
    "schema_changes",
    "reference",
    "current",
    "computed_from",
    "params",
    "preset",
    "alpha",
    "correction",
    "dataset_id",
    "dataset_name",
}


def figures(report: DriftReport) -> dict[str, ColumnDrift]:
    """All that is said of each column, but for the words on those whose values are not sent."""
    return {
        c.name: c.model_copy(update={"moved": (), "known": None, "computed_from": "profiles"})
        if c.name == "id"
        else c
        for c in report.columns
    }


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("shift", [0.0, 0.11, 1.0])
def test_the_report_has_the_figures_of_the_engine_here(bench: Bench, exact: bool, shift: float) -> None:
    old, new = bench.commit(rows(ROWS, 0)), bench.commit(rows(ROWS, 1, shift))
    here = bench.drift.analyse(bench.shop, old, new, exact=exact, context=Context())
    there = bench.service().analyse(bench.shop, old, new, exact=exact, context=Context())
    assert figures(there) == figures(here)
    assert there.model_dump(include=SAME) == here.model_dump(include=SAME)
    assert there.service == "other"
    assert bench.store.reports.get(there.id) == there
    (request,) = bench.store.requests.find()
    assert (request.state, request.report_id) == ("answered", there.id)


def _policy(params: dict[str, Any]) -> Any:
    from driftdesk.core.drift.params import DriftParams

    return DriftParams.model_validate(params)


def test_a_column_that_its_profile_cannot_decide_is_sent_as_rows(bench: Bench, server: DriftServer) -> None:
    old, new = bench.commit(rows(ROWS, 0)), bench.commit(rows(ROWS, 1, 0.5))
    undecided = bench.drift.analyse(bench.shop, old, new)
    statistic = next(c.statistic for c in undecided.columns if c.name == "age")
    params = {
        "by_column": {"age": {"warning": statistic, "critical": 9}},
        "columns": ["age", "visits"],
    }  # right at the threshold
    here = bench.drift.analyse(bench.shop, old, new, policy=_policy(params))
    with FaultServer(server.url) as between:
        there = bench.service(url=between.url).analyse(bench.shop, old, new, params=params, context=Context())
    assert figures(there) == figures(here)
    assert next(c for c in there.columns if c.name == "age").computed_from == "rows"
    assert [path for method, path, _ in between.requests if method == "POST"] == ["/v1/analyses"] * 2


def test_a_file_is_compared_without_being_imported(bench: Bench) -> None:
    old, table = bench.commit(rows(ROWS, 0)), rows(800, 1, 1.0).drop_columns(["churned"])
    schema = Schema(columns=tuple(c for c in SCHEMA.columns if c.name != "churned"))
    count, profiles = profile_tables([table], schema)
    side = FileSide("new.csv", count, schema, profiles, table.column)
    here = bench.drift.analyse(bench.shop, old, side)
    there = bench.service().analyse(bench.shop, old, side, context=Context())
    assert figures(there) == figures(here)
    assert there.current.file == "new.csv"
    assert "column churned is gone" in there.schema_changes


def test_a_renamed_column_is_the_same_column_there_too(bench: Bench) -> None:
    old = bench.commit(rows(ROWS, 0))
    renamed = Schema(
        columns=tuple(c.model_copy(update={"name": "years"}) if c.id == "a" else c for c in SCHEMA.columns)
    )
    table = rows(ROWS, 1, 1.0)
    new = bench.commit(table.rename_columns(["years", *table.column_names[1:]]), renamed)
    there = bench.service().analyse(bench.shop, old, new, exact=True, context=Context())
    assert there.schema_changes == ("column age is now called years",)
    assert figures(there) == figures(bench.drift.analyse(bench.shop, old, new, exact=True))


def test_values_of_ids_never_leave_the_house(bench: Bench, server: DriftServer) -> None:
    from driftdesk.core.detection.sending import Multipart

    seen: list[bytes] = []
    plain = Multipart._pieces

    def watched(self: Multipart) -> Iterator[bytes]:
        for piece in plain(self):
            seen.append(piece)
            yield piece

    old, new = bench.commit(rows(300, 7)), bench.commit(rows(300, 8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Multipart, "_pieces", watched)
        patch.setattr("driftdesk.core.detection.sending.to_bytes", _unpacked)
        with pytest.raises(ServiceRefusedError):  # for it cannot read the names that we added to see them
            bench.service().analyse(bench.shop, old, new, context=Context())
    sent = b"".join(seen)
    assert b"free" in sent
    assert b"7-12" not in sent


def _unpacked(profile: Any) -> bytes:
    from driftdesk.core.profiles.encoding import to_bytes

    counts = profile.categories.counts if profile.categories else {}
    return to_bytes(profile) + b"|" + "|".join(counts).encode()


def test_other_thresholds_are_obeyed_and_bad_ones_refused(bench: Bench) -> None:
    old, new = bench.commit(rows(ROWS, 0)), bench.commit(rows(ROWS, 1, 1.0))
    params = {"columns": ["age"], "by_column": {"age": {"warning": 50, "critical": 60}}}
    report = bench.service().analyse(bench.shop, old, new, params=params, context=Context())
    assert report.severity is Severity.NONE
    with pytest.raises(Exception, match="nothing"):
        bench.service().analyse(bench.shop, old, new, params={"columns": ["nothing"]}, context=Context())


def test_the_services_know_it_by_its_kind(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIFTDESK_SERVICE_KEY_OTHER", KEY)
    settings = bench.settings.model_copy(
        update={"services": [ServiceConfig(name="other", kind="driftdesk", url=bench.url)]}
    )
    services = DetectionServices(bench.store, settings, bench.drift, bench.tables)
    assert services.check("other").available
    old, new = bench.commit(rows(500, 0)), bench.commit(rows(500, 1, 1.0))
    report = services.get("other").analyse(bench.shop, old, new, context=Context())
    assert (report.service, report.severity) == ("other", Severity.CRITICAL)


def test_a_check_says_what_is_wrong(bench: Bench) -> None:
    right = ServiceConfig(name="other", kind="driftdesk", url=bench.url)
    assert check_driftdesk(right, KEY).available
    assert "key" in check_driftdesk(right, "wrong").hint
    with FaultServer(bench.url, "unknown_shape") as between:
        health = check_driftdesk(right.model_copy(update={"url": between.url}), KEY)
    assert "does not say that it is a DriftDesk" in health.message


FAULTS: list[tuple[Fault, type[DetectionError], str]] = [
    ("unauthorised", ServiceRefusedError, "401"),
    ("plain_500", ServiceRefusedError, "500"),
    ("half_answer", ServiceAnswerError, "broke off"),
    ("malformed_json", ServiceAnswerError, "not a JSON object"),
    ("unknown_shape", ServiceAnswerError, "answered with"),
    ("drop", ServiceAnswerError, "broke off"),
    ("endless", ServiceAnswerError, "more than"),
    ("elsewhere", ServiceRefusedError, "sends us on"),
    ("hang", ServiceUnavailableError, "did not answer"),
]


@pytest.mark.parametrize("where", ["the question", "the state", "the report"])
@pytest.mark.parametrize(("fault", "error", "words"), FAULTS)
def test_whatever_goes_wrong_is_said_and_never_no_drift(
    bench: Bench, fault: Fault, error: type[DetectionError], words: str, where: str
) -> None:
    on: dict[str, Callable[[str], bool]] = {
        "the question": lambda path: path == "/v1/analyses",
        "the state": lambda path: path.startswith("/v1/analyses/") and not path.endswith("/report"),
        "the report": lambda path: path.endswith("/report"),
    }
    old, new = bench.commit(rows(200, 0)), bench.commit(rows(200, 1))
    with FaultServer(bench.url, fault, on=on[where]) as between:
        service = bench.service(url=between.url, timeout=0.8 if fault == "hang" else 30)
        with pytest.raises(error, match=words):
            service.analyse(bench.shop, old, new, context=Context())
        assert between.met.is_set()
    (request,) = bench.store.requests.find()
    assert request.state == "failed"
    assert bench.store.reports.find() == []


def test_a_slow_service_is_waited_for(bench: Bench) -> None:
    old, new = bench.commit(rows(200, 0)), bench.commit(rows(200, 1, 2.0))
    with FaultServer(bench.url, "slow") as between:
        report = bench.service(url=between.url).analyse(bench.shop, old, new, context=Context())
    assert report.severity is Severity.CRITICAL


def test_a_wrong_certificate_is_not_trusted(bench: Bench, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    old, new = bench.commit(rows(200, 0)), bench.commit(rows(200, 1))
    with serving(config(tls_cert=certificate, tls_key=key)) as secure:
        with pytest.raises(ServiceUnavailableError, match="cannot be trusted"):
            bench.service(url=secure.url).analyse(bench.shop, old, new, context=Context())
        report = bench.service(url=secure.url, ca_file=certificate).analyse(
            bench.shop, old, new, context=Context()
        )
    assert report.service == "other"


def test_cancelling_reaches_the_server(bench: Bench, server: DriftServer) -> None:
    old, new = bench.commit(rows(2_000, 0)), bench.commit(rows(2_000, 1))
    endless = {"together": {"methods": ["mmd"], "permutations": 100_000}}

    class Impatient(Context):
        works = False

        def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
            self.works |= stage in ("running", "comparing")

        def check(self) -> None:
            if self.works:
                raise JobCancelledError("stop")

    with FaultServer(server.url) as between:
        with pytest.raises(JobCancelledError):
            bench.service(url=between.url).analyse(bench.shop, old, new, params=endless, context=Impatient())
        until(lambda: "DELETE" in [method for method, _, _ in between.requests])
    with client(server.url) as http:
        until(lambda: http.get("/healthz").json()["running"] == 0)
        until(lambda: http.get("/healthz").json()["workers"] == 1)


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that nobody vouches for, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, secret
