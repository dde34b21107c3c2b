"""Labelled tickets to train and judge the classifier with; what is not on this machine is said so.

The real ones lie beside the project, in ../shared/data, and are never copied into it.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from desk_gui.classification.evaluate import Labelled
from desk_gui.domain.workflow import Kind

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "tickets"
WRITTEN = ROOT / "resources" / "classification" / "written.csv"
OWN = ROOT / "tests" / "classification"
# The bodies of the full set were cleaned by two programs; these words tell which one.
LEAKING_WORDS = frozenset({"you", "have", "can", "was", "be", "with"})
# Texts are near-duplicates from this share of common words on; how they are looked for.
ALIKE = 0.7
BANDS, PER_BAND = 10, 4

Maker = Callable[[dict[str, str]], Labelled]


@dataclass(frozen=True)
class Source:
    """A set of labelled tickets, or the sentence why it is not there."""

    name: str
    rows: tuple[Labelled, ...] = ()
    missing: str = ""


def titles() -> Source:
    """Endava's titles with their true kinds."""
    return _source("Endava titles", REAL / "endava_titles_dev.csv.gz", _title)


def full() -> Source:
    """Endava's full texts without the words that leak the kind."""
    return _source("Endava full text", REAL / "endava_full_leaky.csv.gz", _stripped)


def written() -> Source:
    """Tickets written to learn from."""
    return _source("written to learn", WRITTEN, _whole)


def first_words() -> Source:
    """Tickets that the word list was begun with."""
    return _source("word list's own", OWN / "tickets.csv", _whole)


def development() -> Source:
    """Tickets to see what goes wrong: word list, moods and thresholds were made with them."""
    return _source("development", OWN / "development.csv", _whole)


def held_out(*, hard: bool | None = None, language: str = "") -> Source:
    """Tickets written to judge by, before anything was tuned; all, the hard ones, one language."""
    name = " ".join(part for part in ("held out", language, "hard" if hard else "") if part)
    wanted = [
        row
        for row in _read(OWN / "held_out.csv")
        if row["language"].startswith(language) and (hard is None or bool(row["hard"]) == hard)
    ]
    return Source(name, tuple(map(_whole, wanted)))


def near_duplicates(rows: Iterable[Labelled]) -> NDArray[np.int64]:
    """For each text the number of its group; texts with nearly the same words share one."""
    random = np.random.default_rng(1)
    factors = (random.integers(1, 2**31 - 1, BANDS * PER_BAND) | 1).astype(np.uint64)
    offsets = random.integers(0, 2**31 - 1, BANDS * PER_BAND).astype(np.uint64)
    group: list[int] = []
    words: list[frozenset[str]] = []
    first: dict[tuple[int, ...], int] = {}
    for number, row in enumerate(rows):
        these = frozenset(re.findall(r"\w+", f"{row.title} {row.text}".lower())) or frozenset("_")
        words.append(these)
        group.append(number)
        hashes = np.array([crc32(word.encode()) >> 1 for word in these], np.uint64)
        least = ((hashes[:, None] * factors + offsets) % np.uint64(2**31 - 1)).min(axis=0)
        for band, key in enumerate(least.reshape(BANDS, PER_BAND)):
            other = first.setdefault((band, *key.tolist()), number)
            if len(these & words[other]) >= ALIKE * len(these | words[other]):
                group[_root(group, number)] = _root(group, other)
    return np.array([_root(group, number) for number in range(len(group))], np.int64)


def folds(groups: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """For each text the fold it is tested in; a group is never torn apart."""
    names = np.unique(groups)
    np.random.default_rng(0).shuffle(names)
    fold = {int(name): place % count for place, name in enumerate(names)}
    return np.array([fold[int(name)] for name in groups], np.int64)


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        group[number] = group[group[number]]
        number = group[number]
    return number


def _source(name: str, path: Path, made: Maker) -> Source:
    if not path.exists():
        return Source(name, missing=f"{name}: {path.name} is not on this machine.")
    return Source(name, tuple(made(row) for row in _read(path)))


def _read(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _title(row: dict[str, str]) -> Labelled:
    return Labelled(row["title"], "", Kind(row["kind"]))


def _whole(row: dict[str, str]) -> Labelled:
    return Labelled(row["title"], row["text"], Kind(row["kind"]))


def _stripped(row: dict[str, str]) -> Labelled:
    words = (word for word in row["text"].split() if word not in LEAKING_WORDS)
    return Labelled("", " ".join(words), Kind(row["kind"]))
