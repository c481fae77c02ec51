"""The originals of a dataset: the files that its versions were made from, byte for byte."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftdesk.core.datasets.names import no_such
from driftdesk.core.entities import UNFINISHED, AuditEntry, Dataset, Record, StoredFile
from driftdesk.core.errors import ConflictError, FileError

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.storage.store import Store


class OriginalFile(Record):
    """An original, and what became of it. ``rows`` and ``rejected`` are None where its import read several files and
    did not count them one by one."""

    file: StoredFile
    version: int
    """That its rows came into first."""
    rows: int | None = None
    rejected: int | None = None
    rejects_file_id: str | None = None
    """The stored file of what the import rejected, with lines and reasons."""
    format: str = ""
    """As it was found, else by the file's name."""


class OriginalService:
    """``user`` stands in the record of files that are removed."""

    def __init__(self, store: Store, datasets: DatasetService, user: str = "") -> None:
        self._store = store
        self._datasets = datasets
        self._user = user

    def list(self, name: str) -> builtins.list[OriginalFile]:
        """The originals of a dataset, newest version first; also those whose content was removed."""
        return self.of(self._datasets.get(name))

    def of(self, dataset: Dataset) -> builtins.list[OriginalFile]:
        """As ``list``."""
        first: dict[str, dict[str, Any]] = {}
        versions = self._store.versions.select("number", "files", "operation", dataset_id=dataset.id)
        for version in sorted(versions, key=lambda v: v["number"]):
            for file_id in version["files"]:
                first.setdefault(file_id, version)
        files = self._store.files.infos(first)
        found = [_original(files[i], version) for i, version in first.items() if i in files]
        return sorted(found, key=lambda o: (-o.version, o.file.name))

    def find(self, name: str, file: str) -> OriginalFile:
        """By the file's id, or its name where only one is called so. Raises NotFoundError, ConflictError."""
        there = self.list(name)
        found = [o for o in there if o.file.id == file] or [o for o in there if o.file.name == file]
        if not found:
            raise no_such(f"file of {name}", file, (o.file.name for o in there))
        if len(found) > 1:
            ids = ", ".join(f"{o.file.id} (v{o.version})" for o in found[:5])
            raise ConflictError(f"{len(found)} files of {name} are called {file}.", f"Give the id: {ids}.")
        return found[0]

    def download(self, name: str, file: str, target: Path) -> Path:
        """Write an original to ``target``, or into that folder under its own name; returns where it is now. Raises
        FileError, NotFoundError (also where its content was removed), CorruptDataError."""
        original = self.find(name, file).file
        path = target / Path(original.name).name if target.is_dir() else target
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise FileError(f"{path} cannot be written.", "Name a file in a folder that is there.")
        self._store.files.download(original.id, path)
        return path

    def remove(self, name: str, file: str) -> OriginalFile:
        """Remove the content of an original: its rows stay in the versions, and what it was stays known. Raises
        ConflictError while an unfinished job needs it."""
        original = self.find(name, file)
        if original.file.removed_at is not None:
            return original
        for job in self._store.jobs.find(state__in=UNFINISHED):
            if original.file.id in _strings(job.params) | _strings(job.steps):
                raise ConflictError(
                    f"The job {job.title!r} still needs {original.file.name}.",
                    f"Wait for its end, or stop it: driftdesk jobs cancel {job.id}.",
                )
        removed = self._store.files.remove_content(original.file.id, self._user)
        details = {"file": removed.name, "sha256": removed.sha256, "size": removed.size}
        entry = AuditEntry(who=self._user, action="file removed", what=name, details=details)
        self._store.audit.insert(entry)
        return original.model_copy(update={"file": removed})


def _original(file: StoredFile, version: dict[str, Any]) -> OriginalFile:
    params = version["operation"].get("params") or {}
    alone = len(version["files"]) == 1
    counted = (params.get("per_file") or {}).get(file.id) or {}
    return OriginalFile(
        file=file,
        version=version["number"],
        rows=counted.get("rows", params.get("rows_added") if alone else None),
        rejected=counted.get("rejected", params.get("rejected") if alone else None),
        rejects_file_id=params.get("rejects_file"),
        format=counted.get("format") or file.format or Path(file.name).suffix.lstrip(".").lower(),
    )


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return {text for part in parts for text in _strings(part)}
