"""The list: rows, order, marks, keys, and what happens when somebody else changes something."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, Kind, Status
from desk_gui.gui.page import Context
from desk_gui.gui.queue.model import PAGE, QueueModel
from desk_gui.gui.queue.page import QueuePage
from desk_gui.operations import search, tickets
from desk_gui.operations.classification import NewTicket, open_ticket
from desk_gui.operations.desk import Desk
from desk_gui.operations.search import QueueRow, View
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.queue.conftest import LAPTOP, MAIL, PRINTER, Titles

OFFLINE = NewTicket(
    "Whole office offline", kind=Kind.INCIDENT, impact=Level.HIGH, urgency=Level.HIGH
)
ASCENDING = Qt.SortOrder.AscendingOrder


def mark(queue: QueuePage, *rows: int) -> None:
    """Mark rows as Ctrl and a click would."""
    flags = QItemSelectionModel.SelectionFlag
    queue.view.clearSelection()
    for row in rows:
        queue.view.selectionModel().select(queue.model.index(row, 0), flags.Select | flags.Rows)


def test_that_the_most_urgent_ticket_stands_first(queue: QueuePage, titles: Titles) -> None:
    assert titles() == [MAIL, PRINTER, LAPTOP]
    assert queue.head.heading.text() == "Open, most urgent first"
    assert queue.head.many.text() == "3"


def test_that_a_row_is_read_out_as_one_sentence(queue: QueuePage, three: dict[str, int]) -> None:
    said = queue.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(f"Incident INC-{three[MAIL]}, priority 1 Critical, {MAIL}, Respond:")
    assert said.endswith("with nobody")


def test_that_a_title_with_markup_stays_text_in_the_tooltip(
    local_office: Office, new_page: Callable[[], QueuePage]
) -> None:
    an_incident(local_office.agent, "<b>loud</b>")
    tip = new_page().model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;loud" in tip


def test_that_the_model_keeps_the_rules_of_qt(queue: QueuePage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(queue.model, force_py=True)


def test_that_rows_are_blank_until_they_are_read(
    context: Context, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent, MAIL)
    model = QueueModel(context.desk, context.jobs)
    model.show_ids([ticket_id])
    assert model.index(0, 0).data() is None
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert MAIL in model.index(0, 0).data()


def test_that_a_page_is_asked_for_once_however_many_cells_are_drawn(
    context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = _listen(monkeypatch)
    model = QueueModel(context.desk, context.jobs)
    model.show_ids(range(1, PAGE * 2))
    for column in range(model.columnCount()):
        model.index(5, column).data()
    qtbot.waitUntil(context.jobs.idle)
    assert asked == [list(range(1, PAGE + 1))]


def test_that_a_ticket_that_is_gone_is_not_asked_for_again(
    context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = _listen(monkeypatch)
    model = QueueModel(context.desk, context.jobs)
    model.show_ids([404])
    for _ in range(3):
        model.index(0, 0).data()
        qtbot.waitUntil(context.jobs.idle)
    assert asked == [[404]]


def test_that_a_fast_scroll_reads_the_last_pages_and_not_all(
    context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = _listen(monkeypatch)
    model = QueueModel(context.desk, context.jobs)
    model.show_ids(range(PAGE * 100))
    for page in range(100):
        model.index(page * PAGE, 0).data()
    qtbot.waitUntil(context.jobs.idle)
    assert len(asked) < 20
    assert [99 * PAGE, *range(99 * PAGE + 1, 100 * PAGE)] in asked


def test_that_an_answer_from_before_a_change_is_dropped(
    context: Context, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent, MAIL)
    model = QueueModel(context.desk, context.jobs)
    model.show_ids([ticket_id])
    model.index(0, 0).data()
    model.forget({ticket_id})
    qtbot.waitUntil(context.jobs.idle)
    assert model.ticket_at(0) is None
    model.index(0, 0).data()
    qtbot.waitUntil(lambda: model.ticket_at(0) is not None)


def test_that_a_page_that_cannot_be_read_says_why(
    queue: QueuePage, three: dict[str, int], local_office: Office, qtbot: QtBot
) -> None:
    database = local_office.agent.database
    database.close()
    Path(database.location).rename(f"{database.location}.elsewhere")
    queue.refresh(None)
    qtbot.waitUntil(queue.head.trouble.isVisible)
    assert queue.head.trouble.text().endswith(".")
    assert queue.model.rowCount() == len(three)


def test_that_j_and_k_go_through_the_tickets(
    queue: QueuePage, three: dict[str, int], qtbot: QtBot
) -> None:
    queue.view.setFocus()
    for key, title in (("j", MAIL), ("j", PRINTER), ("j", LAPTOP), ("k", PRINTER)):
        with qtbot.waitSignal(queue.ticket_passed) as passed:
            qtbot.keyClicks(queue.view, key)
        assert passed.args == [three[title]]


def test_that_the_arrow_keys_go_through_the_tickets(
    queue: QueuePage, three: dict[str, int], qtbot: QtBot
) -> None:
    queue.view.selectRow(0)
    with qtbot.waitSignal(queue.ticket_passed) as passed:
        qtbot.keyClick(queue.view, Qt.Key.Key_Down)
    assert passed.args == [three[PRINTER]]


def test_that_stepping_opens_the_ticket_where_the_reader_took_the_place_of_the_list(
    queue: QueuePage, three: dict[str, int], qtbot: QtBot
) -> None:
    queue.hide()
    with qtbot.waitSignal(queue.ticket_wanted) as wanted:
        queue.step(1)
    assert wanted.args == [three[MAIL]]


def test_that_enter_opens_the_current_ticket(
    queue: QueuePage, three: dict[str, int], qtbot: QtBot
) -> None:
    queue.view.selectRow(1)
    with qtbot.waitSignal(queue.ticket_wanted) as wanted:
        qtbot.keyClick(queue.view, Qt.Key.Key_Return)
    assert wanted.args == [three[PRINTER]]


def test_that_a_click_opens_the_ticket_even_when_it_is_marked_already(
    queue: QueuePage, three: dict[str, int], qtbot: QtBot
) -> None:
    for _ in range(2):
        with qtbot.waitSignal(queue.ticket_wanted) as wanted:
            place = queue.view.visualRect(queue.model.index(0, 0)).center()
            qtbot.mouseClick(
                queue.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), place
            )
        assert wanted.args == [three[MAIL]]


def test_that_letters_typed_in_the_list_read_no_rows(
    context: Context, queue: QueuePage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = _listen(monkeypatch)
    queue.model.show_ids(range(1, PAGE * 5))
    qtbot.waitUntil(context.jobs.idle)
    before = len(asked)
    qtbot.keyClicks(queue.view, "zq")
    qtbot.waitUntil(context.jobs.idle)
    assert len(asked) == before


def test_that_marking_all_asks_for_no_rows_even_where_a_screen_reader_listens(
    queue: QueuePage, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = _listen(monkeypatch)
    queue.model.show_ids(range(1, PAGE * 20 + 1))
    qtbot.waitUntil(context.jobs.idle)
    seen = len(asked)
    QAccessible.setActive(True)
    qtbot.keyClick(queue.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QAccessible.setActive(False)
    qtbot.waitUntil(context.jobs.idle)
    assert queue.view.marked_count() == PAGE * 20
    assert queue.view.selectionModel().selection().size() == 1
    assert len(asked) == seen


def test_that_marks_and_the_current_ticket_survive_what_others_insert(
    queue: QueuePage, three: dict[str, int], context: Context, local_office: Office, qtbot: QtBot
) -> None:
    queue.view.setCurrentIndex(queue.model.index(2, 0))
    mark(queue, 1, 2)
    effects = open_ticket(local_office.colleague, OFFLINE)
    context.live.announce(effects)
    qtbot.waitUntil(lambda: queue.model.rowCount() == len(three) + 1)
    qtbot.waitUntil(context.jobs.idle)
    assert queue.selected() == [three[PRINTER], three[LAPTOP]]
    assert queue.view.currentIndex().data(Qt.ItemDataRole.UserRole) == three[LAPTOP]


def test_that_the_list_stays_where_it_was_when_the_order_changes_above(
    queue: QueuePage, context: Context, local_office: Office, qtbot: QtBot
) -> None:
    for number in range(30):
        an_incident(local_office.agent, f"Ticket {number}")
    queue.refresh(None)
    qtbot.waitUntil(context.jobs.idle)
    queue.view.verticalScrollBar().setValue(500)
    first = queue.view.place().seen[0]
    effects = open_ticket(local_office.colleague, OFFLINE)
    context.live.announce(effects)
    many = queue.model.rowCount()
    qtbot.waitUntil(lambda: queue.model.rowCount() == many + 1)
    assert queue.view.place().seen[0] == first


def test_that_what_a_colleague_changed_shows(
    three: dict[str, int], context: Context, local_office: Office, titles: Titles, qtbot: QtBot
) -> None:
    wanted = tickets.Edit(title="Printer is on fire")
    effects = tickets.edit(local_office.colleague, three[PRINTER], wanted)
    context.live.announce(effects)
    qtbot.waitUntil(lambda: "Printer is on fire" in titles())


def test_that_the_next_ticket_follows_one_that_left_the_list(
    queue: QueuePage, three: dict[str, int], context: Context, local_office: Office, qtbot: QtBot
) -> None:
    queue.view.selectRow(0)
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    context.live.announce(tickets.move(local_office.supervisor, three[MAIL], wish))
    qtbot.waitUntil(lambda: queue.model.rowCount() == len(three) - 1)
    queue.step(1)
    assert queue.selected() == [three[PRINTER]]


def test_that_times_go_on_without_reading_anything(
    queue: QueuePage, local_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _listen(monkeypatch)
    place = next(
        column
        for column in range(queue.model.columnCount())
        if queue.model.headerData(column, Qt.Orientation.Horizontal) == "Opened"
    )
    assert queue.model.index(0, place).data() == "just now"
    local_office.clock.forward(minutes=5)
    queue.model.look_again()
    assert queue.model.index(0, place).data() == "5 min ago"
    assert asked == []


def test_that_an_order_is_chosen_from_the_button(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    by_title = next(
        action for action in queue.head.order.menu().actions() if "title" in action.text()
    )
    by_title.trigger()
    qtbot.waitUntil(lambda: titles() == [MAIL, LAPTOP, PRINTER])
    assert queue.head.heading.text() == "Open, by title"
    assert queue.head.order.accessibleName() == "Sort, now by title"


def test_that_a_heading_sorts_and_turns_round(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    queue.resize(1072, 700)
    queue.head.layout_button.choose(as_columns=True)
    header = queue.view.horizontalHeader()
    place = next(n for n in range(header.count()) if queue.model.headerData(n, HEAD) == "Title")
    spot = header.sectionViewportPosition(place) + 20
    for wanted, order in (
        ([MAIL, LAPTOP, PRINTER], ASCENDING),
        ([PRINTER, LAPTOP, MAIL], Qt.SortOrder.DescendingOrder),
    ):
        qtbot.mouseClick(
            header.viewport(),
            Qt.MouseButton.LeftButton,
            pos=header.viewport().rect().topLeft() + type(header.pos())(spot, 8),
        )
        qtbot.waitUntil(partial(_same, titles, wanted))
        assert header.isSortIndicatorShown()
        assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (place, order)


HEAD = Qt.Orientation.Horizontal


def test_that_a_saved_view_is_shown_with_its_name(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    queue.show_view(View("Service requests", "is:open kind:request"))
    qtbot.waitUntil(lambda: titles() == [LAPTOP])
    assert queue.head.heading.text() == "Service requests, most urgent first"
    assert queue.filter_and_sort() == ("is:open kind:request", "urgency")


def test_that_an_empty_desk_offers_the_first_ticket(
    new_page: Callable[[], QueuePage], context: Context
) -> None:
    opened = []
    context.actions.on("new_incident", lambda: opened.append(1))
    page = new_page()
    assert page.empty.isVisible()
    assert page.empty.accessibleName().startswith("No tickets yet")
    _button(page.empty, "EmptyStateAct").click()
    assert opened == [1]


def test_that_a_view_without_tickets_says_so(queue: QueuePage, qtbot: QtBot) -> None:
    queue.show_view(next(view for view in search.VIEWS if view.name == "Mine"))
    qtbot.waitUntil(queue.empty.isVisible)
    assert queue.empty.accessibleName().startswith("Nothing in “Mine”")


def test_that_a_filter_that_fits_nothing_leads_back(
    queue: QueuePage, titles: Titles, qtbot: QtBot
) -> None:
    queue.show_filter("zeppelin")
    qtbot.waitUntil(queue.empty.isVisible)
    assert queue.empty.accessibleName().startswith("No ticket fits this")
    _button(queue.empty, "EmptyStateAct").click()
    qtbot.waitUntil(lambda: titles() == [MAIL, PRINTER, LAPTOP])


def test_that_every_control_has_a_name(queue: QueuePage) -> None:
    queue.show_filter("is:open kind:incident")
    mark(queue, 0, 1)
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in queue.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and isinstance(widget, QAbstractButton | QLineEdit | type(queue.view))
        and not widget.accessibleName()
        and widget.parent() is not queue.filters.words
    ]
    assert nameless == []


def test_that_the_page_gives_its_focus_to_the_list(queue: QueuePage) -> None:
    queue.setFocus()
    assert queue.focusProxy() is queue.view


def test_that_single_keys_are_text_where_somebody_types(
    queue: QueuePage, context: Context, qtbot: QtBot
) -> None:
    stepped: list[QAction] = []
    context.actions.on("next_ticket", lambda: stepped.append(QAction()))
    queue.filters.words.setFocus()
    qtbot.keyClicks(queue.filters.words, "jk")
    assert queue.filters.words.text() == "jk"
    assert stepped == []


def _button(place: QWidget, name: str) -> QAbstractButton:
    found = place.findChild(QAbstractButton, name)
    assert found is not None
    return found


def _listen(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Every page of ids that is read from now on."""
    asked: list[list[int]] = []

    def read(desk: Desk, wanted: list[int]) -> list[QueueRow]:
        asked.append(list(wanted))
        return search.queue_rows(desk, wanted)

    monkeypatch.setattr("desk_gui.gui.queue.model.queue_rows", read)
    return asked


def _same(read: Callable[[], list[str]], wanted: list[str]) -> bool:
    return read() == wanted
