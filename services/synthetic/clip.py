"""Clips of an operator bringing covers to the camera, one after another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from services.synthetic.motion_jpeg import MotionJpegWriter
from services.synthetic.parts import design_of
from services.synthetic.random_spec import ASPECT, gripping_hand
from services.synthetic.relief import U8
from services.synthetic.scene_spec import (
    REFERENCE_WIDTH,
    CameraSpec,
    HandSpec,
    LightSpec,
    PlacedCover,
    SceneSpec,
)
from services.synthetic.scenes import compose

JPEG_QUALITY = 82
TRAVEL_S = 0.7
SETTLE_S = 0.9
EXPOSURE_S = 0.012
HELD_HEIGHT_MM = 34.0
BENCH_DEFOCUS_PX = 2.0


@dataclass(frozen=True)
class Presentation:
    """One thing the operator does: shows a cover, or nothing (label None: empty bench) for some seconds.

    seconds: whole duration, bringing in and taking away included. side_deg: where the arm comes from (0 right,
    90 the near edge, 180 left). hand: what the hand wears. span_per_mm: frame widths that 1 mm of cover takes.
    """

    label: str | None
    seconds: float
    x: float = 0.5
    y: float = 0.48
    turn_deg: float = 0.0
    side_deg: float = 0.0
    hand: str = "coated"
    grip: str = "thumb"
    span_per_mm: float = 0.44 / 260.0


@dataclass(frozen=True)
class ClipEvent:
    """The truth about a stretch of a clip, seconds from its start: the cover is in its place, or the bench is empty."""

    start_s: float
    end_s: float
    label: str | None


@dataclass(frozen=True)
class _Shot:
    """A presentation with its place in time and the cover and hand in their held position."""

    start_s: float
    end_s: float
    presentation: Presentation
    cover: PlacedCover | None
    hand: HandSpec | None
    seed: int


def render_clip(
    path: Path,
    *,
    seed: int,
    presentations: Sequence[Presentation],
    fps: int = 15,
    width: int = 1280,
    height: int = 720,
    progress: Callable[[int, int], None] | None = None,
) -> list[ClipEvent]:
    """Write a Motion-JPEG .avi that OpenCV's own reader decodes without any codec; returns what it shows when.

    progress: called after each frame with frames written and frames in all. Raises OSError when the file cannot be
    written.
    """
    shots = _schedule(presentations, seed)
    total = round(shots[-1].end_s * fps) if shots else 0
    with MotionJpegWriter(path, fps=fps, width=width, height=height, quality=JPEG_QUALITY) as writer:
        for index, frame in enumerate(_frames(shots, seed, total, fps, (width, height))):
            writer.write(frame)
            if progress is not None:
                progress(index + 1, total)
    return [_event(shot) for shot in shots]


def demo_clip(path: Path, *, fps: int = 10, progress: Callable[[int, int], None] | None = None) -> list[ClipEvent]:
    """The product's demonstration: four covers of a delivery note, and a mirrored twin that is not on it."""
    pause = Presentation(None, 0.9)
    shown = (
        Presentation("W_CV01_B24RSXX_B03N_NL_DG00", 6.2, side_deg=0.0, turn_deg=-4.0),
        Presentation("W_CV01_D23LXXX_D01N_NL_DG00", 6.2, side_deg=8.0, turn_deg=5.0, x=0.47),
        Presentation("W_CV01_D26RXXX_C03N_NL_DG00", 7.0, side_deg=0.0, turn_deg=-3.0, x=0.48),
        Presentation("W_CV01_D26LXXX_C03N_NL_DG00", 6.2, side_deg=6.0, turn_deg=4.0),
        Presentation("W_CV01_D31RXXX_C03N_NL_DQ00", 6.2, side_deg=0.0, turn_deg=-5.0, x=0.46),
    )
    script = [Presentation(None, 3.0)]
    for presentation in shown:
        script += [presentation, pause]
    script.append(Presentation(None, 3.0))
    return render_clip(path, seed=8, presentations=script, fps=fps, progress=progress)


def _schedule(presentations: Sequence[Presentation], seed: int) -> list[_Shot]:
    shots, now = [], 0.0
    for index, presentation in enumerate(presentations):
        cover, hand = _held(presentation, np.random.default_rng((seed, 11, index)), seed)
        shots.append(_Shot(now, now + presentation.seconds, presentation, cover, hand, seed + index))
        now += presentation.seconds
    return shots


def _held(
    presentation: Presentation, rng: np.random.Generator, seed: int
) -> tuple[PlacedCover, HandSpec] | tuple[None, None]:
    if presentation.label is None:
        return None, None
    cover = PlacedCover(
        label=presentation.label,
        x=presentation.x,
        y=presentation.y,
        width_fraction=presentation.span_per_mm * design_of(presentation.label).length_mm,
        turn_deg=presentation.turn_deg,
        height_mm=HELD_HEIGHT_MM,
        wear_seed=int(rng.integers(1 << 31)),
    )
    # One operator: the same glove in the whole clip.
    hand = gripping_hand(rng, cover, presentation.side_deg, presentation.hand, seed)
    return cover, replace(hand, grip=presentation.grip)


