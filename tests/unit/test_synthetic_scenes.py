"""Synthetic scenes: same seed same picture, exact boxes, and ten covers that can be told apart."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from services.synthetic.clip import Presentation, render_clip
from services.synthetic.cover import cover_mips
from services.synthetic.parts import CLASS_LABELS, design_of
from services.synthetic.scenes import (
    CameraSpec,
    Conditions,
    LightSpec,
    PlacedCover,
    Scene,
    SceneSpec,
    compose,
    random_spec,
    render_scene,
)

LEFT = "W_CV01_D26LXXX_C03N_NL_DG00"
RIGHT = "W_CV01_D26RXXX_C03N_NL_DG00"
CLEAN = SceneSpec(
    bench="mat",
    clutter_count=0,
    camera=CameraSpec(defocus_px=0.0, noise=0.0, jpeg_quality=0),
    width=640,
    height=360,
)


def small_scene(seed: int, severity: float = 0.3) -> Scene:
    return render_scene(seed, Conditions(severity, severity, severity), width=640, height=360)


def with_cover(**changes: object) -> SceneSpec:
    placed = replace(PlacedCover(LEFT, 0.5, 0.5, 0.45), **changes)  # type: ignore[arg-type]
    return replace(CLEAN, covers=(placed,))


def test_same_seed_gives_the_same_picture() -> None:
    first, again, other = (small_scene(seed) for seed in (5, 5, 6))
    assert np.array_equal(first.image, again.image)
    assert first.covers == again.covers
    assert not np.array_equal(first.image, other.image)


def test_picture_has_the_size_asked_for() -> None:
    image = render_scene(3, width=640, height=360).image
    assert image.shape == (360, 640, 3)
    assert image.dtype == np.uint8


@pytest.mark.parametrize("severity", [0.0, 0.3, 1.0])
def test_annotations_are_inside_the_frame_and_recognisable(severity: float) -> None:
    for seed in range(4):
        for cover in small_scene(seed, severity).covers:
            x1, y1, x2, y2 = cover.box
            assert 0.0 <= x1 < x2 <= 1.0
            assert 0.0 <= y1 < y2 <= 1.0
            assert cover.visible_fraction >= 0.55
            assert CLASS_LABELS[cover.class_index] == cover.label
            assert len(cover.corners) == 4


def test_about_one_scene_in_twelve_is_empty() -> None:
    empty = sum(not random_spec(seed, Conditions()).covers for seed in range(600))
    assert 0.05 < empty / 600 < 0.12


@pytest.mark.parametrize("x", [0.5, 0.1])
@pytest.mark.parametrize("turn", [0.0, 17.0, 171.0])
def test_box_is_tight(x: float, turn: float) -> None:
    with_one = compose(with_cover(x=x, turn_deg=turn, tilt_x_deg=9.0))
    # Without a lamp's shadow the picture differs from the empty bench only where the cover is.
    dark = LightSpec(elevation_deg=89.9, ambient=1.0)
    bare = compose(replace(CLEAN, light=dark)).image.astype(int)
    lit = compose(replace(with_cover(x=x, turn_deg=turn, tilt_x_deg=9.0, height_mm=0.0), light=dark)).image.astype(int)
    changed = np.abs(lit - bare).max(axis=2) > 45
    rows, cols = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    seen = np.array([cols[0], rows[0], cols[-1] + 1, rows[-1] + 1])
    box = np.array(with_one.covers[0].box) * (640, 360, 640, 360)
    assert np.abs(seen - box).max() <= 3.0


def test_box_moves_as_smoothly_as_its_cover() -> None:
    left = [compose(with_cover(x=0.5 + step * 0.0005)).covers[0].box[0] for step in range(4)]
    assert np.diff(left) == pytest.approx([0.0005] * 3, abs=2e-5)


def test_covering_hides_and_shrinks() -> None:
    spec = replace(CLEAN, covers=(PlacedCover(LEFT, 0.5, 0.35, 0.4), PlacedCover(LEFT, 0.5, 0.65, 0.4)))
    under, over = compose(spec).covers
    assert under.visible_fraction < 0.9
    assert over.visible_fraction > 0.99
    assert under.box[3] < over.box[3]


def test_every_class_looks_like_no_other() -> None:
    pictures = [
        compose(with_cover(label=label, width_fraction=0.5 * design_of(label).length_mm / 260)).image.astype(int)
        for label in CLASS_LABELS
    ]
    for one, other in itertools.combinations(pictures, 2):
        assert (np.abs(one - other).max(axis=2) > 40).mean() > 0.01


def test_left_and_right_are_mirror_images_but_for_the_stamp() -> None:
    left, right = cover_mips(LEFT)[2], cover_mips(RIGHT)[2]
    mirrored = right.height[:, ::-1]
    terminals = left.height.shape[0] * 6 // 10
    assert np.abs(left.height[terminals:] - mirrored[terminals:]).mean() < 0.03
    plate = round(42 * left.px_per_mm)
    assert np.abs(left.height[:plate] - mirrored[:plate]).mean() > 0.05
    assert np.abs(left.height[terminals:] - right.height[terminals:]).mean() > 0.3


@pytest.mark.parametrize(("label", "positive_x"), [(LEFT, 0.1), (RIGHT, 0.9)])
def test_the_positive_terminal_is_ringed_red_brown_on_its_side(label: str, positive_x: float) -> None:
    albedo = cover_mips(label)[2].albedo.astype(int)
    red = (albedo[..., 2] - albedo[..., 0]) > 35
    assert np.flatnonzero(red.any(axis=0)).mean() / albedo.shape[1] == pytest.approx(positive_x, abs=0.03)


def test_stamp_is_the_erp_spelling() -> None:
    assert design_of(RIGHT).stamp == ("Z-CV01-D26RXXX", "C03N-NL-DG00")
    with pytest.raises(ValueError, match="not a cover label"):
        design_of("W_CV01_X99")


def test_clip_tells_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "clip.avi"
    script = (Presentation(None, 0.4), Presentation(LEFT, 1.2), Presentation(None, 0.4))
    events = render_clip(path, seed=1, presentations=script, fps=5, width=320, height=180)
    assert [event.label for event in events] == [None, LEFT, None]
    assert events[1].start_s >= events[0].end_s
    reader = cv2.VideoCapture(str(path), cv2.CAP_OPENCV_MJPEG)
    frames = 0
    while reader.read()[0]:
        frames += 1
    reader.release()
    assert frames == 10
