"""Files that are to go with what is being written: chosen, dropped or pasted, shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.attachment import (
    MB,
    Candidate,
    NewFile,
    Upload,
    name_by_time,
    why_not_together,
)
from desk_gui.domain.errors import sentence
from desk_gui.gui.page import Context
from desk_gui.gui.pictures import as_png
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.dropping import Dropping
from desk_gui.gui.widgets.file_chip import FileChip, FileLook
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_editor import TextEditor, is_pasteable
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import attachments

BAR, LARGE = 1000, MB
"""Files of less than a megabyte are there at once."""
HOVER = "Let go to attach it."
NOT_HERE = "Only files of this computer can be attached; save it first, then drop the file."


@dataclass
class _Going:
    """Files on their way; the job that sends them asks whether it is to stop."""

    candidates: tuple[Candidate, ...]
    stopped: bool = False


@dataclass(frozen=True)
class _Removed:
    place: int
    candidate: Candidate


class Attaching(QWidget):
    """Keeps the files of each thing that is written, by a key such as the id of a ticket.

    `changed` carries the key whose files are others now. Files are looked at by a job: their
    names, sizes and types are shown, and what is too large is said, before a byte is sent. The
    line with the `progress` may be put elsewhere.
    """

    changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._key: object = None
        self._kept: dict[object, list[Candidate]] = {}
        self._removed: _Removed | None = None
        self._going: dict[object, _Going] = {}
        self.setObjectName("Attaching")
        self.setAccessibleName("Files to attach")
        self.note = TextLabel("", "small", self).wrapping()
        self.note.setObjectName("AttachNote")
        self.undo = QPushButton("Undo", self)
        self.undo.setObjectName("UndoRemove")
        self.undo.setAutoDefault(False)
        look(self.undo, "link")
        self.undo.clicked.connect(self._put_back)
        self.progress = QWidget(self)
        self.bar = QProgressBar(self.progress)
        self.stop = QPushButton("Stop", self.progress)
        self._chips = QWidget(self)
        self._flow = FlowLayout(context.theme.px(8), self._chips)
        self._arrange()
        self._show()

    def show_of(self, key: object) -> None:
        """Show the files of this thing from now on; those of others are kept."""
        if key != self._key:
            self._key = key
            self._removed = None
            self._say("")
            self._show()
            self._show_going()

    def files(self, key: object) -> tuple[NewFile, ...]:
        """What is to go with it."""
        return tuple(one.file for one in self._kept.get(key, ()))

    def upload(self, key: object) -> Upload:
        """What is to go with it now; large files show how far they are and can be stopped."""
        files = self.files(key)
        if not files:
            return Upload()
        going = self._going[key] = _Going(tuple(self._kept[key]))
        self.bar.setValue(0)
        self._show_going()
        progress = self._context.jobs.relay(self, partial(self._went, key))
        return Upload(files, progress, lambda: going.stopped or self._context.jobs.is_closing())

    def ended(self, key: object) -> None:
        """It was sent, or not; what was not sent is still here."""
        self._going.pop(key, None)
        self._show_going()

    def forget(self, key: object) -> None:
        """It was sent; what was added meanwhile stays for the next."""
        going = self._going.get(key)
        gone = going.candidates if going else ()
        self._kept[key] = [one for one in self._kept.get(key, []) if one not in gone]
        self.ended(key)
        if key == self._key:
            self._removed = None
            self._say("")
            self._show()

    def choose(self) -> None:
        """Ask which files."""
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), "Attach files")
        self.offer([Path(path) for path in chosen])

    def offer(self, paths: Sequence[Path]) -> None:
        """Attach files that lie on this computer."""
        if paths:
            self._look_at(lambda: [NewFile(path.name, path) for path in paths])

    def takes(self, data: QMimeData) -> bool:
        """Whether an editor is to give away what is pasted or dropped: files, or a picture."""
        return bool(_paths(data)) or _is_picture(data)

    def take(self, data: QMimeData) -> bool:
        """Attach what was pasted; False where it is text that an editor can take.

        A text that is too long for an editor becomes a file.
        """
        if paths := _paths(data):
            self.offer(paths)
        elif _is_picture(data):
            self._take_picture(data.imageData())
        elif data.hasText() and not is_pasteable(data.text()):
            self._take_text(data.text())
        else:
            return False
        return True

    def drop_on(self, area: QWidget, *editors: TextEditor) -> None:
        """Let files be dropped on an area, and files and pictures be pasted into editors."""
        Dropping(
            area,
            takes=lambda data: self._is_open() and (data.hasUrls() or _is_picture(data)),
            take=self._dropped,
            hovers=self.show_hovering,
        )
        for editor in editors:
            editor.takes, editor.taker = self.takes, self.take

    def _is_open(self) -> bool:
        """Whether somebody writes here: a requester, for one, is shown no composer."""
        around = self.parentWidget()
        return around is None or around.isVisible()

    def _dropped(self, data: QMimeData) -> None:
        if not self.take(data):
            self._say(NOT_HERE, bad=True)

    def show_hovering(self, hovering: bool) -> None:  # noqa: FBT001 - a fact
        """Say that it can be let go here."""
        if hovering or self.note.text() == HOVER:
            self._say(HOVER if hovering else "")

    def _went(self, key: object, done: int, total: int) -> None:
        if key == self._key:
            self.bar.setValue(BAR * done // max(total, 1))

    def _show_going(self) -> None:
        going = self._going.get(self._key)
        large = sum(one.size for one in self._kept.get(self._key, ())) >= LARGE
        self._chips.setEnabled(going is None)
        self.progress.setVisible(going is not None and large)
        self.stop.setEnabled(going is not None and not going.stopped)

    def _stop(self) -> None:
        if going := self._going.get(self._key):
            going.stopped = True
            self._show_going()

    def _take_picture(self, picture: object) -> None:
        if isinstance(picture, QImage) and not picture.isNull():
            name = name_by_time("Picture", self._context.desk.clock().astimezone(), "png")
            self._look_at(lambda: [NewFile(name, as_png(picture))])

    def _take_text(self, text: str) -> None:
        name = name_by_time("Pasted text", self._context.desk.clock().astimezone(), "txt")
        self._look_at(lambda: [NewFile(name, text.encode(errors="replace"))])

    def _look_at(self, make: Callable[[], list[NewFile]]) -> None:
        desk = self._context.desk
        self._context.jobs.read(
            self,
            lambda: (attachments.limit_mb(desk), attachments.look_at(desk, make())),
            partial(self._looked_at, self._key),
            failed=self._not_looked_at,
        )

    def _looked_at(self, key: object, found: tuple[int, list[Candidate]]) -> None:
        limit_mb, candidates = found
        kept = self._kept.setdefault(key, [])
        refusals = []
        for one in candidates:
            sizes = [known.size for known in (*kept, one)]
            refusal = one.refusal or _twice(kept, one) or why_not_together(sizes, limit_mb)
            if refusal:
                refusals.append(refusal)
            else:
                kept.append(one)
        if key == self._key:
            self._say("\n".join(dict.fromkeys(refusals)), bad=True)
            self._show()
        self.changed.emit(key)

    def _not_looked_at(self, error: Exception) -> None:
        self._say(sentence(error), bad=True)

    def _remove(self, place: int) -> None:
        candidate = self._kept[self._key].pop(place)
        self._removed = _Removed(place, candidate)
        self._say(f"“{candidate.name}” is not sent.")
        self._show()
        self.undo.setFocus()
        self.changed.emit(self._key)

    def _put_back(self) -> None:
        if self._removed is not None:
            self._kept[self._key].insert(self._removed.place, self._removed.candidate)
            self._removed = None
            self._say("")
            self._show()
            self.changed.emit(self._key)

    def _say(self, words: str, *, bad: bool = False) -> None:
        look(self.note, "wrong" if bad else "small")
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.undo.setVisible(self._removed is not None and bool(words) and not bad)
        self._settle()

    def _show(self) -> None:
        while item := self._flow.takeAt(0):
            if chip := item.widget():
                chip.hide()
                chip.deleteLater()
        for place, one in enumerate(self._kept.get(self._key, ())):
            chip = FileChip(self._context.theme, self._chips, removable=True)
            chip.show_file(FileLook(one.name, one.media_type, one.size))
            chip.remove_wanted.connect(partial(self._remove, place))
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(self._flow.count() > 0)
        self._settle()

    def _settle(self) -> None:
        self.setVisible(self._flow.count() > 0 or bool(self.note.text()))

    def _arrange(self) -> None:
        px = self._context.theme.px
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.note, 1)
        line.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._chips)
        column.addLayout(line)
        column.addWidget(self.progress)
        self._arrange_progress()

    def _arrange_progress(self) -> None:
        self.bar.setRange(0, BAR)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Sending the files")
        self.stop.setObjectName("StopSending")
        self.stop.setAutoDefault(False)
        look(self.stop, "link")
        self.stop.clicked.connect(self._stop)
        line = QHBoxLayout(self.progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        self._show_going()


def _paths(data: QMimeData) -> list[Path]:
    """The files of this computer that are pasted or dropped; nothing elsewhere is fetched."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _is_picture(data: QMimeData) -> bool:
    """A picture and not words: what an office program copies is both, and the words are meant."""
    return data.hasImage() and not data.hasText()


def _twice(kept: Sequence[Candidate], one: Candidate) -> str:
    same = isinstance(one.file.source, Path) and any(k.file == one.file for k in kept)
    return f"“{one.name}” is among them already." if same else ""
