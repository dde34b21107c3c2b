"""The fields of business hours: name and place, the week, the days off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.business_hours import BusinessHours, OwnDay
from desk_gui.domain.general import zones
from desk_gui.gui.admin.days_off import DaysOff, ListedDay
from desk_gui.gui.admin.hours_draft import (
    COUNTRY,
    NAME,
    REGION,
    ZONE,
    Typed,
    Wrong,
    week_words,
    weekly,
)
from desk_gui.gui.admin.week import WeekEdit
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.pick_field import PickField

NARROWEST = 240
WHOLE_COUNTRY = "The whole country"
EMPTY = "No days off yet: choose a country above, or add days of your own."
Place = tuple[str, str]
"""Code and name of a country or a region."""


class HoursEditor(QWidget):
    """`changed` says that something was typed, `country_picked` carries a code or None."""

    changed = Signal()
    country_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        self._theme = theme
        self._showing = False
        self._region: str | None = None
        self._own: tuple[OwnDay, ...] = ()
        self.setObjectName("HoursEditor")
        self.setAccessibleName("Business hours, fields")
        self.name = QLineEdit(self)
        self.zone = PickField(ZONE, "Type a city or a region", self)
        self.zone.offer((name, name.replace("_", " ")) for name in zones())
        self.country = PickField(COUNTRY, "None", self)
        self.region = PickField(REGION, WHOLE_COUNTRY, self)
        self.week = WeekEdit(theme, self)
        self.days = DaysOff(theme, self, may=may)
        self._forms = {name: Form(theme, self) for name in (NAME, ZONE, COUNTRY, REGION)}
        self._arrange()
        for control in (self.name, self.zone, self.country, self.region, self.week):
            control.setEnabled(may)
        self._connect()

    def offer_countries(self, countries: Iterable[Place]) -> None:
        """Offer the countries whose holidays are known."""
        self._quiet(partial(self.country.offer, countries))

    def offer_regions(self, regions: Sequence[Place]) -> None:
        """Offer the regions of the country that is chosen; the one that was meant is chosen."""
        self._quiet(partial(self.region.offer, regions))
        self._quiet(partial(self._choose_region, bool(regions)))

    def show_typed(self, typed: Typed) -> None:
        """Show other business hours, without saying that something was typed."""
        self._quiet(partial(self._fill, typed))

    def typed(self) -> Typed:
        """What stands in the fields."""
        picked = ((ZONE, self.zone), (COUNTRY, self.country), (REGION, self.region))
        unknown = {name: field.text().strip() for name, field in picked if field.is_unknown}
        zone, country = self.zone.value, self.country.value
        return Typed(
            name=self.name.text(),
            zone=zone if isinstance(zone, str) else "UTC",
            country=country if isinstance(country, str) else None,
            region=self._region if country and REGION not in unknown else None,
            days=self.week.typed(),
            own_days=self._own,
            unknown=unknown,
        )

    def show_state(self, hours: BusinessHours, wrong: Wrong, now: datetime) -> None:
        """Say at each field what is wrong; draw the week; say what the clocks show there."""
        here = now.astimezone(ZoneInfo(hours.time_zone))
        self._forms[ZONE].hint(ZONE, f"There it is {here:%A %H:%M} now.")
        for name, form in self._forms.items():
            form.mark({name: wrong.fields[name]} if name in wrong.fields else {})
        self.week.show_state(hours.windows, wrong.days)
        amount = weekly(hours)
        self._week_card.aside.setText(f"{week_words(amount)} a week" if amount else "")
        self._week_card.aside.setVisible(bool(amount))

    def show_days(self, days: Sequence[ListedDay]) -> None:
        """Show the days off that are coming."""
        self.days.show_days(days, self._own, EMPTY)

    def _fill(self, typed: Typed) -> None:
        self.name.setText(typed.name)
        self.zone.setText(typed.unknown.get(ZONE, typed.zone.replace("_", " ")))
        self.zone.setCursorPosition(0)
        self.country.choose(typed.country)
        self._region, self._own = typed.region, typed.own_days
        self.region.choose(typed.region)
        for name, field in ((COUNTRY, self.country), (REGION, self.region)):
            if name in typed.unknown:
                field.setText(typed.unknown[name])
        self.week.show_typed(typed.days)

    def _choose_region(self, any_at_all: bool) -> None:  # noqa: FBT001 - bound by partial
        if not self.region.is_unknown:
            self.region.choose(self._region)
        self._forms[REGION].setVisible(any_at_all)

    def _quiet(self, work: partial[None]) -> None:
        before, self._showing = self._showing, True
        work()
        self._showing = before

    def _arrange(self) -> None:
        theme, px = self._theme, self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        place = Card(theme, parent=self)
        tiles = TileLayout(px(12), partial(px, NARROWEST), 2)
        fields = (
            (NAME, self.name),
            (ZONE, self.zone),
            (COUNTRY, self.country),
            (REGION, self.region),
        )
        for name, field in fields:
            self._forms[name].add(name, field)
            tiles.addWidget(self._forms[name])
            tiles.setAlignment(self._forms[name], Qt.AlignmentFlag.AlignTop)
        self.name.setObjectName("HoursName")
        place.column.addLayout(tiles)
        self._week_card = Card(theme, head="Week", aside=" ", parent=self)
        self._week_card.add(self.week)
        days = Card(theme, head="Days off", parent=self)
        days.add(self.days)
        for card in (place, self._week_card, days):
            column.addWidget(card)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in (self.name, self.zone):
            field.textChanged.connect(self._say)
        self.country.textChanged.connect(self._country_typed)
        self.region.textChanged.connect(self._region_typed)
        self.week.changed.connect(self._say)
        self.days.changed.connect(self._own_changed)

    def _country_typed(self) -> None:
        if not self._showing:
            self._region = None
            self._quiet(partial(self.region.setText, ""))
            self._say()
            self.country_picked.emit(self.country.value)

    def _region_typed(self) -> None:
        if not self._showing:
            value = self.region.value
            self._region = value if isinstance(value, str) else None
            self._say()

    def _own_changed(self, own: tuple[OwnDay, ...]) -> None:
        self._own = tuple(sorted(own, key=lambda one: one.day))
        self._say()

    def _say(self, *_: object) -> None:
        if not self._showing:
            self.changed.emit()
