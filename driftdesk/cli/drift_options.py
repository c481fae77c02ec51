"""How drift is judged, as several commands may be told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from driftdesk.core.errors import ParameterError


@dataclass(frozen=True)
class DriftOptions:
    """``params`` has all of them together."""

    preset: Annotated[
        str,
        typer.Option(metavar="NAME", help="How to judge: default, evidently, nannyml, or one of your own."),
    ] = "default"
    columns: Annotated[str, typer.Option(metavar="A,B", help="Only these columns.")] = ""
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="K=V", help="A parameter, such as alpha=0.01 or by_method.psi.warning=0.2."
        ),
    ] = None

    def params(self, presets: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """Fields of ``DriftParams``. ``presets``: the user's own. Raises ParameterError."""
        from driftdesk.core.drift.params import DriftParams

        if presets and self.preset in presets:
            params = dict(presets[self.preset])
        else:
            params = DriftParams.named(self.preset).model_dump(mode="json", exclude_defaults=True)
        for pair in self.set_ or []:
            _put(params, pair)
        if names := [name.strip() for name in self.columns.split(",") if name.strip()]:
            params["columns"] = names
        return params


def _put(params: dict[str, Any], pair: str) -> None:
    """``a.b=3`` into ``params``; the value is JSON, else a word."""
    key, equals, text = pair.partition("=")
    if not equals or not key:
        raise ParameterError(f"--set {pair!r} has no '='.", "Write it as --set name=value.")
    try:
        value: Any = json.loads(text)
    except ValueError:
        value = text
    *path, last = key.split(".")
    at = params
    for name in path:
        inner = at.get(name)
        at[name] = dict(inner) if isinstance(inner, dict) else {}
        at = at[name]
    at[last] = value
