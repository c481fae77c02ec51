"""How columns go together is told from samples that were kept when the rows were written."""

import csv
import io
from datetime import timedelta

import numpy as np
import pytest

from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.storage.store import Store
from tests.integration.data.conftest import ImportText

ROWS = 70_000
_NONE = timedelta(seconds=-5)


def csv_text(rows: int, seed: int) -> str:
    random = np.random.default_rng(seed)
    x = random.normal(size=rows)
    y = x + random.normal(size=rows)
    group = np.where(x > 0, "high", "low")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["x", "y", "group"])
    writer.writerows(zip(x.round(6), y.round(6), group, strict=True))
    return out.getvalue()


def test_pairs_of_several_row_groups_are_near_those_of_all_rows(
    store: Store, import_text: ImportText
) -> None:
    version = import_text("d", csv_text(ROWS, 1)).version
    found = ProfileService(store).pairs(version)
    by_names = {(p.first, p.second): p for p in found.pairs}
    assert by_names["x", "y"].value == pytest.approx(np.sqrt(0.5), abs=0.03)
    assert by_names["x", "group"].value == pytest.approx(np.sqrt(2 / np.pi), abs=0.03)
    assert not found.is_exact
    assert found.of("group")[0][0] == "x"


def test_a_second_look_reads_no_chunk(
    store: Store, import_text: ImportText, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = import_text("d", csv_text(ROWS, 2)).version
    first = ProfileService(store).pairs(version)

    def refuse(*_: object) -> None:
        raise AssertionError("a chunk was read")

    monkeypatch.setattr(store.chunks, "get", refuse)
    assert ProfileService(store).pairs(version) == first


def test_chunks_without_a_sample_get_one_when_it_is_asked_for(store: Store, import_text: ImportText) -> None:
    version = import_text("d", csv_text(2_000, 3)).version
    first = ProfileService(store).pairs(version)
    store.chunk_profiles.sweep(lambda key: "sample" not in key, grace=_NONE)
    assert ProfileService(store).pairs(version) == first
    assert first.is_exact


def test_the_columns_of_an_appended_part_that_lacks_them_are_missing_there(
    import_text: ImportText, store: Store
) -> None:
    import_text("d", "a,b\n" + "".join(f"{i},{i * 2}\n" for i in range(100)))
    version = import_text(
        "d", "a\n" + "".join(f"{i}\n" for i in range(100)), file="b.csv", missing_columns="null"
    ).version
    pair = ProfileService(store).pairs(version).pairs[0]
    assert (pair.rows, pair.value) == (100, 1.0)
