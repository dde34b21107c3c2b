"""Random catalog items, and requests as they are, between the plain model and a real desk."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from desk_gui.domain.catalog import ApprovalStep, Approver, CatalogItem, TaskTemplate, Who
from desk_gui.domain.forms import FieldKind, FormField
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Status
from desk_gui.operations import show
from tests.operations.plain_requests import STARTED, Edition, Job, Step
from tests.operations.real_desk import Real

TITLES = ("Order", "Install", "Thank", "Hand over")
asks = st.sampled_from(
    [
        ("person", "tom"),
        ("person", "sofia"),
        ("person", "boss"),
        ("team_lead", "desk"),
        ("team_lead", "network"),
        ("team_lead", None),
        ("manager", None),
        ("manager", None),
        ("supervisor", None),
    ]
)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """A rule of approval of any kind, and tasks with and without order."""
    steps = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        lines = tuple(draw(st.lists(asks, min_size=1, max_size=3)))
        hours = draw(st.sampled_from([(None, None), (1, None), (1, 5), (None, 5)]))
        remind, expire = (one and one * 3600 for one in hours)
        steps.append(Step(lines, draw(st.integers(1, len(lines))), remind, expire))
    jobs = []
    for place in range(draw(st.integers(0, 4))):
        after = draw(st.sets(st.integers(0, place - 1), max_size=2)) if place else set()
        checks: tuple[str, ...] = ("Asked twice",) if draw(st.integers(0, 4)) == 0 else ()
        must = draw(st.booleans() | st.just(value=True))
        jobs.append(Job(TITLES[place], must, tuple(sorted(after)), checks))
    return Edition(
        tuple(steps), tuple(jobs), draw(st.sampled_from([None, "desk"])), draw(st.booleans())
    )


def catalog_item(real: Real, name: str, edition: Edition) -> CatalogItem:
    """The edition as the catalog has it."""

    def approver(how: str, whom: str | None) -> Approver:
        person = real.account_ids.get(whom or "") if how == "person" else None
        team = real.team_ids.get(whom or "") if how == "team_lead" else None
        return Approver(Who(how), person, team)

    size = FormField("size", "Size", FieldKind.CHOICE, required=True, choices=("A4", "A3"))
    return CatalogItem(
        0,
        name,
        "",
        Priority.LOW,
        team_id=real.team_ids.get(edition.team or ""),
        fields=(size,) if edition.asks_size else (),
        steps=tuple(
            ApprovalStep(
                tuple(approver(*one) for one in step.asks),
                step.needed,
                step.remind_s,
                step.expire_s,
            )
            for step in edition.steps
        ),
        tasks=tuple(
            TaskTemplate(
                job.title,
                job.mandatory,
                tuple(place + 1 for place in job.after),
                checklist=job.checklist,
            )
            for job in edition.jobs
        ),
    )


def wish(real: Real, to: str) -> Wish:
    """A move with what its guard asks for."""
    return Wish(
        Status(to),
        assignee_id=real.account_ids[STARTED["assignee"]] if to == "in_fulfilment" else None,
        hold_reason=HoldReason(STARTED["hold_reason"]) if to == "on_hold" else None,
        cancel_reason=CancelReason(STARTED["cancel_reason"]) if to == "cancelled" else None,
    )


def seen(real: Real, ticket_id: int) -> dict[str, Any]:
    """What the model knows of a request, read from a real one."""
    page = show.show(real.people["boss"], ticket_id)
    ticket = page.ticket
    return {
        "kind": ticket.kind.value,
        "status": ticket.status.value,
        "item": real.name(real.item_ids, ticket.item_id),
        "assignee": real.name(real.account_ids, ticket.assignee_id),
        "approvals": [
            (
                one.step,
                one.decision.value,
                one.who.lower() if one.who else None,
                one.delegate.lower() if one.delegate else None,
            )
            for one in page.approvals
        ],
        "tasks": [
            (
                task.title,
                task.mandatory,
                task.status.value,
                task.started_at is not None,
                [line.done for line in task.checklist],
            )
            for task in page.tasks
        ],
    }
