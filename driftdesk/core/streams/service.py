"""Streams: looked back upon by several detectors, and watched by one as batches arrive."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    Alarm,
    AuditEntry,
    Batch,
    Dataset,
    DatasetVersion,
    StreamResult,
    StreamSource,
    StreamStudy,
    Watch,
)
from driftdesk.core.errors import (
    ConflictError,
    ExpressionError,
    InputError,
    NotFoundError,
    ParameterError,
    TrashedError,
)
from driftdesk.core.streams.detectors import DETECTORS, detector_info, parse_params

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.profiles.ordered import Floats
    from driftdesk.core.storage.store import Session, Store
    from driftdesk.core.streams.values import Stream
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.service import TrainingService
    from driftdesk.core.training.trainers.base import Predictor

POSITIONS = 1_000
"""Alarms of a detector that a study keeps."""
ALARMS = 10_000
"""Alarms that a watch keeps, the latest ones."""
CURVE = 500
DUMMIES = tuple(name for name, info in DETECTORS.items() if info.is_dummy)


class StreamService:
    """May be used from any thread."""

    def __init__(
        self,
        store: Store,
        *,
        datasets: DatasetService,
        tables: TableService,
        training: TrainingService,
        registry: Registry,
        user: str = "",
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._training = training
        self._registry = registry
        self._user = user

    # Looking back -------------------------------------------------------------------------------------------------

    def check(self, version: DatasetVersion, source: StreamSource) -> None:
        """Raise what is wrong with ``source`` before any work is done for it: ExpressionError, SchemaError,
        NotFoundError, ParameterError."""
        from driftdesk.core.expressions.expression import parse

        if bool(source.of) == bool(source.model):
            raise ParameterError(
                "A stream is of an expression or of a model's errors.", "Give one of the two, and only one."
            )
        if source.of:
            parse(source.of, version.columns)
        if source.model:
            self._registry.resolve(source.model)
        if source.order_by:
            version.columns.column(source.order_by)

    def study(
        self,
        dataset: Dataset,
        version: DatasetVersion,
        source: StreamSource,
        detectors: Mapping[str, Mapping[str, Any]],
        context: Context | None = None,
    ) -> StreamStudy:
        """The alarms of each of ``detectors`` (with its parameters) over the rows of a version, and of the dummies;
        stored. Raises as ``check``, and ParameterError where a detector cannot watch such a stream."""
        context = context or Context()
        self.check(version, source)
        wanted = {**{name: {} for name in DUMMIES}, **detectors}
        params = {name: parse_params(name, given) for name, given in wanted.items()}
        stream = self._read(version, source, context)
        results = [
            self._result(name, params[name].model_dump(mode="json"), stream, context)
            for name in [*detectors, *(d for d in DUMMIES if d not in detectors)]
        ]
        middle, low, high = _curve(stream.values)
        import numpy as np

        study = StreamStudy(
            dataset_id=dataset.id,
            version=version.number,
            source=source,
            rows=version.rows,
            missing=int(np.isnan(stream.values).sum()),
            results=tuple(results),
            curve=middle,
            curve_low=low,
            curve_high=high,
            job_id=context.job_id,
            created_by=context.user or self._user,
        )
        self._store.run_in_transaction(
            lambda session: self._store.stream_studies.insert(study, session), context.fence
        )
        return study

    def studies(self, dataset: Dataset, limit: int = 0) -> list[StreamStudy]:
        """Newest first."""
        return self._store.stream_studies.find(sort="-created_at", limit=limit, dataset_id=dataset.id)

    def _result(self, name: str, given: dict[str, Any], stream: Stream, context: Context) -> StreamResult:
        from driftdesk.core.streams.watching import alarms, jump

        title, size = detector_info(name).title, stream.values.size

        def check(done: int) -> None:
            context.progress(done, size, title)
            context.check()

        began = time.perf_counter()
        found = alarms(name, parse_params(name, given), stream.values, check)
        kept = found[:POSITIONS]
        return StreamResult(
            detector=name,
            params=given,
            alarms=len(found),
            positions=tuple(kept) if name != "always" else (),
            moments=tuple(stream.moment(at) for at in kept)
            if stream.order is not None and name != "always"
            else (),
            jump=jump(stream.values, found),
            seconds=round(time.perf_counter() - began, 6),
        )

    def _read(self, version: DatasetVersion, source: StreamSource, context: Context) -> Stream:
        from driftdesk.core.streams.values import read

        return read(self._tables, version, source, self._predictor(source), context)

    def _predictor(self, source: StreamSource) -> Predictor | None:
        if not source.model:
            return None
        return self._training.predictor(self._registry.resolve(source.model)[1])

    # Watching -----------------------------------------------------------------------------------------------------

    def watches(self, dataset: Dataset) -> list[Watch]:
        """By name."""
        return self._store.watches.find(sort="name", dataset_id=dataset.id)

    def watch(self, dataset: Dataset, name: str) -> Watch:
        """Raises NotFoundError."""
        found = self._store.watches.first(dataset_id=dataset.id, name=name)
        if found is None:
            known = ", ".join(w.name for w in self.watches(dataset)) or "none yet"
            raise NotFoundError(f"{dataset.name} has no watch {name!r}.", f"Its watches: {known}.")
        return found

    def add_watch(
        self,
        dataset: Dataset,
        name: str,
        source: StreamSource,
        detector: str,
        params: Mapping[str, Any] | None = None,
    ) -> Watch:
        """Keep a watch; ``advance`` lets it see what is there. Raises ConflictError where the name is taken, and as
        ``check``."""
        checked = parse_params(detector, params or {})
        if detector_info(detector).is_dummy:
            raise ParameterError(f"{detector!r} watches nothing.", "It is a baseline; choose a detector.")
        self.check(self._datasets.version(dataset, "latest"), source)
        if not name.strip() or self._store.watches.first(dataset_id=dataset.id, name=name):
            raise ConflictError(
                f"There is already a watch {name!r}, or it has no name.", "Choose another name."
            )
        made = Watch(
            name=name,
            dataset_id=dataset.id,
            source=source,
            detector=detector,
            params=checked.model_dump(mode="json"),
            created_by=self._user,
        )

        def insert(session: Session) -> None:
            self._store.watches.insert(made, session)
            self._store.audit.insert(self._audit("watch added", made), session)

        self._store.run_in_transaction(insert)
        return made

    def remove_watch(self, watch: Watch) -> None:
        """Its alarms go with it."""

        def remove(session: Session) -> None:
            self._store.watches.delete(watch.id, session)
            self._store.audit.insert(self._audit("watch removed", watch), session)

        self._store.run_in_transaction(remove)

    def advance(self, dataset: Dataset, context: Context | None = None) -> dict[str, int]:
        """Let every watch of a dataset see the versions that it has not seen, oldest first: new alarms by watch. What a
        watch saw is stored version by version, so that a killed job goes on where it was. One that cannot see a version keeps
        no other from it; then raises InputError, with the watch's name."""
        context = context or Context()
        raised: dict[str, int] = {}
        failed: list[InputError] = []
        for watch in self.watches(dataset):
            try:
                raised[watch.name] = self._advance(dataset, watch, context)
            except (ConflictError, TrashedError):
                raise
            except InputError as error:  # what it watches is gone: the others see on
                failed.append(type(error)(f"The watch {watch.name!r} cannot go on: {error}", error.hint))
        if failed:
            raise failed[0]
        return raised

    def _advance(self, dataset: Dataset, watch: Watch, context: Context) -> int:
        before = watch.raised
        if not watch.batches:
            self.check(self._datasets.version(dataset, "latest"), watch.source)
        chain = self._store.versions.find(sort="number", dataset_id=dataset.id, number__gt=watch.seen_version)
        for version in chain:
            arrived = self._arrived(dataset, watch, version)
            seen: dict[str, Any] = {"seen_version": version.number}
            if arrived is not None:
                seen |= self._see(dataset, watch, version.number, arrived, context)
            watch = self._save(watch, seen, context)
        return watch.raised - before

    def _arrived(self, dataset: Dataset, watch: Watch, version: DatasetVersion) -> DatasetVersion | None:
        """``version`` with only the rows that it brought; None where it brought none: an edit, a clean-up."""
        from driftdesk.core.drift.service import new_rows

        if not watch.batches:
            return version if version.rows and self._has(version, watch.source) else None
        last = (
            self._store.versions.first(dataset_id=dataset.id, number=version.parent)
            if version.parent
            else None
        )
        if last is None:
            return None
        new = new_rows(last, version)
        return new if new is not version and new.rows else None

    def _has(self, version: DatasetVersion, source: StreamSource) -> bool:
        """Whether a version has what is watched: a column may have come later."""
        try:
            self.check(version, source)
        except (ExpressionError, NotFoundError):
            return False
        return True

    def _see(
        self, dataset: Dataset, watch: Watch, number: int, arrived: DatasetVersion, context: Context
    ) -> dict[str, Any]:
        """What changes in ``watch`` once it saw the rows that arrived: its detector sees the stream since its last alarm
        again, and goes on."""
        import numpy as np

        from driftdesk.core.streams.watching import alarms

        new = self._read(arrived, watch.source, context)
        earlier = self._since(dataset, watch, context)
        found = alarms(
            watch.detector,
            parse_params(watch.detector, watch.params),
            np.concatenate([earlier, new.values]),
            lambda _: context.check(),
        )
        first = watch.seen_rows - earlier.size
        # what it saw before raised no alarm since the last one, or it would have been the last one
        raised = [
            Alarm(position=first + at, version=number, moment=new.moment(at - earlier.size))
            for at in found
            if at >= earlier.size
        ]
        return {
            "seen_rows": watch.seen_rows + new.values.size,
            "batches": (*watch.batches, Batch(version=number, rows=new.values.size)),
            "quiet_since": raised[-1].position + 1 if raised else watch.quiet_since,
            "raised": watch.raised + len(raised),
            "alarms": (*watch.alarms, *raised)[-ALARMS:],
        }

    def _since(self, dataset: Dataset, watch: Watch, context: Context) -> Floats:
        """The stream since the last alarm, as far as its versions are still there."""
        import numpy as np

        parts: list[Floats] = []
        start = watch.seen_rows
        for batch in reversed(watch.batches):
            start -= batch.rows
            if start + batch.rows <= watch.quiet_since:
                break
            version = self._store.versions.first(dataset_id=dataset.id, number=batch.version)
            if version is None:  # removed to save room: the detector begins behind it
                break
            slice_ = version if version.rows == batch.rows else self._tail(dataset, version)
            if (
                slice_.rows != batch.rows
            ):  # what it was appended to was removed: which rows are its own is not known
                break
            values = self._read(slice_, watch.source, context).values
            parts.append(values[max(0, watch.quiet_since - start) :])
        return np.concatenate(parts[::-1]) if parts else np.empty(0)

    def _tail(self, dataset: Dataset, version: DatasetVersion) -> DatasetVersion:
        from driftdesk.core.drift.service import new_rows

        parent = self._store.versions.first(dataset_id=dataset.id, number=version.parent)
        return new_rows(parent, version) if parent is not None else version

    def _save(self, watch: Watch, seen: Mapping[str, Any], context: Context) -> Watch:
        """Raises ConflictError where another job let it see the same version meanwhile."""
        expected = {"seen_version": watch.seen_version}
        return self._store.run_in_transaction(
            lambda session: self._store.watches.update(watch.id, session, expect=expected, **seen),
            context.fence,
        )

    def _audit(self, action: str, watch: Watch) -> AuditEntry:
        return AuditEntry(who=self._user, action=action, what=watch.name)


def _curve(values: Floats) -> tuple[tuple[float | None, ...], ...]:
    """Mean, 10 % and 90 % quantile of CURVE equal stretches; None where all is missing."""
    import numpy as np

    parts = [p[np.isfinite(p)] for p in np.array_split(values, max(1, min(CURVE, values.size)))]

    def each(measure: Callable[[Floats], float]) -> tuple[float | None, ...]:
        return tuple(float(measure(p)) if p.size else None for p in parts)

    return each(np.mean), each(lambda p: np.quantile(p, 0.1)), each(lambda p: np.quantile(p, 0.9))
