"""Domain values → words and tints: the only place that translates them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import date as calendar_day
from enum import StrEnum

from desk_gui.domain.accounts import Role
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.major_incident import Stake
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.sla import Clock, ClockState, Target
from desk_gui.domain.ticket import PREFIX, Major
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status

MINUTE, HOUR, DAY = 60, 3600, 86400
NEXT_UPDATE_SOON_S = 5 * MINUTE
WEEK_DAYS, MONTH_DAYS = 7, 30
NEARLY = 0.75
SHORT_S = HOUR


class Tint(StrEnum):
    """What a chip's colour says; the words always say it first."""

    PLAIN = "plain"
    ACCENT = "accent"
    INCIDENT = "incident"
    REQUEST = "request"
    BAD = "bad"
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True)
class Chip:
    """Words and the tint behind them."""

    words: str
    tint: Tint = Tint.PLAIN


KINDS = {Kind.INCIDENT: "Incident", Kind.REQUEST: "Request"}
KINDS_IN_FULL = {Kind.INCIDENT: "Incident", Kind.REQUEST: "Service request"}
STATUSES = {
    Status.NEW: "New",
    Status.ASSIGNED: "Assigned",
    Status.IN_PROGRESS: "In progress",
    Status.ON_HOLD: "On hold",
    Status.RESOLVED: "Resolved",
    Status.AWAITING_APPROVAL: "Awaiting approval",
    Status.APPROVED: "Approved",
    Status.IN_FULFILMENT: "In fulfilment",
    Status.FULFILLED: "Fulfilled",
    Status.CLOSED: "Closed",
    Status.REJECTED: "Rejected",
    Status.CANCELLED: "Cancelled",
}
PRIORITIES = {
    Priority.CRITICAL: "Critical",
    Priority.HIGH: "High",
    Priority.MEDIUM: "Medium",
    Priority.LOW: "Low",
    Priority.PLANNING: "Planning",
}
LEVELS = {Level.HIGH: "High", Level.MEDIUM: "Medium", Level.LOW: "Low"}
HOLD_REASONS = {
    HoldReason.REQUESTER: "Requester",
    HoldReason.SUPPLIER: "Supplier",
    HoldReason.CHANGE: "Change",
    HoldReason.PROBLEM: "Problem",
}
WAITS_FOR = {
    HoldReason.REQUESTER: "the requester’s answer",
    HoldReason.SUPPLIER: "a supplier",
    HoldReason.CHANGE: "a change",
    HoldReason.PROBLEM: "a problem to be solved",
}
RESOLUTIONS = {
    ResolutionCode.FIXED: "Fixed",
    ResolutionCode.WORKAROUND: "Workaround given",
    ResolutionCode.KNOWN_ARTICLE: "Known article used",
    ResolutionCode.BY_REQUESTER: "Solved by the requester",
    ResolutionCode.NO_FAULT_FOUND: "No fault found",
    ResolutionCode.DUPLICATE: "Duplicate",
    ResolutionCode.NOT_RECORDED: "Not recorded",
}
CANCEL_REASONS = {
    CancelReason.MISTAKEN: "Opened by mistake",
    CancelReason.DUPLICATE: "Duplicate",
    CancelReason.WITHDRAWN: "Withdrawn",
}
NOTICES = {
    NoticeKind.MENTIONED: Chip("Mentioned", Tint.ACCENT),
    NoticeKind.ASSIGNED: Chip("Assigned", Tint.ACCENT),
    NoticeKind.APPROVAL: Chip("Approval", Tint.WARN),
    NoticeKind.WATCHED: Chip("Watched"),
    NoticeKind.SLA_WARNED: Chip("SLA warning", Tint.WARN),
    NoticeKind.SLA_BREACHED: Chip("SLA missed", Tint.BAD),
    NoticeKind.ESCALATED: Chip("Escalated", Tint.WARN),
    NoticeKind.MAJOR: Chip("Major incident", Tint.BAD),
}
ROLES = {
    Role.REQUESTER: "Requester",
    Role.AGENT: "Agent",
    Role.SUPERVISOR: "Supervisor",
    Role.ADMINISTRATOR: "Administrator",
}
ARTICLE_STATUSES = {
    ArticleStatus.DRAFT: "Draft",
    ArticleStatus.IN_REVIEW: "In review",
    ArticleStatus.PUBLISHED: "Published",
    ArticleStatus.RETIRED: "Retired",
}
AUDIENCES = {Audience.INTERNAL: "Internal", Audience.PUBLIC: "Public"}
ARTICLE_MOVES: Mapping[tuple[ArticleStatus, ArticleStatus], str] = {
    (ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW): "Submit for review",
    (ArticleStatus.IN_REVIEW, ArticleStatus.DRAFT): "Send back…",
    (ArticleStatus.IN_REVIEW, ArticleStatus.PUBLISHED): "Publish",
    (ArticleStatus.PUBLISHED, ArticleStatus.DRAFT): "Write the next version",
    (ArticleStatus.PUBLISHED, ArticleStatus.RETIRED): "Retire…",
    (ArticleStatus.RETIRED, ArticleStatus.DRAFT): "Take up again",
}
_ARTICLE_TINTS = {ArticleStatus.IN_REVIEW: "accent", ArticleStatus.PUBLISHED: "ok"}
MOVES: Mapping[tuple[Kind, Status], str] = {
    (Kind.INCIDENT, Status.ASSIGNED): "Assign…",
    (Kind.INCIDENT, Status.IN_PROGRESS): "Start work",
    (Kind.INCIDENT, Status.ON_HOLD): "Put on hold…",
    (Kind.INCIDENT, Status.RESOLVED): "Resolve…",
    (Kind.INCIDENT, Status.CLOSED): "Close",
    (Kind.INCIDENT, Status.CANCELLED): "Cancel ticket…",
    (Kind.REQUEST, Status.AWAITING_APPROVAL): "Ask for approval",
    (Kind.REQUEST, Status.APPROVED): "Approve",
    (Kind.REQUEST, Status.REJECTED): "Reject…",
    (Kind.REQUEST, Status.IN_FULFILMENT): "Start fulfilment",
    (Kind.REQUEST, Status.ON_HOLD): "Put on hold…",
    (Kind.REQUEST, Status.FULFILLED): "Fulfil…",
    (Kind.REQUEST, Status.CLOSED): "Close",
    (Kind.REQUEST, Status.CANCELLED): "Cancel request…",
}
STAKES = {
    Stake.SERVICE: "the service",
    Stake.REPUTATION: "the reputation",
    Stake.DATA_SECURITY: "data security",
    Stake.COMPLIANCE: "compliance",
}
MAJOR_STANDS = {
    Major.PROPOSED: Chip("Proposed", Tint.WARN),
    Major.DECLARED: Chip("Declared", Tint.BAD),
    Major.STOOD_DOWN: Chip("Stood down"),
    Major.REJECTED: Chip("Rejected"),
}
MAJOR = {
    Major.PROPOSED: Chip("Proposed as major", Tint.WARN),
    Major.DECLARED: Chip("Major incident", Tint.BAD),
}
TARGETS = {Target.RESPOND: "Respond", Target.RESOLVE: "Resolve", Target.FULFIL: "Fulfil"}
_STOPPED = {
    ClockState.PAUSED: Chip("paused"),
    ClockState.MET: Chip("met", Tint.OK),
    ClockState.BREACHED: Chip("missed", Tint.BAD),
}
_PRIORITY_TINTS = {
    Priority.CRITICAL: Tint.BAD,
    Priority.HIGH: Tint.WARN,
    Priority.MEDIUM: Tint.ACCENT,
}


