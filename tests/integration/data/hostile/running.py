"""A case through the real import, and the store held against what it was before."""

import csv
import ctypes
import gc
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pymongo.database import Database

from driftdesk.core.context import Context
from driftdesk.core.errors import InputError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.service import ImportResult, IngestService
from driftdesk.core.retention.sweeping import sweep
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.hostile.case import Case, Either, Read, Refused

MOST_MEMORY = 600 << 20
"""Bytes by which the process may grow for an import."""

_SWEPT = ("dataset_chunks", "chunk_profiles")
_LEAKS = re.compile(
    r"Traceback|Errno|pyarrow|[Aa]rrow error|openpyxl|zlib|zipfile|gzip\.|codec |0x[0-9a-fA-F]{4}|<class|<_|Exception|Thrift|thrift"
    r"|IOError|[a-z]Error\b|object at|\(char \d|[Dd]efused|[Ee]xpat|not well-formed|NoneType|recursion|\n"
)
"""What libraries say, and users should not read."""


class Laboratory:
    """The services, and what they had to say."""

    def __init__(self, store: Store, database: Database[dict[str, Any]], ingest: IngestService) -> None:
        self.store = store
        self.tables = TableService(store)
        self.ingest = ingest
        self._database = database

    def contents(self) -> dict[str, list[Any]]:
        """The ids of all that is stored, by collection."""
        names = sorted(self._database.list_collection_names())
        found = {n: sorted(str(d["_id"]) for d in self._database[n].find({}, {"_id": 1})) for n in names}
        return {name: ids for name, ids in found.items() if ids}

    def check(self, case: Case, folder: Path) -> None:
        before = self.contents()
        path = case.write(folder)
        with bounded_memory():
            try:
                stored = self.ingest.upload_all([path])
                options = ImportOptions.model_validate(case.options)
                result = self.ingest.run("hostile", [f.id for f in stored], options, Context())
            except InputError as error:
                check_refusal(error, case.expect, path.name)
                self.check_unchanged(before)
                return
        assert not isinstance(case.expect, Refused), f"imported {result.rows} rows"
        self.check_rows(case.expect, result)

    def check_unchanged(self, before: dict[str, list[Any]]) -> None:
        """Nothing is left but chunks that a sweep removes."""
        after = self.contents()
        assert {n: ids for n, ids in after.items() if n not in _SWEPT} == {
            n: ids for n, ids in before.items() if n not in _SWEPT
        }
        if after != before:
            sweep(self.store, Context(), timedelta(0), dry_run=False)
            assert self.contents() == before

    def check_rows(self, expect: Read | Either, result: ImportResult) -> None:
        if isinstance(expect, Either):
            assert result.rows + result.rejected <= expect.most_rows
            self.tables.read(result.version).validate(full=True)
            return
        rejects = self.rejects(result)
        wanted = [(line, re.compile(reason)) for line, reason in expect.rejects]
        assert [line for line, _ in rejects] == [line for line, _ in wanted], rejects[:5]
        for (line, reason), (_, pattern) in zip(rejects, wanted, strict=True):
            assert pattern.search(reason), (line, reason)
            assert not _LEAKS.search(reason), reason
        if expect.columns is not None:
            table = self.tables.read(result.version)
            assert table.to_pydict() == expect.columns
        if expect.rows is not None:
            assert result.rows == expect.rows
        assert re.search(expect.warns, " ".join(result.warnings)), result.warnings
        self.check_reads_back(result)

    def check_reads_back(self, result: ImportResult) -> None:
        """Each batch of what is stored is valid, however many there are."""
        rows = 0
        for batch in self.tables.batches(result.version):
            batch.validate(full=True)
            rows += batch.num_rows
        assert rows == result.version.rows

    def rejects(self, result: ImportResult) -> list[tuple[int, str]]:
        if result.rejects_file_id is None:
            return []
        text = self.store.files.read_bytes(result.rejects_file_id).decode("utf-8-sig")
        csv.field_size_limit(1 << 30)
        return [(int(line), reason) for _, line, reason, _ in list(csv.reader(io.StringIO(text)))[1:]]


def check_refusal(error: InputError, expect: Read | Refused | Either, name: str) -> None:
    said = f"{type(error).__name__}: {error.message} / {error.hint}"
    assert not isinstance(expect, Read), said
    assert error.message.strip(), said
    assert error.hint.strip(), said
    assert not _LEAKS.search(error.message + error.hint), said
    assert len(error.message) < 2000, said[:5000]
    if isinstance(expect, Either):
        assert name in error.message + error.hint, said
        return
    assert isinstance(error, expect.error), said
    assert re.search(expect.match, error.message), said
    assert not expect.named or name in error.message + error.hint, said


@contextmanager
def bounded_memory() -> Iterator[None]:
    """The most that the process takes in between, measured where Linux lets us start anew."""
    if not sys.platform.startswith("linux"):
        yield
        return
    gc.collect()
    pa.default_memory_pool().release_unused()
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
    before = _resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    yield
    grown = _resident("VmHWM") - before
    assert grown < MOST_MEMORY, f"{grown >> 20} MB"


def _resident(what: str) -> int:
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


def cases(*groups: list[Case]) -> pytest.MarkDecorator:
    every = [each for group in groups for each in group]
    return pytest.mark.parametrize("case", every, ids=[each.name for each in every])
