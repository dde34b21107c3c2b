"""The steps of an article's life cycle as buttons; what cannot be done now says why."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import ArticleMove, ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations import knowledge
from desk_gui.operations.knowledge import ArticlePage

FORWARD = (ArticleStatus.IN_REVIEW, ArticleStatus.PUBLISHED)
DONE = {
    ArticleStatus.DRAFT: "{number} is a draft again.",
    ArticleStatus.IN_REVIEW: "{number} waits for a reviewer.",
    ArticleStatus.PUBLISHED: "{number} is published.",
    ArticleStatus.RETIRED: "{number} is retired; nobody is offered it any more.",
}
WHY = "What should change?"


class SendBack(Sheet):
    """Asks the reviewer what the author should change; the words go into the history."""

    def __init__(self, context: Context, article_id: int, parent: QWidget | None = None) -> None:
        super().__init__(context, "Send back to the author", "Send back", parent)
        self._article_id = article_id
        self.why = TextEditor(WHY, parent=self.form)
        self.why.setFixedHeight(context.theme.px(96))
        self.form.add(WHY, self.why, "The author reads this in the history of the article.")
        self.why.submitted.connect(self.submit)

    def submit(self) -> None:
        """Send it back, once there is a reason."""
        why = self.why.toPlainText().strip()
        self.form.show_wrong({} if why else {WHY: "Say in a sentence what should change."})
        self.fit()
        if why:
            desk, article_id = self.context.desk, self._article_id
            self.send(
                lambda: knowledge.step(desk, article_id, ArticleStatus.DRAFT, reason=why),
                f"{words.article_number(article_id)} went back to its author.",
            )


class Steps(QWidget):
    """`edit_wanted` means the draft; `next_wanted` a draft of the next version."""

    edit_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._page: ArticlePage | None = None
        self.setObjectName("ArticleSteps")
        self.setAccessibleName("What can be done with this article")
        self._why = TextLabel("", "small", self).wrapping()
        self._why.setObjectName("StepsWhyNot")
        self._buttons = FlowLayout(context.theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(4))
        column.addLayout(self._buttons)
        column.addWidget(self._why)

    def show_page(self, page: ArticlePage) -> None:
        """Offer the steps that leave the article's status; a reader who may not write sees none."""
        self._page = page
        while item := self._buttons.takeAt(0):
            if button := item.widget():
                button.hide()
                button.deleteLater()
        self.setVisible(self._context.account.may(Right.WRITE_ARTICLES))
        if page.article.status is ArticleStatus.DRAFT:
            self._buttons.addWidget(self._edit_button())
        if page.article.status is ArticleStatus.PUBLISHED:
            self._buttons.addWidget(self._confirm_button(page))
        for move in sorted(page.moves, key=lambda move: move.to not in FORWARD):
            self._buttons.addWidget(self._button(page, move))
        reasons = dict.fromkeys(move.because for move in page.moves if not move.allowed)
        if page.stale and page.around.why_not_confirm:
            reasons[page.around.why_not_confirm] = None
        self._why.setText(" ".join(reasons))
        self._why.setVisible(bool(reasons))
        self.updateGeometry()

    def _edit_button(self) -> QPushButton:
        made = QPushButton("Edit", self)
        made.setObjectName("EditArticle")
        made.setAccessibleName("Edit the draft")
        made.clicked.connect(self.edit_wanted)
        return made

    def _confirm_button(self, page: ArticlePage) -> QPushButton:
        """Says that the article is still right; the natural act where it is stale."""
        why_not = page.around.why_not_confirm or ""
        made = QPushButton("Still right", self)
        made.setObjectName("ConfirmArticle")
        made.setAccessibleName("Say that the article is still right")
        made.setAccessibleDescription(why_not)
        made.setEnabled(not why_not)
        made.setToolTip(plain_tip(why_not or "Its next review is due in a year."))
        if page.stale and not why_not:
            look(made, "primary")
        made.clicked.connect(self._confirm)
        return made

    def _confirm(self) -> None:
        if self._page is not None:
            desk, article = self._context.desk, self._page.article
            said = f"{article.number} is still right; it is reviewed again in a year."
            self._context.do(self, lambda: knowledge.confirm(desk, article.id), said=said)

    def _button(self, page: ArticlePage, move: ArticleMove) -> QPushButton:
        said = words.ARTICLE_MOVES[page.article.status, move.to]
        made = QPushButton(said, self)
        made.setObjectName(f"Step-{move.to.value}")
        made.setAccessibleName(said.rstrip("…"))
        made.setAccessibleDescription(move.because)
        made.setEnabled(move.allowed)
        made.setToolTip(plain_tip(move.because))
        if move.allowed and move.to in FORWARD:
            look(made, "primary")
        made.clicked.connect(partial(self._step, move.to))
        return made

    def _step(self, to: ArticleStatus, *_: object) -> None:
        page = self._page
        if page is None:
            return
        if to is ArticleStatus.DRAFT and page.article.status is ArticleStatus.IN_REVIEW:
            SendBack(self._context, page.article.id, self).open()
        elif to is ArticleStatus.DRAFT:
            self.take(to, then_edit=True)
        elif to is ArticleStatus.RETIRED:
            confirm(
                self,
                f"Retire {page.article.number} “{page.shown.title}”?",
                "Retire",
                then=partial(self.take, to),
                detail="It is no longer offered or found by readers. It can be taken up again,"
                " and is then reviewed once more.",
                dangerous=True,
            )
        else:
            self.take(to)

    def take(self, to: ArticleStatus, *, then_edit: bool = False) -> None:
        """Take a step now, and open the editor after it if wanted."""
        if self._page is None:
            return
        desk, article_id = self._context.desk, self._page.article.id
        said = DONE[to].format(number=self._page.article.number)
        self._context.do(
            self,
            lambda: knowledge.step(desk, article_id, to),
            said="" if then_edit else said,
            done=(lambda _: self.next_wanted.emit()) if then_edit else None,
        )
