"""Requests at random: a plain model, SQLite and PostgreSQL do the same, whatever is tried."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any
from unittest import mock

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from desk_gui.__main__ import main
from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind
from desk_gui.operations import (
    absences,
    approvals,
    bulk,
    catalog_items,
    classification,
    contacts,
    databases,
    requests,
    show,
    tickets,
    undoing,
)
from desk_gui.operations.classification import NewTicket, Reclassification
from tests.conftest import Places
from tests.operations.plain_requests import (
    GRANTED,
    MANAGERS,
    Edition,
    Order,
    PlainRequests,
)
from tests.operations.real_desk import Real
from tests.operations.real_requests import catalog_item, editions, seen, wish
from tests.operations.request_attacks import attacks
from tests.operations.walking import Threefold, walk
from tests.storage.attacks import Attacker

AT_MOST = 5
agent = st.sampled_from(["amira", "tom", "sofia", "boss"])
anybody = st.sampled_from(["amira", "tom", "sofia", "boss", "rita"])
which = st.integers(0, 40)
reason = st.sampled_from(["", "No budget.", "Ünïcode ✓"])
acts = st.sampled_from(["start", "done", "done", "done", "skip", "put back", "tick", "reopen"])
moves = st.sampled_from(
    ["in_fulfilment", "in_fulfilment", "fulfilled", "fulfilled", "on_hold", "closed", "cancelled"]
)


class Walk(Threefold):
    """Requests of random items, approved, worked on and attacked at random."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = PlainRequests()

    @property
    def count(self) -> int:
        return len(self.plain.orders)

    # -- the catalog and orders

    def _publish(self, name: str, edition: Edition) -> None:
        def real(each: Real) -> None:
            found = catalog_items.all_items(each.people["boss"])
            made = catalog_item(each, name, edition)
            for same in (one for one in found if one.name == name):
                made = replace(made, id=same.id, edition=same.edition)
            catalog_items.save_item(each.people["boss"], made)
            each.item_ids |= {
                one.name: one.id for one in catalog_items.all_items(each.people["boss"])
            }

        self.act(lambda: self.plain.publish(name, edition), real)

    @initialize(one=editions(), other=editions(), who=agent)
    def something_is_ordered(self, one: Edition, other: Edition, who: str) -> None:
        """There is always something to work on."""
        for each in self.reals:
            for contact, manager in MANAGERS.items():
                contacts.set_manager(
                    each.people["boss"], each.contact_ids[contact], each.account_ids[manager]
                )
            contacts.set_lead(each.people["boss"], each.team_ids["desk"], each.account_ids["amira"])
        for place, edition in enumerate((one, other)):
            self._publish(f"Item {place}", edition)
            answers = {"size": "A4"} if edition.asks_size else None
            self._order(who, f"Item {place}", "rita", answers)

    @rule(place=st.integers(0, 2), edition=editions())
    def publish(self, place: int, edition: Edition) -> None:
        self._publish(f"Item {place}", edition)

    def _order(self, who: str, name: str, asked: str | None, answers: Any) -> None:
        def real(each: Real) -> None:
            new = NewTicket(
                "A thing",
                kind=Kind.REQUEST,
                requester_id=each.contact_ids.get(asked or ""),
                item_id=each.item_ids[name],
                answers=answers,
            )
            each.ids.append(classification.open_ticket(each.people[who], new).ticket_id)

        self.act(lambda: self.plain.order(who, name, asked, answers, self.now), real)
        self.touched |= {len(self.plain.orders) - 1}

    @precondition(lambda self: len(self.plain.orders) < AT_MOST)
    @rule(
        who=agent,
        place=st.integers(0, 1),
        asked=st.sampled_from([None, "rita", "guest", "sofia"]),
        answers=st.sampled_from([None, {}, {"size": "A3"}, {"size": "A7"}, {"colour": "red"}]),
    )
    def order(self, who: str, place: int, asked: str | None, answers: Any) -> None:
        self._order(who, f"Item {place}", asked, answers)

    @rule(minutes=st.sampled_from([1, 70, 400, 3000]))
    def time_passes(self, minutes: int) -> None:
        for each in self.reals:
            each.clock.forward(minutes=minutes)

    # -- approvals

    @rule(who=anybody, which=which, yes=st.booleans() | st.just(value=True), reason=reason)
    def decide(self, who: str, which: int, yes: bool, reason: str) -> None:  # noqa: FBT001
        index = self.pick(which)
        decision = "approved" if yes else "rejected"

        def real(each: Real) -> None:
            if yes:
                requests.approve(each.people[who], each.ids[index], note=reason)
            else:
                requests.reject(each.people[who], each.ids[index], reason)

        self.act(lambda: self.plain.decide(who, index, decision, reason, self.now), real)

    @rule(which=which, at=st.integers(0, 3))
    def one_who_may_approves(self, which: int, at: int) -> None:
        """So that the walk gets far."""
        index = self.pick(which)
        order = self.plain.orders[index]
        able = [
            who
            for who in ("amira", "tom", "sofia", "boss")
            for one in order.asked
            if one.decision == "open" and self.plain.may_decide(order, one, who, self.now)
        ]
        if able and order.status == "awaiting_approval":
            self.decide(able[at % len(able)], index, yes=True, reason="")

    @rule(who=agent, which=which, to=anybody)
    def delegate(self, who: str, which: int, to: str) -> None:
        index = self.pick(which)
        self.act(
            lambda: self.plain.delegate(who, index, to, self.now),
            lambda each: approvals.delegate(
                each.people[who], each.ids[index], each.account_ids[to]
            ),
        )

    @rule(who=agent, to=anybody, hours=st.sampled_from([2, 100]))
    def be_away(self, who: str, to: str, hours: int) -> None:
        self.act(
            lambda: self.plain.be_away(who, to, self.now, hours * 3600),
            lambda each: absences.be_away(
                each.people[who],
                each.account_ids[to],
                each.clock.now,
                each.clock.now + timedelta(hours=hours),
            ),
        )

    @rule()
    def remind(self) -> None:
        self.act(
            lambda: self.plain.remind(self.now),
            lambda each: {
                each.ids.index(one) for one in approvals.remind(each.people["tom"]).tickets
            },
        )

    # -- fulfilment

    @rule(
        who=agent,
        which=which,
        place=st.integers(0, 4),
        act=acts,
        reason=reason,
    )
    def work(self, who: str, which: int, place: int, act: str, reason: str) -> None:
        index = self.pick(which)

        def real(each: Real) -> None:
            desk, ticket_id = each.people[who], each.ids[index]
            tasks = show.show(desk, ticket_id).tasks
            task_id = tasks[place].id if place < len(tasks) else 0
            if act == "skip":
                requests.skip_task(desk, ticket_id, task_id, reason)
            elif act == "tick":
                requests.tick_off(desk, ticket_id, task_id, 0, done=True)
            else:
                does = {
                    "start": requests.start_task,
                    "done": requests.complete_task,
                    "put back": requests.put_task_back,
                    "reopen": requests.reopen_task,
                }
                does[act](desk, ticket_id, task_id)

        self.act(lambda: self.plain.work(index, place, act, reason), real)

    @rule(who=agent, which=which, to=moves)
    def move(self, who: str, which: int, to: str) -> None:
        index = self.pick(which)
        if self.plain.orders[index].kind == "request":
            self.act(
                lambda: self.plain.move(index, to),
                lambda each: tickets.move(each.people[who], each.ids[index], wish(each, to)),
            )

    @rule(who=agent, to=moves)
    def move_all(self, who: str, to: str) -> None:
        """Several at once, each as if alone."""
        chosen = [i for i, order in enumerate(self.plain.orders) if order.kind == "request"]
        self.touched |= set(chosen)
        able = [index for index in chosen if not self.plain.why_not_move(index, to)]
        for index in able:
            self.plain.move(index, to)
        for each in self.reals:
            made = bulk.make(each.people[who], [each.ids[i] for i in chosen], wish(each, to))
            assert list(made.done) == [each.ids[i] for i in able]
            assert all(one.why for one in made.refused)

    @rule(which=which, to=moves)
    def move_by_command(self, which: int, to: str) -> None:
        """By `desk ticket move`, in this process, at the hour it really is."""
        index = self.pick(which)
        if self.plain.orders[index].kind != "request":
            return
        fine = not self.plain.why_not_move(index, to)
        if fine:
            self.plain.move(index, to)
        more = ["--assignee", "amira"] if to == "in_fulfilment" else []
        more += ["--reason", {"on_hold": "requester", "cancelled": "withdrawn"}.get(to, "So.")]
        for each in self.reals:
            place = {
                "DESK_DATABASE": each.people["tom"].database.location,
                "DESK_ACCOUNT": "tom",
            }
            out, err = io.StringIO(), io.StringIO()
            with mock.patch.dict(os.environ, place), redirect_stdout(out), redirect_stderr(err):
                code = main(["ticket", "move", f"REQ-{each.ids[index]}", to, *more])
            assert code == (0 if fine else 1), err.getvalue()
            assert fine or len(err.getvalue().splitlines()) == 1

    @rule(who=agent, which=which)
    def answer(self, who: str, which: int) -> None:
        """The requester answers, told by an agent."""
        index = self.pick(which)
        if self.plain.orders[index].kind == "request":
            self.act(
                lambda: self.plain.answer(index),
                lambda each: tickets.requester_answer(each.people[who], each.ids[index], "Yes."),
            )

    # -- kinds

    @rule(
        who=agent,
        which=which,
        back=st.booleans(),
        place=st.integers(0, 1),
    )
    def reclassify(self, who: str, which: int, back: bool, place: int) -> None:  # noqa: FBT001
        index, name = self.pick(which), f"Item {place}"
        kind = "request" if back else "incident"
        self.act(
            lambda: self.plain.reclassify(index, kind, name, self.now),
            lambda each: classification.reclassify(
                each.people[who],
                each.ids[index],
                Reclassification(
                    Kind(kind), "It is.", item_id=each.item_ids[name] if back else None
                ),
            ),
        )

    @rule(who=agent, which=which)
    def undo(self, who: str, which: int) -> None:
        """Take back what ended a request, or made it another kind."""
        index = self.pick(which)
        if self.plain.orders[index].before is None:
            return

        def real(each: Real) -> None:
            entry = show.show(each.people[who], each.ids[index]).undo
            assert entry is not None
            undoing.undo(each.people[who], entry)

        self.act(lambda: self.plain.undo(index), real)

    @rule(who=agent, which=which)
    def split(self, who: str, which: int) -> None:
        """An incident of its own; the request stays as it is."""
        index = self.pick(which)
        if self.plain.orders[index].kind == "request":
            for each in self.reals:
                new = NewTicket("It broke, too", impact=Level.LOW, urgency=Level.LOW)
                classification.split(each.people[who], each.ids[index], new)

    # -- somebody with a database client

    @rule(which=which, first=st.integers(0, 200))
    def attack(self, which: int, first: int) -> None:
        """Three attacks in turn; nothing comes of them but one sentence."""
        index = self.pick(which)
        for each in self.reals:
            boss = each.people["boss"]
            attacker = Attacker(boss.database, boss)
            known = list(attacks(self.plain, self.plain.orders[index], each))
            turned = known[first % len(known) :] + known[: first % len(known)]
            for name, attempt in islice(turned, 3):
                before = attacker.everything()
                said = attempt(attacker, each.ids[index])
                assert attacker.everything() == before, f"{name}: {said}"
                assert "syntax" not in said, f"{name}: {said}"

    @invariant()
    def agree(self) -> None:
        for index in sorted(self.touched):
            order = self.plain.orders[index]
            self._proper(order)
            for each in self.reals:
                assert seen(each, each.ids[index]) == self.plain.state(order)
        self.touched.clear()

    def teardown(self) -> None:
        try:
            for each in self.reals:
                assert databases.check(each.people["boss"]) == []
        finally:
            super().teardown()

    def _proper(self, order: Order) -> None:
        """What the rules promise of every request, however it came to where it is."""
        if order.kind == "incident":
            assert not order.asked
            assert not order.tasks
        elif order.status in GRANTED:
            assert self.plain.satisfied(order)
            assert not {one.who for one in order.asked} & {order.opened_by, order.asked_by or "-"}
        if order.status in {"fulfilled", "closed"}:
            assert not self.plain.left(order)
        for task in order.tasks if order.status != "cancelled" else ():
            assert task.status != "done" or not self.plain.blocked(order, task)


@pytest.mark.postgres
def test_that_requests_agree_with_the_rules_on_both_databases(
    places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert walk(Walk, places, tmp_path_factory, examples=1) > 20


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("number", range(1, 16))
def test_that_requests_agree_with_the_rules_for_5000_steps(
    places: Places, tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    """Fifteen walks of at least 334 steps each, every one another way: 5,010 in all."""
    assert walk(Walk, places, tmp_path_factory, examples=10, number=number) >= 334
