"""Profiles of versions that were looked at: a version never changes, so what was read once stays true."""

from collections import OrderedDict

from driftdesk.core.entities import DatasetVersion, VersionProfile
from driftdesk.ui.workspace import Workspace

_KEPT = 16


class ProfileCache:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: OrderedDict[str, VersionProfile] = OrderedDict()

    async def summary(self, version: DatasetVersion) -> VersionProfile:
        """What the columns of ``version`` look like. Raises what the profile service raises."""
        if version.id not in self._kept:
            found = await self._workspace.tasks.call(self._workspace.desk.profiles.summary, version)
            self._kept[version.id] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(version.id)
        return self._kept[version.id]
