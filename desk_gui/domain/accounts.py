"""Accounts, roles and who may do what (the rules, §6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk_gui.domain.errors import NotAllowed


class Role(StrEnum):
    """What an account may do; each role may also do all that the ones before it may."""

    REQUESTER = "requester"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def rank(self) -> int:
        """0 for a requester, 3 for an administrator."""
        return list(Role).index(self)


class Right(StrEnum):
    """Something that needs a role, worded to follow the word “may”."""

    ASK = "report, order and follow one's own tickets"
    WORK_ON_TICKETS = "work on tickets"
    RECLASSIFY = "reclassify or split tickets"
    WRITE_ARTICLES = "write articles"
    REVIEW_ARTICLES = "review and publish articles"
    APPROVE = "decide approvals"
    OVERRIDE_PRIORITY = "override a priority"
    DECLARE_MAJOR = "declare major incidents"
    SEE_AGENT_FIGURES = "see figures per agent"
    IMPORT = "import tickets and articles"
    MANAGE_ACCOUNTS = "manage accounts and teams"
    CHANGE_SETTINGS = "change the settings of the desk"


RIGHTS: dict[Right, Role] = {
    Right.ASK: Role.REQUESTER,
    Right.WORK_ON_TICKETS: Role.AGENT,
    Right.RECLASSIFY: Role.AGENT,
    Right.WRITE_ARTICLES: Role.AGENT,
    Right.REVIEW_ARTICLES: Role.SUPERVISOR,
    Right.APPROVE: Role.SUPERVISOR,
    Right.OVERRIDE_PRIORITY: Role.SUPERVISOR,
    Right.DECLARE_MAJOR: Role.SUPERVISOR,
    Right.SEE_AGENT_FIGURES: Role.SUPERVISOR,
    Right.IMPORT: Role.ADMINISTRATOR,
    Right.MANAGE_ACCOUNTS: Role.ADMINISTRATOR,
    Right.CHANGE_SETTINGS: Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Account:
    """Who signs in, or is assigned work; `teams` holds team ids."""

    id: int
    login: str
    name: str
    email: str
    role: Role
    active: bool = True
    teams: frozenset[int] = frozenset()

    def may(self, right: Right) -> bool:
        """Whether this account has the right."""
        return self.active and self.role.rank >= RIGHTS[right].rank

    def may_see(self, *, confidential: bool, team_id: int | None) -> bool:
        """A confidential ticket is seen by its team and by supervisors only."""
        return not confidential or self.role.rank >= Role.SUPERVISOR.rank or team_id in self.teams


def require(account: Account, right: Right) -> None:
    """Raise NotAllowed, with the sentence, unless the account has the right."""
    if not account.active:
        raise NotAllowed(f"The account of {account.name} is switched off; ask an administrator.")
    if not account.may(right):
        raise NotAllowed(
            f"Only {_a(RIGHTS[right])} or above may {right.value}; {account.name} may not."
        )


def require_for(account: Account | None, right: Right | None) -> None:
    """What holds for every transaction: a requester needs a right that is named and is his.

    What names no right is for those who work here, or for nobody yet. Raises NotAllowed.
    """
    if account is None or (right is None and account.role is not Role.REQUESTER):
        return
    require(account, right or Right.WORK_ON_TICKETS)


def _a(role: Role) -> str:
    return f"an {role.value}" if role.value[0] in "ao" else f"a {role.value}"


SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1024


def check_password(password: str) -> str | None:
    """The sentence that says why a new password is refused, or None when it is good.

    Length is the only rule (OWASP: 12 characters, no composition rules).
    """
    if len(password) < SHORTEST_PASSWORD:
        return "A password needs at least 12 characters; a short sentence is fine."
    if len(password) > LONGEST_PASSWORD:
        return "A password can have at most 1,024 characters."
    return None
