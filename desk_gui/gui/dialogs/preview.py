"""Looking at attachments without opening them: pictures, and texts as they are; one after another.

Web pages and drawings are texts here: nothing in them is followed, drawn or run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.attachment import KB, Attached
from desk_gui.domain.errors import FileTrouble, sentence
from desk_gui.domain.media import Preview, harmless_text, preview_of, readable, why_dangerous
from desk_gui.gui.dialogs.file_acts import FileActs
from desk_gui.gui.format import short_moment
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.pictures import decoded
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.file_chip import FileLook
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.picture import Picture
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel
from desk_gui.operations import attachments
from desk_gui.operations.desk import Desk

SIZE = (900, 640)
SHARE = 0.9
MOST_TEXT = 200 * KB
NONE = (
    "There is no preview of such a file",
    "Save it, or open it with the program that is set for it.",
)


@dataclass(frozen=True)
class Seen:
    """What there is to look at: a picture, or text, and a remark on it."""

    picture: QImage | None = None
    text: str = ""
    remark: str = ""


def seen(desk: Desk, one: Attached) -> Seen:
    """Read an attachment so that it can be looked at; a job calls it.

    Raises FileTrouble, with the reason, where it cannot be shown.
    """
    kind = preview_of(one.media_type)
    if kind is Preview.PICTURE:
        return Seen(decoded(attachments.content(desk, one.id), one.media_type))
    if kind is Preview.NONE:
        raise FileTrouble(NONE[1])
    whole = one.size <= MOST_TEXT
    text = readable(attachments.content(desk, one.id, MOST_TEXT), whole=whole)
    if text is None:
        raise FileTrouble("It is called a text, but holds none.")
    remark = "" if whole else f"Only the first {MOST_TEXT // KB} kB are shown."
    return Seen(text=harmless_text(text), remark=remark if text else "The file is empty.")


class PreviewSheet(QDialog):
    """Shows one of several attachments; the arrow keys go to the one before and the next."""

    def __init__(
        self, context: Context, every: Sequence[Attached], at: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._every = tuple(every)
        self._at = at
        self._acts = FileActs(context, self)
        self.setObjectName("PreviewSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = ElidedLabel("", "title", self, elide=Qt.TextElideMode.ElideMiddle)
        self.about = ElidedLabel("", "small", self)
        self.place = TextLabel("", "small", self)
        self.before = IconButton(context.theme, Icon.CHEVRON_LEFT, "Previous file", parent=self)
        self.after = IconButton(context.theme, Icon.CHEVRON_RIGHT, "Next file", parent=self)
        self.remark = TextLabel("", "small", self)
        self.picture = Picture(context.theme, self)
        self.text = QPlainTextEdit(self)
        self.nothing = EmptyState(context.theme)
        self.copy = QPushButton("Copy picture", self)
        self.opener = QPushButton("Open", self)
        self.save = QPushButton("Save as…", self)
        self.leave = QPushButton("Close", self)
        self._arrange()
        self._connect()
        self.show_file(at)

    @property
    def shown(self) -> Attached:
        """The attachment that is looked at."""
        return self._every[self._at]

    def show_file(self, at: int) -> None:
        """Look at another one."""
        self._at = at
        one = self.shown
        about = FileLook(one.name, one.media_type, one.size).about
        by = f" · {one.by}" if one.by else ""
        when = short_moment(one.at, self._context.desk.clock())
        inside = "" if one.public else "Only the desk sees it · "
        self.name.setText(one.name)
        self.about.setText(f"{inside}{about}{by} · {when}")
        self.place.setText(f"{at + 1} of {len(self._every)}" if len(self._every) > 1 else "")
        self.setWindowTitle(one.name)
        self.setAccessibleName(f"{one.name}, {about}")
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at + 1 < len(self._every))
        self.copy.hide()
        self._say("Reading …", "")
        desk = self._context.desk
        self._context.jobs.read(
            self, partial(seen, desk, one), self._seen, failed=self._not_seen, key="preview"
        )

    def step(self, by: int) -> None:
        """Go on to another one, if there is one."""
        if 0 <= self._at + by < len(self._every):
            self.show_file(self._at + by)

    def _seen(self, found: Seen) -> None:
        self.remark.setText(found.remark)
        self.remark.setVisible(bool(found.remark))
        if found.picture is not None:
            self.picture.show_image(found.picture, self.shown.name)
            self.copy.show()
            self._layers.setCurrentWidget(self.picture)
        else:
            self.text.setPlainText(found.text)
            self._layers.setCurrentWidget(self.text)

    def _not_seen(self, error: Exception) -> None:
        why = sentence(error)
        if preview_of(self.shown.media_type) is not Preview.NONE:
            self._say("It cannot be shown", why)
            return
        danger = why_dangerous(self.shown.name, self.shown.media_type)
        warning = f"It is {danger}. Open it only if you expected it."
        self._say(NONE[0], warning if danger else NONE[1])

    def _say(self, words: str, more: str) -> None:
        file = FileLook(self.shown.name, self.shown.media_type, self.shown.size)
        self.nothing.show_words(file.drawing[0], words, more)
        self.remark.hide()
        self._layers.setCurrentWidget(self.nothing)

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.copy.clicked.connect(lambda: self._acts.copy_picture(self.shown))
        self.opener.clicked.connect(lambda: self._acts.open(self.shown))
        self.save.clicked.connect(lambda: self._acts.save(self.shown))
        self.leave.clicked.connect(self.reject)
        for key, by in (("Left", -1), ("Right", 1), ("PgUp", -1), ("PgDown", 1)):
            QShortcut(QKeySequence(key), self, partial(self.step, by))

    def _arrange(self) -> None:
        px = self._context.theme.px
        self.text.setReadOnly(True)
        self.text.setObjectName("PreviewText")
        self.text.setAccessibleName("Text of the file")
        look(self.text, "mono")
        top, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        top.setSpacing(px(8))
        top.addLayout(words, 1)
        for widget in (self.place, self.before, self.after):
            top.addWidget(widget)
        middle = QWidget(self)
        self._layers = QStackedLayout(middle)
        self._layers.addWidget(self.nothing)
        self._layers.addWidget(self.picture)
        self._layers.addWidget(self.text)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.remark)
        foot.addStretch(1)
        for button in (self.copy, self.opener, self.save, self.leave):
            name = button.text().rstrip("…")
            button.setObjectName(f"Preview{name.title().replace(' ', '')}")
            button.setAccessibleName(name)
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(middle, 1)
        column.addLayout(foot)
        screen = self.screen().availableGeometry()
        self.resize(
            min(px(SIZE[0]), round(screen.width() * SHARE)),
            min(px(SIZE[1]), round(screen.height() * SHARE)),
        )
