"""The table beside a chart: nothing is cut that is not a long name, and any part can be copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.gui.charts.words_table import WordsTable
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.words_model import WordsModel
from desk_gui.reports.charts import Table

HEADS = ("Month (at its end)", "under 1 day", "1 to 3 days", "4 to 12 weeks", "over 12 weeks")
ROWS = [("=cmd|' /C calc'!A0", "1", "2", "3", "4"), ("W" * 200, "10", "20", "30", "40,000")]


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> WordsTable:
    words = WordsModel()
    shown = WordsTable(words)
    words.setParent(shown)
    qtbot.addWidget(shown)
    shown.resize(460, 300)
    shown.show()
    words.show_table(Table(HEADS, ROWS))
    return shown


def copied(table: WordsTable) -> str:
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("wide", [200, 460, 1200])
def test_that_heads_and_figures_of_a_table_are_never_cut(table: WordsTable, wide: int) -> None:
    table.resize(wide, 300)
    header = table.horizontalHeader()
    for column in range(len(HEADS)):
        assert table.columnWidth(column) >= header.sectionSizeHint(column)
        assert column == 0 or table.columnWidth(column) >= table.sizeHintForColumn(column)
    assert header.length() >= table.viewport().width()


def test_that_a_table_filled_while_hidden_has_its_widths_when_it_is_seen(
    table: WordsTable,
) -> None:
    table.hide()
    words = table.model()
    assert isinstance(words, WordsModel)
    words.show_table(Table(HEADS, [*ROWS, ("more", *["1,234,567,890"] * 4)]))
    table.show()
    for column in range(1, len(HEADS)):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_that_a_table_is_copied_whole_and_no_cell_becomes_a_formula(table: WordsTable) -> None:
    lines = copied(table).split("\n")
    assert lines[0].split("\t") == list(HEADS)
    assert lines[1].split("\t") == ["'=cmd|' /C calc'!A0", "1", "2", "3", "4"]


def test_that_what_is_selected_is_copied_alone(table: WordsTable) -> None:
    for row, column in ((0, 1), (1, 2)):
        index = table.model().index(row, column)
        table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    assert copied(table) == "1\t2\n10\t20\n"
