"""What imported articles point to: each other, and pictures and files beside them.

Nothing outside of the folder is ever read: an address that climbs out of it, or goes through a
link of the file system, leads nowhere.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote

from desk_gui.domain.attachment import DEFAULT_LIMIT_MB, MB
from desk_gui.markup.addresses import readdressed
from desk_gui.transfer.plan import PlannedArticle

DOCUMENTS = (".md", ".markdown", ".html", ".htm")
MOST_FILES, LARGEST = 200, DEFAULT_LIMIT_MB * MB
"""Files of one article, and bytes of one; what is more is left out."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_PLANNED = re.compile(r"desk://planned/([0-9]+)")
_IMPORTED = re.compile(r"desk://imported/(.+)")


@dataclass(frozen=True)
class Around:
    """Where an article stands: the folder, and its own name in it."""

    folder: Path
    name: str

    def named(self, address: str) -> str | None:
        """The name of what an address points to, from the folder on; None for outside of it."""
        plain = unquote(re.split("[?#]", address, maxsplit=1)[0])
        if not plain or "\\0" in plain or "\\\\" in plain or plain.startswith("/"):
            return None
        name = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), plain))
        return None if name.startswith(("..", "/")) or name == "." else name

    def file(self, name: str) -> Path | None:
        """The file of this name, where it is an ordinary one inside the folder."""
        path = self.folder / name
        try:
            root = self.folder.resolve()
            is_inside = path.resolve() == root.joinpath(*Path(name).parts)
            is_file = is_inside and path.is_file()
            return path if is_file and path.stat().st_size <= LARGEST else None
        except (OSError, ValueError):
            return None


@dataclass
class _Leading:
    """Leads the addresses of one article and remembers what they point to."""

    around: Around
    files: dict[Path, int] = field(default_factory=dict)
    lost: int = 0

    def lead(self, address: str) -> str | None:
        """The address to write instead, or None."""
        if _SCHEME.match(address):
            return None if _is_of_import(address) else address
        if address.startswith("#"):
            return None
        name = self.around.named(address)
        if name is not None and name.lower().endswith(DOCUMENTS):
            return f"desk://imported/{quote(name, safe='')}"
        path = self.around.file(name) if name is not None else None
        if path is None or (path not in self.files and len(self.files) >= MOST_FILES):
            self.lost += 1
            return None
        return f"desk://planned/{self.files.setdefault(path, len(self.files))}"


def _is_of_import(address: str) -> bool:
    return bool(_PLANNED.fullmatch(address) or _IMPORTED.fullmatch(address))


def led(article: PlannedArticle, around: Around) -> PlannedArticle:
    """The article with its relative links and pictures led to other articles and to files."""
    leading = _Leading(around)
    text = readdressed(article.text, leading.lead)
    return replace(article, text=text, files=tuple(leading.files), lost=leading.lost)


def settled(
    text: str, articles: Mapping[str, int], files: Sequence[int], lost: Callable[[], object]
) -> str:
    """The text with the numbers of articles and files that are written; `lost` for the others."""

    def lead(address: str) -> str | None:
        if planned := _PLANNED.fullmatch(address):
            return f"desk://file/{files[int(planned[1])]}"
        if imported := _IMPORTED.fullmatch(address):
            number = articles.get(unquote(imported[1]))
            if number is None:
                lost()
                return None
            return f"desk://article/KB-{number}"
        return address

    return readdressed(text, lead) if "desk://" in text else text
