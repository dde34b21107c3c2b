"""Publishing the public articles as a web site, from the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from desk_gui.gui import format as words
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.articles import publishing
from desk_gui.operations.articles.publishing import Published

FOLDER, TITLE = "Folder", "Title of the site"
ABOUT = (
    "All published articles for everybody become plain web pages with their pictures and a search."
    " Put the folder on any web server, or open index.html."
)
BAR, SHOWN = 1000, 5


class PublishSheet(Sheet):
    """Folder and title; it stays open and says what was written."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Publish as a web site", "Publish", parent)
        self._stopped = False
        self.explain(ABOUT)
        self.folder = QLineEdit(self)
        self.folder.setPlaceholderText("An empty folder, or one that was published to before")
        self.choose = QPushButton("Choose…", self)
        self.choose.setObjectName("ChooseFolder")
        self.choose.setAccessibleName("Choose a folder")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.title = QLineEdit(self)
        self.title.setPlaceholderText("As before, or “Help”")
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        self.form.add(FOLDER, both, "Only what Desk wrote there is ever replaced or removed.")
        self.form.add(TITLE, self.title)
        self.bar = QProgressBar(self)
        self.bar.setMaximum(BAR)
        self.bar.hide()
        self.told = TextLabel("", "", self).wrapping().selectable()
        self.told.setObjectName("Published")
        self.told.hide()
        self.below(self.bar)
        self.below(self.told)
        self.folder.setObjectName("SiteFolder")
        self.folder.setAccessibleName(FOLDER)

    def submit(self) -> None:
        """Publish."""
        typed = self.folder.text().strip()
        self.form.show_wrong({} if typed else {FOLDER: "Choose a folder."})
        self.fit()
        if not typed or self.busy:
            return
        self.set_busy(busy=True)
        self.leave.setEnabled(True)
        self.leave.setText("Stop")
        self.show_trouble("")
        self.told.hide()
        self.bar.show()
        self._stopped = False
        jobs = self.context.jobs
        work = partial(
            publishing.publish,
            self.context.desk,
            Path(typed).expanduser(),
            title=self.title.text(),
            progress=jobs.relay(self, self._show_progress),
            cancelled=lambda: self._stopped or jobs.is_closing(),
        )
        jobs.read(self, work, self._done, failed=self.refused)

    def reject(self) -> None:
        """Leave, or stop what is under way."""
        self._stopped = True
        super().reject()

    def refused(self, error: Exception) -> None:
        """Say why not; what is written is whole."""
        self._rest()
        super().refused(error)

    def _done(self, done: Published) -> None:
        self._rest()
        self.leave.setText("Close")
        amount = f"{words.count(done.articles, 'article')} and {words.count(done.files, 'file')}"
        lines = [
            f"{amount} are published as “{done.title}”.",
            f"{words.count(done.written, 'file')} written, {done.removed:,} removed.",
            *(f"Left out: {reason}" for reason in done.left_out[:SHOWN]),
        ]
        if len(done.left_out) > SHOWN:
            lines.append(f"… and {len(done.left_out) - SHOWN:,} more left out.")
        self.told.setText("\n".join(lines))
        self.told.show()
        self.fit()

    def _rest(self) -> None:
        self.set_busy(busy=False)
        self.bar.hide()
        self.leave.setText("Cancel")

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setValue(BAR * done // max(of, 1))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Publish to", self.folder.text())
        if chosen:
            self.folder.setText(chosen)
