"""A folder of Markdown and HTML files, or a JSON Lines file, as planned articles."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_gui.domain.categories import BELOW, DEEPEST
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.knowledge import Audience
from desk_gui.domain.ticket import MAX_TEXT, MAX_TITLE
from desk_gui.markup.from_html import page_of
from desk_gui.transfer.article_links import Around, led
from desk_gui.transfer.plan import PlannedArticle
from desk_gui.transfer.source import Progress, Question, Source, read_text, shown, trouble
from desk_gui.transfer.table import MAX_NAME

MARKDOWN, HTML = {".md", ".markdown"}, {".html", ".htm"}
DOCUMENTS = MARKDOWN | HTML
MAX_TAGS = 30
_TITLE = ("title",)
_TEXT = ("text", "body_markdown", "body", "markdown")
_CATEGORY = ("category", "area")
_LEVELS = re.compile(r"\s*[/›>]\s*")
_ID = ("id", "path")
_HEADING = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t#]*(?:\n|\Z)")
_FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def planned_articles(
    path: Path, progress: Progress | None = None, cancelled: Question | None = None
) -> Iterator[PlannedArticle]:
    """Every article of a folder, in the order of the names, or of a JSON Lines file.

    Raises FileTrouble at the first bad place, Cancelled when stopped.
    """
    seen: set[str] = set()
    source = Source(path, progress, cancelled)
    for place, article in _from_folder(source) if path.is_dir() else _from_lines(source):
        if article.foreign_id in seen:
            raise place.refuse(f"the article {shown(article.foreign_id)} is there twice")
        seen.add(article.foreign_id)
        yield article


@dataclass(frozen=True)
class _Place:
    """Where an article stands, to complain about it."""

    path: Path
    line: int | None = None

    def refuse(self, problem: str) -> FileTrouble:
        """The error of this place."""
        return trouble(self.path, f"{problem}; correct it and import again.", line=self.line)


_Found = Iterator[tuple[_Place, PlannedArticle]]


def _from_folder(source: Source) -> _Found:
    folder = source.path
    files = _documents(folder)
    if not files:
        problem = "there is no Markdown or HTML file (.md, .html) in this folder; choose another."
        raise trouble(folder, problem)
    total = sum(size for _, size in files)
    done = 0
    for path, size in files:
        source.look(done, total)
        done += size
        text = read_text(path, MAX_TEXT).replace("\r\n", "\n")
        is_page = path.suffix.lower() in HTML
        front, body = _from_page(text) if is_page else _front_matter(text)
        if not _first(front, _TITLE) and (heading := _HEADING.match(body)):
            front["title"] = heading["title"]
            body = body[heading.end() :]
        front.setdefault("title", path.stem.replace("-", " ").replace("_", " "))
        name = path.relative_to(folder).as_posix()
        place = _Place(path)
        article = _article(place, {**front, "id": name, "text": body.strip()})
        yield place, led(article, Around(folder, name))
    source.look(total, total)


def _from_page(html: str) -> tuple[dict[str, object], str]:
    """What a web page says of itself, and its body; a heading that repeats the title goes."""
    page = page_of(html)
    front: dict[str, object] = {"tags": page.keywords} if page.keywords else {}
    heading = _HEADING.match(page.text)
    if page.title and not heading:
        front["title"] = page.title
    return front, page.text


def _documents(folder: Path) -> list[tuple[Path, int]]:
    found = []
    for here, _, names in os.walk(folder, onerror=_cannot_list):
        for name in names:
            path = Path(here, name)
            if path.suffix.lower() not in DOCUMENTS:
                continue
            if path.is_symlink():
                raise trouble(path, "this is a link to another file; put the file itself here.")
            found.append((path, path.stat().st_size))
    return sorted(found)


def _cannot_list(error: OSError) -> None:
    problem = f"the folder cannot be read ({error.strerror}); check its permissions."
    raise trouble(Path(error.filename), problem) from error


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """The keys between two lines of dashes at the top, and what follows; no keys without them."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    keys: dict[str, object] = {}
    last = ""
    for line in found["front"].splitlines():
        if line.lstrip().startswith("- ") and last:
            items = keys[last]
            listed = items if isinstance(items, list) else []
            keys[last] = [*listed, _unquoted(line.lstrip()[2:])]
            continue
        name, colon, value = line.partition(":")
        if colon and name == name.lstrip() and not name.startswith("#"):
            last = name.strip().lower()
            keys[last] = _value(value.strip())
    return keys, text[found.end() :]


