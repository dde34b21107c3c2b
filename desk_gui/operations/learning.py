"""The classifier learns from what people decided at this desk; versions of it and their scores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from desk_gui.classification import desk_model
from desk_gui.classification.desk_model import DeskModel, Example, Material
from desk_gui.domain.accounts import Right, require
from desk_gui.domain.classification import (
    FEWEST_TICKETS,
    KEPT_VERSIONS,
    LARGEST_VERSION,
    Figure,
    Figures,
    Version,
    is_due,
    is_kept,
)
from desk_gui.domain.errors import Cancelled, NotFound, NotPossible
from desk_gui.operations import classifiers
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import decided, rows
from desk_gui.storage.rows import Row

Progress = Callable[[int, int], object]
Question = Callable[[], bool]
STEPS = 1_000
READING = 0.6
"""The share of the work that reading the tickets is."""
COLUMNS = ("id", "made_at", "account_id", "learned_from", "figures", "active")


@dataclass(frozen=True)
class Standing:
    """How the classifier of a desk stands.

    `versions`: the newest first. `decided`: tickets that it could learn from now. `kept`: by what
    was proposed (kind, category, team, item) how often, and how often the ticket has it now.
    """

    versions: tuple[Version, ...]
    decided: int
    kept: Mapping[str, tuple[int, int]]


def standing(desk: Desk) -> Standing:
    """The versions with their scores, and how often proposals were kept."""
    with desk.reading() as session:
        connection = session.connection
        return Standing(_versions(session), decided.count(connection), decided.kept(connection))


def should_learn(desk: Desk) -> bool:
    """Whether this desk has decided enough since it last learned."""
    with desk.reading() as session:
        return _is_due(session)


@dataclass(frozen=True)
class Studied:
    """What was learned from so many tickets and not kept yet; `by_itself`: nobody asked for it."""

    learned: DeskModel
    figures: Figures
    count: int
    by_itself: bool = False


def study(
    desk: Desk,
    *,
    progress: Progress | None = None,
    cancelled: Question | None = None,
    by_itself: bool = False,
) -> Studied:
    """Learn from the desk's own tickets; nothing is stored yet.

    Every fifth ticket is never learned from; on those what is in use and what was learned are
    compared. The tickets are read in short transactions, so that nobody waits. Raises Cancelled
    where it was stopped, and NotPossible where there is too little to learn from.
    """
    heard = _Heard(progress, cancelled)
    with desk.reading() as session:
        if not by_itself:
            require(session.actor, Right.CHANGE_SETTINGS)
        count = decided.count(session.connection)
        named = rows.all_chosen(session.connection, "category", ("id", "name"))
        base = classifiers.base(session)
        used = classifiers.classifier_in(session, desk.database.location).here
    material = desk_model.prepare(
        examples(desk),
        base,
        heard.part(0, READING),
        of=count,
        categories={row["name"]: row["id"] for row in named},
    )
    learned = desk_model.learn(material, heard.part(READING, 1))
    figures = _compared(material, used, learned)
    if not figures:
        raise NotPossible(
            "There is too little to learn from yet: the classifier needs some"
            f" {FEWEST_TICKETS} tickets about which people decided."
        )
    return Studied(learned, figures, len(material.log_odds), by_itself)


def keep(desk: Desk, studied: Studied) -> Effects:
    """Store what was learned as a version; it is taken into use only where it is not worse.

    What nobody asked for is dropped where another program was quicker.
    """
    weights = desk_model.save(studied.learned)
    if len(weights) > LARGEST_VERSION:
        raise NotPossible(
            "What was learned is too large to be kept; use fewer categories, teams or catalog"
            " items."
        )
    by_itself = studied.by_itself
    with desk.writing(None if by_itself else Right.CHANGE_SETTINGS) as session:
        if by_itself and not _is_due(session):
            return Effects()
        version_id = rows.add(
            session.connection,
            "classifier_version",
            made_at=session.now,
            account_id=None if by_itself else session.actor.id,
            learned_from=studied.count,
            figures=_written(studied.figures),
            active=False,
            weights=weights,
        )
        _forget_old(session)
        used = is_kept(studied.figures)
        if used:
            _activate(session, version_id)
        why = Why("edited", "classifier", by_itself=by_itself)
        write_other(session, "setting", 0, why, learned=version_id, used=used)
        return Effects(settings=True)


def learn(desk: Desk) -> Version:
    """Study and keep at once: the new version, in use or not."""
    keep(desk, study(desk))
    return standing(desk).versions[0]


def use(desk: Desk, version_id: int | None) -> Effects:
    """Take a version into use, or none: then only what comes with Desk is used."""
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = rows.chosen(session.connection, "classifier_version", ("id",), active=True)
        wanted = version_id or 0
        if (before["id"] if before else 0) == wanted:
            return Effects()
        if wanted and not rows.chosen(session.connection, "classifier_version", ("id",), id=wanted):
            raise NotFound("There is no such version of the classifier any more.")
        _activate(session, wanted)
        why = Why("edited", "classifier")
        past = before["id"] if before else None
        write_other(session, "setting", 0, why, version=version_id, before=past)
        return Effects(settings=True)


class _Heard:
    """Tells how far the work is, and stops it where somebody wants that."""

    def __init__(self, progress: Progress | None, cancelled: Question | None) -> None:
        self._progress, self._cancelled = progress, cancelled

    def part(self, begin: float, end: float) -> Callable[[float], None]:
        """What a part of the work tells, itself from 0 to 1."""

        def tell(done: float) -> None:
            if self._cancelled is not None and self._cancelled():
                raise Cancelled("Learning was stopped; the classifier is as it was.")
            if self._progress is not None:
                self._progress(round(STEPS * (begin + done * (end - begin))), STEPS)

        return tell


def examples(desk: Desk) -> Iterator[Example]:
    """Decided tickets, the newest first; each page in a transaction of its own."""
    before: int | None = None
    while True:
        with desk.reading() as session:
            found, before = decided.before(session.connection, before)
        for one in found:
            yield Example(*one)
        if before is None:
            return


def _compared(material: Material, used: DeskModel | None, learned: DeskModel) -> dict[str, Figure]:
    """What is in use and what was learned, on the held-out tickets; of what was learned only."""
    before, after = desk_model.judge(material, used), desk_model.judge(material, learned)
    known = {name for name in desk_model.TARGETS if getattr(learned, name) is not None}
    known |= {name for name in desk_model.TARGETS if used and getattr(used, name) is not None}
    return {
        name: Figure(after[name].n, before[name].right, after[name].right)
        for name in desk_model.TARGETS
        if name in known and name in after
    }


def _written(figures: Figures) -> str:
    return json.dumps({name: [one.n, one.before, one.after] for name, one in figures.items()})


def _is_due(session: Session) -> bool:
    versions = _versions(session)
    newest = versions[0] if versions else None
    return is_due(decided.count(session.connection), newest, session.now)


def _activate(session: Session, version_id: int) -> None:
    rows.change(session.connection, "classifier_version", {"active": False}, active=True)
    rows.change(session.connection, "classifier_version", {"active": True}, id=version_id)


def _forget_old(session: Session) -> None:
    old = [one.id for one in _versions(session)[KEPT_VERSIONS:] if not one.active]
    rows.remove(session.connection, "classifier_version", id=old)


def _versions(session: Session) -> tuple[Version, ...]:
    found = rows.all_chosen(session.connection, "classifier_version", COLUMNS, order="-id")
    who = {row["account_id"] for row in found}
    names = {row["id"]: row["name"] for row in rows.many(session.connection, "account", id=who)}
    return tuple(_version(row, names) for row in found)


def _version(row: Row, names: Mapping[int, str]) -> Version:
    figures = {name: Figure(*numbers) for name, numbers in json.loads(row["figures"]).items()}
    return Version(
        row["id"],
        row["made_at"],
        names.get(row["account_id"]),
        row["learned_from"],
        figures,
        row["active"],
    )
