"""Who stands above whom, and who leads a team."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal

_SAME = "a.email <> '' AND lower(a.email) = lower({}.email)"
_SELF = "nobody is his own manager"


def people() -> Iterator[Refusal]:
    """Managers and team leads can sign in; no manager manages himself, nor do two each other."""
    for event, changed in (("INSERT", "1 = 1"), ("UPDATE", "{0} IS DISTINCT FROM OLD.{0}")):
        news = {
            name: changed.format(name) if event == "INSERT" else f"NEW.{changed.format(name)}"
            for name in ("manager_id", "lead_id")
        }
        mails = "" if event == "INSERT" else " OR NEW.email IS DISTINCT FROM OLD.email"
        yield Refusal(
            "contact",
            event,
            f"({news['manager_id']}{mails}) AND EXISTS (SELECT 1 FROM account a"
            f" WHERE a.id = NEW.manager_id AND {_SAME.format('NEW')})",
            _SELF,
        )
        yield Refusal(
            "contact",
            event,
            f"{news['manager_id']} AND EXISTS (SELECT 1 FROM account a"
            " WHERE a.id = NEW.manager_id AND a.active = 0)",
            "the manager of a contact can sign in",
        )
        yield Refusal(
            "contact",
            event,
            f"({news['manager_id']}{mails}) AND EXISTS (SELECT 1 FROM account m"
            " JOIN contact c ON m.email <> '' AND lower(c.email) = lower(m.email)"
            f" JOIN account a ON a.id = c.manager_id WHERE m.id = NEW.manager_id"
            f" AND {_SAME.format('NEW')})",
            "nobody is the manager of his own manager",
        )
        yield Refusal(
            "team",
            event,
            f"{news['lead_id']} AND EXISTS (SELECT 1 FROM account a"
            " WHERE a.id = NEW.lead_id AND a.active = 0)",
            "the lead of a team can sign in",
        )
    yield Refusal(
        "account",
        "UPDATE",
        "NEW.email <> OLD.email AND NEW.email <> '' AND EXISTS (SELECT 1 FROM contact c"
        " WHERE c.manager_id = NEW.id AND lower(c.email) = lower(NEW.email))",
        _SELF,
    )
