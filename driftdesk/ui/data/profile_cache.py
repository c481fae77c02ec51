"""Profiles of versions that were looked at: a version never changes, so what was read once stays true."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from driftdesk.core.entities import DatasetVersion, VersionPairs, VersionProfile
from driftdesk.ui.workspace import Workspace

T = TypeVar("T")

_KEPT = 16


class ProfileCache:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._profiles: OrderedDict[str, VersionProfile] = OrderedDict()
        self._pairs: OrderedDict[str, VersionPairs] = OrderedDict()

    async def summary(self, version: DatasetVersion) -> VersionProfile:
        """What the columns of ``version`` look like. Raises what the profile service raises."""
        return await self._kept(self._profiles, version, self._workspace.desk.profiles.summary)

    async def pairs(self, version: DatasetVersion) -> VersionPairs:
        """How the columns of ``version`` go together. Raises what the profile service raises."""
        return await self._kept(self._pairs, version, self._workspace.desk.profiles.pairs)

    def has_pairs(self, version: DatasetVersion) -> bool:
        """Whether ``pairs`` gives them at once."""
        return version.id in self._pairs

    async def _kept(
        self, kept: OrderedDict[str, T], version: DatasetVersion, read: Callable[[DatasetVersion], T]
    ) -> T:
        if version.id not in kept:
            found = await self._workspace.tasks.call(read, version)
            kept[version.id] = found
            while len(kept) > _KEPT:
                kept.popitem(last=False)
        kept.move_to_end(version.id)
        return kept[version.id]
