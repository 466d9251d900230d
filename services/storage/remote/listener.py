"""Accepting TCP connections on a free port of this machine, each served by a thread of its own."""

import socket
import threading
from collections.abc import Callable

from services.storage.remote.wire import Address


class Listener:
    """Calls ``serve`` with each accepted link, in a thread of its own, and closes the link when it returns."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._closed = False
        self._links: dict[socket.socket, threading.Thread] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address: Address = self._socket.getsockname()
        self._acceptor = threading.Thread(target=self._accept, name="accept", daemon=True)
        self._acceptor.start()

    def close(self) -> None:
        """Every link is broken, and every thread has ended on return."""
        with self._lock:
            self._closed = True
            threads = [self._acceptor, *self._links.values()]
            links = list(self._links)
        for each in (self._socket, *links):
            broken(each)
        for thread in threads:
            thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._served, args=(link,), name="serve", daemon=True)
            with self._lock:
                if self._closed:
                    link.close()
                    return
                self._links[link] = thread
                thread.start()

    def _served(self, link: socket.socket) -> None:
        try:
            self._serve(link)
        finally:
            with self._lock:
                self._links.pop(link)
            link.close()


def broken(link: socket.socket) -> None:
    """End both directions at once, also for whoever waits on it; a link that is broken already stays so."""
    try:
        link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
