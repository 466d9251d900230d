"""JPEG in and out. A frame from outside is looked at before it is decoded: a header may promise gigabytes."""

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import simplejpeg

from app.ports.frame import BgrImage

Pixels = npt.NDArray[np.uint8]
MAX_BYTES = 4 * 2**20
MAX_PIXELS = 16_000_000
_MAX_SEGMENTS = 256
_SOI = b"\xff\xd8"
_SCAN_OR_END = re.compile(rb"\xff[\xd9\xda]")  # three times as fast as bytes.count
_BASELINE = 0xC0
_EIGHTHS = 8
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_END = 0xD9
_DATA_BEGINS_OR_ENDS = frozenset({0xD8, _END, 0xDA})


class Rejection(StrEnum):
    """Why a frame is not decoded, in the words that are sent back and logged."""

    EMPTY = "the frame is empty"
    TOO_MANY_BYTES = "the frame is larger than 4 MiB"
    NOT_JPEG = "the frame is not a JPEG"
    KIND = "the frame is not a baseline JPEG in grey or colour"
    TOO_MANY_PIXELS = "the frame has more than 16 megapixels"
    TOO_MANY_SCANS = "the frame has more than one scan"
    DAMAGED = "the frame is damaged or cut short"


class FrameRejected(Exception):  # noqa: N818  # an answer to the sender, not an error here
    """A frame that will not be decoded. ``reason`` tells the sender why."""

    def __init__(self, reason: Rejection) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """Size of the picture at full scale, pixels; ``components`` is 1 (grey) or 3 (colour)."""

    width: int
    height: int
    components: int

    def reduced(self, min_width: int, min_height: int) -> tuple[int, int]:
        """(width, height) at the smallest of libjpeg's scales, n/8, that is at least the wanted size; else full."""
        for eighths in range(1, _EIGHTHS):
            width, height = -(-self.width * eighths // _EIGHTHS), -(-self.height * eighths // _EIGHTHS)
            if width >= min_width and height >= min_height:
                return width, height
        return self.width, self.height


def encode(image: BgrImage, quality: int) -> bytes:
    """Baseline JPEG with 4:2:0 colour. ``image`` is uint8 [height, width, 3] BGR and contiguous."""
    data: bytes = simplejpeg.encode_jpeg(image, quality, "BGR", "420")
    return data


def check(data: bytes) -> JpegHeader:
    """Read the header without decoding (microseconds). FrameRejected: not a frame that is safe to decode."""
    if not data:
        raise FrameRejected(Rejection.EMPTY)
    if len(data) > MAX_BYTES:
        raise FrameRejected(Rejection.TOO_MANY_BYTES)
    if not data.startswith(_SOI):
        raise FrameRejected(Rejection.NOT_JPEG)
    header, scans_from = _frame_header(data)
    if header.width * header.height > MAX_PIXELS:
        raise FrameRejected(Rejection.TOO_MANY_PIXELS)
    _check_scans(data, scans_from, header.components)
    return header


def refusal(data: bytes) -> str:
    """:func:`check` as words: why ``data`` will not be decoded, or nothing."""
    try:
        check(data)
    except FrameRejected as error:
        return error.reason.value
    return ""


def decode(data: bytes, size: tuple[int, int], into: Pixels) -> None:
    """Decode checked ``data`` at ``size`` (width, height; one that :meth:`JpegHeader.reduced` gave) to RGB.

    ``into`` is a contiguous uint8 [height, width, 3]. FrameRejected: damaged; ``into`` holds anything then.
    """
    width, height = size
    try:
        image = simplejpeg.decode_jpeg(data, "RGB", min_height=height, min_width=width, buffer=into)
    except ValueError as error:
        raise FrameRejected(Rejection.DAMAGED) from error
    if image.shape != into.shape:
        raise FrameRejected(Rejection.DAMAGED)


def _check_scans(data: bytes, position: int, components: int) -> None:
    """One scan with all components, as encoders write baseline; with several, libjpeg holds the whole picture (96 MB).

    Between scans 0xFF is stuffed, so the markers found from ``position`` to the end of the picture are real ones.
    """
    for number, marker in enumerate(_SCAN_OR_END.finditer(data, position)):
        if data[marker.start() + 1] == _END:
            break
        in_scan = data[marker.end() + 2 : marker.end() + 3]
        if number > 0 or (in_scan and in_scan[0] != components):
            raise FrameRejected(Rejection.TOO_MANY_SCANS)


def _frame_header(data: bytes) -> tuple[JpegHeader, int]:
    """The header and where it ends. Walks the segments as libjpeg does, without its tolerance for bytes between."""
    position = len(_SOI)
    try:
        for _ in range(_MAX_SEGMENTS):
            if data[position] != 0xFF:
                raise FrameRejected(Rejection.DAMAGED)
            marker = data[position + 1]
            if marker == 0xFF:  # padding before a marker
                position += 1
            elif marker in _FRAME_HEADERS:
                after = position + 2 + _length(data, position + 2)
                return _parse_frame_header(marker, data[position + 4 : position + 10]), after
            elif marker in _DATA_BEGINS_OR_ENDS:
                break
            else:
                position += 2 if marker in _WITHOUT_LENGTH else 2 + _length(data, position + 2)
    except IndexError:
        raise FrameRejected(Rejection.DAMAGED) from None
    raise FrameRejected(Rejection.DAMAGED)


def _length(data: bytes, position: int) -> int:
    length = data[position] << 8 | data[position + 1]
    if length < 2:
        raise FrameRejected(Rejection.DAMAGED)
    return length


def _parse_frame_header(marker: int, body: bytes) -> JpegHeader:
    precision, height, width, components = body[0], body[1] << 8 | body[2], body[3] << 8 | body[4], body[5]
    if marker != _BASELINE or precision != 8 or components not in (1, 3):
        raise FrameRejected(Rejection.KIND)
    if not width or not height:
        raise FrameRejected(Rejection.DAMAGED)
    return JpegHeader(width, height, components)
