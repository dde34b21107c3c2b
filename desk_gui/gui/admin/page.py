"""The Administration page: people, what holds for the whole desk, one's own password."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desk_gui.gui.admin.accounts import AccountsSection
from desk_gui.gui.admin.business_hours import HoursSection
from desk_gui.gui.admin.escalations import EscalationsSection
from desk_gui.gui.admin.general import GeneralSection
from desk_gui.gui.admin.matrix import MatrixSection
from desk_gui.gui.admin.own_password import OwnPasswordSection
from desk_gui.gui.admin.section import Section
from desk_gui.gui.admin.sla_policies import PoliciesSection
from desk_gui.gui.admin.teams import TeamsSection
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import separator
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.operations.effects import Effects

FILLING = (AccountsSection, TeamsSection, HoursSection, PoliciesSection)
"""Sections with lists of their own, which fill the page instead of scrolling in it."""


class AdministrationPage(Page):
    """One tab a section; who may not change a section sees it with the reason."""

    name = "Administration"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        self.accounts = AccountsSection(context)
        self.teams = TeamsSection(context)
        self.general = GeneralSection(context)
        self.matrix = MatrixSection(context)
        self.hours = HoursSection(context)
        self.policies = PoliciesSection(context)
        for section in (self.hours, self.policies):
            section.tickets_wanted.connect(self.queue_wanted)
        self.escalations = EscalationsSection(context)
        self.own_password = OwnPasswordSection(context)
        self.sections: tuple[Section, ...] = (
            self.accounts,
            self.teams,
            self.general,
            self.matrix,
            self.hours,
            self.policies,
            self.escalations,
            self.own_password,
        )
        self.tabs = QTabBar(self)
        self._body = QStackedWidget(self)
        self._arrange()
        self.tabs.currentChanged.connect(self._show)
        self.setFocusProxy(self.tabs)

    def refresh(self, effects: Effects | None) -> None:
        """Read the section that is shown."""
        self.sections[self.tabs.currentIndex()].read()

    def concerns(self, effects: Effects) -> bool:
        """People and settings only."""
        return effects.people or effects.settings

    def show_section(self, name: str) -> None:
        """Show a section by its name; ValueError for one that is not there."""
        names = [section.name for section in self.sections]
        self.tabs.setCurrentIndex(names.index(name))

    def _arrange(self) -> None:
        px = self.context.theme.px
        self.tabs.setObjectName("AdministrationSections")
        self.tabs.setAccessibleName("Sections of the administration")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        for section in self.sections:
            self.tabs.addTab(section.name)
            filling = isinstance(section, FILLING)
            shown = section if filling else scrolled(section, f"{section.name} area", self)
            self._body.addWidget(shown)
        row = QHBoxLayout()
        row.setContentsMargins(px(20), px(4), px(24), 0)
        row.addWidget(self.tabs, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(separator(self.context.theme, self))
        whole.addWidget(self._body, 1)

    def _show(self, place: int) -> None:
        self._body.setCurrentIndex(place)
        self.sections[place].read()
