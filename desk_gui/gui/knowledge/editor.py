"""Writing an article: source left, preview right, and nothing written is lost unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.errors import Conflict, DatabaseTrouble, Refusal
from desk_gui.domain.knowledge import Article, ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.messages import Question, ask
from desk_gui.gui.knowledge.conflict import ArticleConflict
from desk_gui.gui.knowledge.fields import Fields
from desk_gui.gui.knowledge.markdown_edit import MarkdownEdit, Toolbar
from desk_gui.gui.page import Context
from desk_gui.gui.rich_text import Rich, from_markdown
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel
from desk_gui.operations import accounts, knowledge
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import Written

PAUSE_MS = 200
SIDE_BY_SIDE, LEAST_TALL = 640, 220
EMPTY = Written("", "")
SAVE, THROW, WRITE_ON = "Save draft", "Throw away", "Go on writing"


@dataclass(frozen=True)
class Opening:
    """What is being written: the article (None for a new one) as it was when it was read."""

    written: Written
    article_id: int | None = None
    version: int = 0
    edition: int = 1

    @property
    def name(self) -> str:
        """What stands above the fields."""
        if self.article_id is None:
            return "New article"
        return f"{words.article_number(self.article_id)} · draft of version {self.edition}"


def opening_of(article: Article) -> Opening:
    """An article as the editor opens it."""
    return Opening(written_of(article), article.id, article.version, article.edition)


def written_of(article: Article) -> Written:
    """What the author of an article filled in."""
    return Written(
        title=article.title,
        text=article.text,
        audience=article.audience,
        category_id=article.category_id,
        tags=article.tags,
        review_on=article.review_on,
    )


def keep(desk: Desk, opening: Opening, written: Written, *, submit: bool, key: str) -> Effects:
    """Save a draft, and submit it for review if wanted; Conflict when somebody else saved it."""
    if opening.article_id is None:
        effects = knowledge.write(desk, written, key=key)
    else:
        effects = knowledge.edit(desk, opening.article_id, written, seen_version=opening.version)
    if submit:
        effects |= knowledge.step(desk, effects.article_id, ArticleStatus.IN_REVIEW)
    return effects


class Editor(QWidget):
    """`saved` carries the article after every save, `closed` the one to show (0 for none)."""

    saved = Signal(int)
    closed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opening = Opening(EMPTY)
        self._key = new_key()
        self._busy = False
        self._after: Callable[[], object] | None = None
        self.setObjectName("ArticleEditor")
        self.setAccessibleName("Write an article")
        theme = context.theme
        self.heading = ElidedLabel("", "title", self)
        self.state = TextLabel("", "small", self)
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.trouble.setObjectName("EditorTrouble")
        self.leave_button = self._button("Close", "CloseEditor", self.close_editor)
        self.save_button = self._button(SAVE, "SaveDraft", self.save)
        self.submit_button = self._button("Submit for review", "SubmitArticle", self.submit)
        look(self.submit_button, "primary")
        self.fields = Fields(context, self)
        self.source = MarkdownEdit(theme, self)
        self.preview = SafeView(theme, context.open_link, name="Preview", parent=self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.read_preview)
        self._arrange()
        self.source.textChanged.connect(self._typed)
        self.fields.changed.connect(self._say_state)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def article_id(self) -> int | None:
        """The article that is written, None for a new one."""
        return self._opening.article_id

    def open(self, opening: Opening, text: str = "") -> None:
        """Write this article; `text`, if given, replaces its text but is not saved yet."""
        self._opening, self._key = opening, new_key()
        self.heading.setText(opening.name)
        self.fields.show_written(opening.written)
        self.source.setPlainText(text or opening.written.text)
        self._show_trouble("")
        self._say_state()
        self.read_preview()
        desk = self._context.desk
        self._context.jobs.read(
            self,
            lambda: accounts.categories(desk),
            self.fields.offer_categories,
            key="categories",
        )
        (self.source if opening.written.title else self.fields.title).setFocus()

    def written(self) -> Written:
        """What stands in the editor now."""
        return self.fields.written(self.source.toPlainText())

    def is_changed(self) -> bool:
        """Whether something stands here that is not saved."""
        return self.written() != _plain(self._opening.written)

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

    def read_preview(self) -> None:
        """Prepare the preview of what is written now, in a job."""
        self._pause.stop()
        text = self.source.toPlainText()
        self._context.jobs.read(
            self, lambda: from_markdown(text), self._show_preview, key="preview"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview goes below the source where there is no room beside it."""
        super().resizeEvent(event)
        beside = self.width() >= self._context.theme.px(SIDE_BY_SIDE)
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() != way:
            self._split.setOrientation(way)
        parts = 1 if beside else 2
        self._split.setMinimumHeight(self._context.theme.px(LEAST_TALL) * parts)

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
        self.window().close()

    def stop(self) -> None:
        """Forget what is written."""
        self._opening = Opening(EMPTY)
        self.fields.show_written(EMPTY)
        self.source.clear()

    def _close(self) -> None:
        shown = self._opening.article_id or 0
        self.stop()
        self.closed.emit(shown)

    def _left(self, then: Callable[[], object], answer: str) -> None:
        if answer == SAVE:
            self._after = then
            self._keep(submit=False)
        elif answer == THROW:
            self._opening = Opening(self.written(), self._opening.article_id)
            then()

    def _keep(self, *, submit: bool, version: int | None = None) -> None:
        if self._busy:
            return
        self._set_busy(busy=True)
        self._show_trouble("")
        desk, opening, written, key = self._context.desk, self._opening, self.written(), self._key
        if version is not None:
            opening = Opening(opening.written, opening.article_id, version, opening.edition)
        self._context.do(
            self,
            lambda: keep(desk, opening, written, submit=submit, key=key),
            said="Submitted for review." if submit else "Draft saved.",
            done=partial(self._kept, opening, written, submit),
            failed=self._not_kept,
        )

    def _kept(self, opening: Opening, written: Written, submit: bool, effects: Effects) -> None:  # noqa: FBT001 - a fact
        self._set_busy(busy=False)
        self._opening = Opening(written, effects.article_id, opening.version + 1, opening.edition)
        self.heading.setText(self._opening.name)
        self._say_state()
        self.saved.emit(effects.article_id)
        after, self._after = self._after, None
        if submit:
            self._close()
        elif after is not None:
            after()

    def _not_kept(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self._after = None
        if isinstance(error, Conflict):
            self._read_theirs()
        elif isinstance(error, Refusal | DatabaseTrouble):
            self._show_trouble(str(error))
        else:
            raise error

    def _read_theirs(self) -> None:
        desk, article_id = self._context.desk, self._opening.article_id or 0
        self._context.jobs.read(
            self,
            lambda: knowledge.show(desk, article_id).article,
            self._show_conflict,
            failed=self._not_kept,
        )

    def _show_conflict(self, theirs: Article) -> None:
        dialog = ArticleConflict(self._context, written_of(theirs), self.written(), self)
        dialog.decide(
            mine=partial(self._keep, submit=False, version=theirs.version),
            theirs=partial(self.open, opening_of(theirs)),
        )
        dialog.open()

    def _show_preview(self, rich: Rich) -> None:
        bar = self.preview.verticalScrollBar()
        at = bar.value()
        self.preview.show_rich(rich)
        bar.setValue(at)

    def _typed(self) -> None:
        self._pause.start()
        self._say_state()

    def _say_state(self) -> None:
        if self.is_changed():
            self.state.setText("Not saved")
        else:
            self.state.setText("Saved" if self._opening.article_id else "")

    def _show_trouble(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for button in (self.leave_button, self.save_button, self.submit_button):
            button.setEnabled(not busy)

    def _button(self, said: str, name: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(said, self)
        made.setObjectName(name)
        made.setAccessibleName(said)
        made.clicked.connect(act)
        return made

    def _arrange(self) -> None:
        px = self._context.theme.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(12), px(24), px(16))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.heading, 1)
        for widget in (self.state, self.leave_button, self.save_button, self.submit_button):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.trouble)
        column.addWidget(self.fields)
        column.addSpacing(px(4))
        column.addWidget(self._split, 1)
        self._split.setObjectName("SourceAndPreview")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(px(12))
        toolbar = Toolbar(self._context.theme, self.source, self)
        self._split.addWidget(self._side(toolbar, self.source))
        title = TextLabel("Preview", "small", self)
        title.setFixedHeight(toolbar.sizeHint().height())
        self._split.addWidget(self._side(title, self._framed(self.preview)))
        self._split.setSizes([1000, 1000])
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _side(self, head: QWidget, body: QWidget) -> QWidget:
        side = QWidget(self._split)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(4))
        column.addWidget(head)
        column.addWidget(body, 1)
        return side

    def _framed(self, view: QWidget) -> QWidget:
        frame = QFrame(self)
        look(frame, "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*[self._context.theme.px(12)] * 4)
        column.addWidget(view)
        return frame


def _plain(written: Written) -> Written:
    """As the editor would give it back, so that opening alone changes nothing."""
    return Written(
        written.title.strip(),
        written.text.replace("\r\n", "\n").replace("\r", "\n"),
        written.audience,
        written.category_id,
        tuple(sorted(written.tags)),
        written.review_on,
    )
