"""Recipes, gates and policies."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from driftdesk.core.entities.base import Record, Severity, new_id, now


class _WeighingRecipe(Record):
    """What a recipe says of the weights of rows. Where it says something, they are written into the column with the
    role ``weight``, which is made where there is none."""

    new_weight: float = Field(1.0, gt=0, le=1e6)
    """How much a row that is new since the reference counts beside an old one."""
    half_life: float | None = Field(None, gt=0, le=1e6)
    """Days by the timestamp column after which a row counts half; None: its age does not matter."""

    @property
    def weighs(self) -> bool:
        return self.new_weight != 1.0 or self.half_life is not None


class WindowRecipe(_WeighingRecipe):
    """The most recent ``rows`` rows (by the timestamp column where there is one, else by row order)."""

    kind: Literal["window"] = "window"
    rows: int = Field(gt=0)


class ReplayRecipe(_WeighingRecipe):
    """All rows new since the reference, plus old rows drawn stratified by the target, such that the new make up
    ``new_ratio`` of the whole (never more old rows than there are)."""

    kind: Literal["replay"] = "replay"
    new_ratio: float = Field(gt=0, le=1)
    seed: int = 0


Recipe = Annotated[WindowRecipe | ReplayRecipe, Field(discriminator="kind")]
RECIPE: TypeAdapter[Recipe] = TypeAdapter(Recipe)


class Gate(Record):
    """The rule that lets a challenger become champion: on the same rows, its ``metric`` is not worse than the
    champion's by more than ``max_drop`` and better by at least ``min_gain`` (both in units of the metric)."""

    metric: str | None = None
    """None: the task's primary metric."""
    min_gain: float = 0.0
    max_drop: float = 0.0
    beyond_noise: bool = False
    """It must be better by more than chance, too: p at most 0.05 in the paired test."""


class GateDecision(Record):
    passed: bool
    metric: str
    champion: float | None
    challenger: float
    rows: int
    reason: str
    p_value: float | None = None
    """That there is no difference, by the paired test; None where there was nothing to compare with."""


class Policy(Record):
    """When ``dataset`` drifts at least ``severity`` on ``columns``, then ``action``."""

    id: str = Field(default_factory=new_id)
    name: str
    dataset_id: str
    model_id: str
    severity: Severity = Severity.CRITICAL
    columns: tuple[str, ...] = ()
    """Empty: any column."""
    action: Literal["observe", "alert", "retrain"] = "retrain"
    recipe: Recipe = ReplayRecipe(new_ratio=0.5)
    gate: Gate = Gate()
    fine_tune: bool = False
    """Retraining begins with the champion's weights, where its trainer can; else, and by default, from nothing."""
    promotion: Literal["automatic", "ask"] = "automatic"
    enabled: bool = True
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""
