"""How long versions are kept: policies, what they remove, the sweep, and the account of what data take."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.datasets.usage import in_use
from driftdesk.core.entities import EVERYWHERE, AuditEntry, DatasetVersion, RetentionPolicy, now
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError, TrashedError
from driftdesk.core.retention.sweeping import SweepReport, sweep

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.retention.account import StorageAccount
    from driftdesk.core.storage.store import Session, Store

LEAST_GRACE = timedelta(minutes=15)
"""Between the last touch of what somebody stores and what will refer to it: an uploaded file and the job that imports
it, a lease and the commit."""


class RetentionService:
    """``user`` stands in the record of policies and of versions that they remove."""

    def __init__(self, store: Store, datasets: DatasetService, user: str = "") -> None:
        self._store = store
        self._datasets = datasets
        self._user = user

    # Policies.

    def policy(self, name: str | None = None) -> RetentionPolicy:
        """What holds for the dataset ``name``: its own policy, else that of all; None: that of all. Its ``id`` says
        which one it is."""
        if name is not None:
            own = self._store.retention.first(id=self._datasets.get(name).id)
            if own is not None:
                return own
        return self._store.retention.first(id=EVERYWHERE) or RetentionPolicy()

    def set_policy(
        self,
        name: str | None = None,
        *,
        keep_versions: int | None = None,
        keep_days: float | None = None,
        event_days: float | None = None,
    ) -> RetentionPolicy:
        """Replace the policy of a dataset, or (None) that of all. What is None is no limit. Raises ParameterError."""
        for number, least in ((keep_versions, 1), (keep_days, 0), (event_days, 0)):
            if number is not None and not least <= number <= 36_500:
                raise ParameterError(
                    f"{number} is out of range.",
                    "Keep 1 version or more, and 0 to 36500 days; or set no limit.",
                )
        made = RetentionPolicy(
            id=self._datasets.get(name).id if name else EVERYWHERE,
            keep_versions=keep_versions,
            keep_days=keep_days,
            event_days=None if name else event_days,
            trash_days=None if name else self.policy().trash_days,
            updated_by=self._user,
        )

        def work(session: Session) -> None:
            self._store.retention.put(made, session)
            self._audit("retention set", name, session, versions=keep_versions, days=keep_days)

        self._store.run_in_transaction(work)
        return made

    def set_trash_days(self, days: float | None) -> RetentionPolicy:
        """How long models, model versions and runs stay in the trash until a sweep deletes them for good; None: for ever.
        Raises ParameterError."""
        if days is not None and not 0 <= days <= 36_500:
            raise ParameterError(f"{days} days are out of range.", "Choose 0 to 36500 days, or no limit.")
        made = self.policy().model_copy(
            update={"trash_days": days, "updated_at": now(), "updated_by": self._user}
        )

        def work(session: Session) -> None:
            self._store.retention.put(made, session)
            self._audit("retention of the trash set", None, session, days=days)

        self._store.run_in_transaction(work)
        return made

    def forget_policy(self, name: str) -> RetentionPolicy:
        """Let the policy of all hold for a dataset again, and return it."""
        dataset = self._datasets.get(name)

        def work(session: Session) -> None:
            if self._store.retention.delete(dataset.id, session):
                self._audit("retention forgotten", name, session)

        self._store.run_in_transaction(work)
        return self.policy(name)

    def due(self, context: Context | None = None) -> list[DatasetVersion]:
        """The versions that the policies would remove now: none that is in use. Datasets in the trash keep all."""
        policies = {p.id: p for p in self._store.retention.find()}
        general = policies.get(EVERYWHERE, RetentionPolicy())
        if all(p.keeps_all for p in (general, *policies.values())):
            return []
        found: list[DatasetVersion] = []
        ages = self._ages()
        for dataset in self._store.datasets.find(trashed_at=None, sort="name"):
            (context or Context()).check()
            numbers = _due(ages.get(dataset.id, []), policies.get(dataset.id, general))
            if numbers:
                kept = in_use(self._store, dataset)
                free = [n for n in numbers if n not in kept]
                found += self._store.versions.find(dataset_id=dataset.id, number__in=free, sort="number")
        return found

    def _ages(self) -> dict[str, list[tuple[int, datetime]]]:
        """Number and time of all versions, by dataset, newest first."""
        ages: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
        for version in self._store.versions.select("dataset_id", "number", "created_at"):
            ages[version["dataset_id"]].append((version["number"], version["created_at"]))
        for found in ages.values():
            found.sort(reverse=True)
        return ages

    # The sweep and the account.

    def sweep(
        self,
        context: Context | None = None,
        grace: timedelta = timedelta(hours=1),
        dry_run: bool = False,
    ) -> SweepReport:
        """Remove the versions that are due, then all that nothing refers to and nothing touched for ``grace``, and
        what jobs said that ended long ago. A dry run says what would go, to the byte. Raises ParameterError for a
        grace of under 15 minutes: somebody may just be storing something."""
        check_grace(grace, dry_run=dry_run)
        context = context or Context()
        event_days = self.policy().event_days
        due = self.due(context)
        if due and not dry_run:
            removed, pages, page_bytes = self._remove(due, context)
        else:
            removed, pages, page_bytes = due, 0, 0
        report = sweep(
            self._store,
            context,
            grace,
            dry_run,
            without={v.id for v in removed},
            keep_events=None if event_days is None else timedelta(days=event_days),
        )
        return report.model_copy(
            update={
                "versions": len(removed),
                "pages": report.pages + pages,
                "byte_count": report.byte_count + page_bytes,
            }
        )

    def account(self, context: Context | None = None) -> StorageAccount:
        """What each dataset takes in the store, to the byte."""
        from driftdesk.core.retention.account import account

        return account(self._store, context or Context())

    def _remove(self, due: list[DatasetVersion], context: Context) -> tuple[list[DatasetVersion], int, int]:
        """Those that could be removed; how many pages went with them, and their bytes."""
        from driftdesk.core.datasets.history import remove_version

        before = {p.id: p.byte_count for p in self._store.pages.infos()}
        removed = []
        names = {d["id"]: d["name"] for d in self._store.datasets.select("name")}
        for done, version in enumerate(due):
            context.check()
            context.progress(done, len(due), "removing versions")
            ref = f"{names[version.dataset_id]}@{version.number}"
            with suppress(ConflictError, NotFoundError, TrashedError):  # in use, or gone, since we looked
                remove_version(self._store, self._datasets, ref, context.user or self._user)
                removed.append(version)
        left = {p.id for p in self._store.pages.infos()}
        gone = [size for page, size in before.items() if page not in left]
        return removed, len(gone), sum(gone)

    def _audit(self, action: str, name: str | None, session: Session, **details: Any) -> None:
        entry = AuditEntry(who=self._user, action=action, what=name or "all datasets", details=details)
        self._store.audit.insert(entry, session)


def check_grace(grace: timedelta, *, dry_run: bool) -> None:
    """Raises ParameterError where it is too short for a sweep that deletes."""
    least = timedelta(0) if dry_run else LEAST_GRACE
    if not least <= grace <= timedelta(days=36_500):
        raise ParameterError(
            f"A grace of {grace.total_seconds() / 60:g} minutes is out of range: somebody may just be storing data.",
            f"Spare at least what was touched in the last {least.total_seconds() / 60:g} minutes.",
        )


def _due(ages: list[tuple[int, datetime]], policy: RetentionPolicy) -> list[int]:
    """The numbers of those that a policy lets go, of versions newest first."""
    if policy.keeps_all:
        return []
    later = ages[policy.keep_versions or 0 :]
    if policy.keep_days is None:
        return [number for number, _ in later]
    limit = now() - timedelta(days=policy.keep_days)
    return [number for number, at in later if at.replace(tzinfo=UTC) < limit]
