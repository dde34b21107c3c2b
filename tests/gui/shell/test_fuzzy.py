from __future__ import annotations

import pytest

from desk_gui.gui.actions import COMMANDS
from desk_gui.gui.shell.fuzzy import score


@pytest.mark.parametrize("words", [command.words for command in COMMANDS])
def test_that_a_command_typed_in_full_is_the_first_to_be_offered(words: str) -> None:
    assert max(COMMANDS, key=lambda command: score(words, command.words)).words == words


def test_that_initials_fit_and_letters_out_of_order_do_not() -> None:
    assert score("ni", "New incident") > score("ni", "Undo the last thing")
    assert score("zq", "New incident") == 0
