"""``countersign audit``: who did what, and whether the audit is what was written.

There are two (docs/audit.md): the station's own, in its record, or with ``--factory`` the factory's, in its database.
Nothing is written; a station may work meanwhile, and its record may be of an older version. ``verify`` looks at every
line, at everything of the record that a line tells of, and at what the other side has noted of this one: it says so
when that cannot be had, or when nothing was noted yet.

``--station-file`` names another record, or a copy of one; with it ``--station`` names the station that it is of.

Exit code: 0 when it is whole, and for ``list`` and ``show``; 1 when ``verify`` finds something, each with the number
of its line, when there is no such line, or the database does not answer; 2 when the file cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from app.bootstrap import database_login
from app.commands.db import moment
from app.domain.audit import AuditLine, Head
from app.domain.audit_filter import AuditFilter
from app.domain.errors import ErrorCode, OperationalError
from app.messages import error_sentence, finding_sentence
from app.places import DATABASE_NAME
from app.ports.audit_trail import AuditTrail, FactoryAudit
from app.settings import Settings
from app.use_cases.read_audit import Verdict, page_of, seen_heads, verdict_on
from services.record.audit import SqlStationAudit
from services.record.audit_check import binding_findings, has_audit
from services.record.station_file import RECORD_NAME, StationFile, read_station_file
from services.storage.open_audit import read_audit

_AT_MOST = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="verify|list|show")
    verify = deeds.add_parser("verify", help="is it what was written, every line of it?")
    verify.add_argument("--station", metavar="ID", help="whose record it is; this station's own without it")
    listed = deeds.add_parser("list", help="its lines, the newest first")
    for name, metavar, what in (
        ("by", "NAME", "what this user did"),
        ("deed", "DEED", "deeds of this name"),
        ("subject", "TEXT", "what they are about, as session:ID; its beginning will do"),
        ("text", "TEXT", "with this text anywhere in them"),
    ):
        listed.add_argument(f"--{name}", default="", metavar=metavar, help=what)
    listed.add_argument("--since", type=moment, metavar="TIME", help="then or later")
    listed.add_argument("--until", type=moment, metavar="TIME", help="before then")
    listed.add_argument("--limit", type=_limit, default=50, metavar="N", help=f"at most so many, 1 to {_AT_MOST}; 50")
    listed.add_argument("--before", type=int, metavar="LINE", help="the page before this line")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    show = deeds.add_parser("show", help="one line whole, as JSON")
    show.add_argument("line", type=int, metavar="LINE", help="its number")
    for each in (verify, listed, show):
        each.add_argument("--station-file", type=Path, metavar="FILE", help="of this station's record, or a copy of it")
        each.add_argument("--factory", action="store_true", help="the factory's audit, not the station's")


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.deed == "verify":
        return _verify_factory(args, settings) if args.factory else _verify_station(args, settings)
    with _asked(args, settings) as trail:
        return _show(trail, args.line) if args.deed == "show" else _list(trail, args)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _AT_MOST):
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 to {_AT_MOST}")
    return int(text)


# -- verify -----------------------------------------------------------------------------------------------------------


def _verify_station(args: argparse.Namespace, settings: Settings) -> int:
    station = args.station or settings.station.id
    with _station_file(args, settings) as file:
        if not has_audit(file):
            print(f"{file.path}: older than the audit; it has none yet")
            return 0

        def heads() -> Sequence[Head]:
            with _factory(settings) as factory:
                return factory.heads(station)

        verdict = verdict_on(SqlStationAudit(file), heads, beside=partial(binding_findings, file))
        return _told(str(file.path), verdict, f"the factory's database has noted of {station}")


def _verify_factory(args: argparse.Namespace, settings: Settings) -> int:
    def heads() -> Sequence[Head]:
        with _station_file(args, settings) as file:
            return seen_heads(SqlStationAudit(file)) if has_audit(file) else ()

    with _factory(settings) as factory:
        return _told("the factory's audit", verdict_on(factory, heads), "this station has noted")


def _told(name: str, verdict: Verdict, noted: str) -> int:
    for finding in verdict.found:
        print(f"{finding.seq}: {finding_sentence(finding).what}")
    if verdict.away is not None:
        print(f"Not held against what {noted}: {error_sentence(verdict.away).what}", file=sys.stderr)
    elif not verdict.heads:
        print(f"There is nothing yet that {noted}: an end cut off is not seen.", file=sys.stderr)
    if verdict.whole:
        heads = "1 head" if verdict.heads == 1 else f"{verdict.heads} heads"
        print(f"{name}: whole, {verdict.lines} lines, held against {heads} that {noted}")
    return 0 if verdict.whole else 1


# -- list and show ----------------------------------------------------------------------------------------------------


def _list(trail: AuditTrail, args: argparse.Namespace) -> int:
    wanted = AuditFilter(args.by, args.deed, args.subject, args.since or "", args.until or "", args.text)
    page = page_of(trail, wanted, args.before, limit=args.limit)
    for line in page.lines:
        print(json.dumps(_plain(line)) if args.json else _brief(line))
    if page.more is not None and not args.json:
        print(f"more with --before {page.more}")
    return 0


def _brief(line: AuditLine) -> str:
    act = line.act
    who = f"{act.by or '-'}{f' + {act.second}' if act.second else ''}"
    shown = f"{line.seq}  {act.at}  {who}  {act.deed}  {act.subject}  {act.reason}".rstrip()
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def _plain(line: AuditLine) -> dict[str, object]:
    return {"seq": line.seq, **asdict(line.act), "previous": line.previous, "hash": line.hash}


def _show(trail: AuditTrail, seq: int) -> int:
    found = trail.lines(seq - 1, 1)
    if not found or found[0].seq != seq:
        print(f"There is no line {seq}.", file=sys.stderr)
        return 1
    print(json.dumps(_plain(found[0]), indent=2))
    return 0


# -- where it is ------------------------------------------------------------------------------------------------------


@contextmanager
def _asked(args: argparse.Namespace, settings: Settings) -> Iterator[AuditTrail]:
    if args.factory:
        with _factory(settings) as factory:
            yield factory
        return
    with _station_file(args, settings) as file:
        if not has_audit(file):
            problem = "it is older than the audit; start the station once"
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(file.path), problem=problem)
        yield SqlStationAudit(file)


@contextmanager
def _station_file(args: argparse.Namespace, settings: Settings) -> Iterator[StationFile]:
    """Also while the station runs, and of any version."""
    path = args.station_file or settings.data_path / RECORD_NAME
    file = read_station_file(path, settings.database.timeout_s, older=True)
    try:
        yield file
    finally:
        file.close()


@contextmanager
def _factory(settings: Settings) -> Iterator[FactoryAudit]:
    rules = settings.database
    audit = read_audit(rules.url, settings.data_path / DATABASE_NAME, rules.timeout_s, database_login(settings))
    try:
        yield audit
    finally:
        audit.close()
