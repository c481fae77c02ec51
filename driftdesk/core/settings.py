"""One typed schema of settings: defaults, descriptions, and where they come from.

Order of precedence: arguments, environment (``DRIFTDESK_*``), ``settings.json`` in the data directory, defaults.
Secrets (passwords in a URI, API keys) are never written to ``settings.json``: they live in the system keyring.
"""

import getpass
import json
import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceConfig(BaseModel):
    """An external detection service."""

    name: str
    kind: Literal["ddoc"] = "ddoc"
    url: str = "http://127.0.0.1:8765"
    shared_dir: Path | None = Field(None, description="Folder that this machine and the service both see")
    detector: str = "default"
    timeout: float = Field(600.0, gt=0, description="Seconds the service may take")
    warning_at: float = Field(0.15, description="Overall score from which the verdict is a warning")
    critical_at: float = Field(0.25, description="Overall score from which the verdict is critical")


class Settings(BaseSettings):
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
    services: list[ServiceConfig] = Field(default_factory=list, description="External detection services")

    @property
    def settings_file(self) -> Path:
        return self.data_dir / "settings.json"

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "logs"


_SAVED = {"mongod_path", "user", "theme", "language", "slots", "services", "database", "server"}


def load_settings(data_dir: Path | None = None, **overrides: Any) -> Settings:
    """Settings for ``data_dir`` (default: the user's). A damaged settings file is set aside, not fatal."""
    base = Settings(data_dir=data_dir) if data_dir else Settings()
    stored: dict[str, Any] = {}
    try:
        stored = json.loads(base.settings_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        base.settings_file.rename(base.settings_file.with_suffix(".damaged"))
    known = {k: v for k, v in stored.items() if k in _SAVED and f"DRIFTDESK_{k.upper()}" not in os.environ}
    given = {k: v for k, v in overrides.items() if v is not None}
    settings = Settings(**{**known, "data_dir": base.data_dir, **given})
    if settings.mongodb_uri is None and settings.server:
        settings.mongodb_uri = SecretStr(settings.server)
    return settings


def save_settings(settings: Settings) -> None:
    """Write what differs from the defaults, atomically, without secrets."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    content = settings.model_dump(mode="json", include=_SAVED, exclude_defaults=True)
    temporary = settings.settings_file.with_suffix(".new")
    temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
    temporary.replace(settings.settings_file)
