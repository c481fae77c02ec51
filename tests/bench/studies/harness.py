"""Cells that can be run alone, by many processes, each from a seed of its own; their tables in the docs."""

import argparse
import json
import multiprocessing
import signal
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np
from scipy.stats import beta

PAGE = Path(__file__).parents[3] / "docs" / "detection-quality.md"
Row = dict[str, str]
"""A line of a table: cells by column; the first column is the name of the cell."""


class Cell(Protocol):
    @property
    def name(self) -> str: ...


C = TypeVar("C", bound=Cell)


@dataclass(frozen=True)
class Study(Generic[C]):
    """``measure`` makes the line of a cell, of which columns in ``ours`` need no other package. ``marker`` names the block
    of the docs."""

    marker: str
    columns: tuple[str, ...]
    ours: tuple[str, ...]
    cells: Sequence[C]
    quick: Sequence[C]
    measure: Callable[[C], Row]
    keep: Path | None = None
    """Where what ``measure`` says under ``all`` (JSON) is kept, by cell."""
    finish: Callable[[], None] | None = None
    """Called when lines were written."""


def seeded(*words: object) -> np.random.Generator:
    """Random numbers that belong to these words, on every machine."""
    return np.random.default_rng([zlib.crc32(str(word).encode()) for word in words])


def rate(count: int, repeats: int) -> str:
    return f"{count / repeats:.3f}"


def lower_bound(count: int, repeats: int) -> float:
    """Clopper and Pearson's one-sided 95 % bound of a rate."""
    return float(beta.ppf(0.05, count, repeats - count + 1)) if count else 0.0


def interval(count: int, repeats: int) -> tuple[float, float]:
    """Clopper and Pearson's two-sided 95 % interval of a rate."""
    low = float(beta.ppf(0.025, count, repeats - count + 1)) if count else 0.0
    return low, float(beta.ppf(0.975, count + 1, repeats - count)) if count < repeats else 1.0


def committed(marker: str, page: Path = PAGE) -> dict[str, Row]:
    """The lines of a block of the docs, by the name of their cell."""
    if not page.is_file():
        return {}
    text = page.read_text(encoding="utf-8")
    if _begin(marker) not in text:
        return {}
    block = text.split(_begin(marker))[1].split(_end(marker))[0]
    lines = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in block.splitlines() if "|" in line
    ]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]
    return {row[lines[0][0]]: row for row in rows}


def write(marker: str, columns: Sequence[str], rows: Iterable[Row], page: Path = PAGE) -> None:
    """Put a table into its block of the docs."""
    lines = [columns, ["---"] * len(columns), *([row.get(c, "") for c in columns] for row in rows)]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(_begin(marker))
    after = rest.split(_end(marker))[1]
    page.write_text(f"{before}{_begin(marker)}\n{table}\n{_end(marker)}{after}", encoding="utf-8")


def _begin(marker: str) -> str:
    return f"<!-- {marker}: made by tests/bench, not by hand -->"


def _end(marker: str) -> str:
    return f"<!-- end of {marker} -->"


def differences(study: Study[C], cell: C, page: Path = PAGE) -> list[str]:
    """What a rerun of ``cell`` finds otherwise than the docs say, in our columns."""
    known = committed(study.marker, page).get(cell.name)
    if known is None:
        return [f"{cell.name}: not in {page.name}"]
    found = study.measure(cell)
    return [f"{cell.name}: {c} is {found[c]}, not {known[c]}" for c in study.ours if found[c] != known[c]]


def _stop(number: int, _: object) -> None:
    """Workers do not outlive the study."""
    for process in multiprocessing.active_children():
        process.terminate()
    sys.exit(128 + number)


def _keep(study: Study[C], row: Row) -> None:
    if study.keep is None:
        return
    kept = json.loads(study.keep.read_text(encoding="utf-8")) if study.keep.is_file() else {}
    kept[row[study.columns[0]]] = json.loads(row["all"])
    ordered = {cell.name: kept[cell.name] for cell in study.cells if cell.name in kept}
    study.keep.write_text(json.dumps(ordered, indent=0) + "\n", encoding="utf-8")


def main(study: Study[C], description: str | None) -> None:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cell", default="", help="only cells whose name has this in it")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--quick", action="store_true", help="one cell of each sort")
    parser.add_argument("--write", action="store_true", help="put the lines into docs/detection-quality.md")
    parser.add_argument("--missing", action="store_true", help="only cells that are not in the docs yet")
    parser.add_argument(
        "--check", action="store_true", help="compare with the docs; exit 1 where they differ"
    )
    given = parser.parse_args()
    cells = [c for c in (study.quick if given.quick else study.cells) if given.cell in c.name]
    if given.missing:
        cells = [c for c in cells if c.name not in committed(study.marker)]
    if given.check:
        found = [line for cell in cells for line in differences(study, cell)]
        print("\n".join(found) or f"{len(cells)} cells are as the docs say")
        sys.exit(bool(found))
    began = time.perf_counter()
    signal.signal(signal.SIGTERM, _stop)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.workers, mp_context=context) as pool:
        for done in as_completed([pool.submit(study.measure, cell) for cell in cells]):
            row = done.result()
            print(" | ".join(row.get(c, "") for c in study.columns), flush=True)
            if given.write:
                _keep(study, row)
                rows = committed(study.marker) | {row[study.columns[0]]: row}
                ordered = [rows[c.name] for c in study.cells if c.name in rows]
                write(study.marker, study.columns, ordered)
                if study.finish is not None:
                    study.finish()
    print(f"{len(cells)} cells in {time.perf_counter() - began:.0f} s, {given.workers} processes")
