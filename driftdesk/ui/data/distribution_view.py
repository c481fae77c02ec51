"""A distribution, or that of reference and current, with what a user may choose about how it is drawn."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from driftdesk.core.entities import Distribution, Kind
from driftdesk.ui.plots.distribution import DistributionPlot, Mode
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, Segmented

_Drawn = tuple[Distribution | None, Distribution | None, Kind, tuple[str, str]]


class DistributionView(QWidget):
    """``compares``: two sides, which may also be drawn by their quantiles."""

    def __init__(self, *, compares: bool) -> None:
        super().__init__()
        self._compares = compares
        self._drawn: _Drawn = (None, None, Kind.NUMERIC, ("", ""))
        self.mode = Segmented()
        self.mode.chosen.connect(lambda _key: self._draw())
        self.mode.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.log = QCheckBox()
        self.log.toggled.connect(lambda _on: self._draw())
        self._about = ElidedLabel("", "caption")
        self._about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.plot = DistributionPlot()
        tools = QHBoxLayout()
        tools.setSpacing(S)
        tools.addWidget(self.mode)
        tools.addWidget(self.log)
        tools.addWidget(self._about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S // 2)
        column.addLayout(tools)
        column.addWidget(self.plot, 1)

    def show_sides(
        self,
        reference: Distribution | None,
        current: Distribution | None,
        kind: Kind,
        *,
        names: tuple[str, str] = ("", ""),
        about: str = "",
    ) -> None:
        """``kind`` says how bins are written; ``about`` what the values are, where that is not clear."""
        self._drawn = (reference, current, kind, names)
        self._about.setText(about)
        self._draw()

    def _draw(self) -> None:
        reference, current, kind, names = self._drawn
        modes: dict[str, Mode] = {"ecdf": "ecdf", "quantiles": "quantiles"}
        mode = modes.get(self.mode.key(), "histogram")
        self.plot.show_distributions(reference, current, kind, mode, names=names, log=self.log.isChecked())
        self.mode.setVisible(self.plot.is_binned)
        self.log.setVisible(self.plot.is_binned)
        self.log.setEnabled(self.plot.can_log)

    def retranslate(self) -> None:
        """Say everything in the window's language."""
        modes = [("histogram", self.tr("Histogram")), ("ecdf", self.tr("ECDF"))]
        self.mode.set_options([*modes, ("quantiles", self.tr("Quantiles"))] if self._compares else modes)
        self.mode.setAccessibleName(self.tr("How to draw"))
        self.log.setText(self.tr("Log scale"))
        self.plot.setAccessibleName(
            self.tr("Reference and current distribution") if self._compares else self.tr("Distribution")
        )
        nothing = self.tr("No distribution to show") if self._compares else self.tr("No values")
        self.plot.set_words(
            self.tr("share of rows"), nothing, self.tr("Nearly every row has a value of its own")
        )
