"""Which chunks a chunk is compared with, and what their profiles are together."""

import numpy as np
import pyarrow as pa

from driftdesk.core.drift.compare import Comparison
from driftdesk.core.drift.methods import effects
from driftdesk.core.drift.timeline.cells import TimelineTable, pack
from driftdesk.core.drift.timeline.chunking import Chunk
from driftdesk.core.drift.timeline.learning import thresholds
from driftdesk.core.drift.timeline.pending import Pending
from driftdesk.core.drift.timeline.references import Merges, Window, windows, words_of
from driftdesk.core.drift.timeline.spec import Against
from driftdesk.core.entities import ColumnDrift, Kind, PackedPoint, Severity, Timeline, TimelineColumn
from driftdesk.core.profiles.profile import ColumnProfile, profile_array

CHUNKS = [Chunk(key, f"c{key}", 10) for key in (0, 1, 2, 7, 8)]


def spans(against: Against, period: str = "") -> list[tuple[int, int]]:
    return [(w.first, w.stop) for w in windows(CHUNKS, against, period)]


def test_a_rolling_reference_is_the_last_chunks_before() -> None:
    assert spans(Against("rolling", 2)) == [(0, 0), (0, 1), (0, 2), (1, 3), (2, 4)]


def test_an_expanding_reference_is_all_chunks_before() -> None:
    assert spans(Against("expanding")) == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4)]


def test_a_seasonal_reference_is_found_by_time_and_not_by_number() -> None:
    """Days 0, 1, 2, 7 and 8: a week before day 7 is day 0."""
    assert spans(Against("seasonal", season="week"), "day") == [(0, 0), (0, 0), (0, 0), (0, 1), (1, 2)]


def test_a_reference_is_told_by_its_first_and_last_chunk() -> None:
    assert words_of(CHUNKS, Window(0, 1)) == "c0"
    assert words_of(CHUNKS, Window(1, 4)) == "c1 to c7"
    assert not words_of(CHUNKS, Window(0, 0))


def profiles(values: np.ndarray, parts: int) -> list[ColumnProfile]:
    return [profile_array(pa.array(part), Kind.NUMERIC) for part in np.array_split(values, parts)]


def test_a_merged_window_is_the_profile_of_its_rows() -> None:
    values = np.random.default_rng(1).normal(size=1_300)
    merges = Merges(profiles(values, 13))
    for first, stop in ((0, 13), (3, 12), (5, 6), (1, 8)):
        merged = merges.of(Window(first, stop)).numeric
        rows = values[first * 100 : stop * 100]
        assert merged is not None
        assert merged.count == rows.size
        assert np.array_equal(merged.order.values, np.sort(rows))
        assert np.isclose(merged.mean, rows.mean())


def test_the_error_of_long_windows_grows_with_their_logarithm() -> None:
    values = np.random.default_rng(2).normal(size=400_000)
    merged = Merges(profiles(values, 64)).of(Window(0, 63)).numeric
    assert merged is not None
    assert merged.order.rank_error <= 8 / 8192


def test_a_constant_that_was_merged_has_no_deviation() -> None:
    merged = Merges(profiles(np.full(900, 0.1), 9)).of(Window(0, 9)).numeric
    assert merged is not None
    assert merged.deviation == 0.0


def test_a_kept_comparison_is_judged_as_the_comparison_itself() -> None:
    column = TimelineColumn(name="age", kind=Kind.NUMERIC)
    tests = (
        effects.Test("psi", 0.3, 0.001, (0.1, 0.25), 0.01, 0.02, (0.0005, 0.002), 2.0, True, "note"),
        effects.Test("missing", 0.01, 0.5, (0.05, 0.2)),
    )
    pending = Pending(2, [column])
    pending.put(1, 0, Comparison("age", Kind.NUMERIC, tests), 70)
    pending.put(0, 0, Comparison("age", Kind.NUMERIC, (), Severity.INSUFFICIENT_DATA, "too_few_values"), 3)
    (kept,) = pending.of_point(1)
    assert (kept.name, kept.tests, kept.settled) == ("age", tests, None)
    (thin,) = pending.of_point(0)
    assert (thin.tests, thin.settled, thin.method) == ((), Severity.INSUFFICIENT_DATA, "too_few_values")
    assert pending.values[:, 0].tolist() == [3, 70]


def drift(name: str, severity: Severity, statistic: float | None, method: str = "ks") -> ColumnDrift:
    return ColumnDrift(
        name=name,
        kind=Kind.NUMERIC,
        severity=severity,
        method=method,
        statistic=statistic,
        threshold=None if statistic is None else 0.1,
        p_value=0.01,
    )


def point(number: int, *columns: ColumnDrift) -> PackedPoint:
    methods, cells = pack(columns, [50] * len(columns))
    return PackedPoint(
        id=str(number),
        timeline_id="t",
        dataset_id="d",
        number=number,
        label=f"c{number}",
        rows=50,
        methods=methods,
        columns=len(columns),
        cells=cells,
    )


def test_stored_points_give_back_what_was_found() -> None:
    names = [TimelineColumn(name=n, kind=Kind.NUMERIC) for n in ("a", "b", "c")]
    timeline = Timeline(
        id="t",
        dataset_id="d",
        dataset_name="churn",
        every="rows:50",
        against="expanding",
        columns=tuple(names),
    )
    first = point(0, drift("a", Severity.NONE, None, "no_reference"), drift("b", Severity.NONE, 0.02))
    second = point(1, drift("a", Severity.WARNING, 0.123456789), drift("b", Severity.CRITICAL, 0.5, "psi"))
    table = TimelineTable(timeline, [first, second])
    cell = table.cell(1, 0)
    assert (cell.method, cell.statistic, cell.severity, cell.rows) == (
        "ks",
        0.123456789,
        Severity.WARNING,
        50,
    )
    assert table.cell(0, 0).statistic is None
    assert table.cell(0, 0).method == "no_reference"
    assert table.cell(1, 1).method == "psi"
    assert not table.cell(1, 2).method  # a column that came later than these points
    assert table.order() == [1, 0, 2]


def test_learned_thresholds_are_three_deviations_above_the_mean() -> None:
    """Mean 0.03, population deviation sqrt(0.0002) = 0.0141421: 0.03 + 3 * 0.0141421 = 0.0724264."""
    found = thresholds("ks", [0.01, 0.02, 0.03, 0.04, 0.05], (0.05, 0.15), 3.0)
    assert np.isclose(float(str(found["warning"])), 0.07242640687119285)
    assert np.isclose(float(str(found["critical"])), 0.1148528137423857)


def test_chunks_that_are_all_alike_do_not_make_every_breath_an_alarm() -> None:
    found = thresholds("ks", [0.0] * 10, (0.05, 0.15), 3.0)
    assert (found["warning"], found["critical"]) == (0.005000000000000001, 0.015)
