"""Model versions and the names that move over them: champion, the one in use, challenger, the latest that would take its
place, and aliases of one's own such as ``staging``; what is told about models, versions and runs: names, notes, tags."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from driftdesk.core.datasets.names import check_description, check_labels, check_name, check_tag
from driftdesk.core.entities import AliasMove, AuditEntry, Model, ModelVersion, Run
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError, TrashedError
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.usage import Thing, former_champion

if TYPE_CHECKING:
    from driftdesk.core.training.lineage import Lineage

CHAMPION = "champion"
CHALLENGER = "challenger"
LATEST = "latest"


class Registry:
    """Every change is one transaction with its entry in the audit. A reference is ``churn`` (a model), ``churn@3`` or
    ``churn@champion`` (a version), ``churn#7`` (a run)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Looking.

    def versions(self, model: Model, *, trash: bool = False) -> list[ModelVersion]:
        """Newest first, without those in the trash; with ``trash`` those alone."""
        asked: dict[str, Any] = {"trashed_at__ne": None} if trash else {"trashed_at": None}
        return self._store.model_versions.find(model_id=model.id, sort="-number", **asked)

    def version(self, model: Model, which: int | str) -> ModelVersion:
        """A version by number, or an alias, or ``latest``. Raises NotFoundError, TrashedError."""
        found = self._version(model, which)
        if found.trashed_at is not None:
            name = f"{model.name}@{found.number}"
            raise TrashedError(
                f"{name} is in the trash.", f"Restore it first: driftdesk model {name} --restore."
            )
        return found

    def resolve(self, ref: str) -> tuple[Model, ModelVersion]:
        """``churn@3``, ``churn@champion``, ``churn@staging``, ``churn@latest``; ``churn`` is its champion, else its
        latest version. Raises NotFoundError with the nearest names in the hint, TrashedError."""
        name, at, which = ref.partition("@")
        model = self.model(name)
        if not at:
            which = CHAMPION if model.champion is not None else LATEST
        return model, self.version(model, which)

    def model(self, name: str) -> Model:
        """Raises NotFoundError, TrashedError."""
        found = self._model(name)
        if found.trashed_at is not None:
            raise TrashedError(
                f"{name} is in the trash.", f"Restore it first: driftdesk model {name} --restore."
            )
        return found

    def find(self, ref: str) -> Thing:
        """What a reference names, also in the trash. Raises NotFoundError."""
        name, at, which = ref.partition("@")
        if at:
            return self._version(self._model(name), which)
        if "#" in ref and self._store.models.first(name=ref) is None:
            name, _, number = ref.rpartition("#")
            model = self._model(name)
            run = (
                self._store.runs.first(model_id=model.id, number=int(number)) if number.isdecimal() else None
            )
            if run is None:
                raise NotFoundError(f"{name} has no run {number}.", f"See driftdesk runs {name}.")
            return run
        return self._model(ref)

    def model_of(self, thing: Thing) -> Model:
        """The model itself, or the one that a version or run belongs to."""
        return thing if isinstance(thing, Model) else self._store.models.get(thing.model_id)

    def history(self, model: Model) -> tuple[AliasMove, ...]:
        """How the aliases moved, oldest first."""
        return self._store.models.get(model.id).history

    def lineage(self, ref: str) -> Lineage:
        """Where ``churn@3`` comes from and where it went; of ``churn`` all versions, and the champion is what was asked
        about. Raises NotFoundError."""
        from driftdesk.core.training.lineage import lineage

        found = self.find(ref)
        if isinstance(found, Run):
            raise ParameterError(f"{ref} is a run.", "Ask for its model, or a version of it.")
        model = self.model_of(found)
        if isinstance(found, ModelVersion):
            return lineage(self._store, model, [found], subject=found.number)
        return lineage(self._store, model, self.versions(model), subject=model.champion)

    # Aliases.

    def promote(self, model: Model, number: int, who: str = "", why: str = "") -> Model:
        """Make a version the champion. Raises NotFoundError, TrashedError."""
        self.version(model, number)
        return self._move(
            model, AliasMove(alias=CHAMPION, version=number, who=who, why=why), "model promoted"
        )

    def rollback(self, model: Model, who: str = "", why: str = "") -> Model:
        """Make the champion what it was before its last promotion. Raises NotFoundError where there was none or it was
        deleted, TrashedError."""
        before = former_champion(self._store.models.get(model.id))
        if before is None:
            raise NotFoundError(
                f"{model.name} has no earlier champion to go back to.", "Promote the version that you want."
            )
        self.version(model, before)
        move = AliasMove(alias=CHAMPION, version=before, who=who, why=why, rolled_back=True)
        return self._move(model, move, "model rolled back")

    def set_alias(self, model: Model, alias: str, number: int, who: str = "", why: str = "") -> Model:
        """Let an alias, known or new, name a version. Raises NotFoundError, TrashedError, ParameterError."""
        if alias == CHAMPION:
            return self.promote(model, number, who, why)
        self._check_alias(alias)
        self.version(model, number)
        return self._move(model, AliasMove(alias=alias, version=number, who=who, why=why), "alias moved")

    def remove_alias(self, model: Model, alias: str, who: str = "", why: str = "") -> Model:
        """Let an alias name no version any more. Raises NotFoundError where it names none."""
        self._number(self._store.models.get(model.id), alias)
        return self._move(model, AliasMove(alias=alias, version=None, who=who, why=why), "alias removed")

    # Names, notes, tags.

    def rename(self, model: Model, new_name: str, who: str = "") -> Model:
        """Raises ConflictError where the name is taken, ParameterError where it cannot be one."""
        new_name = check_model_name(new_name)
        if new_name == model.name:
            return model
        self.check_free(new_name)

        def write(session: Session) -> Model:
            changed = self._store.models.update(model.id, session, name=new_name)
            self._audit("model renamed", model.name, who, session, name=new_name)
            return changed

        return self._store.run_in_transaction(write)

    def note(self, thing: Thing, notes: str, who: str = "") -> None:
        """Replace the notes of a model, version or run. Raises ParameterError, NotFoundError."""
        self._annotate(thing, who, "noted", notes=check_description(notes, "the notes"))

    def tag(self, thing: Thing, tags: Iterable[str], who: str = "") -> None:
        """Replace the tags of a model, version or run. Raises ParameterError, NotFoundError."""
        self._annotate(thing, who, "tagged", tags=check_labels(tags, "a model, version or run"))

    def check_free(self, name: str) -> None:
        """Raises ConflictError where a model, be it in the trash, has this name."""
        there = self._store.models.first(name=name)
        if there is None:
            return
        if there.trashed_at is not None:
            raise ConflictError(
                f"There is a model {name!r} in the trash, whose name stays taken.",
                f"Choose another name, or restore it (driftdesk model {name} --restore), or delete it for good "
                f"(driftdesk model {name} --delete).",
            )
        raise ConflictError(f"There is already a model called {name!r}.", "Choose another name.")

    # How.

    def _annotate(self, thing: Thing, who: str, what: str, **fields: Any) -> None:
        said = {k: ", ".join(v) if isinstance(v, tuple) else v for k, v in fields.items()}

        def write(session: Session) -> None:
            model = thing if isinstance(thing, Model) else self._store.models.get(thing.model_id, session)
            if isinstance(thing, Model):
                self._store.models.update(thing.id, session, **fields)
                self._audit(f"model {what}", model.name, who, session, **said)
            elif isinstance(thing, ModelVersion):
                self._store.model_versions.update(thing.id, session, **fields)
                self._audit(f"model version {what}", f"{model.name}@{thing.number}", who, session, **said)
            else:
                self._store.runs.update(thing.id, session, **fields)
                self._audit(f"run {what}", f"{model.name}#{thing.number}", who, session, **said)

        self._store.run_in_transaction(write)

    def _model(self, name: str) -> Model:
        """Also one in the trash."""
        found = self._store.models.first(name=name)
        if found is None:
            names = [m.name for m in self._store.models.find(sort="name", trashed_at=None)]
            near = difflib.get_close_matches(name, names, n=3) or names[:10]
            hint = f"Did you mean: {', '.join(near)}?" if near else "Train a model first."
            raise NotFoundError(f"There is no model called {name!r}.", hint)
        return found

    def _version(self, model: Model, which: int | str) -> ModelVersion:
        number = self._number(model, str(which))
        found = self._store.model_versions.first(model_id=model.id, number=number)
        if found is None:
            known = ", ".join(str(v.number) for v in self.versions(model)[:20]) or "none yet"
            raise NotFoundError(f"{model.name} has no version {which}.", f"Its versions: {known}.")
        return found

    def _number(self, model: Model, which: str) -> int:
        if which.isdecimal():
            return int(which)
        known = {CHAMPION: model.champion, CHALLENGER: model.challenger, LATEST: self._latest(model)}
        known |= model.aliases
        if which not in known:
            raise NotFoundError(
                f"{which!r} is neither a version's number nor an alias.",
                f"The aliases are: {', '.join(known)}.",
            )
        number = known[which]
        if number is None:
            hint = (
                "Promote a version to make it the champion." if model.head else f"Train {model.name} first."
            )
            raise NotFoundError(f"{model.name} has no {which}.", hint)
        return number

    def _latest(self, model: Model) -> int | None:
        """The newest version that is there."""
        found = self._store.model_versions.first(model_id=model.id, trashed_at=None, sort="-number")
        return found.number if found else None

    def _check_alias(self, alias: str) -> None:
        if alias == LATEST:
            raise ParameterError("latest always means the newest version.", "Choose another alias.")
        if alias != CHALLENGER:
            check_tag(alias)

    def _move(self, model: Model, move: AliasMove, action: str) -> Model:
        def write(session: Session) -> Model:
            current = self._store.models.get(model.id, session)
            challenger, aliases = current.challenger, dict(current.aliases)
            before = {CHAMPION: current.champion, CHALLENGER: challenger, **aliases}.get(move.alias)
            fields: dict[str, Any] = {"history": (*current.history, move)}
            if move.alias == CHAMPION:
                taken = challenger == move.version
                fields |= {"champion": move.version, "challenger": None if taken else challenger}
            elif move.alias == CHALLENGER:
                fields["challenger"] = move.version
            else:
                aliases.pop(move.alias, None)
                named = {} if move.version is None else {move.alias: move.version}
                fields["aliases"] = aliases | named
            moved = self._store.models.update(model.id, session, **fields)
            what = current.name if move.version is None else f"{current.name}@{move.version}"
            said = {} if move.alias == CHAMPION else {"alias": move.alias}
            self._audit(action, what, move.who, session, before=before, why=move.why, **said)
            return moved

        return self._store.run_in_transaction(write)

    def _audit(self, action: str, what: str, who: str, session: Session, **details: Any) -> None:
        self._store.audit.insert(AuditEntry(who=who, action=action, what=what, details=details), session)


def check_model_name(name: str) -> str:
    """The name of a model without white space around it. Raises ParameterError."""
    return check_name(name, "a model")
