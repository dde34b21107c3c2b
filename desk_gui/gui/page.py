"""What every page of the window is given, and what it promises.

A page is a `Page` with one constructor argument, the `Context`, and an optional parent::

    class QueuePage(Page):
        name = "Queue"

        def __init__(self, context: Context, parent: QWidget | None = None) -> None:
            super().__init__(context, parent)
            ...build widgets only, read nothing...

        def refresh(self, effects: Effects | None) -> None:
            self.context.jobs.read(self, lambda: ids(self.context.desk), self.loaded, key="ids")

What the window does for a page
* It calls `refresh(None)` when the page is first shown.
* After every change, our own or another person's, it calls `refresh(effects)` if the page is
  visible; otherwise the page is marked stale and gets `refresh(None)` when it is next shown.
  `concerns(effects)` may answer False to sit a change out.
* It connects the four `…_wanted` signals. A page never imports, finds or calls another page.

What a page does
* It reaches data only by `context.jobs.read(self, work, done, key=…)` where `work` is a plain
  function that calls one operation with `context.desk` and touches no Qt.
* It changes data only by `context.do(self, work, said="Assigned to you.")`: `work` returns
  Effects; listeners are told, the sentence appears in a toast, with Undo where there is one.
  A refusal becomes its own sentence in a toast; pass `failed` to show it beside the field.
* Rich text appears only in `widgets.safe_document`, other people's text in `widgets.text_label`.
* Words and tints of domain values come from `gui.format`, colours and measures from
  `context.theme`, commands from `context.actions`. Every control has an object name and an
  accessible name.
* The ticket page has, besides, `show_ticket(ticket_id: int | None)`; the knowledge page
  `show_article(article_id: int)`; the queue page `show_filter(words: str)` and `step(rows: int)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desk_gui.gui.links import Copies

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desk_gui.domain.accounts import Account
    from desk_gui.gui.actions import Actions
    from desk_gui.gui.jobs import Jobs
    from desk_gui.gui.live import Live
    from desk_gui.gui.theme import Theme
    from desk_gui.gui.widgets.toast import Toasts
    from desk_gui.operations.desk import Desk
    from desk_gui.operations.effects import Effects
    from desk_gui.settings import Settings


@dataclass(frozen=True)
class Context:
    """What the program hands to every page and dialog; built once in `app`."""

    desk: Desk
    account: Account
    jobs: Jobs
    live: Live
    theme: Theme
    toasts: Toasts
    settings: Settings
    actions: Actions
    undo: Callable[[str], Effects]
    open_link: Callable[[str], None]
    copies: Copies = field(default_factory=Copies)

    def do(
        self,
        owner: QObject,
        work: Callable[[], Effects],
        *,
        said: str = "",
        done: Callable[[Effects], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Run an operation as a job, tell the listeners, say what was done and offer Undo."""

        def finished(effects: Effects) -> None:
            self.live.announce(effects)
            if said:
                self.toasts.say(said, undo=self._undoer(effects))
            if done is not None:
                done(effects)

        self.jobs.write(owner, work, finished, failed=failed)

    def _undoer(self, effects: Effects) -> Callable[[], None] | None:
        entry = effects.undo
        if entry is None:
            return None
        return lambda: self.do(self.toasts, lambda: self.undo(entry), said="Undone.")


class Page(QWidget):
    """One page of the window; see the module's docstring for the promises."""

    name = ""
    ticket_wanted = Signal(int)
    article_wanted = Signal(int)
    queue_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self.setObjectName(self.name)
        self.setAccessibleName(self.name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        context.live.touched.connect(self._touched)

    def refresh(self, effects: Effects | None) -> None:
        """Read again what may have changed; None means everything. Runs on the GUI thread."""
        raise NotImplementedError

    def concerns(self, effects: Effects) -> bool:
        """Whether a change can alter what this page shows."""
        return True

    def read_ahead(self) -> None:
        """Read before it is shown, so that it has something to show at once."""
        self._stale = False
        self.refresh(None)

    def _touched(self, effects: Effects) -> None:
        if not self.concerns(effects):
            return
        if self.isVisible():
            self.refresh(effects)
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh(None)
