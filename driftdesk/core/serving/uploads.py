"""The body of a request as it comes: its parts go to files, never into memory, and each limit is checked on the way."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from driftdesk.core.detection.protocol import PARTS
from driftdesk.core.serving.config import MB, ServingConfig
from driftdesk.core.serving.problems import ProblemError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

QUESTION = "analysis"
_QUESTION_BYTES = 8 * MB
_CLOSE = {"connection": "close"}
"""What is left of a body that was refused is not waited for."""


def check_head(request: Request, config: ServingConfig) -> bytes:
    """The boundary of a body that may be read. Raises ProblemError."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if "content-length" not in request.headers and "transfer-encoding" not in request.headers:
        raise ProblemError("length-needed", "The request has no body.", "Send the parts of an analysis.")
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise ProblemError(
            "unsupported-type",
            "The body is not multipart/form-data with a boundary.",
            f"Send the parts {QUESTION}, {', '.join(PARTS)} as multipart/form-data.",
            _CLOSE,
        )
    if request.headers.get("content-encoding", "identity") != "identity":
        raise ProblemError(
            "unsupported-type",
            "The body is compressed.",
            "Compress the buffers of the Arrow streams instead.",
            _CLOSE,
        )
    length = request.headers.get("content-length", "0")
    if not length.isdigit():
        raise ProblemError("bad-request", "Content-Length is no number.", "", _CLOSE)
    if int(length) > config.body_bytes:
        raise _too_large(config.body_bytes, "The body")
    return options[b"boundary"]


async def receive(request: Request, boundary: bytes, folder: Path, config: ServingConfig) -> list[str]:
    """Write each part to the file of its name in ``folder``; the names. Raises ProblemError, ClientDisconnect."""
    parts = _Parts(folder)
    taken, until = 0, time.monotonic() + config.upload_seconds
    chunks = request.stream().__aiter__()
    try:
        parser = MultipartParser(boundary, parts.callbacks(), max_header_count=8, max_header_size=4096)
        while True:
            left = min(config.head_seconds, until - time.monotonic())
            try:
                chunk = await asyncio.wait_for(anext(chunks), max(left, 0.001))
            except StopAsyncIteration:
                break
            taken += len(chunk)
            if taken > config.body_bytes:
                raise _too_large(config.body_bytes, "The body")
            parser.write(chunk)  # to the page cache: as fast as copying
        parser.finalize()
    except TimeoutError:
        raise ProblemError(
            "too-slow", "The body did not come in time.", "Send it without pauses, or less of it.", _CLOSE
        ) from None
    except FormParserError as error:
        raise ProblemError(
            "bad-request", f"The body is no multipart/form-data: {error}"[:300], "", _CLOSE
        ) from None
    except OSError as error:
        if isinstance(error, ClientDisconnect):
            raise
        raise ProblemError(
            "busy", "There is no room to keep the data.", "Try again later.", _CLOSE
        ) from error
    finally:
        parts.close()
    return parts.finished()


class _Parts:
    """Takes what the parser finds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: list[str] = []
        self._field, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}
        self._file: BinaryIO | None = None
        self._ended = False

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._take_field,
            "on_header_value": self._take_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._take_data,
            "on_part_end": self.close,
            "on_end": self._end,
        }

    def finished(self) -> list[str]:
        if not self._ended:
            raise ProblemError("bad-request", "The body is cut off.", "Send it again, whole.")
        if QUESTION not in self._names:
            raise ProblemError(
                "bad-request", f"The part {QUESTION} is missing.", "It says what is to be compared."
            )
        return self._names

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self._headers = {}

    def _take_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field, self._value = b"", b""

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("ascii", "replace")
        if name != QUESTION and name not in PARTS:
            known = f"{QUESTION}, {', '.join(PARTS)}"
            raise ProblemError(
                "unusable-data", f"There is no part {name[:50]!r}.", f"The parts are {known}.", _CLOSE
            )
        if name in self._names:
            raise ProblemError("unusable-data", f"The part {name} comes twice.", "Send it once.", _CLOSE)
        self._names.append(name)
        self._file = (self._folder / name).open("wb")

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        assert self._file is not None
        self._file.write(memoryview(data)[start:end])
        if self._names[-1] == QUESTION and self._file.tell() > _QUESTION_BYTES:
            raise _too_large(_QUESTION_BYTES, f"The part {QUESTION}")

    def _end(self) -> None:
        self._ended = True


def _too_large(most: int, what: str) -> ProblemError:
    hint = "Send profiles instead of rows, a sample, or fewer columns at once."
    return ProblemError("too-large", f"{what} is over {most / MB:g} MB.", hint, _CLOSE)
