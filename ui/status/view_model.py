"""What the status bar shows, as a pure function of the station's status."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.detection import DetectorSource
from app.domain.packing_session import Agreement
from app.ports.camera import CameraState
from app.use_cases.station import StationStatus

LATE_MS = 1000.0


class Connection(StrEnum):
    SERVER = "server"
    LOCAL = "local"
    NONE = "none"


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
    )


def _connection(source: DetectorSource | None) -> Connection:
    match source:
        case DetectorSource.SERVER:
            return Connection.SERVER
        case DetectorSource.LOCAL:
            return Connection.LOCAL
        case None:
            return Connection.NONE
