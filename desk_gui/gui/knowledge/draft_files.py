"""Pictures and files of the draft that is written: added, put into the text, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.domain.attachment import NewFile, Upload, name_by_time
from desk_gui.domain.errors import sentence
from desk_gui.domain.knowledge import ArticleFile
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.knowledge.around import FileLine
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.operations.articles import files


class DraftFiles(Card):
    """`insert_wanted` carries Markdown to put into the text, `troubled` a sentence."""

    insert_wanted = Signal(str)
    troubled = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Pictures and files", aside=" ", parent=parent)
        self._context = context
        self._article_id: int | None = None
        self._files: tuple[ArticleFile, ...] = ()
        self._adding = False
        self.setObjectName("DraftFiles")
        self.setAccessibleName("Pictures and files")
        self._lines = Pool(self.column, self._line)
        self.hide()

    def show_article(self, article_id: int | None) -> None:
        """Show the files of a draft; one that was never saved has none."""
        self._article_id = article_id
        self._adding = False
        self.show_files(())

    def show_files(self, found: Sequence[ArticleFile]) -> None:
        """List the files; those that were just added go into the text."""
        fresh = [one for one in found if one not in self._files] if self._adding else []
        self._adding = False
        self._files = tuple(found)
        self.setVisible(bool(found))
        self.aside.setText(words.count(len(found), "file"))
        for line, file in self._lines.each(found):
            line.show_file(file)
        for file in fresh:
            self.insert_wanted.emit(as_markdown(file))

    def add(self, new: Sequence[NewFile]) -> None:
        """Add files to the draft that is shown."""
        article_id, desk = self._article_id, self._context.desk
        if article_id is None or not new:
            return
        self._context.do(
            self,
            partial(files.add, desk, article_id, Upload(tuple(new))),
            said=f"{words.count(len(new), 'file')} added.",
            done=lambda _: self._read(adding=True),
            failed=self._not_done,
        )

    def _read(self, *, adding: bool = False) -> None:
        self._adding = adding
        work = partial(files.of_draft, self._context.desk, self._article_id, "")
        self._context.jobs.read(
            self, work, lambda draft: self.show_files(draft.files), key="draft files"
        )

    def _line(self) -> FileLine:
        line = FileLine(self._context, "Take out", Icon.X, self)
        insert = QPushButton("Put into the text", line)
        insert.setObjectName("InsertFile")
        insert.setAccessibleName("Put into the text")
        look(insert, "link")
        line.add_button(insert)
        insert.clicked.connect(lambda: self._insert(line.file))
        line.act.clicked.connect(lambda: self._take_out(line.file))
        return line

    def _insert(self, file: ArticleFile | None) -> None:
        if file is not None:
            self.insert_wanted.emit(as_markdown(file))

    def _take_out(self, file: ArticleFile | None) -> None:
        if file is None or self._article_id is None:
            return
        self._context.do(
            self,
            partial(files.take_out, self._context.desk, self._article_id, file.id),
            said=f"“{file.name}” is taken out.",
            done=lambda _: self._read(),
            failed=self._not_done,
        )

    def _not_done(self, error: Exception) -> None:
        self.troubled.emit(sentence(error))


def as_markdown(file: ArticleFile) -> str:
    """How a text shows a picture, or names a file."""
    name = file.name.replace("[", "(").replace("]", ")")
    mark = "!" if file.is_picture else ""
    return f"{mark}[{name}](desk://file/{file.id})"


def files_in(source: QMimeData, context: Context) -> list[NewFile]:
    """The files that somebody pastes or drops: local files, or a picture from the clipboard."""
    urls = [url for url in source.urls() if url.isLocalFile()]
    paths = [Path(url.toLocalFile()) for url in urls]
    if paths:
        return [NewFile(path.name, path) for path in paths]
    image = source.imageData() if source.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    name = name_by_time("Picture", context.desk.clock().astimezone(), "png")
    return [NewFile(name, bytes(buffer.data().data()))]
