"""What rules of cleaning are called, what they do, and what one came to, in the window's language."""

from PySide6.QtCore import QCoreApplication

from driftdesk.core.cleaning.report import RuleReport
from driftdesk.ui.data import words

translate = QCoreApplication.translate


def rule_title(kind: str) -> str:
    return {
        "duplicates": translate("clean", "Remove duplicates"),
        "missing": translate("clean", "Missing values"),
        "range": translate("clean", "Values out of range"),
        "allowed": translate("clean", "Allowed values"),
        "outliers": translate("clean", "Outliers"),
        "spelling": translate("clean", "Spelling"),
        "dates": translate("clean", "Read as dates"),
        "units": translate("clean", "Convert by expression"),
        "condition": translate("clean", "Remove rows by filter"),
        "constant": translate("clean", "Remove constant columns"),
        "leaking": translate("clean", "Remove leaking columns"),
    }[kind]


def rule_about(kind: str) -> str:
    return {
        "duplicates": translate(
            "clean",
            "Rows that equal an earlier one in every column but ids; or in the key; or whose text is near an earlier one.",
        ),
        "missing": translate(
            "clean",
            "Gaps are filled, or their rows go. Without columns: features; a target is never made up.",
        ),
        "range": translate("clean", "Numbers or times below the minimum or above the maximum."),
        "allowed": translate("clean", "Values that are none of these."),
        "outliers": translate("clean", "Numbers far from the rest. Without columns: all numeric features."),
        "spelling": translate(
            "clean",
            "White space around words goes; spellings that differ in case alone become the most frequent one. The map "
            "gives values other names.",
        ),
        "dates": translate(
            "clean", "A column of words becomes one of times. Without format it is found out."
        ),
        "units": translate("clean", "The column becomes what the expression gives, such as weight / 2.2046."),
        "condition": translate("clean", "Rows that the filter lets through go, such as age < 0."),
        "constant": translate("clean", "Features whose values are all the same say nothing."),
        "leaking": translate("clean", "Features that alone tell the target with at least this strength."),
    }[kind]


def effect(report: RuleReport | None) -> str:
    """What a rule came to, shortly; nothing where it was not looked at."""
    if report is None:
        return ""
    parts = []
    if report.removed_rows:
        parts.append(translate("clean", "{rows} go").format(rows=words.rows(report.removed_rows)))
    if changed := sum(report.changed.values()):
        parts.append(translate("clean", "{values} changed").format(values=words.values(changed)))
    if report.removed_columns:
        parts.append(
            translate("clean", "{columns} go").format(columns=words.columns(len(report.removed_columns)))
        )
    return ", ".join(parts) or translate("clean", "nothing to do")
