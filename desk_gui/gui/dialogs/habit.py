"""What this desk usually does with tickets like the one that is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.classification import Usual

NAMES = {"team": "team", "desk_category": "category", "item": "catalog item"}


class Habit(QWidget):
    """A sentence; `team_wanted` carries the id of the team that a person takes from it."""

    team_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Habit")
        self._team: Usual | None = None
        self._says = TextLabel("", "", self).wrapping()
        self._says.setObjectName("UsualHere")
        self.give = QPushButton("", self)
        self.give.setObjectName("TakeProposedTeam")
        look(self.give, "pill")
        self.give.clicked.connect(self._give)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._says)
        column.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_usual(())

    def show_usual(self, usual: tuple[Usual, ...]) -> None:
        """Show it, and offer the team; nothing where the desk has not learned of such tickets."""
        self.setVisible(bool(usual))
        self._says.setText(_sentence(usual))
        self._team = next((one for one in usual if one.what == "team"), None)
        self.give.setVisible(self._team is not None)
        if self._team is not None:
            self.give.setText(f"Give it to {self._team.name}")
            self.give.setAccessibleName(self.give.text())

    def _give(self) -> None:
        if self._team is not None:
            self.team_wanted.emit(self._team.id)


def _sentence(usual: tuple[Usual, ...]) -> str:
    """What tickets like this one got here, and the words that are alike."""
    got = ", ".join(f"{NAMES[one.what]} {one.name} ({100 * one.confidence:.0f} %)" for one in usual)
    alike = dict.fromkeys(words for one in usual for words in one.because)
    words = ", ".join(f"“{' '.join(one.split())}”" for one in alike)
    because = f", because of {words}" if words else ""
    return f"Usual here: {got}{because}"
