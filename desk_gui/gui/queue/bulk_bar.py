"""What can be done to several marked tickets at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from desk_gui.gui.format import count
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import bulk
from desk_gui.operations.accounts import Choice
from desk_gui.operations.bulk import Outcome


class BulkBar(QFrame):
    """Appears when two or more tickets are marked."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._selected: Sequence[int] = ()
        self.setObjectName("BulkBar")
        self.setAccessibleName("Marked tickets")
        look(self, "card")
        self._words = TextLabel("", "strong", self)
        self._assign = QToolButton(self)
        self._assign.setText("Assign to")
        self._assign.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._assign)
        self._assign.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self._button("Assign to me", self._take))
        row.addWidget(self._assign)
        row.addWidget(self._button("Copy numbers", self._copy))
        self._assign.setObjectName("BulkAssign")
        self._assign.setAccessibleName("Assign to")
        self.hide()

    def show_selected(self, ids: Sequence[int]) -> None:
        """Offer acts for these tickets, or go away when there are fewer than two."""
        self._selected = ids
        self._words.setText(f"{count(len(ids), 'ticket')} marked")
        self.setVisible(len(ids) > 1)

    def offer(self, agents: Sequence[Choice]) -> None:
        """Name the agents that tickets can be given to."""
        self._menu.clear()
        for agent in agents:
            self._menu.addAction(agent.name).triggered.connect(partial(self._give, agent.id))

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("Bulk" + words.title().replace(" ", ""))
        button.setAccessibleName(words)
        button.clicked.connect(lambda: act())  # noqa: PLW0108 - drops `checked`
        return button

    def _take(self) -> None:
        me = self._context.desk.account_id
        if me is not None:
            self._give(me)

    def _give(self, account_id: int) -> None:
        desk, wanted = self._context.desk, tuple(self._selected)
        work = partial(bulk.assign, desk, wanted, assignee_id=account_id, team_id=None)
        self._context.jobs.write(self, work, self._done)

    def _done(self, outcome: Outcome) -> None:
        self._context.live.announce(outcome.effects)
        self._context.toasts.say(outcome.words)

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(str(number) for number in self._selected))
        self._context.toasts.say("Numbers copied.")
