"""Things that lie about on a bench: carton, label sheet, pen, cable, scanner, tape, screws."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from services.synthetic.bench import bench_picture
from services.synthetic.painting import Shadow, blend, darken, shadow_field
from services.synthetic.relief import F32, U8
from services.synthetic.scene_spec import REFERENCE_WIDTH

Points = list[tuple[float, float]]
SHIFT_BITS = 4


@dataclass
class Sheet:
    """A frame-sized layer under construction and the placement of the thing drawn on it.

    Things are drawn in their own coordinates (pixels at 1280 frame width, origin at the middle).
    """

    colour: U8
    alpha: U8
    matrix: F32
    scale: float
    rng: np.random.Generator

    def _place(self, points: Points) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        placed = np.array(points, np.float32) @ self.matrix[:, :2].T + self.matrix[:, 2]
        return np.round(placed * (1 << SHIFT_BITS)).astype(np.int32)

    def fill(self, points: Points, bgr: tuple[float, float, float]) -> None:
        """Polygon."""
        placed = self._place(points)
        cv2.fillPoly(self.colour, [placed], bgr, cv2.LINE_AA, SHIFT_BITS)
        cv2.fillPoly(self.alpha, [placed], 255, cv2.LINE_AA, SHIFT_BITS)

    def stroke(self, points: Points, bgr: tuple[float, float, float], width: float) -> None:
        """Open line."""
        placed, thickness = self._place(points), max(1, round(width * self.scale))
        cv2.polylines(self.colour, [placed], False, bgr, thickness, cv2.LINE_AA, SHIFT_BITS)
        cv2.polylines(self.alpha, [placed], False, 255, thickness, cv2.LINE_AA, SHIFT_BITS)

    def disc(self, x: float, y: float, radius: float, bgr: tuple[float, float, float]) -> None:
        """Circle."""
        turn = np.linspace(0, 2 * np.pi, 40)
        self.fill([(x + radius * float(np.cos(t)), y + radius * float(np.sin(t))) for t in turn], bgr)


def _rect(x1: float, y1: float, x2: float, y2: float) -> Points:
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]


def _grey(value: float) -> tuple[float, float, float]:
    return (value, value, value)


def _carton(sheet: Sheet) -> None:
    tone = float(sheet.rng.uniform(0.8, 1.05))
    kraft = (104 * tone, 146 * tone, 184 * tone)
    sheet.fill(_rect(-190, -150, 190, 150), (kraft[0] * 0.72, kraft[1] * 0.72, kraft[2] * 0.72))
    sheet.fill(_rect(-182, -142, 190, -3), kraft)
    sheet.fill(_rect(-182, 3, 182, 142), (kraft[0] * 0.95, kraft[1] * 0.95, kraft[2] * 0.95))
    sheet.fill(_rect(-182, -26, 182, 26), (128 * tone, 168 * tone, 196 * tone))
    sheet.stroke([(-182, 0), (182, 0)], (60 * tone, 88 * tone, 116 * tone), 2)
    sheet.fill(_rect(60, 50, 150, 110), _grey(206))
    _bars(sheet, 68, 60, 142, 88)


def _bars(sheet: Sheet, x1: float, y1: float, x2: float, y2: float) -> None:
    x = x1
    while x < x2 - 3:
        wide = float(sheet.rng.choice([1.3, 2.2, 3.4]))
        sheet.fill(_rect(x, y1, x + wide, y2), _grey(38))
        x += wide + float(sheet.rng.choice([1.6, 2.6, 3.8]))


def _label_sheet(sheet: Sheet) -> None:
    sheet.fill(_rect(-105, -140, 105, 140), _grey(214))
    for row in range(int(sheet.rng.integers(3, 5))):
        y = -128 + row * 64
        sheet.fill(_rect(-96, y, 96, y + 56), _grey(226))
        _bars(sheet, -88, y + 8, 20, y + 32)
        for line in range(3):
            sheet.fill(
                _rect(-88, y + 37 + line * 6, -88 + float(sheet.rng.uniform(60, 170)), y + 39.4 + line * 6), _grey(90)
            )


def _pen(sheet: Sheet) -> None:
    body = tuple(float(v) for v in ((150, 70, 30), (40, 40, 44), (50, 46, 160))[int(sheet.rng.integers(3))])
    bgr = (body[0], body[1], body[2])
    sheet.stroke([(-78, 0), (62, 0)], (bgr[0] * 0.6, bgr[1] * 0.6, bgr[2] * 0.6), 12)
    sheet.stroke([(-76, -1), (62, -1)], bgr, 8)
    sheet.stroke(
        [(-70, -3), (58, -3)],
        (min(bgr[0] * 1.5 + 60, 235), min(bgr[1] * 1.5 + 60, 235), min(bgr[2] * 1.5 + 60, 235)),
        1.5,
    )
    sheet.fill([(64, -5), (84, -1), (84, 1), (64, 5)], _grey(170))
    sheet.stroke([(-74, -7), (-30, -7)], _grey(150), 3)


def _cable(sheet: Sheet) -> None:
    knots = sheet.rng.uniform((-60, -60), (60, 60), (4, 2)) + np.array([(-330, -80), (-110, 70), (110, -70), (330, 60)])
    t = np.linspace(0, 1, 48)[:, None]
    curve = (
        (1 - t) ** 3 * knots[0]
        + 3 * t * (1 - t) ** 2 * knots[1] * 1.5
        + 3 * t**2 * (1 - t) * knots[2] * 1.5
        + t**3 * knots[3]
    )
    points: Points = [(float(x), float(y)) for x, y in curve]
    tone = float(sheet.rng.choice([28, 40, 120]))
    sheet.stroke(points, _grey(tone * 0.7), 11)
    sheet.stroke([(x - 0.8, y - 1.2) for x, y in points], _grey(tone), 7)
    sheet.stroke([(x - 1.8, y - 2.4) for x, y in points], _grey(tone + 55), 1.5)


def _scanner(sheet: Sheet) -> None:
    sheet.matrix = np.hstack([sheet.matrix[:, :2] * np.float32(1.6), sheet.matrix[:, 2:]])
    sheet.fill(_softened([(-21, 20), (21, 20), (27, 150), (-17, 156)]), (46, 43, 41))
    sheet.fill(_softened([(-13, 20), (7, 20), (14, 146), (-9, 150)]), (58, 55, 53))
    head: Points = [(-46, -64), (46, -64), (54, -12), (36, 46), (-36, 46), (-54, -12)]
    for step in range(5):
        shrink, tone = 1.0 - 0.07 * step, 40 + 5 * step
        sheet.fill(
            _softened([(x * shrink - step * 0.5, y * shrink - step) for x, y in head]), (tone + 2, tone, tone - 2)
        )
    sheet.fill(_softened(_rect(-36, -62, 36, -49)), (34, 26, 52))
    sheet.fill(_softened(_rect(-11, -24, 11, -10)), (52, 140, 172))


def _tape(sheet: Sheet) -> None:
    tone = (70, 160, 186) if sheet.rng.random() < 0.6 else (178, 178, 172)
    sheet.disc(0, 0, 62, (tone[0] * 0.55, tone[1] * 0.55, tone[2] * 0.55))
    for step in range(6):
        shade = 0.86 + 0.05 * (step % 3)
        sheet.disc(-1.0, -1.5, 60 - step * 3, (tone[0] * shade, tone[1] * shade, tone[2] * shade))
    sheet.disc(0, 0, 40, (88, 118, 142))
    sheet.disc(1, 1.5, 35, (38, 42, 46))


def _screws(sheet: Sheet) -> None:
    for _ in range(int(sheet.rng.integers(2, 6))):
        x, y = (float(v) for v in sheet.rng.uniform(-60, 60, 2))
        turn = float(sheet.rng.uniform(0, np.pi))
        dx, dy = float(np.cos(turn)), float(np.sin(turn))
        sheet.stroke([(x, y), (x + 30 * dx, y + 30 * dy)], _grey(92), 7)
        sheet.stroke([(x - dy, y + dx), (x + 29 * dx - dy, y + 29 * dy + dx)], _grey(152), 2)
        sheet.disc(x, y, 10, _grey(96))
        sheet.disc(x - 1, y - 1, 8, _grey(150))
        sheet.disc(x, y, 4, _grey(54))


THINGS: tuple[Callable[[Sheet], None], ...] = (_carton, _label_sheet, _pen, _cable, _scanner, _tape, _screws)
THICKNESS_PX = (46.0, 1.5, 7.0, 8.0, 26.0, 20.0, 6.0)


def _placement(rng: np.random.Generator, width: int, height: int, index: int) -> F32:
    """Mostly at the frame's border, as on a bench whose middle is the work place."""
    side = int(rng.integers(4))
    along, inward = float(rng.uniform(0.02, 0.98)), float(rng.uniform(-0.06, 0.14))
    x, y = ((along, inward), (along, 1 - inward), (inward, along), (1 - inward, along))[side]
    turn = float(rng.normal(0, 14) if index == 0 else rng.uniform(0, 360))
    scale = width / REFERENCE_WIDTH * float(rng.uniform(0.85, 1.3))
    matrix = cv2.getRotationMatrix2D((0.0, 0.0), turn, scale).astype(np.float32)
    matrix[:, 2] = x * width, y * height
    return matrix


