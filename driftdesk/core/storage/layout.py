"""What the embedded database keeps in the data directory, and the one file in which its supervisor says how it is.

::

    <data_dir>/mongo/      0700
        db/                the files of mongod
        password           0600, the only secret: password of the user ``driftdesk`` and key file of the set
        port               the port it had last, and keeps where it can
        state.json         written by the supervisor: ready on which port, or failed and why
        guard.lock         held while someone starts, attaches or stops
        supervisor.lock    held by the supervisor as long as it lives
        clients/*.lock     one held by each client
        stop               asks the supervisor to stop
        *.log
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

USER = "driftdesk"
REPLICA_SET = "driftdesk"


@dataclass(frozen=True)
class ServerState:
    """What the supervisor last said. ``failed`` is set where it gave up."""

    port: int = 0
    supervisor_pid: int = 0
    mongod_pid: int = 0
    version: str = ""
    failed: str = ""
    hint: str = ""

    @property
    def is_ready(self) -> bool:
        return self.port > 0 and not self.failed


class Layout:
    """Paths of the embedded database of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir.resolve() / "mongo"
        self.db = self.root / "db"
        self.clients = self.root / "clients"
        self.password = self.root / "password"
        self.port = self.root / "port"
        self.state_file = self.root / "state.json"
        self.guard = self.root / "guard.lock"
        self.supervisor = self.root / "supervisor.lock"
        self.stop = self.root / "stop"
        self.mongod_log = self.root / "mongod.log"
        self.supervisor_log = self.root / "supervisor.log"

    def create(self) -> None:
        """Make the folders, closed to other users."""
        for folder in (self.root, self.db, self.clients):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root.chmod(0o700)

    def state(self) -> ServerState:
        try:
            return ServerState(**json.loads(self.state_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return ServerState()

    def write_state(self, state: ServerState) -> None:
        replace_file(self.state_file, json.dumps(asdict(state)))

    def uri(self, port: int) -> str:
        """The address of the server, with the password: keep it out of logs and command lines."""
        password = quote(self.password.read_text(encoding="ascii").strip(), safe="")
        return f"mongodb://{USER}:{password}@127.0.0.1:{port}/?authSource=admin&directConnection=true"


def replace_file(path: Path, content: str) -> None:
    """Write a file readable by its owner alone, at once or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.touch(mode=0o600)
    temporary.chmod(0o600)
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(path)
