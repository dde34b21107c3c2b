"""`desk classify`: what a text seems to be, and the words that decided."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desk_gui.cli import exit_codes, output, standard_input
from desk_gui.cli.desks import opened, place
from desk_gui.domain.priority import DEFAULT_MATRIX, Level
from desk_gui.domain.workflow import Kind
from desk_gui.operations.desk import Desk

if TYPE_CHECKING:
    from desk_gui.operations.classification import Choice


def classify(options: argparse.Namespace) -> int:
    """Say what one text, or each line of several, seems to be; works without a database too."""
    with _desk(options) as desk:
        said = Said(desk)
        if options.lines:
            texts = standard_input.lines() if options.text == "-" else options.text.splitlines()
            for text in texts:
                output.give(said.of(text))
            return exit_codes.DONE
        found = said.of(standard_input.whole() if options.text == "-" else options.text)
        output.give(found) if options.json else output.say("\n".join(_lines(found)))
    return exit_codes.DONE


@contextmanager
def _desk(options: argparse.Namespace) -> Iterator[Desk | None]:
    """The desk, whose matrix and articles count; None where nobody named one and none is there."""
    where = place(options)
    if where.missing and not where.named:
        yield None
        return
    with opened(options) as desk:
        yield desk


class Said:
    """What texts seem to be, by the matrix and the articles of one desk."""

    def __init__(self, desk: Desk | None) -> None:
        from desk_gui.operations import classification, classifiers, settings, suggestions

        self._desk = desk
        self._classifier = classifiers.classifier(desk)
        self._offered = classification.offered(desk) if desk is not None else {}
        self._matrix = DEFAULT_MATRIX if desk is None else settings.matrix(desk)
        self._can_answer = desk is not None and suggestions.has_articles(desk)

    def of(self, text: str) -> dict[str, Any]:
        """The proposal for one text; for an incident what it does not say counts as medium."""
        found = self._classifier.propose("", text)
        levels = (found.impact or Level.MEDIUM, found.urgency or Level.MEDIUM)
        return {
            "kind": found.kind,
            "confidence": round(found.confidence, 4),
            "abstained": found.abstained,
            "because": [
                {
                    "words": one.words,
                    "says": one.says,
                    "weight": round(one.weight, 4),
                    "start": one.start,
                    "end": one.end,
                    "learned": one.learned,
                }
                for one in found.because
            ],
            "impact": found.impact,
            "urgency": found.urgency,
            "priority": self._matrix[levels] if found.kind is Kind.INCIDENT else None,
            "category": found.category,
            "language": found.language,
            "desk_category": self._name("desk_category", found.own_category),
            "team": self._name("team", found.team),
            "item": self._name("item", found.item),
            "articles": self._articles(text),
        }

    def _name(self, of: str, chosen: Choice | None) -> str | None:
        """What this desk did with tickets like this one; None where it does not tell."""
        return self._offered.get(of, {}).get(chosen.id) if chosen else None

    def _articles(self, text: str) -> list[dict[str, str]]:
        from desk_gui.operations.articles import answering

        if self._desk is None or not self._can_answer:
            return []
        found = answering.may_answer(self._desk, text)
        return [{"number": a.number, "title": a.title, "because": a.because} for a in found]


def _lines(found: dict[str, Any]) -> list[str]:
    """The proposal for a person."""
    if found["abstained"]:
        lines = [f"Undecided ({found['confidence']:.0%})."]
    else:
        kind = "incident" if found["kind"] is Kind.INCIDENT else "service request"
        lines = [f"{kind.capitalize()} ({found['confidence']:.0%})."]
    if found["priority"]:
        lines.append(f"  Priority {int(found['priority'])}")
    lines += [f"  “{output.line_of(one['words'])}” says {one['says']}" for one in found["because"]]
    lines += [f"  {one['number']} {output.line_of(one['title'])}" for one in found["articles"]]
    return lines
