"""Handing in: at once where this login may write, else by whichever desk is open.

A requester's own login of PostgreSQL can write nothing but submissions. Each is done under his
account by a desk that may, exactly once, since its key is the key of what it does.
"""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.asking import Submission, refuse_submission, submission_of
from desk_gui.domain.attachment import NO_FILES, Upload
from desk_gui.domain.errors import NotPossible, Refusal
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.own import asking
from desk_gui.storage import own, rows

AT_ONCE = 50
"""Submissions that are taken in before others have their turn."""


def hand_in(desk: Desk, submission: Submission, *, key: str, files: Upload = NO_FILES) -> Effects:
    """Do what somebody says, or leave it for the desk; raises as `asking.do` does.

    Nothing is touched yet where it is left for the desk, and no files can go with it.
    """
    if not desk.database.is_requesters:
        return asking.do(desk, submission, key, files)
    if files.files:
        raise NotPossible("Files cannot be sent from here; take them out and send the rest.")
    refuse_submission(submission)
    with desk.aside(Right.ASK) as session:
        if rows.chosen(session.connection, "submission", ("key",), key=key) is None:
            mine = {"account_id": session.actor.id, "sent_at": session.now}
            rows.add(session.connection, "submission", key=key, said=submission.said, **mine)
    return Effects()


def take_in(desk: Desk) -> Effects:
    """Do what was handed in, oldest first; what a rule refuses says so to who handed it in."""
    with desk.reading() as session:
        found = own.to_take_in(session.connection, AT_ONCE)
    effects = Effects()
    for row in found:
        effects |= _take(desk, row["key"], row["account_id"], row["said"])
    return effects


def _take(desk: Desk, key: str, account_id: int, said: str) -> Effects:
    refusal, effects = None, Effects()
    try:
        effects = asking.do(desk.signed_in_as(account_id), submission_of(said), key)
    except Refusal as refused:
        refusal = refused.message
    with desk.aside() as session:
        ticket_id = next(iter(effects.tickets), None)
        values = {"done_at": session.now, "ticket_id": ticket_id, "refusal": refusal}
        rows.change(session.connection, "submission", values, key=key)
    return effects
