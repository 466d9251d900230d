"""Who answers, decided with a clock that only the test moves."""

from collections.abc import Iterator

import pytest

from app.domain.detection import DetectorSource, FrameDetections, ModelIdentity, Timing
from app.domain.program_version import Programs
from app.ports.detector import DetectorStatus, OnResult
from app.ports.frame import Frame
from services.inference.client.failover import FailoverDetector, FailoverPolicy
from services.inference.client.in_flight import LIMIT, InFlight, Sent
from tests.fakes.inference_server import red_frame

SILENCE_S, HEALTHY_S = 1.0, 2.0


class HandDetector:
    """A Detector without a thread: the test answers."""

    def __init__(self, source: DetectorSource) -> None:
        self._source = source
        self.present = True
        self.offered: list[Frame] = []
        self.dropped = 0
        self.programs: Programs | None = None

    def start(self, on_result: OnResult) -> None:
        self._on_result = on_result

    def offer(self, frame: Frame) -> None:
        self.offered.append(frame)

    def status(self) -> DetectorStatus:
        source = self._source if self.present else None
        detail = "" if self.present else f"{self._source} is gone"
        return DetectorStatus(source, None, 0, self.dropped, detail, programs=self.programs)

    def close(self) -> None: ...

    def answer(self, frame_id: int) -> None:
        stamp = red_frame(frame_id).stamp
        model = ModelIdentity("hand", "1")
        self._on_result(FrameDetections(stamp, (), model, self._source, Timing(), stamp.captured_s))


