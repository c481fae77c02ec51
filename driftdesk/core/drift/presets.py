"""Named sets of drift parameters: those that come with DriftDesk, and those that users save."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from driftdesk.core.datasets.names import check_name, no_such
from driftdesk.core.drift.params import PRESETS, DriftParams, parse_params
from driftdesk.core.entities import AuditEntry, DriftPreset, now
from driftdesk.core.errors import ConflictError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Session, Store


class DriftPresets:
    """May be used from any thread. A saved preset keeps what differs from the defaults, so that it follows them."""

    def __init__(self, store: Store, user: str = "") -> None:
        self._store = store
        self._user = user

    def list(self) -> builtins.list[DriftPreset]:
        """Those that come with DriftDesk, then the saved ones by name."""
        own = [DriftPreset(id=name, name=name, params=_differing(p)) for name, p in PRESETS.items()]
        return [*own, *self._store.drift_presets.find(sort="name")]

    def get(self, name: str) -> DriftParams:
        """The parameters under a name. Raises NotFoundError."""
        if name in PRESETS:
            return PRESETS[name]
        found = self._store.drift_presets.first(name=name)
        if found is None:
            raise no_such("preset", name, (p.name for p in self.list()))
        return parse_params({**found.params, "preset": name})

    def check_free(self, name: str) -> None:
        """Raises ParameterError where parameters cannot be kept under a name."""
        if check_name(name) in PRESETS:
            raise ParameterError(f"The preset {name!r} comes with DriftDesk.", "Choose another name.")

    def save(self, name: str, params: DriftParams | Mapping[str, Any], note: str = "") -> DriftPreset:
        """Keep parameters under a name; what had it before is replaced. Raises ParameterError, also for the name of one
        that comes with DriftDesk."""
        self.check_free(name)
        values = params if isinstance(params, DriftParams) else parse_params(params)
        made = DriftPreset(name=check_name(name), params=_differing(values), note=note, created_by=self._user)

        def work(session: Session) -> DriftPreset:
            there = self._store.drift_presets.first(name=made.name)
            self._record("preset saved", made.name, session)
            if there is not None:
                return self._store.drift_presets.update(
                    there.id, session, params=made.params, note=note, updated_at=now()
                )
            self._store.drift_presets.insert(made, session)
            return made

        try:
            return self._store.run_in_transaction(work)
        except ConflictError:  # somebody was first
            return self._store.run_in_transaction(work)

    def remove(self, name: str) -> None:
        """Raises NotFoundError, and ParameterError for one that comes with DriftDesk. Reports keep their parameters."""
        if name in PRESETS:
            raise ParameterError(f"The preset {name!r} comes with DriftDesk.", "It cannot be removed.")
        found = self._store.drift_presets.first(name=name)
        if found is None:
            raise no_such("preset", name, (p.name for p in self.list()))

        def work(session: Session) -> None:
            self._store.drift_presets.delete(found.id, session)
            self._record("preset removed", found.name, session)

        self._store.run_in_transaction(work)

    def _record(self, action: str, what: str, session: Session) -> None:
        self._store.audit.insert(AuditEntry(who=self._user, action=action, what=what), session)


def _differing(params: DriftParams) -> dict[str, Any]:
    return params.model_dump(mode="json", exclude_defaults=True, exclude={"preset"})
