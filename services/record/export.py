"""The sessions of a station's record, with their labels, for other programs: JSON lines, or CSV for a spreadsheet."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import ColumnElement, Connection, Row, literal_column, select

from app.domain.decision import as_plain
from app.domain.journal import JournalLine, Submitted, folded
from app.domain.labels import ScannedLabel
from app.domain.packing_session import PackingSession
from services.record.entry_json import line_of
from services.record.outbox import epoch_us
from services.record.schema import entry, outbox, session
from services.record.station_file import StationFile, unwritable
from services.spreadsheet_cells import quoted
from services.storage.folders import sync_folder

_AT_ONCE = 50
_ROW: ColumnElement[int] = literal_column("session.rowid")


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """``sent`` is the message's state, "" where there is none (any more)."""

    state: str
    opened_at: str
    sent: str
    session: PackingSession
    submitted_at: str = ""
    submission: Submitted | None = None


def export_csv(file: StationFile, target: Path, since: str = "", until: str = "") -> int:
    """One line for each label; a session without any has one line. See :func:`export_jsonl`."""
    return _written(target, lambda out: _write_csv(out, sessions(file, since, until)))


def export_jsonl(file: StationFile, target: Path, since: str = "", until: str = "") -> int:
    """One line for each session that was opened at or after ``since`` and before ``until``. Complete under its name or
    not there. Returns how many sessions. RECORD_DAMAGED, DATABASE_UNWRITABLE (of ``target``)."""
    return _written(target, lambda out: _write_jsonl(out, sessions(file, since, until)))


def sessions(file: StationFile, since: str = "", until: str = "") -> Iterator[ExportedSession]:
    """In the order of their opening, a few at a time, so that a running station is never held up."""
    after = 0
    while True:
        with file.reading() as connection:
            page = select(_ROW.label("place"), session).where(after < _ROW).order_by(_ROW).limit(_AT_ONCE)
            rows = connection.execute(page).all()
            found = [_exported(file, connection, row) for row in rows if _within(row.opened_at, since, until)]
        yield from found
        if not rows:
            return
        after = rows[-1].place


def _within(at: str, since: str, until: str) -> bool:
    moment = epoch_us(at)
    return (not since or moment >= epoch_us(since)) and (not until or moment < epoch_us(until))


def _exported(file: StationFile, connection: Connection, row: Row[Any]) -> ExportedSession:
    entries = connection.execute(select(entry).where(entry.c.session_id == row.session_id).order_by(entry.c.seq))
    with file.decoding(f"the journal of session {row.session_id}"):
        lines = [line_of(each) for each in entries]
        told = folded(lines)
    sent = connection.execute(select(outbox.c.state).where(outbox.c.session_id == row.session_id)).scalar()
    return ExportedSession(row.state, row.opened_at, sent or "", told, *_submission(lines[-1]))


def _submission(last: JournalLine) -> tuple[str, Submitted | None]:
    return (last.at, last.entry) if isinstance(last.entry, Submitted) else ("", None)


def _written(target: Path, write: Callable[[TextIO], int]) -> int:
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            count = write(out)
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    return count


def _write_jsonl(out: TextIO, found: Iterator[ExportedSession]) -> int:
    count = 0
    for count, each in enumerate(found, 1):  # noqa: B007 (how many there were)
        out.write(json.dumps(plain(each), ensure_ascii=False) + "\n")
    return count


def plain(each: ExportedSession) -> Mapping[str, object]:
    """One session in plain values."""
    told, submission = each.session, each.submission
    return {
        "session_id": told.session_id,
        "state": each.state,
        "sent": each.sent,
        "dn": told.note.number.text,
        "opened_at": each.opened_at,
        "submitted_at": each.submitted_at,
        "idempotency_key": submission.idempotency_key if submission else "",
        "packing_code": submission.packing_code if submission else "",
        "discrepancy_reason": submission.discrepancy_reason if submission else "",
        "agreement": told.agreement.value,
        "note_as_of": told.note_as_of,
        "labels": [_label(label) for label in told.labels],
        "removed": [_label(label) for label in told.removed],
        "decisions": [as_plain(decision) for decision in told.decisions],
    }


def _label(label: ScannedLabel) -> Mapping[str, object]:
    return {**asdict(label), "code": label.code.text, "part_number": label.part_number.text}


COLUMNS = ("session_id", "state", "sent", "dn", "opened_at", "submitted_at", "packing_code", "discrepancy_reason")
LABEL_COLUMNS = ("act", "label", "part_number", "quantity", "scanned_at")


def _write_csv(out: TextIO, found: Iterator[ExportedSession]) -> int:
    writer, count = csv.writer(out, quoting=csv.QUOTE_ALL), 0
    writer.writerow([*COLUMNS, *LABEL_COLUMNS])
    for count, each in enumerate(found, 1):  # noqa: B007
        values = plain(each)
        head = [str(values[name]) for name in COLUMNS]
        writer.writerows([quoted(cell) for cell in (*head, *label)] for label in _label_cells(each.session))
    return count


def _label_cells(told: PackingSession) -> Iterator[tuple[str, ...]]:
    acts = [("recorded" if label.recorded else "counted", label) for label in told.labels]
    acts += [("removed", label) for label in told.removed]
    for act, label in acts:
        yield act, label.code.text, label.part_number.text, str(label.quantity), label.scanned_at
    if not acts:
        yield ("",) * len(LABEL_COLUMNS)
