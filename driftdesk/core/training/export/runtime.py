"""Predict with a bundle that DriftDesk exported. Needs nothing but numpy and onnxruntime.

This file travels in every bundle as ``driftdesk_model.py``, so it imports nothing of DriftDesk::

    python churn-v3.zip rows.csv              # rows of a CSV or JSON-lines file; predictions as JSON lines

    import sys; sys.path.insert(0, "churn-v3.zip")
    from driftdesk_model import Model
    model = Model("churn-v3.zip")             # or the folder into which it was unpacked
    model.predict({"age": [31, None], "plan": ["basic", "pro"]})
"""

import csv
import hashlib
import json
import math
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TEXTS_AT_ONCE = 32
_TRUE, _FALSE = {"true", "1", "yes", "t", "y"}, {"false", "0", "no", "f", "n"}


class _Session(Protocol):
    """What is used of ``onnxruntime.InferenceSession``."""

    def run(self, names: Any, feeds: dict[str, Any], /) -> list[Any]: ...


class Model:
    """``path``: the bundle, as a file or unpacked. Raises ValueError where the model does not match its hash."""

    def __init__(self, path: str | Path) -> None:
        import onnxruntime

        self.manifest: dict[str, Any] = json.loads(_read(path, "manifest.json"))
        content = _read(path, "model.onnx")
        if hashlib.sha256(content).hexdigest() != self.manifest["sha256"]["model.onnx"]:
            raise ValueError("model.onnx does not match its hash: the bundle is damaged or was changed.")
        self.serving: dict[str, Any] = self.manifest["serving"]
        self.classes: list[str] = self.manifest["problem"]["classes"]
        self._session: _Session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])

    def predict(self, columns: Mapping[str, Sequence[Any]]) -> Floats:
        """rows x classes of probabilities, or rows of values in the target's unit; ``columns`` by name, missing values
        as None or NaN. Raises ValueError naming a column that is not there, or a value of another kind."""
        return run(self._session, self.serving, columns, import_module("ngrams"))

    def decide(self, predicted: Floats) -> list[dict[str, Any]]:
        """Each row as a record: ``prediction``, and for classes ``probability_<class>``."""
        if predicted.ndim == 1:
            return [{"prediction": float(value)} for value in predicted]
        return [
            {
                "prediction": self.classes[int(row.argmax())],
                **{f"probability_{c}": float(p) for c, p in zip(self.classes, row, strict=True)},
            }
            for row in predicted
        ]


def run(
    session: _Session, serving: Mapping[str, Any], columns: Mapping[str, Sequence[Any]], ngrams: ModuleType
) -> Floats:
    """One graph asked about rows: how columns become its inputs stands in ``serving``. ``ngrams``: the module of this
    name, which stands beside this file in a bundle."""
    if absent := [i["name"] for i in serving["inputs"] if i["name"] not in columns]:
        raise ValueError(f"The model needs columns that are not there: {', '.join(absent)}.")
    if serving["kind"] == "text":
        given = (columns[i["name"]] for i in serving["inputs"])
        texts = ["\n".join(map(_text, row)) for row in zip(*given, strict=True)]
        parts = [_run(session, feeds) for feeds in _text_feeds(texts, serving, ngrams)]
        return np.concatenate(parts) if parts else _nothing(serving)
    if not all(len(columns[i["name"]]) for i in serving["inputs"]):
        return _nothing(serving)
    return _run(session, {i["name"]: _column(i, columns[i["name"]], serving) for i in serving["inputs"]})


def _nothing(serving: Mapping[str, Any]) -> Floats:
    """What is said of no rows."""
    return np.zeros((0, serving["outputs"]) if serving["outputs"] > 1 else 0)


def _run(session: _Session, feeds: dict[str, Any]) -> Floats:
    out: Floats = session.run(None, feeds)[0]
    return out


