from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.page import Context
from desk_gui.gui.shell.fuzzy import score
from desk_gui.gui.shell.window import Window
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import ElidedLabel
from tests.gui.gallery import made_up_context, made_up_window


@pytest.fixture
def context(theme: Theme, jobs: Jobs) -> Context:
    return made_up_context(theme, jobs)


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    made = made_up_window(context)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def child(window: Window, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None
    return found


def test_that_the_window_opens_on_the_queue_with_the_reader_beside(window: Window) -> None:
    assert window.page_name() == "Queue"
    assert child(window, "Queue").isVisible()
    assert child(window, "Ticket").isVisible()


def test_that_the_sidebar_leads_to_a_page(window: Window) -> None:
    window.sidebar.entry("page:Knowledge").click()
    assert window.page_name() == "Knowledge"
    assert window.sidebar.entry("page:Knowledge").isChecked()
    assert not window.sidebar.entry("page:Queue").isChecked()


def test_that_a_view_is_asked_for_and_shown_in_the_queue(window: Window, qtbot: QtBot) -> None:
    window.show_page("Reports")
    with qtbot.waitSignal(window.view_wanted) as asked:
        window.sidebar.entry("mine").click()
    assert asked.args == ["mine"]
    assert window.page_name() == "Queue"


def test_that_a_count_is_part_of_what_a_screen_reader_says(window: Window) -> None:
    assert window.sidebar.entry("waiting").accessibleName() == "Waiting for requester, 1,211"


def test_that_only_pages_that_exist_are_listed(window: Window) -> None:
    words = [entry.accessibleName() for entry in entries(window)]
    assert words[:3] == ["Queue, 38", "Knowledge", "Reports"]
    assert "Administration" not in words


def test_that_the_reader_replaces_the_list_in_a_narrow_window(window: Window, qtbot: QtBot) -> None:
    window.resize(900, 700)
    assert child(window, "Queue").isVisible()
    assert not child(window, "Ticket").isVisible()
    window.show_ticket(1)
    assert not child(window, "Queue").isVisible()
    assert child(window, "Ticket").isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert child(window, "Queue").isVisible()


def test_that_larger_text_needs_a_wider_window_for_both(window: Window, theme: Theme) -> None:
    theme.set("light", percent=150)
    assert window.is_narrow()
    assert not child(window, "Ticket").isVisible()


def test_that_the_sidebar_gives_way_and_can_be_brought_back(window: Window) -> None:
    window.resize(600, 500)
    assert not window.sidebar.isVisible()
    button = child(window, "ShowTheSidebar")
    assert button.isVisible()
    assert isinstance(button, QAbstractButton)
    button.click()
    assert window.sidebar.isVisible()


def test_that_ctrl_k_opens_the_palette_and_esc_gives_the_focus_back(
    window: Window, qtbot: QtBot
) -> None:
    before = child(window, "Queue").focusProxy()
    assert before is not None
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.quick.isVisible()
    assert isinstance(window.focusWidget(), QLineEdit)
    QTest.keyClick(window.quick.field, Qt.Key.Key_Escape)
    assert not window.quick.isVisible()
    assert window.focusWidget() is before


def test_that_the_palette_lists_every_command_that_can_be_done_now(
    window: Window, context: Context
) -> None:
    context.actions.allow("hold", allowed=False, because="Not now.")
    window.top.want_search()
    listed = {line.words for line in window.quick.lines()}
    enabled = {action.text() for action in context.actions.enabled()}
    assert listed == enabled - {"Search or do anything…"}
    assert "Put on hold…" not in listed


def test_that_commands_and_findings_stand_beside_each_other_and_everything_comes_last(
    window: Window,
) -> None:
    window.top.want_search()
    window.quick.field.setText("new")
    window.quick.look_up()
    lines = [line.words for line in window.quick.lines()]
    assert lines[0] in {"New incident", "New request"}
    assert "Mail server unreachable for the whole Lyon office" in lines
    assert lines[-1] == "Search everything for “new”"


def test_that_the_highlight_follows_its_line_when_findings_arrive(
    window: Window, qtbot: QtBot
) -> None:
    window.top.want_search()
    window.quick.field.setText("new")
    QTest.keyClick(window.quick.field, Qt.Key.Key_Up)
    assert window.quick.list.currentIndex().data() == "Search everything for “new”"
    window.quick.look_up()
    assert window.quick.list.currentIndex().data() == "Search everything for “new”"


def test_that_enter_does_what_is_highlighted(
    window: Window, context: Context, qtbot: QtBot
) -> None:
    done: list[str] = []
    context.actions.on("new_request", lambda: done.append("request"))
    window.top.want_search()
    window.quick.field.setText("new req")
    QTest.keyClick(window.quick.field, Qt.Key.Key_Return)
    assert done == ["request"]
    assert not window.quick.isVisible()


def test_that_old_findings_do_not_arrive_after_newer_words(
    window: Window, context: Context
) -> None:
    waiting: list[Callable[[], None]] = []
    window.quick._find = lambda _, show: waiting.append(lambda: show(()))
    window.top.want_search()
    window.quick.field.setText("one")
    window.quick.look_up()
    window.quick.field.setText("two")
    before = window.quick.lines()
    waiting[0]()
    assert window.quick.lines() == before


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("ni", "New incident", "Sign out"),
        ("rep", "Reports", "New request"),
        ("queue", "Queue", "Show quarterly values due"),
    ],
)
def test_that_starts_of_words_fit_better(typed: str, better: str, worse: str) -> None:
    assert score(typed, better) > score(typed, worse)


def test_that_letters_that_do_not_occur_do_not_fit() -> None:
    assert score("xyz", "New incident") == 0


def test_that_f6_goes_round_the_parts_of_the_window(window: Window, context: Context) -> None:
    visited = []
    child(window, "Ticket").findChildren(QAbstractButton)[0].setFocus()
    for _ in range(4):
        context.actions.do("next_pane")
        visited.append(next(p for p in panes(window) if p.isAncestorOf(window.focusWidget())))
    assert visited == panes(window)[: len(visited)]


def test_that_everything_one_can_press_or_type_into_has_two_names(window: Window) -> None:
    kinds = (QAbstractButton, QLineEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in window.top.findChildren(kind) + window.sidebar.findChildren(kind)
        if not widget.objectName() or not widget.accessibleName()
    ]
    assert nameless == []


def test_that_position_and_splitter_come_back(window: Window, context: Context) -> None:
    window.split.setSizes([300, 700])
    geometry, sizes = window.state()
    assert geometry
    again = made_up_window(context)
    again.resize(1280, 800)
    again.show()
    again.restore("", sizes)
    assert again.state()[1] == pytest.approx(sizes, abs=2)
    again.deleteLater()


def entries(window: Window) -> list[QAbstractButton]:
    return [
        button
        for button in window.sidebar.findChildren(QAbstractButton)
        if button.objectName() == "SidebarEntry"
    ]


def panes(window: Window) -> list[QWidget]:
    return [window.top, window.sidebar, child(window, "Queue"), child(window, "Ticket")]


def test_that_the_search_field_says_a_whole_word_where_there_is_little_room(
    window: Window, theme: Theme, qtbot: QtBot
) -> None:
    words = window.top.search.findChild(ElidedLabel)
    assert words is not None
    assert words.text() == "Search tickets and articles"
    theme.set("light", percent=200)
    qtbot.waitUntil(lambda: words.text() == "Search")
    assert words.width() >= words.fontMetrics().horizontalAdvance("Search")
