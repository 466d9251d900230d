"""Dark and covered pictures: every one of them is called so, and no picture of a bench ever is."""

from dataclasses import replace
from threading import Event

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.places import DEMO_CLIP
from app.ports.camera import CameraState
from app.ports.frame import BgrImage
from services.camera.clarity import BEGINS_AFTER_S, ENDS_AFTER_S, Clarity
from services.camera.clip import ClipSource
from services.synthetic.camera_effects import jpeg_round_trip
from services.synthetic.presentation_stage import Kind, imaged
from services.synthetic.scene_spec import Conditions, SceneSpec
from services.synthetic.scenes import compose, random_spec

WIDTH, HEIGHT = 640, 360
LIVE, DARK, COVERED = CameraState.LIVE, CameraState.DARK, CameraState.COVERED
FRAME_S = 1 / 30


def alone(*images: BgrImage) -> set[CameraState]:
    """What each of the pictures but the first is called by itself: noise is told by the picture before."""
    clarity = Clarity()
    called = [clarity.look(image, index * FRAME_S)[0] for index, image in enumerate(images)]
    return set(called[1:])


def through_camera(scene: np.ndarray, seed: int, noise: float) -> BgrImage:
    """As a sensor and a JPEG encoder leave it."""
    grain = np.random.default_rng(seed).normal(0, noise, scene.shape)
    return jpeg_round_trip(np.clip(scene + grain, 0, 255).astype(np.uint8), 82)


def twice(spec: SceneSpec) -> set[CameraState]:
    """Two frames of one scene, with the noise of two exposures."""
    seed = spec.camera.noise_seed + 1
    return alone(compose(spec).image, compose(replace(spec, camera=replace(spec.camera, noise_seed=seed))).image)


@pytest.mark.parametrize("seed", range(10))
def test_a_normal_bench_is_clear(seed: int) -> None:
    assert twice(random_spec(seed, Conditions(), width=WIDTH, height=HEIGHT)) == {LIVE}


@pytest.mark.parametrize("seed", range(5))
def test_an_empty_bench_is_clear_also_out_of_focus(seed: int) -> None:
    bare = random_spec(seed, Conditions(), width=WIDTH, height=HEIGHT, max_covers=0, hands=False)
    bare = replace(bare, clutter_count=0)
    assert twice(bare) == {LIVE}
    assert twice(replace(bare, camera=replace(bare.camera, defocus_px=4.0))) == {LIVE}


@pytest.mark.parametrize("kind", [Kind.DARK, Kind.BRIGHT, Kind.BLURRED])
@pytest.mark.parametrize("seed", range(3))
def test_hard_light_and_a_soft_lens_are_clear(kind: Kind, seed: int) -> None:
    rng = np.random.default_rng((seed, 5))
    spec = random_spec(seed, Conditions(), width=WIDTH, height=HEIGHT, max_covers=1)
    assert not spec.covers or twice(imaged(kind, spec, rng)) == {LIVE}


def test_the_demo_clip_is_clear() -> None:
    source, at_once = ClipSource(DEMO_CLIP, loop=False), Event()
    at_once.set()
    source.open()
    try:
        assert alone(*(source.read(at_once) for _ in range(120))) == {LIVE}
    finally:
        source.close()


@pytest.mark.parametrize("noise", [0.0, 1.0, 3.0])
def test_black_is_dark(noise: float) -> None:
    assert alone(*(through_camera(np.zeros((HEIGHT, WIDTH, 3)), seed, noise) for seed in range(3))) == {DARK}


@settings(max_examples=15, deadline=None)
@given(grey=st.floats(20, 235), noise=st.floats(0.0, 4.0), seed=st.integers(0, 1000))
def test_plain_grey_is_covered(grey: float, noise: float, seed: int) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), grey)
    assert alone(through_camera(picture, seed, noise), through_camera(picture, seed + 1, noise)) == {COVERED}


def tape(seed: int) -> np.ndarray:
    """Light through a strip of tape: a colour, darker to one side and towards the corners."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    u, v = x / WIDTH - 0.5, y / HEIGHT - 0.5
    light = 1 + rng.uniform(-0.4, 0.4) * u + rng.uniform(-0.4, 0.4) * v - rng.uniform(0, 0.6) * (u * u + v * v)
    return np.asarray(rng.uniform(30, 190, 3) * light[..., None], np.float64)


def hand_before_the_lens(seed: int) -> np.ndarray:
    """A bench with hands, so far out of focus that only where it is lighter is left."""
    scene = compose(random_spec(seed, Conditions(), width=WIDTH, height=HEIGHT)).image
    return np.asarray(cv2.GaussianBlur(scene, (0, 0), 45), np.float64)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("before_it", [tape, hand_before_the_lens])
def test_tape_and_a_hand_before_the_lens_are_covered(before_it, seed: int) -> None:
    picture = before_it(seed)
    assert alone(through_camera(picture, seed, 2.0), through_camera(picture, seed + 1, 2.0)) == {COVERED}


def test_a_cover_that_moves_fast_through_the_whole_picture_is_clear() -> None:
    picture = compose(random_spec(3, Conditions(), width=WIDTH, height=HEIGHT)).image
    assert alone(*(np.ascontiguousarray(np.roll(picture, 90 * step, axis=1)) for step in range(4))) == {LIVE}


# -- when the camera turns ----------------------------------------------------------------------------------------


class Camera:
    """Pictures shown for a while each, thirty a second; what the camera was called after each of them."""

    def __init__(self) -> None:
        self._clarity, self._frames = Clarity(), 0

    def show(self, image: BgrImage, seconds: float) -> list[CameraState]:
        return [self._frame(image) for _ in range(round(seconds / FRAME_S))]

    def _frame(self, image: BgrImage) -> CameraState:
        self._frames += 1
        return self._clarity.look(image, self._frames * FRAME_S)[1]


BLACK, GREY = np.zeros((90, 160, 3), np.uint8), np.full((90, 160, 3), 90, np.uint8)


def bench_picture() -> BgrImage:
    return compose(random_spec(3, Conditions(), width=WIDTH, height=HEIGHT)).image


@pytest.mark.parametrize(("image", "state"), [(BLACK, DARK), (GREY, COVERED)])
def test_it_turns_within_half_a_second_and_back_in_less(image: BgrImage, state: CameraState) -> None:
    camera, clear = Camera(), bench_picture()
    assert set(camera.show(clear, 0.5)) == {LIVE}
    turned = camera.show(image, 0.6)
    assert turned.index(state) == pytest.approx(BEGINS_AFTER_S / FRAME_S, abs=1)
    assert set(turned[turned.index(state) :]) == {state}
    back = camera.show(clear, 0.6)
    assert back.index(LIVE) == pytest.approx(ENDS_AFTER_S / FRAME_S, abs=1)
    assert set(back[back.index(LIVE) :]) == {LIVE}


def test_a_sleeve_that_passes_the_lens_turns_nothing() -> None:
    camera, clear = Camera(), bench_picture()
    for _ in range(4):
        assert set(camera.show(GREY, 0.3)) == {LIVE}
        assert set(camera.show(clear, 0.1)) == {LIVE}
