"""What the status bar shows, as a pure function of the station's status."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.detection import DetectorSource
from app.domain.packing_session import Agreement
from app.ports.camera import CameraState
from app.ports.station_record import DiskState
from app.use_cases.sending import RecordStatus
from app.use_cases.station import StationStatus

LATE_MS = 1000.0
_DAYS_WORTH_SAYING = 14
_DAYS_AT_MOST = 365


class Connection(StrEnum):
    SERVER = "server"
    LOCAL = "local"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What of the record the operator should know: ``unsent`` submitted sessions, those ``set_aside`` for the
    supervisor (conflicts and refused ones), whether they can be sent now, and the disk: ``days`` it lasts at today's
    rate (None: nobody can say, or for months), ``free_gb`` where it runs low."""

    unsent: int = 0
    set_aside: int = 0
    sending: bool = True
    days: int | None = None
    free_gb: float | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class StatusState:
    """``age_ms`` is rounded to 10 ms so that the line does not flicker; None before the first result. ``camera_asked``:
    a label counts only when the camera has seen its part."""

    connection: Connection
    model: str
    frames: int
    dropped: int
    results_per_second: float
    age_ms: int | None
    late: bool
    camera: CameraState
    camera_fps: int
    camera_asked: bool = True
    record: RecordLine = RecordLine()


def status_state(status: StationStatus) -> StatusState:
    detector, age = status.detector, status.result_age_ms
    return StatusState(
        connection=_connection(detector.source),
        model=str(detector.model) if detector.model else "",
        frames=detector.results,
        dropped=detector.dropped,
        results_per_second=round(status.results_per_second, 1),
        age_ms=None if age is None else round(age / 10) * 10,
        late=age is None or age > LATE_MS,
        camera=status.camera.state,
        camera_fps=round(status.camera.frames_per_second),
        camera_asked=status.agreement is Agreement.THREE_WAY,
        record=record_line(status.record),
    )


def record_line(record: RecordStatus) -> RecordLine:
    """Rule V10: the disk is spoken of while something is unsent, or when it lasts for less than two weeks or is low."""
    outbox, room = record.outbox, record.room
    low = room is not None and room.state is not DiskState.ROOMY
    days = room.lasts_days if room is not None else None
    telling = days is not None and (outbox.waiting > 0 or low or days < _DAYS_WORTH_SAYING)
    return RecordLine(
        unsent=outbox.waiting,
        set_aside=outbox.conflicts + outbox.quarantined,
        sending=record.away is None,
        days=int(days) if telling and days is not None and days < _DAYS_AT_MOST else None,
        free_gb=round(room.free_bytes / 1e9, 1) if low and room is not None else None,
        broken=record.fault is not None,
    )


def _connection(source: DetectorSource | None) -> Connection:
    match source:
        case DetectorSource.SERVER:
            return Connection.SERVER
        case DetectorSource.LOCAL:
            return Connection.LOCAL
        case None:
            return Connection.NONE
