"""Who may decide an approval, and what a request still lacks, in SQL both databases understand.

The triggers and the questions of the program use the same words, so that they cannot differ.
"""

from __future__ import annotations

from desk_gui.domain.accounts import Role
from desk_gui.storage.types import sql_words

SUPERVISORS = sql_words(Role, *(role for role in Role if role.rank >= Role.SUPERVISOR.rank))

LACKING = (
    "s.needed > (SELECT count(DISTINCT y.account_id) FROM approval y"
    " JOIN approver x ON x.id = y.approver_id WHERE y.ticket_id = NEW.id"
    " AND y.decision = 'approved' AND x.edition_id = s.edition_id AND x.step = s.step"
    " AND y.asked_at >= coalesce((SELECT max(v.at) FROM catalog_order v"
    " WHERE v.ticket_id = NEW.id), 0))"
)
"""Step `s` of the request NEW lacks approvals; each person counts once in a step.

What was asked for an earlier order, before the request was an incident, counts no more.
"""


def ordered_edition(ticket_id: str, item_id: str) -> str:
    """The edition a request was ordered with; that in force where no order is recorded."""
    return (
        "coalesce((SELECT max(o.edition_id) FROM catalog_order o"
        " JOIN catalog_edition c ON c.id = o.edition_id"
        f" WHERE o.ticket_id = {ticket_id} AND c.item_id = {item_id}),"
        " (SELECT c.id FROM catalog_edition c JOIN catalog_item i ON i.id = c.item_id"
        f" AND i.edition = c.edition WHERE i.id = {item_id}))"
    )


def named(approver: str, ticket: str) -> str:
    """The account that an approver of an edition stands for on a ticket; NULL where none does."""
    return (
        f"CASE {approver}.who WHEN 'person' THEN {approver}.account_id"
        " WHEN 'team_lead' THEN (SELECT m.lead_id FROM team m"
        f" WHERE m.id = coalesce({approver}.team_id, {ticket}.team_id))"
        " WHEN 'manager' THEN (SELECT g.manager_id FROM contact g"
        f" WHERE g.id = {ticket}.requester_id) END"
    )


def _able(account: str, approval: str, approver: str, ticket: str) -> str:
    """Active, did not raise the request, and has not agreed in this step already."""
    return (
        f"{account}.active = 1 AND {ticket}.opened_by_id IS DISTINCT FROM {account}.id"
        f" AND NOT EXISTS (SELECT 1 FROM contact h WHERE h.id = {ticket}.requester_id"
        f" AND h.email <> '' AND lower(h.email) = lower({account}.email))"
        " AND NOT EXISTS (SELECT 1 FROM approval q JOIN approver k ON k.id = q.approver_id"
        f" WHERE q.ticket_id = {ticket}.id AND q.id <> {approval}.id AND q.decision = 'approved'"
        f" AND q.account_id = {account}.id AND k.edition_id = {approver}.edition_id"
        f" AND k.step = {approver}.step)"
    )


def may_decide(account: str, approval: str, approver: str, ticket: str, at: str) -> str:
    """Whether an account decides an approval at an instant, never one who raised the request.

    That is whom it asks, who stands in, or a supervisor where it asks nobody in particular, where
    nobody of those can decide or is there, and once it expired.
    """
    who = named(approver, ticket)
    able = f"{_able('w', approval, approver, ticket)} AND NOT {_away('w.id', at)}"
    there = (
        f"(EXISTS (SELECT 1 FROM account w WHERE w.id = {who} AND {able})"
        f" OR EXISTS (SELECT 1 FROM {_stand_ins(at)} JOIN account w ON w.id IN ({_EACH})"
        f" WHERE v.account_id = {who} AND {_during('v', at)} AND {able}))"
    )
    return (
        f"({_able(account, approval, approver, ticket)} AND ({account}.id = {who}"
        f" OR {in_place(account, approval, approver, ticket, at)}"
        f" OR {account}.role IN ({SUPERVISORS}) AND (NOT {there}"
        f" OR {approval}.expires_at <= {at})))"
    )


def in_place(account: str, approval: str, approver: str, ticket: str, at: str) -> str:
    """Whether an account stands in at an instant for whom an approval asks.

    That is the delegate of the approval, and who decides while either is away; the stand-in of a
    stand-in, too, as `domain.absence.stand_ins` follows them.
    """
    return (
        f"({account}.id = {approval}.delegate_id OR EXISTS (SELECT 1 FROM {_stand_ins(at)}"
        f" WHERE v.account_id IN ({named(approver, ticket)}, {approval}.delegate_id)"
        f" AND {_during('v', at)} AND {account}.id IN ({_EACH})))"
    )


_EACH = "v.delegate_id, v2.delegate_id, v3.delegate_id"


def _stand_ins(at: str) -> str:
    """An absence `v`, with those of its delegate, and of the delegate's delegate, at the time."""
    return (
        "absence v"
        f" LEFT JOIN absence v2 ON v2.account_id = v.delegate_id AND {_during('v2', at)}"
        f" LEFT JOIN absence v3 ON v3.account_id = v2.delegate_id AND {_during('v3', at)}"
    )


def _during(absence: str, at: str) -> str:
    return f"{absence}.since <= {at} AND {at} < {absence}.until"


def _away(account_id: str, at: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM absence u WHERE u.account_id = {account_id} AND {_during('u', at)})"
    )


def step_before_lacks(approver: str, ticket_id: str) -> str:
    """Whether a step before that of an approver still lacks approvals."""
    return (
        f"EXISTS (SELECT 1 FROM approval_step s WHERE s.edition_id = {approver}.edition_id"
        f" AND s.step < {approver}.step AND {LACKING.replace('NEW.id', ticket_id)})"
    )