class Bench:
    """A failover between two hand detectors; frame n is captured at second n / 10."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.server, self.local = HandDetector(DetectorSource.SERVER), HandDetector(DetectorSource.LOCAL)
        self.detector = FailoverDetector(
            self.server, self.local, silence_s=SILENCE_S, healthy_s=HEALTHY_S, clock=lambda: self.now_s
        )
        self.results: list[tuple[int, DetectorSource]] = []
        self.detector.start(lambda result: self.results.append((result.stamp.frame_id, result.source)))
        self.frame_id = 0

    def offer(self, after_s: float = 0.1) -> int:
        self.now_s += after_s
        self.frame_id += 1
        self.detector.offer(red_frame(self.frame_id))
        return self.frame_id

    @property
    def source(self) -> DetectorSource | None:
        return self.detector.status().source

    @property
    def sources(self) -> list[DetectorSource]:
        return [source for _, source in self.results]


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def away(bench: Bench) -> Bench:
    """A bench whose server has answered once and then gone; the local model answers."""
    bench.server.answer(bench.offer())
    bench.server.present = False
    bench.local.answer(bench.offer())
    assert bench.sources == [DetectorSource.SERVER, DetectorSource.LOCAL]
    return bench


def test_while_the_server_answers_the_local_model_gets_nothing(bench: Bench) -> None:
    for _ in range(20):
        bench.server.answer(bench.offer())
    assert bench.local.offered == []
    assert bench.source is DetectorSource.SERVER
    assert [frame_id for frame_id, _ in bench.results] == list(range(1, 21))


def test_a_server_that_says_it_is_gone_is_replaced_at_the_next_frame(away: Bench) -> None:
    assert away.source is DetectorSource.LOCAL
    assert len(away.local.offered) == 1
    assert len(away.server.offered) == 2
    assert "server is gone" in away.detector.status().detail
    assert away.detector.status().switches == 1


def test_what_the_server_said_of_programs_holds_while_it_is_away(away: Bench) -> None:
    away.server.programs = Programs("1.0.0", "1.1.0")
    away.offer()
    assert (away.source, away.detector.status().programs) == (DetectorSource.LOCAL, Programs("1.0.0", "1.1.0"))


def test_a_server_that_never_answers_is_replaced_after_silence_s(bench: Bench) -> None:
    bench.offer()
    bench.offer(SILENCE_S)
    assert bench.local.offered == []
    bench.offer(0.01)
    assert len(bench.local.offered) == 1
    assert bench.source is DetectorSource.LOCAL


def test_silence_counts_from_the_frame_that_is_owed_not_from_the_last_answer(bench: Bench) -> None:
    bench.server.answer(bench.offer())
    bench.offer(60.0)
    assert bench.source is DetectorSource.SERVER


def test_a_server_that_hangs_is_seen_without_further_frames(bench: Bench) -> None:
    bench.server.answer(bench.offer())
    bench.offer()
    bench.now_s += SILENCE_S + 0.01
    assert bench.source is DetectorSource.LOCAL


def test_the_server_is_taken_back_after_answering_for_healthy_s(away: Bench) -> None:
    away.server.present = True
    for _ in range(20):
        frame_id = away.offer()
        away.local.answer(frame_id)
        away.server.answer(frame_id)
    assert set(away.sources[1:]) == {DetectorSource.LOCAL}
    assert away.detector.status().detail == "the server answers again, 2 of 2 s"
    away.server.answer(away.offer())
    assert away.sources[-1] is DetectorSource.SERVER
    assert away.source is DetectorSource.SERVER
    assert (away.detector.status().detail, away.detector.status().switches) == ("", 2)


def test_going_away_again_starts_the_healthy_time_anew(away: Bench) -> None:
    away.server.present = True
    for _ in range(15):
        away.server.answer(away.offer())
    away.server.present = False
    away.offer()
    away.server.present = True
    for _ in range(15):
        away.server.answer(away.offer())
    assert away.source is DetectorSource.LOCAL


def test_no_frame_is_delivered_twice_or_after_a_newer_one(bench: Bench) -> None:
    bench.server.answer(bench.offer())
    late = bench.offer()
    bench.server.present = False
    newest = bench.offer()
    bench.local.answer(newest)
    bench.local.answer(newest)
    bench.server.answer(late)
    bench.local.answer(late)
    assert [frame_id for frame_id, _ in bench.results] == [1, newest]


def test_drops_are_counted_for_whoever_is_active(bench: Bench) -> None:
    bench.server.answer(bench.offer())
    bench.server.dropped = 5
    assert bench.detector.status().dropped == 5
    bench.server.present = False
    bench.offer()
    bench.server.dropped = 50
    bench.local.dropped = 2
    assert bench.detector.status().dropped == 7
    assert bench.detector.status().results == 1


def test_nothing_is_delivered_after_close(bench: Bench) -> None:
    frame_id = bench.offer()
    bench.detector.close()
    bench.server.answer(frame_id)
    assert bench.results == []


def test_healthy_s_of_zero_goes_back_at_the_first_answer() -> None:
    policy = FailoverPolicy(silence_s=1, healthy_s=0)
    policy.offered(0, primary_up=True)
    policy.look(2, primary_up=True)
    assert not policy.on_primary
    policy.answered(3)
    assert policy.on_primary


@pytest.fixture
def in_flight() -> Iterator[InFlight]:
    made = InFlight()
    yield made
    made.end()


def sent(frame_id: int, at_s: float) -> Sent:
    return Sent(red_frame(frame_id).stamp, at_s, at_s)


def test_no_more_than_two_frames_are_under_way(in_flight: InFlight) -> None:
    for frame_id in range(LIMIT):
        assert in_flight.wait_for_room(0)
        in_flight.add(sent(frame_id, 0))
    assert not in_flight.wait_for_room(0)
    assert in_flight.answered(0)
    assert in_flight.wait_for_room(0)


@pytest.mark.parametrize(("credit", "most"), [(0, LIMIT), (1, 1), (2, LIMIT), (50, LIMIT)])
def test_the_server_may_allow_fewer_frames_but_never_more(in_flight: InFlight, credit: int, most: int) -> None:
    in_flight.allow(credit)
    for frame_id in range(most):
        assert in_flight.wait_for_room(0)
        in_flight.add(sent(frame_id, 0))
    assert not in_flight.wait_for_room(0)


def test_the_consumer_s_slowness_is_not_the_server_s_silence(in_flight: InFlight) -> None:
    assert in_flight.silent_s(9) == 0
    in_flight.add(sent(1, 10))
    in_flight.add(sent(2, 10))
    assert in_flight.silent_s(13) == 3
    in_flight.answered(1)
    assert in_flight.silent_s(100) == 0
    in_flight.delivered(100)
    assert in_flight.silent_s(101) == 1
    in_flight.answered(2)
    in_flight.delivered(101)
    assert in_flight.silent_s(200) == 0


def test_an_ended_stream_takes_no_more_frames(in_flight: InFlight) -> None:
    in_flight.add(sent(1, 0))
    in_flight.end()
    assert not in_flight.wait_for_room(0)
    assert len(in_flight) == 1
