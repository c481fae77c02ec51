"""What the tables of the Training tab show: runs, model versions."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QSortFilterProxyModel

from driftdesk.core.entities import ModelVersion
from driftdesk.core.training.usage import aliases_of
from driftdesk.ui import figures
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelFacts
from driftdesk.ui.widgets.data_table import DataTable
from driftdesk.ui.widgets.list_table import SORT_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace

translate = QCoreApplication.translate


def version_fields(facts: Callable[[], ModelFacts | None]) -> list[Field[ModelVersion]]:
    """Columns of the table of model versions, with the aliases that point at them."""

    def metric() -> str:
        known = facts()
        return known.metric if known else "accuracy"

    def alias(version: ModelVersion) -> str:
        known = facts()
        names = aliases_of(known.model, version.number) if known else []
        return " · ".join(words.alias(name) for name in names)

    def shown(version: ModelVersion) -> str:
        known = facts()
        return words.with_interval(known, version, metric()) if known else ""

    def data(version: ModelVersion) -> str:
        known = facts()
        return words.data_of(known, version) if known else ""

    def noted(version: ModelVersion) -> str:
        return "\n".join(part for part in (", ".join(version.tags), version.notes) if part)

    return [
        Field(lambda: translate("training", "Version"), lambda v: f"v{v.number}", lambda v: v.number),
        Field(lambda: translate("training", "Alias"), alias, colour=lambda v: colours().accent if alias(v) else None),
        Field(lambda: words.metric(metric()), shown, lambda v: v.metrics.get(metric()), number=True),
        Field(lambda: translate("training", "Data"), data, lambda v: v.dataset_version),
        Field(lambda: translate("training", "Trainer"), lambda v: words.trainer(v.trainer)),
        Field(lambda: translate("training", "When"), lambda v: figures.short_moment(v.created_at), lambda v: v.created_at,
              tip=lambda v: figures.moment(v.created_at)),
        Field(lambda: translate("training", "Tags"), lambda v: ", ".join(v.tags), tip=noted),
    ]  # fmt: skip


def sortable_table(model: ListTableModel[Any], workspace: Workspace, key: str, *widths: int) -> DataTable:
    """A table over ``model`` that sorts by its headers; its column widths are remembered under ``key``."""
    table = DataTable(sortable=True)
    proxy = QSortFilterProxyModel(table)
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)
    table.setModel(proxy)
    table.remember_widths(workspace, key)
    table.set_widths(*widths)
    return table
