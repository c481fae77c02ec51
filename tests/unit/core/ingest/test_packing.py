"""Packed files, and those that unpack to more than they should."""

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from driftdesk.core.errors import FileError
from driftdesk.core.ingest import packing
from tests.unit.core.ingest.files import imported, source

CSV = b"a,b\n1,x\n2,y\n"


def zstd(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 2], "b": ["x", "y"]}), out)
    return out.getvalue()


def arrow() -> bytes:
    out = io.BytesIO()
    table = pa.table({"a": [1, 2], "b": ["x", "y"]})
    with pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


CONTENTS = {
    "a.csv": CSV,
    "a.json": b'[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]',
    "a.jsonl": b'{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n',
    "a.parquet": parquet(),
    "a.feather": arrow(),
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("how", ["gz", "zst", "zip"])
def test_every_format_is_read_out_of_every_packing(name: str, how: str) -> None:
    data = CONTENTS[name]
    packed = {"gz": gzip.compress, "zst": zstd, "zip": lambda d: zipped({name: d})}[how](data)
    table, rejects = imported(f"{name}.{how}", packed)
    assert (table.to_pylist(), rejects) == ([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], [])


def test_an_archive_gives_its_data_files_one_by_one() -> None:
    files = {"x/a.csv": CSV, "__MACOSX/x/._a.csv": b"junk", "x/.DS_Store": b"junk", "b.csv": CSV}
    found = source("all.zip", zipped(files)).parts()
    assert [p.name for p in found] == ["all.zip/x/a.csv", "all.zip/b.csv"]


def test_members_are_chosen_by_name_or_pattern() -> None:
    data = zipped({"a.csv": CSV, "b.csv": b"c,d\n5,6\n", "n.txt": b"note"})
    assert [p.member for p in source("all.zip", data).parts("*.csv")] == ["a.csv", "b.csv"]
    table, _ = imported("all.zip", data, member="b.csv")
    assert table.to_pylist() == [{"c": 5, "d": 6}]
    with pytest.raises(FileError, match="holds 3 files") as refused:
        imported("all.zip", data)
    assert "--member" in refused.value.hint
    with pytest.raises(FileError, match="no file 'z'"):
        imported("all.zip", data, member="z")


@pytest.mark.parametrize("how", ["gz", "zst"])
@pytest.mark.parametrize("cut", [5, 40, 200])
def test_cut_off_files_are_refused(how: str, cut: int) -> None:
    data = b"a,b\n" + b"".join(b"%d,x%d\n" % (i, i * 7919) for i in range(2000))
    packed = gzip.compress(data) if how == "gz" else zstd(data)
    with pytest.raises(FileError, match="damaged") as refused:
        imported(f"a.csv.{how}", packed[:-cut])
    assert refused.value.hint


@pytest.mark.parametrize("at", [0, 10, 30, 60, -30, -10])
def test_damaged_archives_are_refused_or_read_right(at: int) -> None:
    data = bytearray(zipped({"a.csv": CSV * 20}))
    data[at] ^= 0x55
    try:
        table, _ = imported("a.zip", bytes(data))
    except FileError as refused:
        assert refused.hint
    else:
        assert table.num_rows >= 40


def test_archives_with_a_password_are_refused() -> None:
    data = bytearray(zipped({"a.csv": CSV}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FileError, match="password"):
        imported("a.zip", bytes(data))


def test_a_file_that_is_packed_twice_is_refused() -> None:
    with pytest.raises(FileError, match="packed twice"):
        imported("a.csv.gz", gzip.compress(gzip.compress(CSV)))


@pytest.mark.parametrize("how", ["gz", "zst", "zip"])
def test_what_unpacks_to_far_more_than_its_size_is_refused(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FREE", 1 << 16)
    data = b"a,b\n" + b"1,x\n" * 3_000_000
    packed = {"gz": gzip.compress, "zst": zstd, "zip": lambda d: zipped({"a.csv": d})}[how](data)
    with pytest.raises(FileError, match="times its size") as refused:
        imported(f"a.csv.{how}", packed)
    assert "unpack it yourself" in refused.value.hint


def test_documents_of_other_programs_are_refused() -> None:
    data = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    with pytest.raises(FileError, match="document of another program"):
        imported("a.docx", data)


def test_tar_archives_are_refused(tmp_path: Path) -> None:
    import tarfile

    (tmp_path / "a.csv").write_bytes(CSV)
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(tmp_path / "a.csv")
    with pytest.raises(FileError, match=r"tar archive|binary"):
        imported("a.tar", (tmp_path / "a.tar").read_bytes())
