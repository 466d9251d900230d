"""What the command line asks of the server that runs on this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import grpc

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from services.inference.contract.v1 import control_pb2 as pb
from services.inference.contract.v1.control_pb2_grpc import ControlServiceStub

T = TypeVar("T")

ASK_S = 5.0
ACTIVATE_S = 120.0
"""Loading and warming up a large model on a busy machine."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    identity: ModelIdentity
    path: str
    active: bool


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """``port`` is where the stations connect; ``streams`` are open now."""

    port: int
    model: ModelIdentity
    streams: int
    uptime_s: float


class ControlClient:
    """Every method blocks. CONTROL_UNREACHABLE: no server answers there."""

    def __init__(self, port: int) -> None:
        self._port = port

    def status(self) -> ServerStatus:
        with self._stub() as stub:
            answer = stub.Status(pb.StatusRequest(), timeout=ASK_S)
        model = ModelIdentity(answer.model.name, answer.model.version)
        return ServerStatus(answer.port, model, answer.streams, answer.uptime_s)

    def models(self) -> list[KnownModel]:
        with self._stub() as stub:
            answer = stub.ListModels(pb.ListModelsRequest(), timeout=ASK_S)
        return [
            KnownModel(ModelIdentity(each.name, each.version), each.path, each.active) for each in answer.models
        ]  # fmt: skip

    def activate(self, identity: ModelIdentity) -> None:
        """MODEL_NOT_ACTIVATED with the server's own sentence."""
        with self._stub() as stub:
            try:
                stub.Activate(pb.ActivateRequest(name=identity.name, version=identity.version), timeout=ACTIVATE_S)
            except grpc.RpcError as error:
                if _code(error) is not grpc.StatusCode.FAILED_PRECONDITION:
                    raise
                raise OperationalError(
                    ErrorCode.MODEL_NOT_ACTIVATED, model=str(identity), problem=str(error.details()).removesuffix(".")
                ) from error

    def reload_access(self) -> int:
        """How many stations may connect now."""
        with self._stub() as stub:
            stations: int = stub.ReloadAccess(pb.ReloadAccessRequest(), timeout=ASK_S).stations
        return stations

    @contextmanager
    def _stub(self) -> Iterator[ControlServiceStub]:
        options = [("grpc.enable_retries", 0), ("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1)]
        with grpc.insecure_channel(f"127.0.0.1:{self._port}", options) as channel:
            try:
                yield ControlServiceStub(channel)
            except grpc.RpcError as error:
                raise OperationalError(ErrorCode.CONTROL_UNREACHABLE, port=self._port) from error


def _code(error: grpc.RpcError) -> grpc.StatusCode | None:
    code: Callable[[], grpc.StatusCode] | None = getattr(error, "code", None)
    return code() if code else None
