"""Server-Sent Events, read from chunks (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

import codecs
from collections.abc import AsyncIterable, AsyncIterator


async def lines(chunks: AsyncIterable[bytes]) -> AsyncIterator[str]:
    """The complete lines of UTF-8 ``chunks``, ended by LF, CR LF or CR; what the end cuts off is dropped."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    begun, after_cr = list[str](), False
    async for chunk in chunks:
        text = decoder.decode(chunk)
        if not text:
            continue
        if after_cr:
            text = text.removeprefix("\n")  # the second half of a CR LF
        after_cr = text.endswith("\r")
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        begun.append(first)
        for other in others:
            yield "".join(begun)
            begun = [other]


async def events_of(lines: AsyncIterable[str]) -> AsyncIterator[tuple[str, str]]:
    """``(name, data)`` of each complete event; an event that the end cuts off is dropped, as the standard says."""
    name, data = "", list[str]()
    async for line in lines:
        if not line:
            if data:
                yield name or "message", "\n".join(data)
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
