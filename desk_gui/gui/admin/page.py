"""The Administration page: people, what holds for the whole desk, one's own password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desk_gui.gui.admin.accounts import AccountsSection
from desk_gui.gui.admin.business_hours import HoursSection
from desk_gui.gui.admin.catalog.section import CatalogSection
from desk_gui.gui.admin.classification import ClassificationSection
from desk_gui.gui.admin.contacts import ContactsSection
from desk_gui.gui.admin.escalations import EscalationsSection
from desk_gui.gui.admin.general import GeneralSection
from desk_gui.gui.admin.majors import MajorsSection
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

SECTIONS: tuple[type[Section], ...] = (
    AccountsSection,
    TeamsSection,
    ContactsSection,
    GeneralSection,
    MatrixSection,
    HoursSection,
    PoliciesSection,
    EscalationsSection,
    MajorsSection,
    CatalogSection,
    ClassificationSection,
    OwnPasswordSection,
)
FILLING = (
    AccountsSection,
    TeamsSection,
    ContactsSection,
    HoursSection,
    PoliciesSection,
    CatalogSection,
)
"""Sections that fill the page instead of scrolling in it."""
S = TypeVar("S", bound=Section)


class AdministrationPage(Page):
    """One tab a section; who may not change a section sees it with the reason.

    A section is made when it is first asked for: most people never open most of them.
    """

    name = "Administration"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        self._made: dict[type[Section], Section] = {}
        self._areas: dict[str, QWidget] = {}
        self.tabs = QTabBar(self)
        self._body = QStackedWidget(self)
        self._arrange()
        self.tabs.currentChanged.connect(self._show)
        self.setFocusProxy(self.tabs)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of them, in the order of their tabs."""
        return tuple(self.section(kind) for kind in SECTIONS)

    @property
    def shown(self) -> Section:
        """The section whose tab is chosen."""
        return self.section(SECTIONS[self.tabs.currentIndex()])

    def section(self, kind: type[S]) -> S:
        """The section of a kind."""
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = kind(self.context)
            made.tickets_wanted.connect(self.queue_wanted)
            if not isinstance(made, FILLING):
                self._areas[made.name] = scrolled(made, f"{made.name} area", self)
            self._body.addWidget(self._areas.get(made.name, made))
        assert isinstance(made, kind)  # noqa: S101 - it was made so
        return made

    def refresh(self, effects: Effects | None) -> None:
        """Read the section that is shown."""
        self._show(self.tabs.currentIndex())

    def concerns(self, effects: Effects) -> bool:
        """People and settings only."""
        return effects.people or effects.settings

    def show_section(self, name: str) -> None:
        """Show a section by its name; ValueError for one that is not there."""
        self.tabs.setCurrentIndex([kind.name for kind in SECTIONS].index(name))

    def leave(self, then: Callable[[], object]) -> None:
        """Do `then` (sign out, open another database) once nothing unpublished is left."""
        catalog = self._made.get(CatalogSection)
        if isinstance(catalog, CatalogSection):
            catalog.leave(then)
        else:
            then()

    def _arrange(self) -> None:
        px = self.context.theme.px
        self.tabs.setObjectName("AdministrationSections")
        self.tabs.setAccessibleName("Sections of the administration")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        for kind in SECTIONS:
            self.tabs.addTab(kind.name)
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
        section = self.section(SECTIONS[place])
        self._body.setCurrentWidget(self._areas.get(section.name, section))
        section.read()
