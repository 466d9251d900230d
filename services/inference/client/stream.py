"""The shared server, over one long-lived stream."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import grpc

from app.domain.detection import DetectorSource
from app.ports.detector import DetectorStatus, OnResult
from app.ports.frame import Frame
from app.runtime.latest_slot import LatestSlot
from services.inference.client.in_flight import InFlight, Sent
from services.inference.client.wire import detections_of, request_for
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceStub

log = logging.getLogger(__name__)

TICK_S = 0.1
"""How often waiting threads look up: the grain of noticing silence and of ending."""

FIRST_RETRY_S = 0.1
_OPTIONS: list[tuple[str, int]] = [
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.ping_timeout_ms", 5_000),  # its default of 60 s would overrule the keepalive timeout
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.use_local_subchannel_pool", 1),  # a rebuilt channel must not inherit the old one's connection or back-off
    ("grpc.enable_retries", 0),
    ("grpc.enable_http_proxy", 0),
]


class StreamDetector:
    """Implements Detector over gRPC; reconnects for ever.

    ``status().source`` is SERVER while the server answers this stream. Threads: ``server-stream`` connects, reads
    answers and calls ``on_result``; ``server-watch`` drops a stream whose server has been silent for ``silence_s``;
    gRPC's own sender thread takes frames from the slot and encodes them.
    """

    def __init__(
        self,
        address: str,
        station_id: str,
        *,
        jpeg_quality: int,
        silence_s: float,
        connect_retry_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address, self._station_id, self._jpeg_quality = address, station_id, jpeg_quality
        self._silence_s, self._connect_retry_s = silence_s, connect_retry_s
        self._clock = clock
        self._slot: LatestSlot[tuple[Frame, float]] = LatestSlot()
        self._closed = threading.Event()
        self._session: _Session | None = None
        self._status = DetectorStatus(source=None, model=None, detail="connecting")
        self._told_away = False
        self._threads: list[threading.Thread] = []

    def start(self, on_result: OnResult) -> None:
        self._threads = [
            threading.Thread(target=self._stream, args=(on_result,), name="server-stream"),
            threading.Thread(target=self._watch, name="server-watch"),
        ]
        for thread in self._threads:
            thread.start()

    def offer(self, frame: Frame) -> None:
        self._slot.put((frame, self._clock()))

    def status(self) -> DetectorStatus:
        return replace(self._status, dropped=self._status.dropped + self._slot.dropped)

    def close(self) -> None:
        self._closed.set()
        self._slot.close()
        if session := self._session:
            session.cancel("closed")
        for thread in self._threads:
            thread.join()

    def _stream(self, on_result: OnResult) -> None:
        retry_s = FIRST_RETRY_S
        try:
            while not self._closed.is_set():
                answers_before = self._status.results
                self._lost(self._one_session(on_result))
                retry_s = FIRST_RETRY_S if self._status.results > answers_before else 2 * retry_s
                retry_s = min(retry_s, self._connect_retry_s)
                self._closed.wait(retry_s * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, not a secret
        except Exception as error:
            self._lost(f"bug: {error!r}")
            log.exception("bug in %s", threading.current_thread().name)

    def _one_session(self, on_result: OnResult) -> str:
        """Connect and deliver answers until the stream ends. Returns why it ended."""
        with grpc.insecure_channel(self._address, _OPTIONS) as channel:
            session = _Session(InferenceServiceStub(channel), self._requests)
            self._session = session
            if self._closed.is_set():  # close() may have looked before there was a session to cancel
                session.cancel("closed")
            try:
                for response in session.answers():
                    if self._closed.is_set():
                        break
                    self._take(response, session.in_flight, on_result)
                return "the server ended the stream"
            except grpc.RpcError:
                return session.why_ended()
            finally:
                self._session = None
                self._drop(session.end())

    def _requests(self, in_flight: InFlight) -> Iterator[pb.DetectRequest]:
        """On gRPC's sender thread: the newest frame, whenever there is room for one more unanswered."""
        while not in_flight.over and not self._slot.closed:
            waiting = self._slot.take(TICK_S) if in_flight.wait_for_room(TICK_S) else None
            if waiting is not None:
                frame, offered_s = waiting
                request = request_for(frame, self._station_id, self._jpeg_quality, self._clock())
                in_flight.add(Sent(frame.stamp, offered_s, self._clock()))
                yield request

    def _take(self, response: pb.DetectResponse, in_flight: InFlight, on_result: OnResult) -> None:
        sent = in_flight.answered(response.frame_id)
        if sent is not None and response.status == pb.STATUS_OK:
            result = detections_of(response, sent, self._clock())
            if self._status.source is None:
                self._told_away = False
                log.info("server %s answers, model %s", self._address, result.model)
            self._status = replace(
                self._status,
                source=DetectorSource.SERVER, model=result.model, results=self._status.results + 1, detail="",
            )  # fmt: skip
            on_result(result)
        elif sent is not None:
            self._drop(1, response.reason)
        in_flight.delivered(self._clock())

    def _watch(self) -> None:
        while not self._closed.wait(TICK_S):
            session = self._session
            if session and session.in_flight.silent_s(self._clock()) > self._silence_s:
                session.cancel(f"no answer for {self._silence_s:g} s")

    def _drop(self, count: int, detail: str | None = None) -> None:
        status = self._status
        self._status = replace(
            status, dropped=status.dropped + count, detail=status.detail if detail is None else detail
        )

    def _lost(self, detail: str) -> None:
        if not self._told_away and not self._closed.is_set():
            self._told_away = True
            log.warning("server %s is away: %s", self._address, detail)
        self._status = replace(self._status, source=None, detail=detail)


class _Session:
    """One stream from its opening to its end."""

    def __init__(self, stub: InferenceServiceStub, requests: Callable[[InFlight], Iterator[pb.DetectRequest]]) -> None:
        self.in_flight = InFlight()
        self._why_cancelled = ""
        self._sender: threading.Thread | None = None
        self._call = stub.DetectStream(self._sending(requests(self.in_flight)))

    def answers(self) -> Iterator[pb.DetectResponse]:
        return iter(self._call)

    def cancel(self, why: str) -> None:
        """Any thread; the reader of ``answers`` gets an RpcError."""
        self._why_cancelled = self._why_cancelled or why
        self._call.cancel()

    def why_ended(self) -> str:
        """After ``answers`` has ended."""
        return self._why_cancelled or f"{self._call.code().name}: {self._call.details()}"

    def end(self) -> int:
        """Wait for the sender to stop. Returns how many frames were left unanswered."""
        self.in_flight.end()
        self._call.cancel()
        if self._sender:
            self._sender.join()
        return len(self.in_flight)

    def _sending(self, requests: Iterator[pb.DetectRequest]) -> Iterator[pb.DetectRequest]:
        self._sender = threading.current_thread()
        yield from requests
