"""Articles: draft, submit, review, publish, retire, restore, show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.knowledge import (
    ARTICLE_STEPS,
    Article,
    ArticleFile,
    ArticleMove,
    ArticleStatus,
    Audience,
    Figures,
    Use,
    article_moves,
    is_stale,
    why_not_article_step,
    why_not_confirm,
)
from desk_gui.domain.ticket import MAX_TEXT
from desk_gui.markup.places import articles_in, renamed_files
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, done_already, write_other
from desk_gui.operations.tickets import checked_title
from desk_gui.storage import articles, history, read, rows
from desk_gui.storage.history import PastEntry
from desk_gui.storage.rows import Row

REVIEW_AFTER = timedelta(days=365)


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
class Surroundings:
    """What belongs to an article besides its words.

    `names` are those of the articles it points to, `vote` is what this account said of the
    edition that is shown, `made_from` the ticket that it was made from.
    """

    files: tuple[ArticleFile, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    vote: bool | None = None
    why_not_confirm: str | None = None
    made_from: int | None = None


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
    around: Surroundings = Surroundings()


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
        _refuse_changed(article, seen_version, written)
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


def _change(session: Session, article: Article, values: dict[str, object]) -> Article:
    stored = {**values, "updated_at": session.now, "version": article.version + 1}
    rows.change(session.connection, "article", stored, id=article.id, version=article.version)
    return _article(session, article.id)


def step(desk: Desk, article_id: int, to: ArticleStatus, *, reason: str = "") -> Effects:
    """Take a step of the life cycle; publishing is for a supervisor who wrote none of it."""
    with desk.writing(Right.WRITE_ARTICLES) as session:
        _step(session, _article(session, article_id), to, reason)
        return Effects(articles=frozenset({article_id}))


def _step(session: Session, article: Article, to: ArticleStatus, reason: str = "") -> Article:
    if (article.status, to) not in ARTICLE_STEPS:
        was, wanted = (status.value.replace("_", " ") for status in (article.status, to))
        raise NotPossible(f"{article.number} is {was} and cannot become {wanted}.")
    writers = articles.writers(session.connection, article.id)
    if refusal := why_not_article_step(article, to, session.actor, writers):
        raise NotAllowed(refusal)
    following = _following(session, article, to)
    changed = _change(session, article, {"status": to, **following})
    if "edition" in following:
        _add_edition(session, article.id, changed.edition, Written(article.title, article.text))
    why = Why("moved", reason.strip())
    write_other(session, "article", article.id, why, status=to, before=article.status)
    return changed


def _following(session: Session, article: Article, to: ArticleStatus) -> dict[str, object]:
    if to is ArticleStatus.PUBLISHED:
        return {
            "reviewer_id": session.actor.id,
            "published_edition": article.edition,
            "review_on": _next_review(session, article.review_on),
        }
    if to is ArticleStatus.RETIRED:
        return {"published_edition": None}
    if article.status in {ArticleStatus.PUBLISHED, ArticleStatus.RETIRED}:
        # The old edition stays visible while the next one is written, by whoever begins it.
        return {"edition": article.edition + 1, "author_id": session.actor.id}
    return {}


def _next_review(session: Session, wanted: date | None) -> date:
    today = session.now.date()
    return wanted if wanted and wanted > today else today + REVIEW_AFTER


def confirm(desk: Desk, article_id: int, *, review_on: date | None = None) -> Effects:
    """Say that a published article is still right; it is reviewed again a year later, or then."""
    with desk.writing(Right.WRITE_ARTICLES) as session:
        article = _article(session, article_id)
        if refusal := why_not_confirm(article, session.actor):
            raise NotAllowed(refusal)
        due = _next_review(session, review_on)
        _change(session, article, {"review_on": due, "reviewer_id": session.actor.id})
        write_other(session, "article", article_id, Why("confirmed"), review_on=due.isoformat())
        return Effects(articles=frozenset({article_id}))


def restore(desk: Desk, article_id: int, edition: int, *, seen_version: int) -> Effects:
    """Take up the words and files of an earlier edition; a published article gets a new draft.

    What a draft says is replaced. Raises NotPossible while it is in review, and Conflict when
    somebody else saved it since it was read.
    """
    with desk.writing(Right.WRITE_ARTICLES) as session:
        article = _article(session, article_id)
        old = _earlier(session, article, edition)
        _refuse_changed(article, seen_version, Written(old["title"], old["text"]))
        if article.status is not ArticleStatus.DRAFT:
            article = _step(session, article, ArticleStatus.DRAFT, f"version {edition} again")
        ids = articles.bring_back_files(session.connection, article_id, edition, article.edition)
        written = Written(old["title"], renamed_files(old["text"], ids))
        words = {"title": written.title, "text": written.text}
        _change(session, article, {**words, "author_id": session.actor.id})
        _add_edition(session, article_id, article.edition, written)
        why = Why("edited", f"version {edition} taken up again")
        write_other(session, "article", article_id, why, title=written.title)
        return Effects(articles=frozenset({article_id}))


def _earlier(session: Session, article: Article, edition: int) -> Row:
    """An edition before the one that is written, or that was published."""
    if article.status is ArticleStatus.IN_REVIEW:
        raise NotPossible(f"{article.number} is in review; send it back to its author first.")
    key = {"article_id": article.id, "edition": edition}
    old = rows.one(session.connection, "article_edition", **key)
    draft = article.status is ArticleStatus.DRAFT
    if old is None or (draft and edition == article.edition):
        raise NotFound(f"{article.number} has no earlier version {edition}.")
    return old


def _refuse_changed(article: Article, seen_version: int, written: Written) -> None:
    if article.version != seen_version:
        raise Conflict(
            f"{article.number} was saved by somebody else a moment ago; compare both texts.",
            {"title": article.title, "text": article.text},
            {"title": written.title, "text": written.text},
        )


def show(desk: Desk, article_id: int) -> ArticlePage:
    """The whole article; a requester sees only the published edition of public ones."""
    with desk.reading(Right.ASK) as session:
        connection = session.connection
        article = read.article(connection, article_id)
        if article is None or not may_read(session, article):
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
        writers = articles.writers(connection, article_id) if writes else ()
        return ArticlePage(
            article=article,
            shown=shown,
            author=names.get(article.author_id or 0),
            reviewer=names.get(article.reviewer_id or 0),
            category=categories.get(article.category_id or 0),
            moves=article_moves(article, session.actor, writers),
            editions=editions,
            history=tuple(history.of_subject(connection, "article", article_id)) if writes else (),
            stale=is_stale(article, session.now.date()),
            around=_around(session, article, (shown.text, article.text), visible),
        )


def _around(session: Session, article: Article, texts: Sequence[str], edition: int) -> Surroundings:
    connection, writes = session.connection, session.actor.may(Right.WRITE_ARTICLES)
    vote = rows.one(
        connection,
        "article_vote",
        article_id=article.id,
        edition=edition,
        account_id=session.actor.id,
    )
    files = articles.files(connection, article.id)
    made = rows.one(connection, "article_use", article_id=article.id, how=Use.MADE)
    return Surroundings(
        files=tuple(file for file in files if writes or file.is_in(edition)),
        names=names_of_articles(session, texts),
        figures=articles.figures(connection, [article.id])[article.id],
        vote=vote["helpful"] if vote else None,
        why_not_confirm=why_not_confirm(article, session.actor),
        made_from=made["ticket_id"] if made and writes else None,
    )


def names_of_articles(session: Session, texts: Sequence[str]) -> dict[int, str]:
    """What the articles that texts name are called now, as far as this account may read them."""
    named = sorted({article_id for text in texts for article_id in articles_in(text)})
    readers = articles.Readers(writes=session.actor.may(Right.WRITE_ARTICLES))
    return articles.names(session.connection, readers, named)


def may_read(session: Session, article: Article) -> bool:
    """Whether this account may read the article: a requester the public ones that are published."""
    if session.actor.may(Right.WRITE_ARTICLES):
        return True
    return article.audience is Audience.PUBLIC and article.published_edition is not None
