"""What training takes of memory, and the clear word where that does not suffice."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from driftdesk.core.errors import OutOfMemoryError

if TYPE_CHECKING:
    import torch

if sys.platform != "win32":
    import resource

_NO_MEMORY = ("can't allocate memory", "not enough memory", "out of memory")
"""What torch says: the allocators of Linux, of Windows, and those of accelerators (RuntimeErrors all of them)."""
_BYTES = re.compile(r"allocate (\d+) bytes")


def memory_in_use(device: "torch.device") -> dict[str, float]:
    """``memory``: bytes of this process that are in memory (macOS: at most so far; Windows: not told); on CUDA also
    ``gpu_memory``, bytes of tensors. Takes microseconds."""
    found = {}
    if sys.platform == "linux":
        found["memory"] = float(_PAGE * int(Path("/proc/self/statm").read_bytes().split()[1]))
    elif sys.platform == "darwin":
        found["memory"] = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    if device.type == "cuda":
        import torch

        found["gpu_memory"] = float(torch.cuda.memory_allocated(device))
    return found


if sys.platform == "linux":
    _PAGE = resource.getpagesize()


@contextmanager
def memory_told() -> Iterator[None]:
    """Whatever runs out of memory within raises OutOfMemoryError. The memory that it asked for was not given, so the process
    can go on."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not isinstance(error, MemoryError) and not any(words in str(error) for words in _NO_MEMORY):
            raise
        raise OutOfMemoryError(
            f"There is not enough memory for this training: {_asked_for(error)}.",
            "Set a smaller batch_size or a smaller network, stream the data where the trainer can, train on fewer rows (recompose with a limit), or close other programs.",
        ) from error


def _asked_for(error: Exception) -> str:
    """How much was asked for, where the error tells it; else what it says."""
    said = str(error).strip().splitlines() or ["none is left"]
    found = _BYTES.search(str(error))
    if found is not None:
        return f"{int(found[1]) / 2**20:,.0f} MB more were asked for at once"
    return said[0].rstrip(".")
