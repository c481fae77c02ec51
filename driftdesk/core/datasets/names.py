"""Names of datasets, their tags and descriptions, tags of versions, and references such as ``churn@3``."""

import difflib
import re
from collections.abc import Iterable

from driftdesk.core.errors import NotFoundError, ParameterError

_LONGEST = 100
_LONGEST_LABEL, _MOST_LABELS = 40, 30
_LONGEST_DESCRIPTION = 4000
_TAG = re.compile(r"[^\W\d][\w.-]*")


def check_name(name: str, of: str = "a dataset") -> str:
    """The name ``of`` something without white space around it. Raises ParameterError."""
    name = name.strip()
    if (
        not name
        or len(name) > _LONGEST
        or "@" in name
        or "/" in name
        or any(not c.isprintable() for c in name)
    ):
        raise ParameterError(
            f"{name[:_LONGEST]!r} cannot be the name of {of}.",
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


def check_labels(tags: Iterable[str], of: str = "a dataset") -> tuple[str, ...]:
    """The tags ``of`` something: without white space around them, each once in whatever case, by name. Raises
    ParameterError."""
    kept: dict[str, str] = {}
    for tag in tags:
        cleaned = " ".join(tag.split())
        if not cleaned or len(cleaned) > _LONGEST_LABEL or "," in cleaned or not cleaned.isprintable():
            raise ParameterError(
                f"{tag[:_LONGEST]!r} cannot be a tag of {of}.",
                f"Use 1 to {_LONGEST_LABEL} printable characters without commas.",
            )
        kept.setdefault(cleaned.casefold(), cleaned)
    if len(kept) > _MOST_LABELS:
        raise ParameterError(f"{len(kept)} tags are too many.", f"At most {_MOST_LABELS} are kept with {of}.")
    return tuple(sorted(kept.values(), key=str.casefold))


def check_description(text: str, what: str = "the description of a dataset") -> str:
    """The description, or notes, without white space around it. Raises ParameterError."""
    text = text.strip()
    if len(text) > _LONGEST_DESCRIPTION or any(not c.isprintable() and c not in "\n\t" for c in text):
        raise ParameterError(
            f"This cannot be {what}.",
            f"Use at most {_LONGEST_DESCRIPTION} printable characters; lines may be broken.",
        )
    return text


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
