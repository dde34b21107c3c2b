"""Reports that a scheduler writes again and again: which there are, one more, and one fewer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.charts.choices import Chosen
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import ElidedLabel
from desk_gui.operations import saved_reports
from desk_gui.operations.effects import Effects
from desk_gui.operations.saved_reports import ENDINGS, EVERY, SavedReport

NAME, EACH, WHAT, FILE = "Name", "Written for each", "Tells of", "File"
KINDS = (
    (None, "incidents and service requests"),
    ("incident", "incidents"),
    ("request", "service requests"),
)
FITS = {"day": "day", "week": "day", "month": "week"}
ABOUT = (
    "A saved report is written once its day, week or month is over, whenever the scheduler of"
    " this computer runs “desk report --due”. It tells of every priority, team and category."
)
HINT = f"It ends in {', '.join(ENDINGS)}; the first day is put into its name."


class SavedLine(QWidget):
    """One saved report; `forgotten` carries its name."""

    forgotten = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._told = ""
        self._name = ElidedLabel("", "", self)
        self._about = ElidedLabel("", "small", self)
        self.forget = IconButton(theme, Icon.TRASH_2, "Forget", parent=self)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._name)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.addLayout(words, 1)
        row.addWidget(self.forget)
        self.forget.clicked.connect(self._pressed)

    def show_report(self, told: SavedReport) -> None:
        """Show one."""
        self._told = told.name
        done = f"written up to {told.done}" if told.done else "not written yet"
        kinds = dict(KINDS)[told.kind]
        self._name.setText(told.name)
        self._about.setText(f"each {told.every} · {kinds} · {done} · {told.out}")
        self.forget.setAccessibleName(f"Forget {told.name}")

    def _pressed(self) -> None:
        self.forgotten.emit(self._told)


class SavedReportsDialog(Sheet):
    """What is saved already, and fields for one more."""

    def __init__(self, context: Context, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__(context, "Saved reports", "Save report", parent)
        self.explain(ABOUT)
        self.leave.setText("Close")
        self.name = QLineEdit(self)
        self.each = ChoiceBox([(every, every) for every in reversed(EVERY)], self)
        self.what = ChoiceBox(KINDS, self)
        self.what.choose(chosen.kind.value)
        self.file = QLineEdit(self)
        self.look = QPushButton("Choose a file…", self)
        self.look.setObjectName("ChooseFile")
        self.look.setAccessibleName("Choose a file")
        self.form.add(NAME, self.name)
        self.form.add(EACH, self.each)
        self.form.add(WHAT, self.what)
        self.form.add(FILE, self.file, HINT)
        self.form.add_button(self.look)
        self.look.clicked.connect(self._choose)
        self.list = QWidget(self)
        column = QVBoxLayout(self.list)
        column.setContentsMargins(0, 0, 0, 0)
        self._lines = Pool(column, self._line)
        self.body.insertWidget(0, self.list)
        self._read()

    def submit(self) -> None:
        """Save what the fields say."""
        name, out = self.name.text().strip(), self.file.text().strip()
        ends = saved_reports.ends_well(out)
        wrong = {NAME: "" if name else "Say what it is called.", FILE: "" if ends else HINT}
        if any(wrong.values()):
            self.form.show_wrong(wrong)
            return
        every, kind = str(self.each.value), self.what.value
        wanted = SavedReport(
            name,
            every,
            str(Path(out).absolute()),
            kind if isinstance(kind, str) else None,
            FITS[every],
        )
        work = partial(saved_reports.save_report, self.context.desk, wanted)
        self.send(work, f"“{name}” is saved.")

    def _line(self) -> SavedLine:
        line = SavedLine(self.context.theme, self.list)
        line.forgotten.connect(self._forget)
        return line

    def _read(self) -> None:
        work = partial(saved_reports.saved, self.context.desk)
        self.context.jobs.read(self, work, self._show, failed=self.refused, key="saved")

    def _show(self, found: Sequence[SavedReport]) -> None:
        for line, told in self._lines.each(found):
            line.show_report(told)
        self.list.setVisible(bool(found))
        self.fit()

    def _forget(self, name: str) -> None:
        def done(_: Effects) -> None:
            self._read()

        work = partial(saved_reports.forget_report, self.context.desk, name)
        said = f"“{name}” is written no more."
        self.context.do(self, work, said=said, done=done, failed=self.refused)

    def _choose(self) -> None:
        name = f"{self.name.text().strip() or 'report'}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save as", name)
        if chosen:
            self.file.setText(chosen)
