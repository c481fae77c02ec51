"""Files in GridFS: streamed in and out, named by id, checked against their SHA-256."""

import hashlib
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from bson import ObjectId
from gridfs import GridFSBucket, GridOut
from gridfs.errors import NoFile
from pymongo.database import Database

from driftdesk.core.entities import StoredFile, now
from driftdesk.core.errors import CorruptDataError, NotFoundError
from driftdesk.core.storage.chunks import SweepResult
from driftdesk.core.storage.codec import Document, decode, encode
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.whole_file import whole_file

_BLOCK = 1024 * 1024


class FileRepository:
    """One GridFS bucket."""

    def __init__(self, database: Database[Document], bucket: str) -> None:
        self._bucket = GridFSBucket(database, bucket_name=bucket, chunk_size_bytes=_BLOCK)
        self._files = database[f"{bucket}.files"]
        self._chunks = database[f"{bucket}.chunks"]

    def upload(
        self,
        stream: BinaryIO,
        name: str,
        *,
        format: str = "",
        user: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> StoredFile:
        """Store what ``stream`` holds; ``progress`` hears the bytes so far. Nothing is left where it fails."""
        file = StoredFile(name=name, size=0, sha256="", format=format, uploaded_by=user)
        digest = hashlib.sha256()
        size = 0
        with in_our_words():
            target = self._bucket.open_upload_stream_with_id(file.id, name)
            try:
                while block := stream.read(_BLOCK):
                    target.write(block)
                    digest.update(block)
                    size += len(block)
                    if progress:
                        progress(size)
                file = file.model_copy(update={"size": size, "sha256": digest.hexdigest()})
                target.metadata = encode(file)
                target.close()
            except BaseException:
                target.abort()
                raise
        return file

    def put_bytes(self, content: bytes, name: str) -> StoredFile:
        return self.upload(BytesIO(content), name)

    def info(self, file_id: str) -> StoredFile:
        """Raises NotFoundError."""
        with in_our_words():
            document = self._files.find_one({"_id": file_id})
        if document is None:
            raise _missing(file_id)
        return _stored_file(document)

    def infos(self, file_ids: Iterable[str]) -> dict[str, StoredFile]:
        """Those that are there, by id."""
        with in_our_words():
            found = self._files.find({"_id": {"$in": [*file_ids]}})
            return {document["_id"]: _stored_file(document) for document in found}

    def sizes(self) -> dict[str, int]:
        """What each file takes, by id."""
        with in_our_words():
            return {each["_id"]: int(each["length"]) for each in self._files.find({}, {"length": 1})}

    def list(self) -> list[StoredFile]:
        """All files, oldest first."""
        with in_our_words():
            return [_stored_file(document) for document in self._files.find(sort=[("_id", 1)])]

    def open(self, file_id: str) -> BinaryIO:
        """A file to read and seek in; not checked (``download`` and ``read_bytes`` are). Raises NotFoundError."""
        return BufferedReader(_Reader(self._open(file_id)), _BLOCK)

    def read_bytes(self, file_id: str) -> bytes:
        """The whole content. Raises NotFoundError, and CorruptDataError where it is not what was stored."""
        content = BytesIO()
        self._copy(file_id, content)
        return content.getvalue()

    def download(self, file_id: str, path: Path) -> None:
        """Write the content to ``path``, in the place of what is there. Raises FileError (it cannot be written),
        CorruptDataError, NotFoundError; nothing is changed there then."""
        with whole_file(path) as partial, partial.open("wb") as target:
            self._copy(file_id, target)

    def delete(self, file_id: str) -> bool:
        """Remove the file; False where it was not there."""
        with in_our_words():
            try:
                self._bucket.delete(file_id)
            except NoFile:
                return False
        return True

    def delete_all(self, file_ids: Iterable[str]) -> SweepResult:
        """Remove files in two commands, however many; says how many were there, and their bytes. Where it is
        interrupted, a sweep takes the pieces."""
        ids = [*file_ids]
        with in_our_words():
            found = [*self._files.find({"_id": {"$in": ids}}, {"length": 1})]
            self._files.delete_many({"_id": {"$in": ids}})
            self._chunks.delete_many({"files_id": {"$in": ids}})
        return SweepResult(len(found), sum(int(each["length"]) for each in found))

    def remove_content(self, file_id: str, user: str = "") -> StoredFile:
        """Delete what the file holds; what it was stays known. Raises NotFoundError."""
        mark = {"length": 0, "metadata.removed_at": now(), "metadata.removed_by": user}
        with in_our_words():
            self._files.update_one({"_id": file_id, "metadata.removed_at": None}, {"$set": mark})
            self._chunks.delete_many({"files_id": file_id})  # where this does not happen, a sweep does it
        return self.info(file_id)

    def sweep(
        self, is_referenced: Callable[[str], bool], grace: timedelta, dry_run: bool = False
    ) -> SweepResult:
        """Delete files older than ``grace`` that nothing refers to, and pieces that belong to no file: of uploads
        whose process died, and of files whose content was removed."""
        newest = f"{(time.time_ns() // 1_000_000) - int(grace.total_seconds() * 1000):012x}"
        old = {"$lt": newest}
        with in_our_words():
            whole = {
                each["_id"]: each for each in self._files.find({}, {"length": 1, "metadata.removed_at": 1})
            }
            sizes = {
                each: int(found["length"])
                for each, found in whole.items()
                if each < newest and not is_referenced(each)
            }
            present = {each for each, found in whole.items() if not found["metadata"].get("removed_at")}
            pieces = self._stray(present, old, grace)
            doomed = [*(sizes | pieces)]
            if not dry_run:
                self._files.delete_many({"_id": {"$in": [*sizes]}})
                self._chunks.delete_many({"files_id": {"$in": doomed}})
        return SweepResult(len(doomed), sum(sizes.values()) + sum(pieces.values()))

    def _stray(self, present: set[str], old: Document, grace: timedelta) -> dict[str, int]:
        """Bytes of pieces that belong to no file, by the file's id; an upload under way has a recent one."""
        last = ObjectId.from_datetime(datetime.now(UTC) - grace)
        ids = [each for each in self._chunks.distinct("files_id", {"files_id": old}) if each not in present]
        total = {
            "_id": "$files_id",
            "bytes": {"$sum": {"$binarySize": "$data"}},
            "last": {"$max": "$_id"},
        }
        found = self._chunks.aggregate([{"$match": {"files_id": {"$in": ids}}}, {"$group": total}])
        return {each["_id"]: int(each["bytes"]) for each in found if not grace or each["last"] < last}

    def _open(self, file_id: str) -> GridOut:
        with in_our_words():
            try:
                source = self._bucket.open_download_stream(file_id)
            except NoFile:
                raise _missing(file_id) from None
            if source.metadata and source.metadata.get("removed_at"):
                raise NotFoundError(
                    f"The content of {source.filename} was removed by {source.metadata['removed_by'] or 'a user'}.",
                    "The rows that were imported from it are in the dataset's versions.",
                )
            return source

    def _copy(self, file_id: str, target: BinaryIO) -> None:
        digest = hashlib.sha256()
        source = self._open(file_id)
        with in_our_words():
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
        if digest.hexdigest() != self.info(file_id).sha256:
            raise CorruptDataError(
                f"The stored file {source.filename} is not what was uploaded.",
                "Upload it again, or restore a backup.",
            )


class _Reader(RawIOBase):
    """A file of GridFS as a stream of Python's, whose errors are ours."""

    def __init__(self, source: GridOut) -> None:
        self._source = source
        self.name = source.filename

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._source.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        with in_our_words():
            return self._source.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        with in_our_words():
            block = self._source.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def _stored_file(document: Document) -> StoredFile:
    return decode(StoredFile, document["metadata"])


def _missing(file_id: str) -> NotFoundError:
    return NotFoundError(f"There is no stored file with the id {file_id}.", "It may have been removed.")
