"""What a child process of ours does with itself: keeps standard output for its replies, and never outlives its parent."""

import contextlib
import ctypes
import json
import os
import signal
import sys
from typing import Any, TextIO

_PR_SET_PDEATHSIG = 1


def claim_stdout() -> TextIO:
    """Keep the real standard output for replies; what libraries print goes to standard error."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return replies


def reply(replies: TextIO, **message: Any) -> None:
    """One JSON line to the parent; without a parent, the end."""
    try:
        replies.write(json.dumps(message) + "\n")
        replies.flush()
    except OSError:
        end_at_once()


def end_at_once() -> None:
    """End this process and what it started (it leads a process group of its own)."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def lower_priority() -> None:
    """Leave the machine to the window or the server, and Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)


def die_with_parent() -> None:
    """On Linux the kernel kills the child when its parent dies: a belt beside the end of standard input, for a child
    that is busy inside a library."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
