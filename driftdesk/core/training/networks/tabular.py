"""Networks on columns: standardised numbers and codes of categories, from the preprocessor."""

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pyarrow as pa
import torch
from torch import Tensor, nn

from driftdesk.core.entities import Task
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.networks.base import Inputs, NetworkPredictor, NetworkTrainer
from driftdesk.core.training.params import NetworkParams
from driftdesk.core.training.preprocessing import MISSING, UNKNOWN, Features, Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import BATCH, TabularPredictor, TrainingData


class TabularNetwork(nn.Module):
    """(rows x ``width`` float32, rows x len(``sizes``) int64) -> rows (x members) x ``outputs``.

    Made of (width, sizes, outputs, params), where ``sizes`` are the codes that each category column has.
    """

    batch_rows = BATCH
    """Rows that it predicts at once."""

    def prepare(self, numeric: Tensor) -> None:
        """Look at the training part's numbers (rows x width) once, before the first step. What is kept must be a
        buffer of a shape that is known without them."""


def embedding_of(sizes: tuple[int, ...], size: int) -> nn.Embedding | None:
    """One table for all categories, each column at its own offset; None where there are none. Unknown and missing begin at 0, the
    mean of the others: where training has none of them they stay there, so that an unseen category says nothing instead of
    something by chance."""
    if not sizes:
        return None
    found = nn.Embedding(sum(sizes), size)
    with torch.no_grad():
        for offset in accumulate((0, *sizes[:-1])):
            found.weight[offset + UNKNOWN] = 0.0
            found.weight[offset + MISSING] = 0.0
    return found


Build = Callable[[int, tuple[int, ...], int, Any], TabularNetwork]


class TabularInputs:
    """``numeric``: float32[rows, numeric features]; ``codes``: int64[rows, categorical features]."""

    def __init__(self, features: Features) -> None:
        self.numeric, self.codes = torch.from_numpy(features.numeric), torch.from_numpy(features.codes)

    def __len__(self) -> int:
        return len(self.numeric)

    def batch(self, rows: Tensor) -> tuple[Tensor, ...]:
        # thrice as fast as [rows]
        return self.numeric.index_select(0, rows), self.codes.index_select(0, rows)


class TabularNetworkPredictor(TabularPredictor, NetworkPredictor):
    """A network behind a preprocessor."""

    network: TabularNetwork

    def __init__(
        self,
        problem: Problem,
        preprocessor: Preprocessor,
        build: Build,
        params: NetworkParams,
        *,
        centre: float = 0.0,
        scale: float = 1.0,
    ) -> None:
        super().__init__(problem, preprocessor)
        self.params, self.centre, self.scale = params, centre, scale
        self.network = build(preprocessor.width, preprocessor.sizes, self.outputs(), params).eval()
        self.batch_rows = self.network.batch_rows

    def encode(self, table: pa.Table) -> Inputs:
        return TabularInputs(self.preprocessor.transform(table))

    def predict_features(self, features: Features) -> Floats:
        return self.predict_inputs(TabularInputs(features))

    def prepare(self, train: Inputs) -> None:
        assert isinstance(train, TabularInputs)
        self.network.prepare(train.numeric)

    def fitted(self) -> dict[str, Any]:
        return {"preprocessing": self.preprocessor.to_json()}


class TabularTrainer(NetworkTrainer):
    """A trainer of the networks that ``build`` makes."""

    def __init__(self, params: type[NetworkParams], build: Build) -> None:
        self._params, self._build = params, build

    def begin(self, data: TrainingData, params: NetworkParams) -> TabularNetworkPredictor:
        preprocessor = Preprocessor.fit(data.train.table, data.problem.features)
        centre, scale = 0.0, 1.0
        if data.problem.task is Task.REGRESSION:
            centre, scale = float(data.train.y.mean()), float(data.train.y.std()) or 1.0
        return self.untrained(data.problem, preprocessor, params, centre, scale)

    def untrained(
        self, problem: Problem, preprocessor: Preprocessor, params: NetworkParams, centre: float, scale: float
    ) -> TabularNetworkPredictor:
        """A predictor with the weights that torch's random state gives; ``centre`` and ``scale`` are the target's."""
        return TabularNetworkPredictor(problem, preprocessor, self._build, params, centre=centre, scale=scale)

    def again(self, problem: Problem, bundle: Bundle) -> TabularNetworkPredictor:
        kept = bundle.manifest
        return TabularNetworkPredictor(
            problem,
            Preprocessor.model_validate(kept["preprocessing"]),
            self._build,
            self._params.model_validate(kept["network"]),
            centre=kept["target"]["centre"],
            scale=kept["target"]["scale"],
        )
