"""`desk major …`: what is declared now, and every step of a major incident."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from desk_gui.cli import exit_codes, output, standard_input
from desk_gui.cli.desks import opened
from desk_gui.cli.output import line_of, local
from desk_gui.cli.tickets import account_named, shown
from desk_gui.domain.errors import Invalid
from desk_gui.domain.major_incident import Declaration, Review, ReviewAction
from desk_gui.operations import (
    children,
    major_incidents,
    major_page,
    major_suggestions,
    search,
)
from desk_gui.operations.desk import Desk


def listed(options: argparse.Namespace) -> int:
    """The declared major incidents, and what looks like one."""
    with opened(options) as desk:
        declared = major_page.now(desk)
        found = major_suggestions.suggestion(desk)
        now = desk.clock()
    if options.json:
        output.give(
            {
                "declared": [
                    {
                        "number": one.number,
                        "title": one.title,
                        "coordinator": one.coordinator,
                        "declared_at": one.declared_at,
                        "next_update_at": one.next_update_at,
                        "next_update_in_s": int(one.left_s(now)),
                    }
                    for one in declared
                ],
                "suggestion": found
                and {
                    "numbers": [one.number for one in found.incidents],
                    "because": found.common.sentence,
                },
            }
        )
        return exit_codes.DONE
    for one in declared:
        due = f"next update due {local(one.next_update_at)}"
        output.say(f"{one.number}  {line_of(one.title)}  {line_of(one.coordinator)}  {due}")
    if not declared:
        output.say("No major incident is declared.")
    if found is not None:
        numbers = ", ".join(one.number for one in found.incidents)
        output.say(f"Is this one? {numbers}. {found.common.sentence}")
    return exit_codes.DONE


def propose(options: argparse.Namespace) -> int:
    """Say that an incident should be a major one."""
    return _act(options, lambda desk, i: major_incidents.propose(desk, i, options.reason))


def reject(options: argparse.Namespace) -> int:
    """Say that a proposed incident is no major one."""
    return _act(options, lambda desk, i: major_incidents.reject(desk, i, options.reason))


def stand_down(options: argparse.Namespace) -> int:
    """End a major incident."""
    return _act(options, lambda desk, i: major_incidents.stand_down(desk, i, options.reason))


def declare(options: argparse.Namespace) -> int:
    """Declare a major incident; without a coordinator, who acts coordinates."""

    def act(desk: Desk, ticket_id: int) -> object:
        login = options.coordinator
        coordinator = account_named(desk, login, "--coordinator") if login else desk.account_id
        wanted = Declaration(
            coordinator, options.impact, frozenset(options.at_stake), options.every * 60
        )
        return major_incidents.declare(desk, ticket_id, wanted)

    return _act(options, act)


def update(options: argparse.Namespace) -> int:
    """Post an update."""
    text = standard_input.whole() if options.text == "-" else options.text

    def act(desk: Desk, ticket_id: int) -> object:
        return major_incidents.post_update(
            desk,
            ticket_id,
            text,
            tell_requester="requester" in options.tell,
            tell_children="children" in options.tell,
        )

    return _act(options, act)


def link(options: argparse.Namespace) -> int:
    """Make incidents children of one; refused unless all of them can be."""

    def act(desk: Desk, ticket_id: int) -> object:
        wanted = [search.ticket_id(desk, number) for number in options.children]
        outcome = children.link_children(desk, ticket_id, wanted)
        if outcome.refused:
            raise Invalid(outcome.words)
        return outcome

    return _act(options, act)


def review(options: argparse.Namespace) -> int:
    """Write the review; an action is “login: what is to be done”."""

    def act(desk: Desk, ticket_id: int) -> object:
        page = major_page.page(desk, ticket_id)
        wanted = Review(
            cause=options.cause,
            went_well=options.well,
            went_wrong=options.wrong,
            actions=tuple(_action(desk, typed) for typed in options.action),
            no_action_because=options.no_action or "",
        )
        seen = page.review.at if page is not None and page.review is not None else None
        return major_incidents.review(desk, ticket_id, wanted, seen=seen)

    return _act(options, act)


def _action(desk: Desk, typed: str) -> ReviewAction:
    login, colon, what = typed.partition(":")
    if not colon or not what.strip():
        raise Invalid(f"“{typed}” is no action; write it like “amira: watch the disk”.")
    return ReviewAction(what.strip(), account_named(desk, login, "--action"))


def _act(options: argparse.Namespace, act: Callable[[Desk, int], object]) -> int:
    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        act(desk, ticket_id)
        return shown(options, desk, ticket_id)
