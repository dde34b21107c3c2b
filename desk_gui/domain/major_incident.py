"""Major incidents (the rules, §3): a field beside the status, with steps of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.ticket import Major, Ticket, words
from desk_gui.domain.workflow import Kind, check_steps, is_final, is_open

UPDATE_EVERY_S = 30 * 60
SHORTEST_INTERVAL_S, LONGEST_INTERVAL_S = 5 * 60, 24 * 3600
MAX_WORDS, MAX_NAME = 10_000, 60
"""Characters of a business impact, an update or a part of a review; of the name of a template."""
SHORT = 40
"""Characters of an action that a sentence about it quotes."""


class Stake(StrEnum):
    """What is at stake while the incident lasts."""

    SERVICE = "service"
    REPUTATION = "reputation"
    DATA_SECURITY = "data_security"
    COMPLIANCE = "compliance"


class Lead(StrEnum):
    """Who makes a step: any agent, the coordinator (or a supervisor), or a supervisor only."""

    AGENT = "agent"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Step:
    """One allowed change of the field; a step that is `for_open` needs an open incident."""

    source: Major
    target: Major
    by: Lead
    for_open: bool = True


STEPS = (
    Step(Major.NONE, Major.PROPOSED, Lead.AGENT),
    # A refusal is of one moment: when it gets worse, the same incident is proposed again.
    Step(Major.REJECTED, Major.PROPOSED, Lead.AGENT),
    Step(Major.PROPOSED, Major.DECLARED, Lead.SUPERVISOR),
    Step(Major.PROPOSED, Major.REJECTED, Lead.SUPERVISOR, for_open=False),
    # Nothing follows: what flares up later is another incident, caused by this one, so that
    # each has its own timeline and review.
    Step(Major.DECLARED, Major.STOOD_DOWN, Lead.COORDINATOR, for_open=False),
)
check_steps(Major.NONE, [(step.source, step.target) for step in STEPS], {Major.STOOD_DOWN})

STANDS = {
    Major.NONE: "no major incident",
    Major.PROPOSED: "proposed as a major incident",
    Major.DECLARED: "a declared major incident",
    Major.STOOD_DOWN: "a major incident that was stood down",
    Major.REJECTED: "rejected as a major incident",
}
_TO = {
    Major.PROPOSED: "proposed",
    Major.DECLARED: "declared",
    Major.STOOD_DOWN: "stood down",
    Major.REJECTED: "rejected",
}


def step(source: Major, target: Major) -> Step | None:
    """The step between two words of the field, or None where there is none."""
    return next((s for s in STEPS if (s.source, s.target) == (source, target)), None)


def why_not_step(
    ticket: Ticket, target: Major, account: Account, coordinator_id: int | None
) -> str | None:
    """Why this account may not make the step now, or None.

    Who may declare may do so at once: what is not proposed yet is then proposed and declared.
    """
    if ticket.kind is Kind.REQUEST:
        return "A service request is never a major incident."
    source = ticket.major
    if target is Major.DECLARED and step(source, Major.PROPOSED):
        source = Major.PROPOSED
    wanted = step(source, target)
    if wanted is None:
        return _no_such_step(ticket, target)
    if wanted.for_open and not is_open(ticket.status):
        return f"{ticket.number} is {words(ticket.status)}; only an open incident can be major."
    return why_not_lead(wanted.by, account, coordinator_id)


def _no_such_step(ticket: Ticket, target: Major) -> str:
    if ticket.major is Major.STOOD_DOWN:
        return (
            f"{ticket.number} was stood down; what comes after that is an incident of its own,"
            " linked as caused by this one."
        )
    ways = " or ".join(_TO[s.target] for s in STEPS if s.source is ticket.major)
    return (
        f"{ticket.number} is {STANDS[ticket.major]} and cannot be {_TO[target]}; it can be {ways}."
    )


def why_not_lead(by: Lead, account: Account, coordinator_id: int | None) -> str | None:
    """Why this account does not lead so far, or None."""
    if not account.active:
        return f"The account of {account.name} is switched off."
    if by is Lead.AGENT:
        return None if account.may(Right.WORK_ON_TICKETS) else "Only an agent can do this."
    if account.may(Right.DECLARE_MAJOR):
        return None
    if by is Lead.SUPERVISOR:
        return "Only a supervisor can do this."
    leads = coordinator_id == account.id and account.may(Right.WORK_ON_TICKETS)
    return None if leads else "Only its coordinator, or a supervisor, can do this."


def why_not_update(ticket: Ticket, account: Account, coordinator_id: int | None) -> str | None:
    """Why this account may not post an update or change who leads and what is at stake, or None."""
    if ticket.major is not Major.DECLARED:
        return f"{ticket.number} is not a declared major incident."
    return why_not_lead(Lead.COORDINATOR, account, coordinator_id)


def why_not_review(ticket: Ticket, account: Account, coordinator_id: int | None) -> str | None:
    """Why this account may not write the review now, or None."""
    if ticket.major is Major.DECLARED:
        return f"Stand {ticket.number} down first; the review looks back."
    if ticket.major is not Major.STOOD_DOWN:
        return (
            f"{ticket.number} is {STANDS[ticket.major]}; only one that was stood down has a review."
        )
    if is_final(ticket.status):
        return f"{ticket.number} is {words(ticket.status)}; its review stays as it was written."
    return why_not_lead(Lead.COORDINATOR, account, coordinator_id)


@dataclass(frozen=True)
class Declaration:
    """What declaring needs: who coordinates, the business impact in words, what is at stake."""

    coordinator_id: int | None
    business_impact: str
    stakes: frozenset[Stake]
    update_every_s: int = UPDATE_EVERY_S


def refuse_declaration(wanted: Declaration, coordinator: Account | None) -> dict[str, str]:
    """What a declaration lacks, field by field; empty when it is whole."""
    wrong = {}
    if coordinator is None:
        wrong["coordinator_id"] = (
            "Choose who coordinates: an agent who leads and keeps everybody informed."
        )
    elif not coordinator.may(Right.WORK_ON_TICKETS):
        wrong["coordinator_id"] = (
            f"{coordinator.name} does not work on tickets; choose an active agent."
        )
    if not wanted.business_impact.strip():
        wrong["business_impact"] = "Say in words what the business cannot do meanwhile."
    elif len(wanted.business_impact) > MAX_WORDS:
        wrong["business_impact"] = f"It can have at most {MAX_WORDS:,} characters."
    if not wanted.stakes:
        wrong["stakes"] = "Choose at least one: service, reputation, data security or compliance."
    if not SHORTEST_INTERVAL_S <= wanted.update_every_s <= LONGEST_INTERVAL_S:
        wrong["update_every_s"] = "Choose an interval from 5 minutes to 24 hours."
    return wrong


def next_update(last: datetime, every_s: int) -> datetime:
    """When the next update is due, after the last one or the declaration; UTC."""
    return last + timedelta(seconds=every_s)


@dataclass(frozen=True)
class ReviewAction:
    """What is to be done so that it does not come again, by whom and until when."""

    title: str
    account_id: int | None
    due_on: date | None = None
    done: bool = False
    id: int = 0


@dataclass(frozen=True)
class Review:
    """What was learned; without actions it says in a sentence why none is needed."""

    cause: str
    went_well: str
    went_wrong: str
    actions: tuple[ReviewAction, ...] = ()
    no_action_because: str = ""


def refuse_review(review: Review, able: Collection[int]) -> dict[str, str]:
    """What is missing or wrong, field by field; empty when the review is whole.

    `able` are the accounts that can have an action. The fields are those of `Review`.
    """
    wrong = {
        field: sentence
        for field, sentence in (
            ("cause", "Say what caused it, as far as it is known."),
            ("went_well", "Say what went well; it is worth repeating."),
            ("went_wrong", "Say what did not go well; this is about the work, not about people."),
        )
        if not getattr(review, field).strip()
    }
    for field in ("cause", "went_well", "went_wrong", "no_action_because"):
        if len(getattr(review, field)) > MAX_WORDS:
            wrong[field] = f"It can have at most {MAX_WORDS:,} characters."
    if not review.actions and not review.no_action_because.strip():
        wrong["actions"] = "Add an action with an assignee, or say why none is needed."
    for action in review.actions:
        if not action.title.strip():
            wrong["actions"] = "Say what each action is, or take it away."
        elif len(action.title) > MAX_WORDS:
            wrong["actions"] = f"An action can have at most {MAX_WORDS:,} characters."
        elif action.account_id not in able:
            wrong["actions"] = f"Say who does “{_short(action.title)}”: an active agent."
    return wrong


def _short(title: str) -> str:
    return title if len(title) <= SHORT else title[: SHORT - 1].rstrip() + "…"


@dataclass(frozen=True)
class UpdateTemplate:
    """Words for an update, with placeholders in braces."""

    name: str
    text: str


DEFAULT_TEMPLATES = (
    UpdateTemplate(
        "It has started",
        "{title} ({number}): we have been working on it since {since}.\n\n"
        "What it means: {impact}\n\n"
        "{coordinator} coordinates. The next update comes at {next_update}.",
    ),
    UpdateTemplate(
        "Still working on it",
        "{title} ({number}): it is not solved yet. What we know: {what_we_know}\n\n"
        "The next update comes at {next_update}.",
    ),
    UpdateTemplate(
        "There is a workaround",
        "{title} ({number}): until it is solved, you can go on like this:\n\n{workaround}\n\n"
        "We work on the solution. The next update comes at {next_update}.",
    ),
    UpdateTemplate(
        "It is restored",
        "{title} ({number}): everything works again. What was done: {what_was_done}\n\n"
        "It began {since}. If it does not work for you, please answer this.",
    ),
)
FILLED = ("number", "title", "impact", "coordinator", "since", "next_update", "children")
"""Placeholders that are filled in; any other is for a person to replace."""
_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_ ]{0,40})\}")


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with the placeholders that are known replaced; each once, never in what came in."""
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)


