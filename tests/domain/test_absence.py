"""Who stands in for whom, and the sentences where nobody does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk_gui.domain.absence import (
    MOST_STAND_INS,
    Absence,
    Asked,
    remark,
    stand_ins,
    why_a_supervisor,
    why_not_away,
)
from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.catalog import Who

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = {1: "Tom", 2: "Sofia", 3: "Amira", 4: "Ines", 5: "Paul"}
PEOPLE = {i: Account(i, name.lower(), name, "", Role.AGENT) for i, name in NAMES.items()}


def away(who: int, delegate: int, since: datetime = NOW, days: int = 1) -> Absence:
    return Absence(who, delegate, since, since + days * DAY)


def said(*absences: Absence) -> dict[int, Absence]:
    return {one.account_id: one for one in absences}


def test_that_the_stand_in_of_a_stand_in_is_followed_while_both_are_away() -> None:
    both = said(away(1, 2), away(2, 3, NOW + DAY))
    assert stand_ins(1, both, NOW) == (2,)
    assert stand_ins(1, both, NOW + DAY) == ()
    assert stand_ins(1, said(away(1, 2, days=3), away(2, 3)), NOW) == (2, 3)


def test_that_a_circle_of_stand_ins_ends() -> None:
    assert stand_ins(1, said(away(1, 2), away(2, 1)), NOW) == (2,)
    assert stand_ins(1, said(away(1, 2), away(2, 3), away(3, 2)), NOW) == (2, 3)


def test_that_a_long_chain_is_followed_as_far_as_the_database_does() -> None:
    chain = said(*(away(i, i + 1) for i in range(1, 9)))
    assert len(stand_ins(1, chain, NOW)) == MOST_STAND_INS


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        (NOW, NOW, "The absence ends before it begins; correct the dates."),
        (NOW - 2 * DAY, NOW, "The absence is over already; correct the dates."),
        (NOW - DAY, NOW + DAY, None),
    ],
)
def test_that_an_absence_has_a_time_to_come(
    since: datetime, until: datetime, why: str | None
) -> None:
    assert why_not_away(since, until, NOW) == why


def test_that_a_delegate_who_is_away_meanwhile_is_remarked() -> None:
    wanted = away(1, 2)
    assert remark(wanted, said(away(2, 3)), NAMES) == (
        "Sofia is away meanwhile, too; Amira decides then."
    )
    assert remark(wanted, said(away(2, 1)), NAMES) == (
        "Sofia is away meanwhile and names you; a supervisor decides while both are."
    )
    assert remark(wanted, said(away(2, 3, NOW + DAY)), NAMES) == ""


OFF = {**PEOPLE, 1: Account(1, "tom", "Tom", "", Role.AGENT, active=False)}


@pytest.mark.parametrize(
    ("who", "account_id", "people", "absences", "why"),
    [
        (Who.SUPERVISOR, None, PEOPLE, {}, ""),
        (Who.MANAGER, 1, PEOPLE, {}, ""),
        (
            Who.MANAGER,
            None,
            PEOPLE,
            {},
            "No manager of Rita is known; Administration, Contacts, names one.",
        ),
        (
            Who.TEAM_LEAD,
            None,
            PEOPLE,
            {},
            "The team has no lead; Administration, Teams, names one.",
        ),
        (Who.PERSON, 1, OFF, {}, "The account of Tom is switched off."),
        (Who.PERSON, 5, PEOPLE, {}, "Paul raised the request."),
        (Who.PERSON, 1, PEOPLE, said(away(1, 2)), ""),
        (Who.PERSON, 1, PEOPLE, said(away(1, 5)), "Tom is away, and Paul raised the request."),
        (
            Who.PERSON,
            1,
            PEOPLE,
            said(away(1, 2), away(2, 1)),
            "Tom is away, and Sofia is away, too.",
        ),
        (Who.PERSON, 1, PEOPLE, said(away(1, 5), away(5, 3)), ""),
        (
            Who.PERSON,
            2,
            OFF,
            said(away(2, 1)),
            "Sofia is away, and the account of Tom is switched off.",
        ),
    ],
)
def test_that_it_is_said_why_a_supervisor_decides(
    who: Who,
    account_id: int | None,
    people: dict[int, Account],
    absences: dict[int, Absence],
    why: str,
) -> None:
    asked = Asked(who, account_id, "Rita", {5}, people)
    assert why_a_supervisor(asked, absences, NOW) == why
