"""The frozen application's start: the same as ``python -m driftdesk``."""

import sys

from driftdesk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
