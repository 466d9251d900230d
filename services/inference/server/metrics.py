"""Prometheus on loopback. Labels are bounded: statuses, reasons of ours, and the models that have served."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from services.inference.contract.v1 import inference_pb2 as pb
from services.vision.jpeg import Rejection

HOST = "127.0.0.1"
_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
_FRAMES = (1, 2, 4, 8, 12, 16, 24, 32, 48, 64)
_NAMES = {value: name.removeprefix("STATUS_").lower() for name, value in pb.Status.items()}
_REASONS = {str(reason): reason.name.lower() for reason in Rejection}


class PrometheusMeter:
    """Implements Meter with a registry of its own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        frames = Counter("countersign_frames", "Frames answered, by status", ["status"], registry=registry)
        self._frames = {int(value): frames.labels(name) for value, name in _NAMES.items() if value}
        self._queue = _seconds("queue", "From arrival to the beginning of the computation, or to the refusal", registry)
        self._total = _seconds("total", "From arrival to the answer", registry)
        self._decode = _seconds("batch_decode", "Decoding and letterbox of one batch", registry)
        self._infer = _seconds("batch_infer", "Model and suppression of one batch", registry)
        self._size = Histogram(
            "countersign_batch_frames", "Frames computed together", buckets=_FRAMES, registry=registry
        )  # fmt: skip
        self._computed = Counter(
            "countersign_computed_frames", "Frames computed, by model", ["model", "version"], registry=registry
        )
        self._rejected = Counter("countersign_rejected", "Frames that cannot be used", ["reason"], registry=registry)
        self._refused = Counter("countersign_refused", "Calls that were not let in", ["reason"], registry=registry)
        self._streams = Gauge("countersign_streams", "Streams open now", registry=registry)
        self._model = Gauge("countersign_model", "1: the model that serves", ["model", "version"], registry=registry)
        self._swaps = Counter("countersign_model_swaps", "Activations, by outcome", ["outcome"], registry=registry)

    def answered(self, status: int, queue_ms: float, total_ms: float) -> None:
        self._frames[status].inc()
        self._queue.observe(queue_ms / 1e3)
        self._total.observe(total_ms / 1e3)

    def batch(self, model: ModelIdentity, size: int, decode_ms: float, infer_ms: float) -> None:
        self._size.observe(size)
        self._decode.observe(decode_ms / 1e3)
        self._infer.observe(infer_ms / 1e3)
        self._computed.labels(model.name, model.version).inc(size)

    def rejected(self, reason: str) -> None:
        self._rejected.labels(_REASONS.get(reason, "other")).inc()

    def refused(self, reason: str) -> None:
        self._refused.labels(reason).inc()

    def streams(self, open_now: int) -> None:
        self._streams.set(open_now)

    def serving(self, model: ModelIdentity) -> None:
        self._model.clear()
        self._model.labels(model.name, model.version).set(1)

    def swapped(self, *, done: bool) -> None:
        self._swaps.labels("done" if done else "failed").inc()

    @contextmanager
    def exposed(self, port: int) -> Iterator[None]:
        """Answer scrapes on a thread. PORT_TAKEN."""
        try:
            server, thread = start_http_server(port, addr=HOST, registry=self.registry)
        except OSError as error:
            raise OperationalError(ErrorCode.PORT_TAKEN, host=HOST, port=port) from error
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _seconds(name: str, what: str, registry: CollectorRegistry) -> Histogram:
    return Histogram(f"countersign_{name}_seconds", what, buckets=_SECONDS, registry=registry)
