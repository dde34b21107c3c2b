"""The last steps of the tour: a requester in her own window, who says that it is solved."""

from __future__ import annotations

from collections.abc import Callable

from desk_gui.app import Program
from desk_gui.cli.driving import Script, press
from desk_gui.domain.accounts import Account
from desk_gui.domain.errors import NotPossible
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.operations import accounts

ASKS = "sofia.marek"
"""Who signs in to the reduced window; the incident of the tour is hers."""
SIZE = (1280, 800)


def own_walk(
    program: Program, desktop: Desktop, ticket_id: int, shoot: Callable[[str], Script]
) -> Script:
    """Her start page, and the incident of the tour, with which she is satisfied."""
    desk, found = desktop.context.desk, list[Account]()
    program.jobs.read(program, lambda: accounts.accounts(desk), found.extend)
    yield lambda: found
    program.work_as(next(one for one in found if one.login == ASKS))
    yield lambda: program.own
    own = program.own
    if own is None:
        raise NotPossible("The reduced window did not open.")
    own.window.resize(*SIZE)
    yield from shoot("own-start-page")
    own.show_ticket(ticket_id)
    yield lambda: own.ticket.shown
    yield program.jobs.idle
    press(own.window, "Solved-yes")
    press(own.window, "Score-5")
    own.ticket.solved.comment.setPlainText("Quick, thank you!")
    yield from shoot("own-solved")
    press(own.window, "SendSolved")
    yield lambda: own.ticket.shown is not None and own.ticket.shown.ticket.csat
