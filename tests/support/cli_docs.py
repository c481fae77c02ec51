"""The examples of docs/cli.md: ``$ driftdesk ... --json`` in console blocks, each followed by what it prints."""

import json
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from driftdesk.core.paths import sample_data_dir

DOC = Path(__file__).parents[2] / "docs" / "cli.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_IDS = ("job", "report")


@dataclass
class Example:
    arguments: list[str]
    output: dict[str, Any]


@dataclass
class Ids:
    """Ids differ from run to run: those of the doc, as they were this time."""

    actual: dict[str, str] = field(default_factory=dict)

    def learn(self, documented: dict[str, Any], printed: dict[str, Any]) -> None:
        self.actual.update({documented[k]: printed[k] for k in _IDS if isinstance(documented.get(k), str)})

    def put_into(self, arguments: list[str]) -> list[str]:
        return [self.actual.get(a, a) for a in arguments]


def examples() -> list[Example]:
    """In the order of the doc."""
    found = []
    for block in _BLOCK.findall(DOC.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ driftdesk ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Example(shlex.split(command), json.loads(output)))
    return found


def prepare(folder: Path) -> None:
    """The files that the examples name."""
    source = sample_data_dir() / "sample_users_churn"
    shutil.copy(source / "reference.csv", folder / "churn.csv")
    shutil.copy(source / "covariate.csv", folder / "churn-new.csv")


def assert_same_shape(documented: Any, printed: Any, where: str) -> None:
    """The same keys and kinds of values; of lists the doc may show only the beginning."""
    if documented is None or printed is None:
        return
    if isinstance(documented, dict):
        assert isinstance(printed, dict), where
        assert documented.keys() == printed.keys(), where
        for key in documented:
            assert_same_shape(documented[key], printed[key], f"{where}.{key}")
    elif isinstance(documented, list):
        assert isinstance(printed, list), where
        assert len(documented) <= len(printed), where
        for i, (one, other) in enumerate(zip(documented, printed, strict=False)):
            assert_same_shape(one, other, f"{where}[{i}]")
    elif isinstance(documented, bool | str):
        assert type(documented) is type(printed), where
    else:
        assert isinstance(printed, int | float), where
