"""Small reusable parts of the window. Take them from here: ``from driftdesk.ui.widgets import Header, DataTable``."""

from driftdesk.ui.widgets.basics import (
    ElidedLabel,
    EmptyState,
    Header,
    Segmented,
    SeverityLabel,
    button,
    icon_button,
    label,
    line,
    repolish,
    severity_colour,
    severity_word,
)
from driftdesk.ui.widgets.data_table import DataTable
from driftdesk.ui.widgets.error_view import ErrorView
from driftdesk.ui.widgets.params_form import ParamsForm
from driftdesk.ui.widgets.skeleton import Skeleton
from driftdesk.ui.widgets.thing_list import Thing, ThingList

__all__ = [
    "DataTable",
    "ElidedLabel",
    "EmptyState",
    "ErrorView",
    "Header",
    "ParamsForm",
    "Segmented",
    "SeverityLabel",
    "Skeleton",
    "Thing",
    "ThingList",
    "button",
    "icon_button",
    "label",
    "line",
    "repolish",
    "severity_colour",
    "severity_word",
]
