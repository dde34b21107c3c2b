"""When a desk learns by itself, and which version is taken into use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk_gui.domain.classification import Figure, Version, is_due, is_kept, scores

MADE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEWEST = Version(1, MADE, None, 1_000, {"kind": Figure(100, 80, 90)}, active=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("decided", "newest", "first"),
    [(200, None, 0 * DAY), (1_200, NEWEST, DAY), (1_199, NEWEST, 90 * DAY)],
)
def test_that_a_desk_learns_when_it_has_decided_enough_more(
    decided: int, newest: Version | None, first: timedelta
) -> None:
    assert is_due(decided, newest, MADE + first)
    assert not is_due(decided, NEWEST, MADE + first - HOUR)
    assert not is_due(199, None, MADE + first)


def test_that_a_score_is_the_mean_of_what_there_was_to_say() -> None:
    figures = {"kind": Figure(100, 80, 90), "team": Figure(10, 1, 5), "item": Figure(0, 0, 0)}
    assert scores(figures) == pytest.approx((0.45, 0.7))
    assert scores({}) == (0, 0)


def test_that_a_version_is_used_unless_it_is_worse() -> None:
    assert is_kept({"kind": Figure(100, 80, 80)})
    assert is_kept({"kind": Figure(100, 80, 79), "team": Figure(100, 80, 90)})
    assert not is_kept({"kind": Figure(100, 80, 79)})
    assert not is_kept({})
