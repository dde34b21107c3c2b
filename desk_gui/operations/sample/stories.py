"""The sample office as it lies in resources/sample: people, catalog, stories and articles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_gui import paths
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.major_incident import Stake
from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind

MAIL_DOMAIN = "example.org"
STORY_FILES = (
    "incidents_service_desk.toml",
    "incidents_infrastructure.toml",
    "incidents_workplace.toml",
    "outages.toml",
    "requests.toml",
)


@dataclass(frozen=True)
class Place:
    """What stands together on one floor of a site."""

    floor: str
    printer: str
    room: str
    socket: str


@dataclass(frozen=True)
class Site:
    """An office; it joins the desk some days after the year of the sample began."""

    name: str
    joins_after_days: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Person:
    """A requester; few of them have an account."""

    name: str
    email: str
    department: str
    site: str

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Colleague:
    """An account of the sample desk."""

    login: str
    name: str
    role: str
    teams: tuple[str, ...]

    @property
    def email(self) -> str:
        """The mail address."""
        return f"{self.login}@{MAIL_DOMAIN}"


@dataclass(frozen=True)
class Office:
    """Everybody and every place; `words` are drawn into the stories.

    `requester_accounts` are the logins of requesters: their mail addresses before the @.
    """

    zone: str
    categories: tuple[str, ...]
    sites: tuple[Site, ...]
    teams: tuple[str, ...]
    leads: Mapping[str, str]
    accounts: tuple[Colleague, ...]
    people: tuple[Person, ...]
    requester_accounts: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SampleTask:
    """A fulfilment task of a sample catalog item; without a team it is for that of the item."""

    title: str
    mandatory: bool
    team: str = ""
    after: tuple[int, ...] | None = None


@dataclass(frozen=True)
class SampleItem:
    """A catalog item of the sample; `asked_by` names the departments that order it, if not all."""

    key: str
    name: str
    description: str
    category: str
    priority: int
    approvals: int
    team: str
    tasks: tuple[SampleTask, ...]
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing that happens in a story: `act` says who or what, `word` how, `text` in words."""

    act: str
    word: str
    text: str


@dataclass(frozen=True)
class SampleReview:
    """What was learned from a major incident; an action is (what, whose login, days)."""

    cause: str
    well: str
    wrong: str
    actions: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class SampleMajor:
    """How an outage was led; updates are (minutes after the opening, text)."""

    proposal: str
    impact: str
    stakes: tuple[Stake, ...]
    updates: tuple[tuple[int, str], ...]
    children: tuple[tuple[str, str], ...]
    end: str = ""
    review: SampleReview | None = None


@dataclass(frozen=True)
class Story:
    """What a ticket is about; a scene picks a title, an opening and a course that fit together."""

    key: str
    kind: Kind
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    courses: tuple[tuple[Step, ...], ...]
    scenes: tuple[tuple[int, int, int], ...]
    category: str
    team: str
    impact: Level | None = None
    urgency: Level | None = None
    item: SampleItem | None = None
    article: str | None = None
    once: bool = False
    hour: float | None = None
    site: str | None = None
    echoes: tuple[tuple[str, str], ...] = ()
    major: SampleMajor | None = None


@dataclass(frozen=True)
class SampleArticle:
    """A knowledge article; days count back from now, `review_in_days` onwards."""

    key: str
    title: str
    text: str
    category: str
    audience: Audience
    status: ArticleStatus
    author: str
    reviewer: str
    written_days_ago: int
    review_in_days: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class SampleData:
    """All of resources/sample."""

    office: Office
    items: tuple[SampleItem, ...]
    stories: tuple[Story, ...]
    articles: tuple[SampleArticle, ...] = field(default=())


def folder() -> Path:
    """Where the sample lies."""
    return paths.resources() / "sample"


