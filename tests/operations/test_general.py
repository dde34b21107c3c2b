"""What holds for the whole desk."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.general import General, wrong_with, zones
from desk_gui.operations import general
from desk_gui.storage import rows
from tests.conftest import Office

WANTED = General("Asia/Kathmandu", 0, 100)


def test_that_settings_have_their_defaults_until_somebody_sets_them(office: Office) -> None:
    assert general.general(office.agent) == General()
    assert general.change(office.administrator, WANTED).settings
    assert general.general(office.agent) == WANTED


def test_that_only_what_differs_is_written_down(office: Office) -> None:
    general.change(office.administrator, General(close_after_days=3))
    general.change(office.administrator, General(close_after_days=3))
    with office.agent.reading() as session:
        stored = rows.many(session.connection, "setting", name=list(vars(General())))
        entries = rows.many(session.connection, "journal", subject="setting", reason="general")
    assert [row["name"] for row in stored] == ["close_after_days"]
    assert len(entries) == 1
    assert "14" in entries[0]["after"]


@pytest.mark.parametrize(
    "wanted",
    [General("Mars/Olympus"), General(close_after_days=-1), General(attachment_limit_mb=0)],
)
def test_that_what_cannot_be_is_refused_with_its_sentence(office: Office, wanted: General) -> None:
    (sentence,) = wrong_with(wanted).values()
    with pytest.raises(Invalid, match=sentence[:20]):
        general.change(office.administrator, wanted)
    assert general.general(office.agent) == General()


def test_that_only_an_administrator_changes_them(office: Office) -> None:
    with pytest.raises(NotAllowed):
        general.change(office.supervisor, WANTED)


def test_that_every_zone_that_is_offered_can_be_taken() -> None:
    assert len(zones()) > 300
    assert [zone for zone in zones() if wrong_with(General(zone))] == []
