"""Networks on texts: each says how texts become its inputs."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from torch import nn

from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.networks.base import Inputs, NetworkPredictor, NetworkTrainer
from driftdesk.core.training.params import NetworkParams
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import TextPredictor, TrainingData, joined_texts

Build = Callable[[int, Any], nn.Module]
"""Of (classes, params)."""
Encode = Callable[[list[str], Any], Inputs]
"""Of (texts, params)."""


class TextNetworkPredictor(TextPredictor, NetworkPredictor):
    """A network on the texts of one column; ``encode`` makes its inputs of them."""

    batch_rows = 1024

    def __init__(self, problem: Problem, build: Build, encode: Encode, params: NetworkParams) -> None:
        self.problem, self.params = problem, params
        self._encode = encode
        self.network = build(self.outputs(), params).eval()

    def encode(self, table: pa.Table) -> Inputs:
        return self._encode(joined_texts(table, self.problem), self.params)

    def predict_texts(self, texts: list[str]) -> Floats:
        return self.predict_inputs(self._encode(texts, self.params))


class TextTrainer(NetworkTrainer):
    """A trainer of the networks that ``build`` makes, on what ``encode`` makes of texts."""

    def __init__(self, params: type[NetworkParams], build: Build, encode: Encode) -> None:
        self._params, self._build, self._encode = params, build, encode

    def begin(self, data: TrainingData, params: NetworkParams) -> TextNetworkPredictor:
        return TextNetworkPredictor(data.problem, self._build, self._encode, params)

    def again(self, problem: Problem, bundle: Bundle) -> TextNetworkPredictor:
        params = self._params.model_validate(bundle.manifest["network"])
        return TextNetworkPredictor(problem, self._build, self._encode, params)
