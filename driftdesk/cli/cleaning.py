"""Commands that clean by rules, and keep sets of rules."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Group, RenderableType

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import Ref
from driftdesk.cli.show import plain, table
from driftdesk.core.cleaning.report import RuleReport
from driftdesk.core.entities import RuleSet
from driftdesk.core.errors import ParameterError

Rules = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="RULE", help="Such as duplicates or missing=median; in this order."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "clean", job=True)(clean)
    command(app, "rules")(rules)


def clean(
    session: Session,
    ref: Ref,
    rule: Rules = None,
    use: Annotated[
        list[str] | None, typer.Option(metavar="SET", help="A kept set of rules, before the others.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> Answer | Pending:
    """Clean a version by rules: a new version."""
    from driftdesk.core.cleaning.rules import parse_rule

    kept = [text for name in use or [] for text in session.desk.cleaning.rule_set(name).rules]
    chosen = [*kept, *(rule or [])]
    if not chosen:
        raise ParameterError(
            "There is no rule to clean by.", "Name one, such as --rule duplicates, or --use a set."
        )
    if dry_run:
        found = session.desk.cleaning.preview(ref, [parse_rule(text) for text in chosen])
        value = {**found.model_dump(mode="json"), "removed": found.removed}
        head = f"{plain(found.rows)} of {plain(found.rows_before)} rows would be left"
        return Answer(value, Group(head, *_shown(found.report)))

    def present(result: Result) -> Answer:
        report = [RuleReport.model_validate(r) for r in result["report"]]
        head = f"{result['dataset']} v{result['version']}: {plain(result['rows'])} rows, {plain(result['removed'])} removed"
        return Answer(result, Group(head, *_shown(report)))

    return Pending(session.desk.clean(ref, chosen), present)


def _shown(report: Sequence[RuleReport]) -> list[RenderableType]:
    rows = [
        (r.rule, r.removed_rows, sum(r.changed.values()), ", ".join(r.removed_columns), _notes(r))
        for r in report
    ]
    parts: list[RenderableType] = [
        table(["rule", "rows removed>", "values changed>", "columns removed", "what"], rows)
    ]
    examples = [(e.column, e.row_id, e.before, e.after) for r in report for e in r.examples]
    if examples:
        parts.append(table(["column", "row id>", "before", "after"], examples, "Examples"))
    return parts


def _notes(report: RuleReport) -> str:
    return "; ".join(f"{column}: {note}" for column, note in report.columns.items())


def rules(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="[SET]", help="A set of rules.")] = None,
    rule: Rules = None,
    delete: Annotated[bool, typer.Option("--delete", help="Forget the set.")] = False,
) -> Answer:
    """List the kept sets of rules; keep one (with --rule), or forget it."""
    from driftdesk.core.cleaning.rules import parse_rule

    cleaning = session.desk.cleaning
    if name is None:
        return _sets(cleaning.rule_sets())
    if delete:
        cleaning.delete_rules(name)
        return _sets(cleaning.rule_sets())
    if rule:
        return _sets([cleaning.save_rules(name, [parse_rule(text) for text in rule])])
    return _sets([cleaning.rule_set(name)])


def _sets(found: Sequence[RuleSet]) -> Answer:
    value = [{"name": s.name, "rules": list(s.rules), "updated_at": s.updated_at} for s in found]
    return Answer({"sets": value}, table(["set", "rules"], [(s.name, "; ".join(s.rules)) for s in found]))
