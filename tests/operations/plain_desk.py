"""The desk as the rules describe it, in plain Python: no database, no code of Desk.

Written from the tables of the rules; the state machine compares both databases with it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from tests.operations.plain_links import DONE, FINAL, Frame, Plain, PlainLinks, Spoken, need

SUPERVISORS = {"sofia", "boss"}
AGENTS = {"amira", "tom"} | SUPERVISORS
TEAMS = {
    "amira": {"desk"},
    "tom": {"desk", "network"},
    "sofia": {"desk"},
    "boss": set(),
    "rita": set(),
}
MATRIX = {
    "high": {"high": 1, "medium": 2, "low": 3},
    "medium": {"high": 2, "medium": 3, "low": 4},
    "low": {"high": 3, "medium": 4, "low": 5},
}
# item: priority, approvals, tasks (title, mandatory)
ITEMS: dict[str, tuple[int, int, list[tuple[str, bool]]]] = {
    "Information": (4, 0, [("Answer the question", True)]),
    "New laptop": (
        4,
        1,
        [("Order the laptop", True), ("Install the standard set-up", True), ("Hand it over", True)],
    ),
    "Door key": (
        2,
        2,
        [("Make the key", True), ("Add a ribbon", False), ("Hand over the key", True)],
    ),
}

# from → to: (who may, guard)
INCIDENT_MOVES = {
    ("new", "assigned"): ("agent", "team or agent"),
    ("new", "in_progress"): ("agent", "assignee"),
    ("assigned", "in_progress"): ("agent", "assignee"),
    ("assigned", "on_hold"): ("agent", "hold reason"),
    ("in_progress", "on_hold"): ("agent", "hold reason"),
    ("on_hold", "in_progress"): ("agent", "assignee"),
    ("in_progress", "resolved"): ("team", "resolution"),
    ("on_hold", "resolved"): ("team", "resolution"),
    ("resolved", "in_progress"): ("agent requester", "assignee"),
    ("resolved", "closed"): ("agent", ""),
    ("new", "cancelled"): ("agent", "cancel reason"),
    ("assigned", "cancelled"): ("agent", "cancel reason"),
    ("in_progress", "cancelled"): ("agent", "cancel reason"),
    ("on_hold", "cancelled"): ("agent", "cancel reason"),
}
REQUEST_MOVES = {
    ("approved", "in_fulfilment"): ("agent", "assignee"),
    ("in_fulfilment", "on_hold"): ("agent", "hold reason"),
    ("on_hold", "in_fulfilment"): ("agent", "assignee"),
    ("in_fulfilment", "fulfilled"): ("agent", "tasks"),
    ("fulfilled", "in_fulfilment"): ("agent requester", "assignee"),
    ("fulfilled", "closed"): ("agent", ""),
    ("new", "cancelled"): ("agent requester", "cancel reason"),
    ("awaiting_approval", "cancelled"): ("agent requester", "cancel reason"),
    ("approved", "cancelled"): ("agent requester", "cancel reason"),
    ("in_fulfilment", "cancelled"): ("agent requester", "cancel reason"),
    ("on_hold", "cancelled"): ("agent requester", "cancel reason"),
}


EMPTY: dict[str, Any] = dict.fromkeys(
    [
        "assignee",
        "team",
        "impact",
        "urgency",
        "override",
        "item",
        "hold_reason",
        "resolution_code",
        "cancel_reason",
        "rejection_reason",
        "responded_at",
        "resolved_at",
        "first_resolved_at",
        "closed_at",
        "ended_at",
    ]
)


class PlainDesk(PlainLinks):
    """All tickets, and every act as the rules have it; Refused where they say no."""

    def __init__(self) -> None:
        super().__init__()

    # -- who

    def sees(self, who: str, one: Plain) -> bool:
        """The rules, §6."""
        if who not in AGENTS:
            return one.asked_by == who
        return not one["confidential"] or who in SUPERVISORS or one["team"] in TEAMS[who]

    def _for(self, who: str, index: int) -> Plain:
        need(self.sees(who, self.tickets[index]))
        return self.tickets[index]

    def _agent(self, who: str, index: int) -> Plain:
        need(who in AGENTS)
        return self._for(who, index)

    # -- opening

    def open(self, who: str, now: int, new: dict[str, Any]) -> None:
        """Open an incident (levels) or a request (item)."""
        need(who in AGENTS)
        ticket = Plain(
            EMPTY | {"kind": new["kind"], "status": "new", "title": new["title"]},
            opened_by=who,
            asked_by=new.get("asked_by"),
            opened_at=now,
        )
        ticket.fields |= {"reopenings": 0, "reassignments": 0}
        ticket.fields |= {"confidential": new.get("confidential", False), "team": new.get("team")}
        self._dress(ticket, new)
        self.tickets.append(ticket)
        self._leave_new(ticket)

    def _dress(self, ticket: Plain, new: dict[str, Any]) -> None:
        own: dict[str, Any] = dict.fromkeys(("impact", "urgency", "override", "item"))
        if ticket["kind"] == "incident":
            own |= {"impact": new["impact"], "urgency": new["urgency"]}
            own["priority"] = MATRIX[new["impact"]][new["urgency"]]
        else:
            own |= {"item": new["item"], "priority": ITEMS[new["item"]][0]}
        ticket.fields |= own

    def _leave_new(self, ticket: Plain) -> None:
        if ticket["kind"] == "request":
            asks = ITEMS[ticket["item"]][1]
            ticket.fields["status"] = "awaiting_approval" if asks else "approved"

    # -- changing, with what an undo gives back

    def _change(
        self, ticket: Plain, *, undoable: bool = True, act: str = "simple", **fields: Any
    ) -> None:
        real = {name: v for name, v in fields.items() if ticket[name] != v}
        if real:
            self._remember(ticket, act if undoable else "fixed")
            ticket.fields |= real

    def _remember(self, ticket: Plain, act: str) -> Frame:
        self.acts += 1
        was = replace(
            ticket,
            fields=dict(ticket.fields),
            approvals=list(ticket.approvals),
            tasks=deepcopy(ticket.tasks),
            past=[],
            future=[],
        )
        ticket.past.append(Frame(self.acts, act, was))
        ticket.future.clear()
        return ticket.past[-1]

    def assign(self, who: str, index: int, assignee: str | None, team: str | None) -> None:
        """Give to an agent, a team, both or nobody."""
        ticket = self._agent(who, index)
        need(ticket["status"] not in FINAL)
        need(assignee is None or assignee in AGENTS)
        need(ticket["status"] != "assigned" or assignee or team)
        need(ticket["status"] not in {"in_progress", "in_fulfilment"} or assignee)
        more = {"reassignments": ticket["reassignments"] + self._handed(ticket, assignee, team)}
        if (ticket["kind"], ticket["status"]) == ("incident", "new") and (assignee or team):
            more["status"] = "assigned"
        self._change(ticket, assignee=assignee, team=team, **more)

    def _handed(self, ticket: Plain, assignee: str | None, team: str | None) -> int:
        other = ticket["assignee"] not in {None, assignee} or ticket["team"] not in {None, team}
        return int(other and bool(assignee or team))

    def move(self, who: str, index: int, to: str, now: int, wish: dict[str, Any]) -> None:
        """Make a transition, if the kind's table has it."""
        if to == "approved":
            self.approve(who, index, now)
            return
        if to == "rejected":
            self.reject(who, index, now, wish.get("reason", ""))
            return
        ticket = self._for(who, index)
        table = INCIDENT_MOVES if ticket["kind"] == "incident" else REQUEST_MOVES
        need((ticket["status"], to) in table)
        may, guard = table[ticket["status"], to]
        self._who(who, ticket, may)
        self._guard(ticket, guard, wish)
        self._go(ticket, to, now, wish)

    def _who(self, who: str, ticket: Plain, may: str) -> None:
        if who not in AGENTS:
            need("requester" in may)
        elif may == "team" and ticket["team"]:
            need(ticket["team"] in TEAMS[who] or who in SUPERVISORS or who == ticket["assignee"])

    def _guard(self, ticket: Plain, guard: str, wish: dict[str, Any]) -> None:
        need(wish.get("assignee") in AGENTS | {None})
        assignee = wish.get("assignee") or ticket["assignee"]
        if guard == "assignee":
            need(assignee)
        elif guard == "team or agent":
            need(assignee or ticket["team"])
        elif guard == "tasks":
            need(not any(mandatory and how == "open" for _, mandatory, how in ticket.tasks))
        elif guard == "cancel reason":
            need(wish.get("cancel_reason"))
            if wish["cancel_reason"] == "duplicate":
                self.may_merge(self.tickets.index(ticket), self.original(ticket))
        elif guard:
            need(wish.get(guard.replace(" ", "_")))

    def _go(self, ticket: Plain, to: str, now: int, wish: dict[str, Any]) -> None:
        assignee = wish.get("assignee") or ticket["assignee"]
        changed: dict[str, Any] = {
            "status": to,
            "assignee": assignee,
            "reassignments": ticket["reassignments"]
            + self._handed(ticket, assignee, ticket["team"]),
            "hold_reason": wish.get("hold_reason") if to == "on_hold" else None,
        }
        if to in {"in_progress", "in_fulfilment"} and ticket["responded_at"] is None:
            changed["responded_at"] = now
        if to in DONE:
            first = ticket["first_resolved_at"]
            changed |= {"resolved_at": now, "first_resolved_at": now if first is None else first}
            code = wish.get("resolution") if ticket["kind"] == "incident" else None
            changed["resolution_code"] = code
        elif ticket["status"] in DONE and to not in FINAL:
            changed |= {"resolved_at": None, "resolution_code": None}
            changed["reopenings"] = ticket["reopenings"] + 1
        if to == "closed":
            changed["closed_at"] = now
        elif to == "cancelled":
            changed |= {"ended_at": now, "cancel_reason": wish["cancel_reason"]}
        from_approved = ticket["status"] == "approved" and to == "in_fulfilment"
        merges = changed.get("cancel_reason") == "duplicate"
        self._change(ticket, act="merged" if merges else "simple", **changed)
        if from_approved and not ticket.tasks:
            ticket.tasks = [[title, must, "open"] for title, must in ITEMS[ticket["item"]][2]]
        if to == "cancelled":
            ticket.past[-1].gives_back = True
            ticket.tasks = [task for task in ticket.tasks if task[2] != "open"]

    # -- the planned half

    def _decides(self, who: str, index: int) -> Plain:
        ticket = self._for(who, index)
        need(ticket["status"] == "awaiting_approval")
        need(who in SUPERVISORS and who not in {ticket.opened_by, ticket.asked_by})
        need(("approved", who) not in ticket.approvals)
        return ticket

    def approve(self, who: str, index: int, now: int) -> None:
        """One approval; the quorum approves."""
        ticket = self._decides(who, index)
        ticket.approvals.append(("approved", who))
        if len(ticket.approvals) >= ITEMS[ticket["item"]][1]:
            self._change(ticket, undoable=False, status="approved")

    def reject(self, who: str, index: int, now: int, reason: str) -> None:
        """Final, with its reason."""
        ticket = self._decides(who, index)
        need(reason)
        ticket.approvals.append(("rejected", who))
        self._change(
            ticket, undoable=False, status="rejected", rejection_reason=reason, ended_at=now
        )

    def end_task(self, who: str, index: int, at: int, how: str, reason: str) -> None:
        """Do a task in its order, or skip an optional one with a reason."""
        ticket = self._agent(who, index)
        need(at < len(ticket.tasks))
        need(ticket["status"] == "in_fulfilment")
        _, mandatory, now_is = ticket.tasks[at]
        need(now_is == "open")
        if how == "skipped":
            need(not mandatory and reason)
        else:
            need(not any(must and is_ == "open" for _, must, is_ in ticket.tasks[:at]))
        ticket.tasks[at][2] = how

    # -- talking and editing

    def say(self, who: str, index: int, text: str, now: int, *, public: bool) -> None:
        """A comment (the first one is the response) or a work note."""
        ticket = self._agent(who, index)
        need(text and not self.above(index))
        self.talk.append(Spoken(index, text, public, now, by_agent=True))
        if public and ticket["responded_at"] is None:
            self._change(ticket, undoable=False, responded_at=now)

    def answer(self, who: str, index: int, text: str, now: int) -> None:
        """The requester answers: a wait for him ends, or the ticket is reopened."""
        ticket = self._agent(who, index)
        need(text and ticket["status"] not in FINAL)
        nobodys = ticket.asked_by is None
        self.talk.append(Spoken(index, text, public=True, at=now, by_agent=nobodys))
        waits = ticket["status"] == "on_hold" and ticket["hold_reason"] == "requester"
        if (waits or ticket["status"] in DONE) and ticket["assignee"]:
            work = "in_progress" if ticket["kind"] == "incident" else "in_fulfilment"
            self._go(ticket, work, now, {})

    def edit(self, who: str, index: int, wanted: dict[str, Any]) -> None:
        """Title, confidential, levels, or a supervisor's override."""
        ticket = self._agent(who, index)
        fields: dict[str, Any] = {
            name: wanted[name] for name in ("title", "confidential") if name in wanted
        }
        levels: dict[str, Any] = {
            name: wanted[name] for name in ("impact", "urgency") if name in wanted
        }
        if ticket["kind"] == "request":
            need(not levels and "override" not in wanted)
        elif "override" in wanted:
            need(who in SUPERVISORS)
            fields |= levels | {"priority": wanted["override"], "override": "because"}
        elif levels:
            now = {"impact": ticket["impact"], "urgency": ticket["urgency"]} | levels
            fields |= now | {"priority": MATRIX[now["impact"]][now["urgency"]], "override": None}
        self._change(ticket, **fields)

    # -- links and merging

    def link(self, who: str, index: int, other: int, relation: str) -> None:
        """Link two tickets, once; no circles, and one original at most."""
        self._agent(who, index)
        self._agent(who, other)
        self.add_link(index, other, relation)

    def unlink(self, who: str, index: int, other: int, relation: str) -> None:
        """Take a link away; a merged ticket keeps its own."""
        self._agent(who, index)
        self._agent(who, other)
        self.drop_link((index, other, relation))

    def merge(self, who: str, index: int, into: int, now: int) -> None:
        """Cancel a ticket as a duplicate of the one that stays, and link it if it is not yet."""
        ticket = self._agent(who, index)
        self._agent(who, into)
        self.may_merge(index, into)
        link = (index, into, "duplicate_of")
        fresh = link not in self.links
        if fresh:
            self.check_link(*link)
        self._go(ticket, "cancelled", now, {"cancel_reason": "duplicate"})
        if fresh:
            self.links.add(link)
            ticket.past[-1].link = link

    def unmerge(self, who: str, index: int) -> None:
        """Take a merged ticket out again, if nothing was changed on it since."""
        ticket = self._agent(who, index)
        changes = [frame for frame in ticket.past if frame.act != "link"]
        need(self.above(index) and changes[-1].act == "merged")
        self._back(who, ticket, changes[-1])

    # -- kinds

    def reclassify(self, who: str, index: int, wanted: dict[str, Any]) -> None:
        """The number stays, the new workflow starts, the old kind's own fields are parked."""
        ticket = self._agent(who, index)
        need(ticket["kind"] != wanted["kind"] and wanted["reason"])
        need(ticket["status"] not in FINAL | DONE)
        new = {
            "item": wanted.get("item") or ticket.parked.get("item"),
            "impact": wanted.get("impact") or ticket.parked.get("impact") or "medium",
            "urgency": wanted.get("urgency") or ticket.parked.get("urgency") or "medium",
        }
        need(wanted["kind"] == "incident" or new["item"])
        self._remember(ticket, "reclassified").gives_back = True
        ticket.parked = {name: ticket[name] for name in ("impact", "urgency", "override", "item")}
        back_to_work = wanted["kind"] == "incident" and ticket["assignee"]
        ticket.fields |= {"kind": wanted["kind"], "hold_reason": None}
        ticket.fields["status"] = "assigned" if back_to_work else "new"
        self._dress(ticket, new)
        ticket.approvals, ticket.tasks = [], []
        self._leave_new(ticket)

    def split(self, who: str, index: int, now: int, new: dict[str, Any]) -> None:
        """A linked ticket of the other kind, for the same person."""
        ticket = self._agent(who, index)
        other = "request" if ticket["kind"] == "incident" else "incident"
        hidden = ticket["confidential"]
        team = ticket["team"] if hidden else None
        more = {"asked_by": ticket.asked_by, "confidential": hidden, "team": team, "kind": other}
        self.open(who, now, new | more)

    def undo(self, who: str, index: int) -> None:
        """Take the last act back, as if it had not been."""
        ticket = self._agent(who, index)
        frame = self.to_undo(ticket)
        need(frame)
        assert frame is not None
        if frame.act == "link":
            self._turn_link(who, frame, is_undo=True)
        else:
            self._back(who, ticket, frame)

    def redo(self, who: str, index: int) -> None:
        """Do again what was undone last."""
        ticket = self._agent(who, index)
        frame = self.to_redo(ticket)
        need(frame)
        assert frame is not None
        if frame.act == "link":
            self._turn_link(who, frame, is_undo=False)
        else:
            self._again(who, ticket, frame)

    def _turn_link(self, who: str, frame: Frame, *, is_undo: bool) -> None:
        link, makes = frame.link, frame.made is not is_undo
        assert link is not None
        for end in link[:2]:
            self._agent(who, end)
        if makes:
            self.check_link(*link)
            self.link_act(link, made=True, is_undo=is_undo)
        else:
            self.drop_link(link, is_undo=is_undo)

    def _back(self, who: str, ticket: Plain, frame: Frame) -> None:
        was = frame.was
        assert was is not None
        self._may_override(who, ticket, was.fields)
        frame.after = dict(ticket.fields)
        ticket.fields, ticket.parked = dict(was.fields), was.parked
        if frame.gives_back:
            ticket.approvals, ticket.tasks = was.approvals, was.tasks
        if frame.link:
            self.links.discard(frame.link)
        ticket.past.remove(frame)
        ticket.future.append(frame if frame.act == "simple" else None)
        if frame.act == "reclassified" and ticket["kind"] == "incident":
            # The step that it took by itself as a request stands between it and what was before.
            ticket.past = [Frame(frame.serial, "fixed")]

    def _again(self, who: str, ticket: Plain, frame: Frame) -> None:
        self._may_override(who, ticket, frame.after)
        ticket.fields = dict(frame.after)
        if frame.gives_back:
            assert frame.was is not None
            frame.was.tasks = deepcopy(ticket.tasks)
            ticket.tasks = [task for task in ticket.tasks if task[2] != "open"]
        ticket.future.pop()
        ticket.past = sorted([*ticket.past, frame], key=lambda one: one.serial)

    def _may_override(self, who: str, ticket: Plain, fields: dict[str, Any]) -> None:
        overrides = fields["override"] and fields["override"] != ticket["override"]
        need(not overrides or who in SUPERVISORS)

    def close_old(self, who: str, now: int, seconds: int) -> None:
        """Close what was resolved or fulfilled long enough ago; it happens by itself."""
        for ticket in self.tickets:
            if ticket["status"] in DONE and ticket["resolved_at"] <= now - seconds:
                self._go(ticket, "closed", now, {})
