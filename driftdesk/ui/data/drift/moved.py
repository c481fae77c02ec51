"""What moved, in the language of the window.

A report keeps these lines in English (``driftdesk.core.drift.words``); here they are recognised and said anew. What
is not recognised stays as it is.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

_LINES: tuple[tuple[str, Callable[[], str]], ...] = (
    (r"prior shift", lambda: translate("data", "prior shift")),
    (r"prediction drift", lambda: translate("data", "prediction drift")),
    (r"score drift", lambda: translate("data", "score drift")),
    (r"median length (.+)", lambda: translate("data", "median length {0}")),
    (r"mean length (.+)", lambda: translate("data", "mean length {0}")),
    (r"deviation length (.+)", lambda: translate("data", "deviation of length {0}")),
    (r"median (.+)", lambda: translate("data", "median {0}")),
    (r"mean (.+)", lambda: translate("data", "mean {0}")),
    (r"deviation (.+)", lambda: translate("data", "deviation {0}")),
    (r"until (.+)", lambda: translate("data", "until {0}")),
    (r"missing (.+)", lambda: translate("data", "missing {0}")),
    (r"new category (.+) \((.+)\)", lambda: translate("data", "new category {0} ({1})")),
    (r"([\d,]+) more new categories", lambda: translate("data", "{0} more new categories")),
    (r"category (.+) is gone \(was (.+)\)", lambda: translate("data", "category {0} is gone (was {1})")),
    (r"([\d,]+) more categories are gone", lambda: translate("data", "{0} more categories are gone")),
    (
        r"new word (.+) \((.+) in 100 texts\)",
        lambda: translate("data", "new word {0} ({1} in 100 texts)"),
    ),
    (r"(\w+) characters (.+ → .+)", lambda: translate("data", "{0} characters {1}")),
    (r"(.+ %) of the shift is in (.+)", lambda: translate("data", "{0} of the shift is in {1}")),
    (
        r"(.+) tells old from new \((.+) of the area\)",
        lambda: translate("data", "{0} tells old from new ({1} of the area)"),
    ),
    (
        r"how columns go together, rather than any by itself",
        lambda: translate("data", "how columns go together, rather than any by itself"),
    ),
    (r"column (.+) is now called (.+)", lambda: translate("data", "column {0} is now called {1}")),
    (r"column (.+) is gone", lambda: translate("data", "column {0} is gone")),
    (r"column (.+) is new", lambda: translate("data", "column {0} is new")),
    (r"column (.+): (.+ → .+)", lambda: translate("data", "column {0}: {1}")),
)


def say(line: str) -> str:
    """One line of ``ColumnDrift.moved``, ``JointDrift.moved`` or ``DriftReport.schema_changes``."""
    for pattern, words in _LINES:
        if found := re.fullmatch(pattern, line):
            return words().format(*map(_figures, found.groups()))
    return _figures(line)


def _figures(text: str) -> str:
    """Shares that are too small for a figure of their own."""
    return re.sub(r"\bunder (0\.1 %)", lambda m: translate("data", "under {0}").format(m[1]), text)
