"""The protocol as OpenAPI 3.1, made of the records that go over the wire."""

from typing import Any

from pydantic.json_schema import models_json_schema

from driftdesk.core.detection.protocol import (
    ARROW_TYPE,
    PARTS,
    PREFIX,
    PROBLEM_TYPE,
    REPORT_SCHEMA,
    AnalysisList,
    AnalysisRequest,
    AnalysisStatus,
    Health,
    Problem,
)
from driftdesk.core.entities import DriftReport
from driftdesk.core.serving.problems import PREFIX as PROBLEM_PREFIX
from driftdesk.core.serving.problems import PROBLEMS

Json = dict[str, Any]

_EXAMPLE = {
    "dataset": "users",
    "reference": {
        "version": 3,
        "columns": [{"name": "age", "kind": "numeric"}, {"name": "plan", "kind": "categorical"}],
    },
    "current": {
        "name": "july.parquet",
        "columns": [{"name": "age", "kind": "numeric"}, {"name": "plan", "kind": "categorical"}],
    },
    "params": {"alpha": 0.05},
}
_ID = "Kj0m2Lw3pXqY7uVtR1sEbA9d"
_STATUS = {
    "id": _ID,
    "state": "running",
    "progress": {"done": 3, "total": 12, "stage": "comparing"},
    "created_at": "2026-11-23T20:00:00Z",
    "finished_at": None,
    "expires_at": None,
    "problem": None,
}
_PREFER = {
    "name": "Prefer",
    "in": "header",
    "schema": {"type": "string", "pattern": r"wait=\d+"},
    "description": "`wait=SECONDS` (RFC 7240): answer when the analysis is finished, or after so long.",
    "example": "wait=30",
}
_ID_PARAMETER = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": _ID}


def openapi() -> Json:
    """The description; the same for every server of this version."""
    kinds = (AnalysisRequest, AnalysisStatus, AnalysisList, Health, Problem, DriftReport)
    modes: Any = [(kind, "validation" if kind is AnalysisRequest else "serialization") for kind in kinds]
    _, schemas = models_json_schema(modes, ref_template="#/components/schemas/{model}")
    components = schemas["$defs"]
    components["Report"] = {
        "description": "A DriftReport with the name of its schema. Fields may be added within version 1: ignore unknown ones.",
        "type": "object",
        "required": ["schema"],
        "properties": {"schema": {"const": REPORT_SCHEMA}},
        "allOf": [{"$ref": "#/components/schemas/DriftReport"}],
    }
    components["DriftReport"].pop("additionalProperties", None)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "DriftDesk detection service",
            "version": "1.0",
            "summary": "Two sides of data in, a drift report out.",
            "description": "Errors are application/problem+json everywhere. See docs/services.md.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "http://127.0.0.1:8766"}],
        "security": [{"key": []}, {}],
        "paths": _paths(),
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The server's API key. One that listens on loopback may need none.",
                }
            },
            "responses": {"Problem": _problem_response()},
        },
    }


def _paths() -> Json:
    analyses = f"{PREFIX}/analyses"
    return {
        "/healthz": {
            "get": _operation("health", "Whether it lives and is ready, and its limits", security=[])
            | {
                "responses": {
                    "200": _json("Health", "Ready"),
                    "503": _json("Health", "Starting or stopping"),
                    **_errors(429),
                }
            }
        },
        f"{PREFIX}/openapi.json": {
            "get": _operation("description", "This description", security=[])
            | {
                "responses": {
                    "200": {"description": "OpenAPI 3.1", "content": {"application/json": {}}},
                    **_errors(429),
                }
            }
        },
        analyses: {
            "get": _operation("list", "The caller's analyses, newest first")
            | {
                "responses": {"200": _json("AnalysisList", "Those that are not expired"), **_errors(401, 429)}
            },
            "post": _operation("analyse", "Compare two sides")
            | {
                "parameters": [_PREFER],
                "requestBody": _body(),
                "responses": {
                    "200": _json("Report", "The report, where it was waited for"),
                    "202": _json("AnalysisStatus", "It waits or runs", _STATUS)
                    | {
                        "headers": {
                            "Location": {"description": "Of the analysis", "schema": {"type": "string"}}
                        }
                    },
                    **_errors(400, 401, 408, 411, 413, 415, 422, 429, 500, 503),
                },
            },
        },
        f"{analyses}/{{id}}": {
            "parameters": [_ID_PARAMETER],
            "get": _operation("status", "How far an analysis is")
            | {
                "parameters": [_PREFER],
                "responses": {
                    "200": _json("AnalysisStatus", "As it is now", _STATUS),
                    **_errors(401, 404, 429),
                },
            },
            "delete": _operation("cancel", "Stop an analysis, and forget it")
            | {
                "responses": {
                    "204": {"description": "Nothing runs for it any more"},
                    **_errors(401, 404, 429),
                }
            },
        },
        f"{analyses}/{{id}}/report": {
            "parameters": [_ID_PARAMETER],
            "get": _operation("report", "The report of a finished analysis")
            | {
                "responses": {
                    "200": _json("Report", "The report"),
                    **_errors(401, 404, 409, 410, 413, 422, 429, 500, 503),
                }
            },
        },
    }


def _operation(name: str, summary: str, **more: Any) -> Json:
    return {"operationId": name, "summary": summary, **more}


def _body() -> Json:
    binary = {"type": "string", "contentMediaType": ARROW_TYPE}
    said = {
        "rows": "Columns of rows. Buffers may be compressed by zstd or lz4.",
        "profiles": "One profile a row: `column` (string), `profile` (binary).",
        "sample": "Some rows for comparing columns together: float64, or uint32 hashes of categories.",
    }
    parts = {part: binary | {"description": said[part.partition("-")[2]]} for part in PARTS}
    schema = {
        "type": "object",
        "required": ["analysis"],
        "properties": {"analysis": {"$ref": "#/components/schemas/AnalysisRequest"}, **parts},
    }
    encoding = {
        "analysis": {"contentType": "application/json"},
        **{p: {"contentType": ARROW_TYPE} for p in PARTS},
    }
    media = {"schema": schema, "encoding": encoding, "example": {"analysis": _EXAMPLE}}
    return {"required": True, "content": {"multipart/form-data": media}}


def _json(schema: str, description: str, example: Json | None = None) -> Json:
    media: Json = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    if example:
        media["example"] = example
    return {"description": description, "content": {"application/json": media}}


def _errors(*statuses: int) -> Json:
    return {status: {"$ref": "#/components/responses/Problem"} for status in (*map(str, statuses), "default")}


def _problem_response() -> Json:
    example = {
        "type": f"{PROBLEM_PREFIX}key-needed",
        "title": PROBLEMS["key-needed"][1],
        "status": 401,
        "detail": "There is no API key.",
        "hint": "Send the server's API key: Authorization: Bearer KEY.",
    }
    kinds = "; ".join(f"{status} `{code}`" for code, (status, _) in PROBLEMS.items())
    media = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": f"An error. Types: {kinds}.", "content": {PROBLEM_TYPE: media}}


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(openapi(), indent=1, ensure_ascii=False) + "\n")
