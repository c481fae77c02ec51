"""What can be set on each trainer, and which trainers there are: light enough for the window and the command line.

A trainer is one file in ``trainers``: a class of params and a ``TrainerInfo`` called TRAINER. From the params come the
form in the window (title, description, bounds), the ``--param k=v`` flags, the check and the docs. Other packages add
trainers by the entry point group ``driftdesk.trainers``. Nothing here imports torch or scikit-learn, nor may a
trainer's module when it is imported.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from driftdesk.core.entities import Task
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.training.trainers.base import Trainer

log = structlog.get_logger(__name__)

BUILT_IN = (
    "gradient-boosting",
    "mlp",
    "tabm",
    "random-forest",
    "text",
    "text-cnn",
    "svm",
    "linear",
)
"""Names of the trainers in ``trainers``, each in the module of its name; the first that fits a task is its default."""
PLUG_INS = "driftdesk.trainers"
"""The group of entry points by which other packages add trainers; each names a ``TrainerInfo``."""
TABULAR = frozenset({Task.BINARY, Task.MULTICLASS, Task.REGRESSION})
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def tuning(
    low: float | None = None,
    high: float | None = None,
    *,
    log: bool = False,
    choices: tuple[Any, ...] = (),
    fast: float | None = None,
    thorough: float | None = None,
) -> dict[str, Any]:
    """``json_schema_extra`` of a parameter that is worth searching between ``low`` and ``high`` (``log``: by orders of
    magnitude) or among ``choices`` (those of a list as text, such as ``128,64``), or that has another value in the
    built-in presets ``fast`` and ``thorough``."""
    found: dict[str, Any] = {"choices": choices} if choices else {}
    if low is not None and high is not None:
        found = {"low": low, "high": high, "log": log}
    presets = {"fast": fast, "thorough": thorough}
    given = {name: value for name, value in presets.items() if value is not None}
    return {**({"search": found} if found else {}), **({"presets": given} if given else {})}


class TrainerParams(BaseModel):
    """What every trainer has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    split: Literal["random", "time"] = Field(
        "random",
        title="Held out",
        description="How 10 % of the rows each are held out for validation and test: random (stable: a row once held "
        "out for the test stays so in later versions) or time (the latest rows by the timestamp column)",
    )
    class_weight: Literal["none", "balanced", "given"] = Field(
        "none",
        title="Weighing of classes",
        description="How much a row counts by its class: none (all alike), balanced (rare classes count as much as "
        "frequent ones) or given (as the weights of classes say)",
    )
    class_weights: tuple[str, ...] = Field(
        (),
        title="Weights of classes",
        description="CLASS=WEIGHT, several separated by commas; a class that is not named has 1",
        max_length=1000,
    )


class EarlyStoppingParams(TrainerParams):
    """Of trainers that learn in rounds."""

    early_stopping: bool = Field(
        True,
        title="Early stopping",
        description="Stop when the validation loss no longer falls, and keep the best state",
    )


