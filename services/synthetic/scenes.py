"""Composes scenes from their specification, and annotates them.

`compose` draws exactly what a `SceneSpec` says; `render_scene` draws a random one.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from services.synthetic.camera_effects import develop, motion_kernel
from services.synthetic.clutter import cluttered_bench
from services.synthetic.cover import lit_cover
from services.synthetic.cover_drawing import CORNER_RADIUS_MM, rounded_outline
from services.synthetic.hands import hand_matrix, lit_hand
from services.synthetic.painting import Shadow, blend, clipped_roi, darken, shadow_field
from services.synthetic.parts import CLASS_LABELS, PLASTIC_BGR, CoverDesign, design_of
from services.synthetic.projection import F64, SKIRT_MM, Pose, distance_for, rotation_matrix
from services.synthetic.random_spec import random_spec
from services.synthetic.relief import U8, Lamp
from services.synthetic.scene_spec import (
    REFERENCE_WIDTH,
    CameraSpec,
    Conditions,
    HandSpec,
    LightSpec,
    PlacedCover,
    Scene,
    SceneCover,
    SceneSpec,
)

__all__ = [
    "CameraSpec",
    "Conditions",
    "HandSpec",
    "LightSpec",
    "PlacedCover",
    "Scene",
    "SceneCover",
    "SceneSpec",
    "compose",
    "random_spec",
    "render_scene",
]

NORMAL_BENCH = Conditions()
SUB_PIXEL_BITS = 4
MIN_MOTION_PX = 0.7
HAND_MARK = 255


def render_scene(seed: int, conditions: Conditions = NORMAL_BENCH, *, width: int = 1280, height: int = 720) -> Scene:
    """A random bench picture of width x height; the same seed and conditions give the same picture."""
    for attempt in range(8):
        scene = compose(random_spec(seed, conditions, attempt=attempt, width=width, height=height))
        if all(cover.visible_fraction >= 0.55 for cover in scene.covers):
            return scene
    return compose(random_spec(seed, conditions, attempt=0, width=width, height=height, max_covers=1, hands=False))


def lamp_vector(light: LightSpec) -> F64:
    """Unit vector towards the lamp in the camera frame (x right, y down, z to the camera)."""
    azimuth, elevation = math.radians(light.azimuth_deg), math.radians(light.elevation_deg)
    flat = math.cos(elevation)
    return np.array([flat * math.cos(azimuth), flat * math.sin(azimuth), math.sin(elevation)])


def _surface_lamp(light: LightSpec, rotation: F64, towards_camera: F64, hardness: float) -> Lamp:
    """The lamp in the frame of a surface with the given rotation [3,3]."""
    lamp = rotation.T @ lamp_vector(light)
    half = lamp_vector(light) + towards_camera
    half = rotation.T @ (half / np.linalg.norm(half))
    return Lamp(
        (float(lamp[0]), float(lamp[1]), float(lamp[2])),
        (float(half[0]), float(half[1]), float(half[2])),
        (float(0.10 * lamp[0]), float(0.10 * lamp[1])),
        light.ambient,
        hardness,
    )


class _Composer:
    """One frame in the making: `still` is the bench, `moving` what smears (the same array when nothing moves)."""

    def __init__(self, spec: SceneSpec) -> None:
        self.spec = spec
        self.frame = (spec.width, spec.height)
        self.scale = spec.width / REFERENCE_WIDTH
        self.lamp = lamp_vector(spec.light)
        self.still: U8 = cluttered_bench(
            spec.bench,
            spec.bench_seed,
            spec.clutter_seed,
            spec.clutter_count,
            self._towards(),
            self.frame,
            spec.camera.bench_defocus_px * self.scale,
        ).copy()
        self.smears = spec.camera.motion_px * self.scale >= MIN_MOTION_PX
        self.moving: U8 = np.zeros((spec.height, spec.width, 4), np.uint8) if self.smears else self.still
        self.marks = np.zeros((spec.height, spec.width), np.uint8)
        self.hulls: list[F64] = []
        self.poses: list[Pose] = []

    def _towards(self) -> tuple[float, float]:
        """Horizontal run of the lamp's direction per unit of height, rounded to keep the bench cache warm."""
        return (round(float(self.lamp[0] / self.lamp[2]), 2), round(float(self.lamp[1] / self.lamp[2]), 2))

    def _drop_shadow(self, mask: U8, roi: tuple[int, int, int, int], lift_px: float, strength: float) -> None:
        towards = self._towards()
        offset = (-towards[0] * lift_px, -towards[1] * lift_px)
        light = shadow_field(
            mask,
            roi,
            self.frame,
            (
                Shadow(offset, 2.5 * self.scale + 0.40 * lift_px, strength),
                Shadow((offset[0] * 0.12, offset[1] * 0.12), 3.0 * self.scale + 0.08 * lift_px, 0.32),
            ),
        )
        darken(self.still, light)
        if self.smears:
            darken(self.moving, light)

    def add_cover(self, placed: PlacedCover) -> None:
        design = design_of(placed.label)
        pose = Pose(
            (placed.x * self.frame[0], placed.y * self.frame[1]),
            distance_for(design.length_mm, placed.width_fraction),
            rotation_matrix(placed.turn_deg, placed.tilt_x_deg, placed.tilt_y_deg),
            self.frame,
        )
        top, bottom = _outlines(design, pose)
        hull = cv2.convexHull(np.concatenate([top, bottom]).astype(np.float32))[:, 0, :].astype(np.float64)
        self.hulls.append(hull)
        self.poses.append(pose)
        roi = clipped_roi(hull, *self.frame)
        if roi is None:
            return
        cv2.fillConvexPoly(self.marks, _fixed(hull), len(self.hulls), cv2.LINE_8, SUB_PIXEL_BITS)
        silhouette = _filled(hull, roi)
        self._drop_shadow(silhouette, roi, placed.height_mm * pose.px_per_mm, 0.54)
        skirt = _skirt(design, top, bottom, pose, self.lamp, roi)
        blend(self.moving, skirt, silhouette, roi)
        patch = self._top_patch(placed, design, pose, roi)
        blend(self.moving, *_separated(patch), roi)

    def _top_patch(self, placed: PlacedCover, design: CoverDesign, pose: Pose, roi: tuple[int, int, int, int]) -> U8:
        off_axis = np.array([-(placed.x - 0.5) * 0.5, -(placed.y - 0.5) * 0.3, 1.0])
        lamp = _surface_lamp(self.spec.light, pose.rotation, off_axis / np.linalg.norm(off_axis), 0.5)
        picture = lit_cover(placed.label, pose.px_per_mm, lamp, placed.wear_seed)
        corners = pose.project(_corners_mm(design))
        rows, cols = picture.shape[:2]
        source = np.array([[0, 0], [cols, 0], [cols, rows], [0, rows]], np.float32) - 0.5
        target = (corners - np.array(roi[:2])).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(source, target)
        size = (roi[2] - roi[0], roi[3] - roi[1])
        return np.asarray(cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)

    def add_hand(self, hand: HandSpec) -> None:
        width, height = self.frame
        px_per_mm = hand.width_fraction * width / 100.0
        turn = rotation_matrix(hand.arm_deg - 90.0, 0.0, 0.0)
        if hand.left:
            turn = turn @ np.diag([-1.0, 1.0, 1.0])
        lamp = _surface_lamp(self.spec.light, turn, np.array([0.0, 0.0, 1.0]), 0.3)
        picture, scale = lit_hand(hand.kind, hand.grip, hand.seed, px_per_mm, lamp)
        matrix = hand_matrix(hand.x * width, hand.y * height, hand.arm_deg, hand.left, px_per_mm, scale)
        rows, cols = picture.shape[:2]
        edges = np.array([[0, 0], [cols, 0], [cols, rows], [0, rows]], np.float64)
        roi = clipped_roi(edges @ matrix[:, :2].T + matrix[:, 2], width, height)
        if roi is None:
            return
        matrix[:, 2] -= roi[:2]
        patch = cv2.warpAffine(picture, matrix, (roi[2] - roi[0], roi[3] - roi[1]), flags=cv2.INTER_LINEAR)
        colour, alpha = _separated(np.asarray(patch, np.uint8))
        self._drop_shadow(alpha, roi, 11.0 * px_per_mm, 0.42)
        blend(self.moving, colour, alpha, roi)
        self.marks[roi[1] : roi[3], roi[0] : roi[2]][alpha > 127] = HAND_MARK

    def finish(self) -> U8:
        """The developed picture."""
        camera = self.spec.camera
        frame = self.still
        if self.smears:
            kernel = motion_kernel(camera.motion_px * self.scale, camera.motion_deg)
            smeared = cv2.filter2D(self.moving, -1, kernel, borderType=cv2.BORDER_REPLICATE)
            left = cv2.bitwise_not(cv2.extractChannel(smeared, 3))
            kept = cv2.multiply(frame, cv2.merge([left, left, left]), scale=1 / 255.0)
            frame = np.asarray(cv2.add(kept, cv2.cvtColor(smeared, cv2.COLOR_BGRA2BGR)), np.uint8)
        return develop(frame, self.spec.light, camera)

    def boxes(self) -> list[tuple[float, float, float, float] | None]:
        """Box of each cover's part inside the frame and not under another cover; None when there is none."""
        return [_visible_box(self.marks, index + 1, hull) for index, hull in enumerate(self.hulls)]

    def visible_fractions(self) -> list[float]:
        """Share of each silhouette that no hand, cover or frame border hides."""
        counts = np.bincount(self.marks.ravel(), minlength=len(self.hulls) + 1)
        areas = [max(cv2.contourArea(hull.astype(np.float32)), 1.0) for hull in self.hulls]
        return [min(1.0, float(counts[index + 1]) / area) for index, area in enumerate(areas)]


