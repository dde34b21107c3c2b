"""Every operation is closed to requesters but the few that are named here."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

import desk_gui.operations
from desk_gui.domain.errors import NotAllowed, Told
from desk_gui.domain.knowledge import Audience
from desk_gui.operations.desk import Desk
from desk_gui.storage import unit_of_work
from tests.conftest import Office
from tests.factories import a_published_article

NAMED_FEW = {
    "accounts.change_own_password", "articles.care.missed", "attachments.find", "show.show",
    "tickets.move", "own.reading.asks", "approvals.waiting_for_me", "requests.approve",
    "requests.reject", "articles.answering.may_answer", "articles.answering.may_answer_order",
    "articles.answering.similar", "articles.files.find", "articles.finding.find",
    "articles.finding.most_tagged", "articles.using.seen", "articles.using.vote",
    "knowledge.show", "own.asking.do", "own.handing_in.hand_in", "own.reading.tickets",
    "own.reading.me", "own.reading.ticket", "own.reading.catalog", "own.reading.article",
    "attachments.limit_mb",
}  # fmt: skip
"""What opens the desk for requesters: their own, public articles, approvals that ask for them."""
BY_THE_NAMED_FEW = {
    "attachments.content", "attachments.copy_to_look_at", "attachments.save_as",
    "articles.citing.quote", "articles.files.copy_to_look_at", "articles.files.save_as",
    "articles.files.shown", "articles.finding.find_hits", "attachments.copy",
    "attachments.look_at", "attachments.save",
    "attachments.whole", "bulk.each", "reports.filter_of",
}  # fmt: skip
"""What reads only what one of them found before, or nothing."""
BEFORE_SIGNING_IN = {"accounts.sign_in", "own.reading.me", "own.reading.whose"}
PAST_THE_DESK = {"attachments._parts", "attachments._every_part", "databases.create"}
"""What opens the database by itself: contents by the hash that was found, and making one."""


def modules() -> Iterator[tuple[str, Any]]:
    package = desk_gui.operations
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        short = module.name.removeprefix(f"{package.__name__}.")
        if short.split(".")[0] not in {"bench", "sample"}:
            yield short, importlib.import_module(module.name)


def operations() -> dict[str, Callable[..., Any]]:
    """Every public function whose first argument is the desk."""
    found: dict[str, Callable[..., Any]] = {}
    for short, module in modules():
        for name, work in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(work).parameters.values()), None)
            ours = work.__module__ == module.__name__ and not name.startswith("_")
            if ours and first is not None and str(first.annotation) == "Desk":
                found[f"{short}.{name}"] = work
    return found


def calls() -> Iterator[tuple[str, str]]:
    """(function, what it calls with which words) for every function of the operations."""
    for short, module in modules():
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call):
                        yield f"{short}.{function.name}", ast.unparse(call)


def test_that_the_desk_is_opened_for_requesters_by_the_named_few_only() -> None:
    opening = {name for name, call in calls() if "Right.ASK" in call}
    assert opening == NAMED_FEW
    past = {name for name, call in calls() if call.startswith("unit_of_work.")}
    assert past - {"desk.reading", "desk.writing", "desk.aside"} == PAST_THE_DESK


def test_that_a_requester_is_refused_every_other_operation(
    local_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not take what it is called with has not opened the database before."""
    office = local_office
    a_published_article(office.agent, office.supervisor, audience=Audience.PUBLIC)
    opened: list[str] = []
    transaction = unit_of_work._transaction

    def counted(*arguments: Any, **named: Any) -> Any:
        opened.append("a transaction")
        return transaction(*arguments, **named)

    monkeypatch.setattr(unit_of_work, "_transaction", counted)
    leaks, refused = [], 0
    closed = operations().keys() - NAMED_FEW - BY_THE_NAMED_FEW - BEFORE_SIGNING_IN
    for name in sorted(closed):
        opened.clear()
        try:
            call(operations()[name], local_office.requester)
        except NotAllowed:
            refused += 1
        except (Told, TypeError, ValueError, AttributeError) as error:
            if opened:
                leaks.append(f"{name}: {error!r:.90}")
        else:
            leaks.append(f"{name} was not refused")
    assert not leaks, "\n".join(leaks)
    assert refused > 140, refused


def call(work: Callable[..., Any], desk: Desk) -> Any:
    """Call an operation with anything."""
    arguments: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in list(inspect.signature(work).parameters.values())[1:]:
        if parameter.default is not parameter.empty:
            continue
        value = anything(str(parameter.annotation))
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            arguments.append(value)
    result = work(desk, *arguments, **named)
    if hasattr(result, "__enter__"):
        with result as entered:
            return entered
    return list(result) if inspect.isgenerator(result) else result


def anything(annotation: str) -> Any:
    plain = {"int": 1, "str": "INC-1", "bool": True}
    if annotation.startswith(("Sequence", "Collection", "Iterable", "list", "tuple")):
        return (1,) if "int" in annotation else ()
    return plain.get(annotation, MagicMock())
