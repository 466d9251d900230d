"""As much of SQL Server as says no: a login over TDS is answered with error 18456, "Login failed"."""

import socket
import struct

from services.storage.remote.listener import Listener

_HEAD = struct.Struct(">BBHHBB")
_PRELOGIN, _LOGIN7, _ANSWER = 0x12, 0x10, 0x04
_LAST = 0x01
_NO_ENCRYPTION = 2
_LOGIN_FAILED, _CLASS = 18456, 14


class RefusingSqlServer:
    """A context manager. ``logins`` counts those that were refused; unencrypted, as a driver has to be told."""

    def __init__(self) -> None:
        self.logins = 0
        self._listener = Listener(self._serve)
        self.host, self.port = self._listener.address[:2]

    def __enter__(self) -> "RefusingSqlServer":
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self, link: socket.socket) -> None:
        while True:
            kind = _received(link)
            if kind == _PRELOGIN:
                _send(link, _prelogin())
            elif kind == _LOGIN7:
                self.logins += 1
                _send(link, _refusal("Login failed for user 'qc'."))
            else:
                return


def _received(link: socket.socket) -> int:
    """The kind of a whole message; 0: the link has ended."""
    while True:
        head = _exactly(link, _HEAD.size)
        if not head:
            return 0
        kind, status, length, *_ = _HEAD.unpack(head)
        _exactly(link, length - _HEAD.size)
        if status & _LAST:
            return int(kind)


def _exactly(link: socket.socket, count: int) -> bytes:
    taken = b""
    while len(taken) < count:
        try:
            piece = link.recv(count - len(taken))
        except OSError:
            return b""
        if not piece:
            return b""
        taken += piece
    return taken


def _send(link: socket.socket, body: bytes) -> None:
    link.sendall(_HEAD.pack(_ANSWER, _LAST, _HEAD.size + len(body), 0, 1, 0) + body)


def _prelogin() -> bytes:
    """Version 16, and no encryption."""
    version, encryption = bytes([16, 0, 0, 0, 0, 0]), bytes([_NO_ENCRYPTION])
    first = 2 * 5 + 1
    options = struct.pack(">BHH", 0, first, len(version)) + struct.pack(">BHH", 1, first + len(version), 1) + b"\xff"
    return options + version + encryption


def _refusal(words: str) -> bytes:
    body = struct.pack("<IBB", _LOGIN_FAILED, 1, _CLASS)
    body += struct.pack("<H", len(words)) + words.encode("utf-16-le")
    body += bytes([3]) + "sql".encode("utf-16-le") + bytes([0]) + struct.pack("<I", 1)
    done = struct.pack("<BHHQ", 0xFD, 0x0002, 0, 0)
    return struct.pack("<BH", 0xAA, len(body)) + body + done
