"""The log file, without secrets, and what happens when the program meets an unexpected fault."""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

_BYTES = 1_000_000
_KEPT = 3
_NAME = "desk_gui"
_HIDDEN = "[hidden]"
_SECRETS = (
    # scheme://account:password@host, as in a database or mail address
    re.compile(r"(?P<keep>\b[a-z][a-z0-9+.-]*://[^\s:/@'\"]*:)[^\s/'\"]+(?=@)", re.IGNORECASE),
    # password=…, "token": "…", PGPASSWORD=…
    re.compile(
        r"(?P<keep>(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key)[\"']?\s*[=:]\s*)"
        r"(?:\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)",
        re.IGNORECASE,
    ),
    # Authorization: Basic …
    re.compile(r"(?P<keep>\b(?:Basic|Bearer)\s+)[A-Za-z0-9+/=._~-]{6,}"),
)


def redact(text: str) -> str:
    """The text with passwords, tokens and the passwords inside addresses hidden."""
    for secret in _SECRETS:
        text = secret.sub(rf"\g<keep>{_HIDDEN}", text)
    return text


class _Lines(logging.Formatter):
    """One record, its further lines indented, in UTC, without secrets."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s [%(threadName)s] %(message)s",
            "%Y-%m-%dT%H:%M:%S",
        )

    def format(self, record: logging.LogRecord) -> str:
        """A record as text; a line break in it can never look like a record of its own."""
        return "\n    ".join(redact(super().format(record)).splitlines())


class Log:
    """Desk's log while the program runs; `close` gives everything back."""

    def __init__(
        self, file: Path, on_crash: Callable[[str], None] | None = None, *, verbose: bool = False
    ) -> None:
        """Write to `file`; `on_crash` gets one sentence when a fault was not expected."""
        self.file = file
        self.problem = ""
        self._on_crash = on_crash
        self._logger = logging.getLogger(_NAME)
        self._logger.setLevel(logging.DEBUG if verbose else logging.INFO)
        self._logger.propagate = False
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._faults: TextIO | None = None
        self._handler = self._open()
        self._logger.addHandler(self._handler)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def _open(self) -> logging.Handler:
        handler: logging.Handler
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                self.file, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8"
            )
            self._faults = self.file.with_name("faults.log").open("a", encoding="utf-8")
            faulthandler.enable(self._faults)
        except OSError as trouble:
            self.problem = f"Desk cannot write its log to {self.file}: {trouble.strerror}."
            handler = logging.NullHandler()
        handler.setFormatter(_Lines())
        return handler

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop logging and give Python its own hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
        self._logger.removeHandler(self._handler)
        self._logger.propagate = True
        self._handler.close()
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def crashed(self, error: BaseException, where: str) -> None:
        """Write an unexpected fault down and tell the person in one sentence."""
        self._logger.critical("Unexpected fault %s", where, exc_info=error)
        sentence = f"Desk met an unexpected fault ({type(error).__name__}). {self._where_to_look()}"
        if self._on_crash is not None:
            self._on_crash(sentence)
        elif sys.stderr is not None:
            print(sentence, file=sys.stderr)  # noqa: T201 - the only place left to say it

    def _where_to_look(self) -> str:
        if isinstance(self._handler, logging.NullHandler):
            return "It could not be written down, because the log cannot be written."
        return f"It is written down in {self.file}."

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error, trace)
        else:
            self.crashed(error, "in the program")

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            name = args.thread.name if args.thread else "without a name"
            self.crashed(args.exc_value, f"in the thread {name}")

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self.crashed(args.exc_value, "while something was cleaned up")
