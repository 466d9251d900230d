"""Hands and gloves as height fields of joined capsules, lit like the covers.

Hand frame: mm, fingertips near the origin, forearm towards +y, x to the right of a right hand seen from above.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from services.synthetic.relief import F32, U8, Lamp, Relief, build_relief, mip_chain, pick_mip, shade

PX_PER_MM = 2.6
LEFT_MM, TOP_MM = 75.0, 18.0
SIZE_MM = (150.0, 560.0)
SLEEVE_FROM_MM = 205.0
DETAIL_TO_MM = 72.0
GLOVE_MM = 0.9
VARIANTS = 4

SKIN_BGR = ((96, 134, 180), (82, 116, 164), (66, 96, 142), (112, 148, 192))
GLOVE_BGR = {
    "knit": ((196, 200, 202), (150, 152, 150), (186, 190, 196), (170, 176, 180)),
    "nitrile": ((150, 92, 42), (58, 54, 52), (162, 118, 66), (150, 96, 48)),
    "coated": ((150, 152, 152), (70, 72, 74), (60, 150, 160), (128, 128, 130)),
}
COATING_BGR = ((46, 44, 44), (40, 90, 190), (96, 66, 40), (44, 44, 46))
SLEEVE_BGR = ((110, 72, 44), (92, 90, 88), (70, 52, 40), (150, 128, 96))


@dataclass(frozen=True)
class Capsule:
    """A tapered rod from (x1, y1) to (x2, y2) with radii r1, r2 and the heights of its axis; mm."""

    x1: float
    y1: float
    r1: float
    x2: float
    y2: float
    r2: float
    z1: float = 0.0
    z2: float = 0.0


def _finger(x: float, tip_y: float, lean: float, reach: float, r: float) -> list[Capsule]:
    """Three phalanges from the tip to the knuckle; `lean` is the sideways run over the whole finger."""
    joints = [(x + lean * t, tip_y + reach * t) for t in (0.0, 0.27, 0.58, 1.0)]
    radii = (r * 0.82, r * 0.95, r, r * 1.12)
    heights = (1.0, 5.0, 11.0, 15.0)
    return [Capsule(*joints[i], radii[i], *joints[i + 1], radii[i + 1], heights[i], heights[i + 1]) for i in range(3)]


def _four_fingers(rng: np.random.Generator) -> list[Capsule]:
    spread = rng.uniform(0.9, 1.25)
    rods: list[Capsule] = []
    for x, tip, knuckle_x, r in ((-30, 9, -27, 8.2), (-10, 1, -9, 8.8), (11, 0, 10, 8.8), (31, 12, 28, 7.6)):
        tip_y = tip + float(rng.uniform(-3, 3))
        tip_x = x * spread + float(rng.uniform(-1.5, 1.5))
        rods += _finger(tip_x, tip_y, knuckle_x - tip_x, 82 - tip_y + abs(x) * 0.12, r)
    rods += [Capsule(-24, 92, 15, -16, 150, 21, 14, 14), Capsule(24, 92, 14, 14, 150, 20, 13, 13)]
    rods += [
        Capsule(0, 92, 18, 0, 150, 22, 15, 14),
        Capsule(-52, 84, 9.5, -40, 112, 11, 2, 6),
        Capsule(-40, 112, 11, -18, 150, 18, 6, 10),
    ]
    return rods


def _thumb(rng: np.random.Generator) -> list[Capsule]:
    lean = float(rng.uniform(2, 10))
    rods = [
        Capsule(0, 3, 9.6, -1.5, 22, 11.4, 1, 6),
        Capsule(-1.5, 22, 10.8, lean, 54, 12.0, 6, 14),
        Capsule(lean, 54, 13.0, lean + 14, 104, 20, 14, 14),
    ]
    rods += [
        Capsule(lean + 25, 36, 9.5, lean + 33, 72, 12, -2, 5),
        Capsule(lean + 33, 72, 13, lean + 30, 112, 18, 5, 11),
    ]
    rods += [
        Capsule(lean + 42, 58, 10, lean + 46, 96, 14, -6, 2),
        Capsule(lean + 46, 96, 15, lean + 22, 150, 23, 2, 11),
    ]
    return [*rods, Capsule(lean + 14, 108, 20, 8, 150, 23, 14, 13)]


def _arm(rng: np.random.Generator) -> list[Capsule]:
    bend = float(rng.uniform(-8, 8))
    return [
        Capsule(2, 146, 27, bend * 0.5, 185, 25, 12, 10),
        Capsule(bend * 0.5, 185, 25, bend, SLEEVE_FROM_MM + 20, 29, 10, 11),
        Capsule(bend, SLEEVE_FROM_MM + 8, 38, bend * 1.6, 540, 52, 10, 14),
    ]


def _rod_field(rod: Capsule, x: F32, y: F32) -> tuple[F32, F32]:
    """Height (mm, very low outside) and signed distance inside the rod's outline (mm)."""
    dx, dy = rod.x2 - rod.x1, rod.y2 - rod.y1
    along = np.clip(((x - rod.x1) * dx + (y - rod.y1) * dy) / (dx * dx + dy * dy), 0.0, 1.0)
    radius = rod.r1 + (rod.r2 - rod.r1) * along
    distance = np.hypot(x - rod.x1 - along * dx, y - rod.y1 - along * dy)
    inside = radius - distance
    dome = np.sqrt(np.maximum(radius * radius - distance * distance, 0.0)) * 0.85
    height = np.where(inside > 0, dome + rod.z1 + (rod.z2 - rod.z1) * along, -8.0 + np.maximum(inside, -30.0))
    return height.astype(np.float32), inside.astype(np.float32)


