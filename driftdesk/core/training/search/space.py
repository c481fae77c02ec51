"""What a study may vary: dimensions from a trainer's params. Light: the window and the command line import it.

A parameter says in ``json_schema_extra`` what is worth searching (see ``tuning`` in ``params``); any other can be searched
within its bounds when it is asked for. The key of a dimension is its parameter's name; where a study chooses between
trainers, ``trainer.name``, and the key ``trainer`` is the choice.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from driftdesk.core.entities import Dimension, Study
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import describe, parse_params, trainer_info

TRAINER = "trainer"
_RANGE = re.compile(r"(?P<low>[^.:]*(?:\.\d[^.:]*)?)\.\.(?P<high>[^:]+?)(?P<log>:log)?")
_SYNTAX = "Write NAME, NAME=1e-4..1e-1:log, NAME=2..64 or NAME=adam|sgd."


def suggested(trainer: str) -> tuple[Dimension, ...]:
    """What is worth varying of a trainer, by what its params say."""
    fields = trainer_info(trainer).params.model_fields
    return tuple(dimension(trainer, name) for name, field in fields.items() if _hint(field))


def can_vary(field: FieldInfo) -> bool:
    """Whether something can be searched without being told what: numbers with bounds, choices, truth values."""
    kind = field.annotation
    return bool(_hint(field)) or kind is bool or get_origin(kind) is Literal or kind in (int, float)


def dimension(trainer: str, name: str) -> Dimension:
    """What is searched of a parameter unless told otherwise. Raises ParameterError."""
    fields = trainer_info(trainer).params.model_fields
    if name not in fields:
        raise ParameterError(
            f"The trainer {trainer!r} has no parameter {name!r}.", f"Its parameters are: {', '.join(fields)}."
        )
    field, kind = fields[name], fields[name].annotation
    if hint := _hint(field):
        return Dimension(trainer=trainer, name=name, whole=kind is int, **hint)
    if kind is bool:
        return Dimension(trainer=trainer, name=name, choices=(False, True))
    if get_origin(kind) is Literal:
        return Dimension(trainer=trainer, name=name, choices=get_args(kind))
    if kind in (int, float):
        return Dimension(trainer=trainer, name=name, whole=kind is int, **_around(field))
    raise ParameterError(
        f"It is not known what to try of {name!r}.", f"Name choices: {name}=128,64|256,128. {_SYNTAX}"
    )


def parse_vary(text: str, trainers: Sequence[str]) -> Dimension:
    """``learning_rate``, ``learning_rate=1e-4..1e-1:log``, ``hidden_sizes=128,64|256``, ``mlp.dropout=0..0.5``.

    Raises ParameterError, also where a bound is none of the parameter.
    """
    key, given, what = text.partition("=")
    trainer, dot, name = key.strip().rpartition(".")
    if not dot:
        if len(trainers) > 1:
            raise ParameterError(f"Of which trainer is {name!r}?", f"Write {trainers[0]}.{name}.")
        trainer = trainers[0]
    if trainer not in trainers:
        raise ParameterError(f"The study does not try {trainer!r}.", f"It tries: {', '.join(trainers)}.")
    if not given:
        return check(dimension(trainer, name))
    whole = trainer_info(trainer).params.model_fields.get(name, FieldInfo()).annotation is int
    if found := _RANGE.fullmatch(what.strip()):
        low, high = _number(found["low"], text), _number(found["high"], text)
        return check(
            Dimension(
                trainer=trainer, name=name, low=low, high=high, log=found["log"] is not None, whole=whole
            )
        )
    return check(Dimension(trainer=trainer, name=name, choices=_choices(trainer, name, what.split("|"))))


def check(dim: Dimension) -> Dimension:
    """The same dimension, if the trainer takes its bounds and choices. Raises ParameterError."""
    if dim.choices:
        for choice in dim.choices:
            parse_params(dim.trainer, {dim.name: choice})
        if len(set(dim.choices)) < 2:
            raise ParameterError(f"{dim.name!r} has one choice only.", "Name two or more, or set it.")
        return dim
    if dim.low is None or dim.high is None or not dim.low < dim.high:
        raise ParameterError(
            f"The range of {dim.name!r} is empty.", "Its first number must be less than its second."
        )
    if dim.log and dim.low <= 0:
        raise ParameterError(
            f"A logarithmic range of {dim.name!r} cannot begin at {dim.low:g}.",
            "Begin above 0, or leave out :log.",
        )
    for bound in (dim.low, dim.high):
        parse_params(dim.trainer, {dim.name: int(bound) if dim.whole else bound})
    return dim


def key_of(dim: Dimension, several: bool) -> str:
    """How values of a dimension are called in a trial."""
    return f"{dim.trainer}.{dim.name}" if several else dim.name


def keys(study: Study) -> list[str]:
    """All that a study varies, in its order."""
    several = len(study.trainers) > 1
    return [*([TRAINER] if several else []), *(key_of(d, several) for d in study.space)]


def written(dim: Dimension) -> str:
    """As ``parse_vary`` reads it, without the trainer."""
    if dim.choices:
        return f"{dim.name}={'|'.join(_text(c) for c in dim.choices)}"
    return f"{dim.name}={dim.low:g}..{dim.high:g}{':log' if dim.log else ''}"


def defaults(dims: Iterable[Dimension], trainer: str, fixed: dict[str, Any]) -> dict[str, Any] | None:
    """The trainer's own values of its dimensions, by name; None where one lies outside: such cannot be tried first."""
    own = parse_params(trainer, fixed)
    found: dict[str, Any] = {}
    for dim in dims:
        if dim.trainer != trainer:
            continue
        value = getattr(own, dim.name)
        if isinstance(value, tuple):
            value = _text(value)
        inside = value in dim.choices if dim.choices else _within(dim, value)
        if not inside:
            return None
        found[dim.name] = value
    return found


