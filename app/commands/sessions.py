"""``countersign sessions``: what was packed, a page at a time, or one session whole.

The newest come first. With several options each of them must hold. The last line names the key of the next page.
``--id`` shows one session whole, with its labels, decisions and audit; ``countersign export`` writes files. Nothing
is written to the database; a station may work on it meanwhile.

``--state conflict`` lists the sessions that could not be taken, settled or not, by the time at which that was found.
What waits at a station is listed there, by ``countersign outbox list`` and in the supervisor's window
(docs/review.md).

A time is a day, ``2026-09-14``, or a time of it, ``2026-09-14T07:30``, with ``+07:00`` behind it where it is not UTC.

Exit code: 0, also when no session is as asked for; 1 when there is no such session or no database yet, or it does not
answer; 2 when what is asked for makes no sense.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from app.commands.report_database import report_database
from app.commands.sessions_text import page_lines, report_lines
from app.domain.labels import LabelCode, parse_label_code
from app.domain.part_number import canonical_part_number
from app.domain.review import ReviewState, SessionState
from app.ports.session_reports import (
    EVERY_SESSION,
    ROWS_AT_MOST,
    SessionFilter,
    SessionKey,
    SessionReports,
    parse_session_key,
    utc_text,
)
from app.settings import Settings
from services.storage.open_reports import open_reports
from services.storage.open_triage import open_conflict_reports

_WRITTEN = (SessionState.COMMITTED, SessionState.DISCREPANCY, SessionState.VOIDED)
"""What was written to the factory's database: a provisional session waits at its station (``outbox list``)."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_filter_arguments(parser, (*_WRITTEN, SessionState.CONFLICT))
    add = parser.add_argument
    add("--limit", type=_limit, default=50, metavar="N", help=f"sessions on a page, 1 to {ROWS_AT_MOST}; 50")
    add("--json", action="store_true", help="machine-readable output")
    one_of = parser.add_mutually_exclusive_group()
    one_of.add_argument("--after", type=_told(parse_session_key), metavar="KEY", help="the page after this one's key")
    one_of.add_argument("--id", metavar="ID", help="one session whole")


def add_filter_arguments(parser: argparse.ArgumentParser, states: Sequence[SessionState] = _WRITTEN) -> None:
    """What :func:`wanted_by` makes a filter of."""
    add, reviews = parser.add_argument, [each.value for each in ReviewState]
    add("--dn", type=_asked("dn_prefix", lambda text: text.strip().upper()), metavar="DN", help="its beginning will do")
    add("--label", type=_told(_label), metavar="CODE", help="with this label, counted or removed")
    add("--part", type=_asked("part_number", canonical_part_number), metavar="PART", help="with a label of this part")
    add("--station", type=_asked("station_id", str.strip), metavar="ID", help="packed at this station")
    add(
        "--from", type=_told(utc_text), dest="since", metavar="TIME", help="not before it; UTC unless it says otherwise"
    )
    add("--until", type=_told(_until), metavar="TIME", help="before it, or up to and with this day")
    add("--discrepancy", action="store_true", help="only those submitted with a discrepancy")
    add("--removed", action="store_true", help="only those that took out labels of an earlier session")
    add("--operator", type=_asked("operator", _badge), metavar="BADGE", help="submitted by them")
    add("--state", choices=states, type=SessionState, metavar="STATE", help=f"one of: {', '.join(states)}")
    add("--review", choices=reviews, type=ReviewState, metavar="STATE", help=f"one of: {', '.join(reviews)}")


def run(args: argparse.Namespace, settings: Settings) -> int:
    database = report_database(settings)
    conflicts = args.state is SessionState.CONFLICT
    reports: SessionReports = open_conflict_reports(*database) if conflicts else open_reports(*database)
    try:
        return _done(args, reports)
    finally:
        reports.close()


def wanted_by(args: argparse.Namespace) -> SessionFilter:
    return SessionFilter(
        args.dn or "",
        args.label,
        args.part,
        args.station or "",
        args.since or "",
        args.until or "",
        args.discrepancy,
        args.removed,
        args.operator or "",
        args.state,
        args.review,
    )


def _done(args: argparse.Namespace, reports: SessionReports) -> int:
    if args.id is not None:
        return _show(reports, args.id, as_json=args.json)
    return _list(reports, wanted_by(args), args.after, args.limit, as_json=args.json)


def _list(
    reports: SessionReports, wanted: SessionFilter, after: SessionKey | None, limit: int, *, as_json: bool
) -> int:
    page = reports.page(wanted, after, limit)
    if as_json:
        following = None if page.next_after is None else str(page.next_after)
        print(json.dumps({"sessions": [asdict(each) for each in page.sessions], "next_after": following}))
        return 0
    print("\n".join(page_lines(page, every=wanted == EVERY_SESSION, first=after is None)))
    return 0


def _show(reports: SessionReports, session_id: str, *, as_json: bool) -> int:
    report = reports.session(session_id)
    if report is None:
        print(f"There is no session “{session_id}”.", file=sys.stderr)
        return 1
    print(json.dumps(asdict(report)) if as_json else "\n".join(report_lines(report)))
    return 0


def _told(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """``read``, whose ValueError becomes the sentence that the user is told."""

    def value(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return value


def _asked(field: str, read: Callable[[str], object]) -> Callable[[str], Any]:
    """A value that a filter takes for ``field``."""

    def value(text: str) -> Any:
        if not text.strip():
            raise ValueError("nothing is asked for")
        wanted: Any = {field: read(text)}
        return getattr(SessionFilter(**wanted), field)

    return _told(value)


def _badge(text: str) -> str:
    return text.strip().upper()


def _label(text: str) -> LabelCode:
    code = parse_label_code(text)
    if code is None:
        raise ValueError(f"“{text}” is no label")
    return code


def _until(text: str) -> str:
    moment = datetime.fromisoformat(utc_text(text))
    return (moment + timedelta(days=1) if _DATE.fullmatch(text) else moment).isoformat()


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= ROWS_AT_MOST):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to {ROWS_AT_MOST}")
    return int(text)
