"""One stream to the server, from its opening to its end."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.inference.client.access import refusal
from services.inference.client.in_flight import InFlight
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceStub

Requests = Callable[[InFlight], Iterator[pb.DetectRequest]]


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a stream is over, in words. ``refused``: trying again soon is of no use."""

    why: str
    refused: bool = False


class Session:
    """``requests`` is run on gRPC's sender thread; the thread that reads ``answers`` calls ``end`` afterwards."""

    def __init__(
        self, stub: InferenceServiceStub, requests: Requests, metadata: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.in_flight = InFlight()
        self._why_cancelled = ""
        self._sender: threading.Thread | None = None
        self._call = stub.DetectStream(self._sending(requests(self.in_flight)), metadata=metadata)

    def answers(self) -> Iterator[pb.DetectResponse]:
        return iter(self._call)

    def cancel(self, why: str) -> None:
        """Any thread; the reader of ``answers`` gets an RpcError."""
        self._why_cancelled = self._why_cancelled or why
        self._call.cancel()

    def ending(self) -> Ending:
        """After ``answers`` has ended with an RpcError."""
        if self._why_cancelled:
            return Ending(self._why_cancelled)
        code, details = self._call.code(), self._call.details() or ""
        if refused := refusal(code, details):
            return Ending(refused, refused=True)
        return Ending(f"{code.name}: {details}")

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
