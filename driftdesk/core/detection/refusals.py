"""What a service that says no means, and what to do about it.

Errors come in many shapes: flat with ``error_code``; with ``error_type`` instead, and perhaps the coded error under
``error_envelope``; under ``detail`` (a text, an object or a list); and plain text.
"""

import json
import shlex
from collections.abc import Mapping
from typing import Any

from driftdesk.core.detection.credentials import variable
from driftdesk.core.errors import DetectionError, ServiceRefusedError, ServiceUnavailableError

_KEY_HINT = "Give its API key by `driftdesk service key {service}` or in the settings; or put it into the environment as {variable}."
_HINTS = {
    401: _KEY_HINT,
    403: _KEY_HINT,
    404: "Check the address and the kind of the service.",
    413: "Compare fewer rows, or have the service take larger requests.",
    422: "Check that the kind of the service is right, and that its version is one that DriftDesk knows.",
    429: "It takes no more requests for now: try again later.",
}
_OTHER_HINT = "Look into the service's log, or use the built-in engine."


def refusal(
    service: str, status: int, answer: Mapping[str, Any], hints: Mapping[str, str] | None = None
) -> DetectionError:
    """The error for an answer that is not a success. ``answer`` is ``{"text": ...}`` where it was plain text; ``hints``:
    of a kind of service, by its ``error_code`` (``plain_text`` for text)."""
    code, message = _read(answer)
    hint = (hints or {}).get(code) or _HINTS.get(status, _OTHER_HINT)
    hint = hint.format(service=shlex.quote(service), variable=variable(service))
    said = f": {message}" if message else ""
    if code == "timeout" or (code in ("", "plain_text") and status in (429, 502, 503, 504)):
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
