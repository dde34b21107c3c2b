"""Every command with its arguments, in one place; reading them loads nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from desk_gui.cli.usage import count, day, instant, one_of, text
from desk_gui.domain.major_incident import UPDATE_EVERY_S, Stake
from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind, ResolutionCode, Status

if TYPE_CHECKING:
    # argparse has no public name for what add_subparsers gives.
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

WINDOW = "window"
"""What the command is called when none is named."""
_ABOUT = "A helpdesk for IT teams. Without a command, Desk opens its window."
_MORE = """\
database     a path means a local file (SQLite), postgresql://name@host/database a shared one.
             Without --database: DESK_DATABASE, else the one opened last, else your own desk.db.
password     of a shared database: from the file that DESK_PASSWORD_FILE names, else from the key
             store (service “desk”, account: the address), else asked for on a terminal.
             Never on the command line.
acting as    the account whose login DESK_ACCOUNT names, else the first administrator.
profile      keeps several desks of one person apart; DESK_HOME moves all of Desk's own files.
exit codes   0 done · 1 refused by a rule · 2 wrong usage · 3 database not reachable, damaged,
             locked or too new · 4 file unreadable or malformed · 130 stopped
"""
_WORDY = tuple(
    [f"--{name}"]
    for name in (
        "where",
        "sort",
        "title",
        "text",
        "reason",
        "impact",
        "cause",
        "well",
        "wrong",
        "action",
        "no-action",
    )
)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments as typed values; ends with SystemExit after --help or wrong usage.

    `run` names the function of this room that does the command, as in "tickets.show".
    """
    return _parser().parse_args(_joined(arguments))


