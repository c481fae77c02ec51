"""What an analysis may be told: which method decides on what, at which thresholds, and what makes a verdict.

Light: the window and the command line import it at start-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from driftdesk.core.drift.methods.catalogue import METHODS
from driftdesk.core.drift.methods.method import (
    BooleanMethod,
    CategoricalMethod,
    DatetimeMethod,
    NumericMethod,
    TextMethod,
)
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.entities import Kind, Record
from driftdesk.core.errors import ParameterError

Decision = Literal["both", "effect", "p_value", "by_method"]
Correction = Literal["benjamini-hochberg", "bonferroni", "none"]
DatasetRule = Literal["worst", "share"]


class Thresholds(Record):
    """Where a method warns and where it is critical, on its statistic as it is shown."""

    warning: float = Field(gt=0, title="Warning", description="An effect from here on is a warning")
    critical: float = Field(gt=0, title="Critical", description="An effect from here on is critical")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.warning > self.critical:
            raise ValueError("critical must not be below warning")
        return self


class ColumnParams(Record):
    """What holds for one column alone. ``method`` empty: that of its kind."""

    method: str = Field("", title="Method", description="What decides on this column; none: that of its kind")
    warning: float | None = Field(
        None, gt=0, title="Warning", description="An effect from here on is a warning"
    )
    critical: float | None = Field(
        None, gt=0, title="Critical", description="An effect from here on is critical"
    )

    @field_validator("method")
    @classmethod
    def _known(cls, method: str) -> str:
        if method and (method not in METHODS or method == "missing"):
            raise ValueError(f"there is no method {method!r}")
        return method

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.warning is not None and self.critical is not None and self.warning > self.critical:
            raise ValueError("critical must not be below warning")
        return self


class SmallParams(Record):
    """Other methods where the reference has few rows."""

    rows: int = Field(1_000, ge=2, title="Up to", description="Rows of the reference, at most")
    numeric_method: NumericMethod = Field("ks", title="Method for numbers")
    datetime_method: DatetimeMethod = Field("ks", title="Method for times")
    categorical_method: CategoricalMethod = Field("chi_square", title="Method for categories")
    boolean_method: BooleanMethod = Field("proportions", title="Method for booleans")


class LearnParams(Record):
    """Thresholds learned from the reference: it is cut into ``chunks`` in the order of its rows, each is compared with
    the whole, and what is more than ``deviations`` standard deviations above their mean is a warning (twice as many:
    critical). Rows of the reference are read for it."""

    chunks: int = Field(10, ge=2, le=1_000, title="Chunks", description="Of the reference's rows")
    deviations: float = Field(
        3.0, gt=0, title="Deviations", description="Above the mean of the chunks' statistics"
    )


class DriftParams(Record):
    """The defaults are explained in ``docs/drift.md``. By default a verdict needs an effect at its threshold or above
    *and* evidence: a p-value, corrected for the number of tests, of at most ``alpha``."""

    preset: str = Field("default", title="Preset", description="What these settings were made from")
    numeric_method: NumericMethod = Field(
        "wasserstein_normed", title="Method for numbers", description="What decides on numeric columns"
    )
    datetime_method: DatetimeMethod = Field(
        "wasserstein_normed", title="Method for times", description="What decides on datetime columns"
    )
    categorical_method: CategoricalMethod = Field(
        "jensen_shannon", title="Method for categories", description="What decides on categories"
    )
    boolean_method: BooleanMethod = Field(
        "jensen_shannon", title="Method for booleans", description="What decides on booleans"
    )
    text_method: TextMethod = Field(
        "ngram", title="Method for texts", description="What decides on texts in natural language"
    )
    small: SmallParams | None = Field(
        None, title="Few rows", description="Other methods where the reference has few rows"
    )
    few_values: int = Field(
        0,
        ge=0,
        le=1_000,
        title="Few values",
        description="Numbers with up to so many distinct values are compared as categories",
    )
    methods: Literal["shown", "all", "deciding"] = Field(
        "shown",
        title="Methods",
        description="Compute the usual ones, all that a kind of column has, or little more than the one that decides",
    )
    decision: Decision = Field(
        "both",
        title="A verdict needs",
        description="An effect and evidence; an effect alone; a p-value alone; or what the method is published with",
    )
    alpha: float = Field(
        0.05,
        gt=0,
        lt=1,
        title="Evidence",
        description="False alarms of a whole analysis at most, without drift",
    )
    correction: Correction = Field(
        "benjamini-hochberg",
        title="Correction",
        description="How p-values are corrected for the number of tests",
    )
    dataset_rule: DatasetRule = Field(
        "worst",
        title="The dataset",
        description="Drifted as much as its worst column, or only if a share of its columns is",
    )
    drifted_share: float = Field(
        0.5, gt=0, le=1, title="Share of columns", description="So many must have drifted"
    )
    min_rows: int = Field(
        50,
        ge=2,
        le=1_000_000,
        title="Fewest rows",
        description="With fewer values on a side nothing is decided",
    )
    missing: bool = Field(True, title="Missing values", description="Judge the share of missing values too")
    learn: LearnParams | None = Field(
        None, title="Learned thresholds", description="Take thresholds from chunks of the reference"
    )
    by_method: dict[str, Thresholds] = Field(
        default_factory=dict, title="Thresholds", description="By method, instead of the usual ones"
    )
    by_column: dict[str, ColumnParams] = Field(
        default_factory=dict, title="Columns by hand", description="Method and thresholds of single columns"
    )
    columns: tuple[str, ...] = Field((), title="Columns", description="Only these columns; none: all")
    together: TogetherParams = Field(
        default_factory=TogetherParams, title="Together", description="Many columns at once, and vectors"
    )

    @field_validator("by_method")
    @classmethod
    def _known(cls, given: dict[str, Thresholds]) -> dict[str, Thresholds]:
        for name in given:
            if name not in METHODS:
                raise ValueError(f"there is no method {name!r}")
        return given

    def thresholds(self, method: str, scale: float = 1.0) -> tuple[float, float]:
        """Where ``method`` warns and is critical. ``scale``: what its default thresholds are multiples of (see
        ``Method.scale``); those given by hand are the statistic's."""
        if (given := self.by_method.get(method)) is not None:
            return given.warning, given.critical
        found = METHODS[method]
        return found.warning * scale, found.critical * scale

    def method_of(self, kind: Kind, rows: int, *, of_two: bool = False) -> str:
        """What decides on columns of ``kind`` where the reference has so many rows. With few rows categories ``of_two``
        values are as booleans."""
        if kind is Kind.TEXT:
            return self.text_method
        small = self.small if self.small is not None and rows <= self.small.rows else None
        if small is not None and of_two:
            kind = Kind.BOOLEAN
        chosen: str = getattr(small or self, f"{kind.value}_method")
        return chosen

    def for_column(self, name: str, kind: Kind, rows: int, *, of_two: bool = False) -> "ColumnChoice":
        """What holds for one column of a reference with so many rows; ``of_two``: its values are two at most."""
        own = self.by_column.get(name, ColumnParams())
        fits = own.method in METHODS and kind in METHODS[own.method].kinds
        method = own.method if fits else self.method_of(kind, rows, of_two=of_two)
        return ColumnChoice(method, own, self)

    @classmethod
    def named(cls, preset: str) -> "DriftParams":
        """A preset that comes with DriftDesk. Raises ParameterError."""
        if preset not in PRESETS:
            raise ParameterError(f"There is no preset {preset!r}.", f"There are: {', '.join(PRESETS)}.")
        return PRESETS[preset]


