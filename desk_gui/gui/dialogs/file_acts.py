"""What a person can do with an attachment: look at it, open it, save it, remove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import Attached, safe_name
from desk_gui.domain.media import Preview, preview_of, why_dangerous
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.format import Tint, count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.pictures import decoded
from desk_gui.operations import attachments
from desk_gui.operations.attachments import Saving

T = TypeVar("T")
NO_PROGRAM = "No program of this computer is set to open such a file; save it instead."


class FileActs:
    """Acts on attachments for one part of the window; what went wrong is said in a toast."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context, self._owner = context, owner

    def may_remove(self) -> bool:
        """Whether this person may take attachments away."""
        return self._context.account.may(Right.WORK_ON_TICKETS)

    def open(self, one: Attached) -> None:
        """Let another program show a copy; what could do harm is asked first, and why."""
        danger = why_dangerous(one.name, one.media_type)
        if danger is None:
            self._open(one)
            return
        who = f" {one.by} attached it." if one.by else ""
        confirm(
            self._owner.window(),
            f"Open “{one.name}”, although it is {danger}?",
            "Open it all the same",
            detail=f"It can change or steal what is on this computer.{who}"
            " Open it only if you expected it; “Save as…” keeps it without opening it.",
            then=partial(self._open, one),
            dangerous=True,
        )

    def save(self, one: Attached) -> None:
        """Ask where to, and save it there; what stands there is replaced only when one says so."""
        chosen, _ = QFileDialog.getSaveFileName(self._owner.window(), "Save as", one.name)
        if chosen:
            path = Path(chosen)
            asked = safe_name(path.name) == path.name
            self._save([one], Saving(path.parent, path.name, replace=asked))

    def save_all(self, every: Sequence[Attached]) -> None:
        """Ask for a folder, and save all into it; nothing that is there is replaced."""
        chosen = QFileDialog.getExistingDirectory(self._owner.window(), "Save all attachments")
        if chosen:
            self._save(every, Saving(Path(chosen)))

    def copy_picture(self, one: Attached) -> None:
        """Put the whole picture on the clipboard."""
        desk = self._context.desk
        self._read(
            lambda: decoded(attachments.content(desk, one.id), one.media_type, None), self._copied
        )

    def remove(self, one: Attached) -> None:
        """Take it away from the ticket; Undo puts it back."""
        work = partial(attachments.remove, self._context.desk, one.id)
        self._context.do(
            self._owner, work, said=f"“{one.name}” removed.", failed=partial(say, self._context)
        )

    def menu(self, one: Attached, look: Callable[[], object], at: QPoint) -> None:
        """Offer all of it in a menu at a place on the screen."""
        menu = QMenu(self._owner)
        menu.setObjectName("FileMenu")
        icon = self._context.theme.icon
        menu.addAction(icon(Icon.EYE), "Look at it", look)
        menu.addAction(icon(Icon.EXTERNAL_LINK), "Open", partial(self.open, one))
        menu.addAction(icon(Icon.DOWNLOAD), "Save as…", partial(self.save, one))
        if preview_of(one.media_type) is Preview.PICTURE:
            menu.addAction(icon(Icon.COPY), "Copy picture", partial(self.copy_picture, one))
        if self.may_remove():
            menu.addSeparator()
            menu.addAction(icon(Icon.TRASH_2), "Remove", partial(self.remove, one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _open(self, one: Attached) -> None:
        desk, copies = self._context.desk, self._context.copies
        self._read(
            lambda: attachments.copy_to_look_at(desk, one.id, copies.folder()), self._copy_made
        )

    def _copy_made(self, path: Path) -> None:
        if not self._context.copies.open(path):
            self._context.toasts.say(NO_PROGRAM, tint=Tint.WARN)

    def _save(self, every: Sequence[Attached], to: Saving) -> None:
        desk, jobs = self._context.desk, self._context.jobs

        def work() -> list[Path]:
            return [
                attachments.save_as(desk, one.id, replace(to, cancelled=jobs.is_closing))
                for one in every
            ]

        self._read(work, self._saved)

    def _saved(self, paths: list[Path]) -> None:
        names = f"“{paths[0].name}”" if len(paths) == 1 else count(len(paths), "file")
        self._context.toasts.say(f"{names} saved in {paths[0].parent}.")

    def _copied(self, picture: QImage) -> None:
        QGuiApplication.clipboard().setImage(picture)
        self._context.toasts.say("The picture is copied.")

    def _read(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._context.jobs.read(self._owner, work, done, failed=partial(say, self._context))
