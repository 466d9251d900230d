"""Whether a picture can be judged at all: too dark, or with the lens covered. Measured on every 16th pixel."""

import cv2
import numpy as np
import numpy.typing as npt

from app.ports.camera import CameraState
from app.ports.frame import BgrImage

DARK_BELOW = 8.0
PLAIN_BELOW, PLAIN_BELOW_SHARE = 1.15, 0.019
NOISE_AT_MOST = 6.0
"""Grey levels of edges that sensor noise may make; more than that is something to see, even if it moves fast."""
BEGINS_AFTER_S, ENDS_AFTER_S = 0.4, 0.3
_GRID = (64, 36)
_SAMPLED_WIDTH_PX = 320
_OUTLIERS = 10

Grid = npt.NDArray[np.float32]


class Clarity:
    """One camera's pictures, one after another, on one thread.

    A picture is DARK below a mean luma of 8. It is COVERED when hardly anything on it has an edge, neither in grey
    levels nor against its own light. What two pictures in a row have in common is no sensor noise, so that an empty
    mat in poor light still differs from a strip of tape. How the thresholds were found: docs/camera.md.
    """

    def __init__(self) -> None:
        self._before: Grid | None = None
        self._settled = CameraState.LIVE
        self._other_since_s: float | None = None

    def look(self, image: BgrImage, now_s: float) -> tuple[CameraState, CameraState]:
        """LIVE, DARK or COVERED: this picture by itself, and the camera, which turns after 0.4 s of pictures that
        cannot be judged and back after 0.3 s of clear ones. ``now_s``: monotonic seconds."""
        luma, edges = _grids(image)
        before, self._before = self._before, edges
        alone = _alone(luma, edges, edges if before is None else before)
        return alone, self._settle(alone, now_s)

    def _settle(self, alone: CameraState, now_s: float) -> CameraState:
        if (alone is CameraState.LIVE) is (self._settled is CameraState.LIVE):
            self._settled, self._other_since_s = alone, None
            return alone
        since_s = self._other_since_s = now_s if self._other_since_s is None else self._other_since_s
        if now_s - since_s >= (ENDS_AFTER_S if alone is CameraState.LIVE else BEGINS_AFTER_S):
            self._settled, self._other_since_s = alone, None
        return self._settled


def _grids(image: BgrImage) -> tuple[Grid, Grid]:
    """A small copy (green, which is most of the luma) and its second differences, both [rows, columns]."""
    step = max(1, image.shape[1] // _SAMPLED_WIDTH_PX)
    sampled = image[step // 2 :: step, step // 2 :: step, 1].astype(np.float32)
    small = np.asarray(cv2.resize(sampled, _GRID, interpolation=cv2.INTER_AREA), np.float32)
    return small, np.asarray(cv2.Laplacian(small, cv2.CV_32F)[1:-1, 1:-1], np.float32)


def _alone(luma: Grid, edges: Grid, before: Grid) -> CameraState:
    light = float(luma.mean())
    if light < DARK_BELOW:
        return CameraState.DARK
    structure = _strength(edges * edges)
    if structure < NOISE_AT_MOST:
        structure = _strength(edges * before)
    plain = structure < PLAIN_BELOW and structure < PLAIN_BELOW_SHARE * light
    return CameraState.COVERED if plain else CameraState.LIVE


def _strength(products: Grid) -> float:
    """Root of the mean, grey levels, without the highest and the lowest tenth."""
    cut = products.size // _OUTLIERS
    inner = np.partition(products.ravel(), (cut, -cut - 1))[cut:-cut]
    return float(np.sqrt(max(0.0, inner.mean())))
