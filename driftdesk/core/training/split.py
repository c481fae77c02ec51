"""Which rows a model learns from and which judge it: train 80 %, validation 10 %, test 10 %, or as a stored split says.

The part of a row follows from a hash of its row id alone, not from the seed or the version. So a row
that was held out for the test once is held out in every later version and for every model of the dataset, and champion
and challenger can be compared on rows that neither has seen. Exact where data are plenty; classes with few rows are
topped up so that each is represented (see ``split``).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.errors import ParameterError, TrainingError

TEST_SHARE = 0.1
VALIDATION_SHARE = 0.1

PART = "_part"
"""The column (int8) of a table that is learned from which says the part of each row: a place in PARTS."""
PARTS = ("train", "validation", "test")

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """Positions (not row ids) of the rows of each part, ascending."""

    train: Ints
    validation: Ints
    test: Ints


def position(row_ids: Ints, salt: str) -> NDArray[np.float64]:
    """A number in [0, 1) for each row, uniform and fixed for ever: SplitMix64 (Steele, Lea, Flood 2014) of the row id,
    keyed by ``salt``. Below 0.1 is test, below 0.2 validation."""
    key = np.uint64(int.from_bytes(blake2b(salt.encode(), digest_size=8).digest(), "little"))
    with np.errstate(over="ignore"):
        z = (row_ids.astype(np.uint64) ^ key) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def split(row_ids: Ints, labels: Ints | None, salt: str) -> Parts:
    """The parts of rows by the hash of their ids, class by class (``labels``; None: all rows are one class).

    A class of 10 rows or more has at least one row (5 % of them from 20 on) in validation and test each, and every
    class has one in training: rows next in the order of the hash make up what is short. Raises TrainingError where
    there are not enough rows for three parts.
    """
    at = position(row_ids, salt)
    groups = np.zeros(len(at), np.int64) if labels is None else labels
    part = drawn(at, groups)
    _fill_empty(part, groups, at)
    return Parts(*(np.flatnonzero(part == p) for p in (0, 1, 2)))


def drawn(at: NDArray[np.float64], groups: Ints) -> NDArray[np.int8]:
    """The part of each row, group by group (class by class): 0 train, 1 validation, 2 test. ``at``: ``position``."""
    part = np.zeros(len(at), np.int8)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        rows = rows[np.argsort(at[rows], kind="stable")]
        least = len(rows) // 20 if len(rows) >= 20 else int(len(rows) >= 10)
        tests = max(int(np.count_nonzero(at[rows] < TEST_SHARE)), least)
        held = max(int(np.count_nonzero(at[rows] < TEST_SHARE + VALIDATION_SHARE)), tests + least)
        held = min(held, len(rows) - 1)
        part[rows[:held]] = 1
        part[rows[: min(tests, held)]] = 2
    return part


def _fill_empty(part: NDArray[np.int8], groups: Ints, at: NDArray[np.float64]) -> None:
    """Give an empty test or validation part the next row whose class keeps one in training."""
    for empty in (2, 1):
        if (part == empty).any():
            continue
        left = np.bincount(groups[part == 0], minlength=int(groups.max()) + 1)
        spare = np.flatnonzero((part == 0) & (left[groups] > 1))
        if not len(spare):
            raise TrainingError(
                "There are not enough rows of each class to hold some out for validation and test.",
                "Import more rows; ten of each class is a practical minimum.",
            )
        part[spare[np.argmin(at[spare])]] = empty


def check_parts(name: str, names: Collection[str]) -> None:
    """Raise ParameterError where nothing can be learned by a stored split with these parts."""
    if "train" not in names or "test" not in names or set(names) - set(PARTS):
        raise ParameterError(
            f"The split {name!r} has the parts {', '.join(names)}.",
            "A training needs train and test, and may have validation: name the parts so when you split.",
        )


def numbered(names: Sequence[str], parts: NDArray[np.uint8]) -> NDArray[np.int8]:
    """Parts of a stored split (places in ``names``) as places in PARTS."""
    return np.array([PARTS.index(name) for name in names], np.int8)[parts]


def split_as_stored(part: NDArray[np.int8], row_ids: Ints, salt: str) -> Parts:
    """The parts that rows were given. Without a validation part, a tenth of the training rows become that, by the hash
    of their ids. Raises TrainingError where a part has no row whose target is known."""
    if not (part == 1).any():
        part = np.where((part == 0) & (position(row_ids, salt) < VALIDATION_SHARE), np.int8(1), part)
    parts = Parts(*(np.flatnonzero(part == p) for p in (0, 1, 2)))
    for name, rows in zip(PARTS, (parts.train, parts.validation, parts.test), strict=True):
        if not len(rows):
            raise TrainingError(
                f"No row of the {name} part has a known target.", "Split anew, with larger parts."
            )
    return parts


def split_by_time(timestamps: Ints, row_ids: Ints) -> Parts:
    """The latest 10 % are the test part, the 10 % before them validation. Rows without a time count as the oldest."""
    order = np.lexsort((row_ids, timestamps))
    tests = max(1, round(len(order) * TEST_SHARE))
    validations = max(1, round(len(order) * VALIDATION_SHARE))
    train, validation, test = np.split(order, [len(order) - tests - validations, len(order) - tests])
    return Parts(np.sort(train), np.sort(validation), np.sort(test))
