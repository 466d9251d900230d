"""What stands before the camera during one presentation: bench, covers, hands, light, and how they move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from services.synthetic.parts import design_of
from services.synthetic.random_spec import ASPECT, gripping_hand, random_spec
from services.synthetic.scene_spec import HAND_KINDS, REFERENCE_WIDTH, Conditions, HandSpec, PlacedCover, SceneSpec

ARRIVAL_S = 0.2
ARRIVES_FROM = 0.6
EXPOSURE_S = 0.012
LONG_EXPOSURE_S = 0.02
UNSEEN_SEEDS = (2_000_000, 1 << 31)
_ROOM = 0.43
"""Half of the frame less a margin: a cover that reaches no farther from its middle is complete."""


class Kind(StrEnum):
    RIGHT_PART = "right_part"
    NOT_ON_NOTE = "not_on_note"
    MIRRORED_TWIN = "mirrored_twin"
    TWO_PARTS = "two_parts"
    HALF_PART = "half_part"
    HAND_OVER = "hand_over"
    MOVING = "moving"
    DARK = "dark"
    BRIGHT = "bright"
    BLURRED = "blurred"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Stage:
    """``scene`` holds covers and hands where they come to rest; the last cover is the one that is brought, from
    ``side_deg`` (0 right, 90 the near edge, 180 left). ``speed``: frame widths a second of a cover that never rests,
    passing the middle at 0.6 s. ``phase``: of the hand's tremor."""

    scene: SceneSpec
    side_deg: float
    speed: float
    phase: npt.NDArray[np.float64]

    def at(self, now_s: float, *, noise_seed: int) -> SceneSpec:
        away, smear = self._away(now_s)
        angle = math.radians(self.side_deg)
        shake_x, shake_y, turn, tilt = self._tremor(now_s)
        dx, dy = away * math.cos(angle) + shake_x, away * math.sin(angle) / ASPECT + shake_y
        *lying, held = self.scene.covers
        held = replace(
            held, x=held.x + dx, y=held.y + dy, turn_deg=held.turn_deg + turn, tilt_x_deg=held.tilt_x_deg + tilt
        )
        hands = tuple(replace(hand, x=hand.x + dx, y=hand.y + dy) for hand in self.scene.hands)
        camera = replace(self.scene.camera, noise_seed=noise_seed)
        if smear > camera.motion_px:
            camera = replace(camera, motion_px=smear, motion_deg=self.side_deg)
        return replace(self.scene, covers=(*lying, held), hands=hands, camera=camera)

    def _away(self, now_s: float) -> tuple[float, float]:
        """Frame widths from the place of rest, and the smear in pixels of the reference width."""
        if self.speed:
            return self.speed * (0.6 - now_s), self.speed * LONG_EXPOSURE_S * REFERENCE_WIDTH
        left = max(0.0, 1.0 - now_s / ARRIVAL_S)
        speed = 2.0 * ARRIVES_FROM * left / ARRIVAL_S
        return ARRIVES_FROM * left**2, speed * EXPOSURE_S * REFERENCE_WIDTH

    def _tremor(self, now_s: float) -> tuple[float, float, float, float]:
        """x, y (frame fractions), turn and tilt (degrees) of a hand that never quite rests."""
        rates = np.array([2.3, 2.9, 1.1, 0.8])
        sway = np.sin(2 * np.pi * rates * now_s + self.phase) * (0.0015, 0.002, 0.6, 1.5)
        return float(sway[0]), float(sway[1]), float(sway[2]), float(sway[3])


def stage(
    kind: Kind,
    shown: Sequence[str],
    rng: np.random.Generator,
    size: tuple[int, int],
    *,
    bench_seeds: tuple[int, int] = UNSEEN_SEEDS,
) -> Stage:
    """Drawn from ``rng``; ``shown``: detector labels, first the cover that is brought; ``size``: width, height;
    ``bench_seeds``: from where the benches' seeds are drawn. Those of the default are never trained on."""
    scene = _bench(rng, size, bench_seeds)
    side_deg = float(rng.choice([0.0, 90.0, 180.0]))
    if kind is Kind.MOVING:
        side_deg = float(rng.choice([0.0, 180.0]))
    covers = [_cover(scene.covers[0], shown[0])]
    if len(shown) > 1:
        covers = _side_by_side(scene.covers[0], shown, side_deg)
    if kind is Kind.HALF_PART:
        covers = [_half_out(covers[0], side_deg, float(rng.uniform(0.3, 0.6)))]
    hands = _hands(kind, covers[-1], side_deg, rng)
    speed = float(rng.uniform(0.7, 1.5)) if kind is Kind.MOVING else 0.0
    scene = imaged(kind, replace(scene, covers=tuple(covers), hands=hands), rng)
    return Stage(scene, side_deg, speed, rng.uniform(0, 2 * np.pi, 4))


