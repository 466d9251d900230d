"""Sessions as they are worked on, entry by entry."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from app.domain.delivery_note import DnNumber
from app.domain.journal import (
    DEEDS,
    Entry,
    JournalLine,
    Left,
    Opened,
    Submitted,
    audit_entry,
    entry_act,
    folded,
    session_after,
)
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.people import Actor
from services.record.binding import sha256_of
from services.record.entry_json import decisions_of, entry_to_json, line_of
from services.record.outbox import insert_message
from services.record.pending import spoken_for, unconfirmed, unconfirmed_removals
from services.record.pictures import PictureFolder
from services.record.schema import SessionState, audit, entry, session
from services.record.station_file import StationFile
from services.record.written import Written
from services.storage.audit_chain import append_act


class _Standing(NamedTuple):
    """The open session after its newest entry."""

    session_id: str
    seq: int
    session: PackingSession


class SqlJournal:
    """Implements :class:`app.ports.station_record.SessionJournal`. An entry that cannot follow the ones before it (rule
    J1) is a ValueError too: what is in the file can always be folded."""

    def __init__(self, file: StationFile, pictures: PictureFolder, written: Written) -> None:
        self._file, self._pictures, self._written = file, pictures, written
        self._known: _Standing | None = None  # spares the folding; used only while it is the newest entry's

    def open_session(self) -> PackingSession | None:
        with self._file.reading() as connection:
            standing = self._standing(connection)
        self._known = standing
        return standing.session if standing else None

    def append(self, session_id: str, at: str, entry: Entry, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        if isinstance(entry, Submitted):
            raise ValueError("a session is submitted with its record")
        with self._file.writing() as connection:
            standing = self._standing(connection)
            if isinstance(entry, Opened):
                after = _begun(connection, standing, session_id, at, entry)
            else:
                after = _followed(standing, session_id, entry)
            payload = self._write(connection, after, at, entry, by)
            self._witness(connection, after, at, entry, by, monotonic_ms, {"sha256": sha256_of(payload)})
            if isinstance(entry, Left):
                _end(connection, session_id, SessionState.LEFT)
        self._known = after

    def submit(self, record: PackingRecord, at: str, by: Actor | None = None, monotonic_ms: int = 0) -> None:
        session_id = record.session.session_id
        last = Submitted(record.idempotency_key, record.packing_code, record.discrepancy_reason)
        with self._file.writing() as connection:
            after = _followed(self._standing(connection), session_id, last)
            payload = self._write(connection, after, at, last, by)
            told = tuple(audit_entry(line) for line in self.lines(connection, session_id))
            message = insert_message(connection, record, told, at)
            hashes = {"sha256": sha256_of(payload), "record": sha256_of(message)}
            self._witness(connection, after, at, last, by, monotonic_ms, hashes)
            self._written.add(connection, len(message))
            _end(connection, session_id, SessionState.SUBMITTED)
        self._known = None

    def unconfirmed(self, number: DnNumber) -> tuple[ScannedLabel, ...]:
        with self._file.reading() as connection:
            return unconfirmed(connection, number)

    def unconfirmed_removals(self, number: DnNumber) -> frozenset[LabelCode]:
        with self._file.reading() as connection:
            return unconfirmed_removals(connection, number)

    def spoken_for(self, code: LabelCode) -> bool:
        with self._file.reading() as connection:
            return spoken_for(connection, code)

    def lines(self, connection: Connection, session_id: str) -> Sequence[JournalLine]:
        """RECORD_DAMAGED: an entry cannot be read."""
        rows = connection.execute(select(entry).where(entry.c.session_id == session_id).order_by(entry.c.seq))
        with self._file.decoding(f"the journal of session {session_id}"):
            return [line_of(row) for row in rows]

    def _standing(self, connection: Connection) -> _Standing | None:
        """None: no session is open."""
        newest = (
            select(session.c.session_id, func.max(entry.c.seq))
            .join(entry, entry.c.session_id == session.c.session_id)
            .where(session.c.state == SessionState.OPEN)
            .group_by(session.c.session_id)
        )
        found = connection.execute(newest).first()
        if found is None:
            return None
        session_id, seq = found
        if self._known is not None and self._known[:2] == (session_id, seq):
            return self._known
        lines = self.lines(connection, session_id)
        with self._file.decoding(f"the journal of session {session_id}"):
            return _Standing(session_id, seq, folded(lines))

    def _write(self, connection: Connection, after: _Standing, at: str, value: Entry, by: Actor | None) -> str:
        """Returns the entry as it is kept."""
        payload = entry_to_json(value)
        row = {"session_id": after.session_id, "seq": after.seq, "at": at, "deed": DEEDS[type(value)].value}
        connection.execute(insert(entry), {**row, "payload": payload, "acted_by": _name_of(by)})
        kept = self._pictures.name_in(connection, after.session_id, decisions_of(value))
        self._written.add(connection, len(payload) + kept)
        return payload

    def _witness(
        self,
        connection: Connection,
        after: _Standing,
        at: str,
        value: Entry,
        by: Actor | None,
        monotonic_ms: int,
        hashes: Mapping[str, str],
    ) -> None:
        """Rule J3, in the entry's own transaction."""
        line = JournalLine(after.seq, at, value, _name_of(by))
        append_act(connection, audit, entry_act(after.session_id, line, by, monotonic_ms, hashes))


def _name_of(by: Actor | None) -> str:
    return by.user_name if by else ""


def _begun(connection: Connection, standing: _Standing | None, session_id: str, at: str, opening: Opened) -> _Standing:
    if standing is not None:
        raise ValueError(f"session {standing.session_id} is still open")
    if session_id != opening.session.session_id:
        raise ValueError(f"session {session_id} cannot begin as {opening.session.session_id}")
    if connection.execute(select(session.c.state).where(session.c.session_id == session_id)).first():
        raise ValueError(f"session {session_id} has been worked on before")
    number = opening.session.note.number.text
    row = {"session_id": session_id, "dn": number, "state": SessionState.OPEN.value, "opened_at": at}
    connection.execute(insert(session).values(row))
    return _Standing(session_id, 1, opening.session)


def _followed(standing: _Standing | None, session_id: str, value: Entry) -> _Standing:
    if standing is None or standing.session_id != session_id:
        raise ValueError(f"session {session_id} is not open")
    return _Standing(session_id, standing.seq + 1, session_after(standing.session, value))


def _end(connection: Connection, session_id: str, state: SessionState) -> None:
    connection.execute(update(session).where(session.c.session_id == session_id).values(state=state.value))
