"""The list of columns together, and what may be asked of them further."""

from pytestqt.qtbot import QtBot

from driftdesk.core.entities import JointDrift, Severity
from driftdesk.ui.data.drift.together import DriftTogether


def test_methods_that_a_report_lacks_can_be_asked_for(qtbot: QtBot) -> None:
    shown = DriftTogether()
    qtbot.addWidget(shown)
    shown.show_verdicts(
        [
            JointDrift(method="correlation", columns=("a", "b"), severity=Severity.NONE, moved=("noise",)),
            JointDrift(method="mmd", name="emb", severity=Severity.WARNING, moved=("57 % is in emb[3]",)),
        ]
    )
    assert (
        shown.moved.text() == "57 % is in emb[3]"
    )  # the gravest is current; what did not drift has no words
    shown.table.selectRow(1)
    assert shown.moved.text() == ""
    menu = shown.more.menu()
    menu.aboutToShow.emit()
    first, *_, last = menu.actions()
    with qtbot.waitSignal(shown.methods_asked) as asked:
        first.trigger()
    assert asked.args == [("correlation", "mmd")]
    with qtbot.waitSignal(shown.methods_asked) as asked:
        last.trigger()
    assert "classifier" in asked.args[0]
