"""What a bundle says of its model, and what the model in it is: a signature tells who wrote them, not that they can be true."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from driftdesk.core.datasets.names import check_description, check_labels
from driftdesk.core.entities import Record, Schema
from driftdesk.core.errors import CorruptDataError, ParameterError, SchemaError
from driftdesk.core.training.params import parse_params, trainer_info
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.registry import check_model_name

_SEEDS = 1 << 63
_ENTRIES = 10_000


def _finite(figures: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in figures.items() if math.isfinite(value)}


Figures = Annotated[dict[str, float], Field(max_length=_ENTRIES), AfterValidator(_finite)]


class Described(Record):
    """What the manifest of a bundle says besides what the model itself holds."""

    model_config = ConfigDict(extra="ignore")

    model: Annotated[str, AfterValidator(check_model_name)]
    version: int = Field(ge=1, lt=_SEEDS)
    columns: Schema
    metrics: Figures
    importance: Figures
    notes: Annotated[str, AfterValidator(check_description)]
    tags: Annotated[tuple[str, ...], AfterValidator(check_labels)]
    code_version: str = Field(max_length=200)
    environment: dict[str, Annotated[str, Field(max_length=1000)]] = Field(max_length=200)

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Self:
        """Raises CorruptDataError naming what cannot be."""
        try:
            return cls.model_validate(manifest)
        except ParameterError as error:
            why = error.message
        except ValidationError as error:
            why = f"{error.errors()[0]['loc'][0]} is missing or cannot be what it says."
        raise CorruptDataError(
            f"The bundle describes no model that can be registered: {why}", "Export it again."
        )


@dataclass(frozen=True)
class Held:
    """The model in a bundle: what it learned, and how."""

    problem: Problem
    trainer: str
    params: dict[str, Any]
    seed: int


def held(native: bytes) -> Held:
    """The model is loaded whole, so that one that cannot be used is never registered.

    Raises CorruptDataError, FormatError, ParameterError (no such trainer here, or its parameters cannot be).
    """
    from driftdesk.core.training.bundle import unpack
    from driftdesk.core.training.learning import unpack_predictor

    try:
        problem = unpack_predictor(native).problem
        manifest = unpack(native).manifest
        name, seed = str(manifest["trainer"]), int(manifest["seed"])
        trainer_info(name, problem.task)
        params = parse_params(name, manifest["params"]).model_dump(mode="json")
        if not 0 <= seed < _SEEDS:
            raise ValueError(f"the seed {seed}")
    except (KeyError, ValueError, TypeError, RuntimeError, AttributeError) as error:
        raise CorruptDataError(
            "The model in the bundle cannot be loaded.",
            "Export it again with the version of DriftDesk used here.",
        ) from error
    return Held(problem, name, params, seed)


def check_fits(problem: Problem, columns: Schema) -> None:
    """Raises SchemaError naming what a dataset lacks that the model needs, or has of another kind."""
    kinds = {c.name: c.kind for c in columns.columns}
    wanted = (*problem.features, problem.target)
    absent = [c.name for c in wanted if c.name not in kinds]
    other = [
        f"{c.name} ({kinds[c.name]}, not {c.kind})" for c in wanted if kinds.get(c.name, c.kind) is not c.kind
    ]
    if absent or other:
        said = "; ".join(
            [f"it lacks {', '.join(absent[:20])}"] * bool(absent)
            + [f"of another kind: {', '.join(other[:20])}"] * bool(other)
        )
        raise SchemaError(
            f"The model does not fit the dataset: {said}.",
            "Choose the dataset whose columns it was trained on.",
        )
