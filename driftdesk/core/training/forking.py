"""A fork: a model of its own that begins with a copy of another's version.

The copy owns its artifacts, so that either of the two can be deleted without the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftdesk.core.entities import (
    AuditEntry,
    Dataset,
    DatasetVersion,
    Model,
    ModelVersion,
    Origin,
    Role,
    new_id,
    now,
)
from driftdesk.core.errors import SchemaError
from driftdesk.core.training.registering import add_version
from driftdesk.core.training.registry import Registry, check_model_name

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Session, Store

_NAMED = 5


def fork(
    store: Store,
    ref: str,
    new_name: str,
    *,
    data: tuple[Dataset, DatasetVersion] | None = None,
    who: str = "",
) -> Model:
    """A new model whose version 1, its champion, is a copy of ``ref`` (``churn@3``). It learns from the same dataset, or
    from that of ``data``, whose version must have the columns that the model needs.

    Raises NotFoundError, TrashedError, ConflictError (the name is taken), ParameterError, SchemaError.
    """
    registry = Registry(store)
    model, version = registry.resolve(ref)
    name = check_model_name(new_name)
    registry.check_free(name)
    if data is not None:
        check_fits(model, version, *data)
    source = f"{model.name}@{version.number}"
    origin = Origin(model_id=model.id, model=model.name, version=version.number)
    made = Model(
        name=name,
        task=model.task,
        dataset_id=data[0].id if data else model.dataset_id,
        target=model.target,
        trainer=version.trainer,
        params=version.params,
        forked_from=origin,
        created_by=who,
    )
    copied: list[str] = []
    try:
        first = _copy(store, version, made, copied)

        def write(session: Session) -> None:
            store.models.touch(model.id, session)  # of a deletion meanwhile and this, one is done again
            if not store.model_versions.count(session, id=version.id, trashed_at=None):
                registry.version(store.models.get(model.id), version.number)
            store.models.insert(made, session)
            audit = AuditEntry(who=who, action="model forked", what=name, details={"from": source})
            store.audit.insert(audit, session)
            add_version(store, first, f"forked from {source}", session)

        store.run_in_transaction(write)
    except BaseException:
        store.artifacts.delete_all(copied)
        raise
    return store.models.get(made.id)


def _copy(store: Store, version: ModelVersion, made: Model, copied: list[str]) -> ModelVersion:
    """The version as the fork's first, with copies of its artifacts, whose ids are added to ``copied``."""

    def copy(artifact_id: str | None, what: str) -> str | None:
        if artifact_id is None:
            return None
        content = store.artifacts.read_bytes(artifact_id)
        copied.append(store.artifacts.put_bytes(content, f"{what} of fork {made.id}").id)
        return copied[-1]

    model = copy(version.artifact_id, "model")
    assert model is not None  # every version has one
    return version.model_copy(
        update={
            "id": new_id(),
            "model_id": made.id,
            "artifact_id": model,
            "test_row_ids_artifact": copy(version.test_row_ids_artifact, "test rows"),
            "seen_row_ids_artifact": copy(version.seen_row_ids_artifact, "seen rows"),
            "forked_from": made.forked_from,
            "created_at": now(),
            "created_by": made.created_by,
        }
    )


def check_fits(model: Model, version: ModelVersion, dataset: Dataset, data: DatasetVersion) -> None:
    """Raises SchemaError where the data lack a column that the model version needs, or have it as another kind."""
    there = {c.name: c.kind for c in data.columns.columns}
    needed = [c for c in version.columns.columns if c.role is Role.FEATURE or c.name == model.target]
    wrong = [
        f"{column.name} ({'is ' + there[column.name] if column.name in there else 'is missing'}, needs {column.kind})"
        for column in needed
        if there.get(column.name) is not column.kind
    ]
    if wrong:
        more = f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
        raise SchemaError(
            f"{dataset.name} does not fit {model.name}@{version.number}: {', '.join(wrong[:_NAMED])}{more}.",
            "Choose a dataset with the same columns, or rename and convert them.",
        )
