"""Rendered scenes on disk, so that training does not wait for the renderer. No torch here.

Scenes are rendered at 1280×720 and kept at 640×360 as JPEG (what a camera frame becomes on its way to the
detector) in shards of some hundred. A shard is one .npz: `jpeg` uint8 [bytes] (BGR images end to end),
`ends` int64 [scenes], `covers` float32 [covers, 6] rows of scene, class, x1, y1, x2, y2 (normalised).
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from services.synthetic.scenes import Conditions, Scene, render_scene

STORED_WIDTH, STORED_HEIGHT = 640, 360
EVALUATION_SEED = 1_000_000
"""Scenes from this seed on are never trained on."""


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


def render_dataset(folder: Path, settings: RenderSettings, *, processes: int) -> list[Path]:
    """Render what is missing of the data set and return its shards in order."""
    last = settings.first_seed + settings.scenes
    if last > EVALUATION_SEED:
        raise ValueError(f"training seeds must stay below {EVALUATION_SEED}")
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(settings.first_seed, last, settings.per_shard)
    paths = [folder / f"scenes-{start:07d}.npz" for start in starts]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(render_shard, path, start, min(settings.per_shard, last - start), settings)
            for path, start in zip(paths, starts, strict=True)
        ]
        for job in jobs:
            job.result()
    return paths


def render_shard(path: Path, first_seed: int, scenes: int, settings: RenderSettings) -> None:
    """Render scenes `first_seed` … into one shard; a shard that exists is complete and is kept."""
    if path.exists():
        return
    cv2.setNumThreads(1)
    blobs: list[NDArray[np.uint8]] = []
    covers: list[tuple[float, ...]] = []
    for index in range(scenes):
        scene = _training_scene(first_seed + index, settings.hardest)
        blobs.append(_stored(scene.image, settings.jpeg_quality))
        covers += [
            (index, cover.class_index, *cover.box)
            for cover in scene.covers
            if cover.visible_fraction >= settings.least_visible
        ]
    part = path.with_suffix(".part.npz")
    ends = np.cumsum([len(blob) for blob in blobs])
    rows = np.array(covers, np.float32).reshape(-1, 6)
    np.savez(part, jpeg=np.concatenate(blobs), ends=ends, covers=rows)
    part.replace(path)


def _training_scene(seed: int, hardest: float) -> Scene:
    blur, light, noise = np.random.default_rng(seed).uniform(0, hardest, 3)
    return render_scene(seed, conditions=Conditions(blur=float(blur), light=float(light), noise=float(noise)))


def _stored(image: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    small = cv2.resize(image, (STORED_WIDTH, STORED_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], np.uint8).ravel()
