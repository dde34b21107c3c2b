"""Everything that can happen to tickets, by numbers: what the rules refuse does not happen."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from desk_gui.domain.business_hours import Window
from desk_gui.domain.catalog import TaskStatus
from desk_gui.domain.errors import NotAllowed, Refusal
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import (
    business_hours,
    classification,
    major_incidents,
    merging,
    packing,
    requests,
    show,
    sla,
    tickets,
    time_passing,
    transfer,
    undoing,
)
from desk_gui.operations.articles import answering
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_declaration, a_published_article
from tests.operations.real_desk import furnished
from tests.transfer.logs import HEADER, row

_LEVELS = list(Level)
_REASONS = list(HoldReason)


@dataclass(frozen=True)
class Step:
    """One act: how, by whom, on which ticket, one more number, and how long after the last one."""

    act: int
    who: int
    which: int
    number: int
    minutes: int


def random_course(seed: int, length: int) -> list[Step]:
    """So many steps at random."""
    rng = random.Random(seed)  # noqa: S311 - made-up work is no secret
    pauses = (0, 1, 20, 300, 3000)

    def step() -> Step:
        act, who, which, number = (rng.randrange(10_000) for _ in range(4))
        return Step(act, who, which, number, rng.choice(pauses))

    return [step() for _ in range(length)]


class BusyDesk:
    """A desk to which steps happen; it begins with two tickets and an imported history."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        real = furnished(office)
        self.desks = [office.supervisor, office.administrator, office.agent, office.supervisor]
        self.items = sorted(real.item_ids.values())
        self.teams = sorted(real.team_ids.values())
        self.article = a_published_article(office.agent, office.supervisor)
        path = folder / "log.csv"
        path.write_text("\n".join([HEADER, *_history(), ""]), "utf-8")
        imported = transfer.import_tickets(office.administrator, path)
        assert imported.imported == 3
        self.ids = [1, 2, 3]
        for number in (0, 1):
            self._open(office.colleague, 0, number)
        self.acts: list[Callable[[Desk, int, int], object]] = [
            act
            for name, act in inspect.getmembers(self, inspect.ismethod)
            if name.startswith("_") and not name.startswith("__")
        ]

    def take(self, step: Step) -> bool:
        """Let a step happen after its time; whether the rules allowed it."""
        self.office.clock.forward(minutes=step.minutes, seconds=1)
        act = self.acts[step.act % len(self.acts)]
        desk = self.desks[step.who % len(self.desks)]
        try:
            act(desk, self.ids[step.which % len(self.ids)], step.number)
        except Refusal:
            return False
        return True

    def _open(self, _: Desk, __: int, number: int) -> None:
        new = NewTicket("The mail server is down", impact=_LEVELS[number % 3], urgency=Level.LOW)
        if number % 2:
            item_id = self.items[number % len(self.items)]
            new = NewTicket("New laptop for Elena", kind=Kind.REQUEST, item_id=item_id)
        kind = [Kind.INCIDENT, None][number // 2 % 2]
        opened = classification.open_ticket(
            self.office.colleague, replace(new, kind=new.kind or kind)
        )
        self.ids.append(opened.ticket_id)

    def _move_on(self, desk: Desk, ticket_id: int, number: int) -> None:
        moves = show.show(desk, ticket_id).moves
        onward = [move for move in moves if move.to is not Status.CANCELLED or number % 7 == 0]
        if not onward:
            return
        to = onward[number % len(onward)].to
        tickets.move(desk, ticket_id, _wish(to, desk, self.article if number % 3 == 0 else None))

    _move_on_again = _move_on
    _move_on_more = _move_on

    def _assign(self, desk: Desk, ticket_id: int, number: int) -> None:
        team_id = self.teams[number % len(self.teams)]
        assignee_id = [None, self.office.agent_id, desk.account_id][number % 3]
        tickets.assign(desk, ticket_id, assignee_id=assignee_id, team_id=team_id)

    def _edit(self, desk: Desk, ticket_id: int, number: int) -> None:
        wanted = tickets.Edit(impact=_LEVELS[number % 3], urgency=_LEVELS[number // 3 % 3])
        if number % 4 == 0:
            wanted = tickets.Edit(override=number % 5 + 1, override_reason="It is urgent.")
        if number % 5 == 0:
            wanted = replace(wanted, confidential=number % 2 == 0)
        tickets.edit(desk, ticket_id, wanted)

    def _say(self, desk: Desk, ticket_id: int, number: int) -> None:
        say = [tickets.comment, tickets.work_note, tickets.requester_answer][number % 3]
        say(desk, ticket_id, "We look at it.")

    def _reclassify(self, desk: Desk, ticket_id: int, number: int) -> None:
        now = show.show(desk, ticket_id).ticket.kind
        kind = Kind.INCIDENT if now is Kind.REQUEST else Kind.REQUEST
        item_id = self.items[number % len(self.items)] if kind is Kind.REQUEST else None
        classification.reclassify(
            desk, ticket_id, Reclassification(kind, "It is one.", item_id=item_id)
        )

    def _decide(self, _: Desk, ticket_id: int, number: int) -> None:
        for desk in self.desks:
            page = show.show(desk, ticket_id)
            if page.ticket.status is not Status.AWAITING_APPROVAL:
                return
            with suppress(NotAllowed):
                if number % 5:
                    requests.approve(desk, ticket_id)
                else:
                    requests.reject(desk, ticket_id, "It is too dear.")

    _decide_again = _decide

    def _work_through(self, desk: Desk, ticket_id: int, number: int) -> None:
        for task in show.show(desk, ticket_id).tasks[: number % 4 + 1]:
            if task.status is TaskStatus.OPEN:
                requests.complete_task(desk, ticket_id, task.id)

    def _hurry(self, desk: Desk, _: int, number: int) -> None:
        """A request gets as far as its tasks, and one of them is done, taken up or neither."""
        pages = [show.show(desk, ticket_id) for ticket_id in self.ids]
        found = [p.ticket for p in pages if p.ticket.kind is Kind.REQUEST]
        ticket = found[number % len(found)] if found else None
        if ticket is None:
            return
        if ticket.status is Status.AWAITING_APPROVAL:
            self._decide(desk, ticket.id, 1)
        elif ticket.status is Status.APPROVED:
            tickets.move(desk, ticket.id, _wish(Status.IN_FULFILMENT, desk, None))
        elif ticket.status is Status.IN_FULFILMENT:
            acts = (self._work_through, self._take_a_task_up, self._reclassify)
            acts[number % 3](desk, ticket.id, number % 2)

    _hurry_again = _hurry
    _hurry_more = _hurry

    def _take_a_task_up(self, desk: Desk, ticket_id: int, _: int) -> None:
        ended = [t for t in show.show(desk, ticket_id).tasks if t.status is TaskStatus.DONE]
        if ended:
            requests.reopen_task(desk, ticket_id, ended[-1].id)

    def _undo(self, desk: Desk, ticket_id: int, number: int) -> None:
        page = show.show(desk, ticket_id)
        entry = page.redo if number % 3 == 0 else page.undo
        if entry:
            undoing.undo(desk, entry)

    _undo_again = _undo

    def _merge(self, desk: Desk, ticket_id: int, number: int) -> None:
        merging.merge(desk, ticket_id, self.ids[number % len(self.ids)])

    def _unmerge(self, desk: Desk, ticket_id: int, _: int) -> None:
        merging.unmerge(desk, ticket_id)

    def _make_major(self, desk: Desk, ticket_id: int, number: int) -> None:
        if number % 2:
            major_incidents.declare(desk, ticket_id, a_declaration(self.office.agent))
        else:
            major_incidents.stand_down(desk, ticket_id, "It works again.")

    def _rate(self, desk: Desk, ticket_id: int, number: int) -> None:
        tickets.rate(desk, ticket_id, number % 5 + 1)

    def _suggest(self, desk: Desk, ticket_id: int, _: int) -> None:
        answering.suggest(desk, ticket_id, [self.article])

    def _let_time_pass(self, desk: Desk, _: int, number: int) -> None:
        self.office.clock.forward(hours=number % 60)
        time_passing.let_time_pass(desk)

    def _promise(self, _: Desk, __: int, number: int) -> None:
        boss = self.office.administrator
        wanted = list(sla.policies(boss))
        place = number % len(wanted)
        hours = business_hours.all_hours(boss)[0].id if number % 2 else None
        promised_s = wanted[place].promised_s + 600
        wanted[place] = replace(wanted[place], promised_s=promised_s, business_hours_id=hours)
        sla.change_policies(boss, tuple(wanted))

    def _change_hours(self, _: Desk, __: int, number: int) -> None:
        boss = self.office.administrator
        hours = business_hours.all_hours(boss)[0]
        windows = tuple(Window(day, 480, 900 + number % 6 * 60) for day in range(5))
        business_hours.save(boss, replace(hours, windows=windows))

    def _pack(self, _: Desk, __: int, ___: int) -> None:
        packing.pack_all(self.office.administrator)


def _wish(to: Status, desk: Desk, article_id: int | None) -> Wish:
    if to in {Status.IN_PROGRESS, Status.IN_FULFILMENT}:
        return Wish(to, assignee_id=desk.account_id)
    if to is Status.ON_HOLD:
        reason = _REASONS[(article_id or 0) % len(_REASONS)]
        return Wish(to, hold_reason=reason, hold_until=desk.clock() + timedelta(days=1))
    if to is Status.RESOLVED:
        code = ResolutionCode.FIXED
        return Wish(to, resolution_code=code, resolution_text="Done.", article_id=article_id)
    if to is Status.CANCELLED:
        return Wish(to, cancel_reason=CancelReason.WITHDRAWN)
    return Wish(to, article_id=article_id if to is Status.FULFILLED else None)


def _history() -> list[str]:
    """A closed, a resolved and an open incident, with hand-overs and a new priority."""
    rows = []
    for number, states in enumerate(
        (
            ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed"),
            ("New", "Active", "Resolved", "Active", "Resolved"),
            ("New", "Active", "Awaiting User Info"),
        ),
        1,
    ):
        rows += [
            row(
                number=f"INC{number}",
                incident_state=state,
                opened_at="26/2/2026 08:00",
                sys_updated_at=f"{26 + day // 2}/2/2026 {9 + day}:30",
                resolved_at="28/2/2026 13:30" if "Resolved" in states[-2:] else "?",
                closed_at="28/2/2026 14:30" if states[-1] == "Closed" else "?",
                priority="3 - Moderate" if day < 2 else "2 - High",
                urgency="2 - Medium" if day < 2 else "1 - High",
                assignment_group=f"Group {day // 2}",
                assigned_to="Resolver 1",
                reassignment_count=str(day // 2),
                reopen_count="1" if number == 2 and day > 2 else "0",
            )
            for day, state in enumerate(states)
        ]
    return rows
