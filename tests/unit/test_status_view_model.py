"""The lamps of the status bar, decided without a screen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.detection import DetectorSource, ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.packing_session import Agreement
from app.ports.camera import CameraState, CameraStatus
from app.ports.detector import DetectorStatus
from app.ports.scanner import ScannerState, ScannerStatus
from app.ports.station_record import DiskRoom, DiskState, OutboxStatus
from app.runtime.clock_watch import ClockWatch
from app.use_cases.sending import RecordStatus
from app.use_cases.station import StationStatus
from tests.fakes.station_parts import SetClock
from ui.status.view_model import Bench, Condition, Health, Lamp, LampState, status_state

MODEL = ModelIdentity("covers", "3")
NOW = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
BENCH = Bench(NOW)
WELL = StationStatus(
    CameraStatus(CameraState.LIVE, 10, 14.6), DetectorStatus(DetectorSource.SERVER, MODEL, 1234, 5), 9.97, 43.0
)
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="login timeout")
ROOMY = DiskRoom(DiskState.ROOMY, 90_000_000_000, 40.0)


def lamp(kind: Lamp, status: StationStatus = WELL, bench: Bench = BENCH) -> LampState:
    return next(each for each in status_state(status, bench).lamps if each.lamp is kind)


def test_every_lamp_is_shown_once_and_the_frames_are_counted() -> None:
    shown = status_state(WELL, BENCH)
    assert [each.lamp for each in shown.lamps] == list(Lamp)
    assert shown.frames == 1234


@pytest.mark.parametrize(
    ("source", "age_ms", "camera", "condition", "health"),
    [
        (DetectorSource.SERVER, 43.0, CameraState.LIVE, Condition.SERVER, Health.GOOD),
        (DetectorSource.LOCAL, 43.0, CameraState.LIVE, Condition.OWN_MODEL, Health.CAUTION),
        (None, 43.0, CameraState.LIVE, Condition.NO_DETECTION, Health.BAD),
        (DetectorSource.SERVER, 1001.0, CameraState.LIVE, Condition.RESULTS_LATE, Health.CAUTION),
        (DetectorSource.SERVER, None, CameraState.LIVE, Condition.RESULTS_LATE, Health.CAUTION),
        (DetectorSource.SERVER, 9000.0, CameraState.ABSENT, Condition.SERVER, Health.GOOD),
    ],
)
def test_who_detects(
    source: DetectorSource | None, age_ms: float | None, camera: CameraState, condition: Condition, health: Health
) -> None:
    status = replace(WELL, detector=DetectorStatus(source, MODEL), result_age_ms=age_ms, camera=CameraStatus(camera))
    shown = lamp(Lamp.DETECTION, status)
    assert (shown.condition, shown.health, shown.about) == (condition, health, "covers@3")


def test_figures_go_in_steps_so_that_they_do_not_flicker() -> None:
    assert lamp(Lamp.DETECTION).details == {"rate": 10, "age_ms": 40}
    assert lamp(Lamp.CAMERA).details == {"fps": 15}


@pytest.mark.parametrize("state", CameraState)
def test_every_state_of_the_camera_has_its_lamp(state: CameraState) -> None:
    shown = lamp(Lamp.CAMERA, replace(WELL, camera=CameraStatus(state, detail="/dev/video0")))
    assert shown.condition.value == f"camera_{state}"
    assert (shown.health is Health.GOOD) == (state is CameraState.LIVE)
    assert shown.about == "/dev/video0"


def test_a_site_that_does_not_ask_the_camera_says_so_all_the_time() -> None:
    shown = lamp(Lamp.CAMERA, replace(WELL, agreement=Agreement.TWO_WAY))
    assert (shown.condition, shown.health) == (Condition.LABELS_ALONE, Health.CAUTION)


def test_a_scanner_is_there_once_it_was_heard() -> None:
    assert lamp(Lamp.SCANNER).condition is Condition.SCANNER_UNHEARD
    typed = lamp(Lamp.SCANNER, bench=replace(BENCH, wedge_codes=2))
    assert (typed.condition, typed.details) == (Condition.SCANNER_READY, {"codes": 2})
    read = replace(WELL, scanners=(ScannerStatus(ScannerState.READY, 3), ScannerStatus(ScannerState.READY, 4)))
    assert lamp(Lamp.SCANNER, read, replace(BENCH, wedge_codes=2)).details == {"codes": 9}
    gone = replace(WELL, scanners=(ScannerStatus(ScannerState.ABSENT, 3, "COM3"),))
    assert (lamp(Lamp.SCANNER, gone).condition, lamp(Lamp.SCANNER, gone).about) == (Condition.SCANNER_ABSENT, "COM3")
    caps = lamp(Lamp.SCANNER, bench=replace(BENCH, wedge_codes=1, suspicion=Condition.CAPS_LOCK))
    assert (caps.condition, caps.health) == (Condition.CAPS_LOCK, Health.CAUTION)


@pytest.mark.parametrize(
    ("record", "condition", "details"),
    [
        (RecordStatus(), Condition.SAVED, {"count": 0}),
        (RecordStatus(OutboxStatus(waiting=3), ROOMY), Condition.SENDING, {"count": 3}),
        (RecordStatus(OutboxStatus(waiting=3), ROOMY, AWAY), Condition.DATABASE_AWAY, {"count": 3, "days": 40}),
        (
            RecordStatus(OutboxStatus(waiting=3), replace(ROOMY, lasts_days=2.5), AWAY),
            Condition.DATABASE_AWAY,
            {"count": 3, "hours": 60},
        ),
        (
            RecordStatus(OutboxStatus(waiting=1), replace(ROOMY, lasts_days=3000.0), AWAY),
            Condition.DATABASE_AWAY,
            {"count": 1},
        ),
        (RecordStatus(OutboxStatus(conflicts=1, quarantined=2), ROOMY), Condition.FOR_SUPERVISOR, {"count": 3}),
        (RecordStatus(OutboxStatus(), ROOMY, sync_trouble=AWAY), Condition.NOT_IN_STEP, {"count": 0}),
        (RecordStatus(OutboxStatus(conflicts=1), ROOMY, sync_trouble=AWAY), Condition.FOR_SUPERVISOR, {"count": 1}),
        (RecordStatus(OutboxStatus(conflicts=1), ROOMY, AWAY), Condition.DATABASE_AWAY, {"count": 0, "days": 40}),
        (RecordStatus(fault=OperationalError(ErrorCode.DATABASE_UNWRITABLE)), Condition.RECORD_BROKEN, {}),
    ],
)
def test_the_database_tells_what_is_unsent_and_how_long_the_station_can_go_on(
    record: RecordStatus, condition: Condition, details: dict[str, int]
) -> None:
    shown = lamp(Lamp.DATABASE, replace(WELL, record=record))
    assert (shown.condition, dict(shown.details)) == (condition, details)


@pytest.mark.parametrize(
    ("outbox", "room", "condition"),
    [
        (OutboxStatus(), None, Condition.DISK_ROOMY),
        (OutboxStatus(), ROOMY, Condition.DISK_ROOMY),
        (OutboxStatus(waiting=1), ROOMY, Condition.DISK_LASTS),
        (OutboxStatus(waiting=1), replace(ROOMY, lasts_days=3000.0), Condition.DISK_ROOMY),
        (OutboxStatus(), replace(ROOMY, lasts_days=9.9), Condition.DISK_LASTS),
        (OutboxStatus(), replace(ROOMY, lasts_days=None), Condition.DISK_ROOMY),
        (OutboxStatus(), DiskRoom(DiskState.LOW, 1_900_000_000, 2.5), Condition.DISK_LOW),
        (OutboxStatus(), DiskRoom(DiskState.FULL, 200_000_000), Condition.DISK_FULL),
    ],
)
def test_v10_the_disk_speaks_while_something_is_unsent_or_room_runs_out(
    outbox: OutboxStatus, room: DiskRoom | None, condition: Condition
) -> None:
    assert lamp(Lamp.DISK, replace(WELL, record=RecordStatus(outbox, room))).condition is condition


@pytest.mark.parametrize(
    ("jump_s", "condition"),
    [(0.0, Condition.CLOCK_GOOD), (59.9, Condition.CLOCK_GOOD), (60.0, Condition.CLOCK_JUMPED),
     (-3600.0, Condition.CLOCK_JUMPED)],
)  # fmt: skip
def test_v18_a_jump_of_a_minute_is_told(jump_s: float, condition: Condition) -> None:
    assert lamp(Lamp.CLOCK, bench=replace(BENCH, clock_jump_s=jump_s)).condition is condition


def test_the_clocks_are_compared_from_the_start() -> None:
    class Moved(SetClock):
        moved_s = 0.0

        def utc(self) -> datetime:
            return datetime.fromtimestamp(1_800_000_000 + self.now_s + self.moved_s, tz=UTC)

    clock = Moved()
    watch = ClockWatch(clock)
    clock.now_s += 500
    assert watch.jump_s() == 0
    clock.moved_s = -3600.0
    assert watch.jump_s() == -3600.0
