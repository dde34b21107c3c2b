"""The page “Tasks”: the board of a team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from desk_gui.gui.board import moves
from desk_gui.gui.board.column import TaskColumn
from desk_gui.gui.board.moves import Move
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.format import Tint
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.headed import lay_out
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import accounts, boards
from desk_gui.operations.accounts import Choice
from desk_gui.operations.boards import BoardColumn, BoardTask, Column
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.settings import Settings

ORDER = tuple(Column)
HINT = "Drag a task, or press Ctrl+→ and Ctrl+←; Enter opens its request, A gives it to you."


@dataclass(frozen=True)
class Shown:
    """The teams there are, the one whose board it is, and the board."""

    teams: tuple[Choice, ...]
    team_id: int | None
    board: tuple[BoardColumn, ...]


class BoardPage(Page):
    """A task that is refused another column stays where it is, and the sentence says why."""

    name = "Tasks"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        self._team: int | None = None
        self._follow: int | None = None
        self._names: dict[int, str] = {}
        self.team = ChoiceBox(parent=self)
        self.columns = {one: TaskColumn(context.theme, one, self) for one in ORDER}
        self.empty = EmptyState(context.theme, self)
        self._body = QStackedWidget(self)
        self._connect()
        self._arrange()

    def refresh(self, effects: Effects | None) -> None:
        """Read the board again."""
        work = partial(read, self.context.desk, self._team, self.context.settings.board_team)
        failed = partial(say, self.context)
        self.context.jobs.read(self, work, self.show_board, key="board", failed=failed)

    def concerns(self, effects: Effects) -> bool:
        """Tickets and people change it."""
        return bool(effects.tickets) or effects.people

    def show_board(self, shown: Shown) -> None:
        """Show what was read; the keyboard goes with the task that was moved."""
        self._team = shown.team_id
        self._names = {one.id: one.name for one in shown.teams}
        self.team.offer((one.id, one.name) for one in shown.teams)
        self.team.choose(shown.team_id)
        self._body.setCurrentIndex(0 if shown.board else 1)
        for column in shown.board:
            self.columns[column.column].show_tasks(column)
        if self._follow is not None:
            moved, self._follow = self._follow, None
            for one in self.columns.values():
                if one.task(moved) is not None:
                    one.choose(moved)

    def move(self, task: BoardTask, there: Column) -> None:
        """Bring a task to another column, or say why not."""
        here = self._where(task.id)
        if here is None or here is there:
            return
        found = moves.move(self.context.desk, task, here, there)
        if isinstance(found, str):
            self.context.toasts.say(found, tint=Tint.WARN)
        else:
            self._do(found, task.id)

    def take(self, task: BoardTask) -> None:
        """Give a task to oneself."""
        if self._where(task.id) is Column.DONE:
            self.context.toasts.say(moves.AGAIN_FIRST.format(task.title), tint=Tint.WARN)
        elif self._team is not None:
            self._do(moves.take(self.context.desk, task, self._team), task.id)

    def kept(self, settings: Settings) -> Settings:
        """The preferences with the team that is shown."""
        name = self._names.get(self._team or 0, "")
        return replace(settings, board_team=name or settings.board_team)

    def _do(self, move: Move, task_id: int) -> None:
        undo = None if move.back is None else partial(self._take_back, move.back)

        def done(_: Effects) -> None:
            self._follow = task_id
            self.context.toasts.say(move.said, undo=undo, by_key=True)

        self.context.do(self, move.work, done=done, failed=partial(say, self.context))

    def _take_back(self, back: partial[Effects]) -> None:
        self.context.do(self, back, said="Undone.", failed=partial(say, self.context))

    def _where(self, task_id: int) -> Column | None:
        standing = (one for one, column in self.columns.items() if column.task(task_id))
        return next(standing, None)

    def _step(self, task: BoardTask, by: int) -> None:
        here = self._where(task.id)
        place = ORDER.index(here) + by if here else -1
        if 0 <= place < len(ORDER):
            self.move(task, ORDER[place])

    def _dropped(self, there: Column, task_id: int) -> None:
        for column in self.columns.values():
            task = column.task(task_id)
            if task is not None:
                self.move(task, there)

    def _go_aside(self, here: Column, by: int) -> None:
        """The next column that way that has a task takes the keyboard, at the same height."""
        row = self.columns[here].list.currentIndex().row()
        place = ORDER.index(here) + by
        while 0 <= place < len(ORDER):
            there = self.columns[ORDER[place]]
            if there.model.rowCount():
                there.take_focus(row)
                self._area.ensureWidgetVisible(there)
                return
            place += by

    def _chosen(self, team_id: object) -> None:
        self._team = team_id if isinstance(team_id, int) else None
        self.refresh(None)

    def _connect(self) -> None:
        self.team.picked.connect(self._chosen)
        for one, column in self.columns.items():
            column.opened.connect(lambda task: self.ticket_wanted.emit(task.ticket_id))
            column.moved.connect(self._step)
            column.taken.connect(self.take)
            column.dropped.connect(partial(self._dropped, one))
            column.list.aside_wanted.connect(partial(self._go_aside, one))

    def _arrange(self) -> None:
        px = self.context.theme.px
        self.team.setObjectName("BoardTeam")
        self.team.setAccessibleName("Team")
        self.team.setMinimumContentsLength(18)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(px(24), px(4), px(24), px(16))
        row.setSpacing(px(12))
        for column in self.columns.values():
            row.addWidget(column, 1)
        area = self._area = QScrollArea(self)
        area.setObjectName("Board")
        area.setAccessibleName("Board")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._body.addWidget(area)
        self._body.addWidget(self.empty)
        self.empty.show_words(
            Icon.LIST_CHECKS,
            "No teams yet",
            "Tasks stand here by team; Administration makes teams.",
        )
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(TextLabel("Tasks", "title", self))
        head.addWidget(self.team)
        head.addStretch(1)
        lay_out(self, self.context.theme, head, HINT, self._body)


def read(desk: Desk, team_id: int | None, last: str) -> Shown:
    """The board of this team; else of the one shown last, an own one, or the first there is."""
    teams = tuple(accounts.teams(desk))
    own = next((a.teams for a in accounts.accounts(desk) if a.id == desk.account_id), frozenset())
    ids = [one.id for one in teams]
    wanted = [
        team_id,
        *(t.id for t in teams if t.name == last),
        *(i for i in ids if i in own),
        *ids,
    ]
    found = next((one for one in wanted if one in ids), None)
    return Shown(teams, found, () if found is None else boards.board(desk, found))
