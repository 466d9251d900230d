"""Which versions of the program the server wants its stations to have; asked once in every connection."""

from collections.abc import Callable
from typing import Protocol

import grpc

from app.domain.program_version import Programs
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceStub

LIMIT_S = 5.0


class _Asked(Protocol):
    """The part of a gRPC future that is used here."""

    def cancelled(self) -> bool: ...
    def exception(self) -> BaseException | None: ...
    def result(self) -> pb.HealthResponse: ...


def ask_programs(
    stub: InferenceServiceStub, metadata: tuple[tuple[str, str], ...], heard: Callable[[Programs], None]
) -> None:
    """Returns at once; ``heard`` is called on a thread of gRPC's own, and not at all when the server does not answer:
    what it said before then holds."""

    def done(asked: _Asked) -> None:
        if not asked.cancelled() and asked.exception() is None:
            health = asked.result()
            heard(Programs(health.lowest_station, health.newest_station))

    call: grpc.Future[pb.HealthResponse] = stub.Health.future(pb.HealthRequest(), timeout=LIMIT_S, metadata=metadata)
    call.add_done_callback(done)
