"""Scores by a ``ddoc serve``: files in a shared folder, a question over HTTP, one number in the answer."""

import filecmp
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from driftdesk.core.context import Context
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.ddoc_client import DdocClient
from driftdesk.core.detection.health import check_shared_folder
from driftdesk.core.detection.scored import Question, Scored
from driftdesk.core.detection.shared_folder import temporary, write_side
from driftdesk.core.errors import ServiceAnswerError
from driftdesk.core.settings import ServiceConfig

LARGEST = 1e300
"""Of a score: what is greater is no number that anything was measured by."""


class DdocScorer:
    """Made for one analysis (see ``Scorer``)."""

    def __init__(self, config: ServiceConfig, key: str | None, breaker: Breaker | None = None) -> None:
        self._config = config
        self._client = DdocClient(config, key, breaker)

    @property
    def raw(self) -> dict[str, Any] | None:
        return self._client.raw

    def score(self, question: Question, context: Context) -> Scored:
        """Raises DetectionError, ParameterError (no shared folder), JobCancelledError."""
        check_shared_folder(self._config)
        with temporary(self._config.shared_dir) as folder:
            differ = _write(folder, question, context)
            answer = self._client.drift(self._asked(folder), context)
        return Scored(self._score(answer, differ=differ))

    def _asked(self, folder: Path) -> dict[str, Any]:
        return {
            "data_path_ref": str(folder.resolve() / "reference"),
            "data_path_cur": str(folder.resolve() / "current"),
            "detector": self._config.detector,
            "timeout_sec": self._config.timeout,
            "quiet": True,
        }

    def _score(self, answer: Mapping[str, Any], *, differ: bool) -> float:
        score: Any = answer.get("overall_score")
        if not is_score(score):
            shown = "no score" if score is None else f"the score {str(score)[:80]}"
            raise ServiceAnswerError(
                f"{self._config.name} answered with {shown}.",
                "Nothing is known about drift. Its log may say why; the built-in engine compares such data.",
            )
        if score == 0 and differ:
            raise ServiceAnswerError(
                f"{self._config.name} answered with a score of exactly 0 for data that differ: it compared nothing.",
                "Check that it has ddoc-plugin-timeseries and reads the shared folder.",
            )
        return float(score)


def is_score(value: object) -> bool:
    """Whether ``value`` is a number from 0 on."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < LARGEST


def _write(folder: Path, question: Question, context: Context) -> bool:
    """Write both sides; whether they differ."""
    on_rows = question.counter(context)
    written: list[Path] = []
    for name, side in (("reference", question.sides.reference), ("current", question.sides.current)):
        write_side(folder / name, side, question.reference, question.sides.clock, on_rows)
        written.append(next((folder / name).rglob("data.csv")))
    return not filecmp.cmp(written[0], written[1], shallow=False)
