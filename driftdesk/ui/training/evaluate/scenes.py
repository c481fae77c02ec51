"""What is drawn of evaluations: one in the accent, or two beside each other, the first in grey. No widgets in here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import ClassCurves, Evaluation
from driftdesk.ui import figures
from driftdesk.ui.plots.curve import Curve, Range, Scene
from driftdesk.ui.training import words

translate = QCoreApplication.translate

UNIT: Range = (0.0, 1.0)
_MIDNIGHT = " 00:00"
"""Where all periods begin with a day, the day says enough."""


@dataclass(frozen=True)
class Named:
    """An evaluation as it is called in plots; ``token``: its colour."""

    name: str
    evaluation: Evaluation
    token: str = "current"

    def curves(self, of: str) -> ClassCurves | None:
        """Those of one class (empty: the first one). Evaluations of before have an ROC curve alone."""
        found = [c for c in self.evaluation.curves if c.name == of or not of]
        return found[0] if found else None


def roc(shown: Sequence[Named], of: str) -> Scene:
    drawn = [Curve("", (0, 1), (0, 1), "muted", dashed=True)]
    for at, each in enumerate(shown):
        curves = each.curves(of)
        points = curves.roc if curves else each.evaluation.roc or ()
        area = curves.roc_auc if curves else each.evaluation.metrics.get("roc_auc")
        drawn.append(_line(each, points, f"ROC AUC {figures.figure(area)}", 0.35 + 0.15 * at, right=True))
    return Scene(
        translate("training", "false positive rate"),
        translate("training", "true positive rate"),
        tuple(drawn),
        UNIT,
        UNIT,
    )


def precision_recall(shown: Sequence[Named], of: str) -> Scene:
    drawn: list[Curve] = []
    for at, (each, curves) in enumerate(_with_curves(shown, of)):
        share = curves.positives / max(curves.rows, 1)
        if at == 0:
            chance = translate("training", "by chance {share}").format(share=figures.percent(share))
            drawn.append(Curve(chance, UNIT, (share, share), "muted", dashed=True))
        said = translate("training", "average precision {value}").format(
            value=figures.figure(curves.average_precision)
        )
        drawn.append(_line(each, curves.pr, said, 0.6 + 0.2 * at))
    return Scene(
        translate("training", "recall"), translate("training", "precision"), tuple(drawn), UNIT, UNIT
    )


def calibration(shown: Sequence[Named], of: str) -> Scene:
    drawn = [Curve("", UNIT, UNIT, "muted", dashed=True)]
    for at, (each, curves) in enumerate(_with_curves(shown, of)):
        said = translate("training", "calibration error {value}").format(
            value=figures.figure(curves.calibration_error)
        )
        bins = curves.calibration
        drawn.append(
            Curve(
                _joined(each.name, said),
                [b.score for b in bins],
                [b.share for b in bins],
                each.token,
                low=[b.low for b in bins],
                high=[b.high for b in bins],
                dots=True,
                label_at=0.3 + 0.2 * at,
                label_right=True,
            )
        )
    return Scene(
        translate("training", "predicted probability (mean of the bin)"),
        translate("training", "share that came true"),
        tuple(drawn),
        UNIT,
        UNIT,
    )


def lift(shown: Sequence[Named], of: str) -> Scene:
    drawn = [Curve("", UNIT, (1, 1), "muted", dashed=True)]
    for at, (each, curves) in enumerate(_with_curves(shown, of)):
        tenth = next((y for x, y in curves.lift if x >= 0.1), None)
        said = translate("training", "{value} times in the first tenth").format(value=figures.figure(tenth))
        drawn.append(_line(each, curves.lift, said, 0.12 + 0.2 * at))
    return Scene(
        translate("training", "share of rows, the highest scores first"),
        translate("training", "lift (times the share of all)"),
        tuple(drawn),
        UNIT,
    )


def gain(shown: Sequence[Named], of: str) -> Scene:
    drawn = [Curve("", UNIT, UNIT, "muted", dashed=True)]
    drawn += [
        _line(each, curves.gain, translate("training", "found"), 0.3 + 0.2 * at, right=True)
        for at, (each, curves) in enumerate(_with_curves(shown, of))
    ]
    return Scene(
        translate("training", "share of rows, the highest scores first"),
        translate("training", "share of the class that is found"),
        tuple(drawn),
        UNIT,
        UNIT,
    )


def thresholds(shown: Sequence[Named], of: str) -> Scene:
    """Of the last one that is shown: three curves of one model are enough."""
    found = _with_curves(shown, of)
    drawn: list[Curve] = []
    mark = None
    if found:
        curves = found[-1][1]
        x = [row.threshold for row in curves.thresholds]
        for name, values, token, at in (
            (translate("training", "precision"), [r.precision for r in curves.thresholds], "muted", 0.75),
            (translate("training", "recall"), [r.recall for r in curves.thresholds], "reference", 0.2),
            ("F1", [r.f1 for r in curves.thresholds], "current", 0.5),
        ):
            drawn.append(Curve(name, x, values, token, label_at=at))
        if curves.best_threshold is not None:
            best = translate("training", "best F1 at {value}")
            mark = (curves.best_threshold, best.format(value=figures.figure(curves.best_threshold)))
    return Scene(
        translate("training", "threshold"),
        translate("training", "share"),
        tuple(drawn),
        UNIT,
        UNIT,
        mark=mark,
    )


def over_time(shown: Sequence[Named], metric: str) -> Scene:
    drawn: list[Curve] = []
    ticks: tuple[str, ...] = ()
    for each in shown:
        chunks = each.evaluation.over_time
        ticks = tuple(c.label for c in chunks)
        if all(label.endswith(_MIDNIGHT) for label in ticks):
            ticks = tuple(label.removesuffix(_MIDNIGHT) for label in ticks)
        told = [(i, c.metrics[metric]) for i, c in enumerate(chunks) if metric in c.metrics]
        drawn.append(
            Curve(
                each.name or words.metric(metric),
                [float(i) for i, _ in told],
                [f.value for _, f in told],
                each.token,
                low=[f.low for _, f in told],
                high=[f.high for _, f in told],
                dots=True,
            )
        )
        whole = each.evaluation.metrics.get(metric)
        if whole is not None and ticks:
            said = translate("training", "all rows {value}").format(value=figures.figure(whole))
            drawn.append(Curve(said, (0, len(ticks) - 1), (whole, whole), "muted", dashed=True, label_at=0.0))
    return Scene("", words.metric(metric), tuple(drawn), ticks=ticks)


def truth_and_prediction(shown: Sequence[Named]) -> Scene:
    drawn: list[Curve] = []
    for each in shown:
        points = each.evaluation.residuals or ()
        x, y = [p[0] for p in points], [p[1] for p in points]
        drawn.append(Curve(each.name, x, y, each.token, dots=True, lined=False))
    ends = [v for c in drawn for side in (c.x, c.y) for v in side]
    if ends:
        drawn.insert(0, Curve("", (min(ends), max(ends)), (min(ends), max(ends)), "muted", dashed=True))
    return Scene(
        translate("training", "truth ({n} rows, sampled)").format(
            n=max((len(c.x) for c in drawn), default=0)
        ),
        translate("training", "prediction"),
        tuple(drawn),
    )


def residual_histogram(shown: Sequence[Named]) -> Scene:
    errors = shown[-1].evaluation.errors
    bars = (errors.edges, tuple(float(n) for n in errors.counts)) if errors else None
    mark = (
        (errors.mean, translate("training", "mean {value}").format(value=figures.figure(errors.mean)))
        if errors
        else None
    )
    return Scene(
        translate("training", "residual (prediction less truth)"),
        translate("training", "rows"),
        (),
        bars=bars,
        mark=mark,
    )


def residuals_along(shown: Sequence[Named]) -> Scene:
    """The mean error of each tenth of the predictions, with one deviation to each side."""
    drawn: list[Curve] = []
    for each in shown:
        bins = each.evaluation.errors.by_prediction if each.evaluation.errors else ()
        drawn.append(
            Curve(
                each.name or translate("training", "mean error, ± one deviation"),
                [(b.low + b.high) / 2 for b in bins],
                [b.mean for b in bins],
                each.token,
                low=[b.mean - b.deviation for b in bins],
                high=[b.mean + b.deviation for b in bins],
                dots=True,
                label_at=0.0,
            )
        )
    if drawn and drawn[0].x:
        drawn.insert(0, Curve("", (drawn[0].x[0], drawn[0].x[-1]), (0, 0), "muted", dashed=True))
    return Scene(
        translate("training", "prediction (tenths of the rows)"),
        translate("training", "residual (prediction less truth)"),
        tuple(drawn),
    )


def residual_quantiles(shown: Sequence[Named]) -> Scene:
    drawn = [Curve("", (-2.4, 2.4), (-2.4, 2.4), "muted", dashed=True)]
    for each in shown:
        points = each.evaluation.errors.normal if each.evaluation.errors else ()
        drawn.append(_line(each, points, translate("training", "quantiles 1 to 99 %"), 0.8))
    return Scene(
        translate("training", "quantile of the normal law"),
        translate("training", "standardised residual"),
        tuple(drawn),
    )


def _with_curves(shown: Sequence[Named], of: str) -> list[tuple[Named, ClassCurves]]:
    return [(each, curves) for each in shown if (curves := each.curves(of)) is not None]


def _line(
    each: Named, points: Sequence[tuple[float, float]], said: str, at: float, *, right: bool = False
) -> Curve:
    x, y = [p[0] for p in points], [p[1] for p in points]
    return Curve(_joined(each.name, said), x, y, each.token, label_at=at, label_right=right)


def _joined(name: str, said: str) -> str:
    return f"{name}  ·  {said}" if name else said


OF_CLASSES: dict[str, Callable[[Sequence[Named], str], Scene]] = {
    "roc": roc,
    "pr": precision_recall,
    "calibration": calibration,
    "lift": lift,
    "gain": gain,
    "thresholds": thresholds,
}
OF_VALUES: dict[str, Callable[[Sequence[Named]], Scene]] = {
    "truth": truth_and_prediction,
    "histogram": residual_histogram,
    "along": residuals_along,
    "quantiles": residual_quantiles,
}
