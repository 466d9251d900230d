"""Vector drawing of a cover's height, colour and gloss. Units mm; x right, y down, origin at the upper left corner.

Everything but the stamp is drawn for side "L" (positive terminal on the left) and mirrored for "R".
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from services.synthetic.parts import PLASTIC_BGR, CoverDesign, Surface, Venting
from services.synthetic.relief import F32, U8

PX_PER_MM = 3.5
CORNER_RADIUS_MM = 8.0
SHIFT_BITS = 4
PLATE_MM = (116.0, 31.0)
STAMP_CAP_MM = 9.4

Bgr = tuple[float, float, float]
LEAD: Bgr = (132, 130, 126)
RED_BROWN: Bgr = (46, 50, 116)
BLACK_HOLE: Bgr = (16, 16, 17)


class CoverCanvas:
    """Height (float32 mm), albedo (float32 BGR) and gloss (float32) of one cover under construction."""

    def __init__(self, design: CoverDesign) -> None:
        self.design = design
        self.rows = round(design.width_mm * PX_PER_MM)
        self.cols = round(design.length_mm * PX_PER_MM)
        self.plastic: Bgr = PLASTIC_BGR[design.surface]
        self.height: F32 = np.zeros((self.rows, self.cols), np.float32)
        self.albedo: F32 = np.empty((self.rows, self.cols, 3), np.float32)
        self.albedo[:] = self.plastic
        base_gloss = 0.34 if design.surface is Surface.LIGHT_GRAIN else 0.5
        self.gloss: F32 = np.full((self.rows, self.cols), base_gloss, np.float32)

    def mask(self, draw: Callable[[U8], None], soften_mm: float = 0.35) -> F32:
        """Coverage float32 [H,W] 0..1 of what `draw` paints white on a black uint8 canvas."""
        canvas = np.zeros((self.rows, self.cols), np.uint8)
        draw(canvas)
        softened = cv2.GaussianBlur(canvas, (0, 0), soften_mm * PX_PER_MM)
        return np.asarray(softened, np.float32) / np.float32(255.0)

    def raise_by(self, mask: F32, millimetres: float) -> None:
        """Add to the height."""
        self.height += mask * np.float32(millimetres)

    def level_to(self, mask: F32, millimetres: float) -> None:
        """Replace the height."""
        self.height += mask * (np.float32(millimetres) - self.height)

    def colour(self, mask: F32, bgr: Bgr, gloss: float | None = None) -> None:
        """Blend a colour, and optionally a gloss, in."""
        self.albedo += mask[..., None] * (np.array(bgr, np.float32) - self.albedo)
        if gloss is not None:
            self.gloss += mask * (np.float32(gloss) - self.gloss)

    def mirror(self) -> None:
        """Swap left and right."""
        self.height, self.albedo, self.gloss = (
            np.ascontiguousarray(layer[:, ::-1]) for layer in (self.height, self.albedo, self.gloss)
        )

    def tone(self, factor: float) -> Bgr:
        """The plastic's colour, lightened or darkened."""
        return (self.plastic[0] * factor, self.plastic[1] * factor, self.plastic[2] * factor)


def _px(value: float) -> int:
    return round(value * PX_PER_MM * (1 << SHIFT_BITS))


def disc(canvas: U8, x: float, y: float, radius: float, value: int = 255) -> None:
    """Filled anti-aliased circle."""
    cv2.circle(canvas, (_px(x), _px(y)), _px(radius), value, -1, cv2.LINE_AA, SHIFT_BITS)


def bar(canvas: U8, x1: float, y1: float, x2: float, y2: float, radius: float, value: int = 255) -> None:
    """Filled anti-aliased rounded rectangle."""
    radius = min(radius, (x2 - x1) / 2, (y2 - y1) / 2)
    outline = rounded_outline(x1, y1, x2, y2, radius)
    points = np.round(outline * (PX_PER_MM * (1 << SHIFT_BITS))).astype(np.int32)
    cv2.fillPoly(canvas, [points], value, cv2.LINE_AA, SHIFT_BITS)