def _event(shot: _Shot) -> ClipEvent:
    travel = 0.0 if shot.cover is None else _travel_s(shot)
    return ClipEvent(round(shot.start_s + travel, 3), round(shot.end_s - travel, 3), shot.presentation.label)


def _travel_s(shot: _Shot) -> float:
    return min(TRAVEL_S, shot.presentation.seconds / 3.0)


def _frames(shots: Sequence[_Shot], seed: int, total: int, fps: int, size: tuple[int, int]) -> Iterator[U8]:
    scenery = SceneSpec(
        bench="mat",
        bench_seed=seed,
        clutter_seed=seed + 2,
        clutter_count=4,
        light=LightSpec(azimuth_deg=248.0, gradient=0.22, vignette=0.2, warmth=0.15, glare=0.08, glare_x=0.7),
        width=size[0],
        height=size[1],
    )
    position = 0
    for index in range(total):
        now = index / fps
        while position + 1 < len(shots) and now >= shots[position].end_s:
            position += 1
        yield compose(_at(scenery, shots[position], now, seed * 100_003 + index)).image


def _at(scenery: SceneSpec, shot: _Shot, now: float, noise_seed: int) -> SceneSpec:
    """The scene at one moment."""
    camera = CameraSpec(
        defocus_px=0.55, bench_defocus_px=BENCH_DEFOCUS_PX, noise=0.7, noise_seed=noise_seed, jpeg_quality=0
    )
    if shot.cover is None or shot.hand is None:
        return replace(scenery, camera=camera)
    away, speed = _distance_away(shot, now)
    angle = math.radians(shot.hand.arm_deg + 24.0)
    dx, dy = away * math.cos(angle), away * math.sin(angle) / ASPECT
    shake_x, shake_y, shake_turn, tilt_x, tilt_y = _tremor(shot, now)
    cover = replace(
        shot.cover,
        x=shot.cover.x + dx + shake_x,
        y=shot.cover.y + dy + shake_y,
        turn_deg=shot.cover.turn_deg + shake_turn + 22.0 * away,
        tilt_x_deg=tilt_x,
        tilt_y_deg=tilt_y + 8.0 * away,
    )
    hand = _carried(shot.hand, shot.cover, cover)
    smear = speed * EXPOSURE_S * REFERENCE_WIDTH
    camera = replace(camera, motion_px=smear, motion_deg=math.degrees(angle))
    return replace(scenery, covers=(cover,), hands=(hand,), camera=camera)


def _carried(hand: HandSpec, before: PlacedCover, after: PlacedCover) -> HandSpec:
    """The hand moved and turned with the cover it holds."""
    turn = math.radians(after.turn_deg - before.turn_deg)
    u, v = hand.x - before.x, (hand.y - before.y) * ASPECT
    x = after.x + u * math.cos(turn) - v * math.sin(turn)
    y = after.y + (u * math.sin(turn) + v * math.cos(turn)) / ASPECT
    return replace(hand, x=x, y=y, arm_deg=hand.arm_deg + math.degrees(turn) * 0.6)


def _distance_away(shot: _Shot, now: float) -> tuple[float, float]:
    """How far from its place the cover is, in frame widths, and its speed in frame widths per second."""
    far, travel = 1.05, _travel_s(shot)

    def distance(at: float) -> float:
        progress = min(at - shot.start_s, shot.end_s - at) / travel
        progress = min(max(progress, 0.0), 1.0)
        return far * float((1.0 - progress) ** 2.3)

    step = 0.01
    return distance(now), abs(distance(now + step) - distance(now - step)) / (2 * step)


def _tremor(shot: _Shot, now: float) -> tuple[float, float, float, float, float]:
    """Offset x, y (frame fractions), turn and two tilts (degrees): a hand that settles and never quite rests."""
    phase = np.random.default_rng(shot.seed).uniform(0, 2 * np.pi, 8)
    held = max(now - shot.start_s - _travel_s(shot), 0.0)
    settling = math.exp(-held / SETTLE_S)

    def sway(index: int, frequency_hz: float) -> float:
        return math.sin(2 * math.pi * frequency_hz * now + float(phase[index]))

    x = 0.0007 * sway(0, 2.3) + 0.0022 * sway(1, 0.31) + 0.010 * settling * sway(2, 0.8)
    y = 0.0010 * sway(3, 2.9) + 0.0030 * sway(4, 0.27) + 0.012 * settling * sway(5, 0.7)
    turn = 0.25 * sway(6, 1.1) + 4.0 * settling * sway(7, 0.6)
    tilt_x = 1.2 * sway(5, 0.4) + 12.0 * settling
    tilt_y = 1.0 * sway(1, 0.5) + 8.0 * settling * sway(2, 0.5)
    return x, y, turn, tilt_x, tilt_y
