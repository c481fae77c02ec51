"""Model versions and their aliases: champion, the one in use, and challenger, the latest that would take its place."""

import difflib

from driftdesk.core.entities import AliasMove, AuditEntry, Model, ModelVersion
from driftdesk.core.errors import NotFoundError
from driftdesk.core.storage.store import Session, Store

CHAMPION = "champion"
CHALLENGER = "challenger"
LATEST = "latest"


class Registry:
    """Every move of an alias is one transaction with its entry in the audit."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def versions(self, model: Model) -> list[ModelVersion]:
        """Newest first."""
        return self._store.model_versions.find(model_id=model.id, sort="-number")

    def version(self, model: Model, which: int | str) -> ModelVersion:
        """A version by number, or ``champion``, ``challenger``, ``latest``. Raises NotFoundError."""
        number = self._number(model, str(which))
        found = self._store.model_versions.first(model_id=model.id, number=number)
        if found is None:
            known = ", ".join(str(v.number) for v in self.versions(model)[:20]) or "none yet"
            raise NotFoundError(f"{model.name} has no version {which}.", f"Its versions: {known}.")
        return found

    def resolve(self, ref: str) -> tuple[Model, ModelVersion]:
        """``churn@3``, ``churn@champion``, ``churn@challenger``, ``churn@latest``; ``churn`` is its champion, else its
        latest version. Raises NotFoundError with the nearest names in the hint."""
        name, at, which = ref.partition("@")
        model = self.model(name)
        if not at:
            which = CHAMPION if model.champion is not None else LATEST
        return model, self.version(model, which)

    def model(self, name: str) -> Model:
        """Raises NotFoundError."""
        found = self._store.models.first(name=name)
        if found is None:
            names = [m.name for m in self._store.models.find(sort="name")]
            near = difflib.get_close_matches(name, names, n=3) or names[:10]
            hint = f"Did you mean: {', '.join(near)}?" if near else "Train a model first."
            raise NotFoundError(f"There is no model called {name!r}.", hint)
        return found

    def promote(self, model: Model, number: int, who: str = "", why: str = "") -> Model:
        """Make a version the champion. Raises NotFoundError."""
        self.version(model, number)
        return self._move(
            model, AliasMove(alias=CHAMPION, version=number, who=who, why=why), "model promoted"
        )

    def rollback(self, model: Model, who: str = "", why: str = "") -> Model:
        """Make the champion what it was before its last promotion. Raises NotFoundError where there was none."""
        before = former_champion(self._store.models.get(model.id))
        if before is None:
            raise NotFoundError(
                f"{model.name} has no earlier champion to go back to.", "Promote the version that you want."
            )
        move = AliasMove(alias=CHAMPION, version=before, who=who, why=why, rolled_back=True)
        return self._move(model, move, "model rolled back")

    def history(self, model: Model) -> tuple[AliasMove, ...]:
        """How the aliases moved, oldest first."""
        return self._store.models.get(model.id).history

    def _number(self, model: Model, which: str) -> int:
        if which.isdigit():
            return int(which)
        aliases = {CHAMPION: model.champion, CHALLENGER: model.challenger, LATEST: model.head or None}
        if which not in aliases:
            raise NotFoundError(
                f"{which!r} is neither a version's number nor an alias.",
                f"The aliases are: {', '.join(aliases)}.",
            )
        number = aliases[which]
        if number is None:
            hint = (
                "Promote a version to make it the champion." if model.head else f"Train {model.name} first."
            )
            raise NotFoundError(f"{model.name} has no {which}.", hint)
        return number

    def _move(self, model: Model, move: AliasMove, action: str) -> Model:
        def write(session: Session) -> Model:
            current = self._store.models.get(model.id)
            challenger = None if current.challenger == move.version else current.challenger
            moved = self._store.models.update(
                model.id,
                session,
                expect={"head": current.head, "champion": current.champion},
                champion=move.version,
                challenger=challenger,
                history=(*current.history, move),
            )
            entry = AuditEntry(
                who=move.who,
                action=action,
                what=f"{model.name}@{move.version}",
                details={"before": current.champion, "why": move.why},
            )
            self._store.audit.insert(entry, session)
            return moved

        return self._store.run_in_transaction(write)


def former_champion(model: Model) -> int | None:
    """The champion before the present one: promotions are a stack, and a rollback takes its top away."""
    stack: list[int | None] = []
    for move in model.history:
        if move.alias != CHAMPION:
            continue
        if move.rolled_back and stack:
            stack.pop()
        else:
            stack.append(move.version)
    return stack[-2] if len(stack) > 1 else None
