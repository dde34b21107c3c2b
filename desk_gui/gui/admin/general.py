"""What holds for the whole desk: time zone, closing by itself, pauses, size of attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.general import General, wrong_with, zones
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pick_field import PickField
from desk_gui.operations import general
from desk_gui.operations.effects import Effects

ABOUT = "These settings hold for everybody at this desk, on every computer."
ZONE, CLOSE, LIMIT = "Time zone", "Days until a resolved ticket closes", "Largest attachment in MB"
NAMES = {"time_zone": ZONE, "close_after_days": CLOSE, "attachment_limit_mb": LIMIT}
WIDEST = 560


class GeneralSection(Section):
    """Save is offered once something changed and every field can be read."""

    name = "General"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored: General | None = None
        self.zone = PickField(ZONE, "Type a city or a region", self)
        self.zone.offer((name, name.replace("_", " ")) for name in zones())
        self.close_after, self.limit = QLineEdit(self), QLineEdit(self)
        self.form = Form(context.theme)
        self.row = SaveRow(context.theme, "settings", self)
        self._arrange()
        for field in (self.zone, self.close_after, self.limit):
            field.setReadOnly(not self.may)
            field.textChanged.connect(self._weigh)
        self.row.save.clicked.connect(self._save)
        self.row.back.clicked.connect(self._put_back)

    def read(self) -> None:
        """Read the settings again; what is being changed stays."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: general.general(desk), self._found, key="general")

    def wanted(self) -> General:
        """The settings as they are typed; what is no number is one that is refused."""
        zone = self.zone.value
        return replace(
            self._stored or General(),
            time_zone=zone if isinstance(zone, str) else self.zone.text().strip(),
            close_after_days=_number(self.close_after.text()),
            attachment_limit_mb=_number(self.limit.text()),
        )

    def _arrange(self) -> None:
        theme = self.context.theme
        column = self.column("General", ABOUT)
        card = Card(theme, parent=self)
        card.setMaximumWidth(theme.px(WIDEST))
        self.form.add(ZONE, self.zone)
        self.form.add(
            CLOSE,
            self.close_after,
            "0 means never. A major incident is never closed by itself, only by a person and with"
            " its review.",
        )
        self.form.add(LIMIT, self.limit, "A larger file is refused when it is added to a ticket.")
        card.add(self.form)
        column.addWidget(card)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def _found(self, stored: General) -> None:
        untouched = self._stored is None or self.wanted() == self._stored
        self._stored = stored
        if untouched:
            self._put_back()
        else:
            self._weigh()

    def _put_back(self) -> None:
        if self._stored is None:
            return
        self.zone.setText(self._stored.time_zone.replace("_", " "))
        self.zone.setCursorPosition(0)
        self.close_after.setText(str(self._stored.close_after_days))
        self.limit.setText(str(self._stored.attachment_limit_mb))
        self._weigh()

    def _weigh(self) -> None:
        if self._stored is None:
            return
        wanted = self.wanted()
        wrong = wrong_with(wanted)
        if "time_zone" not in wrong:
            self.form.hint(ZONE, zone_hint(wanted.time_zone, self.context.desk.clock()))
        self.form.mark({NAMES[field]: sentence for field, sentence in wrong.items()})
        self.show_trouble("")
        self.row.offer(changed=wanted != self._stored, possible=not wrong)

    def _save(self) -> None:
        desk, wanted = self.context.desk, self.wanted()
        self.row.save.setEnabled(False)
        self.context.do(
            self,
            lambda: general.change(desk, wanted),
            said="The settings are saved.",
            done=self._saved,
            failed=self.refused,
        )

    def _saved(self, _: Effects) -> None:
        self._stored = self.wanted()
        self._put_back()


def zone_hint(zone: str, now: datetime) -> str:
    """What a time zone is for, and what the clocks there show."""
    here = now.astimezone(ZoneInfo(zone))
    return f"Days begin and end in it in reports. There it is {here:%A %H:%M} now."


def _number(typed: str) -> int:
    words = typed.strip()
    return int(words) if words.isascii() and words.isdigit() else -1
