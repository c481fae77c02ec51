"""Every example of docs/cli.md, run in order in one folder."""

import json
from pathlib import Path

import pytest

from driftdesk.cli.app import main
from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner
from tests.support.cli_docs import Ids, assert_same_shape, examples, prepare


@pytest.mark.timeout(400)
def test_the_examples_of_the_docs_print_what_the_docs_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRIFTDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DRIFTDESK_MONGODB_URI", raising=False)
    prepare(tmp_path)
    ids = Ids()
    *most, last = examples()
    assert last.arguments[:2] == ["db", "stop"]
    with Desk.open(tmp_path / "data") as desk:
        runner = Runner(desk)  # a warm child: the commands leave their jobs to it
        runner.start()
        try:
            for example in most:
                main(ids.put_into(example.arguments))
                printed = json.loads(capsys.readouterr().out)
                assert_same_shape(example.output, printed, " ".join(example.arguments))
                ids.learn(example.output, printed)
        finally:
            runner.stop()
            assert runner.join(timeout=20)
    assert main(last.arguments) == 0
    assert json.loads(capsys.readouterr().out) == last.output
    assert not EmbeddedServer(load_settings()).status().running
