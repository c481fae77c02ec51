"""Whether a ``ddoc serve`` can be used as it is set up: asked before anything is compared. Needs no database."""

import time
from collections.abc import Mapping

import httpx

from driftdesk.core.detection.ddoc_client import DdocClient
from driftdesk.core.detection.http import is_local
from driftdesk.core.detection.service import ServiceHealth
from driftdesk.core.errors import DriftDeskError, ParameterError
from driftdesk.core.settings import ServiceConfig


def check_ddoc(config: ServiceConfig, key: str | None) -> ServiceHealth:
    """Whether it answers, takes the key, has the detector, and shares a folder with us. A failure is an answer."""
    client = DdocClient(config, key)
    began = time.monotonic()
    try:
        health = client.get("/healthz")
        detectors = _detectors(client.get("/plugins/detectors").get("registry"))
        seconds = time.monotonic() - began
        check_shared_folder(config)
    except DriftDeskError as error:
        return ServiceHealth(name=config.name, available=False, message=error.message, hint=error.hint)
    found = ServiceHealth(
        name=config.name,
        available=True,
        version=str(health.get("ddoc_version") or ""),
        seconds=seconds,
        detectors=detectors,
        message="Ready",
    )
    if config.detector in detectors:
        return found
    message = f"It has no detector {config.detector!r} for time series."
    hint = f"It has: {', '.join(detectors) or 'none; install ddoc-plugin-timeseries'}."
    return found.model_copy(update={"available": False, "message": message, "hint": hint})


def check_shared_folder(config: ServiceConfig) -> None:
    """Raises ParameterError where service and we have no folder in common, as far as can be seen from here."""
    if config.shared_dir is None and not is_local(config.url):
        raise ParameterError(
            f"{config.name} runs on another machine ({httpx.URL(config.url).host}), and no shared folder is set.",
            "It reads files, not uploads: set a folder that both machines see, in the settings of the service.",
        )
    if config.shared_dir is not None and not config.shared_dir.is_dir():
        raise ParameterError(
            f"The shared folder {config.shared_dir} is not there.",
            "Set a folder that this machine and the service both see, in the settings of the service.",
        )


def _detectors(registry: object) -> tuple[str, ...]:
    """What the service can do with time series."""
    entries = registry if isinstance(registry, list) else []
    return tuple(
        str(name)
        for entry in entries
        if isinstance(entry, Mapping) and entry.get("modality") == "timeseries"
        for name in entry.get("supported", ())
    )
