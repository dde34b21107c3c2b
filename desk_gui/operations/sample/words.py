"""The words of one sample ticket: every placeholder is drawn once and stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from desk_gui.operations.sample.stories import Office, Person, Story

_START = re.compile(r"(^|[.!?] )([a-zéè])")
_NUMBERS = ("three", "four", "five", "six", "seven")
_HOURS = ("ten", "eleven", "two", "three", "four")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Decks:
    """Shuffled stacks of words, dealt to the end before anything comes twice."""

    def __init__(self, rng: Random, words: Mapping[str, Sequence[str]]) -> None:
        self._rng = rng
        self._words = words
        self._left: dict[str, list[str]] = {name: [] for name in words}

    def deal(self, name: str) -> str:
        """The next word of a stack."""
        left = self._left[name]
        if not left:
            left.extend(self._words[name])
            self._rng.shuffle(left)
        return left.pop()


def words_for(
    rng: Random, office: Office, decks: Decks, *, requester: Person, story: Story, local: datetime
) -> dict[str, str]:
    """What the placeholders of a ticket stand for; `local` is its opening on the wall clock."""
    near = [p for p in office.people if p.site == requester.site and p != requester]
    person, colleague = rng.sample(near, 2)
    site = next(site for site in office.sites if site.name == requester.site)
    place = rng.choice(site.places)
    found = {
        **{name: decks.deal(name) for name in office.words},
        **vars(place),
        "site": requester.site,
        "department": _department(rng, near, requester, story),
        "person": person.name,
        "person_first": person.first,
        "colleague": colleague.name,
        "people": rng.choice(_NUMBERS),
        "hour": f"{rng.choice(_HOURS)} o'clock",
        "weekday": _weekday(local + timedelta(days=rng.randint(2, 3))),
        "last_weekday": _weekday(local - timedelta(days=rng.randint(2, 3))),
        "date": _date(local + timedelta(days=rng.randint(9, 24))),
    }
    for name in ("starter", "leaver"):
        found[f"{name}_first"] = found[name].split()[0]
    return found


def _department(rng: Random, near: Sequence[Person], requester: Person, story: Story) -> str:
    """The requester's own, except for those who order for all departments."""
    asked_by = story.item.asked_by if story.item else ()
    if not asked_by:
        return requester.department
    return rng.choice([p.department for p in near if p.department not in asked_by])


def _weekday(local: datetime) -> str:
    return _DAYS[local.weekday()] if local.weekday() < len(_DAYS) else _DAYS[0]


def _date(local: datetime) -> str:
    while local.weekday() >= len(_DAYS):
        local += timedelta(days=1)
    return f"{local.day} {_MONTHS[local.month - 1]}"


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with its placeholders filled and its sentences begun with a capital letter."""
    filled = text.format_map(words)
    return _START.sub(lambda found: found[1] + found[2].upper(), filled)
