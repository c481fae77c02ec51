"""``driftdesk serve`` as a process: it says where it listens, and SIGTERM ends it with nothing left."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.serving import KEY, both, client, parts


def command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "driftdesk", "serve", "--data-dir", str(folder), *options]


def test_it_listens_until_it_is_told_to_end(tmp_path: Path) -> None:
    environment = {**os.environ, "DRIFTDESK_SERVER_KEY": KEY}
    with subprocess.Popen(
        command(tmp_path, "--port", "0", "--json"),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        listening = json.loads(process.stderr.readline())
        with client(listening["url"]) as http:
            answer = http.post("/v1/analyses", files=parts(**both()), headers={"prefer": "wait=30"})
            assert answer.json()["severity"] == "critical"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(out) == {"served": listening["url"]}
    assert KEY not in err + (tmp_path / "logs" / "driftdesk.log").read_text()
    assert "age" not in err


def test_without_a_key_it_does_not_begin(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DRIFTDESK_SERVER_KEY"}
    environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    for options, words in (
        ((), "no API key"),
        (("--no-key", "--host", "0.0.0.0"), "everyone"),
        (("--no-key", "--tls-cert", "cert.pem"), "certificate and its key"),
        (("--key-file", "nowhere"), "cannot be read"),
    ):
        run = subprocess.run(
            command(tmp_path, "--json", *options),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 2
        assert words in json.loads(run.stdout)["error"]["message"]
