"""The functions of the language, as data: what the parser checks by, completion offers and the docs list.

How they are computed is in ``kernels.py``, under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftdesk.core.entities import Kind
from driftdesk.core.expressions.tree import Family

ANY = tuple(Family)


class Group(StrEnum):
    """What functions are about; the guide and the help list them so."""

    MISSING = "Missing values and choice"
    TEXT = "Text"
    NUMBER = "Numbers"
    TIME = "Dates and times"
    CONVERSION = "Conversion"


@dataclass(frozen=True)
class Parameter:
    """One of a function, and what may be given for it."""

    name: str
    families: tuple[Family, ...]
    fixed: bool = False
    """Must be written out: no column, nothing computed."""
    optional: bool = False
    alike: bool = False
    """Of the same family as the other such ones, and as the result."""


@dataclass(frozen=True)
class Function:
    """``result`` None: the family of the parameters that are ``alike``. Where it ``repeats``, the last parameter may
    stand any number of times."""

    name: str
    group: Group
    parameters: tuple[Parameter, ...]
    result: Kind | None
    description: str
    example: str
    repeats: bool = False

    @property
    def signature(self) -> str:
        names = [f"[{p.name}]" if p.optional else p.name for p in self.parameters]
        return f"{self.name}({', '.join(names)}{', …' if self.repeats else ''})"

    @property
    def fewest(self) -> int:
        return sum(not p.optional for p in self.parameters)

    @property
    def most(self) -> int | None:
        """None: any number."""
        return None if self.repeats else len(self.parameters)

    def parameter(self, number: int) -> Parameter:
        return self.parameters[min(number, len(self.parameters) - 1)]


def _of(family: Family, *names: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(n, (family,)) for n in names)


def _fixed(name: str, family: Family, *, optional: bool = False) -> Parameter:
    return Parameter(name, (family,), fixed=True, optional=optional)


_ALL = Parameter("value", ANY)
_SAME = Parameter("value", ANY, alike=True)
_TEXT, _NUMBER, _TIME = _of(Family.TEXT, "text"), _of(Family.NUMBER, "number"), _of(Family.TIME, "time")
_CASE = _fixed("ignore_case", Family.TRUTH, optional=True)
_PATTERN = _fixed("pattern", Family.TEXT)
_COUNT = _fixed("count", Family.NUMBER)
_ORDERED = Parameter("value", (Family.NUMBER, Family.TIME), alike=True)
_MOMENT = Parameter("time", (Family.TIME, Family.TEXT))


def _numeric(name: str, description: str, example: str) -> Function:
    return Function(name, Group.NUMBER, _NUMBER, Kind.NUMERIC, description, example)


def _text(name: str, description: str, example: str, *more: Parameter) -> Function:
    return Function(name, Group.TEXT, (*_TEXT, *more), Kind.TEXT, description, example)


def _search(name: str, what: Parameter, description: str, example: str) -> Function:
    return Function(name, Group.TEXT, (*_TEXT, what, _CASE), Kind.BOOLEAN, description, example)


def _time_part(name: str, description: str, example: str) -> Function:
    return Function(name, Group.TIME, _TIME, Kind.NUMERIC, description, example)


_TABLE = (
    Function("is_missing", Group.MISSING, (_ALL,), Kind.BOOLEAN,
             "Whether there is no value; also written: x is null.", "is_missing(age)"),
    Function("is_present", Group.MISSING, (_ALL,), Kind.BOOLEAN,
             "Whether there is a value; also written: x is not null.", "is_present(age)"),
    Function("coalesce", Group.MISSING, (_SAME,), None,
             "The first value that is not missing.", "coalesce(nickname, name)", repeats=True),
    Function("if", Group.MISSING,
             (*_of(Family.TRUTH, "condition"), Parameter("then", ANY, alike=True),
              Parameter("otherwise", ANY, optional=True, alike=True)), None,
             "One value where the condition holds, the other one (or missing) where it does not or is missing.",
             'if(age >= 18, "adult", "minor")'),
    Function("min", Group.MISSING, (_ORDERED,), None,
             "The smallest of several values; missing ones do not count.", "min(price, offer)", repeats=True),
    Function("max", Group.MISSING, (_ORDERED,), None,
             "The largest of several values; missing ones do not count.", "max(price, 0)", repeats=True),

    _search("contains", _fixed("part", Family.TEXT), "Whether the part stands somewhere in the text.",
            'contains(name, "kim", true)'),
    _search("starts_with", _fixed("part", Family.TEXT), "Whether the text begins with the part.",
            'starts_with(code, "DE")'),
    _search("ends_with", _fixed("part", Family.TEXT), "Whether the text ends with the part.",
            'ends_with(file, ".csv", true)'),
    _search("matches", _PATTERN, "Whether the regular expression (RE2) matches somewhere; ^ and $ are the text's ends.",
            r'matches(zip, "^\d{5}$")'),
    _text("lower", "In small letters.", "lower(city)"),
    _text("upper", "In capital letters.", "upper(country)"),
    _text("trim", "Without white space at its ends.", "trim(city)"),
    Function("length", Group.TEXT, _TEXT, Kind.NUMERIC, "The number of characters.", "length(comment) > 280"),
    _text("left", "The first characters.", "left(code, 2)", _COUNT),
    _text("right", "The last characters.", "right(code, 2)", _COUNT),
    _text("substring", "From a character on (the first is 1, the last -1), so many of them or all.",
          "substring(code, 3, 4)", _fixed("start", Family.NUMBER), _fixed("count", Family.NUMBER, optional=True)),
    _text("replace", "With each occurrence of what is found replaced.", 'replace(phone, "-", "")',
          _fixed("find", Family.TEXT), _fixed("replacement", Family.TEXT)),
    _text("replace_matches", r"With each match of a regular expression replaced; \1 is its first group.",
          r'replace_matches(name, "^(\w+), (\w+)$", "\2 \1")', _PATTERN, _fixed("replacement", Family.TEXT)),
    _text("extract", "What the first group of a regular expression (or all of it) matches first; else missing.",
          'extract(email, "@(.*)$")', _PATTERN),

    _numeric("abs", "Without its sign.", "abs(change)"),
    Function("round", Group.NUMBER, (*_NUMBER, _fixed("digits", Family.NUMBER, optional=True)), Kind.NUMERIC,
             "Rounded to so many decimal places (0), halves away from zero.", "round(price, 2)"),
    _numeric("floor", "The next whole number below.", "floor(price)"),
    _numeric("ceil", "The next whole number above.", "ceil(price)"),
    _numeric("sqrt", "The square root; of a negative number missing.", "sqrt(area)"),
    _numeric("log", "The natural logarithm; missing where there is none.", "log(income)"),
    _numeric("log10", "The logarithm to base 10; missing where there is none.", "log10(income)"),
    _numeric("exp", "The exponential.", "exp(score)"),
    _numeric("sign", "-1, 0 or 1.", "sign(change)"),

    _time_part("year", "The year.", "year(signup) == 2024"),
    _time_part("quarter", "The quarter, 1 to 4.", "quarter(signup)"),
    _time_part("month", "The month, 1 to 12.", "month(signup)"),
    _time_part("week", "The week of the year (ISO 8601), 1 to 53.", "week(signup)"),
    _time_part("day", "The day of the month, 1 to 31.", "day(signup)"),
    _time_part("weekday", "The day of the week, Monday 1 to Sunday 7.", "weekday(signup) >= 6"),
    _time_part("hour", "The hour, 0 to 23.", "hour(signup)"),
    _time_part("minute", "The minute, 0 to 59.", "minute(signup)"),
    _time_part("second", "The second, 0 to 59.", "second(signup)"),
    Function("date", Group.TIME, (_MOMENT,), Kind.DATETIME, "The day on which it was, at midnight.",
             'date(signup) == "2024-01-31"'),
    Function("start_of", Group.TIME, (*_TIME, _fixed("unit", Family.TEXT)), Kind.DATETIME,
             "The beginning of its year, quarter, month, week (Monday), day, hour or minute.", 'start_of(signup, "month")'),
    Function("days_between", Group.TIME, _of(Family.TIME, "start", "end"), Kind.NUMERIC,
             "From start to end in days, with fractions.", "days_between(signup, last_login) > 30"),
    Function("add_days", Group.TIME, (*_TIME, *_of(Family.NUMBER, "days")), Kind.DATETIME,
             "So many days later; fractions and negative numbers are taken.", "add_days(signup, 14)"),
    Function("format_date", Group.TIME, (*_TIME, _fixed("format", Family.TEXT)), Kind.TEXT,
             "As text, by a format of strftime.", 'format_date(signup, "%Y-%m")'),

    Function("number", Group.CONVERSION,
             (Parameter("value", (Family.TEXT, Family.TRUTH, Family.NUMBER)),), Kind.NUMERIC,
             "As a number (true is 1); what is none becomes missing.", "number(amount)"),
    Function("text", Group.CONVERSION, (_ALL,), Kind.TEXT, "As text.", 'text(year(signup)) + "-" + plan'),
    Function("boolean", Group.CONVERSION,
             (Parameter("value", (Family.TEXT, Family.TRUTH, Family.NUMBER)),), Kind.BOOLEAN,
             "As a truth value (yes, true, 1, on …); what is none becomes missing.", "boolean(active)"),
    Function("datetime", Group.CONVERSION, (_MOMENT, _fixed("format", Family.TEXT, optional=True)), Kind.DATETIME,
             "As a time, by ISO 8601 or a format of strptime; what is none becomes missing.",
             'datetime(text, "%d.%m.%Y")'),
)  # fmt: skip

FUNCTIONS = {f.name: f for f in _TABLE}
