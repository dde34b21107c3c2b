"""What a desk learned is judged on tickets it did not learn from, and is quick to learn."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from desk_gui.classification import desk_model, lexicon, model
from desk_gui.classification.classifier import TextClassifier
from desk_gui.classification.desk_model import DeskModel, Example, Figure, Material
from desk_gui.classification.features import DIMENSIONS
from desk_gui.domain.workflow import Kind

PLACES = [f"{first}{last}ville" for first in "bcdfghklmn" for last in ("a", "e", "i", "o", "u")]
BROKEN = ("gearbox", "conveyor", "spindle", "hopper")
WANTED = ("brochure", "poster", "leaflet", "banner")
TEAM_OF = {Kind.INCIDENT: 7, Kind.REQUEST: 9}


def examples() -> Iterator[Example]:
    """Four hundred tickets whose only telling words are not in the shipped list."""
    for place in PLACES:
        for kind, words in ((Kind.INCIDENT, BROKEN), (Kind.REQUEST, WANTED)):
            for number, word in enumerate(words):
                item = 3 + number % 2 if kind is Kind.REQUEST else None
                yield Example(f"{place} {word}", "", kind, None, TEAM_OF[kind], item)


@pytest.fixture(scope="module")
def base() -> TextClassifier:
    return TextClassifier(lexicon.shipped())


@pytest.fixture(scope="module")
def material(base: TextClassifier) -> Material:
    return desk_model.prepare(examples(), base, model.unheard, of=400)


@pytest.fixture(scope="module")
def learned(material: Material) -> DeskModel:
    return desk_model.learn(material, model.unheard)


def test_that_a_fifth_is_held_out_and_always_the_same(
    base: TextClassifier, material: Material
) -> None:
    assert 0.1 < material.held_out.mean() < 0.3
    again = desk_model.prepare(reversed(list(examples())), base, model.unheard, of=400)
    assert (again.held_out[::-1] == material.held_out).all()


def test_that_before_and_after_are_judged_on_the_held_out(
    material: Material, learned: DeskModel
) -> None:
    held = int(material.held_out.sum())
    assert desk_model.judge(material, None)["kind"] == Figure(held, 0)
    after = desk_model.judge(material, learned)
    assert after["kind"].n == after["team"].n == held
    assert after["kind"].right > 0.95 * held
    assert after["team"].right > 0.95 * held
    assert "category" not in after


def test_that_what_it_learned_is_written_and_read_again(
    base: TextClassifier, learned: DeskModel
) -> None:
    written = desk_model.save(learned)
    again = desk_model.load(written)
    assert again.category is None
    for one in (learned, again):
        own = TextClassifier(lexicon.shipped(), None, one, base.languages)
        proposal = own.propose("poster banner", "")
        assert proposal.kind is Kind.REQUEST
        assert proposal.team is not None
        assert proposal.item is not None
        assert (proposal.team.id, proposal.item.id) == (9, 4)
        assert 0.8 < proposal.team.confidence <= 1
        assert set(proposal.team.because) <= {"poster", "banner", "poster banner"}


def test_that_what_is_read_again_says_the_same(material: Material, learned: DeskModel) -> None:
    again = desk_model.load(desk_model.save(learned))
    assert desk_model.judge(material, again) == desk_model.judge(material, learned)


def test_that_a_version_of_another_shape_is_refused() -> None:
    nothing = model.Weights(np.zeros(DIMENSIONS, np.float32), np.zeros(DIMENSIONS, np.bool_), 0.0)
    with pytest.raises(ValueError, match="no weights of a desk"):
        desk_model.load(model.save(nothing, {}))
    wrong = {
        "temperature": np.array(1.0),
        "team_ids": np.arange(2),
        "team_weights": np.zeros((2, 3)),
        "team_numbers": np.array([1.0, 0.5]),
    }
    with pytest.raises(ValueError, match="team is damaged"):
        desk_model.load(model.save(nothing, wrong))


def test_that_words_it_never_saw_name_no_team(base: TextClassifier, learned: DeskModel) -> None:
    own = TextClassifier(lexicon.shipped(), None, learned, base.languages)
    proposal = own.propose("quagga okapi zebra", "")
    assert proposal.team is None
    assert proposal.item is None


def many(count: int) -> Iterator[Example]:
    """Tickets of some sixty words, as many as asked for, of ten teams and twenty categories."""
    random = np.random.default_rng(5)
    words = [f"{first}{second}{last}" for first in "bdfgk" for second in PLACES for last in "xz"]
    for number in range(count):
        said = " ".join(words[place] for place in random.zipf(1.3, 60) % len(words))
        kind = Kind.INCIDENT if number % 3 else Kind.REQUEST
        team = int(random.integers(1, 11))
        yield Example(said[:40], said, kind, int(random.integers(1, 21)), team, team)


def seconds_to_learn(base: TextClassifier, count: int) -> float:
    """The processor time in which so many tickets are read and learned from."""
    rows = list(many(count))
    started = time.process_time()
    material = desk_model.prepare(rows, base, model.unheard, of=count)
    desk_model.learn(material, model.unheard)
    return time.process_time() - started


def test_that_a_thousand_tickets_are_learned_in_a_breath(base: TextClassifier) -> None:
    assert seconds_to_learn(base, 1_000) < 2


@pytest.mark.slow
def test_that_25000_tickets_are_learned_within_20_seconds(base: TextClassifier) -> None:
    assert seconds_to_learn(base, 25_000) < 20