class NetworkParams(EarlyStoppingParams):
    """What every torch trainer has: its loop is one for all."""

    learning_rate: float = Field(
        3e-3,
        title="Learning rate",
        description="Step size of AdamW at its peak",
        gt=0,
        le=1,
        json_schema_extra=tuning(1e-4, 3e-2, log=True),
    )
    schedule: Literal["cosine", "constant", "one-cycle", "plateau"] = Field(
        "cosine",
        title="Schedule",
        description="How the learning rate goes on after its peak: along a cosine down to 1 %, constant, one-cycle (up for "
        "30 % of the steps, then down to nearly 0), or plateau (to 30 % whenever the validation loss no longer falls)",
    )
    warm_up: float = Field(
        0.05,
        title="Warm-up",
        description="Share of the steps in which the learning rate rises to its peak; one-cycle has its own",
        ge=0,
        le=0.9,
    )
    clip: float = Field(
        5.0,
        title="Gradient clipping",
        description="Largest norm of the gradient of a step, longer ones are shortened to it; 0 takes them as they are",
        ge=0,
        le=1e6,
    )
    batch_size: int = Field(
        0,
        title="Batch size",
        description="Rows per step; 0 chooses it from the number of rows",
        ge=0,
        le=65_536,
    )
    epochs: int = Field(
        60,
        title="Epochs",
        description="Passes over the training part, at most",
        ge=1,
        le=10_000,
        json_schema_extra=tuning(fast=15, thorough=200),
    )
    weight_decay: float = Field(
        1e-3,
        title="Weight decay",
        description="Shrinkage of the weights",
        ge=0,
        le=1,
        json_schema_extra=tuning(1e-6, 1e-1, log=True),
    )
    precision: Literal["full", "mixed"] = Field(
        "full",
        title="Precision",
        description="Numbers that steps calculate in: full (32 bits), or mixed (16 bits where that does little harm; faster on "
        "most accelerators and some processors)",
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        "auto",
        title="Device",
        description="Where to train: auto takes CUDA, else MPS, else the CPU; only on the CPU are runs promised to repeat bit "
        "for bit",
    )
    patience: int = Field(
        12,
        title="Patience",
        description="Epochs without a better validation loss before stopping",
        ge=1,
        le=1000,
        json_schema_extra=tuning(fast=4, thorough=30),
    )


@dataclass(frozen=True)
class TrainerInfo:
    """What is known of a trainer without importing its library."""

    name: str
    title: str
    params: type[TrainerParams]
    tasks: frozenset[Task]
    make: Callable[[], "Trainer[Any]"]
    """Gives what fits and loads; its library is imported by this, or by what it gives."""
    resumable: bool = False
    """Has checkpoints: interrupted, it goes on instead of beginning again."""
    exportable: bool = False
    """Its models can be written as ONNX."""
    warm_start: bool = False
    """Can begin from a model version's weights."""
    streamable: bool = False
    """Can learn from chunks of data that do not fit into memory together."""
    source: str = ""
    """Which package it came with; empty: built in."""


def trainers() -> tuple[TrainerInfo, ...]:
    """The built-in trainers in their order, then those of plug-ins by name. A plug-in that cannot be used is left
    out with a warning in the log (see ``broken_plug_ins``)."""
    return _found()[0]


def broken_plug_ins() -> tuple[str, ...]:
    """What is wrong with each plug-in that was left out, one sentence each, with its name and package."""
    return _found()[1]


@cache
def _found() -> tuple[tuple[TrainerInfo, ...], tuple[str, ...]]:
    package = "driftdesk.core.training.trainers"
    found: list[TrainerInfo] = [
        import_module(f"{package}.{name.replace('-', '_')}").TRAINER for name in BUILT_IN
    ]
    wrong: list[str] = []
    for point in sorted(entry_points(group=PLUG_INS), key=lambda p: (p.name, p.value)):
        source = point.dist.name if point.dist else point.value
        info, why = _load(point, {t.name for t in found})
        if info is not None:
            found.append(replace(info, source=source))
        else:
            wrong.append(f"The trainer {point.name!r} of the plug-in {source!r} was left out: {why}.")
            log.warning("plug-in left out", trainer=point.name, plug_in=source, why=why)
    return tuple(found), tuple(wrong)


def _load(point: EntryPoint, taken: set[str]) -> tuple[TrainerInfo | None, str]:
    """The trainer that an entry point names, or why it cannot be used."""
    try:
        info: object = point.load()
    except Exception as error:  # noqa: BLE001 - the code of others: whatever it raises, this program goes on
        return None, f"it cannot be imported ({type(error).__name__}: {error})"
    kind: object = getattr(info, "params", None)
    has_params = isinstance(kind, type) and issubclass(kind, TrainerParams)
    if not isinstance(info, TrainerInfo) or not has_params or not info.tasks:
        return None, f"{point.value} is no TrainerInfo with params and tasks"
    if info.name != point.name or not _NAME.fullmatch(info.name):
        return None, f"it calls itself {info.name!r}; that must be the entry point's name, in lower case"
    if info.name in taken:
        return None, "there is a trainer of that name already"
    if unset := [n for n, f in info.params.model_fields.items() if f.is_required() or not f.title]:
        return None, f"its parameters have no default or no title: {', '.join(unset)}"
    return info, ""


