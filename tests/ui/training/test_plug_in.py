"""The parameters of a trainer from another package are a form like any other."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from driftdesk.core.training import params
from driftdesk.ui.training import words
from driftdesk.ui.widgets.params_form import ParamsForm

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "driftdesk-neighbours" / "driftdesk_neighbours.py"


def test_a_plug_in_has_a_title_and_a_form(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("driftdesk_neighbours", EXAMPLE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ours = params.trainers()
    monkeypatch.setattr(params, "_found", lambda: ((*ours, module.TRAINER), ()))
    assert words.trainer("nearest-neighbours") == "Nearest neighbours"
    form = ParamsForm(params.trainer_info("nearest-neighbours").params)
    qtbot.addWidget(form)
    assert "Neighbours" in [shown.text() for shown in form.findChildren(QLabel)]
    assert form.values()["neighbours"] == 5
