"""``mlp``: a multi-layer perceptron on standardised numbers and embedded categories (torch).

Quantities are clipped smoothly, x / sqrt(1 + (x/3)^2), as in RealMLP (Holzmüller, Grinsztajn, Steinwart: "Better by
default", NeurIPS 2024). All categories share one embedding table, each column at its own offset.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from driftdesk.core.entities import Task
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.loop import LoopParams, fit, seeded
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import MlpParams
from driftdesk.core.training.preprocessing import Features, Preprocessor
from driftdesk.core.training.problem import Problem, Target
from driftdesk.core.training.trainers.base import BATCH, TabularPredictor, TrainingData, validation_figures


class MlpNetwork(nn.Module):
    """(rows x ``width`` float32, rows x len(``sizes``) int64) -> rows x ``outputs``."""

    offsets: Tensor

    def __init__(self, width: int, sizes: tuple[int, ...], outputs: int, params: MlpParams) -> None:
        super().__init__()
        self.embedding = nn.Embedding(sum(sizes), params.embedding_size) if sizes else None
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


class MlpPredictor(TabularPredictor):
    """``centre`` and ``scale`` undo the standardisation of a regression's target."""

    def __init__(
        self,
        problem: Problem,
        preprocessor: Preprocessor,
        params: MlpParams,
        centre: float = 0.0,
        scale: float = 1.0,
    ) -> None:
        super().__init__(problem, preprocessor)
        self.params = params
        self.centre, self.scale = centre, scale
        outputs = len(problem.classes) or 1
        self.network = MlpNetwork(preprocessor.width, preprocessor.sizes, outputs, params).eval()

    def predict_features(self, features: Features) -> Floats:
        numeric, codes = torch.from_numpy(features.numeric), torch.from_numpy(features.codes)
        with torch.inference_mode():
            batches = zip(torch.split(numeric, BATCH), torch.split(codes, BATCH), strict=True)
            parts = [self.network(*batch) for batch in batches]
        return self.values(torch.cat(parts))

    def values(self, outputs: Tensor) -> Floats:
        """Of the network's outputs: probabilities, or values in the target's unit."""
        if self.problem.task is Task.REGRESSION:
            return outputs[:, 0].double().numpy() * self.scale + self.centre
        return outputs.double().softmax(dim=1).numpy()

    def bundle(self) -> Bundle:
        manifest = {
            "preprocessing": self.preprocessor.to_json(),
            "network": self.params.model_dump(mode="json"),
            "target": {"centre": self.centre, "scale": self.scale},
        }
        return Bundle(manifest, {"weights.safetensors": save_tensors(dict(self.network.state_dict()))})


class _Objective:
    def __init__(self, predictor: MlpPredictor, data: TrainingData) -> None:
        self._predictor = predictor
        self._task = data.problem.task
        train = predictor.preprocessor.transform(data.train.table)
        self._validation = predictor.preprocessor.transform(data.validation.table)
        self._truth = data.validation.y
        self._numeric, self._codes = torch.from_numpy(train.numeric), torch.from_numpy(train.codes)
        self._y = torch.from_numpy(_learnable(data.train.y, predictor))
        self.rows = len(data.train)

    def loss(self, network: nn.Module, index: Tensor) -> Tensor:
        outputs = network(self._numeric[index], self._codes[index])
        if self._task is Task.REGRESSION:
            return nn.functional.mse_loss(outputs[:, 0], self._y[index])
        return nn.functional.cross_entropy(outputs, self._y[index])

    def validate(self, network: nn.Module) -> dict[str, float]:
        """A regression's loss is in units of the standardised target, like the training loss."""
        predicted = self._predictor.predict_features(self._validation)
        figures = validation_figures(self._task, self._truth, predicted)
        return {**figures, "loss": figures["loss"] / self._predictor.scale**2}


def _learnable(y: Target, predictor: MlpPredictor) -> NDArray[np.generic]:
    """The target as the network sees it: class numbers, or standardised values."""
    if predictor.problem.task is Task.REGRESSION:
        return ((y - predictor.centre) / predictor.scale).astype(np.float32)
    return y


class MlpTrainer:
    def fit(self, data: TrainingData, params: MlpParams, seed: int, monitor: Monitor) -> MlpPredictor:
        preprocessor = Preprocessor.fit(data.train.table, data.problem.features)
        regression = data.problem.task is Task.REGRESSION
        centre, scale = (
            (float(data.train.y.mean()), float(data.train.y.std()) or 1.0) if regression else (0.0, 1.0)
        )
        with seeded(seed):
            predictor = MlpPredictor(data.problem, preprocessor, params, centre, scale)
            loop = LoopParams.of(params, seed)
            fit(predictor.network, _Objective(predictor, data), loop, monitor)
        return predictor

    def load(self, problem: Problem, bundle: Bundle) -> MlpPredictor:
        kept = bundle.manifest
        predictor = MlpPredictor(
            problem,
            Preprocessor.model_validate(kept["preprocessing"]),
            MlpParams.model_validate(kept["network"]),
            kept["target"]["centre"],
            kept["target"]["scale"],
        )
        predictor.network.load_state_dict(load_tensors(bundle.files["weights.safetensors"]))
        return predictor


TRAINER = MlpTrainer()
