"""Many made-up articles, as a file that the ordinary import reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import accumulate, product
from pathlib import Path
from random import Random

from desk_gui.operations.bench.crowd import SEED, TALK, THINGS, WHERE, WRONG
from desk_gui.operations.desk import Desk
from desk_gui.operations.transfer import import_articles

MOST = 10_000
LONG = (120, 480)
"""Words of a text, from and to."""
TOPICS = ("Hardware", "Software › Office", "Network › VPN", "Printing", "E-mail", "Phone › Mobile")
_BEGIN = (
    "ba",
    "co",
    "di",
    "fe",
    "gra",
    "ho",
    "in",
    "ka",
    "lo",
    "mi",
    "no",
    "pre",
    "ro",
    "sta",
    "tu",
)
_MIDDLE = ("l", "m", "nt", "p", "r", "st", "t", "v")
_END = ("al", "er", "ion", "ity", "or", "ix", "ule", "ano")


def fill(
    desk: Desk, folder: Path, count: int, progress: Callable[[int, int], None] | None = None
) -> None:
    """Import so many made-up articles, the same ones for the same number; the file is removed."""
    path = folder / "library.jsonl"
    rng = Random(SEED)  # noqa: S311 - made-up articles are no secrets
    words = ["".join(parts) for parts in product(_BEGIN, _MIDDLE, _END)]
    words = [*words, *(a + b for a, b in zip(words, reversed(words), strict=True))]
    rng.shuffle(words)
    weights = list(accumulate(1 / (place + 10) for place in range(len(words))))
    try:
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                made = _article(rng, number, words, weights)
                file.write(json.dumps(made, ensure_ascii=False) + "\n")
        import_articles(desk, path, publish=True, progress=progress)
    finally:
        path.unlink(missing_ok=True)


def _article(
    rng: Random, number: int, words: Sequence[str], weights: Sequence[float]
) -> dict[str, object]:
    thing, wrong, where = rng.choice(THINGS), rng.choice(WRONG), rng.choice(WHERE)
    rare = rng.choice(words)
    said = rng.choices(words, cum_weights=weights, k=rng.randint(*LONG))
    said += " ".join(rng.sample(TALK, 3)).split()
    rng.shuffle(said)
    body = " ".join(said)
    return {
        "id": f"{number}",
        "title": f"{thing.capitalize()} {wrong} {where}: {rare}",
        "text": f"## Symptom\n\nThe {thing} {wrong}.\n\n## What to do\n\n{body}\n",
        "category": rng.choice(TOPICS),
        "tags": [thing, rare],
        "audience": rng.choice(("public", "internal")),
    }
