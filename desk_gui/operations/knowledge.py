"""Articles: draft, submit, review, publish, retire, find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import log

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.knowledge import (
    ARTICLE_STEPS,
    Article,
    ArticleMove,
    ArticleStatus,
    Audience,
    article_moves,
    is_stale,
    why_not_article_step,
)
from desk_gui.domain.ticket import MAX_TEXT
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, done_already, write_other
from desk_gui.operations.search import Hit
from desk_gui.operations.tickets import checked_title, suggested
from desk_gui.storage import history, read, rows
from desk_gui.storage import search as full_text
from desk_gui.storage.history import PastEntry

REVIEW_AFTER = timedelta(days=365)
SHORT_WORD, ASKED_WORDS = 3, 12
COMMON = 50
"""A word that this many articles hold says nothing."""
RARE = 5
"""Held by fewer than this, a word tells no more: it may be there by chance."""
LIKELY = 2.5
"""Less than this in shared words, weighted by how rare they are, is no answer."""


@dataclass(frozen=True)
class Written:
    """What an author fills in; the text is Markdown."""

    title: str
    text: str
    audience: Audience = Audience.INTERNAL
    category_id: int | None = None
    tags: Sequence[str] = ()
    review_on: date | None = None


@dataclass(frozen=True)
class Edition:
    """One written version of an article."""

    edition: int
    title: str
    text: str
    who: str | None
    at: datetime


@dataclass(frozen=True)
class ArticlePage:
    """An article with all that its page shows; `shown` is what readers see."""

    article: Article
    shown: Edition
    author: str | None
    reviewer: str | None
    category: str | None
    moves: tuple[ArticleMove, ...]
    editions: tuple[Edition, ...]
    history: tuple[PastEntry, ...]
    stale: bool


@dataclass(frozen=True)
class ArticleRow:
    """What the list shows of an article."""

    id: int
    title: str
    status: ArticleStatus
    audience: Audience
    category: str | None
    updated_at: datetime
    stale: bool

    @property
    def number(self) -> str:
        """KB-12."""
        return f"KB-{self.id}"


def write(desk: Desk, written: Written, *, key: str | None = None) -> Effects:
    """Start a draft."""
    values = _checked(written)
    with desk.writing(Right.WRITE_ARTICLES) as session:
        if before := done_already(session, key):
            return before
        article_id = rows.add(
            session.connection,
            "article",
            status=ArticleStatus.DRAFT,
            edition=1,
            author_id=session.actor.id,
            updated_at=session.now,
            **values,
        )
        _add_edition(session, article_id, 1, written)
        write_other(session, "article", article_id, Why("opened", key=key), title=values["title"])
        return Effects(articles=frozenset({article_id}))


def _checked(written: Written) -> dict[str, object]:
    if not written.text.strip():
        raise Invalid("An article needs a text.")
    if len(written.text) > MAX_TEXT:
        raise Invalid(f"An article can have at most {MAX_TEXT:,} characters.")
    tags = sorted({tag.strip().lower() for tag in written.tags if tag.strip()})
    return {
        "title": checked_title(written.title),
        "text": written.text.replace("\x00", ""),
        "audience": written.audience,
        "category_id": written.category_id,
        "tags": json.dumps(tags, ensure_ascii=False),
        "review_on": written.review_on,
    }


def _add_edition(session: Session, article_id: int, edition: int, written: Written) -> None:
    key = {"article_id": article_id, "edition": edition}
    values = {
        "title": checked_title(written.title),
        "text": written.text.replace("\x00", ""),
        "author_id": session.actor.id,
        "at": session.now,
    }
    if not rows.change(session.connection, "article_edition", values, **key):
        rows.add(session.connection, "article_edition", **key, **values)


def edit(desk: Desk, article_id: int, written: Written, *, seen_version: int) -> Effects:
    """Change a draft; Conflict when somebody else saved it since it was read."""
    values = _checked(written)
    with desk.writing(Right.WRITE_ARTICLES) as session:
        article = _article(session, article_id)
        if article.status is not ArticleStatus.DRAFT:
            raise NotPossible(f"{article.number} is no draft; take it back to draft first.")
        if article.published_edition and _opens(article.audience, written.audience):
            raise NotPossible(
                f"Readers inside see {article.number} now; retire it before it becomes public."
            )
        if article.version != seen_version:
            raise Conflict(
                f"{article.number} was saved by somebody else a moment ago; compare both texts.",
                {"title": article.title, "text": article.text},
                {"title": written.title, "text": written.text},
            )
        _change(session, article, {**values, "author_id": session.actor.id})
        _add_edition(session, article_id, article.edition, written)
        write_other(session, "article", article_id, Why("edited"), title=values["title"])
        return Effects(articles=frozenset({article_id}))


def _opens(before: Audience, after: Audience) -> bool:
    return before == Audience.INTERNAL and after == Audience.PUBLIC


def _article(session: Session, article_id: int) -> Article:
    article = read.article(session.connection, article_id)
    if article is None or not session.actor.may(Right.WRITE_ARTICLES):
        raise NotFound(f"There is no article KB-{article_id}.")
    return article


def _change(session: Session, article: Article, values: dict[str, object]) -> None:
    stored = {**values, "updated_at": session.now, "version": article.version + 1}
    rows.change(session.connection, "article", stored, id=article.id, version=article.version)


def step(desk: Desk, article_id: int, to: ArticleStatus, *, reason: str = "") -> Effects:
    """Take a step of the life cycle; publishing is for a supervisor who is not the author."""
    with desk.writing(Right.WRITE_ARTICLES) as session:
        article = _article(session, article_id)
        right = ARTICLE_STEPS.get((article.status, to))
        if right is None:
            was, wanted = (status.value.replace("_", " ") for status in (article.status, to))
            raise NotPossible(f"{article.number} is {was} and cannot become {wanted}.")
        refusal = why_not_article_step(article, to, right, session.actor)
        if refusal:
            raise NotAllowed(refusal)
        _change(session, article, {"status": to, **_following(session, article, to)})
        why = Why("moved", reason.strip())
        write_other(session, "article", article_id, why, status=to, before=article.status)
        return Effects(articles=frozenset({article_id}))


def _following(session: Session, article: Article, to: ArticleStatus) -> dict[str, object]:
    if to is ArticleStatus.PUBLISHED:
        due = article.review_on
        today = session.now.date()
        return {
            "reviewer_id": session.actor.id,
            "published_edition": article.edition,
            "review_on": due if due and due > today else today + REVIEW_AFTER,
        }
    if to is ArticleStatus.RETIRED:
        return {"published_edition": None}
    was_public = {ArticleStatus.PUBLISHED, ArticleStatus.RETIRED}
    if to is ArticleStatus.DRAFT and article.status in was_public:
        return _next_edition(session, article)
    return {}


def _next_edition(session: Session, article: Article) -> dict[str, object]:
    """The old edition stays visible while the next one is written; its author is who writes it."""
    edition = article.edition + 1
    _add_edition(session, article.id, edition, Written(article.title, article.text))
    return {"edition": edition, "author_id": session.actor.id}


def show(desk: Desk, article_id: int) -> ArticlePage:
    """The whole article; a requester sees only the published edition of public ones."""
    with desk.reading() as session:
        connection = session.connection
        article = read.article(connection, article_id)
        if article is None or not _may_read(session, article):
            raise NotFound(f"There is no article KB-{article_id}.")
        found = rows.many(connection, "article_edition", order="edition", article_id=article_id)
        writes = session.actor.may(Right.WRITE_ARTICLES)
        if not writes:
            found = [row for row in found if row["edition"] == article.published_edition]
            article = replace(article, title=found[0]["title"], text=found[0]["text"])
        people = {row["author_id"] for row in found} | {article.author_id, article.reviewer_id}
        names = read.names(connection, "account", people)
        editions = tuple(
            Edition(r["edition"], r["title"], r["text"], names.get(r["author_id"]), r["at"])
            for r in found
        )
        visible = article.published_edition or article.edition
        shown = next(e for e in editions if e.edition == visible)
        categories = read.names(connection, "category", {article.category_id})
        return ArticlePage(
            article=article,
            shown=shown,
            author=names.get(article.author_id or 0),
            reviewer=names.get(article.reviewer_id or 0),
            category=categories.get(article.category_id or 0),
            moves=article_moves(article, session.actor),
            editions=editions,
            history=tuple(history.of_subject(connection, "article", article_id)) if writes else (),
            stale=is_stale(article, session.now.date()),
        )


def _may_read(session: Session, article: Article) -> bool:
    if session.actor.may(Right.WRITE_ARTICLES):
        return True
    return article.audience is Audience.PUBLIC and article.published_edition is not None


def _as_published(session: Session, articles: list[Article]) -> list[Article]:
    """The articles as readers know them: the title of the published edition."""
    ids = [article.id for article in articles]
    found = rows.many(session.connection, "article_edition", article_id=ids)
    titles = {(row["article_id"], row["edition"]): row["title"] for row in found}
    return [replace(a, title=titles[a.id, a.published_edition]) for a in articles]


def find(desk: Desk, words: str = "", limit: int = 500) -> list[ArticleRow]:
    """Articles whose title, tags or text hold the words, best first; all of them without words."""
    with desk.reading() as session:
        connection = session.connection
        if words.strip():
            best = full_text.search(connection, "article", words, limit)
            found = {row["id"]: row for row in rows.many(connection, "article", id=best)}
            ordered = [found[i] for i in best]
        else:
            ordered = rows.many(connection, "article", order="title")
        articles = [read.article_of(row) for row in ordered]
        readable = [article for article in articles if _may_read(session, article)]
        if not session.actor.may(Right.WRITE_ARTICLES):
            readable = _as_published(session, readable)
        names = read.names(connection, "category", {a.category_id for a in readable})
        today = session.now.date()
    return [_row(article, names.get(article.category_id or 0), today) for article in readable]


def _row(article: Article, category: str | None, today: date) -> ArticleRow:
    return ArticleRow(
        id=article.id,
        title=article.title,
        status=article.status,
        audience=article.audience,
        category=category,
        updated_at=article.updated_at,
        stale=is_stale(article, today),
    )


def find_hits(desk: Desk, words: str, limit: int = 20) -> list[Hit]:
    """Articles that hold the words, as search results."""
    return [
        Hit(row.id, row.number, row.title, row.category or row.status.value)
        for row in find(desk, words, limit)
    ]


def may_answer(desk: Desk, title: str, text: str = "", limit: int = 3) -> list[Hit]:
    """Published articles that share telling words with a ticket, best first.

    A word tells more the fewer articles hold it, and more still where it stands in a title, the
    ticket's or the article's. An article whose title shares no word with the ticket is no answer.
    """
    in_title = {word for word in full_text.words_of(title) if len(word) > SHORT_WORD}
    telling = [*in_title, *(w for w in full_text.words_of(text[:500]) if len(w) > SHORT_WORD)]
    holders: dict[str, list[int]] = {}
    with desk.reading() as session:
        for word in list(dict.fromkeys(telling))[:ASKED_WORDS]:
            holders[word] = full_text.search(session.connection, "article", word, COMMON)
        likely = {article_id for ids in holders.values() for article_id in ids}
        found = rows.many(session.connection, "article", id=list(likely))
    titles = {row["id"]: row["title"] for row in found if row["published_edition"] is not None}
    scores = dict.fromkeys(titles, 0.0)
    told = {i: holders.keys() & set(full_text.words_of(title)) for i, title in titles.items()}
    for word, ids in holders.items():
        worth = (2.0 if word in in_title else 1.0) * log(COMMON / max(len(ids), RARE))
        for article_id in titles.keys() & set(ids):
            scores[article_id] += worth * (2.0 if word in told[article_id] else 0.5)
    best = sorted((i for i in scores if told[i]), key=lambda i: (-scores[i], i))[:limit]
    return [Hit(i, f"KB-{i}", titles[i], "") for i in best if scores[i] >= LIKELY]


def suggest(desk: Desk, ticket_id: int, article_ids: Sequence[int]) -> None:
    """Record that these articles were offered for a ticket; deflection is counted from it."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        for article_id in article_ids:
            suggested(session, ticket_id, article_id)
