"""What the database refuses, whoever asks: a condition and its sentence, from the domain's tables.

One list serves both databases: the conditions are SQL that both understand.
"""

from __future__ import annotations

from desk_gui.storage.refusals import (
    attachments,
    classification,
    collaboration,
    journal,
    knowledge,
    links,
    major_incidents,
    people,
    requests,
    sla,
    tickets,
)
from desk_gui.storage.refusals.making import Refusal, never, once

__all__ = ["Refusal", "refusals"]


def refusals() -> list[Refusal]:
    """Every rule that needs a trigger, in the order in which they are looked at."""
    comment = "a comment stays as it was written; add another"
    return [
        *tickets.tickets(),
        *major_incidents.major_incidents(),
        once("comment", "id = NEW.id"),
        never("comment", "UPDATE", comment),
        never("comment", "DELETE", comment),
        *attachments.contents(),
        *attachments.attachments(),
        *links.links(),
        *people.people(),
        *requests.catalog(),
        *requests.orders(),
        *requests.approvals(),
        *requests.tasks(),
        *journal.journal(),
        *knowledge.knowledge(),
        *collaboration.collaboration(),
        *sla.sla(),
        *classification.classification(),
    ]
