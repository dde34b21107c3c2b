"""Categories as a tree: a category's name is its path, such as “Network › VPN”.

The whole path is the name, so that a ticket's category is one word as before, names stay unique,
and no category can lie in itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desk_gui.domain.errors import Invalid

BELOW = " › "
DEEPEST = 5
LONGEST = 200


def path_of(name: str) -> tuple[str, ...]:
    """The names from the top down."""
    return tuple(name.split(BELOW))


def parents_of(name: str) -> Iterator[str]:
    """The categories above one, the topmost first."""
    path = path_of(name)
    for depth in range(1, len(path)):
        yield BELOW.join(path[:depth])


def is_within(name: str, of: str) -> bool:
    """Whether a category is another, or lies below it."""
    return name == of or name.startswith(of + BELOW)


def in_order(names: Iterable[str]) -> list[str]:
    """Names in the order of the tree: each followed by what lies below it."""
    return sorted(names, key=lambda name: tuple(part.casefold() for part in path_of(name)))


def checked_name(typed: str) -> str:
    """A path as it is stored; Invalid where a part is empty, or there are too many."""
    parts = [" ".join(part.split()) for part in typed.replace(">", "›").split("›")]
    name = BELOW.join(parts)
    if not all(parts):
        raise Invalid("Give the category a name, such as “Network”, or “Network › VPN”.")
    if len(parts) > DEEPEST:
        raise Invalid(f"A category lies at most {DEEPEST} levels deep.")
    if len(name) > LONGEST:
        raise Invalid(f"A category's name can have at most {LONGEST} characters.")
    return name
