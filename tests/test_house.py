"""The rules of the house, held by the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desk_gui"
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CLASS = 500, 40, 250
SAFE_DOCUMENT = "gui/widgets/safe_document.py"
LABELS = ("gui/widgets/text_label.py", "gui/widgets/icon_label.py")
LINKS = "gui/links.py"
MESSAGES = "gui/dialogs/messages.py"
MIGRATIONS = "storage/migrations/versions/"


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


TREES = {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in _sources("desk_gui")}


def _places(is_forbidden: Callable[[ast.AST], bool], *allowed: str) -> list[str]:
    """Where in the package a forbidden piece of code stands."""
    return [
        f"desk_gui/{name}:{node.lineno}"
        for name, tree in TREES.items()
        if not name.startswith(allowed)
        for node in ast.walk(tree)
        if isinstance(node, ast.expr | ast.stmt) and is_forbidden(node)
    ]


def _imported(node: ast.AST) -> list[str]:
    """Full names that a statement imports: `from a import b` gives a and a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _uses(*names: str) -> Callable[[ast.AST], bool]:
    """Whether a node is one of these names, alone or after a dot, or imports it."""

    def is_one(node: ast.AST) -> bool:
        return (
            (isinstance(node, ast.Name) and node.id in names)
            or (isinstance(node, ast.Attribute) and node.attr in names)
            or any(one.rpartition(".")[2] in names for one in _imported(node))
        )

    return is_one


def _imports(*modules: str) -> Callable[[ast.AST], bool]:
    return lambda node: any(
        one == module or one.startswith(f"{module}.")
        for one in _imported(node)
        for module in modules
    )


