"""Working together on one ticket: who is there, and what people are told."""

from __future__ import annotations

from enum import StrEnum


class Activity(StrEnum):
    """What a person does with a ticket at this moment."""

    VIEWING = "viewing"
    ANSWERING = "answering"


class NoticeKind(StrEnum):
    """Why somebody is told about a ticket."""

    MENTIONED = "mentioned"
    WATCHED = "watched"
    ASSIGNED = "assigned"
    SLA_WARNED = "sla_warned"
    SLA_BREACHED = "sla_breached"
    ESCALATED = "escalated"
    MAJOR = "major"
