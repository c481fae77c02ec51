"""What is asked about drift: an analysis, its reasons, timelines, thresholds, streams."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftdesk.core.entities import JobKind
from driftdesk.core.errors import ParameterError
from driftdesk.core.jobs import params as jobs
from driftdesk.core.settings import BUILT_IN
from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.entities import Dataset, Job, StreamSource


class DriftVerbs(Services):
    """Each enqueues a job."""

    def analyse_drift(
        self,
        name: str,
        *,
        reference: int | str = "latest",
        current: int | str | None = None,
        current_file: Path | None = None,
        exact: bool = False,
        service: str = BUILT_IN,
        params: Mapping[str, Any] | None = None,
    ) -> "Job":
        """Compare a version with another one (``latest`` where none is given) or with a file. Raises NotFoundError
        where something is not there, be it the ``service``."""
        if current is not None and current_file is not None:
            raise ParameterError("There can be only one current side.", "Give a version or a file, not both.")
        service_config = self.detection.config(service)
        if service == BUILT_IN:
            from driftdesk.core.drift.params import parse_params

            parse_params(params or {})
        dataset = self.datasets.get(name)
        before = self.datasets.version(dataset, reference).number
        after = file = None
        if current_file is not None:
            file = self.ingest.upload(current_file)
        else:
            after = self.datasets.version(dataset, "latest" if current is None else current).number
        if after == before:
            raise ParameterError(
                f"Reference and current are both version {before} of {name}.",
                f"Choose two versions: `driftdesk versions {name}` lists them.",
            )
        asked = jobs.DriftJob(
            dataset_id=dataset.id,
            reference=before,
            current=after,
            file=file.id if file else None,
            exact=exact,
            service=service,
            service_config=service_config,
            params=dict(params or {}),
        )
        title = f"Analyse drift of {name}: v{before} against {file.name if file else f'v{after}'}"
        return self.jobs.enqueue(JobKind.DRIFT, title, asked, subject=name)

    def explain_drift(self, report_id: str) -> "Job":
        """Find where the drift of a report concentrates, and rows typical of what is new. Raises NotFoundError,
        ParameterError where the report's columns are not known here."""
        report = self.drift.report(report_id)
        made_by = self.store.jobs.first(id=report.job_id) if report.current.version is None else None
        if report.current.version is None and (made_by is None or not made_by.params.get("file")):
            raise ParameterError(
                f"The file {report.current.label} is not here any more.",
                "Analyse it again, then explain that report.",
            )
        file = made_by.params["file"] if made_by is not None else None
        title = (
            f"Explain drift of {report.dataset_name}: {report.reference.label} against {report.current.label}"
        )
        asked = jobs.ExplainJob(report_id=report.id, file=file)
        return self.jobs.enqueue(JobKind.EXPLAIN, title, asked, subject=report.dataset_name)

    def make_timeline(
        self,
        ref: str,
        *,
        every: str,
        against: str = "pinned",
        reference: str = "",
        by: str = "",
        params: Mapping[str, Any] | None = None,
    ) -> "Job":
        """Drift over time: the rows of ``name[@version]`` in chunks, each against a reference.

        ``every``: ``rows:5000``, ``parts:20``, ``period:week`` (of the column ``by``; empty: the timestamp), or
        ``version``: all versions of ``name``. ``against``: ``pinned`` (to ``reference``: a version, ``part:SPLIT:PART``
        or ``chunks:1-5``; empty: the first tenth of the chunks), ``rolling:N``, ``expanding``, or ``seasonal:day``,
        ``week`` or ``year``. ``params``: fields of ``DriftParams``. What was made before is not made again. Raises
        NotFoundError, ParameterError, SchemaError."""
        planned = self.timelines.plan(
            ref, every=every, against=against, reference=reference, by=by, params=params
        )
        of = f"{planned.dataset_name} v{planned.version}" if planned.version else planned.dataset_name
        title = f"Timeline of {of}: {planned.every} against {planned.reference or planned.against}"
        asked = jobs.TimelineJob(timeline=planned)
        return self.jobs.enqueue(JobKind.TIMELINE, title, asked, subject=planned.dataset_name)

    def learn_thresholds(
        self,
        ref: str,
        *,
        every: str = "parts:10",
        by: str = "",
        deviations: float = 3.0,
        params: Mapping[str, Any] | None = None,
    ) -> "Job":
        """Thresholds by column from the chunks of ``name[@version]``, which has no drift: the mean of the chunks'
        statistics plus so many standard deviations. Its result is a ``LearnedThresholds``, whose ``params`` are fields of
        ``DriftParams``. Raises NotFoundError, ParameterError, SchemaError."""
        dataset, version = self.datasets.resolve(ref)
        self.timelines.check_learning(version, every=every, by=by, deviations=deviations, params=params)
        asked = jobs.LearnJob(
            dataset_id=dataset.id,
            version=version.number,
            every=every,
            by=by,
            deviations=deviations,
            params=dict(params or {}),
        )
        title = f"Learn thresholds from {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.LEARN, title, asked, subject=dataset.name)

    def learn_service(
        self,
        service: str,
        name: str,
        *,
        version: int | str = "latest",
        splits: int = 19,
        quantile: float = 0.95,
        rows: int | None = None,
        seed: int = 0,
    ) -> "Job":
        """Thresholds for the score of an external ``service`` on a dataset, from a version against itself: ``splits`` times,
        ``rows`` of its rows (None: half of them) against the others. See ``core.detection.thresholds``. Raises NotFoundError,
        ParameterError."""
        config = self.detection.config(service)
        if config is None:
            raise ParameterError(
                "The built-in engine needs no thresholds for a score.",
                f"Thresholds by column: `driftdesk timeline learn {name}`.",
            )
        self.detection.scored(config)
        dataset = self.datasets.get(name)
        asked = jobs.LearnServiceJob(
            dataset_id=dataset.id,
            version=self.datasets.version(dataset, version).number,
            service_config=config,
            splits=splits,
            quantile=quantile,
            rows=rows,
            seed=seed,
        )
        self.service_thresholds.check(asked, self.datasets.version(dataset, asked.version))
        title = f"Learn thresholds of {service} for {name}"
        return self.jobs.enqueue(JobKind.LEARN_SERVICE, title, asked, subject=name)

    def study_stream(
        self, ref: str, source: "StreamSource", detectors: Mapping[str, Mapping[str, Any]]
    ) -> "Job":
        """Look back upon a stream of ``name[@version]`` by stream detectors (by name, with their parameters) and the
        dummies. Raises NotFoundError, ParameterError, ExpressionError."""
        from driftdesk.core.streams.detectors import parse_params

        for detector, given in detectors.items():
            parse_params(detector, given)
        dataset, version = self.datasets.resolve(ref)
        self.streams.check(version, source)
        asked = jobs.StreamJob(
            dataset_id=dataset.id,
            version=version.number,
            source=source,
            detectors={name: dict(given) for name, given in detectors.items()},
        )
        title = f"Watch {source.title} over {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.STREAM, title, asked, subject=dataset.name)

    def watch_streams(self, dataset: "Dataset") -> "Job | None":
        """Let the watches of a dataset see what arrived; None where it has none."""
        if not self.streams.watches(dataset):
            return None
        title = f"Watch the streams of {dataset.name}"
        asked = jobs.WatchJob(dataset_id=dataset.id)
        return self.jobs.enqueue(JobKind.WATCH, title, asked, subject=dataset.name)
