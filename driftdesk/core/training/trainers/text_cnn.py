"""``text-cnn``: a small convolutional network on hashed characters (torch); it heeds the order of words."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.params import NetworkParams, TrainerInfo, tuning

if TYPE_CHECKING:
    from driftdesk.core.training.networks.text import TextTrainer


class TextCnnParams(NetworkParams):
    learning_rate: float = Field(
        3e-3,
        title="Learning rate",
        description="Step size of AdamW at its peak",
        gt=0,
        le=1,
        json_schema_extra=tuning(3e-4, 3e-2, log=True),
    )
    epochs: int = Field(
        20,
        title="Epochs",
        description="Passes over the training part, at most",
        ge=1,
        le=10_000,
        json_schema_extra=tuning(fast=8, thorough=60),
    )
    patience: int = Field(
        4,
        title="Patience",
        description="Epochs without a better validation loss before stopping",
        ge=1,
        le=1000,
        json_schema_extra=tuning(fast=2, thorough=10),
    )
    windows: tuple[Annotated[int, Field(ge=1, le=32)], ...] = Field(
        (2, 3, 4, 6),
        title="Windows",
        description="Characters that a filter sees at once",
        min_length=1,
        max_length=8,
    )
    filters: int = Field(
        64,
        title="Filters",
        description="Filters of each window",
        ge=1,
        le=1024,
        json_schema_extra=tuning(16, 256, log=True),
    )
    embedding_size: int = Field(
        32, title="Embedding size", description="Numbers that stand for one character", ge=1, le=512
    )
    buckets: int = Field(
        16_384,
        title="Hash buckets",
        description="Characters are hashed into so many",
        ge=256,
        le=1_048_576,
    )
    dropout: float = Field(
        0.3,
        title="Dropout",
        description="Share of text features dropped in training",
        ge=0,
        le=0.9,
        json_schema_extra=tuning(0.0, 0.6),
    )
    max_length: int = Field(
        500,
        title="Longest text",
        description="Characters read of each text, from its start",
        ge=10,
        le=10_000,
    )


def _make() -> "TextTrainer":
    from driftdesk.core.training.networks.text import TextTrainer
    from driftdesk.core.training.networks.text_cnn import TextCnnNetwork, encode

    return TextTrainer(TextCnnParams, TextCnnNetwork, encode)


TRAINER = TrainerInfo(
    "text-cnn",
    "Convolutional text network",
    TextCnnParams,
    frozenset({Task.TEXT}),
    _make,
    resumable=True,
    exportable=True,
    warm_start=True,
)
