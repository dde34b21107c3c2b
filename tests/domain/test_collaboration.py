from __future__ import annotations

import pytest

from desk_gui.domain.collaboration import MOST_LINES, mentions, together


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("@tom look at this", ["tom"]),
        ("Ask @Tom, @sofia.marek and (@amira).", ["tom", "sofia.marek", "amira"]),
        ("Write to tom@example.org or x@y.z", []),
        ("https://example.org/@tom says so", []),
        ("@@tom @ tom @", []),
        ("@tom's printer; @tom-", ["tom", "tom"]),
        ("so sagt @jörg_2.", ["jörg_2"]),
        ("", []),
    ],
)
def test_that_a_text_names_whom_it_writes_with_an_at_sign(text: str, logins: list[str]) -> None:
    found = mentions(text)
    assert [one.login for one in found] == logins
    assert [text[one.start : one.end].lower() for one in found] == [f"@{one}" for one in logins]


def test_that_an_unread_notice_grows_by_lines_and_says_nothing_twice() -> None:
    assert together("Tom took it.", "Tom answered: “Yes”") == "Tom took it.\nTom answered: “Yes”"
    assert together("a\nb", "a") == "b\na"


def test_that_a_notice_keeps_only_its_newest_lines() -> None:
    said = "0"
    for n in range(1, 20):
        said = together(said, str(n))
    assert said.split("\n") == [str(n) for n in range(20 - MOST_LINES, 20)]