def read_sample(where: Path | None = None) -> SampleData:
    """Read the sample office; raises KeyError or ValueError where its files contradict."""
    source = where or folder()
    items = tuple(_item(raw) for raw in _toml(source / "catalog.toml")["item"])
    by_key = {item.key: item for item in items}
    stories: list[Story] = []
    for name in STORY_FILES:
        raw = _toml(source / name)
        stories += [_incident(each) for each in raw.get("incident", ())]
        stories += [_request(n, each, by_key) for n, each in enumerate(raw.get("request", ()), 1)]
    articles = tuple(_article(path) for path in sorted((source / "articles").glob("*.md")))
    return SampleData(_office(_toml(source / "office.toml")), items, tuple(stories), articles)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _office(raw: Mapping[str, Any]) -> Office:
    return Office(
        zone=raw["zone"],
        categories=tuple(raw["categories"]),
        sites=tuple(
            Site(s["name"], s["joins_after_days"], tuple(Place(**p) for p in s["places"]))
            for s in raw["site"]
        ),
        teams=tuple(team["name"] for team in raw["team"]),
        leads={team["name"]: team["lead"] for team in raw["team"]},
        accounts=tuple(
            Colleague(a["login"], a["name"], a["role"], tuple(a["teams"])) for a in raw["account"]
        ),
        people=tuple(
            Person(name, f"{mail}@{MAIL_DOMAIN}", department, site)
            for name, mail, department, site in raw["people"]["list"]
        ),
        requester_accounts=tuple(raw["requester_accounts"]),
        words={name: tuple(values) for name, values in raw["words"].items()},
    )


def _item(raw: Mapping[str, Any]) -> SampleItem:
    tasks = tuple(_task(task) for task in raw["tasks"])
    plain = {k: v for k, v in raw.items() if k not in {"tasks", "asked_by"}}
    return SampleItem(**plain, tasks=tasks, asked_by=tuple(raw.get("asked_by", ())))


def _task(raw: str | Mapping[str, Any]) -> SampleTask:
    """A title alone, “?” before an optional one, or a table that names team and order, too."""
    more = {"title": raw} if isinstance(raw, str) else {**raw}
    said = more["title"]
    after = tuple(more["after"]) if "after" in more else None
    return SampleTask(
        said.removeprefix("? "), not said.startswith("? "), more.get("team", ""), after
    )


def _incident(raw: Mapping[str, Any]) -> Story:
    return Story(
        key=raw["key"],
        kind=Kind.INCIDENT,
        **_texts(raw),
        category=raw["category"],
        team=raw["team"],
        impact=Level(raw["impact"]),
        urgency=Level(raw["urgency"]),
        article=raw.get("article"),
        once=raw.get("once", False),
        hour=raw.get("hour"),
        site=raw.get("site"),
        echoes=tuple((title, text) for title, text in raw.get("echo", ())),
        major=_major(raw["major"]) if "major" in raw else None,
    )


def _major(raw: Mapping[str, Any]) -> SampleMajor:
    review = raw.get("review")
    return SampleMajor(
        proposal=raw["proposal"],
        impact=raw["impact"],
        stakes=tuple(Stake(word) for word in raw["stakes"]),
        updates=tuple((minutes, text) for minutes, text in raw["updates"]),
        children=tuple((title, text) for title, text in raw["children"]),
        end=raw.get("end", ""),
        review=review and _review(review),
    )


def _review(raw: Mapping[str, Any]) -> SampleReview:
    actions = tuple((what, login, days) for what, login, days in raw["actions"])
    return SampleReview(raw["cause"], raw["well"], raw["wrong"], actions)


def _request(number: int, raw: Mapping[str, Any], items: Mapping[str, SampleItem]) -> Story:
    item = items[raw["item"]]
    return Story(
        key=f"{item.key}-{number}",
        kind=Kind.REQUEST,
        **_texts(raw),
        category=item.category,
        team=item.team,
        item=item,
    )


def _texts(raw: Mapping[str, Any]) -> dict[str, Any]:
    scenes = tuple(_scene(digits) for digits in raw.get("scenes", "000").split())
    return {
        "titles": tuple(raw["titles"]),
        "openings": tuple(raw["openings"]),
        "courses": tuple(tuple(_step(s) for s in course) for course in raw["courses"]),
        "scenes": scenes,
    }


def _scene(digits: str) -> tuple[int, int, int]:
    title, opening, course = (int(digit) for digit in digits)
    return title, opening, course


def _step(raw: Sequence[str]) -> Step:
    """“hold supplier”, “hand over Workplace”, “fixed” and so on, with its text."""
    said, text = raw
    for act in ("hand over", "hold", "cancel"):
        if said.startswith(f"{act} "):
            return Step(act, said.removeprefix(f"{act} "), text)
    if said in {"fixed", "workaround", "known_article", "no_fault_found", "by_requester"}:
        return Step("resolve", said, text)
    return Step(said, "", text)


def _article(path: Path) -> SampleArticle:
    _, front, text = path.read_text("utf-8").split("+++\n", 2)
    raw = tomllib.loads(front)
    raw["audience"] = Audience(raw["audience"])
    raw["status"] = ArticleStatus(raw["status"])
    raw["tags"] = tuple(raw.get("tags", ()))
    return SampleArticle(key=path.stem, text=text.strip() + "\n", **raw)
