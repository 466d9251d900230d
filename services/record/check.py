"""Whether a station's file is whole, and whether what is in it fits together."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Row, select

from app.domain.audit import findings as chain_findings
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import DEEDS, Deed, JournalLine, folded
from app.domain.packing_session import PackingSession
from app.messages import finding_sentence
from app.ports.audit_trail import every_line
from services.record.audit import SqlStationAudit
from services.record.audit_check import binding_findings
from services.record.entry_json import decisions_of, line_of
from services.record.outbox import UNSETTLED
from services.record.pending import pending_acts
from services.record.pictures import PictureFolder
from services.record.schema import SessionState, entry, outbox, pending_label, picture, session
from services.record.station_file import StationFile
from services.storage.record_json import record_from_json

_STATES = {Deed.SUBMITTED: SessionState.SUBMITTED, Deed.LEFT: SessionState.LEFT}


def findings(file: StationFile, pictures: PictureFolder) -> Iterator[str]:
    """One sentence for each thing that is wrong, none for a record that is whole. The file itself is looked at first;
    when it is damaged, nothing more is. Reads session by session, each in a transaction of its own."""
    damage = [*_damage(file)]
    yield from damage
    if damage:
        return
    for session_id in _all(file, session.c.session_id):
        with file.reading() as connection:
            yield from _session_findings(connection, session_id)
    yield from _audit_findings(file)
    for picture_id in _all(file, picture.c.picture_id):
        with file.reading() as connection:
            yield from _picture_findings(connection, picture_id, pictures)


def damage_of(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file: {line}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to a row of {parent} that is not there"


def _audit_findings(file: StationFile) -> Iterator[str]:
    """Without the heads that the factory has noted; those ``countersign audit verify`` looks at."""
    for finding in (*chain_findings(every_line(SqlStationAudit(file))), *binding_findings(file)):
        yield f"the audit: {finding_sentence(finding).what}"


def _damage(file: StationFile) -> Iterator[str]:
    try:
        with file.reading() as connection:
            yield from damage_of(connection)
    except OperationalError as error:
        if error.code is not ErrorCode.RECORD_DAMAGED:
            raise
        yield f"the file: {error.details['problem']}"


def _all(file: StationFile, column: Column[str]) -> Sequence[str]:
    with file.reading() as connection:
        return connection.execute(select(column)).scalars().all()


def _session_findings(connection: Connection, session_id: str) -> Iterator[str]:
    where = f"session {session_id}"
    rows = connection.execute(select(entry).where(entry.c.session_id == session_id).order_by(entry.c.seq))
    try:
        lines = [line_of(row) for row in rows]
        told = folded(lines)
    except ValueError as error:
        yield f"{where}: its journal cannot be read ({_first_line(error)})"
        return
    state = connection.execute(select(session.c.state).where(session.c.session_id == session_id)).scalar_one()
    last = DEEDS[type(lines[-1].entry)]
    if state != _STATES.get(last, SessionState.OPEN):
        yield f"{where}: it is {state}, but its last entry is {last}"
    yield from _unnamed_pictures(connection, where, lines)
    message = connection.execute(select(outbox).where(outbox.c.session_id == session_id)).first()
    if message is not None:
        yield from _message_findings(connection, where, message, told, len(lines))


def _message_findings(
    connection: Connection, where: str, message: Row[Any], told: PackingSession, entries: int
) -> Iterator[str]:
    """The note alone may be another one: a provisional session gets its note later."""
    try:
        record = record_from_json(message.record)
    except ValueError as error:
        yield f"{where}: its message cannot be read ({_first_line(error)})"
        return
    if replace(told, note=record.session.note) != record.session or len(record.audit) != entries:
        yield f"{where}: its message is not what its journal tells"
    expected = Counter((act.value, label.code.text) for act, label in pending_acts(record.session))
    pending = select(pending_label.c.act, pending_label.c.label).where(pending_label.c.seq == message.seq)
    found = Counter((row.act, row.label) for row in connection.execute(pending))
    if found != (expected if message.state in UNSETTLED else Counter()):
        yield f"{where}: the labels it speaks for are not those of its message, which is {message.state}"


def _unnamed_pictures(connection: Connection, where: str, lines: Sequence[JournalLine]) -> Iterator[str]:
    for line in lines:
        for decision in decisions_of(line.entry):
            kept = decision.evidence.picture
            if kept is None:
                continue
            same = (picture.c.picture_id == kept.picture_id, picture.c.sha256 == kept.sha256)
            if connection.execute(select(picture.c.id).where(*same)).first() is None:
                yield f"{where}: entry {line.seq} has the picture {kept.picture_id}, of which the record knows nothing"


def _picture_findings(connection: Connection, picture_id: str, pictures: PictureFolder) -> Iterator[str]:
    row = connection.execute(select(picture).where(picture.c.picture_id == picture_id)).one()
    if row.removed:
        return
    problem = _picture_problem(pictures.path(picture_id), row.sha256)
    if problem:
        yield f"picture {picture_id} of session {row.session_id}: {problem}"


def _picture_problem(path: Path, sha256: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        return f"its file cannot be read ({error.strerror or error})"
    return "" if hashlib.sha256(data).hexdigest() == sha256 else "its file is not the one that was kept"


def _first_line(error: ValueError) -> str:
    return str(error).partition("\n")[0]
