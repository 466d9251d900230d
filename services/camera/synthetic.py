"""Drawn scenes instead of a camera: covers on a bench, moving a little, for a machine without any material."""

import math
from dataclasses import replace
from threading import Event

from app.ports.frame import BgrImage
from services.camera.pace import Pace
from services.synthetic.scenes import NORMAL_BENCH, SceneSpec, compose, random_spec

WIDTH_PX, HEIGHT_PX = 640, 360
MOST_FPS = 10.0
"""A scene of this size takes about 20 ms to draw, on the camera's own thread."""

_SCENE_S = 6.0
_SWAY = 0.02
"""How far things move to each side, in frame widths."""


class SyntheticSource:
    """A new random scene every six seconds; the same ``seed`` gives the same pictures. It never ends."""

    note = ""

    def __init__(self, seed: int, *, fps: float) -> None:
        self._seed = seed
        self._fps = min(fps, MOST_FPS)
        self._pace = Pace()
        self._shown = 0
        self._scene = SceneSpec()

    @property
    def name(self) -> str:
        return f"synthetic:{self._seed}"

    def open(self) -> None:
        """Draws one picture for nobody: the first takes seconds, while benches and covers are made."""
        self._shown = 0
        self._turn_page()
        compose(self._scene)
        self._pace.begin(1.0 / self._fps)

    def read(self, stop: Event) -> BgrImage:
        if self._shown and self._shown % self._frames_per_scene == 0:
            self._turn_page()
        image = compose(self._moved()).image
        self._shown += 1
        image.flags.writeable = False
        self._pace.wait(stop)
        return image

    def close(self) -> None:
        """Nothing is held."""

    @property
    def _frames_per_scene(self) -> int:
        return max(1, round(_SCENE_S * self._fps))

    def _turn_page(self) -> None:
        number = self._shown // self._frames_per_scene
        self._scene = random_spec(
            self._seed * 1_000_003 + number, NORMAL_BENCH, attempt=0, width=WIDTH_PX, height=HEIGHT_PX
        )

    def _moved(self) -> SceneSpec:
        """The scene at this picture; its own noise makes every picture a new one."""
        phase = 2 * math.pi * (self._shown % self._frames_per_scene) / self._frames_per_scene
        dx, dy = _SWAY * math.sin(phase), _SWAY * math.sin(2 * phase)
        scene = self._scene
        return replace(
            scene,
            covers=tuple(replace(cover, x=cover.x + dx, y=cover.y + dy) for cover in scene.covers),
            hands=tuple(replace(hand, x=hand.x + dx, y=hand.y + dy) for hand in scene.hands),
            camera=replace(scene.camera, noise_seed=self._shown),
        )
