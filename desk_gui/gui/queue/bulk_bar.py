"""What can be done to several marked tickets at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.dialogs import changing, merge
from desk_gui.gui.format import Tint, count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.queue import bulk_menus
from desk_gui.gui.queue.bulk_menus import ChangeMenu, WantedMenu
from desk_gui.gui.queue.bulk_sheet import BulkSheet, OutcomeSheet, Wanted
from desk_gui.gui.queue.bulk_work import BulkWork
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import bulk
from desk_gui.operations.accounts import Choice
from desk_gui.operations.bulk import Look, Outcome

MANY = 50
"""More than so many are always asked about first."""
SEVERAL = 2


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
        self._agents, self._changes = WantedMenu("BulkAssignMenu", self), ChangeMenu(self)
        holds, cancels = WantedMenu("BulkHoldMenu", self), WantedMenu("BulkCancelMenu", self)
        holds.offer(bulk_menus.holds())
        cancels.offer(bulk_menus.cancels())
        self._menus: dict[str, WantedMenu | ChangeMenu] = {
            "Assign to": self._agents,
            "Change": self._changes,
            "Put on hold": holds,
            "Cancel": cancels,
        }
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

    def offer(
        self, agents: Sequence[Choice], teams: Sequence[Choice], categories: Sequence[Choice]
    ) -> None:
        """Name whom tickets can be given to, and what they can be about."""
        self._agents.offer(bulk_menus.agents(agents))
        self._changes.offer(teams, categories)

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
            *(self._opener(words, menu) for words, menu in self._menus.items()),
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

    def _opener(self, words: str, menu: WantedMenu | ChangeMenu) -> QToolButton:
        button = QToolButton(self)
        button.setText(f"{words}…")
        button.setObjectName(menu.objectName().removesuffix("Menu"))
        button.setAccessibleName(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look(button, "button")
        button.setMenu(menu)
        menu.wanted.connect(self._look_first)
        return button

    def _take(self) -> None:
        self._look_first(bulk_menus.to_agent(self._context.account.id, "you"))

    def _merge(self) -> None:
        merge.ask(self._context, self._marked(), self.window())

    def _look_first(self, wanted: Wanted) -> None:
        """Look what it would do; ask where there is something to say, or where many are marked."""
        if self.work.busy:
            return
        work = partial(bulk.look, self._context.desk, self._marked(), wanted.change)
        done = partial(self._looked, wanted)
        self._context.jobs.read(
            self, work, done, failed=partial(changing.say, self._context), key="look"
        )

    def _looked(self, wanted: Wanted, found: Look) -> None:
        act = partial(bulk.make, self._context.desk, change=wanted.change)
        start = partial(self.work.start, act, found.able, self._done)
        if not found.able and not found.refused:
            self._context.toasts.say(f"All of them are {wanted.same} already.")
        elif found.refused or wanted.final or len(found.able) > MANY:
            sheet = BulkSheet(self._context, wanted, found, self.window())
            sheet.accepted.connect(start)
            sheet.open()
        else:
            start()

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
            details=self._details(outcome),
            by_key=True,
        )

    def _details(self, outcome: Outcome) -> Callable[[], None] | None:
        """Where several were refused: all of them with their reasons."""
        if len(outcome.refused) < SEVERAL:
            return None
        heading = f"{count(len(outcome.refused), 'ticket')} stayed as they were"
        sheet = partial(OutcomeSheet, self._context, heading, outcome.refused, parent=self.window())
        return lambda: sheet().open()

    def _undo(self, entries: Sequence[str]) -> None:
        act = partial(bulk.undo, self._context.desk)
        self.work.start(act, entries, self._undone)

    def _undone(self, outcome: Outcome, _: int) -> None:
        self.show_marked(self._many)
        left = f" {outcome.refused[0].words}" if outcome.refused else ""
        words = f"Undone for {count(len(outcome.done), 'ticket')}.{left}"
        tint = Tint.WARN if left else Tint.OK
        self._context.toasts.say(words, tint=tint, details=self._details(outcome))

    def _copy(self) -> None:
        work = partial(bulk.numbers, self._context.desk, self._marked())
        self._context.jobs.read(self, work, self._copied, key="numbers")

    def _copied(self, numbers: list[str]) -> None:
        QApplication.clipboard().setText("\n".join(numbers))
        self._context.toasts.say(f"{count(len(numbers), 'number')} copied.")
