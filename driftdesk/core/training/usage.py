"""What models, model versions and runs are used by: the one question that putting away and deleting are decided by.

The transaction that deletes asks it, and touches the model's record: so does whatever registers a version or moves an
alias, and of two such transactions one is done again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftdesk.core.entities import Job, JobState, Model, ModelVersion, Run

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Session, Store

Thing = Model | ModelVersion | Run
"""What can be described, put into the trash and deleted for good."""
_ALIVE = [state for state in JobState if not state.is_final]


@dataclass
class Uses:
    """Reasons, each in a few words. ``never``: as long as they hold it stays. ``unless_said``: whoever knows of them may
    go on (``force``)."""

    never: list[str] = field(default_factory=list)
    unless_said: list[str] = field(default_factory=list)


def uses(store: Store, thing: Thing, session: Session | None = None, *, for_good: bool) -> Uses:
    """Why ``thing`` must not be put into the trash, or (``for_good``) be deleted."""
    found = Uses()
    if isinstance(thing, Model):
        found.never += [f"the job {j.title!r} works with it" for j in _jobs(store, thing.id, session)]
        if for_good:
            found.never += [
                f"the policy {p.name!r} watches over it"
                for p in store.policies.find(model_id=thing.id, session=session)
            ]
            found.unless_said += _forks(store, thing.id, session)
    elif isinstance(thing, ModelVersion):
        found.never += [
            f"the job {j.title!r} works with it"
            for j in _jobs(store, thing.model_id, session)
            if j.params.get("number") == thing.number or j.params.get("start") == thing.number
        ]
        model = _one_model(store, thing.model_id, session)
        if model is not None:
            found.unless_said += [f"it is {name}" for name in aliases_of(model, thing.number)]
        if for_good:
            found.unless_said += _forks(store, thing.model_id, session, thing.number)
    else:
        found.never += _of_run(store, thing, session)
        if for_good and thing.model_version is not None:
            there = store.model_versions.count(session, model_id=thing.model_id, number=thing.model_version)
            found.unless_said += [f"v{thing.model_version} was made by it"] if there else []
    return found


def aliases_of(model: Model, number: int) -> list[str]:
    """The aliases that point at a version: champion, challenger, then others by name."""
    found = [n for n, at in (("champion", model.champion), ("challenger", model.challenger)) if at == number]
    return found + sorted(name for name, at in model.aliases.items() if at == number)


def former_champion(model: Model) -> int | None:
    """The champion before the present one: promotions are a stack, and a rollback takes its top away. Where the champion was
    put into the trash, the one before that."""
    stack: list[int | None] = []
    for move in model.history:
        if move.alias != "champion":
            continue
        if move.version is None and stack:  # it was put into the trash
            stack[-1] = None
        elif move.rolled_back and stack:
            stack.pop()
        else:
            stack.append(move.version)
    return stack[-2] if len(stack) > 1 else None


def _of_run(store: Store, run: Run, session: Session | None) -> Iterator[str]:
    alive = store.jobs.find(id=run.job_id, state__in=_ALIVE, session=session) if run.job_id else []
    yield from (f"its job {job.title!r} has not ended" for job in alive)


def _jobs(store: Store, model_id: str, session: Session | None) -> list[Job]:
    """Those that have not ended."""
    of_it: dict[str, Any] = {"params.model_id": model_id}
    return store.jobs.find(state__in=_ALIVE, session=session, **of_it)


def _forks(store: Store, model_id: str, session: Session | None, number: int | None = None) -> list[str]:
    asked: dict[str, Any] = {"forked_from.model_id": model_id} | (
        {} if number is None else {"forked_from.version": number}
    )
    return [f"{m.name} was forked from it" for m in store.models.find(session=session, sort="name", **asked)]


def _one_model(store: Store, model_id: str, session: Session | None) -> Model | None:
    return next(iter(store.models.find(id=model_id, session=session)), None)
