"""What an order asks for: form fields, which of them are shown, and what is refused and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk_gui.domain.errors import Invalid

LONGEST_ANSWER = 2000
MOST_FIELDS = 40
TOO_MUCH = 1e15
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class FieldKind(StrEnum):
    """What a form field takes."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    ATTACHMENT = "attachment"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class ShownIf:
    """A field is shown only while another one has one of these answers."""

    key: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class FormField:
    """One question of an order form.

    `least` and `most` bound a number; `from_today` refuses a date that has passed; `pattern` is a
    regular expression for the whole of a text. `message` is said instead of our own words where
    an answer is refused.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    from_today: bool = False
    pattern: str = ""
    message: str = ""
    shown_if: ShownIf | None = None


def shown(fields: Sequence[FormField], answers: Mapping[str, str]) -> tuple[FormField, ...]:
    """The fields that these answers ask for; what hangs on a hidden field is hidden, too."""
    seen: list[FormField] = []
    keys: set[str] = set()
    for field in fields:
        needs = field.shown_if
        if needs is None or (needs.key in keys and answers.get(needs.key, "") in needs.answers):
            seen.append(field)
            keys.add(field.key)
    return tuple(seen)


def refusals(
    fields: Sequence[FormField], answers: Mapping[str, str], today: date
) -> dict[str, str]:
    """Field key → the sentence that says what is wrong with its answer; empty when all is well."""
    found = {}
    for field in shown(fields, answers):
        why = why_not(field, answers.get(field.key, "").strip(), today)
        if why:
            found[field.key] = why
    return found


def why_not(field: FormField, answer: str, today: date) -> str | None:
    """Why one answer is refused, in the field's own words where it has some, or None."""
    if not answer:
        return (field.message or f"{field.label}: this is needed.") if field.required else None
    if len(answer) > LONGEST_ANSWER:
        return f"{field.label}: at most {LONGEST_ANSWER:,} characters; attach a file instead."
    wrong = _WRONG[field.kind](field, answer, today)
    return None if wrong is None else field.message or f"{field.label}: {wrong}"


def checked(fields: Sequence[FormField], answers: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers as they are stored, hidden and empty ones left out; Invalid with every fault."""
    unknown = answers.keys() - {field.key for field in fields}
    if unknown:
        known = ", ".join(field.key for field in fields) or "no fields"
        raise Invalid(f"The form has no field “{min(unknown)}”; it has {known}.")
    wrong = refusals(fields, answers, today)
    if wrong:
        raise Invalid(" ".join(wrong.values()))
    found = {one.key: answers.get(one.key, "").strip() for one in shown(fields, answers)}
    return {key: answer for key, answer in found.items() if answer}


def _text(field: FormField, answer: str, today: date) -> str | None:
    if field.pattern and not re.fullmatch(field.pattern, answer):
        return "this is not written as it should be."
    return None


def _choice(field: FormField, answer: str, today: date) -> str | None:
    return None if answer in field.choices else f"choose one of {', '.join(field.choices)}."


def _number(field: FormField, answer: str, today: date) -> str | None:
    try:
        number = float(answer.replace(",", "."))
    except ValueError:
        return "write a number."
    if not abs(number) < TOO_MUCH:
        return "write a number."
    if field.least is not None and number < field.least:
        return f"at least {field.least:g}."
    if field.most is not None and number > field.most:
        return f"at most {field.most:g}."
    return None


def _date(field: FormField, answer: str, today: date) -> str | None:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return "write a date as 2026-12-31."
    return "this day has passed." if field.from_today and day < today else None


def _yes_no(field: FormField, answer: str, today: date) -> str | None:
    return None if answer in {"yes", "no"} else "say yes or no."


def _fine(field: FormField, answer: str, today: date) -> str | None:
    return None


_WRONG: Mapping[FieldKind, Callable[[FormField, str, date], str | None]] = {
    FieldKind.TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.PERSON: _fine,
    FieldKind.ATTACHMENT: _fine,
    FieldKind.YES_NO: _yes_no,
}


def why_not_form(fields: Sequence[FormField]) -> str | None:
    """Why a form cannot be published, or None: keys are unique, conditions name earlier fields."""
    return next((said for _, said in form_mistakes(fields)), None)


def form_mistakes(fields: Sequence[FormField]) -> list[tuple[int, str]]:
    """Where a form is wrong, one sentence a field: its place from 1, or 0 for the whole form."""
    found = []
    if len(fields) > MOST_FIELDS:
        found.append((0, f"A form has at most {MOST_FIELDS} fields."))
    earlier: dict[str, FormField] = {}
    for place, field in enumerate(fields, 1):
        why = _why_not_field(field, earlier)
        if why:
            found.append((place, why))
        earlier[field.key] = field
    return found


def _why_not_field(field: FormField, earlier: Mapping[str, FormField]) -> str | None:
    if not field.label.strip():
        return f"Field {len(earlier) + 1} needs a label."
    twin = next((one for one in earlier.values() if _folded(one) == _folded(field)), None)
    if twin is not None and twin.key != field.key:
        return f"Two fields are called “{twin.label}”; people could not tell them apart."
    if not _KEY.fullmatch(field.key):
        return f"“{field.key}” is no key: small letters, digits and “_”, a letter first."
    if field.key in earlier:
        return f"Two fields have the key “{field.key}”."
    return _why_not_shown(field, earlier) or _why_not_asked(field)


def _folded(field: FormField) -> str:
    return " ".join(field.label.casefold().split())


def _why_not_shown(field: FormField, earlier: Mapping[str, FormField]) -> str | None:
    """Why the condition of a field can never hold, or None."""
    if field.shown_if is None:
        return None
    shower = earlier.get(field.shown_if.key)
    if shower is None:
        return f"“{field.label}” is shown by “{field.shown_if.key}”, which is no field before it."
    if not field.shown_if.answers:
        return f"Say which answers to “{shower.label}” show “{field.label}”."
    possible = shower.choices if shower.kind is FieldKind.CHOICE else field.shown_if.answers
    if shower.kind is FieldKind.YES_NO:
        possible = ("yes", "no")
    strange = next((one for one in field.shown_if.answers if one not in possible), None)
    if strange is not None:
        return f"“{field.label}” is shown by “{strange}”, which is no answer to “{shower.label}”."
    return None


def _why_not_asked(field: FormField) -> str | None:
    if field.kind is FieldKind.CHOICE and not field.choices:
        return f"“{field.label}” needs at least one choice."
    if field.least is not None and field.most is not None and field.least > field.most:
        return f"“{field.label}” takes at least {field.least:g} and at most {field.most:g}."
    try:
        re.compile(field.pattern)
    except re.error:
        return f"The pattern of “{field.label}” is no regular expression."
    return None
