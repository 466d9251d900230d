"""Bar and QR codes found in one picture, through zxing-cpp, which is imported when the first picture is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from app.ports.frame import BgrImage

if TYPE_CHECKING:
    from zxingcpp import Barcode

GreyImage = npt.NDArray[np.uint8]

UPRIGHT = ("Code128", "Code39", "ITF", "EAN13", "QRCode")
"""Looked for in every picture, lying and standing. QR codes are found at any angle, bar codes up to about 12° off."""

BAR_CODES = ("Code128", "Code39", "ITF", "EAN13")
DATA_MATRIX = ("DataMatrix",)
"""Costs more than all the others together, so not in every picture."""

EXTRA = (22.5, 45.0, 67.5, None)
"""Besides, one of these in each picture in turns: bar codes slanting by so many degrees, or (None) Data Matrix."""

CARTON_DIGITS = 14


@dataclass(frozen=True, slots=True)
class CodeReading:
    """``sure``: the kind of code has a checksum that a misreading does not survive. ``place``: how far its nearest
    corner is from the picture's top left one, pixels right and down together."""

    text: str
    sure: bool
    place: float


def codes_in(image: BgrImage, turn: int) -> list[CodeReading]:
    """``image`` is uint8 [height, width, 3], BGR. ``turn`` counts the pictures: it chooses what is done of EXTRA."""
    grey: GreyImage = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    slant_deg = EXTRA[turn % len(EXTRA)]
    if slant_deg is None:
        return _found(grey, (*UPRIGHT, *DATA_MATRIX))
    return [*_found(grey, UPRIGHT), *_slanting(grey, slant_deg)]


def _slanting(grey: GreyImage, slant_deg: float) -> list[CodeReading]:
    """The picture turned about its middle within its own size: its corners are lost, the middle is what counts."""
    height, width = grey.shape
    turned_from = cv2.getRotationMatrix2D((width / 2, height / 2), slant_deg, 1.0)
    turned = np.asarray(cv2.warpAffine(grey, turned_from, (width, height)), np.uint8)
    return _found(turned, BAR_CODES, np.asarray(cv2.invertAffineTransform(turned_from)))


def _found(grey: GreyImage, formats: Iterable[str], back: npt.NDArray[np.float64] | None = None) -> list[CodeReading]:
    """``back`` [2, 3] takes a point of ``grey`` to the picture. Dark codes on light ground: inverted ones double the
    cost. The text is what a scanner would type: no brackets, no readable names for control characters."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat[name] for name in formats]),
        try_rotate=True,
        try_downscale=True,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    unsure = (zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.ITF)
    return [
        CodeReading(code.text, code.symbology not in unsure, _place(code, back)) for code in found if _is_whole(code)
    ]


def _is_whole(code: "Barcode") -> bool:
    """Rule Q1: an ITF code counts as the number of a carton only, 14 digits with the right check digit: a scan line
    that leaves it through its side reads a part of it, and the same part again and again."""
    import zxingcpp

    return code.symbology != zxingcpp.BarcodeFormat.ITF or is_carton_number(code.text)


def is_carton_number(text: str) -> bool:
    """The GS1 check digit of ITF-14: from the right, digits count three times and once in turns."""
    if len(text) != CARTON_DIGITS or not (text.isascii() and text.isdecimal()):
        return False
    return sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(text)) % 10 == 0


def _place(code: "Barcode", back: npt.NDArray[np.float64] | None) -> float:
    corners = code.position
    ends = (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
    points = np.array([(end.x, end.y, 1.0) for end in ends])
    if back is not None:
        points = points @ back.T
    return float(points[:, :2].sum(axis=1).min())
