"""Importing a file in the window: check it first, say what would happen, then do it or stop."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.errors import FileTrouble, sentence
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import transfer
from desk_gui.operations.effects import Effects

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_gui.gui.page import Context

FILES = "Tickets (*.csv *.csv.gz *.gz);;All files (*)"
WIDE, TALL, BAR = 620, 420, 1000


class What(StrEnum):
    """What a file brings."""

    TICKETS = "tickets"
    ARTICLES = "articles"


class ImportSheet(QDialog):
    """Checks the file as soon as it opens; `imported` says that something came in."""

    imported = Signal()

    def __init__(self, context: Context, what: What, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._what, self._path = context, what, path
        self._stopped = False
        self._importing = False
        self.setObjectName("ImportSheet")
        self.setAccessibleName(f"Import {what}")
        self.setWindowTitle(f"Import {what}")
        self.heading = TextLabel(f"Checking {path.name} …", "title", self).wrapping()
        self.bar = QProgressBar(self)
        self.how = TextLabel("", "soft", self).wrapping()
        self.told = TextLabel("", "mono", self).selectable().wrapping()
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.leave = QPushButton("Cancel", self)
        self.go = QPushButton("Import", self)
        self._arrange()
        self._run(dry_run=True)

    def reject(self) -> None:
        """Leave; a running import is stopped after the tickets it is writing, and said so."""
        self._stopped = True
        if not self._importing:
            super().reject()

    def begin(self) -> None:
        """Import what was checked."""
        self.heading.setText(f"Importing {self._path.name} …")
        self.go.setEnabled(False)
        self.leave.setText("Stop")
        self._run(dry_run=False)

    def _run(self, *, dry_run: bool) -> None:
        self._importing = not dry_run
        self._stopped = False
        self.bar.show()
        tickets = self._what is What.TICKETS
        run: Callable[..., Any] = transfer.import_tickets if tickets else transfer.import_articles
        jobs = self._context.jobs
        work = partial(
            run,
            self._context.desk,
            self._path,
            dry_run=dry_run,
            progress=jobs.relay(self, self._show_progress),
            cancelled=lambda: self._stopped or jobs.is_closing(),
        )
        start = jobs.read if dry_run else jobs.write
        start(self, work, self._done, failed=self._refused)

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setValue(BAR * done // max(of, 1))

    def _done(self, account: Any) -> None:
        self.bar.hide()
        self.how.setText(f"{self._path.name} {account.how}")
        self.told.setText("\n".join(account.lines()))
        if account.dry_run:
            self.heading.setText(f"{account.imported:,} {self._what} can be imported")
            self.go.setEnabled(account.imported > 0)
            return
        self._importing = False
        self.heading.setText(f"{account.imported:,} {self._what} imported")
        self.leave.setText("Close")
        self.go.hide()
        self._context.live.announce(Effects(people=True, settings=True))
        self.imported.emit()

    def _refused(self, error: Exception) -> None:
        self._importing = False
        self.bar.hide()
        malformed = isinstance(error, FileTrouble)
        self.heading.setText("Nothing was imported" if malformed else "The import stopped")
        self.leave.setText("Close")
        self.go.setEnabled(False)
        self.trouble.setText(sentence(error))

    def _arrange(self) -> None:
        px = self._context.theme.px
        self.told.setObjectName("Reconciliation")
        self.trouble.setObjectName("Trouble")
        self.bar.setRange(0, BAR)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        for button, name in ((self.leave, "Leave"), (self.go, "Go")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
        look(self.go, "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.begin)
        self.leave.clicked.connect(self.reject)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        area.setWidget(self.told)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        for widget in (self.heading, self.how, self.bar, self.trouble):
            column.addWidget(widget)
        column.addWidget(area, 1)
        column.addLayout(row)
        self.resize(px(WIDE), px(TALL))


def ask_file(what: What, parent: QWidget) -> Path | None:
    """Which file, or which folder of articles; None when the person left it."""
    if what is What.TICKETS:
        chosen, _ = QFileDialog.getOpenFileName(parent, "Import tickets", "", FILES)
    else:
        chosen = QFileDialog.getExistingDirectory(parent, "Import a folder of articles")
    return Path(chosen) if chosen else None
