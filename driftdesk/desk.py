"""Desk: opens the store, hands out the services and knows the verbs; used alike by window, commands, workers and notebooks.

The verbs (``driftdesk.verbs``) enqueue a job and return it; who wants the result waits (``desk.jobs.wait``) or lets a local runner do
it (``driftdesk.workers.local.run_here``).
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from driftdesk.core.settings import Settings, load_settings
from driftdesk.verbs.data import DataVerbs
from driftdesk.verbs.drift import DriftVerbs
from driftdesk.verbs.models import ModelVerbs
from driftdesk.verbs.runs import RunVerbs
from driftdesk.verbs.search import SearchVerbs


class Desk(DataVerbs, DriftVerbs, ModelVerbs, RunVerbs, SearchVerbs):
    """``with Desk.open() as desk:``. All of it may be used from any thread."""

    @classmethod
    def open(cls, data_dir: Path | str | None = None, uri: str | None = None, **overrides: Any) -> Self:
        """Open the store of ``data_dir`` (its embedded database), or the shared one at ``uri``.

        Raises StorageError where the database cannot be used.
        """
        return cls.open_with(
            load_settings(Path(data_dir) if data_dir else None, mongodb_uri=uri, **overrides)
        )

    @classmethod
    def open_with(cls, settings: Settings) -> Self:
        """Open the store that ``settings`` name. Raises StorageError."""
        from driftdesk.core.storage.connection import open_store
        from driftdesk.core.storage.passwords import with_kept_password

        if settings.mongodb_uri is not None:
            uri = with_kept_password(settings.mongodb_uri)
            settings = settings.model_copy(update={"mongodb_uri": uri})
        return cls(settings, open_store(settings))

    def close(self) -> None:
        """Leave the store. The embedded database ends a while after its last client."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
