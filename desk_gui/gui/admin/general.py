"""What holds for the whole desk: time zone, closing by itself, pauses, size of attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.general import General, wrong_with, zones
from desk_gui.domain.workflow import HoldReason
from desk_gui.gui.admin.section import Stored, number_in
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.format import WAITS_FOR
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pick_field import PickField
from desk_gui.operations import general, sla
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

ABOUT = "These settings hold for everybody at this desk, on every computer."
PAUSES = "The clocks pause while a ticket waits for"
PAUSE_HINT = (
    "For holds that begin from now on. A pause does not count: what is promised is due later by it."
)
ZONE, HELP = "Time zone", "Web address of the published articles"
CLOSE, LIMIT = "Days until a resolved ticket closes", "Largest attachment in MB"
NUMBERS = {
    "close_after_days": (
        CLOSE,
        "0 means never. A major incident is closed by a person only, and with its review.",
    ),
    "attachment_limit_mb": (LIMIT, "A larger file is refused when it is added to a ticket."),
}
"""Settings that are numbers, each with its name and what is said below it."""
NAMES = {
    "time_zone": ZONE,
    **{field: name for field, (name, _) in NUMBERS.items()},
    "help_address": HELP,
}
WIDEST = 560


Settings = tuple[General, frozenset[HoldReason]]


def read_settings(desk: Desk) -> Settings:
    """The settings, and the hold reasons that pause the clocks."""
    return general.general(desk), sla.pausing(desk)


def change_settings(desk: Desk, wanted: Settings) -> Effects:
    """Store both; each is one entry of the journal, and none where it is as it was."""
    return general.change(desk, wanted[0]) | sla.change_pausing(desk, wanted[1])


class Pauses(QWidget):
    """A box for every hold reason."""

    def __init__(self, theme: Theme, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        self.boxes: dict[HoldReason, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        for reason, words in WAITS_FOR.items():
            box = QCheckBox(words, self)
            box.setObjectName(f"Pauses-{reason.value}")
            box.setAccessibleName(f"{PAUSES} {words}")
            box.setEnabled(may)
            column.addWidget(box)
            self.boxes[reason] = box

    @property
    def chosen(self) -> frozenset[HoldReason]:
        """The reasons that pause."""
        return frozenset(reason for reason, box in self.boxes.items() if box.isChecked())

    def choose(self, reasons: frozenset[HoldReason]) -> None:
        """Tick these and no others."""
        for reason, box in self.boxes.items():
            box.setChecked(reason in reasons)


class GeneralSection(Stored[Settings]):
    """Save is offered once something changed and every field can be read."""

    name = "General"
    store = staticmethod(change_settings)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.zone = PickField(ZONE, "Type a city or a region", self)
        self.zone.offer((name, name.replace("_", " ")) for name in zones())
        self.numbers = {field: QLineEdit(self) for field in NUMBERS}
        self.help = QLineEdit(self)
        self.help.setPlaceholderText("https://help.example.org/")
        self.pauses = Pauses(context.theme, self, may=self.may)
        self.form = Form(context.theme)
        self._arrange()
        for field in (self.zone, *self.numbers.values(), self.help):
            field.setReadOnly(not self.may)
            field.textChanged.connect(self._weigh)
        for box in self.pauses.boxes.values():
            box.toggled.connect(self._weigh)

    def read(self) -> None:
        """Read the settings again; what is being changed stays."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: read_settings(desk), self._found, key="general")

    def wanted(self) -> Settings:
        """The settings as they are typed; what is no number is one that is refused."""
        zone = self.zone.value
        before = self._stored[0] if self._stored else General()
        numbers = {name: number_in(field.text()) for name, field in self.numbers.items()}
        place = zone if isinstance(zone, str) else self.zone.text().strip()
        address = self.help.text().strip()
        typed = replace(before, time_zone=place, **numbers, help_address=address)
        return typed, self.pauses.chosen

    def _arrange(self) -> None:
        theme = self.context.theme
        column = self.column("General", ABOUT)
        card = Card(theme, parent=self)
        card.setMaximumWidth(theme.px(WIDEST))
        self.form.add(ZONE, self.zone)
        for field, (name, hint) in NUMBERS.items():
            self.form.add(name, self.numbers[field], hint)
            if name == CLOSE:
                self.form.add(PAUSES, self.pauses, PAUSE_HINT)
        self.form.add(HELP, self.help, "Links to articles in answers lead there. Empty: no links.")
        card.add(self.form)
        column.addWidget(card)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def _show(self, stored: Settings) -> None:
        settings, pauses = stored
        self.zone.setText(settings.time_zone.replace("_", " "))
        self.zone.setCursorPosition(0)
        for name, field in self.numbers.items():
            field.setText(str(getattr(settings, name)))
        self.help.setText(settings.help_address)
        self.pauses.choose(pauses)

    def _weigh(self) -> None:
        if self._stored is None:
            return
        wanted = self.wanted()
        typed = wanted[0]
        wrong = wrong_with(typed)
        if "time_zone" not in wrong:
            self.form.hint(ZONE, zone_hint(typed.time_zone, self.context.desk.clock()))
        self.form.mark({NAMES[field]: said for field, said in wrong.items() if field in NAMES})
        self.show_trouble("")
        self.row.offer(changed=wanted != self._stored, possible=not wrong)

    def _saved(self, effects: Effects) -> None:
        super()._saved(effects)
        self._put_back()


def zone_hint(zone: str, now: datetime) -> str:
    """What a time zone is for, and what the clocks there show."""
    here = now.astimezone(ZoneInfo(zone))
    return f"Days begin and end in it in reports. There it is {here:%A %H:%M} now."
