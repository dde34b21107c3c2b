"""Priority, people, articles and filters, as the rules have them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_gui.domain.accounts import RIGHTS, Right, Role, check_password, require
from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.filters import Field, Sort, parse, parse_sort
from desk_gui.domain.knowledge import ARTICLE_STEPS, ArticleStatus
from desk_gui.domain.priority import DEFAULT_MATRIX, Level, Priority, check_matrix
from desk_gui.domain.text import clean
from desk_gui.domain.ticket import Major, why_not_reclassify
from desk_gui.domain.workflow import Kind, Status, is_final, is_resolved
from tests.domain.made import a_ticket, an_account


def test_that_the_matrix_is_that_of_the_rules() -> None:
    high, medium, low = Level.HIGH, Level.MEDIUM, Level.LOW
    assert [
        [int(DEFAULT_MATRIX[i, u]) for u in (high, medium, low)] for i in (high, medium, low)
    ] == [
        [1, 2, 3],
        [2, 3, 4],
        [3, 4, 5],
    ]


def test_that_a_matrix_with_a_hole_or_a_step_back_is_refused() -> None:
    with pytest.raises(ValueError, match="all nine cells"):
        check_matrix({(Level.HIGH, Level.HIGH): Priority.CRITICAL})
    for worse in ((Level.LOW, Level.HIGH), (Level.HIGH, Level.LOW)):
        with pytest.raises(ValueError, match="cannot give a higher priority"):
            check_matrix(
                {
                    **DEFAULT_MATRIX,
                    worse: Priority.CRITICAL,
                    (Level.HIGH, Level.HIGH): Priority.HIGH,
                }
            )


def test_that_only_open_tickets_change_their_kind() -> None:
    for kind in Kind:
        for status in Status:
            refusal = why_not_reclassify(a_ticket(kind, status))
            assert (refusal is None) == (not is_final(status) and not is_resolved(status))
    for major in Major:
        refusal = why_not_reclassify(a_ticket(major=major))
        assert (refusal is None) == (major in {Major.NONE, Major.REJECTED})


def test_that_rights_grow_with_the_role() -> None:
    expected = {
        Role.REQUESTER: 1,
        Role.AGENT: 4,
        Role.SUPERVISOR: 9,
        Role.ADMINISTRATOR: len(Right),
    }
    for role, count in expected.items():
        account = an_account(role)
        assert sum(account.may(right) for right in Right) == count
        assert not any(an_account(role, active=False).may(right) for right in Right)
    for right, role in RIGHTS.items():
        require(an_account(role), right)
    with pytest.raises(NotAllowed, match="Only a supervisor or above may override a priority"):
        require(an_account(Role.AGENT), Right.OVERRIDE_PRIORITY)
    with pytest.raises(NotAllowed, match="Only an administrator or above may manage accounts"):
        require(an_account(Role.SUPERVISOR), Right.MANAGE_ACCOUNTS)


def test_that_a_confidential_ticket_is_for_its_team_and_supervisors() -> None:
    agent = an_account(Role.AGENT, teams=[3])
    assert agent.may_see(confidential=False, team_id=None)
    assert agent.may_see(confidential=True, team_id=3)
    assert not agent.may_see(confidential=True, team_id=4)
    assert not agent.may_see(confidential=True, team_id=None)
    assert an_account(Role.SUPERVISOR).may_see(confidential=True, team_id=4)


@pytest.mark.parametrize(("length", "good"), [(11, False), (12, True), (1024, True), (1025, False)])
def test_that_length_is_the_only_rule_for_passwords(length: int, *, good: bool) -> None:
    assert (check_password("a" * length) is None) == good


def test_that_the_life_of_an_article_is_that_of_the_rules() -> None:
    assert {(a.value, b.value) for a, b in ARTICLE_STEPS} == {
        ("draft", "in_review"),
        ("in_review", "draft"),
        ("in_review", "published"),
        ("published", "retired"),
        ("published", "draft"),
        ("retired", "draft"),
    }
    supervisors = {b for (_, b), right in ARTICLE_STEPS.items() if RIGHTS[right] is Role.SUPERVISOR}
    assert supervisors == {ArticleStatus.PUBLISHED, ArticleStatus.RETIRED}


pieces = st.one_of(
    st.sampled_from([f"{field}:" for field in Field]),
    st.sampled_from(
        ["<=", ">", "-", '"', ",", "me", "none", "2026-01-31", "²", "١", "12", "9" * 12]
    ),
    st.sampled_from(["9999-12-31", "0001-01-01T00:00+23:59", "2026-W01-1", "\x00", "\ud800"]),
    st.text(max_size=8),
    st.just(" "),
)


@given(st.lists(pieces, max_size=12).map("".join))
@example("opened:,")
@example("id:²")
@example("closed:9999-12-31")
@example("priority:12")
def test_that_a_filter_is_read_or_refused_with_a_sentence(typed: str) -> None:
    try:
        parse(typed)
    except Invalid as invalid:
        words = invalid.message
    else:
        words = "."
        terms_are_whole(typed)
    assert words.endswith(".")


def terms_are_whole(typed: str) -> None:
    found = parse(typed)
    for term in found.terms:
        assert term.values
        if term.field in {Field.PRIORITY, Field.ID}:
            assert all(0 <= int(value) < 10**9 for value in term.values)
    assert "\x00" not in found.words


def test_that_a_filter_keeps_words_and_conditions_apart() -> None:
    found = parse('kind:incident priority:<=2 -team:"Service desk" printer "blank pages" http://x')
    assert [(t.field, t.operator, t.values, t.negated) for t in found.terms] == [
        (Field.KIND, "=", ("incident",), False),
        (Field.PRIORITY, "<=", ("2",), False),
        (Field.TEAM, "=", ("Service desk",), True),
    ]
    assert found.words == "printer blank pages http://x"


def test_that_an_unknown_order_is_refused() -> None:
    assert parse_sort("-due") == (Sort.DUE, True)
    with pytest.raises(Invalid, match="is no order"):
        parse_sort("colour")


@given(st.text())
def test_that_clean_text_can_be_stored_and_is_otherwise_unchanged(text: str) -> None:
    assert clean(text) == text.replace("\x00", "")


def test_that_half_characters_become_question_marks() -> None:
    assert clean("a\ud83dz\x00").encode() == b"a?z"
