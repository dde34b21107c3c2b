"""One act on many tickets: each on its own, with what was refused and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk_gui.domain.errors import Refusal
from desk_gui.operations import tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects


@dataclass(frozen=True)
class Outcome:
    """What a bulk act did: its effects, how many tickets, and a sentence for each refusal."""

    effects: Effects
    done: int
    refused: tuple[str, ...]

    @property
    def words(self) -> str:
        """“12 assigned.”, with the first refusal behind it."""
        said = f"{self.done} of {self.done + len(self.refused)} done."
        return f"{said} Not done: {self.refused[0]}" if self.refused else said


def each(
    wanted: Sequence[int],
    act: Callable[[int], Effects],
    progress: Callable[[int], bool] = lambda _: True,
) -> Outcome:
    """Do one act to each ticket; one that is refused does not stop the others.

    `progress` gets how many were looked at and answers whether to go on.
    """
    effects, done, refused = Effects(), 0, []
    for place, ticket_id in enumerate(wanted):
        if not progress(place):
            break
        try:
            effects |= act(ticket_id)
            done += 1
        except Refusal as refusal:
            refused.append(f"{ticket_id}: {refusal.message}")
    return Outcome(effects, done, tuple(refused))


def assign(
    desk: Desk, wanted: Sequence[int], *, assignee_id: int | None, team_id: int | None
) -> Outcome:
    """Assign many tickets to one agent, one team, or both."""
    return each(
        wanted,
        lambda ticket_id: tickets.assign(desk, ticket_id, assignee_id=assignee_id, team_id=team_id),
    )
