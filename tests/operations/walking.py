"""A walk at random through a plain model, SQLite and PostgreSQL: all three must do the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from desk_gui.domain.errors import Refusal
from tests.conftest import Places, an_office
from tests.operations.plain_links import Refused
from tests.operations.real_desk import Real, furnished

_NUMBER = re.compile(r"\b(REQ-|INC-|ticket )\d+")
"""Numbers differ: PostgreSQL gives one away for what was refused, too."""


class Threefold(RuleBasedStateMachine):
    """Every act is done to the model and to both databases; `agree` compares what was touched."""

    make: ClassVar[Callable[[ExitStack], list[Real]]]
    acts: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.reals = type(self).make(self.stack)
        self.touched: set[int] = set()

    def agree(self) -> None:
        """Compare the tickets that were touched."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many tickets the model has."""
        raise NotImplementedError

    def teardown(self) -> None:
        """Compare everything once more, and close both databases."""
        self.touched = set(range(self.count))
        try:
            self.agree()
        finally:
            self.stack.close()

    @property
    def now(self) -> int:
        """The instant that all clocks show."""
        return int(self.reals[0].clock.now.timestamp())

    def act(self, plain: Callable[[], Any], real: Callable[[Real], Any]) -> None:
        """Do it three times, and compare what came of it, or the words by which it is refused."""
        type(self).acts += 1
        try:
            expected, refused = plain(), False
        except Refused:
            expected, refused = None, True
        said = []
        for each in self.reals:
            try:
                made = real(each)
                assert refused or expected is None or made == expected
                said.append("")
            except Refusal as refusal:
                said.append(f"{refusal.code}: {_NUMBER.sub('it', refusal.message)}")
        assert said[0] == said[1], said
        assert bool(said[0]) == refused, f"the rules {'refuse' if refused else 'allow'}: {said[0]}"

    def pick(self, which: int) -> int:
        """One of the tickets there are; it will be compared."""
        index = which % self.count
        self.touched.add(index)
        return index


@contextmanager
def furnished_copy(
    kind: str, places: Places, folder: Path, folders: pytest.TempPathFactory
) -> Iterator[Real]:
    """A fresh office of its own, closed afterwards."""
    office = an_office(kind, places, folder, folders)
    yield furnished(next(office))
    for _ in office:
        raise AssertionError


def walk(
    machine: type[Threefold],
    places: Places,
    folders: pytest.TempPathFactory,
    *,
    examples: int,
    number: int = 0,
) -> int:
    """Walk that many times, up to 50 steps each, always the same walks; answers the acts."""
    folder = folders.mktemp("walk")

    class Here(machine):  # type: ignore[misc,valid-type] # the class is an argument
        acts = 0

        @staticmethod
        def make(stack: ExitStack) -> list[Real]:
            return [
                stack.enter_context(furnished_copy(kind, places, folder, folders))
                for kind in ("sqlite", "postgres")
            ]

    run_state_machine_as_test(
        seed(number)(Here),
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Here.acts
