"""Conditions and orders in words."""

import pytest

from desk_gui.domain.filters import Field, Is, Sort, Term, parse
from desk_gui.gui.queue.filter_words import added, sort_words, term_text, term_words, unfinished


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("kind:incident", "kind: incident"),
        ("status:in_progress,on_hold", "status: in progress or on hold"),
        ("priority:<=2", "priority: ≤ 2"),
        ("-hold:supplier", "not waiting for: supplier"),
        ("is:open", "open"),
        ("-is:open", "not open"),
        ("assignee:amira", "assignee: Amira Haddad"),
        ("opened:>=2026-01-31", "opened: ≥ 2026-01-31"),
    ],
)
def test_that_a_chip_says_its_condition_as_people_do(typed: str, said: str) -> None:
    assert term_words(parse(typed).terms[0], {"amira": "Amira Haddad"}) == said


@pytest.mark.parametrize(
    "typed",
    ["kind:incident", 'team:"Service desk"', "-priority:>3", "assignee:me,none", "id:12,15"],
)
def test_that_a_condition_is_read_back_as_it_was(typed: str) -> None:
    term = parse(typed).terms[0]
    assert parse(term_text(term)).terms == (term,)


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("printer", ""),
        ("kind:", "kind:"),
        ("printer kind:inc", "kind:inc"),
        ("kind:incident ", ""),
        ('team:"Service de', 'team:"Service de'),
        ('team:"Service desk"', ""),
        ("-is:op", "-is:op"),
        ("http://example.org", ""),
    ],
)
def test_that_a_condition_is_unfinished_until_a_space(typed: str, rest: str) -> None:
    assert unfinished(typed) == rest


@pytest.mark.parametrize("sort", [f"{sign}{sort}" for sort in Sort for sign in ("", "-")])
def test_that_every_order_has_words_of_its_own(sort: str) -> None:
    turned = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    assert sort_words(sort) != sort_words(turned)


def test_that_a_condition_takes_the_place_of_one_that_it_contradicts() -> None:
    incident, request = Term(Field.KIND, "=", ("incident",)), Term(Field.KIND, "=", ("request",))
    opened, closed = Term(Field.IS, "=", (Is.OPEN,)), Term(Field.IS, "=", (Is.FINAL,))
    overdue = Term(Field.IS, "=", (Is.OVERDUE,))
    assert added((incident, opened), request) == (opened, request)
    assert added((opened,), overdue) == (opened, overdue)
    assert added((opened, overdue), closed) == (overdue, closed)


def test_that_many_ticket_numbers_are_counted_and_few_are_named() -> None:
    many, few = parse("id:1,2,3,4").terms[0], parse("id:7,9").terms[0]
    assert term_words(many) == "4 tickets"
    assert term_words(few) == "id: 7 or 9"
