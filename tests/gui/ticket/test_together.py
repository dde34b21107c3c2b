from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.domain.collaboration import Activity
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.watch import WatchDialog
from desk_gui.gui.ticket.together import initials, present_words, watchers_words
from desk_gui.operations import show, tickets
from desk_gui.operations.presence import Present
from desk_gui.operations.show import Watcher
from desk_gui.operations.tickets import Edit
from tests.conftest import START, Office
from tests.factories import an_incident
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words

ANSWERING, VIEWING = Activity.ANSWERING, Activity.VIEWING


def somebody(name: str, activity: Activity = VIEWING) -> Present:
    return Present(name, activity, START - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("present", "said"),
    [
        ([], ""),
        ([somebody("Tom")], "Tom is looking at this"),
        ([somebody("Tom"), somebody("Mei")], "Tom and Mei are looking at this"),
        (
            [somebody("Tom", ANSWERING), somebody("Mei"), somebody("Sofia")],
            "Tom is answering · Mei and Sofia are looking at this",
        ),
        ([somebody(n, ANSWERING) for n in ("A", "B", "C")], "A, B and C are answering"),
    ],
)
def test_that_what_others_do_is_said_in_words(present: list[Present], said: str) -> None:
    assert present_words(present) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Nobody watches this"),
        (["Amira"], "You watch this"),
        (["Tom"], "Tom watches this"),
        (["Amira", "Tom"], "You and Tom watch this"),
        (["Mei", "Sofia", "Tom"], "Mei, Sofia and Tom watch this"),
    ],
)
def test_that_who_watches_is_said_oneself_first(names: list[str], said: str) -> None:
    watchers = [Watcher(1 if n == "Amira" else 2, n.lower(), n) for n in names]
    assert watchers_words(watchers, me=1) == said


def test_that_initials_are_those_of_the_first_and_the_last_name() -> None:
    found = [initials(name) for name in ("Tom Okafor", "amira", "Jean Paul de Wit", "")]
    assert found == ["TO", "A", "JW", "?"]


def test_that_others_are_shown_while_they_are_there(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    line = page.together.present
    assert not line.isVisible()
    page.show_present([somebody("Tom Okafor", ANSWERING), somebody("Mei Tanaka")])
    assert line.isVisible()
    assert line.accessibleName() == words(page, "Present")
    assert [(f.text(), f.property("look")) for f in line.faces.shown()] == [
        ("TO", "avatar-warn"),
        ("MT", "avatar"),
    ]
    assert "Mei Tanaka, since" in line.words.toolTip()
    page.show_present([])
    assert not line.isVisible()


def test_that_where_one_is_is_said_and_that_one_left(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    first, second = an_incident(local_office.agent), an_incident(local_office.agent)
    page = reading(local_office.agent, None)
    where: list[tuple[object, object]] = []
    page.at.connect(lambda *place: where.append(place))
    page.show_ticket(first)
    settled(page, qtbot)
    page.composer.text.setPlainText("We look at it")
    page.show_ticket(second)
    settled(page, qtbot)
    page.hide()
    steps = [place for n, place in enumerate(where) if not n or place != where[n - 1]]
    assert steps == [
        (None, VIEWING),
        (first, VIEWING),
        (first, ANSWERING),
        (None, VIEWING),
        (second, VIEWING),
        (None, VIEWING),
    ]


def test_that_one_watches_and_no_longer_watches_by_a_key(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    assert words(page, "Watchers") == "Nobody watches this"
    page.context.actions.do("watch")
    settled(page, qtbot)
    assert last_said(page.context) == f"You watch INC-{ticket_id}."
    page.refresh(None)
    qtbot.waitUntil(lambda: words(page, "Watchers") == "You watch this")
    assert button(page, "Watch").text() == "Stop watching"
    button(page, "Watch").click()
    settled(page, qtbot)
    assert show.show(local_office.agent, ticket_id).watchers == ()


def test_that_watching_needs_a_ticket(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, None)
    page.together.leave()
    assert not page.context.actions.action("watch").isEnabled()
    page.together.toggle()
    assert page.context.toasts.log == []


def test_that_a_colleague_is_added_and_taken_off(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    page.together.ask_whom()
    dialog = page.findChild(WatchDialog)
    assert dialog is not None
    settled(page, qtbot)
    dialog.submit()
    assert dialog.isVisible()
    box = dialog.findChild(ChoiceBox)
    assert box is not None
    assert "Amira" not in [box.itemText(n) for n in range(box.count())]
    box.choose(local_office.colleague.account_id)
    dialog.submit()
    settled(page, qtbot)
    assert last_said(page.context) == f"Tom watches INC-{ticket_id}."
    page.loaded(show.show(local_office.agent, ticket_id))
    page.together.fill_menu()
    (off,) = [a for a in page.together._menu.actions() if a.text() == "Take Tom off"]
    off.trigger()
    settled(page, qtbot)
    assert last_said(page.context) == f"Tom no longer watches INC-{ticket_id}."


def test_that_a_colleague_who_may_not_see_it_is_refused_with_a_sentence(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.supervisor)
    tickets.edit(local_office.supervisor, ticket_id, Edit(confidential=True))
    page = reading(local_office.supervisor, ticket_id)
    page.together.ask_whom()
    dialog = page.findChild(WatchDialog)
    assert dialog is not None
    settled(page, qtbot)
    dialog.colleague.choose(local_office.colleague.account_id)
    dialog.submit()
    settled(page, qtbot)
    assert "Tom may not see" in dialog.trouble.text()
    dialog.reject()
