"""`desk account away, back, lead, manager`: who decides when somebody is asked and not there."""

from __future__ import annotations

import argparse

from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import opened
from desk_gui.cli.tickets import account_named
from desk_gui.domain.absence import Absence
from desk_gui.domain.errors import NotFound
from desk_gui.operations import absences, accounts, contacts
from desk_gui.operations.desk import Desk

NOBODY = "nobody"


def away(options: argparse.Namespace) -> int:
    """Say who decides approvals while somebody is away."""
    with opened(options) as desk:
        delegate_id = account_named(desk, options.delegate, "DELEGATE")
        who = _who(desk, options.login)
        wanted = Absence(who, delegate_id, options.since, options.until)
        absences.be_away(desk, delegate_id, wanted.since, wanted.until, account_id=who)
        known = absences.known(desk)
        names, remark = known.names, known.remark(wanted)
    told = {
        "account": names[who],
        "delegate": names[delegate_id],
        "since": wanted.since,
        "until": wanted.until,
        "remark": remark or None,
    }
    span = f"from {output.local(wanted.since)} until {output.local(wanted.until)}"
    said = f"{names[delegate_id]} decides instead of {names[who]} {span}."
    return _told(options, told, f"{said} {remark}".strip())


def back(options: argparse.Namespace) -> int:
    """End an absence."""
    with opened(options) as desk:
        who = _who(desk, options.login)
        absences.be_back(desk, account_id=who)
        name = absences.known(desk).names[who]
    return _told(options, {"account": name, "away": False}, f"{name} is back.")


def lead(options: argparse.Namespace) -> int:
    """Name the lead of a team, or nobody."""
    with opened(options) as desk:
        account_id = _somebody(desk, options.login)
        contacts.set_lead(desk, _team(desk, options.team), account_id)
    return _told(options, {"team": options.team, "lead": _login(options)}, "Saved.")


def manager(options: argparse.Namespace) -> int:
    """Name the manager of a contact, or nobody."""
    with opened(options) as desk:
        account_id = _somebody(desk, options.login)
        contacts.set_manager(desk, contacts.id_of(desk, options.mail), account_id)
    return _told(options, {"contact": options.mail, "manager": _login(options)}, "Saved.")


def _who(desk: Desk, login: str | None) -> int:
    """The account of a login, or who acts."""
    if login:
        return account_named(desk, login, "--login")
    return desk.account_id or 0


def _somebody(desk: Desk, login: str) -> int | None:
    return None if login == NOBODY else account_named(desk, login, "LOGIN")


def _login(options: argparse.Namespace) -> str | None:
    return None if options.login == NOBODY else options.login


def _team(desk: Desk, name: str) -> int:
    teams = accounts.teams(desk)
    wanted = name.strip().casefold()
    found = next((one.id for one in teams if one.name.casefold() == wanted), None)
    if found is None:
        known = ", ".join(one.name for one in teams) or "none"
        raise NotFound(f"There is no team “{name}”; the teams are: {known}.")
    return found


def _told(options: argparse.Namespace, told: dict[str, object], said: str) -> int:
    if options.json:
        output.give(told)
    else:
        output.say(said)
    return exit_codes.DONE
