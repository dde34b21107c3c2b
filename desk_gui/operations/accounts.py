"""Accounts: the first administrator, signing in, roles, teams and contacts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from desk_gui.domain.accounts import Account, Right, Role, check_password
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import read, requesters, rows

_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
_TRIES = 10
_LOCK = timedelta(minutes=15)
_WRONG = "This login and password do not belong together."


@dataclass(frozen=True)
class NewAccount:
    """What an administrator fills in; without a password the account cannot sign in yet.

    With a `database_login` a requester signs in to PostgreSQL itself, by login and password, and
    the server shows him his own and nothing else.
    """

    login: str
    name: str
    role: Role
    email: str = ""
    password: str | None = None
    team_ids: Collection[int] = ()
    database_login: bool = False


def needs_first_administrator(desk: Desk) -> bool:
    """Whether nobody can sign in yet, so that the first administrator has to be made."""
    with desk.reading() as session:
        accounts = rows.many(session.connection, "account", active=True, role=Role.ADMINISTRATOR)
        return not any(row["password_hash"] for row in accounts)


def make_first_administrator(desk: Desk, new: NewAccount) -> Account:
    """Make the first administrator, or give the one that “desk init” made a password."""
    hashed = _hashed(new.password or "") if new.password is not None else None
    with desk.writing() as session:
        existing = rows.many(session.connection, "account", role=Role.ADMINISTRATOR)
        if any(row["password_hash"] for row in existing):
            raise NotPossible("There is an administrator already; sign in, or ask for an account.")
        values = {**_checked(new), "role": Role.ADMINISTRATOR, "password_hash": hashed}
        if existing:
            account_id = existing[0]["id"]
            rows.change(session.connection, "account", values, id=account_id)
        else:
            account_id = rows.add(session.connection, "account", created_at=session.now, **values)
        write_other(session, "account", account_id, Why("opened"), login=values["login"])
        return _account(session, account_id)


def _checked(new: NewAccount) -> dict[str, object]:
    login = new.login.strip().lower()
    if not login or " " in login:
        raise Invalid("A login is one word, such as “sofia”.")
    if not new.name.strip():
        raise Invalid("An account needs the name of its person.")
    return {"login": login, "name": new.name.strip(), "email": new.email.strip()}


def _hashed(password: str) -> str:
    refusal = check_password(password)
    if refusal:
        raise Invalid(refusal)
    return _HASHER.hash(password)


def _account(session: Session, account_id: int) -> Account:
    account = read.account(session.connection, id=account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def sign_in(desk: Desk, login: str, password: str) -> Account:
    """Who signs in with this password (argon2id); ten wrong ones lock the account for 15 minutes.

    Raises NotAllowed; the sentence never says whether the login exists.
    """
    with desk.reading() as session:
        row = rows.one(session.connection, "account", login=login.strip().lower())
    if row is None or not row["password_hash"]:
        raise NotAllowed(_WRONG)
    if row["locked_until"] and row["locked_until"] > desk.clock():
        raise NotAllowed(_locked(row["locked_until"]))
    right = _fits(row["password_hash"], password)
    with desk.writing() as session:
        failed = rows.many(session.connection, "account", id=row["id"])[0]["failed_sign_ins"]
        _remember(session, row["id"], 0 if right else failed + 1)
        account = _account(session, row["id"])
    if not right:
        raise NotAllowed(_WRONG)
    if not account.active:
        raise NotAllowed(f"The account of {account.name} is switched off; ask an administrator.")
    return account


def _remember(session: Session, account_id: int, failed: int) -> None:
    locked_until = session.now + _LOCK if failed >= _TRIES else None
    values = {"failed_sign_ins": 0 if locked_until else failed, "locked_until": locked_until}
    rows.change(session.connection, "account", values, id=account_id)
    if locked_until:
        write_other(session, "account", account_id, Why("locked", "ten wrong passwords"))


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _locked(until: datetime) -> str:
    return f"Too many wrong passwords; try again after {until.astimezone():%H:%M}."


def add_account(desk: Desk, new: NewAccount) -> Effects:
    """Make an account with its role and teams, and the login of the database it is to have."""
    hashed = _hashed(new.password) if new.password is not None else None
    with desk.writing(Right.MANAGE_ACCOUNTS) as session:
        checked = _checked(new)
        if new.database_login:
            checked |= {"database_login": _own_login(session, new)}
            hashed = None
        if new.role is Role.REQUESTER and new.email.strip():
            contact_id(session, new.name, new.email)
        account_id = rows.add(
            session.connection,
            "account",
            role=new.role,
            password_hash=hashed,
            created_at=session.now,
            **checked,
        )
        _join_teams(session, account_id, new.team_ids)
        write_other(session, "account", account_id, Why("opened"), login=new.login, role=new.role)
        return Effects(people=True)


def _own_login(session: Session, new: NewAccount) -> str:
    if new.role is not Role.REQUESTER or not new.email.strip():
        raise Invalid("A database login is for a requester, with the mail address that he has.")
    login = new.login.strip().lower()
    requesters.give_login(session.connection, login, new.password)
    return login


def change_account(
    desk: Desk,
    account_id: int,
    *,
    role: Role | None = None,
    active: bool | None = None,
    team_ids: Collection[int] | None = None,
    password: str | None = None,
) -> Effects:
    """Change role, teams or password, or switch an account off; the last administrator stays.

    A requester's login of the database goes along: it takes the password, and signs in no more
    once the account is switched off or is no requester's any more.
    """
    hashed = _hashed(password) if password is not None else None
    with desk.writing(Right.MANAGE_ACCOUNTS) as session:
        account = _account(session, account_id)
        leaving = (role or account.role) is not Role.ADMINISTRATOR or active is False
        counts = account.active and account.role is Role.ADMINISTRATOR
        if leaving and counts and _administrators(session) == 1:
            raise NotPossible(f"{account.name} is the last administrator; name another one first.")
        if own := _login_of(session, account_id):
            hashed = None
            asks = (role or account.role) is Role.REQUESTER
            on = asks and (account.active if active is None else active)
            requesters.switch(session.connection, own, on=on)
            if password is not None:
                requesters.set_password(session.connection, own, password)
        wanted = {"role": role, "active": active, "password_hash": hashed}
        values = {name: value for name, value in wanted.items() if value is not None}
        if values:
            rows.change(session.connection, "account", values, id=account_id)
        if team_ids is not None:
            rows.remove(session.connection, "team_member", account_id=account_id)
            _join_teams(session, account_id, team_ids)
        shown = {name: value for name, value in values.items() if name != "password_hash"}
        write_other(session, "account", account_id, Why("edited"), **shown)
        return Effects(people=True)


def _login_of(session: Session, account_id: int) -> str | None:
    """The account's own login of the database."""
    row = rows.chosen(session.connection, "account", ("database_login",), id=account_id)
    return row["database_login"] if row else None


