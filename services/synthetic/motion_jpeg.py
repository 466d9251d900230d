"""Writes Motion-JPEG .avi files.

OpenCV's own writer spends more than twice the bytes for the same picture (fixed Huffman tables, full colour
resolution); demo material lives in the repository, so this one wraps optimised JPEGs instead.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType

import cv2

from services.synthetic.relief import U8

FRAME_ID = b"00dc"
HAS_INDEX = 0x10
KEY_FRAME = 0x10
HEADER_BYTES = 224


class MotionJpegWriter:
    """Context manager; `write` takes uint8 [H,W,3] BGR frames of the size given. Raises OSError on a full disk."""

    def __init__(self, path: Path, *, fps: int, width: int, height: int, quality: int) -> None:
        self._size = (width, height)
        self._fps = fps
        self._settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        self._index: list[tuple[int, int]] = []
        self._offset = 4
        self._file = path.open("wb")
        self._file.write(bytes(HEADER_BYTES))

    def __enter__(self) -> MotionJpegWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()

    def write(self, frame: U8) -> None:
        """Append one frame."""
        ok, encoded = cv2.imencode(".jpg", frame, self._settings)
        if not ok:
            raise OSError("the JPEG encoder refused a frame")
        data = encoded.tobytes()
        self._file.write(_chunk(FRAME_ID, data))
        self._index.append((self._offset, len(data)))
        self._offset += 8 + len(data) + len(data) % 2

    def _finish(self) -> None:
        entries = (struct.pack("<4sIII", FRAME_ID, KEY_FRAME, offset, size) for offset, size in self._index)
        self._file.write(_chunk(b"idx1", b"".join(entries)))
        total = self._file.tell()
        self._file.seek(0)
        self._file.write(self._header(total))

    def _header(self, total: int) -> bytes:
        (width, height), frames = self._size, len(self._index)
        largest = max((size for _, size in self._index), default=0)
        main = struct.pack(
            "<14I",
            *(1_000_000 // self._fps, largest * self._fps, 0, HAS_INDEX, frames, 0, 1, largest, width, height),
            *(0, 0, 0, 0),
        )
        stream = struct.pack(
            "<4s4sIHHIIIIIIII4H",
            *(b"vids", b"MJPG", 0, 0, 0, 0, 1, self._fps, 0, frames, largest, 0xFFFFFFFF, 0),
            *(0, 0, width, height),
        )
        picture = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
        streams = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", picture))
        head = _list(b"hdrl", _chunk(b"avih", main) + streams)
        movie = struct.pack("<4sI4s", b"LIST", self._offset, b"movi")
        header = struct.pack("<4sI4s", b"RIFF", total - 8, b"AVI ") + head + movie
        if len(header) != HEADER_BYTES:
            raise AssertionError(f"AVI header has {len(header)} bytes")
        return header


def _chunk(name: bytes, data: bytes) -> bytes:
    """A RIFF chunk, padded to an even length."""
    return struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2)


def _list(kind: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", kind + data)
