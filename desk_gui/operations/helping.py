"""What may help with a ticket while it is typed: articles, and tickets that were solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from desk_gui.domain.duplicates import ENOUGH, RESOLVED
from desk_gui.domain.text import clean
from desk_gui.operations import duplicates
from desk_gui.operations.articles import answering
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.desk import Desk
from desk_gui.operations.duplicates import Likely
from desk_gui.storage import alike

BACK = timedelta(days=730)
"""What was solved longer ago was another time."""
MOST = 3
LONGEST_LINE = 120
"""Characters of the line that is being typed that are asked about."""
NO_PENALTY = ENOUGH + RESOLVED
"""All of them are resolved; that is no reason to like one less."""


@dataclass(frozen=True)
class Solved:
    """A ticket that was likely the same matter, and how it was solved."""

    likely: Likely
    solution: str

    @property
    def number(self) -> str:
        """INC-12 or REQ-12."""
        return self.likely.number


@dataclass(frozen=True)
class Help:
    """What may help, best first; each knows why."""

    articles: tuple[Answer, ...] = ()
    solved: tuple[Solved, ...] = ()

    def __or__(self, other: Help) -> Help:
        """This first, then what else the other knows, as many as are shown."""
        articles = {one.id: one for one in (*other.articles, *self.articles)}
        solved = {one.likely.id: one for one in (*other.solved, *self.solved)}
        first = dict.fromkeys(one.id for one in (*self.articles, *other.articles))
        likely = dict.fromkeys(one.likely.id for one in (*self.solved, *other.solved))
        return Help(
            tuple(articles[one] for one in first)[:MOST],
            tuple(solved[one] for one in likely)[:MOST],
        )


def solved_before(
    desk: Desk, title: str, text: str = "", *, limit: int = MOST, without: int | None = None
) -> list[Solved]:
    """Tickets that were likely the same matter and have a solution in words, likeliest first.

    Only who works on tickets is told of those of others, and only of those that he may see.
    """
    with desk.reading() as session:
        question = duplicates.ask(session, title, text)
        if question is None:
            return []
        since = session.now - BACK
        found = alike.solved(session.connection, session.actor, question.terms, since=since)
        others = [row for row in found if row["id"] != without]
        likely = duplicates.likeliest(session, question, others, limit=limit, enough=NO_PENALTY)
        said = alike.solutions(session.connection, [one.id for one in likely])
        return [Solved(one, clean(said[one.id]).strip()) for one in likely]


def help_for(desk: Desk, title: str, text: str, *, ticket_id: int | None = None) -> Help:
    """What may help with a ticket, by what it says."""
    return Help(
        articles=tuple(answering.may_answer(desk, title, text, MOST)),
        solved=tuple(solved_before(desk, title, text, without=ticket_id)),
    )


def help_for_typed(desk: Desk, typed: str, title: str, *, ticket_id: int | None = None) -> Help:
    """What may help with what somebody types on a ticket: its last line counts most."""
    last = _last_line(typed)
    if not last:
        return Help()
    return help_for(desk, last, f"{title}\n{typed}", ticket_id=ticket_id)


def _last_line(typed: str) -> str:
    """What somebody writes about just now: the last line with words, or the end of it."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return lines[-1][-LONGEST_LINE:] if lines else ""
