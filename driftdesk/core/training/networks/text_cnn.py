"""The network of the trainer ``text-cnn``: convolutions over the characters of a text.

Kim, "Convolutional neural networks for sentence classification", EMNLP 2014 (windows of several widths, the largest
answer of each filter, dropout, a linear layer), on characters as in Zhang, Zhao, LeCun, NeurIPS 2015. Characters are
hashed, so any script will do.
"""

import numpy as np
import torch
from torch import Tensor, nn

from driftdesk.core.training.ngrams import Bags, characters
from driftdesk.core.training.trainers.text_cnn import TextCnnParams

_PAD = 0


class TextCnnNetwork(nn.Module):
    """texts x length of characters (int64, from 1; 0 after a text's end) -> texts x classes."""

    def __init__(self, classes: int, params: TextCnnParams) -> None:
        super().__init__()
        size, filters = params.embedding_size, params.filters
        self.embedding = nn.Embedding(params.buckets + 1, size, padding_idx=_PAD)
        self.widths = params.windows
        self.windows = nn.ModuleList(nn.Conv1d(size, filters, w) for w in params.windows)
        self.dropout = nn.Dropout(params.dropout)
        self.out = nn.Linear(filters * len(params.windows), classes)

    def forward(self, characters: Tensor) -> Tensor:
        embedded = self.embedding(characters).transpose(1, 2)
        beyond = (characters == _PAD).unsqueeze(1)
        found = []
        for width, window in zip(self.widths, self.windows, strict=True):
            padded = nn.functional.pad(embedded, (0, width - 1))
            # a window that begins after the text's end must not answer: how long others are would matter
            answers = torch.relu(window(padded)).masked_fill(beyond, 0.0)
            found.append(answers.amax(dim=2))
        out: Tensor = self.out(self.dropout(torch.cat(found, dim=1)))
        return out


class CharacterInputs:
    """Texts one after the other; a batch is as long as its longest."""

    def __init__(self, found: Bags) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    def batch(self, rows: Tensor) -> tuple[Tensor, ...]:
        some = self._found.take(rows.numpy())
        lengths = np.diff(some.offsets)
        padded = np.full((len(lengths), int(lengths.max(initial=1))), _PAD, np.int64)
        padded[np.arange(padded.shape[1]) < lengths[:, None]] = some.ids + 1
        return (torch.from_numpy(padded),)


def encode(texts: list[str], params: TextCnnParams) -> CharacterInputs:
    """The hashed characters of each text, up to the longest length."""
    return CharacterInputs(characters(texts, params.buckets, params.max_length))
