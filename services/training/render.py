"""Rendered scenes on disk, so that training does not wait for the renderer. No torch here.

Scenes are rendered at 1280×720 and kept at 640×360 as JPEG (what a camera frame becomes on its way to the
detector) in shards of some hundred. A shard is one .npz: `jpeg` uint8 [bytes] (BGR images end to end),
`ends` int64 [scenes], `covers` float32 [covers, 7] rows of scene, class, x1, y1, x2, y2 (normalised), legibility.

*Hard* scenes are moments of presentations as `services.synthetic.presentation_stage` stages them, at 640×360: hands far
over the lid, glaring or hardly any light, motion, blur.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from services.synthetic.parts import CLASS_LABELS
from services.synthetic.presentation_stage import Kind, imaged, stage
from services.synthetic.scenes import Conditions, Scene, SceneCover, SceneSpec, compose, render_scene

STORED_WIDTH, STORED_HEIGHT = 640, 360
EVALUATION_SEED = 1_000_000
"""Scenes from this seed on are never trained on."""
HARD_ODDS = {
    Kind.HAND_OVER: 0.46,
    Kind.BRIGHT: 0.18,
    Kind.DARK: 0.08,
    Kind.MOVING: 0.10,
    Kind.BLURRED: 0.10,
    Kind.RIGHT_PART: 0.08,
}
HARD_MOMENT_S = (0.2, 1.2)
"""When a presentation is looked at: between the cover's arrival and the end."""
BURNT_FROM = 250
LEGIBLE = (0.4, 1.0)


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """Which scenes to render, and how they are stored."""

    scenes: int = 12_000
    first_seed: int = 0
    per_shard: int = 250
    hardest: float = 0.7
    """Blur, light and noise of a scene are each drawn uniformly from 0 to this."""
    least_visible: float = 0.25
    """A cover with less than this share in view is not a training target."""
    jpeg_quality: int = 88
    hard_scenes: int = 8_000
    beside_hard: int = 3_000
    """So many ordinary scenes, the first, are shown again where the hard ones are learnt."""
    clear_from: tuple[float, float] = (0.45, 0.72)
    """Legibility by the share of a cover in view: 0.4 at the first, 1 from the second on."""
    burnt_from: tuple[float, float] = (0.80, 0.45)
    """The same by the share of its box that is burnt out."""
    lit_from: tuple[float, float] = (25.0, 50.0)
    """The same by the grey value that only 2 % of its box exceed."""


def render_dataset(folder: Path, settings: RenderSettings, *, processes: int) -> list[Path]:
    """Render what is missing of the ordinary scenes and return their shards in order."""
    return _rendered(folder, settings, settings.scenes, processes, hard=False)


def render_hard_dataset(folder: Path, settings: RenderSettings, *, processes: int) -> list[Path]:
    """The same for the hard scenes."""
    return _rendered(folder, settings, settings.hard_scenes, processes, hard=True)


def _rendered(folder: Path, settings: RenderSettings, scenes: int, processes: int, *, hard: bool) -> list[Path]:
    last = settings.first_seed + scenes
    if last > EVALUATION_SEED:
        raise ValueError(f"training seeds must stay below {EVALUATION_SEED}")
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(settings.first_seed, last, settings.per_shard)
    paths = [folder / f"{'hard' if hard else 'scenes'}-{start:07d}.npz" for start in starts]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(render_shard, path, start, min(settings.per_shard, last - start), settings, hard=hard)
            for path, start in zip(paths, starts, strict=True)
        ]
        for job in jobs:
            job.result()
    return paths


def render_shard(path: Path, first_seed: int, scenes: int, settings: RenderSettings, *, hard: bool = False) -> None:
    """Render scenes `first_seed` … into one shard; a shard that exists is complete and is kept."""
    if path.exists():
        return
    cv2.setNumThreads(1)
    blobs: list[NDArray[np.uint8]] = []
    covers: list[tuple[float, ...]] = []
    for index in range(scenes):
        seed = first_seed + index
        scene = hard_scene(seed) if hard else _training_scene(seed, settings.hardest)
        blobs.append(_stored(scene.image, settings.jpeg_quality))
        covers += [
            (index, cover.class_index, *cover.box, legibility(cover, scene.image, settings))
            for cover in scene.covers
            if cover.visible_fraction >= settings.least_visible
        ]
    part = path.with_suffix(".part.npz")
    ends = np.cumsum([len(blob) for blob in blobs])
    rows = np.array(covers, np.float32).reshape(-1, 7)
    np.savez(part, jpeg=np.concatenate(blobs), ends=ends, covers=rows)
    part.replace(path)


def hard_scene(seed: int) -> Scene:
    """One moment of a presentation, under the worst a bench does; two hardships at once in one of four."""
    rng = np.random.default_rng((seed, 9))
    kinds = [Kind(kind) for kind in rng.choice(list(HARD_ODDS), size=2, p=list(HARD_ODDS.values()))]
    label, size = str(rng.choice(CLASS_LABELS)), (STORED_WIDTH, STORED_HEIGHT)
    held = stage(kinds[0], (label,), rng, size, bench_seeds=(0, EVALUATION_SEED))
    if rng.random() < 0.25:
        held = replace(held, scene=imaged(kinds[1], held.scene, rng))
    if kinds[0] is Kind.HAND_OVER and rng.random() < 0.3:
        held = replace(held, scene=_farther_over(held.scene, float(rng.uniform(0.2, 0.9))))
    return compose(held.at(float(rng.uniform(*HARD_MOMENT_S)), noise_seed=int(rng.integers(1 << 31))))


def _farther_over(scene: SceneSpec, share: float) -> SceneSpec:
    """The hands at this share of their way from the middle of the cover."""
    cover = scene.covers[-1]
    hands = (
        replace(hand, x=cover.x + share * (hand.x - cover.x), y=cover.y + share * (hand.y - cover.y))
        for hand in scene.hands
    )
    return replace(scene, hands=tuple(hands))


def legibility(cover: SceneCover, image: NDArray[np.uint8], settings: RenderSettings) -> float:
    """0.4 … 1: how sure one may be of what the cover is, when parts of it are hidden, burnt out or in the dark."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = np.round(np.array(cover.box) * (width, height, width, height)).astype(int)
    crop = image[y1 : y2 + 1, x1 : x2 + 1]
    burnt = float((crop.min(axis=2) >= BURNT_FROM).mean())
    brightest = float(np.quantile(crop[..., 1], 0.98))
    clear = (
        np.interp(cover.visible_fraction, settings.clear_from, LEGIBLE),
        np.interp(-burnt, [-share for share in settings.burnt_from], LEGIBLE),
        np.interp(brightest, settings.lit_from, LEGIBLE),
    )
    return float(min(clear))


def _training_scene(seed: int, hardest: float) -> Scene:
    blur, light, noise = np.random.default_rng(seed).uniform(0, hardest, 3)
    return render_scene(seed, conditions=Conditions(blur=float(blur), light=float(light), noise=float(noise)))


def _stored(image: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    small = cv2.resize(image, (STORED_WIDTH, STORED_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], np.uint8).ravel()
