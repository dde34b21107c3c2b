"""Reading and changing what holds for the whole desk."""

from __future__ import annotations

import json

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid
from desk_gui.domain.general import General, wrong_with
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import rows


def general(desk: Desk) -> General:
    """The settings as they are now; each that was never set is its default."""
    with desk.reading() as session:
        return stored(session)


def change(desk: Desk, wanted: General) -> Effects:
    """Set what differs from now, in one entry; Invalid, with its sentence, where it cannot be."""
    if wrong := wrong_with(wanted):
        raise Invalid(" ".join(wrong.values()))
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = vars(stored(session))
        changed = {name: value for name, value in vars(wanted).items() if before[name] != value}
        if not changed:
            return Effects()
        for name, value in changed.items():
            row = {"value": json.dumps(value)}
            if not rows.change(session.connection, "setting", row, name=name):
                rows.add(session.connection, "setting", name=name, **row)
        old = {name: before[name] for name in changed}
        write_other(session, "setting", 0, Why("edited", "general"), **changed, before=old)
        return Effects(settings=True)


def stored(session: Session) -> General:
    """The settings in a transaction; each that was never set is its default."""
    names = list(vars(General()))
    found = rows.many(session.connection, "setting", name=names)
    return General(**{row["name"]: json.loads(row["value"]) for row in found})
