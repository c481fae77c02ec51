"""What cleaning may do, and how it is written as one line of text: on the command line, in jobs and in saved sets."""

from __future__ import annotations

import json
import shlex
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from driftdesk.core.entities import Record
from driftdesk.core.errors import ParameterError

Names = tuple[str, ...]
Unfit = Literal["drop", "missing", "clip"]
"""What becomes of a value that does not fit: its row goes, it becomes missing, or the nearest one that fits."""


class _Rule(Record):
    main: ClassVar[str] = ""
    """The field that is written behind the kind, as in ``missing=median``."""

    kind: str

    @property
    def text(self) -> str:
        """One line, from which ``parse_rule`` makes the same rule."""
        given = {
            name: _written(getattr(self, name))
            for name, field in type(self).model_fields.items()
            if name != "kind" and getattr(self, name) != field.get_default(call_default_factory=True)
        }
        head = f"{self.kind}={given.pop(self.main)}" if self.main in given else self.kind
        return " ".join(map(shlex.quote, [head, *(f"{k}={v}" for k, v in given.items())]))


class Duplicates(_Rule):
    """Rows that equal an earlier one: in every column but ids, or in those of ``key``; or whose text in the column
    ``near`` shares at least ``threshold`` of its pieces of three characters with an earlier one (Jaccard)."""

    main = "key"
    kind: Literal["duplicates"] = "duplicates"
    key: Names = ()
    near: str = ""
    threshold: float = Field(0.8, ge=0.5, le=1)
    keep: Literal["first", "last"] = "first"

    @model_validator(mode="after")
    def _one_of_them(self) -> Duplicates:
        if self.key and self.near:
            raise ValueError("duplicates are found by key or by near text, not by both")
        return self


class Missing(_Rule):
    """``drop``: rows with a missing value in ``columns`` (features and target unless named). Else gaps are filled: with
    ``value``, the mean, the median (columns that are not numeric: the most frequent value) or the most frequent value,
    in ``columns`` (unless named: features that are neither times nor texts; a target is never made up)."""

    main = "how"
    kind: Literal["missing"] = "missing"
    how: Literal["drop", "constant", "mean", "median", "mode"]
    columns: Names = ()
    value: str = ""

    @model_validator(mode="after")
    def _has_value(self) -> Missing:
        if (self.how == "constant") != bool(self.value):
            raise ValueError("a value belongs to missing=constant, and to nothing else")
        return self


class ValueRange(_Rule):
    """Values of a numeric or datetime column below ``minimum`` or above ``maximum``."""

    main = "column"
    kind: Literal["range"] = "range"
    column: str
    minimum: str = ""
    maximum: str = ""
    then: Unfit = "missing"

    @model_validator(mode="after")
    def _has_bound(self) -> ValueRange:
        if not (self.minimum or self.maximum):
            raise ValueError("a range needs a minimum, a maximum, or both")
        return self


class Allowed(_Rule):
    """Values of a column that are none of ``values``."""

    main = "column"
    kind: Literal["allowed"] = "allowed"
    column: str
    values: Names = Field(min_length=1)
    then: Literal["drop", "missing", "replace"] = "missing"
    replacement: str = ""


class Outliers(_Rule):
    """Numbers far from the rest: ``iqr``: more than ``factor`` interquartile ranges beyond the quartiles (Tukey);
    ``mad``: more than ``factor`` times 1.4826 median absolute deviations from the median; ``deviation``: more than
    ``factor`` standard deviations from the mean. ``columns`` empty: numeric features."""

    main = "then"
    kind: Literal["outliers"] = "outliers"
    columns: Names = ()
    method: Literal["iqr", "mad", "deviation"] = "iqr"
    factor: float = Field(3.0, gt=0, le=1000)
    then: Unfit = "clip"


class Spelling(_Rule):
    """White space around words goes, several become one, Unicode is composed (NFC); ``case``: ``unify`` gives values that
    differ in nothing but that the most frequent spelling. ``map`` then gives values other names (an empty one: missing).
    ``columns`` empty: categorical ones."""

    main = "case"
    kind: Literal["spelling"] = "spelling"
    columns: Names = ()
    case: Literal["keep", "lower", "upper", "title", "unify"] = "unify"
    map: dict[str, str] = Field(default_factory=dict)


