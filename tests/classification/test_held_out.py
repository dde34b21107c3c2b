"""The classifier as it comes with Desk, on tickets that it never learned from."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from desk_gui.classification import lexicon, model
from desk_gui.classification.classifier import KeywordRule, shipped
from desk_gui.classification.evaluate import Labelled, evaluate
from desk_gui.domain.workflow import Kind

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRITTEN = ROOT / "resources" / "classification" / "written.csv"
LANGUAGES = ("en", "de", "fr", "es", "pt")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def held_out(**equal: str) -> list[Labelled]:
    """Tickets that were written to judge by."""
    rows = read(HERE / "held_out.csv")
    return labelled(
        [row for row in rows if all(row[name] == value for name, value in equal.items())]
    )


def labelled(rows: list[dict[str, str]]) -> list[Labelled]:
    """Rows of a file as texts with their kind."""
    return [Labelled(row["title"], row["text"], Kind(row["kind"])) for row in rows]


def test_that_there_are_enough_tickets_to_judge_by() -> None:
    assert len(held_out()) >= 400
    assert len(held_out(hard="yes")) >= 60
    for language in LANGUAGES:
        kinds = [row.kind for row in held_out(language=language)]
        assert kinds.count(Kind.INCIDENT) >= 30
        assert kinds.count(Kind.REQUEST) >= 30


def test_that_no_ticket_to_judge_by_is_nearly_one_that_was_learned_from() -> None:
    seen = (WRITTEN, HERE / "tickets.csv", HERE / "development.csv")
    learned = [words(row) for path in seen for row in read(path)]
    for row in read(HERE / "held_out.csv"):
        these = words(row)
        nearest = max(len(these & those) / len(these | those) for those in learned)
        assert nearest < 0.6, row


def words(row: dict[str, str]) -> frozenset[str]:
    """The different words of a ticket."""
    return frozenset(re.findall(r"\w+", f"{row['title']} {row['text']}".lower()))


def test_that_what_is_learned_from_is_named_and_nothing_of_the_tests_is_among_it() -> None:
    told = (ROOT / "build" / "train.py").read_text(encoding="utf-8")
    assert set(re.findall(r"ticket_sources\.(\w+)\(", told)) == {"titles", "written", "full"}
    assert "tests" not in str(WRITTEN.relative_to(ROOT))


def test_that_of_what_it_answers_92_percent_is_right_and_it_answers_most() -> None:
    result = evaluate(shipped(), held_out())
    assert result.decided.accuracy >= 0.92
    assert result.decided.macro_f1 >= 0.92
    assert result.abstained_as_majority.accuracy >= 0.92
    assert result.abstention <= 0.13
    assert result.calibration_error <= 0.07


@pytest.mark.parametrize("name", ["held_out.csv", "development.csv"])
def test_that_it_is_better_than_the_keyword_rule(name: str) -> None:
    rows = labelled(read(HERE / name))
    rule, own = (evaluate(one, rows) for one in (KeywordRule(lexicon.shipped()), shipped()))
    assert own.decided.accuracy > rule.decided.accuracy
    assert own.decided.macro_f1 > rule.decided.macro_f1
    assert own.abstained_as_majority.accuracy > rule.abstained_as_majority.accuracy


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_every_language_is_usable(language: str) -> None:
    result = evaluate(shipped(), held_out(language=language))
    assert result.decided.accuracy >= 0.9
    assert result.abstention <= 0.15


def test_that_the_shipped_weights_are_small_and_hold_no_code() -> None:
    path = ROOT / "resources" / "classification" / "weights.npz"
    assert path.stat().st_size < 5 * 2**20
    weights, more = model.load(path.read_bytes())
    assert weights.seen.any()
    assert 0.5 < float(more["temperature"]) < 2


@cache
def evaluated() -> dict[str, tuple[float, ...]]:
    """What `make evaluate` prints: each line by its heading and its name."""
    if not (ROOT.parent / "shared" / "data" / "tickets").exists():
        pytest.skip("the real tickets are not on this machine")
    command = [sys.executable, str(ROOT / "build" / "evaluate.py")]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    lines: dict[str, tuple[float, ...]] = {}
    heading = tested = ""
    for line in told.splitlines():
        found = re.fullmatch(r"(.{46})(( +[\d.,]+%?){7})", line)
        if found is None:
            heading = line.split(" (")[0].split(",")[0] if line[:1].strip() else heading
            continue
        name = found[1].rstrip()
        if not name.startswith(" "):
            tested = name.partition(":")[0]
        figures = tuple(float(one.strip("%").replace(",", "")) for one in found[2].split())
        lines[f"{heading}|{tested}|{name.partition(':')[2].strip() or name.strip()}"] = figures
    return lines


@pytest.mark.slow
def test_that_learned_at_home_the_titles_reach_80_and_92_percent() -> None:
    n, accuracy, macro_f1, _, abstained, *_ = evaluated()[
        "Learned at home|Endava titles|Endava titles"
    ]
    assert n == 2715
    assert accuracy >= 0.92
    assert macro_f1 >= 0.80
    assert abstained <= 15


@pytest.mark.slow
def test_that_learned_at_home_the_full_texts_reach_93_percent() -> None:
    n, accuracy, _, error, abstained, *_ = evaluated()[
        "Learned at home|Endava full text|Endava full text"
    ]
    assert n == 44620
    assert accuracy >= 0.93
    assert abstained <= 10
    assert error <= 0.02


@pytest.mark.slow
def test_that_what_is_learned_from_written_tickets_is_better_than_the_keyword_rule_on_others() -> (
    None
):
    told = evaluated()
    for tested in ("word list's own", "development"):
        rule = told[f"Learned from one source|{tested}|keyword rule"]
        line = told[f"Learned from one source|{tested}|learned from written to learn"]
        assert line[1] >= rule[1]
        assert line[5] >= rule[5]


@pytest.mark.slow
def test_that_no_single_small_source_misleads_far_below_the_keyword_rule() -> None:
    told = evaluated()
    rules = {key.split("|")[1]: line for key, line in told.items() if key.endswith("keyword rule")}
    learned = {key: line for key, line in told.items() if "|learned from" in key}
    assert len(learned) == 20
    for key, line in learned.items():
        if not key.endswith("Endava full text"):
            assert line[1] >= rules[key.split("|")[1]][1] - 0.03, key
