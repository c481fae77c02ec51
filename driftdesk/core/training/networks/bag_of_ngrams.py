"""The network of the trainer ``text``, in the manner of fastText.

The mean of the embeddings of a text's n-grams, then a linear layer: Joulin et al., "Bag of tricks for efficient text
classification", EACL 2017, with the n-grams of characters instead of words, so that it needs no tokenizer.
"""

import torch
from torch import Tensor, nn

from driftdesk.core.training.ngrams import Bags, bags
from driftdesk.core.training.trainers.text import TextParams


class BagNetwork(nn.Module):
    """(n-gram buckets int64, where each text starts) -> texts x classes."""

    def __init__(self, classes: int, params: TextParams) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(params.buckets, params.embedding_size, mode="mean")
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.norm = nn.LayerNorm(params.embedding_size)
        self.dropout = nn.Dropout(params.dropout)
        self.out = nn.Linear(params.embedding_size, classes)

    def forward(self, ids: Tensor, offsets: Tensor) -> Tensor:
        out: Tensor = self.out(self.dropout(self.norm(self.embedding(ids, offsets))))
        return out


class BagInputs:
    """The hashed n-grams of each row's text, of different numbers, as the network takes them."""

    def __init__(self, found: Bags) -> None:
        self._bags = found

    def __len__(self) -> int:
        return len(self._bags)

    def batch(self, rows: Tensor) -> tuple[Tensor, ...]:
        some = self._bags.take(rows.numpy())
        return torch.from_numpy(some.ids), torch.from_numpy(some.offsets[:-1].astype("int32"))


def encode(texts: list[str], params: TextParams) -> BagInputs:
    """One bag a text."""
    return BagInputs(bags(texts, params.ngram, params.buckets, params.max_length))
