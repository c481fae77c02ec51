"""How drift is judged, as several commands may be told."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.desk import Desk

_KINDS = ("numeric", "datetime", "categorical", "boolean", "text")
_COLUMN = "column:"


@dataclass(frozen=True)
class DriftOptions:
    """``params`` has all of them together."""

    preset: Annotated[
        str,
        typer.Option(metavar="NAME", help="How to judge: default, evidently, nannyml, or one of your own."),
    ] = "default"
    columns: Annotated[str, typer.Option(metavar="A,B", help="Only these columns.")] = ""
    method: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND|COL=METHOD", help="What decides, such as numeric=ks or age=psi."),
    ] = None
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            metavar="METHOD|COL=W[:C]", help="Warning and critical, such as psi=0.1:0.25 or age=0.2."
        ),
    ] = None
    all_methods: Annotated[
        bool, typer.Option("--all-methods", help="Compute all methods, not only the usual ones.")
    ] = False
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="K=V", help="Any parameter, such as alpha=0.01 or correction=none."),
    ] = None

    def params(self, desk: "Desk") -> dict[str, Any]:
        """Fields of ``DriftParams``, checked. Raises ParameterError, and NotFoundError for an unknown preset."""
        from driftdesk.core.drift.params import parse_params

        params = desk.drift.presets.get(self.preset).model_dump(mode="json", exclude_defaults=True)
        for pair in self.method or []:
            _put_method(params, *_parted(pair, "--method"))
        for pair in self.threshold or []:
            _put_threshold(params, *_parted(pair, "--threshold"))
        if self.all_methods:
            params["methods"] = "all"
        for pair in self.set_ or []:
            _put(params, *_parted(pair, "--set"))
        if names := [name.strip() for name in self.columns.split(",") if name.strip()]:
            params["columns"] = names
        return parse_params(params).model_dump(mode="json", exclude_defaults=True)


def _parted(pair: str, option: str) -> tuple[str, str]:
    key, equals, text = pair.rpartition("=") if option != "--set" else pair.partition("=")
    if not equals or not key:
        raise ParameterError(f"{option} {pair!r} has no '='.", f"Write it as {option} name=value.")
    return key, text


def _put_method(params: dict[str, Any], key: str, method: str) -> None:
    """By kind, or by column: ``column:numeric=ks`` is one that is called so."""
    from driftdesk.core.drift.methods.catalogue import METHODS

    if method not in METHODS:
        raise ParameterError(f"There is no method {method!r}.", f"There are: {', '.join(METHODS)}.")
    if key in _KINDS:
        params[f"{key}_method"] = method
        if params.get("small"):
            params["small"] = {**params["small"], f"{key}_method": method}
    else:
        _of_column(params, key)["method"] = method


def _put_threshold(params: dict[str, Any], key: str, text: str) -> None:
    """Of a method, or of the method that decides on a column."""
    from driftdesk.core.drift.methods.catalogue import METHODS

    try:
        warning, critical = (float(part) if part else None for part in (*text.split(":"), "")[:2])
    except ValueError:
        raise ParameterError(
            f"--threshold {key}={text} has no numbers.",
            "Write warning:critical, such as age=0.2:0.4; one of them may be left out.",
        ) from None
    given = {"warning": warning, "critical": critical}
    if key not in METHODS:
        _of_column(params, key).update({k: v for k, v in given.items() if v is not None})
        return
    usual = METHODS[key]
    least = usual.warning if warning is None else warning
    params["by_method"] = {
        **params.get("by_method", {}),
        key: {"warning": least, "critical": max(usual.critical, least) if critical is None else critical},
    }


def _of_column(params: dict[str, Any], key: str) -> dict[str, Any]:
    by_column = params.setdefault("by_column", {})
    found: dict[str, Any] = by_column.setdefault(key.removeprefix(_COLUMN), {})
    return found


def _put(params: dict[str, Any], key: str, text: str) -> None:
    """``a.b=3`` into ``params``; the value is JSON, else a word."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    *path, last = key.split(".")
    at = params
    for name in path:
        inner = at.get(name)
        at[name] = dict(inner) if isinstance(inner, dict) else {}
        at = at[name]
    at[last] = value
