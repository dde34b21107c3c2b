"""What somebody with a database client tries on a request; each must be refused or do nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.operations.plain_requests import Order, PlainRequests
from tests.operations.real_desk import Real
from tests.storage.attacks import Attacker

Try = Callable[[Attacker, int], str]
"""An attack on one request: what the database said."""
DONE_BY = "status = 'done', done_by_id = {0}, done_at = {1}"


def attacks(plain: PlainRequests, order: Order, real: Real) -> Iterator[tuple[str, Try]]:
    """Every attack that the rules forbid on this request as it stands, with its name."""
    yield from _statuses(plain, order)
    yield from _unrecorded(real)
    yield from _forged(plain, order, real)
    yield from _replayed()


def _runs(*statements: str) -> Try:
    return lambda attacker, ticket_id: attacker.run(
        *(statement.replace("{id}", str(ticket_id)) for statement in statements)
    )


def _statuses(plain: PlainRequests, order: Order) -> Iterator[tuple[str, Try]]:
    """Another status, without its entry, and with one that fits but nothing else."""
    for status in ("approved", "in_fulfilment", "fulfilled", "closed"):
        bare = f"UPDATE ticket SET status = '{status}', version = version + 1 WHERE id = {{id}}"
        if order.status != status:
            yield f"status {status}", _runs(bare)
        way = plain.why_not_move(plain.orders.index(order), status)
        if order.kind == "request" and order.status != status and way:
            yield f"forged {status}", _forging(status)


def _forging(status: str) -> Try:
    more = {"fulfilled": ", resolved_at = 1", "closed": ", closed_at = 1"}.get(status, "")
    change = f"status = '{status}'{more}"
    return lambda attacker, ticket_id: attacker.forged(ticket_id, change)


def _unrecorded(real: Real) -> Iterator[tuple[str, Try]]:
    """Changes of approvals, tasks, editions and orders that no entry tells of."""
    at = int(real.clock.now.timestamp())
    of = "WHERE ticket_id = {id}"
    edition = f"(SELECT max(edition_id) FROM catalog_order {of})"
    for account in real.account_ids.values():
        for decision in ("approved", "rejected"):
            decided = f"decision = '{decision}', account_id = {account}, decided_at = {at}"
            yield f"{decision} by {account}", _runs(f"UPDATE approval SET {decided} {of}")
        put = f"{{id}}, (SELECT min(id) FROM approver), 'approved', {account}, {at}, {at}"
        columns = "ticket_id, approver_id, decision, account_id, asked_at, decided_at"
        yield "insert approved", _runs(f"INSERT INTO approval ({columns}) VALUES ({put})")
        yield "done", _runs(f"UPDATE task SET {DONE_BY.format(account, at)} {of}")
        for way in ("delegate_id", "approver_id"):
            yield way, _runs(f"UPDATE approval SET {way} = {account} {of} AND decision = 'open'")
        away = f"INSERT INTO absence VALUES ({account}, {account % 5 + 1}, 1, {at * 2})"
        yield "absence", _runs("DELETE FROM absence", away)
    for statement in (
        f"UPDATE task SET status = 'skipped', reason = 'So.', mandatory = 0 {of}",
        f"UPDATE task SET status = 'open', done_at = NULL {of} AND status <> 'open'",
        f"UPDATE task SET status = 'void' {of} AND status <> 'void'",
        f"UPDATE task SET status = 'done', done_at = 1 {of} AND status = 'void'",
        f"UPDATE task SET mandatory = 0 {of} AND mandatory = 1",
        f"UPDATE task SET checklist = '[]' {of} AND checklist <> '[]'",
        f"UPDATE approval SET decision = 'void' {of} AND decision IN ('approved', 'rejected')",
        f"UPDATE approval SET decision = 'approved' {of} AND decision = 'void'",
        f"UPDATE approval SET expires_at = 1 {of}",
        f"DELETE FROM approval {of}",
        f"DELETE FROM task {of}",
        f"DELETE FROM task_after WHERE task_id IN (SELECT id FROM task {of})",
        f"DELETE FROM catalog_order {of}",
        f"UPDATE catalog_order SET edition_id = (SELECT max(id) FROM catalog_edition) {of}",
        f"INSERT INTO catalog_order (ticket_id, edition_id, at) SELECT {{id}}, {edition}, 1",
        f"DELETE FROM approver WHERE edition_id = {edition}",
        f"UPDATE approval_step SET needed = 1 WHERE edition_id = {edition}",
        f"UPDATE catalog_edition SET mandatory_tasks = 0 WHERE id = {edition}",
        f"DELETE FROM task_template WHERE edition_id = {edition}",
        f"UPDATE task_template SET mandatory = 0 WHERE edition_id = {edition}",
        "UPDATE catalog_item SET edition = edition - 1",
        "INSERT INTO task (ticket_id, position, title, mandatory, status)"
        " VALUES ({id}, 1, 'Mine', 1, 'done')",
        f"INSERT INTO task_after SELECT max(id), min(id) FROM task {of} HAVING max(id) > min(id)"
        f" AND max(id) NOT IN (SELECT task_id FROM task_after)",
    ):
        yield statement, _runs(statement)


def _forged(plain: PlainRequests, order: Order, real: Real) -> Iterator[tuple[str, Try]]:
    """What is not allowed is not allowed with an entry that tells of it, either."""
    now = real.clock.now
    at = int(now.timestamp())
    for who, account in real.account_ids.items():
        able = order.status == "awaiting_approval" and any(
            plain.may_decide(order, one, who, at) for one in order.asked if one.decision == "open"
        )
        if not able:
            change = f"decision = 'approved', account_id = {account}, decided_at = {at}"
            change = f"UPDATE approval SET {change} WHERE ticket_id = {{id}} AND decision = 'open'"
            yield f"approved by {who}", _told("decided", account, change)
    for place, task in enumerate(order.tasks):
        barred = plain.blocked(order, task) or not all(task.ticked)
        if task.status == "open" and (order.status != "in_fulfilment" or barred):
            done = DONE_BY.format(real.account_ids["tom"], at)
            change = f"UPDATE task SET {done} WHERE ticket_id = {{id}} AND status = 'open'"
            where = f"{change} AND position = {place + 1}"
            yield f"done {place}", _told("did task", real.account_ids["tom"], where)


def _told(action: str, account_id: int, statement: str) -> Try:
    def attack(attacker: Attacker, ticket_id: int) -> str:
        entry = attacker.written(ticket_id, action=action, account_id=account_id)
        return attacker.run(entry, statement.replace("{id}", str(ticket_id)))

    return attack


def _replayed() -> Iterator[tuple[str, Try]]:
    """Entries of the journal once more, and other requests' places."""
    columns = "at, account_id, subject, subject_id, version, action, old_kind, kind, old_status,"
    columns += " status, reason, before, after, origin, undoes, previous, hash"
    last = "WHERE subject = 'ticket' AND subject_id = {id} ORDER BY n DESC LIMIT 1"
    for n in ("n", "(SELECT max(n) + 1 FROM journal)"):
        again = f"INSERT INTO journal (n, uuid, {columns}) SELECT {n}, 'x', {columns}"
        yield f"replayed as {n}", _runs(f"{again} FROM journal {last}")
    other = "item_id = coalesce(item_id, 0) + 1, version = version + 1"
    yield "another item", _runs(f"UPDATE ticket SET {other} WHERE id = {{id}}")
    yield "gone", _runs("DELETE FROM ticket WHERE id = {id}")
