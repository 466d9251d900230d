"""The station on fakes: its threads hand over what they should, and none is left."""

import threading
from collections.abc import Callable, Iterator

import pytest

from app.domain.command import Command
from app.domain.decision import Accepted, Undecided, UndecidedReason, VoteRules
from app.domain.detection import Box, Detection, FrameStamp
from app.domain.errors import ErrorCode
from app.domain.notices import InfoCode
from app.domain.packing_session import Agreement
from app.domain.stamp import StampReading
from app.ports.camera import CameraState
from app.ports.frame import Frame
from app.ports.stamp_reader import OnReading, StampReader
from app.use_cases.desk_state import Phase
from app.use_cases.station import Station
from tests.fakes.detector import FAKE_MODEL, FakeDetector
from tests.fakes.listening import Ear
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import KnownNotes, ManualCamera, SetClock, factory_of, note_of
from tests.fakes.station_record import FakeStationRecord
from tests.fakes.waiting import eventually
from tests.unit.builders import D26L, D26R, label_record, part, seen

DN = "KSS007317A"
FRAME_S = 0.1


class Bench:
    def __init__(self, stamp_reader: StampReader | None = None) -> None:
        self.clock, self.ear = SetClock(), Ear()
        self.camera = ManualCamera(self.clock.monotonic_s)
        self.covers: tuple[Detection, ...] = ()
        self.detector = FakeDetector(lambda frame: self.covers, clock=self.clock.monotonic_s)
        self.notes = KnownNotes({DN: note_of(DN, Z_CV01_D26LXXX_C03N_NL_DG00=30)})
        self.store = FakePackingStore([label_record("L-1", D26L)])
        self.record = FakeStationRecord()
        self.station = Station(
            self.camera, self.detector, factory_of(self.notes, self.store), self.record,
            VoteRules(), self.clock, "station-7", self.ear,
            agreement=Agreement.TWO_WAY, stamp_reader=stamp_reader,
        )  # fmt: skip

    def show(self, *covers: Detection, frames: int = 3) -> None:
        """Put covers before the camera; each frame is answered before the next."""
        self.covers = covers
        for _ in range(frames):
            self.clock.now_s += FRAME_S
            stamp = self.camera.push()
            eventually(self._answered(stamp))

    def _answered(self, stamp: FrameStamp) -> Callable[[], bool]:
        return lambda: bool(self.ear.seen) and self.ear.seen[-1].result.stamp == stamp

    def until(self, code: object) -> None:
        eventually(lambda: self.ear.desk.notice.code is code)


@pytest.fixture
def bench() -> Iterator[Bench]:
    before = set(threading.enumerate())
    opened = Bench()
    opened.station.start()
    yield opened
    opened.station.close()
    assert set(threading.enumerate()) <= before


def test_the_whole_job(bench: Bench) -> None:
    bench.station.scan(DN)
    bench.until(InfoCode.NOTE_OPENED)
    bench.show(seen(D26L))
    bench.until(InfoCode.PART_ACCEPTED)
    bench.station.scan("L-1")
    bench.until(InfoCode.LABEL_COUNTED)
    bench.station.do(Command.CONFIRM)
    bench.until(InfoCode.COMMITTED)
    (record,) = bench.store.records
    assert record.station_id == "station-7"
    assert record.session.inspected == {part(D26L)}
    assert [state.revision for state in bench.ear.states] == [1, 2, 3, 4, 5, 6], "the first says that it is ready"
    assert bench.ear.bugs == []


def test_every_frame_reaches_the_display_and_every_result_the_listener_with_its_frame(bench: Bench) -> None:
    bench.show(seen(D26L), frames=4)
    frame = bench.station.frames.take(0)
    assert frame is not None
    assert frame.stamp.frame_id == 4
    assert bench.station.frames.dropped == 3
    assert [each.result.stamp.frame_id for each in bench.ear.seen] == [1, 2, 3, 4]


def test_covers_are_decided_only_while_a_note_is_open(bench: Bench) -> None:
    bench.show(seen(D26L))
    bench.station.scan(DN)
    bench.until(InfoCode.NOTE_OPENED)
    bench.show(seen(D26L))
    bench.station.do(Command.NEXT)
    bench.until(InfoCode.NOTE_LEFT)
    bench.show(seen(D26R))
    decided = [[type(decision) for decision in each.decisions] for each in bench.ear.seen]
    assert decided == [[]] * 3 + [[Undecided], [Undecided], [Accepted]] + [[]] * 3


def test_a_slow_erp_holds_up_records_and_no_picture(bench: Bench) -> None:
    bench.notes.held.clear()
    bench.station.scan(DN)
    bench.show(seen(D26L), frames=5)
    assert [state.phase for state in bench.ear.states] == [Phase.WAITING_FOR_NOTE]
    bench.notes.held.set()
    bench.until(InfoCode.NOTE_OPENED)


