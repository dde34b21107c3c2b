"""The boards of the sample office, whenever one looks at them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import pytest

from desk_gui.domain.workflow import Status
from desk_gui.operations.sample import office as sample
from desk_gui.operations.sample.acts import Draft, Verb, statuses
from desk_gui.operations.sample.plan import plan_sample
from desk_gui.operations.sample.stories import read_sample
from tests.operations.test_sample import MOMENTS


def standing(draft: Draft) -> dict[str, set[str]]:
    """Team → in which columns of its board this request has an open task."""
    tasks = draft.story.item.tasks if draft.story.item else ()
    ended = {int(a.word) for a in draft.acts if a.verb in {Verb.TASK, Verb.SKIP}}
    begun = {int(a.word) for a in draft.acts if a.verb is Verb.BEGIN}
    found: dict[str, set[str]] = defaultdict(set)
    for place, task in enumerate(tasks, 1):
        after = (place - 1,) if task.after is None and place > 1 else task.after or ()
        column = "in work" if place in begun else "ready" if ended >= {*after} else "waiting"
        if place not in ended:
            found[task.team or draft.story.team].add(column)
    return found


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_that_every_team_has_tasks_that_wait_are_ready_and_in_work(now: datetime) -> None:
    data = read_sample()
    boards: dict[str, set[str]] = defaultdict(set)
    for planned in plan_sample(data, seed=sample.SEED, now=now):
        draft = planned.draft
        if statuses(draft, draft.acts)[-1] is Status.IN_FULFILMENT:
            for team, columns in standing(draft).items():
                boards[team] |= columns
    assert set(boards) == set(data.office.teams)
    assert all(columns == {"waiting", "ready", "in work"} for columns in boards.values()), boards
