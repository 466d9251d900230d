"""Messages between driver and server: a JSON value behind its length, four bytes, most significant first."""

import json
import socket
import struct
from typing import Any

Address = tuple[str, int]

_LENGTH = struct.Struct(">I")


def send(link: socket.socket, message: Any) -> None:
    """OSError: the link is broken; how much of the message went is unknown."""
    body = json.dumps(message).encode()
    link.sendall(_LENGTH.pack(len(body)) + body)


def receive(link: socket.socket) -> Any | None:
    """None: the other side closed the link, perhaps in the middle of a message. OSError: it is broken."""
    head = _exactly(link, _LENGTH.size)
    body = _exactly(link, _LENGTH.unpack(head)[0]) if head else b""
    return json.loads(body) if body else None


def _exactly(link: socket.socket, count: int) -> bytes:
    """Empty when the link ends before ``count`` bytes."""
    parts, missing = [], count
    while missing:
        part = link.recv(missing)
        if not part:
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
