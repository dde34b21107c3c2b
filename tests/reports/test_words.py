from __future__ import annotations

from datetime import UTC, date

import pytest

from desk_gui.reports.periods import By, days
from desk_gui.reports.words import bucket_words, counted, number, percent, spoken


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (0, "0 s"),
        (59.6, "1 min"),
        (45, "45 s"),
        (12 * 60 + 40, "12 min"),
        (3 * 3600 + 20 * 60, "3 h 20 m"),
        (3 * 3600, "3 h"),
        (86_400 + 7 * 3600, "1 d 7 h"),
        (46 * 86_400, "46 d"),
        (-3600, "−1 h"),
    ],
)
def test_that_durations_are_said_as_people_say_them(seconds: float | None, words: str) -> None:
    assert spoken(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "–"),
        (0, "0 %"),
        (0.004, "<1 %"),
        (0.5, "50 %"),
        (0.996, ">99 %"),
        (1, "100 %"),
    ],
)
def test_that_a_share_is_never_rounded_to_all_or_nothing(share: float | None, words: str) -> None:
    assert percent(share) == words


def test_that_counts_have_their_thousands_apart_and_their_noun() -> None:
    assert number(23_362) == "23,362"
    assert counted(1, "ticket") == "1 ticket"
    assert counted(2_100, "ticket") == "2,100 tickets"


@pytest.mark.parametrize(
    ("by", "words"),
    [(By.DAY, "30 Mar 2026"), (By.WEEK, "week of 30 Mar 2026"), (By.MONTH, "Mar 2026")],
)
def test_that_buckets_are_named_as_people_say_them(by: By, words: str) -> None:
    cut = days(date(2026, 3, 30), date(2026, 3, 30), UTC).buckets(by)
    assert bucket_words(cut) == [words]
