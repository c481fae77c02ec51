"""A page of datasets as a table, and as cards: two views of one model and one selection."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from driftdesk.core.entities import Dataset
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.registry.trend import TrendDelegate, paint_trend, trend_words
from driftdesk.ui.data.tables import IconTableModel
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import icon, paint_glyph
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font
from driftdesk.ui.widgets import DataTable
from driftdesk.ui.widgets.list_table import RECORD_ROLE, Field
from driftdesk.ui.workspace import Workspace

CARD = QSize(292, 132)
SORTS = ("name", "", "rows", "labelled", "", "", "", "size", "updated")
"""By what the registry sorts when a column's header is pressed; empty: by nothing."""
_TREND = 6


class DatasetModel(IconTableModel[Dataset]):
    """A page of datasets as the server sorted it."""

    def __init__(self, user: str) -> None:
        self._user = user
        super().__init__(self._shown(), lambda d: d.id, self._icon)

    def is_favourite(self, dataset: Dataset) -> bool:
        return self._user in dataset.favoured_by

    def _icon(self, dataset: Dataset) -> QIcon:
        return icon("favourite", "accent") if self.is_favourite(dataset) else icon("dataset")

    def _shown(self) -> list[Field[Dataset]]:
        return [
            Field(
                lambda: self.tr("Name"),
                lambda d: d.name,
                tip=lambda d: "\n".join(part for part in (d.name, d.description) if part),
            ),
            Field(lambda: self.tr("Task"), lambda d: words.task_short(d.task)),
            Field(lambda: self.tr("Rows"), lambda d: figures.count(d.rows), number=True),
            Field(lambda: self.tr("Labelled"), labelled, number=True, tip=labelled_whole),
            Field(lambda: self.tr("Versions"), lambda d: figures.count(d.head), number=True),
            Field(lambda: self.tr("Tags"), lambda d: ", ".join(d.tags)),
            Field(lambda: self.tr("Last verdicts"), lambda d: trend_words(d.verdicts)),
            Field(lambda: self.tr("Size"), lambda d: figures.byte_count(d.byte_count), number=True),
            Field(lambda: self.tr("Updated"), lambda d: figures.moment(d.updated_at)),
        ]


def labelled(dataset: Dataset) -> str:
    """The share of rows that have a target."""
    if dataset.labelled is None or not dataset.rows:
        return figures.NOTHING
    return figures.percent(dataset.labelled / dataset.rows)


def labelled_whole(dataset: Dataset) -> str:
    """``300 / 400``"""
    if dataset.labelled is None:
        return figures.NOTHING
    return f"{figures.count(dataset.labelled)} / {figures.count(dataset.rows)}"


class RegistryTable(DataTable):
    """``sort_asked`` names what a pressed header sorts by."""

    sort_asked = Signal(str)

    def __init__(self, workspace: Workspace, model: DatasetModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(_TREND, TrendDelegate(self))
        self.set_widths(184, 88, 88, 72, 68, 112, 168, 76)
        self.remember_widths(workspace, "data/registry")
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_header_clicked)

    def show_sort(self, sort: str, *, descending: bool) -> None:
        """The arrow in the header."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(SORTS.index(sort), order)

    def _on_header_clicked(self, section: int) -> None:
        if SORTS[section]:
            self.sort_asked.emit(SORTS[section])


class CardView(QListView):
    """Cards in rows, as many as there is room for."""

    def __init__(self, model: DatasetModel) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(CARD + QSize(S, S))
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_CardDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setViewportMargins(0, S, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _CardDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return CARD

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c = colours()
        state: QStyle.StateFlag = option.state
        box = QRectF(option.rect).adjusted(1, 1, -S, -S)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(c.accent if selected else c.line))
        ground = (
            c.selection if selected else c.hover if state & QStyle.StateFlag.State_MouseOver else c.surface
        )
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 8, 8)
        model = index.model()
        assert isinstance(model, DatasetModel)
        _paint_card(painter, box.adjusted(12, 10, -12, -10), index.data(RECORD_ROLE), model)
        painter.restore()


def _paint_card(painter: QPainter, area: QRectF, dataset: Dataset, model: DatasetModel) -> None:
    """Name and star; description; rows, labelled, versions; tags; verdicts and when it changed."""
    c = colours()
    star = model.is_favourite(dataset)
    room = area.width() - (22 if star else 0)
    _line(painter, QRectF(area.left(), area.top(), room, 18), dataset.name, bold=True)
    if star:
        paint_glyph(painter, QRectF(area.right() - 15, area.top() + 1, 15, 15), "favourite", QColor(c.accent))
    said = dataset.description.split("\n", 1)[0]
    _line(painter, QRectF(area.left(), area.top() + 20, area.width(), 16), said, muted=True)
    facts = [words.task_short(dataset.task), words.rows(dataset.rows), words.versions(dataset.head)]
    if dataset.labelled is not None and dataset.labelled < dataset.rows:
        facts[1] = words.translate("data", "{n} labelled").format(n=labelled_whole(dataset))
    _line(painter, QRectF(area.left(), area.top() + 42, area.width(), 16), " · ".join(facts))
    _line(painter, QRectF(area.left(), area.top() + 61, area.width(), 16), _tags(dataset.tags), muted=True)
    foot = QRectF(area.left(), area.bottom() - 16, area.width() * 0.55, 16)
    paint_trend(painter, foot, dataset.verdicts)
    when = QRectF(foot.right(), foot.top(), area.right() - foot.right(), 16)
    _line(painter, when, figures.moment(dataset.updated_at), muted=True, right=True)


def _tags(tags: Sequence[str]) -> str:
    return "  ".join(f"#{tag}" for tag in tags)


def _line(
    painter: QPainter,
    area: QRectF,
    text: str,
    *,
    bold: bool = False,
    muted: bool = False,
    right: bool = False,
) -> None:
    font = ui_font(BODY, QFont.Weight.Medium) if bold else ui_font(CAPTION, tabular=True)
    painter.setFont(font)
    painter.setPen(QColor(colours().muted if muted else colours().text))
    mode = Qt.TextElideMode.ElideMiddle if bold else Qt.TextElideMode.ElideRight
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(
        area,
        int(side | Qt.AlignmentFlag.AlignVCenter),
        QFontMetrics(font).elidedText(text, mode, int(area.width())),
    )


def add_actions(view: RegistryTable | CardView, actions: Sequence[QAction]) -> None:
    """They stand in the view's context menu, and their keys work while it has the focus."""
    for action in actions:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        view.addAction(action)
