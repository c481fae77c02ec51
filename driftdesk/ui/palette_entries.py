"""What the palette offers: actions, what was open lately, and the things in the database."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from driftdesk.core.datasets.registry import LARGEST_PAGE, RegistryQuery
from driftdesk.ui.actions import Action, native_shortcut
from driftdesk.ui.stored_words import job_title
from driftdesk.ui.widgets.command_palette import Entry

if TYPE_CHECKING:
    from driftdesk.ui.widgets.top_bar import TopBar
    from driftdesk.ui.workspace import Workspace

translate = QCoreApplication.translate

ICONS = {
    "dataset": "dataset",
    "model": "model",
    "job": "job",
    "report": "report",
    "policy": "policy",
    "run": "run",
}


def _kind_word(kind: str) -> str:
    return {
        "dataset": translate("Palette", "Dataset"),
        "model": translate("Palette", "Model"),
        "job": translate("Palette", "Job"),
        "report": translate("Palette", "Drift report"),
        "policy": translate("Palette", "Policy"),
        "run": translate("Palette", "Run"),
    }.get(kind, "")


def action_entries(actions: list[Action], bar: "TopBar") -> list[Entry]:
    """Those that can be done now; a tab's own stand under its title."""
    made = []
    for action in actions:
        if action.id == "frame.palette" or not action.when():
            continue
        key = action.id.split(".", maxsplit=1)[0]
        section = action.section or (
            bar.tab_button(key).text() if key in ("data", "training", "automation", "activity") else ""
        )
        made.append(
            Entry(action.title, section, action.run, action.icon, native_shortcut(action), action.keywords)
        )
    return made


def recent_entries(workspace: "Workspace") -> list[Entry]:
    return [
        Entry(
            title,
            _kind_word(kind),
            partial(workspace.open, kind, thing_id),
            ICONS.get(kind, ""),
            weight=8,
        )
        for kind, thing_id, title in workspace.recent()
    ]


async def thing_entries(workspace: "Workspace") -> list[Entry]:
    """The datasets that changed last, models and the newest jobs, without those that stand among the recent already."""
    desk, tasks = workspace.desk, workspace.tasks
    known = {(kind, thing_id) for kind, thing_id, _ in workspace.recent()}
    newest = RegistryQuery(sort="updated", descending=True, limit=LARGEST_PAGE)
    things = [("dataset", d.id, d.name) for d in (await tasks.call(desk.datasets.page, newest)).datasets]
    things += [("model", m.id, m.name) for m in await tasks.call(desk.training.models)]
    things += [("job", j.id, job_title(j)) for j in workspace.jobs.jobs()[:50]]
    return [
        Entry(name, _kind_word(kind), partial(workspace.open, kind, thing_id), ICONS[kind])
        for kind, thing_id, name in things
        if (kind, thing_id) not in known
    ]
