"""Writing an article: source left, preview right, and nothing written is lost unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_gui.domain.attachment import NewFile
from desk_gui.domain.errors import Conflict, sentence
from desk_gui.domain.knowledge import Article
from desk_gui.gui.dialogs.article_picker import PickArticle
from desk_gui.gui.dialogs.messages import Question, ask
from desk_gui.gui.knowledge.conflict import ArticleConflict
from desk_gui.gui.knowledge.draft_files import files_in
from desk_gui.gui.knowledge.drafts import EMPTY, Opening, keep, opening_of, plain, written_of
from desk_gui.gui.knowledge.editor_view import EditorView
from desk_gui.gui.page import Context
from desk_gui.operations import accounts, knowledge
from desk_gui.operations.desk import new_key
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import Written

PICTURES = "Pictures (*.png *.jpg *.jpeg *.gif *.webp)"
SAVE, THROW, WRITE_ON = "Save draft", "Throw away", "Go on writing"


class Editor(EditorView):
    """`saved` carries the article after every save, `closed` the one to show (0 for none)."""

    saved = Signal(int)
    closed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._opening = Opening(EMPTY)
        self._key = new_key()
        self._busy = False
        self._after: Callable[[], object] | None = None
        self.leave_button.clicked.connect(self.close_editor)
        self.save_button.clicked.connect(self.save)
        self.submit_button.clicked.connect(self.submit)
        self.source.textChanged.connect(self._say_state)
        self.fields.changed.connect(self._say_state)
        self.files.insert_wanted.connect(self.source.insert)
        self.files.troubled.connect(self.show_trouble)
        self.toolbar.picture_wanted.connect(partial(self._choose, "Pictures", PICTURES))
        self.toolbar.file_wanted.connect(partial(self._choose, "Files", ""))
        self.toolbar.article_wanted.connect(self._pick_article)
        self.source.given.connect(self._given)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def article_id(self) -> int | None:
        """The article that is written, None for a new one."""
        return self._opening.article_id

    def open(self, opening: Opening, begun: Written | None = None) -> None:
        """Write this article; `begun` stands there already, and is not saved yet."""
        self._opening, self._key = opening, new_key()
        written = begun or opening.written
        self.heading.setText(opening.name)
        self.fields.show_written(written)
        self.source.setPlainText(written.text)
        self._pictures = {}
        self.files.show_article(opening.article_id)
        self.show_trouble("")
        self._say_state()
        self.read_preview()
        desk = self.context.desk
        self.context.jobs.read(
            self,
            lambda: accounts.categories(desk),
            self.fields.offer_categories,
            key="categories",
        )
        (self.source if written.title else self.fields.title).setFocus()

    def is_changed(self) -> bool:
        """Whether something stands here that is not saved."""
        return self.written() != plain(self._opening.written)

    def save(self) -> None:
        """Save the draft and go on writing."""
        self._keep(submit=False)

    def submit(self) -> None:
        """Save the draft and hand it to a reviewer."""
        self._keep(submit=True)

    def close_editor(self) -> None:
        """Close; what is not saved is asked about."""
        self.leave(self._close)

    def leave(self, then: Callable[[], object]) -> None:
        """Do `then` once nothing unsaved is left: saved, or thrown away knowingly."""
        if not self.is_changed():
            then()
            return
        title = self.fields.title.text().strip()
        name = f"“{title}”" if title else "This article"
        question = Question(f"{name} has words that are not saved.", (SAVE, THROW), leave=WRITE_ON)
        ask(self, question, partial(self._left, then))

    def stop(self) -> None:
        """Forget what is written."""
        self._opening = Opening(EMPTY)
        self.fields.show_written(EMPTY)
        self.source.clear()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the window asks here before it closes."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window waits for an answer where words are not saved."""
        closing = event.type() == QEvent.Type.Close and watched is self.window()
        if closing and watched is not self and self.is_changed():
            event.ignore()
            self.leave(self._close_all)
            return True
        return super().eventFilter(watched, event)

    def _close_all(self) -> None:
        self._close()
        window = self.window()
        QTimer.singleShot(0, window, window.close)

    def _close(self) -> None:
        shown = self._opening.article_id or 0
        self.stop()
        self.closed.emit(shown)

    def _left(self, then: Callable[[], object], answer: str) -> None:
        if answer == SAVE:
            self._after = then
            self._keep(submit=False)
        elif answer == THROW:
            self._opening = replace(self._opening, written=self.written())
            then()

    def _keep(self, *, submit: bool, version: int | None = None) -> None:
        if self._busy:
            return
        self._busy = True
        self.show_busy(busy=True)
        self.show_trouble("")
        desk, opening, written, key = self.context.desk, self._opening, self.written(), self._key
        if version is not None:
            opening = replace(opening, version=version)
        self.context.do(
            self,
            lambda: keep(desk, opening, written, submit=submit, key=key),
            said="Submitted for review." if submit else "Draft saved.",
            done=partial(self._kept, opening, written, submit),
            failed=self._not_kept,
        )

    def _kept(self, opening: Opening, written: Written, submit: bool, effects: Effects) -> None:  # noqa: FBT001 - a fact
        self._busy = False
        self.show_busy(busy=False)
        first = opening.article_id is None
        self._opening = replace(
            opening, written=written, article_id=effects.article_id, version=opening.version + 1
        )
        if first:
            self.files.show_article(effects.article_id)
        self.heading.setText(self._opening.name)
        self._say_state()
        self.saved.emit(effects.article_id)
        after, self._after = self._after, None
        if submit:
            self._close()
        elif after is not None:
            after()

    def _not_kept(self, error: Exception) -> None:
        self._busy = False
        self.show_busy(busy=False)
        self._after = None
        if isinstance(error, Conflict):
            self._read_theirs()
        else:
            self.show_trouble(sentence(error))

    def _read_theirs(self) -> None:
        desk, article_id = self.context.desk, self._opening.article_id or 0
        self.context.jobs.read(
            self,
            lambda: knowledge.show(desk, article_id).article,
            self._show_conflict,
            failed=self._not_kept,
        )

    def _show_conflict(self, theirs: Article) -> None:
        dialog = ArticleConflict(self.context, written_of(theirs), self.written(), self)
        dialog.decide(
            mine=partial(self._keep, submit=False, version=theirs.version),
            theirs=partial(self.open, opening_of(theirs)),
        )
        dialog.open()

    def _choose(self, what: str, types: str) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, f"{what} for this article", "", types)
        self._add([NewFile(Path(one).name, Path(one)) for one in chosen])

    def _given(self, source: QMimeData) -> None:
        self._add(files_in(source, self.context))

    def _add(self, new: list[NewFile]) -> None:
        """Files belong to a saved draft, so one that is new is saved first."""
        if not new:
            return
        if self.article_id is not None:
            self.files.add(new)
        elif not (self.fields.title.text().strip() and self.source.toPlainText().strip()):
            self.show_trouble("Give it a title and a first sentence; files need a saved draft.")
        else:
            self._after = partial(self.files.add, new)
            self._keep(submit=False)

    def _pick_article(self) -> None:
        picker = PickArticle(self.context, "Link to an article", "Link", self)
        picker.picked.connect(lambda one: self.source.insert(one.name.partition(" ")[0]))
        picker.open()

    def _say_state(self) -> None:
        if self.is_changed():
            self.state.setText("Not saved")
        else:
            self.state.setText("Saved" if self._opening.article_id else "")