def compose(spec: SceneSpec) -> Scene:
    """Draw and annotate the scene; a cover that lies wholly outside the frame or under others is not annotated."""
    composer = _Composer(spec)
    for placed in spec.covers:
        composer.add_cover(placed)
    boxes = composer.boxes()
    for hand in spec.hands:
        composer.add_hand(hand)
    visible = composer.visible_fractions()
    covers = []
    for placed, pose, box, fraction in zip(spec.covers, composer.poses, boxes, visible, strict=True):
        if box is not None:
            corners = pose.project(_corners_mm(design_of(placed.label))) / np.array(composer.frame)
            points = tuple((float(x), float(y)) for x, y in corners)
            size = np.array([*composer.frame, *composer.frame])
            x1, y1, x2, y2 = (float(v) for v in np.clip(np.array(box) / size, 0.0, 1.0))
            covers.append(
                SceneCover(placed.label, CLASS_LABELS.index(placed.label), (x1, y1, x2, y2), fraction, points)
            )
    return Scene(composer.finish(), tuple(covers))


def _corners_mm(design: CoverDesign) -> F64:
    x, y = design.length_mm / 2, design.width_mm / 2
    return np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]])


def _outlines(design: CoverDesign, pose: Pose) -> tuple[F64, F64]:
    """Top and bottom edge of the cover in pixels, both [N,2], same order."""
    flat = rounded_outline(0, 0, design.length_mm, design.width_mm, CORNER_RADIUS_MM).astype(np.float64)
    flat -= (design.length_mm / 2, design.width_mm / 2)
    top = np.column_stack([flat, np.zeros(len(flat))])
    return pose.project(top), pose.project(top - np.array([0.0, 0.0, SKIRT_MM]))


