"""Profiles as bytes: a JSON header and the arrays one after another, compressed. No pickle.

::

    b"DDP" | version: uint8 | length of the header: uint32, little endian | header (JSON, UTF-8) | arrays (zstd)

The header holds the scalars and, for each array, its name, dtype and length. ``FORMAT`` is part of the keys under
which profiles are stored: when it rises, profiles are computed anew.
"""

import hashlib
import json
import struct
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import Kind, ManifestPage
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.profiles.categories import CategoryCounts
from driftdesk.core.profiles.numeric import NumericStats
from driftdesk.core.profiles.ordered import Ordered
from driftdesk.core.profiles.profile import ColumnProfile
from driftdesk.core.profiles.sample import FORMAT as SAMPLE_FORMAT
from driftdesk.core.profiles.text import DIMENSIONS, TextStats

FORMAT = 1
_MAGIC = b"DDP"
_START = struct.Struct("<3sBI")

_Arrays = dict[str, npt.NDArray[Any]]


def chunk_key(digest: bytes, kind: Kind) -> str:
    """The key of a chunk's profile in ``chunk_profiles``."""
    return f"{digest.hex()}:{kind.value}:{FORMAT}"


def page_key(page: ManifestPage, column_id: str, kind: Kind) -> str:
    """The key of the merged profile of one column of a manifest page: pages that share the chunks share the profile."""
    return f"page:{page_name(page, column_id)}:{kind.value}:{FORMAT}"


def page_name(page: ManifestPage, column_id: str) -> str:
    """The hash of the chunks of one column of a page."""
    return hashlib.blake2b(page.digests_of(column_id), digest_size=32).hexdigest()


def chunk_sample_key(digest: bytes, kind: Kind) -> str:
    """The key of the sample of a chunk's rows, in ``chunk_profiles`` too."""
    return f"{digest.hex()}:{kind.value}:sample{SAMPLE_FORMAT}"


def page_sample_key(page: ManifestPage, column_id: str, kind: Kind) -> str:
    """The key of the merged sample of one column of a manifest page."""
    return f"page:{page_name(page, column_id)}:{kind.value}:sample{SAMPLE_FORMAT}"


def to_bytes(profile: ColumnProfile) -> bytes:
    """See the module for the format; ``from_bytes`` gives the same profile back."""
    arrays: _Arrays = {"registers": profile.registers}
    header: dict[str, Any] = {"kind": profile.kind.value, "rows": profile.rows, "missing": profile.missing}
    if profile.numeric is not None:
        header["numeric"] = _pack_numeric(profile.numeric, arrays, "numeric")
    if (c := profile.categories) is not None:
        header["categories"] = {"counts": list(c.counts.items()), "rest": c.rest, "error": c.error}
        if c.buckets is not None:
            arrays["buckets"] = c.buckets
    if (t := profile.text) is not None:
        header["text"] = {
            "documents": t.documents,
            "lengths": _pack_numeric(t.lengths, arrays, "lengths"),
            "scripts": dict(t.scripts),
            "tokens": list(t.tokens.items()),
        }
        upper = np.triu_indices(DIMENSIONS)
        # most buckets are met once a document: then the square adds nothing, and zeros compress away
        arrays |= {
            "grams": t.grams,
            "extra": t.squares - t.grams,
            "mean": t.mean,
            "scatter": t.scatter[upper],
        }
    small = {name: _narrowed(a) for name, a in arrays.items()}
    header["arrays"] = [(name, a.dtype.str, a.size) for name, a in small.items()]
    body = b"".join(a.tobytes() for a in small.values())
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    packed: bytes = pa.compress(head + body, codec="zstd", asbytes=True)
    return _START.pack(_MAGIC, FORMAT, len(head)) + struct.pack("<Q", len(head) + len(body)) + packed


def from_bytes(content: bytes) -> ColumnProfile:
    """Raises CorruptDataError where ``content`` is not a profile of this format."""
    try:
        magic, version, head_size = _START.unpack_from(content)
        if magic != _MAGIC or version != FORMAT:
            raise ValueError(f"format {version}")
        (size,) = struct.unpack_from("<Q", content, _START.size)
        plain = pa.decompress(content[_START.size + 8 :], size, codec="zstd", asbytes=True)
        header = json.loads(plain[:head_size])
        arrays: _Arrays = {}
        at = head_size
        for name, dtype, length in header["arrays"]:
            arrays[name] = np.frombuffer(plain, np.dtype(dtype), length, at)
            at += arrays[name].nbytes
        return _unpack(header, arrays)
    except (struct.error, ValueError, KeyError, TypeError, OSError, pa.ArrowException) as error:
        raise CorruptDataError(
            f"A stored profile cannot be read: {error}.",
            "Delete it; it will be computed again when it is needed.",
        ) from error


def _unpack(header: dict[str, Any], arrays: _Arrays) -> ColumnProfile:
    categories = text = None
    if "categories" in header:
        c = header["categories"]
        buckets = arrays["buckets"].astype(np.uint64) if "buckets" in arrays else None
        categories = CategoryCounts(dict(map(tuple, c["counts"])), c["rest"], c["error"], buckets)
    if "text" in header:
        t = header["text"]
        grams = arrays["grams"].astype(np.uint64)
        scatter = np.zeros((DIMENSIONS, DIMENSIONS))
        scatter[np.triu_indices(DIMENSIONS)] = arrays["scatter"]
        scatter += np.triu(scatter, 1).T
        text = TextStats(
            t["documents"],
            _unpack_numeric(t["lengths"], arrays, "lengths"),
            t["scripts"],
            dict(map(tuple, t["tokens"])),
            grams,
            grams + arrays["extra"].astype(np.uint64),
            arrays["mean"],
            scatter,
        )
    numeric = _unpack_numeric(header["numeric"], arrays, "numeric") if "numeric" in header else None
    kind, rows, missing = Kind(header["kind"]), header["rows"], header["missing"]
    return ColumnProfile(kind, rows, missing, arrays["registers"], numeric, categories, text)


def _pack_numeric(stats: NumericStats, arrays: _Arrays, name: str) -> dict[str, Any]:
    order = stats.order
    arrays[f"{name}.values"] = order.values
    if order.counts is not None:
        arrays[f"{name}.counts"] = order.counts
    scalars = {field: getattr(stats, field) for field in _SCALARS}
    return {**scalars, "total": order.total, "rank_error": order.rank_error, "shift": order.shift}


def _unpack_numeric(packed: dict[str, Any], arrays: _Arrays, name: str) -> NumericStats:
    counts = arrays.get(f"{name}.counts")
    order = Ordered(
        arrays[f"{name}.values"].astype(np.float64),
        None if counts is None else counts.astype(np.float64),
        packed["total"],
        packed["rank_error"],
        packed["shift"],
    )
    return NumericStats(**{field: packed[field] for field in _SCALARS}, order=order)


_SCALARS = ("count", "nan", "infinite", "zeros", "mean", "m2", "m3", "minimum", "maximum")


def _narrowed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same numbers in fewer bytes where nothing is lost: whole numbers in the smallest unsigned type."""
    if array.dtype == np.uint8 or array.size == 0:
        return array
    low, high = array.min(), array.max()
    if low < 0 or high >= 2**32 or (array.dtype.kind == "f" and not np.array_equal(array, np.floor(array))):
        return array
    return array.astype(np.min_scalar_type(int(high)))
