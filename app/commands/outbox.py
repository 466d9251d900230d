"""``countersign outbox``: what waits to be sent to the factory's database.

``status`` and ``list`` read, also while the station runs. ``resend`` lets what was confirmed since a time wait again,
for a database that was restored from an older backup: the keys make sure that nothing is written twice. ``release``
lets a quarantined message wait again. Both write, and are refused while the station runs: close it first. A TIME is
ISO 8601, a date alone its first moment; without an offset it is UTC. ``--config`` and ``--set`` go before the second
word.

Exit code: 0 when done; 1 when the record is in use, newer than the program or damaged, or the message was not
quarantined; 2 when there is no record.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from app.commands.db import moment
from app.ports.clock import SystemClock
from app.ports.station_record import DiskRoom, Outbox, OutboxMessage, OutboxStatus
from app.settings import Settings
from services.record.outbox import SqlOutbox
from services.record.record import SqlStationRecord
from services.record.station_file import RECORD_NAME, open_station_file, read_station_file

_PAGE = 100
_YEAR_DAYS = 365


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="status|list|resend|release")
    status = deeds.add_parser("status", help="how many messages are in each state, and how long the disk lasts")
    status.add_argument("--json", action="store_true", help="machine-readable output")
    listed = deeds.add_parser("list", help="every message, oldest first")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    resend = deeds.add_parser("resend", help="send again what was confirmed; the station must be stopped")
    resend.add_argument("--since", type=moment, required=True, metavar="TIME", help="confirmed then or later")
    release = deeds.add_parser("release", help="let a quarantined message wait again; the station must be stopped")
    release.add_argument("key", metavar="KEY", help="as “outbox list” shows it")


def run(args: argparse.Namespace, settings: Settings) -> int:
    path, timeout_s = settings.data_path / RECORD_NAME, settings.database.timeout_s
    reads = args.deed in {"status", "list"}
    file = read_station_file(path, timeout_s) if reads else open_station_file(path, timeout_s)
    try:
        outbox = SqlOutbox(file)
        match args.deed:
            case "status":
                room = SqlStationRecord(file, settings.record, SystemClock()).disk.room()
                _print_status(outbox.status(), room, as_json=args.json)
            case "list":
                _print_list(outbox, as_json=args.json)
            case "resend":
                print(f"{outbox.resend(args.since, *_now())} messages wait again")
            case _:
                return _release(outbox, args.key)
    finally:
        file.close()
    return 0


def _release(outbox: Outbox, key: str) -> int:
    released = outbox.release(key, *_now())
    print(f"{key} waits again" if released else f"{key} is not quarantined; see: countersign outbox list")
    return 0 if released else 1


def _print_status(status: OutboxStatus, room: DiskRoom, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**asdict(status), "disk": asdict(room)}))
        return
    oldest = f", the oldest since {status.oldest_at}" if status.oldest_at else ""
    print(f"waiting      {status.waiting}{oldest}")
    print(f"quarantined  {status.quarantined}")
    print(f"conflicts    {status.conflicts}")
    print(f"confirmed    {status.confirmed}")
    lasts = f", enough for {_days(room.lasts_days)} at today's rate" if room.lasts_days is not None else ""
    print(f"disk         {room.free_bytes // 10**6} MB free{lasts} ({room.state})")


def _days(lasts_days: float) -> str:
    return f"{lasts_days:.0f} days" if lasts_days <= _YEAR_DAYS else "more than a year"


def _print_list(outbox: Outbox, *, as_json: bool) -> None:
    for message in _all(outbox):
        shown = _shown(message)
        print(json.dumps(shown) if as_json else "  ".join(str(value) for value in shown.values()).rstrip())


def _all(outbox: Outbox) -> Iterator[OutboxMessage]:
    after = 0
    while page := outbox.messages(after, _PAGE):
        yield from page
        after = page[-1].seq


def _shown(message: OutboxMessage) -> dict[str, object]:
    return {
        "created_at": message.created_at,
        "state": message.state.value,
        "key": message.record.idempotency_key,
        "dn": message.record.session.note.number.text,
        "packing_code": message.record.packing_code,
        "attempts": message.attempts,
        "settled_at": message.settled_at,
        "problem": message.problem,
    }


def _now() -> tuple[str, int]:
    """UTC, ISO 8601, and the machine's monotonic milliseconds."""
    clock = SystemClock()
    return clock.utc().isoformat(timespec="milliseconds"), round(clock.monotonic_s() * 1000)
