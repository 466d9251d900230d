"""How a cover is seen, measured on pictures of which that is known."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.domain.advice import Conditions
from app.domain.detection import Box, FrameStamp
from app.ports.frame import BgrImage, Frame
from services.synthetic.presentation_stage import Kind, stage
from services.synthetic.scene_spec import SceneSpec
from services.synthetic.scenes import compose
from services.vision.conditions import PictureConditions

LABEL = "W_CV01_D26LXXX_C03N_NL_DG00"


def measured(image: BgrImage, box: Box) -> Conditions:
    return PictureConditions().measure(Frame(FrameStamp(1, 0.0, 1), image), box)


@pytest.fixture(scope="module")
def spec() -> SceneSpec:
    return stage(Kind.RIGHT_PART, (LABEL,), np.random.default_rng(4), (640, 360)).at(0.7, noise_seed=1)


def seen(spec: SceneSpec) -> Conditions:
    scene = compose(spec)
    return measured(scene.image, Box(*scene.covers[-1].box))


@pytest.fixture(scope="module")
def normal(spec: SceneSpec) -> Conditions:
    return seen(spec)


def test_the_share_of_the_picture_is_that_of_the_box() -> None:
    assert measured(np.zeros((90, 160, 3), np.uint8), Box(0.1, 0.2, 0.6, 0.6)).fill == pytest.approx(0.2)


def test_burnt_out_pixels_are_counted_and_bright_coloured_ones_are_not() -> None:
    image = np.full((90, 160, 3), 100, np.uint8)
    image[:, :40] = 255
    image[:, 40:80] = (255, 255, 0)
    assert measured(image, Box(0, 0, 1, 1)).glare == pytest.approx(0.25)


def test_brightness_is_that_of_the_cover_and_not_of_the_bench() -> None:
    image = np.full((90, 160, 3), 200, np.uint8)
    image[30:60, 40:120] = 50
    assert measured(image, Box(0.25, 1 / 3, 0.75, 2 / 3)).brightness == pytest.approx(50)


def test_defocus_takes_sharpness_and_half_the_light_does_not(spec: SceneSpec, normal: Conditions) -> None:
    soft = seen(replace(spec, camera=replace(spec.camera, defocus_px=9.0)))
    assert soft.sharpness < 0.1 * normal.sharpness
    image = compose(spec).image
    box = Box(*compose(spec).covers[-1].box)
    dim = measured(np.asarray(cv2.convertScaleAbs(image, alpha=0.5), np.uint8), box)
    assert dim.sharpness == pytest.approx(measured(image, box).sharpness, rel=0.05)
    assert dim.brightness == pytest.approx(0.5 * measured(image, box).brightness, rel=0.05)


def test_a_lamp_in_the_lid_is_glare_and_a_dark_bench_is_dark(spec: SceneSpec, normal: Conditions) -> None:
    place = spec.covers[-1]
    lamp = replace(spec.light, intensity=2.0, glare=3.0, glare_x=place.x, glare_y=place.y)
    assert normal.glare < 0.05
    assert seen(replace(spec, light=lamp)).glare > 0.4
    assert normal.brightness > 60
    assert seen(replace(spec, light=replace(spec.light, intensity=0.08))).brightness < 20


@pytest.mark.parametrize("size", [(720, 1280), (360, 640), (48, 64), (3, 5)])
@pytest.mark.parametrize("box", [Box(0, 0, 1, 1), Box(-0.2, 0.5, 0.5, 1.3), Box(0.999, 0.999, 1, 1)])
def test_any_size_of_frame_and_box_is_measured(size: tuple[int, int], box: Box) -> None:
    image = np.random.default_rng(1).integers(0, 255, (*size, 3), np.uint8)
    found = measured(image, box)
    assert 0 <= found.glare <= 1
    assert np.isfinite(found.sharpness)


def test_a_box_outside_the_frame_gives_zeros() -> None:
    found = measured(np.full((90, 160, 3), 100, np.uint8), Box(1.1, 0.2, 1.4, 0.5))
    assert (found.glare, found.brightness, found.sharpness) == (0.0, 0.0, 0.0)
