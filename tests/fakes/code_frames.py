"""Frames with bar codes in them, drawn by the library that reads them, in front of a drawn bench."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import zxingcpp

from app.domain.detection import FrameStamp
from app.ports.frame import BgrImage, Frame
from services.synthetic.scenes import render_scene

WIDTH, HEIGHT = 1280, 720
_DRAWN_MODULE_PX = 4
_QUIET_PX = 24
_MATRIX = ("QRCode", "DataMatrix")


@dataclass(frozen=True, slots=True)
class Printed:
    """A code on white paper, its middle at ``x``, ``y`` (pixels), turned by ``turn_deg``; a module (the narrowest bar)
    is ``module_px`` wide, bars are ``bar_px`` high."""

    text: str
    kind: str = "Code128"
    x: float = WIDTH / 2
    y: float = HEIGHT / 2
    turn_deg: float = 0.0
    module_px: float = 2.0
    bar_px: int = 80
    contrast: float = 1.0


@cache
def bench() -> BgrImage:
    return np.asarray(cv2.resize(render_scene(1_000_003).image, (WIDTH, HEIGHT)), np.uint8)


def picture(*codes: Printed, blur_px: float = 0.0, noise: float = 3.0, seed: int = 0) -> BgrImage:
    """As the camera sees them: uint8 [720, 1280, 3]. ``noise`` is the sensor's, of its own for each ``seed``."""
    seen = bench().astype(np.float32)
    for code in codes:
        paper, cover = _laid_out(code)
        seen = seen * (1 - cover[..., None]) + (paper * cover)[..., None]
    if blur_px:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur_px), np.float32)
    grain = np.random.default_rng(seed).standard_normal((HEIGHT, WIDTH, 1), np.float32)  # alike in the three colours
    return np.clip(seen + noise * grain, 0, 255).astype(np.uint8)


def frame(image: BgrImage, number: int = 1, captured_s: float | None = None) -> Frame:
    """``number`` is its id and stands for its pixels too."""
    return Frame(FrameStamp(number, number / 10 if captured_s is None else captured_s, number), image)


def _laid_out(code: Printed) -> tuple[np.ndarray, np.ndarray]:
    """The paper's brightness 0..255, and how much of each pixel it covers, 0..1."""
    drawn = _drawn(code)
    height, width = drawn.shape
    place = cv2.getRotationMatrix2D((width / 2, height / 2), code.turn_deg, code.module_px / _DRAWN_MODULE_PX)
    place[:, 2] += (code.x - width / 2, code.y - height / 2)
    paper = cv2.warpAffine(drawn, place, (WIDTH, HEIGHT)).astype(np.float32)
    cover = cv2.warpAffine(np.full_like(drawn, 255), place, (WIDTH, HEIGHT)).astype(np.float32) / 255
    return 128 + (paper - 128) * code.contrast, cover


def _drawn(code: Printed) -> np.ndarray:
    made = zxingcpp.create_barcode(code.text, zxingcpp.BarcodeFormat[code.kind]).to_image(scale=_DRAWN_MODULE_PX)
    drawn = np.asarray(made, np.uint8)
    if code.kind not in _MATRIX:
        bars = round(code.bar_px * _DRAWN_MODULE_PX / code.module_px)
        drawn = np.repeat(drawn[drawn.shape[0] // 2][None], bars, axis=0)
    return np.pad(drawn, _QUIET_PX, constant_values=255)
