"""Small files as other programs write them, and the real log where it is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desk_gui.transfer.plan import PlannedTicket
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.transfer.logs import HEADER, REAL_LOG, row

Write = Callable[..., Path]
PlanLog = Callable[..., PlannedTicket]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of text or bytes and give its path."""

    def written(content: str | bytes, name: str = "log.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def a_log(write: Write) -> Write:
    """Write a ServiceNow log of the given rows (each a dict of what differs) and give its path."""

    def written(*rows: dict[str, str], name: str = "log.csv") -> Path:
        return write("\n".join([HEADER, *(row(**cells) for cells in rows), ""]), name)

    return written


@pytest.fixture
def real_log() -> Path:
    if not REAL_LOG.exists():
        pytest.skip("the real ServiceNow log is not there (../shared/data/servicenow)")
    return REAL_LOG


@pytest.fixture
def plan_log(a_log: Write) -> PlanLog:
    """The one planned ticket of a log of the given rows."""

    def planned(*rows: dict[str, str]) -> PlannedTicket:
        (ticket,) = ticket_file(a_log(*rows), TicketFormat.SERVICENOW_LOG).plans()
        return ticket

    return planned
