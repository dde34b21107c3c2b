"""What an import did with everything it read (the rules, §8.5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Refused:
    """Something of the file that was not imported, where it stands and why."""

    what: str
    line: int
    reason: str


@dataclass(frozen=True)
class Reconciliation:
    """The account of one import; read = imported + skipped + refused unless it was stopped.

    `what` is tickets or articles; `rows` are rows of the file, `entries` written journal entries,
    `bridged` those of them that the file does not show, `unknown_resolutions` resolved tickets
    whose resolution instant the source does not know. `files` are pictures and files of articles,
    `lost_links` links that led nowhere and are words now.
    """

    what: str
    file: str
    format: str
    rows: int = 0
    read: int = 0
    imported: int = 0
    skipped: int = 0
    entries: int = 0
    bridged: int = 0
    unknown_resolutions: int = 0
    files: int = 0
    lost_links: int = 0
    refused: tuple[Refused, ...] = field(default=())
    dry_run: bool = False
    stopped: bool = False
    seconds: float = 0.0

    def with_files(self, files: int, lost_links: int) -> Reconciliation:
        """The account with more files and lost links."""
        return replace(self, files=self.files + files, lost_links=self.lost_links + lost_links)

    def to_json(self) -> dict[str, Any]:
        """One object; `refused` lists line and reason of each."""
        return {
            "what": self.what,
            "file": self.file,
            "format": self.format,
            "rows_read": self.rows,
            "read": self.read,
            "imported": self.imported,
            "skipped": self.skipped,
            "refused": [
                {"what": one.what, "line": one.line, "reason": one.reason} for one in self.refused
            ],
            "journal_entries": self.entries,
            "bridged_entries": self.bridged,
            "unknown_resolutions": self.unknown_resolutions,
            "files": self.files,
            "lost_links": self.lost_links,
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "seconds": round(self.seconds, 3),
        }

    def to_text(self) -> str:
        """Lines for a person: the file first, then the figures."""
        return "\n".join([f"{self.file} {self.how}", *self.lines()])

    @property
    def how(self) -> str:
        """The format, and how long it took."""
        return f"({self.format}), {self.seconds:.1f} s"

    def lines(self) -> list[str]:
        """The figures, aligned, then what was refused and why."""
        verb = "would be imported" if self.dry_run else "imported"
        lines = [
            (self.rows, "rows read"),
            (self.read, f"{self.what} read"),
            (self.imported, verb),
            (self.skipped, "skipped: already there"),
            (len(self.refused), "refused"),
            (self.entries, "journal entries"),
            (self.bridged, "of them bridged: legal steps that the file does not show"),
        ]
        if self.unknown_resolutions:
            words = "without a known resolution instant: left out of durations"
            lines.append((self.unknown_resolutions, words))
        if self.files:
            lines.append((self.files, "pictures and files imported with them"))
        if self.lost_links:
            lines.append((self.lost_links, "links led nowhere: their words stay"))
        told = [f"{number:>10,}  {words}" for number, words in lines]
        told += [f"{'':>12}line {one.line}, {one.what}: {one.reason}" for one in self.refused]
        if self.stopped:
            told.append("Stopped before the end; import the file again to go on from here.")
        return told
