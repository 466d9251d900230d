"""The server's sockets: channel options, TLS, nothing open beyond loopback, and a port that is taken is noticed."""

import errno
import ipaddress
import socket
import ssl
from pathlib import Path

import grpc

from app.domain.errors import ErrorCode, OperationalError
from app.settings import ServerSettings
from services.vision import jpeg

LOOPBACK = "127.0.0.1"
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


def bind(server: grpc.aio.Server, host: str, port: int, tls: grpc.ServerCredentials | None = None) -> int:
    """The port bound (a free one for 0). PORT_TAKEN; SETTING_INVALID for an address this machine does not have."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        return server.add_secure_port(address, tls) if tls else server.add_insecure_port(address)
    except RuntimeError as error:
        raise _why_not_bound(host, port) from error


def check_open(server: ServerSettings) -> None:
    """Beyond loopback only with TLS, and with a way to tell who connects. SERVER_OPEN."""
    names_callers = bool(server.tls_client_ca or server.access_file)
    if not is_loopback(server.host) and not (server.tls_cert and names_callers):
        raise OperationalError(ErrorCode.SERVER_OPEN, host=server.host)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def tls_credentials(server: ServerSettings) -> grpc.ServerCredentials | None:
    """None: plain. With ``tls_client_ca`` a client must show a certificate of it. SETTING_INVALID, FILE_UNREADABLE."""
    if not server.tls_cert:
        if server.tls_key or server.tls_client_ca:
            raise _bad("server.tls_cert", "it is needed for TLS and is not set")
        return None
    _check_pair(server.tls_cert, server.tls_key)
    ca = _read(server.tls_client_ca) if server.tls_client_ca else None
    pair = _read(server.tls_key or server.tls_cert), _read(server.tls_cert)
    return grpc.ssl_server_credentials([pair], root_certificates=ca, require_client_auth=ca is not None)


def _check_pair(cert: str, key: str) -> None:
    """gRPC would only fail every handshake, without saying why."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key or None)
    except ssl.SSLError as error:
        raise _bad("server.tls_cert and server.tls_key", f"no certificate and its key ({error.reason})") from error
    except OSError as error:
        raise _unreadable(f"{cert} or {key}" if key else cert, error) from error


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _why_not_bound(host: str, port: int) -> OperationalError:
    """gRPC says only that it failed; the same attempt with a plain socket says why."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return _bad("server.host or server.port", error.strerror or str(error))
    return OperationalError(ErrorCode.PORT_TAKEN, host=host, port=port)


def _bad(key: str, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.SETTING_INVALID, origin="settings", key=key, problem=problem)


def _unreadable(path: str, error: OSError) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=path, problem=error.strerror or str(error))
