"""Names of datasets and tags, and references such as ``churn@3``."""

import difflib
import re
from collections.abc import Iterable

from driftdesk.core.errors import NotFoundError, ParameterError

_LONGEST = 100
_TAG = re.compile(r"[^\W\d][\w.-]*")


def check_name(name: str) -> str:
    """The name without white space around it. Raises ParameterError."""
    name = name.strip()
    if (
        not name
        or len(name) > _LONGEST
        or "@" in name
        or "/" in name
        or any(not c.isprintable() for c in name)
    ):
        raise ParameterError(
            f"{name[:_LONGEST]!r} cannot be the name of a dataset.",
            f"Use 1 to {_LONGEST} printable characters without @ and /.",
        )
    return name


def check_tag(tag: str) -> str:
    """Raises ParameterError: a tag begins with a letter, and ``latest`` is taken."""
    if not _TAG.fullmatch(tag) or tag == "latest" or len(tag) > _LONGEST:
        raise ParameterError(
            f"{tag[:_LONGEST]!r} cannot be a version's tag.",
            "Use letters, digits, dots and dashes, a letter first; latest always means the newest version.",
        )
    return tag


def split_ref(ref: str) -> tuple[str, str]:
    """``name@version`` in two; the version is ``latest`` where none is given."""
    name, _, version = ref.partition("@")
    return name, version or "latest"


def no_such(what: str, name: str, known: Iterable[str]) -> NotFoundError:
    """An error that names the nearest ones."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 3, 0.5)
    if near:
        hint = f"Did you mean {' or '.join(near)}?"
    elif names:
        hint = f"There are: {', '.join(names[:20])}{', ...' if len(names) > 20 else ''}."
    else:
        hint = f"There is no {what} yet."
    return NotFoundError(f"There is no {what} {name!r}.", hint)