def rounded_outline(x1: float, y1: float, x2: float, y2: float, radius: float, steps: int = 6) -> F32:
    """Clockwise outline of a rounded rectangle, float32 [4*(steps+1),2], mm."""
    turn = np.linspace(0.0, np.pi / 2, steps + 1)
    centres = (
        (x2 - radius, y1 + radius),
        (x2 - radius, y2 - radius),
        (x1 + radius, y2 - radius),
        (x1 + radius, y1 + radius),
    )
    arcs = [
        np.stack([cx + radius * np.cos(turn + start), cy + radius * np.sin(turn + start)], axis=1)
        for (cx, cy), start in zip(centres, (-np.pi / 2, 0.0, np.pi / 2, np.pi), strict=True)
    ]
    return np.concatenate(arcs).astype(np.float32)


def draw_body(canvas: CoverCanvas) -> U8:
    """Rounded plate with a raised rim and a sunk field; returns the coverage, uint8 [H,W]."""
    length, width = canvas.design.length_mm, canvas.design.width_mm
    alpha = np.zeros((canvas.rows, canvas.cols), np.uint8)
    bar(alpha, 0.2, 0.2, length - 0.2, width - 0.2, CORNER_RADIUS_MM)
    padded = cv2.copyMakeBorder(alpha, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside_mm = cv2.distanceTransform((padded > 127).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1] / PX_PER_MM
    edge = np.clip(inside_mm / 2.6, 0.0, 1.0)
    canvas.height += (np.sqrt(1.0 - (1.0 - edge) ** 2) * 2.6).astype(np.float32)
    field = canvas.mask(lambda c: bar(c, 6.5, 6.5, length - 6.5, width - 6.5, 5.0), 0.3)
    canvas.raise_by(field, -1.5)
    return alpha


def draw_pockets(canvas: CoverCanvas) -> None:
    """The two lowered corners the terminals stand in."""
    length, width = canvas.design.length_mm, canvas.design.width_mm

    def draw(c: U8) -> None:
        bar(c, 5.0, width - 50, 51, width - 4.5, 9.0)
        bar(c, length - 46, width - 46, length - 5.0, width - 4.5, 9.0)

    canvas.raise_by(canvas.mask(draw, 0.5), -2.8)


def draw_terminal(canvas: CoverCanvas, x: float, y: float, positive: bool) -> None:
    """Plastic turret, lead bushing and post hole; the positive one is bigger and ringed red-brown."""
    hole = (9.4 if positive else 8.6) if canvas.design.thick_posts else (6.4 if positive else 5.7)
    bushing = hole + (5.2 if positive else 3.8)
    turret = bushing + (5.4 if positive else 2.6)
    canvas.raise_by(canvas.mask(lambda c: disc(c, x, y, turret), 0.6), 4.2)
    if positive:
        canvas.colour(canvas.mask(lambda c: disc(c, x, y, turret - 0.9), 0.25), RED_BROWN, 0.45)
    ring = canvas.mask(lambda c: disc(c, x, y, bushing), 0.35)
    canvas.raise_by(ring, 2.2)
    canvas.colour(ring, LEAD, 0.75)
    canvas.raise_by(canvas.mask(lambda c: disc(c, x, y, bushing - 1.8), 0.3), -0.7)
    well = canvas.mask(lambda c: disc(c, x, y, hole), 0.3)
    canvas.raise_by(well, -6.0)
    canvas.colour(well, BLACK_HOLE, 0.05)


def draw_signs(canvas: CoverCanvas) -> None:
    """Moulded plus and minus beside their terminals."""
    length, width = canvas.design.length_mm, canvas.design.width_mm
    y = width - 26.0

    def plus(c: U8) -> None:
        bar(c, 53.5, y - 2.1, 69.5, y + 2.1, 0.8)
        bar(c, 59.4, y - 8, 63.6, y + 8, 0.8)

    factor = 0.42 if canvas.design.surface is Surface.LIGHT_GRAIN else 2.3
    for mask in (canvas.mask(plus), canvas.mask(lambda c: bar(c, length - 66, y - 2.1, length - 51, y + 2.1, 0.8))):
        canvas.raise_by(mask, 1.5)
        canvas.colour(mask, canvas.tone(factor))


def draw_ribs(canvas: CoverCanvas) -> None:
    """Stiffening ribs between the terminals, as many as the size has."""
    length, width = canvas.design.length_mm, canvas.design.width_mm
    middle, count, pitch = length / 2 + 2.0, canvas.design.rib_count, 7.6

    def draw(c: U8) -> None:
        for index in range(count):
            x = middle + (index - (count - 1) / 2) * pitch
            bar(c, x - 1.2, width - 36, x + 1.2, width - 13, 1.2)

    canvas.raise_by(canvas.mask(draw, 0.4), 1.9)


def draw_handle(canvas: CoverCanvas) -> None:
    """Handle recess beside the stamp plate and the gas outlet on the short edge."""
    length, width = canvas.design.length_mm, canvas.design.width_mm
    right = length - PLATE_MM[0] - 20.0
    left = max(14.0, right - 62.0)
    recess = canvas.mask(lambda c: bar(c, left, 14, right, 32, 9.0), 0.6)
    canvas.raise_by(recess, -4.5)
    canvas.colour(recess, canvas.tone(0.62))
    canvas.raise_by(canvas.mask(lambda c: bar(c, left + 6, 21, right - 6, 25, 2.0), 0.4), 3.0)
    y = width * 0.5 + (14.0 if width > 150 else 10.0)
    canvas.raise_by(canvas.mask(lambda c: bar(c, length - 19, y - 6, length - 1, y + 6, 3.0), 0.5), 3.0)
    outlet = canvas.mask(lambda c: disc(c, length - 12.5, y, 3.0), 0.25)
    canvas.raise_by(outlet, -5.0)
    canvas.colour(outlet, BLACK_HOLE)


def draw_mould_marks(canvas: CoverCanvas) -> None:
    """Date clock and ejector pin marks."""
    length, width = canvas.design.length_mm, canvas.design.width_mm
    x, y = length * 0.5 - canvas.design.rib_count * 3.8 - 12.0, width - 25.0
    if x > 78.0:
        canvas.raise_by(canvas.mask(lambda c: disc(c, x, y, 6.0), 0.25), -0.8)
        canvas.raise_by(canvas.mask(lambda c: disc(c, x, y, 4.6), 0.2), 0.8)
        canvas.raise_by(canvas.mask(lambda c: bar(c, x - 0.6, y - 3.6, x + 0.6, y + 2, 0.4), 0.2), -0.8)

    def pins(c: U8) -> None:
        for fx, fy in ((0.07, 0.32), (0.36, 0.69), (0.69, 0.69)):
            disc(c, fx * length, fy * width, 3.4)

    canvas.raise_by(canvas.mask(pins, 0.2), -0.35)


def draw_surface(canvas: CoverCanvas) -> None:
    """Fine grain everywhere; the dark finish adds ribs over the sunk field."""
    rng = np.random.default_rng(sum(map(ord, canvas.design.label)))
    grain = cv2.GaussianBlur(rng.standard_normal((canvas.rows, canvas.cols)).astype(np.float32), (0, 0), 1.0)
    canvas.height += grain * np.float32(0.03)
    mottle = cv2.resize(
        rng.standard_normal((12, 18)).astype(np.float32), (canvas.cols, canvas.rows), interpolation=cv2.INTER_CUBIC
    )
    canvas.albedo *= (1.0 + 0.010 * mottle + 0.02 * grain)[..., None]
    if canvas.design.surface is Surface.DARK_RIBBED:
        length, width = canvas.design.length_mm, canvas.design.width_mm
        x = np.arange(canvas.cols, dtype=np.float32) / PX_PER_MM
        ridges = np.clip(np.sin(x * (2 * np.pi / 4.6)) * 1.6, -1.0, 1.0)
        panel = canvas.mask(lambda c: bar(c, 12, 50, length - 12, width - 54, 4.0), 0.5)
        canvas.height += panel * ridges[None, :] * np.float32(0.6)


def vent_row_mm(design: CoverDesign) -> float:
    """y of the middle of the cell closures."""
    return design.width_mm * (0.5 if design.size.startswith("D") else 0.49)


def cell_positions(design: CoverDesign) -> list[float]:
    """x of the six cells."""
    pitch = (design.length_mm - 38.0) / 6.0
    return [14.0 + pitch * (index + 0.5) for index in range(6)]


def closure_tone(design: CoverDesign) -> float:
    """Brightness of plugs and lids relative to the cover; they are moulded from another batch."""
    return 1.04 if design.surface is Surface.LIGHT_GRAIN else 1.6


def _draw_plugs(canvas: CoverCanvas, radius: float, stagger: float, cross: bool, tone: Bgr) -> None:
    y0 = vent_row_mm(canvas.design)
    spots = [(x, y0 + (stagger if i % 2 else -stagger)) for i, x in enumerate(cell_positions(canvas.design))]

    def discs(grow: float) -> Callable[[U8], None]:
        def draw(c: U8) -> None:
            for x, y in spots:
                disc(c, x, y, radius + grow)

        return draw

    def slots(c: U8) -> None:
        for x, y in spots:
            bar(c, x - radius * 0.68, y - 1.5, x + radius * 0.68, y + 1.5, 0.5)
            if cross:
                bar(c, x - 1.5, y - radius * 0.68, x + 1.5, y + radius * 0.68, 0.5)

    canvas.raise_by(canvas.mask(discs(2.6), 0.4), -1.2)
    body = canvas.mask(discs(0.0), 0.45)
    canvas.level_to(body, 4.6)
    canvas.colour(body, tone, 0.5)
    canvas.raise_by(canvas.mask(discs(-2.2), 0.35), -0.8)
    slot = canvas.mask(slots, 0.25)
    canvas.raise_by(slot, -2.0)
    canvas.colour(slot * 0.5, (20, 20, 20))


def _draw_gang_bars(canvas: CoverCanvas) -> None:
    y, length = vent_row_mm(canvas.design), canvas.design.length_mm
    middle = length / 2
    spans = ((15.0, middle - 5.0), (middle + 5.0, length - 22.0))

    def bars(inset: float) -> Callable[[U8], None]:
        def draw(c: U8) -> None:
            for a, b in spans:
                bar(c, a + inset, y - 15 + inset, b - inset, y + 15 - inset, 5.0)

        return draw

    body = canvas.mask(bars(0.0), 0.5)
    canvas.raise_by(body, 4.2)
    canvas.colour(body, (70, 68, 66), 0.55)
    canvas.raise_by(canvas.mask(bars(3.0), 0.4), -0.9)

    def cells(c: U8) -> None:
        for a, b in spans:
            for index in range(3):
                disc(c, a + (b - a) * (index + 0.5) / 3, y, 9.0)

    canvas.raise_by(canvas.mask(cells, 0.5), 1.5)

    def catches(c: U8) -> None:
        for a, _ in spans:
            bar(c, a - 4, y - 4, a + 3, y + 4, 1.5)

    canvas.raise_by(canvas.mask(catches, 0.4), 2.5)


def _draw_welded_lid(canvas: CoverCanvas) -> None:
    y, length = vent_row_mm(canvas.design), canvas.design.length_mm
    left, right, half = 14.0, length - 26.0, 19.0
    canvas.raise_by(canvas.mask(lambda c: bar(c, left - 2, y - half - 2, right + 2, y + half + 2, 10.0), 0.4), -1.4)
    lid = canvas.mask(lambda c: bar(c, left, y - half, right, y + half, 8.5), 0.5)
    canvas.level_to(lid, 5.2)
    canvas.colour(lid, canvas.tone(closure_tone(canvas.design)))
    canvas.raise_by(canvas.mask(lambda c: bar(c, left + 5, y - half + 5, right - 5, y + half - 5, 5.0), 0.4), -0.9)

    def bridges(c: U8) -> None:
        for x in np.linspace(left + 48, right - 14, 5):
            bar(c, x - 1.4, y - half + 7, x + 1.4, y + half - 7, 1.2)

    canvas.raise_by(canvas.mask(bridges, 0.4), 1.3)
    x = left + 23.0
    canvas.raise_by(canvas.mask(lambda c: disc(c, x, y, 11.5), 0.4), 1.6)
    arrestor = canvas.mask(lambda c: disc(c, x, y, 8.6), 0.3)
    canvas.raise_by(arrestor, -0.9)
    canvas.colour(arrestor, (58, 60, 62), 0.2)


def draw_venting(canvas: CoverCanvas) -> None:
    """The cell closures of the type code."""
    match canvas.design.venting:
        case Venting.ROUND_PLUGS:
            _draw_plugs(canvas, 9.2, 0.0, cross=True, tone=(84, 82, 80))
        case Venting.STAGGERED_PLUGS:
            _draw_plugs(canvas, 12.0, 8.5, cross=False, tone=canvas.tone(closure_tone(canvas.design) * 0.84))
        case Venting.GANG_BARS:
            _draw_gang_bars(canvas)
        case Venting.WELDED_LID:
            _draw_welded_lid(canvas)


def _text_line(text: str, cap_px: int, width_px: int) -> U8:
    """One line of lettering, uint8 [cap_px, width_px], strokes white on black."""
    scale, thickness = 5.0, 13
    (w, h), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thickness)
    ink = np.zeros((h + base + 40, w + 40), np.uint8)
    cv2.putText(ink, text, (20, h + 20), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thickness, cv2.LINE_AA)
    x, y, w, h = cv2.boundingRect(ink)
    return np.asarray(cv2.resize(ink[y : y + h, x : x + w], (width_px, cap_px), interpolation=cv2.INTER_AREA), np.uint8)


