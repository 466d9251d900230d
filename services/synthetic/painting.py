"""Laying pictures and shadows onto a frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.synthetic.relief import F32, U8

SHADOW_SHRINK = 4


@dataclass(frozen=True)
class Shadow:
    """offset and sigma in frame pixels; strength 0..1."""

    offset: tuple[float, float]
    sigma: float
    strength: float


def clipped_roi(
    points: npt.NDArray[np.float64], width: int, height: int, margin: int = 2
) -> tuple[int, int, int, int] | None:
    """Pixel rectangle x1, y1, x2, y2 around points [N,2] inside the frame; None when outside."""
    x1, y1 = np.floor(points.min(axis=0)).astype(int) - margin
    x2, y2 = np.ceil(points.max(axis=0)).astype(int) + margin + 1
    x1, y1, x2, y2 = max(int(x1), 0), max(int(y1), 0), min(int(x2), width), min(int(y2), height)
    return (x1, y1, x2, y2) if x2 > x1 and y2 > y1 else None


def blend(target: U8, patch: U8, alpha: U8, roi: tuple[int, int, int, int]) -> None:
    """Lay a patch [h,w,3] with coverage [h,w] onto a BGR target, or a BGRA one of premultiplied colour."""
    x1, y1, x2, y2 = roi
    weight = cv2.merge([alpha, alpha, alpha])
    window = target[y1:y2, x1:x2]
    region = window[..., :3]
    kept = cv2.multiply(region, cv2.bitwise_not(weight), scale=1 / 255.0)
    region[:] = cv2.add(kept, cv2.multiply(patch, weight, scale=1 / 255.0))
    if target.shape[2] == 4:
        window[..., 3] = cv2.max(cv2.extractChannel(window, 3), alpha)


def shadow_field(mask: U8, roi: tuple[int, int, int, int], frame: tuple[int, int], shadows: Sequence[Shadow]) -> F32:
    """Light left by the shadows of a mask [h,w] at `roi`; float32, 1/SHADOW_SHRINK of the frame (width, height)."""
    columns, rows = frame[0] // SHADOW_SHRINK, frame[1] // SHADOW_SHRINK
    x1, y1, x2, y2 = roi
    scale = 1.0 / SHADOW_SHRINK
    light = np.ones((rows, columns), np.float32)
    size = (math.ceil((x2 - x1) * scale), math.ceil((y2 - y1) * scale))
    small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    for shadow in shadows:
        shift = np.array([[1, 0, (x1 + shadow.offset[0]) * scale], [0, 1, (y1 + shadow.offset[1]) * scale]], np.float32)
        moved = cv2.warpAffine(small, shift, (columns, rows)).astype(np.float32)
        soft = cv2.GaussianBlur(moved, (0, 0), max(shadow.sigma * scale, 0.5))
        light *= 1.0 - soft * np.float32(shadow.strength / 255.0)
    return light


def darken(target: U8, light: F32) -> None:
    """Multiply the colour of a frame by a reduced-size light field."""
    rows, cols = np.flatnonzero(light.min(axis=1) < 0.995), np.flatnonzero(light.min(axis=0) < 0.995)
    if not rows.size:
        return
    y1, y2 = max(int(rows[0]) - 1, 0), min(int(rows[-1]) + 2, light.shape[0])
    x1, x2 = max(int(cols[0]) - 1, 0), min(int(cols[-1]) + 2, light.shape[1])
    step = SHADOW_SHRINK
    region = target[y1 * step : y2 * step, x1 * step : x2 * step]
    factor = cv2.resize(light[y1:y2, x1:x2], (region.shape[1], region.shape[0]), interpolation=cv2.INTER_LINEAR)
    # A BGRA target keeps its coverage: only colour is darkened.
    factors = [factor, factor, factor, np.ones_like(factor)][: region.shape[2]]
    region[:] = cv2.multiply(region, cv2.merge(factors), dtype=cv2.CV_8U)
