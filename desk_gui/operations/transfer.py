"""Import: the whole file is checked first, then written in transactions of whole tickets (§8)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.errors import Cancelled
from desk_gui.domain.priority import Priority
from desk_gui.domain.workflow import WORKFLOWS, Status
from desk_gui.operations.articles.importing import ArticleImport
from desk_gui.operations.desk import Desk, Session, new_key
from desk_gui.operations.newcomers import Newcomers
from desk_gui.operations.planned import Standards, named, write_out
from desk_gui.operations.terms import terms
from desk_gui.storage import bulk, journal, read, rows
from desk_gui.storage.journal import Entry
from desk_gui.transfer.articles import planned_articles
from desk_gui.transfer.plan import Origin, PlannedTicket
from desk_gui.transfer.reconciliation import Reconciliation, Refused
from desk_gui.transfer.source import Progress, Question
from desk_gui.transfer.tickets import TicketFile, TicketFormat, ticket_file

AT_ONCE = 400
"""Tickets that one transaction writes."""
_Plan = TypeVar("_Plan")


@dataclass
class _Account:
    """What has been done so far; becomes the reconciliation."""

    told: Reconciliation
    began: float = field(default_factory=time.monotonic)

    def add(self, batch: _Batch) -> None:
        """Count a batch that is committed, or that a dry run has looked at."""
        told, fresh = self.told, batch.fresh
        self.told = replace(
            told,
            rows=told.rows + sum(_rows(plan) for plan in batch.plans),
            entries=told.entries + sum(len(plan.entries) for plan in fresh),
            bridged=told.bridged + sum(plan.bridged for plan in fresh),
            unknown_resolutions=told.unknown_resolutions + sum(map(_is_unknown, fresh)),
            refused=(*told.refused, *batch.refused),
        )
        self.count(len(batch.plans), len(fresh), len(batch.refused))

    def count(self, read: int, imported: int, refused: int = 0) -> None:
        """Count what was read; what was neither imported nor refused is there already."""
        self.told = replace(
            self.told,
            read=self.told.read + read,
            imported=self.told.imported + imported,
            skipped=self.told.skipped + read - imported - refused,
        )

    def closed(self, *, stopped: bool = False) -> Reconciliation:
        """The reconciliation, with the time it took."""
        return replace(self.told, stopped=stopped, seconds=time.monotonic() - self.began)


@dataclass(frozen=True)
class _Batch:
    """Planned tickets, those of them to be written, and those that a rule refuses."""

    plans: Sequence[PlannedTicket]
    fresh: Sequence[PlannedTicket]
    refused: tuple[Refused, ...]


def _rows(plan: PlannedTicket) -> int:
    return sum(entry.origin is Origin.IMPORTED for entry in plan.entries)


def _is_unknown(plan: PlannedTicket) -> bool:
    flow = WORKFLOWS[plan.kind]
    return plan.status in {flow.resolved, Status.CLOSED} and plan.resolved_at is None


def import_tickets(
    desk: Desk,
    path: Path,
    how: TicketFormat = TicketFormat.AUTO,
    mapping: Path | None = None,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Reconciliation:
    """Import a file of tickets; what is there already (source and foreign number) is skipped.

    Raises FileTrouble, and imports nothing, when anything in the file is malformed. Stopped by
    `cancelled`, it keeps the whole tickets written so far and says so; again, it goes on.
    """
    with desk.reading() as session:
        require(session.actor, Right.IMPORT)
    file = ticket_file(path, how, mapping)
    name = file.mapping.path.stem
    account = _Account(Reconciliation("tickets", str(path), name, dry_run=dry_run))
    try:
        for _ in file.plans(_part(progress, 0), cancelled):
            pass
        _import_checked(desk, file, account, _part(progress, 1), cancelled)
    except Cancelled:
        return account.closed(stopped=True)
    return account.closed()


def _part(progress: Progress | None, number: int) -> Progress | None:
    """Progress of the first or the second of two readings of the same file."""
    if progress is None:
        return None
    return lambda done, total: progress(number * total + done, 2 * total)


def _import_checked(
    desk: Desk,
    file: TicketFile,
    account: _Account,
    progress: Progress | None,
    cancelled: Question | None,
) -> None:
    newcomers = Newcomers(file.mapping.source)
    for plans in _batches(file.plans(progress, cancelled)):
        if account.told.dry_run:
            with desk.reading() as session:
                batch = _sorted(session, plans, file)
        else:
            with desk.writing(Right.IMPORT) as session:
                batch = _sorted(session, plans, file)
                _write(session, batch.fresh, newcomers, file)
        account.add(batch)


def _batches(plans: Iterator[_Plan]) -> Iterator[list[_Plan]]:
    while batch := list(islice(plans, AT_ONCE)):
        yield batch


def _sorted(session: Session, plans: list[PlannedTicket], file: TicketFile) -> _Batch:
    connection = session.connection
    numbers = [plan.foreign_number for plan in plans]
    known = bulk.known_numbers(connection, "ticket", file.mapping.source, numbers)
    items = {plan.item for plan in plans if plan.item}
    orderable = bulk.ids_by(connection, "catalog_item", "name", items)
    fresh, refused = [], []
    for plan in plans:
        if plan.foreign_number in known:
            continue
        reason = plan.lacks or _no_item(plan.item, orderable)
        if reason:
            refused.append(Refused(plan.foreign_number, plan.entries[0].source_row, reason))
        else:
            fresh.append(plan)
    return _Batch(plans, fresh, tuple(refused))


def _no_item(item: str | None, orderable: dict[str, int]) -> str | None:
    return f"the catalog has no item “{item}”" if item and item not in orderable else None


def _write(
    session: Session, plans: Sequence[PlannedTicket], newcomers: Newcomers, file: TicketFile
) -> None:
    if not plans:
        return
    connection = session.connection
    entries = newcomers.welcome(session, (pair for plan in plans for pair in named(plan)))
    standards = _standards(session, file)
    ids = rows.next_ids(connection, "ticket", len(plans))
    written = [
        write_out(ticket_id, plan, newcomers, standards)
        for ticket_id, plan in zip(ids, plans, strict=True)
    ]
    entries.append(_run_entry(session, file, ids))
    rows.add_many(connection, "ticket", [vars(one.ticket) for one in written])
    journal.append(connection, _chained(entries, (one.entries for one in written)))
    clocks = [{"ticket_id": one.ticket.id, **vars(one.clock)} for one in written if one.clock]
    rows.add_many(connection, "clock", clocks)


def _chained(first: list[Entry], others: Iterable[tuple[Entry, ...]]) -> Iterator[Entry]:
    yield from first
    for entries in others:
        yield from entries


def _standards(session: Session, file: TicketFile) -> Standards:
    connection = session.connection
    items = rows.many(connection, "catalog_item")
    return Standards(
        matrix=read.matrix(connection),
        terms=terms(session),
        items={item["id"]: Priority(item["priority"]) for item in items},
        source_title=file.mapping.title,
    )


def _run_entry(session: Session, file: TicketFile, ids: range) -> Entry:
    """Who imported what: the entries of the tickets themselves name who acted at the time."""
    facts = {"file": file.path.name, "source": file.mapping.source, "tickets": len(ids)}
    return Entry(
        uuid=new_key(),
        at=session.now,
        account_id=session.actor.id,
        subject="import",
        subject_id=ids[0],
        action="imported",
        after=journal.canonical({**facts, "last": ids[-1]}),
    )


def import_articles(
    desk: Desk,
    path: Path,
    *,
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Reconciliation:
    """Import a folder of Markdown and HTML, or a JSON Lines file, with the pictures beside them.

    Articles that are there are skipped.

    They become drafts of who imports them, published ones where the file or `publish` says so.
    Raises FileTrouble, and imports nothing, when anything is malformed.
    """
    with desk.reading() as session:
        require(session.actor, Right.IMPORT)
    how = "folder" if path.is_dir() else "jsonl"
    account = _Account(Reconciliation("articles", str(path), how, dry_run=dry_run))
    source = f"articles:{path.resolve().name}"
    try:
        names = [plan.foreign_id for plan in planned_articles(path, _part(progress, 0), cancelled)]
        writing = ArticleImport.begin(desk, source, names, publish=publish, dry_run=dry_run)
        for plans in _batches(planned_articles(path, _part(progress, 1), cancelled)):
            written = writing.write(desk, plans)
            account.count(len(plans), written.articles)
            account.told = account.told.with_files(written.files, written.lost)
    except Cancelled:
        return account.closed(stopped=True)
    return account.closed()
