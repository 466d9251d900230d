"""The shared server, over one long-lived stream."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import grpc

from app.domain.detection import DetectorSource
from app.domain.program_version import Programs
from app.ports.detector import DetectorStatus, OnResult
from app.ports.frame import Frame
from app.runtime.backoff import Backoff
from app.runtime.latest_slot import LatestSlot
from services.inference.client.access import Access, AccessError
from services.inference.client.in_flight import InFlight, Sent
from services.inference.client.programs import ask_programs
from services.inference.client.session import Ending, Session
from services.inference.client.wire import credit_of, detections_of, request_for
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceStub

log = logging.getLogger(__name__)

TICK_S = 0.1
"""How often waiting threads look up: the grain of noticing silence and of ending."""


class StreamDetector:
    """Implements Detector over gRPC; reconnects for ever, after pauses of :class:`Backoff` up to ``connect_retry_s``.

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
        send_width_px: int = 640,
        access: Access = Access(),  # noqa: B008  # frozen
        rng: random.Random | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address, self._station_id, self._access = address, station_id, access
        self._jpeg_quality, self._send_width_px = jpeg_quality, send_width_px
        self._silence_s = silence_s
        self._backoff = Backoff(connect_retry_s, rng or random.Random())  # noqa: S311  # jitter, not a secret
        self._clock = clock
        self._slot: LatestSlot[tuple[Frame, float]] = LatestSlot()
        self._closed = threading.Event()
        self._session: Session | None = None
        self._status = DetectorStatus(source=None, model=None, detail="connecting")
        self._programs: Programs | None = None
        self._told: Ending | None = None
        self._threads: list[threading.Thread] = []

    def start(self, on_result: OnResult) -> None:
        if self._access.token and not self._access.is_tls:
            log.warning("the token for server %s travels unencrypted: set inference.tls_ca", self._address)
        self._threads = [
            threading.Thread(target=self._stream, args=(on_result,), name="server-stream"),
            threading.Thread(target=self._watch, name="server-watch"),
        ]
        for thread in self._threads:
            thread.start()

    def offer(self, frame: Frame) -> None:
        self._slot.put((frame, self._clock()))

    def status(self) -> DetectorStatus:
        return replace(self._status, dropped=self._status.dropped + self._slot.dropped, programs=self._programs)

    def close(self) -> None:
        self._closed.set()
        self._slot.close()
        if session := self._session:
            session.cancel("closed")
        for thread in self._threads:
            thread.join()

    def _stream(self, on_result: OnResult) -> None:
        try:
            while not self._closed.is_set():
                answers_before = self._status.results
                ending = self._one_session(on_result)
                if self._status.results > answers_before:
                    self._backoff.reset()
                self._lost(ending)
                self._closed.wait(self._backoff.refused_pause_s() if ending.refused else self._backoff.pause_s())
                self._status = replace(self._status, reconnects=self._status.reconnects + 1)
        except Exception as error:
            self._lost(Ending(f"bug: {error!r}"))
            log.exception("bug in %s", threading.current_thread().name)

    def _one_session(self, on_result: OnResult) -> Ending:
        """Connect and deliver answers until the stream ends."""
        try:
            metadata, channel = self._access.metadata(), self._access.channel(self._address)
        except AccessError as error:
            return Ending(str(error))
        with channel:
            stub = InferenceServiceStub(channel)
            session = Session(stub, self._requests, metadata)
            self._session = session
            if self._closed.is_set():  # close() may have looked before there was a session to cancel
                session.cancel("closed")
            try:
                ask_programs(stub, metadata, self._heard_programs)
                for response in session.answers():
                    if self._closed.is_set():
                        break
                    self._take(response, session.in_flight, on_result)
                return Ending("the server ended the stream")
            except grpc.RpcError:
                return session.ending()
            finally:
                self._session = None
                self._drop(session.end())

    def _heard_programs(self, programs: Programs) -> None:
        """On a thread of gRPC's own."""
        self._programs = programs

    def _requests(self, in_flight: InFlight) -> Iterator[pb.DetectRequest]:
        """On gRPC's sender thread: the newest frame, whenever there is room for one more unanswered."""
        while not in_flight.over and not self._slot.closed:
            waiting = self._slot.take(TICK_S) if in_flight.wait_for_room(TICK_S) else None
            if waiting is not None:
                frame, offered_s = waiting
                request = request_for(
                    frame, self._station_id, self._clock(), quality=self._jpeg_quality, width_px=self._send_width_px
                )
                in_flight.add(Sent(frame.stamp, offered_s, self._clock()))
                yield request

    def _take(self, response: pb.DetectResponse, in_flight: InFlight, on_result: OnResult) -> None:
        in_flight.allow(credit_of(response))
        sent = in_flight.answered(response.frame_id)
        if sent is not None and response.status == pb.STATUS_OK:
            result = detections_of(response, sent, self._clock())
            if self._status.source is None:
                self._told = None
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

    def _lost(self, ending: Ending) -> None:
        """Logged once when it begins, and when being away turns into being refused."""
        told, self._told = self._told, ending
        if (told is None or told.refused != ending.refused) and not self._closed.is_set():
            log.warning("server %s is away: %s", self._address, ending.why)
        self._status = replace(self._status, source=None, detail=ending.why)
