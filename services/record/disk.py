"""How much room the disk has for the record, and making some."""

import logging
import shutil
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from sqlalchemy import exists, select

from app.ports.clock import Clock
from app.ports.station_record import DiskRoom, DiskState, MessageState
from app.settings import RecordSettings
from services.record.pictures import PictureFolder
from services.record.schema import SessionState, Verdict, outbox, picture, session
from services.record.station_file import StationFile, unwritable
from services.record.written import Written

log = logging.getLogger(__name__)

_MB = 10**6
_FRESH_S = 2.0
_AT_ONCE = 32

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """Of the disk that ``folder`` lies on. OSError."""
    return shutil.disk_usage(folder).free


class SqlDiskWatch:
    """Implements :class:`app.ports.station_record.DiskWatch`: looks at the disk once in two seconds at most."""

    def __init__(
        self,
        file: StationFile,
        pictures: PictureFolder,
        written: Written,
        rules: RecordSettings,
        clock: Clock,
        free: FreeBytes = free_bytes,
    ) -> None:
        self._file, self._pictures, self._written = file, pictures, written
        self._rules, self._clock, self._free = rules, clock, free
        self._seen: tuple[float, DiskRoom] | None = None

    def room(self) -> DiskRoom:
        now = self._clock.monotonic_s()
        if self._seen is None or now - self._seen[0] >= _FRESH_S:
            self._seen = (now, self._looked())
        return self._seen[1]

    def thin_pictures(self) -> int:
        wanted, freed = self._rules.low_free_mb * _MB - self._free_bytes(), 0
        while freed < wanted and (least := self._worth_least(wanted - freed)):
            freed += self._pictures.remove(self._file, least)
        if freed:
            log.warning("pictures of %d MB were removed to make room", freed // _MB)
        self._seen = None
        return freed

    def _looked(self) -> DiskRoom:
        free = self._free_bytes()
        with self._file.reading() as connection:
            daily = self._written.last_day(connection)
        return DiskRoom(self._state(free), free, free / daily if daily else None)

    def _state(self, free: int) -> DiskState:
        if free < self._rules.stop_free_mb * _MB:
            return DiskState.FULL
        return DiskState.LOW if free < self._rules.low_free_mb * _MB else DiskState.ROOMY

    def _free_bytes(self) -> int:
        folder = self._file.path.parent
        try:
            return self._free(folder)
        except OSError as error:
            raise unwritable(folder, error) from error

    def _worth_least(self, wanted: int) -> Sequence[str]:
        """The next pictures that may go, those of accepted covers first, then the oldest: as many as free ``wanted``
        bytes, and no more at once than a scan can wait for."""
        unsent = exists().where(outbox.c.session_id == picture.c.session_id, outbox.c.state != MessageState.CONFIRMED)
        ended = exists().where(session.c.session_id == picture.c.session_id, session.c.state != SessionState.OPEN)
        found = select(picture.c.picture_id, picture.c.bytes).where(picture.c.removed == 0, ended, ~unsent)
        for verdict in (Verdict.ACCEPTED, Verdict.REFUSED):
            one_kind = found.where(picture.c.verdict == verdict).order_by(picture.c.id).limit(_AT_ONCE)
            with self._file.reading() as connection:
                if rows := connection.execute(one_kind).all():
                    before = [0, *accumulate(row.bytes for row in rows)]
                    return [row.picture_id for row, freed in zip(rows, before, strict=False) if freed < wanted]
        return ()
