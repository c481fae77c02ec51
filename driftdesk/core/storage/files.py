"""Files in GridFS: streamed in and out, named by id, checked against their SHA-256."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from gridfs import GridFSBucket, GridOut
from gridfs.errors import NoFile
from pymongo.database import Database

from driftdesk.core.entities import StoredFile
from driftdesk.core.errors import CorruptDataError, NotFoundError
from driftdesk.core.storage.chunks import SweepResult
from driftdesk.core.storage.codec import Document, decode, encode
from driftdesk.core.storage.faults import in_our_words

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
        """Write the content to ``path``; nothing is left there where it is damaged (CorruptDataError)."""
        try:
            with path.open("wb") as target:
                self._copy(file_id, target)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def delete(self, file_id: str) -> bool:
        """Remove the file; False where it was not there."""
        with in_our_words():
            try:
                self._bucket.delete(file_id)
            except NoFile:
                return False
        return True

    def sweep(
        self, is_referenced: Callable[[str], bool], grace: timedelta, dry_run: bool = False
    ) -> SweepResult:
        """Delete files older than ``grace`` that nothing refers to, and pieces of uploads whose process died."""
        newest = f"{(time.time_ns() // 1_000_000) - int(grace.total_seconds() * 1000):012x}"
        old = {"$lt": newest}
        with in_our_words():
            kept = {each["_id"] for each in self._files.find({}, {"_id": 1})}
            doomed = set(self._chunks.distinct("files_id", {"files_id": old})) - kept
            doomed |= {each for each in kept if each < newest and not is_referenced(each)}
            sizes = [self._size(each) for each in doomed]
            if not dry_run:
                self._files.delete_many({"_id": {"$in": [*doomed]}})
                self._chunks.delete_many({"files_id": {"$in": [*doomed]}})
        return SweepResult(len(doomed), sum(sizes))

    def _size(self, file_id: str) -> int:
        document = self._files.find_one({"_id": file_id}, {"length": 1})
        return (
            int(document["length"])
            if document
            else _BLOCK * self._chunks.count_documents({"files_id": file_id})
        )

    def _open(self, file_id: str) -> GridOut:
        with in_our_words():
            try:
                return self._bucket.open_download_stream(file_id)
            except NoFile:
                raise _missing(file_id) from None

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
