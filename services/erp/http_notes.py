"""Delivery notes from the ERP over HTTP: ``GET {base}/dn_json/{DN}``."""

import asyncio
from urllib.parse import quote, urlsplit

import httpx

from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from services.erp.answer import delivery_note

ANSWER_BYTES_AT_MOST = 4 * 1024 * 1024
_OK = 200
_SERVER_ERROR = 500


class HttpDeliveryNotes:
    """Implements :class:`app.ports.delivery_notes.DeliveryNotes`.

    ``timeout_s`` bounds a whole fetch: connecting, waiting and reading together, however slowly bytes drip in. (A
    hanging name server can hold it longer; an address in numbers has none.) A fetch uses one connection and leaves
    nothing open. The environment's proxy settings are not used: the ERP is inside the plant.

    Raises OperationalError(SETTING_INVALID) when ``base_url`` is no http address.
    """

    def __init__(self, base_url: str, timeout_s: float) -> None:
        self._base = _checked(base_url)
        self._timeout_s = timeout_s

    def fetch(self, number: DnNumber) -> DeliveryNote:
        """Blocks; on a worker thread, never inside a running event loop."""
        try:
            body = asyncio.run(self._answer(number))
        except (httpx.TransportError, TimeoutError) as error:
            raise self._translated(error, number) from error
        return delivery_note(number, body)

    def close(self) -> None:
        """Nothing is kept open between two fetches."""

    async def _answer(self, number: DnNumber) -> bytes:
        address = f"{self._base}/dn_json/{quote(number.text, safe='')}"
        # A per-read limit starts again with each byte; the deadline around everything does not.
        async with (
            asyncio.timeout(self._timeout_s),
            httpx.AsyncClient(timeout=None, trust_env=False) as client,  # noqa: S113 (the deadline above)
            client.stream("GET", address, headers={"Accept-Encoding": "identity"}) as response,
        ):
            self._check_status(response.status_code, number)
            return await _limited_body(response, number)

    def _check_status(self, status: int, number: DnNumber) -> None:
        """A server's own failure passes by itself; any other status means that this is not the ERP's API."""
        if status >= _SERVER_ERROR:
            raise OperationalError(ErrorCode.ERP_UNREACHABLE, address=self._base, problem=f"HTTP status {status}")
        if status != _OK:
            raise _unusable(number, f"HTTP status {status}")

    def _translated(self, error: Exception, number: DnNumber) -> OperationalError:
        if isinstance(error, TimeoutError | httpx.TimeoutException):
            return OperationalError(ErrorCode.ERP_TOO_SLOW, address=self._base, timeout_s=self._timeout_s)
        if isinstance(error, httpx.RemoteProtocolError):
            return _unusable(number, "it breaks off or is not HTTP")
        return OperationalError(ErrorCode.ERP_UNREACHABLE, address=self._base, problem=str(error))


async def _limited_body(response: httpx.Response, number: DnNumber) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > ANSWER_BYTES_AT_MOST:
            raise _unusable(number, f"it is longer than {ANSWER_BYTES_AT_MOST // 1024**2} MiB")
    return bytes(body)


def _unusable(number: DnNumber, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.ERP_ANSWER_UNUSABLE, dn=number.text, problem=problem)


def _checked(base_url: str) -> str:
    try:
        address = urlsplit(base_url)
        usable = address.scheme in ("http", "https") and bool(httpx.URL(base_url).host)
    except (httpx.InvalidURL, ValueError):
        usable = False
    if not usable:
        problem = f"“{base_url}” is not an http:// address"
        raise OperationalError(ErrorCode.SETTING_INVALID, origin="the settings", key="erp.base_url", problem=problem)
    return base_url.rstrip("/")
