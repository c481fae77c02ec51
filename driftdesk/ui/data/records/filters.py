"""The text of the filter as clicks and menus change it, and the filters that were used: no Qt."""

from collections.abc import Sequence

MOST_KEPT = 30


def _parts(text: str) -> list[str]:
    """What stands between the top-level ``and``s of an expression that is only those; else the whole."""
    depth, quote, start, parts, at = 0, "", 0, [], 0
    while at < len(text):
        sign = text[at]
        if quote:
            at += sign == "\\"
            quote = "" if text[at : at + 1] == quote and sign != "\\" else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif depth == 0 and _is_word(text, at, "or"):
            return [text.strip()]
        elif depth == 0 and _is_word(text, at, "and"):
            parts.append(text[start:at].strip())
            start = at + 3
        at += 1
    return [p for p in (*parts, text[start:].strip()) if p]


def _is_word(text: str, at: int, word: str) -> bool:
    before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
    return text[at : at + len(word)].lower() == word and not (
        before.isalnum() or after.isalnum() or "_" in before + after
    )


def _bracketed(clause: str) -> str:
    """In brackets where ``and`` would bind its parts otherwise."""
    is_alternative = len(_parts(clause)) == 1 and any(_is_word(clause, at, "or") for at in range(len(clause)))
    whole = clause.startswith("(") and clause.endswith(")")
    return f"({clause})" if is_alternative and not whole else clause


def added(where: str, clause: str, instead_of: str = "") -> str:
    """``where`` and also ``clause``, in the place of ``instead_of`` if that is a part of it."""
    parts = _parts(where)
    parts = [_bracketed(p) if len(parts) == 1 else p for p in parts]
    old, new = _bracketed(instead_of) if instead_of else "", _bracketed(clause)
    if old in parts:
        parts[parts.index(old)] = new
    elif new not in parts:
        parts.append(new)
    return parts[0] if len(parts) > 1 and len(set(parts)) == 1 else _joined(parts)


def removed(where: str, clause: str) -> str:
    """``where`` without ``clause``; unchanged if that is no part of it."""
    parts = _parts(where)
    left = [p for p in parts if p not in (clause, _bracketed(clause))]
    return where if len(left) == len(parts) else _joined(left)


def holds(where: str, clause: str) -> bool:
    """Whether ``clause`` is a part of ``where``."""
    return bool(clause) and any(p in (clause, _bracketed(clause)) for p in _parts(where))


def _joined(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        only = parts[0]
        return only[1:-1] if only == _bracketed(only[1:-1]) and only.startswith("(") else only
    return " and ".join(parts)


def remembered(history: Sequence[str], where: str) -> list[str]:
    """The filters that were used, newest first, now with ``where``."""
    where = where.strip()
    if not where:
        return list(history)
    return [where, *(h for h in history if h != where)][:MOST_KEPT]
