"""What rows of different parts of a split have in common, so that a test would flatter the model.

Rows are compared by a 64-bit hash of their values: among ten million rows the chance that any two different ones are
taken for equal is about 3 in a million. Memory: 16 bytes a row and thing compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Kind, Leak, Role, Schema, SplitSpec
from driftdesk.core.profiles.hashing import Hashes, hash_strings
from driftdesk.core.splits.assigning import Parts
from driftdesk.core.tables.arrays import Ints
from driftdesk.core.tables.equality import row_hashes
from driftdesk.core.tables.values import nan_to_null

_NOT_LETTERS = r"[^\p{L}\p{N}]+"


@dataclass(frozen=True)
class _Compared:
    """``column`` empty: all features. ``known`` None: every row has a value."""

    code: str
    column: str
    hashes: Hashes
    known: Parts | None = None


def find_leaks(
    tables: Iterable[pa.Table], schema: Schema, spec: SplitSpec, parts: Parts, context: Context
) -> tuple[Leak, ...]:
    """``tables`` hold the columns that ``needed`` names, in the order of ``parts``."""
    names = list(spec.shares)
    found: list[Leak] = []
    for compared in _hashed(tables, schema, spec, len(parts), context):
        context.check()
        rows, values = _crossing(compared, parts, len(names))
        found += _told(compared, names, rows, values, spec)
    return tuple(found)


def needed(schema: Schema, spec: SplitSpec) -> tuple[str, ...]:
    """The columns that are looked at: features, ids, and the one that was split by groups."""
    wanted = {c.name for c in (*schema.features, *_identifying(schema, spec))}
    return tuple(n for n in schema.names if n in wanted)


def time_leaks(times: Ints, column: str, spec: SplitSpec, parts: Parts) -> tuple[Leak, ...]:
    """Rows of later parts that are older than the newest row of the first. Folds have no order, and none."""
    if spec.is_folds:
        return ()
    names = list(spec.shares)
    known = times != np.iinfo(np.int64).min
    first = times[known & (parts == 0)]
    if not len(first):
        return ()
    newest = first.max()
    found = []
    for number, name in enumerate(names[1:], 1):
        rows = int(np.count_nonzero(known & (parts == number) & (times < newest)))
        if rows:
            text = (
                f"{_rows(rows)} of {name} {_are(rows)} older than the newest row of {names[0]} (by {column})."
            )
            found.append(Leak(code="time_overlap", part=name, column=column, rows=rows, text=text))
    return tuple(found)


def _identifying(schema: Schema, spec: SplitSpec) -> list[Column]:
    by = [c for c in schema.columns if c.name == spec.by and spec.method == "group"]
    return by + [c for c in schema.of_role(Role.ID) if c not in by]


def _hashed(
    tables: Iterable[pa.Table], schema: Schema, spec: SplitSpec, rows: int, context: Context
) -> list[_Compared]:
    """One value a row for each thing that is compared, from one reading."""
    features, ids = schema.features, _identifying(schema, spec)
    texts = [c for c in features if c.kind is Kind.TEXT]
    equal = np.zeros(rows if features else 0, np.uint64)
    near = {c.name: np.zeros(rows, np.uint64) for c in texts}
    same = {c.name: np.zeros(rows, np.uint64) for c in ids}
    known = {c.name: np.zeros(rows, np.uint8) for c in (*texts, *ids)}
    at = 0
    for table in tables:
        context.check()
        here = slice(at, at + table.num_rows)
        at += table.num_rows
        context.progress(at, rows, "looking for leaks")
        columns = {n: nan_to_null(table[n].combine_chunks()) for n in table.column_names}
        if features:
            equal[here] = row_hashes([columns[c.name] for c in features])[0]
        for c in texts:
            plain = plain_text(columns[c.name])
            near[c.name][here] = hash_strings(pc.fill_null(plain, ""))
            known[c.name][here] = np.asarray(pc.fill_null(pc.greater(pc.binary_length(plain), 0), False))
        for c in ids:
            same[c.name][here] = row_hashes([columns[c.name]])[0]
            known[c.name][here] = np.asarray(columns[c.name].is_valid())
    return [
        *([_Compared("equal_rows", "", equal)] if features else []),
        *(_Compared("near_texts", name, hashes, known[name]) for name, hashes in near.items()),
        *(_Compared("shared_values", name, hashes, known[name]) for name, hashes in same.items()),
    ]


def plain_text(texts: pa.Array) -> pa.Array:
    """Texts without what does not matter: case, and all signs that are neither letters nor digits."""
    lower = pc.utf8_lower(texts.cast(pa.string()))
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(lower, _NOT_LETTERS, " "))


def _crossing(compared: _Compared, parts: Parts, count: int) -> tuple[Ints, int]:
    """Rows of each part that have an equal in another part, and how many different values those are."""
    chosen = slice(None) if compared.known is None else np.flatnonzero(compared.known)
    hashes, part = compared.hashes[chosen], parts[chosen]
    order = np.argsort(hashes, kind="stable")
    rising, belongs = hashes[order], part[order]
    if not len(rising):
        return np.zeros(count, np.int64), 0
    begins = np.flatnonzero(np.append(True, rising[1:] != rising[:-1]))
    crosses = np.minimum.reduceat(belongs, begins) != np.maximum.reduceat(belongs, begins)
    lengths = np.diff(np.append(begins, len(rising)))
    counts = np.bincount(belongs[np.repeat(crosses, lengths)], minlength=count)
    return counts, int(np.count_nonzero(crosses))


def _told(compared: _Compared, names: Sequence[str], rows: Ints, values: int, spec: SplitSpec) -> list[Leak]:
    code, column = compared.code, compared.column
    if not values:
        return []
    if code == "shared_values":
        text = f"{values:,} value{'s' if values > 1 else ''} of {column} occur{'' if values > 1 else 's'} in several parts, in {_rows(int(rows.sum()))}."
        return [Leak(code=code, column=column, rows=int(rows.sum()), values=values, text=text)]
    what = (
        "equal rows of other parts in every feature"
        if code == "equal_rows"
        else f"have nearly the same {column} as rows of other parts (but for case and punctuation)"
    )
    if spec.is_folds:
        total = int(rows.sum())
        return [Leak(code=code, column=column, rows=total, text=f"{_rows(total)} {what}.")]
    return [
        Leak(code=code, part=name, column=column, rows=int(n), text=f"{_rows(int(n))} of {name} {what}.")
        for name, n in zip(names[1:], rows[1:], strict=True)
        if n
    ]


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n:,} rows"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
