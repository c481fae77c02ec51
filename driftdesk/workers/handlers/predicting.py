"""Predict the rows of a file; the predictions become a stored file."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from driftdesk.core.entities import ModelVersion
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reader import TableFile
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import PredictJob
from driftdesk.desk import Desk


def run(desk: Desk, params: PredictJob, context: JobContext) -> dict[str, Any]:
    """``file`` (id of the stored predictions), ``name``, ``rows``, ``model``, ``model_version``."""
    model = desk.training.by_id(params.model_id)
    version = desk.registry.version(model, params.number)
    file = _opened(desk, params.file, version)
    predicted = desk.training.predict(version, _tables(file, context))
    name = f"{Path(file.source.name).stem}-predicted.{params.format}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        rows = _WRITERS[params.format](path, predicted)
        with path.open("rb") as stream:
            stored = desk.store.files.upload(stream, name, format=params.format, user=context.user)
    return {
        "file": stored.id,
        "name": name,
        "rows": rows,
        "model": model.name,
        "model_version": version.number,
    }


def _opened(desk: Desk, file_id: str, version: ModelVersion) -> TableFile:
    """The file's columns read as the kinds that the model learned; those that it does not know are kept."""
    return TableFile(desk.ingest.source(file_id), ImportOptions(), version.columns)


def _tables(file: TableFile, context: JobContext) -> Iterator[pa.Table]:
    rejected = 0
    for batch in file.batches():
        context.check()
        context.progress(file.progress, file.source.size, "predicting")
        rejected += len(batch.rejects)
        yield batch.table
    if rejected:
        context.warn(f"{rejected} rows of {file.source.name} cannot be used.", "They have no prediction.")


def _write_arrow(writer_type: Any, path: Path, tables: Iterable[pa.Table]) -> int:
    """By one of pyarrow's writers, which is made when the columns are known."""
    rows, writer = 0, None
    for table in tables:
        writer = writer or writer_type(path, table.schema)
        writer.write_table(table)
        rows += table.num_rows
    if writer:
        writer.close()
    return rows


def _write_jsonl(path: Path, tables: Iterable[pa.Table]) -> int:
    rows = 0
    with path.open("w", encoding="utf-8") as stream:
        for table in tables:
            for row in table.to_pylist():
                stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
            rows += table.num_rows
    return rows


_WRITERS: dict[str, Callable[[Path, Iterable[pa.Table]], int]] = {
    "csv": partial(_write_arrow, pacsv.CSVWriter),
    "jsonl": _write_jsonl,
    "parquet": partial(_write_arrow, pq.ParquetWriter),
}
