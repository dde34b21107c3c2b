"""The files of one card of the conversation, as chips; a click looks at one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.attachment import Attached
from desk_gui.gui.dialogs.file_acts import FileActs
from desk_gui.gui.dialogs.preview import PreviewSheet
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.file_chip import FileChip, FileLook
from desk_gui.gui.widgets.flow import FlowLayout


class Files(QWidget):
    """Chips of attachments, and one link that saves all of several."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._every: tuple[Attached, ...] = ()
        self._acts = FileActs(context, self)
        self.chips: list[FileChip] = []
        self.setObjectName("Files")
        self.setAccessibleName("Attachments")
        inside = QWidget(self)
        self._flow = FlowLayout(context.theme.px(8), inside)
        self.all = QPushButton("Save all…", inside)
        self.all.setObjectName("SaveAll")
        self.all.setAccessibleName("Save all attachments")
        look(self.all, "link")
        self.all.clicked.connect(lambda: self._acts.save_all(self._every))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        self.hide()

    def show_files(self, every: Sequence[Attached]) -> None:
        """Show these; nothing is seen where there are none."""
        if self._every != tuple(every):
            self._every = tuple(every)
            self._fill()
        self.setVisible(bool(every))

    def look_at(self, place: int) -> None:
        """Look at one of them."""
        PreviewSheet(self._context, self._every, place, self.window()).open()

    def _fill(self) -> None:
        while len(self.chips) < len(self._every):
            self.chips.append(self._chip(len(self.chips)))
        while self._flow.takeAt(0):
            pass
        for chip, one in zip(self.chips, self._every, strict=False):
            chip.show_file(FileLook(one.name, one.media_type, one.size))
            self._flow.addWidget(chip)
        self._flow.addWidget(self.all)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(self._every))
        self.all.setVisible(len(self._every) > 1)

    def _chip(self, place: int) -> FileChip:
        chip = FileChip(self._context.theme, self)
        chip.clicked.connect(partial(self._clicked, place))
        chip.menu_wanted.connect(partial(self._menu, place))
        return chip

    def _clicked(self, place: int, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self.look_at(place)

    def _menu(self, place: int, at: QPoint) -> None:
        self._acts.menu(self._every[place], partial(self.look_at, place), at)
