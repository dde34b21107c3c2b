"""The classifier learns from what people decided at this desk, and can be put back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_gui.domain import classification as rules
from desk_gui.domain.errors import Cancelled, Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.workflow import Kind
from desk_gui.operations import classification, classifiers, learning
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_request, an_incident, an_item
from tests.operations.seen import setting_entries
from tests.operations.taught import a_version_in_use, decided_tickets

OWN_WORD = '[[group]]\nsays = "impact high"\nwords = ["spindle"]'


def kind_of(desk: Desk, title: str) -> Kind | None:
    return classification.propose(desk, title).kind


def test_that_it_learns_kind_and_team_and_says_by_which_words(office: Office) -> None:
    count = decided_tickets(office)
    assert kind_of(office.agent, "gearbox conveyor") is None
    version = learning.learn(office.administrator)
    assert (version.active, version.learned_from) == (True, count)
    before, after = version.scores
    assert after > before
    assert version.figures["team"].after > 0.8 * version.figures["team"].n
    proposal = classification.propose(office.agent, "gearbox conveyor")
    assert proposal.kind is Kind.INCIDENT
    assert {one.words for one in proposal.because if one.learned} >= {"gearbox", "conveyor"}
    assert proposal.team is not None
    assert proposal.team.id == office.team_id
    assert set(proposal.team.because) <= {"gearbox", "conveyor", "gearbox conveyor"}
    assert kind_of(office.agent, "brochure poster") is Kind.REQUEST


def test_that_one_click_takes_an_older_version_or_none_into_use(office: Office) -> None:
    decided_tickets(office)
    first = learning.learn(office.administrator)
    second = learning.learn(office.administrator)
    assert [one.active for one in learning.standing(office.agent).versions] == [True, False]
    assert learning.use(office.administrator, first.id).settings
    assert [one.active for one in learning.standing(office.agent).versions] == [False, True]
    learning.use(office.administrator, None)
    assert kind_of(office.agent, "gearbox conveyor") is None
    learning.use(office.administrator, second.id)
    assert kind_of(office.agent, "gearbox conveyor") is Kind.INCIDENT
    said = setting_entries(office.agent)[-3:]
    assert [one["version"] for one in said] == [first.id, None, second.id]
    with pytest.raises(NotFound, match="no such version"):
        learning.use(office.administrator, 99)


def test_that_only_ten_versions_and_the_one_in_use_are_kept(office: Office) -> None:
    decided_tickets(office)
    first = learning.learn(office.administrator)
    for _ in range(11):
        learning.learn(office.administrator)
        learning.use(office.administrator, first.id)
    kept = [one.id for one in learning.standing(office.agent).versions]
    assert kept == [*range(first.id + 11, first.id + 1, -1), first.id]


def test_that_stopping_keeps_everything_as_it_was(office: Office) -> None:
    decided_tickets(office)
    heard: list[int] = []
    with pytest.raises(Cancelled):
        learning.study(
            office.administrator,
            progress=lambda done, _: heard.append(done),
            cancelled=lambda: bool(heard) and heard[-1] > 700,
        )
    assert heard == sorted(heard)
    assert 500 < heard[-1] < 1000
    assert learning.standing(office.agent).versions == ()


def test_that_too_few_tickets_teach_nothing(office: Office) -> None:
    an_incident(office.agent)
    with pytest.raises(NotPossible, match="too little to learn from"):
        learning.learn(office.administrator)
    assert not learning.should_learn(office.agent)


def test_that_only_administrators_teach_and_put_back(office: Office) -> None:
    for desk in (office.supervisor, office.agent, office.requester):
        with pytest.raises(NotAllowed):
            learning.learn(desk)
    with pytest.raises(NotAllowed):
        learning.use(office.supervisor, None)
    with pytest.raises(NotAllowed):
        classifiers.change_rules(office.supervisor, OWN_WORD)


def test_that_the_desk_may_learn_by_itself_whoever_is_signed_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = decided_tickets(office)
    assert not learning.should_learn(office.agent)
    monkeypatch.setattr(rules, "FEWEST_TICKETS", count)
    assert learning.should_learn(office.agent)
    studied = learning.study(office.agent, by_itself=True)
    assert learning.keep(office.agent, studied).settings
    assert not learning.should_learn(office.agent)
    assert learning.keep(office.colleague, studied) == Effects()
    (version,) = learning.standing(office.agent).versions
    assert (version.made_by, version.active) == (None, True)
    with pytest.raises(NotAllowed):
        learning.keep(office.agent, replace(studied, by_itself=False))


def test_that_confidential_tickets_are_never_learned_from(office: Office) -> None:
    decided_tickets(office)
    before = learning.standing(office.agent).decided
    an_incident(office.agent, "Secret merger", confidential=True, team_id=office.team_id)
    assert learning.standing(office.agent).decided == before


def test_that_what_nobody_decided_teaches_nothing_until_it_is(office: Office) -> None:
    by_itself = classification.open_ticket(office.agent, NewTicket("Printer is broken")).ticket_id
    assert kinds(office) == [None]
    item = next(iter(classification.offered(office.agent)["item"]))
    wanted = Reclassification(Kind.REQUEST, "It asks for a new one.", item_id=item)
    classification.reclassify(office.agent, by_itself, wanted)
    assert kinds(office) == [Kind.REQUEST]


def kinds(office: Office) -> list[Kind | None]:
    """The kinds that may be learned from, the newest ticket first."""
    return [one.kind for one in learning.examples(office.agent)]


def test_that_proposals_which_were_kept_are_counted(office: Office) -> None:
    an_incident(office.agent, "Printer is broken")
    a_request(office.agent, "Mouse is broken")
    assert learning.standing(office.agent).kept["kind"] == (2, 1)


def test_that_a_damaged_version_leaves_the_shipped_classifier(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    a_version_in_use(office.agent, b"no weights")
    assert kind_of(office.agent, "Printer is broken") is Kind.INCIDENT
    assert "Version 1 of the classifier cannot be used" in caplog.text
    caplog.clear()


def test_that_a_catalog_item_that_is_no_more_offered_is_not_proposed(office: Office) -> None:
    decided_tickets(office)
    learning.learn(office.administrator)
    wish = "Please print the poster, the banner poster"
    proposed = classification.propose(office.agent, wish).item
    assert proposed is not None
    assert proposed.id == an_item(office.agent, approvals=1)
    with office.administrator.writing() as session:
        rows.change(session.connection, "catalog_item", {"active": False}, id=proposed.id)
    assert classification.propose(office.agent, wish).item is None


def test_that_own_rules_lie_over_the_shipped_ones_for_everybody(office: Office) -> None:
    assert classification.propose(office.agent, "spindle").impact is None
    classifiers.change_rules(office.administrator, OWN_WORD)
    proposal = classification.propose(office.agent, "spindle")
    assert proposal.impact is not None
    assert [one.words for one in proposal.because if one.says == "impact high"] == ["spindle"]
    assert classifiers.rules(office.agent) == OWN_WORD
    assert setting_entries(office.agent)[-1]["rules"] == OWN_WORD
    with pytest.raises(Invalid, match=r"The rules cannot be used: .*Correct them"):
        classifiers.change_rules(office.administrator, "[[group]")
    classifiers.change_rules(office.administrator, "")
    assert classification.propose(office.agent, "spindle").impact is None