def _separated(patch: U8) -> tuple[U8, U8]:
    """Colour [h,w,3] and coverage [h,w] of a BGRA patch."""
    colour, alpha = cv2.cvtColor(patch, cv2.COLOR_BGRA2BGR), cv2.extractChannel(patch, 3)
    return np.asarray(colour, np.uint8), np.asarray(alpha, np.uint8)


def _fixed(points: F64) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.round(points * (1 << SUB_PIXEL_BITS)).astype(np.int32)


def _filled(hull: F64, roi: tuple[int, int, int, int]) -> U8:
    mask = np.zeros((roi[3] - roi[1], roi[2] - roi[0]), np.uint8)
    cv2.fillConvexPoly(mask, _fixed(hull - np.array(roi[:2])), 255, cv2.LINE_AA, SUB_PIXEL_BITS)
    return mask


def _skirt(design: CoverDesign, top: F64, bottom: F64, pose: Pose, lamp: F64, roi: tuple[int, int, int, int]) -> U8:
    """The cover's side walls, uint8 [h,w,3]; what the top will hide is filled too."""
    base = np.array(PLASTIC_BGR[design.surface], np.float64)
    patch = np.empty((roi[3] - roi[1], roi[2] - roi[0], 3), np.uint8)
    patch[:] = np.clip(base * 0.5, 0, 255).astype(np.uint8)
    origin = np.array(roi[:2])
    for index in range(len(top)):
        following = (index + 1) % len(top)
        edge = top[following] - top[index]
        outward = np.array([edge[1], -edge[0], 0.0]) / max(float(np.hypot(*edge)), 1e-6)
        facing = max(0.0, float((pose.rotation[:, 2] * 0.15 + outward) @ lamp))
        colour = np.clip(base * (0.36 + 0.55 * facing), 0, 255)
        quad = np.array([top[index], top[following], bottom[following], bottom[index]]) - origin
        cv2.fillConvexPoly(patch, _fixed(quad), colour.tolist(), cv2.LINE_AA, SUB_PIXEL_BITS)
    return patch


def _visible_box(marks: U8, mark: int, hull: F64) -> tuple[float, float, float, float] | None:
    height, width = marks.shape
    roi = clipped_roi(hull, width, height)
    if roi is None:
        return None
    seen = marks[roi[1] : roi[3], roi[0] : roi[2]] == mark
    rows, cols = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not rows.size:
        return None
    pixels = (roi[0] + cols[0], roi[1] + rows[0], roi[0] + cols[-1] + 1, roi[1] + rows[-1] + 1)
    low, high = np.maximum(hull.min(axis=0), 0), np.minimum(hull.max(axis=0), (width, height))
    exact = (low[0], low[1], high[0], high[1])
    # Sub-pixel edges where nothing covers them, so that a box moves as smoothly as its cover.
    merged = [e if abs(e - p) <= 2.0 else float(p) for e, p in zip(exact, pixels, strict=True)]
    return (float(merged[0]), float(merged[1]), float(merged[2]), float(merged[3]))
