"""Articles as lists show them, without their texts, and the figures that surround them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    and_,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from desk_gui.domain.attachment import safe_name
from desk_gui.domain.categories import BELOW
from desk_gui.domain.knowledge import ArticleFile, ArticleStatus, Audience, Figures, Narrow, Use
from desk_gui.domain.ranking import READ, Text
from desk_gui.storage import requesters, rows
from desk_gui.storage.journal import canonical
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import (
    article,
    article_edition,
    article_file,
    article_use,
    article_view,
    article_vote,
    catalog_item,
    journal,
    stored_file,
    ticket,
)
from desk_gui.storage.tables import category as category_table

AT_ONCE = 500
"""Ids that one statement asks for."""
_LISTED = (
    article.c.id,
    article.c.status,
    article.c.audience,
    article.c.tags,
    article.c.edition,
    article.c.published_edition,
    article.c.review_on,
    article.c.updated_at,
    category_table.c.name.label("category"),
)
_PUBLISHED = and_(
    article_edition.c.article_id == article.c.id,
    article_edition.c.edition == article.c.published_edition,
)


@dataclass(frozen=True)
class Readers:
    """Whose eyes: those who write see all articles as they are worked on."""

    writes: bool

    @property
    def words(self) -> tuple[ColumnElement[str], ColumnElement[str]]:
        """The columns of the title and the text that they see."""
        source = article if self.writes else article_edition
        return source.c.title, source.c.text

    def of(self, query: Select[Any]) -> Select[Any]:
        """The query, narrowed to what they may see."""
        query = query.select_from(article).outerjoin(
            category_table, category_table.c.id == article.c.category_id
        )
        if self.writes:
            return query
        return query.join(article_edition, _PUBLISHED).where(article.c.audience == Audience.PUBLIC)


def _narrowed(query: Select[Any], narrow: Narrow, today: date) -> Select[Any]:
    """The query, which must reach the categories, for the articles that are wanted."""
    if narrow.status is not None:
        query = query.where(article.c.status == narrow.status)
    if narrow.stale:
        query = query.where(article.c.review_on < today)
    if narrow.category is not None:
        below = category_table.c.name.startswith(narrow.category + BELOW, autoescape=True)
        query = query.where((category_table.c.name == narrow.category) | below)
    if narrow.tag is not None:
        written = json.dumps(narrow.tag, ensure_ascii=False)
        query = query.where(article.c.tags.contains(written, autoescape=True))
    return query


def first(
    connection: Connection, readers: Readers, narrow: Narrow, today: date, limit: int
) -> list[Row]:
    """The first articles that fit, by title, without their texts."""
    title, _ = readers.words
    query = _narrowed(readers.of(select(*_LISTED, title.label("title"))), narrow, today)
    found = connection.execute(query.order_by(func.lower(title), article.c.id).limit(limit))
    return [dict(row) for row in found.mappings()]


def fitting(
    connection: Connection, readers: Readers, narrow: Narrow, today: date
) -> frozenset[int]:
    """The ids of all articles that fit."""
    query = _narrowed(readers.of(select(article.c.id)), narrow, today)
    return frozenset(connection.execute(query).scalars())


def tags(connection: Connection, readers: Readers) -> Counter[str]:
    """How many articles have each tag."""
    query = readers.of(select(article.c.tags)).where(article.c.tags != "[]")
    return Counter(tag for row in connection.execute(query) for tag in json.loads(row.tags))


def listed(connection: Connection, readers: Readers, ids: Sequence[int]) -> list[Row]:
    """The articles with these ids, in their order, without their texts."""
    title, _ = readers.words
    query = readers.of(select(*_LISTED, title.label("title")))
    by_id: dict[int, Row] = {}
    for at in range(0, len(ids), AT_ONCE):
        some = query.where(article.c.id.in_(ids[at : at + AT_ONCE]))
        by_id |= {row["id"]: dict(row) for row in connection.execute(some).mappings()}
    return [by_id[one] for one in ids if one in by_id]


def texts(
    connection: Connection, readers: Readers, ids: Sequence[int], most: int = READ
) -> dict[int, Text]:
    """What is read of some articles to judge or show them, at most so many characters of each."""
    title, said = readers.words
    columns = (
        article.c.id,
        title,
        article.c.tags,
        category_table.c.name,
        func.substr(said, 1, most),
    )
    query = readers.of(select(*columns)).where(article.c.id.in_(ids))
    return {
        row[0]: Text(row[1], f"{row[2]} {row[3] or ''}", row[4])
        for row in connection.execute(query)
    }


def count(connection: Connection) -> int:
    """How many articles there are."""
    return int(connection.execute(select(func.count()).select_from(article)).scalar_one())


def names(connection: Connection, readers: Readers, ids: Sequence[int]) -> dict[int, str]:
    """What some articles are called: by their published titles, where they have one."""
    title, _ = Readers(writes=False).words
    query = (
        select(article.c.id, func.coalesce(title, article.c.title))
        .outerjoin(article_edition, _PUBLISHED)
        .where(article.c.id.in_(ids))
    )
    if not readers.writes:
        query = query.where(
            article.c.audience == Audience.PUBLIC, article.c.published_edition.is_not(None)
        )
    return {row[0]: row[1] for row in connection.execute(query)} if ids else {}


def writers(connection: Connection, article_id: int) -> frozenset[int]:
    """Who wrote at an article since it was published last."""
    mine = (journal.c.subject == "article") & (journal.c.subject_id == article_id)
    published = canonical({"before": ArticleStatus.IN_REVIEW, "status": ArticleStatus.PUBLISHED})
    last = select(func.coalesce(func.max(journal.c.n), 0)).where(mine, journal.c.after == published)
    query = select(journal.c.account_id).where(
        mine,
        journal.c.action.in_(["opened", "edited"]),
        journal.c.origin == "desk",
        journal.c.n > last.scalar_subquery(),
    )
    return frozenset(one for one in connection.execute(query).scalars() if one is not None)


def files(connection: Connection, article_id: int) -> tuple[ArticleFile, ...]:
    """The files of all editions of an article, oldest first."""
    query = _FILES.where(article_file.c.article_id == article_id)
    return tuple(_file(row) for row in connection.execute(query).mappings())


def files_of_all(connection: Connection) -> dict[int, list[ArticleFile]]:
    """The files of every article that has some."""
    found: dict[int, list[ArticleFile]] = {}
    for row in connection.execute(_FILES).mappings():
        found.setdefault(row["article_id"], []).append(_file(row))
    return found


_FILES = (
    select(article_file, stored_file.c.size)
    .join(stored_file, stored_file.c.sha256 == article_file.c.sha256)
    .order_by(article_file.c.id)
)


def _file(row: RowMapping) -> ArticleFile:
    values = {field.name: row[field.name] for field in fields(ArticleFile)}
    return ArticleFile(**{**values, "name": safe_name(row["name"])})


def bring_back_files(
    connection: Connection, article_id: int, edition: int, draft: int
) -> dict[int, int]:
    """Give the present draft the files of an earlier edition; old id → id in the draft.

    A file that was taken out stays out of the editions in between, so a copy is named anew.
    """
    ids: dict[int, int] = {}
    for row in rows.many(connection, "article_file", order="id", article_id=article_id):
        until = row["until_edition"]
        if until is None or not row["since_edition"] <= edition < until:
            continue
        if until == draft:
            rows.change(connection, "article_file", {"until_edition": None}, id=row["id"])
            continue
        again = {**row, "since_edition": draft, "until_edition": None}
        del again["id"]
        ids[row["id"]] = rows.add(connection, "article_file", **again)
    return ids


def published_names(connection: Connection, ids: Sequence[int]) -> dict[int, Row]:
    """What readers know of some articles: title and audience of those that are published."""
    query = (
        select(article.c.id, article.c.audience, article_edition.c.title)
        .join(article_edition, _PUBLISHED)
        .where(article.c.id.in_(ids))
    )
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def figures(connection: Connection, ids: Sequence[int]) -> dict[int, Figures]:
    """The figures of these articles; a requester's login of PostgreSQL is not shown any."""
    if requesters.restricted(connection):
        return {one: Figures() for one in ids}
    used = case((article_use.c.how == Use.MADE, None), else_=article_use.c.ticket_id)
    counted = union_all(
        _grouped("views", article_view.c.article_id, func.sum(article_view.c.times), ids),
        _grouped("uses", article_use.c.article_id, func.count(used.distinct()), ids),
        _grouped("helpful", article_vote.c.article_id, func.sum(article_vote.c.helpful), ids),
        _grouped("unhelpful", article_vote.c.article_id, func.sum(1 - article_vote.c.helpful), ids),
    )
    found: dict[int, dict[str, int]] = {one: {} for one in ids}
    for name, article_id, times in connection.execute(counted):
        found[article_id][name] = int(times)
    return {one: Figures(**counts) for one, counts in found.items()}


