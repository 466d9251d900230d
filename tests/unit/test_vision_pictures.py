import os
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.errors import ErrorCode, OperationalError
from services.vision.pictures import read_picture

PICTURE = np.full((20, 30, 3), (10, 20, 250), np.uint8)


def png_of(width: int, height: int) -> bytes:
    """A small file that promises a large picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


def bmp_of(width: int, height: int) -> bytes:
    header = (40).to_bytes(4, "little") + width.to_bytes(4, "little") + height.to_bytes(4, "little", signed=True)
    return b"BM" + bytes(12) + header + bytes([1, 0, 24, 0]) + bytes(100)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp"])
def test_a_picture_is_bgr(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    cv2.imwrite(str(path), PICTURE)
    assert read_picture(path)[5, 5].tolist() == pytest.approx([10, 20, 250], abs=4)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "neither a JPEG nor a PNG"),
        (b"GIF89a" + bytes(50), "neither a JPEG nor a PNG nor a BMP"),
        (b"\xff\xd8" + bytes(50), "damaged"),
        (bmp_of(20_000, -20_000), "more than 16 megapixels"),
        (b"BM" + bytes(50), "damaged"),
        (png_of(20_000, 20_000), "more than 16 megapixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged"),
    ],
)
def test_what_is_not_a_safe_picture_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(OperationalError, match=problem) as caught:
        read_picture(tmp_path / "a")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        read_picture(tmp_path / "a.png")


def test_opencv_is_told_its_limit_too() -> None:
    assert os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] == "16000000"
