"""Files and metrics."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from driftdesk.core.entities import MetricPoint, StoredFile, new_id
from driftdesk.core.errors import CorruptDataError, NotFoundError, ParameterError
from driftdesk.core.storage.files import FileRepository
from driftdesk.core.storage.store import Store, SweepResult

CONTENT = bytes(range(256)) * 12_000
NOW = timedelta(seconds=-1)


@pytest.fixture(params=["files", "artifacts"])
def files(store: Store, request: pytest.FixtureRequest) -> FileRepository:
    return getattr(store, request.param)  # type: ignore[no-any-return]  # one of the two buckets


def pieces(store: Store, files: FileRepository) -> int:
    return files._chunks.count_documents({})


class BreaksOff(BytesIO):
    """A stream that fails in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > len(CONTENT) // 2:
            raise OSError("the disk was pulled out")
        return super().read(size)


def test_a_file_comes_back_as_it_was(store: Store, files: FileRepository, tmp_path: Path) -> None:
    heard: list[int] = []
    file = files.upload(BytesIO(CONTENT), "월간.csv", format="csv", user="me", progress=heard.append)
    assert (file.name, file.size, file.format, file.uploaded_by) == ("월간.csv", len(CONTENT), "csv", "me")
    assert heard[-1] == len(CONTENT)
    assert files.info(file.id) == file
    assert files.list() == [file]
    assert files.read_bytes(file.id) == CONTENT
    files.download(file.id, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == CONTENT
    with files.open(file.id) as stream:
        stream.seek(1_000_000)
        assert stream.read(10) == CONTENT[1_000_000:1_000_010]


def test_an_empty_file_is_a_file(store: Store, files: FileRepository) -> None:
    file = files.put_bytes(b"", "empty")
    assert files.read_bytes(file.id) == b""


def test_an_upload_that_fails_leaves_nothing(store: Store, files: FileRepository) -> None:
    with pytest.raises(OSError, match="pulled out"):
        files.upload(BreaksOff(CONTENT), "broken")

    def cancel(size: int) -> None:
        raise ParameterError("cancelled")

    with pytest.raises(ParameterError):
        files.upload(BytesIO(CONTENT), "cancelled", progress=cancel)
    assert files.list() == []
    assert pieces(store, files) == 0


def test_a_damaged_file_is_noticed(store: Store, files: FileRepository, tmp_path: Path) -> None:
    file = files.put_bytes(CONTENT, "a")
    first = files._chunks.find_one({"files_id": file.id, "n": 0})
    assert first
    files._chunks.update_one({"_id": first["_id"]}, {"$set": {"data": b"x" * len(first["data"])}})
    with pytest.raises(CorruptDataError):
        files.read_bytes(file.id)
    with pytest.raises(CorruptDataError):
        files.download(file.id, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_with_a_piece_missing_is_noticed(store: Store, files: FileRepository) -> None:
    file = files.put_bytes(CONTENT, "a")
    files._chunks.delete_one({"files_id": file.id, "n": 1})
    with pytest.raises(CorruptDataError):
        files.read_bytes(file.id)


def test_a_deleted_file_is_gone(store: Store, files: FileRepository) -> None:
    file = files.put_bytes(CONTENT, "a")
    assert files.delete(file.id)
    assert not files.delete(file.id)
    assert pieces(store, files) == 0
    for read in (files.info, files.read_bytes, files.open):
        with pytest.raises(NotFoundError):
            read(file.id)


def test_a_sweep_removes_unreferenced_files_and_what_dead_uploads_left(
    store: Store, files: FileRepository
) -> None:
    kept, unused = files.put_bytes(b"kept", "a"), files.put_bytes(b"unused", "b")
    dead = files.put_bytes(b"dead", "c")
    files._files.delete_one({"_id": dead.id})
    assert files.sweep(lambda key: key == kept.id, timedelta(hours=1)) == SweepResult(0, 0)
    assert files.sweep(lambda key: key == kept.id, NOW, dry_run=True).chunks == 2
    assert files.sweep(lambda key: key == kept.id, NOW).chunks == 2
    assert files.list() == [kept]
    assert pieces(store, files) == 1
    assert unused not in files.list()


def test_the_two_buckets_are_apart(store: Store) -> None:
    file: StoredFile = store.files.put_bytes(b"x", "a")
    with pytest.raises(NotFoundError):
        store.artifacts.info(file.id)


def point(step: int, loss: float, run_id: str = "r") -> MetricPoint:
    return MetricPoint(
        run_id=run_id, step=step, epoch=step / 10, seconds=step * 0.1, values={"loss.x$": loss}
    )


def test_a_series_comes_in_steps_and_a_step_done_again_replaces(store: Store) -> None:
    store.metrics.append([point(i, float(i)) for i in reversed(range(10))])
    store.metrics.append([point(9, 0.5), point(10, 0.4)])
    store.metrics.append([])
    store.metrics.append([point(0, 1.0, new_id())])
    series = store.metrics.series("r")
    assert [p.step for p in series] == list(range(11))
    assert series[9] == point(9, 0.5)
    assert [p.step for p in store.metrics.series("r", after_step=7, limit=2)] == [8, 9]
    store.metrics.truncate("r", 4)
    assert [p.step for p in store.metrics.series("r")] == [0, 1, 2, 3, 4]
    store.metrics.delete("r")
    assert store.metrics.series("r") == []
