"""The account that every import gives."""

from __future__ import annotations

import json

from desk_gui.transfer.reconciliation import Reconciliation, Refused

ACCOUNT = Reconciliation(
    what="tickets",
    file="log.csv",
    format="servicenow-log",
    rows=141_712,
    read=24_918,
    imported=24_000,
    skipped=917,
    entries=185_449,
    bridged=43_737,
    unknown_resolutions=1_556,
    refused=(Refused("INC1", 7, "no assignee"),),
    seconds=12.345678,
)


def test_that_the_account_is_told_in_lines() -> None:
    lines = ACCOUNT.to_text().splitlines()
    assert lines[0] == "log.csv (servicenow-log), 12.3 s"
    assert lines[1] == "   141,712  rows read"
    assert "    24,000  imported" in lines
    assert lines[-1].strip() == "line 7, INC1: no assignee"


def test_that_a_dry_run_does_not_claim_to_have_imported() -> None:
    told = Reconciliation("tickets", "log.csv", "csv", imported=3, dry_run=True).to_text()
    assert "3  would be imported" in told


def test_that_a_stopped_import_says_how_to_go_on() -> None:
    told = Reconciliation("tickets", "log.csv", "csv", stopped=True).to_text()
    assert "import the file again to go on" in told


def test_that_the_account_is_one_json_object() -> None:
    told = json.loads(json.dumps(ACCOUNT.to_json()))
    assert told["rows_read"] == 141_712
    assert told["read"] == told["imported"] + told["skipped"] + len(told["refused"])
    assert told["refused"] == [{"what": "INC1", "line": 7, "reason": "no assignee"}]
    assert told["seconds"] == 12.346
