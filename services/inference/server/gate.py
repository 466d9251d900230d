"""Who is let in, once per call. Runs on the event loop."""

import asyncio
import hashlib
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import grpc

from app.domain.errors import OperationalError
from services.inference.server.access import AccessBook, read_access
from services.inference.server.metering import Meter

log = logging.getLogger(__name__)

Context = grpc.aio.ServicerContext[Any, Any]

LOOK_S = 0.5
"""How often the access file is looked at: a revoked station is cut within this, or at once by the command."""

_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who calls, and by what: one of the two is set. ``certificate_sha256`` is of the certificate in DER."""

    station: str
    token: str = ""
    certificate_sha256: str = ""


class Gate:
    """Without an access file and without client certificates everybody is let in, as nobody in particular (None)."""

    def __init__(self, access_file: Path | None, *, client_certificates: bool, meter: Meter) -> None:
        self._file, self._certificates, self._meter = access_file, client_certificates, meter
        self._book = AccessBook()
        self._seen: tuple[int, ...] | None = None

    def load(self) -> int:
        """Read the access file; returns how many stations may connect. Blocks. FILE_UNREADABLE, and nothing changes."""
        if self._file is not None:
            seen = _look(self._file)
            self._book, self._seen = read_access(self._file), seen
        return self._book.may_connect

    async def watch(self, changed: Callable[[], None]) -> None:
        """Follow the access file until cancelled. One that cannot be read changes nothing; it is logged once."""
        while self._file is not None:
            await asyncio.sleep(LOOK_S)
            seen = await asyncio.to_thread(_look, self._file)
            if seen == self._seen:
                continue
            try:
                await asyncio.to_thread(self.load)
            except OperationalError as error:
                self._seen = seen
                log.error("the access file is ignored: %s", error)
            else:
                log.info("the access file has changed")
                changed()

    async def admit(self, context: Context) -> Admitted | None:
        """Ends the call with UNAUTHENTICATED when it is not let in."""
        if not self._certificates and self._file is None:
            return None
        caller = _by_certificate(context) if self._certificates else self._by_token(context)
        if caller is None:
            missing = "certificate" if self._certificates else "token"
            return await self._refuse(context, f"this station has no valid {missing}")
        if not self.still_in(caller):
            return await self._refuse(context, f"station {caller.station} may not connect")
        return caller

    def still_in(self, caller: Admitted) -> bool:
        if caller.certificate_sha256:
            return self._file is None or self._book.may_use_certificate(caller.station, caller.certificate_sha256)
        return self._book.station_of_token(caller.token) == caller.station

    async def _refuse(self, context: Context, why: str) -> NoReturn:
        self._meter.refused("unauthenticated")
        log.warning("%s is refused: %s", context.peer(), why)
        await context.abort(grpc.StatusCode.UNAUTHENTICATED, why)
        raise AssertionError("abort raises")

    def _by_token(self, context: Context) -> Admitted | None:
        for key, value in context.invocation_metadata() or ():
            text = value if isinstance(value, str) else ""
            if key == "authorization" and text.lower().startswith(_SCHEME):
                token = text[len(_SCHEME) :].strip()
                station = self._book.station_of_token(token)
                return Admitted(station, token=token) if station else None
        return None


def _by_certificate(context: Context) -> Admitted | None:
    """gRPC has checked the chain; the subject's common name is the station."""
    identity = context.auth_context()
    names, certificates = identity.get("x509_common_name"), identity.get("x509_pem_cert")
    if not names or not certificates:
        return None
    name, pem = next(iter(names)), next(iter(certificates))
    der = ssl.PEM_cert_to_DER_cert(pem.decode("ascii"))
    return Admitted(name.decode("utf-8", "replace"), certificate_sha256=hashlib.sha256(der).hexdigest())


def _look(path: Path) -> tuple[int, ...] | None:
    """What changes whenever the file does; None: there is none, or it cannot be seen."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
