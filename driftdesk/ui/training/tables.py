"""What the tables of the Training tab show: runs, model versions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QSortFilterProxyModel

from driftdesk.core.entities import ModelVersion, Run, RunState
from driftdesk.core.training.usage import aliases_of
from driftdesk.ui import figures
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.durations import duration
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelFacts
from driftdesk.ui.widgets.data_table import DataTable
from driftdesk.ui.widgets.list_table import SORT_ROLE, Field, ListTableModel
from driftdesk.ui.workspace import Workspace

translate = QCoreApplication.translate


def run_fields(metric: Callable[[], str]) -> list[Field[Run]]:
    """Columns of the table of runs; ``metric`` names the one they are compared by."""

    def best(run: Run) -> float | None:
        return run.metrics.get(metric(), run.best.get(f"validation_{metric()}"))

    def last(run: Run) -> float | None:
        return run.last.get(f"validation_{metric()}")

    return [
        Field(lambda: translate("training", "Run"), lambda r: f"#{r.number}", lambda r: r.number),
        Field(lambda: translate("training", "Data"), lambda r: f"v{r.dataset_version}", lambda r: r.dataset_version),
        Field(lambda: translate("training", "Trainer"), lambda r: words.trainer(r.trainer)),
        Field(lambda: words.metric(metric()), lambda r: figures.figure(best(r)), best, number=True),
        Field(lambda: translate("training", "Last"), lambda r: figures.figure(last(r)), last, number=True),
        Field(lambda: translate("training", "Epochs"), lambda r: f"{r.epochs:g}", lambda r: r.epochs, number=True),
        Field(lambda: translate("training", "Time"), lambda r: duration(r.seconds), lambda r: r.seconds, number=True),
        Field(
            lambda: translate("training", "State"),
            lambda r: state_word(r.state),
            tip=lambda r: r.error.message if r.error else state_word(r.state),
            colour=lambda r: colours().critical if r.state is RunState.FAILED else None,
        ),
        Field(lambda: translate("training", "Started"), lambda r: figures.moment(r.created_at), lambda r: r.created_at),
    ]  # fmt: skip


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

    def run(version: ModelVersion) -> str:
        known = facts()
        found = (r.number for r in known.runs if r.id == version.run_id) if known else ()
        return next((f"#{number}" for number in found), figures.NOTHING)

    def noted(version: ModelVersion) -> str:
        return "\n".join(part for part in (", ".join(version.tags), version.notes) if part)

    return [
        Field(lambda: translate("training", "Version"), lambda v: f"v{v.number}", lambda v: v.number),
        Field(lambda: translate("training", "Alias"), alias, colour=lambda v: colours().accent if alias(v) else None),
        Field(lambda: words.metric(metric()), shown, lambda v: v.metrics.get(metric()), number=True),
        Field(lambda: translate("training", "Data"), data, lambda v: v.dataset_version),
        Field(lambda: translate("training", "Trainer"), lambda v: words.trainer(v.trainer)),
        Field(lambda: translate("training", "Tags"), lambda v: ", ".join(v.tags), tip=noted),
        Field(lambda: translate("training", "Run"), run),
        Field(lambda: translate("training", "By"), lambda v: v.created_by),
        Field(lambda: translate("training", "When"), lambda v: figures.moment(v.created_at), lambda v: v.created_at),
    ]  # fmt: skip


def differing(runs: Sequence[Run]) -> Mapping[str, Mapping[str, Any]]:
    """By run id, the parameters in which these runs differ (by the union of their names); what all share is left out."""
    names = sorted({name for run in runs for name in run.params})
    varying = [n for n in names if len({repr(run.params.get(n)) for run in runs}) > 1]
    return {run.id: {n: run.params.get(n) for n in varying} for run in runs}


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
