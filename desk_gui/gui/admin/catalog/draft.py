"""A catalog item as it is typed: nothing is lost while it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from desk_gui.domain.catalog import (
    ApprovalStep,
    Approver,
    CatalogItem,
    Mistake,
    Part,
    TaskTemplate,
    mistakes,
)
from desk_gui.domain.durations import seconds_of, written
from desk_gui.domain.forms import TOO_MUCH, FieldKind, FormField, ShownIf
from desk_gui.domain.priority import Priority

HOUR_S = 3600
LONGEST_KEY = 36
"""Letters of a key, with room for a number behind it."""
_UNFIT = re.compile(r"[^a-z0-9]+")
_N = TypeVar("_N", int, float)


class Rule(StrEnum):
    """How many of a step's approvers must agree."""

    ANY = "any"
    ALL = "all"
    QUORUM = "quorum"


class Waits(StrEnum):
    """What a task waits for."""

    BEFORE = "before"
    NOTHING = "nothing"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class TypedField:
    """A question; `choices` are one a line, `shown_by` is the uid of the field that shows it.

    `key` is empty until it is published for the first time.
    """

    uid: int
    key: str = ""
    label: str = ""
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    help: str = ""
    choices: str = ""
    least: str = ""
    most: str = ""
    from_today: bool = False
    pattern: str = ""
    message: str = ""
    shown_by: int = 0
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedStep:
    """A step of approval; `remind` and `expire` are hours."""

    uid: int
    approvers: tuple[Approver, ...] = ()
    rule: Rule = Rule.ANY
    needed: str = "2"
    remind: str = ""
    expire: str = ""


@dataclass(frozen=True)
class TypedTask:
    """A task; `after` holds the uids of the tasks it waits for where those are chosen."""

    uid: int
    title: str = ""
    mandatory: bool = True
    waits: Waits = Waits.BEFORE
    after: tuple[int, ...] = ()
    team_id: int | None = None
    assignee_id: int | None = None
    share: str = ""
    checklist: str = ""


@dataclass(frozen=True)
class Typed:
    """Everything that stands in the editor."""

    name: str = ""
    description: str = ""
    category_id: int | None = None
    icon: str = ""
    priority: Priority = Priority.LOW
    target: str = ""
    team_id: int | None = None
    fields: tuple[TypedField, ...] = ()
    steps: tuple[TypedStep, ...] = ()
    tasks: tuple[TypedTask, ...] = ()
    articles: tuple[int, ...] = ()


def typed_of(item: CatalogItem) -> Typed:
    """An item as it is typed."""
    uids = {field.key: place for place, field in enumerate(item.fields, 1)}
    return Typed(
        name=item.name,
        description=item.description,
        category_id=item.category_id,
        icon=item.icon,
        priority=item.priority,
        target=written(item.fulfil_s) if item.fulfil_s else "",
        team_id=item.team_id,
        fields=tuple(_typed_field(field, uids) for field in item.fields),
        steps=tuple(_typed_step(uid, step) for uid, step in enumerate(item.steps, 1)),
        tasks=tuple(_typed_task(uid, task) for uid, task in enumerate(item.tasks, 1)),
        articles=item.articles,
    )


def _typed_field(field: FormField, uids: dict[str, int]) -> TypedField:
    needs = field.shown_if
    return TypedField(
        uid=uids[field.key],
        key=field.key,
        label=field.label,
        kind=field.kind,
        required=field.required,
        help=field.help,
        choices="\n".join(field.choices),
        least=_plain(field.least),
        most=_plain(field.most),
        from_today=field.from_today,
        pattern=field.pattern,
        message=field.message,
        shown_by=uids.get(needs.key, 0) if needs else 0,
        answers=needs.answers if needs else (),
    )


def _typed_step(uid: int, step: ApprovalStep) -> TypedStep:
    many = len(step.approvers)
    rule = Rule.ANY if step.needed == 1 else Rule.ALL if step.needed == many else Rule.QUORUM
    remind, expire = (_plain(s and s / HOUR_S) for s in (step.remind_s, step.expire_s))
    return TypedStep(uid, step.approvers, rule, str(max(step.needed, 2)), remind, expire)


def _typed_task(uid: int, task: TaskTemplate) -> TypedTask:
    waits = Waits.BEFORE if task.after is None else Waits.CHOSEN if task.after else Waits.NOTHING
    share = "" if task.share is None else str(task.share)
    return TypedTask(
        uid=uid,
        title=task.title,
        mandatory=task.mandatory,
        waits=waits,
        after=task.after or (),
        team_id=task.team_id,
        assignee_id=task.assignee_id,
        share=share,
        checklist="\n".join(task.checklist),
    )


def item_of(typed: Typed, base: CatalogItem) -> tuple[CatalogItem, tuple[Mistake, ...]]:
    """What is typed as the item after `base`, and what is wrong with it: one a place."""
    reading = _Reading()
    steps = tuple(reading.step(place, one) for place, one in enumerate(typed.steps, 1))
    item = replace(
        base,
        name=" ".join(typed.name.split()),
        description=typed.description.strip(),
        category_id=typed.category_id,
        icon=typed.icon,
        priority=typed.priority,
        fulfil_s=reading.target(typed.target),
        team_id=typed.team_id,
        fields=reading.fields(typed.fields),
        steps=steps,
        approvals=sum(step.needed for step in steps),
        tasks=reading.tasks(typed.tasks),
        articles=tuple(sorted(set(typed.articles))),
    )
    found: dict[tuple[Part, int], Mistake] = {}
    for one in (*reading.wrong, *mistakes(item)):
        found.setdefault((one.part, one.place), one)
    return item, tuple(found.values())


