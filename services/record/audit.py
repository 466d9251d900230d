"""The station's own audit, in its record."""

from collections.abc import Sequence

from app.domain.audit import Act, AuditLine, Head, StoredLine
from app.domain.audit_filter import EVERY_LINE, AuditFilter
from services.record.schema import audit
from services.record.station_file import StationFile
from services.storage.audit_chain import (
    append_act,
    head_of,
    lines_after,
    lines_of_subject,
    newest_lines,
    stored_after,
)


class SqlStationAudit:
    """Implements :class:`app.ports.audit_trail.AuditTrail`. Entries of the journal get here with the journal's own
    transaction (:mod:`services.record.journal`)."""

    def __init__(self, file: StationFile) -> None:
        self._file = file

    def append(self, act: Act) -> AuditLine:
        with self._file.writing() as connection:
            return append_act(connection, audit, act)

    def head(self) -> Head | None:
        with self._file.reading() as connection:
            return head_of(connection, audit)

    def lines(self, after_seq: int, limit: int) -> Sequence[AuditLine]:
        with self._file.reading() as connection:
            return lines_after(connection, audit, after_seq, limit)

    def newest(self, before_seq: int | None, limit: int, wanted: AuditFilter = EVERY_LINE) -> Sequence[AuditLine]:
        with self._file.reading() as connection:
            return newest_lines(connection, audit, before_seq, limit, wanted)

    def of_subject(self, subject: str) -> Sequence[AuditLine]:
        with self._file.reading() as connection:
            return lines_of_subject(connection, audit, subject)

    def stored(self, after_seq: int | None, limit: int) -> Sequence[StoredLine]:
        with self._file.reading() as connection:
            return stored_after(connection, audit, after_seq, limit)
