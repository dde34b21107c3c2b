"""A text as one would type it into a mail."""

from __future__ import annotations

from desk_gui.markup.plain import plain_lines


def test_that_lines_and_lists_stay_and_marks_go() -> None:
    text = "## Symptom\n\nThe **browser** _warns_.\n\n1. Open `x`\n* star\n\n> quote\n"
    assert plain_lines(text) == "Symptom\n\nThe browser warns.\n\n1. Open x\n- star\n\nquote"


def test_that_addresses_of_the_web_stay_and_those_of_the_desk_go() -> None:
    text = (
        "See [here](https://a.example/b), the [PDF](desk://file/2).\n\n![p](desk://file/1)\n\nEnd"
    )
    assert plain_lines(text) == "See here (https://a.example/b), the PDF.\n\nEnd"


def test_that_a_table_is_lines_and_a_product_stays_one() -> None:
    assert plain_lines("| A | B |\n|---|---|\n| 1 | 2 |") == "A · B\n1 · 2"
    assert plain_lines("2 * 3 is a_b_c") == "2 * 3 is a_b_c"
