"""Is the server there? One question, twice: the first opens the line, the second is timed."""

import time

import grpc

from app.domain.errors import ErrorCode, OperationalError
from app.domain.health_facts import ServerTrouble
from app.domain.program_version import Programs
from app.ports.probes import ServerAnswer
from services.inference.client.access import Access, AccessError, refusal
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import InferenceServiceStub


def ask_server(address: str, access: Access, timeout_s: float) -> ServerAnswer:
    """Blocks, ``timeout_s`` for each question. SERVER_UNREACHABLE, with the reason as its ``problem`` and its kind as
    ``trouble``."""
    try:
        metadata, channel = access.metadata(), access.channel(address)
    except AccessError as error:
        raise _unreachable(address, str(error), ServerTrouble.PAPERS) from error
    with channel:
        stub = InferenceServiceStub(channel)
        try:
            stub.Health(pb.HealthRequest(), timeout=timeout_s, metadata=metadata)
            began_s = time.monotonic()
            health = stub.Health(pb.HealthRequest(), timeout=timeout_s, metadata=metadata)
        except grpc.RpcError as error:
            code, details = error.code(), error.details() or ""
            refused = refusal(code, details)
            trouble = ServerTrouble.REFUSES if refused else trouble_of(details)
            raise _unreachable(address, refused or f"{code.name}: {details}", trouble) from error
        round_trip_ms = (time.monotonic() - began_s) * 1e3
    model = f"{health.model_name}@{health.model_version}" if health.model_name else ""
    programs = Programs(health.lowest_station, health.newest_station)
    return ServerAnswer(model, health.serving, access.is_tls, round_trip_ms, health.server_version, programs)


def trouble_of(details: str) -> ServerTrouble:
    """From gRPC's own words; what is in none of them is a server that is not there."""
    return next((trouble for words, trouble in _TELLING if words.lower() in details.lower()), ServerTrouble.DOWN)


_TELLING = (
    ("CERTIFICATE_VERIFY_FAILED", ServerTrouble.CERTIFICATE),
    ("Hostname Verification", ServerTrouble.CERTIFICATE),
    ("peer certificate", ServerTrouble.CERTIFICATE),
    ("handshake failed", ServerTrouble.CERTIFICATE),
    ("DNS resolution failed", ServerTrouble.NAME_UNKNOWN),
)


def _unreachable(address: str, problem: str, trouble: ServerTrouble) -> OperationalError:
    return OperationalError(ErrorCode.SERVER_UNREACHABLE, address=address, problem=problem, trouble=trouble)
