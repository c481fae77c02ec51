"""What is done with data: imported, profiled, cleaned, split, committed, swept."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from driftdesk.core.entities import CollectionSource, JobKind
from driftdesk.core.jobs import params as jobs
from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.drafts.service import OnConflict
    from driftdesk.core.entities import Job
    from driftdesk.core.ingest.options import ImportOptions


class DataVerbs(Services):
    """Each enqueues a job."""

    def import_files(
        self,
        dataset: str,
        paths: Sequence[Path],
        options: "ImportOptions | None" = None,
        *,
        on_uploaded: Callable[[int], None] | None = None,
    ) -> "Job":
        """Upload files and import their rows into ``dataset``, which is made when there is none; a folder stands for the
        data files in it. ``on_uploaded`` gets the bytes uploaded so far. Raises FileError, and TrashedError before
        anything is uploaded."""
        self.datasets.find(dataset)
        files = self.ingest.upload_all(paths, on_uploaded)
        params = jobs.ImportJob(
            dataset=dataset,
            files=tuple(f.id for f in files),
            options=options.model_dump(mode="json") if options else {},
        )
        names = ", ".join(f.name for f in files[:3]) + (" ..." if len(files) > 3 else "")
        return self.jobs.enqueue(JobKind.IMPORT, f"Import {names} into {dataset}", params, subject=dataset)

    def import_collection(
        self, dataset: str, wanted: CollectionSource, options: "ImportOptions | None" = None
    ) -> "Job":
        """Import a collection of another MongoDB into ``dataset``, which is made when there is none. The password comes
        from the environment or the keyring of the worker that does it. Raises ParameterError where the address holds
        one, TrashedError."""
        from driftdesk.core.storage.foreign import check_address

        check_address(wanted.address)
        self.datasets.find(dataset)
        given = options.model_dump(mode="json") if options else {}
        params = jobs.ImportJob(dataset=dataset, collection=wanted, options=given)
        return self.jobs.enqueue(
            JobKind.IMPORT, f"Import {wanted.shown} into {dataset}", params, subject=dataset
        )

    def import_tasks_as_rows(
        self,
        dataset: str,
        path: Path,
        options: "ImportOptions | None" = None,
        *,
        target: str = "label",
        control: str = "",
    ) -> "Job":
        """Import the tasks of a file of Label Studio that name no row as rows of ``dataset``, which is made when there is
        none: their data, and their label as the target (of a dataset that is there its own). Raises FileError,
        NotFoundError where there are none."""
        from driftdesk.core.ingest.options import ImportOptions

        there = self.datasets.find(dataset)
        known = self.datasets.version(there).columns.target if there is not None and there.head else None
        target = known.name if known is not None else target
        options = options or ImportOptions()
        if known is None:
            options = options.model_copy(update={"target": target})
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder, f"{path.stem}.jsonl")
            self.labels.rows_of_tasks(path, rows, target, control)
            return self.import_files(dataset, [rows], options)

    def profile(self, ref: str) -> "Job":
        """Statistics of ``name[@version]``."""
        dataset, version = self.datasets.resolve(ref)
        params = jobs.ProfileJob(dataset_id=dataset.id, version=version.number)
        title = f"Profile {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.PROFILE, title, params, subject=dataset.name)

    def clean(self, ref: str, rules: Sequence[str]) -> "Job":
        """Apply rules such as ``duplicates`` and ``missing=median`` to ``name[@version]``: a new version."""
        from driftdesk.core.cleaning.rules import parse_rule

        for rule in rules:
            parse_rule(rule)
        dataset, version = self.datasets.resolve(ref)
        params = jobs.CleanJob(dataset_id=dataset.id, version=version.number, rules=tuple(rules))
        title = f"Clean {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.CLEAN, title, params, subject=dataset.name)

    def split(
        self,
        ref: str,
        *,
        method: str = "random",
        shares: Mapping[str, float] | None = None,
        by: str = "",
        seed: int = 0,
        name: str = "",
    ) -> "Job":
        """Split ``name[@version]`` into parts, stored with it as ``name`` (empty: the method's). ``shares`` of the
        parts add up to 1; none: train 0.8, validation 0.1, test 0.1. Raises ParameterError, SchemaError, NotFoundError,
        ConflictError where the version has a split of this name."""
        from driftdesk.core.splits.service import make_spec

        dataset, version = self.datasets.resolve(ref)
        name = name or method
        spec = self.splits.check(version, name, make_spec(method, dict(shares or {}), by, seed))
        params = jobs.SplitJob(dataset_id=dataset.id, version=version.number, name=name, spec=spec)
        title = f"Split {dataset.name} v{version.number}: {name}"
        return self.jobs.enqueue(JobKind.SPLIT, title, params, subject=dataset.name)

    def commit_draft(self, name: str, message: str = "", on_conflict: "OnConflict" = "refuse") -> "Job":
        """Make the edits of the user's draft of a dataset its next version. Raises NotFoundError without a draft."""
        draft = self.drafts.existing(name)
        params = jobs.CommitJob(
            draft_id=draft.id, revision=draft.revision, message=message, on_conflict=on_conflict
        )
        return self.jobs.enqueue(JobKind.COMMIT, f"Commit edits of {name}", params, subject=name)

    def sweep(self, *, grace_minutes: float = 60.0, dry_run: bool = False) -> "Job":
        """Remove the versions that the retention policies let go, and all stored data that nothing refers to any more.
        Raises ParameterError for a grace of under 15 minutes, unless it is a dry run."""
        from driftdesk.core.retention.service import check_grace

        check_grace(timedelta(minutes=grace_minutes), dry_run=dry_run)
        params = jobs.SweepJob(grace_minutes=grace_minutes, dry_run=dry_run)
        return self.jobs.enqueue(JobKind.SWEEP, "Sweep unreferenced data", params)
