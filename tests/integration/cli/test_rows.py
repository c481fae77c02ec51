"""``rows`` and ``export``."""

import json
from pathlib import Path

from driftdesk.workers.runner import Runner
from tests.integration.cli.conftest import Run


def test_rows_are_shown_filtered_and_sorted_and_written_so(cli: Run, worker: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('n,"a,b"\n1,x\n2,y\n3,x\n4,x\n')
    assert cli("import", "a.csv", "--dataset", "a")[0] == 0
    asked = ["--where", '`a,b` == "x"', "--sort", "n:desc", "--columns", 'n, "a,b"']
    code, shown = cli("rows", "a", *asked, "--offset", "1")
    assert (code, shown["matching"], shown["of"]) == (0, 3, 4)
    assert shown["rows"] == [{"n": 3, "a,b": "x"}, {"n": 1, "a,b": "x"}]
    assert shown["row_ids"] == [2, 0]
    code, written = cli("export", "a@1", *asked, "--to", "b.jsonl")
    assert (code, written["rows"], written["format"]) == (0, 3, "jsonl")
    lines = (tmp_path / "b.jsonl").read_text().splitlines()
    assert [json.loads(line)["n"] for line in lines] == [4, 3, 1]


def test_what_cannot_be_looked_for_or_written_is_refused(cli: Run, worker: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n\n1\n2\n")
    cli("import", "a.csv", "--dataset", "a")
    assert cli("rows", "a", "--where", "n >")[0] == 2
    assert cli("rows", "a", "--where", "m > 1")[0] == 2
    assert cli("rows", "a", "--sort", "m")[0] == 2
    assert cli("rows", "a", "--columns", "m")[0] == 2
    assert cli("export", "a", "--to", "a.doc")[0] == 2
    assert cli("export", "a", "--to", "no/a.csv")[1]["error"]["code"] == "bad_file"
    assert not (tmp_path / "a.doc").exists()
