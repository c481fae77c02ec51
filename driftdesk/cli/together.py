"""Many columns at once, on the command line: what may be asked of them, and how the answer looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table

from driftdesk.cli.show import severity, table
from driftdesk.core.entities import JointDrift

_SHOWN = {
    "method",
    "name",
    "severity",
    "statistic",
    "threshold",
    "p_value",
    "p_adjusted",
    "moved",
    "importances",
}
_SHOWN |= {"rows_reference", "rows_current", "sampled", "figures"}


@dataclass(frozen=True)
class TogetherOptions:
    """What is not given stays as ``DriftParams.together`` has it."""

    together: Annotated[
        str | None,
        typer.Option(
            metavar="M,M",
            help="Compare columns together: correlation, mmd, energy, centroid, classifier, pca; all; none.",
        ),
    ] = None
    vectors: Annotated[
        str, typer.Option(metavar="STEM,STEM", help="Columns such as emb_0, emb_1 that are one vector.")
    ] = ""
    rows_at_most: Annotated[
        int | None, typer.Option(metavar="N", help="Rows of a side to compare columns together on.")
    ] = None
    permutations: Annotated[
        int | None, typer.Option(metavar="B", help="Permutations behind each p-value of columns together.")
    ] = None
    seed: Annotated[int | None, typer.Option(metavar="S", help="Of what is drawn by chance.")] = None

    def put(self, params: dict[str, Any]) -> dict[str, Any]:
        """``params``, fields of ``DriftParams``, with these in them. Raises ParameterError."""
        from driftdesk.core.drift.params import parse_params
        from driftdesk.core.drift.together.params import parse_methods

        given: dict[str, Any] = {
            "rows_at_most": self.rows_at_most,
            "permutations": self.permutations,
            "seed": self.seed,
            "vectors": [stem.strip() for stem in self.vectors.split(",") if stem.strip()] or None,
        }
        if self.together is not None:
            given["methods"] = list(parse_methods(self.together))
        given = {key: value for key, value in given.items() if value is not None}
        if not given:
            return params
        asked = {**params, "together": {**params.get("together", {}), **given}}
        parse_params(asked)
        return asked


def as_value(found: Sequence[JointDrift]) -> list[dict[str, Any]]:
    """For ``--json``."""
    return [j.model_dump(mode="json", include=_SHOWN) for j in found]


def as_table(found: Sequence[JointDrift]) -> Table:
    """One line a method; what moved, or the columns that are behind it, in words."""
    from driftdesk.core.drift.together.params import TOGETHER

    rows = [
        (
            TOGETHER[j.method].title if j.method in TOGETHER else j.method,
            j.name or f"{len(j.columns)} columns",
            severity(j.severity),
            j.statistic,
            j.threshold,
            j.p_value,
            "; ".join(j.moved[:3]) if j.severity.rank else "",
        )
        for j in found
    ]
    heads = ["together", "of", "severity", "effect>", "threshold>", "p>", "what moved"]
    return table(heads, rows)
