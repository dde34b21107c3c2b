"""The steps of the tour: first run, queue, an incident, a request, an article, figures."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from desk_gui import paths
from desk_gui.app import Program
from desk_gui.cli.catalog_steps import catalog_editor
from desk_gui.cli.driving import (
    Driver,
    Script,
    Wait,
    application,
    open_dialog,
    press,
    save,
    settled,
)
from desk_gui.cli.own_walk import own_walk
from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.catalog import TaskStatus
from desk_gui.domain.errors import NotPossible
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import Target
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.gui.admin.business_hours import HoursSection
from desk_gui.gui.admin.sla_draft import GENERAL
from desk_gui.gui.admin.sla_policies import PoliciesSection
from desk_gui.gui.dialogs.hold import HoldDialog
from desk_gui.gui.dialogs.major_update import UpdateSheet
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.dialogs.preview import PreviewSheet
from desk_gui.gui.dialogs.resolve import ResolveDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.ticket.composer import Mode
from desk_gui.operations import accounts, requests
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import TicketPage
from desk_gui.settings import Settings, Theme
from desk_gui.settings import save as save_settings

SIZE = (1280, 800)
TITLE = "Mail server unreachable for the whole Lyon office"
TEXT = (
    "Nobody here can open mail since about nine. Webmail says the server cannot be reached.\n"
    "We have a tender to send before noon."
)
ORDERED = "New starter"
_S = TypeVar("_S", bound=Sheet)


def take(folder: Path, places: paths.Places) -> list[str]:
    """Take the tour in the program's own window; the names of the pictures in `folder`.

    Raises NotPossible, with the sentence, where a step could not be done.
    """
    save_settings(Settings(theme=Theme.LIGHT), places.settings)
    paths.keep_font_cache(places)
    app = application()
    program = Program(app, places)
    walk = _Walk(app, program, folder)
    try:
        Driver(app, walk.script()).run()
    finally:
        program.close()
    return walk.pictures


class _Walk:
    def __init__(self, app: QApplication, program: Program, folder: Path) -> None:
        self._app, self._program, self._folder = app, program, folder
        self.pictures: list[str] = []
        self._restored = 0

    def script(self) -> Script:
        """All steps, in order."""
        yield from self._first_run()
        yield from self._incident()
        yield from self._request()
        yield from self._article()
        yield from self._figures()
        yield from self._promises()
        yield from self._major()
        yield from self._files()
        yield from catalog_editor(self._desktop, self._settled, self._shoot)
        yield from own_walk(self._program, self._desktop, self._restored, self._shoot)

    @property
    def _desktop(self) -> Desktop:
        if self._program.desktop is None:
            raise NotPossible("Nobody is signed in.")
        return self._program.desktop

    @property
    def _shown(self) -> TicketPage:
        shown = self._desktop.ticket.shown
        if shown is None:
            raise NotPossible("No ticket is shown.")
        return shown

    def _settled(self) -> Script:
        return settled(self._program.jobs.idle)

    def _shoot(self, step: str) -> Script:
        """Save a picture once everything is there."""
        yield from self._settled()
        self.pictures.append(f"{len(self.pictures) + 1:02}-{step}.png")
        desktop = self._program.desktop or self._program.own
        if desktop is not None:
            desktop.context.toasts.clear()
        shown = desktop.window if desktop else self._program.entrance
        save(shown, self._folder / self.pictures[-1])

    def _first_run(self) -> Script:
        self._program.begin(None)
        yield from self._shoot("first-run")
        press(self._program.entrance, "FirstRunSample")
        yield lambda: self._program.desktop
        desktop = self._desktop
        desktop.window.resize(*SIZE)
        yield from self._settled()
        desktop.queue.step(1)
        yield lambda: desktop.ticket.shown
        yield from self._shoot("queue")

    def _incident(self) -> Script:
        desktop = self._desktop
        form = desktop.new_ticket(None)
        form.fields.title.setText(TITLE)
        form.fields.text.setPlainText(TEXT)
        form.fields.requester.setText("Sofia Marek")
        form.look_up()
        yield from self._shoot("new-incident")
        yield from self._opened(form)
        yield from self._act("take", Status.ASSIGNED)
        yield from self._shoot("assigned")
        yield from self._act("start", Status.IN_PROGRESS)
        dialog = yield from self._ask("hold", HoldDialog)
        dialog.reason.choose(HoldReason.REQUESTER)
        yield from self._shoot("hold")
        dialog.submit()
        yield self._is(Status.ON_HOLD)
        yield from self._act("start", Status.IN_PROGRESS)
        resolving = yield from self._ask("resolve", ResolveDialog)
        resolving.code.choose(ResolutionCode.FIXED)
        resolving.text.setPlainText("The host had lost its storage path; mail runs again.")
        yield from self._shoot("resolve")
        resolving.submit()
        yield self._is(Status.RESOLVED)
        self._restored = self._shown.ticket.id
        yield from self._shoot("resolved")

    def _request(self) -> Script:
        desk = self._desktop.context.desk
        self._desktop.window.show_page("Catalog")
        yield from self._shoot("catalog")
        found: list[int] = []
        supervisors: list[Account] = []
        self._program.jobs.read(self._program, lambda: _orderable(desk), found.append)
        self._program.jobs.read(self._program, lambda: _supervisors(desk), supervisors.extend)
        yield lambda: found and supervisors
        form = self._desktop.new_ticket(Kind.REQUEST, found[0])
        yield from self._settled()
        _fill_in(form, start=desk.clock().date() + timedelta(days=14))
        yield from self._shoot("new-request")
        yield from self._opened(form)
        raised = self._shown.ticket.id
        yield from self._shoot("awaiting-approval")
        yield from self._work_as(next(a for a in supervisors if a.id != desk.account_id))
        self._desktop.window.show_page("Waiting for me")
        yield from self._shoot("waiting-for-me")
        self._desktop.window.show_ticket(raised)
        yield self._is(Status.AWAITING_APPROVAL)
        yield from self._act("approve", Status.APPROVED)
        yield from self._act("start", Status.IN_FULFILMENT)
        yield from self._shoot("in-fulfilment")
        yield from self._fulfil()

    def _work_as(self, account: Account) -> Script:
        before = self._desktop
        self._program.work_as(account)
        yield lambda: self._program.desktop not in (before, None)
        self._desktop.window.resize(*SIZE)
        yield from self._settled()

    def _fulfil(self) -> Script:
        for task in [task for task in self._shown.tasks if task.status is TaskStatus.OPEN]:
            press(self._desktop.ticket, f"Done-{task.position}")
            yield partial(self._is_ended, task.title)
            yield from self._settled()
        dialog = yield from self._ask("resolve", ResolveDialog)
        dialog.submit()
        yield self._is(Status.FULFILLED)
        yield from self._shoot("fulfilled")

    def _is_ended(self, title: str) -> bool:
        return any(t.title == title and t.status is TaskStatus.DONE for t in self._shown.tasks)

    def _article(self) -> Script:
        window = self._desktop.window
        window.show_page("Knowledge")
        yield from self._settled()
        self._desktop.knowledge.shelf.search.setText("mail host")
        self._desktop.knowledge.shelf.search.say()
        yield from self._settled()
        self._desktop.knowledge.shelf.step(1)
        yield from self._shoot("article")

    def _figures(self) -> Script:
        window, theme = self._desktop.window, self._program.theme
        window.show_page("Reports")
        yield lambda: self._desktop.reports.is_drawn
        yield from self._shoot("reports")
        theme.set(Theme.DARK)
        yield from self._settled()
        yield lambda: self._desktop.reports.is_drawn
        yield from self._shoot("reports-dark")
        window.show_page("Queue")
        yield from self._shoot("queue-dark")

    def _promises(self) -> Script:
        """What a clock tells of itself, and how an administrator promises; nothing is saved."""
        self._program.theme.set(Theme.LIGHT)
        window, desk = self._desktop.window, self._desktop.context.desk
        window.show_ticket(self._restored)
        yield self._is(Status.RESOLVED)
        self._desktop.ticket.sla.open_timelines()
        yield from self._shoot("sla-timeline")
        found: list[Account] = []
        self._program.jobs.read(self._program, lambda: accounts.accounts(desk), found.extend)
        yield lambda: found
        yield from self._work_as(next(a for a in found if a.role is Role.ADMINISTRATOR))
        self._desktop.window.show_page("Administration")
        administration = self._desktop.administration
        administration.show_section("Business hours")
        yield from self._settled()
        administration.section(HoursSection).editor.country.setText("France")
        yield from self._shoot("business-hours")
        administration.show_section("SLA policies")
        policies = administration.section(PoliciesSection)
        yield from self._settled()
        yield from self._shoot("sla-policies")
        table = policies.tables[GENERAL[0]]
        table.fields[Priority.LOW, Target.RESPOND].setText("4 h")
        what_if = policies.what_if
        what_if.begin()
        yield what_if.table.isVisible
        yield from self._settled()
        policies.show_what_if()
        yield from self._shoot("sla-what-if")
        self._desktop.window.show_page("Queue")

    def _major(self) -> Script:
        """The major incident that is led now, and an update that is about to be posted."""
        line = self._desktop.majors.banner.lines[0]
        yield line.isVisible
        line.click()
        card = self._desktop.ticket.major.card
        yield card.isVisible
        yield from self._shoot("major-incident")
        press(card, "Major-update")
        yield lambda: open_dialog(UpdateSheet)
        yield from self._settled()
        sheet = open_dialog(UpdateSheet)
        if sheet is None:
            raise NotPossible("No dialog for an update appeared.")
        sheet.begin_with("Still working on it")
        yield from self._shoot("major-update")
        sheet.reject()

    def _files(self) -> Script:
        """A picture goes with an answer and is looked at; the first of the tour serves."""
        window, ticket = self._desktop.window, self._desktop.ticket
        window.show_page("Tasks")
        yield from self._shoot("task-board")
        window.show_ticket(self._restored)
        yield self._is(Status.RESOLVED)
        ticket.write(Mode.ANSWER)
        ticket.composer.text.setPlainText("Mail runs again; the picture shows what you should see.")
        ticket.composer.files.offer([self._folder / self.pictures[0]])
        yield from self._shoot("attaching")
        ticket.composer.submit()
        yield lambda: bool(self._shown.attachments)
        yield from self._settled()
        press(ticket, "FileChip")
        yield from self._shoot("preview")
        _put_away()
        window.show_page("Queue")

    def _opened(self, form: Sheet) -> Script:
        """Send the form and wait until its ticket is read."""
        before = self._desktop.ticket.shown
        form.submit()
        yield lambda: open_dialog(type(form)) is None
        yield lambda: self._desktop.ticket.shown not in (before, None)
        yield from self._settled()

    def _act(self, act: str, becomes: Status) -> Script:
        """Press a button of the ticket and wait until it stands where it should."""
        yield from self._settled()
        press(self._desktop.ticket, f"Act-{act}")
        yield self._is(becomes)

    def _ask(self, act: str, kind: type[_S]) -> Generator[Wait, None, _S]:
        """Press a button of the ticket and wait for its dialog."""
        yield from self._settled()
        press(self._desktop.ticket, f"Act-{act}")
        yield lambda: open_dialog(kind)
        dialog = open_dialog(kind)
        if dialog is None:
            raise NotPossible(f"No dialog for {act} appeared.")
        return dialog

    def _is(self, status: Status) -> Wait:
        ticket = self._desktop.ticket
        return lambda: ticket.shown is not None and ticket.shown.ticket.status is status


def _put_away() -> None:
    """Close the picture that is looked at."""
    looked_at = open_dialog(PreviewSheet)
    if looked_at is not None:
        looked_at.reject()


def _fill_in(form: NewTicketForm, start: date) -> None:
    """Order a new starter, and answer what the catalog item asks."""
    form.fields.requester.setText("Elena Rossi")
    form.fields.title.setText("New starter: Noor Haddad, Accounting")
    answers = {"name": "Noor Haddad", "start": start.isoformat(), "place": "Room 2.14"}
    for key, answer in answers.items():
        form.fields.asked.fields[key].setProperty("text", answer)


def _orderable(desk: Desk) -> int:
    """What the tour orders: one person has to approve it, and it makes tasks."""
    return next(item.id for item in requests.catalog(desk) if item.name == ORDERED)


def _supervisors(desk: Desk) -> list[Account]:
    """Who may decide where the manager is not known."""
    return [one for one in accounts.accounts(desk) if one.role is Role.SUPERVISOR]