@lru_cache(maxsize=1)
def _grain() -> F32:
    """Paper-like irregularity, float32 [720,1280,3] around 1."""
    rng = np.random.default_rng(41)
    fine = cv2.GaussianBlur(rng.standard_normal((720, 1280)).astype(np.float32), (0, 0), 0.8)
    broad = cv2.resize(rng.standard_normal((12, 20)).astype(np.float32), (1280, 720), interpolation=cv2.INTER_CUBIC)
    tone = 1.0 + 0.05 * fine + 0.045 * broad
    return np.asarray(cv2.merge([tone, tone, tone]), np.float32)


def _grained(colour: U8, rng: np.random.Generator) -> U8:
    """Keeps flat drawn surfaces from looking like vector art."""
    rows, cols = colour.shape[:2]
    tile = _grain()
    y, x = (
        int(rng.integers(0, max(1, room - used + 1))) for room, used in zip(tile.shape[:2], (rows, cols), strict=True)
    )
    piece = tile[y : y + rows, x : x + cols]
    if piece.shape[:2] != (rows, cols):
        piece = np.asarray(cv2.resize(piece, (cols, rows)), np.float32)
    return np.asarray(cv2.multiply(colour, piece, dtype=cv2.CV_8U), np.uint8)


def _bevelled(colour: U8, alpha: U8, towards: tuple[float, float], thick_px: float) -> U8:
    """Rounds the rim of a thing: brighter on the side of the lamp, darker on the other."""
    sigma = 1.0 + 0.11 * thick_px
    margin = math.ceil(3 * sigma)
    padded = cv2.copyMakeBorder(alpha, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0)
    height = cv2.GaussianBlur(padded.astype(np.float32), (0, 0), sigma)[margin:-margin, margin:-margin]
    run = math.hypot(*towards) + 1e-6
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=towards[0] / run)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=towards[1] / run)
    factor = 1.0 - np.clip(cv2.add(across, down) * (sigma * 0.0011), -0.30, 0.32)
    return np.asarray(cv2.multiply(colour, cv2.merge([factor, factor, factor]), dtype=cv2.CV_8U), np.uint8)


