"""Relief shading: turns a height map and an albedo into something that looks moulded.

Coordinate frame of every map here: x right, y down, z towards the viewer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]

MIP_LEVELS = 7
MIP_STEP = math.sqrt(0.5)


@dataclass(frozen=True)
class Relief:
    """Surface maps of one object, all [H,W] or [H,W,3] at the same scale.

    height: float32, mm. normals: float32, unit vectors. albedo: uint8 BGR with ambient occlusion baked in.
    gloss: float32, strength of the mirror reflection, 0..1. alpha: uint8 coverage.
    """

    height: F32
    normals: F32
    albedo: U8
    gloss: F32
    alpha: U8
    px_per_mm: float


@dataclass(frozen=True)
class Lamp:
    """Light as seen from a surface: unit vector to the lamp in the surface's own frame.

    half: unit half vector of lamp and viewer. spread: change of (normal . half) across the width and the height
    of the map, which stands for a lamp that is near. ambient: 0..1 share of undirected light.
    """

    direction: tuple[float, float, float]
    half: tuple[float, float, float]
    spread: tuple[float, float] = (0.0, 0.0)
    ambient: float = 0.45
    hardness: float = 0.5


def build_relief(height: F32, albedo: F32, gloss: F32, alpha: U8, px_per_mm: float, cavity: float = 0.85) -> Relief:
    """Derive normals and ambient occlusion, `cavity` strong, from a height map in mm; albedo is float32 BGR 0..255."""
    gx = cv2.Scharr(height, cv2.CV_32F, 1, 0, scale=px_per_mm / 32.0)
    gy = cv2.Scharr(height, cv2.CV_32F, 0, 1, scale=px_per_mm / 32.0)
    inverse = 1.0 / np.sqrt(gx * gx + gy * gy + 1.0)
    normals = np.dstack([-gx * inverse, -gy * inverse, inverse]).astype(np.float32)
    near = cv2.GaussianBlur(height, (0, 0), 1.4 * px_per_mm) - height
    far = cv2.GaussianBlur(height, (0, 0), 5.0 * px_per_mm) - height
    occlusion = 1.0 - cavity * (np.clip(0.20 * near, -0.12, 0.34) + np.clip(0.07 * far, -0.06, 0.24))
    baked = np.clip(albedo * occlusion[..., None], 0, 255).astype(np.uint8)
    return Relief(height, normals, baked, gloss, alpha, px_per_mm)


def coarser(relief: Relief, factor: float) -> Relief:
    """The same relief at a resolution reduced by `factor` < 1."""

    def shrink(image: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
        return np.asarray(cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA))

    return Relief(
        height=shrink(relief.height).astype(np.float32),
        normals=shrink(relief.normals).astype(np.float32),
        albedo=shrink(relief.albedo).astype(np.uint8),
        gloss=shrink(relief.gloss).astype(np.float32),
        alpha=shrink(relief.alpha).astype(np.uint8),
        px_per_mm=relief.px_per_mm * factor,
    )


def mip_chain(relief: Relief) -> tuple[Relief, ...]:
    """The relief at full resolution and reduced in steps of the square root of two, each from the finest."""
    return (relief, *(coarser(relief, MIP_STEP**level) for level in range(1, MIP_LEVELS)))


def pick_mip(chain: tuple[Relief, ...], px_per_mm: float) -> Relief:
    """The coarsest level that still has about the wanted resolution, so that sampling it neither aliases nor blurs."""
    level = math.floor(2.0 * math.log2(max(chain[0].px_per_mm / max(px_per_mm, 1e-3), 1.0)) + 0.3)
    return chain[min(level, len(chain) - 1)]


def self_shadow(relief: Relief, lamp: Lamp) -> F32:
    """Light that reaches each point past the raised features towards the lamp, float32 [H,W] 0..1."""
    lx, ly, lz = lamp.direction
    flat = math.hypot(lx, ly)
    if flat < 0.08:
        return np.ones(relief.height.shape, np.float32)
    rise = lz / flat
    hidden = np.zeros(relief.height.shape, np.float32)
    rows, cols = relief.height.shape
    for distance in (1.2, 2.8, 5.2):
        dx, dy = lx / flat * distance * relief.px_per_mm, ly / flat * distance * relief.px_per_mm
        shift = np.array([[1, 0, -dx], [0, 1, -dy]], np.float32)
        blocker = cv2.warpAffine(relief.height, shift, (cols, rows), borderMode=cv2.BORDER_REPLICATE)
        np.maximum(hidden, (blocker - relief.height) - distance * rise * 0.55, out=hidden)
    return np.asarray(1.0 - 0.55 * np.minimum(hidden, 1.0), np.float32)


def shade(relief: Relief, lamp: Lamp, tint: F32 | None = None) -> U8:
    """Lit BGR picture, uint8 [H,W,3]; a flat surface facing the viewer keeps about its albedo.

    tint: optional float32 [H,W] factor on the albedo (wear, dust).
    """
    rows, cols = relief.height.shape
    dots = cv2.transform(relief.normals, np.array([lamp.direction, lamp.half], np.float32))
    diffuse, half = dots[..., 0], dots[..., 1]
    flat_light = max(lamp.direction[2], 0.25)
    light = np.maximum(diffuse, 0.0) * self_shadow(relief, lamp)
    light *= (1.0 - lamp.ambient) / flat_light
    light += lamp.ambient * (0.55 + 0.45 * relief.normals[..., 2])
    if tint is not None:
        light *= tint
    spread = np.linspace(-0.5, 0.5, cols, dtype=np.float32)[None, :] * np.float32(lamp.spread[0])
    half = half + (spread + np.linspace(-0.5, 0.5, rows, dtype=np.float32)[:, None] * np.float32(lamp.spread[1]))
    broad = cv2.pow(np.clip(half, 0.0, 1.0), 8.0)
    specular = relief.gloss * (20.0 * broad + (90.0 * lamp.hardness) * cv2.pow(broad, 4.0))
    lit = cv2.multiply(relief.albedo, cv2.merge([light, light, light]), dtype=cv2.CV_32F)
    return np.asarray(cv2.add(lit, cv2.merge([specular, specular, specular]), dtype=cv2.CV_8U), np.uint8)
