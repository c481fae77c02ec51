"""The samples of a version's rows, merged from those of its chunks; and what they say about pairs of columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.entities import Column, ManifestPage, PairStrength, PairWarning
from driftdesk.core.profiles.encoding import chunk_sample_key, page_sample_key
from driftdesk.core.profiles.sample import (
    Sample,
    merge_samples,
    missing_sample,
    sample_array,
    sample_from_bytes,
    sample_to_bytes,
)

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.entities import DatasetVersion
    from driftdesk.core.storage.store import Store

_CHUNKS_AT_ONCE = 1_024
_ARRAYS_AT_ONCE = 64

LEAK = 0.98
SAME = 0.995
MISSING_TOGETHER = 0.9


def version_samples(
    store: Store, version: DatasetVersion, columns: Sequence[Column], context: Context
) -> list[Sample]:
    """One sample a column, which line up to rows."""
    if not version.pages:
        return [missing_sample(c.kind, 0) for c in columns]
    parts: list[list[Sample]] = []
    for at, page_id in enumerate(version.pages):
        context.check()
        parts.append(_of_page(store, store.pages.get(page_id), columns))
        context.progress(at + 1, len(version.pages), "sampling")
    return [merge_samples(list(of_pages), version.page_rows) for of_pages in zip(*parts, strict=True)]


def _of_page(store: Store, page: ManifestPage, columns: Sequence[Column]) -> list[Sample]:
    held = [c for c in columns if c.id in page.column_ids]
    keys = {c.id: page_sample_key(page, c.id, c.kind) for c in held}
    stored = store.chunk_profiles.get(list(keys.values()))
    found = {c.id: sample_from_bytes(stored[keys[c.id]]) for c in held if keys[c.id] in stored}
    absent = [c for c in held if c.id not in found]
    step = max(1, _CHUNKS_AT_ONCE // max(len(page.group_rows), 1))
    for first in range(0, len(absent), step):
        block = absent[first : first + step]
        made = _of_chunks(store, page, block)
        found |= made
        store.chunk_profiles.put((keys[cid], sample_to_bytes(sample)) for cid, sample in made.items())
    gap = [c for c in columns if c.id not in page.column_ids]
    for c in gap:
        found[c.id] = merge_samples([missing_sample(c.kind, n) for n in page.group_rows], page.group_rows)
    return [found[c.id] for c in columns]


def _of_chunks(store: Store, page: ManifestPage, columns: Sequence[Column]) -> dict[str, Sample]:
    """Merged over the row groups of a page; chunks that were written before there were samples are read."""
    digests = {c.id: [page.digest(g, c.id) for g in range(len(page.group_rows))] for c in columns}
    keys = {chunk_sample_key(d, c.kind): (d, c) for c in columns for d in digests[c.id]}
    samples = {k: sample_from_bytes(b) for k, b in store.chunk_profiles.get(list(keys)).items()}
    absent = [k for k in keys if k not in samples]
    for first in range(0, len(absent), _ARRAYS_AT_ONCE):
        some = absent[first : first + _ARRAYS_AT_ONCE]
        arrays = store.chunks.get([keys[k][0] for k in some])
        kinds = [keys[k][1].kind for k in some]
        taken = ordered_map(lambda pair: sample_array(*pair), zip(arrays, kinds, strict=True))
        made = dict(zip(some, taken, strict=True))
        store.chunk_profiles.put((k, sample_to_bytes(s)) for k, s in made.items())
        samples |= made
    return {
        c.id: merge_samples([samples[chunk_sample_key(d, c.kind)] for d in digests[c.id]], page.group_rows)
        for c in columns
    }


def pair_warnings(pairs: Sequence[PairStrength], target: str | None) -> list[PairWarning]:
    """What an analyst should look at, in plain words."""
    found: list[PairWarning] = []

    def warn(code: Literal["leak", "same", "missing_together"], first: str, second: str, text: str) -> None:
        found.append(PairWarning(code=code, first=first, second=second, text=text))

    for p in pairs:
        if target in (p.first, p.second) and p.strength >= LEAK:
            other = p.second if p.first == target else p.first
            text = f"{other} alone tells the target {target} nearly exactly: does it leak what is to be predicted?"
            warn("leak", other, str(target), text)
        elif p.strength >= SAME and p.method != "correlation_ratio":
            warn("same", p.first, p.second, f"{p.first} and {p.second} say the same.")
        if p.missing_together is not None and p.missing_together >= MISSING_TOGETHER:
            text = f"{p.first} and {p.second} are missing in the same rows."
            warn("missing_together", p.first, p.second, text)
    return found
