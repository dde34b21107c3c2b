"""Saying that somebody is away, and who decides approvals meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QPushButton, QWidget

from desk_gui.domain.absence import Absence
from desk_gui.domain.accounts import Account
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.pick_field import PickField
from desk_gui.operations import absences
from desk_gui.operations.absences import Known

SINCE, UNTIL, WHO = "First day away", "Last day away", "Who decides instead"
NOBODY = "Choose who decides meanwhile."
FORTNIGHT = timedelta(days=13)


class AbsenceSheet(Sheet):
    """For oneself, or for somebody else by an administrator; both days are included."""

    def __init__(self, context: Context, account: Account, parent: QWidget | None = None) -> None:
        self._mine = account.id == context.account.id
        heading = "I am away" if self._mine else f"Absence of {account.name}"
        super().__init__(context, heading, "Save", parent)
        self._account = account
        self._known = Known()
        today = context.desk.clock().astimezone().date()
        self.since, self.until = self._day(today), self._day(today + FORTNIGHT)
        self.who = PickField(WHO, "Type a name", self)
        self.back = QPushButton("Back already", self)
        self.form.add(SINCE, self.since)
        self.form.add(UNTIL, self.until)
        self.form.add(WHO, self.who)
        self._say_meanwhile()
        self._offer_back()
        for day in (self.since, self.until):
            day.dateChanged.connect(self._remark)
        self.who.picked.connect(self._remark)
        self.go.setEnabled(False)
        read = partial(absences.known, context.desk)
        context.jobs.read(self, read, self._known_now, failed=partial(say, context))

    def submit(self) -> None:
        """Say it, once somebody is chosen who decides."""
        who, wanted = self.who.value, self._wanted()
        wrong = {} if isinstance(who, int) else {WHO: NOBODY}
        if wanted.until <= wanted.since:
            wrong[UNTIL] = "The last day comes before the first; correct the days."
        self.form.show_wrong(wrong)
        self.fit()
        if wrong:
            return
        given = (self.context.desk, wanted.delegate_id, wanted.since, wanted.until)
        work = partial(absences.be_away, *given, account_id=self._account.id)
        self.send(work, f"{self.who.text()} decides {self._span(wanted)}.")

    def _wanted(self) -> Absence:
        who = self.who.value
        delegate_id = who if isinstance(who, int) else 0
        since, until = _begin(self.since), _begin(self.until, later=1)
        return Absence(self._account.id, delegate_id, since, until)

    def _span(self, said: Absence) -> str:
        now = self.context.desk.clock()
        return f"from {words.date(said.since, now)} to {words.date(_last(said), now)}"

    def _known_now(self, known: Known) -> None:
        self._known = known
        self.who.offer((one.id, one.name) for one in known.choices if one.id != self._account.id)
        said = known.absences.get(self._account.id)
        if said is not None:
            for edit, at in ((self.since, said.since), (self.until, _last(said))):
                edit.setDate(_as_qt(at.astimezone().date()))
            self.who.choose(said.delegate_id)
        self.back.setVisible(said is not None)
        self.go.setEnabled(True)
        self.fit()

    def _remark(self, _: object = None) -> None:
        """Say beneath the delegate what is to be known of him."""
        who = self.who.value
        said = self._known.remark(self._wanted()) if isinstance(who, int) else ""
        self.form.hint(WHO, said or "Never who raised a request: those go to a supervisor.")
        self.fit()

    def _say_meanwhile(self) -> None:
        self.explain(
            "Approvals that ask you go to somebody else, too, those that wait already included."
            if self._mine
            else f"Approvals that ask {self._account.name} go to somebody else, too."
        )
        self._remark()

    def _offer_back(self) -> None:
        self.back.setObjectName("BackAlready")
        self.back.setAccessibleName("End the absence")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._end)
        self.buttons.insertWidget(0, self.back)
        self.back.hide()

    def _end(self) -> None:
        work = partial(absences.be_back, self.context.desk, account_id=self._account.id)
        self.send(work, "The absence is over.")

    def _day(self, day: date) -> QDateEdit:
        edit = QDateEdit(_as_qt(day), self)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("d MMM yyyy")
        return edit


def away_words(known: Known, account_id: int) -> str:
    """When somebody is away, and who decides; “No” where nothing is said."""
    said = known.absences.get(account_id)
    if said is None:
        return "No"
    now = words.utc_now()
    days = f"{words.date(said.since, now)} to {words.date(_last(said), now)}"
    return f"{days}; {known.names[said.delegate_id]} decides"


def _last(said: Absence) -> datetime:
    """A moment of the last day."""
    return said.until - timedelta(seconds=1)


def _as_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _begin(edit: QDateEdit, *, later: int = 0) -> datetime:
    """When the chosen day begins here, or one so many days later, in UTC."""
    chosen = edit.date()
    day = date(chosen.year(), chosen.month(), chosen.day()) + timedelta(days=later)
    return datetime.combine(day, clock_time()).astimezone(UTC)
