"""Commands on named parameters, of drift analyses and of trainers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.data import pairs
from driftdesk.cli.drift_options import DriftOptions
from driftdesk.cli.models import value_of
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import DriftPreset, Preset
from driftdesk.core.training.params import parse_params

if TYPE_CHECKING:
    from driftdesk.core.training.presets import TrainerPresets


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "presets")(presets)
    command(app, "methods")(methods)


def presets(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="[PRESET[@V]]", help="A preset.")] = None,
    *,
    trainer: Annotated[str, typer.Option(help="Presets of this trainer, instead of drift analyses.")] = "",
    save: Annotated[bool, typer.Option("--save", help="Keep the options below under this name.")] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")] = "",
    delete: Annotated[bool, typer.Option("--delete", help="No longer offer the preset.")] = False,
    param: Annotated[
        list[str] | None, typer.Option(metavar="K=V", help="With --trainer: a parameter of it.")
    ] = None,
    options: DriftOptions,
) -> Answer:
    """List the presets of drift analyses and of trainers; show all parameters of one, keep one, or forget it."""
    kept, ours = session.desk.drift.presets, session.desk.presets
    if name is None:
        return _listed(() if trainer else kept.list(), ours.list(trainer))
    if trainer:
        return _of_trainer(ours, trainer, name, save=save, note=note, delete=delete, param=param or [])
    if delete:
        kept.remove(name)
        return _listed(kept.list())
    if save:
        return _listed([kept.save(name, options.params(session.desk), note)])
    params = kept.get(name).model_dump(mode="json")
    return Answer({"preset": name, "params": params}, facts({k: str(v) for k, v in params.items()}))


def _of_trainer(
    ours: "TrainerPresets", trainer: str, name: str, *, save: bool, note: str, delete: bool, param: list[str]
) -> Answer:
    if delete:
        ours.remove(name, trainer)
        return _listed(of_trainers=ours.list(trainer))
    if save:
        params = {key: value_of(text) for key, text in pairs(param, "--param").items()}
        return _listed(of_trainers=[ours.save(name, trainer, params, note)])
    preset, params = ours.resolve(trainer, name, {})
    params = parse_params(trainer, params).model_dump(mode="json")
    value = {"preset": preset, "trainer": trainer, "params": params}
    return Answer(value, facts({"preset": preset, **{k: str(v) for k, v in params.items()}}))


def methods(session: Session) -> Answer:
    """What drift can be measured by: all methods, the kinds of columns they are for, and their usual thresholds."""
    from driftdesk.core.drift.methods.catalogue import METHODS

    value = [
        {
            "name": m.name,
            "title": m.title,
            "kinds": [kind.value for kind in m.kinds],
            "measures": m.measures,
            "unit": m.unit,
            "warning": m.warning,
            "critical": m.critical,
            "times": m.scale,
            "needs_rows": m.needs_rows,
            "source": m.source,
        }
        for m in METHODS.values()
    ]
    rows = [(m.name, ", ".join(m.kinds), m.measures, m.warning, m.critical) for m in METHODS.values()]
    return Answer({"methods": value}, table(["method", "kinds", "measures", "warning>", "critical>"], rows))


def _listed(of_drift: Sequence[DriftPreset] = (), of_trainers: Sequence[Preset] = ()) -> Answer:
    value: list[dict[str, Any]] = [
        {"of": "drift", "name": p.name, "params": p.params, "note": p.note} for p in of_drift
    ]
    value += [
        {"of": p.trainer, "name": p.name, "number": p.number, "params": p.params, "note": p.note}
        for p in of_trainers
    ]
    rows = [
        (p["of"], p["name"], p.get("number"), ", ".join(p["params"]) or "the defaults", p["note"])
        for p in value
    ]
    return Answer({"presets": value}, table(["of", "preset", "version>", "differs in", "note"], rows))
