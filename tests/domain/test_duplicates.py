"""When two tickets are likely the same matter."""

from __future__ import annotations

from desk_gui.domain.duplicates import ENOUGH, likeness, shared, told


def test_that_words_that_begin_alike_are_one_and_empty_ones_are_none() -> None:
    asked = told("The printer is printing, please", "Printers everywhere")
    assert list(asked.title.values()) == ["printer"]
    assert asked.phrase == "printer"


def test_that_shared_words_count_once_from_title_and_text() -> None:
    asked, other = told("No Mail in LYON", "The server"), told("Mail server down", "Lyon, since 9.")
    assert shared(asked, other) == ("mail", "lyon", "server")
    assert shared(told("Screen"), other) == ()


def test_that_both_titles_have_to_be_told() -> None:
    long = told("Mail server unreachable for the whole Lyon office")
    short = told("Mail", "Something else altogether")
    assert likeness(short, long, 0.6) < ENOUGH
    assert likeness(told("Mail"), told("mail!"), 1.0) == 1.0
    assert likeness(told("Mail Lyon"), long, 0.7) > ENOUGH
    assert likeness(told("Screen"), long, 0.5) == 0.0
