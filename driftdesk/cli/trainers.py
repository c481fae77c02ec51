"""The command that lists trainers, those of plug-ins too, and the parameters of one."""

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.show import table
from driftdesk.core.entities import Task
from driftdesk.core.training.params import (
    TrainerInfo,
    bounds,
    broken_plug_ins,
    trainer_info,
    trainers_for,
)
from driftdesk.core.training.params import trainers as all_trainers

_CAN = ("resumable", "warm_start", "streamable", "exportable")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "trainers")(trainers)


def trainers(
    session: Session,  # no database is asked
    trainer: Annotated[
        str, typer.Argument(metavar="[TRAINER]", help="One of them, with its parameters.")
    ] = "",
    *,
    task: Annotated[Task | None, typer.Option(help="Only those that can do it, the default first.")] = None,
) -> Answer:
    """List the trainers: what each learns, and what it can; those of plug-ins too."""
    if trainer:
        found: tuple[TrainerInfo, ...] = (trainer_info(trainer, task),)
    else:
        found = trainers_for(task) if task else all_trainers()
    value = {"trainers": [_told(t) for t in found], "left_out": list(broken_plug_ins())}
    return Answer(value, _shown(value, details=bool(trainer)))


def _told(info: TrainerInfo) -> dict[str, Any]:
    fields = info.params.model_fields
    defaults = info.params().model_dump(mode="json")
    return {
        "trainer": info.name,
        "title": info.title,
        "tasks": sorted(info.tasks),
        **{name: getattr(info, name) for name in _CAN},
        "plug_in": info.source or None,
        "params": [
            {
                "name": name,
                "default": defaults[name],
                "within": bounds(field),
                "description": field.description,
            }
            for name, field in fields.items()
        ],
    }


def _shown(value: dict[str, Any], *, details: bool) -> RenderableType:
    rows = [
        (
            t["trainer"],
            t["title"],
            ", ".join(t["tasks"]),
            ", ".join(name.replace("_", " ") for name in _CAN if t[name]),
            t["plug_in"],
        )
        for t in value["trainers"]
    ]
    shown = [table(["trainer", "title", "tasks", "", "plug-in"], rows)]
    if details:
        keys = ("name", "default", "within", "description")
        params = [[p[key] for key in keys] for p in value["trainers"][0]["params"]]
        shown.append(table(["parameter", "default", "within", ""], params))
    return Group(*shown, *value["left_out"])
