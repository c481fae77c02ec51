"""Which rows say what a model is expected to do: never those that it was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.datasets.names import no_such
from driftdesk.core.entities import Dataset, DatasetVersion, ModelVersion, OperationKind
from driftdesk.core.errors import ParameterError
from driftdesk.core.performance.rows import Keep
from driftdesk.core.training.evaluation.measured import Ints

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.splits.service import SplitService

TEST = "test"
_FIRST_SHARE = 0.3
_HINT = "Write test (of a model), a version such as v3 or golden, part:SPLIT:PART, or rows:10000 (the first ones)."


@dataclass(frozen=True)
class Chosen:
    """Rows of ``version`` by their ids (``ids``, ascending), or by their places (``places``: of each row whether);
    both None: all of them."""

    version: DatasetVersion
    words: str
    ids: Ints | None = None
    places: NDArray[np.bool_] | None = None

    def keep(self, seen: Ints) -> Keep:
        """The rows that are not ``seen`` (ascending row ids)."""
        from driftdesk.core.training.row_ids import contains

        def wanted(row_ids: Ints, first: int) -> NDArray[np.bool_]:
            found = ~contains(seen, row_ids)
            if self.ids is not None:
                found &= contains(self.ids, row_ids)
            if self.places is not None:
                found &= self.places[first : first + len(row_ids)]
            return found

        return wanted


def resolved(
    text: str,
    dataset: Dataset,
    version: DatasetVersion,
    model: ModelVersion | None,
    *,
    datasets: DatasetService,
    splits: SplitService,
) -> str:
    """``text`` as it is stored: ``test``, ``v3``, ``part:random:test``, ``rows:1000``. Empty: the rows held out of a
    model's training; without a model the version before, or the first 30 % of the rows of a first version, and of one that
    predictions were written to. Raises ParameterError, NotFoundError."""
    text = text.strip()
    if not text:
        if model is not None:
            return TEST
        if version.parent is not None and version.operation.kind is not OperationKind.PREDICT:
            return f"v{version.parent}"
        return f"rows:{max(1, round(version.rows * _FIRST_SHARE))}"
    if text == TEST:
        if model is None or model.test_row_ids_artifact is None:
            raise ParameterError("Only a model has rows that were held out for its test.", _HINT)
        return TEST
    kind, _, more = text.partition(":")
    if kind == "rows":
        if not more.isdecimal() or len(more) > 12 or not 0 < int(more) < version.rows:
            raise ParameterError(
                f"{text!r}: v{version.number} has {version.rows:,} rows, of which some must be left.", _HINT
            )
        return f"rows:{int(more)}"
    if kind == "part":
        name, _, part = more.partition(":")
        parts = [p.name for p in splits.named(dataset, version, name).parts]
        if part not in parts:
            raise no_such(f"part of the split {name!r}", part, parts)
        return text
    bare = text[1:] if text[:1] == "v" and text[1:].isdecimal() else text
    found = datasets.version(dataset, bare)
    if found.number == version.number and model is None:
        raise ParameterError(f"Reference and current are both version {found.number}.", _HINT)
    return f"v{found.number}"


def choose(
    text: str,
    dataset: Dataset,
    version: DatasetVersion,
    test_rows: tuple[DatasetVersion, Ints] | None,
    *,
    datasets: DatasetService,
    splits: SplitService,
) -> Chosen:
    """The rows of a ``resolved`` reference. ``test_rows``: ids of the rows held out of the model's training, and the
    version they are of."""
    if text == TEST:
        assert test_rows is not None
        home, ids = test_rows
        return Chosen(home, f"rows of v{home.number} held out for the model's test", ids=ids)
    kind, _, more = text.partition(":")
    places = np.zeros(version.rows, np.bool_)
    if kind == "rows":
        places[: int(more)] = True
        return Chosen(version, f"the first {int(more):,} rows", places=places)
    if kind == "part":
        name, _, part = more.partition(":")
        split = splits.named(dataset, version, name)
        places = splits.parts(split) == [p.name for p in split.parts].index(part)
        return Chosen(version, f"the part {part} of the split {name}", places=places)
    home = datasets.version(dataset, text[1:])
    return Chosen(home, f"v{home.number}")
