"""Commands that bring models out and in: ONNX, signed bundles, folders for MLflow."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from driftdesk.cli.command import Answer, Pending, Result, Session, command
from driftdesk.cli.data import check_folder
from driftdesk.cli.models import ModelRef

_Format = Literal["bundle", "onnx", "mlflow"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, "export-model", job=True)(export_model)
    command(app, "import-model", job=True)(import_model)
    command(app, "signing-key")(signing_key)


def export_model(
    session: Session,
    model: ModelRef,
    out: Annotated[
        Path, typer.Option(metavar="F", help="Where it goes: a .zip, an .onnx, or (mlflow) a new folder.")
    ],
    format: Annotated[
        _Format | None, typer.Option(help="Without: onnx for a name that ends in .onnx, else bundle.")
    ] = None,
) -> Pending:
    """Write a model version for elsewhere: a signed bundle that predicts by itself, ONNX, or an MLflow folder."""
    check_folder(out)
    chosen: _Format = format or ("onnx" if out.suffix == ".onnx" else "bundle")
    job = session.desk.export_model(model, format=chosen)

    def present(result: Result) -> Answer:
        saved = session.desk.exports.save(result, out, chosen)
        value = {**result, "out": str(out), "signer": saved.signer}
        said = [f"{result['model']} v{result['model_version']} written: {out}"]
        if result["difference"] is None:
            said.append("This trainer has no ONNX: only DriftDesk can use the bundle.")
        else:
            said.append(
                f"ONNX differs from the model by at most {result['difference']:.1g} on {result['rows']} rows."
            )
        if chosen == "bundle":
            said.append(
                f"Signed by {saved.signer}"
                if saved.signer
                else "Not signed: this system has no keyring (DRIFTDESK_SIGNING_KEY would do)."
            )
        return Answer(value, "\n".join(said))

    return Pending(job, present)


def import_model(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A bundle that DriftDesk exported.")],
    *,
    dataset: Annotated[str, typer.Option(metavar="NAME", help="The dataset that the model belongs to.")],
    name: Annotated[
        str, typer.Option(help="The model that it becomes a version of; else as it was called.")
    ] = "",
    trust: Annotated[str, typer.Option(metavar="FINGERPRINT", help="Accept this signer.")] = "",
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Accept a bundle that nobody signed.")] = False,
) -> Pending:
    """Register the model of a bundle; its hashes and its signature are verified first."""
    job = session.desk.import_model(file, name, dataset=dataset, trust=trust, unsigned=unsigned)

    def present(result: Result) -> Answer:
        by = f"signed by {result['signer']}" if result["signer"] else "unsigned"
        return Answer(result, f"{result['model']} v{result['model_version']} imported ({by}).")

    return Pending(job, present)


def signing_key(session: Session) -> Answer:
    """Show the fingerprint of the key that signs this user's bundles, for others to compare."""
    from driftdesk.core.training.export.signing import needed_signer

    fingerprint = needed_signer().fingerprint
    return Answer({"fingerprint": fingerprint}, fingerprint)
