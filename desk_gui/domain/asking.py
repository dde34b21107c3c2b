"""What a requester may say himself: report, order, answer, and say whether it is solved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from desk_gui.domain.errors import Invalid
from desk_gui.domain.priority import Level
from desk_gui.domain.text import clean

MOST_SAID = 200_000
"""Characters of one submission, with everything in it."""
SCORES = range(1, 6)
_NUMBERS = range(1, 2**31)
"""What both databases take as an id."""


class Asking(StrEnum):
    """What a submission is."""

    REPORT = "report"
    ORDER = "order"
    HELPED = "helped"
    ANSWER = "answer"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    WITHDRAW = "withdraw"


class Affected(StrEnum):
    """How many are disturbed, as far as who reports it can tell."""

    ME = "me"
    SOME = "some"
    EVERYBODY = "everybody"

    @property
    def impact(self) -> Level:
        """The impact that an incident gets from it."""
        return {"me": Level.LOW, "some": Level.MEDIUM, "everybody": Level.HIGH}[self.value]


@dataclass(frozen=True)
class Submission:
    """One thing that a requester says; which fields count depends on what it is.

    A report has title, text, `affected` and whether it has `stopped` who reports it; an order
    `item_id` and the `answers` to its form. Either may name the articles that were `offered`
    first; what an article helped with says which, and is not handed on to anybody. The others
    have their `ticket_id`, a text, and where it is solved a `score` from 1 (bad) to 5.
    """

    asking: Asking
    title: str = ""
    text: str = ""
    affected: Affected = Affected.ME
    stopped: bool = False
    item_id: int | None = None
    answers: Mapping[str, str] | None = None
    ticket_id: int | None = None
    score: int | None = None
    article_id: int | None = None
    offered: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        """As it is stored."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        plain = {name: value for name, value in told.items() if value not in (None, "", False, ())}
        return json.dumps(plain | ({"answers": dict(self.answers)} if self.answers else {}))


def submission_of(said: str) -> Submission:
    """What was stored; Invalid where it is no submission: anybody may have written it."""
    wrong = Invalid("This cannot be read as something that a requester says.")
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        raise wrong from None
    if not isinstance(told, dict) or not told.keys() <= {one.name for one in fields(Submission)}:
        raise wrong
    texts, numbers = ("title", "text"), ("item_id", "ticket_id", "score", "article_id")
    answers, offered = told.get("answers") or {}, told.get("offered") or []
    if not isinstance(answers, dict) or not isinstance(offered, list):
        raise wrong
    if any(not isinstance(one, str) for one in (*answers.values(), *_in(told, texts).values())):
        raise wrong
    numbered = (*_in(told, numbers).values(), *offered)
    if any(type(one) is not int or one not in _NUMBERS for one in numbered):
        raise wrong
    if not isinstance(told.get("stopped", False), bool):
        raise wrong
    try:
        words = {"asking": Asking(told["asking"]), "affected": Affected(told.get("affected", "me"))}
    except (KeyError, ValueError, TypeError):
        raise wrong from None
    cleaned = {name: clean(value) for name, value in _in(told, texts).items()}
    given = {clean(name): clean(value) for name, value in answers.items()} or None
    more = {"answers": given, "offered": tuple(offered)}
    return Submission(**{**told, **words, **cleaned, **more})


def _in(told: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}


def refuse_submission(submission: Submission) -> None:
    """Raise Invalid, with the sentence, for what is missing or too long in itself."""
    if len(submission.said) > MOST_SAID:
        raise Invalid("This is too long to be sent; shorten it.")
    if submission.asking is Asking.SOLVED and submission.score not in SCORES:
        raise Invalid("Say how satisfied you are, from 1 (bad) to 5 (good).")
    if submission.asking in {Asking.ANSWER, Asking.NOT_SOLVED} and not submission.text.strip():
        raise Invalid("Write something first: what happens, or what is still missing.")
    if submission.asking is Asking.REPORT and not submission.title.strip():
        raise Invalid("Say in a few words what is wrong.")
    if submission.asking is Asking.HELPED and submission.article_id is None:
        raise Invalid("Say which article answered it.")
    if submission.asking is Asking.ORDER and submission.item_id is None:
        raise Invalid("Choose what you need from the catalog.")
