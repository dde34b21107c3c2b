"""First run: a file on this computer, a database for a team, or a look at sample data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.icons import Icon
from desk_gui.gui.shell.entrance import EntrancePage
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.tile import Tile

ADDRESS = "Address of the database"
EXAMPLE = "postgresql://name@server/desk"


class FirstRun(EntrancePage):
    """`local_wanted` carries a path, `shared_wanted` an address, `sample_wanted` nothing."""

    local_wanted = Signal(str)
    shared_wanted = Signal(str)
    sample_wanted = Signal()
    back_wanted = Signal()

    def __init__(
        self, theme: Theme, proposed: Path, *, back: str = "", parent: QWidget | None = None
    ) -> None:
        """`back` names the database that is open, where there is one to come back to."""
        super().__init__(
            theme,
            heading="Where does this desk keep its tickets?",
            words="You can change your mind later and use several databases beside each other.",
            parent=parent,
        )
        self._proposed = proposed
        self.setObjectName("FirstRun")
        self._tile("Local", Icon.LAPTOP, self._ask_local)
        self._tile("Shared", Icon.SERVER, self._ask_shared)
        self._tile("Sample", Icon.EYE, self._ask_sample)
        self._shared = self._address()
        self.column.addWidget(self._shared)
        if back:
            self.column.addWidget(self._back_button(back))

    def _back_button(self, back: str) -> QPushButton:
        button = QPushButton(f"Back to {back}", self.card)
        button.setObjectName("FirstRunBack")
        button.setAccessibleName(button.text())
        look(button, "link")
        button.clicked.connect(self.back_wanted)
        return button

    def _tile(self, name: str, icon: Icon, act: Callable[[], None]) -> None:
        words, more = {
            "Local": ("On this computer", "One file, for one person. Nothing to set up."),
            "Shared": ("Shared by a team", "A PostgreSQL database that your team can reach."),
            "Sample": ("Look at sample data", "A small office with 400 tickets; easy to remove."),
        }[name]
        tile = Tile(self.theme, icon, words, more=more, parent=self.card)
        tile.setObjectName(f"FirstRun{name}")
        tile.clicked.connect(lambda: act())  # noqa: PLW0108 - drops `checked`
        self.column.addWidget(tile)

    def _address(self) -> QWidget:
        form = Form(self.theme, self.card)
        self.address = QLineEdit(form)
        self.address.setPlaceholderText(EXAMPLE)
        form.add(
            ADDRESS,
            self.address,
            "Without a password; Desk asks for it or takes it from the key store of this computer.",
        )
        connect = QPushButton("Connect", form)
        connect.setObjectName("FirstRunConnect")
        connect.setAccessibleName("Connect")
        connect.setAutoDefault(True)
        look(connect, "primary")
        connect.clicked.connect(self._connect)
        self.address.returnPressed.connect(self._connect)
        form.add_button(connect)
        form.hide()
        self._form = form
        return form

    def _ask_local(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            "Where should the file be?",
            str(self._proposed),
            "Desk database (*.db)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.show_busy(busy=True)
            self.local_wanted.emit(chosen)

    def _ask_shared(self) -> None:
        self._shared.setVisible(not self._shared.isVisible())
        if self._shared.isVisible():
            self.address.setFocus()

    def _ask_sample(self) -> None:
        self.show_busy(busy=True)
        self.sample_wanted.emit()

    def _connect(self) -> None:
        address = self.address.text().strip()
        if not address.startswith(("postgresql://", "postgres://")):
            self._form.show_wrong({ADDRESS: f"Type an address such as {EXAMPLE}."})
            return
        self._form.show_wrong({})
        self.show_busy(busy=True)
        self.shared_wanted.emit(address)
