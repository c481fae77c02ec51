"""What a ``ddoc serve`` that says no means, and what to do about it.

Its errors come in four shapes: flat with ``error_code``; with ``error_type`` instead, and perhaps the coded error
under ``error_envelope``; under ``detail`` (a text, an object or a list); and plain text.
"""

import json
import shlex
from collections.abc import Mapping
from typing import Any

from driftdesk.core.detection.credentials import variable
from driftdesk.core.errors import DetectionError, ServiceRefusedError, ServiceUnavailableError

_HINTS = {
    "missing_or_bad_api_key": "Give its API key by `driftdesk service key {service}` or in the settings; or put it into the "
    "environment as {variable}.",
    "unsupported_detector": "Choose another detector for this service in the settings.",
    "no_plugin": "Mostly this means that the service does not see the shared folder under the same path: set a folder "
    "that both see. Otherwise install its plugin: pip install ddoc-plugin-timeseries.",
    "invalid_request": "Check that the service is `ddoc serve` 2.1 or a compatible one.",
    "timeout": "Raise the service's time limit in the settings, or compare fewer rows.",
    "plain_text": "A constant column or too few rows make it fall over; its log says more.",
}
_OTHER_HINT = "Look into the service's log, or use the built-in engine."


def refusal(service: str, status: int, answer: Mapping[str, Any]) -> DetectionError:
    """The error for an answer that is not a success. ``answer`` is ``{"text": ...}`` where it was plain text."""
    code, message = _read(answer)
    hint = _HINTS.get(code, _OTHER_HINT).format(service=shlex.quote(service), variable=variable(service))
    said = f": {message}" if message else ""
    if code == "timeout" or (not code and status in (502, 503, 504)):
        return ServiceUnavailableError(f"{service} did not finish{said or f' (HTTP {status})'}.", hint)
    where = f" ({code})" if code and code != "plain_text" else f" (HTTP {status})"
    return ServiceRefusedError(f"{service} refused the analysis{where}{said}", hint)


def error_code(answer: Mapping[str, Any]) -> str:
    """The service's own name for what went wrong; empty where it has none."""
    return _read(answer)[0]


def _read(answer: Mapping[str, Any]) -> tuple[str, str]:
    """Code and message, whichever of the four shapes ``answer`` has."""
    inner = answer.get("error_envelope")
    if isinstance(inner, Mapping):
        return _read(inner)
    detail = answer.get("detail")
    if isinstance(detail, Mapping):
        return _read(detail)
    if detail is not None:
        return "", detail if isinstance(detail, str) else _problems(detail)
    if "text" in answer:
        return "plain_text", str(answer["text"]).strip()[:200]
    message = str(answer.get("message") or "")
    if isinstance(errors := answer.get("errors"), list):
        message = f"{message} ({_problems(errors)})"
    return str(answer.get("error_code") or answer.get("error_type") or ""), message


def _problems(items: Any) -> str:
    """FastAPI's list of problems in one line."""
    if not isinstance(items, list):
        return json.dumps(items, ensure_ascii=False)[:200]
    words = []
    for item in items[:3]:
        if isinstance(item, Mapping):
            place = ".".join(str(part) for part in item.get("loc", ()))
            words.append(f"{place}: {item.get('msg', '')}".strip(": "))
        else:
            words.append(str(item))
    return "; ".join(words)
