"""The trash of models, model versions and runs, and deleting for good.

What is in the trash keeps all it has and its name or number; lists leave it out, and nothing is done with it, until it is
restored or deleted. Deleting is one transaction over the records, with an entry in the audit; then go the artifacts and
series that only those had. Where the program is killed in between, nothing refers to them, and the next sweep takes them.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import AliasMove, AuditEntry, Model, ModelVersion, Record, Run, now
from driftdesk.core.errors import ConflictError, NotFoundError
from driftdesk.core.training.usage import Thing, aliases_of, uses

if TYPE_CHECKING:
    from driftdesk.core.storage.repository import Repository
    from driftdesk.core.storage.store import Session, Store

_NAMED = 5
"""So many things are named in an error."""


class Deleted(Record):
    """What was deleted for good, or would be. ``byte_count`` is what all of it took in the store."""

    names: tuple[str, ...] = ()
    """Of what was asked for: ``churn``, ``churn@3``, ``churn#7``."""
    kept: tuple[str, ...] = ()
    """What lies in the trash for long enough, but is in use, and by what."""
    models: int = 0
    versions: int = 0
    runs: int = 0
    evaluations: int = 0
    """With comparisons and performance reports."""
    series: int = 0
    """Documents with the points of runs."""
    artifacts: int = 0
    """Models, row ids, checkpoints."""
    byte_count: int = 0


class InTrash(Record):
    """What lies in the trash, newest first. Of a model in the trash its versions and runs are not listed: they go and come
    with it."""

    models: tuple[Model, ...]
    versions: tuple[ModelVersion, ...]
    runs: tuple[Run, ...]


