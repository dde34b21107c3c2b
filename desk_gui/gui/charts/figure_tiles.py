"""The figures at the top of the page: each with its n, its meaning, and its tickets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desk_gui.domain.workflow import Kind
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.text_label import ElidedLabel, plain_tip
from desk_gui.reports.about import meaning
from desk_gui.reports.headlines import Headline, headlines
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report

NARROWEST, MOST = 148, 6


class Tile(QPushButton):
    """One figure; pressed, it emits the mark whose tickets are wanted."""

    mark_clicked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Mark | None = None
        look(self, "tile")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name = ElidedLabel("", "label", self)
        self._value = ElidedLabel("", "heading", self)
        self._beneath = ElidedLabel("", "small", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(2))
        for label in (self._name, self._value, self._beneath):
            column.addWidget(label)
        self.clicked.connect(self._pressed)

    def show_figure(self, figure: Headline, kind: Kind, meaning: str) -> None:
        """Fill it."""
        self._mark = Mark(figure.key, kind)
        self.setObjectName(f"Figure-{figure.key}")
        self._name.setText(figure.name)
        self._value.setText(figure.value)
        self._beneath.setText(figure.beneath)
        self.setEnabled(figure.tickets > 0)
        self.setToolTip(plain_tip(meaning))
        self.setAccessibleName(f"{figure.name}: {figure.value}, {figure.beneath}")
        self.setAccessibleDescription(meaning)

    def _pressed(self) -> None:
        self.mark_clicked.emit(self._mark)


class FigureTiles(QWidget):
    """A row of figures; `mark_clicked` carries the mark of one."""

    mark_clicked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tiles: list[Tile] = []
        self._row = TileLayout(theme.px(12), partial(theme.px, NARROWEST), MOST, self)

    def show_report(self, report: Report, kind: Kind) -> None:
        """Fill the tiles, made when first needed."""
        figures = headlines(report, kind)
        while len(self._tiles) < len(figures):
            tile = Tile(self._theme, self)
            tile.mark_clicked.connect(self.mark_clicked)
            self._tiles.append(tile)
            self._row.addWidget(tile)
        for tile, figure in zip(self._tiles, figures, strict=True):
            tile.show_figure(figure, kind, meaning(report, kind, [figure.key]))
