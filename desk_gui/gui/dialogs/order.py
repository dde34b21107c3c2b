"""Ordering from the catalog: who asks, what it is for, and the form of the item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_gui.domain.attachment import Upload
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.answered_first import AnsweredFirst
from desk_gui.gui.dialogs.order_form import OrderForm, what_follows
from desk_gui.gui.dialogs.requester import requester_id, requester_picker
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import classification
from desk_gui.operations.articles import answering
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.effects import Effects

WHO, WHAT = "Requester", "Title"
PAUSE_MS = 250
Asking = tuple[str, Choice | None]
"""What is typed for who asks, and the person that was chosen."""
Store = Callable[[Desk, NewTicket], Effects]


class OrderingSheet(Sheet):
    """The form of an item, with what may answer it first; whoever asks, and however it is sent.

    A field that is refused says so beneath itself. A subclass writes `order` and `end_with`.
    """

    opened = Signal(int)

    def __init__(self, context: Context, item: CatalogItem, parent: QWidget | None = None) -> None:
        super().__init__(context, f"Order: {item.name}", "Order", parent)
        self.item = item
        self._key = new_key()
        self._ask_who()
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(item.name)
        self.form.add(WHAT, self.title, "What it is for, in a few words.")
        self.asked = OrderForm(context.theme, self)
        self.below(self.asked)
        self.asked.changed.connect(self.fit)
        self.answered = AnsweredFirst(context, item, self)
        self.body.insertWidget(0, self.answered)
        self.answered.answered.connect(self.end_with)
        self.answered.found.connect(self.fit)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self.title.textChanged.connect(lambda _: self._pause.start())
        self.asked.ask(item.fields)
        self.look_up()

    @property
    def fields(self) -> dict[str, QWidget]:
        """The widgets of the questions, by their keys."""
        return self.asked.fields

    def answers(self) -> dict[str, str]:
        """What is filled in now, by the keys of the fields."""
        return self.asked.answers()

    def look_up(self) -> None:
        """Look now for articles that may answer what is typed."""
        self.answered.look_up(self.title.text(), " ".join(self.answers().values()))

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the operation is under way."""
        super().set_busy(busy=busy)
        self.answered.setEnabled(not busy)
        self.asked.setEnabled(not busy)

    def submit(self) -> None:
        """Order it, if every answer is as the form wants it."""
        if self.asked.show_wrong(self.context.desk.clock().date()):
            self.fit()
        else:
            self.order()

    def order(self) -> None:
        """Send what is filled in."""
        raise NotImplementedError

    def end_with(self, answer: Answer) -> None:
        """End it without an order, as answered by an article."""
        raise NotImplementedError

    def _ask_who(self) -> None:
        """Ask for whom it is, where that can be another than who is signed in."""

    def _title(self) -> str:
        return self.title.text().strip() or self.item.name


class OrderSheet(OrderingSheet):
    """An agent orders for a requester; `opened` carries the id of the request."""

    def __init__(self, context: Context, item: CatalogItem, parent: QWidget | None = None) -> None:
        super().__init__(context, item, parent)
        self.explain(f"{item.description} {what_follows(item)}".strip())

    def end_with(self, answer: Answer) -> None:
        """End it without an order, as answered by an article."""
        new = NewTicket(self._title(), kind=Kind.REQUEST, item_id=self.item.id)
        end = partial(classification.open_answered, article_id=answer.id, key=self._key)
        work = partial(
            _store, self.context.desk, new, self._who(), end, offered=self.answered.offered
        )
        self.send(work, f"“{new.title}” answered by {answer.number}; nothing was ordered.")

    def order(self) -> None:
        """Order it for who is named."""
        new = NewTicket(
            self._title(),
            kind=Kind.REQUEST,
            item_id=self.item.id,
            answers=self.asked.asked_answers(),
            files=Upload(self.asked.files()),
        )
        order = partial(classification.open_ticket, key=self._key)
        work = partial(
            _store, self.context.desk, new, self._who(), order, offered=self.answered.offered
        )
        self.send(work, f"“{new.title}” ordered.", lambda done: self.opened.emit(done.ticket_id))

    def _ask_who(self) -> None:
        self.requester = requester_picker(self.context, self)
        self.form.add(WHO, self.requester)

    def _who(self) -> Asking:
        return self.requester.text(), self.requester.chosen


def _store(
    desk: Desk, new: NewTicket, who: Asking, store: Store, *, offered: Sequence[int]
) -> Effects:
    """Store it for who asks, with the articles that were shown first; a job calls it."""
    effects = store(desk, replace(new, requester_id=requester_id(desk, *who)))
    if offered:
        answering.suggest(desk, effects.ticket_id, offered)
    return effects
