"""Bench surfaces from noise: brushed steel, rubber mat, cardboard, wood."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from services.synthetic.relief import F32, U8

TILE_SHAPE = (960, 1600)
VARIANTS = 5


def _clouds(rng: np.random.Generator, rows: int, cols: int) -> F32:
    """Smooth noise over the whole tile from a coarse grid, float32 about N(0,1)."""
    grid = rng.standard_normal((rows, cols)).astype(np.float32)
    return np.asarray(cv2.resize(grid, (TILE_SHAPE[1], TILE_SHAPE[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _grain(rng: np.random.Generator, sigma_x: float, sigma_y: float) -> F32:
    """Fine noise of unit deviation, stretched."""
    noise = rng.standard_normal(TILE_SHAPE).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), sigmaX=sigma_x, sigmaY=sigma_y)
    return np.asarray(smooth / (smooth.std() + 1e-6), np.float32)


def _scratches(rng: np.random.Generator, count: int, length: float) -> F32:
    canvas = np.zeros(TILE_SHAPE, np.uint8)
    for _ in range(count):
        start = rng.uniform((0, 0), TILE_SHAPE[::-1])
        end = start + rng.normal(0, length, 2)
        ends = [tuple(int(v * 16) for v in point) for point in (start, end)]
        cv2.line(canvas, ends[0], ends[1], int(rng.integers(40, 255)), 1, cv2.LINE_AA, 4)
    return canvas.astype(np.float32) / np.float32(255.0)


def _tinted(value: F32, bgr: tuple[float, float, float]) -> U8:
    return np.asarray(np.clip(value[..., None] * np.array(bgr, np.float32), 0, 255), np.uint8)


def _steel(rng: np.random.Generator) -> U8:
    value = 1.0 + 0.045 * _grain(rng, 40, 0.6) + 0.05 * _clouds(rng, 4, 7) + 0.02 * _clouds(rng, 24, 40)
    value += 0.16 * _scratches(rng, 90, 160) - 0.10 * _scratches(rng, 50, 120)
    value -= 0.06 * np.clip(_clouds(rng, 14, 22) - 0.9, 0, 1)
    grey = float(rng.uniform(118, 158))
    return _tinted(np.asarray(value, np.float32), (grey * 1.02, grey, grey * 0.97))


def _mat(rng: np.random.Generator) -> U8:
    y, x = np.mgrid[0 : TILE_SHAPE[0], 0 : TILE_SHAPE[1]].astype(np.float32)
    pitch = float(rng.uniform(9, 15))
    bumps = np.sin(x * (2 * np.pi / pitch)) * np.sin(y * (2 * np.pi / pitch)) * float(rng.choice([0.0, 0.05, 0.08]))
    value = 1.0 + bumps + 0.06 * _grain(rng, 0.8, 0.8) + 0.07 * _clouds(rng, 5, 8) + 0.03 * _clouds(rng, 30, 50)
    value += 0.22 * _scratches(rng, 60, 90) + 0.5 * (_grain(rng, 0.9, 0.9) > 3.7)
    tones = ((52, 50, 48), (62, 78, 42), (96, 66, 40), (82, 86, 84), (48, 52, 66))
    return _tinted(np.asarray(value, np.float32), tones[int(rng.integers(len(tones)))])


def _cardboard(rng: np.random.Generator) -> U8:
    x = np.arange(TILE_SHAPE[1], dtype=np.float32)[None, :]
    value = (
        1.0
        + 0.022 * _grain(rng, 1.0, 1.0)
        + 0.012 * _grain(rng, 3, 0.9)
        + 0.02 * _grain(rng, 3.0, 3.0)
        + 0.05 * _clouds(rng, 4, 6)
    )
    value += 0.010 * np.sin(x * (2 * np.pi / 19.0)) - 0.25 * (_grain(rng, 1.1, 1.1) > 3.4)
    fold = float(rng.uniform(200, 1400))
    value -= 0.16 * np.exp(-(((x - fold) / 3.0) ** 2)) - 0.07 * np.exp(-(((x - fold - 8) / 5.0) ** 2))
    tone = float(rng.uniform(0.85, 1.1))
    return _tinted(np.asarray(value, np.float32), (108 * tone, 140 * tone, 166 * tone))


def _wood(rng: np.random.Generator) -> U8:
    y = np.arange(TILE_SHAPE[0], dtype=np.float32)[:, None]
    warp = y + 26 * _clouds(rng, 3, 4) + 6 * _clouds(rng, 8, 5)
    rings = np.sin(warp * (2 * np.pi / 46.0) + 1.5 * np.sin(warp * (2 * np.pi / 173.0)))
    value = 1.0 + 0.05 * rings + 0.045 * _grain(rng, 30, 0.8) + 0.04 * _clouds(rng, 4, 7)
    seam = np.minimum(np.mod(y, 240.0), 240.0 - np.mod(y, 240.0))
    value -= 0.45 * np.exp(-((seam / 1.6) ** 2)) + 0.12 * _scratches(rng, 50, 120)
    tone = float(rng.uniform(0.7, 1.1))
    return _tinted(np.asarray(value, np.float32), (92 * tone, 124 * tone, 152 * tone))


PAINTERS: dict[str, Callable[[np.random.Generator], U8]] = {
    "steel": _steel,
    "mat": _mat,
    "cardboard": _cardboard,
    "wood": _wood,
}


@lru_cache(maxsize=40)
def bench_tile(kind: str, variant: int, half: bool) -> U8:
    """A large piece of bench, uint8 BGR; TILE_SHAPE at 1280 px frame width, or half of that."""
    if half:
        return np.asarray(
            cv2.resize(bench_tile(kind, variant, False), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        )
    return PAINTERS[kind](np.random.default_rng(100 * sorted(PAINTERS).index(kind) + variant))


def bench_picture(kind: str, seed: int, width: int, height: int) -> U8:
    """Bench as seen from above, uint8 [height,width,3] BGR, evenly lit."""
    rng = np.random.default_rng(seed)
    half = width <= 800
    tile = bench_tile(kind, int(rng.integers(VARIANTS)), half)
    turn = float(rng.normal(0, 3.0)) + float(rng.choice([0, 0, 180, 90]))
    zoom = float(rng.uniform(0.9, 1.3)) * width / (640 if half else 1280)
    matrix = cv2.getRotationMatrix2D((tile.shape[1] / 2, tile.shape[0] / 2), turn, zoom)
    to_middle = np.array([width - tile.shape[1], height - tile.shape[0]]) / 2.0
    shift = to_middle + rng.uniform(-0.08, 0.08, 2) * width
    placed = np.column_stack([matrix[:, :2], matrix[:, 2] + shift])
    return np.asarray(cv2.warpAffine(tile, placed, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)
