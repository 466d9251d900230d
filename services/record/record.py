"""The station's own record, from one file and one folder of pictures."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.audit import AuditFinding
from app.ports.clock import Clock
from app.settings import RecordSettings
from services.record.audit import SqlStationAudit
from services.record.audit_check import binding_findings
from services.record.cache import SqlFactoryCache
from services.record.disk import FreeBytes, SqlDiskWatch, free_bytes
from services.record.journal import SqlJournal
from services.record.outbox import SqlOutbox
from services.record.pictures import PICTURES_NAME, PictureFolder
from services.record.sign_ins import SqlSignIns
from services.record.station_file import RECORD_NAME, StationFile, open_station_file
from services.record.unsent_reports import SqlUnsentReports
from services.record.written import Written


class SqlStationRecord:
    """Implements :class:`app.ports.station_record.StationRecord`. Any thread may call any part: there is one
    connection, and whoever comes second waits for it."""

    def __init__(self, file: StationFile, rules: RecordSettings, clock: Clock, free: FreeBytes = free_bytes) -> None:
        written = Written(clock)
        self._file = file
        self.pictures = PictureFolder(file.path.with_name(PICTURES_NAME))
        self.journal = SqlJournal(file, self.pictures, written)
        self.outbox = SqlOutbox(file)
        self.unsent = SqlUnsentReports(file)
        self.audit = SqlStationAudit(file)
        self.sign_ins = SqlSignIns(file)
        self.cache = SqlFactoryCache(file)
        self.disk = SqlDiskWatch(file, self.pictures, written, rules, clock, free)

    def audit_findings(self, stopping: Callable[[], bool] = lambda: False) -> Iterator[AuditFinding]:
        """What does not fit between the audit and what it tells of (rule AU6)."""
        return binding_findings(self._file, stopping)

    def close(self) -> None:
        self._file.close()


def open_record(
    folder: Path, rules: RecordSettings, clock: Clock, timeout_s: float, free: FreeBytes = free_bytes
) -> SqlStationRecord:
    """The record in ``folder`` for this process alone; pictures that a crash left without an entry are removed.

    Raises OperationalError as :func:`services.record.station_file.open_station_file`.
    """
    file = open_station_file(folder / RECORD_NAME, timeout_s)
    record = SqlStationRecord(file, rules, clock, free)
    try:
        record.pictures.sweep(file, time.time())
    except BaseException:
        record.close()
        raise
    return record
