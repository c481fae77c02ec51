"""Makes a bare mongod what DriftDesk needs: a user with a password, and a replica set of one."""

import contextlib
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure

from driftdesk.core.errors import UnsuitableServerError
from driftdesk.core.storage.layout import REPLICA_SET, USER, Layout, replace_file
from driftdesk.core.storage.mongod import Mongod, last_problem, private_arguments

_START_TIMEOUT = 60.0
_LEAST_FREE = 32 << 20
"""Bytes on the disk below which mongod is taken to have ended for want of room: its log then says only "28"."""
_NOT_YET_INITIALIZED = 94
_ALREADY_INITIALIZED = 23
_USER_EXISTS = 51003
_LONGEST_SOCKET_PATH = 100


def prepare(binary: Path, layout: Layout) -> None:
    """The very first start: create the user where nobody else can reach the server, then stop it. The password
    file appears last, so a first start that was interrupted is done again."""
    if layout.password.exists() and (layout.db / "WiredTiger").exists():
        return
    password = secrets.token_hex(32)
    with _alone(binary, layout) as client:
        _create_user(client, password)
    replace_file(layout.password, password)


def move(binary: Path, layout: Layout, port: int) -> None:
    """Tell the set, while it is not running, that its one member is at another port from now on. (A member that
    starts outside its set first asks the old address whether that is itself, and waits half a minute where another
    program now listens there and says nothing.)"""
    with _alone(binary, layout) as client:
        client.local["system.replset"].update_one({}, {"$set": {"members.0.host": f"127.0.0.1:{port}"}})


@contextlib.contextmanager
def _alone(binary: Path, layout: Layout) -> Iterator[MongoClient[dict[str, Any]]]:
    """The server without authentication and outside its set, reachable by us alone."""
    with _socket_folder(layout) as folder:
        socket = folder / "m.sock"
        mongod = Mongod(binary, private_arguments(layout, socket))
        try:
            with _client(f"mongodb://{quote(str(socket), safe='')}/?directConnection=true") as client:
                _await(mongod, layout, lambda: client.admin.command("ping"))
                yield client
        finally:
            mongod.stop()


def _create_user(client: MongoClient[dict[str, Any]], password: str) -> None:
    try:
        client.admin.command("createUser", USER, pwd=password, roles=["root"])
    except OperationFailure as error:
        if error.code != _USER_EXISTS:
            raise
        client.admin.command("updateUser", USER, pwd=password, roles=["root"])


@contextlib.contextmanager
def _socket_folder(layout: Layout) -> Iterator[Path]:
    """A folder of mode 0700 whose path is short enough for a socket in it."""
    near = layout.root / "socket"
    if len(bytes(near)) <= _LONGEST_SOCKET_PATH - len("/m.sock"):
        shutil.rmtree(near, ignore_errors=True)
        near.mkdir(mode=0o700)
        folder = near
    else:
        folder = Path(tempfile.mkdtemp(prefix="driftdesk-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_primary(mongod: Mongod, layout: Layout, port: int) -> str:
    """Wait until the server is up and primary of its set, initiating the set or correcting its address where
    needed. Returns the server's version."""
    host = f"127.0.0.1:{port}"
    with _client(layout.uri(port)) as client:
        _await(mongod, layout, lambda: _configure(client, host))
        _await(mongod, layout, lambda: _require_primary(client))
        return str(client.server_info()["version"])


def _configure(client: MongoClient[dict[str, Any]], host: str) -> None:
    """Make the set say that its one member is at ``host``. While the server is still reading the set's
    configuration, it says both that there is none and that there is one: then AutoReconnect, try again."""
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALIZED:
            raise
        config = None
    if config is None:
        try:
            client.admin.command(
                "replSetInitiate", {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host}]}
            )
        except OperationFailure as error:
            if error.code != _ALREADY_INITIALIZED:
                raise
            raise AutoReconnect("still starting") from error
    elif config["members"][0]["host"] != host:
        config["members"][0]["host"] = host
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def _require_primary(client: MongoClient[dict[str, Any]]) -> None:
    if not client.admin.command("hello").get("isWritablePrimary"):
        raise AutoReconnect("not primary yet")


def _client(uri: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(
        uri,
        serverSelectionTimeoutMS=250,
        connectTimeoutMS=2000,
        heartbeatFrequencyMS=500,
        appname="supervisor",
    )


def _await(mongod: Mongod, layout: Layout, ask: Callable[[], object]) -> None:
    """Ask until there is an answer. Raises UnsuitableServerError where mongod ends or never answers."""
    deadline = time.monotonic() + _START_TIMEOUT
    while True:
        try:
            ask()
        except AutoReconnect as error:
            if not mongod.is_alive() or time.monotonic() > deadline:
                raise _not_started(layout, error) from error
            time.sleep(0.02)
        else:
            return


def _not_started(layout: Layout, error: AutoReconnect) -> UnsuitableServerError:
    if shutil.disk_usage(layout.root).free < _LEAST_FREE:
        return UnsuitableServerError(
            "The embedded database did not start: its disk is full.",
            f"Free space on the disk of {layout.root}, and try again: nothing that was stored is lost.",
        )
    problem = last_problem(layout.mongod_log) or str(error)
    return UnsuitableServerError(
        f"The embedded database did not start: {problem}", f"Its log is {layout.mongod_log}."
    )