class ModelTrash:
    """``user`` stands in the audit."""

    def __init__(self, store: Store, user: str = "") -> None:
        self._store = store
        self._user = user

    def list(self) -> InTrash:
        models = self._store.models.find(trashed_at__ne=None, sort="-trashed_at")
        inside = [m.id for m in models]
        rest: dict[str, Any] = {"trashed_at__ne": None, "model_id__nin": inside, "sort": "-trashed_at"}
        return InTrash(
            models=tuple(models),
            versions=tuple(self._store.model_versions.find(**rest)),
            runs=tuple(self._store.runs.find(**rest)),
        )

    def trash(self, things: Iterable[Thing], *, force: bool = False) -> None:
        """Put them away, all or none. A version that has an alias only with ``force``: it loses it. Raises ConflictError
        where one is in use."""
        self._change(things, now(), "trashed", force=force)

    def restore(self, things: Iterable[Thing]) -> None:
        """Take them back out of the trash; those that are not there stay as they are. Aliases that were lost do not come
        back."""
        self._change(things, None, "restored", force=True)

    def delete(
        self, things: Iterable[Thing], *, force: bool = False, context: Context | None = None
    ) -> Deleted:
        """Delete for good what is in the trash, all or none, and say to the byte what that was. What is known by other
        things (a fork, a version whose run this is) only with ``force``. Raises ConflictError."""
        wanted, context = [*things], context or Context()

        def work(session: Session) -> _Doomed:
            doomed = _Doomed(self._store, session)
            for thing in self._fresh(wanted, session):
                self._check_trashed(thing, session)
                self._check_unused([thing], session, force=force, for_good=True)
                doomed.add(thing, self._name(thing, session))
            doomed.delete()
            for name in doomed.names:
                self._audit("deleted for good", name, session)
            return doomed

        context.check()
        doomed = self._store.run_in_transaction(work, context.fence)
        return self._delete_contents(doomed)

    def purge(
        self,
        older_than: timedelta = timedelta(0),
        *,
        dry_run: bool = False,
        context: Context | None = None,
    ) -> Deleted:
        """Delete for good whatever has been in the trash for longer than this; what is in use is left, and named."""
        context = context or Context()
        due, kept = self._due(older_than)
        if dry_run:
            return self._account(due).model_copy(update={"kept": kept})
        total = Deleted(kept=kept)
        for done, thing in enumerate(due):
            context.check()
            context.progress(done, len(due), "emptying the trash")
            with suppress(ConflictError, NotFoundError):  # in use again, restored, or gone, since we looked
                total = _sum(total, self.delete([thing], context=context))
        return total

    def _due(self, older_than: timedelta) -> tuple[builtins.list[Thing], tuple[str, ...]]:
        """What has been in the trash for longer, models first; and what of it is in use, with the reasons."""
        there, before = self.list(), now() - older_than
        free: builtins.list[Thing] = []
        kept: builtins.list[str] = []
        things: builtins.list[Thing] = [*there.models, *there.versions, *there.runs]
        for thing in things:
            if thing.trashed_at is None or thing.trashed_at > before:
                continue
            reasons = _reasons(self._store, thing, force=False, for_good=True)
            if reasons:
                kept.append(f"{self._name(thing)}: {', '.join(reasons)}")
            else:
                free.append(thing)
        return free, tuple(kept)

    def sweep(self, *, dry_run: bool = False, context: Context | None = None) -> Deleted:
        """Delete what belongs to a model or run that is gone: a killed deletion left it, or a run that began just then."""
        context = context or Context()
        store = self._store
        with_model: tuple[Repository[Any], ...] = (store.runs, store.model_versions, store.evaluations)
        orphans = {r: {e["id"]: e["model_id"] for e in r.select("model_id")} for r in with_model}
        series = store.metrics.byte_counts()
        models, runs = {m["id"] for m in store.models.select()}, {r["id"] for r in store.runs.select()}
        counts: dict[int, int] = {}
        size = 0
        for i, (repository, found) in enumerate(orphans.items()):
            context.check()
            gone = [each for each, model_id in found.items() if model_id not in models]
            counts[i], size = len(gone), size + (repository.byte_count(id__in=gone) if gone else 0)
            if gone and not dry_run:
                repository.delete_where(id__in=gone)
        lost = [run_id for run_id in series if run_id not in runs]
        if lost and not dry_run:
            store.metrics.delete_all(lost)
        return Deleted(
            runs=counts[0],
            versions=counts[1],
            evaluations=counts[2],
            series=len(lost),
            byte_count=size + sum(series[r] for r in lost),
        )

    # How.

    def _change(self, things: Iterable[Thing], at: Any, what: str, *, force: bool) -> None:
        wanted = [*things]

        def work(session: Session) -> None:
            found = [t for t in self._fresh(wanted, session) if (t.trashed_at is None) != (at is None)]
            self._check_unused(found, session, force=force, for_good=False)
            for thing in found:
                self._repository(thing).update(thing.id, session, trashed_at=at)
                if at is not None and isinstance(thing, ModelVersion):
                    self._drop_aliases(thing, session)
                self._audit(what, self._name(thing, session), session)

        self._store.run_in_transaction(work)

    def _drop_aliases(self, version: ModelVersion, session: Session) -> None:
        """The aliases of a version that goes, with an entry in their history."""
        model = self._store.models.get(version.model_id, session)
        dropped = aliases_of(model, version.number)
        if not dropped:
            return
        why = f"v{version.number} was put into the trash"
        moves = tuple(AliasMove(alias=alias, version=None, who=self._user, why=why) for alias in dropped)
        own = {alias: None for alias in dropped if alias in ("champion", "challenger")}
        self._store.models.update(
            model.id,
            session,
            aliases={name: at for name, at in model.aliases.items() if at != version.number},
            history=(*model.history, *moves),
            **own,
        )

    def _fresh(self, things: Sequence[Thing], session: Session) -> builtins.list[Thing]:
        """As they are stored now, and their models touched: of two who change them at once, one is done again. Raises
        NotFoundError."""
        models = {t.id if isinstance(t, Model) else t.model_id for t in things}
        for model_id in sorted(models):
            self._store.models.touch(model_id, session)
        found: builtins.list[Thing] = []
        for thing in things:
            there = self._repository(thing).find(id=thing.id, session=session)
            if not there:
                raise NotFoundError(f"{_short(thing)} is gone.", "Somebody deleted it; look again.")
            found += there
        return found

    def _check_trashed(self, thing: Thing, session: Session) -> None:
        if thing.trashed_at is None:
            name = self._name(thing, session)
            raise ConflictError(
                f"{name} is not in the trash.",
                f"Put it there first: driftdesk model {name} --trash. From the trash it can be deleted.",
            )

    def _check_unused(
        self, things: Sequence[Thing], session: Session, *, force: bool, for_good: bool
    ) -> None:
        """Raises ConflictError that names what is in use, and whether ``force`` helps."""
        held = [
            (t, r) for t in things if (r := _reasons(self._store, t, session, force=force, for_good=for_good))
        ]
        if not held:
            return
        said = "; ".join(f"{self._name(t, session)}: {', '.join(r)}" for t, r in held[:_NAMED])
        more = f"; and {len(held) - _NAMED} more" if len(held) > _NAMED else ""
        never = any(uses(self._store, t, session, for_good=for_good).never for t, _ in held)
        raise ConflictError(
            f"In use: {said}{more}.",
            "Wait for the jobs or stop them, and remove the policies first."
            if never
            else "Move the alias first, or say that it shall go all the same (--force).",
        )

    def _delete_contents(self, doomed: _Doomed) -> Deleted:
        artifacts = self._store.artifacts.delete_all(doomed.artifacts)
        documents, size = self._store.metrics.delete_all(doomed.run_ids)
        return doomed.said(artifacts.chunks, documents, artifacts.byte_count + size)

    def _account(self, things: Sequence[Thing]) -> Deleted:
        """What ``delete`` would say of them."""

        def work(session: Session) -> _Doomed:
            doomed = _Doomed(self._store, session)
            for thing in things:
                doomed.add(thing, self._name(thing, session))
            doomed.weigh()
            return doomed

        doomed = self._store.run_in_transaction(work)
        files = self._store.artifacts.infos(doomed.artifacts)
        series = self._store.metrics.byte_counts()
        points = [series[r] for r in doomed.run_ids if r in series]
        return doomed.said(len(files), len(points), sum(f.size for f in files.values()) + sum(points))

    def _repository(self, thing: Thing) -> Repository[Any]:
        if isinstance(thing, Model):
            return self._store.models
        return self._store.model_versions if isinstance(thing, ModelVersion) else self._store.runs

    def _name(self, thing: Thing, session: Session | None = None) -> str:
        """``churn``, ``churn@3`` or ``churn#7``."""
        if isinstance(thing, Model):
            return thing.name
        model = next(iter(self._store.models.find(id=thing.model_id, session=session)), None)
        return (
            f"{model.name if model else '?'}{'@' if isinstance(thing, ModelVersion) else '#'}{thing.number}"
        )

    def _audit(self, what: str, name: str, session: Session, **details: Any) -> None:
        kind = "model version" if "@" in name else "run" if "#" in name else "model"
        entry = AuditEntry(who=self._user, action=f"{kind} {what}", what=name, details=details)
        self._store.audit.insert(entry, session)


