"""The priority matrix: impact × urgency → priority, nine choices."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_gui.domain.priority import Level, Matrix, Priority, check_matrix
from desk_gui.gui import format as words
from desk_gui.gui.admin.section import Stored
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import settings
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.settings import Counts

ABOUT = (
    "The priority of an incident is computed from its impact and its urgency. Incidents that are"
    " not closed get their new priority, and its targets, as soon as you save; imported ones and"
    " those with a priority set by hand keep theirs."
)
KEYS = "Keys: 1 to 5 choose a priority, the arrows left and right and Ctrl with any arrow move."
WIDEST = 680
NARROW = 520
Cell = tuple[Level, Level]
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def read_matrix(desk: Desk) -> tuple[Matrix, Counts]:
    """The matrix, and the incidents that follow it."""
    return settings.matrix(desk), settings.incidents_by_cell(desk)


def moved(counts: Counts, stored: Matrix, wanted: Matrix) -> dict[tuple[Priority, Priority], int]:
    """How many incidents a matrix would move from one priority to another."""
    found: Counter[tuple[Priority, Priority]] = Counter()
    for (impact, urgency, before), amount in counts.items():
        cell = impact, urgency
        if wanted[cell] != stored[cell] and before != wanted[cell]:
            found[before, wanted[cell]] += amount
    return dict(sorted(found.items()))


def moved_words(moves: dict[tuple[Priority, Priority], int]) -> str:
    """What saving would do to the incidents that are there, in a sentence."""
    if not moves:
        return "Saving this changes no incident that is there now."
    total = words.count(sum(moves.values()), "incident")
    each = [
        f"{amount:,} from {words.priority_words(old)} to {words.priority_words(new)}"
        for (old, new), amount in moves.items()
    ]
    return f"Saving this changes the priority of {total}: {', '.join(each)}."


class PriorityCell(ChoiceBox):
    """One cell; `step` carries by how many rows and columns the keys want to go on."""

    step = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__([(int(one), words.priority_words(one)) for one in Priority], parent)
        self.setMinimumContentsLength(2)
        self.currentIndexChanged.connect(self._tint)
        self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the next cell, with Ctrl every arrow does; the others choose."""
        key = Qt.Key(event.key())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if key in STEPS and (ctrl or sideways):
            self.step.emit(*STEPS[key])
            return
        super().keyPressEvent(event)

    def _tint(self) -> None:
        chip = words.priority_chip(Priority(int(str(self.value))))
        look(self, f"cell-{chip.tint}")


class MatrixSection(Stored[Matrix]):
    """Save is offered once something changed and the matrix is a possible one."""

    name = "Priority matrix"
    what = "matrix"
    said = ""
    store = staticmethod(settings.change_matrix)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._counts: Counts = {}
        self._impacts: dict[Level, TextLabel] = {}
        self._stacked = False
        self.cells: dict[Cell, PriorityCell] = {}
        self.preview = TextLabel("", "", self).wrapping()
        self.preview.setObjectName("MatrixPreview")
        self.save, self.back = self.row.save, self.row.back
        self._arrange()

    def read(self) -> None:
        """Read the matrix again; what is being changed stays."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: read_matrix(desk), self._counted, key="matrix")

    def wanted(self) -> Matrix:
        """The matrix as it is chosen now."""
        return {cell: Priority(int(str(box.value))) for cell, box in self.cells.items()}

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = self.column("Priority matrix", ABOUT)
        card = Card(self.context.theme, parent=self)
        card.setMaximumWidth(px(WIDEST))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))
        for place, level in enumerate(Level, 1):
            name = words.LEVELS[level]
            head = TextLabel(f"{name} urgency", "section", card).wrapping()
            self._grid.addWidget(head, 0, place)
            self._grid.setColumnStretch(place, 1)
            self._impacts[level] = TextLabel(f"{name} impact", "section", card)
            for urgency in Level:
                self.cells[level, urgency] = self._cell(level, urgency)
        self._place()
        card.column.addLayout(self._grid)
        card.add(TextLabel(KEYS, "small", card).wrapping())
        column.addWidget(card)
        column.addWidget(self.preview)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the impacts above their rows where there is no room for them at the left."""
        super().resizeEvent(event)
        stacked = event.size().width() < self.context.theme.px(NARROW)
        if stacked is not self._stacked:
            self._stacked = stacked
            self._place()

    def _place(self) -> None:
        for row, impact in enumerate(Level):
            label = self._impacts[impact]
            if self._stacked:
                self._grid.addWidget(label, 2 * row + 1, 1, 1, len(Level))
            else:
                self._grid.addWidget(label, 2 * row + 2, 0)
            for at, urgency in enumerate(Level, 1):
                self._grid.addWidget(self.cells[impact, urgency], 2 * row + 2, at)

    def _cell(self, impact: Level, urgency: Level) -> PriorityCell:
        box = PriorityCell(self)
        said = f"{words.LEVELS[impact]} impact, {words.LEVELS[urgency].lower()} urgency"
        box.setObjectName(f"Cell-{impact.value}-{urgency.value}")
        box.setAccessibleName(said)
        box.setEnabled(self.may)
        box.currentIndexChanged.connect(self._weigh)
        box.step.connect(partial(self._go_on, (impact, urgency)))
        return box

    def _go_on(self, cell: Cell, down: int, right: int) -> None:
        levels = list(Level)
        row, at = levels.index(cell[0]) + down, levels.index(cell[1]) + right
        if 0 <= row < len(levels) and 0 <= at < len(levels):
            self.cells[levels[row], levels[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _counted(self, found: tuple[Matrix, Counts]) -> None:
        stored, self._counts = found
        self._found(stored)

    def _show(self, stored: Matrix) -> None:
        for cell, box in self.cells.items():
            box.choose(int(stored[cell]))

    def _weigh(self) -> None:
        if self._stored is None:
            return
        wanted = self.wanted()
        changed = wanted != self._stored
        sentence = ""
        try:
            check_matrix(wanted)
        except ValueError as error:
            sentence = f"{str(error)[:1].upper()}{str(error)[1:]}."
        self.show_trouble(sentence if changed else "")
        self.preview.setVisible(changed and not sentence)
        if changed and not sentence:
            self.preview.setText(moved_words(moved(self._counts, self._stored, wanted)))
        self.row.offer(changed=changed, possible=not sentence)

    def _saved(self, effects: Effects) -> None:
        moved = len(effects.tickets)
        rest = f" {words.count(moved, 'incident')} got another priority." if moved else ""
        self.context.toasts.say(f"The priority matrix is saved.{rest}")
        super()._saved(effects)
