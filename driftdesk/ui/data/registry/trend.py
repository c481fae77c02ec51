"""The last verdicts on a dataset as a row of small marks, oldest first."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.entities import Severity
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import severity_colour, severity_word
from driftdesk.ui.widgets.cells import paint_ground
from driftdesk.ui.widgets.list_table import RECORD_ROLE

_MARK = 11.0
_STEP = 13.0

translate = QCoreApplication.translate


def trend_words(verdicts: Sequence[Severity]) -> str:
    """What the marks say, the last verdict first."""
    if not verdicts:
        return translate("Registry", "Not analysed yet")
    last = severity_word(verdicts[-1])
    if len(verdicts) == 1:
        return last
    drifted = sum(v.rank > 0 for v in verdicts)
    return translate("Registry", "{last}; {n} of the last {total} analyses found drift").format(
        last=last, n=drifted, total=len(verdicts)
    )


def paint_trend(painter: QPainter, area: QRectF, verdicts: Sequence[Severity]) -> None:
    """Marks from the left, as many of the last ones as there is room for; where nothing drifted, a dot."""
    room = max(1, int(area.width() // _STEP))
    at = area.left()
    for verdict in verdicts[-room:]:
        spot = QRectF(at, area.center().y() - _MARK / 2, _MARK, _MARK)
        if verdict.rank or verdict is Severity.INSUFFICIENT_DATA:
            paint_glyph(painter, spot, verdict.value, QColor(severity_colour(verdict)))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(severity_colour(verdict)))
            painter.drawEllipse(QPointF(spot.center()), 2.5, 2.5)
        at += _STEP
    if not verdicts:
        painter.setPen(QColor(colours().muted))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), "–")


class TrendDelegate(QStyledItemDelegate):
    """Paints the verdicts of the dataset in its row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(self, painter, option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_trend(painter, QRectF(option.rect).adjusted(S, 0, -S, 0), index.data(RECORD_ROLE).verdicts)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(12 * int(_STEP) + 2 * S, 30)
