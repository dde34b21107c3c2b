"""Weights are learned alike each time, explain exactly, and are read without trust."""

from __future__ import annotations

import io
import math
import pickle

import numpy as np
import pytest

from desk_gui.classification import calibration, languages, lexicon, model
from desk_gui.classification.classifier import Learned, TextClassifier, shipped
from desk_gui.classification.features import DIMENSIONS, features
from desk_gui.classification.lexicon import KINDS
from desk_gui.classification.model import HERE, Gathering, Weights
from desk_gui.classification.reading import ticket
from desk_gui.domain.workflow import Kind

TONGUES = languages.shipped()
BROKEN = ("gearbox grinds", "gearbox grinds loudly", "valve gearbox grinds", "gearbox squeals")
WANTED = ("brochure reprint", "brochure reprint colour", "poster brochure", "brochure layout")


def learned(way: model.Way = HERE) -> Weights:
    """Weights from eight little titles about which the word list says nothing."""
    texts = Gathering()
    for title in BROKEN + WANTED:
        texts.add(features(ticket(title, ""), TONGUES))
    incident = np.array([True] * len(BROKEN) + [False] * len(WANTED))
    return model.train(texts.gathered(), np.zeros(len(incident)), incident, way)


def test_that_the_same_tickets_give_the_same_bytes() -> None:
    assert model.save(learned(), {}) == model.save(learned(), {})


def test_that_what_was_written_is_read_again() -> None:
    weights, more = model.load(model.save(learned(), {"extra": np.arange(3)}))
    assert np.allclose(weights.values, learned().values, atol=1e-3)
    assert (weights.seen == learned().seen).all()
    assert weights.caution == HERE.caution
    assert more["extra"].tolist() == [0, 1, 2]


def damaged() -> dict[str, bytes]:
    """Files that are no weights, by what is wrong with them."""
    whole = model.save(learned(), {})
    file = io.BytesIO()
    np.savez(file, places=np.array([DIMENSIONS + 5]), values=np.ones(1), seen=np.ones(1))
    pickled = io.BytesIO()
    np.savez(pickled, places=np.array([object()], dtype=object))
    infinite = Weights(np.full(DIMENSIONS, np.inf, np.float32), learned().seen, 1.0)
    return {
        "nothing": b"",
        "words": b"not an archive at all",
        "half": whole[: len(whole) // 2],
        "a pickle": pickle.dumps({"places": 1}),
        "places that are not there": file.getvalue(),
        "an object": pickled.getvalue(),
        "infinite weights": model.save(infinite, {}),
    }


@pytest.mark.parametrize("what", sorted(damaged()))
def test_that_damaged_weights_are_refused(what: str) -> None:
    with pytest.raises(ValueError, match="classifier"):
        model.load(damaged()[what])


def test_that_learned_words_decide_where_the_word_list_is_silent() -> None:
    without = TextClassifier(lexicon.shipped())
    assert without.propose("gearbox grinds", "").kind is None
    learning = learned(model.Way(0.05, 0, 1))
    own = TextClassifier(lexicon.shipped(), Learned(learning, 0.2))
    assert own.propose("gearbox grinds", "").kind is Kind.INCIDENT
    assert own.propose("brochure reprint", "").kind is Kind.REQUEST


def test_that_a_text_far_from_what_was_learned_is_left_to_the_word_list() -> None:
    found = features(ticket("zebra quagga okapi", ""), TONGUES)
    assert learned().familiar(found) == 0
    assert learned().parts(found) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("VPN drops every hour", "It worked yesterday. Please fix it, we cannot work."),
        ("New laptop for Ana", "She starts on Monday and needs access to the shared drive."),
        ("Drucker", "Er zieht kein Papier mehr ein, obwohl das Fach voll ist."),
    ],
)
def test_that_the_words_add_up_to_the_confidence(title: str, text: str) -> None:
    proposal = shipped().propose(title, text)
    signed = sum(
        one.weight if one.says == "incident" else -one.weight
        for one in proposal.because
        if one.says in KINDS
    )
    assert proposal.confidence == pytest.approx(1 / (1 + math.exp(-abs(signed))), abs=0.01)
    assert (signed > 0) == (proposal.kind is Kind.INCIDENT)


def test_that_learned_words_point_at_their_place() -> None:
    weights = learned(model.Way(0.05, 0, 1))
    own = TextClassifier(lexicon.shipped(), Learned(weights, 1.0))
    text = "We saw <b>brochure</b>, reprint"
    found = [one for one in own.propose("", text).because if one.learned]
    assert {one.words for one in found} >= {"brochure", "reprint"}
    assert all(f"\n{text}"[one.start : one.end].startswith(one.words[:4]) for one in found)


def test_that_function_words_dates_and_greetings_are_never_learned_from() -> None:
    said = "Hello team, you have can was be with Monday 12 January 2024 regards thanks subject"
    assert features(ticket("", said), TONGUES) == []


def test_that_a_temperature_makes_confidence_true() -> None:
    random = np.random.default_rng(3)
    log_odds = random.normal(0, 3, 4000)
    truth = random.random(4000) < 1 / (1 + np.exp(-log_odds))
    assert calibration.temperature(log_odds * 2.5, truth) == pytest.approx(2.5, rel=0.1)
    assert calibration.temperature(log_odds, np.ones(4000, np.bool_)) == 1
