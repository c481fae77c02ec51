"""What the program imports before it does anything."""

import subprocess
import sys

import pytest

HEAVY = (
    *("torch", "sklearn", "scipy", "pandas", "pyarrow", "numpy", "pymongo", "keyring"),
    *("httpx", "tenacity", "river", "starlette", "uvicorn", "reportlab", "jinja2"),
)
OF_JOBS = ("torch", "sklearn", "scipy", "pandas", "river", "starlette", "uvicorn", "reportlab", "jinja2")
"""What neither the window nor its tabs import: it is for jobs, servers and written reports."""


@pytest.mark.parametrize("module", ["driftdesk", "driftdesk.cli.app", "driftdesk.desk", "driftdesk.__main__"])
def test_nothing_heavy_is_imported_at_the_start(module: str) -> None:
    assert imported(f"import {module}", HEAVY) == []


def test_the_window_imports_nothing_that_only_jobs_need() -> None:
    tabs = "import driftdesk.ui.main_window, driftdesk.ui.data.tab, driftdesk.ui.training.tab, driftdesk.ui.activity.tab"
    assert imported(tabs, OF_JOBS) == []


def imported(code: str, names: tuple[str, ...]) -> list[str]:
    """Which of ``names`` a fresh interpreter has imported after ``code``."""
    code = f"{code}\nimport sys; print(*(m for m in {names!r} if m in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return answer.stdout.split()
