"""The frozen application's start: the same as ``python -m driftdesk``."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from driftdesk.__main__ import main

    main()