def trainers_for(task: Task) -> tuple[TrainerInfo, ...]:
    """The trainers that can do ``task``, the default one first."""
    return tuple(t for t in trainers() if task in t.tasks)


def default_trainer(task: Task) -> str:
    """The name of the trainer that a task gets unless told otherwise."""
    return trainers_for(task)[0].name


def trainer_info(name: str, task: Task | None = None) -> TrainerInfo:
    """The trainer called ``name``, which must be able to do ``task`` where that is given. Raises ParameterError."""
    able = trainers() if task is None else trainers_for(task)
    for info in able:
        if info.name == name:
            return info
    names = ", ".join(t.name for t in able)
    if any(t.name == name for t in trainers()):
        raise ParameterError(f"The trainer {name!r} cannot do the task {task!s}.", f"For this task: {names}.")
    raise ParameterError(
        f"There is no trainer {name!r}.",
        f"The trainers are: {names}. One that came with a plug-in needs that installed.",
    )


def trainer(name: str) -> "Trainer[Any]":
    """The trainer called ``name``, ready to fit and to load what it fitted; its library is imported now or at its
    first use. Raises ParameterError."""
    return trainer_info(name).make()


def parse_params(trainer: str, values: Mapping[str, Any]) -> TrainerParams:
    """The params of ``trainer`` from strings (``--param k=v``; lists are comma-separated) or from typed values.

    Raises ParameterError whose hint lists the names, or the bounds of what was wrong.
    """
    info = trainer_info(trainer)
    fields = info.params.model_fields
    for name in values:
        if name not in fields:
            raise ParameterError(
                f"The trainer {trainer!r} has no parameter {name!r}.",
                f"Its parameters are: {', '.join(fields)}.",
            )
    given = {name: _split(fields[name], value) for name, value in values.items()}
    try:
        return info.params.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise ParameterError(
            f"Parameter {name}={values[name]} of {trainer!r} does not fit: {first['msg']}.",
            describe(name, fields[name]),
        ) from error


def _split(field: FieldInfo, value: object) -> object:
    """``"128,64"`` for a list becomes its parts, and ``128`` a list of one."""
    if not isinstance(field.default, tuple):
        return value
    if isinstance(value, str):
        return [part.strip() for part in value.strip("[]() ").split(",") if part.strip()]
    return [value] if isinstance(value, int | float) else value


def describe(name: str, field: FieldInfo) -> str:
    """One parameter in one line: what it is, its bounds and its default."""
    within = f" ({bounds(field)})" if bounds(field) else ""
    default = ",".join(map(str, field.default)) if isinstance(field.default, tuple) else field.default
    return f"{name}{within}: {field.description}. Default: {'none' if default == '' else default}."


def bounds(field: FieldInfo) -> str:
    """What a parameter may be, such as ``> 0, <= 1``, or its choices; of a list, what each of it may be. Empty where neither."""
    if get_origin(field.annotation) is Literal:
        return ", ".join(map(str, get_args(field.annotation)))
    if get_origin(field.annotation) is tuple:
        each = get_args(field.annotation)[0]
        least_and_most = bounds(FieldInfo.from_annotation(each))
        return f"each {least_and_most}" if least_and_most else ""
    signs = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
    found = [(sign, getattr(m, key, None)) for m in field.metadata for key, sign in signs.items()]
    return ", ".join(f"{sign} {value:g}" for sign, value in found if value is not None)
