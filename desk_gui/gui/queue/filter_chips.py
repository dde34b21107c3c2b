"""The conditions of the filter as chips in lines; more than a few lines scroll."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from desk_gui.domain.filters import Term
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.flow import FlowLayout

WIDEST, HIGHEST, GAP, CROSS, MARGIN = 260, 124, 8, 12, 60


class FilterChips(QScrollArea):
    """`away` carries the condition whose chip was pressed."""

    away = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._terms: dict[Term, str] = {}
        self._wide = WIDEST
        self.setObjectName("FilterChips")
        self.setAccessibleName("Conditions")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self._flow = FlowLayout(theme.px(GAP), self._inside)
        self.setWidget(self._inside)
        theme.follow(self._dress)

    def show_terms(self, terms: Mapping[Term, str]) -> None:
        """One chip for each condition, with its words."""
        if dict(terms) != self._terms:
            self._terms = dict(terms)
            self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As tall as its lines, up to a few; a chip is never wider than a line."""
        super().resizeEvent(event)
        if self._most() == self._wide:
            self._fit()
        else:
            self._dress()

    def _most(self) -> int:
        return min(self._theme.px(WIDEST), self.viewport().width() - self._theme.px(MARGIN))

    def _dress(self) -> None:
        self._wide = self._most()
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for term, words in self._terms.items():
            chip = self._chip(term, words)
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(self._terms))
        self._fit()

    def _fit(self) -> None:
        self._flow.invalidate()
        need = self._flow.heightForWidth(max(self.viewport().width(), 1))
        self.setFixedHeight(min(need, self._theme.px(HIGHEST)))

    def _chip(self, term: Term, words: str) -> QPushButton:
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._wide)
        chip = QPushButton(f"{shown.replace('&', '&&')} ", self._inside)
        chip.setObjectName("FilterChip")
        chip.setAccessibleName(f"Take away: {words}")
        chip.setToolTip("Take this condition away")
        chip.setIcon(self._theme.icon(Icon.X))
        chip.setIconSize(QSize(self._theme.px(CROSS), self._theme.px(CROSS)))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        look(chip, "pill")
        chip.clicked.connect(lambda: self.away.emit(term))
        return chip
