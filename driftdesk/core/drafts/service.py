"""Drafts: edits upon a version that are stored one by one, undone, redone, and committed as the next version.

A draft is the log of its edits and a position in it. Nothing is kept between two calls but what makes the next one quick,
so another window, or the same one after a crash, finds everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from driftdesk.core.context import Context
from driftdesk.core.entities import Draft, DraftEdit, Operation, OperationKind, now
from driftdesk.core.errors import ConflictError, InputError, NotFoundError, ParameterError
from driftdesk.core.tables.recent import Recent

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drafts.conflict import Theirs
    from driftdesk.core.drafts.edits import DraftChanges, DraftConflict, Edit
    from driftdesk.core.drafts.source import DraftSource
    from driftdesk.core.drafts.state import Base, State
    from driftdesk.core.entities import Dataset, DatasetVersion
    from driftdesk.core.jobs.params import CommitJob
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService

OnConflict = Literal["refuse", "mine", "theirs"]

_STATES_KEPT = 64
_BASES_KEPT = 4
_TEXTS_KEPT = 100
"""Edits that a version's operation names."""
_LONGEST_TEXT = 200


class DraftService:
    """The drafts of ``user``. May be used from any thread."""

    def __init__(self, store: Store, datasets: DatasetService, tables: TableService, user: str) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._user = user
        self._states: Recent[str, State] = Recent(_STATES_KEPT)
        """By what ``Draft.last`` says."""
        self._bases: Recent[str, Base] = Recent(_BASES_KEPT)

    # Drafts.

    def open(self, name: str, version: int | str | None = None) -> Draft:
        """The user's draft of a dataset, made upon ``version`` (None: the latest) where there is none. One without
        any edit goes on from there too; else ConflictError where it is upon another ``version`` than was asked for."""
        dataset = self._datasets.get(name)
        base = self._datasets.version(dataset, "latest" if version is None else version).number
        draft = self.find(name)
        if draft is None:
            draft = Draft(dataset_id=dataset.id, base=base, user=self._user)
            try:
                self._store.drafts.insert(draft)
            except ConflictError:  # another window was first
                return self.existing(name)
        elif draft.base != base and not draft.length:
            return self._change(draft, base=base, last="")
        elif draft.base != base and version is not None:
            raise ConflictError(
                f"Your draft of {name} is upon version {draft.base}, not {base}.",
                "Commit or discard it first.",
            )
        return draft

    def find(self, name: str) -> Draft | None:
        """The user's draft of a dataset, where there is one."""
        return self._store.drafts.first(dataset_id=self._datasets.get(name).id, user=self._user)

    def existing(self, name: str) -> Draft:
        """As ``find``. Raises NotFoundError where there is none."""
        draft = self.find(name)
        if draft is None:
            raise NotFoundError(
                f"You have no draft of {name}.", f"Edit something: driftdesk edit {name} --help says how."
            )
        return draft

    def others(self, name: str) -> list[Draft]:
        """Drafts of the same dataset by others, the one that was changed last first."""
        dataset = self._datasets.get(name)
        return self._store.drafts.find(dataset_id=dataset.id, user__ne=self._user, sort="-updated_at")

    def discard(self, draft: Draft) -> None:
        """Remove the draft and its edits."""
        self._store.run_in_transaction(lambda session: self._remove(draft, session))

    # Edits.

    def apply(self, draft: Draft, edit: Edit, context: Context | None = None) -> Draft:
        """Do one edit and store it. What was undone before it is gone then. Where it would change nothing, the draft
        is returned as it is. Raises InputError (nothing is changed then); ConflictError where the draft was changed
        elsewhere since ``draft`` was read."""
        from driftdesk.core.drafts.applying import Applying
        from driftdesk.core.drafts.edits import pack

        before = self._state(draft)
        state, done = Applying(before, context or Context()).apply(edit)
        if state is before:
            return draft
        record = DraftEdit(draft_id=draft.id, number=draft.position + 1, content=pack(done))

        def work(session: Session) -> Draft:
            changed = self._change(
                draft, session, position=record.number, length=record.number, last=record.id
            )
            self._store.draft_edits.delete_where(session, draft_id=draft.id, number__gte=record.number)
            self._store.draft_edits.insert(record, session)
            return changed

        changed = self._store.run_in_transaction(work)
        self._states.put(record.id, state)
        return changed

    def undo(self, draft: Draft) -> Draft:
        """Take the last edit back. Raises ParameterError where there is none, ConflictError."""
        if not draft.can_undo:
            raise ParameterError("There is nothing to undo.")
        return self._move(draft, draft.position - 1)

    def redo(self, draft: Draft) -> Draft:
        """Do again what was undone last. Raises ParameterError where there is nothing, ConflictError."""
        if not draft.can_redo:
            raise ParameterError("There is nothing to redo.")
        return self._move(draft, draft.position + 1)

    # Looking.

    def source(self, draft: Draft) -> DraftSource:
        """The rows as the edits leave them."""
        from driftdesk.core.drafts.source import DraftSource

        state = self._state(draft)
        return DraftSource(state, draft.last or state.base.version.id)

    def current(self, name: str) -> DraftSource:
        """The rows as the user left them: of the draft, or else of the latest version."""
        from driftdesk.core.drafts.source import DraftSource
        from driftdesk.core.drafts.state import State

        if (draft := self.find(name)) is not None:
            return self.source(draft)
        version = self._datasets.resolve(name)[1]
        return DraftSource(State(self._base(version), version.columns), version.id)

    def changes(self, draft: Draft) -> DraftChanges:
        """The edits, and what they come to."""
        from driftdesk.core.drafts.changes import changes

        edits = [edit for _, edit in self._edits(draft)]
        return changes(self._state(draft), edits, draft.position)

    def trial(self, name: str, edits: Sequence[Edit], context: Context | None = None) -> DraftChanges:
        """What edits would come to upon the user's draft, or the latest version. Nothing is stored."""
        from driftdesk.core.drafts.applying import Applying
        from driftdesk.core.drafts.changes import changes

        draft, state = self.find(name), self.current(name).state
        before = [edit for _, edit in self._edits(draft, draft.position)] if draft is not None else []
        for edit in edits:
            state, _ = Applying(state, context or Context()).apply(edit)
        return changes(state, [*before, *edits], len(before) + len(edits))

    def difference(self, draft: Draft, context: Context | None = None) -> DraftConflict:
        """What others committed since the draft's base, and which of its edits meet that."""
        from driftdesk.core.drafts.conflict import overlaps, replay
        from driftdesk.core.drafts.edits import DraftConflict

        context = context or Context()
        head = self._head(draft)
        if head.number == draft.base:
            return DraftConflict(base=draft.base, head=head.number, versions=())
        mine, after = self._state(draft), self._base(head)
        theirs = self._theirs(draft, head, context)
        number, found = overlaps(mine, after, theirs)
        edits = [edit for _, edit in self._edits(draft, draft.position)]
        _, dropped = replay(edits, mine, after, None, context)
        return DraftConflict(
            base=draft.base,
            head=head.number,
            versions=tuple(self._since(draft)),
            columns=theirs.columns,
            added_rows=theirs.added_rows,
            removed_rows=theirs.removed_rows,
            changed_cells=theirs.changed_cells,
            overlapping_cells=number,
            overlaps=found,
            dropped=tuple(dropped),
        )

    # Committing.

    def commit(
        self,
        draft: Draft,
        message: str = "",
        on_conflict: OnConflict = "refuse",
        context: Context | None = None,
    ) -> DatasetVersion:
        """Make the next version of the draft; the draft is gone then.

        Where others committed since its base: ``refuse`` raises ConflictError and changes nothing; ``mine`` does the
        edits again upon what they left; ``theirs`` does so too, but what they changed stays as they left it. What has no
        place there any more is left out and listed as ``dropped`` in the version's operation. Raises InputError where
        there is nothing to commit, or no row would be left."""
        from driftdesk.core.drafts.writing import write

        context = context or Context()
        dataset = self._datasets.by_id(draft.dataset_id)
        edits = [edit for _, edit in self._edits(draft, draft.position)]
        state = self._state(draft)
        dropped: list[str] = []
        if dataset.head != draft.base:
            if on_conflict == "refuse":
                raise self._conflict(dataset, draft)
            state, dropped = self._upon_head(draft, edits, state, on_conflict == "theirs", context)
        _check_committable(state)
        for said in dropped:
            context.warn(said)
        texts = [edit.text[:_LONGEST_TEXT] for edit in edits]
        params = {
            "base": draft.base,
            "count": len(edits),
            "edits": texts[:_TEXTS_KEPT],
            "dropped": dropped[:_TEXTS_KEPT],
        }
        version = self._datasets.commit(
            dataset,
            write(self._store, state, dataset.next_row_id, context),
            operation=Operation(kind=OperationKind.EDIT, params=params),
            message=message or _summary(texts),
            context=context,
            parent=state.base.version.number,
            also=lambda session: self._remove(draft, session),
        )
        return version

    def commit_as_asked(self, job: CommitJob, context: Context) -> DatasetVersion:
        """As ``commit``, for a job: the version that an earlier attempt made, where there is one."""
        made = self._datasets.made_by(context, OperationKind.EDIT)
        if made is not None:
            return made
        draft = self._store.drafts.first(id=job.draft_id)
        if draft is None or draft.revision != job.revision:
            raise _changed_elsewhere()
        return self.commit(draft, job.message, job.on_conflict, context)

    def _upon_head(
        self, draft: Draft, edits: Sequence[Edit], mine: State, theirs_win: bool, context: Context
    ) -> tuple[State, list[str]]:
        from driftdesk.core.drafts.conflict import replay

        head = self._head(draft)
        theirs = self._theirs(draft, head, context) if theirs_win else None
        return replay(edits, mine, self._base(head), theirs, context)

    def _conflict(self, dataset: Dataset, draft: Draft) -> ConflictError:
        since = self._since(draft)
        named = ", ".join(
            f"version {v.number} by {v.author or 'somebody'}" + (f" ({v.message[:80]})" if v.message else "")
            for v in since[-3:]
        )
        return ConflictError(
            f"Since your draft of {dataset.name} began upon version {draft.base}, others committed {named}.",
            f"Look at the difference (driftdesk draft {dataset.name} difference), then commit with --on-conflict "
            "mine or theirs, or discard the draft.",
        )

    # The store.

    def _head(self, draft: Draft) -> DatasetVersion:
        return self._datasets.version(self._datasets.by_id(draft.dataset_id))

    def _since(self, draft: Draft) -> list[DatasetVersion]:
        return self._store.versions.find(dataset_id=draft.dataset_id, number__gt=draft.base, sort="number")

    def _theirs(self, draft: Draft, head: DatasetVersion, context: Context) -> Theirs:
        from driftdesk.core.drafts.conflict import compare

        return compare(self._state(draft).base, self._base(head), context)

    def _edits(self, draft: Draft, upto: int | None = None) -> list[tuple[str, Edit]]:
        """The first ``upto`` (None: all) edits, with their ids."""
        from driftdesk.core.drafts.edits import unpack

        limit = draft.length if upto is None else upto
        found = self._store.draft_edits.find(draft_id=draft.id, number__lte=limit, sort="number")
        if len(found) != limit:
            raise _changed_elsewhere()
        return [(each.id, unpack(each.content)) for each in found]

    def _base(self, version: DatasetVersion) -> Base:
        from driftdesk.core.drafts.state import Base

        return self._bases.get(version.id, lambda: Base(self._tables, version))

    def _state(self, draft: Draft) -> State:
        """What the edits of a draft come to. Raises ConflictError where it was changed elsewhere."""
        from driftdesk.core.drafts.applying import Applying
        from driftdesk.core.drafts.state import State

        if draft.last and (found := self._states.find(draft.last)) is not None:
            return found
        dataset = self._datasets.by_id(draft.dataset_id)
        base = self._base(self._datasets.version(dataset, draft.base))
        state = State(base, base.version.columns)
        if not draft.position:
            return state
        edits = self._edits(draft, draft.position)
        if edits[-1][0] != draft.last:
            raise _changed_elsewhere()
        known = next((i for i in range(len(edits), 0, -1) if self._states.find(edits[i - 1][0])), 0)
        if known:
            state = self._states.find(edits[known - 1][0]) or state
        for edit_id, edit in edits[known:]:
            state, _ = Applying(state, Context()).apply(edit)
            self._states.put(edit_id, state)
        return state

    def _move(self, draft: Draft, position: int) -> Draft:
        last = self._store.draft_edits.first(draft_id=draft.id, number=position) if position else None
        return self._change(draft, position=position, last=last.id if last else "")

    def _change(self, draft: Draft, session: Session | None = None, **fields: object) -> Draft:
        """Raises ConflictError where the draft was changed, committed or discarded elsewhere."""
        try:
            return self._store.drafts.update(
                draft.id,
                session,
                expect={"revision": draft.revision},
                revision=draft.revision + 1,
                updated_at=now(),
                **fields,
            )
        except (ConflictError, NotFoundError):
            raise _changed_elsewhere() from None

    def _remove(self, draft: Draft, session: Session) -> None:
        if not self._store.drafts.delete_where(session, id=draft.id, revision=draft.revision):
            raise _changed_elsewhere()
        self._store.draft_edits.delete_where(session, draft_id=draft.id)


def _changed_elsewhere() -> ConflictError:
    return ConflictError(
        "This draft was edited, committed or discarded elsewhere meanwhile.",
        "Look again (in the window: reload), then go on from there.",
    )


def _check_committable(state: State) -> None:
    base = state.base.version
    if state.columns == base.columns and not (state.layers or state.kept or state.added):
        raise InputError("The draft changes nothing.", "Edit something first, or discard it.")
    if not state.rows:
        raise InputError(
            "These edits leave no row.", "Undo a deletion; to be rid of all data, delete the dataset."
        )


def _summary(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - 3} more edits" if len(texts) > 3 else ""
    return ("; ".join(texts[:3]) + more)[: 2 * _LONGEST_TEXT]
