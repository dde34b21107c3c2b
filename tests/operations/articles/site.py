"""What a test looks at of a published site: its pages as a reader without scripts gets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "input", "br", "hr", "img"}
FETCHED = {"img": "src", "script": "src", "link": "href", "form": "action", "iframe": "src"}


@dataclass
class Page:
    """One page: its words, links, what it fetches, headings, and what is wrong with it."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[str] = []
        self._labels: set[str] = set()
        self._fields: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        page = self.page
        page.wrong += [f"{tag} has {name}" for name in values if name.startswith("on")]
        page.wrong += [f"{tag} has a style" for name in values if name == "style"]
        if tag in FETCHED and FETCHED[tag] in values:
            page.fetched.append(values[FETCHED[tag]])
        if tag == "script" and "src" not in values:
            page.wrong.append("a script stands in the page")
        if tag == "a":
            page.links.append(values.get("href", ""))
        if tag == "img" and "alt" not in values:
            page.wrong.append("a picture without words")
        if tag == "html" and not values.get("lang"):
            page.wrong.append("no language")
        if tag[0] == "h" and tag[1:].isdigit():
            page.headings.append(int(tag[1:]))
        self._labels |= {values["for"]} if tag == "label" else set()
        self._fields |= {values.get("id", "?")} if tag == "input" else set()
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.page.wrong.append(f"{tag} is closed and was not open")

    def handle_data(self, data: str) -> None:
        self.page.text += data

    def close(self) -> None:
        super().close()
        self.page.wrong += [f"{tag} stays open" for tag in self._open]
        self.page.wrong += [f"{one} has no label" for one in self._fields - self._labels]
        headings = self.page.headings
        if headings.count(1) != 1 or headings[:1] != [1]:
            self.page.wrong.append(f"headings {headings}")


def read(path: Path) -> Page:
    """One page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.page


def pages_of(folder: Path) -> dict[str, Page]:
    """Every page of a site by its name."""
    return {path.name: read(path) for path in sorted(folder.glob("*.html"))}


def faults_of(folder: Path) -> list[str]:
    """What is wrong with a site: bad markup, links to nothing, anything fetched from elsewhere."""
    found: list[str] = []
    for name, page in pages_of(folder).items():
        found += [f"{name}: {one}" for one in page.wrong]
        inside = [one for one in page.links if not one.startswith(("https://", "http://", "#"))]
        for address in (*page.fetched, *(one for one in inside if not one.startswith("mailto:"))):
            there = urlsplit(address)
            if there.scheme or there.netloc or address.startswith("/"):
                found.append(f"{name}: fetches or links {address}")
            elif not (folder / unquote(there.path)).is_file():
                found.append(f"{name}: {address} is not there")
    return found
