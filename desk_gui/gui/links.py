"""Opening what a text points to, only the web and mail and after showing where; and files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

ALLOWED = ("http", "https", "mailto")
OWN = "desk"
_NUMBERS = {
    "ticket": re.compile(r"(?:INC|REQ)-[0-9]{1,9}"),
    "article": re.compile(r"KB-[0-9]{1,9}"),
}


@dataclass(frozen=True)
class Destination:
    """Where a link really leads; `refused` says why it is not opened, else empty."""

    url: QUrl
    place: str = ""
    refused: str = ""


def destination(address: str) -> Destination:
    """Look at a link without opening it; the host is shown as it is sent, not as it looks."""
    url = QUrl(address.strip(), QUrl.ParsingMode.StrictMode)
    scheme = url.scheme().lower()
    if not url.isValid() or scheme not in ALLOWED:
        return Destination(
            url,
            refused="This link is not opened: it leads neither to a web page "
            "nor to a mail address.",
        )
    if scheme == "mailto":
        return Destination(url, place=url.path().split("?")[0])
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if not host:
        return Destination(url, refused="This link is not opened: it names no web site.")
    return Destination(url, place=host)


def is_own(address: str) -> bool:
    """Whether a link leads to a ticket or an article of this desk."""
    return QUrl(address).scheme() == OWN


def own_target(address: str) -> tuple[str, str] | None:
    """What a link inside the desk names, such as ("ticket", "INC-12"); None for anything else."""
    url = QUrl(address)
    kind, number = url.host(), url.path().strip("/").upper()
    known = _NUMBERS.get(kind)
    return (kind, number) if known and known.fullmatch(number) else None


class Copies:
    """Files that other programs show: each in a folder of its own that nobody else may enter.

    All of them are gone when Desk is left.
    """

    def __init__(self, opener: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
        self._opener = opener
        self._within: TemporaryDirectory[str] | None = None

    def folder(self) -> Path:
        """A new empty folder, for its account only; a job may call it."""
        if self._within is None:
            self._within = TemporaryDirectory(prefix="desk-opened-", ignore_cleanup_errors=True)
        return Path(mkdtemp(dir=self._within.name))

    def open(self, path: Path) -> bool:
        """Let the program open it that is set for such files; whether there is one."""
        return self._opener(QUrl.fromLocalFile(str(path)))

    def close(self) -> None:
        """Remove every copy."""
        if self._within is not None:
            self._within.cleanup()
            self._within = None


class Links:
    """Opens links; asks first, with the real host in the question."""

    def __init__(
        self,
        *,
        ask: Callable[[str, str, Callable[[], object]], object],
        tell: Callable[[str], object],
        inside: Callable[[str, str], object],
        opener: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        """`ask` gets the question, the address and what to do on yes; `inside` a desk target."""
        self._ask = ask
        self._tell = tell
        self._inside = inside
        self._opener = opener

    def open(self, address: str) -> None:
        """Follow a link that a person clicked."""
        if is_own(address):
            target = own_target(address)
            if target is None:
                self._tell("This link is not opened: it names neither a ticket nor an article.")
            else:
                self._inside(*target)
            return
        where = destination(address)
        if where.refused:
            self._tell(where.refused)
            return
        verb = "Write a mail to" if where.url.scheme() == "mailto" else "Open the web site"
        self._ask(
            f"{verb} {where.place}?",
            where.url.toString(QUrl.ComponentFormattingOption.FullyEncoded),
            lambda: self._opener(where.url),
        )