class _Doomed:
    """The records that go with some things, found within a transaction."""

    def __init__(self, store: Store, session: Session) -> None:
        self._store = store
        self._session = session
        self.names: builtins.list[str] = []
        self.artifacts: set[str] = set()
        self.run_ids: builtins.list[str] = []
        self._records: dict[str, tuple[Repository[Any], set[str]]] = {}
        self._last_runs: dict[str, int] = {}
        self._size = 0

    def add(self, thing: Thing, name: str) -> None:
        self.names.append(name)
        store = self._store
        if isinstance(thing, Model):
            self._take(store.models, [thing.id])
            for version in store.model_versions.find(model_id=thing.id, session=self._session):
                self._take_version(version)
            for run in store.runs.find(model_id=thing.id, session=self._session):
                self._take_run(run)
            self._take_where(store.evaluations, model_id=thing.id)
            self._take_where(store.performance, model_id=thing.id)
            self._take_where(store.comparisons, **{"members.model_id": thing.id})
            studies = [s["id"] for s in store.studies.select(session=self._session, model_id=thing.id)]
            self._take_where(store.studies, model_id=thing.id)
            self._take_where(store.trials, study_id__in=studies)
        elif isinstance(thing, ModelVersion):
            self._take_version(thing)
            of_it = {"model_id": thing.model_id, "model_version": thing.number}
            self._take_where(store.evaluations, **of_it)
            self._take_where(store.performance, **of_it)
            self._take(store.comparisons, self._comparisons_of(thing))
        else:
            self._take_run(thing)
            self._last_runs[thing.model_id] = max(self._last_runs.get(thing.model_id, 0), thing.number)

    def delete(self) -> None:
        self.weigh()
        for repository, ids in self._records.values():
            repository.delete_where(self._session, id__in=sorted(ids))
        for model in self._store.models.find(id__in=sorted(self._last_runs), session=self._session):
            last = max(model.last_run, self._last_runs[model.id])
            self._store.models.update(model.id, self._session, last_run=last)

    def weigh(self) -> None:
        """Count the bytes of the records while they are there."""
        self._size = sum(r.byte_count(self._session, id__in=sorted(ids)) for r, ids in self._records.values())

    def count(self, *repositories: Repository[Any]) -> int:
        return sum(len(ids) for r, ids in self._records.values() if r in repositories)

    def said(self, artifacts: int, series: int, byte_count: int) -> Deleted:
        store = self._store
        return Deleted(
            names=tuple(self.names),
            models=self.count(store.models),
            versions=self.count(store.model_versions),
            runs=self.count(store.runs),
            evaluations=self.count(store.evaluations, store.comparisons, store.performance),
            series=series,
            artifacts=artifacts,
            byte_count=self._size + byte_count,
        )

    def _comparisons_of(self, version: ModelVersion) -> builtins.list[str]:
        asked: dict[str, Any] = {"members.model_id": version.model_id, "members.version": version.number}
        found = self._store.comparisons.find(session=self._session, **asked)
        its = (version.model_id, version.number)
        return [c.id for c in found if any((m.model_id, m.version) == its for m in c.members)]

    def _take_version(self, version: ModelVersion) -> None:
        self._take(self._store.model_versions, [version.id])
        self.artifacts |= artifacts_of(version)

    def _take_run(self, run: Run) -> None:
        self._take(self._store.runs, [run.id])
        self.run_ids.append(run.id)
        self.artifacts |= artifacts_of(run)

    def _take_where(self, repository: Repository[Any], **conditions: Any) -> None:
        self._take(repository, [e["id"] for e in repository.select(session=self._session, **conditions)])

    def _take(self, repository: Repository[Any], ids: Iterable[str]) -> None:
        self._records.setdefault(str(id(repository)), (repository, set()))[1].update(ids)


def artifacts_of(thing: ModelVersion | Run) -> set[str]:
    """Ids of the artifacts that belong to a version (model, row ids) or to a run (checkpoints)."""
    if isinstance(thing, ModelVersion):
        found = {thing.artifact_id, thing.test_row_ids_artifact, thing.seen_row_ids_artifact}
    else:
        found = {thing.checkpoint.artifact_id} if thing.checkpoint is not None else set()
    return {each for each in found if each}


def _reasons(
    store: Store, thing: Thing, session: Session | None = None, *, force: bool, for_good: bool
) -> builtins.list[str]:
    found = uses(store, thing, session, for_good=for_good)
    return found.never if force else [*found.never, *found.unless_said]


def _sum(one: Deleted, other: Deleted) -> Deleted:
    counts = {k: v + getattr(other, k) for k, v in one.model_dump(exclude={"names", "kept"}).items()}
    return Deleted(names=(*one.names, *other.names), kept=(*one.kept, *other.kept), **counts)


def _short(thing: Thing) -> str:
    return f"{type(thing).__name__} {thing.name if isinstance(thing, Model) else thing.number}"