class Dates(_Rule):
    """A column of words becomes one of times. ``format`` as of strptime; empty: found out. Words that are no time:
    refused, or they become missing, or their rows go."""

    main = "column"
    kind: Literal["dates"] = "dates"
    column: str
    format: str = ""
    bad: Literal["refuse", "missing", "drop"] = "refuse"


class Units(_Rule):
    """A column becomes what an expression gives, such as ``weight / 2.2046``, in the rows that ``where`` lets through."""

    main = "column"
    kind: Literal["units"] = "units"
    column: str
    expression: str
    where: str = ""


class Condition(_Rule):
    """Rows that a filter lets through go."""

    main = "where"
    kind: Literal["condition"] = "condition"
    where: str


class Constant(_Rule):
    """Features whose values are all the same (or all missing) go."""

    kind: Literal["constant"] = "constant"


class Leaking(_Rule):
    """Features that alone tell the target with at least this strength (0 to 1, see statistics of pairs) go."""

    main = "threshold"
    kind: Literal["leaking"] = "leaking"
    threshold: float = Field(0.98, ge=0.5, le=1)


CleanRule = Annotated[
    Duplicates
    | Missing
    | ValueRange
    | Allowed
    | Outliers
    | Spelling
    | Dates
    | Units
    | Condition
    | Constant
    | Leaking,
    Field(discriminator="kind"),
]
_RULE: TypeAdapter[CleanRule] = TypeAdapter(CleanRule)

KINDS: dict[str, type[_Rule]] = {
    rule.model_fields["kind"].default: rule
    for rule in (
        Duplicates, Missing, ValueRange, Allowed, Outliers, Spelling, Dates, Units, Condition, Constant, Leaking,
    )
}  # fmt: skip
EXAMPLES = (
    "duplicates",
    "missing=median",
    "range=age minimum=0 maximum=120 then=drop",
    "spelling=unify columns=city",
)


def parse_rule(text: str) -> CleanRule:
    """A rule of one line: its kind, then fields, as in ``missing=median columns=age,income``. Lists are separated by
    commas, or written as JSON. Raises ParameterError."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise ParameterError(
            f"The rule {text[:80]!r} cannot be read: {error}.", "Close the quotes."
        ) from error
    kind, has_main, main = (words[0] if words else "").partition("=")
    if kind not in KINDS:
        raise ParameterError(f"There is no rule {kind[:80]!r}.", f"The rules are: {', '.join(KINDS)}.")
    fields: dict[str, str] = {KINDS[kind].main or kind: main} if has_main else {}
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if not equals:
            raise ParameterError(
                f"{word[:80]!r} in the rule {kind} has no '='.", f"Such as: {'; '.join(EXAMPLES)}."
            )
        fields[name] = value
    return _made(kind, fields)


def _made(kind: str, fields: dict[str, str]) -> CleanRule:
    known = KINDS[kind].model_fields
    unknown = [name for name in fields if name not in known or name == "kind"]
    if unknown:
        allowed = ", ".join(n for n in known if n != "kind") or "none"
        raise ParameterError(f"The rule {kind} has no {unknown[0][:80]!r}.", f"What it has: {allowed}.")
    try:
        read = {name: _read(value, known[name].annotation) for name, value in fields.items()}
        return _RULE.validate_python({"kind": kind, **read})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        what = f"{where}: {first['msg']}" if where else first["msg"].removeprefix("Value error, ")
        raise ParameterError(
            f"The rule {kind} is not right: {what}.", f"Such as: {'; '.join(EXAMPLES)}."
        ) from error


def _read(text: str, wanted: Any) -> Any:
    if wanted not in (Names, dict[str, str]):
        return text
    if text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ParameterError(f"{text[:80]!r} is not JSON.", 'Write a,b or ["a", "b"].') from error
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if wanted == Names:
        return parts
    return {old: new for old, _, new in (part.partition(":") for part in parts)}


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        plain = all(v and v == v.strip() and "," not in v and v[0] not in "[{" for v in value)
        return ",".join(value) if plain else json.dumps(value, ensure_ascii=False)
    return str(value)
