"""Picture files as BGR images, for the tools; the live path never reads files."""

from pathlib import Path

import cv2
import numpy as np

from app.domain.errors import ErrorCode, OperationalError
from app.ports.frame import BgrImage
from services.vision import jpeg

_MAX_BYTES = 64 * 2**20
_JPEG_MAGIC = b"\xff\xd8"
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_BMP_MAGIC = b"BM"


def read_picture(path: Path) -> BgrImage:
    """uint8 [height, width, 3], BGR. Raises OperationalError(FILE_UNREADABLE) with what is wrong."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=error.strerror or error) from error
    problem = _unsafe(data)
    if problem:
        raise _unreadable(path, problem)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise _unreadable(path, "it is damaged")
    return np.asarray(image, np.uint8)


def _unsafe(data: bytes) -> str:
    """Why ``data`` must not be decoded, told from its header; empty when it may be."""
    if len(data) > _MAX_BYTES:
        return "it is larger than 64 MiB"
    if data.startswith(_JPEG_MAGIC):
        try:
            jpeg.check(data)
        except jpeg.FrameRejected as error:
            return str(error)
        return ""
    size = _png_size(data) if data.startswith(_PNG_MAGIC) else _bmp_size(data) if data.startswith(_BMP_MAGIC) else None
    if size is None:
        return "it is neither a JPEG nor a PNG nor a BMP"
    return "it has more than 16 megapixels" if size[0] * size[1] > jpeg.MAX_PIXELS else ""


def _png_size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _bmp_size(data: bytes) -> tuple[int, int]:
    """Width and height; a negative height means that the rows run downwards. The oldest headers have 12 bytes."""
    if int.from_bytes(data[14:18], "little") == 12:
        return int.from_bytes(data[18:20], "little"), int.from_bytes(data[20:22], "little")
    width, height = (int.from_bytes(data[at : at + 4], "little", signed=True) for at in (18, 22))
    return abs(width), abs(height)


def _unreadable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem)
