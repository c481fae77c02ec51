"""The perceptron of the trainer ``mlp``.

Quantities are clipped smoothly, x / sqrt(1 + (x/3)^2), as in RealMLP (Holzmüller, Grinsztajn, Steinwart: "Better by
default", NeurIPS 2024). All categories share one embedding table, each column at its own offset.
"""

import torch
from torch import Tensor, nn

from driftdesk.core.training.networks.tabular import TabularNetwork, embedding_of
from driftdesk.core.training.trainers.mlp import MlpParams


class MlpNetwork(TabularNetwork):
    """See TabularNetwork."""

    offsets: Tensor

    def __init__(self, width: int, sizes: tuple[int, ...], outputs: int, params: MlpParams) -> None:
        super().__init__()
        self.embedding = embedding_of(sizes, params.embedding_size)
        self.register_buffer("offsets", torch.tensor([0, *sizes[:-1]]).cumsum(0), persistent=False)
        layers: list[nn.Module] = []
        before = width + len(sizes) * params.embedding_size
        for units in params.hidden_sizes:
            layers += [nn.Linear(before, units), nn.SiLU(), nn.Dropout(params.dropout)]
            before = units
        self.layers = nn.Sequential(*layers, nn.Linear(before, outputs))

    def forward(self, numeric: Tensor, codes: Tensor) -> Tensor:
        x = numeric / torch.sqrt(1 + (numeric / 3) ** 2)
        if self.embedding is not None:
            x = torch.cat([x, self.embedding(codes + self.offsets).flatten(1)], dim=1)
        out: Tensor = self.layers(x)
        return out
