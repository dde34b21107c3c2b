"""Finding a ticket by its number or by words of its title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice, PersonPicker
from desk_gui.operations import search
from desk_gui.operations.search import Hit

MOST = 8


def ticket_picker(
    context: Context, owner: QWidget, name: str, *, without: int | None = None
) -> PersonPicker:
    """A field that offers tickets as one types, all but the one it is asked for."""

    def find(words: str, show: Callable[[Sequence[Choice]], None]) -> None:
        def found(hits: list[Hit]) -> None:
            rows = [hit for hit in hits if hit.id != without][:MOST]
            show([Choice(hit.id, f"{hit.number} {hit.title}") for hit in rows])

        work = partial(search.find_tickets, context.desk, words, MOST + 1)
        context.jobs.read(owner, work, found, failed=partial(say, context), key=name)

    return PersonPicker(find, name, "INC-12, or words of its title", owner)
