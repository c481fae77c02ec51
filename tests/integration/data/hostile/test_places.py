"""What is no file, cannot be read, or changes while it is: refused, and nothing is stored."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from driftdesk.core.context import Context
from driftdesk.core.errors import FileError
from driftdesk.core.ingest import service
from driftdesk.core.ingest.service import IngestService
from driftdesk.core.ingest.source import Source, source_of
from driftdesk.core.storage.store import Store
from tests.integration.data.hostile.case import Refused
from tests.integration.data.hostile.material import CSV
from tests.integration.data.hostile.running import check_refusal

pytestmark = pytest.mark.timeout(30)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _socket(path: Path) -> Path:
    os.chdir(path.parent)  # the names of sockets are short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    return path


def _circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


def _circle_of_folders(path: Path) -> Path:
    """Ways without end, and no file on any."""
    path.mkdir()
    for name in "abcdefgh":
        (path / name).symlink_to(path, target_is_directory=True)
    return path


def _nowhere(path: Path) -> Path:
    path.symlink_to(path.parent / "gone.csv")
    return path


def _under_a_file(path: Path) -> Path:
    path.write_text(CSV)
    return path / "a.csv"


PLACES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a folder without files": (_folder, "holds no data files"),
    "a pipe that nobody writes": (_fifo, "no file, but a pipe"),
    "a socket": (_socket, "no file, but a pipe"),
    "a link to itself": (_circle, "cannot be read|no file"),
    "a folder of links to itself": (_circle_of_folders, "holds no data files"),
    "a pattern through a folder of links to itself": (lambda p: _circle_of_folders(p) / "**" / "*.csv", "No file fits"),
    "a link to nowhere": (_nowhere, "no file"),
    "a device that never ends": (lambda _: Path("/dev/zero"), "no file, but a pipe"),
    "a file below a file": (_under_a_file, ""),
    "a name of 5,000 characters": (lambda p: p / ("x" * 5000), "cannot be read"),
    "a name with a NUL": (lambda p: Path(f"{p}\0.csv"), "no file|cannot be read"),
    "a pattern that is half a class": (lambda p: p.parent / "[.csv", "no file|No file"),
    "no file at all": (lambda p: p, "no file"),
}  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="pipes and links of POSIX")
@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_file_is_refused(
    name: str, ingest: IngestService, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make, match = PLACES[name]
    path = make(tmp_path / "a.csv")
    with pytest.raises(FileError) as refused:
        stored = ingest.upload_all([path])
        ingest.run("hostile", [f.id for f in stored], None, Context())
    check_refusal(refused.value, Refused(match, named=False), "")
    assert store.files.list() == []
    assert store.datasets.count() == 0


def test_a_file_that_may_not_be_read_is_refused(
    ingest: IngestService, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV)
    path.chmod(0)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)  # root may read all
    with pytest.raises(FileError) as refused:
        ingest.upload_all([path])
    check_refusal(refused.value, Refused("may not read"), "a.csv")
    assert store.files.list() == []


@pytest.mark.parametrize("then", ["grows", "shrinks", "breaks"])
def test_a_file_that_changes_while_it_is_read_is_stored_as_it_was_read_or_not_at_all(
    *,
    then: str,
    ingest: IngestService,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,x\n" * 1_000_000)

    class Changing:
        """Changes the file once its first part was read."""

        def __init__(self, stream: BinaryIO) -> None:
            self._stream = stream

        def read(self, size: int = -1) -> bytes:
            part = self._stream.read(size)
            if then == "breaks":
                raise OSError(5, "Input/output error")
            with path.open("r+b") as file:
                file.truncate(5 << 20 if then == "grows" else 1 << 20)
            return part

        def __enter__(self) -> "Changing":
            return self

        def __exit__(self, *_: object) -> None:
            self._stream.close()

    def changing(given: Path) -> Source:
        found = source_of(given)
        return Source(found.name, found.size, lambda: Changing(given.open("rb")))  # type: ignore[arg-type,return-value]  # all that an upload needs

    monkeypatch.setattr(service, "source_of", changing)
    if then == "breaks":
        with pytest.raises(FileError) as refused:
            ingest.upload(path)
        check_refusal(refused.value, Refused("cannot be read"), "a.csv")
        assert store.files.list() == []
        return
    file = ingest.upload(path)
    assert file.size == path.stat().st_size
    result = ingest.run("d", [file.id], None, Context())
    assert result.rows + result.rejected == len(store.files.read_bytes(file.id).splitlines()) - 1
