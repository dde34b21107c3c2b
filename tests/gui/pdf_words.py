"""The words on the pages of a PDF that Qt wrote, read as a viewer does.

A page's stream draws glyphs of embedded fonts; each font carries the table that says which
character a glyph stands for. Without that table nothing could be searched or copied, and nothing
would be found here either.
"""

from __future__ import annotations

import re
import zlib

Tables = dict[bytes, dict[int, str]]
_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\b(.*?)^endobj", re.DOTALL)
_RANGES = re.compile(rb"<(\w+)> <(\w+)> (?:\[(.*?)\]|<(\w+)>)", re.DOTALL)
_DRAWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>|(?:\s|^)(Tm|ET)\b")


class Pdf:
    """What a file holds: its pages as words, and its objects for other questions."""

    def __init__(self, content: bytes) -> None:
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        self.objects: dict[bytes, bytes] = dict(_OBJECT.findall(content))
        self._fonts = self._read_fonts()
        pages = [body for body in self.objects.values() if b"/Type /Page\n" in body]
        self.pages = [self._words(body) for body in pages]

    @property
    def words(self) -> str:
        """All words in the order of the pages, one blank between them."""
        return " ".join(self.pages)

    def _read_fonts(self) -> Tables:
        """The name by which pages call a font → what its glyphs mean."""
        fonts: Tables = {}
        for number, body in self.objects.items():
            named = re.search(rb"/ToUnicode (\d+) 0 R", body)
            if named:
                fonts[b"F" + number] = _meanings(self._stream(named[1]))
        return fonts

    def _words(self, page: bytes) -> str:
        named = re.search(rb"/Contents (\d+) 0 R", page)
        assert named
        meanings: dict[int, str] = {}
        drawn: list[str] = []
        for font, glyphs, moved in _DRAWN.findall(self._stream(named[1])):
            if font:
                meanings = self._fonts[font]
            elif glyphs:
                codes = (glyphs[at : at + 4] for at in range(0, len(glyphs), 4))
                drawn += [meanings[int(code, 16)] for code in codes]
            elif moved:
                drawn.append(" ")
        return " ".join("".join(drawn).split())

    def _stream(self, number: bytes) -> bytes:
        body = self.objects[number]
        head, _, content = body.partition(b"stream\n")
        # What follows the compressed part is left alone, whatever its last byte is.
        return zlib.decompressobj().decompress(content) if b"/FlateDecode" in head else content


def _meanings(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for first, last, listed, one in _RANGES.findall(table):
        start, end = int(first, 16), int(last, 16)
        said = re.findall(rb"<(\w+)>", listed) if listed else [one] * (end - start + 1)
        found |= {start + place: _characters(code) for place, code in enumerate(said)}
    return found


def _characters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