def draw_stamp(canvas: CoverCanvas) -> None:
    """Flat plate with the part number in two lines, never mirrored; call after `CoverCanvas.mirror`."""
    design = canvas.design
    left = design.length_mm - PLATE_MM[0] - 11.0 if design.side == "L" else 11.0
    top = 9.0
    plate = canvas.mask(lambda c: bar(c, left, top, left + PLATE_MM[0], top + PLATE_MM[1], 2.5), 0.3)
    canvas.level_to(plate, 2.3)
    canvas.colour(plate, canvas.tone(1.05))

    def draw(c: U8) -> None:
        cap = round(STAMP_CAP_MM * PX_PER_MM)
        for index, text in enumerate(design.stamp):
            width = round((PLATE_MM[0] - 8.0) * PX_PER_MM * len(text) / 14)
            y, x = round((top + 4.2 + index * 13.4) * PX_PER_MM), round((left + 4.0) * PX_PER_MM)
            c[y : y + cap, x : x + width] = _text_line(text, cap, width)

    text = canvas.mask(draw, 0.12)
    canvas.raise_by(text, 0.6)
    canvas.colour(text, canvas.tone(0.30 if design.surface is Surface.LIGHT_GRAIN else 3.0))


def draw_cover(design: CoverDesign) -> tuple[CoverCanvas, U8]:
    """Canvas with all features, and the coverage uint8 [H,W]."""
    canvas = CoverCanvas(design)
    alpha = draw_body(canvas)
    draw_surface(canvas)
    draw_pockets(canvas)
    draw_terminal(canvas, 27.0, design.width_mm - 26.0, positive=True)
    draw_terminal(canvas, design.length_mm - 25.0, design.width_mm - 25.0, positive=False)
    for draw in (draw_signs, draw_ribs, draw_handle, draw_mould_marks, draw_venting):
        draw(canvas)
    if design.side == "R":
        canvas.mirror()
    draw_stamp(canvas)
    return canvas, alpha
