"""What the Search tab draws of a study: its columns, scenes and sentences, made of records alone."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import LOWER_IS_BETTER, Study, StudyState, Trial, TrialState
from driftdesk.core.training.search.space import TRAINER, key_of, keys
from driftdesk.ui import figures
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.durations import duration
from driftdesk.ui.plots.curve import Curve, Scene
from driftdesk.ui.plots.search import Line, Spread
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.training import words
from driftdesk.ui.widgets.list_table import Field

translate = QCoreApplication.translate
_OVERLAID = 100
"""So many curves are drawn, the last ones."""


def trial_fields(study: Study) -> list[Field[Trial]]:
    """The columns of a study's trials: number, state, metric, then what it varies."""

    def number(trial: Trial) -> str:
        return f"#{trial.number} ★" if trial.number == study.best else f"#{trial.number}"

    def tip(trial: Trial) -> str:
        return trial.error or state_of(trial)

    def value_field(key: str) -> Field[Trial]:
        return Field(
            lambda: key, lambda t: shown(t.values.get(key)), lambda t: t.values.get(key), number=True
        )

    return [
        Field(lambda: translate("search", "Trial"), number, lambda t: t.number,
              colour=lambda t: colours().accent if t.number == study.best else None),
        Field(lambda: translate("search", "State"), state_of, tip=tip,
              colour=lambda t: colours().critical if t.state is TrialState.FAILED else None),
        Field(lambda: words.metric(study.metric), lambda t: figures.figure(t.value), lambda t: t.value, number=True),
        Field(lambda: translate("search", "Time"), lambda t: duration(t.seconds), lambda t: t.seconds, number=True),
        *(value_field(key) for key in keys(study)),
    ]  # fmt: skip


def state_of(trial: Trial) -> str:
    """A trial's state in words."""
    return state_word(trial.state.value)  # type: ignore[arg-type]  # of the same names


def shown(value: object) -> str:
    """A value that was tried; nothing where the trial's trainer does not have it."""
    if value is None:
        return ""
    return figures.figure(value) if isinstance(value, float) else str(value)


def sentence(study: Study, trials: Sequence[Trial]) -> str:
    """How far a study is, and what is best."""
    ended = sum(t.state.is_final for t in trials)
    parts = [translate("search", "{n} of {total} trials").format(n=ended, total=study.trials)]
    if pruned := sum(t.state is TrialState.PRUNED for t in trials):
        parts.append(translate("search", "{n} given up").format(n=pruned))
    if failed := sum(t.state is TrialState.FAILED for t in trials):
        parts.append(translate("search", "{n} failed").format(n=failed))
    best = next((t for t in trials if t.number == study.best), None)
    if best is not None:
        said = translate("search", "best {metric} {value}, trial {n}")
        parts.append(
            said.format(metric=words.metric(study.metric), value=figures.figure(best.value), n=best.number)
        )
    if study.model_version is not None:
        parts.append(translate("search", "registered as v{n}").format(n=study.model_version))
    if study.state is StudyState.FAILED and study.error:
        parts.append(study.error)
    return "  ·  ".join(parts)


def history(study: Study, trials: Sequence[Trial]) -> Scene:
    """The metric by trial, and the best so far."""
    ended = [t for t in trials if t.state is TrialState.SUCCEEDED and t.value is not None]
    pruned = [t for t in trials if t.state is TrialState.PRUNED and t.value is not None]
    better = min if study.metric in LOWER_IS_BETTER else max
    best, so_far = list[float](), None
    for trial in ended:
        value = trial.value or 0.0
        so_far = value if so_far is None else better(so_far, value)
        best.append(so_far)
    numbers = [float(t.number) for t in ended]
    curves = [
        Curve(translate("search", "given up"), [float(t.number) for t in pruned], [t.value or 0.0 for t in pruned],
              "muted", dots=True, lined=False),
        Curve("", numbers, [t.value or 0.0 for t in ended], dots=True, lined=False),
        Curve(translate("search", "best so far"), numbers, best, "accent"),
    ]  # fmt: skip
    drawn = tuple(c for c in curves if len(c.x))
    values = sorted(v for c in drawn[-2:] for v in c.y)
    return Scene(
        translate("search", "Trial"),
        words.metric(study.metric),
        drawn,
        x_range=(-0.5, max(4.0, len(trials) - 0.5)),
        y_range=_room(values) if ended else None,
    )


