"""Both workflows at random: a plain model, SQLite and PostgreSQL do the same, step by step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import (
    classification,
    databases,
    merging,
    relations,
    requests,
    show,
    tickets,
    time_passing,
    undoing,
)
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.operations.tickets import Edit
from tests.conftest import Places
from tests.operations.plain_desk import ITEMS, PlainDesk
from tests.operations.plain_links import RELATIONS
from tests.operations.real_desk import (
    SECONDS_A_DAY,
    Real,
    check_clocks,
    state,
)
from tests.operations.walking import Threefold, walk

who = st.sampled_from(["amira", "tom", "sofia", "boss", "rita"])
worker = st.sampled_from(["amira", "amira", "tom", "tom", "sofia", "boss", "rita"])
which = st.integers(0, 40)
levels = st.sampled_from(["high", "medium", "low"])
item = st.sampled_from(sorted(ITEMS))
asked_by = st.sampled_from([None, "rita", "sofia", "guest"])
relation = st.sampled_from(RELATIONS)
some_text = st.sampled_from(["", "It is so.", "Ünïcode ✓"])
wishes = st.fixed_dictionaries(
    {},
    optional={
        "assignee": st.sampled_from(["amira", "tom", "rita"]),
        "hold_reason": st.sampled_from([word.value for word in HoldReason]),
        "resolution": st.sampled_from(["fixed", "workaround"]),
        "cancel_reason": st.sampled_from([word.value for word in CancelReason]),
        "reason": st.just("Not needed."),
    },
)
whole_wishes = st.fixed_dictionaries(
    {
        "assignee": st.sampled_from(["amira", "tom"]),
        "hold_reason": st.sampled_from([word.value for word in HoldReason]),
        "resolution": st.sampled_from(["fixed", "workaround"]),
        "cancel_reason": st.sampled_from(["mistaken", "duplicate"]),
        "reason": st.just("Not needed."),
    }
)


class Walk(Threefold):
    """Tickets of both kinds, at random."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = PlainDesk()

    @property
    def count(self) -> int:
        return len(self.plain.tickets)

    def opened(self, count_before: int, made: list[int], real: Real) -> None:
        new = [id_ for id_ in made if id_ not in real.ids]
        real.ids += new
        assert len(real.ids) == count_before + 1

    @initialize(how=levels, what=item)
    def two_tickets(self, how: str, what: str) -> None:
        """There is always something to work on."""
        self._open("amira", {"kind": "incident", "impact": how, "urgency": "medium"})
        self._open("tom", {"kind": "request", "item": what, "asked_by": "guest"})

    def _open(self, who: str, new: dict[str, Any]) -> None:
        count = len(self.plain.tickets)
        new = {"title": f"Ticket {count}", "impact": "medium", "urgency": "low", **new}

        def real(each: Real) -> None:
            made = classification.open_ticket(each.people[who], self._new(each, new))
            self.opened(count, sorted(made.tickets), each)

        self.act(lambda: self.plain.open(who, self.now, new), real)
        self.touched |= set(range(count, len(self.plain.tickets)))

    @staticmethod
    def _new(each: Real, new: dict[str, Any]) -> NewTicket:
        incident = new.get("kind") == "incident"
        return NewTicket(
            new["title"],
            kind=Kind(new["kind"]) if "kind" in new else None,
            requester_id=each.contact_ids.get(new.get("asked_by") or ""),
            impact=new.get("impact") if incident else None,
            urgency=new.get("urgency") if incident else None,
            item_id=each.item_ids.get(new.get("item", "")),
        )

    @precondition(lambda self: len(self.plain.tickets) < 6)
    @rule(who=who, impact=levels, urgency=levels, asked=asked_by)
    def open_incident(self, who: str, impact: str, urgency: str, asked: str | None) -> None:
        new = {"kind": "incident", "impact": impact, "urgency": urgency, "asked_by": asked}
        self._open(who, new)

    @precondition(lambda self: len(self.plain.tickets) < 6)
    @rule(who=who, what=item, asked=asked_by)
    def open_request(self, who: str, what: str, asked: str | None) -> None:
        self._open(who, {"kind": "request", "item": what, "asked_by": asked})

    @rule(minutes=st.sampled_from([1, 20, 300, 3000]))
    def time_passes(self, minutes: int) -> None:
        for each in self.reals:
            each.clock.forward(minutes=minutes)

    @rule(
        who=worker,
        which=which,
        assignee=st.sampled_from([None, "amira", "tom", "rita"]),
        team=st.sampled_from([None, "desk", "network"]),
    )
    def assign(self, who: str, which: int, assignee: str | None, team: str | None) -> None:
        index = self.pick(which)
        self.act(
            lambda: self.plain.assign(who, index, assignee, team),
            lambda each: tickets.assign(
                each.people[who],
                each.ids[index],
                assignee_id=each.account_ids.get(assignee or ""),
                team_id=each.team_ids.get(team or ""),
            ),
        )

    def _move(self, who: str, index: int, to: str, wish: dict[str, Any]) -> None:
        def real(each: Real) -> None:
            code = ResolutionCode(wish["resolution"]) if "resolution" in wish else None
            is_incident = self.plain.tickets[index]["kind"] == "incident" or to == "resolved"
            whole = Wish(
                Status(to),
                hold_reason=HoldReason(wish["hold_reason"]) if "hold_reason" in wish else None,
                resolution_code=code if is_incident else None,
                resolution_text="Restarted it." if code else "",
                cancel_reason=CancelReason(wish["cancel_reason"])
                if "cancel_reason" in wish
                else None,
                reason=wish.get("reason", ""),
                assignee_id=each.account_ids.get(wish.get("assignee", "")),
            )
            tickets.move(each.people[who], each.ids[index], whole)

        self.act(lambda: self.plain.move(who, index, to, self.now, wish), real)

    @rule(who=who, which=which, to=st.sampled_from([s.value for s in Status]), wish=wishes)
    def move_anywhere(self, who: str, which: int, to: str, wish: dict[str, Any]) -> None:
        self._move(who, self.pick(which), to, wish)

    @rule(who=worker, which=which, way=st.integers(0, 5), wish=whole_wishes)
    def move_on(self, who: str, which: int, way: int, wish: dict[str, Any]) -> None:
        """One of the ways that the ticket's workflow offers, so that the walk gets far."""
        index = self.pick(which)
        page = show.show(self.reals[0].people["boss"], self.reals[0].ids[index])
        if page.moves:
            self._move(who, index, page.moves[way % len(page.moves)].to.value, wish)

    @rule(who=st.sampled_from(["sofia", "boss", "amira"]), which=which)
    def approve(self, who: str, which: int) -> None:
        index = self.pick(which)
        self.act(
            lambda: self.plain.approve(who, index, self.now),
            lambda each: requests.approve(each.people[who], each.ids[index]),
        )

    @rule(who=who, which=which, reason=some_text)
    def reject(self, who: str, which: int, reason: str) -> None:
        index = self.pick(which)
        self.act(
            lambda: self.plain.reject(who, index, self.now, reason),
            lambda each: requests.reject(each.people[who], each.ids[index], reason),
        )

    @rule(who=worker, which=which, at=st.integers(0, 3), reason=some_text, skip=st.booleans())
    def end_task(self, who: str, which: int, at: int, reason: str, skip: bool) -> None:  # noqa: FBT001
        index = self.pick(which)

        def real(each: Real) -> None:
            desk, ticket_id = each.people[who], each.ids[index]
            tasks = show.show(each.people["boss"], ticket_id).tasks
            task_id = tasks[at].id if at < len(tasks) else 0
            if skip:
                requests.skip_task(desk, ticket_id, task_id, reason)
            else:
                requests.complete_task(desk, ticket_id, task_id)

        how = "skipped" if skip else "done"
        self.act(lambda: self.plain.end_task(who, index, at, how, reason), real)

    @rule(who=worker, which=which, text=some_text, public=st.booleans())
    def say(self, who: str, which: int, text: str, public: bool) -> None:  # noqa: FBT001
        index = self.pick(which)
        speak = tickets.comment if public else tickets.work_note
        self.act(
            lambda: self.plain.say(who, index, text, self.now, public=public),
            lambda each: speak(each.people[who], each.ids[index], text),
        )

    @rule(who=worker, which=which, text=some_text)
    def requester_answers(self, who: str, which: int, text: str) -> None:
        index = self.pick(which)
        self.act(
            lambda: self.plain.answer(who, index, text, self.now),
            lambda each: tickets.requester_answer(each.people[who], each.ids[index], text),
        )

    @rule(
        who=worker,
        which=which,
        wanted=st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(["Printer", "Laptop"]),
                "confidential": st.booleans(),
                "impact": levels,
                "urgency": levels,
                "override": st.integers(1, 5),
            },
        ),
    )
    def edit(self, who: str, which: int, wanted: dict[str, Any]) -> None:
        index = self.pick(which)
        reason = "because" if "override" in wanted else None
        self.act(
            lambda: self.plain.edit(who, index, wanted),
            lambda each: tickets.edit(
                each.people[who], each.ids[index], Edit(**wanted, override_reason=reason)
            ),
        )

    @rule(who=worker, which=which, other=which, relation=relation)
    def link(self, who: str, which: int, other: int, relation: str) -> None:
        index, original = self.pick(which), self.pick(other)
        self.act(
            lambda: self.plain.link(who, index, original, relation),
            lambda each: relations.link(
                each.people[who], each.ids[index], each.ids[original], Relation(relation)
            ),
        )

    @rule(who=worker, which=which, other=which, relation=relation)
    def unlink(self, who: str, which: int, other: int, relation: str) -> None:
        index, original = self.pick(which), self.pick(other)
        self.act(
            lambda: self.plain.unlink(who, index, original, relation),
            lambda each: relations.unlink(
                each.people[who], each.ids[index], each.ids[original], Relation(relation)
            ),
        )

    @rule(who=worker, which=which, other=which, fitting=st.booleans())
    def merge(self, who: str, which: int, other: int, fitting: bool) -> None:  # noqa: FBT001
        index, into = self.pick(which), self.pick(other)
        alike = self.plain.alike(index)
        if fitting and alike:
            into = alike[other % len(alike)]
        self.touched = set(range(len(self.plain.tickets)))
        self.act(
            lambda: self.plain.merge(who, index, into, self.now),
            lambda each: merging.merge(each.people[who], each.ids[index], each.ids[into]),
        )

    @rule(who=worker, which=which, fitting=st.booleans())
    def unmerge(self, who: str, which: int, fitting: bool) -> None:  # noqa: FBT001
        index, merged = self.pick(which), self.plain.merged()
        if fitting and merged:
            index = merged[which % len(merged)]
        self.touched = set(range(len(self.plain.tickets)))
        self.act(
            lambda: self.plain.unmerge(who, index),
            lambda each: merging.unmerge(each.people[who], each.ids[index]),
        )

    @rule(
        who=worker,
        which=which,
        kind=st.sampled_from(["incident", "request"]),
        reason=st.sampled_from(["", "It asks for something.", "It broke."]),
        more=st.fixed_dictionaries({}, optional={"item": item, "impact": levels}),
    )
    def reclassify(
        self, who: str, which: int, kind: str, reason: str, more: dict[str, Any]
    ) -> None:
        index = self.pick(which)
        wanted = {"kind": kind, "reason": reason, **more}
        self.act(
            lambda: self.plain.reclassify(who, index, wanted),
            lambda each: classification.reclassify(
                each.people[who],
                each.ids[index],
                Reclassification(
                    Kind(kind),
                    reason,
                    item_id=each.item_ids.get(more.get("item", "")),
                    impact=more.get("impact"),
                ),
            ),
        )

    @precondition(lambda self: len(self.plain.tickets) < 6)
    @rule(who=worker, which=which, impact=levels, what=item)
    def split(self, who: str, which: int, impact: str, what: str) -> None:
        index, count = self.pick(which), len(self.plain.tickets)
        new = {"title": "The other half", "impact": impact, "urgency": "low", "item": what}

        def real(each: Real) -> None:
            made = classification.split(
                each.people[who],
                each.ids[index],
                NewTicket(
                    new["title"],
                    impact=Level(impact),
                    urgency=Level.LOW,
                    item_id=each.item_ids[what],
                ),
            )
            self.opened(count, sorted(made.tickets), each)

        self.act(lambda: self.plain.split(who, index, self.now, new), real)
        self.touched |= set(range(count, len(self.plain.tickets)))

    @rule(who=worker, which=which, again=st.booleans())
    def undo(self, who: str, which: int, again: bool) -> None:  # noqa: FBT001
        index = self.pick(which)

        def real(each: Real) -> None:
            page = show.show(each.people["boss"], each.ids[index])
            offered = page.redo if again else page.undo
            undoing.undo(each.people[who], offered or page.history[0].uuid)

        self.touched = set(range(len(self.plain.tickets)))
        plain = self.plain.redo if again else self.plain.undo
        self.act(lambda: plain(who, index), real)

    @rule(who=st.sampled_from(["amira", "tom", "sofia", "boss"]))
    def close_old(self, who: str) -> None:
        self.touched = set(range(len(self.plain.tickets)))
        self.act(
            lambda: self.plain.close_old(who, self.now, 2 * SECONDS_A_DAY),
            lambda each: time_passing.close_resolved(each.people[who], 2),
        )

    @invariant()
    def agree(self) -> None:
        for index in sorted(self.touched):
            plain = self.plain.tickets[index]
            expected = {
                **plain.fields,
                "approvals": plain.approvals,
                "tasks": plain.tasks,
                "said": [(o.text, o.public) for o in self.plain.talk if o.index == index],
                "together": self.plain.together(index),
                "links": self.plain.links_of(index),
                "may undo": self.plain.to_undo(plain) is not None,
                "may redo": self.plain.to_redo(plain) is not None,
            }
            pages = [show.show(each.people["boss"], each.ids[index]) for each in self.reals]
            for each, page in zip(self.reals, pages, strict=True):
                assert state(each, page) == expected
                check_clocks(page)
            assert pages[0].clocks == pages[1].clocks
            assert pages[0].moves == pages[1].moves
            assert [e.action for e in pages[0].history] == [e.action for e in pages[1].history]
        for each in self.reals if self.touched else []:
            assert databases.check(each.people["boss"]) == []
        self.touched.clear()


@pytest.mark.postgres
def test_that_model_sqlite_and_postgresql_agree_on_every_step(
    places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert walk(Walk, places, tmp_path_factory, examples=8) > 200


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("number", range(1, 16))
def test_that_model_sqlite_and_postgresql_agree_for_5000_steps(
    places: Places, tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    """Fifteen walks of at least 334 acts each, every one another way: 5,010 in all."""
    assert walk(Walk, places, tmp_path_factory, examples=10, number=number) >= 334
