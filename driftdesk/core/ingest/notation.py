"""How a file writes its numbers: ``1,234.5``, ``1.234,5`` or ``1 234,5``; told from its first values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.errors import ParameterError

DECIMALS = (".", ",")
THOUSANDS = (",", ".", " ", "'")
"""A space stands for the narrow and the unbreakable ones too."""

_SPACES = " \u00a0\u202f"
_QUOTES = "'\u2019"


@dataclass(frozen=True)
class Notation:
    """``thousands`` empty: digits are not grouped."""

    decimal: str = "."
    thousands: str = ""

    @property
    def is_plain(self) -> bool:
        return self.decimal == "." and not self.thousands

    def plain(self, text: pa.Array) -> pa.Array:
        """The numbers among these strings as ``1234.5``; a string that is no number in this notation stays none."""
        if self.is_plain or not pa.types.is_string(text.type):
            return text
        found = text
        if self.thousands:
            group = self._group
            grouped = rf"^\s*[+-]?\d{{1,3}}({group}\d{{3}})+({re.escape(self.decimal)}\d*)?\s*$"
            without = pc.replace_substring_regex(text, group, "")
            found = pc.if_else(pc.match_substring_regex(text, grouped), without, text)
        if self.decimal == ",":
            swapped = pc.replace_substring(pc.replace_substring(found, ".", "\t"), ",", ".")
            found = pc.replace_substring(swapped, "\t", ",")
        return found

    @property
    def _group(self) -> str:
        return f"[{_SPACES}]" if self.thousands == " " else f"[{_same(self.thousands)}]"


def _same(sign: str) -> str:
    return _QUOTES if sign == "'" else re.escape(sign)


PLAIN = Notation()


def given(decimal: str | None, thousands: str | None) -> None:
    """Raise ParameterError where what the options say is no notation."""
    if decimal not in (None, *DECIMALS):
        raise ParameterError(f"{decimal!r} cannot be a decimal sign.", "Give --decimal . or --decimal ,")
    if thousands not in (None, "", *THOUSANDS):
        raise ParameterError(
            f"{thousands!r} cannot separate thousands.", "Give --thousands a comma, a point, a space or '."
        )
    if thousands and thousands == (decimal or "."):
        raise ParameterError(
            f"{thousands!r} cannot be the decimal sign and separate thousands.",
            "Give --decimal and --thousands different signs.",
        )


_WHOLE = r"[+-]?\d+"
_POINT = re.compile(rf"{_WHOLE}\.\d+([eE][+-]?\d+)?")
_COMMA = re.compile(rf"{_WHOLE},\d+([eE][+-]?\d+)?")
_PLAIN = re.compile(_WHOLE)
_GROUPED = {
    (sign, decimal): re.compile(rf"[+-]?\d{{1,3}}([{s}]\d{{3}})+({re.escape(decimal)}\d*)?")
    for sign, s in ((",", ","), (".", r"\."), (" ", _SPACES), ("'", _QUOTES))
    for decimal in DECIMALS
    if sign != decimal
}


def find_notation(rows: Iterable[Sequence[str]], delimiter: str) -> Notation:
    """The notation in which most columns of these rows are numbers; a decimal point where nothing says another."""
    columns = [[v for cell in column if (v := cell.strip())] for column in zip(*rows, strict=False)]
    votes: dict[Notation, int] = {}
    for values in columns:
        if found := _of_column(values, delimiter):
            votes[found] = votes.get(found, 0) + 1
    if not votes:
        return PLAIN
    decimal = max(DECIMALS, key=lambda d: sum(n for v, n in votes.items() if v.decimal == d))
    groups = {v.thousands: n for v, n in votes.items() if v.decimal == decimal and v.thousands}
    return Notation(decimal, max(groups, key=lambda g: groups[g]) if groups else "")


def _of_column(values: Sequence[str], delimiter: str) -> Notation | None:
    """The notation of a column of numbers; None where it is none or would be the same in all."""
    enough = 0.8 * len(values)
    if not values or sum(bool(_PLAIN.fullmatch(v)) for v in values) >= len(values):
        return None
    for (sign, decimal), grouped in _GROUPED.items():
        one = _COMMA if decimal == "," else _POINT
        fits = [v for v in values if grouped.fullmatch(v) or one.fullmatch(v) or _PLAIN.fullmatch(v)]
        marked = [v for v in fits if grouped.fullmatch(v)]
        if len(fits) < enough or not marked:
            continue
        sure = sign in " '" or any(_is_surely_grouped(v, sign, decimal) for v in marked)
        plainly = [v for v in fits if not grouped.fullmatch(v)]
        long_whole = any(len(re.split(r"[.,]", v.lstrip("+-"))[0]) > 3 for v in plainly)
        if sure or (sign == "," and delimiter == "," and not long_whole and _all_three(marked)):
            return Notation(decimal, sign)
    points = sum(bool(_POINT.fullmatch(v) or _PLAIN.fullmatch(v)) for v in values)
    commas = sum(bool(_COMMA.fullmatch(v) or _PLAIN.fullmatch(v)) for v in values)
    if max(points, commas) < enough:
        return None
    return Notation(",") if commas > points else PLAIN


def _is_surely_grouped(value: str, sign: str, decimal: str) -> bool:
    """Two groups, or a group and a decimal sign: a lone ``1.234`` may be either."""
    return value.count(sign) > 1 or (sign in value and decimal in value)


def _all_three(values: Sequence[str]) -> bool:
    """``1,234`` in quotes in a file of commas: groups, unless a value begins with a zero."""
    return all(not v.lstrip("+-").startswith("0") for v in values)