def _within(dim: Dimension, value: Any) -> bool:
    return dim.low is not None and dim.high is not None and bool(dim.low <= value <= dim.high)


def _hint(field: FieldInfo) -> dict[str, Any]:
    extra = field.json_schema_extra
    hint = extra.get("search") if isinstance(extra, dict) else None
    return dict(hint) if isinstance(hint, dict) else {}


def _around(field: FieldInfo) -> dict[str, Any]:
    """A tenth to ten times the default within its bounds; from 0 to 1, or its bounds, where the default is 0."""
    low = next(
        (v for m in field.metadata if (v := getattr(m, "ge", getattr(m, "gt", None))) is not None), None
    )
    high = next(
        (v for m in field.metadata if (v := getattr(m, "le", getattr(m, "lt", None))) is not None), None
    )
    if field.default:
        first, last = field.default / 10, field.default * 10
        if field.annotation is int:
            first, last = max(1, round(first)), round(last)
        first, last = max(first, low or first), min(last, high if high is not None else last)
        return {"low": first, "high": last, "log": first > 0}
    return {"low": low or 0, "high": min(1 if field.annotation is float else 100, high or 1)}


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ParameterError(f"{text!r} in {whole!r} is no number.", _SYNTAX) from None


def _choices(trainer: str, name: str, texts: Sequence[str]) -> tuple[Any, ...]:
    """The values that texts stand for, as the trainer reads them."""
    fields = trainer_info(trainer).params.model_fields
    if name not in fields:
        return (dimension(trainer, name),)  # raises, and names what there is
    try:
        read = [getattr(parse_params(trainer, {name: text.strip()}), name) for text in texts]
    except ParameterError as error:
        raise ParameterError(error.message, f"{describe(name, fields[name])} {_SYNTAX}") from error
    return tuple(_text(v) if isinstance(v, tuple) else v for v in read)


def _text(value: Any) -> str:
    """Lists as ``128,64``."""
    return ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
