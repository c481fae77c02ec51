"""Records to BSON documents and back.

A record's ``id`` is the document's ``_id``; enums are stored as strings, times as UTC to the millisecond, tuples as
arrays. Keys that a user chose (names of columns, tags, metrics) may hold anything: ``.``, ``$``, NUL and ``%`` are
stored percent-encoded. A document's other fields that begin with ``_`` belong to storage and are no part of the record.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from driftdesk.core.entities import Record
from driftdesk.core.errors import CorruptDataError

R = TypeVar("R", bound=Record)
Document = dict[str, Any]

_UNSAFE = re.compile(r"[.$%\x00]")
_ESCAPED = re.compile(r"%(2E|24|25|00)")


def escape(key: str) -> str:
    """A key that MongoDB takes as a field name, also within a dotted path."""
    return _UNSAFE.sub(lambda m: f"%{ord(m[0]):02X}", key)


def unescape(key: str) -> str:
    """What ``escape`` was given."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), key) if "%" in key else key


def encode_value(value: Any) -> Any:
    """A value as BSON takes it."""
    if value is None or type(value) in (str, int, float, bool, bytes, datetime):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BaseModel):
        return {name: encode_value(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {escape(str(key)): encode_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [encode_value(item) for item in value]
    return value


def decode_value(value: Any) -> Any:
    """What ``encode_value`` was given, but for tuples (now lists) and enums (now strings)."""
    if isinstance(value, dict):
        return {unescape(key): decode_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [decode_value(item) for item in value]
    return value


def encode(record: Record) -> Document:
    """The document of a record."""
    document: Document = encode_value(record)
    if "id" in document:
        document["_id"] = document.pop("id")
    return document


def decode(kind: type[R], document: Mapping[str, Any]) -> R:
    """The record of a document. Raises CorruptDataError where it is no such record."""
    fields = {key: value for key, value in document.items() if not key.startswith("_")}
    if "id" in kind.model_fields:
        fields["id"] = document["_id"]
    try:
        return kind.model_validate(decode_value(fields))
    except ValidationError as error:
        raise CorruptDataError(
            f"A stored {kind.__name__} ({document.get('_id')}) cannot be read: {error.errors()[0]['msg']}.",
            "Was it written by a newer DriftDesk, or changed by another program?",
        ) from error
