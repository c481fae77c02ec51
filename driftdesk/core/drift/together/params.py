"""What an analysis of many columns together may be told."""

from typing import Literal

from pydantic import Field

from driftdesk.core.entities import Record

TogetherMethod = Literal["correlation", "mmd", "energy", "centroid", "classifier", "pca"]

TOGETHER_METHODS: tuple[TogetherMethod, ...] = (
    "correlation",
    "mmd",
    "energy",
    "centroid",
    "classifier",
    "pca",
)

THRESHOLDS: dict[TogetherMethod, tuple[float, float]] = {
    "correlation": (0.1, 0.3),
    "mmd": (0.1, 0.25),
    "energy": (0.1, 0.25),
    "centroid": (0.1, 0.25),
    "classifier": (0.55, 0.65),
    "pca": (0.55, 0.65),
}
"""Warning and critical: a change of association (Cohen 1988: small, medium), a shift in standard deviations of every
column, an area under the curve (NannyML: 0.65)."""


class TogetherParams(Record):
    """The defaults are explained in ``docs/drift-methods.md``."""

    methods: tuple[TogetherMethod, ...] = Field(
        ("correlation",), title="Together", description="How all columns together are compared"
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
