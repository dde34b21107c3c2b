"""Draws the frame with made-up rows and saves pictures: `python -m tests.gui.gallery FOLDER`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.accounts import Account, Role
from desk_gui.gui.actions import Actions
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.icons import Icon
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.live import Live
from desk_gui.gui.page import Context, Page
from desk_gui.gui.queue.delegates import ROW, RowLook, RowPainter
from desk_gui.gui.shell.first_run import FirstRun
from desk_gui.gui.shell.quick_open import Line
from desk_gui.gui.shell.sidebar import Entry, Section
from desk_gui.gui.shell.sign_in import FirstAdministrator, SignIn
from desk_gui.gui.shell.window import Parts, Window
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.toast import Toasts
from desk_gui.settings import Settings

INCIDENT, REQUEST = Chip("Incident", Tint.INCIDENT), Chip("Request", Tint.REQUEST)
ROWS = (
    RowLook(
        "INC-1042",
        "Mail server unreachable for the whole Lyon office",
        Chip("1", Tint.BAD),
        INCIDENT,
        "Sofia Marek · 12 min ago",
        Chip("Respond: 3 min over", Tint.BAD),
        "unassigned",
        strong=True,
    ),
    RowLook(
        "INC-1039",
        "VPN drops every few minutes since this morning",
        Chip("2", Tint.WARN),
        INCIDENT,
        "Jonas Weber · 1 h ago",
        Chip("Resolve: 48 min left", Tint.WARN),
        "Amira Haddad",
    ),
    RowLook(
        "REQ-1041",
        "New laptop for Elena Rossi, starts 1 December",
        Chip("3", Tint.ACCENT),
        REQUEST,
        "HR · 25 min ago",
        Chip("Awaiting approval"),
        "Workplace",
        strong=True,
    ),
    RowLook(
        "INC-1033",
        "Printer on floor 2 prints blank pages",
        Chip("3", Tint.ACCENT),
        INCIDENT,
        "Reception · 3 h ago",
        Chip("Resolve: 5 h left", Tint.OK),
        "Tom Okafor",
    ),
    RowLook(
        "REQ-1030",
        "Access to the shared folder “Tenders 2027”",
        Chip("4"),
        REQUEST,
        "Lucie Petit · yesterday",
        Chip("On hold: requester"),
        "Amira Haddad",
        dimmed=True,
    ),
    RowLook(
        "REQ-1027",
        "Reset of the password for the time sheet, which nobody seems to have written down, again",
        Chip("4"),
        REQUEST,
        "Karim Aziz · yesterday",
        Chip("Fulfil: 1 day left", Tint.OK),
        "Service desk",
    ),
)
MARKDOWN = """Nobody here can open mail since about nine. Webmail says the server cannot be
reached: see https://status.example.org for the **state of play**.

