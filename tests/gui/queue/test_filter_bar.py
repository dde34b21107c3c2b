"""The filter bar: typing, chips, the menu, and what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desk_gui.gui.queue.filters import PATIENCE_MS
from desk_gui.gui.queue.page import QueuePage
from desk_gui.gui.theme import Theme
from tests.gui.queue.conftest import LAPTOP, MAIL, PRINTER, Titles


def chips(queue: QueuePage) -> list[str]:
    """The words of the chips that are seen."""
    found = queue.filters.chips.findChildren(QPushButton, "FilterChip")
    return [chip.text().strip() for chip in found if chip.isVisible()]


def choose(queue: QueuePage, heading: str, words: str) -> None:
    """Choose from the menu behind “+ filter”."""
    menu = queue.filters.add.menu()
    submenu = next(one.menu() for one in menu.actions() if one.text() == heading)
    assert isinstance(submenu, QMenu)
    action: QAction = next(one for one in submenu.actions() if one.text() == words)
    action.trigger()


def test_that_words_are_looked_for_while_they_are_typed(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    qtbot.keyClicks(queue.filters.words, "blank")
    qtbot.waitUntil(lambda: titles() == [PRINTER])
    assert queue.filters.text() == "is:open blank"
    assert queue.head.heading.text() == "Filtered, most urgent first"


def test_that_a_typed_condition_becomes_a_chip_after_a_space(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    qtbot.keyClicks(queue.filters.words, "kind:request ")
    qtbot.waitUntil(lambda: titles() == [LAPTOP])
    assert chips(queue) == ["open", "kind: request"]
    assert queue.filters.words.text() == ""


def test_that_enter_finishes_a_condition_at_once(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    qtbot.keyClicks(queue.filters.words, "priority:<=2")
    qtbot.keyClick(queue.filters.words, Qt.Key.Key_Return)
    assert chips(queue) == ["open", "priority: ≤ 2"]
    qtbot.waitUntil(lambda: titles() == [MAIL])


def test_that_a_condition_counts_after_a_pause_and_can_still_be_changed(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    qtbot.keyClicks(queue.filters.words, "kind:request")
    qtbot.waitUntil(lambda: titles() == [LAPTOP])
    assert queue.filters.words.text() == "kind:request"
    assert chips(queue) == ["open"]


def test_that_a_condition_that_is_being_typed_is_not_complained_about(
    queue: QueuePage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(queue.filters.words, "kind:inciden")
    with qtbot.waitSignal(queue.filters.wrong, timeout=PATIENCE_MS * 3) as said:
        assert not queue.head.trouble.isVisible()
    assert said.args == [""]
    qtbot.waitUntil(queue.head.trouble.isVisible, timeout=PATIENCE_MS * 3)
    assert queue.head.trouble.text() == "“inciden” is no kind; it can be incident, request."


def test_that_what_was_wrong_is_forgotten_once_it_is_right(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    qtbot.keyClicks(queue.filters.words, "kind:inciden")
    qtbot.keyClick(queue.filters.words, Qt.Key.Key_Return)
    assert queue.head.trouble.isVisible()
    assert titles() == [MAIL, PRINTER, LAPTOP]
    qtbot.keyClicks(queue.filters.words, "t ")
    qtbot.waitUntil(lambda: titles() == [MAIL, PRINTER])
    assert not queue.head.trouble.isVisible()


def test_that_the_menu_adds_a_condition(queue: QueuePage, titles: Titles, qtbot: QtBot) -> None:
    choose(queue, "Kind", "Service request")
    qtbot.waitUntil(lambda: titles() == [LAPTOP])
    choose(queue, "Kind", "Incident")
    qtbot.waitUntil(lambda: titles() == [MAIL, PRINTER])
    assert chips(queue) == ["open", "kind: incident"]


def test_that_the_menu_offers_the_people_of_the_desk(queue: QueuePage, qtbot: QtBot) -> None:
    choose(queue, "Assignee", "Tom")
    assert chips(queue) == ["open", "assignee: Tom"]
    assert queue.filters.text() == "is:open assignee:tom"
    qtbot.waitUntil(queue.empty.isVisible)


def test_that_a_chip_is_taken_away_by_pressing_it(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    queue.show_filter("is:open kind:request")
    qtbot.waitUntil(lambda: titles() == [LAPTOP])
    chip = queue.filters.chips.findChildren(QPushButton, "FilterChip")[-1]
    assert chip.accessibleName() == "Take away: kind: request"
    chip.click()
    qtbot.waitUntil(lambda: titles() == [MAIL, PRINTER, LAPTOP])
    assert chips(queue) == ["open"]


def test_that_backspace_in_the_empty_field_takes_the_last_chip_away(
    queue: QueuePage, qtbot: QtBot
) -> None:
    qtbot.keyClick(queue.filters.words, Qt.Key.Key_Backspace)
    assert chips(queue) == []
    qtbot.waitUntil(lambda: queue.filter_and_sort()[0] == "")
    assert queue.head.heading.text() == "All tickets, most urgent first"


def test_that_esc_empties_the_field(queue: QueuePage, titles: Titles, qtbot: QtBot) -> None:
    qtbot.keyClicks(queue.filters.words, "blank")
    qtbot.waitUntil(lambda: titles() == [PRINTER])
    qtbot.keyClick(queue.filters.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: titles() == [MAIL, PRINTER, LAPTOP])


def test_that_many_chips_go_on_in_the_next_lines_and_leave_the_field_its_room(
    queue: QueuePage, qtbot: QtBot, theme: Theme
) -> None:
    wide = queue.filters.words.width()
    queue.show_filter("is:open kind:incident status:new priority:<=3 -hold:supplier team:none")
    qtbot.waitUntil(lambda: len(chips(queue)) == len(queue.filters.text().split()))
    assert queue.filters.words.width() == wide
    assert queue.filters.chips.height() > theme.px(48)
    assert queue.width() == theme.px(560)


def test_that_forty_chips_scroll_instead_of_taking_the_page(queue: QueuePage, theme: Theme) -> None:
    queue.show_filter(" ".join(f"id:{number}" for number in range(1, 41)))
    assert queue.filters.chips.height() <= theme.px(124)
    assert queue.view.height() > 0


def test_that_a_filter_from_elsewhere_that_is_none_says_so(queue: QueuePage) -> None:
    queue.show_filter("priority:9")
    assert queue.head.trouble.text() == "A priority is a number from 1 to 5, as in priority:<=2."
    assert queue.filter_and_sort() == ("is:open", "urgency")


def test_that_an_ampersand_in_a_value_is_shown(queue: QueuePage) -> None:
    queue.show_filter("team:R&D")
    assert chips(queue) == ["team: R&&D"]
