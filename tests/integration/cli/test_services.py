"""External detection services by the command line: set up, asked, used by a worker that started before, refused."""

import json
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError

from driftdesk.core.settings import ServiceConfig, Settings, load_settings, save_settings
from driftdesk.desk import Desk
from tests.fakes.ddoc_server import DdocServer
from tests.fakes.drift_studio_server import DriftStudioServer
from tests.integration.cli.conftest import Run

pytestmark = pytest.mark.timeout(120)

DEAD = "http://127.0.0.1:9"


class MemoryKeyring(KeyringBackend):
    """A keyring of this test's own."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    made = MemoryKeyring()
    for verb in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, verb, getattr(made, verb))
    return made


@pytest.mark.usefixtures("worker")
def test_a_worker_that_started_before_uses_a_service_that_was_added_since(
    cli: Run, desk: Desk, tmp_path: Path
) -> None:
    cli("import", "churn.csv", "--dataset", "churn")
    cli("import", "churn-new.csv", "--dataset", "churn")
    with DdocServer() as server:
        assert cli("service", "add", "ddoc", "--url", server.url, "--shared-dir", str(tmp_path))[0] == 0
        assert cli("service", "check", "ddoc")[1]["available"]
        code, answer = cli("drift", "churn", "--reference", "1", "--current", "2", "--service", "ddoc")
    assert code == 0, answer
    assert desk.settings.services == []
    assert (answer["service"], answer["columns"]) == ("ddoc", [])
    assert 0.15 < answer["score"] < 0.25
    assert answer["severity"] == "warning"
    assert answer["rows"] == 2000, "the rows appended since, as the built-in engine does it"
    report = desk.store.reports.get(answer["report"])
    assert (report.warning_at, report.critical_at) == (0.15, 0.25)
    assert "login_count" in report.compared
    assert "subscription_type" in report.left_out
    code, answer = cli("drift", "churn", "--reference", "1", "--current", "2", "--service", "ddoc")
    assert (code, answer["error"]["code"]) == (1, "service_unavailable")
    assert "ddoc serve" in answer["error"]["hint"]
    assert desk.store.reports.count() == 1


@pytest.mark.usefixtures("worker")
def test_thresholds_of_a_drift_studio_are_learned_by_a_worker_and_named_in_reports(
    cli: Run, desk: Desk
) -> None:
    cli("import", "churn.csv", "--dataset", "churn")
    with DriftStudioServer() as server:
        code, answer = cli("service", "add", "studio", "--kind", "drift-studio", "--url", server.url)
        assert (code, answer["services"][0]["kind"]) == (0, "drift-studio")
        assert cli("service", "check", "studio")[1]["version"] == "2.0.0"
        asked = ("service", "learn", "studio", "churn", "--splits", "5", "--quantile", "0.8")
        code, answer = cli(*asked)
        assert (code, answer["from"]) == (0, "learned"), answer
        assert len(answer["learned"]["scores"]) == 5
        assert cli("service", "thresholds", "studio", "churn")[1] == answer
        drift = ("drift", "churn", "--current-file", "churn-new.csv", "--service", "studio")
        report = desk.store.reports.get(cli(*drift)[1]["report"])
        assert (report.thresholds_from, report.warning_at) == ("learned", answer["warning_at"])
        assert not server.datasets
    assert cli("service", "thresholds", "studio", "churn", "--forget")[1]["from"] == "service"
    assert cli(*asked[:-1], "0.9")[1]["error"]["hint"] == "Take 9 splits or more, or a lower quantile."
    assert cli("service", "learn", "built-in", "churn")[0] == 2
    assert cli("service", "key", "studio")[1]["error"]["code"] == "bad_parameter"


@pytest.mark.usefixtures("worker")
def test_the_built_in_engine_stands_in_where_it_may_and_the_answer_says_why(cli: Run) -> None:
    cli("import", "churn.csv", "--dataset", "churn")
    cli("service", "add", "studio", "--kind", "drift-studio", "--url", DEAD, "--fallback")
    code, answer = cli("drift", "churn", "--current-file", "churn-new.csv", "--service", "studio")
    assert (code, answer["service"], answer["severity"]) == (0, "built-in", "critical")
    assert answer["fallback"]["service"] == "studio"
    assert "cannot be reached" in answer["fallback"]["why"]


def test_a_service_that_is_unknown_is_refused_before_anything_is_uploaded(cli: Run, desk: Desk) -> None:
    cli("import", "churn.csv", "--dataset", "churn")
    files = len(desk.store.files.list())
    code, answer = cli("drift", "churn", "--current-file", "churn-new.csv", "--service", "nope")
    assert (code, answer["error"]["code"]) == (2, "not_found")
    assert len(desk.store.files.list()) == files


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ddoc", "--url", "ftp://host"), "--url"),
        (("ddoc", "--url", "http://"), "--url"),
        (("built-in", "--url", DEAD), "NAME"),
        (("ddoc", "--url", DEAD, "--warning-at", "0.5"), "--critical-at"),
        (("ddoc", "--url", DEAD, "--timeout", "0"), "--timeout"),
        (("ddoc", "--url", "http://elsewhere:8765"), "no shared folder"),
        (("ddoc", "--url", DEAD, "--shared-dir", "nowhere"), "is not there"),
        (("taken", "--url", DEAD), "already"),
        (("x", "--url", DEAD, "--kind", "weather"), "--kind"),
        (("x", "--url", DEAD, "--max-upload-mb", "5"), "means nothing to a ddoc"),
        (("x", "--url", DEAD, "--kind", "drift-studio", "--shared-dir", "."), "--shared-dir means nothing"),
        (("x", "--url", DEAD, "--ca-file", "nowhere.pem"), "is not there"),
    ],
)
def test_a_service_that_cannot_work_is_refused_with_what_is_wrong(
    cli: Run, settings: Settings, arguments: tuple[str, ...], said: str
) -> None:
    cli("service", "add", "taken", "--url", DEAD)
    code, answer = cli("service", "add", *arguments)
    assert code == 2
    assert said in answer["error"]["message"]
    assert answer["error"]["hint"]
    assert [s.name for s in load_settings(settings.data_dir).services] == ["taken"]


def test_a_key_is_kept_in_the_keyring_used_and_forgotten_and_never_written(
    cli: Run, settings: Settings, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with DdocServer(api_key="sk-1") as server:
        cli("service", "add", "ddoc", "--url", server.url)
        code, answer = cli("service", "check", "ddoc")
        assert code == 1
        assert "driftdesk service key ddoc" in answer["hint"]
        monkeypatch.setattr("sys.stdin", _Terminal())
        monkeypatch.setattr("getpass.getpass", lambda _prompt: "sk-1")
        assert cli("service", "key", "ddoc") == (0, {"service": "ddoc", "kept": True})
        assert cli("service", "check", "ddoc")[0] == 0
    assert "sk-1" not in settings.settings_file.read_text(encoding="utf-8")
    assert cli("service", "key", "ddoc", "--forget") == (0, {"service": "ddoc", "kept": False})
    assert memory.kept == {}


class _Terminal:
    def isatty(self) -> bool:
        return True


def test_without_a_keyring_the_variable_is_named(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise NoKeyringError

    monkeypatch.setattr(keyring, "set_password", refuse)
    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "sk-1")
    cli("service", "add", "my ddoc", "--url", DEAD)
    code, answer = cli("service", "key", "my ddoc")
    assert code == 1
    assert "DRIFTDESK_SERVICE_KEY_MY_DDOC" in answer["error"]["hint"]


def test_saving_one_setting_leaves_what_another_process_wrote_into_the_others(settings: Settings) -> None:
    window = load_settings(settings.data_dir)
    command = load_settings(settings.data_dir)
    command.services = [ServiceConfig(name="ddoc")]
    save_settings(command, "services")
    window.theme = "dark"
    save_settings(window, "theme")
    kept = load_settings(settings.data_dir)
    assert (kept.theme, [s.name for s in kept.services]) == ("dark", ["ddoc"])


def test_settings_that_hold_an_impossible_service_are_set_aside(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"services": [{"name": "ddoc", "url": "ftp://x"}]})
    settings.settings_file.write_text(text, encoding="utf-8")
    assert load_settings(settings.data_dir).services == []
    assert settings.settings_file.with_suffix(".damaged").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("worker")
def test_columns_that_differ_are_refused_with_the_options_that_take_them(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x;city\n" + "1;bonn\n2;köln\n" * 30, encoding="cp1252")
    (tmp_path / "b.csv").write_text("x|size\n" + "1|2.5\n2|3.5\n" * 30)
    given = ("--encoding", "cp1252", "--delimiter", ";")
    assert cli("import", "a.csv", "--dataset", "d", *given)[1]["rows"] == 60
    code, answer = cli("import", "b.csv", "--dataset", "d")
    assert code == 2
    assert "--missing-columns null" in answer["error"]["hint"]
    code, answer = cli("import", "b.csv", "--dataset", "d", "--missing-columns", "null")
    assert code == 2
    assert "--new-columns add" in answer["error"]["hint"]
    assert "--new-columns ignore" in answer["error"]["hint"]
    taken = ("--missing-columns", "null", "--new-columns", "add", "--delimiter", "|")
    assert cli("import", "b.csv", "--dataset", "d", *taken)[1]["version"] == 2
    assert cli("import", "b.csv", "--dataset", "d", "--delimiter", "ab")[0] == 2
    assert (
        "--encoding" in cli("import", "b.csv", "--dataset", "d", "--encoding", "klingon")[1]["error"]["hint"]
    )
