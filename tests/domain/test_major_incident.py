"""Major incidents as the rules, §3, have them: steps, who leads, declaration, review, updates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from desk_gui.domain.accounts import Role
from desk_gui.domain.major_incident import (
    DEFAULT_TEMPLATES,
    FILLED,
    LONGEST_INTERVAL_S,
    MAX_WORDS,
    SHORTEST_INTERVAL_S,
    STEPS,
    Declaration,
    Lead,
    Review,
    ReviewAction,
    Stake,
    UpdateTemplate,
    fill,
    next_update,
    placeholders,
    refuse_declaration,
    refuse_review,
    refuse_templates,
    refuse_update,
    why_not_review,
    why_not_step,
    why_not_update,
)
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import Kind, Status
from tests.domain.made import NOW, a_ticket, an_account

EXPECTED = {
    ("none", "proposed", "agent"),
    ("rejected", "proposed", "agent"),
    ("proposed", "declared", "supervisor"),
    ("proposed", "rejected", "supervisor"),
    ("declared", "stood_down", "coordinator"),
}
AGENT, SUPERVISOR = an_account(Role.AGENT, 3), an_account(Role.SUPERVISOR, 4)
DECLARATION = Declaration(AGENT.id, "Nobody can ship.", frozenset({Stake.SERVICE}))
REVIEW = Review("A full disk.", "Quick.", "No alarm.", (ReviewAction("Alarm at 80 %", 3),))
ABLE = {3}


def test_that_the_steps_are_those_of_the_rules() -> None:
    assert {(s.source.value, s.target.value, s.by.value) for s in STEPS} == EXPECTED


def test_that_every_other_step_is_refused_with_a_sentence() -> None:
    allowed = {(source, target) for source, target, _ in EXPECTED}
    allowed |= {("none", "declared"), ("rejected", "declared")}  # both steps in one act
    for source, target in product(Major, Major):
        if target is Major.NONE:
            continue
        refusal = why_not_step(a_ticket(major=source), target, SUPERVISOR, None)
        assert (refusal is None) == ((source, target) in allowed), (source, target)
        assert refusal is None or refusal.endswith(".")


def test_that_a_major_incident_that_is_over_stays_over() -> None:
    over = a_ticket(major=Major.STOOD_DOWN)
    refusal = why_not_step(over, Major.PROPOSED, SUPERVISOR, None)
    assert refusal is not None
    assert "an incident of its own, linked as caused by this one" in refusal


@pytest.mark.parametrize("target", [Major.PROPOSED, Major.DECLARED])
def test_that_only_an_open_incident_becomes_a_major_one(target: Major) -> None:
    for status in (Status.RESOLVED, Status.CLOSED, Status.CANCELLED):
        refusal = why_not_step(a_ticket(status=status), target, SUPERVISOR, None)
        assert refusal is not None
        assert "only an open incident can be major" in refusal
    request = a_ticket(Kind.REQUEST, Status.APPROVED)
    assert "never" in (why_not_step(request, target, SUPERVISOR, None) or "")


def test_that_what_was_restored_meanwhile_can_still_be_rejected_or_stood_down() -> None:
    proposed = a_ticket(status=Status.RESOLVED, major=Major.PROPOSED)
    declared = replace(proposed, major=Major.DECLARED)
    assert why_not_step(proposed, Major.REJECTED, SUPERVISOR, None) is None
    assert why_not_step(declared, Major.STOOD_DOWN, SUPERVISOR, None) is None


def test_that_each_step_asks_for_who_leads() -> None:
    requester, other = an_account(Role.REQUESTER, 9), an_account(Role.AGENT, 5)
    off = an_account(Role.ADMINISTRATOR, 6, active=False)
    may = {Lead.AGENT: {3, 4, 5}, Lead.COORDINATOR: {3, 4}, Lead.SUPERVISOR: {4}}
    for step in STEPS:
        ticket = a_ticket(major=step.source)
        for account in (AGENT, SUPERVISOR, other, requester, off):
            refusal = why_not_step(ticket, step.target, account, AGENT.id)
            assert (refusal is None) == (account.id in may[step.by]), (step, account.role)


def test_that_updates_are_posted_while_it_is_declared_by_who_leads() -> None:
    for major in Major:
        refusal = why_not_update(a_ticket(major=major), AGENT, AGENT.id)
        assert (refusal is None) == (major is Major.DECLARED)
    assert why_not_update(a_ticket(major=Major.DECLARED), AGENT, 7) is not None


def test_that_the_review_looks_back_until_the_incident_is_closed() -> None:
    for major in Major:
        refusal = why_not_review(a_ticket(major=major), AGENT, AGENT.id)
        assert (refusal is None) == (major is Major.STOOD_DOWN)
    closed = a_ticket(status=Status.CLOSED, major=Major.STOOD_DOWN)
    assert "stays as it was written" in (why_not_review(closed, AGENT, AGENT.id) or "")
    assert "coordinator" in (why_not_review(a_ticket(major=Major.STOOD_DOWN), AGENT, 7) or "")


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"business_impact": " \n"}, "what the business cannot do"),
        ({"business_impact": "x" * (MAX_WORDS + 1)}, "at most 10,000 characters"),
        ({"stakes": frozenset()}, "Choose at least one"),
        ({"update_every_s": SHORTEST_INTERVAL_S - 1}, "from 5 minutes to 24 hours"),
        ({"update_every_s": LONGEST_INTERVAL_S + 1}, "from 5 minutes to 24 hours"),
        ({}, None),
        ({"update_every_s": SHORTEST_INTERVAL_S}, None),
        ({"update_every_s": LONGEST_INTERVAL_S}, None),
    ],
)
def test_that_a_declaration_says_what_it_lacks(
    change: dict[str, object], lacks: str | None
) -> None:
    wrong = refuse_declaration(replace(DECLARATION, **change), AGENT)  # type: ignore[arg-type] # one field each
    assert set(wrong) == (set(change) if lacks else set())
    assert all(lacks is not None and lacks in sentence for sentence in wrong.values())


def test_that_only_an_active_agent_coordinates() -> None:
    assert "who coordinates" in refuse_declaration(DECLARATION, None)["coordinator_id"]
    for account in (an_account(Role.REQUESTER), an_account(Role.AGENT, active=False)):
        wrong = refuse_declaration(DECLARATION, account)
        assert "choose an active agent" in wrong["coordinator_id"]


def test_that_the_next_update_counts_from_the_last_one() -> None:
    assert next_update(NOW, 1800) == NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, set()),
        ({"cause": " "}, {"cause"}),
        ({"went_well": "", "went_wrong": ""}, {"went_well", "went_wrong"}),
        ({"actions": ()}, {"actions"}),
        ({"actions": (), "no_action_because": "The supplier did it all."}, set()),
        ({"actions": (ReviewAction("Alarm", None),)}, {"actions"}),
        ({"actions": (ReviewAction("Alarm", 8),)}, {"actions"}),
        ({"actions": (ReviewAction(" ", 3),)}, {"actions"}),
        ({"actions": (ReviewAction("x" * (MAX_WORDS + 1), 3),)}, {"actions"}),
        ({"cause": "x" * (MAX_WORDS + 1)}, {"cause"}),
    ],
)
def test_that_a_review_says_field_by_field_what_it_lacks(
    change: dict[str, object], wrong: set[str]
) -> None:
    found = refuse_review(replace(REVIEW, **change), ABLE)  # type: ignore[arg-type] # some fields each
    assert set(found) == wrong
    assert all(sentence.endswith(".") for sentence in found.values())


def test_that_a_template_is_filled_with_what_is_known_and_no_more() -> None:
    facts = {"number": "INC-1", "title": "The {number} of it"}
    assert (
        fill("{number}: {title}, {workaround}", facts) == "INC-1: The {number} of it, {workaround}"
    )


def test_that_an_update_with_a_placeholder_left_is_not_posted() -> None:
    assert "Replace {workaround}, {what_we_know}" in (
        refuse_update("{workaround} {what_we_know} {workaround}") or ""
    )
    assert refuse_update("The key {config} is missing.", "Error in {config}") is None
    assert refuse_update("if (a) { b; } else {}") is None
    assert "Write the update" in (refuse_update("  ") or "")
    assert "at most" in (refuse_update("x" * (MAX_WORDS + 1)) or "")


def test_that_the_templates_of_a_new_desk_are_whole() -> None:
    assert refuse_templates(DEFAULT_TEMPLATES) is None
    names = {name.strip("{}") for t in DEFAULT_TEMPLATES for name in placeholders(t.text)}
    assert names - set(FILLED) == {"what_we_know", "workaround", "what_was_done"}


@pytest.mark.parametrize(
    ("templates", "wrong"),
    [
        ((), "at least one"),
        ((UpdateTemplate(" ", "Text"),), "a name"),
        ((UpdateTemplate("A", "Text"), UpdateTemplate("a ", "Text")), "same name"),
        ((UpdateTemplate("A" * 61, "Text"),), "at most 60 characters"),
        ((UpdateTemplate("A", " "),), "“A” has no text"),
        ((UpdateTemplate("A", "x" * (MAX_WORDS + 1)),), "at most"),
    ],
)
def test_that_templates_say_what_is_wrong(
    templates: tuple[UpdateTemplate, ...], wrong: str
) -> None:
    assert wrong in (refuse_templates(templates) or "")
