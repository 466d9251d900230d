"""``countersign export``: sessions, or their labels, as a file for a spreadsheet.

Written are all sessions that are asked for, in the order in which ``sessions`` lists them. Asks for badge and PIN of
somebody who may export, and the audit tells of it. The file is whole or not there: one that is stopped with Ctrl-C,
or that the disk has no room for, leaves what was there before. What a spreadsheet would take for a formula has an
apostrophe before it; times are UTC.

Exit code: 0, also when no session is as asked for; 1 when the badge may not, there is no database yet, it does not
answer, the file cannot be written or an XLSX file would be too long; 2 when what is asked for makes no sense.
"""

import argparse
import sys
from pathlib import Path

from app.bootstrap import build_audit
from app.commands.report_database import report_database
from app.commands.sessions import add_filter_arguments, wanted_by
from app.commands.sign_in_prompt import add_sign_in_arguments, prompted_actor
from app.ports.exports import XLSX_ROWS_AT_MOST, ExportFormat, ExportKind
from app.settings import Settings
from app.use_cases.export import Export, ExportOrder
from services.exports.session_source import SessionSource
from services.exports.table_files import SpreadsheetFiles
from services.storage.open_reports import reading
from services.storage.session_reports import SqlSessionReports


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("kind", choices=[each.value for each in ExportKind], help="a row for each session, or for each of its labels")
    form = f"csv: of any length; xlsx: at most {XLSX_ROWS_AT_MOST} rows; by the file's ending"
    add("--format", choices=[each.value for each in ExportFormat], help=form)
    add("--out", type=Path, required=True, metavar="FILE", help="the file to write; one that is there is replaced")
    add_filter_arguments(parser)
    add_sign_in_arguments(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 2 for a file whose format nobody has said."""
    form = args.format or args.out.suffix.lower().lstrip(".")
    if form not in set(ExportFormat):
        print("countersign: --format csv or --format xlsx is needed.", file=sys.stderr)
        return 2
    database = report_database(settings)
    actor, authority = prompted_actor(settings, args.as_whom, secret_stdin=args.secret_stdin, purpose="export")
    order = ExportOrder(ExportKind(args.kind), ExportFormat(form), args.out, wanted_by(args))
    audit = build_audit(settings)
    engine, kind = reading(*database)
    try:
        source = SessionSource([SqlSessionReports(engine, kind)], engine, kind)
        outcome = Export(source, SpreadsheetFiles(), authority, audit).write(actor, order, _told)
    finally:
        engine.dispose()
        audit.close()
    print(f"{args.out}: {outcome.rows} {args.kind}")
    return 0


def _told(rows: int) -> bool:
    if sys.stderr.isatty():
        print(f"\r{rows} rows …", end="", file=sys.stderr, flush=True)
    return True
