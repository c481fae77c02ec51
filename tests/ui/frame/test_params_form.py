"""The form made from a schema: what it shows, reads, and refuses."""

from enum import Enum
from typing import Literal

from pydantic import BaseModel, Field
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from driftdesk.ui.widgets import ParamsForm
from driftdesk.ui.widgets.fields import NumberField


class Loss(Enum):
    SQUARED = "squared"
    HUBER = "huber"


class Params(BaseModel):
    hidden: tuple[int, ...] = Field((128, 64), title="Hidden sizes", description="Units of each hidden layer")
    learning_rate: float = Field(1e-3, gt=0, le=10, title="Learning rate")
    dropout: float = Field(0.1, ge=0, lt=1, title="Dropout")
    epochs: int = Field(50, ge=1, le=1000, title="Epochs")
    stop_early: bool = Field(True, title="Stop early")
    optimiser: Literal["adam", "sgd"] = Field("adam", title="Optimiser")
    loss: Loss = Field(Loss.HUBER, title="Loss")
    depth: int | None = Field(None, ge=1, title="Depth")


def form(qtbot: QtBot) -> ParamsForm:
    made = ParamsForm(Params)
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_type_gets_the_editor_that_fits(themed: QApplication, qtbot: QtBot) -> None:
    shown = form(qtbot)
    kinds = {name: type(shown.editor(name)) for name in Params.model_fields}
    assert issubclass(kinds["hidden"], QLineEdit)
    assert kinds["learning_rate"] is NumberField
    assert issubclass(kinds["epochs"], QSpinBox)
    assert issubclass(kinds["stop_early"], QCheckBox)
    assert issubclass(kinds["optimiser"], QComboBox)
    assert issubclass(kinds["depth"], QLineEdit)
    assert shown.editor("hidden").accessibleName() == "Hidden sizes"
    assert shown.editor("hidden").toolTip() == "Units of each hidden layer"


def test_defaults_come_back_as_values_that_the_schema_accepts(themed: QApplication, qtbot: QtBot) -> None:
    values = form(qtbot).values()
    assert Params.model_validate(values) == Params()
    assert values["hidden"] == [128, 64]
    assert values["depth"] is None


def test_a_number_may_be_typed_in_powers_of_ten(themed: QApplication, qtbot: QtBot) -> None:
    shown = form(qtbot)
    editor = shown.editor("learning_rate")
    assert isinstance(editor, NumberField)
    editor.selectAll()
    qtbot.keyClicks(editor, "3e-4")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.values()["learning_rate"] == 3e-4
    editor.stepBy(1)
    assert shown.values()["learning_rate"] == 5e-4
    editor.stepBy(-2)
    assert shown.values()["learning_rate"] == 1e-4


def test_what_is_wrong_stands_under_its_field(themed: QApplication, qtbot: QtBot) -> None:
    shown = form(qtbot)
    field = shown.editor("hidden")
    assert isinstance(field, QLineEdit)
    with qtbot.waitSignal(shown.changed):
        field.setText("128, many")
    assert shown.error().startswith("Hidden sizes: ")
    assert field.property("invalid") is True
    field.setText("256")
    assert shown.error() == ""
    assert field.property("invalid") is False


def test_setting_values_announces_nothing(themed: QApplication, qtbot: QtBot) -> None:
    shown = form(qtbot)
    with qtbot.assertNotEmitted(shown.changed):
        shown.set_values({"epochs": 7, "loss": "squared", "unknown": 1, "depth": 3})
    assert shown.values()["epochs"] == 7
    assert shown.values()["loss"] == "squared"
    assert shown.values()["depth"] == 3
