"""How good the classifier is, source by source: `make evaluate`.

Each line says over n tickets: of those it decided accuracy, macro-F1 and calibration error (ECE);
the share it abstained on; and accuracy and macro-F1 over all, an abstention counted as the kind
most tickets of the source have.

ARGS="quick" leaves out the large source.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import ticket_sources as sources  # noqa: E402 - found through the line above
from learning_elsewhere import Prepared, learned_from, log_odds, prepared  # noqa: E402

from desk_gui.classification import classifier, desk_model, lexicon, model  # noqa: E402
from desk_gui.classification.calibration import confidence  # noqa: E402
from desk_gui.classification.classifier import (  # noqa: E402
    THRESHOLD,
    TOGETHER,
    KeywordRule,
)
from desk_gui.classification.desk_model import Material  # noqa: E402
from desk_gui.classification.evaluate import Answer, Evaluation, evaluate, evaluated  # noqa: E402
from desk_gui.domain.workflow import Kind  # noqa: E402

FOLDS = 5
HEAD = ("", "n", "accuracy", "macro-F1", "ECE", "abstained", "accuracy, all", "macro-F1, all")
WIDTHS = (46, 8, 10, 10, 8, 11, 15, 15)
LANGUAGES = ("en", "de", "fr", "es", "pt")


def main(how: str = "") -> int:
    """Print the tables; a source that is not on this machine is a sentence."""
    found = [sources.titles()] + ([] if how == "quick" else [sources.full()])
    real = []
    for source in found:
        if source.missing:
            print(source.missing)
        else:
            real.append(source)
    own = [sources.written(), sources.first_words(), sources.development()]
    base = classifier.TextClassifier(lexicon.shipped())
    ready = [prepared(source, base) for source in (*real, *own)]
    _as_shipped([*real, *own])
    _elsewhere(ready)
    _at_home(real, ready)
    return 0


def _as_shipped(others: Sequence[sources.Source]) -> None:
    """The keyword rule and the classifier as it comes with Desk."""
    _head("As it comes with Desk (it learned from the titles and from “written to learn”)")
    rule, shipped = KeywordRule(lexicon.shipped()), classifier.shipped()
    judged = [
        sources.held_out(),
        sources.held_out(hard=True),
        *(sources.held_out(language=language) for language in LANGUAGES),
        *others,
    ]
    for source in judged:
        _line(f"{source.name}: keyword rule", evaluate(rule, source.rows))
        _line(f"{source.name}: classifier", evaluate(shipped, source.rows))


def _elsewhere(ready: Sequence[Prepared]) -> None:
    """Learned from one source, tested on another, beside the keyword rule."""
    _head("Learned from one source, tested on another")
    for tested in ready:
        _line(f"{tested.name}: keyword rule", _rule(tested))
        for learned in ready:
            if learned is not tested:
                odds = log_odds(learned_from([learned]), tested)
                _line(f"  learned from {learned.name}", _judged(tested, odds, TOGETHER))


def _at_home(real: Sequence[sources.Source], ready: Sequence[Prepared]) -> None:
    """Learned from four fifths of a source, tested on the last; near-duplicates on one side."""
    _head(f"Learned at home, {FOLDS} folds, near-duplicates on one side")
    for source, one in zip(real, ready, strict=False):
        folds = sources.folds(sources.near_duplicates(source.rows), FOLDS)
        odds = np.zeros(len(folds))
        for fold in range(FOLDS):
            learn, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            learned = desk_model.learn(_part(one.material, learn), model.unheard).kind
            if learned is None:
                print(f"{source.name} has too few tickets of one kind.")
                return
            those = one.material.those.chosen(test)
            home = one.material.log_odds[test] + learned.weights.corrections(those)
            odds[test] = home / learned.temperature
        _line(source.name, _judged(one, odds, THRESHOLD))


def _part(material: Material, which: np.ndarray) -> Material:
    return Material(
        material.those.chosen(which),
        material.log_odds[which],
        material.named[which],
        {target: those[which] for target, those in material.decided.items()},
        material.held_out[which],
    )


def _rule(one: Prepared) -> Evaluation:
    """What the word list alone is worth."""
    return _judged(one, one.material.log_odds, THRESHOLD)


def _judged(one: Prepared, odds: np.ndarray, together: float) -> Evaluation:
    """What log odds are worth, with the threshold where the word list alone is sure enough."""
    answers = []
    for incident, said, total in zip(one.incident, one.material.log_odds, odds, strict=True):
        sure = confidence(total)
        silent = not total or sure < (THRESHOLD if confidence(said) < THRESHOLD else together)
        truth = Kind.INCIDENT if incident else Kind.REQUEST
        leaning = Kind.INCIDENT if total > 0 else Kind.REQUEST
        answers.append(Answer(truth, None if silent else leaning, sure))
    return evaluated(answers)


def _head(title: str) -> None:
    print(f"\n{title}\n" + "".join(f"{word:>{width}}" for word, width in _columns(HEAD)))


def _line(name: str, of: Evaluation) -> None:
    numbers = (
        f"{of.abstained_as_majority.n:,}",
        f"{of.decided.accuracy:.3f}",
        f"{of.decided.macro_f1:.3f}",
        f"{of.calibration_error:.3f}",
        f"{of.abstention:.1%}",
        f"{of.abstained_as_majority.accuracy:.3f}",
        f"{of.abstained_as_majority.macro_f1:.3f}",
    )
    print(f"{name:<{WIDTHS[0]}}" + "".join(f"{word:>{width}}" for word, width in _columns(numbers)))


def _columns(words: Sequence[str]) -> list[tuple[str, int]]:
    return list(zip(words, WIDTHS[-len(words) :], strict=True))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
