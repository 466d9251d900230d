"""``countersign db``: look after the station's own record, and after the factory's database.

The station's own record is the file ``station.sqlite`` in the data folder with a folder ``pictures`` beside it.
``check`` looks into every page, entry, message and picture and prints one line for each finding; while a station runs
it looks at a copy. ``backup`` copies the record as it is at one moment, also while the station runs; with
``--pictures`` the evidence goes to ``FILE.pictures``. ``restore`` checks the copy first, is refused while a station
runs, and keeps what was there as ``station.sqlite.before-restore-TIME``. ``export`` writes a JSON object a session or
a CSV line a label; what a spreadsheet would take for a formula has an apostrophe before it. ``--config`` and
``--set`` go before the second word.

``ddl`` prints the script that makes our tables, roles and rights in the factory's database. It can be read, and run
as often as wanted: it adds what is missing, and touches nothing of the factory's own.

Exit code: 0 when done; 1 when something was found, the record is in use, newer than the program or damaged; 2 when a
file cannot be used.
"""

import argparse
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.settings import Settings
from services.record.export import export_csv, export_jsonl
from services.record.maintenance import backup, check, pictures_beside, restore
from services.record.station_file import RECORD_NAME, read_station_file
from services.storage.ddl import script

_EXPORTS = {".jsonl": export_jsonl, ".csv": export_csv}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="|".join(DEEDS))
    for name, (summary, add, _) in DEEDS.items():
        add(deeds.add_parser(name, help=summary))


def run(args: argparse.Namespace, settings: Settings) -> int:
    _, _, done = DEEDS[args.deed]
    return done(args, settings)


def moment(text: str) -> str:
    """An ISO 8601 time or date of the command line; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no ISO 8601 time or date") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _nothing_more(_parser: argparse.ArgumentParser) -> None:
    """The deed's name says it all."""


def _check(_args: argparse.Namespace, settings: Settings) -> int:
    found = check(settings.data_path)
    print("\n".join(found) if found else f"{settings.data_path / RECORD_NAME}: whole")
    return 1 if found else 0


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a name that is not taken")
    parser.add_argument("--pictures", action="store_true", help="the evidence too, into a folder beside it")


def _backup(args: argparse.Namespace, settings: Settings) -> int:
    count = backup(settings.data_path, args.file, with_pictures=args.pictures)
    print(f"{args.file}: the record as it was just now")
    if args.pictures:
        print(f"{pictures_beside(args.file)}: {count} pictures")
    return 0


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what “db backup” wrote")


def _restore(args: argparse.Namespace, settings: Settings) -> int:
    kept = restore(settings.data_path, args.file)
    print(f"{settings.data_path / RECORD_NAME}: restored from {args.file}")
    if kept:
        print(f"{kept}: what was there before")
    return 0


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=_export_file, metavar="FILE.jsonl|FILE.csv")
    parser.add_argument("--since", type=moment, metavar="TIME", help="opened then or later")
    parser.add_argument("--until", type=moment, metavar="TIME", help="opened before")


def _export_file(text: str) -> Path:
    path = Path(text)
    if path.suffix not in _EXPORTS:
        raise argparse.ArgumentTypeError(f"“{text}” ends with neither .jsonl nor .csv")
    return path


def _export(args: argparse.Namespace, settings: Settings) -> int:
    file = read_station_file(settings.data_path / RECORD_NAME, settings.database.timeout_s)
    try:
        count = _EXPORTS[args.file.suffix](file, args.file, args.since or "", args.until or "")
    finally:
        file.close()
    print(f"{args.file}: {count} sessions")
    return 0


def _add_ddl(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dialect", choices=("mssql", "sqlite"), required=True, help="SQL Server, or SQLite")


def _ddl(args: argparse.Namespace, _settings: Settings) -> int:
    print(script(args.dialect))
    return 0


Deed = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace, Settings], int]]

# name -> (one line of help, its arguments, what it does)
DEEDS: Mapping[str, Deed] = {
    "check": ("is the station's record whole?", _nothing_more, _check),
    "backup": ("copy the station's record, also while the station runs", _add_backup, _backup),
    "restore": ("put a copy in the record's place; the station must be stopped", _add_restore, _restore),
    "export": ("the sessions of the record, for other programs", _add_export, _export),
    "ddl": ("the script that makes our tables in the factory's database", _add_ddl, _ddl),
}