def number(kind: Kind, ticket_id: int) -> str:
    """A ticket's number as it is shown, such as INC-12."""
    return f"{PREFIX[kind]}-{ticket_id}"


def article_number(article_id: int) -> str:
    """An article's number as it is shown, such as KB-3."""
    return f"KB-{article_id}"


def move_words(kind: Kind, source: Status, target: Status) -> str:
    """What the button of a transition says; going back to work says so."""
    if target in (Status.IN_PROGRESS, Status.IN_FULFILMENT):
        if source in (Status.RESOLVED, Status.FULFILLED):
            return "Reopen"
        if source is Status.ON_HOLD:
            return "Resume"
    return MOVES[kind, target]


def kind_chip(kind: Kind) -> Chip:
    """The chip that names a ticket's kind."""
    return Chip(KINDS[kind], Tint(kind.value))


def named_chip(kind: Kind, major: Major) -> Chip:
    """The chip that names a ticket in a list: its kind, or that it is a major incident."""
    return MAJOR.get(major) or kind_chip(kind)


def priority_chip(priority: Priority) -> Chip:
    """The small chip with the priority's number."""
    return Chip(str(int(priority)), _PRIORITY_TINTS.get(priority, Tint.PLAIN))


def priority_words(priority: Priority) -> str:
    """Number and name, such as “1 Critical”."""
    return f"{int(priority)} {PRIORITIES[priority]}"


def status_chip(status: Status, hold_reason: HoldReason | None = None) -> Chip:
    """The chip that names a status; on hold says for whom."""
    if status is Status.ON_HOLD and hold_reason is not None:
        return Chip(f"On hold: {HOLD_REASONS[hold_reason].lower()}")
    done = status in (Status.RESOLVED, Status.FULFILLED)
    return Chip(STATUSES[status], Tint.OK if done else Tint.PLAIN)


def article_chip(status: ArticleStatus) -> Chip:
    """The chip that names where an article stands."""
    return Chip(ARTICLE_STATUSES[status], Tint(_ARTICLE_TINTS.get(status, "plain")))


def stale_chip() -> Chip:
    """The chip of an article whose review date has passed."""
    return Chip("Stale", Tint.WARN)


