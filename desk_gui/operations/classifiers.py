"""Which classifier a desk uses: the shipped one, its own rules over it, what it learned."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from desk_gui.classification import classifier as shipped_one
from desk_gui.classification import desk_model, lexicon
from desk_gui.classification.classifier import TextClassifier
from desk_gui.classification.desk_model import DeskModel
from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import rows

if TYPE_CHECKING:
    from desk_gui.classification.proposals import Classifier

log = logging.getLogger(__name__)

SETTING = "classification_rules"
LONGEST_RULES = 100_000
# How many classifiers are kept ready: one for each desk, and a few of its latest.
KEPT = 4

_Key = tuple[str, str, int]
_ready: OrderedDict[_Key, TextClassifier] = OrderedDict()
_lock = Lock()


def classifier(desk: Desk | None) -> Classifier:
    """The classifier of a desk with its own rules and what it learned; without one the shipped.

    Made when it is first needed and whenever rules or version change; a job calls this.
    """
    if desk is None:
        return shipped_one.shipped()
    with desk.reading() as session:
        return classifier_in(session, desk.database.location)


def classifier_in(session: Session, location: str) -> TextClassifier:
    """The same in a transaction that does more."""
    written = rules_in(session)
    version = rows.chosen(session.connection, "classifier_version", ("id",), active=True)
    key = (location if version else "", written, version["id"] if version else 0)
    with _lock:
        if key in _ready:
            _ready.move_to_end(key)
            return _ready[key]
    made = _made(written, _learned(session, key[2]))
    with _lock:
        _ready[key] = made
        while len(_ready) > KEPT:
            _ready.popitem(last=False)
    return made


def base(session: Session) -> TextClassifier:
    """The classifier with the desk's own rules, without what the desk learned."""
    return _made(rules_in(session), None)


def rules(desk: Desk) -> str:
    """The desk's own rules as they were written, TOML; "" where it has none."""
    with desk.reading() as session:
        return rules_in(session)


def rules_in(session: Session) -> str:
    """The same in a transaction that does more."""
    row = rows.one(session.connection, "setting", name=SETTING)
    return str(json.loads(row["value"])) if row else ""


def wrong_with(written: str) -> str:
    """What is wrong with rules, in one sentence; "" where they can be used."""
    if len(written) > LONGEST_RULES:
        return f"The rules have more than {LONGEST_RULES:,} characters; write fewer words."
    try:
        lexicon.overlaid(lexicon.shipped(), written)
    except ValueError as error:
        sentence = str(error)
        return f"The rules cannot be used: {sentence[:1].lower()}{sentence[1:]}. Correct them."
    return ""


def change_rules(desk: Desk, written: str) -> Effects:
    """Lay rules over the shipped ones for everybody at this desk; "" takes them away.

    Raises Invalid, with what is wrong, where they cannot be used; nothing is changed then.
    """
    if wrong := wrong_with(written):
        raise Invalid(wrong)
    with desk.writing(Right.CHANGE_SETTINGS) as session:
        before = rules_in(session)
        if written == before:
            return Effects()
        value = {"value": json.dumps(written)}
        if not rows.change(session.connection, "setting", value, name=SETTING):
            rows.add(session.connection, "setting", name=SETTING, **value)
        why = Why("edited", "classification rules")
        write_other(session, "setting", 0, why, rules=written, before=before)
        return Effects(settings=True)


def _made(written: str, learned: DeskModel | None) -> TextClassifier:
    one = shipped_one.shipped()
    if not written and learned is None:
        return one
    words = lexicon.shipped()
    if written:
        try:
            words = lexicon.overlaid(words, written)
        except ValueError as error:
            log.warning("The desk's own classification rules cannot be used: %s", error)
    return TextClassifier(words, one.elsewhere, learned, one.languages)


def _learned(session: Session, version_id: int) -> DeskModel | None:
    if not version_id:
        return None
    row = rows.one(session.connection, "classifier_version", id=version_id)
    try:
        return desk_model.load(bytes(row["weights"])) if row else None
    except ValueError as error:
        log.warning("Version %d of the classifier cannot be used: %s", version_id, error)
        return None
