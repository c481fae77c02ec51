"""DriftDesk closes the loop on data drift: register, profile, detect, recompose, retrain, compare, promote.

``from driftdesk import Desk`` is the Python API; importing the package itself imports nothing heavy.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftdesk.desk import Desk

__all__ = ["Desk", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Desk":
        from driftdesk.desk import Desk

        return Desk
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
