"""Files into the store: the original first, then its rows as a version.

An import that dies half-way goes on behind its last checkpoint (``journal.py``), from the stored original; chunks are
named by their content, so doing a part twice leaves what doing it once leaves. The version appears in one transaction at
the end, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.datasets.names import check_name
from driftdesk.core.entities import (
    CollectionSource,
    Dataset,
    DatasetVersion,
    ImportChoices,
    Operation,
    OperationKind,
    Record,
    Schema,
    StoredFile,
)
from driftdesk.core.errors import (
    ConflictError,
    DriftDeskError,
    JobPausedError,
    LeaseLostError,
    SchemaError,
    StorageError,
)
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.source import Source, source_of

if TYPE_CHECKING:
    from pydantic import SecretStr

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.ingest.looking import DatabaseListing
    from driftdesk.core.ingest.preview import FileCheck, Preview
    from driftdesk.core.ingest.reader import TableFile
    from driftdesk.core.profiles.side import FileSide
    from driftdesk.core.storage.store import Session, Store

_TRIES = 5

_Found = tuple[list[str], list[Source]]
"""What is to be read, and which stored file each is of."""


class ImportResult(Record):
    """``rows`` are those that the import added; ``rejected`` those that it left out, which stand with line and
    reason in the stored file ``rejects_file_id``."""

    dataset: Dataset
    version: DatasetVersion
    rows: int
    rejected: int
    rejects_file_id: str | None = None
    warnings: tuple[str, ...] = ()


class IngestService:
    """``user`` stands in the record of uploads where a context names nobody."""

    def __init__(self, store: Store, datasets: DatasetService, user: str = "") -> None:
        self._store = store
        self._datasets = datasets
        self._user = user

    def preview(
        self, path: Path, options: ImportOptions | None = None, dataset: str | None = None
    ) -> Preview:
        """What an import (into ``dataset``, if it is there) would make of the file, or of the first one in a folder.
        Raises FileError, SchemaError."""
        from driftdesk.core.ingest.folders import files_in
        from driftdesk.core.ingest.preview import preview
        from driftdesk.core.ingest.remembering import with_choices

        options = options or ImportOptions()
        source = source_of(files_in([path])[0])
        against = self._columns_of(dataset)
        found = preview(source, options, against)
        remembered = None if against else self._remembered([c.name for c in found.columns])
        if remembered and options.as_before:
            found = preview(source, with_choices(options, remembered), against)
        return found.model_copy(update={"remembered": remembered})

    def databases_at(self, address: str, password: SecretStr | None = None) -> list[str]:
        """The databases of another MongoDB. ``password`` None: from the environment or the keyring. Raises
        ParameterError, AuthenticationError, SourceUnavailableError."""
        from driftdesk.core.ingest.looking import databases_at

        return databases_at(address, password)

    def look_at(self, address: str, database: str, password: SecretStr | None = None) -> DatabaseListing:
        """What there is to be imported in another MongoDB. Raises as ``databases_at``."""
        from driftdesk.core.ingest.looking import listing

        return listing(address, database, password)

    def preview_collection(
        self,
        wanted: CollectionSource,
        options: ImportOptions | None = None,
        dataset: str | None = None,
        password: SecretStr | None = None,
    ) -> Preview:
        """What an import (into ``dataset``, if it is there) would make of a collection. Raises FileError, SchemaError,
        and as ``databases_at``."""
        from driftdesk.core.ingest.looking import preview_collection

        return preview_collection(wanted, options, self._columns_of(dataset), password)

    def check(
        self,
        paths: Sequence[Path],
        options: ImportOptions | None = None,
        dataset: str | None = None,
        context: Context | None = None,
    ) -> tuple[FileCheck, ...]:
        """Whether each of these files (folders, members of archives) can be read and has the columns of ``dataset``, or
        else those of the first one. Raises FileError where there is no file at all."""
        from driftdesk.core.ingest.folders import files_in
        from driftdesk.core.ingest.preview import check

        context, options = context or Context(), options or ImportOptions()
        sources = [(str(p), part) for p in files_in(paths) for part in source_of(p).parts(options.member)]
        found = []
        for checked in check(sources, options, self._columns_of(dataset)):
            context.check()
            found.append(checked)
            context.progress(len(found), len(sources), "checking")
        return tuple(found)

    def _columns_of(self, dataset: str | None) -> Schema | None:
        found = self._datasets.find(dataset) if dataset else None
        return self._datasets.version(found).columns if found and found.head else None

    def _as_before(self, first: Source, options: ImportOptions) -> ImportOptions:
        """``options`` with what was chosen for a file of the first one's columns before."""
        from driftdesk.core.ingest.reader import TableFile
        from driftdesk.core.ingest.remembering import with_choices

        names = TableFile(first, options).names
        remembered = self._remembered(names)
        return with_choices(options, remembered) if remembered else options

    def _remembered(self, names: Sequence[str]) -> ImportChoices | None:
        from driftdesk.core.ingest.remembering import fingerprint

        return self._store.import_choices.first(id=fingerprint(names))

    def upload(self, path: Path, progress: Callable[[int], None] | None = None) -> StoredFile:
        """Store the original. Raises FileError."""
        source = source_of(path)
        with source.stored() as stream:
            return self._store.files.upload(stream, source.name, user=self._user, progress=progress)

    def upload_all(
        self, paths: Sequence[Path], progress: Callable[[int], None] | None = None
    ) -> tuple[StoredFile, ...]:
        """Store originals, those in folders too; all or none of them. Raises FileError."""
        from driftdesk.core.ingest.folders import files_in

        files: list[StoredFile] = []
        try:
            for path in files_in(paths):
                before = sum(f.size for f in files)
                told = (lambda done, before=before: progress(before + done)) if progress else None
                files.append(self.upload(path, told))
        except DriftDeskError:
            for file in files:
                self._store.files.delete(file.id)
            raise
        return tuple(files)

    def source(self, file_id: str) -> Source:
        """A stored original, to be read like a file."""
        info = self._store.files.info(file_id)
        return Source(info.name, info.size, lambda: self._store.files.open(file_id))

    def side(self, file: str | Path, version: DatasetVersion, context: Context | None = None) -> FileSide:
        """A file (stored, by id, or at a path) as the current side of a comparison with ``version``: its columns by
        the version's names and kinds, but those that changed their kind or are new as they are. Raises FileError,
        SchemaError."""
        from driftdesk.core.ingest.comparing import side_of
        from driftdesk.core.ingest.reader import TableFile

        def opened() -> TableFile:
            source = self.source(file) if isinstance(file, str) else source_of(file)
            return TableFile(source, ImportOptions(), version.columns, retyped="keep")

        return side_of(opened, context or Context())

    def run(
        self, dataset_name: str, file_ids: Sequence[str], options: ImportOptions | None, context: Context
    ) -> ImportResult:
        """Import stored files, in order, as one version: the first of a new dataset, or the next of one that is
        there. When that is impossible (FileError, SchemaError) the originals that nothing else uses are removed."""
        options = options or ImportOptions()
        return self._run(dataset_name, file_ids, lambda: self._sources(file_ids, options), options, context)

    def run_collection(
        self, dataset_name: str, wanted: CollectionSource, options: ImportOptions | None, context: Context
    ) -> ImportResult:
        """Import a collection of another MongoDB, as ``run`` does files. Raises AuthenticationError, NotFoundError and
        DatabaseUnavailableError for that database, too."""
        from driftdesk.core.ingest.documents import collection_source
        from driftdesk.core.storage.foreign import ForeignDatabase

        with ForeignDatabase(wanted.address, wanted.database) as database:

            def found() -> _Found:
                return [""], [collection_source(database, wanted)]

            return self._run(dataset_name, (), found, options or ImportOptions(), context)

    def _run(
        self,
        dataset_name: str,
        file_ids: Sequence[str],
        find: Callable[[], _Found],
        options: ImportOptions,
        context: Context,
    ) -> ImportResult:
        if done := self._datasets.made_by(context, OperationKind.IMPORT, OperationKind.APPEND):
            self._forget(context)
            return self._result(done)
        try:
            name = check_name(dataset_name)
            for _ in range(_TRIES - 1):
                try:
                    return self._import(name, file_ids, find, options, context)
                except ConflictError:
                    context.warn(
                        f"{name} got another version meanwhile.", "The import starts again on top of it."
                    )
            return self._import(name, file_ids, find, options, context)
        except (JobPausedError, LeaseLostError, StorageError):
            raise  # another attempt needs the originals
        except DriftDeskError:
            self._discard(file_ids)
            self._forget(context)
            raise

    def _import(
        self,
        name: str,
        file_ids: Sequence[str],
        find: Callable[[], _Found],
        options: ImportOptions,
        context: Context,
    ) -> ImportResult:
        """One attempt, upon the dataset as it is now. Raises ConflictError where it got another version meanwhile."""
        from driftdesk.core.datasets.columns import add_rows_of
        from driftdesk.core.datasets.writer import VersionWriter
        from driftdesk.core.ingest.fitting import open_files, plan_of
        from driftdesk.core.ingest.journal import Journal
        from driftdesk.core.ingest.outcome import per_file, tell, warnings_of
        from driftdesk.core.ingest.rejects import RejectsFile
        from driftdesk.core.ingest.remembering import choices_of
        from driftdesk.core.ingest.running import ImportRun

        dataset = self._datasets.find(name)
        parent = self._datasets.version(dataset) if dataset and dataset.head else None
        options = _with_task_of(dataset, options)
        owners, sources = find()
        if options.as_before and parent is None:
            options = self._as_before(sources[0], options)
        files, columns = open_files(
            sources, options, parent.columns if parent else None, context.job_id or ""
        )
        first_row_id = dataset.next_row_id if dataset else 0
        writer = VersionWriter(self._store, columns, first_row_id=first_row_id, context=context)
        appends = parent is not None and options.mode == "append"
        if parent and appends:
            add_rows_of(self._store, parent, columns, writer, context)
            writer.forget_settled()
        journal = Journal(self._store, context, plan_of(files, dataset, options))
        with RejectsFile() as rejects:
            try:
                counted = ImportRun(files, writer, rejects, journal, context).run()
                written = writer.finish()
            except BaseException:
                writer.abandon()
                raise
            context.check()
            rejects_id = rejects.store(self._store, f"{name}-rejected.csv", context.user or self._user)
        warnings = warnings_of(files, counted)
        tell(warnings, rejects.count, context)
        names = [f.source.name for f in files]
        params: dict[str, Any] = {
            "mode": options.mode,
            "files": names,
            "per_file": per_file(owners, files, counted),
            "first_new_row_id": written.first_row_id,
            "rows_added": written.new_rows,
            "appended_rows": written.new_rows if appends else 0,
            "rejected": rejects.count,
            "rejects_file": rejects_id,
            "warnings": warnings,
        }
        kind = OperationKind.APPEND if appends else OperationKind.IMPORT
        choices = None if parent else choices_of(options, files[0].names, name)
        new = Dataset(name=name, task=files[0].task, description=sources[0].description)
        with self._without_orphan(rejects_id):
            version = self._datasets.commit(
                dataset,
                written,
                operation=Operation(kind=kind, params=params),
                message=", ".join(names),
                context=context,
                new=None if dataset else new,
                files=file_ids,
                task=None if parent else files[0].task,
                also=lambda session: self._remember(choices, session),
            )
        journal.forget()
        return self._result(version)

    @contextmanager
    def _without_orphan(self, rejects_id: str | None) -> Iterator[None]:
        """Remove the file of rejected rows where the version that refers to it does not come to be."""
        try:
            yield
        except StorageError:
            raise  # nobody knows whether the version is there: what it may refer to stays
        except DriftDeskError:
            if rejects_id:
                self._store.files.delete(rejects_id)
            raise

    def _sources(self, file_ids: Sequence[str], options: ImportOptions) -> _Found:
        """All files to be read, members of archives one by one, and which stored file each is of."""
        found = [(i, part) for i in file_ids for part in self.source(i).parts(options.member)]
        return [i for i, _ in found], [part for _, part in found]

    def _result(self, version: DatasetVersion) -> ImportResult:
        params = version.operation.params
        return ImportResult(
            dataset=self._datasets.by_id(version.dataset_id),
            version=version,
            rows=params["rows_added"],
            rejected=params["rejected"],
            rejects_file_id=params["rejects_file"],
            warnings=tuple(params["warnings"]),
        )

    def _remember(self, choices: ImportChoices | None, session: Session) -> None:
        if choices is not None:
            self._store.import_choices.put(choices, session)

    def _forget(self, context: Context) -> None:
        """Remove the checkpoints of a job that is over."""
        self._store.import_checkpoints.delete_where(job_id=context.job_id or "")

    def _discard(self, file_ids: Sequence[str]) -> None:
        """Remove originals that no version refers to."""
        for file_id in file_ids:
            if self._store.versions.first(files=file_id) is None:
                self._store.files.delete(file_id)


def _with_task_of(dataset: Dataset | None, options: ImportOptions) -> ImportOptions:
    """``options`` with the task of an empty dataset. Raises SchemaError for a task that is not the dataset's."""
    if dataset and not dataset.head and options.task is None:
        options = options.model_copy(update={"task": dataset.task})
    if dataset and (dataset.head or dataset.task) and options.task not in (None, dataset.task):
        raise SchemaError(
            f"The task of {dataset.name} is {dataset.task}, not {options.task}.",
            "Leave the task out, or import into a new dataset.",
        )
    return options
