"""Reports, charts and their numbers as files: asked where to, then written by a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui.charts.choices import Chosen
from desk_gui.gui.charts.saved_reports import SavedReportsDialog
from desk_gui.gui.charts.words_table import copy_rows
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.operations.report_files import content, of_chart
from desk_gui.operations.ticket_files import tickets_file
from desk_gui.operations.whole_files import write_whole
from desk_gui.reports.charts import CHARTS
from desk_gui.reports.report import Report

WHOLE = {
    "pdf": "Document (PDF)…",
    "html": "Page (HTML)…",
    "xlsx": "Workbook (XLSX)…",
    "csv": "Figures (CSV)…",
    "json": "Figures (JSON)…",
}
CHART = {"png": "Picture (PNG)…", "svg": "Drawing (SVG)…", "csv": "Its table (CSV)…"}
TICKETS = {"csv": "Save these tickets (CSV)…", "xlsx": "Save these tickets (XLSX)…"}
SHOW, COPY = "Show these tickets", "Copy its table"
STOP = "Stop writing"


class ExportButton(QPushButton):
    """Offers the whole report in each kind of file; while one is written, it offers to stop."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("Export", parent)
        self.setObjectName("ExportReport")
        self.setAccessibleName("Export the report")
        self._context = context
        self._told: Callable[[], tuple[Report, Chosen] | None] = lambda: None
        self._stopped = False
        self._menu = QMenu(self)
        self._menu.setObjectName("ExportReportMenu")
        for how, words in WHOLE.items():
            self._menu.addAction(words, partial(self._ask, how))
        self._stop = self._menu.addAction(STOP, self._give_up)
        self._menu.addSeparator()
        self._saved = self._menu.addAction("Saved reports…", self._open_saved)
        if not context.account.may(Right.SEE_AGENT_FIGURES):
            self._saved.setEnabled(False)
            self._saved.setText("Saved reports (kept by supervisors)")
        self.setMenu(self._menu)
        self._is_writing(on=False)
        context.theme.follow(self.dress)

    def tell_from(self, told: Callable[[], tuple[Report, Chosen] | None]) -> None:
        """Name the function that says what is shown: report and choices."""
        self._told = told

    def dress(self) -> None:
        """Draw its icon in today's colour."""
        theme = self._context.theme
        self.setIcon(theme.icon(Icon.DOWNLOAD))
        self.setIconSize(QSize(*[theme.px(16)] * 2))

    def _is_writing(self, *, on: bool) -> None:
        self.setText("Writing…" if on else "Export")
        for action in self._menu.actions():
            whole = action is not self._saved and not action.isSeparator()
            action.setVisible(not whole or (action is self._stop) is on)

    def _ask(self, how: str) -> None:
        told = self._told()
        path = None if told is None else asked(self, f"{_name(told[0])}.{how}")
        if told is None or path is None:
            return
        self._stopped = False
        self._is_writing(on=True)
        work = partial(self._write, path, told[0], how)
        self._context.jobs.read(self, work, self._done, failed=self._failed)

    def _open_saved(self) -> None:
        told = self._told()
        chosen = Chosen() if told is None else told[1]
        SavedReportsDialog(self._context, chosen, self.window()).open()

    def _write(self, path: Path, report: Report, how: str) -> Path:
        closing = self._context.jobs.is_closing
        written = content(report, how, stopped=lambda: self._stopped or closing())
        write_whole(path, written)
        return path

    def _give_up(self) -> None:
        self._stopped = True

    def _done(self, path: Path) -> None:
        self._is_writing(on=False)
        said(self._context, path)

    def _failed(self, error: Exception) -> None:
        self._is_writing(on=False)
        say(self._context, error)


def chart_menu(
    context: Context, owner: QWidget, name: str, told: Callable[[], tuple[Report, Chosen] | None]
) -> QMenu:
    """What one chart can be saved as."""
    menu = QMenu(owner)
    menu.setObjectName("SaveChartMenu")

    def save(how: str) -> None:
        now = told()
        if now is not None:
            report, chosen = now
            content = partial(of_chart, report, chosen.kind, name, how)
            _save(context, owner, f"{name}-{_name(report)}.{how}", content)

    def copy() -> None:
        now = told()
        if now is not None:
            table = CHARTS[name].table(now[0], now[1].kind)
            copy_rows([table.heads, *table.rows])
            context.toasts.say("The table is copied; paste it into a text or a spreadsheet.")

    for how, words in CHART.items():
        menu.addAction(words, partial(save, how))
    menu.addSeparator()
    menu.addAction(COPY, copy)
    return menu


def tickets_menu(
    context: Context, owner: QWidget, ids: Callable[[], list[int]], show: Callable[[], object]
) -> QMenu:
    """What can be done with the tickets of a mark; `ids` is asked off the GUI thread."""
    menu = QMenu(owner)
    menu.setObjectName("MarkMenu")
    menu.addAction(context.theme.icon(Icon.LIST), SHOW, show)

    def save(how: str) -> None:
        def content() -> bytes:
            return tickets_file(context.desk, ids(), how, stopped=context.jobs.is_closing)

        _save(context, owner, f"tickets.{how}", content)

    for how, words in TICKETS.items():
        menu.addAction(words, partial(save, how))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def asked(owner: QWidget, name: str) -> Path | None:
    """Where somebody wants a file; None where they changed their mind."""
    chosen, _ = QFileDialog.getSaveFileName(owner.window(), "Save as", name)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(Path(name).suffix)


def said(context: Context, path: Path) -> None:
    """Say where a file is now."""
    context.toasts.say(f"“{path.name}” saved in {path.parent}.")


def _save(context: Context, owner: QWidget, name: str, content: Callable[[], bytes]) -> None:
    """Ask where a file goes, and write it in a job, which makes its content."""
    path = asked(owner, name)
    if path is None:
        return

    def work() -> Path:
        write_whole(path, content())
        return path

    context.jobs.read(owner, work, partial(said, context), failed=partial(say, context))


def _name(report: Report) -> str:
    """The name of a file without its ending: the first and the last day, and as of when."""
    zone = report.period.zone
    first, end = (at.astimezone(zone).date() for at in (report.period.start, report.period.end))
    then = "" if report.as_of is None else f"-as-of-{report.as_of.astimezone(zone):%Y-%m-%d-%H%M}"
    return f"report-{first}-{end}{then}"
