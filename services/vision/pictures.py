"""Picture files as BGR images, for the tools; the live path never reads files."""

from pathlib import Path

import cv2
import numpy as np

from app.domain.errors import ErrorCode, OperationalError
from app.ports.frame import BgrImage
from services.vision import jpeg

_MAX_BYTES = 64 * 2**20
_JPEG_MAGIC = b"\xff\xd8"


def read_picture(path: Path) -> BgrImage:
    """uint8 [height, width, 3], BGR. Raises OperationalError(FILE_UNREADABLE) with what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=error.strerror or error) from error
    if len(data) > _MAX_BYTES:
        raise _unreadable(path, "it is larger than 64 MiB")
    if data[:2] == _JPEG_MAGIC:
        try:
            jpeg.check(data)
        except jpeg.FrameRejected as error:
            raise _unreadable(path, str(error)) from error
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    except cv2.error as error:  # it says it has more pixels than OpenCV takes
        raise _unreadable(path, "it is too large") from error
    if image is None:
        raise _unreadable(path, "it is not a picture")
    return np.asarray(image, np.uint8)


def _unreadable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem)
