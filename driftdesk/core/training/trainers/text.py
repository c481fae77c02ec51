"""``text``: a classifier on hashed character n-grams (torch); no tokenizer, no download, any script."""

from typing import TYPE_CHECKING

from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.params import NetworkParams, TrainerInfo, tuning

if TYPE_CHECKING:
    from driftdesk.core.training.networks.text import TextTrainer


class TextParams(NetworkParams):
    learning_rate: float = Field(
        1e-2,
        title="Learning rate",
        description="Step size of AdamW at its peak",
        gt=0,
        le=1,
        json_schema_extra=tuning(1e-3, 1e-1, log=True),
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
    embedding_size: int = Field(
        32,
        title="Embedding size",
        description="Numbers that stand for one n-gram",
        ge=1,
        le=512,
        json_schema_extra=tuning(8, 128, log=True),
    )
    buckets: int = Field(
        65_536,
        title="Hash buckets",
        description="Character n-grams are hashed into so many",
        ge=256,
        le=1_048_576,
    )
    ngram: int = Field(
        4,
        title="Longest n-gram",
        description="Characters in the longest n-gram",
        ge=1,
        le=8,
        json_schema_extra=tuning(2, 6),
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
        2000,
        title="Longest text",
        description="Characters read of each text, from its start",
        ge=10,
        le=100_000,
    )


def _make() -> "TextTrainer":
    from driftdesk.core.training.networks.bag_of_ngrams import BagNetwork, encode
    from driftdesk.core.training.networks.text import TextTrainer

    return TextTrainer(TextParams, BagNetwork, encode)


TRAINER = TrainerInfo(
    "text",
    "Neural text classifier",
    TextParams,
    frozenset({Task.TEXT}),
    _make,
    resumable=True,
    exportable=True,
    warm_start=True,
)
