"""What can be set on each trainer: typed, bounded, and light enough to import in the window and the command line.

One class a trainer. From it come the form in the window (title, description, bounds), the ``--param k=v`` flags, the
check and the docs. Nothing here imports torch or scikit-learn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from driftdesk.core.entities import Task
from driftdesk.core.errors import ParameterError


class TrainerParams(BaseModel):
    """What every trainer has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    split: Literal["random", "time"] = Field(
        "random",
        title="Split",
        description="How 10 % of the rows each are held out for validation and test: random (stable: a row once held "
        "out for the test stays so in later versions) or time (the latest rows by the timestamp column)",
    )


class _EarlyStopping(TrainerParams):
    early_stopping: bool = Field(
        True,
        title="Early stopping",
        description="Stop when the validation loss no longer falls, and keep the best state",
    )


class MlpParams(_EarlyStopping):
    hidden_sizes: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = Field(
        (128, 64), title="Hidden layers", description="Units of each hidden layer", min_length=1, max_length=8
    )
    learning_rate: float = Field(
        3e-3, title="Learning rate", description="Peak step size of AdamW; it decays by a cosine", gt=0, le=1
    )
    batch_size: int = Field(
        0,
        title="Batch size",
        description="Rows per step; 0 chooses it from the number of rows",
        ge=0,
        le=65_536,
    )
    epochs: int = Field(
        60, title="Epochs", description="Passes over the training part, at most", ge=1, le=10_000
    )
    dropout: float = Field(
        0.1, title="Dropout", description="Share of units dropped while training", ge=0, le=0.9
    )
    weight_decay: float = Field(
        1e-3, title="Weight decay", description="Shrinkage of the weights", ge=0, le=1
    )
    embedding_size: int = Field(
        8, title="Embedding size", description="Numbers that stand for one category", ge=1, le=256
    )
    patience: int = Field(
        12,
        title="Patience",
        description="Epochs without a better validation loss before stopping",
        ge=1,
        le=1000,
    )


class TextParams(_EarlyStopping):
    learning_rate: float = Field(
        1e-2, title="Learning rate", description="Peak step size of AdamW; it decays by a cosine", gt=0, le=1
    )
    batch_size: int = Field(
        0,
        title="Batch size",
        description="Texts per step; 0 chooses it from the number of texts",
        ge=0,
        le=65_536,
    )
    epochs: int = Field(
        20, title="Epochs", description="Passes over the training part, at most", ge=1, le=10_000
    )
    embedding_size: int = Field(
        32, title="Embedding size", description="Numbers that stand for one n-gram", ge=1, le=512
    )
    buckets: int = Field(
        65_536,
        title="Hash buckets",
        description="Character n-grams are hashed into so many",
        ge=256,
        le=1_048_576,
    )
    ngram: int = Field(4, title="Longest n-gram", description="Characters in the longest n-gram", ge=1, le=8)
    dropout: float = Field(
        0.3, title="Dropout", description="Share of text features dropped in training", ge=0, le=0.9
    )
    weight_decay: float = Field(
        1e-3, title="Weight decay", description="Shrinkage of the weights", ge=0, le=1
    )
    max_length: int = Field(
        2000,
        title="Longest text",
        description="Characters read of each text, from its start",
        ge=10,
        le=100_000,
    )
    patience: int = Field(
        4,
        title="Patience",
        description="Epochs without a better validation loss before stopping",
        ge=1,
        le=1000,
    )


class GradientBoostingParams(_EarlyStopping):
    iterations: int = Field(300, title="Iterations", description="Boosting rounds, at most", ge=1, le=10_000)
    learning_rate: float = Field(
        0.08, title="Learning rate", description="Shrinkage of each tree", gt=0, le=1
    )
    max_leaf_nodes: int = Field(31, title="Leaves", description="Leaves of a tree, at most", ge=2, le=1024)
    min_samples_leaf: int = Field(
        20, title="Rows per leaf", description="Rows in a leaf, at least", ge=1, le=10_000
    )
    l2_regularization: float = Field(
        1.0, title="L2 penalty", description="Shrinkage of leaf values", ge=0, le=1000
    )
    patience: int = Field(
        30,
        title="Patience",
        description="Rounds without a better validation loss before stopping",
        ge=1,
        le=10_000,
    )


class LinearParams(TrainerParams):
    regularization: float = Field(
        1.0,
        title="Regularization",
        description="Strength of the L2 penalty on the coefficients",
        gt=0,
        le=1e6,
    )
    iterations: int = Field(
        200,
        title="Iterations",
        description="Steps of the solver (L-BFGS), at most; regression is exact",
        ge=1,
        le=10_000,
    )
    ngram: int = Field(
        4, title="Longest n-gram", description="Text only: characters in the longest n-gram", ge=1, le=8
    )


@dataclass(frozen=True)
class TrainerInfo:
    """What is known of a trainer without importing its library."""

    name: str
    title: str
    params: type[TrainerParams]
    tasks: frozenset[Task]


_TABULAR = frozenset({Task.BINARY, Task.MULTICLASS, Task.REGRESSION})

TRAINERS: tuple[TrainerInfo, ...] = (
    TrainerInfo("gradient-boosting", "Gradient boosting", GradientBoostingParams, _TABULAR),
    TrainerInfo("mlp", "Neural network (MLP)", MlpParams, _TABULAR),
    TrainerInfo("text", "Neural text classifier", TextParams, frozenset({Task.TEXT})),
    TrainerInfo("linear", "Linear model", LinearParams, _TABULAR | {Task.TEXT}),
)
"""Built-in trainers; the first that fits a task is its default."""


def trainers_for(task: Task) -> tuple[TrainerInfo, ...]:
    """The trainers that can do ``task``, the default one first."""
    return tuple(t for t in TRAINERS if task in t.tasks)


def default_trainer(task: Task) -> str:
    """The name of the trainer that a task gets unless told otherwise."""
    return trainers_for(task)[0].name


def trainer_info(name: str, task: Task | None = None) -> TrainerInfo:
    """The trainer called ``name``, which must be able to do ``task`` where that is given. Raises ParameterError."""
    able = TRAINERS if task is None else trainers_for(task)
    for info in able:
        if info.name == name:
            return info
    names = ", ".join(t.name for t in able)
    if any(t.name == name for t in TRAINERS):
        raise ParameterError(f"The trainer {name!r} cannot do the task {task!s}.", f"For this task: {names}.")
    raise ParameterError(f"There is no trainer {name!r}.", f"The trainers are: {names}.")


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
    """``"128,64"`` for a list becomes its parts."""
    if isinstance(value, str) and isinstance(field.default, tuple):
        return [part.strip() for part in value.strip("[]() ").split(",") if part.strip()]
    return value


def describe(name: str, field: FieldInfo) -> str:
    """One parameter in one line: what it is, its bounds and its default."""
    words = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
    bounds = [
        f"{sign} {getattr(m, key):g}"
        for m in field.metadata
        for key, sign in words.items()
        if hasattr(m, key)
    ]
    within = f" ({', '.join(bounds)})" if bounds else ""
    default = ",".join(map(str, field.default)) if isinstance(field.default, tuple) else field.default
    return f"{name}{within}: {field.description}. Default: {default}."
