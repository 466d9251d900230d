"""``countersign conflicts``: sessions that could not be taken, and how each was settled. Reads, and changes nothing.

How they are settled is told in docs/settling.md. ``list`` names the open ones, oldest first, or with ``--settled``
those that are settled; ``show`` one of them as it stands now: both sides, each label, and what can be done about it.
Nothing is written: conflicts are settled in the supervisors' window.

Exit code: 0, also when there is none; 1 when there is no such conflict or no database yet, or it does not answer.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from app.commands.report_database import report_database
from app.commands.sessions_text import table_lines
from app.domain.settlement import OWN_NOTE, CaseLabel, ConflictCase, Settled, choices
from app.ports.session_acts import CONFLICTS_AT_MOST, ConflictSummary, SessionActStore
from app.settings import Settings
from services.storage.open_reports import reading
from services.storage.session_acts import SqlSessionActs

_HEADINGS = ("found, UTC", "DN", "station", "why", "disputed", "conflict", "settled")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|show")
    listed = deeds.add_parser("list", help="those that are open, oldest first")
    listed.add_argument("--settled", action="store_true", help="those that are settled instead, newest first")
    listed.add_argument("--json", action="store_true", help="machine-readable output")
    one = deeds.add_parser("show", help="one conflict, both sides of it, as it stands now")
    one.add_argument("id", metavar="ID")
    one.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:
    store = SqlSessionActs(*reading(*report_database(settings)))
    try:
        return _show(store, args.id, as_json=args.json) if args.deed == "show" else _list(store, args)
    finally:
        store.close()


def _list(store: SessionActStore, args: argparse.Namespace) -> int:
    found = store.conflicts(settled=args.settled, limit=CONFLICTS_AT_MOST)
    if args.json:
        print(json.dumps([asdict(each) for each in found]))
    elif not found:
        print("No conflict was settled yet." if args.settled else "No conflict is open.")
    else:
        print("\n".join(table_lines(_HEADINGS, [_cells(each) for each in found], numbers={"disputed"})))
        if len(found) == CONFLICTS_AT_MOST:
            print(f"These are the first {CONFLICTS_AT_MOST}.")
    return 0


def _show(store: SessionActStore, conflict_id: str, *, as_json: bool) -> int:
    case = store.conflict(conflict_id, OWN_NOTE)
    if case is None:
        print(f"There is no conflict “{_plain(conflict_id)}”.", file=sys.stderr)
        return 1
    print(json.dumps(_as_plain(case)) if as_json else "\n".join(_lines(case)))
    return 0


def _cells(of: ConflictSummary) -> tuple[str, ...]:
    settled = f"{_word(of.settled)} by {of.settled.by}" if of.settled else ""
    words = (of.dn, of.station_id, of.reason, str(of.disputed), of.conflict_id, settled)
    return (_moment(of.found_at), *map(_plain, words))


def _lines(case: ConflictCase) -> Iterator[str]:
    for name, fact in _facts(case).items():
        if fact:
            yield f"{name:<16}{_plain(str(fact))}"
    yield f"\nLabels: {len(case.labels)}"
    named = ("label", "part", "pieces", "disputed", "now", "held by")
    yield from table_lines(named, [_label_cells(each) for each in case.labels], numbers={"pieces"})
    yield "\nWhat can be done:"
    for choice in choices(case):
        said = f"not possible: {choice.obstacle.value}" if choice.obstacle else f"books {len(choice.booked)} labels"
        yield f"  {choice.settlement.value:<18}{said}"


def _facts(case: ConflictCase) -> Mapping[str, object]:
    record, settled = case.record, case.settled
    return {
        "conflict": case.conflict.conflict_id,
        "DN": record.session.note.number.text,
        "session": record.session.session_id,
        "station": record.station_id,
        "operator": record.operator,
        "why": case.conflict.reason.value,
        "found, UTC": _moment(case.conflict.found_at),
        "booked as": case.booked_as,
        "settled": f"{_word(settled)} by {settled.by} at {_moment(settled.at)}" if settled else "",
        "reason": settled.reason if settled else "",
    }


def _label_cells(of: CaseLabel) -> Sequence[str]:
    label, holder = of.label, of.holder
    held = " ".join(filter(None, (holder.dn, holder.station_id, holder.session_id))) if holder else ""
    disputed = "yes" if of.disputed else ""
    words = (label.code.text, label.part_number.text, str(label.quantity), disputed, of.now.value, held)
    return tuple(map(_plain, words))


def _as_plain(case: ConflictCase) -> Mapping[str, object]:
    labels = [
        {
            "label": each.label.code.text,
            "part_number": each.label.part_number.text,
            "quantity": each.label.quantity,
            "disputed": each.disputed,
            "now": each.now.value,
            "holder": {**asdict(each.holder), "code": each.holder.code.text} if each.holder else None,
        }
        for each in case.labels
    ]
    possible = {each.settlement.value: each.obstacle.value if each.obstacle else None for each in choices(case)}
    settled = asdict(case.settled) if case.settled else None
    return {**_facts(case), "settled": settled, "labels": labels, "obstacles": possible}


def _word(settled: Settled) -> str:
    return settled.settlement.value if settled.settlement else "settled"


def _moment(iso_utc: str) -> str:
    return f"{datetime.fromisoformat(iso_utc):%Y-%m-%d %H:%M:%S}"


def _plain(text: str) -> str:
    """On one line, and nothing that would move a terminal's cursor."""
    return "".join(each if each.isprintable() else " " for each in text)
