"""For which tickets an exception is: major incidents, those of a team or of a category."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.sla_draft import Group
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.format import KINDS_IN_FULL
from desk_gui.gui.page import Context

KIND, TEAM, CATEGORY = "For which tickets", "Of the team", "Of the category"
NO_ONE = "Choose a team, a category or major incidents: the tables above are for all others."
THERE = "There is an exception for these tickets already; change that one."


def group_words(group: Group, known: Known) -> str:
    """The tickets of a group, such as “Major incidents of Network”."""
    kind = f"{KINDS_IN_FULL[group.kind]}s"
    head = f"Major {kind.lower()}" if group.major else kind
    team = known.name("team_id", group.team_id)
    category = known.name("category_id", group.category_id)
    parts = [f"of {team}"] if group.team_id else []
    parts += [f"about {category}"] if group.category_id else []
    return " ".join((head, *parts))


class ExceptionSheet(Sheet):
    """`chosen` carries the group; nothing is stored by it."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, known: Known, there: Collection[Group], parent: QWidget
    ) -> None:
        super().__init__(context, "An exception from the SLA targets", "Add exception", parent)
        self._there = frozenset(there)
        self.kind = ChoiceBox([(one, f"{KINDS_IN_FULL[one]}s") for one in Kind], self)
        self.major = QCheckBox("Only major incidents", self)
        self.major.setObjectName("OnlyMajor")
        self.major.setAccessibleName("Only major incidents")
        every = (None, "Every team")
        self.team = ChoiceBox([every, *known.team_options()[1:]], self)
        all_of_them = (None, "Every category")
        self.category = ChoiceBox([all_of_them, *known.category_options()[1:]], self)
        self.explain("What is left empty in the new table counts as in the tables above.")
        self.form.add(KIND, self.kind)
        self.form.add(TEAM, self.team)
        self.form.add(CATEGORY, self.category)
        self.below(self.major)
        self.kind.currentIndexChanged.connect(self._fit_kind)

    def group(self) -> Group:
        """What is chosen."""
        kind = Kind(str(self.kind.value))
        team, category = self.team.value, self.category.value
        return Group(
            kind,
            self.major.isChecked() and kind is Kind.INCIDENT,
            category if isinstance(category, int) else None,
            team if isinstance(team, int) else None,
        )

    def submit(self) -> None:
        """Say what was chosen, once it is an exception that is not there yet."""
        group = self.group()
        wrong = {TEAM: NO_ONE} if group.is_general else {}
        if group in self._there and not group.is_general:
            wrong = {KIND: THERE}
        self.form.show_wrong(wrong)
        self.fit()
        if not wrong:
            self.chosen.emit(group)
            self.accept()

    def _fit_kind(self) -> None:
        self.major.setVisible(self.kind.value is Kind.INCIDENT)
        self.fit()
