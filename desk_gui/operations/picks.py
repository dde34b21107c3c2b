"""Tickets picked by a click on a figure: a short word stands for more than a filter can name."""

from __future__ import annotations

import hashlib
import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence

from desk_gui.domain.errors import Invalid

KEPT = 12
FEW = 200
"""So many tickets are named by their numbers, which can be read, kept in a view and sent."""
_DIGITS = 12


class Picks:
    """The newest `KEPT` picks of this run of the program; the same tickets have the same word."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, array[int]] = OrderedDict()
        self._lock = threading.Lock()

    def filter_of(self, ids: Sequence[int]) -> str:
        """A filter of the queue that finds exactly these tickets."""
        if len(ids) <= FEW:
            return "id:" + ",".join(map(str, ids))
        picked = array("q", ids)
        word = hashlib.sha256(picked.tobytes()).hexdigest()[:_DIGITS]
        with self._lock:
            self._kept[word] = picked
            self._kept.move_to_end(word)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return f"figure:{word}"

    def of(self, word: str) -> array[int]:
        """The ids that a word stands for; Invalid where it is not known any more."""
        with self._lock:
            found = self._kept.get(word)
        if found is None:
            raise Invalid(
                "These tickets were picked from a report some time ago; click the figure again."
            )
        return found
