"""What requesters hand in is read as if anybody had written it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.asking import Affected, Asking, Submission, refuse_submission, submission_of
from desk_gui.domain.errors import Invalid

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = ("asking", "title", "text", "affected", "item_id", "answers", "ticket_id", "score")
said = st.dictionaries(st.sampled_from(names), anything | st.sampled_from(list(Asking)))


@given(said)
def test_that_whatever_was_stored_is_a_submission_or_invalid(told: dict[str, Any]) -> None:
    try:
        one = submission_of(json.dumps(told))
        refuse_submission(one)
    except Invalid:
        return
    assert submission_of(one.said) == one
    assert all(type(number) in {int, type(None)} for number in (one.item_id, one.ticket_id))
    texts = (one.title, one.text, *(one.answers or {}).values())
    assert all("\0" not in text and text.encode() is not None for text in texts)


@pytest.mark.parametrize(
    "told",
    [
        {"asking": "answer", "ticket_id": True, "text": "x"},
        {"asking": "answer", "ticket_id": 10**30, "text": "x"},
        {"asking": "solved", "ticket_id": 1, "score": 5.0},
        {"asking": "order", "item_id": 1, "answers": {"a": 1}},
        {"asking": "report", "title": "x", "affected": ["me"]},
        {"asking": "report", "title": "x", "account_id": 1},
        [],
    ],
)
def test_that_what_has_another_shape_is_invalid(told: object) -> None:
    with pytest.raises(Invalid):
        submission_of(json.dumps(told))


def test_that_what_no_database_takes_is_cleaned() -> None:
    told = {"asking": "report", "title": "a\0b", "text": "half \ud800", "affected": "some"}
    expected = Submission(Asking.REPORT, "ab", "half ?", Affected.SOME)
    assert submission_of(json.dumps(told)) == expected