def _joined(arguments: Sequence[str]) -> list[str]:
    """`--sort -opened` as `--sort=-opened`: a value may begin with a hyphen."""
    joined: list[str] = []
    for argument in arguments:
        if argument[:1] == "-" != argument[1:2] and argument[1:] and joined[-1:] in _WORDY:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "desk",
        description=_ABOUT,
        epilog=_MORE,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    parser.add_argument("--database", metavar="PATH_OR_URL", help="which database")
    parser.add_argument("--profile", metavar="NAME", default="", help="whose files to use")
    parser.set_defaults(run="window.open_window", command=WINDOW, json=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (
        _making, _importing, _tickets, _requests, _people, _majors, _finding, _deciding, _care,
        _proving,
    ):  # fmt: skip
        add(commands)
    return parser


class _Version(argparse.Action):
    """`--version`: the version is read only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and end."""
        from desk_gui import version

        print(f"desk {version()}")
        parser.exit()


def _command(commands: Commands, name: str, run: str, words: str) -> argparse.ArgumentParser:
    """A command that takes --json, and --database and --profile also behind its name."""
    one = commands.add_parser(
        name, help=words, description=f"{words[:1].upper()}{words[1:]}.", allow_abbrev=False
    )
    for option in ("--database", "--profile"):
        one.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    one.add_argument("--json", action="store_true", help="answer in JSON")
    one.set_defaults(run=run, command=one.prog.removeprefix("desk "))
    return one


def _group(commands: Commands, name: str, words: str) -> Commands:
    group = commands.add_parser(name, help=words, allow_abbrev=False)
    return group.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _making(commands: Commands) -> None:
    init = _command(commands, "init", "database.init", "make an empty (or sample) database")
    init.add_argument("--sample", action="store_true", help="fill it with a small made-up office")


def _importing(commands: Commands) -> None:
    group = _group(commands, "import", "bring tickets or articles in from a file")
    tickets = _command(group, "tickets", "transfer.import_tickets", "import a file of tickets")
    tickets.add_argument("file", metavar="FILE", help="may be compressed with gzip")
    tickets.add_argument(
        "--format",
        choices=("auto", "csv", "xlsx", "jsonl", "servicenow-log"),
        default="auto",
        help="what kind of file it is (default: by its header)",
    )
    tickets.add_argument("--mapping", metavar="FILE.toml", help="what its columns mean")
    articles = _command(
        group, "articles", "transfer.import_articles", "import articles of the knowledge base"
    )
    articles.add_argument("file", metavar="FOLDER_OR_JSONL", help="Markdown, HTML or JSON Lines")
    articles.add_argument("--publish", action="store_true", help="publish them at once")
    for one in (tickets, articles):
        one.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
    publish = _command(
        commands, "publish", "publish.publish", "write the public articles as a web site"
    )
    publish.add_argument("folder", metavar="FOLDER", help="empty, or published to before")
    _option(publish, "--title", metavar="TITLE", help="what the site is called (default: Help)")


def _tickets(commands: Commands) -> None:
    group = _group(commands, "ticket", "open, show or change one ticket")
    _new(_command(group, "new", "tickets.new", "open a ticket"))
    show = _command(group, "show", "tickets.show", "show a ticket with all its facts")
    move = _command(group, "move", "tickets.move", "move a ticket on in its workflow")
    again = _command(
        group, "reclassify", "tickets.reclassify", "turn an incident into a request, or back"
    )
    merge = _command(group, "merge", "tickets.merge", "merge a duplicate into the one that stays")
    apart = _command(group, "unmerge", "tickets.unmerge", "take a merged ticket apart again")
    attach = _command(group, "attach", "files.attach", "attach files to a ticket")
    save = _command(group, "save", "files.save", "save the attachments of a ticket")
    for one in (show, move, again, merge, apart, attach, save):
        one.add_argument("number", metavar="NUMBER", type=text, help="such as INC-12")
    merge.add_argument("into", metavar="INTO", type=text, help="the number of the one that stays")
    _option(merge, "--reason", help="kept in the history")
    attach.add_argument("files", metavar="FILE", nargs="+", help="which the requester may read")
    _option(
        attach, "--note", metavar="TEXT", help="a work note; only the desk reads the files then"
    )
    _option(save, "--to", metavar="FOLDER", default=".", help="where to (default: here)")
    move.add_argument("status", metavar="STATUS", type=one_of(Status), help=", ".join(Status))
    _option(move, "--reason", help="why: a word for a hold or a cancellation, else a sentence")
    _option(move, "--resolution-code", type=one_of(ResolutionCode), help=", ".join(ResolutionCode))
    _option(move, "--text", help="how it was resolved; - reads standard input")
    _option(move, "--assignee", metavar="LOGIN", help="who takes it")
    again.add_argument("kind", metavar="KIND", type=one_of(Kind), help="incident or request")
    _option(again, "--reason", required=True, help="kept in the history")
    _levels_and_item(again)


def _majors(commands: Commands) -> None:
    group = _group(commands, "major", "lead major incidents")
    _command(group, "list", "majors.listed", "list what is declared, and what looks like it")
    propose = _command(group, "propose", "majors.propose", "propose an incident as a major one")
    declare = _command(group, "declare", "majors.declare", "declare a major incident")
    reject = _command(group, "reject", "majors.reject", "say that it is no major incident")
    update = _command(group, "update", "majors.update", "post an update")
    end = _command(group, "stand-down", "majors.stand_down", "end a major incident")
    review = _command(group, "review", "majors.review", "write the review")
    link = _command(group, "link", "majors.link", "make incidents children of it")
    for one in (propose, declare, reject, update, end, review, link):
        one.add_argument("number", metavar="NUMBER", type=text, help="such as INC-12")
    for one in (propose, reject, end):
        _option(one, "--reason", required=True, help="kept in the history")
    _option(declare, "--impact", required=True, help="what the business cannot do meanwhile")
    _option(declare, "--at-stake", type=one_of(Stake), action="append", required=True,
            help=f"{', '.join(Stake)}; can be repeated")  # fmt: skip
    _option(declare, "--coordinator", metavar="LOGIN", help="who leads (default: who acts)")
    _option(declare, "--every", metavar="MINUTES", type=count, default=UPDATE_EVERY_S // 60,
            help="how often an update is due (default: 30)")  # fmt: skip
    update.add_argument("text", metavar="TEXT", type=text, help="- reads standard input")
    update.add_argument(
        "--tell", choices=("requester", "children"), action="append", default=[],
        help="as a public comment too; can be repeated",
    )  # fmt: skip
    for name, said in (("cause", "what caused it"), ("well", "what went well"),
                       ("wrong", "what did not go well")):  # fmt: skip
        _option(review, f"--{name}", required=True, help=said)
    _option(review, "--action", metavar="LOGIN:TEXT", action="append", default=[],
            help="who does what; can be repeated")  # fmt: skip
    _option(review, "--no-action", metavar="TEXT", help="why no action is needed")
    link.add_argument("children", metavar="CHILD", nargs="+", type=text, help="such as INC-13")


def _requests(commands: Commands) -> None:
    group = _group(commands, "request", "order from the catalog, decide, and do the tasks")
    order = _command(group, "order", "requests.order", "order an item of the catalog")
    order.add_argument("item", metavar="ITEM", type=text, help="its name; see “desk catalog list”")
    _option(order, "--requester", metavar="MAIL", help="mail address, or name, of who asks")
    _option(order, "--title", help="what it is for, in a few words (default: the item)")
    order.add_argument(
        "--answer",
        metavar="KEY=ANSWER",
        action="append",
        default=[],
        type=text,
        help="to one field of its form; say it once for each",
    )
    _command(group, "waiting", "requests.waiting", "list what waits for your approval")
    decide = _command(group, "decide", "requests.decide", "approve or reject a request")
    other = _command(group, "delegate", "requests.delegate", "let somebody else decide instead")
    task = _command(group, "task", "requests.task", "begin, do, skip or reopen a fulfilment task")
    for one in (decide, other, task):
        one.add_argument("number", metavar="NUMBER", type=text, help="such as REQ-12")
    decide.add_argument("decision", choices=("approve", "reject"))
    other.add_argument("login", metavar="LOGIN", type=text, help="who decides")
    task.add_argument("place", metavar="PLACE", type=count, help="which task, counted from 1")
    task.add_argument("act", choices=("start", "done", "skip", "reopen"))
    for one in (decide, task):
        _option(one, "--reason", help="why; a rejection and a skipped task need it")
    catalog = _group(commands, "catalog", "list the catalog, or bring it in and out as a file")
    _command(catalog, "list", "requests.items", "list what can be ordered")
    out = _command(catalog, "export", "requests.export_catalog", "write the catalog as TOML")
    into = _command(catalog, "import", "requests.import_catalog", "take a catalog in from TOML")
    for one in (out, into):
        one.add_argument("file", metavar="FILE.toml")
    into.add_argument("--dry-run", action="store_true", help="check and count, write nothing")


def _people(commands: Commands) -> None:
    group = _group(commands, "account", "say who is away, who leads a team, who manages whom")
    away = _command(group, "away", "people.away", "say who decides approvals meanwhile")
    away.add_argument("delegate", metavar="DELEGATE", type=text, help="the login of who decides")
    _option(away, "--from", dest="since", metavar="INSTANT", type=instant, required=True,
            help="such as 2026-03-06T08:00+01:00 (UTC unless it says)")  # fmt: skip
    _option(away, "--until", metavar="INSTANT", type=instant, required=True,
            help="when the absence is over")  # fmt: skip
    back = _command(group, "back", "people.back", "end an absence")
    for one in (away, back):
        _option(one, "--login", help="of somebody else, by an administrator (default: who acts)")
    lead = _command(group, "lead", "people.lead", "name the lead of a team")
    lead.add_argument("team", metavar="TEAM", type=text, help="its name")
    manager = _command(group, "manager", "people.manager", "name the manager of a contact")
    manager.add_argument("mail", metavar="MAIL", type=text, help="mail address, or name")
    for one in (lead, manager):
        one.add_argument("login", metavar="LOGIN", type=text, help="an account, or “nobody”")


def _new(new: argparse.ArgumentParser) -> None:
    new.add_argument(
        "--kind",
        choices=("incident", "request", "auto"),
        default="auto",
        help="auto lets the text decide (default)",
    )
    _option(new, "--title", required=True, help="what is wrong or wanted, in a few words")
    _option(new, "--text", default="", help="the details; - reads standard input")
    _option(new, "--requester", metavar="MAIL", help="mail address, or name, of who asks")
    _levels_and_item(new)


def _levels_and_item(one: argparse.ArgumentParser) -> None:
    for level in ("--impact", "--urgency"):
        _option(one, level, type=one_of(Level), help="high, medium or low; of an incident")
    _option(one, "--item", metavar="NAME", help="catalog item of a request")
    one.add_argument(
        "--field",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=text,
        help="answers one field of the item's form; say it once for each",
    )


def _option(
    one: argparse.ArgumentParser,
    name: str,
    *,
    type: Callable[[str], object] = text,  # noqa: A002 - as argparse calls it
    **more: object,
) -> None:
    more.setdefault("metavar", name.removeprefix("--").upper().replace("-", "_"))
    one.add_argument(name, type=type, **more)  # type: ignore[arg-type] # passed on as they are


def _finding(commands: Commands) -> None:
    queue = _command(commands, "queue", "queue.queue", "list tickets")
    _option(queue, "--view", metavar="NAME", help="such as Open (default), Mine or All tickets")
    _option(queue, "--where", metavar="FILTER", help='such as "kind:incident priority:<=2 printer"')
    _option(queue, "--sort", metavar="ORDER", help="such as due or -opened")
    search = _command(commands, "search", "queue.search", "find tickets and articles by words")
    search.add_argument("words", metavar="WORDS", nargs="+", type=text, help="best found first")
    search.add_argument(
        "--in", dest="place", choices=("tickets", "articles"), help="only there (default: both)"
    )
    for one in (queue, search):
        _option(one, "--limit", metavar="N", type=count, help="at most so many")


def _deciding(commands: Commands) -> None:
    classify = _command(commands, "classify", "classify.classify", "say what a text seems to be")
    classify.add_argument(
        "text", metavar="TEXT", nargs="?", default="-", type=text, help="- reads standard input"
    )
    classify.add_argument(
        "--lines", action="store_true", help="one text a line in, one JSON object a line out"
    )
    report = _command(commands, "report", "reports.report", "compute the figures of a period")
    _option(report, "--from", dest="first", metavar="DAY", type=day, help="its first day")
    _option(report, "--to", dest="last", metavar="DAY", type=day, help="its last day")
    _option(
        report,
        "--as-of",
        metavar="INSTANT",
        type=instant,
        help="end at this instant and count every ticket as it was then, such as"
        " 2026-03-06T17:00+01:00 (UTC unless it says)",
    )
    _option(report, "--kind", type=one_of(Kind), help="one kind only")
    report.add_argument("--by", choices=("month", "week", "day"), default="month")
    report.add_argument(
        "--format",
        choices=("json", "csv", "html", "pdf", "png", "svg", "xlsx"),
        help="json unless --out says else",
    )
    report.add_argument(
        "--out", metavar="PATH", help="write it to this file (charts: to this folder)"
    )
    _option(report, "--save", metavar="NAME", help="keep it as a report of each --every")
    report.add_argument("--every", choices=("day", "week", "month"), help="how often it is due")
    _option(report, "--forget", metavar="NAME", help="write a saved report no more")
    report.add_argument("--saved", action="store_true", help="list the saved reports")
    report.add_argument(
        "--due", action="store_true", help="write the saved reports that are due (from cron)"
    )
    _option(
        report, "--chart", metavar="NAME", help="only this chart, as png, svg, or its table as csv"
    )


def _care(commands: Commands) -> None:
    _command(commands, "check", "database.check", "check file, journal and tickets")
    _command(commands, "upgrade", "database.upgrade", "bring an older database up to date")
    _command(
        commands, "doctor", "doctor.doctor", "say what is installed and how the database stands"
    )


def _proving(commands: Commands) -> None:
    bench = _command(commands, "bench", "bench.bench", "measure Desk beside the bare database")
    _option(bench, "--tickets", metavar="N", type=count, help="make so many in a scratch database")
    _option(bench, "--articles", metavar="N", type=count, help="and so many articles")
    tour = _command(commands, "tour", "tour.tour", "drive the window and save a picture a step")
    tour.add_argument("folder", metavar="FOLDER", help="where the pictures go")
    _command(commands, "self-test", "self_test.self_test", "try database, window and a chart")
