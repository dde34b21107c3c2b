"""What holds for major incidents, from the steps of the rules, §3."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.accounts import RIGHTS, Right, Role
from desk_gui.domain.major_incident import STEPS
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import INCIDENT
from desk_gui.storage.refusals.making import Refusal, never, once
from desk_gui.storage.refusals.undone import UNDOES
from desk_gui.storage.types import sql_words

_OPEN = ", ".join(f"'{status.value}'" for status in INCIDENT.open_statuses)
_FINAL = ", ".join(f"'{status.value}'" for status in sorted(INCIDENT.final))
_ITS = "SELECT 1 FROM major_incident m WHERE m.ticket_id = NEW.id"
_OF_TICKET = "EXISTS (SELECT 1 FROM ticket t WHERE t.id = {row}.ticket_id AND {so})"
_NAMED = {
    Major.NONE: "that is no major one",
    Major.PROPOSED: "that is proposed as a major one",
    Major.DECLARED: "that is a declared major one",
    Major.STOOD_DOWN: "that is a major one which was stood down",
    Major.REJECTED: "that is rejected as a major one",
}


def _who_may(right: Right, column: str) -> str:
    able = (role for role in Role if role.rank >= RIGHTS[right].rank)
    return (
        f"EXISTS (SELECT 1 FROM account a WHERE a.id = {column} AND a.active = 1"
        f" AND a.role IN ({sql_words(Role, *able)}))"
    )


def _reviewed(row: str) -> str:
    """Whether a row holds a whole review."""
    said = " AND ".join(
        f"length(coalesce({row}.{part}, '')) > 0" for part in ("cause", "went_well", "went_wrong")
    )
    return (
        f"({row}.reviewed_at IS NOT NULL AND {row}.reviewed_by_id IS NOT NULL AND {said}"
        f" AND (length(coalesce({row}.no_action_because, '')) > 0 OR EXISTS"
        f" (SELECT 1 FROM review_action r WHERE r.ticket_id = {row}.ticket_id"
        " AND r.account_id IS NOT NULL)))"
    )


_NEEDS: tuple[tuple[Major, str, str], ...] = (
    (
        Major.PROPOSED,
        f"NEW.status NOT IN ({_OPEN})",
        "only an open incident is proposed as a major one",
    ),
    (
        Major.PROPOSED,
        f"NOT EXISTS ({_ITS} AND m.proposed_by_id IS NOT NULL AND length(m.proposal) > 0)",
        "a major incident is proposed by somebody, with a reason",
    ),
    (
        Major.DECLARED,
        f"NEW.status NOT IN ({_OPEN})",
        "only an open incident is declared a major one",
    ),
    (
        Major.DECLARED,
        f"NOT EXISTS ({_ITS} AND m.declared_at IS NOT NULL"
        f" AND {_who_may(Right.WORK_ON_TICKETS, 'm.coordinator_id')}"
        f" AND length(trim(m.business_impact)) > 0 AND m.stakes <> '[]')",
        "a major incident is declared with a coordinator, its business impact and its stakes",
    ),
    (
        Major.DECLARED,
        f"NOT EXISTS ({_ITS} AND {_who_may(Right.DECLARE_MAJOR, 'm.declared_by_id')})",
        "a major incident is declared by an active supervisor",
    ),
    (
        Major.REJECTED,
        f"NOT EXISTS ({_ITS} AND m.ended_at IS NOT NULL AND length(m.ended_because) > 0"
        f" AND {_who_may(Right.DECLARE_MAJOR, 'm.ended_by_id')})",
        "a major incident is rejected by an active supervisor, with a reason",
    ),
    (
        Major.STOOD_DOWN,
        f"NOT EXISTS ({_ITS} AND m.ended_at IS NOT NULL AND length(m.ended_because) > 0"
        " AND m.ended_by_id IS NOT NULL)",
        "a major incident is stood down by somebody, with a reason",
    ),
)
"""A step, what it may not lack, and the sentence that says so."""


_KEPT = (
    ("NEW.ticket_id <> OLD.ticket_id", "what is said of a major incident stays with it"),
    (
        _OF_TICKET.format(row="OLD", so=f"t.status IN ({_FINAL})"),
        "what is said of a major incident stays as it was when the incident ended",
    ),
    (
        "OLD.declared_at IS NOT NULL AND NEW.declared_at IS DISTINCT FROM OLD.declared_at",
        "a major incident keeps when it was declared",
    ),
    (
        "NEW.coordinator_id IS DISTINCT FROM OLD.coordinator_id AND NOT"
        f" {_who_may(Right.WORK_ON_TICKETS, 'NEW.coordinator_id')}",
        "the coordinator of a major incident is an active agent",
    ),
    (
        _OF_TICKET.format(row="NEW", so="t.major = 'declared'")
        + " AND (length(trim(NEW.business_impact)) = 0 OR NEW.stakes = '[]')",
        "a declared major incident keeps a business impact and what is at stake",
    ),
    (
        "OLD.reviewed_at IS NOT NULL AND NEW.reviewed_at IS NULL",
        "a review of a major incident is written again, never taken away",
    ),
    (
        "NEW.reviewed_at IS NOT NULL AND NOT "
        + _OF_TICKET.format(row="NEW", so="t.major = 'stood_down'"),
        "only a major incident that was stood down is reviewed",
    ),
    (
        f"NEW.reviewed_at IS NOT NULL AND NOT {_reviewed('NEW')}",
        "a review says the cause, what went well, what did not, and what is to be done",
    ),
)
"""What no update of what is written down may do."""


def major_incidents() -> Iterator[Refusal]:
    """Every rule of major incidents, their updates and their reviews."""
    yield Refusal(
        "ticket",
        "INSERT",
        "NEW.major <> 'none'",
        "a ticket is opened before it is proposed as a major incident",
    )
    yield from _steps()
    yield from _needs()
    yield from _ends()
    yield from _rows()
    yield from _updates()
    yield from _actions()


def _steps() -> Iterator[Refusal]:
    for source in Major:
        ways = [step.target for step in STEPS if step.source is source]
        others = sql_words(Major, *(major for major in Major if major not in {source, *ways}))
        can = " or ".join(way.value.replace("_", " ") for way in ways) or "nothing else"
        yield Refusal(
            "ticket",
            "UPDATE",
            "NEW.kind = 'incident' AND OLD.kind = 'incident'"
            f" AND OLD.major = '{source.value}' AND NEW.major IN ({others})",
            f"an incident {_NAMED[source]} can become {can}",
        )
    yield Refusal(
        "ticket",
        "UPDATE",
        "NEW.kind <> OLD.kind AND NEW.major <> OLD.major"
        " AND NOT (OLD.major = 'rejected' AND NEW.major = 'none')"
        f" AND NOT (OLD.major = 'none' AND NEW.major = 'rejected' AND {UNDOES})",
        "a major incident stays an incident",
    )


def _needs() -> Iterator[Refusal]:
    """What a step needs to be written down before it is made."""
    for major, lacks, sentence in _NEEDS:
        becomes = f"NEW.major = '{major.value}' AND OLD.major <> '{major.value}'"
        condition = f"NEW.kind = 'incident' AND OLD.kind = NEW.kind AND {becomes} AND {lacks}"
        yield Refusal("ticket", "UPDATE", condition, sentence)


def _ends() -> Iterator[Refusal]:
    """A major incident ends only stood down, reviewed, and by a person."""
    ends = f"NEW.status IN ({_FINAL}) AND NEW.status <> OLD.status"
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{ends} AND NEW.major = 'proposed'",
        "an incident that is proposed as a major one ends once that is decided",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{ends} AND (NEW.major = 'declared' OR NEW.major = 'stood_down'"
        f" AND NOT EXISTS ({_ITS} AND {_reviewed('m')}))",
        "a major incident is closed only once it is stood down and reviewed",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{ends} AND NEW.major = 'stood_down' AND EXISTS (SELECT 1 FROM journal e"
        " WHERE e.subject = 'ticket' AND e.subject_id = NEW.id AND e.version = NEW.version"
        " AND e.account_id IS NULL)",
        "a major incident is never closed by itself",
    )


def _rows() -> Iterator[Refusal]:
    """What is written down about a major incident."""
    table = "major_incident"
    yield Refusal(
        table,
        "INSERT",
        _OF_TICKET.format(row="NEW", so="t.kind <> 'incident'"),
        "a service request is never a major incident",
    )
    yield once(table, "ticket_id = NEW.ticket_id")
    for condition, sentence in _KEPT:
        yield Refusal(table, "UPDATE", condition, sentence)
    yield never(table, "DELETE", "what is said of a major incident is never deleted")


def _updates() -> Iterator[Refusal]:
    table, stays = "major_update", "an update stays as it was posted; post another"
    yield Refusal(
        table,
        "INSERT",
        "NOT " + _OF_TICKET.format(row="NEW", so="t.major = 'declared'"),
        "updates are posted while a major incident is declared",
    )
    yield once(table, "id = NEW.id")
    yield never(table, "UPDATE", stays)
    yield never(table, "DELETE", stays)


def _actions() -> Iterator[Refusal]:
    """Actions of a review can be done later, but neither changed nor dropped once it is closed."""
    table, ended = "review_action", _OF_TICKET.format(row="OLD", so=f"t.status IN ({_FINAL})")
    stays = "an action of a closed review can only be done"
    yield Refusal(
        table,
        "INSERT",
        "NOT "
        + _OF_TICKET.format(row="NEW", so=f"t.major = 'stood_down' AND t.status NOT IN ({_FINAL})"),
        "an action belongs to the review of a major incident that is not closed",
    )
    yield once(table, "id = NEW.id")
    yield Refusal(
        table,
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.ticket_id <> OLD.ticket_id",
        "an action stays with its review",
    )
    yield Refusal(
        table,
        "UPDATE",
        f"{ended} AND (NEW.title <> OLD.title OR NEW.account_id IS DISTINCT FROM OLD.account_id"
        " OR NEW.due_on IS DISTINCT FROM OLD.due_on OR NEW.position <> OLD.position)",
        stays,
    )
    yield Refusal(table, "DELETE", ended, stays)
