"""Tickets that a new one may repeat, with the reason why, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from desk_gui.domain.accounts import Right
from desk_gui.domain.duplicates import (
    ENOUGH,
    LATELY,
    READ,
    RESOLVED,
    SAME_REQUESTER,
    Told,
    likeness,
    shared,
    told,
)
from desk_gui.domain.text import clean, folded
from desk_gui.domain.ticket import PREFIX
from desk_gui.domain.wording import Term, written_words
from desk_gui.domain.workflow import Kind, Status, is_open
from desk_gui.operations import tickets
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import ticket_or_refuse
from desk_gui.storage import alike, read
from desk_gui.storage.rows import Row

BACK = timedelta(days=30)
"""What was resolved longer ago is another matter."""
JUST_OPENED = timedelta(hours=2)
READ_WHOLE = 60
"""Tickets that are compared word by word: those whose titles read most alike."""
FROM_TEXT = 6
"""Words of the text that are looked for besides those of the title."""
NAMED = 4
"""Shared words that the reason names."""


@dataclass(frozen=True)
class Likely:
    """A ticket that is likely the same matter; `score` from 0 to about 1, `words` are shared."""

    id: int
    kind: Kind
    status: Status
    title: str
    opened_at: datetime
    score: float
    words: tuple[str, ...]
    same_requester: bool

    @property
    def number(self) -> str:
        """INC-12 or REQ-12."""
        return f"{PREFIX[self.kind]}-{self.id}"

    @property
    def because(self) -> str:
        """The reason in words: “same words: mail, server, Lyon; same requester”."""
        said = f"same words: {', '.join(self.words[:NAMED])}"
        return f"{said}; same requester" if self.same_requester else said


@dataclass(frozen=True)
class Question:
    """What is asked; `written` has its words as they were typed, by how they are compared."""

    title: str
    told: Told
    written: Mapping[str, str]
    requester_id: int | None
    now: datetime

    @property
    def terms(self) -> list[Term]:
        """What is looked for: the words of the title, and some others of the text."""
        others = [pair for pair in self.told.text.items() if pair[0] not in self.told.title]
        wanted = [*self.told.title.items(), *others[:FROM_TEXT]]
        return [
            Term(word, self.written.get(word, word), begin if begin != word else "")
            for begin, word in wanted
        ]

    def answer(self, row: Row, text: str) -> Likely:
        """A ticket with how likely it is the same matter; 0 where the words do not say so."""
        other = told(row["title"], text)
        mine, theirs = self.told.phrase, other.phrase
        reading = (fuzz.token_set_ratio(mine, theirs) + fuzz.token_sort_ratio(mine, theirs)) / 200
        score = likeness(self.told, other, reading)
        same = self.requester_id is not None and row["requester_id"] == self.requester_id
        added = {
            SAME_REQUESTER: same,
            LATELY: self.now - row["opened_at"] <= JUST_OPENED,
            RESOLVED: not is_open(row["status"]),
        }
        score += sum(worth for worth, true in added.items() if true and score)
        return Likely(
            **{name: row[name] for name in ("id", "kind", "status", "title", "opened_at")},
            score=score,
            words=tuple(self.written.get(word, word) for word in shared(self.told, other)),
            same_requester=same,
        )


def likely(
    desk: Desk,
    title: str,
    text: str = "",
    kind: Kind | None = None,
    requester_id: int | None = None,
    *,
    limit: int = 5,
    without: int | None = None,
) -> list[Likely]:
    """Tickets that are likely the same matter as what is typed, likeliest first.

    They are open or were resolved lately, and this account may see them; of one `kind`, where it
    is given. Only who works on tickets is told of those of others. The ticket `without` is not
    among them: it asks for itself.
    """
    with desk.reading() as session:
        question = ask(session, title, text, requester_id)
        if question is None:
            return []
        found = alike.standing(
            session.connection,
            session.actor,
            question.terms,
            requester_id=requester_id,
            since=session.now - BACK,
            kind=kind,
        )
        others = [row for row in found if row["id"] != without]
        return likeliest(session, question, others, limit=limit)


def ask(
    session: Session, title: str, text: str, requester_id: int | None = None
) -> Question | None:
    """What a title and a text ask for; None where they say nothing, or nobody may be told."""
    title, text = clean(title), clean(text)
    asked = told(title, text)
    if not asked.title or not session.actor.may(Right.WORK_ON_TICKETS):
        return None
    written = {folded(word): word for word in written_words(f"{title} {text[:READ]}")}
    return Question(title, asked, written, requester_id, session.now)


def likeliest(
    session: Session,
    question: Question,
    found: Sequence[Row],
    *,
    limit: int,
    enough: float = ENOUGH,
) -> list[Likely]:
    """Those of the tickets that are likely enough the same matter, likeliest first."""
    near = _most_alike(question.title, found)
    texts = alike.texts(session.connection, [row["id"] for row in near], READ)
    whole = (question.answer(row, texts.get(row["id"], "")) for row in near)
    fitting = (one for one in whole if one.score >= enough)
    return nlargest(limit, fitting, key=lambda one: (one.score, one.id))


def _most_alike(title: str, found: Sequence[Row]) -> list[Row]:
    """Those whose titles read most alike, as the letters go."""
    titles = [row["title"] for row in found]
    best = process.extract(
        title, titles, scorer=fuzz.token_set_ratio, processor=default_process, limit=READ_WHOLE
    )
    return [found[place] for _, _, place in best]


def add_instead(desk: Desk, ticket_id: int, new: NewTicket, *, key: str | None = None) -> Effects:
    """Add what was typed for a new ticket to one that is there already, with its files.

    Of the ticket's own requester it is an answer. Of anybody else it is a work note that names
    him: what one person reports is not sent to another.
    """
    with desk.reading() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        who = new.requester
        if new.requester_id is not None:
            names = read.names(session.connection, "contact", {new.requester_id})
            who = names.get(new.requester_id, who)
    said = "\n\n".join(part.strip() for part in (new.title, new.text) if part.strip())
    if new.requester_id is not None and new.requester_id == ticket.requester_id:
        return tickets.requester_answer(desk, ticket_id, said, key=key, files=new.files)
    note = f"{who} reports: {said}" if who else said
    return tickets.work_note(desk, ticket_id, note, key=key, files=new.files)
