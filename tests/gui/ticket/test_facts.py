"""What the facts of a ticket say of how its kind was proposed."""

from __future__ import annotations

from desk_gui.domain.workflow import Kind
from desk_gui.gui.ticket.facts import because_words
from desk_gui.operations.show import Proposed


def test_that_words_which_decided_twice_are_said_once() -> None:
    request = Kind.REQUEST.value
    because = (("New  starter", request, 2.0), ("New starter", request, 1.0), ("broken", "x", 1.0))
    assert because_words(Proposed(Kind.REQUEST, 0.9, False, because)) == "“New starter”"


def test_that_further_words_which_decided_are_counted() -> None:
    because = tuple((word, Kind.REQUEST.value, 1.0) for word in ("a", "b", "c", "d", "e"))
    said = because_words(Proposed(Kind.REQUEST, 0.9, False, because))
    assert said == "“a”, “b”, “c” and 2 more"