def _definitions(kinds: tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST, int]]:
    for path in _sources("desk_gui", "build"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                assert isinstance(node, ast.stmt)
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node, length


def _is_table(node: ast.AST) -> bool:
    """Whether a function is one single statement: a table, however long."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return len(body) == 1 and isinstance(body[0], ast.Return | ast.Assign | ast.Expr)


def test_that_every_import_contract_is_kept() -> None:
    # In a process of its own: import-linter switches off every logger that is there already.
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    told = subprocess.run(
        [sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_that_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _sources("desk_gui", "build", "tests")
        if MIGRATIONS not in path.as_posix()
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_that_no_function_is_longer_than_a_screen() -> None:
    functions = _definitions((ast.FunctionDef, ast.AsyncFunctionDef))
    long = {
        place: length
        for place, node, length in functions
        if length > LONGEST_FUNCTION and MIGRATIONS not in place and not _is_table(node)
    }
    assert long == {}


def test_that_no_class_does_everything() -> None:
    classes = _definitions((ast.ClassDef,))
    assert {place: n for place, _node, n in classes if n > LONGEST_CLASS} == {}


def test_that_two_thousand_signals_leave_true_alone() -> None:
    class Bell(QObject):
        rang = Signal(bool)

    bell = Bell()
    heard: list[bool] = []
    bell.rang.connect(heard.append)
    for _ in range(2_000):
        bell.rang.emit(True)
    assert heard.count(True) == 2_000


def test_that_nothing_is_loaded_that_could_run_code() -> None:
    assert _places(_imports("pickle", "marshal", "shelve", "dill", "joblib", "yaml")) == []
    assert _places(lambda node: isinstance(node, ast.Name) and node.id in {"eval", "exec"}) == []
    assert _places(_runs_a_shell) == []


def _runs_a_shell(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    shell = any(
        keyword.arg == "shell" and not _is_false(keyword.value) for keyword in node.keywords
    )
    return shell or (
        isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in {("os", "system"), ("os", "popen")}
    )


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def test_that_numpy_never_unpickles() -> None:
    def allows(node: ast.AST) -> bool:
        return isinstance(node, ast.keyword) and (
            node.arg == "allow_pickle" and not _is_false(node.value)
        )

    calls = [
        f"desk_gui/{name}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if allows(node)
    ]
    assert calls == []


def test_that_qt_never_opens_a_database() -> None:
    assert _places(_imports("PySide6.QtSql")) == []


def test_that_rich_text_is_shown_in_one_place_only() -> None:
    rich = _uses(
        "QTextBrowser", "QTextDocument", "QTextEdit", "setHtml", "insertHtml", "appendHtml",
        "setMarkdown", "toHtml", "RichText", "MarkdownText", "AutoText",
    )  # fmt: skip
    assert _places(rich, SAFE_DOCUMENT) == []


def test_that_every_label_is_one_that_shows_plain_text() -> None:
    assert _places(_uses("QLabel"), *LABELS) == []
    assert _places(_uses("QMessageBox"), MESSAGES) == []


def test_that_every_tooltip_is_plain_text() -> None:
    """Qt guesses rich text in a tooltip, and rich text reads files."""

    def is_guessed(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return False
        if node.func.attr != "setToolTip":
            return False
        (words,) = node.args
        return not isinstance(words, ast.Constant) and not _is_plain_tip(words)

    assert _places(is_guessed) == []


def _is_plain_tip(node: ast.expr) -> bool:
    """Whether it is made by `plain_tip`: called here, kept in `tip`, or taken from another."""
    called = node.func if isinstance(node, ast.Call) else node
    if isinstance(called, ast.Attribute):
        return called.attr == "toolTip"
    return isinstance(called, ast.Name) and called.id in {"plain_tip", "tip"}


def test_that_links_leave_the_program_through_one_door() -> None:
    assert _places(_uses("QDesktopServices", "openUrl"), LINKS) == []
    assert _places(_imports("webbrowser")) == []


def test_that_threads_are_started_in_one_place_of_the_window_only() -> None:
    threads = _uses("QThread", "QRunnable", "QThreadPool", "moveToThread", "processEvents")
    assert _places(threads) == []
    gui_threads = [
        place
        for place in _places(_imports("threading", "concurrent.futures", "multiprocessing"))
        if "/gui/" in place and "/gui/jobs.py" not in place
    ]
    assert gui_threads == []


def test_that_the_domain_needs_the_standard_library_only() -> None:
    ours = ("desk_gui.domain", "__future__")
    foreign = [
        f"desk_gui/{name}: {module}"
        for name, tree in TREES.items()
        if name.startswith("domain/")
        for node in ast.walk(tree)
        for module in _imported(node)[:1]
        if not module.startswith(ours)
        and module != "desk_gui"
        and module.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


def test_that_time_is_given_to_the_domain_and_never_asked_for() -> None:
    def asks(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and (node.func.value.id == "time" or node.func.attr in {"now", "today", "utcnow"})
        )

    assert [place for place in _places(asks) if "/domain/" in place] == []


def test_that_nobody_waits_by_sleeping() -> None:
    def sleeps(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "sleep"
            and isinstance(node.value, ast.Name)
            and node.value.id in {"time", "asyncio"}
        )

    assert _places(sleeps) == []


def test_that_no_fault_is_swallowed() -> None:
    def swallows(node: ast.AST) -> bool:
        return any(
            isinstance(handler, ast.ExceptHandler)
            and (handler.type is None or _uses("Exception", "BaseException")(handler.type))
            and all(isinstance(one, ast.Pass) for one in handler.body)
            for handler in getattr(node, "handlers", [])
        )

    assert _places(swallows) == []


def test_that_a_slot_never_takes_checked_for_something_else() -> None:
    """Qt gives `triggered` and `clicked` a boolean, which lands in a lambda's default argument."""

    def is_trap(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "connect"
            and any(isinstance(one, ast.Lambda) and one.args.defaults for one in node.args)
        )

    assert _places(is_trap) == []


def _ours() -> Iterator[Path]:
    """Every file of the project, and nothing that its commands made."""
    folders = ("desk_gui", "resources", "tests", "build", ".ci")
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file())


def test_that_no_file_names_a_folder_of_one_machine() -> None:
    somewhere = re.compile(rb"(?<![\w.*~-])/(?:work|root|tmp|home/\w+|Users/\w+)/[\w.]")
    text = {".py", ".md", ".toml", ".txt", ".json", ".qss", ".svg", ".sh", ".spec", ".yml", ""}
    found = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in _ours()
        if path.suffix in text
        for match in somewhere.finditer(path.read_bytes())
    ]
    assert found == []