def _administrators(session: Session) -> int:
    found = rows.many(session.connection, "account", role=Role.ADMINISTRATOR, active=True)
    return len(found)


def _join_teams(session: Session, account_id: int, team_ids: Collection[int]) -> None:
    members = [{"team_id": team_id, "account_id": account_id} for team_id in set(team_ids)]
    rows.add_many(session.connection, "team_member", members)


def change_own_password(desk: Desk, old: str, new: str) -> Effects:
    """Give oneself another password; the old one is asked for."""
    hashed = _hashed(new)
    if desk.database.is_requesters:
        raise NotPossible("Your password is the database's own; ask an administrator for another.")
    with desk.writing(Right.ASK) as session:
        row = rows.one(session.connection, "account", id=session.actor.id)
        if row is None or not _fits(row["password_hash"] or "", old):
            raise NotAllowed("The old password is not right.")
        rows.change(session.connection, "account", {"password_hash": hashed}, id=row["id"])
        write_other(session, "account", row["id"], Why("edited", "own password"))
        return Effects(people=True)


def how_requesters_are_kept(desk: Desk) -> tuple[str, list[str]]:
    """What keeps requesters to their own, and a sentence for everything that needs a hand."""
    with desk.reading() as session:
        connection = session.connection
        if desk.database.is_sqlite:
            return "by Desk; whoever can open this file can read all of it", []
        asking = rows.all_chosen(
            connection, "account", ("database_login",), role=Role.REQUESTER, active=True
        )
        own = sum(row["database_login"] is not None for row in asking)
        if not own:
            return f"by Desk; none of {len(asking):,} has a login of the database of his own", []
        remarks = []
        if unkept := requesters.missing(connection):
            remarks.append(
                f"The server does not keep requesters from {', '.join(unkept)}: add an account"
                " with a login of the database again, which lays its rules anew."
            )
        if opened := requesters.open_to_all(connection):
            remarks.append(
                f"Every login of the server may use {len(opened)} tables of Desk; run"
                " “REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;”."
            )
        return f"by the server for {own:,} of {len(asking):,}, who have a login of it", remarks


def add_team(desk: Desk, name: str) -> Effects:
    """Make a team."""
    if not name.strip():
        raise Invalid("A team needs a name.")
    with desk.writing(Right.MANAGE_ACCOUNTS) as session:
        team_id = rows.add(session.connection, "team", name=name.strip())
        write_other(session, "team", team_id, Why("opened"), name=name.strip())
        return Effects(people=True)


def add_contact(desk: Desk, name: str, email: str = "", site: str = "") -> int:
    """The id of a requester with this mail address or name; made when there is none yet."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        return contact_id(session, name, email, site)


def contact_id(session: Session, name: str, email: str = "", site: str = "") -> int:
    """The same inside a transaction that does more."""
    name, email = name.strip(), email.strip().lower()
    if not name and not email:
        raise Invalid("A requester needs a name or a mail address.")
    known = {"email": email} if email else {"name": name}
    row = rows.one(session.connection, "contact", **known)
    if row is not None:
        return int(row["id"])
    return rows.add(
        session.connection, "contact", name=name or email, email=email or None, site=site
    )


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list."""

    id: int
    name: str
    detail: str = ""


def accounts(desk: Desk) -> list[Account]:
    """Every account with its teams, by name."""
    with desk.reading() as session:
        found = rows.many(session.connection, "account", order="name")
        members: dict[int, set[int]] = {}
        for row in rows.many(session.connection, "team_member"):
            members.setdefault(row["account_id"], set()).add(row["team_id"])
        return [read.account_of(row, frozenset(members.get(row["id"], ()))) for row in found]


def agents(desk: Desk) -> list[Choice]:
    """Whom a ticket can be assigned to."""
    return [
        Choice(account.id, account.name, account.login)
        for account in accounts(desk)
        if account.may(Right.WORK_ON_TICKETS)
    ]


def teams(desk: Desk) -> list[Choice]:
    """Every team, by name."""
    return _choices(desk, "team")


def categories(desk: Desk) -> list[Choice]:
    """Every category, by name."""
    return _choices(desk, "category")


def _choices(desk: Desk, table: str) -> list[Choice]:
    with desk.reading() as session:
        found = rows.many(session.connection, table, order="name")
        return [Choice(row["id"], row["name"]) for row in found]


def own_teams(desk: Desk) -> list[Choice]:
    """The teams of the signed-in account, by name."""
    with desk.reading() as session:
        mine = session.actor.teams
        found = rows.many(session.connection, "team", order="name", id=list(mine))
        return [Choice(row["id"], row["name"]) for row in found]
