"""The views beside the list, with their counts, and the figures of the status bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from desk_gui.gui.page import Context
from desk_gui.gui.shell.sidebar import Entry, Section
from desk_gui.gui.shell.window import Window
from desk_gui.operations import accounts, approvals, search
from desk_gui.operations.desk import Desk
from desk_gui.operations.search import View

HEADED = {
    "Views": (
        "Mine",
        "Due soon",
        "Unassigned",
        "Waiting for requester",
        "Awaiting approval",
        "Resolved, not closed",
        "All tickets",
    ),
    "Kinds": ("Incidents", "Service requests"),
}
WAITING = "page:Waiting for me"
OPEN, SOON, OVER = "is:open", "is:open due:soon", "is:overdue"


@dataclass(frozen=True)
class Counted:
    """Views by their key, how many tickets each has, and how many are open, due soon and over.

    `waiting` is how many requests wait for the decision of this account.
    """

    views: dict[str, View]
    counts: dict[str, int]
    waiting: int
    open_now: int
    soon: int
    over: int


class LiveViews(QObject):
    """Keeps sidebar and status bar true; ask `count` whenever something was touched."""

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._views: dict[str, View] = {}

    def view(self, key: str) -> View:
        """The view behind a line of the sidebar."""
        return self._views[key]

    def count(self) -> None:
        """Count again, in a job."""
        work = partial(counted, self._context.desk)
        self._context.jobs.read(self, work, self._show, key="counts")

    def _show(self, found: Counted) -> None:
        if found.views != self._views:
            self._views = found.views
            self._window.show_views(sections(found.views))
        self._window.sidebar.show_counts(
            {**found.counts, "page:Queue": found.open_now, WAITING: found.waiting}
        )
        self._window.status.show_counts(
            f"{found.open_now:,} open · {found.soon:,} due within 2 h · {found.over:,} over"
        )


def counted(desk: Desk) -> Counted:
    """Every view this account has, and how many tickets it finds."""
    views = {f"view:{view.name}": view for view in search.VIEWS}
    for team in accounts.own_teams(desk):
        views[f"team:{team.name}"] = View(team.name, f'is:open team:"{team.name}"')
    views |= {f"saved:{view.name}": view for view in search.views(desk) if view.id is not None}
    found = search.count(desk, [view.filter for view in views.values()] + [OPEN, SOON, OVER])
    counts, waiting = dict(zip(views, found, strict=False)), approvals.how_many_wait(desk)
    return Counted(views, counts, waiting, *found[-3:])


def sections(views: dict[str, View]) -> tuple[Section, ...]:
    """The lines below the pages, under their headings."""
    found = [
        Section(tuple(Entry(f"view:{name}", name) for name in names), heading)
        for heading, names in HEADED.items()
    ]
    for kind, heading in (("team", "My teams"), ("saved", "Saved")):
        mine = tuple(
            Entry(key, view.name) for key, view in views.items() if key.startswith(f"{kind}:")
        )
        if mine:
            found.append(Section(mine, heading))
    return tuple(found)
