"""Named sets of a trainer's parameters, with versions: those that come with the trainer, and those that users save.

A preset keeps what differs from the trainer's defaults, so that it follows them. What its params say by ``tuning`` makes
the built-in ones: ``fast``, ``balanced`` (the defaults) and ``thorough``.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from driftdesk.core.datasets.names import check_name, no_such
from driftdesk.core.entities import AuditEntry, Preset, PresetVersion, now
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError
from driftdesk.core.training.params import parse_params, trainer_info, trainers

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Session, Store

BALANCED = "balanced"
BUILT_IN = ("fast", BALANCED, "thorough")


class TrainerPresets:
    """May be used from any thread."""

    def __init__(self, store: Store, user: str = "") -> None:
        self._store = store
        self._user = user

    def list(self, trainer: str = "") -> builtins.list[Preset]:
        """Of a trainer (empty: of all): those that come with it, then the saved ones by name; without removed ones."""
        names = [trainer] if trainer else [t.name for t in trainers()]
        wanted: dict[str, Any] = {"trainer": trainer} if trainer else {}
        own = [p for name in names for p in built_in(name)]
        return [*own, *self._store.presets.find(sort="name", removed_at=None, **wanted)]

    def get(self, trainer: str, ref: str) -> PresetVersion:
        """A preset's version by ``name`` (the latest) or ``name@2``, of removed ones too. Raises NotFoundError."""
        name, at, number = ref.partition("@")
        found = self._find(trainer, name)
        if found is None or (found.removed_at is not None and not at):
            raise no_such(f"preset of {trainer}", name, (p.name for p in self.list(trainer)))
        made = versions(found)
        if not at:
            return made[-1]
        for version in made:
            if str(version.number) == number:
                return version
        known = ", ".join(str(v.number) for v in made)
        raise NotFoundError(f"The preset {name!r} has no version {number}.", f"Its versions: {known}.")

    def resolve(self, trainer: str, ref: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """``name@number`` of a preset, and its parameters under those that are given beside it. Raises NotFoundError,
        and ParameterError where the trainer no longer takes one of them."""
        version = self.get(trainer, ref)
        name = f"{ref.partition('@')[0]}@{version.number}"
        params, unknown = known(trainer, version.params)
        if unknown:
            raise ParameterError(
                f"The preset {name!r} sets what {trainer!r} does not have (any more): {', '.join(unknown)}.",
                f"Save {ref.partition('@')[0]!r} again without that, or give the others by hand.",
            )
        parse_params(trainer, params)
        return name, {**params, **given}

    def save(self, name: str, trainer: str, params: Mapping[str, Any], note: str = "") -> Preset:
        """Keep parameters under a name; where it is taken, as its next version. Raises ParameterError, also for the name
        of one that comes with the trainer."""
        self._check_free(name)
        values = parse_params(trainer, params).model_dump(mode="json", exclude_defaults=True)
        made = Preset(name=check_name(name), trainer=trainer, params=values, note=note, created_by=self._user)

        def work(session: Session) -> Preset:
            there = self._find(trainer, made.name)
            if there is None:
                self._store.presets.insert(made, session)
                self._record("preset saved", f"{made.name}@1", session)
                return made
            self._record("preset saved", f"{made.name}@{there.number + 1}", session)
            return self._store.presets.update(
                there.id,
                session,
                expect={"number": there.number},
                number=there.number + 1,
                params=values,
                note=note,
                history=tuple(versions(there)),
                removed_at=None,
                created_at=now(),
                created_by=self._user,
            )

        try:
            return self._store.run_in_transaction(work)
        except ConflictError:  # somebody was first
            return self._store.run_in_transaction(work)

    def remove(self, name: str, trainer: str) -> None:
        """No longer offer a preset; its versions can still be read by ``name@number``, and saving it again goes on with
        them. Raises NotFoundError, and ParameterError for one that comes with the trainer."""
        self._check_free(name)
        found = self._find(trainer, name)
        if found is None or found.removed_at is not None:
            raise no_such(f"preset of {trainer}", name, (p.name for p in self.list(trainer)))

        def work(session: Session) -> None:
            self._store.presets.update(found.id, session, removed_at=now())
            self._record("preset removed", name, session)

        self._store.run_in_transaction(work)

    def _find(self, trainer: str, name: str) -> Preset | None:
        own = next((p for p in built_in(trainer) if p.name == name), None)
        return own or self._store.presets.first(trainer=trainer, name=name)

    def _check_free(self, name: str) -> None:
        if name in BUILT_IN:
            raise ParameterError(f"The preset {name!r} comes with the trainer.", "Choose another name.")

    def _record(self, action: str, what: str, session: Session) -> None:
        self._store.audit.insert(AuditEntry(who=self._user, action=action, what=what), session)


def built_in(trainer: str) -> builtins.list[Preset]:
    """The presets that come with a trainer, by what its params say: none where it says nothing."""
    fields = trainer_info(trainer).params.model_fields
    found: dict[str, dict[str, Any]] = {"fast": {}, BALANCED: {}, "thorough": {}}
    for name, field in fields.items():
        extra = field.json_schema_extra
        hint = extra.get("presets") if isinstance(extra, dict) else None
        for preset, value in hint.items() if isinstance(hint, dict) else ():
            found[preset][name] = value
    if not found["fast"] and not found["thorough"]:
        return []
    return [
        Preset(id=f"{trainer}:{name}", name=name, trainer=trainer, params=params, built_in=True)
        for name, params in found.items()
    ]


def versions(preset: Preset) -> builtins.list[PresetVersion]:
    """All versions of a preset, the first one first."""
    latest = PresetVersion(
        number=preset.number,
        params=preset.params,
        note=preset.note,
        created_at=preset.created_at,
        created_by=preset.created_by,
    )
    return [*preset.history, latest]


def known(trainer: str, params: Mapping[str, Any]) -> tuple[dict[str, Any], builtins.list[str]]:
    """Those parameters that the trainer has today, and the names of those that it has not."""
    fields = trainer_info(trainer).params.model_fields
    return {k: v for k, v in params.items() if k in fields}, [k for k in params if k not in fields]