def _column(wanted: Mapping[str, Any], values: Sequence[Any], serving: Mapping[str, Any]) -> NDArray[Any]:
    """rows x 1, as the graph wants it."""
    if wanted["kind"] == "categorical":
        missing = serving["missing_text"]
        made: NDArray[Any] = np.empty((len(values), 1), object)
        for i, value in enumerate(values):
            made[i, 0] = missing if not isinstance(value, str) and _is_missing(value) else _category(value)
        return made
    read = {"numeric": _number, "boolean": _truth, "datetime": _seconds}[wanted["kind"]]
    try:
        numbers = [math.nan if _is_missing(v) else read(v) for v in values]
    except (TypeError, ValueError) as error:
        raise ValueError(f"Column {wanted['name']!r} should be {wanted['kind']}: {error}") from error
    return np.array(numbers, np.float64).reshape(-1, 1)


def _is_missing(value: Any) -> bool:
    if isinstance(value, str):
        return not value
    return value is None or bool(value != value)  # noqa: PLR0124  # as NaN and NaT of any library


def _category(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool | np.bool_) else str(value)


def _number(value: Any) -> float:
    return float(value)


def _truth(value: Any) -> float:
    text = str(value).strip().lower()
    if text in _TRUE:
        return 1.0
    if text in _FALSE:
        return 0.0
    return float(float(text) != 0)


def _seconds(value: Any) -> float:
    """Since 1970, UTC; what names no zone is UTC."""
    if isinstance(value, np.datetime64):
        return float(value.astype("datetime64[us]").astype(np.int64)) / 1e6
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _text(value: Any) -> str:
    return "" if _is_missing(value) else str(value)


def _text_feeds(texts: list[str], serving: Mapping[str, Any], ngrams: ModuleType) -> Iterator[dict[str, Any]]:
    """Texts as a graph's inputs: the n-grams of each text, each once, with how often it occurs; or its characters."""
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        some = texts[start : start + _TEXTS_AT_ONCE]
        if "characters" in serving:
            found = ngrams.characters(some, *serving["characters"])
            yield padded(found.ids, found.offsets)
        else:
            found = ngrams.bags(some, *serving["ngrams"])
            yield counted(found.ids, found.offsets)


def padded(ids: NDArray[np.int32], offsets: NDArray[np.int64]) -> dict[str, Any]:
    """``characters``: texts x longest length, numbers from 1, 0 after a text's end."""
    each = [ids[a:b] for a, b in pairwise(offsets)]
    characters = np.zeros((len(each), max(1, *map(len, each))), np.int64)
    for row, some in enumerate(each):
        characters[row, : len(some)] = some + 1
    return {"characters": characters}


def counted(ids: NDArray[np.int32], offsets: NDArray[np.int64]) -> dict[str, Any]:
    """``ids`` (texts x most different n-grams) and ``counts`` (0 beyond the end of a text's)."""
    each = [np.unique(ids[a:b], return_counts=True) for a, b in pairwise(offsets)]
    width = max(1, *(len(names) for names, _ in each))
    feeds = {"ids": np.zeros((len(each), width), np.int64), "counts": np.zeros((len(each), width))}
    for row, (names, counts) in enumerate(each):
        feeds["ids"][row, : len(names)], feeds["counts"][row, : len(names)] = names, counts
    return feeds


def _read(path: str | Path, name: str) -> bytes:
    if Path(path).is_dir():
        return Path(path, name).read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def rows_of(path: Path) -> dict[str, list[Any]]:
    """The columns of a CSV file with a header, or of JSON lines."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows: list[dict[str, Any]]
        if path.suffix == ".csv":
            rows = list(csv.DictReader(stream))
        else:
            rows = [json.loads(line) for line in stream if line.strip()]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: [row.get(name) for row in rows] for name in names}


def main(bundle: str, arguments: Sequence[str]) -> int:
    """``python BUNDLE FILE``: predictions of the rows of FILE, as JSON lines on standard output."""
    if len(arguments) != 1:
        sys.stderr.write(f"Usage: python {Path(bundle).name} FILE.csv (or FILE.jsonl)\n")
        return 2
    try:
        model = Model(bundle)
        predicted = model.predict(rows_of(Path(arguments[0])))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for record in model.decide(predicted):
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    return 0
