"""What is seen in each figure of an evaluation, in a sentence for those who do not know it."""

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import Evaluation
from driftdesk.ui import figures

translate = QCoreApplication.translate

_TOLD = 3
"""So many pairs of classes that are taken for each other are named."""


def caption(view: str, evaluation: Evaluation) -> str:
    """What the view with this key shows; empty where there is none."""
    if view == "confusion":
        return " ".join(filter(None, (_texts()[view], _confused(evaluation))))
    return _texts().get(view, "")


def _texts() -> dict[str, str]:
    return {
        "confusion": translate("training", "Rows: what was true; columns: what the model said; on the diagonal it was right."),
        "roc": translate(
            "training",
            "How much of the class is found (up) for how many false alarms (across). The further above the dashed line of "
            "guessing, the better.",
        ),
        "pr": translate(
            "training",
            "How many of the rows taken for the class are of it (precision), the more of the class is found (recall).",
        ),
        "calibration": translate(
            "training",
            "On the dashed line, 70 % predicted comes true in 70 % of the rows. Below it the model promises too much, above too "
            "little. The band: 95 % intervals.",
        ),
        "lift": translate(
            "training",
            "Among the rows with the highest scores the class is so many times as frequent as among all.",
        ),
        "gain": translate(
            "training",
            "How much of the class is found by looking only at the rows with the highest scores. Dashed: at random.",
        ),
        "thresholds": translate(
            "training",
            "What comes of it when a row counts as the class from this probability on. The best F1 is chosen on these rows, so "
            "it flatters here.",
        ),
        "truth": translate("training", "On the dashed line, the prediction is what was true."),
        "histogram": translate(
            "training",
            "Prediction less truth, in how many rows. A middle away from 0: predicted too high or too low on the whole.",
        ),
        "along": translate(
            "training",
            "The error along what was predicted: where it leaves 0, the model is too high or too low there.",
        ),
        "quantiles": translate(
            "training",
            "Errors against those of the normal law: ends that leave the dashed line are large errors, more of them than it has.",
        ),
        "classes": translate(
            "training",
            "Precision: how many taken for the class are of it. Recall: how many of the class are found. F1: both in one. In "
            "brackets: 95 % intervals.",
        ),
        "slices": translate(
            "training",
            "Rows judged by themselves against all others. Those that were searched for were found in one half of the rows and "
            "are told from the other; p is corrected for all slices.",
        ),
        "time": translate(
            "training",
            "The metric period by period, with 95 % intervals: where they lie apart, something changed.",
        ),
    }  # fmt: skip


def _confused(evaluation: Evaluation) -> str:
    """Which classes are taken for which, most often."""
    counts, names = evaluation.confusion or (), evaluation.classes
    if len(names) < 3:
        return ""
    wrong = sorted(
        (
            (count, names[row], names[column])
            for row, line in enumerate(counts)
            for column, count in enumerate(line)
            if row != column and count
        ),
        key=lambda c: -c[0],
    )
    told = translate("training", "{truth} taken for {prediction} ({n})")
    pairs = [told.format(truth=t, prediction=p, n=figures.count(n)) for n, t, p in wrong[:_TOLD]]
    return translate("training", "Most often: {pairs}.").format(pairs=", ".join(pairs)) if pairs else ""
