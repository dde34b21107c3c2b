"""Learn the weights that come with Desk: `make train`. The same tickets give the same bytes.

Learned from: Endava's titles with their true kinds (MIT licence) and resources/classification/
written.csv (this project's own). Each source counts alike. Not learned from: Endava's full texts,
whose two kinds were cleaned by different programs and labelled by other rules than the titles;
and whatever is in tests/. How sure is right is told on the titles, by weights that did not learn
from them, and on the full texts; not on the written ones, which the word list was made with.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import ticket_sources  # noqa: E402 - found through the line above
from learning_elsewhere import (  # noqa: E402
    Prepared,
    learned_from,
    log_odds,
    prepared,
    true_temperature,
)

from desk_gui.classification import lexicon, model  # noqa: E402
from desk_gui.classification.classifier import TextClassifier  # noqa: E402

WEIGHTS = ROOT / "resources" / "classification" / "weights.npz"
LARGEST = 5 * 2**20


def main() -> int:
    """Write resources/classification/weights.npz; 1 after a sentence where a source is missing."""
    sources = (ticket_sources.titles(), ticket_sources.written())
    for source in sources:
        if source.missing:
            print(f"{source.missing} The weights stay as they are.")
            return 1
    base = TextClassifier(lexicon.shipped())
    those = [prepared(source, base) for source in sources]
    full = ticket_sources.full()
    judges = [those[0], *([prepared(full, base)] if full.rows else [])]
    written = model.save(
        learned_from(those), {"temperature": np.array(_temperature(those, judges))}
    )
    if len(written) > LARGEST:
        print(f"The weights take {len(written):,} bytes, more than {LARGEST:,}.")
        return 1
    WEIGHTS.write_bytes(written)
    texts = sum(len(one.incident) for one in those)
    print(f"Learned from {texts:,} tickets: {WEIGHTS.name}, {len(written):,} bytes.")
    return 0


def _temperature(those: list[Prepared], judges: list[Prepared]) -> float:
    """What makes confidence true, mostly, where nothing was learned from the same source."""
    parts = []
    for judge in judges:
        weights = learned_from([one for one in those if one is not judge])
        parts.append((judge.incident, log_odds(weights, judge)))
    return true_temperature(parts)


if __name__ == "__main__":
    sys.exit(main())
