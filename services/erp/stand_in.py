"""A small ERP of our own, over real HTTP, so that a station works alone and tests need no mock."""

import json
import logging
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from app.domain.errors import ErrorCode, OperationalError

log = logging.getLogger(__name__)
Deliveries = Mapping[str, Sequence[Mapping[str, object]]]
_PATH = "/dn_json/"


@dataclass(frozen=True, slots=True)
class Trouble:
    """How the stand-in misbehaves: waits before it answers, answers ``body`` instead of the note, claims to send more
    than it does (``cut_short``), or sends byte by byte with a pause (``drip_s``)."""

    delay_s: float = 0.0
    status: int = 200
    body: bytes | None = None
    cut_short: bool = False
    drip_s: float = 0.0


class StandInErp:
    """Serves ``deliveries`` (DN → rows as the ERP writes them) on ``host``; port 0 takes a free one.

    ``start`` listens before it returns and raises OperationalError(PORT_TAKEN). ``stop`` ends every thread, also those
    in the middle of a slow answer. ``trouble`` may be changed at any time, from any thread.
    """

    def __init__(self, deliveries: Deliveries, host: str = "127.0.0.1", port: int = 0) -> None:
        self.deliveries = deliveries
        self.trouble = Trouble()
        self._host, self._port = host, port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """Where it listens. ValueError before ``start``."""
        if self._server is None:
            raise ValueError("the stand-in has not been started")
        return f"http://{self._host}:{self._server.server_address[1]}"

    def start(self) -> None:
        try:
            self._server = _Server((self._host, self._port), self)
        except OSError as error:
            raise OperationalError(ErrorCode.PORT_TAKEN, port=self._port, host=self._host) from error
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, kwargs={"poll_interval": 0.05}, name="erp-stand-in")
        self._thread.start()

    def stop(self) -> None:
        """Safe to call twice."""
        if self._server is None or self._thread is None:
            return
        self._server.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> "StandInErp":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body for a request's path; an unknown DN is an empty list, as in the real one."""
        trouble = self.trouble
        if trouble.body is not None or trouble.status != _Server.OK:
            return trouble.status, trouble.body or b""
        if not path.startswith(_PATH):
            return 404, b""
        number = unquote(path.removeprefix(_PATH))
        return _Server.OK, json.dumps({"results": list(self.deliveries.get(number, ()))}).encode()


class _Server(ThreadingHTTPServer):
    """``server_close`` joins the handlers; ``stopping`` ends the pauses they may be in."""

    OK = 200
    daemon_threads = False
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port

    def __init__(self, address: tuple[str, int], erp: StandInErp) -> None:
        self.erp = erp
        self.stopping = threading.Event()
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 (the base class's names)
        log.debug("a client of the ERP stand-in went away", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 2.0  # seconds for a silent client, so that stopping never waits for one

    def do_GET(self) -> None:
        trouble = self.server.erp.trouble
        if self.server.stopping.wait(trouble.delay_s):
            return
        status, body = self.server.erp.answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) + trouble.cut_short))
        self.end_headers()
        if trouble.drip_s:
            self._drip(body, trouble.drip_s)
        else:
            self.wfile.write(body)

    def _drip(self, body: bytes, pause_s: float) -> None:
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            if self.server.stopping.wait(pause_s):
                return

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)
