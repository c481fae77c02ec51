"""Learning from a stream of row groups: same parts, same preprocessing, a known order, and as good as in memory."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from driftdesk.core.entities import ROW_ID, Column, Kind, Role, Schema, Task
from driftdesk.core.errors import JobCancelledError, TrainingError
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.training.learning import Order, learn
from driftdesk.core.training.preprocessing import Preprocessor
from driftdesk.core.training.problem import frame
from driftdesk.core.training.split import split
from driftdesk.core.training.streaming import shuffle
from driftdesk.core.training.streaming.feeding import Budget
from driftdesk.core.training.streaming.fitting import fit
from driftdesk.core.training.streaming.learning import learn_streamed, prepare
from driftdesk.core.training.streaming.survey import TEST, TRAIN, UNKNOWN, VALIDATION, Asked, survey
from driftdesk.core.training.weights import class_weights, row_weights, sample_weights
from tests.unit.core.training.material import Recording, churn, houses, order

GROUP = 500


class Groups:
    """A table in memory as row groups of ``GROUP`` rows."""

    key = "groups"

    def __init__(self, table: pa.Table, schema: Schema) -> None:
        self._table, self.columns = table, schema
        self.group_rows = [len(table.slice(at, GROUP)) for at in range(0, len(table), GROUP)]

    def read_group(
        self,
        group: int,
        columns: Sequence[str],
        at: npt.NDArray[np.int64] | None = None,
        *,
        with_row_ids: bool = False,
    ) -> pa.Table:
        assert at is None
        names = [*columns, ROW_ID] if with_row_ids else list(columns)
        return self._table.select(names).slice(group * GROUP, GROUP)

    def bounds(self, group: int, column: str) -> Bounds | None:
        return None


def asked_of(
    rows: int = 3000, monitor: Recording | None = None, **params: object
) -> tuple[Asked, pa.Table, Order]:
    table, given = churn(rows)
    wanted = order(given, Task.BINARY, "mlp", **params)
    return Asked(Groups(table, given), wanted, monitor or Recording()), table, wanted


# The order of an epoch.


def test_an_epoch_has_every_row_once_and_is_the_same_for_the_same_seed() -> None:
    blocks = [(np.arange(at, at + 100),) for at in range(0, 1000, 100)]

    def epoch(seed: int) -> list[int]:
        mixed = shuffle.mixed(blocks, 250, shuffle.generator(seed, 0, 0))
        return [int(row) for (some,) in mixed for row in some]

    assert sorted(epoch(1)) == list(range(1000))
    assert epoch(1) == epoch(1)
    assert epoch(1) != epoch(2)
    assert epoch(1)[:100] != sorted(epoch(1)[:100])


def test_batches_are_full_but_the_last() -> None:
    sizes = [len(b[0]) for b in shuffle.batches([(np.arange(70),), (np.arange(45),), (np.arange(3),)], 32)]
    assert sizes == [32, 32, 32, 22]


@pytest.mark.parametrize("lanes", [1, 2, 3, 7])
def test_lanes_have_the_same_number_of_rows_and_leave_none_out(lanes: int) -> None:
    groups = [10, 0, 7, 5, 1]
    of_lanes = [shuffle.pieces(groups, lane, lanes) for lane in range(lanes)]
    assert {sum(p.rows for p in each) for each in of_lanes} == {-(-23 // lanes)}
    rows = {(p.group, row) for each in of_lanes for p in each for row in range(p.first, p.stop)}
    assert len(rows) == 23


def test_the_quality_of_a_shuffle_is_that_of_a_full_one_where_the_buffer_holds_all() -> None:
    whole = shuffle.quality([1000] * 40, 40_000, 64, 0)
    small = shuffle.quality([1000] * 40, 2_000, 64, 0)
    assert abs(whole.correlation) < 0.02
    assert whole.distance == pytest.approx(1, abs=0.03)
    assert whole.spread == pytest.approx(1, abs=0.1)
    assert small.distance < 0.3
    assert small.spread > 2


# What is looked at before.


@pytest.mark.parametrize("rows", [60, 3000])
def test_the_parts_are_those_of_a_table_in_memory(rows: int) -> None:
    asked, table, wanted = asked_of(rows)
    framed = frame(table, wanted.schema, wanted.task, wanted.target)
    ids = np.asarray(framed.table[ROW_ID])
    parts = split(ids, framed.y.astype(np.int64), wanted.salt)
    found = survey(asked)
    assert found.problem == framed.problem
    all_ids = np.asarray(table[ROW_ID])
    for part, places in ((TRAIN, parts.train), (VALIDATION, parts.validation), (TEST, parts.test)):
        assert np.array_equal(all_ids[found.positions(part)], ids[places])
    assert np.count_nonzero(found.part == UNKNOWN) == len(table) - len(framed.y)


def test_a_rare_class_is_represented_as_in_memory() -> None:
    table, given = churn(2000)
    rare = np.where(
        np.arange(2000) % 167 == 0, "rare", np.asarray(table["plan"].cast(pa.string()).fill_null("free"))
    )
    rare[5] = "once"
    schema = given.model_copy(
        update={
            "columns": tuple(
                c.model_copy(update={"role": Role.TARGET if c.name == "plan" else Role.FEATURE})
                for c in given.columns
                if c.name != given.target.name  # type: ignore[union-attr]  # it has one
            )
        }
    )
    table = table.set_column(table.column_names.index("plan"), "plan", pa.array(rare))
    wanted = order(schema, Task.MULTICLASS, "mlp")
    framed = frame(table, schema, wanted.task, "plan")
    parts = split(np.asarray(framed.table[ROW_ID]), framed.y.astype(np.int64), wanted.salt)
    found = survey(Asked(Groups(table, schema), wanted, Recording()))
    assert np.array_equal(found.positions(TEST), parts.test)
    assert np.array_equal(found.positions(VALIDATION), parts.validation)


def test_a_split_by_time_is_that_of_memory() -> None:
    table, given = churn(1500)
    clock = next(c for c in given.columns if c.kind is Kind.DATETIME)
    columns = tuple(c.model_copy(update={"role": Role.TIMESTAMP}) if c is clock else c for c in given.columns)
    schema = given.model_copy(update={"columns": columns})
    wanted = order(schema, Task.BINARY, "mlp", split="time", epochs=1)
    in_memory = learn(table, wanted, Recording())
    streamed = Asked(Groups(table, schema), wanted, Recording())
    learned = learn_streamed(streamed, prepare(streamed, Budget(1 << 24))).learned
    assert np.array_equal(learned.test_row_ids, in_memory.test_row_ids)


def test_the_preprocessor_is_that_of_memory_within_the_sketch() -> None:
    asked, table, _ = asked_of(20_000)
    found = survey(asked)
    whole = Preprocessor.fit(table.take(found.positions(TRAIN)), found.problem.features)
    fitted = fit(asked, found).preprocessor
    assert fitted.categorical == whole.categorical
    for ours, exact in zip(fitted.numeric, whole.numeric, strict=True):
        assert ours.model_copy(update={"centre": exact.centre, "scale": exact.scale}) == exact
        assert ours.centre == pytest.approx(exact.centre, abs=0.01 * exact.scale)
        assert ours.scale == pytest.approx(exact.scale, rel=0.01)


def test_a_million_categories_are_counted_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from driftdesk.core.training.streaming import fitting

    monkeypatch.setattr(fitting, "KEPT", 100)
    _, given = churn(10)
    column = next(c for c in given.columns if c.kind is Kind.CATEGORICAL)
    counted = fitting._Categories(column)
    for at in range(50):
        often = ["common"] * 100 + [f"half {i}" for i in range(5)] * 8
        counted.add(pa.chunked_array([often + [f"once {at} {i}" for i in range(400)]]))
    assert len(counted.counts) <= 300
    encoder = counted.encoder()
    assert encoder is not None
    assert encoder.vocabulary[0] == "common"
    assert set(encoder.vocabulary[1:6]) == {f"half {i}" for i in range(5)}


# Learning.


def test_a_stream_learns_as_well_as_memory() -> None:
    asked, table, wanted = asked_of(6000, epochs=8)
    learned = learn_streamed(asked, prepare(asked, Budget(100_000))).learned
    in_memory = learn(table, wanted, Recording())
    assert learned.metrics.keys() == in_memory.metrics.keys()
    assert learned.metrics["roc_auc"] == pytest.approx(in_memory.metrics["roc_auc"], abs=0.03)
    assert np.array_equal(learned.seen_row_ids, in_memory.seen_row_ids)
    assert np.array_equal(learned.test_row_ids, in_memory.test_row_ids)
    assert learned.importance.keys() == in_memory.importance.keys()
    assert max(learned.importance, key=learned.importance.__getitem__) == max(
        in_memory.importance, key=in_memory.importance.__getitem__
    )


def test_a_stream_that_was_interrupted_ends_with_the_same_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    from driftdesk.core.training.callbacks import Checkpoints

    monkeypatch.setattr(Checkpoints, "seconds_between_steps", 0.0)
    monkeypatch.setattr(Checkpoints, "seconds_between_epochs", 0.0)
    monkeypatch.setattr(Checkpoints, "patience_for_cost", 0.0)

    def run(monitor: Recording) -> bytes:
        asked, _, _ = asked_of(3000, monitor, epochs=3)
        learned = learn_streamed(asked, prepare(asked, Budget(60_000))).learned
        return learned.predictor.bundle().files["weights.safetensors"]

    whole = run(alone := Recording())
    steps = sorted(alone.saves)
    for step in (steps[3], steps[len(steps) // 2], steps[-4]):
        assert run(Recording(start=alone.saves[step])) == whole


def test_a_stream_ends_where_it_is_asked_to() -> None:
    asked, _, _ = asked_of(3000, Recording(stop_after=60), epochs=50)
    with pytest.raises(JobCancelledError):
        learn_streamed(asked, prepare(asked, Budget(60_000)))


def test_a_trainer_that_needs_all_rows_in_memory_is_refused() -> None:
    table, given = churn(600)
    asked = Asked(Groups(table, given), order(given, Task.BINARY, "gradient-boosting"), Recording())
    with pytest.raises(TrainingError, match="needs all rows in memory") as refused:
        learn_streamed(asked, prepare(asked, Budget(60_000)))
    assert "mlp" in refused.value.hint


def test_rows_of_a_stream_weigh_what_they_weigh_in_memory() -> None:
    table, given = churn(2000)
    random = np.random.default_rng(0)
    table = table.append_column("importance", pa.array(random.random(2000)))
    column = Column(id="importance", name="importance", kind=Kind.NUMERIC, role=Role.WEIGHT)
    schema = given.model_copy(update={"columns": (*given.columns, column)})
    asked = Asked(
        Groups(table, schema), order(schema, Task.BINARY, "mlp", class_weight="balanced"), Recording()
    )
    found = survey(asked)
    train = table.take(found.positions(TRAIN))
    y = found.problem.encode(train[found.problem.target.name])
    counts = np.bincount(y.astype(np.int64))
    of_classes = class_weights(counts, found.problem, asked.order.params)
    whole = row_weights(sample_weights(train["importance"], "importance"), y, of_classes)
    ours = fit(asked, found).weights.of(train, y)
    assert whole is not None and ours is not None
    assert ours == pytest.approx(whole)
    assert ours.mean() == pytest.approx(1.0)
    learned = learn_streamed(asked, prepare(asked, Budget(100_000))).learned
    assert learned.metrics["roc_auc"] > 0.6


@pytest.mark.parametrize("trainer", ["mlp", "tabm"])
def test_a_regression_is_learned_from_a_stream(trainer: str) -> None:
    table, given = houses(1500)
    asked = Asked(Groups(table, given), order(given, Task.REGRESSION, trainer, epochs=6), Recording())
    learned = learn_streamed(asked, prepare(asked, Budget(100_000))).learned
    in_memory = learn(table, asked.order, Recording())
    assert learned.metrics["rmse"] == pytest.approx(in_memory.metrics["rmse"], rel=0.3)
