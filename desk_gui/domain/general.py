"""What holds for the whole desk: its time zone, when it closes by itself, how big a file may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from desk_gui.domain.attachment import DEFAULT_LIMIT_MB

LONGEST_WAIT_DAYS = 365
LARGEST_FILE_MB = 100
"""All files of one comment, at most four times this, keep a local database for two seconds."""
LONGEST_ADDRESS = 200
FEWEST_SIMILAR, MOST_SIMILAR, LONGEST_OUTBREAK_MIN = 2, 100, 24 * 60


@dataclass(frozen=True)
class General:
    """Days before a resolved ticket is closed (0: never), largest attachment in megabytes.

    A major incident is suggested from so many similar incidents within so many minutes on (0
    incidents: never).
    """

    time_zone: str = "UTC"
    close_after_days: int = 14
    attachment_limit_mb: int = DEFAULT_LIMIT_MB
    similar_incidents: int = 5
    similar_minutes: int = 30
    help_address: str = ""


def zones() -> tuple[str, ...]:
    """The names of all time zones that are places, and UTC, in order."""
    names = available_timezones()
    places = {name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return ("UTC", *sorted(places))


def wrong_with(wanted: General) -> Mapping[str, str]:
    """A sentence for every field that cannot be taken as it is."""
    wrong: dict[str, str] = {}
    if wanted.time_zone not in available_timezones():
        wrong["time_zone"] = (
            f"“{wanted.time_zone}” is no time zone; choose one such as Europe/Paris."
        )
    if not 0 <= wanted.close_after_days <= LONGEST_WAIT_DAYS:
        wrong["close_after_days"] = f"Write a number of days from 0 (never) to {LONGEST_WAIT_DAYS}."
    if not 1 <= wanted.attachment_limit_mb <= LARGEST_FILE_MB:
        wrong["attachment_limit_mb"] = f"Write a number of megabytes from 1 to {LARGEST_FILE_MB}."
    enough = range(FEWEST_SIMILAR, MOST_SIMILAR + 1)
    if wanted.similar_incidents and wanted.similar_incidents not in enough:
        wrong["similar_incidents"] = (
            f"Write a number from {FEWEST_SIMILAR} to {MOST_SIMILAR}, or 0 for never."
        )
    if not 1 <= wanted.similar_minutes <= LONGEST_OUTBREAK_MIN:
        wrong["similar_minutes"] = f"Write a number of minutes from 1 to {LONGEST_OUTBREAK_MIN:,}."
    if wanted.help_address and not _is_web_address(wanted.help_address):
        wrong["help_address"] = "Write an address such as https://help.example.org/, or nothing."
    return wrong


def _is_web_address(typed: str) -> bool:
    there = urlsplit(typed) if typed.isprintable() and " " not in typed else None
    named = there is not None and there.scheme in {"http", "https"} and bool(there.hostname)
    return named and len(typed) <= LONGEST_ADDRESS


def article_address(settings: General, article_id: int) -> str:
    """Where an article is published, "" where nobody said that articles are."""
    if not settings.help_address:
        return ""
    return f"{settings.help_address.rstrip('/')}/kb-{article_id}.html"
