"""A report as JSON: the whole of it, under a schema with a name and a version (``docs/drift-report.schema.json``).

A new field may come at any time and old ones keep their meaning within one version of the schema: read what you know,
leave what you do not. Numbers that JSON cannot write (infinities, NaN) are null.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from driftdesk.core.detection.protocol import REPORT_SCHEMA
from driftdesk.core.entities import DriftReport
from driftdesk.core.errors import FileError

MOST_BYTES = 64 << 20
"""Of a report that is read: those of 5,000 columns have 20 MB."""


def to_json(report: DriftReport) -> str:
    """The report as one JSON object, ``schema`` first."""
    content = json.loads(report.model_dump_json(), parse_constant=lambda _: None)
    return json.dumps({"schema": REPORT_SCHEMA, **content}, ensure_ascii=False, indent=1, allow_nan=False)


def read_report(path: Path) -> DriftReport:
    """A report that ``to_json`` wrote. Raises FileError where the file is none, or of another schema."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                f"{path.name} is too large to be a drift report.", "Choose a file that DriftDesk wrote."
            )
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.pop("schema", None) != REPORT_SCHEMA:
            raise FileError(
                f"{path.name} is no drift report of the schema {REPORT_SCHEMA}.",
                "Choose a file that DriftDesk wrote as JSON.",
            )
        return DriftReport.model_validate(content)
    except OSError as error:
        raise FileError(
            f"{path} cannot be read: {error.strerror or error}.", "Look whether it is there."
        ) from error
    except (ValueError, RecursionError) as error:  # no JSON, no text, or fields that do not fit
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else "it is no JSON"
        raise FileError(
            f"{path.name} is no drift report: {why}.", "Choose a file that DriftDesk wrote."
        ) from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what ``to_json`` writes."""
    found = DriftReport.model_json_schema(mode="serialization")
    properties = {"schema": {"const": REPORT_SCHEMA}, **found.pop("properties")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{REPORT_SCHEMA.replace('.', ':').replace('/', ':')}",
        **found,
        "properties": properties,
        "required": ["schema", *found.get("required", [])],
    }
