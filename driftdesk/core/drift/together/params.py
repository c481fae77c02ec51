"""What an analysis of many columns together may be told, and its methods as data. Light: read at start-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from driftdesk.core.entities import Record
from driftdesk.core.errors import ParameterError

TogetherMethod = Literal["correlation", "mmd", "energy", "centroid", "classifier", "pca"]


@dataclass(frozen=True)
class JointMethod:
    """``warning`` and ``critical``: default thresholds of the effect. ``nothing``: what the effect is without drift."""

    title: str
    measures: str
    unit: str
    warning: float
    critical: float
    source: str
    nothing: float = 0.0


_SHIFT = "standard deviations of every column"

TOGETHER: Mapping[str, JointMethod] = MappingProxyType(
    {
        "correlation": JointMethod(
            "Correlations",
            "the largest change of how two columns go together",
            "correlation",
            0.1,
            0.3,
            "Cohen 1988",
        ),
        "mmd": JointMethod(
            "Maximum mean discrepancy",
            "any difference of the joint laws",
            _SHIFT,
            0.1,
            0.25,
            "Gretton et al. 2012",
        ),
        "energy": JointMethod(
            "Energy distance", "any difference of the joint laws", _SHIFT, 0.1, 0.25, "Székely and Rizzo 2004"
        ),
        "centroid": JointMethod("Centroid", "the shift of all means", _SHIFT, 0.1, 0.25, "Hotelling 1931"),
        "classifier": JointMethod(
            "Domain classifier",
            "how well a model tells new rows from old ones",
            "area under the curve",
            0.55,
            0.65,
            "Lopez-Paz and Oquab 2017",
            0.5,
        ),
        "pca": JointMethod(
            "Reconstruction error",
            "how far rows leave the main directions of the reference",
            "chance of a larger error",
            0.55,
            0.65,
            "NannyML",
            0.5,
        ),
    }
)
"""Thresholds: Cohen's small and medium change of a correlation; of shifts those of the normed Wasserstein distance of one
column; of areas NannyML's 0.65, and half of its way from 0.5 rounded down."""


MOST_BY_ITSELF = 30
"""Columns whose correlations are part of every analysis: their cost grows by the square."""


class TogetherParams(Record):
    """The defaults are explained in ``docs/drift-methods.md``."""

    methods: tuple[TogetherMethod, ...] | None = Field(
        None,
        title="Together",
        description="How all columns together are compared; left open: by correlations, of up to 30 columns",
    )
    vector_methods: tuple[TogetherMethod, ...] = Field(
        ("mmd", "centroid"), title="Vectors", description="How each vector is compared"
    )
    vectors: tuple[str, ...] = Field(
        (),
        title="Stems of vectors",
        description="Columns such as emb_0, emb_1 are one vector; those such as emb[0] always are",
    )
    columns: tuple[str, ...] = Field((), title="Columns together", description="Only these; none: all")
    rows_at_most: int = Field(
        16_384,
        ge=50,
        le=1_000_000,
        title="Rows of a side at most",
        description="So many are drawn where there are more",
    )
    permutations: int = Field(200, ge=20, le=100_000, title="Permutations", description="Behind each p-value")
    seed: int = Field(1, ge=0, title="Seed", description="The same seed gives the same result")
    thresholds: dict[TogetherMethod, tuple[float, float]] = Field(
        default_factory=dict,
        title="Thresholds",
        description="Warning and critical by method, instead of the usual",
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name, (warning, critical) in self.thresholds.items():
            if not 0 < warning <= critical:
                raise ValueError(f"{name}: critical must not be below warning, nor warning below 0")
        return self

    def chosen(self, columns: int) -> tuple[TogetherMethod, ...]:
        """The methods for so many columns."""
        if columns < 2:
            return ()
        if self.methods is not None:
            return self.methods
        return ("correlation",) if columns <= MOST_BY_ITSELF else ()

    def of(self, method: str) -> tuple[float, float]:
        """Where ``method`` warns and is critical."""
        given = {str(name): pair for name, pair in self.thresholds.items()}
        return given.get(method, (TOGETHER[method].warning, TOGETHER[method].critical))


def parse_methods(text: str) -> tuple[str, ...]:
    """``mmd,pca`` as methods; ``none`` as none, ``all`` as all. Raises ParameterError."""
    if text.strip() in ("none", "all"):
        return tuple(TOGETHER) if text.strip() == "all" else ()
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in TOGETHER:
            raise ParameterError(
                f"There is no method {name!r} for columns together.",
                f"There are: {', '.join(TOGETHER)}, all, none.",
            )
    return names
