"""What runs in the other processes: ``driftdesk _rank``, one training, told by one JSON line on standard input.

Out go ``{"ready"}``, and where it goes wrong ``{"failed": {"message", "hint"}}``. The end of standard input is its end.
"""

import json
import sys
import threading
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from driftdesk.core.child import claim_stdout, die_with_parent, end_at_once, lower_priority, reply
from driftdesk.core.errors import DriftDeskError


def main() -> int:
    """Learn along with rank 0, until it has enough."""
    replies = claim_stdout()
    lower_priority()
    die_with_parent()
    told = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, name="inbox", daemon=True).start()
    try:
        _learn_along(told, lambda: reply(replies, ready=told["rank"]))
    except Exception as error:  # noqa: BLE001  # the boundary of a process: rank 0 says whatever went wrong
        message = error.message if isinstance(error, DriftDeskError) else f"{type(error).__name__}: {error}"
        hint = error.hint if isinstance(error, DriftDeskError) else "Train again, or in one process."
        reply(replies, failed={"message": message, "hint": hint})
        return 1
    return 0


def _learn_along(told: dict[str, Any], ready: Any) -> None:
    from driftdesk.core.settings import Settings
    from driftdesk.core.storage.connection import open_store
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.distributed.group import Group
    from driftdesk.core.training.distributed.learning import learn_along
    from driftdesk.core.training.learning import Order
    from driftdesk.core.training.monitor import Monitor
    from driftdesk.core.training.params import parse_params
    from driftdesk.core.training.streaming.survey import Asked

    store = open_store(Settings(mongodb_uri=SecretStr(told["uri"]), database=told["database"]))
    version = store.versions.get(told["version"])
    order = Order(
        schema=version.columns,
        task=told["task"],
        target=told["target"],
        trainer=told["trainer"],
        params=parse_params(told["trainer"], told["params"]),
        seed=told["seed"],
        salt=told["salt"],
    )
    asked = Asked(TableService(store).source(version), order, Monitor())
    ready()
    with Group(Path(told["folder"]), told["rank"], told["size"]) as group:
        learn_along(asked, group)


def _end_with_input() -> None:
    while sys.stdin.readline():
        pass
    end_at_once()
