"""Detectors of streams: river's documented alarms, and the same ones in one go or batch by batch."""

import random

import numpy as np
import pytest

from driftdesk.core.errors import ParameterError
from driftdesk.core.streams.detectors import DETECTORS, parse_params
from driftdesk.core.streams.watching import alarms, jump


def numbers() -> np.ndarray:
    """0 and 1, then 4 to 7 from place 1,000 on: river's example."""
    rng = random.Random(12345)
    return np.array(rng.choices([0, 1], k=1000) + rng.choices(range(4, 8), k=1000), dtype=np.float64)


def errors() -> np.ndarray:
    """Half of them yes, then 70 % from place 1,000 on: river's example."""
    rng = random.Random(42)
    return np.array(
        rng.choices([0, 1], k=1000) + rng.choices([0, 1], k=1000, weights=[0.3, 0.7]), dtype=np.float64
    )


@pytest.mark.parametrize(
    ("detector", "given", "first"),
    [("adwin", {}, 1023), ("kswin", {"alpha": 1e-4, "seed": 42}, 1016), ("page-hinkley", {}, 1006)],
)
def test_the_first_alarm_on_numbers_is_the_documented_one(
    detector: str, given: dict[str, float], first: int
) -> None:
    assert alarms(detector, parse_params(detector, given), numbers())[0] == first


@pytest.mark.parametrize(
    ("detector", "given", "first"),
    [
        ("ddm", {}, 1334),
        ("eddm", {"alpha": 0.8, "beta": 0.75}, 1278),
        ("hddm-a", {}, 1206),
        ("hddm-w", {}, 1077),
    ],
)
def test_the_first_alarm_on_errors_is_the_documented_one(
    detector: str, given: dict[str, float], first: int
) -> None:
    assert alarms(detector, parse_params(detector, given), errors())[0] == first


@pytest.mark.parametrize("detector", [name for name, info in DETECTORS.items() if not info.is_dummy])
def test_after_an_alarm_a_detector_knows_nothing_of_what_was_before(detector: str) -> None:
    stream = np.concatenate([errors()] * 3)
    params = parse_params(detector, {})
    whole = alarms(detector, params, stream)
    assert whole
    first = whole[0] + 1
    assert whole[1:] == [first + at for at in alarms(detector, params, stream[first:])]


def test_dummies_raise_what_their_names_say() -> None:
    values = np.zeros(10)
    assert alarms("never", parse_params("never", {}), values) == []
    assert alarms("always", parse_params("always", {}), values) == list(range(10))
    assert alarms("every", parse_params("every", {"rows": 4}), values) == [3, 7]


def test_missing_values_are_not_seen_and_keep_their_places() -> None:
    stream = numbers()
    gappy = np.insert(stream, np.arange(0, stream.size, 2), np.nan)
    (first, *_) = alarms("adwin", parse_params("adwin", {}), gappy)
    assert gappy[first] == stream[1023]
    assert np.isfinite(gappy[:first]).sum() == 1023


def test_a_stream_of_numbers_is_refused_where_errors_are_watched() -> None:
    with pytest.raises(ParameterError, match="no and yes"):
        alarms("ddm", parse_params("ddm", {}), numbers())


@pytest.mark.parametrize(
    ("detector", "given", "problem"),
    [
        ("adwin", {"delta": 2}, "delta"),
        ("adwin", {"detla": 0.1}, "no parameter"),
        ("adwen", {}, "no stream detector"),
    ],
)
def test_parameters_are_checked(detector: str, given: dict[str, float], problem: str) -> None:
    with pytest.raises(ParameterError, match=problem):
        parse_params(detector, given)


def test_the_jump_is_large_at_a_change_and_small_anywhere_else() -> None:
    stream = numbers()
    assert (jump(stream, [1000]) or 0) > 1.5
    assert (jump(stream, [500, 1500]) or 0) < 0.2
    assert jump(stream, []) is None
    assert jump(np.zeros(500), [250]) is None


@pytest.mark.parametrize("values", [np.empty(0), np.array([1.0]), np.full(300, np.nan), np.ones(300)])
@pytest.mark.parametrize("detector", DETECTORS)
def test_nothing_is_no_alarm(detector: str, values: np.ndarray) -> None:
    found = alarms(detector, parse_params(detector, {}), values)
    assert found == [] or DETECTORS[detector].is_dummy or detector == "eddm"
