"""What the first-run wizard asks of devices and servers before there are settings: is it there, and does it work?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.program_version import Programs
from app.ports.camera import Camera


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """``source`` as ``camera.source`` takes it; ``name`` for people. ``demo``: it is a recorded clip, no camera."""

    source: str
    name: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """``model``: name and version; empty while none is loaded. ``round_trip_ms``: of one question on an open line.
    ``version``: of its program, ``programs``: what it wants of the stations'."""

    model: str
    serving: bool
    tls: bool
    round_trip_ms: float
    version: str = ""
    programs: Programs = field(default_factory=Programs)


@dataclass(frozen=True, slots=True)
class DatabaseAnswer:
    """``name``: host and database, or the path of the embedded one."""

    name: str
    embedded: bool
    round_trip_ms: float


@dataclass(frozen=True, slots=True)
class ErpAnswer:
    """``lines`` of the note asked for; None: no note was asked for, and the ERP answers as an ERP does. ``demo``: the
    built-in stand-in."""

    demo: bool
    lines: int | None
    round_trip_ms: float


class Probes(Protocol):
    """Each ``check`` and ``cameras`` block, for seconds at most, on a thread that the caller gives them; each raises
    OperationalError when the answer is no, with the reason for IT as its detail ``problem`` where there is more to say.
    Nothing stays open after one returns. ``open_camera`` returns at once and opens nothing before ``start``.
    """

    def cameras(self) -> Sequence[CameraChoice]:
        """Those that are plugged in, best first; never empty: the demo clip is always there."""
        ...

    def open_camera(self, source: str) -> Camera: ...

    def check_server(self, address: str, tls_ca: str, token_keyring: str) -> ServerAnswer:
        """SERVER_UNREACHABLE."""
        ...

    def check_database(self, url: str, user: str) -> DatabaseAnswer:
        """``url`` empty: the embedded one. DATABASE_…, SETTING_INVALID."""
        ...

    def check_erp(self, base_url: str, dn: str) -> ErpAnswer:
        """``dn`` empty: no note is asked for. ERP_…, DN_NOT_REGISTERED, DN_NOT_READABLE, SETTING_INVALID."""
        ...
