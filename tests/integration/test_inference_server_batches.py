"""Frames of many stations over a real socket: who is computed together, who is to blame, and who waits."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import grpc
import pytest

from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server import dispatch, local_engine
from services.inference.server.local_engine import Loaded, LocalEngine
from services.inference.server.stream import MAX_UNANSWERED
from services.vision.batch import BatchResult
from tests.fakes.batch_engines import POISON, HeldEngine, PlainEngine
from tests.fakes.inference_server import ServerThread, engine_of, server_settings
from tests.fakes.rough_station import GOOD, NOT_SERVING, SERVING, Station
from tests.fakes.waiting import eventually

PATIENT = {"max_stale_ms": 10_000}


@pytest.fixture
def held() -> Iterator[HeldEngine]:
    engine = HeldEngine()
    yield engine
    engine.let.release(100)


@contextlib.contextmanager
def stations(address: str, count: int) -> Iterator[list[Station]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(Station(address, f"st-{index}")) for index in range(count)]


def gather_behind(
    first: Station, others: list[Station], held: HeldEngine, *, frames: list[bytes] | None = None
) -> None:
    """One frame is being computed; the frames of the others have arrived and wait."""
    first.send(0, b"first")
    eventually(lambda: held.batches)
    for index, station in enumerate(others):
        station.send(1, frames[index] if frames else b"%d" % index)
        # A second frame makes the first stale: its answer shows that both have arrived, and in which order.
        station.send(2, frames[index] if frames else b"%d" % index)
        assert station.receive().status == pb.STATUS_STALE


def test_frames_that_wait_are_computed_together_and_each_gets_its_own_answer(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", **PATIENT), engine_of(lambda: held, batches=True)) as server,
        stations(server.address, 6) as (first, *others),
    ):
        gather_behind(first, others, held)
        held.let.release(2)
        answers = [first.receive(), *(station.receive() for station in others)]
    assert [answer.status for answer in answers] == [pb.STATUS_OK] * 6
    assert [answer.frame_id for answer in answers] == [0, 2, 2, 2, 2, 2]
    assert held.batches == [[b"first"], [b"0", b"1", b"2", b"3", b"4"]]


def test_a_batch_is_never_larger_than_the_setting_and_streams_are_taken_in_turn(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", **PATIENT, batch_max=2), engine_of(lambda: held, batches=True)) as server,
        stations(server.address, 6) as (first, *others),
    ):
        gather_behind(first, others, held)
        held.let.release(4)
        for station in (first, *others):
            assert station.receive().status == pb.STATUS_OK
    assert held.batches == [[b"first"], [b"0", b"1"], [b"2", b"3"], [b"4"]]


def test_with_a_fixed_wait_a_batch_begins_when_it_is_full_or_the_time_is_up(held: HeldEngine) -> None:
    held.let.release(10)
    wait_ms = 300.0
    settings = server_settings("", **PATIENT, batch_wait_ms=wait_ms, batch_max=2)
    with (
        ServerThread(settings, engine_of(lambda: held, batches=True)) as server,
        stations(server.address, 2) as (one, other),
    ):
        one.send(1, b"alone")
        assert one.receive().queue_ms >= wait_ms
        one.send(2, b"a")
        other.send(2, b"b")
        assert {one.receive().status, other.receive().status} == {pb.STATUS_OK}
    assert [sorted(batch) for batch in held.batches] == [[b"alone"], [b"a", b"b"]]


def test_a_frame_that_its_header_condemns_is_refused_without_waiting_behind_honest_ones(held: HeldEngine) -> None:
    condemned = replace(Loaded(lambda: held, 1, batches=False), refusal=lambda frame: "no" if frame == b"bomb" else "")
    with (
        ServerThread(server_settings("", **PATIENT), LocalEngine(lambda _: condemned, Path())) as server,
        stations(server.address, 2) as (honest, hostile),
    ):
        honest.send(0, b"first")
        eventually(lambda: held.batches)
        hostile.send(1, b"bomb")
        refused = hostile.receive()
        assert held.batches == [[b"first"]]
        held.let.release()
        assert honest.receive().status == pb.STATUS_OK
    assert (refused.status, refused.reason) == (pb.STATUS_REJECTED, "no")


def test_on_a_cpu_each_frame_is_computed_alone(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", **PATIENT), engine_of(lambda: held, batches=False)) as server,
        stations(server.address, 3) as (first, *others),
    ):
        gather_behind(first, others, held)
        held.let.release(3)
        for station in (first, *others):
            assert station.receive().status == pb.STATUS_OK
    assert held.batches == [[b"first"], [b"0"], [b"1"]]


def test_the_simulated_gpu_forms_batches_by_itself() -> None:
    """Eight stations that always have two frames under way: the busier the device, the larger the batches."""
    sizes: list[int] = []
    settings = server_settings("", engine="simulated", **PATIENT)
    with ServerThread(settings) as server, stations(server.address, 8) as crowd:
        engine = server.engine
        infer = engine.infer

        async def counted(frames):
            sizes.append(len(frames))
            return await infer(frames)

        engine.infer = counted  # type: ignore[method-assign]
        drive(crowd, rounds=20)
    assert sum(sizes) / len(sizes) > 3


def drive(crowd: list[Station], *, rounds: int, frames: int = 1) -> list[list[int]]:
    """Each station sends a frame for each answer; returns the statuses each of them got."""
    seen: list[list[int]] = [[] for _ in crowd]

    def one(index: int) -> None:
        for frame_id in range(rounds):
            crowd[index].send(frame_id)
            if frame_id >= frames:
                seen[index].append(crowd[index].receive().status)
        seen[index] += [crowd[index].receive().status for _ in range(min(frames, rounds))]

    threads = [threading.Thread(target=one, args=(index,)) for index in range(len(crowd))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def test_a_station_that_sends_seven_times_as_much_is_served_as_often(held: HeldEngine) -> None:
    """Both always have a frame waiting, one of them seven at a time: they are computed in turn."""
    with (
        ServerThread(server_settings("", **PATIENT), engine_of(lambda: held)) as server,
        stations(server.address, 3) as (first, greedy, modest),
    ):
        first.send(0, b"first")
        eventually(lambda: held.batches)
        for turn in range(10):
            for index in range(7):
                greedy.send(10 * turn + index, b"greedy")
            modest.send(turn, b"modest")
            wait_for(stale=6 * (turn + 1), asked=first)
            held.let.release(3)
            assert modest.receive().status == pb.STATUS_OK
            assert [greedy.receive().status for _ in range(7)] == [pb.STATUS_STALE] * 6 + [pb.STATUS_OK]
            first.send(turn + 1, b"first")
            wait_for_batches(held, 3 * (turn + 1) + 1)
        held.let.release(100)
    assert held.seen.count(b"greedy") == held.seen.count(b"modest") == 10


def wait_for(*, stale: int, asked: Station) -> None:
    eventually(lambda: asked.status().stale == stale)


def wait_for_batches(held: HeldEngine, count: int) -> None:
    eventually(lambda: len(held.batches) == count)


def test_no_more_is_read_from_a_stream_that_ignores_its_credit(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", **PATIENT), engine_of(lambda: held)) as server,
        stations(server.address, 2) as (rude, other),
    ):
        rude.send(0, b"first")
        eventually(lambda: held.batches)
        for frame_id in range(1, 50):
            rude.send(frame_id, b"%d" % frame_id)
        unread = MAX_UNANSWERED - 2
        eventually(lambda: other.status().stale == unread)
        other.send(1, b"other")
        held.let.release(100)
        assert other.receive().status == pb.STATUS_OK
        assert other.status().stale >= unread
        assert held.seen[1] in (b"7", b"other"), "the eighth frame was the last that was read"
        assert [rude.receive().frame_id for _ in range(50)] == list(range(50))


def test_every_answer_says_how_many_frames_may_be_under_way(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", max_stale_ms=150), engine_of(lambda: held)) as server,
        stations(server.address, 2) as (busy, waiting),
    ):
        busy.send(1, b"slow")
        eventually(lambda: held.batches)
        waiting.send(2, b"late")
        late = waiting.receive()
        assert (late.reason, late.credit) == ("waited too long", 1)
        held.let.release(10)
        assert busy.receive().credit == 2


def poisoned_site(held: HeldEngine) -> LocalEngine:
    """The held engine first; after a crash, plain ones."""
    engines: list[PlainEngine] = [held]
    return LocalEngine(lambda _: Loaded(lambda: engines.pop() if engines else PlainEngine(), 1, True), Path())


def run_poisoned(held: HeldEngine) -> list[pb.DetectResponse]:
    """One of three frames in a batch is poison; the answers of the three stations."""
    with (
        ServerThread(server_settings("", **PATIENT), poisoned_site(held)) as server,
        stations(server.address, 4) as (first, *others),
    ):
        gather_behind(first, others, held, frames=[b"a", POISON, b"c"])
        held.let.release(10)
        assert first.receive().status == pb.STATUS_OK
        answers = [station.receive() for station in others]
        others[1].send(3, b"healthy again")
        assert others[1].receive().status == pb.STATUS_OK
        return answers


def test_one_poisoned_frame_fails_alone(held: HeldEngine, caplog: pytest.LogCaptureFixture) -> None:
    answers = run_poisoned(held)
    assert [answer.status for answer in answers] == [pb.STATUS_OK, pb.STATUS_FAILED, pb.STATUS_OK]
    assert answers[1].reason == dispatch.FAILED
    assert held.batches == [[b"first"], [b"a", POISON, b"c"]], "the broken engine is not used again"
    assert "a batch of 3 failed" in caplog.text


def test_without_isolation_its_neighbours_would_fail_too(held: HeldEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def blame_all(self, batch) -> None:
        self._failed(batch, dispatch.FAILED)

    monkeypatch.setattr(dispatch.Dispatcher, "_isolate", blame_all)
    assert [answer.status for answer in run_poisoned(held)] == [pb.STATUS_FAILED] * 3


def test_without_a_fresh_engine_everybody_would_fail(held: HeldEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = PlainEngine()
    broken.broken = True
    monkeypatch.setattr(local_engine._Pool, "job", lambda pool, frames: lambda: broken.infer(frames))
    with ServerThread(server_settings(""), poisoned_site(held)) as server, Station(server.address) as station:
        assert station.detect().status == pb.STATUS_FAILED
        health = station.status()
        assert (health.serving, health.failed) == (True, 1)


def test_a_result_that_makes_no_sense_fails_its_frame_and_the_stream_goes_on() -> None:
    class Forgetful(PlainEngine):
        def infer(self, frames: Sequence[bytes]) -> BatchResult:
            result = super().infer(frames)
            return replace(result, frames=()) if b"odd" in frames else result

    with ServerThread(server_settings(""), engine_of(Forgetful)) as server, Station(server.address) as station:
        station.send(1, b"odd")
        assert station.receive().status == pb.STATUS_FAILED
        station.send(2)
        assert station.receive().status == pb.STATUS_OK


def test_a_model_that_always_fails_is_not_serving_until_it_works_again() -> None:
    mended = threading.Event()

    def new_engine() -> PlainEngine:
        engine = PlainEngine()
        engine.broken = not mended.is_set()
        return engine

    with ServerThread(server_settings(""), engine_of(new_engine)) as server, Station(server.address) as station:
        for _ in range(dispatch.FAILURES_IN_A_ROW):
            assert station.detect().status == pb.STATUS_FAILED
        assert not station.status().serving
        eventually(lambda: station.health() == NOT_SERVING)
        mended.set()
        eventually(lambda: station.detect().status == pb.STATUS_OK)
        eventually(lambda: station.health() == SERVING)


def test_a_worker_that_never_comes_back_is_given_up(held: HeldEngine, caplog: pytest.LogCaptureFixture) -> None:
    engines: list[PlainEngine] = [held]
    stuck = LocalEngine(
        lambda _: Loaded(lambda: engines.pop() if engines else PlainEngine(), 1, False), Path(), infer_limit_s=0.2
    )
    with ServerThread(server_settings("", **PATIENT), stuck) as server, Station(server.address) as station:
        answer = station.detect(b"hang")
        assert (answer.status, answer.reason) == (pb.STATUS_FAILED, dispatch.NO_ANSWER)
        assert station.detect().status == pb.STATUS_OK
    assert "its thread is given up" in caplog.text


def test_a_client_that_goes_away_leaves_nothing_behind(held: HeldEngine) -> None:
    with (
        ServerThread(server_settings("", **PATIENT), engine_of(lambda: held)) as server,
        Station(server.address) as other,
    ):
        with Station(server.address) as leaving:
            leaving.send(1, b"computed for nobody")
            eventually(lambda: held.batches)
            leaving.send(2, b"never computed")
            leaving.send(3, b"never computed")
            eventually(lambda: other.status().stale == 1)
        held.let.release(100)
        other.send(1, GOOD)
        assert other.receive().status == pb.STATUS_OK
        with pytest.raises(grpc.RpcError):
            leaving.receive()