def _grouped(
    name: str, by: ColumnElement[Any], counted: ColumnElement[Any], ids: Sequence[int]
) -> Select[Any]:
    return select(literal(name), by, type_coerce(counted, Integer)).where(by.in_(ids)).group_by(by)


def uses(connection: Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """The tickets that each of these articles was used for, each once."""
    query = (
        select(article_use.c.article_id, article_use.c.ticket_id)
        .where(article_use.c.article_id.in_(ids), article_use.c.how != Use.MADE)
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for article_id, ticket_id in connection.execute(query):
        found.setdefault(article_id, []).append(ticket_id)
    return found


def categories(connection: Connection) -> list[Row]:
    """Every category with the number of articles, tickets and catalog items in it."""
    counted = {
        name: select(func.count())
        .where(table.c.category_id == category_table.c.id)
        .scalar_subquery()
        .label(name)
        for name, table in (("articles", article), ("tickets", ticket), ("items", catalog_item))
    }
    query = select(category_table.c.id, category_table.c.name, *counted.values())
    return [dict(row) for row in connection.execute(query).mappings()]


def stale(connection: Connection, today: date) -> list[int]:
    """Published articles whose review date has passed, the longest ago first."""
    query = (
        select(article.c.id)
        .where(article.c.published_edition.is_not(None), article.c.review_on < today)
        .order_by(article.c.review_on, article.c.id)
    )
    return list(connection.execute(query).scalars())


@dataclass(frozen=True)
class Standing:
    """What decides whether a link to an article leads somewhere."""

    status: ArticleStatus
    audience: Audience
    published_edition: int | None


def standing(connection: Connection) -> dict[int, Standing]:
    """How every article stands."""
    query = select(article.c.id, article.c.status, article.c.audience, article.c.published_edition)
    return {row[0]: Standing(*row[1:]) for row in connection.execute(query)}


def that_point_somewhere(connection: Connection) -> Iterator[Row]:
    """What readers see of the articles that name another, or a file; else what is worked on."""
    words = func.coalesce(article_edition.c.text, article.c.text)
    query = (
        select(
            article.c.id,
            func.coalesce(article_edition.c.title, article.c.title).label("title"),
            article.c.audience,
            func.coalesce(article.c.published_edition, article.c.edition).label("edition"),
            words.label("text"),
        )
        .outerjoin(article_edition, _PUBLISHED)
        .where(
            article.c.status != ArticleStatus.RETIRED,
            words.contains("KB-") | words.contains("desk:"),
        )
        .order_by(article.c.id)
    )
    for row in connection.execute(query).mappings():
        yield dict(row)


def complaints(connection: Connection) -> list[Row]:
    """Votes of those whom the edition that readers see did not help, newest first."""
    unhelpful = False
    query = (
        select(
            article_vote.c.article_id,
            article_edition.c.title,
            article_vote.c.comment,
            article_vote.c.at,
            article_vote.c.edition,
        )
        .join(article, article.c.id == article_vote.c.article_id)
        .join(article_edition, _PUBLISHED)
        .where(
            article_vote.c.helpful == unhelpful,
            article_vote.c.edition == article.c.published_edition,
        )
        .order_by(article_vote.c.at.desc(), article_vote.c.id.desc())
        .limit(AT_ONCE)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def for_everybody(connection: Connection) -> list[Row]:
    """What everybody may read: the published editions of public articles, by title."""
    query = (
        select(
            article.c.id,
            article.c.tags,
            article_edition.c.edition,
            article_edition.c.title,
            article_edition.c.text,
            article_edition.c.at,
            category_table.c.name.label("category"),
        )
        .join(article_edition, _PUBLISHED)
        .outerjoin(category_table, category_table.c.id == article.c.category_id)
        .where(article.c.audience == Audience.PUBLIC)
        .order_by(func.lower(article_edition.c.title), article.c.id)
    )
    found = connection.execute(query).mappings()
    return [{**row, "tags": tuple(json.loads(row["tags"]))} for row in found]
