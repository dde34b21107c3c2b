"""`desk request order, decide, delegate, task` and `desk catalog list, export, import`."""

from __future__ import annotations

import argparse
from pathlib import Path

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.tickets import account_named, given_answers, shown
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import Invalid
from desk_gui.domain.workflow import Kind
from desk_gui.operations import approvals, catalog_items, requests, search, suggestions
from desk_gui.operations import show as showing
from desk_gui.operations.desk import Desk


def order(options: argparse.Namespace) -> int:
    """Order an item of the catalog for somebody, with the answers to its form."""
    from desk_gui.operations import classification

    with opened(options) as desk:
        item = suggestions.item_named(desk, options.item)
        wanted = classification.NewTicket(
            options.title or item.name,
            kind=Kind.REQUEST,
            requester=options.requester or "",
            item_id=item.id,
            answers=given_answers(options.answer, item),
        )
        return shown(options, desk, classification.open_ticket(desk, wanted).ticket_id)


def decide(options: argparse.Namespace) -> int:
    """Approve or reject a request that waits for this account."""
    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        if options.decision == "approve":
            requests.approve(desk, ticket_id, note=options.reason or "")
        else:
            requests.reject(desk, ticket_id, options.reason or "")
        return shown(options, desk, ticket_id)


def delegate(options: argparse.Namespace) -> int:
    """Let somebody else decide an approval that waits for this account."""
    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        approvals.delegate(desk, ticket_id, account_named(desk, options.login, "delegate"))
        return shown(options, desk, ticket_id)


def task(options: argparse.Namespace) -> int:
    """Begin, do, skip or take up again a fulfilment task, named by its place."""
    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        task_id = _task_id(desk, ticket_id, options.place)
        if options.act == "start":
            requests.start_task(desk, ticket_id, task_id)
        elif options.act == "reopen":
            requests.reopen_task(desk, ticket_id, task_id)
        elif options.act == "done":
            requests.complete_task(desk, ticket_id, task_id)
        else:
            requests.skip_task(desk, ticket_id, task_id, options.reason or "")
        return shown(options, desk, ticket_id)


def _task_id(desk: Desk, ticket_id: int, place: int) -> int:
    tasks = showing.show(desk, ticket_id).tasks
    found = next((one.id for one in tasks if one.position == place), None)
    if found is None:
        raise Invalid(f"It has no task {place}; it has {len(tasks)}.")
    return found


def waiting(options: argparse.Namespace) -> int:
    """List what waits for the decision of this account."""
    with opened(options) as desk:
        found = approvals.waiting_for_me(desk)
    if options.json:
        for one in found:
            output.give({**vars(one), "answers": dict(one.answers)})
        return exit_codes.DONE
    output.table(
        ("number", "asked", "item", "title"),
        [(one.number, output.local(one.asked_at), one.item, one.title) for one in found],
    )
    return exit_codes.DONE


def items(options: argparse.Namespace) -> int:
    """List what can be ordered, with the keys of each form."""
    with opened(options) as desk:
        found = requests.catalog(desk)
    if options.json:
        for item in found:
            output.give(_item(item))
        return exit_codes.DONE
    output.table(
        ("item", "priority", "approvals", "tasks", "form"),
        [
            (
                item.name,
                int(item.priority),
                item.approvals,
                len(item.tasks),
                ", ".join(field.key + ("*" if field.required else "") for field in item.fields),
            )
            for item in found
        ],
    )
    return exit_codes.DONE


def _item(item: CatalogItem) -> dict[str, object]:
    return {
        "name": item.name,
        "description": item.description,
        "edition": item.edition,
        "priority": int(item.priority),
        "fulfil_s": item.fulfil_s,
        "approvals": item.approvals,
        "tasks": [one.title for one in item.tasks],
        "form": [
            {
                "key": field.key,
                "label": field.label,
                "kind": field.kind,
                "required": field.required,
                "choices": list(field.choices),
            }
            for field in item.fields
        ],
    }


def export_catalog(options: argparse.Namespace) -> int:
    """Write the catalog as one TOML file."""
    path = Path(options.file)
    with opened(options) as desk:
        count = catalog_items.export_catalog(desk, path)
    if options.json:
        output.give({"file": str(path), "items": count})
    else:
        output.say(f"{count} catalog items are in {path}.")
    return exit_codes.DONE


def import_catalog(options: argparse.Namespace) -> int:
    """Add and change catalog items as a TOML file has them; all or nothing."""
    with opened(options) as desk:
        done = catalog_items.import_catalog(desk, Path(options.file), dry_run=options.dry_run)
    if options.json:
        output.give({"dry_run": options.dry_run, **{k: list(v) for k, v in vars(done).items()}})
        return exit_codes.DONE
    verb = "would be " if options.dry_run else ""
    output.say(
        f"{len(done.added)} items {verb}added, {len(done.changed)} {verb}changed,"
        f" {len(done.same)} are the same."
    )
    return exit_codes.DONE
