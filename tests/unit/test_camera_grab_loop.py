"""The grab loop with a scripted source and a clock in the test's hand: frozen, unplugged, hanging."""

import logging
import threading
import time
from collections.abc import Iterator
from threading import Event

import numpy as np
import pytest

from app.ports.camera import CameraState
from app.ports.frame import BgrImage
from services.camera import grab_loop
from services.camera.grab_loop import MOST_HANGING, GrabbingCamera, fingerprint
from services.camera.source import SourceEndedError, SourceGoneError
from tests.contract.test_camera import Seen, noise
from tests.fakes.waiting import eventually

Step = BgrImage | Exception | Event


class ScriptedSource:
    """``opens`` and ``reads`` are played in order: a picture is given, an error raised, an Event waited for."""

    name = "scripted"
    note = ""

    def __init__(self, reads: list[Step], opens: list[Step] | None = None) -> None:
        self.reads, self.opens = reads, opens or []
        self.opened = 0
        self.waits, self.closed = Event(), Event()

    def open(self) -> None:
        self.opened += 1
        while self.opens:
            step = self.opens.pop(0)
            if isinstance(step, Exception):
                raise step
            if isinstance(step, Event):
                self.waits.set()
                step.wait(10.0)

    def read(self, stop: Event) -> BgrImage:
        while self.reads:
            step = self.reads.pop(0)
            if isinstance(step, Exception):
                raise step
            if not isinstance(step, Event):
                return step
            self.waits.set()
            step.wait(10.0)
        self.waits.set()
        stop.wait()
        raise SourceEndedError

    def close(self) -> None:
        self.closed.set()


class HandClock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(autouse=True)
def _quick_retry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(grab_loop, "FIRST_RETRY_S", 0.01)
    yield
    for thread in threading.enumerate():
        if thread.name == "camera":
            thread.join(5.0)
            assert not thread.is_alive()


