"""What watches a stream: detectors of river, each with typed parameters, and the dummies that stand beside them.

A detector is fed one value after the other and now and then raises an **alarm**. After an alarm a new one takes its place, with the same
seed: what it says depends only on the values since then, so that a watch that goes on with every arriving batch raises the same alarms
as one run over everything.

Sources: ADWIN (Bifet and Gavaldà 2007), KSWIN (Raab et al. 2020), Page-Hinkley (Page 1954), DDM (Gama et al. 2004), EDDM (Baena-García et
al. 2006), HDDM-A and HDDM-W (Frías-Blanco et al. 2015); dummies as baselines (Bifet 2017, "Classifier concept drift detection and the illusion of progress").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import Field, ValidationError

from driftdesk.core.entities import Record
from driftdesk.core.errors import ParameterError


class StreamDetector(Protocol):
    """As river's: ``update`` takes a value, ``drift_detected`` says whether it raised the alarm."""

    @property
    def drift_detected(self) -> bool: ...

    def update(self, x: Any) -> object: ...


class AdwinParams(Record):
    delta: float = Field(0.002, gt=0, lt=1, title="Delta", description="Chance of a false alarm, roughly")
    clock: int = Field(32, ge=1, title="Clock", description="Look for change every so many values")


class KswinParams(Record):
    alpha: float = Field(
        0.005, gt=0, lt=1, title="Alpha", description="Level of the Kolmogorov-Smirnov test at each value"
    )
    window_size: int = Field(100, ge=4, le=100_000, title="Window", description="Values that are remembered")
    stat_size: int = Field(
        30, ge=2, le=50_000, title="Recent values", description="Compared with as many earlier ones"
    )
    seed: int = Field(42, ge=0, title="Seed", description="Of the earlier values that are drawn")


class PageHinkleyParams(Record):
    min_instances: int = Field(30, ge=1, title="Fewest values", description="Before the first alarm")
    delta: float = Field(
        0.005, ge=0, title="Delta", description="Change that is tolerated, in the stream's unit"
    )
    threshold: float = Field(
        50.0, gt=0, title="Threshold", description="Of the summed change, in the stream's unit"
    )
    alpha: float = Field(
        0.9999, gt=0, le=1, title="Forgetting", description="Weight of the sum so far at each value"
    )
    mode: Literal["up", "down", "both"] = Field(
        "both", title="Direction", description="Of the change that counts"
    )


class DdmParams(Record):
    warm_start: int = Field(30, ge=1, title="Fewest values", description="Before the first alarm")
    drift_threshold: float = Field(
        3.0, gt=0, title="Threshold", description="In standard deviations above the lowest error rate"
    )


class EddmParams(Record):
    warm_start: int = Field(30, ge=1, title="Fewest errors", description="Before the first alarm")
    alpha: float = Field(
        0.95, gt=0, le=1, title="Warning", description="Share of the largest distance between errors"
    )
    beta: float = Field(
        0.9, gt=0, le=1, title="Alarm", description="Share of the largest distance between errors"
    )


class HddmParams(Record):
    drift_confidence: float = Field(
        0.001, gt=0, lt=1, title="Confidence", description="Chance of a false alarm at a cut"
    )


class HddmWParams(HddmParams):
    lambda_val: float = Field(0.05, gt=0, le=1, title="Lambda", description="Weight of the latest value")


class EveryParams(Record):
    rows: int = Field(1_000, ge=1, title="Rows", description="From one alarm to the next")


class NoParams(Record):
    """Nothing to be told."""


@dataclass(frozen=True)
class DetectorInfo:
    """``errors_only``: it takes a stream of no and yes, such as whether a prediction was wrong."""

    name: str
    title: str
    description: str
    params: type[Record]
    errors_only: bool = False
    is_dummy: bool = False


DETECTORS: Mapping[str, DetectorInfo] = {
    info.name: info
    for info in (
        DetectorInfo(
            "adwin", "ADWIN", "Cuts its window of values where two parts have different means", AdwinParams
        ),
        DetectorInfo(
            "kswin", "KSWIN", "Compares recent values with earlier ones; slow, and alarms often", KswinParams
        ),
        DetectorInfo(
            "page-hinkley", "Page-Hinkley", "Sums up how far values lie from their mean", PageHinkleyParams
        ),
        DetectorInfo("ddm", "DDM", "The error rate rises above its lowest", DdmParams, errors_only=True),
        DetectorInfo("eddm", "EDDM", "Errors come closer together", EddmParams, errors_only=True),
        DetectorInfo(
            "hddm-a",
            "HDDM-A",
            "The average of errors rises, by Hoeffding's bound",
            HddmParams,
            errors_only=True,
        ),
        DetectorInfo(
            "hddm-w", "HDDM-W", "The same, with late errors weighing more", HddmWParams, errors_only=True
        ),
        DetectorInfo("never", "Never", "Baseline: no alarm", NoParams, is_dummy=True),
        DetectorInfo("always", "Always", "Baseline: an alarm at every row", NoParams, is_dummy=True),
        DetectorInfo("every", "Every N rows", "Baseline: an alarm by the clock", EveryParams, is_dummy=True),
    )
}


def detector_info(name: str) -> DetectorInfo:
    """Raises ParameterError."""
    if name not in DETECTORS:
        raise ParameterError(f"There is no stream detector {name!r}.", f"There are: {', '.join(DETECTORS)}.")
    return DETECTORS[name]


def parse_params(name: str, given: Mapping[str, Any]) -> Record:
    """The parameters of a detector, checked. Raises ParameterError."""
    info = detector_info(name)
    unknown = set(given) - set(info.params.model_fields)
    if unknown:
        known = ", ".join(info.params.model_fields) or "none"
        raise ParameterError(f"{info.title} has no parameter {sorted(unknown)[0]!r}.", f"It has: {known}.")
    try:
        return info.params.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        raise ParameterError(
            f"{info.title}: {first['loc'][0]}: {first['msg']}.", "Choose another value."
        ) from error


def make(name: str, params: Record) -> StreamDetector:
    """A new detector that has seen nothing."""
    from river import drift
    from river.drift import binary

    classes: Mapping[str, Callable[..., StreamDetector]] = {
        "adwin": drift.ADWIN,
        "kswin": drift.KSWIN,
        "page-hinkley": drift.PageHinkley,
        "ddm": binary.DDM,
        "eddm": binary.EDDM,
        "hddm-a": binary.HDDMA,
        "hddm-w": binary.HDDMW,
    }
    if name not in classes:
        raise ParameterError(f"{name!r} watches nothing.", "It is a baseline; choose a detector.")
    return classes[name](**params.model_dump())
