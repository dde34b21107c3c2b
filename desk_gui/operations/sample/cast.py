"""Who and what the sample needs before its first ticket: accounts, teams, catalog, requesters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from desk_gui.domain.accounts import Right, Role
from desk_gui.domain.catalog import CatalogItem, TaskTemplate, by_supervisors
from desk_gui.domain.priority import Priority
from desk_gui.operations import accounts, business_hours, contacts, databases
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.sample.stories import Colleague, Office, SampleData, SampleItem
from desk_gui.storage import catalog, rows

SETTING = "sample"
"""The setting that marks a database as a sample, and so as one that may be deleted."""
COUNTRY = "FR"
"""Whose holidays the office keeps."""
PASSWORD = "sample office"  # noqa: S105 - known to everybody: it protects made-up data only


@dataclass
class Cast:
    """Everybody's ids by the names the plan uses; tickets and articles join as they are made."""

    accounts: dict[str, int]
    teams: dict[str, int]
    categories: dict[str, int]
    items: dict[str, int]
    contacts: dict[str, int]
    tickets: dict[int, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)


def is_in_use(desk: Desk) -> bool:
    """Whether the desk has tickets, articles, teams or an account that can sign in."""
    if not accounts.needs_first_administrator(desk):
        return True
    with desk.reading() as session:
        return any(rows.one(session.connection, name) for name in ("ticket", "article", "team"))


def prepare(desk: Desk, data: SampleData) -> Cast:
    """Fill an empty desk with the people and the catalog of the sample office, and mark it."""
    office = data.office
    chief = next(a for a in office.accounts if a.role == Role.ADMINISTRATOR)
    first = accounts.make_first_administrator(desk, _new(chief, {}))
    desk = desk.signed_in_as(first.id)
    databases.change_setting(desk, SETTING, value=True)
    (hours,) = business_hours.all_hours(desk)
    business_hours.save(desk, replace(hours, time_zone=office.zone, country=COUNTRY))
    for team in office.teams:
        accounts.add_team(desk, team)
    teams = {choice.name: choice.id for choice in accounts.teams(desk)}
    accounts.change_account(desk, first.id, team_ids=[teams[team] for team in chief.teams])
    for colleague in office.accounts:
        if colleague != chief:
            accounts.add_account(desk, _new(colleague, teams))
    for requester in _requesters(office):
        accounts.add_account(desk, requester)
    logins = {account.login: account.id for account in accounts.accounts(desk)}
    for team, login in office.leads.items():
        contacts.set_lead(desk, teams[team], logins[login])
    categories = {choice.name: choice.id for choice in accounts.categories(desk)}
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        items = _stock(session, data.items, teams, categories)
    return Cast(
        accounts=logins,
        teams=teams,
        categories=categories,
        items=items,
        contacts=_contacts(desk, office),
    )


def _new(colleague: Colleague, teams: dict[str, int]) -> NewAccount:
    return NewAccount(
        login=colleague.login,
        name=colleague.name,
        role=Role(colleague.role),
        email=colleague.email,
        password=PASSWORD,
        team_ids=[teams[team] for team in colleague.teams if team in teams],
    )


def _requesters(office: Office) -> list[NewAccount]:
    """Those who sign in to the reduced window."""
    logins = {login: person for person in office.people for login in [person.email.split("@")[0]]}
    return [
        NewAccount(
            login=login,
            name=logins[login].name,
            role=Role.REQUESTER,
            email=logins[login].email,
            password=PASSWORD,
        )
        for login in office.requester_accounts
    ]


def _stock(
    session: Session,
    items: Iterable[SampleItem],
    teams: dict[str, int],
    categories: dict[str, int],
) -> dict[str, int]:
    """The catalog of the sample in place of the first one; an item of the same name goes on."""
    connection = session.connection
    known = {one.name: one for one in catalog.items(connection)}
    rows.change(connection, "catalog_item", {"active": False})
    return {
        item.key: catalog.publish(
            connection,
            _item(item, known.get(item.name), teams, categories[item.category]),
            session.now,
            session.actor.id,
        )
        for item in items
    }


def _item(
    item: SampleItem, before: CatalogItem | None, teams: dict[str, int], category_id: int
) -> CatalogItem:
    """An item of the sample; a form that ships with the program is kept."""
    return CatalogItem(
        id=before.id if before else 0,
        name=item.name,
        description=item.description,
        priority=Priority(item.priority),
        team_id=teams[item.team],
        category_id=category_id,
        tasks=tuple(
            TaskTemplate(task.title, task.mandatory, task.after, teams.get(task.team))
            for task in item.tasks
        ),
        icon=before.icon if before else "",
        fields=before.fields if before else (),
        steps=by_supervisors(item.approvals),
    )


def _contacts(desk: Desk, office: Office) -> dict[str, int]:
    found = {
        person.email: accounts.add_contact(desk, person.name, person.email, person.site)
        for person in office.people
    }
    for person in office.people:
        where = person.department
        contacts.change(desk, found[person.email], department=where, manager_id=None)
    return found
