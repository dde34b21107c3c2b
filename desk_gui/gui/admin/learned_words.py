"""What the classifier of a desk learned, in words: a line a version, and how often it was right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk_gui.domain.classification import Figure, Version
from desk_gui.gui.format import count, short_moment
from desk_gui.operations.learning import Standing
from desk_gui.reports.charts import Table

SAID = {"kind": "Kind", "category": "Category", "team": "Team", "item": "Catalog item"}
"""What the classifier says of a ticket."""
HEADS = ("Learned", "Tickets", *SAID.values(), "")
SHIPPED = "what Desk came with"
AS_SHIPPED = "Desk uses what it came with; nothing learned from your tickets is in use."
NOTHING_YET = (
    "Desk has not learned from your tickets yet. It begins by itself at 200 tickets, or when you"
    " say so."
)
BY_ITSELF = "by itself"


def table(versions: Sequence[Version], now: datetime) -> Table:
    """A row for each version: on the tickets held out, right before and right after."""
    return Table(HEADS, tuple(_row(one, now) for one in versions))


def _row(one: Version, now: datetime) -> tuple[str, ...]:
    figures = (_figure(one.figures.get(name)) for name in SAID)
    used = "in use" if one.active else ""
    return (name_of(one, now), f"{one.learned_from:,}", *figures, used)


def name_of(one: Version, now: datetime) -> str:
    """When and for whom a version was learned."""
    return f"{short_moment(one.made_at, now)}, {one.made_by or BY_ITSELF}"


def _figure(figure: Figure | None) -> str:
    if figure is None or not figure.n:
        return "–"
    return f"{100 * figure.before / figure.n:.0f} → {100 * figure.after / figure.n:.0f} %"


def state(standing: Standing, now: datetime) -> str:
    """What is in use, and how good it was on the tickets it did not learn from."""
    used = in_use(standing.versions)
    if not standing.versions:
        return f"{NOTHING_YET} There are {count(standing.decided, 'ticket')} to learn from now."
    if used is None:
        return AS_SHIPPED
    before, after = used.scores
    learned = count(used.learned_from, "ticket")
    return (
        f"In use is what Desk learned from {learned} ({name_of(used, now)}). On tickets it did not"
        f" learn from it is right in {100 * after:.0f} % of what there is to say; what was in use"
        f" before in {100 * before:.0f} %."
    )


def in_use(versions: Sequence[Version]) -> Version | None:
    """The version in use, or None for what comes with Desk."""
    return next((one for one in versions if one.active), None)


def one_before(versions: Sequence[Version]) -> Version | None:
    """What to go back to from the version in use: the next older one, else what comes with Desk."""
    used = in_use(versions)
    older = [one for one in versions if used is not None and one.id < used.id]
    return older[0] if older else None


def hits(standing: Standing) -> str:
    """How often what was proposed stayed as it was proposed."""
    told = [
        f"{name.lower()} {100 * kept / n:.0f} % of {n:,}"
        for key, name in SAID.items()
        for n, kept in (standing.kept.get(key, (0, 0)),)
        if n
    ]
    if not told:
        return "Nothing has been proposed yet."
    return f"Of what was proposed people kept: {', '.join(told)}."
