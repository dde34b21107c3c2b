"""One chart in its card: title, what it means, the picture, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QToolTip,
    QWidget,
)

from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.canvas import Canvas
from desk_gui.gui.charts.words_table import WordsTable
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import plain_tip
from desk_gui.gui.widgets.words_model import WordsModel
from desk_gui.reports.charts import Chart
from desk_gui.reports.report import Report


class ChartCard(Card):
    """`mark_clicked` carries the mark whose tickets somebody wants to see."""

    mark_clicked = Signal(object)

    def __init__(self, theme: Theme, chart: Chart, parent: QWidget | None = None) -> None:
        title = chart.titles[Kind.INCIDENT]
        super().__init__(theme, head=title, parent=parent)
        self._theme, self.chart = theme, chart
        self.setObjectName(f"ChartCard-{chart.name}")
        self.canvas = Canvas(theme, title, self)
        self.canvas.setObjectName(f"Chart-{chart.name}")
        self.words = WordsModel(self)
        self.table = WordsTable(self.words, self)
        self.means = IconButton(theme, Icon.INFO, "What it means", parent=self)
        self.save = IconButton(theme, Icon.DOWNLOAD, "Save this chart", parent=self)
        self.as_table = QPushButton("Table", self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self.as_table.toggled.connect(self._turned)
        self.means.clicked.connect(self._explain)
        self.canvas.clicked.connect(self.mark_clicked)

    def show_report(self, report: Report, kind: Kind) -> None:
        """Fill title, definition and table; the picture comes when it is drawn."""
        title = self.chart.titles[kind]
        self.head.setText(title)
        self.canvas.rename(title)
        self.table.setAccessibleName(f"Table: {title}")
        meaning = self.chart.definition(report, kind)
        self.means.setToolTip(plain_tip(meaning))
        self.means.setAccessibleDescription(meaning)
        self.words.show_table(self.chart.table(report, kind))

    def offer_files(self, menu: QMenu) -> None:
        """Offer what the chart can be saved as."""
        self.save.setMenu(menu)
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _arrange(self) -> None:
        self.save.setObjectName(f"SaveChart-{self.chart.name}")
        self.as_table.setObjectName(f"AsTable-{self.chart.name}")
        self.as_table.setAccessibleName("Show as a table")
        self.as_table.setCheckable(True)
        look(self.as_table, "pill")
        item = self.column.itemAt(0)
        line = item.layout() if item is not None else None
        if isinstance(line, QHBoxLayout):
            line.addWidget(self.means)
            line.addWidget(self.save)
            line.addWidget(self.as_table)
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.table)
        self.add(self._stack)

    def _turned(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self._stack.setCurrentWidget(self.table if on else self.canvas)
        self.as_table.setText("Chart" if on else "Table")
        self.as_table.setAccessibleName("Show as a chart" if on else "Show as a table")

    def _explain(self) -> None:
        below = self.means.mapToGlobal(self.means.rect().bottomLeft())
        QToolTip.showText(below, self.means.toolTip(), self.means)
