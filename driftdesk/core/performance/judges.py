"""What is measured and what is estimated of any of the rows: of classes, and of values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.errors import InputError, SchemaError
from driftdesk.core.performance.calibration import Calibration, calibrate
from driftdesk.core.performance.predictions import Predicted, StoredPredictions
from driftdesk.core.training.evaluation.measured import (
    Floats,
    Ints,
    Measured,
    Outcomes,
    certain,
    classification,
    of_losses,
    regression,
)
from driftdesk.core.training.problem import encode_labels

MOST_CLASSES = 200


class Judge(Protocol):
    """Rows are numbered: those of the reference, then all others."""

    def labelled(self, rows: Ints) -> Ints:
        """Those whose truth is known."""
        ...

    def realised(self, rows: Ints) -> dict[str, Measured]:
        """Of rows that are all labelled."""
        ...

    def estimated(self, rows: Ints) -> dict[str, Measured]: ...


@dataclass(frozen=True)
class Classes:
    """``truth``: class numbers, -1 where not known; ``chance``: rows x classes of calibrated probabilities; None where
    nothing is estimated."""

    names: Sequence[str]
    classes: Sequence[str]
    truth: Ints
    decided: Ints
    scores: Floats | None
    are_probabilities: bool
    chance: Floats | None

    @property
    def binary(self) -> bool:
        return len(self.classes) == 2

    def labelled(self, rows: Ints) -> Ints:
        return rows[self.truth[rows] >= 0]

    def realised(self, rows: Ints) -> dict[str, Measured]:
        return self._measured(rows, certain(self.truth[rows], len(self.classes)))

    def estimated(self, rows: Ints) -> dict[str, Measured]:
        return {} if self.chance is None else self._measured(rows, self.chance[rows])

    def _measured(self, rows: Ints, truth: Floats) -> dict[str, Measured]:
        scores = None if self.scores is None else self.scores[rows]
        outcomes = Outcomes(truth, self.decided[rows], scores, self.are_probabilities)
        return classification(outcomes, self.names, binary=self.binary)


@dataclass(frozen=True)
class Values:
    """``truth``: NaN where not known; ``expected``: losses by metric."""

    names: Sequence[str]
    truth: Floats
    predicted: Floats
    expected: Mapping[str, Floats]
    spread: Mapping[str, float]

    def labelled(self, rows: Ints) -> Ints:
        return rows[np.isfinite(self.truth[rows])]

    def realised(self, rows: Ints) -> dict[str, Measured]:
        return regression(self.truth[rows], self.predicted[rows], self.names)

    def estimated(self, rows: Ints) -> dict[str, Measured]:
        found: dict[str, Measured] = {}
        for name in self.names:
            if name in self.expected:
                measured = of_losses(name, self.expected[name][rows], self.spread[name])
                if measured is not None:
                    found[name] = measured
        return found


@dataclass(frozen=True)
class Classified:
    """A judge with what it was made of."""

    judge: Classes
    classes: tuple[str, ...]
    calibration: Calibration | None


def of_classes(
    reference: Predicted,
    current: Predicted,
    known: Sequence[str],
    stored: StoredPredictions | None,
    *,
    estimate: bool,
    context: Context,
) -> Classified:
    """``known``: the model's classes; of stored predictions the reference's labels tell them. A class that only the
    other rows have is one that the model gives no probability. Raises InputError, SchemaError."""
    seen = [*_texts(reference.truth), *_texts(reference.decided)]
    classes = tuple(known) or tuple(sorted(set(seen)))
    if len(classes) < 2:
        only = f" ({classes[0]})" if classes else ""
        raise InputError(
            f"The reference has one class only{only}: nothing can be told from it.",
            "Choose a reference with rows of every class.",
        )
    more = sorted({*_texts(reference.truth), *_texts(current.truth), *_texts(current.decided)} - set(classes))
    width = len(classes) + len(more)
    if width > MOST_CLASSES:
        raise SchemaError(
            f"The target has {width} classes; performance is told of {MOST_CLASSES} at most.",
            "Check the roles of the columns, or the task of the dataset.",
        )
    everything = (*classes, *more)
    scores = _scores(reference, current, classes, stored, width)
    truth = _codes([reference.truth, current.truth], everything)
    decided = _decided(reference, current, everything, scores)
    split = len(reference.truth)
    sound = scores is None or bool(((scores >= 0) & (scores <= 1)).all())
    calibration = chance = None
    if estimate and scores is not None:
        calibration, chance = _calibrated(scores, truth, split, len(classes), context)
    judge = Classes(
        names=(),
        classes=everything,
        truth=truth,
        decided=decided,
        scores=scores,
        are_probabilities=sound,
        chance=chance,
    )
    return Classified(judge, everything, calibration)


def _calibrated(
    scores: Floats, truth: Ints, split: int, classes: int, context: Context
) -> tuple[Calibration, Floats]:
    """Chances of all rows. A class that the model does not know has none."""
    labelled = np.flatnonzero((truth[:split] >= 0) & (truth[:split] < classes))
    if len(np.unique(truth[labelled])) < 2:
        raise InputError(
            "The labelled rows of the reference have one class only: scores cannot be calibrated.",
            "Choose a reference with rows of every class, or do not estimate.",
        )
    calibration = calibrate(scores[labelled, :classes], truth[labelled], context)
    chance = np.zeros(scores.shape)
    chance[:, :classes] = calibration(scores[:, :classes])
    chance[labelled, :classes] = calibration.held_out
    return calibration, chance


def _scores(
    reference: Predicted,
    current: Predicted,
    classes: Sequence[str],
    stored: StoredPredictions | None,
    width: int,
) -> Floats | None:
    """rows x classes, of all rows."""
    if reference.scores is None:
        return None
    given = reference.scores
    if current.scores is not None:
        given = np.concatenate([given, current.scores])
    if stored is not None:
        places = stored.score_places(classes)
        if places is None or places[0] == places[-1]:
            positive = given[:, 0 if places is None else places[1]]
            given = np.column_stack([1 - positive, positive])
        else:
            given = given[:, places]
    return np.pad(given, ((0, 0), (0, width - given.shape[1])))


def _decided(reference: Predicted, current: Predicted, classes: Sequence[str], scores: Floats | None) -> Ints:
    """As predicted; where only scores are given, the class of the highest one."""
    found = _codes([reference.decided, current.decided], classes)
    missing = found < 0
    if missing.any() and scores is not None:
        if not ((scores[missing] >= 0) & (scores[missing] <= 1)).all():
            raise SchemaError(
                "The scores are no probabilities (they leave 0 to 1), so they do not say what was decided.",
                "Give a column of decisions the role prediction.",
            )
        found[missing] = scores[missing].argmax(axis=1)
    return found


def _codes(arrays: Sequence[pa.Array], classes: Sequence[str]) -> Ints:
    return np.concatenate([encode_labels(a.cast(pa.string()), tuple(classes)) for a in arrays])


def _texts(array: pa.Array) -> list[str]:
    return [t for t in array.unique().to_pylist() if t is not None]
