"""Hostile files through the real import: each is imported right, or refused with a reason and a hint; memory stays
bounded, nothing hangs, and a refusal leaves the store as it was."""

from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from driftdesk.core.ingest.service import IngestService
from driftdesk.core.storage.store import Store
from tests.integration.data.hostile import columnar, damaged, delimited, encodings, objects, packed, workbooks
from tests.integration.data.hostile.case import Case
from tests.integration.data.hostile.running import Laboratory, cases

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def laboratory(store: Store, database: Database[dict[str, Any]], ingest: IngestService) -> Laboratory:
    return Laboratory(store, database, ingest)


@cases(delimited.EMPTY, delimited.HEADERS, delimited.LINES, delimited.NUMBERS_AND_DATES, delimited.CELLS)
def test_delimited_text(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


@cases(encodings.ENCODINGS)
def test_encodings(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


@cases(objects.LINES, objects.VALUES, objects.ARRAYS)
def test_json(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


@cases(columnar.TYPES, columnar.FORGED)
def test_columnar_files(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


@cases(packed.BOMBS, packed.NAMES, packed.LYING)
def test_packed_and_lying_files(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


@cases(workbooks.ENTITIES, workbooks.SIZES, workbooks.CONTENTS)
def test_workbooks(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


@cases(damaged.DAMAGED)
def test_damaged_files(case: Case, laboratory: Laboratory, tmp_path: Path) -> None:
    laboratory.check(case, tmp_path)


def test_the_catalogue_holds_at_least_150_cases_each_with_a_name_of_its_own() -> None:
    groups = [
        *(delimited.EMPTY, delimited.HEADERS, delimited.LINES, delimited.NUMBERS_AND_DATES, delimited.CELLS),
        *(encodings.ENCODINGS, objects.LINES, objects.VALUES, objects.ARRAYS),
        *(columnar.TYPES, columnar.FORGED, packed.BOMBS, packed.NAMES, packed.LYING),
        *(workbooks.ENTITIES, workbooks.SIZES, workbooks.CONTENTS, damaged.DAMAGED),
    ]
    names = [each.name for group in groups for each in group]
    assert len(names) >= 350
    assert len(names) - len(damaged.DAMAGED) >= 150
    assert len(set(names)) == len(names)
