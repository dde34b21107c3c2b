"""The priority matrix: impact × urgency → priority, nine choices."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.priority import Level, Matrix, Priority, check_matrix
from desk_gui.gui import format as words
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import settings
from desk_gui.operations.effects import Effects

ABOUT = (
    "The priority of an incident is computed from its impact and its urgency. Incidents that are"
    " not closed get their new priority, and its targets, as soon as you save; imported ones and"
    " those with a priority set by hand keep theirs."
)
WIDEST = 680


class MatrixSection(Section):
    """Save is offered once something changed and the matrix is a possible one."""

    name = "Priority matrix"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored: Matrix = {}
        self.cells: dict[tuple[Level, Level], ChoiceBox] = {}
        self.row = SaveRow(context.theme, "matrix", self)
        self.save, self.back = self.row.save, self.row.back
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(self._put_back)
        self._arrange()

    def read(self) -> None:
        """Read the matrix again; what is being changed stays."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: settings.matrix(desk), self._found, key="matrix")

    def wanted(self) -> Matrix:
        """The matrix as it is chosen now."""
        return {cell: Priority(int(str(box.value))) for cell, box in self.cells.items()}

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = self.column("Priority matrix", ABOUT)
        card = Card(self.context.theme, parent=self)
        card.setMaximumWidth(px(WIDEST))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        for place, level in enumerate(Level, 1):
            name = words.LEVELS[level]
            grid.addWidget(TextLabel(f"{name} urgency", "section", card), 0, place)
            grid.addWidget(TextLabel(f"{name} impact", "section", card), place, 0)
            grid.setColumnStretch(place, 1)
        for row, impact in enumerate(Level, 1):
            for at, urgency in enumerate(Level, 1):
                grid.addWidget(self._cell(impact, urgency), row, at)
        card.column.addLayout(grid)
        column.addWidget(card)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def _cell(self, impact: Level, urgency: Level) -> ChoiceBox:
        box = ChoiceBox([(int(one), words.priority_words(one)) for one in Priority], self)
        said = f"{words.LEVELS[impact]} impact, {words.LEVELS[urgency].lower()} urgency"
        box.setObjectName(f"Cell-{impact.value}-{urgency.value}")
        box.setAccessibleName(said)
        box.setEnabled(self.may)
        box.setMinimumContentsLength(6)
        box.currentIndexChanged.connect(self._weigh)
        self.cells[impact, urgency] = box
        return box

    def _found(self, stored: Matrix) -> None:
        untouched = not self._stored or self.wanted() == self._stored
        self._stored = stored
        if untouched:
            self._put_back()
        else:
            self._weigh()

    def _put_back(self) -> None:
        for cell, box in self.cells.items():
            box.choose(int(self._stored[cell]))
        self._weigh()

    def _weigh(self) -> None:
        wanted = self.wanted()
        changed = bool(self._stored) and wanted != self._stored
        sentence = ""
        try:
            check_matrix(wanted)
        except ValueError as error:
            sentence = f"{str(error)[:1].upper()}{str(error)[1:]}."
        self.show_trouble(sentence if changed else "")
        self.row.offer(changed=changed, possible=not sentence)

    def _save(self) -> None:
        desk, wanted = self.context.desk, self.wanted()
        self.save.setEnabled(False)
        self.context.do(
            self,
            lambda: settings.change_matrix(desk, wanted),
            done=self._saved,
            failed=self.refused,
        )

    def _saved(self, effects: Effects) -> None:
        moved = len(effects.tickets)
        rest = f" {words.count(moved, 'incident')} got another priority." if moved else ""
        self.context.toasts.say(f"The priority matrix is saved.{rest}")
        self._stored = self.wanted()
        self._weigh()
