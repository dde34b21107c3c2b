"""The ticket page: one ticket in one column, as the reader beside the queue or full width."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk_gui.domain.collaboration import Activity
from desk_gui.domain.errors import sentence
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.acts import Acts
from desk_gui.gui.ticket.answers import Answers
from desk_gui.gui.ticket.approvals import Approvals
from desk_gui.gui.ticket.around import Links
from desk_gui.gui.ticket.citing import Citing
from desk_gui.gui.ticket.column import Column
from desk_gui.gui.ticket.composer import Composer, Mode
from desk_gui.gui.ticket.conversation import Conversation
from desk_gui.gui.ticket.facts import Facts
from desk_gui.gui.ticket.family import Family
from desk_gui.gui.ticket.header import Header
from desk_gui.gui.ticket.history import History
from desk_gui.gui.ticket.looks_like import LooksLike
from desk_gui.gui.ticket.major_side import MajorSide
from desk_gui.gui.ticket.mentioning import colleagues
from desk_gui.gui.ticket.ordered import Ordered
from desk_gui.gui.ticket.outcome import Outcome, Parked
from desk_gui.gui.ticket.sending import Sending
from desk_gui.gui.ticket.sla_panel import SlaPanel
from desk_gui.gui.ticket.task_acts import TaskActs
from desk_gui.gui.ticket.tasks import Tasks
from desk_gui.gui.ticket.together import Together
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.operations import show
from desk_gui.operations.effects import Effects
from desk_gui.operations.presence import Present

TICK_MS = 20_000


class TicketPage(Page):
    """Shows one ticket and lets a person work on it; without one it says so.

    `writing_wanted` carries a ticket that an article is to be written about.

    `at` carries the ticket that somebody looks at here (None for none), and what is done with it.
    """

    name = "Ticket"
    at = Signal(object, object)
    writing_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._id: int | None = None
        self._shown: show.TicketPage | None = None
        self._known: Known | None = None
        self.header, self.facts, self.outcome = Header(context), Facts(context), Outcome(context)
        self.sla, self.ordered = SlaPanel(context), Ordered(context)
        self.approvals, self.tasks = Approvals(context), Tasks(context)
        self.parked, self.conversation = Parked(context), Conversation(context)
        self.composer, self.answers = Composer(context), Answers(context)
        self.links, self.history = Links(context), History(context)
        self.family, self.looks_like = Family(context), LooksLike(context)
        self.together, self.major = Together(context), MajorSide(context, self)
        self.composer.files.drop_on(self)
        self._sending = Sending(context, self.composer, self)
        self._citing = Citing(context, self.composer, self.answers, self)
        self._empty = EmptyState(context.theme)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._task_acts = TaskActs(context, self.tasks, self)
        self._acts = Acts(
            context,
            self,
            opened=self.ticket_wanted.emit,
            writing=self.writing_wanted.emit,
            refused=partial(self.refresh, None),
        )
        self._arrange()
        self._connect()
        self._say_empty("No ticket chosen", "Choose one in the queue, or open a new one.")
        self._bind()

    @property
    def shown(self) -> show.TicketPage | None:
        """The ticket that is read now, or None while there is none."""
        return self._shown

    def show_ticket(self, ticket_id: int | None) -> None:
        """Show a ticket, or none."""
        if ticket_id == self._id:
            return
        self._id = ticket_id
        self._shown = None
        self.together.leave()
        self._say_where()
        if ticket_id is None:
            self._act_on(None)
            self._say_empty("No ticket chosen", "Choose one in the queue, or open a new one.")
            return
        self.refresh(None)

    def refresh(self, effects: Effects | None) -> None:
        """Read the ticket again, and the names of people when those may have changed."""
        desk, jobs = self.context.desk, self.context.jobs
        if self._known is None or effects is None or effects.people or effects.settings:
            self._known = self._known or Known()
            jobs.read(self, partial(read_known, desk), self._known_now, key="known")
        if self._id is None:
            return
        work = partial(show.show, desk, self._id)
        jobs.read(self, work, self.loaded, failed=self._unreadable, key="ticket")

    def concerns(self, effects: Effects) -> bool:
        """Its own ticket and those linked to it, people, and articles that may answer it."""
        if effects.people or effects.settings or effects.articles:
            return True
        return bool(effects.tickets & {self._id, *(self._shown.around if self._shown else ())})

    def loaded(self, shown: show.TicketPage) -> None:
        """Show what was read."""
        if shown.ticket.id != self._id:
            return
        another = self._shown is None
        self._shown = shown
        self.setUpdatesEnabled(False)
        try:
            self._fill(shown)
        finally:
            self.setUpdatesEnabled(True)
        if another:
            self._column.begin()
        self.answers.show_ticket(shown, self.composer.text.toPlainText())
        self._say_where()

    def leave(self) -> None:
        """Keep what is typed, because the window goes."""
        self._sending.keep()

    def show_present(self, present: Sequence[Present]) -> None:
        """Say who else is at the ticket that is shown."""
        self.together.show_present(present)

    def write(self, mode: Mode) -> None:
        """Begin an answer or a work note, as by a key."""
        if self._shown is not None and not self.composer.isHidden():
            self._column.show_last([self.composer])
            self.composer.write(mode)

    def attach(self) -> None:
        """Choose files for what is being written."""
        if self._shown is not None and not self.composer.isHidden():
            self._column.show_last([self.composer])
            self.composer.files.choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Time passes only while it is seen."""
        super().showEvent(event)
        self._tick()
        self._timer.start()
        self._say_where()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop while out of sight."""
        self._timer.stop()
        super().hideEvent(event)
        self._say_where()

    def _fill(self, shown: show.TicketPage) -> None:
        known = self._known or Known()
        self._act_on(shown)
        for part in (
            self.header,
            self.family,
            self.looks_like,
            self.outcome,
            self.sla,
            self.ordered,
            self.approvals,
            self.tasks,
            self.conversation,
            self.links,
        ):
            part.show_ticket(shown)
        self.facts.show_ticket(shown, known)
        self.parked.show_ticket(shown, known)
        self.history.show_ticket(shown, known)
        self.together.show_ticket(shown)
        self._sending.show_ticket(shown)
        self._citing.show_ticket(shown)
        self._offer_colleagues(shown)
        self._column.order_tabs()
        self._layers.setCurrentIndex(1)

    def _act_on(self, shown: show.TicketPage | None) -> None:
        self._acts.show_ticket(shown)
        self._task_acts.show_ticket(shown)
        self.major.show_ticket(shown)

    def _known_now(self, known: Known) -> None:
        self._known = known
        if self._shown is not None:
            self.facts.show_ticket(self._shown, known)
            self.parked.show_ticket(self._shown, known)
            self.history.show_ticket(self._shown, known)
            self._offer_colleagues(self._shown)

    def _offer_colleagues(self, shown: show.TicketPage) -> None:
        known, me = self._known or Known(), self.context.account.id
        self.composer.text.offer(colleagues(known, shown.ticket, me))

    def _unreadable(self, error: Exception) -> None:
        self._shown = None
        self.together.leave()
        self._say_where()
        self._act_on(None)
        self._say_empty("This ticket cannot be shown", sentence(error))

    def _say_empty(self, why: str, more: str) -> None:
        self._empty.show_words(Icon.INBOX, why, more)
        self._layers.setCurrentIndex(0)

    def _tick(self) -> None:
        if self._shown is not None:
            self.header.tick()
            self.sla.tick()
            self.major.card.tick()

    def _say_where(self) -> None:
        """Tell the others what is done here, if anything can be seen of it."""
        if self._shown is not None and self.isVisible():
            self.at.emit(self._shown.ticket.id, self._sending.activity)
        else:
            self.at.emit(None, Activity.VIEWING)

    def _show_newest(self) -> None:
        self._column.show_last(self.conversation.cards())

    def _arrange(self) -> None:
        look(self, "page")
        self._column = Column(self.context.theme, _parts(self), self)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._column)
        self.setFocusProxy(self._column)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tick)
        self.header.act_wanted.connect(self._acts.do)
        self.facts.changed.connect(self._acts.change_field)
        self._sending.activity_changed.connect(self._say_where)
        self._sending.look_wanted.connect(self._show_newest)
        self.outcome.article_wanted.connect(self.article_wanted)
        self.outcome.write.clicked.connect(partial(self._acts.do, "write_article"))
        self.answers.opened.connect(self.article_wanted)
        self.answers.ticket_opened.connect(self.ticket_wanted)
        self.answers.found.connect(self._column.order_tabs)
        self.links.opened.connect(self.ticket_wanted)
        self.major.card.ticket_wanted.connect(self.ticket_wanted)
        self.major.card.changed.connect(self._column.order_tabs)
        self.links.taken_away.connect(self._acts.unlink)
        self.family.opened.connect(self.ticket_wanted)
        self.looks_like.opened.connect(self.ticket_wanted)
        self.looks_like.merge_wanted.connect(self._acts.merge_into)
        self.looks_like.found.connect(self._column.order_tabs)
        self.family.apart_wanted.connect(self._acts.take_apart)
        self.conversation.opened.connect(self.ticket_wanted)
        self.history.undo_wanted.connect(self._acts.undo_entry)

    def _bind(self) -> None:
        actions = self.context.actions
        actions.attach(self)
        self._acts.bind()
        actions.on("comment", partial(self.write, Mode.ANSWER))
        actions.on("note", partial(self.write, Mode.NOTE))
        actions.on("attach", self.attach)
        actions.on("watch", self.together.toggle)


def _parts(page: TicketPage) -> tuple[QWidget, ...]:
    """The parts of the column, from top to bottom."""
    return (
        page.header,
        page.family,
        page.looks_like,
        page.together,
        page.major.card,
        page.outcome,
        page.facts,
        page.ordered,
        page.sla,
        page.approvals,
        page.tasks,
        page.parked,
        page.conversation,
        page.composer,
        page.answers,
        page.links,
        page.history,
    )
