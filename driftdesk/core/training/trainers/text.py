"""``text``: a classifier on hashed character n-grams (torch), in the manner of fastText.

The mean of the embeddings of a text's n-grams, then a linear layer: Joulin et al., "Bag of tricks for efficient text
classification", EACL 2017, with the n-grams of characters instead of words, so that it needs no tokenizer.
"""

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.loop import LoopParams, fit, seeded
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.ngrams import Bags, bags
from driftdesk.core.training.params import TextParams
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import (
    TextPredictor,
    TrainingData,
    joined_texts,
    validation_figures,
)

_BATCH = 1024


class TextNetwork(nn.Module):
    """(n-gram buckets int64, where each text starts) -> texts x classes."""

    def __init__(self, buckets: int, embedding: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(buckets, embedding, mode="mean")
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.norm = nn.LayerNorm(embedding)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(embedding, classes)

    def forward(self, ids: Tensor, offsets: Tensor) -> Tensor:
        out: Tensor = self.out(self.dropout(self.norm(self.embedding(ids, offsets))))
        return out


class NeuralTextPredictor(TextPredictor):
    def __init__(self, problem: Problem, params: TextParams) -> None:
        self.problem = problem
        self.params = params
        self.network = TextNetwork(
            params.buckets, params.embedding_size, len(problem.classes), params.dropout
        ).eval()

    def bags(self, texts: list[str]) -> Bags:
        return bags(texts, self.params.ngram, self.params.buckets, self.params.max_length)

    def predict_texts(self, texts: list[str]) -> Floats:
        return self.predict_bags(self.bags(texts))

    def predict_bags(self, given: Bags) -> Floats:
        parts = []
        with torch.inference_mode():
            for rows in torch.split(torch.arange(len(given)), _BATCH):
                parts.append(self.network(*_inputs(given, rows)))
        return torch.cat(parts).double().softmax(dim=1).numpy()

    def bundle(self) -> Bundle:
        weights = save_tensors(dict(self.network.state_dict()))
        return Bundle({"network": self.params.model_dump(mode="json")}, {"weights.safetensors": weights})


def _inputs(given: Bags, rows: Tensor) -> tuple[Tensor, Tensor]:
    some = given.take(rows.numpy())
    return torch.from_numpy(some.ids), torch.from_numpy(some.offsets[:-1].astype("int32"))


class _Objective:
    def __init__(self, predictor: NeuralTextPredictor, data: TrainingData) -> None:
        self._predictor = predictor
        self._train = predictor.bags(joined_texts(data.train.table, data.problem))
        self._validation = predictor.bags(joined_texts(data.validation.table, data.problem))
        self._task, self._truth = data.problem.task, data.validation.y
        self._y = torch.from_numpy(data.train.y)
        self.rows = len(data.train)

    def loss(self, network: nn.Module, index: Tensor) -> Tensor:
        return nn.functional.cross_entropy(network(*_inputs(self._train, index)), self._y[index])

    def validate(self, network: nn.Module) -> dict[str, float]:
        return validation_figures(self._task, self._truth, self._predictor.predict_bags(self._validation))


class TextTrainer:
    def fit(self, data: TrainingData, params: TextParams, seed: int, monitor: Monitor) -> NeuralTextPredictor:
        with seeded(seed):
            predictor = NeuralTextPredictor(data.problem, params)
            loop = LoopParams.of(params, seed)
            fit(predictor.network, _Objective(predictor, data), loop, monitor)
        return predictor

    def load(self, problem: Problem, bundle: Bundle) -> NeuralTextPredictor:
        predictor = NeuralTextPredictor(problem, TextParams.model_validate(bundle.manifest["network"]))
        predictor.network.load_state_dict(load_tensors(bundle.files["weights.safetensors"]))
        return predictor


TRAINER = TextTrainer()
