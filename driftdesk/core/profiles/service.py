"""The profiles of stored versions: merged from those of pages and chunks; what is missing is computed and stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.entities import Column, DatasetVersion, ManifestPage, Role, VersionPairs, VersionProfile

if TYPE_CHECKING:
    from driftdesk.core.profiles.profile import ColumnProfile
    from driftdesk.core.storage.store import Store

MOST_COLUMNS = 200
"""Of which all pairs are looked at."""

_CHUNKS_AT_ONCE = 512
"""Profiles of this many chunks are in memory at once: 40 MB at most."""


class ProfileService:
    """May be used from any thread: a profile that two compute at once is stored twice, alike."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def columns(
        self, version: DatasetVersion, names: Sequence[str] | None = None, context: Context | None = None
    ) -> dict[str, ColumnProfile]:
        """The profile of each column of ``version`` (or of those in ``names``), in their order.

        Raises NotFoundError for an unknown name.
        """
        from driftdesk.core.profiles.profile import empty, merge

        context = context or Context()
        wanted = version.columns.columns if names is None else version.columns.select(names)
        parts: dict[str, list[ColumnProfile]] = {c.id: [] for c in wanted}
        total, done = len(version.pages) * len(wanted), 0
        for page_id in version.pages:
            page = self._store.pages.get(page_id)
            for block, found in self._of_page(page, wanted):
                for column, profile in zip(block, found, strict=True):
                    parts[column.id].append(profile)
                done += len(block)
                context.progress(done, total, "profiling")
                context.check()
        return {c.name: merge(parts[c.id]) if parts[c.id] else empty(c.kind) for c in wanted}

    def summary(self, version: DatasetVersion, context: Context | None = None) -> VersionProfile:
        """What each column of ``version`` looks like, for people."""
        from driftdesk.core.profiles.summary import summarize

        profiles = self.columns(version, context=context)
        columns = tuple(summarize(c.name, profiles[c.name], c.role) for c in version.columns.columns)
        return VersionProfile(
            dataset_id=version.dataset_id, number=version.number, rows=version.rows, columns=columns
        )

    def of_groups(
        self, page: ManifestPage, groups: Sequence[int], columns: Sequence[Column]
    ) -> dict[str, list[ColumnProfile]]:
        """By column id, profiles that together are of all rows of some row groups of a page (by number, rising)."""
        if len(groups) == len(page.group_rows):
            return {
                c.id: [p]
                for block, found in self._of_page(page, columns)
                for c, p in zip(block, found, strict=True)
            }
        found = iter(self._of_chunks(page, columns, groups))
        return {c.id: [next(found) for _ in groups] for c in columns}

    def pairs(self, version: DatasetVersion, context: Context | None = None) -> VersionPairs:
        """How the columns of ``version`` go together (ids and ignored ones left out; of more than MOST_COLUMNS the
        first, and the target), from the stored samples of its rows."""
        from driftdesk.core.profiles.pairs import pair_strengths
        from driftdesk.core.profiles.samples import pair_warnings, version_samples

        offered = [c for c in version.columns.columns if c.role not in (Role.ID, Role.IGNORED)]
        target = version.columns.target
        columns = [c for at, c in enumerate(offered) if at < MOST_COLUMNS or c == target]
        samples = version_samples(self._store, version, columns, context or Context())
        pairs = pair_strengths(columns, samples) if columns else []
        return VersionPairs(
            dataset_id=version.dataset_id,
            number=version.number,
            rows=version.rows,
            sampled=samples[0].size if samples else 0,
            columns=tuple(c.name for c in columns),
            target=target.name if target else None,
            pairs=tuple(pairs),
            warnings=tuple(pair_warnings(pairs, target.name if target else None)),
        )

    def _of_page(
        self, page: ManifestPage, columns: Sequence[Column]
    ) -> Iterator[tuple[Sequence[Column], list[ColumnProfile]]]:
        """Profiles of one page, some columns at a time."""
        from driftdesk.core.profiles.encoding import from_bytes, page_key, to_bytes
        from driftdesk.core.profiles.profile import empty, merge

        groups, rows = len(page.group_rows), sum(page.group_rows)
        lacking = [c for c in columns if c.id not in page.column_ids]
        if lacking:  # all missing: the column was added later
            yield lacking, [replace(empty(c.kind), rows=rows, missing=rows) for c in lacking]
            columns = [c for c in columns if c.id in page.column_ids]
        size = max(1, _CHUNKS_AT_ONCE // max(groups, 1))
        for first in range(0, len(columns), size):
            block = columns[first : first + size]
            if groups == 1:
                yield block, self._of_chunks(page, block)
                continue
            keys = [page_key(page, c.id, c.kind) for c in block]
            stored = self._store.chunk_profiles.get(keys)
            absent = [c for c, key in zip(block, keys, strict=True) if key not in stored]
            chunks = self._of_chunks(page, absent)
            made = {
                page_key(page, c.id, c.kind): merge(chunks[i * groups : (i + 1) * groups])
                if groups
                else empty(c.kind)
                for i, c in enumerate(absent)
            }
            self._store.chunk_profiles.put((key, to_bytes(profile)) for key, profile in made.items())
            yield block, [made[key] if key in made else from_bytes(stored[key]) for key in keys]

    def _of_chunks(
        self, page: ManifestPage, columns: Sequence[Column], groups: Sequence[int] | None = None
    ) -> list[ColumnProfile]:
        """Profiles of row groups (None: all) of each column, one column after another. A page that was written before
        a column was added lacks it: there its values are missing."""
        from driftdesk.core.profiles.encoding import chunk_key, from_bytes
        from driftdesk.core.profiles.profile import missing

        groups = range(len(page.group_rows)) if groups is None else groups
        held = [c for c in columns if c.id in page.column_ids]
        wanted = [(page.digest(g, c.id), c) for c in held for g in groups]
        keys = [chunk_key(digest, c.kind) for digest, c in wanted]
        stored = self._store.chunk_profiles.get(keys) if keys else {}
        made = self._compute({key: pair for key, pair in zip(keys, wanted, strict=True) if key not in stored})
        found = iter([made[key] if key in made else from_bytes(stored[key]) for key in keys])
        return [
            next(found) if c.id in page.column_ids else missing(c.kind, page.group_rows[g])
            for c in columns
            for g in groups
        ]

    def _compute(self, absent: dict[str, tuple[bytes, Column]]) -> dict[str, ColumnProfile]:
        """Profile chunks that have none yet (a kind was changed, or the format of profiles is new)."""
        from driftdesk.core.compute.threads import ordered_map
        from driftdesk.core.profiles.encoding import to_bytes
        from driftdesk.core.profiles.profile import profile_array

        made: dict[str, ColumnProfile] = {}
        keys = list(absent)
        for first in range(0, len(keys), 64):
            some = keys[first : first + 64]
            arrays = self._store.chunks.get([absent[key][0] for key in some])
            kinds = [absent[key][1].kind for key in some]
            pairs = list(zip(arrays, kinds, strict=True))
            profiles = list(ordered_map(lambda pair: profile_array(pair[0], pair[1]), pairs))
            made |= dict(zip(some, profiles, strict=True))
        self._store.chunk_profiles.put((key, to_bytes(profile)) for key, profile in made.items())
        return made
