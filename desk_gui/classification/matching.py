"""Finds the phrases of a lexicon in a text, in one pass over its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from desk_gui.classification.lexicon import GAP, Lexicon, Phrase
from desk_gui.classification.reading import REMEMBERED_WORDS, SENTENCE_END, SENTENCE_ENDS, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Match(NamedTuple):
    """A phrase found: from which to which word of the text, and where in its characters."""

    phrase: Phrase
    first: int
    last: int
    start: int
    end: int


@dataclass
class _Node:
    """A point in the tree of phrases: which symbol leads on, with or without a gap before it."""

    following: dict[int, _Node] = field(default_factory=dict)
    after_gap: dict[int, _Node] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)


class Matcher:
    """The phrases of a lexicon as a tree, ready to be found in texts; safe to share by threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._exact: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._inner: list[tuple[str, bool, int]] = []
        self._symbols: dict[str, int] = {}
        self._remembered: dict[str, tuple[int, ...]] = {}
        self._root = _Node()
        for phrase in lexicon.phrases:
            self._add(phrase)
        self._stem_lengths = sorted({len(stem) for stem in self._beginnings})

    def find(self, words: Sequence[Word]) -> list[Match]:
        """Return every phrase found among the words, in the order of its first word."""
        symbols = [self._matching(word.plain) for word in words]
        found: list[Match] = []
        starts = self._root.following
        for position, those in enumerate(symbols):
            for symbol in those:
                node = starts.get(symbol)
                if node is not None:
                    found.extend(_follow(node, (words, symbols), position))
        return found

    def _add(self, phrase: Phrase) -> None:
        node, gap = self._root, False
        for word in phrase.words:
            if word == "..":
                gap = True
                continue
            symbol = self._symbol(word)
            branches = node.after_gap if gap else node.following
            node, gap = branches.setdefault(symbol, _Node()), False
        node.phrases.append(phrase)

    def _symbol(self, word: str) -> int:
        if word in self._symbols:
            return self._symbols[word]
        symbol = self._symbols[word] = len(self._symbols)
        bare = word.strip("*")
        if word.startswith("*"):
            self._inner.append((bare, word.endswith("*"), symbol))
        elif word.endswith("*"):
            self._beginnings[bare] = symbol
        else:
            self._exact[bare] = symbol
        return symbol

    def _matching(self, word: str) -> tuple[int, ...]:
        if not word or word == SENTENCE_END:
            return ()
        symbols = self._remembered.get(word)
        if symbols is None:
            symbols = self._work_out(word)
            if len(self._remembered) >= REMEMBERED_WORDS:
                self._remembered.clear()
            self._remembered[word] = symbols
        return symbols

    def _work_out(self, word: str) -> tuple[int, ...]:
        found = [self._exact[word]] if word in self._exact else []
        for length in self._stem_lengths:
            stem = word[:length]
            if len(stem) == length and stem in self._beginnings:
                found.append(self._beginnings[stem])
        for part, anywhere, symbol in self._inner:
            if word.endswith(part) or (anywhere and part in word):
                found.append(symbol)
        return tuple(found)


_Read = tuple["Sequence[Word]", list[tuple[int, ...]]]


def _follow(node: _Node, read: _Read, first: int) -> Iterator[Match]:
    """Yield every phrase that begins with the word at ``first``, which led to this node."""
    words, symbols = read
    open_ends = [(node, first)]
    while open_ends:
        node, last = open_ends.pop()
        for phrase in node.phrases:
            yield Match(phrase, first, last, words[first].start, words[last].end)
        if node.following and last + 1 < len(words):
            open_ends.extend(_branches(node.following, symbols, last + 1))
        if node.after_gap:
            for position in range(last + 1, min(last + 2 + GAP, len(words))):
                if words[position].plain in SENTENCE_ENDS:
                    break
                open_ends.extend(_branches(node.after_gap, symbols, position))


def _branches(
    branches: dict[int, _Node], symbols: list[tuple[int, ...]], position: int
) -> Iterator[tuple[_Node, int]]:
    for symbol in symbols[position]:
        node = branches.get(symbol)
        if node is not None:
            yield node, position
