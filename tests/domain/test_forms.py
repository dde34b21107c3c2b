"""Forms refuse bad values with the field's own message."""

from __future__ import annotations

from datetime import date

import pytest

from desk_gui.domain.catalog import (
    ApprovalStep,
    Approver,
    CatalogItem,
    Part,
    TaskTemplate,
    Who,
    mistakes,
    why_not_item,
)
from desk_gui.domain.errors import Invalid
from desk_gui.domain.forms import (
    FieldKind,
    FormField,
    ShownIf,
    checked,
    refusals,
    shown,
    why_not_form,
)
from desk_gui.domain.priority import Priority

TODAY = date(2026, 3, 2)
KIND = FormField("kind", "Kind", FieldKind.CHOICE, required=True, choices=("own", "rented"))
COUNT = FormField(
    "count", "Count", FieldKind.NUMBER, required=True, least=1, most=5,
    message="Say how many, five at most.", shown_if=ShownIf("kind", ("rented",)),
)  # fmt: skip
UNTIL = FormField(
    "until", "Until", FieldKind.DATE, from_today=True, shown_if=ShownIf("count", ("5",))
)
FIELDS = (KIND, COUNT, UNTIL)


def test_that_what_hangs_on_a_hidden_field_is_hidden_too() -> None:
    assert shown(FIELDS, {"kind": "own", "count": "5"}) == (KIND,)
    assert shown(FIELDS, {"kind": "rented", "count": "5"}) == FIELDS


def test_that_hidden_and_empty_answers_are_left_out() -> None:
    assert checked(FIELDS, {"kind": "own", "count": "9", "until": ""}, TODAY) == {"kind": "own"}


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        (KIND, "", "Kind: this is needed."),
        (KIND, "stolen", "Kind: choose one of own, rented."),
        (COUNT, "6", "Say how many, five at most."),
        (COUNT, "many", "Say how many, five at most."),
        (COUNT, "", "Say how many, five at most."),
        (FormField("n", "N", FieldKind.NUMBER, least=2), "1,5", "N: at least 2."),
        (FormField("n", "N", FieldKind.NUMBER), "nan", "N: write a number."),
        (UNTIL, "2026-03-01", "Until: this day has passed."),
        (UNTIL, "1.3.2026", "Until: write a date as 2026-12-31."),
        (FormField("y", "Y", FieldKind.YES_NO), "maybe", "Y: say yes or no."),
        (FormField("t", "T", pattern="[a-z]+"), "A1", "T: this is not written as it should be."),
        (FormField("t", "T"), "x" * 2001, "T: at most 2,000 characters; attach a file instead."),
    ],
)
def test_that_each_answer_is_refused_in_words(field: FormField, answer: str, sentence: str) -> None:
    bare = FormField(**{**vars(field), "shown_if": None})
    assert refusals([bare], {field.key: answer}, TODAY) == {field.key: sentence}


def test_that_every_fault_is_said_at_once() -> None:
    with pytest.raises(Invalid, match=r"Kind: choose one of own, rented\."):
        checked(FIELDS, {"kind": "x"}, TODAY)
    with pytest.raises(Invalid, match="no field “colour”"):
        checked(FIELDS, {"colour": "red"}, TODAY)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ((KIND, FormField("kind", "Other")), "Two fields have the key “kind”."),
        ((KIND, FormField("b", "KIND")), "Two fields are called “Kind”"),
        ((COUNT,), "is shown by “kind”, which is no field before it"),
        ((FormField("No", "No"),), "is no key"),
        ((FormField("a", " "),), "needs a label"),
        ((FormField("a", "A", FieldKind.CHOICE),), "at least one choice"),
        ((FormField("a", "A", pattern="("),), "is no regular expression"),
        ((FormField("a", "A", FieldKind.NUMBER, least=5, most=2),), "at least 5 and at most 2"),
        ((KIND, FormField("b", "B", shown_if=ShownIf("kind", ()))), "Say which answers to “Kind”"),
        ((KIND, FormField("b", "B", shown_if=ShownIf("kind", ("new",)))), "no answer to “Kind”"),
    ],
)
def test_that_a_form_that_cannot_be_is_refused(fields: tuple[FormField, ...], words: str) -> None:
    assert words in (why_not_form(fields) or "")
    assert why_not_form(FIELDS) is None


def test_that_every_mistake_of_an_item_is_told_at_its_place() -> None:
    item = CatalogItem(
        id=0,
        name=" ",
        description="",
        priority=Priority.LOW,
        fields=(KIND, FormField("b", ""), FormField("c", "C", FieldKind.CHOICE)),
        steps=(ApprovalStep((Approver(Who.MANAGER),)), ApprovalStep((Approver(Who.PERSON),))),
        tasks=(TaskTemplate("Order", after=(2,)), TaskTemplate("Hand over")),
        fulfil_s=0,
    )
    places = [(one.part, one.place) for one in mistakes(item)]
    assert places == [
        (Part.NAME, 0),
        (Part.TARGET, 0),
        (Part.FORM, 2),
        (Part.FORM, 3),
        (Part.APPROVAL, 2),
        (Part.TASKS, 1),
    ]
    assert why_not_item(item) == mistakes(item)[0].sentence
