"""What the tests of the storage share: somebody with a database client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_gui.operations import databases
from tests.conftest import Office
from tests.storage.attacks import Attacker


@pytest.fixture
def attacker(office: Office) -> Iterator[Attacker]:
    """Somebody with a client; whatever he tried, the database is whole afterwards."""
    attacker = Attacker(office.administrator.database, office.administrator)
    yield attacker
    assert databases.check(office.administrator) == []
