"""How long a person waits for the real window, and how late its thread ever is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import median, quantiles
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desk_gui.cli.driving import Driver, Script, application
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
TICK_MS = 5
BLOCKED_S = 0.05
"""From when on a person notices that the window does not answer."""
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


class _Watch(QObject):
    """Stops once a widget was painted while what is waited for was there."""

    def __init__(self, painted: QWidget, ready: Callable[[], object]) -> None:
        super().__init__()
        self._painted, self._ready = painted, ready
        self._seen = False
        self._began = time.perf_counter()
        self.seconds: float | None = None
        painted.installEventFilter(self)

    def from_showing(self, page: QWidget) -> None:
        """Count from the moment the page is shown."""
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is painted and shown, and change nothing."""
        if event.type() == QEvent.Type.Show and watched is not self._painted:
            self._began = time.perf_counter()
        elif event.type() == QEvent.Type.Paint and not self._seen and self._ready():
            self._seen = True
            QTimer.singleShot(0, self._stop)
        return False

    def _stop(self) -> None:
        self.seconds = time.perf_counter() - self._began
        self._painted.removeEventFilter(self)

    def done(self) -> bool:
        """Whether it was painted."""
        return self.seconds is not None


class _Lateness(QObject):
    """How late a timer of the GUI thread fires: for so long the window did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Count from now on."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.seconds.append(max(0.0, now - self._last - TICK_MS / 1000))
        self._last = now


@dataclass
class _Use:
    """What a person does in the first minute, and how long each of it took."""

    desktop: Desktop
    jobs: Jobs
    taken: dict[str, list[float]] = field(default_factory=dict)
    lateness: _Lateness = field(default_factory=_Lateness)

    def script(self) -> Script:
        """Look at the queue, jump about in it, filter, sort, open tickets."""
        yield from self._begin()
        self.lateness.start()
        yield from self._jump()
        yield from self._ask("filter", lambda: self.desktop.queue.show_filter(FILTER))
        yield from self._ask("resort", lambda: self.desktop.queue.show_view(OTHER_ORDER))
        yield from self._open()
        self.lateness.stop()

    def _begin(self) -> Script:
        queue = self.desktop.queue
        watch = self._row_painted(0)
        watch.from_showing(queue)
        queue.show_view(EVERYTHING)
        self.desktop.show()
        yield watch.done
        self._took("first_rows", watch)
        yield from self._settled()

    def _row_painted(self, row: int) -> _Watch:
        model = self.desktop.queue.model
        return _Watch(
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
            self._took("jump" if number else "jump_to_end", watch)

    def _ask(self, name: str, ask: Callable[[], None]) -> Script:
        queue = self.desktop.queue
        answered: list[object] = []
        queue.shown_filter.connect(lambda *words: answered.append(words))
        watch = _Watch(queue.view.viewport(), lambda: bool(answered))
        ask()
        yield watch.done
        self._took(name, watch)
        yield from self._settled()

    def _open(self) -> Script:
        ids, number = self.desktop.queue.model.ids(), self.desktop.ticket.header.number
        step = max(1, len(ids) // TIMES)
        for ticket_id in ids[::step][:TIMES]:
            watch = _Watch(number, partial(_ends, number, f"-{ticket_id}"))
            self.desktop.window.show_ticket(ticket_id)
            yield watch.done
            self._took("open_ticket", watch)
            yield from self._settled()

    def _settled(self) -> Script:
        """Wait until no job is under way, more than once: what landed may have asked for more."""
        for _ in range(3):
            yield self.jobs.idle

    def _took(self, name: str, watch: _Watch) -> None:
        self.taken.setdefault(name, []).append(watch.seconds or 0.0)

    def told(self) -> dict[str, Any]:
        """Median and longest of each, and how late the window's thread was."""
        late = self.lateness.seconds or [0.0]
        told: dict[str, Any] = {
            name: {"n": len(one), "median_s": round(median(one), 6), "max_s": round(max(one), 6)}
            for name, one in self.taken.items()
        }
        told["lateness"] = {
            "n": len(late),
            "median_s": round(median(late), 6),
            "p99_s": round(quantiles([*late, *late[:1]], n=100)[-1], 6),
            "max_s": round(max(late), 6),
            "over_50_ms": sum(one > BLOCKED_S for one in late),
        }
        return told
