"""Versions of the classifier hold against a database client."""

from __future__ import annotations

import pytest

from tests.conftest import Office
from tests.operations.taught import a_version_in_use
from tests.storage.attacks import Attacker, refused

COLUMNS = "INSERT INTO classifier_version (made_at, learned_from, figures, active, weights) VALUES"


@pytest.fixture
def version_id(office: Office) -> int:
    """A version in use."""
    return a_version_in_use(office.administrator, b"x")


@pytest.mark.parametrize(
    "change", ["figures = '{\"kind\": [9, 0, 9]}'", "learned_from = 9", "made_at = 9"]
)
def test_that_a_version_stays_as_it_was_learned(
    attacker: Attacker, version_id: int, change: str
) -> None:
    statement = f"UPDATE classifier_version SET {change} WHERE id = {version_id}"
    refused(attacker, "stays as it was learned", statement)


def test_that_the_version_in_use_is_not_forgotten(attacker: Attacker, version_id: int) -> None:
    statement = f"DELETE FROM classifier_version WHERE id = {version_id}"
    refused(attacker, "in use is not forgotten", statement)
    assert attacker.run("UPDATE classifier_version SET active = 0", statement) == ""


def test_that_no_two_versions_are_in_use(attacker: Attacker, version_id: int) -> None:
    assert version_id
    weights = "X'00'" if attacker.database.is_sqlite else "decode('00', 'hex')"
    said = attacker.run(f"{COLUMNS} (1, 1, '{{}}', 1, {weights})")
    assert "unique" in said.lower()
    assert attacker.run(f"{COLUMNS} (1, 1, '{{}}', 0, {weights})") == ""
    refused(attacker, "learned from tickets", f"{COLUMNS} (1, 0, '{{}}', 0, {weights})")
