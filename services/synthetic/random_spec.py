"""Random scenes as a normal bench produces them."""

from __future__ import annotations

import math

import numpy as np

from services.synthetic.parts import CLASS_LABELS, design_of
from services.synthetic.scene_spec import (
    BENCH_KINDS,
    GRIPS,
    HAND_KINDS,
    CameraSpec,
    Conditions,
    HandSpec,
    LightSpec,
    PlacedCover,
    SceneSpec,
)

COUNT_ODDS = (0.08, 0.45, 0.25, 0.13, 0.045, 0.025, 0.02)
ARM_MM = 500.0
ASPECT = 9.0 / 16.0


def random_spec(
    seed: int,
    conditions: Conditions,
    *,
    attempt: int = 0,
    width: int = 1280,
    height: int = 720,
    max_covers: int = 6,
    hands: bool = True,
) -> SceneSpec:
    """A scene drawn from the seed; another `attempt` re-places covers and hands on the same bench."""
    scenery = np.random.default_rng((seed, 1))
    rng = np.random.default_rng((seed, 2, attempt))
    optics = np.random.default_rng((seed, 3))
    count = min(int(scenery.choice(len(COUNT_ODDS), p=COUNT_ODDS)), max_covers)
    covers = _covers(rng, count)
    if count and rng.random() < 0.07:
        covers = _pile(rng, covers[0])
    return SceneSpec(
        bench=str(scenery.choice(BENCH_KINDS)),
        bench_seed=int(scenery.integers(1 << 31)),
        clutter_seed=int(scenery.integers(1 << 31)),
        clutter_count=int(scenery.integers(0, 6)),
        covers=covers,
        hands=_hands(rng, covers) if hands else (),
        light=_light(optics, conditions.light),
        camera=_camera(optics, conditions),
        width=width,
        height=height,
    )


def _turn(rng: np.random.Generator) -> float:
    turn = float(rng.normal(0, 10)) if rng.random() < 0.85 else float(rng.uniform(-45, 45))
    return turn + (180.0 if rng.random() < 0.25 else 0.0)


def _tilt(rng: np.random.Generator) -> float:
    return float(np.clip(rng.normal(0, 6.5), -20, 20))


def _covers(rng: np.random.Generator, count: int) -> tuple[PlacedCover, ...]:
    """Covers at one common scale, the more the smaller, spread so that they hardly overlap."""
    if count == 0:
        return ()
    typical = (0.44, 0.36, 0.30, 0.25, 0.22, 0.20)[count - 1]
    fraction_per_mm = typical * float(np.exp(rng.normal(0, 0.17))) / 255.0
    spots = _spots(rng, count)
    return tuple(_cover(rng, x, y, fraction_per_mm) for x, y in spots)


def _cover(rng: np.random.Generator, x: float, y: float, fraction_per_mm: float) -> PlacedCover:
    label = CLASS_LABELS[int(rng.integers(len(CLASS_LABELS)))]
    fraction = fraction_per_mm * design_of(label).length_mm * float(rng.uniform(0.96, 1.04))
    return PlacedCover(
        label=label,
        x=x,
        y=y,
        width_fraction=float(np.clip(fraction, 0.15, 0.66)),
        turn_deg=_turn(rng),
        tilt_x_deg=_tilt(rng),
        tilt_y_deg=_tilt(rng),
        height_mm=float(rng.choice([16.0, 16.0, 30.0, 60.0])),
        wear_seed=int(rng.integers(1 << 31)),
    )