def drawn_of(view: str, study: Study, trials: Sequence[Trial]) -> str:
    """What is seen in a plot of the study, and what is left out of it."""
    if view == "parallel":
        return translate(
            "search",
            "A line a trial: the stronger, the better. Faint grey ones came to no end. A click selects.",
        )
    if view == "curves":
        there = sum(bool(t.points) for t in trials)
        said = translate("search", "As the pruner saw them; the best one is coloured.")
        if there > _OVERLAID:
            last = translate("search", "Drawn: the last {m} of {n}.")
            said = f"{said} {last.format(m=_OVERLAID, n=figures.count(there))}"
        return said
    scene = history(study, trials)
    low, high = scene.y_range or (float("-inf"), float("inf"))
    margin = 0.04 * (high - low) if scene.y_range else 0.0  # as the plot adds it
    values = [t.value for t in trials if t.state is TrialState.PRUNED and t.value is not None]
    outside = sum(not low - margin <= value <= high + margin for value in values)
    if not outside:
        return ""
    said = translate(
        "search", "Outside of the picture, as they lie far off: {n} given up. The table has them."
    )
    return said.format(n=figures.count(outside))


def curves(study: Study, trials: Sequence[Trial], chosen: int | None) -> Scene:
    """The metric within the trials, as the pruner sees it: the best and the chosen one stand out."""
    drawn = [t for t in trials if t.points][-_OVERLAID:]
    ranked = sorted(drawn, key=lambda t: (t.number == chosen, t.number == study.best))
    made = []
    for trial in ranked:
        token = "text" if trial.number == chosen else "accent" if trial.number == study.best else "border"
        name = f"#{trial.number}" if token != "border" else ""
        points = [(float(p.step), p.value) for p in trial.points]
        made.append(Curve(name, [x for x, _ in points], [y for _, y in points], token, dots=len(points) == 1))
    return Scene(translate("search", "Epoch, or trees"), words.metric(study.metric), tuple(made))


def spreads(study: Study) -> tuple[Spread, ...]:
    """The axes of the parallel coordinates; the metric is not among them (see ``lines``)."""
    several = len(study.trainers) > 1
    made = [Spread(TRAINER, choices=study.trainers)] if several else []
    for dim in study.space:
        key = key_of(dim, several)
        if dim.choices:
            made.append(Spread(key, choices=tuple(map(str, dim.choices))))
        else:
            made.append(Spread(key, dim.low or 0.0, dim.high or 0.0, dim.log))
    return tuple(made)


def parallel(study: Study, trials: Sequence[Trial]) -> tuple[list[Spread], list[Line]]:
    """Axes and lines: what was tried, and at the right what came of it."""
    values = [t.value for t in trials if t.state is TrialState.SUCCEEDED and t.value is not None]
    lower = study.metric in LOWER_IS_BETTER
    metric = words.metric(study.metric)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    axes = [*spreads(study), Spread(metric, low, high)]

    def quality(trial: Trial) -> float | None:
        if trial.state is not TrialState.SUCCEEDED or trial.value is None:
            return None
        share = (trial.value - low) / (high - low) if high > low else 1.0
        return 1.0 - share if lower else share

    return axes, [
        Line(t.number, _told(t, metric), _of_line(t, metric), quality(t)) for t in trials if t.values
    ]


def _of_line(trial: Trial, metric: str) -> Mapping[str, object]:
    ended = trial.state is TrialState.SUCCEEDED
    return {**trial.values, metric: trial.value if ended else None}


def _told(trial: Trial, metric: str) -> str:
    lines = [f"#{trial.number}  {state_of(trial)}"]
    if trial.value is not None:
        lines.append(f"{metric} {figures.figure(trial.value)}")
    return "\n".join([*lines, *(f"{k} {shown(v)}" for k, v in trial.values.items())])


def _room(values: Sequence[float]) -> tuple[float, float]:
    """A range in which the better half is seen well: what lies far off it is cut."""
    low, high = values[0], values[-1]
    margin = (high - low) * 0.08 or abs(high) * 0.05 or 0.05
    return low - margin, high + margin