def _bench(rng: np.random.Generator, size: tuple[int, int], seeds: tuple[int, int]) -> SceneSpec:
    """A normal bench with a cover on it."""
    while True:
        seed = int(rng.integers(*seeds))
        scene = random_spec(seed, Conditions(), width=size[0], height=size[1], max_covers=1, hands=False)
        if scene.covers:
            return scene


def _cover(drawn: PlacedCover, label: str, room: float = _ROOM) -> PlacedCover:
    """The ``drawn`` cover as another part, whole in the frame and nowhere wider than twice ``room``."""
    design, turn = design_of(label), math.radians(drawn.turn_deg)
    across, down = abs(math.cos(turn)), abs(math.sin(turn))
    half_x = (design.length_mm * across + design.width_mm * down) / 2
    half_y = (design.length_mm * down + design.width_mm * across) / 2 / ASPECT
    per_mm = drawn.width_fraction / design_of(drawn.label).length_mm
    per_mm = min(per_mm, room / half_x, _ROOM / half_y)
    free_x, free_y = _ROOM - half_x * per_mm, _ROOM - half_y * per_mm
    x = float(np.clip(drawn.x, 0.5 - free_x, 0.5 + free_x))
    y = float(np.clip(drawn.y, 0.5 - free_y, 0.5 + free_y))
    return replace(drawn, label=label, x=x, y=y, width_fraction=per_mm * design.length_mm)


def _side_by_side(drawn: PlacedCover, shown: Sequence[str], side_deg: float) -> list[PlacedCover]:
    """The other part lies on the bench, and the first is brought beside it, not across it."""
    x = 0.26 if side_deg == 180.0 else 0.74
    smaller = replace(drawn, width_fraction=drawn.width_fraction * 0.36 / 0.44)
    lying = replace(_cover(smaller, shown[1], 0.2), x=1 - x, wear_seed=drawn.wear_seed + 1)
    return [lying, replace(_cover(smaller, shown[0], 0.2), x=x)]


def _half_out(cover: PlacedCover, side_deg: float, out: float) -> PlacedCover:
    """The cover with the share ``out`` of it beyond the edge at ``side_deg``."""
    design = design_of(cover.label)
    cover = replace(cover, turn_deg=180.0 if abs(cover.turn_deg) > 90 else 0.0)
    if side_deg == 90.0:
        return replace(cover, y=1 - (0.5 - out) * cover.width_fraction * design.width_mm / design.length_mm / ASPECT)
    inside = (0.5 - out) * cover.width_fraction
    return replace(cover, x=1 - inside if side_deg == 0.0 else inside)


def _hands(kind: Kind, cover: PlacedCover, side_deg: float, rng: np.random.Generator) -> tuple[HandSpec, ...]:
    """Mostly one hand that holds the cover's edge; over the lid one or two with the fingers far across it."""
    glove, seed = str(rng.choice(HAND_KINDS)), int(rng.integers(1 << 31))
    if kind is not Kind.HAND_OVER:
        return (gripping_hand(rng, cover, side_deg, glove, seed),) if rng.random() < 0.7 else ()
    sides = [side_deg] if rng.random() < 0.6 else [0.0, 180.0]
    return tuple(_reaching_over(gripping_hand(rng, cover, side, glove, seed), cover, rng) for side in sides)


def _reaching_over(hand: HandSpec, cover: PlacedCover, rng: np.random.Generator) -> HandSpec:
    share = float(rng.uniform(0.1, 0.6))
    return replace(hand, x=cover.x + share * (hand.x - cover.x), y=cover.y + share * (hand.y - cover.y))


def imaged(kind: Kind, scene: SceneSpec, rng: np.random.Generator) -> SceneSpec:
    """The scene under the light and the lens of its kind."""
    light, camera = scene.light, scene.camera
    if kind is Kind.DARK:
        light = replace(light, intensity=float(rng.uniform(0.12, 0.4)))
        camera = replace(camera, noise=float(rng.uniform(2, 6)))
    if kind is Kind.BRIGHT:
        place = scene.covers[-1]
        light = replace(light, intensity=float(rng.uniform(1.6, 2.6)), glare=float(rng.uniform(0.3, 1.0)))
        light = replace(light, glare_x=place.x + float(rng.normal(0, 0.1)), glare_y=place.y)
    if kind is Kind.BLURRED:
        camera = replace(camera, defocus_px=float(rng.uniform(2.5, 7)))
    return replace(scene, light=light, camera=camera)
