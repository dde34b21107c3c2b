"""How long a person waits for the real window, and how late its thread ever is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from PySide6.QtGui import QGuiApplication

from desk_gui.cli.driving import Driver, Script, application
from desk_gui.cli.stopwatch_reports import UseOfReports
from desk_gui.cli.watching import Use, Watch
from desk_gui.domain.errors import NotFound
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk
from desk_gui.operations.search import View
from desk_gui.settings import Settings
from desk_gui.settings import Theme as Look

TIMES = 9
EVERYTHING, OTHER_ORDER = View("All tickets", "", "-number"), View("All tickets", "", "-updated")
FILTER = "kind:incident priority:<=3"


def measure(desk: Desk) -> dict[str, Any]:
    """Open the window on this desk, use it, close it; seconds. Raises NotPossible."""
    app = application()
    theme, jobs = Theme(app), Jobs()
    theme.set(Look.LIGHT)
    account = next((a for a in accounts.accounts(desk) if a.id == desk.account_id), None)
    if account is None:
        raise NotFound("There is no account to open the window for.")
    desktop = Desktop(desk, account, theme, jobs, Settings())
    use = _Use(desktop, jobs)
    try:
        Driver(app, use.script()).run()
    finally:
        desktop.leave()
        desktop.window.close()
        jobs.close()
    return {"screen": QGuiApplication.platformName(), **use.told()}


def _ends(label: TextLabel, with_this: str) -> bool:
    return label.text().endswith(with_this)


class _Use(Use):
    """What a person does in the first minute, then with the reports."""

    def __init__(self, desktop: Desktop, jobs: Jobs) -> None:
        super().__init__(desktop, jobs)
        self.reports = UseOfReports(desktop, jobs)

    def script(self) -> Script:
        """Look at the queue, jump about in it, filter, sort, open tickets."""
        yield from self._begin()
        self.lateness.start()
        yield from self._jump()
        yield from self._ask("filter", lambda: self.desktop.queue.show_filter(FILTER))
        yield from self._ask("resort", lambda: self.desktop.queue.show_view(OTHER_ORDER))
        yield from self._open()
        self.lateness.stop()
        yield from self.reports.script()

    def _begin(self) -> Script:
        queue = self.desktop.queue
        watch = self._row_painted(0)
        watch.from_showing(queue)
        queue.show_view(EVERYTHING)
        self.desktop.show()
        yield watch.done
        self._painted("first_rows", watch)
        yield from self.settled()

    def _row_painted(self, row: int) -> Watch:
        model = self.desktop.queue.model
        return Watch(
            self.desktop.queue.view.viewport(),
            lambda: model.rowCount() > row and model.ticket_at(row) is not None,
        )

    def _jump(self) -> Script:
        """To the end first, then to places that were not read yet."""
        model, view = self.desktop.queue.model, self.desktop.queue.view
        last = model.rowCount() - 1
        places = [last, *(last * part // (TIMES + 1) for part in range(TIMES, 0, -1))]
        for number, row in enumerate(places):
            watch = self._row_painted(row)
            view.scrollTo(model.index(row, 0), view.ScrollHint.PositionAtCenter)
            view.viewport().update()
            yield watch.done
            self._painted("jump" if number else "jump_to_end", watch)

    def _ask(self, name: str, ask: Callable[[], None]) -> Script:
        queue = self.desktop.queue
        answered: list[object] = []
        queue.shown_filter.connect(lambda *words: answered.append(words))
        watch = Watch(queue.view.viewport(), lambda: bool(answered))
        ask()
        yield watch.done
        self._painted(name, watch)
        yield from self.settled()

    def _open(self) -> Script:
        ids, number = self.desktop.queue.model.ids(), self.desktop.ticket.header.number
        step = max(1, len(ids) // TIMES)
        for ticket_id in ids[::step][:TIMES]:
            watch = Watch(number, partial(_ends, number, f"-{ticket_id}"))
            self.desktop.window.show_ticket(ticket_id)
            yield watch.done
            self._painted("open_ticket", watch)
            yield from self.settled()

    def _painted(self, name: str, watch: Watch) -> None:
        self.took(name, watch.seconds or 0.0)

    def told(self) -> dict[str, Any]:
        """Median and longest of each, and how late the window's thread was."""
        told: dict[str, Any] = {
            name: {"n": len(one), "median_s": round(median(one), 6), "max_s": round(max(one), 6)}
            for name, one in (self.taken | self.reports.taken).items()
        }
        told["lateness"] = self.lateness.told()
        told["lateness_of_reports"] = self.reports.lateness.told()
        return told