def _spots(rng: np.random.Generator, count: int) -> list[tuple[float, float]]:
    if count == 1:
        off = 0.20 if rng.random() < 0.25 else 0.09
        return [(float(0.5 + rng.normal(0, off)), float(0.5 + rng.normal(0, off)))]
    columns = min(count, 2 if count <= 4 else 3)
    rows = math.ceil(count / columns)
    cells = [((i % columns + 0.5) / columns, (i // columns + 0.5) / rows) for i in range(columns * rows)]
    order = rng.permutation(len(cells))[:count]
    return [(cells[i][0] + float(rng.normal(0, 0.035)), cells[i][1] + float(rng.normal(0, 0.05))) for i in order]


def _pile(rng: np.random.Generator, first: PlacedCover) -> tuple[PlacedCover, ...]:
    """Two or three identical covers, each shifted and laid over the one before."""
    covers = []
    x, y, turn = 0.5 + float(rng.normal(0, 0.1)), 0.34, first.turn_deg
    for _ in range(int(rng.integers(2, 4))):
        covers.append(
            PlacedCover(
                first.label,
                x,
                y,
                min(first.width_fraction, 0.40),
                turn,
                height_mm=14.0,
                wear_seed=int(rng.integers(1 << 31)),
            )
        )
        x, y, turn = x + float(rng.normal(0, 0.03)), y + float(rng.uniform(0.24, 0.30)), turn + float(rng.normal(0, 3))
    return tuple(covers)


def _hands(rng: np.random.Generator, covers: tuple[PlacedCover, ...]) -> tuple[HandSpec, ...]:
    if not covers:
        return (_stray_hand(rng),) if rng.random() < 0.3 else ()
    if rng.random() < 0.42:
        return ()
    held = covers[-1]
    kind, seed = str(rng.choice(HAND_KINDS)), int(rng.integers(1 << 31))
    # Hands come from the operator's side: the left, the right or the near edge of the picture.
    sides = [180.0, 0.0, 90.0]
    rng.shuffle(sides)
    both = rng.random() < 0.3
    reached = (gripping_hand(rng, held, side, kind, seed) for side in (sides[:2] if both else sides[:1]))
    return tuple(hand for hand in reached if _leaves_frame(hand))


def _stray_hand(rng: np.random.Generator) -> HandSpec:
    return HandSpec(
        float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.6, 0.95)), float(rng.normal(90, 20)), 0.17,
        str(rng.choice(HAND_KINDS)), str(rng.choice(GRIPS)), bool(rng.random() < 0.5), int(rng.integers(1 << 31)),
    )  # fmt: skip


def gripping_hand(rng: np.random.Generator, cover: PlacedCover, side_deg: float, kind: str, seed: int) -> HandSpec:
    """A hand on the edge of a cover nearest to `side_deg` (0 right, 90 below, 180 left)."""
    design = design_of(cover.label)
    per_mm = cover.width_fraction / design.length_mm
    half_x, half_y = design.length_mm / 2, design.width_mm / 2
    turn = math.radians(cover.turn_deg)
    side = math.radians(side_deg) - turn
    along = float(rng.uniform(-0.25, 0.25))
    reach = float(rng.uniform(16, 30))
    if abs(math.cos(side)) * half_y > abs(math.sin(side)) * half_x:
        x, y = math.copysign(half_x - reach, math.cos(side)), along * half_y
    else:
        x, y = along * half_x, math.copysign(half_y - reach, math.sin(side))
    u = x * math.cos(turn) - y * math.sin(turn)
    v = x * math.sin(turn) + y * math.cos(turn)
    return HandSpec(
        x=cover.x + u * per_mm,
        y=cover.y + v * per_mm / ASPECT,
        arm_deg=_arm_direction(side_deg, math.degrees(math.atan2(v, u)), float(rng.normal(0, 10))),
        width_fraction=100 * per_mm,
        kind=kind,
        grip=str(rng.choice(GRIPS)),
        left=side_deg == 180.0,
        seed=seed,
    )


def _arm_direction(side_deg: float, contact_deg: float, jitter_deg: float) -> float:
    """Between the wanted side and the contact's own direction, and never from the far side of the bench."""
    offset = (contact_deg - side_deg + 180.0) % 360.0 - 180.0
    return float(np.clip(side_deg + 0.35 * offset + jitter_deg, -12.0, 192.0))


def _leaves_frame(hand: HandSpec) -> bool:
    """Whether the forearm is long enough to reach the border of the frame."""
    reach, angle = ARM_MM / 100.0 * hand.width_fraction, math.radians(hand.arm_deg)
    x, y = hand.x + reach * math.cos(angle), hand.y + reach * math.sin(angle) / ASPECT
    return not (-0.05 < x < 1.05 and y < 1.1)


def _light(rng: np.random.Generator, severity: float) -> LightSpec:
    return LightSpec(
        azimuth_deg=float(rng.normal(260, 55)),
        elevation_deg=float(rng.uniform(38, 68)),
        intensity=float(np.clip(np.exp(rng.normal(0.02, 0.45 * severity)), 0.32, 1.55)),
        warmth=float(np.clip(rng.normal(0.1, 1.1 * severity), -1, 1)),
        gradient=float(rng.uniform(0.05, 0.15 + 0.75 * severity)),
        vignette=float(rng.uniform(0.08, 0.16 + 0.4 * severity)),
        glare=float(rng.uniform(0.15, 1.0) * severity * 1.2) if rng.random() < 0.15 + severity * 0.6 else 0.0,
        glare_x=float(rng.uniform(0.1, 0.9)),
        glare_y=float(rng.uniform(0.1, 0.9)),
        ambient=float(rng.uniform(0.40, 0.58)),
    )


def _camera(rng: np.random.Generator, conditions: Conditions) -> CameraSpec:
    moving = rng.random() < 0.25 + 0.7 * conditions.blur
    return CameraSpec(
        motion_px=float(rng.uniform(0.2, 1.0) * (5.0 * conditions.blur + 19.0 * conditions.blur**2)) if moving else 0.0,
        motion_deg=float(rng.uniform(0, 180)),
        defocus_px=float(0.25 + rng.uniform(0.1, 1.0) * (1.6 * conditions.blur + 1.4 * conditions.blur**2)),
        noise=float(rng.uniform(0.5, 1.2) * (0.3 + 4.5 * conditions.noise + 4.0 * conditions.noise**2)),
        noise_seed=int(rng.integers(1 << 31)),
        jpeg_quality=int(np.clip(rng.uniform(78, 91) - 36 * max(conditions.noise - 0.25, 0.0), 40, 92)),
    )
