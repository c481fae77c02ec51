"""What an analysis may be told: thresholds, methods, columns."""

from typing import Literal

from pydantic import Field, model_validator

from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.entities import Record

NumericMethod = Literal["wasserstein_normed", "ks", "psi", "jensen_shannon"]
CategoricalMethod = Literal["jensen_shannon", "psi"]


class DriftParams(Record):
    """The defaults are explained in ``docs/drift.md``. A verdict needs an effect at its threshold or above *and*
    evidence: a p-value, corrected for the number of tests, of at most ``alpha``."""

    numeric_method: NumericMethod = Field(
        "wasserstein_normed", title="Method for numbers", description="What decides on numeric columns"
    )
    categorical_method: CategoricalMethod = Field(
        "jensen_shannon", title="Method for categories", description="What decides on categories and booleans"
    )
    alpha: float = Field(
        0.05,
        gt=0,
        lt=1,
        title="Evidence",
        description="False alarms of a whole analysis at most, without drift",
    )
    min_rows: int = Field(
        50,
        ge=2,
        le=1_000_000,
        title="Fewest rows",
        description="With fewer values on a side nothing is decided",
    )
    wasserstein_warning: float = Field(
        0.1, gt=0, title="Wasserstein: warning", description="In standard deviations of the reference"
    )
    wasserstein_critical: float = Field(
        0.25, gt=0, title="Wasserstein: critical", description="In standard deviations of the reference"
    )
    ks_warning: float = Field(
        0.05,
        gt=0,
        le=1,
        title="Kolmogorov-Smirnov: warning",
        description="Largest gap of the cumulative shares",
    )
    ks_critical: float = Field(
        0.15,
        gt=0,
        le=1,
        title="Kolmogorov-Smirnov: critical",
        description="Largest gap of the cumulative shares",
    )
    psi_warning: float = Field(0.1, gt=0, title="PSI: warning", description="Population stability index")
    psi_critical: float = Field(0.25, gt=0, title="PSI: critical", description="Population stability index")
    jensen_shannon_warning: float = Field(
        0.1,
        gt=0,
        le=1,
        title="Jensen-Shannon: warning",
        description="Distance with logarithms to base 2, 0 to 1",
    )
    jensen_shannon_critical: float = Field(
        0.2,
        gt=0,
        le=1,
        title="Jensen-Shannon: critical",
        description="Distance with logarithms to base 2, 0 to 1",
    )
    ngram_warning: float = Field(
        0.15,
        gt=0,
        le=1,
        title="Text: warning",
        description="Jensen-Shannon distance of n-grams, freed of noise",
    )
    ngram_critical: float = Field(
        0.3,
        gt=0,
        le=1,
        title="Text: critical",
        description="Jensen-Shannon distance of n-grams, freed of noise",
    )
    missing_warning: float = Field(
        0.05, gt=0, le=1, title="Missing: warning", description="Change of the share of missing values"
    )
    missing_critical: float = Field(
        0.2, gt=0, le=1, title="Missing: critical", description="Change of the share of missing values"
    )
    columns: tuple[str, ...] = Field((), title="Columns", description="Only these columns; none: all")
    together: TogetherParams = Field(
        default_factory=TogetherParams, title="Together", description="Many columns at once, and vectors"
    )

    @model_validator(mode="after")
    def _ordered(self) -> "DriftParams":
        for name in ("wasserstein", "ks", "psi", "jensen_shannon", "ngram", "missing"):
            if getattr(self, f"{name}_warning") > getattr(self, f"{name}_critical"):
                raise ValueError(f"{name}_critical must not be below {name}_warning")
        return self

    def thresholds(self, method: str) -> tuple[float, float]:
        """Where ``method`` warns, and where it is critical."""
        name = method.removesuffix("_normed")
        return getattr(self, f"{name}_warning"), getattr(self, f"{name}_critical")
