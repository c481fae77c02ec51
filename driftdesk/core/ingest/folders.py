"""Several files at once: folders and patterns become the data files in them."""

from collections.abc import Iterator, Sequence
from glob import has_magic
from pathlib import Path

from driftdesk.core.errors import FileError
from driftdesk.core.ingest.detection import SUFFIXES
from driftdesk.core.ingest.source import unreadable

MOST_FILES = 10_000


def files_in(paths: Sequence[Path | str]) -> tuple[Path, ...]:
    """The files that are meant, each once: a folder stands for the data files in it and below it, by name; a pattern
    such as ``2024-*.csv`` for those that it fits. Raises FileError where there are none, or too many."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        try:
            found.update(dict.fromkeys(_files(path)))
        except (OSError, ValueError) as problem:
            raise unreadable(path, problem) from problem
        if len(found) > MOST_FILES:
            raise FileError(
                f"{path} holds more than {MOST_FILES} data files.", "Import its folders one after the other."
            )
    if not found:
        raise FileError("There are no files to import.", "Name at least one.")
    return tuple(found)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = [f for f in sorted(path.rglob("*")) if _is_data(f, path) and f.is_file()]
        if not inside:
            raise FileError(
                f"The folder {path} holds no data files.", f"They end in one of {', '.join(SUFFIXES)}."
            )
        return inside
    if path.exists() or not has_magic(str(path)):
        return [path]
    matches = sorted(f for f in _fitting(path) if f.is_file())
    if not matches:
        raise FileError(f"No file fits {path}.", "Check the pattern.")
    return matches


def _fitting(path: Path) -> Iterator[Path]:
    """What a pattern fits, but hidden files that it does not name; links to folders are not followed through ``**``,
    for they may lead in circles."""
    start = next(at for at, part in enumerate(path.parts) if has_magic(part))
    folder, pattern = Path(*path.parts[:start]), path.parts[start:]
    shows_hidden = any(part.startswith(".") for part in pattern)
    for found in folder.glob("/".join(pattern)):
        if shows_hidden or not any(part.startswith(".") for part in found.relative_to(folder).parts):
            yield found


def _is_data(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in SUFFIXES
