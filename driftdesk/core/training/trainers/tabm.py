"""``tabm``: an ensemble of perceptrons in one, with piecewise-linear embeddings of numbers (torch)."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from driftdesk.core.training.params import TABULAR, NetworkParams, TrainerInfo, tuning

if TYPE_CHECKING:
    from driftdesk.core.training.networks.tabular import TabularTrainer


class TabmParams(NetworkParams):
    learning_rate: float = Field(
        2e-3,
        title="Learning rate",
        description="Step size of AdamW at its peak",
        gt=0,
        le=1,
        json_schema_extra=tuning(1e-4, 1e-2, log=True),
    )
    weight_decay: float = Field(
        3e-4,
        title="Weight decay",
        description="Shrinkage of the weights",
        ge=0,
        le=1,
        json_schema_extra=tuning(1e-6, 1e-1, log=True),
    )
    members: int = Field(
        16,
        title="Members",
        description="Perceptrons that share their weights and are averaged",
        ge=1,
        le=64,
        json_schema_extra=tuning(fast=8, thorough=32),
    )
    hidden_sizes: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = Field(
        (128, 128),
        title="Hidden layers",
        description="Units of each hidden layer",
        min_length=1,
        max_length=8,
        json_schema_extra=tuning(choices=("64,64", "128,128", "256,256", "256,256,256")),
    )
    bins: int = Field(
        16,
        title="Bins",
        description="Pieces into which the values of a number are cut, at most",
        ge=2,
        le=128,
    )
    embedding_size: int = Field(
        8, title="Embedding size", description="Numbers that stand for one value of a column", ge=1, le=256
    )
    dropout: float = Field(
        0.1,
        title="Dropout",
        description="Share of units dropped while training",
        ge=0,
        le=0.9,
        json_schema_extra=tuning(0.0, 0.5),
    )


def _make() -> "TabularTrainer":
    from driftdesk.core.training.networks.tabm import TabmNetwork
    from driftdesk.core.training.networks.tabular import TabularTrainer

    return TabularTrainer(TabmParams, TabmNetwork)


TRAINER = TrainerInfo(
    "tabm",
    "Ensemble of networks (TabM)",
    TabmParams,
    TABULAR,
    _make,
    resumable=True,
    exportable=True,
    warm_start=True,
    streamable=True,
)
