from __future__ import annotations

import pytest

from desk_gui.domain.filters import Field, parse


@pytest.mark.parametrize("typed", ["INC-394", "req-394"])
def test_that_the_number_of_a_ticket_stands_for_it_whatever_its_prefix(typed: str) -> None:
    found = parse(typed)
    assert [(term.field, term.values) for term in found.terms] == [(Field.ID, ("394",))]
    assert not found.words


def test_that_several_numbers_stand_for_any_of_them_beside_other_words() -> None:
    found = parse("INC-3 mail REQ-4")
    assert [term.values for term in found.terms] == [("3", "4")]
    assert found.words == "mail"


def test_that_what_only_looks_like_a_number_is_searched_as_words() -> None:
    assert parse("INC-12a KB-3").words == "INC-12a KB-3"
