"""Evidence bundles of the sessions in this station's record, also while the station runs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from app.domain.bundle import (
    AUDIT,
    MANIFEST,
    SESSION,
    SIGNATURE,
    Absence,
    AuditExtract,
    BundledEntry,
    BundledLine,
    BundledSession,
    Link,
    Manifest,
    MissingPicture,
    member_of,
    picture_name,
)
from app.domain.bundle_content import named_pictures, told
from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import audit_entry
from app.ports.clock import Clock
from app.ports.evidence_shelf import EvidenceShelf
from app.ports.exports import PackedBundle
from services.evidence.container import MEMBERS_AT_MOST, SIZE_AT_MOST, archive
from services.evidence.documents import written
from services.evidence.station_key import KeyPlace, station_key
from services.exports.whole_file import whole_file
from services.record.entry_json import line_of
from services.record.schema import audit, entry, picture, session
from services.record.station_file import RECORD_NAME, StationFile, read_station_file
from services.storage.audit_chain import head_of

_AT_ONCE = 400


class StationBundles:
    """Implements :class:`app.ports.exports.EvidencePacker`. ``timeout_s``: the wait for the record."""

    def __init__(self, place: KeyPlace, shelf: EvidenceShelf, clock: Clock, timeout_s: float) -> None:
        self._place, self._shelf, self._clock, self._timeout_s = place, shelf, clock, timeout_s

    @contextmanager
    def packed(self, session_id: str, path: Path) -> Iterator[PackedBundle]:
        key = station_key(self._place)
        told_of, extract, thinned_out = self._read(session_id)
        there, missing = self._collected(named_pictures(told_of.told), thinned_out)
        members = {**there, SESSION: written(told_of), AUDIT: written(extract)}
        manifest = written(
            Manifest(
                self._place.station_id,
                session_id,
                self._clock.utc().isoformat(timespec="seconds"),
                key.public_key,
                {name: member_of(data) for name, data in members.items()},
                missing,
            )
        )
        _check_room(path, members)
        with whole_file(path) as part:
            part.write_bytes(archive({**members, MANIFEST: manifest, SIGNATURE: key.sign(manifest)}))
            yield PackedBundle(
                session_id,
                told_of.dn,
                self._place.station_id,
                len(told_of.journal),
                len(there),
                len(missing),
                member_of(manifest).sha256,
            )

    def _read(self, session_id: str) -> tuple[BundledSession, AuditExtract, frozenset[str]]:
        """And the pictures that were thinned out. In one short transaction: a commit of the station waits for it."""
        file = read_station_file(self._place.folder / RECORD_NAME, self._timeout_s)
        try:
            with file.reading() as connection:
                told_of = self._session(file, connection, session_id)
                extract = _extract(connection, f"session:{session_id}")
                return told_of, extract, _thinned_out(connection, [*named_pictures(told_of.told)])
        finally:
            file.close()

    def _session(self, file: StationFile, connection: Connection, session_id: str) -> BundledSession:
        row = connection.execute(select(session).where(session.c.session_id == session_id)).first()
        if row is None:
            raise OperationalError(ErrorCode.SESSION_UNKNOWN, session=session_id)
        entries = connection.execute(select(entry).where(entry.c.session_id == session_id).order_by(entry.c.seq))
        with file.decoding(f"the journal of session {session_id}"):
            journal = tuple(map(_entry, entries))
            follows = told(journal)
        return BundledSession(self._place.station_id, session_id, row.dn, row.state, row.opened_at, journal, follows)

    def _collected(
        self, named: Mapping[str, str], thinned_out: Collection[str]
    ) -> tuple[dict[str, bytes], tuple[MissingPicture, ...]]:
        """The pictures as the journal knows them, and those that are not so any more. ``named``: the hash of each."""
        there: dict[str, bytes] = {}
        missing: list[MissingPicture] = []
        for picture_id, sha256 in sorted(named.items()):
            data = None if picture_id in thinned_out else self._shelf.jpeg(picture_id)
            if data is not None and member_of(data).sha256 == sha256:
                there[picture_name(picture_id)] = data
                continue
            why = Absence.NOT_THERE if data is None else Absence.ALTERED
            why = Absence.THINNED_OUT if picture_id in thinned_out else why
            missing.append(MissingPicture(picture_id, sha256, why))
        return there, tuple(missing)


def _entry(row: Any) -> BundledEntry:
    line = line_of(row)
    said = audit_entry(line)
    return BundledEntry(line.seq, line.at, line.by, said.deed, said.detail, row.payload)


def _extract(connection: Connection, subject: str) -> AuditExtract:
    mine = list(connection.execute(select(audit).where(audit.c.subject == subject).order_by(audit.c.seq)))
    own = {row.seq for row in mine}
    beside = sorted({seq + step for seq in own for step in (-1, 1)} - own)
    links = [Link(row.seq, row.previous, row.hash) for row in _rows(connection, audit, audit.c.seq, beside)]
    lines = tuple(BundledLine(row.seq, row.previous, row.hash, row.body) for row in mine)
    return AuditExtract(lines, tuple(links), head_of(connection, audit))


def _thinned_out(connection: Connection, picture_ids: Sequence[str]) -> frozenset[str]:
    found = _rows(connection, picture, picture.c.picture_id, picture_ids)
    return frozenset(row.picture_id for row in found if row.removed)


def _rows(connection: Connection, table: Table, key: Column[Any], wanted: Sequence[object]) -> Iterator[Any]:
    """Those whose ``key`` is wanted, by some at a time."""
    for start in range(0, len(wanted), _AT_ONCE):
        some = select(table).where(key.in_(wanted[start : start + _AT_ONCE])).order_by(key)
        yield from connection.execute(some)


def _check_room(path: Path, members: dict[str, bytes]) -> None:
    size = sum(map(len, members.values()))
    if len(members) + 2 > MEMBERS_AT_MOST or size > SIZE_AT_MOST * 0.99:
        problem = f"a bundle holds at most {MEMBERS_AT_MOST} files and {SIZE_AT_MOST // 2**20} MiB"
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem=problem)
