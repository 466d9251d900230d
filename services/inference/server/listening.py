"""The server's socket: channel options, and a port that is taken is noticed."""

import errno
import socket

import grpc

from app.domain.errors import ErrorCode, OperationalError
from services.vision import jpeg

MAX_CONCURRENT_RPCS = 512
OPTIONS: list[tuple[str, int]] = [
    # Twice the largest frame: one that is somewhat too large is answered, not its stream cut.
    ("grpc.max_receive_message_length", 2 * jpeg.MAX_BYTES),
    ("grpc.so_reuseport", 0),
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.ping_timeout_ms", 5_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 5_000),
    ("grpc.http2.max_pings_without_data", 0),
]


def bind(server: grpc.aio.Server, host: str, port: int) -> int:
    """The port bound (a free one for 0). PORT_TAKEN; SETTING_INVALID for an address this machine does not have."""
    try:
        return server.add_insecure_port(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    except RuntimeError as error:
        raise _why_not_bound(host, port) from error


def _why_not_bound(host: str, port: int) -> OperationalError:
    """gRPC says only that it failed; the same attempt with a plain socket says why."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return OperationalError(
                ErrorCode.SETTING_INVALID, origin="settings", key="server.host or server.port", problem=error.strerror
            )
    return OperationalError(ErrorCode.PORT_TAKEN, host=host, port=port)