1. Restart the host
2. Check `systemctl status postfix`
"""


class MadeUpQueue(Page):
    """A list with the rows above."""

    name = "Queue"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        look(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame(self)
        head.setFixedHeight(theme.px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(TextLabel("Open, most urgent first", "title", head), 1)
        for words in ("assignee: anyone", "+ filter"):
            pill = QPushButton(words, head)
            look(pill, "pill")
            row.addWidget(pill)
        line = QFrame(self)
        look(line, "line")
        line.setFixedHeight(1)
        self.list = QListView(self)
        self.list.setItemDelegate(RowPainter(theme, self.list))
        model = QStandardItemModel(self.list)
        for made_up in ROWS:
            item = QStandardItem()
            item.setData(made_up, ROW)
            model.appendRow(item)
        self.list.setModel(model)
        self.list.setCurrentIndex(model.index(0, 0))
        for widget in (head, line, self.list):
            column.addWidget(widget)
        self.setFocusProxy(self.list)

    def refresh(self, effects: object) -> None:
        """Nothing to read."""


class MadeUpReader(Page):
    """One ticket."""

    name = "Ticket"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        px = context.theme.px
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        inside = QWidget()
        area.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addLayout(self._chips())
        column.addWidget(TextLabel(ROWS[0].title, "heading", inside).wrapping())
        column.addWidget(TextLabel("New · opened 12 min ago by Sofia Marek (Lyon)", "soft", inside))
        column.addLayout(self._moves())
        column.addWidget(TextLabel("Resolve needs work to have started.", "small", inside))
        column.addWidget(self._facts())
        for who, at, style in (
            ("Sofia Marek", "09:02", "card"),
            ("Amira Haddad · work note", "09:11", "note"),
        ):
            card = Card(context.theme, head=who, aside=at, style=style, parent=inside)
            view = SafeView(context.theme, context.open_link, name=who, fits=True, parent=card)
            view.show_markdown(MARKDOWN if style == "card" else "Site link is up.")
            card.add(view)
            column.addWidget(card)
        column.addStretch(1)

    def refresh(self, effects: object) -> None:
        """Nothing to read."""

    def _chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.context.theme.px(6))
        row.addWidget(Badge(INCIDENT, self))
        row.addWidget(TextLabel("INC-1042", "soft", self))
        row.addWidget(Badge(ROWS[0].due, self))
        row.addStretch(1)
        return row

    def _moves(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.context.theme.px(8))
        for words, style, on in (
            ("Assign to me", "primary", True),
            ("Start work", "", True),
            ("Resolve…", "", False),
            ("More", "", True),
        ):
            button = QPushButton(words, self)
            look(button, style)
            button.setEnabled(on)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _facts(self) -> Card:
        card = Card(self.context.theme, parent=self)
        grid = QGridLayout()
        grid.setVerticalSpacing(self.context.theme.px(4))
        facts = {
            "Priority": "1 Critical",
            "Impact": "High",
            "Urgency": "High",
            "Team": "Infrastructure",
        }
        for place, (name, value) in enumerate(facts.items()):
            grid.addWidget(TextLabel(name, "label", card), 0, place)
            grid.addWidget(TextLabel(value, "strong" if place == 0 else "", card), 1, place)
        card.column.addLayout(grid)
        return card


class MadeUpEmpty(Page):
    """An empty page."""

    name = "Knowledge"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        state = EmptyState(context.theme, self).show_words(
            Icon.BOOK_OPEN,
            "No articles yet",
            "What you write down once, nobody has to find out again.",
        )
        state.offer("Write the first article", lambda: None)
        column = QVBoxLayout(self)
        column.addWidget(state)

    def refresh(self, effects: object) -> None:
        """Nothing to read."""


class MadeUpReports(MadeUpEmpty):
    """Another."""

    name = "Reports"


def made_up_context(theme: Theme, jobs: Jobs) -> Context:
    """A context without a database."""
    account = Account(1, "amira", "Amira Haddad", "amira@example.org", Role.ADMINISTRATOR)
    actions = Actions(theme)
    actions.sign_in(account)
    for name in ("new_incident", "new_request", "take", "hold", "look_dark", "import_tickets"):
        actions.on(name, lambda: None)
    nothing: Any = None
    return Context(
        desk=nothing,
        account=account,
        jobs=jobs,
        live=Live(jobs),
        theme=theme,
        toasts=Toasts(theme),
        settings=Settings(),
        actions=actions,
        undo=nothing,
        open_link=lambda _: None,
    )


def made_up_window(context: Context) -> Window:
    """The whole frame."""
    queue, reader = MadeUpQueue(context), MadeUpReader(context)
    pages: dict[str, Page] = {
        "Queue": queue,
        "Knowledge": MadeUpEmpty(context),
        "Reports": MadeUpReports(context),
    }
    parts = Parts(pages, reader, found, lambda _: None, lambda _: None, lambda _: None)
    window = Window(context, parts)
    window.show_views(
        (
            Section(
                (
                    Entry("mine", "Mine"),
                    Entry("soon", "Due soon"),
                    Entry("nobody", "Unassigned"),
                    Entry("waiting", "Waiting for requester"),
                ),
                "Views",
            ),
            Section((Entry("incidents", "Incidents"), Entry("requests", "Requests")), "Kinds"),
        )
    )
    counts = {"page:Queue": 38, "mine": 9, "soon": 4, "nobody": 7, "waiting": 1211, "incidents": 23}
    window.sidebar.show_counts(counts)
    window.status.show_counts("38 open · 4 due within 2 h · 1 over")
    window.status.show_database("Local database")
    window.status.show_saved("saved 09:14")
    return window


def found(words: str, show: Callable[[Sequence[Line]], None]) -> None:
    """One ticket and one article, whatever is looked for."""
    show(
        (
            Line("t", ROWS[0].title, lambda: None, "INC-1042", Icon.INBOX),
            Line("a", f"How to live with {words}", lambda: None, "KB-12", Icon.BOOK_OPEN),
        )
    )


def main(folder: Path) -> None:
    """Save all pictures."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    theme, jobs = Theme(app), Jobs()
    for scheme, percent in (("light", 100), ("dark", 100), ("contrast", 100), ("light", 200)):
        theme.set(scheme, percent=percent)
        name = f"{scheme}-{percent}"
        context = made_up_context(theme, jobs)
        window = made_up_window(context)
        window.resize(1280, 800)
        save(app, window, folder / f"window-{name}.png")
        pages = window.pages.currentWidget()
        if pages is not None:
            pages.setFocus()
        context.toasts.say("INC-1042 assigned to you.", undo=lambda: None)
        context.toasts.say("The mail could not be sent: the server did not answer.", tint=Tint.BAD)
        save(app, window, folder / f"toasts-{name}.png")
        context.toasts.clear()
        window.top.want_search()
        window.quick.field.setText("re")
        window.quick.look_up()
        save(app, window, folder / f"palette-{name}.png")
        window.quick.leave()
        window.show_page("Knowledge")
        save(app, window, folder / f"empty-{name}.png")
        window.show_page("Queue")
        window.resize(900, 700)
        save(app, window, folder / f"narrow-{name}.png")
        for page in (
            FirstRun(theme, Path("desk.db")),
            SignIn(theme, "Local database · desk.db"),
            FirstAdministrator(theme),
        ):
            page.resize(1280, 800)
            look(page, "page")
            page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            if isinstance(page, SignIn):
                page.show_trouble("Login or password is wrong; try again.")
            if isinstance(page, FirstAdministrator):
                page.submit()
            save(app, page, folder / f"{page.objectName()}-{name}.png")
            page.deleteLater()
        window.close()
        window.deleteLater()
    jobs.close()


def save(app: QApplication, widget: QWidget, file: Path) -> None:
    """Show, settle, save."""
    widget.show()
    for _ in range(4):
        app.processEvents()
    widget.grab().save(str(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
