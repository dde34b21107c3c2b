"""One year of the sample office while it is being planned: who, when, and which story next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from desk_gui.domain.workflow import Kind
from desk_gui.operations.sample.acts import Draft
from desk_gui.operations.sample.course import Crew, write_course
from desk_gui.operations.sample.hours import Hours
from desk_gui.operations.sample.stories import Person, SampleData, Story
from desk_gui.operations.sample.words import Decks, fill, words_for

Scene = tuple[int, int, int]
"""Which title, opening and course of a story are told."""


class Deck:
    """The stories of one kind in shuffled rounds; each round takes the next scene of each."""

    def __init__(self, rng: Random, stories: Sequence[Story], kind: Kind) -> None:
        self._rng = rng
        self._stories = [s for s in stories if s.kind is kind and not s.once]
        self._rounds = self._endless()
        self._returned: deque[tuple[Story, Scene]] = deque()

    def draw(self) -> tuple[Story, Scene]:
        """The next story with its scene; what was put back comes first."""
        return self._returned.popleft() if self._returned else next(self._rounds)

    def look(self) -> tuple[Story, Scene]:
        """The next story of the rounds, leaving alone what was put back."""
        return next(self._rounds)

    def put_back(self, story: Story, scene: Scene) -> None:
        """Return a story that did not fit."""
        self._returned.append((story, scene))

    def _endless(self) -> Iterator[tuple[Story, Scene]]:
        first = {story.key: self._rng.randrange(len(story.scenes)) for story in self._stories}
        turn = 0
        while True:
            self._rng.shuffle(self._stories)
            for story in self._stories:
                yield story, story.scenes[(first[story.key] + turn) % len(story.scenes)]
            turn += 1


@dataclass
class Year:
    """What the planning of one year shares."""

    rng: Random
    data: SampleData
    start: datetime
    now: datetime
    hours: Hours = field(init=False)
    crew: Crew = field(init=False)
    words: Decks = field(init=False)
    decks: dict[Kind, Deck] = field(init=False)
    drafts: list[Draft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hours = Hours(self.data.office.zone)
        self.crew = Crew(self.rng, self.data.office)
        self.words = Decks(self.rng, self.data.office.words)
        self.decks = {kind: Deck(self.rng, self.data.stories, kind) for kind in Kind}

    def tell(self, story: Story, scene: Scene, at: datetime) -> Draft:
        """A ticket opened at this instant with its whole story; not yet one of the drafts."""
        draft, words = self._draft(story, scene, at)
        steps = [replace(s, text=fill(s.text, words)) for s in story.courses[scene[2]]]
        write_course(self.rng, self.hours, self.crew, draft=draft, steps=steps)
        return draft

    def echo(self, original: Draft, title: str, text: str, at: datetime) -> Draft:
        """Somebody else who reports the same as an outage."""
        draft, _ = self._draft(original.story, original.story.scenes[0], at)
        draft.title, draft.text, draft.original = title, text, original
        return draft

    def _draft(self, story: Story, scene: Scene, at: datetime) -> tuple[Draft, dict[str, str]]:
        requester = self._requester(story, at)
        local = self.hours.local(at)
        office = self.data.office
        words = words_for(
            self.rng, office, self.words, requester=requester, story=story, local=local
        )
        title, text = fill(story.titles[scene[0]], words), fill(story.openings[scene[1]], words)
        return Draft(story, at, title, text, requester, self.crew.first_line()), words

    def _requester(self, story: Story, at: datetime) -> Person:
        """Somebody of a site that had joined by then, and of a department that orders this."""
        days = (at - self.start).days
        office = self.data.office
        joined = {site.name for site in office.sites if days >= site.joins_after_days}
        asked_by = story.item.asked_by if story.item else ()
        able = [
            person
            for person in office.people
            if person.site in ({story.site} if story.site else joined)
            and (not asked_by or person.department in asked_by)
        ]
        return self.rng.choice(able)
