"""Model versions out and in, on the store. torch, ONNX and scikit-learn are imported when work begins."""

import io
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from driftdesk.core.context import Context
from driftdesk.core.entities import Dataset, Imported, Model, ModelVersion, StoredFile
from driftdesk.core.errors import (
    ConflictError,
    CorruptDataError,
    DriftDeskError,
    FileError,
    ParameterError,
)
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.learned_data import LearnedData
from driftdesk.core.training.params import trainer_info, trainers
from driftdesk.core.training.registering import add_version
from driftdesk.core.whole_file import whole_file

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.export.archive import Archive
    from driftdesk.core.training.export.importing import Held
    from driftdesk.core.training.problem import Problem
    from driftdesk.core.training.service import TrainingService

_COMPARED = 1000
"""Rows on which ONNX is compared with the model."""
_MAX_UPLOAD = 2 << 30


@dataclass(frozen=True)
class Saved:
    """An export where the user wanted it; ``signer`` is whose signature it carries, None: it carries none."""

    path: Path
    signer: str | None


class ExportService:
    """May be used from any thread."""

    def __init__(
        self, store: Store, training: "TrainingService", datasets: "DatasetService", tables: "TableService"
    ) -> None:
        self._store, self._training, self._datasets = store, training, datasets
        self._learned = LearnedData(datasets, tables)

    def check(self, made: ModelVersion, format: str) -> None:
        """Raises ParameterError where ``made`` cannot be had in this format."""
        if format != "bundle" and not trainer_info(made.trainer).exportable:
            able = ", ".join(info.name for info in trainers() if info.exportable)
            raise ParameterError(
                f"Models of the trainer {made.trainer!r} cannot be written as ONNX.",
                f"Export it as a bundle, which DriftDesk can import; ONNX there is of: {able}.",
            )

    def write(
        self, model: Model, made: ModelVersion, format: Literal["bundle", "onnx", "mlflow"], context: Context
    ) -> dict[str, Any]:
        """Store ``made`` as a file of ``format``: ``file`` (its id), ``name``, ``rows`` and ``difference`` of the
        comparison with ONNX (None: the trainer has no ONNX). Raises ParameterError, CorruptDataError."""
        from driftdesk.core.training.export.building import SUFFIXES, build

        context.progress(0, None, "reading")
        native = self._store.artifacts.read_bytes(made.artifact_id)
        rows = self._learned.rows(made, 0, _COMPARED)
        context.progress(0, None, "converting")
        exported = build(model, made, native, rows, format)
        context.check()
        name = f"{model.name}-v{made.number}{SUFFIXES[format]}"
        stored = self._store.files.put_bytes(exported.content, name)
        return {"file": stored.id, "name": name, "rows": exported.rows, "difference": exported.difference}

    def save(self, exported: dict[str, Any], path: Path, format: str) -> Saved:
        """Bring a stored export to ``path``: a bundle is signed by this user, a folder unpacked. Raises FileError."""
        content = self._store.files.read_bytes(exported["file"])
        if format == "mlflow":
            return Saved(_unpack(content, path), None)
        signer = None
        if format == "bundle":
            from driftdesk.core.training.export.archive import signed

            content, signer = signed(content)
        with whole_file(path) as partial:
            partial.write_bytes(content)
        return Saved(path, signer.fingerprint if signer else None)

    def look(self, path: Path) -> "Archive":
        """A bundle with its hashes and its signature verified, whoever signed it. Raises FileError, CorruptDataError,
        FormatError."""
        from driftdesk.core.training.export.archive import opened

        try:
            if not stat.S_ISREG(path.stat().st_mode):  # a device may have no end
                raise FileError(f"{path} is not a file.", "Choose a bundle.")
            if path.stat().st_size > _MAX_UPLOAD:
                raise FileError(f"{path.name} is larger than a bundle can be (2 GiB).", "Choose a bundle.")
            content = path.read_bytes()
        except OSError as error:
            raise FileError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
        return opened(content)

    def is_own(self, found: "Archive") -> bool:
        """Whether a bundle was signed on this computer's behalf."""
        from driftdesk.core.training.export.signing import own_signer

        own = own_signer() if found.signer is not None else None
        return own is not None and own == found.signer

    def accept(self, path: Path, trust: str = "", *, unsigned: bool = False) -> "Archive":
        """Look at a bundle before anything is done with it: hashes, signature, whether the signer is trusted.

        Trusted are bundles signed on this computer's behalf, and by the key with the fingerprint ``trust``;
        ``unsigned`` ones only if so said. Raises FileError, CorruptDataError, ParameterError.
        """
        from driftdesk.core.training.export.signing import same_fingerprint

        found = self.look(path)
        if found.signer is None:
            if not unsigned:
                raise ParameterError(
                    f"Nobody has signed {path.name}, so it may come from anyone.",
                    "If you know where it comes from, import it as unsigned: --unsigned.",
                )
            return found
        given = found.signer.fingerprint
        if not (trust and same_fingerprint(trust, given)) and not self.is_own(found):
            raise ParameterError(
                f"{path.name} is signed by a key that is not trusted here: {given}.",
                "Ask its author for the fingerprint of their key (driftdesk signing-key). If it is the same: "
                f'--trust "{given}".',
            )
        return found

    def upload(self, path: Path, user: str) -> StoredFile:
        with path.open("rb") as stream:
            return self._store.files.upload(stream, path.name, format="bundle", user=user)

    def read(self, file_id: str, name: str, dataset: Dataset, signer: str, context: Context) -> ModelVersion:
        """A stored bundle as the next version of the model ``name``, which is made on ``dataset`` when there is none.

        ``signer``: the fingerprint that was accepted (empty: unsigned). A job that is resumed gets what its earlier
        attempt made. Raises CorruptDataError, FormatError, SchemaError, ConflictError.
        """
        from driftdesk.core.training.export.archive import NATIVE, opened
        from driftdesk.core.training.export.importing import held

        made_before = self._made_by(context)
        if made_before is not None:
            return made_before
        context.progress(0, None, "verifying")
        content = self._store.files.read_bytes(file_id)
        found = opened(content)
        given = found.signer.fingerprint if found.signer else ""
        if given != signer:
            raise CorruptDataError(
                "The bundle is not signed as it was when it was accepted.", "Import it again from its file."
            )
        model_held = held(found.files[NATIVE])
        model, is_new = self._model(name, dataset, model_held.problem, context.user)
        made = self._made(found, model, model_held, dataset, context)
        origin = made.imported_from
        assert origin is not None  # _made says it
        why = f"imported from {origin.model} v{origin.version}"

        def write(session: Session) -> ModelVersion:
            if is_new:
                self._training.keep_model(model, dataset, session)
            return add_version(self._store, made, why, session)

        try:
            return self._store.run_in_transaction(write, context.fence)
        except DriftDeskError:
            self._store.artifacts.delete(made.artifact_id)
            raise

    def _made_by(self, context: Context) -> ModelVersion | None:
        """What an earlier attempt of this job registered."""
        there = self._store.model_versions.find(run_id="") if context.job_id else []
        return next((v for v in there if v.imported_from and v.imported_from.job_id == context.job_id), None)

    def _made(
        self, found: "Archive", model: Model, held: "Held", dataset: Dataset, context: Context
    ) -> ModelVersion:
        """The record, and the artifact that it names; it has no number yet. Raises CorruptDataError, SchemaError."""
        from driftdesk.core.training.export.archive import NATIVE
        from driftdesk.core.training.export.importing import Described, check_fits

        data = self._datasets.version(dataset)
        check_fits(held.problem, data.columns)
        said = Described.of(found.manifest)
        return ModelVersion(
            model_id=model.id,
            number=0,
            run_id="",
            dataset_id=dataset.id,
            dataset_version=data.number,
            columns=said.columns,
            trainer=held.trainer,
            params=held.params,
            seed=held.seed,
            metrics=said.metrics,
            classes=held.problem.classes,
            importance=said.importance,
            notes=said.notes,
            tags=said.tags,
            code_version=said.code_version,
            environment=said.environment,
            imported_from=Imported(
                model=said.model,
                version=said.version,
                signer=found.signer.fingerprint if found.signer else "",
                sha256=found.digest,
                job_id=context.job_id or "",
            ),
            artifact_id=self._store.artifacts.put_bytes(
                found.files[NATIVE], f"model of a bundle of {model.name}"
            ).id,
            created_by=context.user,
        )

    def _model(self, name: str, dataset: Dataset, problem: "Problem", who: str) -> tuple[Model, bool]:
        """The model that learns the same, and whether it is new, and not kept yet. Raises ConflictError, TrashedError."""
        if self._store.models.first(name=name) is None:
            return self._training.new_model(name, dataset, problem.task, problem.target.name, who), True
        found = self._training.model(name)
        if (found.dataset_id, found.task, found.target) != (dataset.id, problem.task, problem.target.name):
            raise ConflictError(
                f"There is a model {name!r} that learns something else: {found.target} ({found.task}).",
                "Import the bundle under another name: --name.",
            )
        return found, False


def _unpack(content: bytes, path: Path) -> Path:
    """The files of a zip of ours as a new folder, whole or not at all."""
    if path.exists() and any(path.iterdir() if path.is_dir() else [path]):
        raise FileError(f"{path} is there already.", "Choose a folder that is not there yet.")
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(folder)
        if path.is_dir():
            path.rmdir()
        Path(folder).rename(path)
        Path(folder).mkdir()  # what the end of the block takes away
    return path
