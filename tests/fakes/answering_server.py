"""A small inference server that answers every frame at once, asks for a token, and speaks TLS if told to."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc

from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.contract.v1.inference_pb2_grpc import (
    InferenceServiceServicer,
    add_InferenceServiceServicer_to_server,
)


class AnsweringServer(InferenceServiceServicer):
    """A context manager; ``calls_s`` is when each stream was opened (monotonic), refused ones too. Any thread."""

    def __init__(
        self, *, token: str = "", credentials: grpc.ServerCredentials | None = None, port: int = 0, streams: int = 2
    ) -> None:
        self._token = token
        self.calls_s: list[float] = []
        self._server = grpc.server(ThreadPoolExecutor(streams, thread_name_prefix="test-answering"))
        add_InferenceServiceServicer_to_server(self, self._server)
        if credentials:
            self.port = self._server.add_secure_port(f"localhost:{port}", credentials)
        else:
            self.port = self._server.add_insecure_port(f"localhost:{port}")
        self.address = f"localhost:{self.port}"

    def __enter__(self) -> "AnsweringServer":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()

    def Detect(self, request: pb.DetectRequest, context: grpc.ServicerContext) -> pb.DetectResponse:  # noqa: N802
        raise NotImplementedError

    def Health(self, request: pb.HealthRequest, context: grpc.ServicerContext) -> pb.HealthResponse:  # noqa: N802
        raise NotImplementedError

    def DetectStream(  # noqa: N802
        self, request_iterator: Iterator[pb.DetectRequest], context: grpc.ServicerContext
    ) -> Iterator[pb.DetectResponse]:
        self.calls_s.append(time.monotonic())
        shown = dict(context.invocation_metadata()).get("authorization", "")
        if self._token and shown != f"Bearer {self._token}":
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "this station has no valid token")
        for request in request_iterator:
            yield pb.DetectResponse(
                frame_id=request.frame_id, status=pb.STATUS_OK, model_name="answering", model_version="1"
            )  # fmt: skip