def _value(written: str) -> object:
    if written.startswith("[") and written.endswith("]"):
        return [_unquoted(item) for item in written[1:-1].split(",") if item.strip()]
    if written.lower() in {"true", "false"}:
        return written.lower() == "true"
    return _unquoted(written)


def _unquoted(written: str) -> str:
    plain = written.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'":
        return plain[1:-1]
    return plain


def _from_lines(source: Source) -> _Found:
    found = False
    for number, line in source.lines():
        if not line.strip():
            continue
        found = True
        place = _Place(source.path, number)
        article = _article(place, _object(place, line))
        yield place, led(article, Around(source.path.parent, article.foreign_id))
    if not found:
        raise trouble(source.path, "there is no article in this file; choose another.")


def _object(place: _Place, line: str) -> dict[str, object]:
    try:
        read = json.loads(line.rstrip())
    except json.JSONDecodeError as error:
        problem = "the line is not JSON; write one object on each line."
        raise trouble(place.path, problem, line=place.line, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise place.refuse("the line is JSON that no article needs") from error
    if not isinstance(read, dict):
        raise place.refuse("the line is not an object with a title and a text")
    return read


def _article(place: _Place, keys: Mapping[str, object]) -> PlannedArticle:
    title = " ".join(_text(place, keys, _TITLE).split())
    text = _text(place, keys, _TEXT).replace("\r\n", "\n")
    category = _category(place, keys)
    for value, what, limit in (
        (title, "title", MAX_TITLE),
        (text, "text", MAX_TEXT),
        (category, "category", MAX_NAME),
    ):
        if len(value) > limit:
            raise place.refuse(f"the {what} is longer than {limit:,} characters")
    if not title:
        raise place.refuse("the article has no title")
    if not text.strip():
        raise place.refuse("the article has no text")
    return PlannedArticle(
        foreign_id=_text(place, keys, _ID) or title,
        title=title,
        text=text,
        category=category or None,
        tags=_tags(place, keys),
        published=keys.get("published") is True,
        public=_public(place, keys),
        line=place.line,
    )


def _category(place: _Place, keys: Mapping[str, object]) -> str:
    """A path such as “Network › VPN”; files write it with a slash or an angle bracket."""
    written = " ".join(_text(place, keys, _CATEGORY).split())
    parts = [part for part in _LEVELS.split(written) if part]
    if len(parts) > DEEPEST:
        raise place.refuse(f"the category lies more than {DEEPEST} levels deep")
    return BELOW.join(parts)


def _public(place: _Place, keys: Mapping[str, object]) -> bool:
    audience = _text(place, keys, ("audience",)) or Audience.INTERNAL
    if audience not in set(Audience):
        raise place.refuse(f"the audience {shown(audience)} is neither internal nor public")
    return audience == Audience.PUBLIC


def _text(place: _Place, keys: Mapping[str, object], names: tuple[str, ...]) -> str:
    value = _first(keys, names)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise place.refuse(f"the {names[0]} is not a text")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise place.refuse(f"the {names[0]} holds a character that no text has")
    return value


def _tags(place: _Place, keys: Mapping[str, object]) -> tuple[str, ...]:
    value = keys.get("tags") or []
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list):
        raise place.refuse("the tags are not a list of words")
    tags = [" ".join(_text(place, {"tag": item}, ("tag",)).split()) for item in items]
    if len(tags) > MAX_TAGS or any(len(tag) > MAX_NAME for tag in tags):
        raise place.refuse(f"there are more than {MAX_TAGS} tags, or one is too long")
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _first(keys: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((keys[name] for name in names if keys.get(name) or keys.get(name) == 0), None)