@dataclass(frozen=True)
class ColumnChoice:
    """What decides on one column, and at which thresholds."""

    method: str
    own: ColumnParams
    params: DriftParams

    def thresholds(
        self, method: str, scale: float = 1.0, learned: tuple[float, float] | None = None
    ) -> tuple[float, float]:
        """As ``DriftParams.thresholds``, but ``learned`` ones where there are any; and those by hand for this column
        go before all others for the method that decides on it."""
        warning, critical = learned or self.params.thresholds(method, scale)
        if method != self.method:
            return warning, critical
        if self.own.warning is not None:
            warning = self.own.warning
            critical = max(critical, warning) if self.own.critical is None else self.own.critical
        elif self.own.critical is not None:
            warning, critical = min(warning, self.own.critical), self.own.critical
        return warning, critical


_EVIDENTLY = DriftParams(
    preset="evidently",
    numeric_method="wasserstein_normed",
    categorical_method="jensen_shannon_nat",
    boolean_method="jensen_shannon_nat",
    small=SmallParams(categorical_method="chi_square_fixed"),
    few_values=5,
    decision="by_method",
    correction="none",
    dataset_rule="share",
    min_rows=2,
    missing=False,
    together=TogetherParams(methods=()),
)
_NANNYML = DriftParams(
    preset="nannyml",
    numeric_method="jensen_shannon_width",
    decision="effect",
    correction="none",
    min_rows=2,
    missing=False,
    learn=LearnParams(),
    together=TogetherParams(methods=()),
)

PRESETS: Mapping[str, DriftParams] = {"default": DriftParams(), "evidently": _EVIDENTLY, "nannyml": _NANNYML}
"""What comes with DriftDesk; ``docs/drift.md`` says where each differs from its model."""


def parse_params(values: Mapping[str, Any]) -> DriftParams:
    """``values`` as typed, checked parameters. Raises ParameterError with the names of the wrong ones."""
    try:
        return DriftParams.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the parameters"
        raise ParameterError(
            f"{where}: {first['msg'].removeprefix('Value error, ')}.",
            "`driftdesk presets default` lists all parameters.",
        ) from error
