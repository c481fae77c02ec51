"""Rows from text as it is copied from tables: tabs or commas, with a header or without. No Qt."""

import csv
import io
from collections.abc import Sequence

Row = dict[str, str]


def rows_from(text: str, features: Sequence[str], *, is_text: bool) -> tuple[list[Row], list[str]]:
    """Rows by feature, and the columns of the header that the model does not know.

    A model on one column of texts takes each line as one. Without a header (no cell is a feature's name) cells are
    taken in the order of the features. Lines without anything are left out.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if is_text and len(features) == 1:
        return [{features[0]: line.strip()} for line in lines if line.strip() != features[0]], []
    if not lines:
        return [], []
    delimiter = "\t" if "\t" in lines[0] else ";" if lines[0].count(";") > lines[0].count(",") else ","
    cells = [
        [c.strip() for c in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    ]
    if not set(cells[0]) & set(features):
        return [dict(zip(features, row, strict=False)) for row in cells], []
    header, unknown = cells[0], [c for c in cells[0] if c and c not in features]
    rows = [{n: v for n, v in zip(header, row, strict=False) if v and n in features} for row in cells[1:]]
    return rows, unknown
