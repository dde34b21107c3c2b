"""Builds a journal step by step so that it is legal under the workflow of its kind (§8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.workflow import WORKFLOWS, HoldReason, Kind, Status
from desk_gui.transfer.plan import Action, Origin, PlannedEntry

PEOPLE = frozenset({"team", "assignee"})
Facts = Mapping[str, object]
_NOTHING: Facts = {}


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and where an entry comes from."""

    at: datetime
    row: int
    status: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands: its status and, on hold, what it waits for."""

    status: Status
    hold_reason: HoldReason | None = None


class Replay:
    """The journal of one ticket while it is being built; `place` is where it stands so far.

    `resolution` holds the facts that come with being resolved and leave with a reopening.
    """

    def __init__(self, kind: Kind, resolution: Facts = _NOTHING) -> None:
        self.workflow = WORKFLOWS[kind]
        self.place = Place(self.workflow.first)
        self.entries: list[PlannedEntry] = []
        self._facts: Facts = {}
        self._resolution = resolution

    def open(self, stamp: Stamp, facts: Facts, origin: Origin) -> None:
        """The first entry, with the facts known at the opening."""
        self._facts = facts
        known = {name: value for name, value in facts.items() if value is not None}
        self._add(stamp, Action.OPENED, origin, ({}, {"status": self.place.status, **known}))

    def way(self, target: Place) -> tuple[Status, ...] | None:
        """The legal steps to a place, () when it stands there, None when there is no way."""
        here = self.place
        if target == here:
            return ()
        if target.status is here.status:
            return (self._off_hold(here.status), here.status)
        if self.workflow.transition(here.status, target.status):
            return (target.status,)
        try:
            return self.workflow.path(here.status, target.status)
        except ValueError:
            return None

    def step(self, stamp: Stamp, target: Place, facts: Facts) -> None:
        """What a row of the file says, the legal steps before it bridged at the same instant."""
        way = self.way(target)
        if way:
            for status in way[:-1]:
                self.bridge(stamp, Place(status))
            self._move(stamp, target, Origin.IMPORTED, facts)
        else:
            self.note(stamp, facts, None if way == () else f"The source says “{stamp.status}”.")

    def bridge(self, stamp: Stamp, target: Place, facts: Facts = _NOTHING) -> None:
        """One legal step that the file does not show."""
        self._move(stamp, target, Origin.BRIDGED, facts)

    def note(self, stamp: Stamp, facts: Facts, words: str | None) -> None:
        """A row of the file that moves nothing."""
        changes = self._changes(facts)
        if PEOPLE & changes[1].keys():
            action = Action.ASSIGNED
        else:
            action = Action.EDITED if changes[1] else Action.RECORDED
        self._add(stamp, action, Origin.IMPORTED, changes, words)

    def _off_hold(self, status: Status) -> Status:
        return next(
            step.target
            for step in self.workflow.leaving(status)
            if self.workflow.transition(step.target, status)
        )

    def _move(self, stamp: Stamp, target: Place, origin: Origin, facts: Facts) -> None:
        here, resolved = self.place, self.workflow.resolved
        before, after = self._changes(facts)
        before["status"], after["status"] = here.status, target.status
        if target.hold_reason is not here.hold_reason:
            before["hold_reason"], after["hold_reason"] = here.hold_reason, target.hold_reason
        if target.status is resolved:
            after.update(self._resolution)
            before.update(dict.fromkeys(self._resolution))
        elif here.status is resolved and target.status not in self.workflow.final:
            before.update(self._resolution)
            after.update(dict.fromkeys(self._resolution))
        step = self.workflow.transition(here.status, target.status)
        self.place = target
        action = Action.REOPENED if step and step.reopens else Action.MOVED
        self._add(stamp, action, origin, (before, after))

    def _changes(self, facts: Facts) -> tuple[dict[str, object], dict[str, object]]:
        old = self._facts
        changed = [name for name, value in facts.items() if old.get(name) != value]
        if changed:
            self._facts = {**old, **facts}
        return {name: old.get(name) for name in changed}, {name: facts[name] for name in changed}

    def _add(
        self,
        stamp: Stamp,
        action: Action,
        origin: Origin,
        changes: tuple[Facts, Facts],
        note: str | None = None,
    ) -> None:
        self.entries.append(
            PlannedEntry(
                at=stamp.at,
                action=action,
                status=self.place.status,
                hold_reason=self.place.hold_reason,
                before=changes[0],
                after=changes[1],
                origin=origin,
                source_row=stamp.row,
                source_status=stamp.status if origin is Origin.IMPORTED else None,
                actor=stamp.actor,
                note=note,
            )
        )
