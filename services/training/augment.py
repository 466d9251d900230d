"""Cheap random variation of a training scene. No torch here.

Never mirrored: a mirrored left cover *is* a right cover of the wrong finish. Half a turn keeps the side.
Images are uint8 BGR; covers are float32 [covers, 5] rows of class, x1, y1, x2, y2 normalised to the image;
columns behind these are carried along.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Covers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far, and how often, a scene is varied."""

    scale: float = 0.2
    """Zoom factor is drawn from 1 ± this."""
    shift: float = 0.08
    """Translation, as a share of width and height."""
    half_turn_share: float = 0.3
    gain: float = 0.25
    """Brightness factor is drawn from 1 ± this."""
    tint: float = 0.05
    """Extra factor per colour channel, 1 ± this."""
    gamma: float = 0.2
    blur_share: float = 0.15
    noise_share: float = 0.2
    noise_sigma: float = 6.0
    """Grey levels."""
    least_kept: float = 0.75
    """A zoom or shift that leaves less of any cover in view is not applied."""


def augmented(image: Image, covers: Covers, settings: Augmentation, rng: np.random.Generator) -> tuple[Image, Covers]:
    """One random variation of a scene; the input arrays are not changed."""
    image, covers = _moved(image, covers, settings, rng)
    image = _uint8(cv2.LUT(image, _tone_curves(settings, rng)))
    if rng.random() < settings.blur_share:
        image = _uint8(cv2.GaussianBlur(image, (3, 3), rng.uniform(0.4, 1.2)))
    if rng.random() < settings.noise_share:
        image = _noisy(image, rng.uniform(0, settings.noise_sigma), rng)
    return image, covers


def _moved(image: Image, covers: Covers, settings: Augmentation, rng: np.random.Generator) -> tuple[Image, Covers]:
    """Zoom, shift and half a turn about the centre as one affine map."""
    height, width = image.shape[:2]
    zoom = rng.uniform(1 - settings.scale, 1 + settings.scale)
    shift = rng.uniform(-settings.shift, settings.shift, 2)
    turn = -1.0 if rng.random() < settings.half_turn_share else 1.0
    moved, kept = _moved_boxes(covers, turn * zoom, shift)
    if len(kept) and kept.min() < settings.least_kept:
        zoom, shift = 1.0, np.zeros(2)
        moved, _ = _moved_boxes(covers, turn, shift)
    factor = turn * zoom
    offset = (0.5 + shift - 0.5 * factor) * (width, height)
    matrix = np.array([[factor, 0, offset[0]], [0, factor, offset[1]]], np.float64)
    border = tuple(float(value) for value in image[::8, ::8].reshape(-1, 3).mean(axis=0))
    return _uint8(cv2.warpAffine(image, matrix, (width, height), borderValue=border)), moved


def _moved_boxes(covers: Covers, factor: float, shift: NDArray[np.float64]) -> tuple[Covers, NDArray[np.float64]]:
    """Boxes under x → 0.5 + shift + factor · (x - 0.5), clipped, and the share of each box still in view."""
    corners = (covers[:, 1:5].reshape(-1, 2, 2) - 0.5) * factor + 0.5 + shift
    corners = np.sort(corners, axis=1)
    clipped = np.clip(corners, 0, 1)
    full, seen = (corners[:, 1] - corners[:, 0]).prod(axis=1), (clipped[:, 1] - clipped[:, 0]).prod(axis=1)
    moved = np.concatenate((covers[:, :1], clipped.reshape(-1, 4), covers[:, 5:]), axis=1).astype(np.float32)
    return moved, seen / np.maximum(full, 1e-9)


def _tone_curves(settings: Augmentation, rng: np.random.Generator) -> Image:
    """Look-up table [1, 256, 3]: gamma, brightness and a tint per channel."""
    levels = np.linspace(0, 1, 256)[:, None] ** np.exp(rng.uniform(-settings.gamma, settings.gamma))
    tints = 1 + rng.uniform(-settings.tint, settings.tint, 3)
    curves = levels * rng.uniform(1 - settings.gain, 1 + settings.gain) * tints
    return _uint8(np.clip(curves * 255, 0, 255)[None])


def _noisy(image: Image, sigma: float, rng: np.random.Generator) -> Image:
    """Add grey noise from a small random tile, repeated: full-size noise would cost more than the rest."""
    tile = rng.normal(0, sigma, (64, 64, 1)).astype(np.int16)
    repeats = (-(-image.shape[0] // 64), -(-image.shape[1] // 64), 1)
    grain = np.tile(tile, repeats)[: image.shape[0], : image.shape[1]]
    return _uint8(np.clip(image.astype(np.int16) + grain, 0, 255))


def _uint8(image: object) -> Image:
    """The image as uint8; OpenCV's stubs promise only some number."""
    return np.asarray(image, np.uint8)
