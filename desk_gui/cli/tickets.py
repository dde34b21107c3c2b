"""`desk ticket new`, `show`, `move`, `reclassify`, `merge` and `unmerge`."""

from __future__ import annotations

import argparse

from desk_gui.cli import exit_codes, output, own, standard_input
from desk_gui.cli.desks import opened
from desk_gui.cli.ticket_shape import ticket_json, ticket_lines
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import Invalid, NotFound
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, Status
from desk_gui.operations import accounts, merging, requests, search, tickets
from desk_gui.operations import show as showing
from desk_gui.operations.desk import Desk
from desk_gui.operations.own import reading

_NO_LEVELS = "A service request takes its priority from its catalog item, not from impact."
_NO_ITEM = "An incident has no catalog item; leave --item out, or open a request."
_NO_FORM = "Only an order from the catalog has a form; name its item with --item."


def show(options: argparse.Namespace) -> int:
    """Show one ticket."""
    with opened(options) as desk:
        if reading.asks(desk):
            return own.show(desk, options.number, as_json=options.json)
        return shown(options, desk, search.ticket_id(desk, options.number))


def shown(options: argparse.Namespace, desk: Desk, ticket_id: int) -> int:
    """Say how a ticket stands now, as `desk ticket show` does."""
    page = showing.show(desk, ticket_id)
    if options.json:
        output.give(ticket_json(desk, page))
    else:
        output.say("\n".join(ticket_lines(page, desk.clock())))
    return exit_codes.DONE


def new(options: argparse.Namespace) -> int:
    """Open a ticket of the kind that was said, or that its text says."""
    from desk_gui.operations import classification

    text = standard_input.whole() if options.text == "-" else options.text
    with opened(options) as desk:
        kind = _kind(options, desk, text)
        chosen = kind if options.item or options.kind != "auto" else None
        item_id = _item_id(options, desk, kind, f"{options.title} {text}")
        wanted = classification.NewTicket(
            options.title,
            text,
            chosen,
            requester=options.requester or "",
            impact=options.impact,
            urgency=options.urgency,
            item_id=item_id,
            answers=_form(options, desk, item_id),
        )
        return shown(options, desk, classification.open_ticket(desk, wanted).ticket_id)


def _kind(options: argparse.Namespace, desk: Desk, text: str) -> Kind | None:
    """The kind that will be opened; None leaves it to the controller, which refuses then."""
    from desk_gui.operations import classification

    if options.kind != "auto":
        return Kind(options.kind)
    if options.item:
        return Kind.REQUEST
    return classification.propose(desk, options.title, text).kind


def _item_id(options: argparse.Namespace, desk: Desk, kind: Kind | None, text: str) -> int | None:
    """The catalog item that was named, or that the text asks for; Invalid for the wrong kind."""
    from desk_gui.operations import suggestions

    if kind is not Kind.REQUEST:
        if options.item:
            raise Invalid(_NO_ITEM)
        return None
    if options.impact or options.urgency:
        raise Invalid(_NO_LEVELS)
    if options.item:
        return suggestions.item_named(desk, options.item).id
    found = suggestions.item_for(desk, text)
    return found.id if found else None


def _form(options: argparse.Namespace, desk: Desk, item_id: int | None) -> dict[str, str] | None:
    """The answers to the form of the item; None where nobody filled it in."""
    if not options.field:
        return None
    item = next((one for one in requests.catalog(desk) if one.id == item_id), None)
    if item is None:
        raise Invalid(_NO_FORM)
    return given_answers(options.field, item)


def given_answers(given: list[str], item: CatalogItem) -> dict[str, str]:
    """Answers by the keys of the form; a field is named by its key or its label."""
    keys = {one.label.casefold(): one.key for one in item.fields}
    found = {}
    for one in given:
        name, sign, answer = one.partition("=")
        if not sign:
            raise Invalid(f"“{one}” is no answer; write it as NAME=ANSWER.")
        found[keys.get(name.strip().casefold(), name.strip())] = answer
    return found


def reclassify(options: argparse.Namespace) -> int:
    """Turn an incident into a request, or back; the number stays."""
    from desk_gui.operations import classification

    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        ticket = showing.show(desk, ticket_id).ticket
        item_id = None
        if ticket.kind is not options.kind:
            item_id = _item_id(options, desk, options.kind, f"{ticket.title} {ticket.text}")
        wanted = classification.Reclassification(
            options.kind,
            options.reason,
            item_id,
            options.impact,
            options.urgency,
            _form(options, desk, item_id),
        )
        classification.reclassify(desk, ticket_id, wanted)
        return shown(options, desk, ticket_id)


def move(options: argparse.Namespace) -> int:
    """Make a transition of the ticket's workflow; approving and rejecting are decisions."""
    options.text = standard_input.whole() if options.text == "-" else options.text
    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        said = options.reason or options.text or ""
        if options.status is Status.APPROVED:
            requests.approve(desk, ticket_id, note=said)
        elif options.status is Status.REJECTED:
            requests.reject(desk, ticket_id, said)
        else:
            tickets.move(desk, ticket_id, _wish(options, desk))
        return shown(options, desk, ticket_id)


def merge(options: argparse.Namespace) -> int:
    """Merge a ticket into the one that stays, which must not be merged itself."""
    with opened(options) as desk:
        ticket_id, into = (search.ticket_id(desk, n) for n in (options.number, options.into))
        merging.merge(desk, ticket_id, into, reason=options.reason or "")
        return shown(options, desk, ticket_id)


def unmerge(options: argparse.Namespace) -> int:
    """Take a ticket out of the one it was merged into; it is what it was before."""
    with opened(options) as desk:
        ticket_id = search.ticket_id(desk, options.number)
        merging.unmerge(desk, ticket_id)
        return shown(options, desk, ticket_id)


def _wish(options: argparse.Namespace, desk: Desk) -> Wish:
    reason, status = options.reason or "", options.status
    hold = _word(HoldReason, reason) if status is Status.ON_HOLD else None
    cancel = _word(CancelReason, reason) if status is Status.CANCELLED else None
    return Wish(
        status,
        hold_reason=HoldReason(hold) if hold else None,
        cancel_reason=CancelReason(cancel) if cancel else None,
        resolution_code=options.resolution_code,
        resolution_text=options.text or "",
        reason="" if hold or cancel else reason,
        assignee_id=account_named(desk, options.assignee, "--assignee")
        if options.assignee
        else None,
    )


def _word(words: type[HoldReason | CancelReason], typed: str) -> str | None:
    """The word of a reason; None when nothing was typed, which the rules then ask for."""
    word = typed.strip().lower()
    if word and word not in set(words):
        raise Invalid(f"“{typed}” is no reason for this; it can be {', '.join(words)}.")
    return word or None


def account_named(desk: Desk, login: str, option: str) -> int:
    """The account with this login; NotFound, naming the option that takes one."""
    wanted = login.strip().lower()
    found = next((one.id for one in accounts.accounts(desk) if one.login == wanted), None)
    if found is None:
        raise NotFound(f"There is no account “{login.strip()}”; {option} takes a login.")
    return found
