"""Who stands above whom, and who leads a team."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal

_SAME = "a.email <> '' AND lower(a.email) = lower({}.email)"
_SELF = "nobody is his own manager"
_OFF = "EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.{} AND a.active = 0)"


def people() -> Iterator[Refusal]:
    """Managers and team leads can sign in; no manager manages himself, nor do two each other."""
    changes = "NEW.{0} IS DISTINCT FROM OLD.{0}"
    for event, changed in (("INSERT", "1 = 1"), ("UPDATE", changes)):
        manager, lead = (changed.format(name) for name in ("manager_id", "lead_id"))
        yield from _above(event, f"({manager} OR {changed.format('email')})")
        yield Refusal(
            "contact",
            event,
            f"{manager} AND {_OFF.format('manager_id')}",
            "the manager of a contact can sign in",
        )
        yield Refusal(
            "team", event, f"{lead} AND {_OFF.format('lead_id')}", "the lead of a team can sign in"
        )
    yield Refusal(
        "account",
        "UPDATE",
        "NEW.email <> OLD.email AND NEW.email <> '' AND EXISTS (SELECT 1 FROM contact c"
        " WHERE c.manager_id = NEW.id AND lower(c.email) = lower(NEW.email))",
        _SELF,
    )


def _above(event: str, changed: str) -> Iterator[Refusal]:
    """Who a contact is is told by the mail address, which account and contact share."""
    himself = _SAME.format("NEW")
    yield Refusal(
        "contact",
        event,
        f"{changed} AND EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.manager_id AND {himself})",
        _SELF,
    )
    yield Refusal(
        "contact",
        event,
        f"{changed} AND EXISTS (SELECT 1 FROM account m"
        " JOIN contact c ON m.email <> '' AND lower(c.email) = lower(m.email)"
        f" JOIN account a ON a.id = c.manager_id WHERE m.id = NEW.manager_id AND {himself})",
        "nobody is the manager of his own manager",
    )
