"""Commands on named parameters of drift analyses."""

from collections.abc import Sequence
from typing import Annotated

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.drift_options import DriftOptions
from driftdesk.cli.show import facts, table
from driftdesk.core.entities import DriftPreset


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "presets")(presets)
    command(app, "methods")(methods)


def presets(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="[PRESET]", help="A preset.")] = None,
    *,
    save: Annotated[bool, typer.Option("--save", help="Keep the options below under this name.")] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")] = "",
    delete: Annotated[bool, typer.Option("--delete", help="Forget the preset.")] = False,
    options: DriftOptions,
) -> Answer:
    """List the presets of drift analyses; show all parameters of one, keep one, or forget it."""
    kept = session.desk.drift.presets
    if name is None:
        return _listed(kept.list())
    if delete:
        kept.remove(name)
        return _listed(kept.list())
    if save:
        return _listed([kept.save(name, options.params(session.desk), note)])
    params = kept.get(name).model_dump(mode="json")
    return Answer({"preset": name, "params": params}, facts({k: str(v) for k, v in params.items()}))


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


def _listed(found: Sequence[DriftPreset]) -> Answer:
    value = [{"name": p.name, "params": p.params, "note": p.note} for p in found]
    rows = [(p.name, ", ".join(p.params) or "the defaults", p.note) for p in found]
    return Answer({"presets": value}, table(["preset", "differs in", "note"], rows))
