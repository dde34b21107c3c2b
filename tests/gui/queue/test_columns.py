"""The table of columns: which, where, how wide, and that it is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import HoldReason, Kind, Status
from desk_gui.gui.format import Chip
from desk_gui.gui.page import Context
from desk_gui.gui.queue.columns import COLUMNS, row_look
from desk_gui.gui.queue.delegates import CHIP
from desk_gui.gui.queue.page import QueuePage
from desk_gui.gui.theme import Theme
from desk_gui.operations.search import Due, QueueRow
from desk_gui.settings import Settings

PLACES = {column.name: place for place, column in enumerate(COLUMNS)}
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def held(reason: HoldReason, state: ClockState) -> QueueRow:
    """An incident on hold, whose resolve clock is due in twelve minutes."""
    opened = NOW - timedelta(hours=2)
    return QueueRow(
        id=12,
        kind=Kind.INCIDENT,
        status=Status.ON_HOLD,
        title="Plotter is slow",
        priority=Priority.HIGH,
        hold_reason=reason,
        major=Major.NONE,
        opened_at=opened,
        updated_at=opened,
        requester="Sofia",
        assignee=None,
        team=None,
        category=None,
        version=1,
        due=Due(Target.RESOLVE, state, NOW + timedelta(minutes=12)),
    )


def shown(queue: QueuePage) -> list[str]:
    """The headings that are seen, from left to right."""
    header = queue.view.horizontalHeader()
    order = [header.logicalIndex(visual) for visual in range(header.count())]
    return [COLUMNS[place].heading for place in order if not header.isSectionHidden(place)]


def test_that_rows_are_one_column_and_the_table_the_usual_ones(queue: QueuePage) -> None:
    assert shown(queue) == ["Ticket"]
    queue.head.layout_button.choose(as_columns=True)
    assert shown(queue) == [
        "Number",
        "Kind",
        "Priority",
        "Title",
        "Status",
        "Due",
        "Requester",
        "Assignee",
    ]


def test_that_cells_say_words_and_kind_and_priority_are_chips(queue: QueuePage) -> None:
    cells = {name: queue.model.index(0, place) for name, place in PLACES.items()}
    assert cells["priority"].data() == "1 Critical"
    assert isinstance(cells["priority"].data(CHIP), Chip)
    assert cells["kind"].data(CHIP).words == "Incident"
    assert cells["requester"].data(CHIP) is None
    assert cells["status"].data(Qt.ItemDataRole.AccessibleTextRole) == "Status: New"


def test_that_a_column_can_be_shown_and_hidden(queue: QueuePage) -> None:
    queue.head.layout_button.choose(as_columns=True)
    for action in queue.head.layout_button.columns.actions():
        if action.text() in {"Team", "Due"}:
            action.trigger()
    assert "Team" in shown(queue)
    assert "Due" not in shown(queue)
    queue.head.layout_button.choose(as_columns=False)
    assert shown(queue) == ["Ticket"]


def test_that_the_title_takes_the_room_that_is_left(
    queue: QueuePage, qtbot: QtBot, theme: Theme
) -> None:
    queue.resize(1400, 700)
    queue.head.layout_button.choose(as_columns=True)
    header = queue.view.horizontalHeader()
    qtbot.waitUntil(lambda: header.length() == queue.view.viewport().width())
    assert header.sectionSize(PLACES["title"]) > theme.px(400)


def test_that_columns_and_order_are_kept_and_come_back(
    queue: QueuePage, context: Context, qtbot: QtBot
) -> None:
    queue.head.layout_button.choose(as_columns=True)
    header = queue.view.horizontalHeader()
    header.resizeSection(PLACES["status"], 200)
    header.moveSection(header.visualIndex(PLACES["due"]), 1)
    next(a for a in queue.head.layout_button.columns.actions() if a.text() == "Kind").trigger()
    queue.head.order.chosen.emit("-opened")
    kept = queue.kept(Settings())
    assert kept.queue_sort == "-opened"
    again = QueuePage(replace(context, settings=kept))
    qtbot.addWidget(again)
    assert shown(again) == shown(queue)
    assert again.view.horizontalHeader().sectionSize(PLACES["status"]) == 200
    assert again.filter_and_sort() == ("is:open", "-opened")


def test_that_kept_words_that_are_no_columns_do_no_harm(context: Context, qtbot: QtBot) -> None:
    kept = Settings(
        queue_columns=("colour", "title:wide", "number:90"), queue_sort="x", queue_as_columns=True
    )
    page = QueuePage(replace(context, settings=kept))
    qtbot.addWidget(page)
    assert shown(page) == ["Number", "Title"]
    assert page.filter_and_sort() == ("is:open", "urgency")


def test_that_widths_grow_with_the_text(queue: QueuePage, theme: Theme) -> None:
    queue.head.layout_button.choose(as_columns=True)
    before = queue.view.columnWidth(PLACES["status"])
    theme.set("light", percent=200)
    assert queue.view.columnWidth(PLACES["status"]) == before * 2
    assert queue.kept(Settings()).queue_columns[0] == "number"


def test_that_a_clock_that_runs_on_while_a_supplier_is_waited_for_is_seen() -> None:
    look = row_look(held(HoldReason.SUPPLIER, ClockState.RUNNING), NOW)
    assert look.due is not None
    assert look.due.words == "Resolve: 12 min left"
    assert "On hold: supplier" in look.meta


def test_that_a_paused_ticket_says_once_that_it_is_on_hold() -> None:
    look = row_look(held(HoldReason.REQUESTER, ClockState.PAUSED), NOW)
    assert look.due is not None
    assert look.due.words == "On hold: requester"
    assert "On hold" not in look.meta
