"""Networks of torch as part of a graph, by torch's own exporter."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import onnx
import torch
from torch import Tensor, nn

from driftdesk.core.training.export.graph import OPSET
from driftdesk.core.training.networks.bag_of_ngrams import BagNetwork


def exported(network: nn.Module, inputs: Sequence[Tensor], free: Sequence[Sequence[int]]) -> onnx.ModelProto:
    """``network`` as a model of ONNX with the same inputs in their order and one output.

    ``inputs`` are examples of at least two rows; ``free`` says of each which of its dimensions may vary: the first is
    that of rows and the same for all; others are each their own.
    """
    rows = torch.export.Dim("rows", min=1)
    shapes = tuple(
        {d: rows if d == 0 else torch.export.Dim(f"length{d}", min=1) for d in dims} for dims in free
    )
    with _quiet(), torch.inference_mode(False), torch.no_grad():
        program = torch.onnx.export(
            network.eval(),
            tuple(inputs),
            dynamo=True,
            dynamic_shapes=shapes,
            opset_version=OPSET,
            verbose=False,
        )
    assert program is not None  # only where a path is given
    return program.model_proto


class CountedBags(nn.Module):
    """A network on bags, asked with each n-gram of a text once and how often it occurs (0: none), so that texts of all
    lengths are rows of one matrix."""

    def __init__(self, network: BagNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, counts: Tensor) -> Tensor:
        weight = counts.to(torch.float32).unsqueeze(2)
        summed = (self.network.embedding.weight[ids] * weight).sum(dim=1)
        mean = summed / weight.sum(dim=1).clamp(min=1.0)
        out: Tensor = self.network.out(self.network.norm(mean))
        return out


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter speaks of its own deprecations and of optional packages."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
