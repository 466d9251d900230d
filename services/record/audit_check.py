"""Whether the record is what its audit tells of, and the other way round."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from app.domain.audit import AuditDeed, AuditFinding, AuditLine, Breach, state_of
from app.domain.journal import Deed
from services.record.binding import Before, before_of, before_the_audit, sha256_of
from services.record.migrations import AUDIT_SINCE
from services.record.schema import audit, entry, outbox, session
from services.record.station_file import StationFile
from services.storage.audit_chain import lines_after, lines_of_subject

_SESSION = "session:"
_DEEDS = set(Deed)


def has_audit(file: StationFile) -> bool:
    """False: the file is of a version that is older than the audit."""
    with file.reading() as connection:
        version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return version >= AUDIT_SINCE


def binding_findings(file: StationFile, stopping: Callable[[], bool] = lambda: False) -> Iterator[AuditFinding]:
    """Rule AU6: each entry of the journal is the one that its line of the audit tells of, each such line has its entry,
    and each message is the one that was submitted, or completed since. Rule AU3: what is older than the audit is as its
    first line says. Reads session by session, each in a transaction of its own."""
    with file.reading() as connection:
        before = _before(connection)
        older = before_the_audit(connection, before.last_id) if before.entries else before
    if older != before:
        yield AuditFinding(Breach.OLDER_UNLIKE, 1)
    for session_id in _sessions(file):
        if stopping():
            return
        with file.reading() as connection:
            found = [*_session_findings(connection, session_id, before)]
        yield from found


def _before(connection: Connection) -> Before:
    first = lines_after(connection, audit, 0, 1)
    return before_of(first[0].act) if first else Before()


def _sessions(file: StationFile) -> Sequence[str]:
    """Those that anything tells of."""
    told = select(audit.c.subject).where(audit.c.subject.like(f"{_SESSION}%"), audit.c.deed.in_(_DEEDS)).distinct()
    with file.reading() as connection:
        found = {each.removeprefix(_SESSION) for each in connection.execute(told).scalars()}
        found.update(connection.execute(select(session.c.session_id)).scalars())
        found.update(connection.execute(select(entry.c.session_id).distinct()).scalars())
    return sorted(found)


def _session_findings(connection: Connection, session_id: str, before: Before) -> Iterator[AuditFinding]:
    lines = lines_of_subject(connection, audit, f"{_SESSION}{session_id}")
    rows = connection.execute(select(entry).where(entry.c.session_id == session_id).order_by(entry.c.seq)).all()
    yield from _entry_findings(session_id, [row for row in rows if row.id > before.last_id], lines)
    message = connection.execute(select(outbox).where(outbox.c.session_id == session_id)).first()
    if message is not None:
        sent_before = any(row.deed == Deed.SUBMITTED and row.id <= before.last_id for row in rows)
        yield from _message_findings(connection, message, lines, sent_before=sent_before)


def _entry_findings(session_id: str, rows: Sequence[Row[Any]], lines: Sequence[AuditLine]) -> Iterator[AuditFinding]:
    untold = {row.seq: row for row in rows}
    for line in lines:
        if line.act.deed not in _DEEDS:
            continue
        seq = state_of(line.act.after).get("seq")
        row = untold.pop(seq, None) if isinstance(seq, int) else None
        if row is None:
            yield AuditFinding(Breach.ENTRY_GONE, line.seq, f"{session_id} #{seq}")
        elif not _tells_of(line, row):
            yield AuditFinding(Breach.ENTRY_UNLIKE, line.seq, f"{session_id} #{seq}")
    for seq in untold:
        yield AuditFinding(Breach.ENTRY_UNTOLD, 0, f"{session_id} #{seq}")


def _tells_of(line: AuditLine, row: Row[Any]) -> bool:
    act = line.act
    told = (act.deed, act.at, act.by, state_of(act.after).get("sha256"))
    return told == (row.deed, row.at, row.acted_by, sha256_of(str(row.payload)))


def _message_findings(
    connection: Connection, message: Row[Any], lines: Sequence[AuditLine], *, sent_before: bool
) -> Iterator[AuditFinding]:
    told = [(line.seq, state_of(line.act.after).get("record")) for line in lines]
    written = [(seq, sha256) for seq, sha256 in told if sha256 is not None]
    seq, sha256 = written[-1] if written else (0, None)
    same = sha256 == sha256_of(str(message.record)) if written else sent_before
    same = same and state_of(str(message.record)).get("idempotency_key") == message.idem_key
    if not same or message.settlement != _settlement(connection, message.idem_key):
        yield AuditFinding(Breach.MESSAGE_UNLIKE, seq, message.session_id)


def _settlement(connection: Connection, key: str) -> object:
    lines = lines_of_subject(connection, audit, f"conflict:{key}")
    told = [line.act for line in lines if line.act.deed == AuditDeed.CONFLICT_SETTLED]
    return state_of(told[-1].after).get("settlement", "") if told else ""
