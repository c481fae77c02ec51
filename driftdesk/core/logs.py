"""Logging: one JSON line per entry in a rotating file, without secrets; for workers also lines on standard error."""

import logging
import re
import secrets
import sys
from collections.abc import MutableMapping
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any, Literal

import structlog

from driftdesk.core.settings import Settings

_KEEP = 5
_LARGEST = 5_000_000
_SECRET_KEYS = re.compile(r"password|secret|token|api_?key|authorization", re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s:]*:[^/\s]*(?=@)")

Console = Literal["none", "human", "json"]


def configure_logs(settings: Settings, role: str, console: Console = "none") -> None:
    """Send all logging of this process to ``<log_dir>/driftdesk.log`` (``role`` says who wrote a line), and
    optionally to standard error."""
    route_logs()
    structlog.contextvars.bind_contextvars(role=role)
    handlers: list[logging.Handler] = []
    try:
        settings.log_dir.mkdir(parents=True, exist_ok=True)
        handlers.append(_SharedFileHandler(settings.log_dir / "driftdesk.log"))
        handlers[0].setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False)))
    except OSError:
        console = console if console != "none" else "human"
    if console != "none":
        handlers.append(logging.StreamHandler(sys.stderr))
        renderer = (
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
            if console == "human"
            else structlog.processors.JSONRenderer(ensure_ascii=False)
        )
        handlers[-1].setFormatter(_formatter(renderer))
    root = logging.getLogger()
    for old in list(root.handlers):
        if getattr(old, "of_driftdesk", False):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        handler.of_driftdesk = True  # type: ignore[attr-defined]  # so that a second call replaces the first
        root.addHandler(handler)
    logging.getLogger("driftdesk").setLevel(logging.INFO)


def route_logs() -> None:
    """Let structlog write by the standard library's handlers: nowhere, until ``configure_logs`` adds some."""
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("driftdesk").addHandler(logging.NullHandler())


def new_error_id() -> str:
    """What an error message shows and the log has beside the traceback."""
    return secrets.token_hex(4)


def redact(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask values under secret-looking keys, and credentials inside addresses."""
    for key, value in entry.items():
        if _SECRET_KEYS.search(key):
            entry[key] = "***"
        elif isinstance(value, str):
            entry[key] = _CREDENTIALS.sub("***", value)
    return entry


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]


def _formatter(renderer: Any) -> logging.Formatter:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_shared(), processors=[remove, renderer])


class _SharedFileHandler(WatchedFileHandler):
    """A file that several processes append to: whoever finds it too large moves it away, and the others notice."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream and self.stream.tell() > _LARGEST:
            self._rotate()

    def _rotate(self) -> None:
        path = Path(self.baseFilename)
        try:
            if path.stat().st_size < _LARGEST:
                return  # someone else did
            for i in range(_KEEP - 1, 0, -1):
                older = path.with_suffix(f".{i}.log")
                if older.exists():
                    older.replace(path.with_suffix(f".{i + 1}.log"))
            path.replace(path.with_suffix(".1.log"))
        except OSError:
            return  # on Windows an open file cannot be moved: it grows until the next start
