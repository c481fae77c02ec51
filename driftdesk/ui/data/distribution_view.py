"""A distribution, or that of reference and current, with what a user may choose about how it is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from driftdesk.core.entities import Distribution, Kind, WordShift
from driftdesk.ui.plots import shapes
from driftdesk.ui.plots.distribution import DistributionPlot, Mode
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import ElidedLabel, Segmented

_Drawn = tuple[Distribution | None, Distribution | None, Kind, tuple[str, str]]
_WORDS = "words"


class DistributionView(QWidget):
    """``compares``: two sides, which may also be drawn by their quantiles."""

    def __init__(self, *, compares: bool) -> None:
        super().__init__()
        self._compares = compares
        self._drawn: _Drawn = (None, None, Kind.NUMERIC, ("", ""))
        self._words: tuple[WordShift, ...] = ()
        self._about_text = ""
        self.mode = Segmented()
        self.mode.chosen.connect(lambda _key: self._draw())
        self.mode.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.log = QCheckBox()
        self.log.toggled.connect(lambda _on: self._draw())
        self._about = ElidedLabel("", "caption", mode=Qt.TextElideMode.ElideRight)
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
        words: Sequence[WordShift] = (),
    ) -> None:
        """``kind`` says how bins are written; ``about`` what the values are, where that is not clear. ``words`` (of texts)
        are offered beside the distribution, and shown first."""
        self._drawn = (reference, current, kind, names)
        self._words, self._about_text = tuple(words), about
        self._offer_modes()
        self._draw()

    def _draw(self) -> None:
        reference, current, kind, names = self._drawn
        modes: dict[str, Mode] = {"ecdf": "ecdf", "quantiles": "quantiles"}
        mode = modes.get(self.mode.key(), "histogram")
        shows_words = self.mode.key() == _WORDS
        if shows_words:
            found = [shapes.Pair(w.word, w.reference, w.current) for w in self._words]
            self.plot.show_pairs(found, self.tr("times in 100 texts"), names=names)
        else:
            self.plot.show_distributions(
                reference,
                current,
                kind,
                mode,
                names=names,
                log=self.log.isChecked(),
                marks_moved=self._compares,
            )
        self._about.setText(self.tr("words that moved most") if shows_words else self._about_text)
        self.mode.setVisible(self.plot.is_binned or shows_words)
        self.log.setVisible(self.plot.is_binned and not shows_words)
        self.log.setEnabled(self.plot.can_log)

    def retranslate(self) -> None:
        """Say everything in the window's language."""
        self._offer_modes()
        self.mode.setAccessibleName(self.tr("How to draw"))
        self.log.setText(self.tr("Log scale"))
        self.plot.setAccessibleName(
            self.tr("Reference and current distribution") if self._compares else self.tr("Distribution")
        )
        nothing = self.tr("No distribution to show") if self._compares else self.tr("No values")
        self.plot.set_words(
            self.tr("share of rows"), nothing, self.tr("Nearly every row has a value of its own")
        )

    def _offer_modes(self) -> None:
        modes = [("histogram", self.tr("Histogram")), ("ecdf", self.tr("ECDF"))]
        if self._compares:
            modes.append(("quantiles", self.tr("Quantiles")))
        if self._words:
            modes = [(_WORDS, self.tr("Words")), ("histogram", self.tr("Lengths")), *modes[1:]]
        self.mode.set_options(modes)
