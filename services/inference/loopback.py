"""One gRPC call over the loopback, of this machine to itself: whether the library works here at all."""

from concurrent.futures import ThreadPoolExecutor

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.inference.contract.v1 import inference_pb2

_LIMIT_S, _STOP_S = 10.0, 1.0
_SERVING = health_pb2.HealthCheckResponse.SERVING


def call_over_loopback() -> tuple[str, bool]:
    """gRPC's version, and whether the answer came back as it was given. Blocks for a second or two; grpc.RpcError when
    there is none. KeyError: the contract with the stations is not in this program."""
    service = inference_pb2.DESCRIPTOR.services_by_name["InferenceService"].full_name
    servicer = health.HealthServicer()
    servicer.set(service, _SERVING)
    server = grpc.server(ThreadPoolExecutor(1))
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            asked = health_pb2.HealthCheckRequest(service=service)
            answer = health_pb2_grpc.HealthStub(channel).Check(asked, timeout=_LIMIT_S)
    finally:
        server.stop(_STOP_S).wait()  # abruptly, and gRPC would tell of it on the standard error
    return str(grpc.__version__), answer.status == _SERVING
