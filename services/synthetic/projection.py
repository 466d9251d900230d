"""Pinhole projection of a flat cover. Camera frame: x right, y down, z towards the camera; mm and pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FOCAL_WIDTHS = 1.15
SKIRT_MM = 16.0

F64 = npt.NDArray[np.float64]


def rotation_matrix(turn_deg: float, tilt_x_deg: float, tilt_y_deg: float) -> F64:
    """In-plane turn (clockwise in the picture), then tilt about the picture's x and y axes; float64 [3,3]."""
    a, b, c = (math.radians(v) for v in (turn_deg, tilt_x_deg, tilt_y_deg))
    turn = np.array([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    about_y = np.array([[math.cos(c), 0, math.sin(c)], [0, 1, 0], [-math.sin(c), 0, math.cos(c)]])
    return np.asarray(about_y @ about_x @ turn)


@dataclass(frozen=True)
class Pose:
    """Where a cover is, seen by the camera. centre in pixels; distance in mm; rotation [3,3]."""

    centre_px: tuple[float, float]
    distance_mm: float
    rotation: F64
    frame: tuple[int, int]

    @property
    def focal_px(self) -> float:
        """Focal length; about the field of view of a usual bench lens."""
        return FOCAL_WIDTHS * self.frame[0]

    @property
    def px_per_mm(self) -> float:
        """Scale at the middle of the cover."""
        return self.focal_px / self.distance_mm

    def project(self, points_mm: F64) -> F64:
        """Points [N,3] in the cover's own frame (origin at its middle) to pixels [N,2]."""
        width, height = self.frame
        turned = points_mm @ self.rotation.T
        scale = self.distance_mm / self.focal_px
        x = turned[:, 0] + (self.centre_px[0] - width / 2) * scale
        y = turned[:, 1] + (self.centre_px[1] - height / 2) * scale
        depth = np.maximum(self.distance_mm - turned[:, 2], 1.0)
        return np.stack([width / 2 + self.focal_px * x / depth, height / 2 + self.focal_px * y / depth], axis=1)


def distance_for(length_mm: float, width_fraction: float) -> float:
    """Distance at which a length spans the given fraction of the frame's width."""
    return FOCAL_WIDTHS * length_mm / width_fraction