def test_records_are_worked_off_in_order_however_fast_they_come(bench: Bench) -> None:
    bench.notes.held.clear()
    bench.station.open_note(DN)
    for _ in range(3):
        bench.station.scan("L-1")
        bench.station.take_back("L-1")
    bench.station.do(Command.CONFIRM)
    bench.notes.held.set()
    bench.until(InfoCode.NOTHING_TO_SUBMIT)
    assert bench.ear.codes[2:-1] == [InfoCode.LABEL_COUNTED, InfoCode.LABEL_TAKEN_BACK] * 3


def test_status_tells_rates_and_age(bench: Bench) -> None:
    status = bench.station.status()
    assert (status.results_per_second, status.result_age_ms) == (0.0, None)
    bench.show(frames=11)
    status = bench.station.status()
    assert status.results_per_second == pytest.approx(1 / FRAME_S)
    assert status.result_age_ms == pytest.approx(0.0)
    assert (status.camera.state, status.camera.frames) == (CameraState.LIVE, 11)
    assert (status.detector.model, status.detector.results) == (FAKE_MODEL, 11)


def test_a_rate_is_not_shown_for_results_that_no_longer_come(bench: Bench) -> None:
    bench.show(frames=5)
    bench.clock.now_s += 3.0
    status = bench.station.status()
    assert status.results_per_second == 0.0
    assert status.result_age_ms == pytest.approx(3000.0)


def test_a_bug_at_the_desk_is_handed_to_the_listener_and_the_desk_goes_on(bench: Bench) -> None:
    bench.notes._notes = None  # type: ignore[assignment]  # a bug to order
    bench.station.scan(DN)
    eventually(lambda: bench.ear.bugs)
    assert isinstance(bench.ear.bugs[0], AttributeError)
    bench.station.scan("not a DN")
    bench.until(ErrorCode.DN_NOT_READABLE)


def test_a_packed_note_is_reopened(bench: Bench) -> None:
    for text in (DN, "L-1"):
        bench.station.scan(text)
    bench.station.do(Command.CONFIRM)
    bench.station.scan(DN)
    bench.until(InfoCode.ALREADY_PACKED)
    bench.station.do(Command.CONFIRM)
    bench.until(InfoCode.NOTE_OPENED)
    assert bench.ear.desk.phase is Phase.PACKING


def test_close_finishes_the_records_that_were_posted_before_the_database_goes() -> None:
    bench = Bench()
    bench.station.start()
    for text in (DN, "L-1"):
        bench.station.scan(text)
    bench.station.do(Command.CONFIRM)
    bench.station.close()
    assert bench.ear.desk.phase is Phase.SUBMITTED
    assert len(bench.record.outbox.kept) == 1
    assert bench.store.closed
    assert bench.notes.closed
    assert bench.camera.closed
    assert bench.station.frames.closed


def test_a_station_that_never_started_can_be_closed_and_twice_too() -> None:
    before = set(threading.enumerate())
    station = Bench().station
    station.close()
    station.close()
    assert set(threading.enumerate()) <= before


class WitnessReader:
    """Implements StampReader: reads ``text`` on every cover it is offered, at once."""

    def __init__(self) -> None:
        self.text, self.offered, self.closed = "", 0, False

    def start(self, on_reading: OnReading) -> None:
        self._on_reading = on_reading

    def offer(self, frame: Frame, box: Box, track_id: int) -> None:
        self.offered += 1
        if self.text:
            self._on_reading(StampReading(track_id, frame.stamp, self.text, 0.99))

    def close(self) -> None:
        self.closed = True


def test_the_stamp_of_an_accepted_cover_is_read_and_may_contradict() -> None:
    reader = WitnessReader()
    bench = Bench(reader)
    bench.station.start()
    try:
        bench.station.open_note(DN)
        eventually(lambda: bench.ear.desk.phase is Phase.PACKING)
        bench.show(seen(D26L), frames=5)
        (accepted,) = bench.ear.seen[-1].decisions
        assert isinstance(accepted, Accepted)
        assert not accepted.witnessed
        reader.text = "Z-CV01-D26LXXX C03N-NL-DG00"
        bench.show(seen(D26L), frames=2)
        (accepted,) = bench.ear.seen[-1].decisions
        assert isinstance(accepted, Accepted)
        assert accepted.witnessed
        reader.text = "Z-CV01-D26RXXX C03N-NL-DG00"
        bench.show(seen(D26L), frames=2)
        (doubted,) = bench.ear.seen[-1].decisions
        assert isinstance(doubted, Undecided)
        assert doubted.reason is UndecidedReason.STAMP_CONTRADICTS
    finally:
        bench.station.close()
    assert reader.closed
