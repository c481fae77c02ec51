"""Hostile files through the command line and a worker's child process: one of each kind."""

from pathlib import Path

import pytest

from driftdesk.core.errors import SchemaError
from driftdesk.core.storage.store import Store
from tests.integration.cli.conftest import Run
from tests.integration.data.hostile import columnar, delimited, encodings, objects, packed, workbooks
from tests.integration.data.hostile.case import Case, Read, Refused
from tests.integration.data.hostile.running import check_refusal

_CASES = {
    "a quote that swallows the file": delimited.LINES,
    "one line of 100 MB": delimited.CELLS,
    "a cell of 20 MB": delimited.CELLS,
    "CP949 cut in the middle of a character": encodings.ENCODINGS,
    "arrays nested 100,000 deep": objects.LINES,
    "an element of 20 MB": objects.ARRAYS,
    "a footer of 4 GB": columnar.FORGED,
    "a bomb of gzip": packed.BOMBS,
    "a bomb of zip of members that overlap": packed.BOMBS,
    "a member whose name holds escapes of a terminal": packed.NAMES,
    "a billion laughs in xl/workbook.xml": workbooks.ENTITIES,
    "a row of 40 million empty cells": workbooks.SIZES,
}


def _case(name: str) -> Case:
    return next(each for each in _CASES[name] if each.name == name)


@pytest.mark.usefixtures("worker")
def test_hostile_files_are_imported_right_or_refused_with_a_reason(
    cli: Run, store: Store, tmp_path: Path
) -> None:
    read = 0
    for name in _CASES:
        case = _case(name)
        path = case.write(tmp_path)
        code, answer = cli("import", str(path), "--dataset", f"d{read}")
        if isinstance(case.expect, Read):
            assert (code, answer["rows"]) == (0, case.expect.rows or 2), answer
            read += 1
        else:
            assert isinstance(case.expect, Refused)
            assert code == 2, (name, answer)
            refused = SchemaError(answer["error"]["message"], answer["error"]["hint"])
            check_refusal(refused, Refused(case.expect.match, SchemaError), path.name)
        assert store.datasets.count() == store.versions.count() == read
    assert read == 4