def test_no_new_frame_is_frozen_within_a_second(clock: HandClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    source, seen = ScriptedSource([noise(1)]), Seen()
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    seen.wait_for(1)
    assert source.waits.wait(5.0)
    assert camera.status().state is CameraState.LIVE
    clock.now_s += 0.79
    assert camera.status().state is CameraState.LIVE
    clock.now_s += 0.02
    status = camera.status()
    assert (status.state, status.detail) == (CameraState.FROZEN, "no new picture for 0.8 s: scripted")
    assert camera.status().state is CameraState.FROZEN
    camera.close()
    assert [line.getMessage() for line in caplog.records] == [
        "camera live: scripted",
        "camera frozen: no new picture for 0.8 s: scripted",
    ]


def test_the_same_pixels_for_a_second_are_frozen_and_new_ones_are_live(clock: HandClock) -> None:
    gate, last = Event(), Event()
    source, seen = ScriptedSource([noise(1), gate, noise(1), last, noise(2)]), Seen()
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    seen.wait_for(1)
    clock.now_s += 1.5
    gate.set()
    seen.wait_for(2)
    assert camera.status().state is CameraState.FROZEN
    last.set()
    seen.wait_for(3)
    assert source.waits.wait(5.0)
    assert camera.status().state is CameraState.LIVE
    camera.close()


BLACK = np.zeros((48, 64, 3), np.uint8)


def test_a_dark_picture_has_a_stamp_that_says_so_and_turns_the_camera(clock: HandClock) -> None:
    gate = Event()
    source, seen = ScriptedSource([noise(1), BLACK, gate, BLACK]), Seen()
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    frames = seen.wait_for(2)
    assert [frame.stamp.clear for frame in frames] == [True, False]
    assert camera.status().state is CameraState.LIVE
    clock.now_s += 0.41
    gate.set()
    seen.wait_for(3)
    assert source.waits.wait(5.0)
    assert camera.status().state is CameraState.DARK
    camera.close()


def test_a_shutter_that_gives_the_same_black_for_ever_is_dark_and_not_frozen(clock: HandClock) -> None:
    gates = [Event(), Event()]
    source, seen = ScriptedSource([noise(1), BLACK, gates[0], BLACK, gates[1], BLACK]), Seen()
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    for count, gate in enumerate(gates, start=2):
        seen.wait_for(count)
        clock.now_s += 0.7
        gate.set()
    seen.wait_for(4)
    assert camera.status().state is CameraState.DARK
    clock.now_s += 0.81
    assert camera.status().state is CameraState.FROZEN, "nothing comes any more"
    camera.close()


def test_the_light_comes_back_and_pictures_count_again(clock: HandClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    gates = [Event(), Event()]
    source, seen = ScriptedSource([BLACK, gates[0], BLACK, noise(1), gates[1], noise(2)]), Seen()
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    for count, gate in ((1, gates[0]), (3, gates[1])):
        seen.wait_for(count)
        clock.now_s += 0.45
        gate.set()
    frames = seen.wait_for(4)
    assert [frame.stamp.clear for frame in frames] == [False, False, False, True], "not before it has settled"
    assert camera.status().state is CameraState.LIVE
    camera.close()
    told = [line.getMessage() for line in caplog.records]
    assert told == ["camera live: scripted", "camera dark: scripted", "camera live: scripted"]


def test_a_device_that_opens_and_gives_nothing_is_frozen(clock: HandClock) -> None:
    source = ScriptedSource([])
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(Seen())
    assert source.waits.wait(5.0)
    assert camera.status().state is CameraState.OPENING
    clock.now_s += 1.1
    assert camera.status().state is CameraState.FROZEN
    camera.close()


def test_an_unplugged_camera_is_absent_and_comes_back(clock: HandClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    nothing: list[Step] = [SourceGoneError("nothing there"), SourceGoneError("nothing there")]
    source, seen = ScriptedSource([noise(1), SourceGoneError("pulled"), noise(2)], nothing), Seen()
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    frames = seen.wait_for(2)
    assert [frame.stamp.frame_id for frame in frames] == [1, 2]
    assert source.opened == 4
    assert source.waits.wait(5.0)
    assert camera.status().state is CameraState.LIVE
    camera.close()
    warnings = [line.getMessage() for line in caplog.records if line.levelno == logging.WARNING]
    assert warnings == ["camera absent: nothing there", "camera absent: pulled"]


def test_absent_is_kept_through_the_attempts_and_logged_once(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    hold = Event()
    opens: list[Step] = [*(SourceGoneError("not there") for _ in range(5)), hold]
    source = ScriptedSource([], opens)
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(Seen())
    assert source.waits.wait(5.0)
    status = camera.status()
    assert (status.state, status.detail) == (CameraState.ABSENT, "not there")
    assert [line.getMessage() for line in caplog.records] == ["camera absent: not there"]
    hold.set()
    camera.close()


def test_an_opening_that_hangs_is_given_up_and_another_one_succeeds(clock: HandClock) -> None:
    hang = Event()
    hanging = ScriptedSource([noise(1)], [hang])
    working = ScriptedSource([noise(2)])
    sources, seen = [hanging, working], Seen()
    camera = GrabbingCamera(lambda: sources.pop(0), clock, open_timeout_s=0.02)
    camera.start(seen)
    assert hanging.waits.wait(5.0)
    assert len(seen.wait_for(1)) == 1
    assert working.waits.wait(5.0)
    hang.set()
    assert hanging.closed.wait(5.0)
    assert camera.status().state is CameraState.LIVE
    camera.close()
    assert len(seen.frames) == 1


def test_no_more_than_two_openings_are_left_hanging_and_a_late_one_is_taken(clock: HandClock) -> None:
    hang = Event()
    sources = [ScriptedSource([noise(n)], [hang]) for n in range(MOST_HANGING + 1)]
    waiting, seen = list(sources), Seen()
    camera = GrabbingCamera(lambda: waiting.pop(0), clock, open_timeout_s=0.02)
    camera.start(seen)
    assert sources[-1].waits.wait(5.0)
    eventually(lambda: camera.status().state is CameraState.ABSENT)
    assert camera.status().detail == "scripted does not open within 0.02 s"
    hang.set()
    seen.wait_for(1)
    assert [source.opened for source in sources] == [1] * (MOST_HANGING + 1)
    assert sources[-1].reads == []
    camera.close()
    for source in sources:
        assert source.closed.wait(5.0)
    assert len(seen.frames) == 1


def test_the_pause_between_attempts_doubles_up_to_a_limit(clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = GrabbingCamera(lambda: ScriptedSource([], [SourceGoneError("not there")]), clock)
    pauses: list[float] = []

    class Waits(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0.0)
            if len(pauses) == 6:
                self.set()
            return self.is_set()

    monkeypatch.setattr(grab_loop, "FIRST_RETRY_S", 0.5)
    monkeypatch.setattr(camera, "_stop", Waits())
    camera.start(Seen())
    eventually(lambda: len(pauses) == 6)
    camera.close()
    assert pauses == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


def test_what_the_driver_refused_is_in_the_status_and_logged_once(
    clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    source, seen = ScriptedSource([noise(1), SourceGoneError("pulled"), noise(2)]), Seen()
    source.note = "focus 20 refused"
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    seen.wait_for(2)
    assert source.waits.wait(5.0)
    assert camera.status().detail == "scripted; focus 20 refused"
    camera.close()
    warnings = [line.getMessage() for line in caplog.records if line.levelno >= logging.WARNING]
    assert warnings == ["camera scripted: focus 20 refused", "camera absent: pulled"]


def test_close_does_not_wait_for_a_driver_that_hangs(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(grab_loop, "_CLOSE_WAIT_S", 0.05)
    hang, seen = Event(), Seen()
    source = ScriptedSource([noise(1)], [hang])
    camera = GrabbingCamera(lambda: source, clock)
    camera.start(seen)
    assert source.waits.wait(5.0)
    began_s = time.monotonic()
    camera.close()
    assert time.monotonic() - began_s < 1.0
    assert "hangs" in caplog.text
    assert camera.status().state is CameraState.OPENING
    hang.set()
    camera.close()
    assert seen.frames == []


def test_the_rate_is_measured(clock: HandClock) -> None:
    seen = Seen()
    source = ScriptedSource([noise(n) for n in range(21)])
    camera = GrabbingCamera(lambda: source, clock)

    def on_frame(frame) -> None:
        clock.now_s += 0.05
        seen(frame)

    camera.start(on_frame)
    seen.wait_for(21)
    assert camera.status().frames_per_second == pytest.approx(20.0)
    clock.now_s += 5.0
    assert camera.status().frames_per_second == 0.0
    camera.close()


def test_a_fingerprint_sees_sensor_noise_and_equal_pictures() -> None:
    still = np.full((720, 1280, 3), 90, np.uint8)
    noisy = still + np.random.default_rng(1).integers(0, 2, still.shape, np.uint8)
    assert fingerprint(still) == fingerprint(still.copy())
    assert fingerprint(still) != fingerprint(noisy)


def test_a_fingerprint_sees_a_small_thing_move() -> None:
    still = np.zeros((720, 1280, 3), np.uint8)
    for row in range(0, 700, 97):
        moved = still.copy()
        moved[row : row + 4, 600:604] = 200
        assert fingerprint(moved) != fingerprint(still)


def test_a_fingerprint_costs_less_than_half_a_millisecond() -> None:
    image = np.random.default_rng(1).integers(0, 256, (720, 1280, 3), np.uint8)
    costs_s = []
    for _ in range(50):
        began_s = time.perf_counter()
        fingerprint(image)
        costs_s.append(time.perf_counter() - began_s)
    assert min(costs_s) <= 0.0005
