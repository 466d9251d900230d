"""A plain web server over a folder, on loopback; some of its files may answer badly."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CHUNK = b"x" * 65536


class WebFolder:
    """``behave`` maps the end of an address to what answers instead of the file: it gets the handler."""

    def __init__(self, folder: Path) -> None:
        self.behave: dict[str, Callable[[SimpleHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.stopping = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, web: WebFolder, *args: object, directory: str) -> None:
        self._web = web
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]  # request, address, server

    def do_GET(self) -> None:
        self._web.asked.append(self.path)
        answer = next((act for end, act in self._web.behave.items() if self.path.endswith(end)), None)
        with contextlib.suppress(ConnectionError):
            if answer is None:
                super().do_GET()
            else:
                answer(self)

    def log_message(self, *_: object) -> None:
        """A test's own output is enough."""


def endless(handler: SimpleHTTPRequestHandler) -> None:
    """Bytes without an end, and without a length."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(CHUNK)


def dripping(web: WebFolder) -> Callable[[SimpleHTTPRequestHandler], None]:
    """One byte after the other, each well within the time limit of a read."""

    def answer(handler: SimpleHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not web.stopping.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return answer


def silent(web: WebFolder) -> Callable[[SimpleHTTPRequestHandler], None]:
    def answer(_handler: SimpleHTTPRequestHandler) -> None:
        web.stopping.wait(20)

    return answer


def status(code: int) -> Callable[[SimpleHTTPRequestHandler], None]:
    return lambda handler: handler.send_error(code)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[WebFolder]:
    web = WebFolder(folder)
    thread = threading.Thread(target=web.server.serve_forever, args=(0.01,), name="web-folder")
    thread.start()
    try:
        yield web
    finally:
        web.stopping.set()
        web.server.shutdown()
        web.server.server_close()
        thread.join()