def clock_chip(clock: Clock, now: datetime) -> Chip | None:
    """The chip of a clock, or None where it ended without a verdict."""
    if clock.state is ClockState.RUNNING:
        promised = (clock.due_at - clock.started_at).total_seconds() - clock.paused_s
        return running_chip(clock.target, (clock.due_at - now).total_seconds(), promised)
    words = _STOPPED.get(clock.state)
    return words and Chip(f"{TARGETS[clock.target]}: {words.words}", words.tint)


def running_chip(target: Target, left: float, promised: float | None = None) -> Chip:
    """The chip of a running clock: seconds left (negative: over) of what was promised."""
    words = TARGETS[target]
    if left < 0:
        return Chip(f"{words}: {brief(-left)} over", Tint.BAD)
    nearly = left < SHORT_S if not promised else 1 - left / promised >= NEARLY
    return Chip(f"{words}: {brief(left)} left", Tint.WARN if nearly else Tint.OK)


def countdown(left: float) -> str:
    """Until the next update of a major incident is due, in seconds; below zero it is overdue."""
    if left < 0:
        return f"update {brief(left)} overdue"
    return f"next update due in {brief(left)}" if left >= MINUTE else "next update due now"


def countdown_chip(left: float) -> Chip:
    """The same as a chip, tinted when it is time."""
    words = countdown(left)
    tint = Tint.BAD if left < 0 else Tint.WARN if left < NEXT_UPDATE_SOON_S else Tint.OK
    return Chip(words[0].upper() + words[1:], tint)


def nearness(at: datetime, now: datetime) -> Tint:
    """The tint of an instant that something is to be done by: past, within a day, or later."""
    left = at - now
    if left < timedelta(0):
        return Tint.BAD
    return Tint.WARN if left < timedelta(days=1) else Tint.PLAIN


def stakes_words(stakes: Iterable[Stake]) -> str:
    """What is at stake, in one line."""
    words = [STAKES[stake] for stake in stakes]
    listed = " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
    return listed[:1].upper() + listed[1:]


def duration(seconds: float) -> str:
    """A duration as people say it, in two units: 45 s, 48 min, 3 h 20 m, 2 d 4 h."""
    total = round(abs(seconds))
    days, hours, minutes = total // DAY, total % DAY // HOUR, total % HOUR // MINUTE
    if total < MINUTE:
        return f"{total} s"
    if total < HOUR:
        return f"{minutes} min"
    if total < DAY:
        return f"{hours} h {minutes} m" if minutes else f"{hours} h"
    return f"{days} d {hours} h" if hours and days < MONTH_DAYS else f"{days} d"


def brief(seconds: float) -> str:
    """A duration in its largest unit, for chips: 45 s, 48 min, 5 h, 1 day, 12 days."""
    total = round(abs(seconds))
    if total < HOUR:
        return duration(total)
    if total < DAY:
        return f"{total // HOUR} h"
    days = total // DAY
    return "1 day" if days == 1 else f"{days:,} days"


def ago(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """How long ago something was, or its date when that is more than six days."""
    passed = (now - at).total_seconds()
    here, today = at.astimezone(zone), now.astimezone(zone)
    days = (today.date() - here.date()).days
    if passed < MINUTE:
        return "just now" if passed > -MINUTE else moment(at, zone)
    if passed < HOUR:
        return f"{int(passed // MINUTE)} min ago"
    if days == 0 or passed < 6 * HOUR:
        return f"{int(passed // HOUR)} h ago"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < WEEK_DAYS else date(at, now, zone)


def date(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A day; the year is said when it is not this one."""
    here, today = at.astimezone(zone), now.astimezone(zone)
    words = f"{here.day} {here:%b}"
    return words if here.year == today.year else f"{words} {here.year}"


def day(on: calendar_day, now: datetime, zone: tzinfo | None = None) -> str:
    """A calendar day; the year is said when it is not this one."""
    words = f"{on.day} {on:%b}"
    return words if on.year == now.astimezone(zone).year else f"{words} {on.year}"


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """The exact instant with its zone, for tooltips and screen readers."""
    here = at.astimezone(zone)
    return f"{here:%A} {here.day} {here:%B %Y, %H:%M} {here:%Z}"


def clock_time(at: datetime, zone: tzinfo | None = None) -> str:
    """Hours and minutes in a zone."""
    return f"{at.astimezone(zone):%H:%M}"


def short_moment(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The time today, else day and time: for conversations."""
    same = at.astimezone(zone).date() == now.astimezone(zone).date()
    return clock_time(at, zone) if same else f"{date(at, now, zone)}, {clock_time(at, zone)}"


def count(amount: int, one: str, many: str = "") -> str:
    """An amount with its noun: 1 ticket, 1,204 tickets."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def utc_now() -> datetime:
    """The present instant, for widgets that show time passing."""
    return datetime.now(UTC)