def _softened(points: Points) -> Points:
    """The closed polygon with its corners cut twice."""
    for _ in range(2):
        following = points[1:] + points[:1]
        cut: Points = []
        for (x1, y1), (x2, y2) in zip(points, following, strict=True):
            cut += [(0.8 * x1 + 0.2 * x2, 0.8 * y1 + 0.2 * y2), (0.2 * x1 + 0.8 * x2, 0.2 * y1 + 0.8 * y2)]
        points = cut
    return points


def _strew(picture: U8, seed: int, count: int, towards: tuple[float, float]) -> None:
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    scale = width / REFERENCE_WIDTH
    for _ in range(count):
        index = int(rng.integers(len(THINGS)))
        matrix = _placement(rng, width, height, index)
        sheet = Sheet(
            np.zeros_like(picture),
            np.zeros((height, width), np.uint8),
            matrix,
            scale,
            np.random.default_rng(int(rng.integers(1 << 31))),
        )
        THINGS[index](sheet)
        thick = THICKNESS_PX[index] * scale
        offset = (-towards[0] * thick, -towards[1] * thick)
        shadows = (Shadow(offset, thick * 0.45 + 1.5, 0.42), Shadow((0.0, 0.0), 2.0 * scale, 0.35))
        x, y, w, h = cv2.boundingRect(sheet.alpha)
        if w and h:
            roi = (x, y, x + w, y + h)
            window = np.s_[y : y + h, x : x + w]
            darken(picture, shadow_field(sheet.alpha[window], roi, (width, height), shadows))
            coloured = _bevelled(_grained(sheet.colour[window], rng), sheet.alpha[window], towards, thick)
            blend(picture, coloured, sheet.alpha[window], roi)


@lru_cache(maxsize=3)
def cluttered_bench(
    bench: str,
    bench_seed: int,
    clutter_seed: int,
    count: int,
    towards: tuple[float, float],
    size: tuple[int, int],
    defocus_px: float = 0.0,
) -> U8:
    """Evenly lit bench with its clutter, uint8 [H,W,3]; size is (width, height). Read only: it is cached.

    towards: horizontal run of the lamp's direction per unit of height. defocus_px: Gaussian sigma in frame pixels.
    """
    picture = bench_picture(bench, bench_seed, *size)
    _strew(picture, clutter_seed, count, towards)
    if defocus_px > 0.2:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), defocus_px), np.uint8)
    picture.flags.writeable = False
    return picture
