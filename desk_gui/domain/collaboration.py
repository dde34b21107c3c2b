"""Working together on one ticket: who is there, whom a text names, and what people are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

STALE = timedelta(seconds=30)
"""Who has not been heard of for longer is not there any more."""
TOGETHER = timedelta(minutes=5)
"""What happens to a ticket within this time is told in one notice while that is unread."""
MOST_LINES = 5
_MENTION = re.compile(r"(?<![\w@./+-])@(\w(?:[\w.+-]*\w)?)")


class Activity(StrEnum):
    """What a person does with a ticket at this moment."""

    VIEWING = "viewing"
    ANSWERING = "answering"


class Writing(StrEnum):
    """What an unsent text is going to be."""

    ANSWER = "answer"
    NOTE = "note"
    TICKET = "ticket"


class NoticeKind(StrEnum):
    """Why somebody is told about a ticket."""

    MENTIONED = "mentioned"
    WATCHED = "watched"
    ASSIGNED = "assigned"
    APPROVAL = "approval"
    SLA_WARNED = "sla_warned"
    SLA_BREACHED = "sla_breached"
    ESCALATED = "escalated"
    MAJOR = "major"


@dataclass(frozen=True)
class Mention:
    """“@login” in a text, and where it stands there."""

    login: str
    start: int
    end: int


def mentions(text: str) -> tuple[Mention, ...]:
    """Every “@login” of a text, in order; a mail address names nobody. Logins are lower case."""
    return tuple(
        Mention(found.group(1).lower(), found.start(), found.end())
        for found in _MENTION.finditer(text)
    )


def together(said: str, more: str) -> str:
    """The lines of an unread notice with more lines, each once, the newest last."""
    lines = [*said.split("\n"), *(line for line in more.split("\n"))]
    once = [line for place, line in enumerate(lines) if line not in lines[place + 1 :]]
    return "\n".join(once[-MOST_LINES:])
