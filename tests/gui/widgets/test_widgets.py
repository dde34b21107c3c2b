from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.duration_label import AgoLabel
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.person_picker import Choice, PersonPicker
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel

HOSTILE = "<img src='file:///etc/passwd'><b>bold</b>"


def test_that_a_label_shows_markup_as_text(qtbot: QtBot) -> None:
    label = TextLabel(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_that_a_cut_label_tells_the_whole_in_a_tooltip_that_is_no_markup(qtbot: QtBot) -> None:
    label = ElidedLabel(HOSTILE)
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.show()
    label.grab()
    assert "&lt;img" in label.toolTip()
    assert "<img" not in label.toolTip()
    label.resize(2000, 20)
    label.grab()
    assert label.toolTip() == ""


def test_that_a_badge_says_its_words_to_everybody(qtbot: QtBot) -> None:
    badge = Badge(Chip("Respond: 3 min over", Tint.BAD))
    qtbot.addWidget(badge)
    assert badge.text() == badge.accessibleName() == "Respond: 3 min over"
    badge.show_chip(None)
    assert badge.isHidden()


def test_that_an_empty_page_says_why_and_offers_one_act(theme: Theme, qtbot: QtBot) -> None:
    done: list[str] = []
    state = EmptyState(theme).show_words(Icon.INBOX, "Nothing matches", "Clear the filter.")
    qtbot.addWidget(state)
    state.offer("Clear", lambda: done.append("cleared"))
    button = state.findChild(QPushButton)
    assert button is not None
    button.click()
    assert done == ["cleared"]
    assert state.accessibleName() == "Nothing matches Clear the filter."
    state.offer("", None)
    assert button.isHidden()


def test_that_a_search_is_said_once_after_the_typing_pauses(theme: Theme, qtbot: QtBot) -> None:
    box = SearchBox(theme, "Search tickets")
    qtbot.addWidget(box)
    said: list[str] = []
    box.searched.connect(said.append)
    QTest.keyClicks(box, "vpn")
    qtbot.waitUntil(lambda: said == ["vpn"])
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert said == ["vpn"]
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert said == ["vpn", ""]


def test_that_time_passes_in_a_label_and_the_exact_instant_is_told(qtbot: QtBot) -> None:
    now = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    later = [now]
    label = AgoLabel(now - timedelta(minutes=5), clock=lambda: later[-1])
    qtbot.addWidget(label)
    assert label.text() == "5 min ago"
    later.append(now + timedelta(minutes=2))
    label.tick()
    assert label.text() == "7 min ago"
    assert "2026" in label.toolTip()
    label.show_instant(None)
    assert label.text() == ""


@pytest.fixture
def picker(qtbot: QtBot) -> PersonPicker:
    people = [Choice(1, "Amira Haddad", "Infrastructure"), Choice(2, "Tom Okafor")]

    def find(words: str, show: Callable[[Sequence[Choice]], None]) -> None:
        show([person for person in people if words.lower() in person.name.lower()])

    made = PersonPicker(find, "Assignee")
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


def test_that_a_person_is_picked_from_those_who_fit(picker: PersonPicker, qtbot: QtBot) -> None:
    picked: list[object] = []
    picker.picked.connect(picked.append)
    QTest.keyClicks(picker, "ami")
    picker.look_up()
    model = picker.completer().model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "Amira Haddad · Infrastructure"
    ]
    picker.choose(Choice(1, "Amira Haddad"))
    assert picker.text() == "Amira Haddad"
    assert picked == [Choice(1, "Amira Haddad")]


def test_that_changing_the_words_unpicks_the_person(picker: PersonPicker, qtbot: QtBot) -> None:
    picker.choose(Choice(2, "Tom Okafor"))
    QTest.keyClicks(picker, "x")
    assert picker.chosen is None
    picker.choose(Choice(2, "Tom Okafor"))
    picker.clear()
    assert picker.chosen is None
