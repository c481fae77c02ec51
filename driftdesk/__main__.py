"""Where the program starts: ``driftdesk``, ``python -m driftdesk`` and the frozen application.

Words that nobody types come first, without the command line's imports: ``_child`` (a worker's child process), ``_supervise``
(the owner of the embedded database), ``_serve`` (what analyses for ``driftdesk serve``), ``_rank`` (a process that trains along
with another), and no word at all: the window.
"""

import multiprocessing
import sys
from pathlib import Path


def main() -> int:
    """Run what the arguments ask for; the exit code."""
    multiprocessing.freeze_support()
    match sys.argv[1:]:
        case ["_child"]:
            from driftdesk.workers import child

            return child.main()
        case ["_supervise", "--data-dir", data_dir]:
            from driftdesk.core.storage import supervisor

            return supervisor.main(Path(data_dir))
        case ["_serve"]:
            from driftdesk.core.serving import worker

            return worker.main()
        case ["_rank"]:
            from driftdesk.core.training.distributed import rank

            return rank.main()
        case ["--self-test", *folder] if len(folder) < 2:
            from driftdesk.selftest import self_test

            return self_test(*map(Path, folder))
        case ["--self-test-window"]:
            from driftdesk.selftest import self_test_window

            return self_test_window()
        case []:
            from driftdesk.ui.app import main as window

            return window()
        case arguments:
            from driftdesk.cli.app import main as command_line

            return command_line(arguments)


if __name__ == "__main__":
    sys.exit(main())
