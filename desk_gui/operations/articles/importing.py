"""Planned articles as rows: with their first edition, their files, and the links between them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import NewFile
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.operations.articles.files import name_file
from desk_gui.operations.attachments import Incoming
from desk_gui.operations.desk import Desk, Session, new_key
from desk_gui.operations.knowledge import REVIEW_AFTER
from desk_gui.operations.newcomers import Newcomers
from desk_gui.storage import bulk, journal, rows
from desk_gui.storage.journal import Entry, canonical
from desk_gui.transfer.article_links import settled
from desk_gui.transfer.files import taken
from desk_gui.transfer.plan import PlannedArticle

EDITION = 1
STEPS = (ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW, ArticleStatus.PUBLISHED)


@dataclass
class Written:
    """What became of some planned articles."""

    articles: int = 0
    files: int = 0
    lost: int = 0


@dataclass(frozen=True)
class ArticleImport:
    """One import: the numbers of all its articles are known before the first is written.

    So they can point to each other, whichever comes first. `known` are those that are there
    already, `ids` all of them, by their names in the source.
    """

    source: str
    known: frozenset[str]
    ids: Mapping[str, int]
    newcomers: Newcomers
    publish: bool
    dry_run: bool

    @classmethod
    def begin(
        cls, desk: Desk, source: str, names: Sequence[str], *, publish: bool, dry_run: bool
    ) -> ArticleImport:
        """Look up which articles are there, and set numbers aside for the others."""
        with desk.reading() if dry_run else desk.writing(Right.IMPORT) as session:
            there = bulk.ids_of_numbers(session.connection, "article", source, names)
            fresh = [name for name in names if name not in there]
            numbers = range(len(fresh))
            if fresh and not dry_run:
                numbers = rows.reserve_ids(session.connection, "article", len(fresh))
        ids = there | dict(zip(fresh, numbers, strict=True))
        known = frozenset(there)
        return cls(source, known, ids, Newcomers(source), publish=publish, dry_run=dry_run)

    def write(self, desk: Desk, plans: Sequence[PlannedArticle]) -> Written:
        """Write those that are not there yet, in one transaction."""
        fresh = [plan for plan in plans if plan.foreign_id not in self.known]
        done = Written(
            articles=len(fresh),
            files=sum(len(plan.files) for plan in fresh),
            lost=sum(plan.lost for plan in fresh),
        )
        if fresh and not self.dry_run:
            with desk.writing(Right.IMPORT) as session:
                _Writer(session, self, done).write(fresh)
        return done


class _Writer:
    """Writes some articles of an import in one transaction."""

    def __init__(self, session: Session, run: ArticleImport, done: Written) -> None:
        self._session, self._run, self._done = session, run, done

    def write(self, plans: Sequence[PlannedArticle]) -> None:
        session, connection = self._session, self._session.connection
        named = (("category", plan.category) for plan in plans if plan.category)
        entries = self._run.newcomers.welcome(session, named)
        numbers = self._numbers_of_files(plans)
        written = [(plan, self._row(plan, numbers[plan.foreign_id])) for plan in plans]
        plain = [row for plan, row in written if not plan.files]
        rows.add_many(connection, "article", plain)
        rows.add_many(connection, "article_edition", [_edition(row) for row in plain])
        for plan, row in written:
            if plan.files:
                self._with_files(plan, row, numbers[plan.foreign_id])
            entries += _entries(session, plan, row)
        journal.append(connection, entries)

    def _numbers_of_files(self, plans: Sequence[PlannedArticle]) -> dict[str, list[int]]:
        count = sum(len(plan.files) for plan in plans)
        ids = iter(rows.next_ids(self._session.connection, "article_file", count) if count else ())
        return {plan.foreign_id: [next(ids) for _ in plan.files] for plan in plans}

    def _row(self, plan: PlannedArticle, files: Sequence[int]) -> dict[str, Any]:
        published = self._run.publish or plan.published
        now = self._session.now
        return {
            "id": self._run.ids[plan.foreign_id],
            "status": ArticleStatus.PUBLISHED if published else ArticleStatus.DRAFT,
            "audience": Audience.PUBLIC if plan.public else Audience.INTERNAL,
            "title": plan.title,
            "text": settled(plan.text, self._run.ids, files, self._lose),
            "tags": json.dumps(sorted({tag.lower() for tag in plan.tags}), ensure_ascii=False),
            "category_id": self._run.newcomers.id("category", plan.category),
            "edition": EDITION,
            "published_edition": EDITION if published else None,
            "author_id": self._session.actor.id,
            "review_on": now.date() + REVIEW_AFTER if published else None,
            "updated_at": now,
            "source": self._run.source,
            "foreign_number": plan.foreign_id,
            "version": 1,
        }

    def _lose(self) -> None:
        self._done.lost += 1

    def _with_files(
        self, plan: PlannedArticle, row: Mapping[str, Any], numbers: Sequence[int]
    ) -> None:
        """A file comes to a draft only, so the article takes its steps afterwards."""
        connection = self._session.connection
        draft = {"status": ArticleStatus.DRAFT, "published_edition": None}
        rows.add(connection, "article", **{**row, **draft})
        rows.add(connection, "article_edition", **_edition(row))
        for path, number in zip(plan.files, numbers, strict=True):
            self._store(path, row["id"], number)
        if row["status"] is ArticleStatus.PUBLISHED:
            for version, status in enumerate(STEPS[1:], 2):
                step = {"status": status, "version": version}
                if status is ArticleStatus.PUBLISHED:
                    step["published_edition"] = EDITION
                rows.change(connection, "article", step, id=row["id"])

    def _store(self, path: Path, article_id: int, number: int) -> None:
        session = self._session
        with taken([NewFile(path.name, path)], lambda _: None) as copies:
            Incoming(tuple(copies), lambda _: None).store(session.connection)
            for copy in copies:
                name_file(session, article_id, EDITION, copy, file_id=number)


def _edition(article: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "article_id": article["id"],
        "edition": article["edition"],
        "title": article["title"],
        "text": article["text"],
        "author_id": article["author_id"],
        "at": article["updated_at"],
    }


def _entries(session: Session, plan: PlannedArticle, article: Mapping[str, Any]) -> Iterator[Entry]:
    """Opened, as the file says; the steps to its publication are bridged."""
    opened = Entry(
        uuid=new_key(),
        at=session.now,
        account_id=session.actor.id,
        subject="article",
        subject_id=article["id"],
        action="opened",
        after=canonical({"title": plan.title, "foreign_number": plan.foreign_id}),
        origin="imported",
        source_row=plan.line,
    )
    yield opened
    published = article["status"] is ArticleStatus.PUBLISHED
    for before, status in pairwise(STEPS) if published else ():
        yield replace(
            opened,
            uuid=new_key(),
            action="moved",
            after=canonical({"status": status, "before": before}),
            origin="bridged",
        )
