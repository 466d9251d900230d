"""Cover surfaces: built once per class, lit and worn per instance."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from services.synthetic.cover_drawing import draw_cover
from services.synthetic.parts import design_of
from services.synthetic.relief import F32, U8, Lamp, Relief, build_relief, mip_chain, pick_mip, shade

WEAR_VARIANTS = 6
WEAR_SHAPE = (640, 1120)


@lru_cache(maxsize=16)
def cover_mips(label: str) -> tuple[Relief, ...]:
    """Surface maps of a class, finest first."""
    canvas, alpha = draw_cover(design_of(label))
    return mip_chain(build_relief(canvas.height, canvas.albedo, canvas.gloss, alpha, 3.5))


@lru_cache(maxsize=WEAR_VARIANTS)
def wear_map(variant: int) -> F32:
    """Albedo factor around 1: dust, scuffs, fine scratches. float32 WEAR_SHAPE."""
    rng = np.random.default_rng(9000 + variant)
    rows, cols = WEAR_SHAPE
    scratches = np.zeros(WEAR_SHAPE, np.uint8)
    for _ in range(int(rng.integers(10, 28))):
        start = rng.uniform((0, 0), (cols, rows))
        bend = start + rng.normal(0, 60, 2)
        points = np.stack([start, bend, bend + (bend - start) * rng.uniform(0.3, 1.0) + rng.normal(0, 14, 2)])
        cv2.polylines(
            scratches, [np.round(points * 16).astype(np.int32)], False, int(rng.integers(60, 230)), 1, cv2.LINE_AA, 4
        )
    fine = rng.standard_normal(WEAR_SHAPE).astype(np.float32)
    specks = cv2.GaussianBlur((fine > 3.0).astype(np.float32), (0, 0), 0.9)
    cloud = cv2.resize(rng.standard_normal((9, 15)).astype(np.float32), (cols, rows), interpolation=cv2.INTER_CUBIC)
    smear = cv2.GaussianBlur(fine, (0, 0), sigmaX=14, sigmaY=2.0) * 8.0
    factor = 1.0 + scratches.astype(np.float32) / 255.0 * 0.22 + specks * 0.5 + cloud * 0.022 + smear * 0.010
    return np.asarray(factor, np.float32)


@lru_cache(maxsize=4)
def worn_tint(shape: tuple[int, int], wear_seed: int) -> F32:
    """Per-instance albedo factor, float32 [H,W], not to be written to."""
    rng = np.random.default_rng(wear_seed)
    source = wear_map(int(rng.integers(WEAR_VARIANTS)))
    flip = int(rng.integers(-1, 2))
    worn = cv2.resize(cv2.flip(source, flip), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    strength, tone = rng.uniform(0.3, 1.25), rng.uniform(0.93, 1.06)
    return np.asarray(1.0 + (worn - 1.0) * strength, np.float32) * np.float32(tone)


def lit_cover(label: str, px_per_mm: float, lamp: Lamp, wear_seed: int) -> U8:
    """Lit cover as uint8 BGRA [H,W,4] in its own plane, sharp enough for the scale asked for."""
    relief = pick_mip(cover_mips(label), px_per_mm)
    colour = shade(relief, lamp, worn_tint((relief.alpha.shape[0], relief.alpha.shape[1]), wear_seed))
    return np.asarray(cv2.merge([*cv2.split(colour), relief.alpha]), np.uint8)
