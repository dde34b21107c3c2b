from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl

from desk_gui.gui.links import Links, destination


class Person:
    """Notes what was asked, and says yes or no."""

    def __init__(self, *, says_yes: bool) -> None:
        self.says_yes = says_yes
        self.asked: list[str] = []
        self.told: list[str] = []
        self.inside: list[tuple[str, str]] = []
        self.opened: list[str] = []

    def ask(self, words: str, _: str, then: Callable[[], object]) -> None:
        self.asked.append(words)
        if self.says_yes:
            then()

    def links(self) -> Links:
        return Links(
            ask=self.ask,
            tell=self.told.append,
            inside=lambda kind, name: self.inside.append((kind, name)),
            opener=lambda url: self.opened.append(url.toString()),
        )


def test_that_the_real_host_is_in_the_question() -> None:
    person = Person(says_yes=True)
    person.links().open("https://bank.example@evil.example/bank.example")
    assert person.asked == ["Open the web site evil.example?"]
    assert person.opened == ["https://bank.example@evil.example/bank.example"]


def test_that_a_host_in_lookalike_letters_is_shown_as_it_is_sent() -> None:
    assert destination("https://аррӏе.com").place.startswith("xn--")


def test_that_nothing_opens_without_a_yes() -> None:
    person = Person(says_yes=False)
    person.links().open("https://example.org")
    assert person.opened == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "smb://host/share",
        "//host/share",
        "\\\\host\\share",
        "javascript:alert(1)",
        "ms-msdt:/id",
        "C:\\Windows\\calc.exe",
        "",
        "https://",
    ],
)
def test_that_anything_but_web_and_mail_is_refused_in_a_sentence(address: str) -> None:
    person = Person(says_yes=True)
    person.links().open(address)
    assert person.opened == []
    assert person.asked == []
    assert person.told[0].endswith(".")


def test_that_a_mail_address_is_asked_for_by_name() -> None:
    person = Person(says_yes=True)
    person.links().open("mailto:ana@example.org?subject=hello")
    assert person.asked == ["Write a mail to ana@example.org?"]


def test_that_a_link_into_the_desk_stays_inside() -> None:
    person = Person(says_yes=True)
    person.links().open("desk://ticket/INC-12")
    assert person.inside == [("ticket", "INC-12")]
    assert person.asked == []
    assert QUrl("desk://ticket/INC-12").isValid()


@pytest.mark.parametrize(
    "address",
    ["desk://article/twelve", "desk://ticket/", "desk://file/etc", f"desk://article/KB-{10**30}"],
)
def test_that_a_link_to_nothing_in_the_desk_is_refused_in_a_sentence(address: str) -> None:
    person = Person(says_yes=True)
    person.links().open(address)
    assert person.inside == []
    assert person.told == ["This link is not opened: it names neither a ticket nor an article."]
