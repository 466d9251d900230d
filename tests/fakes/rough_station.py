"""A client that does as it likes: no credit, any bytes, any name."""

import queue
from collections.abc import Sequence

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceStub
from services.vision import jpeg
from tests.fakes.inference_server import red_frame

GOOD = jpeg.encode(red_frame(1, width=640, height=320).image, 82)
SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING


class Station:
    """One channel with one open stream; a context manager. ``token`` is sent as a station's; TLS with ``tls``."""

    def __init__(
        self,
        address: str,
        station_id: str = "st-7",
        *,
        token: str = "",
        tls: grpc.ChannelCredentials | None = None,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> None:
        options = [("grpc.use_local_subchannel_pool", 1)]
        self.channel = grpc.secure_channel(address, tls, options) if tls else grpc.insecure_channel(address, options)
        self.stub = InferenceServiceStub(self.channel)
        self.station_id = station_id
        shown = (("authorization", f"Bearer {token}"),) if token else ()
        self.metadata: tuple[tuple[str, str | bytes], ...] = (*metadata, *shown)
        self._outbox: queue.SimpleQueue[pb.DetectRequest | None] = queue.SimpleQueue()
        self.answers = self.stub.DetectStream(iter(self._outbox.get, None), metadata=self.metadata)

    def __enter__(self) -> "Station":
        return self

    def __exit__(self, *_: object) -> None:
        self._outbox.put(None)
        self.answers.cancel()
        self.channel.close()

    def request(self, frame_id: int, data: bytes = GOOD) -> pb.DetectRequest:
        return pb.DetectRequest(jpeg_data=data, station_id=self.station_id, frame_id=frame_id, timestamp_ms=123)

    def send(self, frame_id: int, data: bytes = GOOD) -> None:
        self._outbox.put(self.request(frame_id, data))

    def receive(self) -> pb.DetectResponse:
        return next(self.answers)

    def ended_with(self) -> tuple[grpc.StatusCode, str]:
        """Read until the stream fails; its code and words."""
        try:
            for _ in self.answers:
                pass
        except grpc.RpcError:
            pass
        return self.answers.code(), self.answers.details()

    def detect(self, data: bytes = GOOD) -> pb.DetectResponse:
        return self.stub.Detect(self.request(0, data), timeout=10, metadata=self.metadata)

    def status(self) -> pb.HealthResponse:
        return self.stub.Health(pb.HealthRequest(), timeout=5, metadata=self.metadata)

    def health(self) -> int:
        stub = health_pb2_grpc.HealthStub(self.channel)
        name = "countersign.inference.v1.InferenceService"
        status: int = stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=5, wait_for_ready=True).status
        return status