class _Reading:
    """Reads what is typed, and keeps what it could not read."""

    def __init__(self) -> None:
        self.wrong: list[Mistake] = []

    def target(self, typed: str) -> int | None:
        seconds = seconds_of(typed) if typed.strip() else None
        if typed.strip() and not seconds:
            self._refuse(Part.TARGET, 0, f"“{typed.strip()}” is no time; write one such as 4 h.")
        return seconds or None

    def fields(self, typed: Sequence[TypedField]) -> tuple[FormField, ...]:
        keys = keys_of(typed)
        return tuple(self._field(place, one, keys) for place, one in enumerate(typed, 1))

    def _field(self, place: int, one: TypedField, keys: dict[int, str]) -> FormField:
        kind, number = one.kind, one.kind is FieldKind.NUMBER
        needs = ShownIf(keys.get(one.shown_by, "?"), one.answers) if one.shown_by else None
        return FormField(
            key=keys[one.uid],
            label=" ".join(one.label.split()),
            kind=kind,
            required=one.required,
            help=one.help.strip(),
            choices=lines_of(one.choices) if kind is FieldKind.CHOICE else (),
            least=self._number(Part.FORM, place, one.least, float) if number else None,
            most=self._number(Part.FORM, place, one.most, float) if number else None,
            from_today=one.from_today and kind is FieldKind.DATE,
            pattern=one.pattern if kind is FieldKind.TEXT else "",
            message=one.message.strip(),
            shown_if=needs,
        )

    def step(self, place: int, one: TypedStep) -> ApprovalStep:
        """A step of approval."""
        many = len(one.approvers)
        needed = {Rule.ANY: 1, Rule.ALL: many}.get(one.rule, 0)
        if one.rule is Rule.QUORUM:
            needed = self._number(Part.APPROVAL, place, one.needed, int) or 0
        remind, expire = (
            self._number(Part.APPROVAL, place, typed, float, least=0.01)
            for typed in (one.remind, one.expire)
        )
        return ApprovalStep(
            one.approvers,
            needed,
            round(remind * HOUR_S) if remind else None,
            round(expire * HOUR_S) if expire else None,
        )

    def tasks(self, typed: Sequence[TypedTask]) -> tuple[TaskTemplate, ...]:
        places = {one.uid: place for place, one in enumerate(typed, 1)}
        return tuple(self._task(place, one, places) for place, one in enumerate(typed, 1))

    def _task(self, place: int, one: TypedTask, places: dict[int, int]) -> TaskTemplate:
        after = tuple(sorted(places[uid] for uid in one.after if uid in places))
        waits = {Waits.BEFORE: None, Waits.NOTHING: ()}.get(one.waits, after)
        return TaskTemplate(
            title=" ".join(one.title.split()),
            mandatory=one.mandatory,
            after=waits,
            team_id=one.team_id,
            assignee_id=one.assignee_id,
            share=self._number(Part.TASKS, place, one.share.strip(" %"), int),
            checklist=lines_of(one.checklist),
        )

    def _number(
        self,
        part: Part,
        place: int,
        typed: str,
        read: Callable[[str], _N],
        *,
        least: float = -TOO_MUCH,
    ) -> _N | None:
        words = typed.strip()
        if not words:
            return None
        try:
            number = read(words.replace(",", "."))
        except ValueError:
            number = None
        if number is None or not least <= number < TOO_MUCH:
            self._refuse(part, place, f"“{words}” is no number that can stand here.")
            return None
        return number

    def _refuse(self, part: Part, place: int, sentence: str) -> None:
        self.wrong.append(Mistake(part, place, sentence))


def keys_of(fields: Iterable[TypedField]) -> dict[int, str]:
    """Field uid → its key: the one it was published with, else one made of its label."""
    every = list(fields)
    found = {one.uid: one.key for one in every if one.key}
    for one in every:
        if one.uid not in found:
            found[one.uid] = _free(_slug(one.label) or f"field_{one.uid}", set(found.values()))
    return found


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    return _UNFIT.sub("_", plain).strip("_0123456789")[:LONGEST_KEY].rstrip("_")


def _free(key: str, taken: set[str]) -> str:
    made, number = key, 2
    while made in taken:
        made, number = f"{key}_{number}", number + 1
    return made


def lines_of(typed: str) -> tuple[str, ...]:
    """The lines that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))


def previewed(fields: Sequence[FormField]) -> tuple[FormField, ...]:
    """The fields as far as they can be shown while somebody still types them."""
    found: dict[str, FormField] = {}
    for place, field in enumerate(fields, 1):
        label = field.label or f"Field {place}"
        found.setdefault(label.casefold(), replace(field, label=label, pattern=_fit(field.pattern)))
    return tuple(found.values())


def _fit(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error:
        return ""
    return pattern


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
