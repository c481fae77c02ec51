"""A model version takes its place: the model's next number, and the alias that comes with it."""

from driftdesk.core.entities import AliasMove, AuditEntry, ModelVersion
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.registry import CHALLENGER, CHAMPION


def add_version(store: Store, made: ModelVersion, why: str, session: Session) -> ModelVersion:
    """Store ``made`` as the model's next version, in the caller's transaction: the first becomes champion, every later
    one challenger, and what the model is trained with next follows it. Raises ConflictError where another was faster.
    """
    model = store.models.get(made.model_id, session)
    made = made.model_copy(update={"number": model.head + 1})
    alias = CHALLENGER if model.champion is not None else CHAMPION
    move = AliasMove(alias=alias, version=made.number, who=made.created_by, why=why)
    store.models.update(
        model.id,
        session,
        expect={"head": model.head, "champion": model.champion},
        head=made.number,
        trainer=made.trainer,
        params=made.params,
        history=(*model.history, move),
        **{alias: made.number},
    )
    store.model_versions.insert(made, session)
    what = f"{model.name}@{made.number}"
    entry = AuditEntry(
        who=made.created_by, action="model version registered", what=what, details={**made.metrics}
    )
    store.audit.insert(entry, session)
    return made
