"""A TCP link that is slow, or cut at a chosen request, whatever the two sides say to each other.

It knows requests and answers only by their direction: a *request* is what a client sends after an answer (or at the
beginning) and before the next one.
"""

import socket
import threading
import time
from enum import StrEnum

from services.storage.remote.listener import Listener, broken
from services.storage.remote.wire import Address

_PIECE = 1 << 16


class Cut(StrEnum):
    """When the link breaks: the request never arrives; or it is carried out and its answer never arrives."""

    BEFORE_REQUEST = "before_request"
    BEFORE_ANSWER = "before_answer"


class Link:
    """Clients connect to ``address`` and reach ``upstream``. ``delay_s`` is that of each direction. Any thread.

    ``requests`` counts those of all clients; ``cuts`` how often a client was cut off.
    """

    def __init__(self, upstream: Address, delay_s: float = 0.0) -> None:
        self.upstream = upstream
        self.delay_s = delay_s
        self.requests = 0
        self.cuts = 0
        self._lock = threading.Lock()
        self._armed: tuple[int, Cut] | None = None
        self._listener = Listener(self._carry)
        self.address = self._listener.address

    def cut_at(self, request: int, when: Cut) -> None:
        """Break one client's connection at the ``request``-th request from now, counted from 1, once. Connections made
        afterwards work."""
        with self._lock:
            self._armed = (self.requests + request, when)

    def spare(self) -> None:
        """Nothing is cut any more."""
        with self._lock:
            self._armed = None

    def close(self) -> None:
        self._listener.close()

    def _carry(self, client: socket.socket) -> None:
        """One client's connection, until either side ends it."""
        try:
            server = socket.create_connection(self.upstream)
        except OSError:
            return
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with server:
            talk = _Talk(self, client, server)
            back = threading.Thread(target=talk.carry_answers, name="answers", daemon=True)
            back.start()
            talk.carry_requests()
            back.join()

    def new_request(self) -> tuple[bool, bool]:
        """Count a request; whether it is cut, and whether its answer will be."""
        with self._lock:
            self.requests += 1
            if self._armed is None or self.requests != self._armed[0]:
                return False, False
            when, self._armed = self._armed[1], None
            self.cuts += 1
            return when is Cut.BEFORE_REQUEST, when is Cut.BEFORE_ANSWER


class _Talk:
    """What one client and the server say to each other; the delay is that of the first piece of each message."""

    def __init__(self, link: Link, client: socket.socket, server: socket.socket) -> None:
        self._link = link
        self._client = client
        self._server = server
        self._asking = False
        self._answer_is_cut = False

    def carry_requests(self) -> None:
        while piece := _piece(self._client):
            if not self._asking:
                self._asking = True
                cut, self._answer_is_cut = self._link.new_request()
                if cut:
                    break
                time.sleep(self._link.delay_s)
            if not _sent(self._server, piece):
                break
        self._broken()

    def carry_answers(self) -> None:
        while piece := _piece(self._server):
            if self._answer_is_cut:
                break
            if self._asking:
                self._asking = False
                time.sleep(self._link.delay_s)
            if not _sent(self._client, piece):
                break
        self._broken()

    def _broken(self) -> None:
        broken(self._client)
        broken(self._server)


def _piece(link: socket.socket) -> bytes:
    """Empty: the link has ended."""
    try:
        return link.recv(_PIECE)
    except OSError:
        return b""


def _sent(link: socket.socket, piece: bytes) -> bool:
    try:
        link.sendall(piece)
    except OSError:
        return False
    return True
