"""The words of the Data tab: kinds, roles, tasks, operations and verdicts, in the language of the window.

Core speaks in records; here they become sentences, so that they can be said in Korean too.
"""

from PySide6.QtCore import QCoreApplication

from driftdesk.core.drift.methods.catalogue import title
from driftdesk.core.entities import (
    Column,
    ColumnSummary,
    Dataset,
    DatasetVersion,
    DriftReport,
    Kind,
    OperationKind,
    PairStrength,
    PairWarning,
    QualityWarning,
    Role,
    Severity,
    Side,
    Task,
)
from driftdesk.ui import figures
from driftdesk.ui.durations import duration

translate = QCoreApplication.translate

NOT_JUDGED = "not_judged"
"""The method of columns that are compared but cannot drift, such as ids."""


def kind(k: Kind) -> str:
    return {
        Kind.NUMERIC: translate("data", "Numeric"),
        Kind.CATEGORICAL: translate("data", "Categorical"),
        Kind.BOOLEAN: translate("data", "Boolean"),
        Kind.DATETIME: translate("data", "Date and time"),
        Kind.TEXT: translate("data", "Text"),
    }[k]


def role(r: Role) -> str:
    return {
        Role.FEATURE: translate("data", "Feature"),
        Role.TARGET: translate("data", "Target"),
        Role.PREDICTION: translate("data", "Prediction"),
        Role.PREDICTION_SCORE: translate("data", "Prediction score"),
        Role.TIMESTAMP: translate("data", "Timestamp"),
        Role.WEIGHT: translate("data", "Weight"),
        Role.ID: translate("data", "Id"),
        Role.IGNORED: translate("data", "Ignored"),
    }[r]


def task(t: Task | None) -> str:
    if t is None:
        return translate("data", "No task")
    return {
        Task.BINARY: translate("data", "Binary classification"),
        Task.MULTICLASS: translate("data", "Multiclass classification"),
        Task.REGRESSION: translate("data", "Regression"),
        Task.TEXT: translate("data", "Text classification"),
    }[t]


def task_short(t: Task | None) -> str:
    if t is None:
        return translate("data", "No task")
    return {
        Task.BINARY: translate("data", "Binary"),
        Task.MULTICLASS: translate("data", "Multiclass"),
        Task.REGRESSION: translate("data", "Regression"),
        Task.TEXT: translate("data", "Text"),
    }[t]


def rows(n: int) -> str:
    if n == 1:
        return translate("data", "1 row")
    return translate("data", "{n} rows").format(n=figures.count(n))


def versions(n: int) -> str:
    if n == 1:
        return translate("data", "1 version")
    return translate("data", "{n} versions").format(n=n)


def columns(n: int) -> str:
    if n == 1:
        return translate("data", "1 column")
    return translate("data", "{n} columns").format(n=n)


def values(n: int) -> str:
    if n == 1:
        return translate("data", "1 value")
    return translate("data", "{n} values").format(n=figures.count(n))


def method(name: str) -> str:
    """A method's name as it is written in a text book; unknown ones as they are. The English is in the catalogues of
    core, the other languages by hand under ``Params``."""
    return translate("Params", title(name))


def operation(version: DatasetVersion) -> str:
    """What made a version, in words."""
    params = version.operation.params
    match version.operation.kind:
        case OperationKind.IMPORT:
            if version.parent is not None:
                return translate("data", "All rows replaced")
            return translate("data", "Imported")
        case OperationKind.APPEND:
            return translate("data", "Rows appended")
        case OperationKind.CLEAN:
            return translate("data", "Cleaned")
        case OperationKind.RECOMPOSE:
            recipe = params.get("recipe") or params
            recipe_kind = recipe.get("kind") if isinstance(recipe, dict) else None
            if recipe_kind == "window":
                return translate("data", "Recomposed: recent window")
            if recipe_kind == "replay":
                return translate("data", "Recomposed: new rows with replay")
            return translate("data", "Recomposed")
        case OperationKind.EDIT:
            return translate("data", "Edited")
        case OperationKind.PREDICT:
            return translate("data", "Predicted")
        case OperationKind.REVERT:
            return translate("data", "Back to v{number}").format(number=params.get("version", "?"))


def version_tags(dataset: Dataset, number: int) -> list[str]:
    """The names that point at a version, ``latest`` last."""
    tags = sorted(t for t, n in dataset.version_tags.items() if n == number)
    return [*tags, "latest"] if number == dataset.head else tags


def version_label(dataset: Dataset, number: int) -> str:
    """``v4 · golden`` as the combos show it."""
    return " · ".join([f"v{number}", *version_tags(dataset, number)])


def side(s: Side) -> str:
    return f"v{s.version}" if s.version is not None else (s.file or "?")