def placeholders(text: str) -> tuple[str, ...]:
    """The placeholders in a text, each once, in order."""
    return tuple(dict.fromkeys(found[0] for found in _PLACEHOLDER.finditer(text)))


def refuse_update(text: str, quoted: str = "") -> str | None:
    """The sentence that says why an update cannot be posted as it is, or None.

    `quoted` is what the incident itself says: braces in it are no placeholders.
    """
    if not text.strip():
        return "Write the update first."
    if len(text) > MAX_WORDS:
        return f"An update can have at most {MAX_WORDS:,} characters."
    left = [name for name in placeholders(text) if name not in quoted]
    if left:
        return f"Replace {', '.join(left)} with your own words before it is posted."
    return None


def refuse_templates(wanted: tuple[UpdateTemplate, ...]) -> str | None:
    """The sentence that says what is wrong with a set of templates, or None."""
    names = [" ".join(template.name.split()).casefold() for template in wanted]
    empty = next((one.name for one in wanted if not one.text.strip()), None)
    wrong = {
        "Keep at least one template.": not wanted,
        "Give every template a name.": not all(names),
        f"The name of a template can have at most {MAX_NAME} characters.": any(
            len(name) > MAX_NAME for name in names
        ),
        "Two templates have the same name; rename one.": len(set(names)) < len(names),
        f"The template “{empty}” has no text.": empty is not None,
        f"A template can have at most {MAX_WORDS:,} characters.": any(
            len(one.text) > MAX_WORDS for one in wanted
        ),
    }
    return next((sentence for sentence, is_so in wrong.items() if is_so), None)