def _union(rods: list[Capsule], x: F32, y: F32) -> tuple[F32, F32]:
    height, inside = _rod_field(rods[0], x, y)
    for rod in rods[1:]:
        other, other_inside = _rod_field(rod, x, y)
        blend = np.clip(0.5 + (other - height) / 10.0, 0.0, 1.0)
        height = height + (other - height) * blend + 5.0 * blend * (1.0 - blend) * (np.minimum(other, height) > 0)
        inside = np.maximum(inside, other_inside)
    return height, inside


def _skin(
    rng: np.random.Generator, height: F32, x: F32, y: F32, rods: list[Capsule], fingers: int, bgr: tuple[int, int, int]
) -> F32:
    """Skin colour with mottling, redder joints, creases and nails; lowers the height at the creases."""
    albedo = np.empty((*height.shape, 3), np.float32)
    albedo[:] = bgr
    coarse = cv2.resize(
        rng.standard_normal((40, 14)).astype(np.float32), height.shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    fine = cv2.GaussianBlur(rng.standard_normal(height.shape).astype(np.float32), (0, 0), 1.1)
    albedo *= (1.0 + 0.03 * coarse + 0.10 * fine)[..., None]
    height += fine * np.float32(0.16)
    near = np.s_[: round((TOP_MM + DETAIL_TO_MM) * PX_PER_MM)]
    _finger_details(height[near], albedo[near], x[near], y[near], rods[: fingers * 3], bgr)
    return albedo


def _finger_details(height: F32, albedo: F32, x: F32, y: F32, rods: list[Capsule], bgr: tuple[int, int, int]) -> None:
    """Joints, creases and nails, changed in place."""
    for index, rod in enumerate(rods):
        flush = np.exp(-(((x - rod.x1) / 9) ** 2 + ((y - rod.y1) / 7) ** 2))
        albedo += flush[..., None] * np.array((-4, -8, 1), np.float32)
        if index % 3:
            for gap in (-1.8, 0.6, 2.6):
                crease = np.exp(-(((y - rod.y1 - gap - 0.03 * (x - rod.x1) ** 2) / 0.55) ** 2)) * np.exp(
                    -(((x - rod.x1) / (rod.r1 * 0.6)) ** 4)
                )
                height -= crease * np.float32(0.55)
                albedo *= (1.0 - 0.20 * crease)[..., None]
        else:
            ratio = ((x - rod.x1) / (rod.r1 * 0.62)) ** 2 + ((y - rod.y1 - 0.5) / (rod.r1 * 0.8)) ** 2
            nail = np.clip((1.0 - ratio) * 6.0, 0.0, 1.0)
            rim = np.clip(1.0 - np.abs(ratio - 1.0) * 5.0, 0.0, 1.0)
            albedo += (nail * 0.75)[..., None] * (np.array((158, 168, 206), np.float32) * (bgr[2] / 190.0) - albedo)
            albedo *= (1.0 - 0.22 * rim)[..., None]


def _glove(rng: np.random.Generator, height: F32, x: F32, y: F32, kind: str, variant: int) -> F32:
    """Glove colour; adds knit, folds and the cuff to the height."""
    albedo = np.empty((*height.shape, 3), np.float32)
    albedo[:] = GLOVE_BGR[kind][variant]
    noise = rng.standard_normal(height.shape).astype(np.float32)
    folds = cv2.GaussianBlur(noise, (0, 0), sigmaX=10, sigmaY=3.0) * 16.0
    height += folds * np.float32(0.35 if kind == "nitrile" else 0.22)
    if kind != "nitrile":
        knit = np.sin(x * (2 * np.pi / 1.9)) * np.sin(y * (2 * np.pi / 1.5) + np.sin(x * 1.7))
        height += knit * np.float32(0.16)
        albedo *= (1.0 + 0.05 * knit + 0.02 * folds)[..., None]
        height += (np.sin(x * (2 * np.pi / 3.2)) * 0.35 * (y > 165)).astype(np.float32)
    if kind == "coated":
        edge = 62.0 + cv2.GaussianBlur(noise, (0, 0), 14.0) * 40.0
        dipped = np.clip((edge - y) * 0.8, 0.0, 1.0)
        albedo += dipped[..., None] * (np.array(COATING_BGR[variant], np.float32) - albedo)
        height += cv2.GaussianBlur(noise, (0, 0), 1.6) * dipped * np.float32(0.9)
    cuff = np.exp(-(((y - 188.0) / 3.0) ** 2))
    height += cuff * np.float32(2.2)
    return np.asarray(albedo * (1.0 + 0.03 * cv2.GaussianBlur(noise, (0, 0), 1.0))[..., None], np.float32)


@lru_cache(maxsize=32)
def hand_mips(kind: str, grip: str, variant: int) -> tuple[Relief, ...]:
    """Surface maps of a right hand with forearm, finest first; origin at (LEFT_MM, TOP_MM)."""
    rng = np.random.default_rng(500 + variant)
    cols, rows = round(SIZE_MM[0] * PX_PER_MM), round(SIZE_MM[1] * PX_PER_MM)
    grid = np.mgrid[0:rows, 0:cols].astype(np.float32) / np.float32(PX_PER_MM)
    y, x = grid[0] - np.float32(TOP_MM), grid[1] - np.float32(LEFT_MM)
    fingers = _four_fingers(rng) if grip == "fingers" else _thumb(rng)
    if kind != "skin":
        fingers = [replace(rod, r1=rod.r1 + GLOVE_MM, r2=rod.r2 + GLOVE_MM) for rod in fingers]
    rods = fingers + _arm(rng)
    height, inside = _union(rods, x, y)
    height = np.maximum(height, -2.0)
    if kind == "skin":
        albedo = _skin(rng, height, x, y, rods, 4 if grip == "fingers" else 1, SKIN_BGR[variant])
    else:
        albedo = _glove(rng, height, x, y, kind, variant)
    _dress(rng, height, albedo, y, variant)
    height = np.asarray(cv2.GaussianBlur(height, (0, 0), 0.8), np.float32)
    alpha = np.clip(inside * PX_PER_MM + 0.5, 0.0, 1.0) * 255.0
    gloss = np.full(height.shape, 0.30 if kind == "nitrile" else 0.10 if kind == "skin" else 0.03, np.float32)
    gloss[y > SLEEVE_FROM_MM] = 0.02
    return mip_chain(build_relief(height, albedo, gloss, alpha.astype(np.uint8), PX_PER_MM, 0.45))


def _dress(rng: np.random.Generator, height: F32, albedo: F32, y: F32, variant: int) -> None:
    """Work-wear sleeve with folds and a hem."""
    sleeve = np.clip((y - SLEEVE_FROM_MM + 28.0) * 1.4, 0.0, 1.0) * (y > SLEEVE_FROM_MM - 30)
    noise = rng.standard_normal(height.shape).astype(np.float32)
    folds = cv2.GaussianBlur(noise, (0, 0), sigmaX=38, sigmaY=9.0) * 60.0
    height += sleeve * (folds * np.float32(1.3) + np.float32(1.5))
    height -= (np.exp(-(((y - SLEEVE_FROM_MM + 14.0) / 0.8) ** 2)) * 0.8).astype(np.float32)
    weave = cv2.GaussianBlur(noise, (0, 0), 0.8)
    colour = np.array(SLEEVE_BGR[variant], np.float32) * (1.0 + 0.06 * weave[..., None])
    albedo += sleeve[..., None] * (colour - albedo)


@lru_cache(maxsize=4)
def lit_hand(kind: str, grip: str, seed: int, px_per_mm: float, lamp: Lamp) -> tuple[U8, float]:
    """Lit right hand, uint8 BGRA [H,W,4], not to be written to, and its scale in px/mm. Kept, because the hands of a
    presentation are the same in each of its frames."""
    relief = pick_mip(hand_mips(kind, grip, seed % VARIANTS), px_per_mm)
    return np.asarray(cv2.merge([*cv2.split(shade(relief, lamp)), relief.alpha]), np.uint8), relief.px_per_mm


def hand_matrix(x: float, y: float, arm_deg: float, left: bool, px_per_mm: float, sprite_px_per_mm: float) -> F32:
    """Affine matrix [2,3] from sprite pixels to frame pixels with the fingertips at (x, y)."""
    turn = math.radians(arm_deg - 90.0)
    scale = px_per_mm / sprite_px_per_mm
    side = -1.0 if left else 1.0
    a, b = scale * math.cos(turn), scale * math.sin(turn)
    matrix = np.array([[a * side, -b, 0.0], [b * side, a, 0.0]], np.float32)
    origin = np.array([LEFT_MM, TOP_MM], np.float32) * np.float32(sprite_px_per_mm)
    matrix[:, 2] = np.array([x, y], np.float32) - matrix[:, :2] @ origin
    return matrix
