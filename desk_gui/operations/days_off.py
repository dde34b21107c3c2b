"""Public holidays by country and region, and the time of business hours that knows them."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

from desk_gui.domain.business_hours import BusinessHours, BusinessTime, Holidays, no_holidays

log = logging.getLogger(__name__)
ENGLISH = ("en_US", "en_GB", "en")
"""In which language holidays are named, where their country has names in it."""
KEPT = 64


@lru_cache(maxsize=KEPT)
def time_of(hours: BusinessHours) -> BusinessTime:
    """The time of business hours; what was worked out of it is kept."""
    return BusinessTime(hours, holidays_of(hours.country, hours.region))


def holidays_of(country: str | None, region: str | None) -> Holidays:
    """The public holidays of a place, a year at a time; none without a country."""
    return partial(_of_year, country, region) if country else no_holidays


@lru_cache(maxsize=4 * KEPT)
def _of_year(country: str, region: str | None, year: int) -> Mapping[date, str]:
    from holidays import country_holidays

    language = _english(country)
    try:
        found = country_holidays(country, subdiv=region, years=[year], language=language)
    except NotImplementedError:  # known when it was saved, and no more to this version
        log.warning("No holidays are known for %s any more; none are counted.", region or country)
        return {}
    return {day: str(name) for day, name in found.items() if day.year == year}


def _english(country: str) -> str | None:
    spoken = _languages().get(country, ())
    return next((language for language in ENGLISH if language in spoken), None)


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, Any]:
    from holidays import list_localized_countries

    return list_localized_countries()


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, str], ...]:
    """(code, name) of every country whose holidays are known, by name."""
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    known = set(list_supported_countries(include_aliases=False))
    found = [(codes[1], _named(codes[0])) for _, codes in COUNTRIES.items() if codes[1] in known]
    return tuple(sorted(found, key=lambda one: one[1]))


def _named(written: str) -> str:
    """“IsleOfMan” as it is said: Isle of Man."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][^A-Z]*", written)
    return " ".join(word.lower() if word in _SMALL else word for word in words)


_SMALL = frozenset({"And", "Of", "The"})


@lru_cache(maxsize=KEPT)
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the regions of a country that have holidays of their own, by name."""
    from holidays import country_holidays, list_supported_countries

    codes = list_supported_countries(include_aliases=False).get(country, [])
    aliases = country_holidays(country).subdivisions_aliases if codes else {}
    names = {code: name for name, code in reversed(list(aliases.items()))}
    return tuple(sorted(((code, names.get(code, code)) for code in codes), key=lambda one: one[1]))


def check_place(hours: BusinessHours) -> None:
    """Raise ValueError, with the sentence, for a country or a region that is not known."""
    if hours.country is None:
        if hours.region is not None:
            raise ValueError("a region needs its country")
        return
    if hours.country not in dict(countries()):
        raise ValueError(f"no holidays are known for the country “{hours.country}”")
    if hours.region is not None and hours.region not in dict(regions(hours.country)):
        raise ValueError(f"{hours.country} has no region “{hours.region}”")
