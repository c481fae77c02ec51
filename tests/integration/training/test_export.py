"""Model versions out of one store and in again: signed, verified, and as they were."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import Dataset, Kind, Model, ModelVersion, Task
from driftdesk.core.errors import (
    ConflictError,
    CorruptDataError,
    FileError,
    ParameterError,
    SchemaError,
    TrashedError,
)
from driftdesk.core.training.export import archive, signing
from driftdesk.desk import Desk
from tests.integration.training.material import commit
from tests.unit.core.training import material


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.VARIABLE, "2a" * 32)


@pytest.fixture
def trained(desk: Desk) -> tuple[Model, ModelVersion, Dataset]:
    table, columns = material.churn(400)
    dataset, version = commit(desk.store, "churn", table, columns, Task.BINARY)
    model = desk.training.model_for("churn", dataset, version, "tester")
    desk.training.train(model, version, trainer="linear", context=Context())
    return *desk.registry.resolve("churn"), dataset


def exported(desk: Desk, trained: tuple[Model, ModelVersion, Dataset], path: Path) -> str | None:
    written = desk.exports.write(trained[0], trained[1], "bundle", Context())
    assert written["difference"] < 1e-9 and written["rows"] == 400
    return desk.exports.save(written, path, "bundle").signer


def imported(desk: Desk, path: Path, name: str, dataset: Dataset) -> ModelVersion:
    found = desk.exports.accept(path)
    signer = found.signer.fingerprint if found.signer else ""
    return desk.exports.read(desk.exports.upload(path, "tester").id, name, dataset, signer, Context())


def test_a_bundle_comes_back_as_a_version_that_predicts_the_same(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    _, version, dataset = trained
    signer = exported(desk, trained, tmp_path / "m.zip")
    made = imported(desk, tmp_path / "m.zip", "copy", dataset)
    assert made.number == 1 and desk.registry.resolve("copy@champion")[1].id == made.id
    assert made.imported_from is not None
    assert (made.imported_from.model, made.imported_from.version) == ("churn", 1)
    assert made.imported_from.signer == signer
    assert (made.metrics, made.params, made.trainer) == (version.metrics, version.params, version.trainer)
    table, _ = material.churn(100, seed=4)
    predictors = [desk.training.predictor(v) for v in (version, made)]
    assert np.array_equal(*(p.predict(table) for p in predictors))


def test_a_second_import_under_the_name_becomes_challenger(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    exported(desk, trained, tmp_path / "m.zip")
    imported(desk, tmp_path / "m.zip", "churn", trained[2])
    model = desk.training.model("churn")
    assert (model.champion, model.challenger) == (1, 2)
    lineage = desk.registry.lineage("churn@2")
    assert [n.kind for n in lineage.nodes] == ["file", "version", "alias"], "no run of this store led to it"
    assert [e.label for e in lineage.edges][:1] == ["imported"]


def test_a_signer_who_is_not_trusted_is_named_with_what_to_do(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = exported(desk, trained, tmp_path / "m.zip")
    assert signer is not None
    monkeypatch.setenv(signing.VARIABLE, "2b" * 32)
    with pytest.raises(ParameterError, match=signer) as caught:
        desk.exports.accept(tmp_path / "m.zip")
    assert "--trust" in caught.value.hint
    with pytest.raises(ParameterError, match=signer):
        desk.exports.accept(tmp_path / "m.zip", trust="1234 5678")
    assert desk.exports.accept(tmp_path / "m.zip", trust=signer.upper()).signer is not None


def test_an_unsigned_bundle_is_taken_only_when_said_so(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    written = desk.exports.write(trained[0], trained[1], "bundle", Context())
    path = tmp_path / "m.zip"
    path.write_bytes(desk.store.files.read_bytes(written["file"]))
    with pytest.raises(ParameterError, match="signed"):
        desk.exports.accept(path)
    assert desk.exports.accept(path, unsigned=True).signer is None


def test_a_tampered_bundle_registers_nothing(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    exported(desk, trained, tmp_path / "m.zip")
    content = bytearray((tmp_path / "m.zip").read_bytes())
    at = content.index(b"model.driftdesk") + 200
    content[at] ^= 255
    (tmp_path / "m.zip").write_bytes(content)
    with pytest.raises(CorruptDataError) as caught:
        desk.exports.accept(tmp_path / "m.zip")
    assert caught.value.hint
    assert desk.store.model_versions.count() == 1 and desk.store.models.count() == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_without_an_end_is_not_read(desk: Desk) -> None:
    with pytest.raises(FileError, match="not a file"):
        desk.exports.accept(Path("/dev/zero"))


def test_what_is_no_bundle_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "m.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(CorruptDataError, match="no bundle"):
        desk.exports.accept(tmp_path / "m.zip")
    with pytest.raises(FileError):
        desk.exports.accept(tmp_path / "absent.zip")


def forged(path: Path, **said: Any) -> None:
    """A bundle whose hashes are right, though its manifest says something else."""
    there = archive.opened(path.read_bytes())
    files = {name: content for name, content in there.files.items() if not name.endswith(".py")}
    path.write_bytes(archive.signed(archive.pack({**there.manifest, **said}, files))[0])


@pytest.mark.parametrize(
    "said",
    [
        {"version": -5},
        {"version": 2**80},
        {"model": "<b>x</b>\n../.."},
        {"notes": "x" * 1_000_000},
        {"tags": ["a,b"]},
        {"columns": [[1]]},
        {"metrics": {"accuracy": "good"}},
        {"environment": {"python": ["3"]}},
        {"code_version": None},
    ],
    ids=lambda said: next(iter(said)),
)
def test_a_bundle_whose_manifest_cannot_be_true_registers_nothing(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path, said: dict[str, Any]
) -> None:
    exported(desk, trained, tmp_path / "m.zip")
    forged(tmp_path / "m.zip", **said)
    with pytest.raises(CorruptDataError, match="describes no model"):
        imported(desk, tmp_path / "m.zip", "copy", trained[2])
    assert [m.name for m in desk.store.models.find()] == ["churn"]


def test_trainer_parameters_and_seed_are_those_that_the_model_itself_holds(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    _, version, dataset = trained
    exported(desk, trained, tmp_path / "m.zip")
    forged(
        tmp_path / "m.zip",
        trainer="../mlp",
        params={"learning_rate": 1e9},
        seed=-1,
        metrics={"r2": float("nan")},
    )
    made = imported(desk, tmp_path / "m.zip", "copy", dataset)
    assert (made.trainer, made.params, made.seed) == (version.trainer, version.params, version.seed)
    assert made.metrics == {}


def test_a_model_in_the_trash_takes_no_import(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    exported(desk, trained, tmp_path / "m.zip")
    desk.model_trash.trash([trained[0]])
    with pytest.raises(TrashedError):
        imported(desk, tmp_path / "m.zip", "churn", trained[2])


def test_a_model_that_does_not_fit_the_dataset_says_what_is_missing(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    exported(desk, trained, tmp_path / "m.zip")
    table, _ = material.churn(60)
    kinds = {"logins": Kind.NUMERIC, "plan": Kind.TEXT, "churned": Kind.BOOLEAN}
    other, _ = commit(
        desk.store, "other", table.select(list(kinds)), material.schema(kinds, "churned"), Task.BINARY
    )
    with pytest.raises(SchemaError, match=r"lacks active, joined, noise.*plan \(text, not categorical\)"):
        imported(desk, tmp_path / "m.zip", "copy", other)
    assert desk.store.models.count() == 1


def test_a_name_that_learns_something_else_is_not_mixed_up(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    exported(desk, trained, tmp_path / "m.zip")
    desk.training.create_model("taken", trained[2], Task.BINARY, "active")
    with pytest.raises(ConflictError, match="learns something else"):
        imported(desk, tmp_path / "m.zip", "taken", trained[2])


def test_a_folder_for_mlflow_is_whole_or_not_there(
    desk: Desk, trained: tuple[Model, ModelVersion, Dataset], tmp_path: Path
) -> None:
    written = desk.exports.write(trained[0], trained[1], "mlflow", Context())
    desk.exports.save(written, tmp_path / "m", "mlflow")
    assert (tmp_path / "m" / "MLmodel").is_file() and (tmp_path / "m" / "data" / archive.ONNX).is_file()
    with pytest.raises(FileError, match="there already"):
        desk.exports.save(written, tmp_path / "m", "mlflow")
    assert [p.name for p in tmp_path.iterdir()] == ["m"]
