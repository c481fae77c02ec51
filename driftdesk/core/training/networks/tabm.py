"""The network of the trainer ``tabm``: TabM-mini with piecewise-linear embeddings of numbers.

Gorishniy, Kotelnikov, Babenko, "TabM: Advancing tabular deep learning with parameter-efficient ensembling", ICLR 2025
(arXiv 2410.24210): one perceptron imitates ``members`` of them. All members share its weights (BatchEnsemble: Wen,
Tran, Ba, ICLR 2020); each scales the inputs by its own vector and has its own output layer. Each learns by its own
loss, and the mean of their probabilities is the prediction. Numbers come in by the piecewise-linear embedding of
Gorishniy, Rubachev, Babenko, "On embeddings for numerical features in tabular deep learning", NeurIPS 2022, on quantile
bins of the training part, plus a linear one. Unlike there, categories are embedded, as a column may have a thousand.
"""

import torch
from torch import Tensor, nn

from driftdesk.core.training.networks.tabular import TabularNetwork, embedding_of
from driftdesk.core.training.trainers.tabm import TabmParams

_CELLS = 1 << 25
"""Values of one layer, at most, that a prediction holds at once."""


class PiecewiseLinear(nn.Module):
    """rows x ``width`` -> rows x ``width`` x ``size``: v_0 + v x + sum_b w_b t_b, where t_b is how far x is through bin
    b, within [0, 1] (below the first bin and beyond the last it goes on linearly)."""

    left: Tensor
    span: Tensor
    low: Tensor
    high: Tensor

    def __init__(self, width: int, bins: int, size: int) -> None:
        super().__init__()
        edge = size**-0.5
        self.linear = nn.Parameter(torch.empty(width, size).uniform_(-edge, edge))
        self.bias = nn.Parameter(torch.empty(width, size).uniform_(-edge, edge))
        self.weight = nn.Parameter(torch.zeros(width, bins, size))
        self.register_buffer("left", torch.zeros(width, bins))
        self.register_buffer("span", torch.ones(width, bins))
        self.register_buffer("low", torch.zeros(width, bins))
        self.register_buffer("high", torch.zeros(width, bins))  # low = high: there is no such bin

    def fit_bins(self, numeric: Tensor) -> None:
        """Bins between the quantiles of each column; columns with few values have fewer."""
        width, bins = self.left.shape
        if len(numeric) > _QUANTILE_ROWS:
            numeric = numeric[:: len(numeric) // _QUANTILE_ROWS + 1]
        quantiles = torch.quantile(numeric.double(), torch.linspace(0, 1, bins + 1).double(), dim=0).float()
        for column in range(width):
            edges = torch.unique_consecutive(quantiles[:, column])
            there = len(edges) - 1
            if there < 2:  # one bin says no more than the linear part
                continue
            self.left[column, :there] = edges[:-1]
            self.span[column, :there] = edges.diff()
            self.high[column, :there] = 1.0
            self.low[column, 0], self.high[column, there - 1] = -100.0, 100.0

    def forward(self, x: Tensor) -> Tensor:
        through = (x.unsqueeze(-1) - self.left) / self.span
        through = torch.minimum(torch.maximum(through, self.low), self.high)
        bent = torch.einsum("rwb,wbs->rws", through, self.weight)
        return self.bias + x.unsqueeze(-1) * self.linear + bent


_QUANTILE_ROWS = 100_000


class TabmNetwork(TabularNetwork):
    """See TabularNetwork; rows x members x outputs."""

    offsets: Tensor

    def __init__(self, width: int, sizes: tuple[int, ...], outputs: int, params: TabmParams) -> None:
        super().__init__()
        size, members = params.embedding_size, params.members
        columns = width + len(sizes)
        self.numbers = PiecewiseLinear(width, params.bins, size) if width else None
        self.embedding = embedding_of(sizes, size)
        self.register_buffer("offsets", torch.tensor([0, *sizes[:-1]]).cumsum(0), persistent=False)
        # all values of one column are scaled alike at first, as in the authors' code
        scales = torch.randn(members, columns, 1).expand(-1, -1, size)
        self.scales = nn.Parameter(scales.reshape(members, columns * size).clone())
        layers: list[nn.Module] = []
        before = columns * size
        for units in params.hidden_sizes:
            layers += [nn.Linear(before, units), nn.ReLU(), nn.Dropout(params.dropout)]
            before = units
        self.layers = nn.Sequential(*layers)
        edge = before**-0.5
        self.heads = nn.Parameter(torch.empty(members, before, outputs).uniform_(-edge, edge))
        self.bias = nn.Parameter(torch.empty(members, 1, outputs).uniform_(-edge, edge))
        widest = members * max(columns * size, outputs, *params.hidden_sizes)
        self.batch_rows = max(16, min(self.batch_rows, _CELLS // widest))

    def prepare(self, numeric: Tensor) -> None:
        if self.numbers is not None:
            self.numbers.fit_bins(numeric)

    def forward(self, numeric: Tensor, codes: Tensor) -> Tensor:
        parts = []
        if self.numbers is not None:
            parts.append(self.numbers(numeric).flatten(1))
        if self.embedding is not None:
            parts.append(self.embedding(codes + self.offsets).flatten(1))
        x = torch.cat(parts, dim=1).unsqueeze(0) * self.scales.unsqueeze(1)  # members x rows x values
        return (torch.baddbmm(self.bias, self.layers(x), self.heads)).transpose(0, 1)
