"""What can be done to several marked tickets at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.workflow import HoldReason
from desk_gui.gui.dialogs import merge
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.format import HOLD_REASONS, Tint, count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.queue.bulk_work import BulkWork
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import bulk
from desk_gui.operations.accounts import Choice
from desk_gui.operations.bulk import Outcome

MANY = 50


class BulkBar(QFrame):
    """Appears when two or more tickets are marked; `marked` answers which they are."""

    unmark_wanted = Signal()

    def __init__(
        self, context: Context, marked: Callable[[], Sequence[int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._marked, self._many = context, marked, 0
        self.work = BulkWork(context, self)
        self.setObjectName("BulkBar")
        self.setAccessibleName("Marked tickets")
        look(self, "surface")
        self._words = TextLabel("", "strong", self)
        self._words.setObjectName("BulkWords")
        self._acts: list[QWidget] = []
        self._assign, self._people = self._menu("Assign to", "BulkAssign")
        self._hold, reasons = self._menu("Put on hold", "BulkHold")
        for reason, words in HOLD_REASONS.items():
            reasons.addAction(words).triggered.connect(partial(self._put_on_hold, reason, words))
        self.stop = self._button("Stop", self.work.stop)
        self._arrange()
        self.work.moved.connect(self._moved)
        self.hide()

    def show_marked(self, many: int) -> None:
        """Offer acts for so many tickets, or go away when there are fewer than two."""
        self._many = many
        if not self.work.busy:
            self._words.setText(f"{many:,} marked")
            self.setVisible(many > 1)

    def offer(self, agents: Sequence[Choice]) -> None:
        """Name the agents that tickets can be given to."""
        self._people.clear()
        for agent in agents:
            action = self._people.addAction(agent.name.replace("&", "&&"))
            action.triggered.connect(partial(self._give, agent.id, agent.name))

    def _arrange(self) -> None:
        px = self._context.theme.px
        line = QFrame(self)
        line.setFixedHeight(1)
        look(line, "line")
        row = FlowLayout(px(8))
        inside = QVBoxLayout()
        inside.setContentsMargins(px(16), px(8), px(16), px(8))
        inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(inside)
        self._words.setMinimumHeight(px(32))
        self._acts = [
            self._button("Assign to me", self._take),
            self._assign,
            self._hold,
            self._button("Merge…", self._merge),
            self._icon_button(Icon.COPY, "Copy numbers", self._copy),
            self._icon_button(Icon.X, "Unmark", self.unmark_wanted.emit),
        ]
        for widget in (self._words, *self._acts, self.stop):
            row.addWidget(widget)
        self.stop.hide()

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        name = words.rstrip("…")
        button.setObjectName("Bulk" + name.title().replace(" ", ""))
        button.setAccessibleName(name)
        button.clicked.connect(lambda: act())  # noqa: PLW0108 - drops `checked`
        return button

    def _icon_button(self, icon: Icon, words: str, act: Callable[[], None]) -> QWidget:
        button = IconButton(self._context.theme, icon, words, parent=self)
        button.setObjectName("Bulk" + words.title().replace(" ", ""))
        button.clicked.connect(lambda: act())  # noqa: PLW0108 - drops `checked`
        return button

    def _menu(self, words: str, name: str) -> tuple[QToolButton, QMenu]:
        button = QToolButton(self)
        button.setText(f"{words}…")
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look(button, "button")
        menu = QMenu(button)
        button.setMenu(menu)
        return button, menu

    def _take(self) -> None:
        me = self._context.account
        self._give(me.id, "you")

    def _give(self, account_id: int, name: str, *_: object) -> None:
        act = partial(bulk.assign, self._context.desk, assignee_id=account_id)
        self._ask(f"Assign {count(self._many, 'ticket')} to {name}?", "Assign", act)

    def _put_on_hold(self, reason: HoldReason, words: str, *_: object) -> None:
        act = partial(bulk.hold, self._context.desk, reason=reason)
        question = f"Put {count(self._many, 'ticket')} on hold, waiting for: {words.lower()}?"
        self._ask(question, "Put on hold", act)

    def _merge(self) -> None:
        merge.ask(self._context, self._marked(), self.window())

    def _ask(self, question: str, verb: str, act: Callable[[Sequence[int]], Outcome]) -> None:
        """Many at once are asked about first."""
        wanted = self._marked()
        if len(wanted) <= MANY:
            self._start(act, wanted)
        else:
            confirm(self, question, verb, then=partial(self._start, act, wanted))

    def _start(self, act: Callable[[Sequence[int]], Outcome], wanted: Sequence[int]) -> None:
        self.work.start(act, wanted, self._done)

    def _moved(self, at: int, of: int) -> None:
        busy = at < of
        for act in self._acts:
            act.setVisible(not busy)
        self.stop.setVisible(busy)
        self._words.setText(f"{at:,} of {of:,} done")

    def _done(self, outcome: Outcome, left: int) -> None:
        self.show_marked(self._many)
        undo = partial(self._undo, outcome.undo) if outcome.undo else None
        words = f"{outcome.words} Stopped before {count(left, 'more', 'more')}."
        self._context.toasts.say(
            words if left else outcome.words,
            tint=Tint.WARN if outcome.refused or left else Tint.OK,
            undo=undo,
        )

    def _undo(self, entries: Sequence[str]) -> None:
        act = partial(bulk.undo, self._context.desk)
        self.work.start(act, entries, self._undone)

    def _undone(self, outcome: Outcome, _: int) -> None:
        self.show_marked(self._many)
        left = f" {outcome.refused[0].why}" if outcome.refused else ""
        words = f"Undone for {count(len(outcome.done), 'ticket')}.{left}"
        self._context.toasts.say(words, tint=Tint.WARN if left else Tint.OK)

    def _copy(self) -> None:
        work = partial(bulk.numbers, self._context.desk, self._marked())
        self._context.jobs.read(self, work, self._copied, key="numbers")

    def _copied(self, numbers: list[str]) -> None:
        QApplication.clipboard().setText("\n".join(numbers))
        self._context.toasts.say(f"{count(len(numbers), 'number')} copied.")
