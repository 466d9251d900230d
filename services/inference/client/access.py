"""The way to the server: plain or TLS, with or without a token."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import grpc

OPTIONS: list[tuple[str, int]] = [
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.ping_timeout_ms", 5_000),  # its default of 60 s would overrule the keepalive timeout
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.use_local_subchannel_pool", 1),  # a rebuilt channel must not inherit the old one's connection or back-off
    ("grpc.enable_retries", 0),
    ("grpc.enable_http_proxy", 0),
]
_REFUSALS = frozenset({grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED})


Token = Callable[[], str]
"""Gives the token of now. AccessError: there is none."""


class AccessError(Exception):
    """A certificate or the token cannot be used; the message is for IT."""


@dataclass(frozen=True, slots=True)
class Access:
    """Paths of PEM files, empty is off, and what gives the token, None is off. TLS is on with a CA or a certificate.

    All of it is read at every connection, so that it may be renewed while the station runs.
    """

    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""
    token: Token | None = None

    @property
    def is_tls(self) -> bool:
        return bool(self.tls_ca or self.tls_cert)

    def channel(self, address: str) -> grpc.Channel:
        """AccessError."""
        if not self.is_tls:
            return grpc.insecure_channel(address, OPTIONS)
        return grpc.secure_channel(address, self._credentials(), OPTIONS)

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What each call carries. AccessError."""
        return (("authorization", f"Bearer {self.token()}"),) if self.token else ()

    def _credentials(self) -> grpc.ChannelCredentials:
        self._check()
        ca, key, cert = (_read(path) if path else None for path in (self.tls_ca, self.tls_key, self.tls_cert))
        return grpc.ssl_channel_credentials(ca, key, cert)

    def _check(self) -> None:
        """gRPC itself would only fail every handshake, without saying which file is wrong."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for what, path in (("CA", self.tls_ca), ("certificate and key", self.tls_cert)):
            try:
                if path and what == "CA":
                    context.load_verify_locations(path)
                elif path:
                    context.load_cert_chain(path, self.tls_key or None)
            except (ssl.SSLError, OSError) as error:
                raise AccessError(f"{path} cannot be used as {what}: {error}") from error


def refusal(code: grpc.StatusCode, details: str) -> str:
    """In words when the server refuses who we are, else empty."""
    return f"the server refuses this station: {details or code.name}" if code in _REFUSALS else ""


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise AccessError(f"{path} cannot be read: {error.strerror}") from error
