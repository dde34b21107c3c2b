"""Learning from the desk's own tickets: progress, versions with their scores, and the way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QProgressBar, QPushButton, QTableView

from desk_gui.domain.classification import Version
from desk_gui.domain.errors import Cancelled
from desk_gui.gui.admin import learned_words as words
from desk_gui.gui.admin.section import Section
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.words_model import WordsModel
from desk_gui.operations import learning
from desk_gui.operations.effects import Effects
from desk_gui.operations.learning import Standing, Studied

ABOUT = (
    "Every decision of a person is an example. A fifth of the tickets is never learned from: on"
    " those each version is compared with the one before (right before → right after), and it is"
    " used only if it is not worse."
)
BAR = 1000
NARROWEST = 64


class LearnedCard(Card):
    """The versions; who may not change settings sees them all the same."""

    def __init__(self, section: Section) -> None:
        context = section.context
        super().__init__(context.theme, head="Learned from your tickets", parent=section)
        self._section, self._context = section, context
        self._standing: Standing | None = None
        self._stopped = False
        self.setObjectName("Learned")
        self.said, self.hits = (TextLabel("", "", self).wrapping() for _ in range(2))
        self.start, self.stop = QPushButton("Learn now", self), QPushButton("Stop", self)
        self.back, self.use = QPushButton(self), QPushButton("Use the chosen version", self)
        self.bar = QProgressBar(self)
        self.model = WordsModel(self)
        self.table = QTableView(self)
        self._arrange()
        self.start.clicked.connect(self.begin)
        self.stop.clicked.connect(self._stop)
        self.back.clicked.connect(lambda: self._use(words.one_before(self._versions)))
        self.use.clicked.connect(lambda: self._use(self.chosen))
        context.theme.changed.connect(self._fit)

    @property
    def _versions(self) -> tuple[Version, ...]:
        return self._standing.versions if self._standing else ()

    @property
    def chosen(self) -> Version | None:
        """The version that is chosen in the table."""
        rows = self.table.selectionModel().selectedRows()
        return self._versions[rows[0].row()] if rows else None

    def show_standing(self, standing: Standing) -> None:
        """Show the versions and how often proposals were kept."""
        self._standing = standing
        now = self._context.desk.clock()
        self.said.setText(words.state(standing, now))
        self.hits.setText(words.hits(standing))
        self.model.show_table(words.table(standing.versions, now))
        self.table.setVisible(bool(standing.versions))
        earlier = words.one_before(standing.versions)
        to = (
            f"to the version of {words.name_of(earlier, now)}"
            if earlier
            else "to what Desk came with"
        )
        self.back.setText(f"Go back {to}")
        self.back.setAccessibleName(self.back.text())
        self._offer()
        self._fit()

    def begin(self) -> None:
        """Learn in a job that only reads; what was learned is stored in a short one."""
        jobs = self._context.jobs
        self._stopped = False
        self._section.show_trouble("")
        self._show_running(running=True)
        work = partial(
            learning.study,
            self._context.desk,
            progress=jobs.relay(self, self._progressed),
            cancelled=lambda: self._stopped or jobs.is_closing(),
        )
        jobs.read(self, work, self._studied, failed=self._ended)

    def _studied(self, studied: Studied) -> None:
        keep = partial(learning.keep, self._context.desk, studied)
        said = "Desk learned from your tickets."
        self._context.do(self, keep, said=said, done=self._kept, failed=self._ended)

    def _kept(self, _: Effects) -> None:
        self._show_running(running=False)
        self._section.read()

    def _ended(self, error: Exception) -> None:
        self._show_running(running=False)
        if not isinstance(error, Cancelled):
            self._section.refused(error)

    def _stop(self) -> None:
        self._stopped = True
        self.stop.setEnabled(False)

    def _progressed(self, done: int, of: int) -> None:
        self.bar.setValue(BAR * done // max(of, 1))

    def _use(self, version: Version | None) -> None:
        version_id = version.id if version else None
        work = partial(learning.use, self._context.desk, version_id)
        said = "Another version is in use." if version else "Desk uses what it came with."
        read = lambda _: self._section.read()  # noqa: E731 - nothing is done with the effects
        self._context.do(self, work, said=said, done=read, failed=self._section.refused)

    def _show_running(self, *, running: bool) -> None:
        self.bar.setValue(0)
        for widget in (self.bar, self.stop):
            widget.setVisible(running)
        self.stop.setEnabled(running)
        self._offer()

    def _offer(self) -> None:
        may = self._section.may and self.stop.isHidden()
        chosen = self.chosen
        self.start.setEnabled(may)
        self.back.setVisible(words.in_use(self._versions) is not None)
        self.back.setEnabled(may)
        self.use.setVisible(bool(self._versions))
        self.use.setEnabled(may and chosen is not None and not chosen.active)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names of versions wrap where there is less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As tall as all its rows, because the page scrolls already."""
        self.table.resizeRowsToContents()
        header = self.table.horizontalHeader()
        tall = sum(self.table.rowHeight(row) for row in range(self.model.rowCount()))
        if header.length() > self.table.viewport().width():
            tall += self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(tall + header.sizeHint().height() + 4)

    def _arrange(self) -> None:
        for control, name, says in (
            (self.start, "LearnNow", "Learn from the tickets now"),
            (self.stop, "StopLearning", "Stop learning"),
            (self.bar, "LearningProgress", "Progress of learning"),
            (self.back, "GoBack", ""),
            (self.use, "UseVersion", "Use the chosen version"),
            (self.table, "Versions", "Versions of the classifier"),
        ):
            control.setObjectName(name)
            control.setAccessibleName(says)
        self.said.setObjectName("LearnedSaid")
        self.hits.setObjectName("ProposalsKept")
        look(self.hits, "soft")
        self.bar.setRange(0, BAR)
        self.bar.setTextVisible(False)
        self._arrange_table()
        row = FlowLayout(self._context.theme.px(8))
        for button in (self.start, self.stop, self.back, self.use):
            row.addWidget(button)
        self.add(TextLabel(ABOUT, "soft", self).wrapping())
        for widget in (self.said, self.hits, self.bar):
            self.add(widget)
        self.column.addLayout(row)
        self.add(self.table)
        for hidden in (self.bar, self.stop, self.table, self.back, self.use):
            hidden.hide()

    def _arrange_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.selectionModel().selectionChanged.connect(self._offer)
        self.model.modelReset.connect(self._stretch)

    def _stretch(self) -> None:
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(self._context.theme.px(NARROWEST))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
