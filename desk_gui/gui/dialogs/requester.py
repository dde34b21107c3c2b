"""Who asks: a known requester, or a new one by name or mail address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice, PersonPicker
from desk_gui.operations import accounts, search
from desk_gui.operations.accounts import Choice as Found
from desk_gui.operations.desk import Desk

NEW = -1
MOST = 8


def requester_picker(context: Context, owner: QWidget) -> PersonPicker:
    """A field that offers requesters as one types, and to take down a new one."""

    def find(words: str, show: Callable[[Sequence[Choice]], None]) -> None:
        def found(rows: list[Found]) -> None:
            choices = [Choice(row.id, row.name, row.detail or "") for row in rows]
            if words and words.lower() not in {one.name.lower() for one in choices}:
                choices.append(Choice(NEW, words, "new requester"))
            show(choices)

        work = partial(search.contacts, context.desk, words, MOST)
        context.jobs.read(owner, work, found, failed=partial(say, context), key="requester")

    return PersonPicker(find, "Requester", "Name or mail address", owner)


def requester_id(desk: Desk, typed: str, chosen: Choice | None) -> int | None:
    """The id of who was picked, or of a new requester of what was typed; None for nobody.

    A job calls it: it may write.
    """
    if chosen is not None and chosen.id != NEW:
        return chosen.id
    words = " ".join(typed.split())
    if not words:
        return None
    if "@" in words:
        return accounts.add_contact(desk, "", words)
    return accounts.add_contact(desk, words)