def verdict(report: DriftReport) -> str:
    """The verdict in one sentence, from the fields, so that it is in the language of the window."""
    here, there = side(report.current), side(report.reference)
    total, drifted = sum(c.method != NOT_JUDGED for c in report.columns), len(report.drifted)
    if report.severity is Severity.INSUFFICIENT_DATA:
        return translate(
            "data", "Too few rows in {current} to say whether it drifted from {reference}"
        ).format(current=here, reference=there)
    if report.severity is Severity.NONE and report.expected:
        return translate("data", "No drift but the expected: {current} against {reference}").format(
            current=here, reference=there
        )
    if report.severity is Severity.NONE:
        return translate("data", "{current} looks like {reference}").format(current=here, reference=there)
    if report.score is not None and not report.columns:
        return translate("data", "Drifted: {service} scores {current} against {reference} at {score}").format(
            service=report.service, current=here, reference=there, score=figures.figure(report.score)
        )
    if not drifted and report.together:
        return translate(
            "data", "Drifted: columns of {current} go together otherwise than in {reference}"
        ).format(current=here, reference=there)
    if drifted and any(j.severity.rank for j in report.together):
        return translate(
            "data", "Drifted since {reference}: {n} of {total} columns, and how they go together"
        ).format(n=drifted, total=total, reference=there)
    if drifted == 1 and report.drifted:
        return translate("data", "Drifted: {column} changed since {reference}").format(
            column=report.drifted[0].name, reference=there
        )
    return translate("data", "Drifted: {n} of {total} columns changed since {reference}").format(
        n=drifted, total=total, reference=there
    )


def expected(report: DriftReport) -> str:
    """How many columns drifted as somebody accepted it."""
    if len(report.expected) == 1:
        return translate("data", "1 more drifted as expected")
    return translate("data", "{n} more drifted as expected").format(n=len(report.expected))


def thresholds(report: DriftReport) -> str:
    """By which thresholds a service's score was judged; empty where the report does not say."""
    if report.warning_at is None or report.critical_at is None:
        return ""
    said = {
        "dataset": translate("data", "by this dataset's thresholds {warning} / {critical}"),
        "learned": translate("data", "by learned thresholds {warning} / {critical}"),
    }.get(report.thresholds_from or "", translate("data", "by your thresholds {warning} / {critical}"))
    return said.format(warning=figures.figure(report.warning_at), critical=figures.figure(report.critical_at))


def scored(report: DriftReport) -> str:
    """The score of a service and how it was judged; empty where there is no score."""
    if report.score is None:
        return ""
    words = translate("data", "overall score {score}")
    if report.columns:
        words = translate("data", "greatest shift of a mean {score} σ")
    score = words.format(score=figures.figure(report.score))
    return ", ".join(filter(None, (score, thresholds(report))))


def basis(report: DriftReport) -> str:
    """What a report was computed from and by whom, for the caption under the verdict."""
    source = {
        "profiles": translate("data", "from profiles"),
        "rows": translate("data", "from rows"),
        "service": translate("data", "by {service}").format(service=report.service),
    }[report.computed_from]
    return " · ".join(
        [
            *([scored(report)] if report.score is not None else []),
            f"{side(report.reference)} → {side(report.current)}",
            f"{figures.count(report.reference.rows)} → {rows(report.current.rows)}",
            source,
            duration(report.seconds),
            figures.moment(report.created_at),
        ]
    )


def column_tooltip(column: Column) -> str:
    return f"{column.name}\n{kind(column.kind)} · {role(column.role)}"


def quality(warning: QualityWarning) -> str:
    """A warning about a column; its figures stand beside it, so that the words need none."""
    return {
        "all_missing": translate("data", "Every value is missing."),
        "mostly_missing": translate("data", "Most values are missing."),
        "missing": translate("data", "Many values are missing."),
        "constant": translate("data", "All values are the same."),
        "nearly_constant": translate("data", "Nearly all values are the same."),
        "id_like": translate("data", "Looks like an identifier."),
        "many_values": translate("data", "Too many values for categories."),
        "infinite": translate("data", "Has infinite values; they count as missing."),
        "skewed": translate("data", "A few extreme values outweigh the rest."),
        "empty_text": translate("data", "Many texts are empty."),
    }.get(warning.code, warning.text)


def quality_of(column: ColumnSummary) -> str:
    """What is worth knowing about a column. That an id looks like one is not."""
    if column.role in (Role.ID, Role.IGNORED):
        return ""
    return " ".join(quality(w) for w in column.warnings)


def shortened(text: str, most: int) -> str:
    """``text`` cut in the middle to at most ``most`` characters."""
    if len(text) <= most:
        return text
    tail = (most - 1) // 2
    return f"{text[: most - 1 - tail]}…{text[-tail:]}"


def delimiter(sign: str) -> str:
    return {
        ",": translate("data", "comma"),
        ";": translate("data", "semicolon"),
        "\t": translate("data", "tab"),
        "|": translate("data", "bar"),
    }.get(sign, sign or "?")


def pair_measure(pair: PairStrength) -> str:
    """What the value of a pair is."""
    return {
        "pearson": translate("data", "Correlation"),
        "cramers_v": translate("data", "Cramér's V"),
        "correlation_ratio": translate("data", "Correlation ratio"),
    }[pair.method]


def pair_warning(warning: PairWarning) -> str:
    """A warning about two columns."""
    return {
        "leak": translate(
            "data", "{first} alone tells the target {second}: does it leak what is to be predicted?"
        ),
        "same": translate("data", "{first} and {second} say the same."),
        "missing_together": translate("data", "{first} and {second} are missing in the same rows."),
    }[warning.code].format(first=warning.first, second=warning.second)
