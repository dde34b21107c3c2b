"""What holds for the versions of the classifier."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal, kept, once

_KEPT = ("id", "made_at", "account_id", "learned_from", "figures", "weights")


def classification() -> Iterator[Refusal]:
    """A version stays as it was learned; only whether it is in use changes."""
    yield once("classifier_version", "id = NEW.id")
    yield kept("classifier_version", _KEPT, "a version of the classifier stays as it was learned")
    yield Refusal(
        "classifier_version",
        "DELETE",
        "OLD.active = 1",
        "the version of the classifier that is in use is not forgotten",
    )
