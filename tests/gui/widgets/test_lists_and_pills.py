"""Rows of two lines, pills, two panes, texts side by side, and the room that words get."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.knowledge import ARTICLE_STEPS, ArticleStatus, Audience
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines
from desk_gui.gui.widgets.two_panes import TwoPanes


def sizes(document: QTextDocument) -> list[int]:
    found, block = [], document.begin()
    while block.isValid():
        at = block.begin()
        if not at.atEnd():
            found.append(at.fragment().charFormat().font().pixelSize())
        block = block.next()
    return found


def test_that_headings_in_a_text_are_as_large_as_the_design_says(
    theme: Theme, qtbot: QtBot
) -> None:
    view = SafeView(theme, lambda _: None)
    qtbot.addWidget(view)
    view.show_markdown("# One\n\n## Two `code`\n\n### Three\n\nText")
    assert sizes(view.document()) == [theme.px(size) for size in (18, 15, 13, 13)]


def test_that_a_chip_that_changes_its_tint_keeps_room_around_its_words(
    theme: Theme, qtbot: QtBot
) -> None:
    badge = Badge()
    qtbot.addWidget(badge)
    badge.show()
    badge.show_chip(Chip("In review", Tint.ACCENT))
    words_wide = badge.fontMetrics().horizontalAdvance("In review")
    assert badge.sizeHint().width() >= words_wide + 2 * theme.px(5)


def test_that_a_pill_says_what_is_chosen_and_tells_it_once(qtbot: QtBot) -> None:
    pill = ChoicePill("Show")
    qtbot.addWidget(pill)
    told: list[object] = []
    pill.chosen.connect(told.append)
    pill.offer([("active", True), ("all", None)])
    assert (pill.text(), pill.value, pill.isChecked()) == ("Show: active", True, False)
    pill.menu().actions()[1].trigger()
    pill.menu().actions()[1].trigger()
    assert told == [None]
    assert (pill.accessibleName(), pill.isChecked()) == ("Show: all", True)


def test_that_a_pill_keeps_its_choice_while_it_is_still_offered(qtbot: QtBot) -> None:
    pill = ChoicePill("Category")
    qtbot.addWidget(pill)
    pill.offer([("any", None), ("Mail", "Mail")])
    pill.choose("Mail")
    pill.offer([("any", None), ("Phone", "Phone"), ("Mail", "Mail")])
    assert pill.value == "Mail"
    pill.offer([("any", None), ("Phone", "Phone")])
    assert pill.value is None


def test_that_rows_grow_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    view = TwoLineList(theme, "Some list")
    qtbot.addWidget(view)
    model = TwoLineModel(view)
    model.show_rows([(1, TwoLines("Title", "meta", (Chip("Chip"),), "aside"))])
    view.setModel(model)
    view.resize(300, 200)
    view.show()
    assert view.sizeHintForRow(0) == theme.px(56)
    theme.set("light", percent=200)
    assert view.sizeHintForRow(0) == theme.px(56)
    assert not view.grab().isNull()


def test_that_one_of_two_panes_gives_way_where_both_do_not_fit(theme: Theme, qtbot: QtBot) -> None:
    listed, detail = QListView(), QWidget()
    panes = TwoPanes(theme, "Panes", panes=(listed, detail), back="All")
    qtbot.addWidget(panes)
    panes.resize(theme.px(1000), 400)
    panes.show()
    assert listed.isVisible()
    assert detail.isVisible()
    assert not panes.back.isVisible()
    panes.resize(theme.px(500), 400)
    assert not detail.isVisible()
    panes.show_detail()
    assert detail.isVisible()
    assert not listed.isVisible()
    assert panes.focusWidget() is panes.back
    QTest.mouseClick(panes.back, Qt.MouseButton.LeftButton)
    assert listed.isVisible()


def test_that_every_status_audience_and_step_of_an_article_has_words() -> None:
    assert set(words.ARTICLE_STATUSES) == set(ArticleStatus)
    assert set(words.AUDIENCES) == set(Audience)
    assert set(words.ARTICLE_MOVES) == set(ARTICLE_STEPS)
    assert [words.article_chip(status).words for status in ArticleStatus] == [
        "Draft",
        "In review",
        "Published",
        "Retired",
    ]
