"""What an act on several tickets did, said in a toast with one way back for all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.format import Tint, count
from desk_gui.gui.page import Context
from desk_gui.operations import bulk
from desk_gui.operations.bulk import Outcome


def tell(
    context: Context,
    outcome: Outcome,
    said: str = "",
    undo: Callable[[], Outcome] | None = None,
) -> None:
    """Tell the listeners and the person; `undo` takes it all back, by default entry by entry.

    What is `said` stands for the outcome's own words where nothing was refused.
    """
    if outcome.done:
        context.live.announce(outcome.effects)
    if undo is None and outcome.undo:
        undo = partial(bulk.undo, context.desk, outcome.undo)
    back = partial(_take_back, context, undo) if undo is not None and outcome.done else None
    words = outcome.words if outcome.refused else said or outcome.words
    tint = Tint.WARN if outcome.refused else Tint.OK
    context.toasts.say(words, tint=tint, undo=back, by_key=True)


def _take_back(context: Context, undo: Callable[[], Outcome]) -> None:
    context.jobs.write(context.toasts, undo, partial(_back, context), failed=partial(say, context))


def _back(context: Context, outcome: Outcome) -> None:
    if outcome.done:
        context.live.announce(outcome.effects)
    left = f" {outcome.refused[0].why}" if outcome.refused else ""
    words = f"Undone for {count(len(outcome.done), 'ticket')}.{left}"
    context.toasts.say(words, tint=Tint.WARN if left else Tint.OK)
