"""Server-Sent Events, read from lines (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from collections.abc import AsyncIterable, AsyncIterator


async def events(lines: AsyncIterable[str]) -> AsyncIterator[tuple[str, str]]:
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
