"""``python -m tests.support.direct DATA_DIR MOMENT VERB ARGUMENT``: a verb of ``desk.datasets`` in a process that kills itself
at a ``Moment`` (JSON); else it prints how many commands that took."""

import json
import sys
from pathlib import Path

from driftdesk.desk import Desk
from tests.support.killed import killer
from tests.support.moments import Moment

if __name__ == "__main__":
    data_dir, moment, verb, argument = sys.argv[1:]
    with Desk.open(data_dir) as desk:
        desk.store.server_version()
        killer.begin(Moment(**json.loads(moment)), Path(data_dir, "direct"))
        getattr(desk.datasets, verb)(argument)
        sys.stdout.write(str(len(killer.done.commands)))
