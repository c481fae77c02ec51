"""One typed schema of settings: defaults, descriptions, and where they come from.

Order of precedence: arguments, environment (``DRIFTDESK_*``), ``settings.json`` in the data directory, defaults.
Secrets (passwords in a URI, API keys) are never written to ``settings.json``: they live in the system keyring.
"""

import getpass
import json
import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from driftdesk.core.errors import ParameterError

BUILT_IN = "built-in"
"""The name of the detection service that is always there."""


ServiceKind = Literal["ddoc", "drift-studio", "driftdesk"]


class ServiceConfig(BaseModel):
    """An external detection service. Its API key is kept apart (``core.detection.credentials``)."""

    name: str
    kind: ServiceKind = "ddoc"
    url: str = "http://127.0.0.1:8765"
    shared_dir: Path | None = Field(None, description="Folder that this machine and the service both see")
    detector: str = "default"
    timeout: float = Field(600.0, gt=0, description="Seconds the service may take")
    warning_at: float = Field(0.15, description="Overall score from which the verdict is a warning")
    critical_at: float = Field(
        0.25, validate_default=True, description="Overall score from which the verdict is critical"
    )
    max_upload_mb: float = Field(
        512.0, gt=0, title="Largest upload (MB)", description="Largest size of one side as CSV"
    )
    ca_file: Path | None = Field(
        None,
        title="CA file",
        description="Certificates (PEM) that its https is also checked by, such as those of your company",
    )
    fallback: bool = Field(
        False,
        title="Fall back to built-in",
        description="Where the service fails, let the built-in engine answer; the report says so",
    )

    @field_validator("name")
    @classmethod
    def _is_a_name_of_its_own(cls, name: str) -> str:
        if not name.strip():
            raise ValueError("A name is needed")
        if name.strip().lower() == BUILT_IN:
            raise ValueError("This is the name of DriftDesk's own engine")
        return name.strip()

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        try:
            parts = urlsplit(url.strip())
            there = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            there = there and parts.password is None  # it would be written to a file
        except ValueError:  # a port that is no number
            there = False
        if not there:
            raise ValueError("Write it as http://host:8765 or https://host")
        return url.strip()

    @field_validator("warning_at")
    @classmethod
    def _is_positive(cls, warning_at: float) -> float:
        if not 0 < warning_at < float("inf"):
            raise ValueError("It must be greater than 0")
        return warning_at

    @field_validator("critical_at")
    @classmethod
    def _is_above_the_warning(cls, critical_at: float, info: ValidationInfo) -> float:
        if not info.data.get("warning_at", 0.0) < critical_at < float("inf"):
            raise ValueError("It must be greater than the score for a warning")
        return critical_at


class Settings(BaseSettings):
    """Of one data directory. What the window changes is kept in ``settings_file``."""

    model_config = SettingsConfigDict(env_prefix="DRIFTDESK_", extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("driftdesk", appauthor=False)),
        description="Where the embedded database, settings and logs are",
    )
    mongodb_uri: SecretStr | None = Field(None, description="A shared MongoDB; none: the embedded one")
    server: str = Field(
        "",
        description="Address of a shared MongoDB, without password (kept in the keyring); empty: the embedded one",
    )
    database: str = Field("driftdesk", description="Name of the database on the server")
    mongod_path: Path | None = Field(None, description="A mongod binary to use for the embedded database")
    user: str = Field(default_factory=getpass.getuser, description="Who you are, for the record")
    theme: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "ko"] = "system"
    slots: int = Field(1, ge=0, le=64, description="Jobs that the window runs at once")
    cache_gb: float = Field(
        4.0, ge=0, description="Disk space that tables may take while they are looked at (GB; 0: none)"
    )
    training_memory_mb: int = Field(
        0,
        ge=0,
        description="Memory that the data of a training may take (MB; 0: half of the machine's); networks learn from a "
        "stream of larger data",
    )
    services: list[ServiceConfig] = Field(default_factory=list, description="External detection services")

    @field_validator("server")
    @classmethod
    def _is_without_password(cls, server: str) -> str:
        if urlsplit(server).password:
            raise ValueError("Leave the password out: it would be written to a file")
        return server

    @property
    def settings_file(self) -> Path:
        return self.data_dir / "settings.json"

    @property
    def cache_dir(self) -> Path:
        return self.data_dir / "cache"

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "logs"


_SAVED = {
    "mongod_path",
    "user",
    "theme",
    "language",
    "slots",
    "cache_gb",
    "training_memory_mb",
    "services",
    "database",
    "server",
}


def load_settings(data_dir: Path | None = None, **overrides: Any) -> Settings:
    """Settings for ``data_dir`` (default: the user's). A damaged settings file is set aside, not fatal. Raises
    ParameterError for a value of an argument or the environment that cannot be."""
    base = _settings({"data_dir": data_dir} if data_dir else {})
    stored = _stored(base.settings_file)
    known = {k: v for k, v in stored.items() if k in _SAVED and f"DRIFTDESK_{k.upper()}" not in os.environ}
    given = {"data_dir": base.data_dir, **{k: v for k, v in overrides.items() if v is not None}}
    try:
        settings = Settings(**{**known, **given})
    except ValidationError:
        settings = _settings(given)  # so it is the file that cannot be used
        _set_aside(base.settings_file)
    if settings.mongodb_uri is None and settings.server:
        settings.mongodb_uri = SecretStr(settings.server)
    return settings


def _settings(given: dict[str, Any]) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(map(str, first["loc"]))
        raise ParameterError(
            f"The setting {name} cannot be used: {first['msg']}.",
            f"Correct DRIFTDESK_{name.upper()} in the environment, or the option.",
        ) from None  # its text would hold the value


def _stored(file: Path) -> dict[str, Any]:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        stored = None
    if isinstance(stored, dict):
        return stored
    _set_aside(file)
    return {}


def _set_aside(file: Path) -> None:
    file.rename(file.with_suffix(".damaged"))


def save_settings(settings: Settings, *fields: str) -> None:
    """Write what differs from the defaults, atomically, without secrets. With ``fields``, those alone: what another
    process wrote into the others stays."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    content = settings.model_dump(mode="json", include=_SAVED & set(fields or _SAVED), exclude_defaults=True)
    if fields and settings.settings_file.is_file():
        stored = json.loads(settings.settings_file.read_text(encoding="utf-8"))
        content = {**{k: v for k, v in stored.items() if k not in fields}, **content}
    temporary = settings.settings_file.with_suffix(".new")
    temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
    temporary.replace(settings.settings_file)
