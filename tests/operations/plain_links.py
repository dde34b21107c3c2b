"""Plain tickets, how they hang together, and what is said on them: links and merging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

FINAL = {"closed", "cancelled", "rejected"}
DONE = {"resolved", "fulfilled"}
RELATIONS = ["duplicate_of", "child_of", "related"]


class Refused(Exception):
    """The rules say no."""


def need(condition: object) -> None:
    """The rules ask for this."""
    if not condition:
        raise Refused


@dataclass(frozen=True)
class Spoken:
    """A comment or note: on which ticket, what, for whom, when, and by whom."""

    index: int
    text: str
    public: bool
    at: int
    by_agent: bool


Link = tuple[int, int, str]


@dataclass(eq=False)
class Frame:
    """An act and what a ticket was before it: what an undo goes back to, and a redo does again."""

    serial: int
    act: str
    was: Plain | None = None
    gives_back: bool = False
    link: Link | None = None
    made: bool = False
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Plain:
    """One ticket: its fields, and what surrounds it; acts in `past` can be undone, last first."""

    fields: dict[str, Any]
    opened_by: str
    asked_by: str | None
    opened_at: int
    approvals: list[tuple[str, str]] = field(default_factory=list)
    tasks: list[list[Any]] = field(default_factory=list)
    parked: dict[str, Any] = field(default_factory=dict)
    past: list[Frame] = field(default_factory=list)
    future: list[Frame | None] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


class PlainLinks:
    """The links between tickets, and what was said on them."""

    def __init__(self) -> None:
        self.tickets: list[Plain] = []
        self.links: set[Link] = set()
        self.talk: list[Spoken] = []
        self.acts = 0

    def add_link(self, index: int, other: int, relation: str) -> None:
        """Link two tickets, once."""
        need(index != other)
        if self._is_linked((index, other, relation)):
            return
        self.check_link(index, other, relation)
        self.link_act((index, other, relation), made=True)

    def _is_linked(self, link: Link) -> bool:
        one, other, relation = link
        return link in self.links or (
            relation == "related" and (other, one, relation) in self.links
        )

    def check_link(self, index: int, other: int, relation: str) -> None:
        """No circles, and one original at most."""
        if relation != "related":
            above = {other}
            while more := {b for a, b, r in self.links if a in above and r == relation} - above:
                above |= more
            need(index not in above)
        if relation == "duplicate_of":
            need(self.original(self.tickets[index]) is None)

    def drop_link(self, link: Link, *, is_undo: bool = False) -> None:
        """Take a link away; a merged ticket keeps its own."""
        need(link in self.links and not self.holds_a_merge(link))
        self.link_act(link, made=False, is_undo=is_undo)

    def holds_a_merge(self, link: Link) -> bool:
        """Whether a merged ticket hangs on this link."""
        return link[2] == "duplicate_of" and bool(self.above(link[0]))

    def link_act(self, link: Link, *, made: bool, is_undo: bool = False) -> None:
        """Make a link or take it away, remembered on both ends."""
        (self.links.add if made else self.links.discard)(link)
        self.acts += 1
        frame = Frame(self.acts, "link", link=link, made=made)
        for end in (self.tickets[end] for end in link[:2]):
            taken = [one for one in end.past if one.link == link and one.act == "link"]
            end.past = [one for one in end.past if one not in taken]
            if is_undo:
                end.future.append(replace(frame, made=not made))
            else:
                end.past.append(frame)
                end.future.clear()

    def original(self, ticket: Plain) -> int | None:
        """The ticket that this one is a duplicate of."""
        index = self.tickets.index(ticket)
        return next((b for a, b, r in self.links if (a, r) == (index, "duplicate_of")), None)

    def above(self, index: int) -> list[int]:
        """The tickets that a merged one belongs to, nearest first."""
        ticket = self.tickets[index]
        original = self.original(ticket)
        if ticket["cancel_reason"] != "duplicate" or original is None:
            return []
        return [original, *self.above(original)]

    def _below(self, index: int) -> list[int]:
        return [other for other in range(len(self.tickets)) if index in self.above(other)]

    def links_of(self, index: int) -> list[tuple[int, str, bool]]:
        """The other end of each link, the relation, and whether it is said from this end."""
        outward = [(b, r, True) for a, b, r in self.links if a == index]
        return sorted(outward + [(a, r, False) for a, b, r in self.links if b == index])

    def may_merge(self, index: int, into: int | None) -> None:
        """Two open tickets of one kind, the one that stays not merged itself."""
        need(into is not None and index != into and not self.above(into))
        assert into is not None
        one, other = self.tickets[index], self.tickets[into]
        need(one["kind"] == other["kind"])
        need(not {one["status"], other["status"]} & (FINAL | DONE))

    def alike(self, index: int) -> list[int]:
        """The open tickets of the same kind, which this one may be merged into."""
        kind = self.tickets[index]["kind"]
        return [
            other
            for other, one in enumerate(self.tickets)
            if one["kind"] == kind and one["status"] not in FINAL | DONE and other != index
        ]

    def merged(self) -> list[int]:
        """The tickets that are merged into another."""
        return [index for index in range(len(self.tickets)) if self.above(index)]

    def together(self, index: int) -> list[tuple[int, str, bool]]:
        """What is shown from other tickets among what was said on this one."""
        below, chain = self._below(index), [index, *self.above(index)]
        since = {above: self.tickets[one]["ended_at"] for one, above in pairwise(chain)}
        shown = [(self.tickets[i].opened_at, (i, self.tickets[i]["title"], True)) for i in below]
        shown += [
            (one.at, (one.index, one.text, one.public))
            for one in self.talk
            if one.index in below
            or (one.index in since and one.at >= since[one.index] and one.public and one.by_agent)
        ]
        return [what for _, what in sorted(shown, key=lambda pair: pair[0])]

    def to_undo(self, ticket: Plain) -> Frame | None:
        """The last act that holds: a link that is as it was left, or a change of the ticket."""
        for frame in reversed(ticket.past):
            if frame.act != "link":
                return None if frame.act == "fixed" else frame
            if self._as_left(frame.link, made=frame.made):
                return frame
        return None

    def to_redo(self, ticket: Plain) -> Frame | None:
        """The act that was undone last, if nothing was done since."""
        frame = ticket.future[-1] if ticket.future else None
        if frame is None or frame.act != "link":
            return frame
        return frame if self._as_left(frame.link, made=not frame.made) else None

    def _as_left(self, link: Link | None, *, made: bool) -> bool:
        assert link is not None
        return (link in self.links) is made and not (made and self.holds_a_merge(link))
