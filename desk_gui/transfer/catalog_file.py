"""The service catalog as one readable TOML file, with people, teams and articles by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from desk_gui.domain.durations import seconds_of, written
from desk_gui.domain.forms import FieldKind, FormField, ShownIf
from desk_gui.domain.priority import Priority
from desk_gui.transfer.source import read_toml, trouble

LONGEST = 1 << 20
HEAD = """\
# The service catalog of a desk; “desk catalog import” reads it, “desk catalog export” writes it.
# Items are told apart by their name. Who is asked to approve: "manager" (of the requester),
# "team lead", "team lead of NAME", "supervisor", or "person LOGIN". A task goes after the
# mandatory one before it unless "after" names others by their place; [] lets it begin at once.
# "fulfil_in", such as "4 h" or "2 d", counts in the time of the SLA policy, and in place of its.
"""
_ITEM = {
    "name": str,
    "description": str,
    "icon": str,
    "category": str,
    "team": str,
    "priority": int,
    "fulfil_in": str,
    "active": bool,
    "articles": list,
    "field": list,
    "approval": list,
    "task": list,
}
_FIELD = {
    "key": str,
    "label": str,
    "kind": str,
    "required": bool,
    "help": str,
    "choices": list,
    "least": float,
    "most": float,
    "from_today": bool,
    "pattern": str,
    "message": str,
    "shown_if": dict,
}
_STEP = {"ask": list, "needed": int, "remind_hours": int, "expire_hours": int}
_TASK = {
    "title": str,
    "mandatory": bool,
    "after": list,
    "team": str,
    "assignee": str,
    "due_percent": int,
    "checklist": list,
}


@dataclass(frozen=True)
class PlainStep:
    """A step of approval; `ask` says in words whom."""

    ask: tuple[str, ...]
    needed: int = 1
    remind_hours: int | None = None
    expire_hours: int | None = None


@dataclass(frozen=True)
class PlainTask:
    """A task of the template; its team by name, its assignee by login."""

    title: str
    mandatory: bool = True
    after: tuple[int, ...] | None = None
    team: str = ""
    assignee: str = ""
    due_percent: int | None = None
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainItem:
    """A catalog item as the file has it."""

    name: str
    description: str = ""
    icon: str = ""
    category: str = ""
    team: str = ""
    priority: int = 4
    active: bool = True
    articles: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    steps: tuple[PlainStep, ...] = ()
    tasks: tuple[PlainTask, ...] = ()
    fulfil_s: int | None = None


def read_catalog(path: Path) -> list[PlainItem]:
    """The items of a file, in its order; FileTrouble, with the place, where it is none."""
    table = read_toml(path, LONGEST)
    items = table.pop("item", [])
    if table or not isinstance(items, list):
        raise trouble(path, "a catalog is a list of [[item]] tables and nothing else.")
    return [_Reading(path, place).item(raw) for place, raw in enumerate(items, 1)]


class _Reading:
    """Takes one item apart; a key that is not known, or of the wrong kind, is refused."""

    def __init__(self, path: Path, place: int) -> None:
        self._path = path
        self._where = f"item {place}"

    def item(self, raw: object) -> PlainItem:
        """The item."""
        values = self._checked(raw, _ITEM, "name")
        self._where = f"item “{values['name']}”"
        fields = tuple(self._field(one) for one in values.pop("field", ()))
        steps = tuple(self._step(one) for one in values.pop("approval", ()))
        tasks = tuple(self._task(one) for one in values.pop("task", ()))
        if values.get("priority", 4) not in set(Priority):
            self._refuse("a priority is a number from 1 to 5.")
        articles = self._words(values.pop("articles", ()))
        fulfil_s = self._seconds(values.pop("fulfil_in", ""))
        return PlainItem(
            **values,
            articles=articles,
            fields=fields,
            steps=steps,
            tasks=tasks,
            fulfil_s=fulfil_s,
        )

    def _seconds(self, said: str) -> int | None:
        found = seconds_of(said) if said else None
        if said and found is None:
            self._refuse(f"“{said}” is no time; write one such as 4 h or 2 d.")
        return found

    def _field(self, raw: object) -> FormField:
        values = self._checked(raw, _FIELD, "key", "label")
        kind = values.pop("kind", "text")
        if kind not in set(FieldKind):
            self._refuse(f"“{kind}” is no kind of field; use one of {', '.join(FieldKind)}.")
        needs = values.pop("shown_if", None)
        if needs is not None:
            told = self._checked(needs, {"key": str, "answers": list}, "key", "answers")
            needs = ShownIf(told["key"], self._words(told["answers"]))
        choices = self._words(values.pop("choices", ()))
        return FormField(**values, kind=FieldKind(kind), choices=choices, shown_if=needs)

    def _step(self, raw: object) -> PlainStep:
        values = self._checked(raw, _STEP, "ask")
        return PlainStep(**{**values, "ask": self._words(values["ask"])})

    def _task(self, raw: object) -> PlainTask:
        values = self._checked(raw, _TASK, "title")
        after = values.pop("after", None)
        if after is not None and not all(type(one) is int for one in after):
            self._refuse("“after” is a list of the places of tasks, such as [1, 2].")
        checklist = self._words(values.pop("checklist", ()))
        waits = None if after is None else tuple(after)
        return PlainTask(**values, after=waits, checklist=checklist)

    def _checked(self, raw: object, known: Mapping[str, type], *needed: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self._refuse("this is no table.")
        for key, value in raw.items():
            if key not in known:
                self._refuse(f"“{key}” is not known here; use {', '.join(known)}.")
            wanted = (int, float) if known[key] is float else known[key]
            if not isinstance(value, wanted) or isinstance(value, bool) != (known[key] is bool):
                self._refuse(f"“{key}” is of the wrong kind.")
        for key in needed:
            if not raw.get(key):
                self._refuse(f"“{key}” is missing.")
        return dict(raw)

    def _words(self, raw: Iterable[object]) -> tuple[str, ...]:
        words = tuple(raw)
        if not all(isinstance(one, str) for one in words):
            self._refuse("a list holds words in quotes.")
        return tuple(str(one) for one in words)

    def _refuse(self, problem: str) -> NoReturn:
        raise trouble(self._path, f"{self._where}: {problem}")


def catalog_text(items: Iterable[PlainItem]) -> str:
    """The items as a file that `read_catalog` reads back as they are."""
    return HEAD + "".join(f"\n{_item_text(item)}" for item in items)


def _item_text(item: PlainItem) -> str:
    lines = ["[[item]]"]
    lines += _lines(
        name=item.name,
        description=item.description,
        icon=item.icon,
        category=item.category,
        team=item.team,
        priority=item.priority,
        fulfil_in=item.fulfil_s and written(item.fulfil_s),
        articles=item.articles,
    )
    if not item.active:
        lines.append("active = false")
    for field in item.fields:
        lines += ["", "[[item.field]]", *_lines(**_field_values(field))]
    for step in item.steps:
        lines += ["", "[[item.approval]]", *_lines(**vars(step))]
    for task in item.tasks:
        values = {name: value for name, value in vars(task).items() if name != "after"}
        mandatory = {} if task.mandatory else {"mandatory": False}
        lines += ["", "[[item.task]]", *_lines(**values | {"mandatory": None} | mandatory)]
        if task.after is not None:
            lines.append(f"after = {_written(task.after)}")
    return "\n".join(lines) + "\n"


def _field_values(field: FormField) -> dict[str, object]:
    values = {name: value for name, value in vars(field).items() if value is not False}
    if field.shown_if:
        values["shown_if"] = field.shown_if
    return values


def _lines(**values: object) -> list[str]:
    return [f"{key} = {_written(v)}" for key, v in values.items() if v not in (None, "", ())]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value}"
    if isinstance(value, ShownIf):
        return f"{{ key = {_quoted(value.key)}, answers = {_written(value.answers)} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return _quoted(str(value))


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def _quoted(text: str) -> str:
    inside = "".join(_ESCAPES.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in text)
    return f'"{inside}"'
