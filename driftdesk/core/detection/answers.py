"""What a service answered, as it is kept with the request: without secrets, bounded, and storable whatever it holds."""

import json
import math
from collections.abc import Mapping
from typing import Any

KEPT_CHARACTERS = 200_000
"""Of an answer as JSON; of a longer one, its beginning as text."""
TEXT_CHARACTERS = 2_000
_DEPTH = 24
_SECRET_WORDS = ("api_key", "apikey", "api-key", "authorization", "password", "secret", "token", "cookie")
_HIDDEN = "(not kept)"


def parsed(text: str) -> dict[str, Any] | None:
    """The JSON object that ``text`` is; None where it is none."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def keepable(content: Mapping[str, Any], key: str | None) -> dict[str, Any]:
    """``content`` as it may be stored and shown: ``key`` and whatever is named like a secret left out, no text that is
    not Unicode, no integer beyond 64 bits, nothing nested deeper than 24 levels, no more than 200,000 characters."""
    kept = _cleaned(content, key, 0)
    assert isinstance(kept, dict)
    text = json.dumps(kept, ensure_ascii=False)
    if len(text) <= KEPT_CHARACTERS:
        return kept
    return {"beginning": text[:TEXT_CHARACTERS], "characters": len(text)}


def as_text(text: str, key: str | None) -> dict[str, Any]:
    """An answer that is no JSON object."""
    return keepable({"text": text[:TEXT_CHARACTERS]}, key)


def _cleaned(value: Any, key: str | None, depth: int) -> Any:
    match value:
        case str():
            text = value.replace(key, _HIDDEN) if key else value
            return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
        case bool() | None:
            return value
        case int():
            return value if -(2**63) <= value < 2**63 else _whole(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Mapping() if depth < _DEPTH:
            return {
                _cleaned(str(name), key, depth): _HIDDEN
                if isinstance(item, str) and _is_secret(str(name))
                else _cleaned(item, key, depth + 1)
                for name, item in value.items()
            }
        case list() | tuple() if depth < _DEPTH:
            return [_cleaned(item, key, depth + 1) for item in value]
        case _:
            return "…"


def _whole(value: int) -> str:
    return f"an integer of {value.bit_length()} bits"  # its digits may be too many to write


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)
