"""What a finished operation touched, so that every list and page knows what to read again."""

from __future__ import annotations

from dataclasses import dataclass

from desk_gui.domain.errors import NotPossible


@dataclass(frozen=True)
class Effects:
    """Ids that changed; `undo` names the journal entry that can be undone, if there is one."""

    tickets: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()
    people: bool = False
    settings: bool = False
    undo: str | None = None

    @property
    def ticket_id(self) -> int:
        """The one ticket touched, as after opening one; NotPossible when there is none."""
        return _only(self.tickets)

    @property
    def article_id(self) -> int:
        """The one article touched."""
        return _only(self.articles)

    def __or__(self, other: Effects) -> Effects:
        """Both, for several operations in a row; more than one cannot be undone at once."""
        return Effects(
            self.tickets | other.tickets,
            self.articles | other.articles,
            self.people or other.people,
            self.settings or other.settings,
        )


def _only(ids: frozenset[int]) -> int:
    if not ids:
        raise NotPossible("Nothing was touched.")
    return max(ids)
