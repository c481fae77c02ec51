"""Splits of versions on the real server: stored, reproducible, looked through for leaks, swept never."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from driftdesk.core.cleaning.rules import parse_rule
from driftdesk.core.cleaning.service import CleaningService
from driftdesk.core.datasets import writer
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import ROW_ID, Split, folds
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError, SchemaError
from driftdesk.core.retention.sweeping import sweep
from driftdesk.core.splits import service as splits_module
from driftdesk.core.splits.service import SplitService, make_spec
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.desk import Desk
from driftdesk.workers.local import run_here
from tests.integration.data.conftest import ImportText, Listener


@pytest.fixture
def splits(store: Store, datasets: DatasetService, tables: TableService) -> SplitService:
    return SplitService(store, datasets, tables, "tester")


def people(rows: int, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "user": [f"u{seed}-{i}" for i in range(rows)],
            "age": random.normal(40, 9, rows).round(3),
            "plan": random.choice(["free", "basic", "gold"], rows, p=[0.7, 0.25, 0.05]),
            "at": pd.date_range("2024-01-01", periods=rows, freq="h").astype(str),
            "left": random.choice(["churned", "stayed"], rows, p=[0.2, 0.8]),
        }
    )


def put(import_text: ImportText, frame: pd.DataFrame, **options: object) -> None:
    import_text(
        "d",
        frame.to_csv(index=False),
        **{"task": "binary", "target": "left", "timestamp": "at", "roles": {"user": "id"}} | options,
    )


def parts_of(splits: SplitService, tables: TableService, split: Split) -> pd.Series:
    version = splits._datasets.resolve(f"d@{split.version}")[1]
    ids = tables.read(version, [], with_row_ids=True)[ROW_ID].to_numpy()
    return pd.Series(splits.parts(split), index=ids)


def test_a_split_is_stored_with_the_version_and_the_same_again(
    import_text: ImportText, splits: SplitService, tables: TableService
) -> None:
    put(import_text, people(1000))
    made = splits.create("d", "a", make_spec("random"))
    again = splits.create("d", "b", make_spec("random"))
    other = splits.create("d", "c", make_spec("random", seed=1))
    assert [(p.name, p.rows) for p in made.parts] == [("train", 800), ("validation", 100), ("test", 100)]
    assert splits.get("d@1", "a") == made
    assert [s.name for s in splits.list("d")] == ["a", "b", "c"] == [s.name for s in splits.list("d@1")]
    assert made.digests == again.digests != other.digests
    assert len(parts_of(splits, tables, made)) == 1000


def test_each_class_has_its_share_in_every_part(import_text: ImportText, splits: SplitService) -> None:
    frame = people(1000)
    put(import_text, frame)
    made = splits.create("d", "s", make_spec("stratified"))
    assert made.spec.by == "left"
    whole = frame.left.value_counts(normalize=True)
    for part in made.parts:
        for value in part.classes:
            assert value.rows / part.rows == pytest.approx(whole[value.value], abs=0.02)
    by_plan = splits.create("d", "p", make_spec("stratified", {"train": 0.5, "test": 0.5}, "plan"))
    assert [p.rows for p in by_plan.parts] == [500, 500]


def test_rows_keep_their_parts_when_a_version_is_appended_or_cleaned(
    import_text: ImportText,
    splits: SplitService,
    tables: TableService,
    cleaning: CleaningService,
    context: Listener,
) -> None:
    put(import_text, people(600))
    spec = make_spec("stratified")
    first = parts_of(splits, tables, splits.create("d", "s", spec))
    put(import_text, pd.concat([people(300, seed=1), people(600).iloc[:5]]))
    second = splits.create("d", "s", spec)
    assert second.based_on == 1
    grown = parts_of(splits, tables, second)
    assert (grown[first.index] == first).all()
    assert [p.rows for p in second.parts] == pytest.approx([724, 90, 91], abs=2)
    cleaning.clean("d", [parse_rule("duplicates")], context)
    cleaned = parts_of(splits, tables, splits.create("d", "s", spec))
    assert (cleaned == grown[cleaned.index]).all()


def test_a_split_by_time_puts_the_newest_rows_last_and_says_when(
    import_text: ImportText, splits: SplitService
) -> None:
    put(import_text, people(100).sample(frac=1, random_state=1))
    made = splits.create("d", "t", make_spec("time"))
    assert made.spec.by == "at"
    assert [p.rows for p in made.parts] == [80, 10, 10]
    assert made.parts[0].last and made.parts[1].first and made.parts[0].last < made.parts[1].first
    assert not made.leaks


def test_groups_never_cross_parts_though_rows_lack_theirs(
    import_text: ImportText, splits: SplitService, tables: TableService
) -> None:
    frame = people(400)
    frame["home"] = np.where(np.arange(400) % 10, np.arange(400) % 37, np.nan)
    put(import_text, frame)
    made = splits.create("d", "g", make_spec("group", by="home"))
    parts = splits.parts(made)
    homes = frame.home.to_numpy()
    for part in range(3):
        here, there = set(homes[parts == part]), set(homes[parts != part])
        assert not {h for h in here & there if h == h}  # noqa: PLR0124  (not NaN)
    assert len(set(parts[np.isnan(homes)])) > 1
    assert "shared_values" not in {leak.code for leak in made.leaks}


def test_leaks_are_found_and_said_in_plain_words(import_text: ImportText, splits: SplitService) -> None:
    frame = people(300)
    frame["note"] = [f"Call number {i}!" for i in range(300)]
    doubled = frame.copy()
    doubled["note"] = doubled.note.str.upper()
    both = pd.concat([frame, doubled, frame.iloc[:50]])
    put(import_text, both, kinds={"note": "text"})
    made = splits.create("d", "s", make_spec("random"))
    parts = splits.parts(made)
    told = {(leak.code, leak.part): leak for leak in made.leaks}
    features = ["age", "plan", "note"]
    marked = both.assign(part=parts).reset_index(drop=True)
    in_parts = marked.groupby(features, observed=True).part.transform("nunique") > 1
    assert told["equal_rows", "test"].rows == int((in_parts & (marked.part == 2)).sum())
    near = marked.groupby(marked.note.str.lower()).part.transform("nunique") > 1
    assert told["near_texts", "test"].rows == int((near & (marked.part == 2)).sum())
    users = marked.groupby("user").part.nunique() > 1
    assert told["shared_values", ""].values == int(users.sum())
    times = pd.to_datetime(both["at"]).to_numpy()
    newest = times[parts == 0].max()
    assert told["time_overlap", "test"].rows == int((times[parts == 2] < newest).sum())
    assert told["time_overlap", "test"].text.startswith(
        f"{told['time_overlap', 'test'].rows} rows of test are older"
    )
    assert "occur in several parts" in told["shared_values", ""].text
    by_user = splits.create("d", "g", make_spec("group", by="user"))
    assert {leak.code for leak in by_user.leaks} == {"time_overlap"}


def test_folds_have_equal_sizes(import_text: ImportText, splits: SplitService) -> None:
    put(import_text, people(100))
    made = splits.create("d", "f", make_spec("stratified", folds(5)))
    assert [(p.name, p.rows) for p in made.parts] == [(f"fold-{i}", 20) for i in range(1, 6)]


def test_rows_of_a_part_are_looked_at_like_those_of_a_version(
    import_text: ImportText, splits: SplitService, tables: TableService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 64)
    monkeypatch.setattr(splits_module, "_CHUNK_ROWS", 100)
    frame = people(300)
    put(import_text, frame)
    made = splits.create("d", "s", make_spec("random"))
    expected = frame[splits.parts(made) == 2]
    view = tables.view(splits.source(made, "test"))
    assert view.rows == len(expected)
    assert view.page(5, 10)["user"].to_pylist() == expected.user.tolist()[5:15]
    filtered = tables.view(splits.source(made, "test"), "plan == 'free'")
    assert filtered.rows == int((expected.plan == "free").sum())
    with pytest.raises(NotFoundError, match="no part"):
        splits.source(made, "nope")


def test_a_version_with_a_split_stays_and_a_sweep_leaves_its_rows_parts(
    import_text: ImportText, splits: SplitService, datasets: DatasetService, store: Store
) -> None:
    put(import_text, people(50))
    put(import_text, people(50, seed=1))
    made = splits.create("d@1", "s", make_spec("random"))
    with pytest.raises(ConflictError, match="it has the split s"):
        datasets.remove_version("d@1")
    sweep(store, Listener(), timedelta(0), dry_run=False)
    assert len(splits.parts(made)) == 50
    splits.remove("d@1", "s")
    assert splits.list("d") == []
    datasets.remove_version("d@1")


def test_splits_that_cannot_be_made_change_nothing(
    import_text: ImportText, splits: SplitService, store: Store
) -> None:
    put(import_text, people(30))
    splits.create("d", "s", make_spec("random"))
    for error, name, spec in (
        (ConflictError, "s", make_spec("random")),
        (ParameterError, "4 rooms", make_spec("random")),
        (NotFoundError, "n", make_spec("group", by="nope")),
        (SchemaError, "n", make_spec("time", by="plan")),
        (ParameterError, "n", make_spec("random", {"train": 0.999, "test": 0.001})),
    ):
        with pytest.raises(error):
            splits.create("d", name, spec)
    assert store.splits.count() == 1


def test_a_split_is_a_job_that_makes_one_however_often_it_runs(
    import_text: ImportText, desk: Desk, context: Listener
) -> None:
    put(import_text, people(100))
    job = desk.split("d", method="stratified", shares={"train": 0.7, "test": 0.3}, name="mine")
    done = run_here(desk, job)
    assert done.result is not None
    assert done.result["split"] == "mine"
    assert [p["rows"] for p in done.result["parts"]] == [70, 30]
    context.job_id = job.id
    assert desk.splits.create("d", "mine", make_spec("random"), context).name == "mine"
    with pytest.raises(ConflictError, match="already"):
        desk.split("d", name="mine")
