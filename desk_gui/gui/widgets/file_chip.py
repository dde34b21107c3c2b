"""A file as a chip: its drawing, its name with the extension always in sight, its type and size."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desk_gui.domain.attachment import size_words
from desk_gui.domain.media import Preview, media_words, preview_of, why_dangerous
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconButton, IconLabel
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel

WIDEST = 220
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class FileLook:
    """What a chip shows of a file."""

    name: str
    media_type: str
    size: int

    @property
    def about(self) -> str:
        """Type and size in words; an empty file says so."""
        size = size_words(self.size) if self.size else "empty"
        words = media_words(self.media_type)
        return f"{words[0].upper()}{words[1:]} · {size}"

    @property
    def drawing(self) -> tuple[Icon, str]:
        """Its drawing and the ink of that; what can do harm is drawn as a warning."""
        if why_dangerous(self.name, self.media_type):
            return Icon.TRIANGLE_ALERT, "warn"
        if preview_of(self.media_type) is Preview.PICTURE:
            return Icon.IMAGE, "soft"
        if preview_of(self.media_type) is Preview.TEXT:
            return Icon.FILE_TEXT, "soft"
        packed = "archive" in media_words(self.media_type)
        return Icon.FILE_ARCHIVE if packed else Icon.FILE, "soft"


class FileChip(QPushButton):
    """Clicked by mouse, Enter or Space; `menu_wanted` carries a place on the screen."""

    menu_wanted = Signal(QPoint)
    remove_wanted = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, removable: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("FileChip")
        look(self, "file")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._row = QHBoxLayout(self)
        self._icon = IconLabel(theme, Icon.FILE, parent=self)
        self.name = ElidedLabel("", "", self, elide=Qt.TextElideMode.ElideMiddle)
        self.about = TextLabel("", "label", self)
        self.remove = IconButton(theme, Icon.X, "Remove", parent=self)
        self.remove.clicked.connect(self.remove_wanted)
        self.remove.setVisible(removable)
        self._arrange()
        for label in (self._icon, self.name, self.about):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_file(self, file: FileLook) -> None:
        """Show a file."""
        self.name.setText(file.name)
        self.about.setText(file.about)
        self._icon.show_icon(*file.drawing)
        self.setAccessibleName(f"{file.name}, {file.about}")
        self.remove.setAccessibleName(f"Remove {file.name}")
        widest = self._theme.px(WIDEST)
        wide = max(self.name.sizeHint().width(), self.about.sizeHint().width())
        self.name.setFixedWidth(min(wide, widest))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As large as what is in it."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click, Delete removes."""
        if event.key() in ENTER:
            self.click()
        elif event.key() == Qt.Key.Key_Delete and self.remove.isVisibleTo(self):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button, or the key of the menu."""
        self.menu_wanted.emit(event.globalPos())

    def _arrange(self) -> None:
        px = self._theme.px
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row = self._row
        row.setContentsMargins(px(8), px(4), px(8), px(4))
        row.setSpacing(px(8))
        row.addWidget(self._icon)
        row.addLayout(words)
        row.addWidget(self.remove)
