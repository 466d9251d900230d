"""The lamps of the status bar, as a pure function of the station's status: how each thing is, and by which code it is
explained. The words belong to the view."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.detection import DetectorSource
from app.domain.packing_session import Agreement
from app.domain.program_version import Programs, Standing, standing
from app.ports.camera import CameraState
from app.ports.scanner import ScannerState, ScannerStatus
from app.ports.station_record import DiskState
from app.use_cases.sending import RecordStatus
from app.use_cases.station import StationStatus
from app.version import VERSION

LATE_MS = 1000.0
CLOCK_JUMP_S = 60.0
_DAYS_WORTH_SAYING = 14
_DAYS_AT_MOST = 365
_HOURS_UP_TO_DAYS = 3


class Health(StrEnum):
    """In the order of their weight."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


class Lamp(StrEnum):
    DETECTION = "detection"
    CAMERA = "camera"
    SCANNER = "scanner"
    DATABASE = "database"
    DISK = "disk"
    CLOCK = "clock"


class Condition(StrEnum):
    """Everything a lamp can say; for each the view has a few words, a sentence, and what to do."""

    SERVER = "server"
    OWN_MODEL = "own_model"
    NO_DETECTION = "no_detection"
    RESULTS_LATE = "results_late"
    CAMERA_OPENING = "camera_opening"
    CAMERA_LIVE = "camera_live"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_ABSENT = "camera_absent"
    CAMERA_ENDED = "camera_ended"
    CAMERA_DARK = "camera_dark"
    CAMERA_COVERED = "camera_covered"
    LABELS_ALONE = "labels_alone"
    SCANNER_UNHEARD = "scanner_unheard"
    SCANNER_READY = "scanner_ready"
    SCANNER_ABSENT = "scanner_absent"
    CAPS_LOCK = "caps_lock"
    FOREIGN_LAYOUT = "foreign_layout"
    SAVED = "saved"
    SENDING = "sending"
    DATABASE_AWAY = "database_away"
    FOR_SUPERVISOR = "for_supervisor"
    NOT_IN_STEP = "not_in_step"
    RECORD_BROKEN = "record_broken"
    DISK_ROOMY = "disk_roomy"
    DISK_LASTS = "disk_lasts"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    CLOCK_GOOD = "clock_good"
    CLOCK_JUMPED = "clock_jumped"


