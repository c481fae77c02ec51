"""``mlp``: a multi-layer perceptron on standardised numbers and embedded categories (torch)."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from driftdesk.core.training.params import TABULAR, NetworkParams, TrainerInfo, tuning

if TYPE_CHECKING:
    from driftdesk.core.training.networks.tabular import TabularTrainer


class MlpParams(NetworkParams):
    hidden_sizes: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = Field(
        (128, 64),
        title="Hidden layers",
        description="Units of each hidden layer",
        min_length=1,
        max_length=8,
        json_schema_extra=tuning(choices=("64", "128,64", "256,128", "256,256,128")),
    )
    dropout: float = Field(
        0.1,
        title="Dropout",
        description="Share of units dropped while training",
        ge=0,
        le=0.9,
        json_schema_extra=tuning(0.0, 0.5),
    )
    embedding_size: int = Field(
        8, title="Embedding size", description="Numbers that stand for one category", ge=1, le=256
    )


def _make() -> "TabularTrainer":
    from driftdesk.core.training.networks.mlp import MlpNetwork
    from driftdesk.core.training.networks.tabular import TabularTrainer

    return TabularTrainer(MlpParams, MlpNetwork)


TRAINER = TrainerInfo(
    "mlp",
    "Neural network (MLP)",
    MlpParams,
    TABULAR,
    _make,
    resumable=True,
    exportable=True,
    warm_start=True,
    streamable=True,
)
