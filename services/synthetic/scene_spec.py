"""What a scene consists of, as values. Nothing here draws.

Places are fractions of the frame (0..1, origin at the top left), lengths in pixels are at a frame width of 1280.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

REFERENCE_WIDTH = 1280

BENCH_KINDS = ("steel", "mat", "cardboard", "wood")
HAND_KINDS = ("skin", "knit", "nitrile", "coated")
GRIPS = ("fingers", "thumb")


@dataclass(frozen=True)
class Conditions:
    """How bad the picture is, each 0..1: 0 ideal, 0.3 what a normal bench sees, 1 severe.

    blur: motion while the cover is moved (0.3: up to ~5 px, 1: up to ~24 px) and defocus (0.3: sigma up to
    ~0.9 px, 1: ~3 px). light: exposure error (0.3: +-20 %, 1: -65 to +55 %), uneven light, colour temperature, glare
    patches. noise: read and shot noise (0.3: ~2 grey levels in the mid tones, 1: ~9) and JPEG quality
    (0.3: 76-90, 1: ~55).
    """

    blur: float = 0.3
    light: float = 0.3
    noise: float = 0.3


@dataclass(frozen=True)
class PlacedCover:
    """A cover on the bench or held above it.

    x, y: its middle. width_fraction: share of the frame's width its long edge would span untilted.
    turn_deg: in-plane, clockwise. tilt_*_deg: about the picture's axes. height_mm: above the bench, for the shadow.
    """

    label: str
    x: float
    y: float
    width_fraction: float
    turn_deg: float = 0.0
    tilt_x_deg: float = 0.0
    tilt_y_deg: float = 0.0
    height_mm: float = 16.0
    wear_seed: int = 0


@dataclass(frozen=True)
class HandSpec:
    """A hand whose fingertips are at x, y; the forearm leaves towards `arm_deg` (0 right, 90 down).

    width_fraction: how much of the frame's width 100 mm of hand spans. kind: one of HAND_KINDS, grip: of GRIPS.
    """

    x: float
    y: float
    arm_deg: float
    width_fraction: float
    kind: str = "skin"
    grip: str = "fingers"
    left: bool = False
    seed: int = 0


@dataclass(frozen=True)
class LightSpec:
    """azimuth_deg: where the lamp stands (0 right, 90 below); elevation_deg above the bench.

    intensity: 1 is a good exposure. warmth: -1 blue .. +1 yellow. gradient: loss of light on the far side, 0..1.
    vignette: loss in the corners, 0..1. glare: strength of a reflected lamp at glare_x, glare_y, 0..1.
    """

    azimuth_deg: float = 225.0
    elevation_deg: float = 52.0
    intensity: float = 1.0
    warmth: float = 0.0
    gradient: float = 0.15
    vignette: float = 0.15
    glare: float = 0.0
    glare_x: float = 0.5
    glare_y: float = 0.3
    ambient: float = 0.48


@dataclass(frozen=True)
class CameraSpec:
    """motion_px: length of the smear of covers and hands (the bench stands still).

    defocus_px: Gaussian sigma over the frame. bench_defocus_px: over the bench alone, for a camera that is focused on
    covers held above it.

    noise: sigma in grey levels at mid grey. jpeg_quality: 1..100; 0 leaves the picture uncompressed.
    """

    motion_px: float = 0.0
    motion_deg: float = 0.0
    defocus_px: float = 0.5
    bench_defocus_px: float = 0.0
    noise: float = 1.5
    noise_seed: int = 0
    jpeg_quality: int = 82


@dataclass(frozen=True)
class SceneSpec:
    """A whole scene. Covers are drawn in order, later ones on top; hands over all covers."""

    bench: str = "mat"
    bench_seed: int = 0
    clutter_seed: int = 0
    clutter_count: int = 3
    covers: tuple[PlacedCover, ...] = ()
    hands: tuple[HandSpec, ...] = ()
    light: LightSpec = field(default_factory=LightSpec)
    camera: CameraSpec = field(default_factory=CameraSpec)
    width: int = 1280
    height: int = 720


@dataclass(frozen=True)
class SceneCover:
    """Annotation of one cover.

    box: x1, y1, x2, y2 of what is inside the frame and not under another cover (a hand does not shrink it),
    0..1, origin at the top left. visible_fraction: share of the cover's area inside the frame and hidden neither by
    covers nor by hands. corners: its four projected top corners, clockwise
    from the upper left one of the unturned cover; they may lie outside.
    """

    label: str
    class_index: int
    box: tuple[float, float, float, float]
    visible_fraction: float
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Scene:
    """image: uint8 [H,W,3] BGR. covers: annotations in drawing order."""

    image: npt.NDArray[np.uint8]
    covers: tuple[SceneCover, ...]
