"""The major incidents of the sample: declared, led, and reviewed once they are over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from desk_gui.operations.sample.acts import Act, Draft, Verb
from desk_gui.operations.sample.stories import SampleMajor
from desk_gui.operations.sample.year import Year

PROPOSED, DECLARED = timedelta(minutes=9), timedelta(minutes=14)
FIRST_CHILD, NEXT_CHILD = timedelta(minutes=11), timedelta(minutes=5)
TAKEN, STARTED, LINKED = timedelta(minutes=3), timedelta(minutes=5), timedelta(minutes=7)
FOLLOWED = timedelta(minutes=3)
STOOD_DOWN = timedelta(minutes=12)
REVIEWED_MIN = 700
"""Working minutes after the end."""


def lead(year: Year, outage: Draft) -> list[Draft]:
    """Let an outage be led as a major incident; the incidents that become its children.

    Nothing happens after now.
    """
    major = outage.story.major
    if major is None:
        return []
    children = list(_children(year, outage, major))
    outage.acts = sorted([*outage.acts, *_acts(year, outage, major)], key=lambda act: act.at)
    for draft in (outage, *children):
        draft.acts = [act for act in draft.acts if act.at <= year.now]
    return [child for child in children if child.opened_at <= year.now]


def _acts(year: Year, outage: Draft, major: SampleMajor) -> Iterator[Act]:
    start = outage.opened_at
    coordinator = next(act.assignee for act in outage.acts if act.assignee)
    supervisor = year.crew.approvers[0]
    yield Act(start + PROPOSED, Verb.PROPOSE, outage.opened_by, major.proposal)
    yield Act(start + DECLARED, Verb.DECLARE, supervisor, major.impact, assignee=coordinator)
    resolved = next((act for act in outage.acts if act.verb is Verb.RESOLVE), None)
    over = resolved.at + STOOD_DOWN if resolved else None
    for minutes, text in major.updates:
        at = start + timedelta(minutes=minutes)
        if over is None or at < over:
            yield Act(at, Verb.UPDATE, coordinator, text)
    if over is not None and major.review is not None:
        yield Act(over, Verb.STAND_DOWN, coordinator, major.end)
        at = year.hours.later(over, REVIEWED_MIN)
        yield Act(at, Verb.REVIEW, coordinator, major.review.cause)


def _children(year: Year, outage: Draft, major: SampleMajor) -> Iterator[Draft]:
    """Others who report the same: taken, linked, and resolved and closed with their parent."""
    taken = next(act for act in outage.acts if act.verb is Verb.ASSIGN)
    ends = [act for act in outage.acts if act.verb in {Verb.RESOLVE, Verb.CLOSE}]
    for place, (title, text) in enumerate(major.children):
        child = year.echo(outage, title, text, outage.opened_at + FIRST_CHILD + place * NEXT_CHILD)
        child.original, child.parent = None, outage
        first, at, by = year.crew.first_line(), child.opened_at, taken.assignee
        child.acts = [
            Act(at + TAKEN, Verb.ASSIGN, first, team=taken.team, assignee=by),
            Act(at + STARTED, Verb.START, by),
            Act(at + LINKED, Verb.CHILD, first),
        ]
        for end in ends:
            verb = Verb.FOLLOW if end.verb is Verb.RESOLVE else Verb.CLOSE
            child.acts.append(Act(end.at + FOLLOWED, verb, by, end.text, end.word))
        yield child
