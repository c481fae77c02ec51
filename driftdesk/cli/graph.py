"""The graph of versions in characters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from driftdesk.cli.show import plain

if TYPE_CHECKING:
    from driftdesk.core.datasets.history import GraphLine, GraphNode


def drawn(nodes: "Sequence[GraphNode]") -> Text:
    """One line a version, newest first, and one more where lines change their lanes."""
    width = 2 * max((max(n.lane, *(max(x.start, x.end) for x in n.lines), 0) for n in nodes), default=0) + 2
    lines: list[Text] = []
    above: tuple[GraphLine, ...] = ()
    for node in nodes:
        lanes = [" "] * width
        for line in above:
            if line.end != node.lane:
                lanes[2 * line.end] = _upright(line)
        lanes[2 * node.lane] = "o" if node.version else "x"
        lines.append(Text("".join(lanes)) + _words(node))
        if any(line.start != line.end for line in node.lines):
            lines.append(Text(_between(node.lines, width)))
        above = node.lines
    return Text("\n").join(lines)


def _between(lines: "Sequence[GraphLine]", width: int) -> str:
    row = [" "] * width
    for line in lines:
        if line.start == line.end:
            row[2 * line.start] = _upright(line)
    for line in lines:
        low, high = 2 * min(line.start, line.end), 2 * max(line.start, line.end)
        if low != high:
            row[low] = "┴" if row[low] == "╯" else "├"
            for at in range(low + 1, high):
                row[at] = "─" if row[at] == " " else "┼"
            row[high] = "╯" if line.start > line.end else "╮"
    return "".join(row)


def _upright(line: "GraphLine") -> str:
    return "│" if line.kind == "parent" else "┊"


def _words(node: "GraphNode") -> Text:
    version = node.version
    if version is None:
        return Text(f"v{node.number} was removed", style="dim")
    text = Text(f"v{version.number}", style="bold")
    if node.tags:
        text += Text(f" ({', '.join(node.tags)})", style="cyan")
    text += Text(f" {version.operation.kind.value}, {plain(version.rows)} rows")
    if node.sources:
        text += Text(f", from {', '.join(f'v{n}' for n in node.sources)}")
    text += Text(f"  {plain(version.created_at)}  {version.author}", style="dim")
    return text + Text(f"  {version.message}") if version.message else text