_HEALTH = {
    Health.GOOD: {
        Condition.SERVER, Condition.CAMERA_LIVE, Condition.SCANNER_READY, Condition.SCANNER_UNHEARD, Condition.SAVED,
        Condition.SENDING, Condition.DISK_ROOMY, Condition.CLOCK_GOOD,
    },
    Health.BAD: {
        Condition.NO_DETECTION, Condition.CAMERA_FROZEN, Condition.CAMERA_ABSENT, Condition.CAMERA_DARK,
        Condition.CAMERA_COVERED, Condition.SCANNER_ABSENT, Condition.FOR_SUPERVISOR, Condition.RECORD_BROKEN,
        Condition.DISK_FULL,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LampState:
    """``details`` fill the words; ``about`` is for IT: a device, a model, a driver's message."""

    lamp: Lamp
    condition: Condition
    details: Mapping[str, object] = field(default_factory=dict)
    about: str = ""

    @property
    def health(self) -> Health:
        return next((health for health, members in _HEALTH.items() if self.condition in members), Health.CAUTION)


@dataclass(frozen=True, slots=True)
class StatusState:
    """``frames`` counts the processed ones: standing still means that nobody detects. ``program``: how this one stands
    to what the server wants, and ``wanted`` the version that it names."""

    lamps: tuple[LampState, ...]
    frames: int
    program: Standing = Standing.FINE
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the status bar knows besides the station: the codes that came by keyboard, what is suspected of it, the
    wall's clock, and by how much it has jumped since the start."""

    now: datetime
    wedge_codes: int = 0
    suspicion: Condition | None = None
    clock_jump_s: float = 0.0


def status_state(status: StationStatus, bench: Bench, version: str = VERSION) -> StatusState:
    lamps = (
        _detection(status),
        _camera(status),
        _scanner(status.scanners, bench),
        _database(status.record),
        _disk(status.record),
        _clock(bench),
    )
    told = status.detector.programs or Programs()
    program = standing(version, told)
    wanted = told.lowest if program is Standing.TOO_OLD else told.newest
    return StatusState(lamps, status.detector.results, program, wanted)


def _detection(status: StationStatus) -> LampState:
    """Results more than a second old are late, whoever gives them. Figures in steps, so that they do not flicker."""
    detector, age = status.detector, status.result_age_ms
    about = str(detector.model) if detector.model else ""
    details = {"rate": round(status.results_per_second), "age_ms": 0 if age is None else round(age / 10) * 10}
    if detector.source is None:
        return LampState(Lamp.DETECTION, Condition.NO_DETECTION, {}, about)
    live = status.camera.state is CameraState.LIVE
    if live and (age is None or age > LATE_MS):
        return LampState(Lamp.DETECTION, Condition.RESULTS_LATE, {}, about)
    own = detector.source is DetectorSource.LOCAL
    return LampState(Lamp.DETECTION, Condition.OWN_MODEL if own else Condition.SERVER, details, about)


def _camera(status: StationStatus) -> LampState:
    camera = status.camera
    if camera.state is CameraState.LIVE and status.agreement is not Agreement.THREE_WAY:
        return LampState(Lamp.CAMERA, Condition.LABELS_ALONE, {"fps": round(camera.frames_per_second)}, camera.detail)
    details = {"fps": round(camera.frames_per_second)}
    return LampState(Lamp.CAMERA, Condition(f"camera_{camera.state}"), details, camera.detail)


def _scanner(scanners: tuple[ScannerStatus, ...], bench: Bench) -> LampState:
    """One that types has no plug to look at: it is there once it has been heard."""
    codes = bench.wedge_codes + sum(scanner.codes for scanner in scanners)
    absent = next((each for each in scanners if each.state is ScannerState.ABSENT), None)
    if absent is not None:
        return LampState(Lamp.SCANNER, Condition.SCANNER_ABSENT, {}, absent.detail)
    if bench.suspicion is not None:
        return LampState(Lamp.SCANNER, bench.suspicion)
    return LampState(Lamp.SCANNER, Condition.SCANNER_READY if codes else Condition.SCANNER_UNHEARD, {"codes": codes})


def _database(record: RecordStatus) -> LampState:
    outbox = record.outbox
    aside, unsent = outbox.conflicts + outbox.quarantined, outbox.waiting
    if record.fault is not None:
        return LampState(Lamp.DATABASE, Condition.RECORD_BROKEN, {}, str(record.fault))
    if record.away is not None:
        details = {"count": unsent, **_lasting(record)}
        return LampState(Lamp.DATABASE, Condition.DATABASE_AWAY, details, str(record.away))
    if aside:
        return LampState(Lamp.DATABASE, Condition.FOR_SUPERVISOR, {"count": aside})
    if record.sync_trouble is not None:
        return LampState(Lamp.DATABASE, Condition.NOT_IN_STEP, {"count": unsent}, str(record.sync_trouble))
    return LampState(Lamp.DATABASE, Condition.SENDING if unsent else Condition.SAVED, {"count": unsent})


def _lasting(record: RecordStatus) -> dict[str, int]:
    """How long the station can go on alone: hours, once it is less than three days."""
    days = record.room.lasts_days if record.room else None
    if days is None or days >= _DAYS_AT_MOST:
        return {}
    return {"hours": int(days * 24)} if days < _HOURS_UP_TO_DAYS else {"days": int(days)}


def _disk(record: RecordStatus) -> LampState:
    """Rule V10: how long the disk lasts is said while something is unsent, or when it is less than two weeks."""
    room = record.room
    if room is None:
        return LampState(Lamp.DISK, Condition.DISK_ROOMY)
    free = {"free_gb": round(room.free_bytes / 1e9, 1), **_lasting(record)}
    if room.state is DiskState.FULL:
        return LampState(Lamp.DISK, Condition.DISK_FULL, free)
    if room.state is DiskState.LOW:
        return LampState(Lamp.DISK, Condition.DISK_LOW, free)
    soon = room.lasts_days is not None and room.lasts_days < _DAYS_WORTH_SAYING
    unsent = record.outbox.waiting > 0 and len(free) > 1
    return LampState(Lamp.DISK, Condition.DISK_LASTS if soon or unsent else Condition.DISK_ROOMY, free)


def _clock(bench: Bench) -> LampState:
    """Rule V18: the wall's clock must go as the monotonic one does; a jump of a minute is told."""
    details = {"time": bench.now, "minutes": round(abs(bench.clock_jump_s) / 60)}
    jumped = abs(bench.clock_jump_s) >= CLOCK_JUMP_S
    return LampState(Lamp.CLOCK, Condition.CLOCK_JUMPED if jumped else Condition.CLOCK_GOOD, details)
