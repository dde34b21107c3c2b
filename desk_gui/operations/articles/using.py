"""What articles were used for, how often they were read, and whom they helped."""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.knowledge import MAX_SAID, Article, Use, why_not_send
from desk_gui.domain.text import clean
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import may_read
from desk_gui.operations.saving import Why, ticket_or_refuse, write_other
from desk_gui.operations.tickets import record_use
from desk_gui.storage import read, rows


def seen(desk: Desk, article_id: int) -> None:
    """Count that somebody opened an article; nobody learns who.

    A requester's login of PostgreSQL can count nothing.
    """
    if desk.database.is_requesters:
        return
    with desk.writing(Right.ASK) as session:
        article = _readable(session, article_id)
        today = {"article_id": article.id, "day": session.now.date()}
        row = rows.one(session.connection, "article_view", **today)
        if row is None:
            rows.add(session.connection, "article_view", **today, times=1)
        else:
            times = {"times": row["times"] + 1}
            rows.change(session.connection, "article_view", times, **today)


def vote(desk: Desk, article_id: int, *, helpful: bool, comment: str = "") -> Effects:
    """Say whether the edition that readers see helped; said again, it replaces what one said."""
    said = clean(comment).strip()
    if len(said) > MAX_SAID:
        raise Invalid(f"Say it in at most {MAX_SAID:,} characters.")
    if desk.database.is_requesters:
        raise NotPossible("Your login of the database can count no votes; tell the desk instead.")
    with desk.writing(Right.ASK) as session:
        article = _readable(session, article_id)
        if article.published_edition is None:
            raise NotPossible(f"{article.number} is not published; nobody could be helped by it.")
        mine = {
            "article_id": article.id,
            "edition": article.published_edition,
            "account_id": session.actor.id,
        }
        values = {"helpful": helpful, "comment": said, "at": session.now}
        if not rows.change(session.connection, "article_vote", values, **mine):
            rows.add(session.connection, "article_vote", **mine, **values)
        why = Why("helped" if helpful else "did not help", said)
        write_other(session, "article", article.id, why, edition=article.published_edition)
        return Effects(articles=frozenset({article.id}))


def use(desk: Desk, article_id: int, ticket_id: int, how: Use) -> Effects:
    """Record that an article was inserted, linked or sent on a ticket."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        article = _readable(session, article_id)
        ticket_or_refuse(session, ticket_id)
        if how is Use.SENT and (refusal := why_not_send(article)):
            raise NotPossible(refusal)
        record_use(session, ticket_id, article_id, how)
        return Effects(articles=frozenset({article_id}))


def _readable(session: Session, article_id: int) -> Article:
    article = read.article(session.connection, article_id)
    if article is None or not may_read(session, article):
        raise NotFound(f"There is no article KB-{article_id}.")
    return article
