"""What the knowledge base needs: stale articles, broken links, complaints, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.text import clean
from desk_gui.domain.wording import WORD, written_words
from desk_gui.markup.reading import named_in
from desk_gui.operations.articles.finding import ArticleRow, rows_of
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import articles, rows
from desk_gui.storage.articles import Readers, Standing

LONGEST_MISS, SHORTEST_MISS = 120, 3
_NAMES_SOMEBODY = re.compile(r"\S*@\S*|\S*\d{5,}\S*")
"""Mail addresses and long numbers in what was looked for say who looked; they are left out."""
ALL = Readers(writes=True)


@dataclass(frozen=True)
class Broken:
    """A link of an article that leads nowhere for those who read it, and why."""

    article_id: int
    title: str
    why: str

    @property
    def number(self) -> str:
        """KB-12."""
        return f"KB-{self.article_id}"


@dataclass(frozen=True)
class Complaint:
    """Somebody whom an article did not help, and what he said."""

    article_id: int
    title: str
    said: str
    at: datetime
    edition: int


@dataclass(frozen=True)
class Miss:
    """Words that were looked for and not found."""

    words: str
    times: int
    last_on: date


@dataclass(frozen=True)
class Care:
    """All that needs somebody's care; `unread` articles are published and were used by nobody."""

    stale: tuple[ArticleRow, ...] = ()
    broken: tuple[Broken, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    misses: tuple[Miss, ...] = ()


def care(desk: Desk) -> Care:
    """What needs care, the most pressing first."""
    with desk.reading() as session:
        connection, today = session.connection, session.now.date()
        return Care(
            stale=rows_of(session, ALL, articles.stale(connection, today)),
            broken=tuple(_broken(session)),
            complaints=tuple(
                Complaint(
                    article_id=row["article_id"],
                    title=row["title"],
                    said=row["comment"],
                    at=row["at"],
                    edition=row["edition"],
                )
                for row in articles.complaints(connection)
            ),
            misses=tuple(_misses(session)),
        )


def broken_links(desk: Desk) -> list[Broken]:
    """Links to articles that are missing or not published, and to files that are missing.

    Addresses of the web are not tried: nothing here speaks to the network.
    """
    with desk.reading() as session:
        return list(_broken(session))


def _broken(session: Session) -> Iterator[Broken]:
    connection = session.connection
    standing, files = articles.standing(connection), articles.files_of_all(connection)
    for row in articles.that_point_somewhere(connection):
        named, wanted, wrong = named_in(row["text"])
        public = row["audience"] is Audience.PUBLIC
        whys = [_why_broken(one, standing.get(one), public=public) for one in sorted(named)]
        there = {file.id for file in files.get(row["id"], ()) if file.is_in(row["edition"])}
        whys += [f"file {file_id} is not there any more" for file_id in sorted(wanted - there)]
        whys += [f"{address} names nothing" for address in wrong]
        yield from (Broken(row["id"], row["title"], why) for why in whys if why)


def _why_broken(other: int, stands: Standing | None, *, public: bool) -> str | None:
    if stands is None:
        return f"KB-{other} does not exist"
    if stands.status is ArticleStatus.RETIRED:
        return f"KB-{other} is retired"
    if stands.published_edition is None:
        return f"KB-{other} is not published yet"
    if public and stands.audience is Audience.INTERNAL:
        return f"KB-{other} is internal; the readers of this one cannot open it"
    return None


def missed(desk: Desk, words: str) -> None:
    """Count that words were looked for and not found; who did is not kept.

    A requester's login of PostgreSQL can count nothing.
    """
    kept = countable(words)
    if not kept or desk.database.is_requesters:
        return
    with desk.writing(Right.ASK) as session:
        row = rows.one(session.connection, "search_miss", words=kept)
        today = {"last_on": session.now.date()}
        if row is None:
            rows.add(session.connection, "search_miss", words=kept, times=1, **today)
        else:
            again = {"times": row["times"] + 1, **today}
            rows.change(session.connection, "search_miss", again, words=kept)


def countable(words: str) -> str:
    """What is kept of a search: its words in small letters, without what could name somebody."""
    plain = _NAMES_SOMEBODY.sub(" ", clean(words)).lower()
    kept = " ".join(written_words(plain))[:LONGEST_MISS].strip()
    return kept if len(WORD.findall(kept)) and len(kept) >= SHORTEST_MISS else ""


def misses(desk: Desk) -> list[Miss]:
    """What was looked for and not found, most often first."""
    with desk.reading() as session:
        return list(_misses(session))


def _misses(session: Session) -> Iterator[Miss]:
    found = rows.many(session.connection, "search_miss", order="-last_on")
    found.sort(key=lambda row: -row["times"])
    return (Miss(row["words"], row["times"], row["last_on"]) for row in found)


def forget_misses(desk: Desk, words: str | None = None) -> Effects:
    """Forget one line of what was not found, or all of them."""
    with desk.writing(Right.WRITE_ARTICLES) as session:
        which = {} if words is None else {"words": words}
        gone = rows.remove(session.connection, "search_miss", **which)
        if gone:
            write_other(session, "setting", 0, Why("edited", "searches without result"), gone=gone)
    return Effects()
