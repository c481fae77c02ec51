"""What every torch trainer shares: rows as batches of tensors, the loss, predictions, weights in a bundle.

A network's outputs are rows x outputs, or rows x members x outputs of an ensemble that is trained as one: each
member has its own loss, and their predictions (probabilities, not logits) are averaged.
"""

from abc import abstractmethod
from typing import Any, Protocol

import numpy as np
import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from driftdesk.core.entities import Task
from driftdesk.core.errors import TrainingError
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.loop import LoopParams, fit, seeded
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import NetworkParams
from driftdesk.core.training.problem import Problem, Target
from driftdesk.core.training.trainers.base import BATCH, Part, Predictor, TrainingData, validation_figures

_WEIGHTS = "weights.safetensors"


class Inputs(Protocol):
    """Rows, encoded, in memory."""

    def __len__(self) -> int: ...

    def batch(self, rows: Tensor) -> tuple[Tensor, ...]:
        """What the network is called with for some rows (int64), in that order."""
        ...


class NetworkPredictor(Predictor):
    """``centre`` and ``scale`` undo the standardisation of a regression's target."""

    network: nn.Module
    params: NetworkParams
    centre: float = 0.0
    scale: float = 1.0
    batch_rows = BATCH

    @abstractmethod
    def encode(self, table: Any) -> Inputs:
        """The rows of a table as the network takes them. Raises SchemaError."""

    def prepare(self, train: Inputs) -> None:
        """Look at the encoded training part once, before the first step."""

    def fitted(self) -> dict[str, Any]:
        """What belongs into the bundle beside network and target: JSON values."""
        return {}

    def outputs(self) -> int:
        """Of the network: one a class, or one value."""
        return len(self.problem.classes) or 1

    def learnable(self, y: Target) -> Tensor:
        """The target as the loss takes it: class numbers (int64), or standardised values (float32)."""
        if self.problem.task is Task.REGRESSION:
            return torch.from_numpy(((y - self.centre) / self.scale).astype(np.float32))
        return torch.from_numpy(y.astype(np.int64))

    def predict_inputs(self, inputs: Inputs) -> Floats:
        """rows x classes of probabilities, or rows of values in the target's unit."""
        with torch.inference_mode():
            batches = torch.split(torch.arange(len(inputs)), self.batch_rows)
            parts = [self.values(call(self.network, inputs.batch(rows)).cpu()) for rows in batches]
        return torch.cat(parts).numpy()

    def values(self, outputs: Tensor) -> Tensor:
        """Of the network's outputs: float64 probabilities, or values in the target's unit."""
        outputs = outputs.double()
        if self.problem.task is Task.REGRESSION:
            found = outputs[..., 0] * self.scale + self.centre
        else:
            found = outputs.softmax(dim=-1)
        return found.mean(dim=1) if outputs.ndim == 3 else found

    def bundle(self) -> Bundle:
        manifest = {
            **self.fitted(),
            "network": self.params.model_dump(mode="json"),
            "target": {"centre": self.centre, "scale": self.scale},
        }
        return Bundle(manifest, {_WEIGHTS: save_tensors(dict(self.network.state_dict()))})

    def take_weights(self, bundle: Bundle) -> None:
        """The weights that ``bundle`` gave."""
        self.network.load_state_dict(load_tensors(bundle.files[_WEIGHTS]))


class NetworkObjective:
    """Cross entropy, or the squared error of the standardised target; each row by its weight."""

    def __init__(self, predictor: NetworkPredictor, train: Inputs, data: TrainingData) -> None:
        self._predictor, self._train = predictor, train
        self._task = data.problem.task
        self._validation = predictor.encode(data.validation.table)
        self._truth, self._truth_weight = data.validation.y, data.validation.weight
        self._y = predictor.learnable(data.train.y)
        self._weight = _weights(data.train)
        self.rows = len(data.train)

    def loss(self, network: nn.Module, index: Tensor) -> Tensor:
        outputs = call(network, self._train.batch(index))
        weight = None if self._weight is None else self._weight.index_select(0, index).to(outputs.device)
        return mean_loss(self._task, outputs, self._y.index_select(0, index).to(outputs.device), weight)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """A regression's loss is in units of the standardised target, like the training loss."""
        predicted = self._predictor.predict_inputs(self._validation)
        figures = validation_figures(self._task, self._truth, predicted, self._truth_weight)
        return {**figures, "loss": figures["loss"] / self._predictor.scale**2}


def call(network: nn.Module, batch: tuple[Tensor, ...]) -> Tensor:
    """The network's outputs, on its device, for a batch that may be on another."""
    device = next(network.parameters()).device
    outputs: Tensor = network(*(t.to(device, non_blocking=True) for t in batch))
    return outputs


def _weights(part: Part) -> Tensor | None:
    return None if part.weight is None else torch.from_numpy(part.weight.astype(np.float32))


def mean_loss(task: Task, outputs: Tensor, y: Tensor, weight: Tensor | None) -> Tensor:
    """Mean over the rows of a batch (and the members of an ensemble), weighted where ``weight`` (mean 1 over all rows,
    not over the batch) is given."""
    if outputs.ndim == 3:
        members = outputs.shape[1]
        outputs, y = outputs.flatten(0, 1), y.repeat_interleave(members)
        weight = None if weight is None else weight.repeat_interleave(members)
    how = "mean" if weight is None else "none"
    if task is Task.REGRESSION:
        found = nn.functional.mse_loss(outputs[:, 0], y, reduction=how)
    else:
        found = nn.functional.cross_entropy(outputs, y, reduction=how)
    return found if weight is None else (found * weight).mean()


class NetworkTrainer:
    """Fit and load, alike for all networks; a kind of data says how a predictor is made."""

    @abstractmethod
    def begin(self, data: TrainingData, params: Any) -> NetworkPredictor:
        """An untrained predictor, fitted in all but its weights to the training part."""

    @abstractmethod
    def again(self, problem: Problem, bundle: Bundle) -> NetworkPredictor:
        """A predictor as ``bundle`` says, its weights not taken yet."""

    def fit(self, data: TrainingData, params: NetworkParams, seed: int, monitor: Monitor) -> NetworkPredictor:
        with seeded(seed):
            predictor = self.continued(data.start, params) if data.start else self.begin(data, params)
            train = predictor.encode(data.train.table)
            if data.start is None:
                predictor.prepare(train)
            objective = NetworkObjective(predictor, train, data)
            fit(predictor.network, objective, LoopParams.of(params, seed), monitor)
        return predictor

    def continued(self, start: Predictor, params: NetworkParams) -> NetworkPredictor:
        """A predictor as ``start`` is, but with ``params``. Raises TrainingError where its weights do not fit them."""
        bundle = start.bundle()
        changed = {**bundle.manifest, "network": params.model_dump(mode="json")}
        predictor = self.again(start.problem, Bundle(changed, bundle.files))
        try:
            predictor.take_weights(bundle)
        except RuntimeError as error:
            raise TrainingError(
                "The weights to start from do not fit the network that the parameters ask for.",
                "Leave the parameters that shape the network as the start has them, or train without a start.",
            ) from error
        return predictor

    def load(self, problem: Problem, bundle: Bundle) -> NetworkPredictor:
        predictor = self.again(problem, bundle)
        predictor.take_weights(bundle)
        predictor.network.eval()
        return predictor
