"""Commands on policies: when this drifts like that, then observe, alert or retrain."""

from typing import Annotated, Literal

import typer

from driftdesk.cli.command import Answer, Session, command
from driftdesk.cli.data import parse_recipe
from driftdesk.cli.show import severity as coloured
from driftdesk.cli.show import table
from driftdesk.core.entities import Gate, Policy, Severity

PolicyName = Annotated[str, typer.Argument(metavar="POLICY", help="A policy's name.")]


def register(app: typer.Typer) -> None:
    """Add ``driftdesk policy ...`` to the application."""
    group = typer.Typer(help="Policies: what happens by itself when data drifts.", no_args_is_help=True)
    app.add_typer(group, name="policy")
    command(group, "list")(list_policies)
    command(group, "add")(add)
    command(group, "enable")(enable)
    command(group, "disable")(disable)
    command(group, "remove")(remove)
    command(group, "dry-run")(dry_run)


def list_policies(session: Session) -> Answer:
    """List the policies as sentences."""
    return _listed(session, session.desk.automation.policies())


def _listed(session: Session, policies: list[Policy]) -> Answer:
    found = [
        {"policy": p.name, "enabled": p.enabled, "sentence": session.desk.automation.sentence(p)}
        for p in policies
    ]
    shown = table(["policy", "enabled", "sentence"], [list(p.values()) for p in found])
    return Answer({"policies": found}, shown)


def add(
    session: Session,
    name: PolicyName,
    *,
    dataset: Annotated[str, typer.Option(help="When this dataset drifts ...")],
    model: Annotated[str, typer.Option(help="... do something about this model.")],
    severity: Annotated[Literal["warning", "critical"], typer.Option(help="At least so.")] = "critical",
    column: Annotated[list[str] | None, typer.Option(help="Only these columns.")] = None,
    action: Annotated[Literal["observe", "alert", "retrain"], typer.Option()] = "retrain",
    recipe: Annotated[str, typer.Option(metavar="window:ROWS|replay:NEW_RATIO")] = "replay:0.5",
    max_drop: Annotated[float, typer.Option(help="The gate: how much worse the challenger may be.")] = 0.0,
    beyond_noise: Annotated[
        bool, typer.Option("--beyond-noise", help="The gate: better by more than chance (paired test).")
    ] = False,
    fine_tune: Annotated[
        bool, typer.Option("--fine-tune", help="Begin with the champion's weights, where its trainer can.")
    ] = False,
    ask: Annotated[bool, typer.Option("--ask", help="Leave the promotion to you.")] = False,
) -> Answer:
    """Add a policy."""
    desk = session.desk
    policy = Policy(
        name=name,
        dataset_id=desk.datasets.get(dataset).id,
        model_id=desk.training.model(model).id,
        severity=Severity(severity),
        columns=tuple(column or ()),
        action=action,
        recipe=parse_recipe(recipe),
        gate=Gate(max_drop=max_drop, beyond_noise=beyond_noise),
        fine_tune=fine_tune,
        promotion="ask" if ask else "automatic",
        created_by=session.settings.user,
    )
    return _listed(session, [desk.automation.add_policy(policy)])


def enable(session: Session, name: PolicyName) -> Answer:
    """Let a policy act."""
    return _listed(session, [session.desk.automation.enable(name, True)])


def disable(session: Session, name: PolicyName) -> Answer:
    """Keep a policy from acting."""
    return _listed(session, [session.desk.automation.enable(name, False)])


def remove(session: Session, name: PolicyName) -> Answer:
    """Remove a policy."""
    session.desk.automation.remove_policy(name)
    return Answer({"removed": name}, f"Policy {name} removed.")


def dry_run(session: Session, name: PolicyName) -> Answer:
    """What a policy would have done on the versions so far; changes nothing."""
    points = session.desk.automation.dry_run(session.desk.automation.policy(name))
    found = [p.model_dump(mode="json") for p in points]
    rows = [[p["version"], coloured(p["severity"]), p["fires"], ", ".join(p["columns"])] for p in found]
    return Answer(
        {"policy": name, "points": found}, table(["version>", "severity", "fires", "columns"], rows)
    )
