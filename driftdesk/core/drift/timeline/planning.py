"""From what is asked for to a timeline that can be made: everything that can be wrong is found before a job is enqueued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from driftdesk import __version__
from driftdesk.core.datasets.names import no_such, split_ref
from driftdesk.core.drift.params import DriftParams, parse_params
from driftdesk.core.drift.timeline.spec import Against, Every, parse_against, parse_every, parse_range
from driftdesk.core.entities import Column, Dataset, DatasetVersion, Kind, Timeline
from driftdesk.core.errors import NotFoundError, ParameterError, SchemaError

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.splits.service import SplitService

_ANY_COUNT = 1 << 40


def plan(
    datasets: DatasetService,
    splits: SplitService,
    ref: str,
    *,
    every: str,
    against: str = "pinned",
    reference: str = "",
    by: str = "",
    params: Mapping[str, Any] | None = None,
) -> Timeline:
    """The timeline of ``name[@version]`` that is asked for, not made yet. Raises NotFoundError, ParameterError,
    SchemaError."""
    how = parse_every(every)
    basis = parse_against(against, how)
    policy = parse_params(params or {})
    if basis.kind != "pinned" and reference and how.unit != "version":
        raise ParameterError(
            f"A reference of {basis} moves along: {reference!r} cannot be pinned beside it.",
            "Leave one of the two out.",
        )
    if by and how.unit != "period":
        raise ParameterError(
            f"Chunks by {how} need no stamps.", f"Leave {by!r} out, or ask for period:week or the like."
        )
    if policy.learn is not None and (
        basis.kind != "pinned" or how.unit == "version" or reference.startswith("part:")
    ):
        raise ParameterError(
            "Thresholds are learned from the chunks of a pinned reference.",
            "Pin a version or chunks:1-10, or learn them before: `driftdesk thresholds`.",
        )
    if how.unit == "version":
        dataset, version = _all_versions(datasets, ref), None
        reference = f"v{_first(datasets, dataset, reference).number}"
    else:
        dataset, version = datasets.resolve(ref)
        check_columns(version, policy)
        by = stamp_column(version, by).name if how.unit == "period" else ""
        if basis.kind == "pinned":
            reference = _pinned(datasets, splits, dataset, version, reference)
    asked = {
        "dataset_id": dataset.id,
        "version": version.number if version else None,
        "every": str(how),
        "against": str(basis),
        "reference": reference,
        "by": by,
        "params": policy.model_dump(mode="json", exclude_defaults=True),
    }
    correction = f"{policy.correction} over the columns of each point"
    return Timeline(id=_identity(asked), dataset_name=dataset.name, correction=correction, **asked)


def stamp_column(version: DatasetVersion, by: str = "") -> Column:
    """The column called ``by``, or that of role timestamp, or the only one of kind datetime. Raises NotFoundError,
    SchemaError where there is none."""
    if by:
        column = version.columns.column(by)
        if column.kind is not Kind.DATETIME:
            raise SchemaError(
                f"{by} holds no times: it is {column.kind.value}.", "Name a column of kind datetime."
            )
        return column
    times = [c for c in version.columns.columns if c.kind is Kind.DATETIME]
    chosen = version.columns.timestamp
    if chosen in times:
        return chosen
    if len(times) == 1:
        return times[0]
    if times:
        names = ", ".join(c.name for c in times)
        raise SchemaError(f"Several columns hold times: {names}.", "Say by which one.")
    raise SchemaError(
        "No column holds times.", "Cut by rows or parts, or change a column's kind to datetime."
    )


def spec_of(timeline: Timeline) -> tuple[Every, Against]:
    """What its texts say."""
    every = parse_every(timeline.every)
    return every, parse_against(timeline.against, every)


def _all_versions(datasets: DatasetService, ref: str) -> Dataset:
    name, version = split_ref(ref)
    if version != "latest" or "@" in ref:
        raise ParameterError(
            "A timeline of versions goes over all of them.",
            f"Ask for {name}, and for a first version to begin with.",
        )
    return datasets.get(name)


def _first(datasets: DatasetService, dataset: Dataset, reference: str) -> DatasetVersion:
    """The version that is given, else the one tagged golden, else the oldest."""
    if reference:
        return datasets.version(dataset, _bare(reference))
    if "golden" in dataset.version_tags:
        return datasets.version(dataset, "golden")
    datasets.version(dataset)  # says so where there is none
    return datasets.versions(dataset.name)[-1]


def _pinned(
    datasets: DatasetService, splits: SplitService, dataset: Dataset, version: DatasetVersion, reference: str
) -> str:
    """The pinned reference as it is stored; empty: the first tenth of the chunks."""
    if not reference:
        return ""
    if reference.startswith("chunks:"):
        low, high = parse_range(reference, _ANY_COUNT)
        return f"chunks:{low + 1}-{high}"
    if reference.startswith("part:"):
        name, _, part = reference.removeprefix("part:").partition(":")
        parts = [p.name for p in splits.named(dataset, version, name).parts]
        if part not in parts:
            raise no_such(f"part of the split {name!r}", part, parts)
        return reference
    return f"v{datasets.version(dataset, _bare(reference)).number}"


def _bare(reference: str) -> str:
    """``v3`` as ``3``; a tag as it is."""
    return reference[1:] if reference[:1] == "v" and reference[1:].isdecimal() else reference


def check_columns(version: DatasetVersion, params: DriftParams) -> None:
    """Raises NotFoundError where ``params`` name a column that is not there."""
    for name in params.columns:
        if name not in version.columns.names:
            raise NotFoundError(
                f"There is no column {name!r}.", f"The columns are: {', '.join(version.columns.names[:40])}."
            )


def _identity(asked: Mapping[str, Any]) -> str:
    """The same program asked the same gives the same points: they have one name."""
    text = json.dumps([__version__, asked], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
