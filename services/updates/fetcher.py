"""How bytes of a repository get here, over http(s) or out of a folder: bounded in time, whoever serves them."""

import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from ssl import SSLContext
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx
from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

CHUNK_BYTES = 256 * 1024
_OK, _NOT_FOUND = 200, 404


class SlowDownloadError(DownloadError):
    """Longer than its limit, however slowly bytes drip in."""


class StoppedError(DownloadError):
    """This program is closing."""


class BoundedFetcher(FetcherInterface):
    """``timeout_s`` bounds connecting, each read, and every file but the models' own, which have ``model_s``.
    ``targets_url``: what the addresses of models begin with. ``stopping`` ends a download between two chunks.

    The environment's proxies and certificates count: the vendor may be outside the plant. Redirections are not
    followed.
    """

    def __init__(
        self, targets_url: str, *, timeout_s: float, model_s: float, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        self._targets_url, self._timeout_s, self._model_s = targets_url, timeout_s, model_s
        self._stopping = stopping

    def _fetch(self, url: str) -> Iterator[bytes]:
        limit_s = self._model_s if url.startswith(self._targets_url) else self._timeout_s
        chunks = _of_folder(url) if urlsplit(url).scheme == "file" else self._of_web(url)
        return self._bounded(url, chunks, limit_s)

    def _bounded(self, url: str, chunks: Iterator[bytes], limit_s: float) -> Iterator[bytes]:
        began_s = time.monotonic()
        for chunk in chunks:
            if self._stopping():
                raise StoppedError(f"{url}: the program is closing")
            if time.monotonic() - began_s > limit_s:
                raise SlowDownloadError(f"{url}: longer than {limit_s:g} s")
            yield chunk

    def _of_web(self, url: str) -> Iterator[bytes]:
        asked = httpx.stream(
            "GET", url, timeout=self._timeout_s, headers={"Accept-Encoding": "identity"}, verify=self._tls
        )
        try:
            with asked as response:
                if response.status_code != _OK:
                    raise DownloadHTTPError(f"{url}: HTTP status {response.status_code}", response.status_code)
                yield from response.iter_raw()  # as it comes: whoever drips must not fill a chunk first
        except httpx.TimeoutException as error:
            raise SlowDownloadError(f"{url}: no answer within {self._timeout_s:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise DownloadError(f"{url}: {error}") from error

    @cached_property
    def _tls(self) -> SSLContext:
        """Reading all certificates takes longer than a file of metadata."""
        return httpx.create_ssl_context()


def _of_folder(url: str) -> Iterator[bytes]:
    place = urlsplit(url)
    path = Path(url2pathname(f"//{place.netloc}{place.path}" if place.netloc else place.path))  # //: of a shared folder
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DownloadHTTPError(f"there is no {path}", _NOT_FOUND) from error
    except OSError as error:
        raise DownloadError(f"{path}: {error.strerror or error}") from error
