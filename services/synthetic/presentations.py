"""Simulated presentations: a cover is brought to the camera and held there, beside a delivery note that asks for it or
does not. The imaging conditions are those of :mod:`services.synthetic.random_spec`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.part_number import canonical_part_number
from services.camera.grab_loop import fingerprint
from services.synthetic.parts import CLASS_LABELS
from services.synthetic.presentation_stage import Kind, stage
from services.synthetic.scene_spec import SceneCover
from services.synthetic.scenes import compose

__all__ = ["Kind", "Presentation", "Shot", "frames", "mirrored", "part_text", "presentation", "shots"]

MOST_PARTS = 9
_CYCLE = (
    Kind.RIGHT_PART, Kind.NOT_ON_NOTE, Kind.RIGHT_PART, Kind.MIRRORED_TWIN, Kind.RIGHT_PART,
    Kind.TWO_PARTS, Kind.HALF_PART, Kind.RIGHT_PART, Kind.NOT_ON_NOTE, Kind.HAND_OVER,
    Kind.RIGHT_PART, Kind.MOVING, Kind.DARK, Kind.NOT_ON_NOTE, Kind.MIRRORED_TWIN,
    Kind.RIGHT_PART, Kind.TWO_PARTS, Kind.BRIGHT, Kind.BLURRED, Kind.FROZEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Presentation:
    """``shown``: detector labels in view, the cover that is brought first. ``asked``: part numbers on the note, as the
    ERP spells them. ``right``: every cover shown is asked for and inside the frame."""

    index: int
    kind: Kind
    shown: tuple[str, ...]
    asked: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame, uint8 [height, width, 3] BGR, and the covers really in it; equal pictures have equal fingerprints."""

    image: npt.NDArray[np.uint8]
    fingerprint: int
    covers: tuple[SceneCover, ...]


def part_text(label: str) -> str:
    """The ERP's spelling of a detector label."""
    return canonical_part_number(label).text


def mirrored(label: str) -> str:
    """The label with the other side: L for R, R for L. The detector need not know such a cover."""
    segments = label.split("_")
    size = segments[2]
    segments[2] = size[:3] + {"L": "R", "R": "L"}[size[3]] + size[4:]
    return "_".join(segments)


def presentation(seed: int, index: int) -> Presentation:
    """The ``index``-th presentation of a seed: 30 % right parts, 25 % wrong ones, 10 % two parts, 35 % hard pictures,
    of which every other one shows a part that is on the note."""
    kind = _CYCLE[index % len(_CYCLE)]
    every_other = (index // len(_CYCLE) + index) % 2 == 0
    rng = np.random.default_rng((seed, index, 1))
    label = str(rng.choice(CLASS_LABELS))
    if kind is Kind.MIRRORED_TWIN:
        return _twin(rng, index, label)
    if kind is Kind.TWO_PARTS:
        return _two_parts(rng, index, label, other_is_asked=every_other)
    asked_for = kind is Kind.RIGHT_PART or (kind is not Kind.NOT_ON_NOTE and every_other)
    asked = _note(rng, {label}, (label,)) if asked_for else _note(rng, {label})
    return Presentation(index, kind, (label,), asked, asked_for and kind is not Kind.HALF_PART)


def _twin(rng: np.random.Generator, index: int, label: str) -> Presentation:
    if rng.random() < 0.4:
        label = str(rng.choice([each for each in CLASS_LABELS if mirrored(each) in CLASS_LABELS]))
    asked = _note(rng, {label}, (mirrored(label),))
    return Presentation(index, Kind.MIRRORED_TWIN, (label,), asked, right=False)


def _two_parts(rng: np.random.Generator, index: int, label: str, *, other_is_asked: bool) -> Presentation:
    other = str(rng.choice([each for each in CLASS_LABELS if each != label]))
    wanted = (label, other) if other_is_asked else (label,)
    return Presentation(index, Kind.TWO_PARTS, (label, other), _note(rng, {label, other}, wanted), other_is_asked)


def _note(rng: np.random.Generator, shown: set[str], wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """1 to 9 part numbers: ``wanted``, and others that are not ``shown``; every other note holds as many as it can."""
    others = [label for label in CLASS_LABELS if label not in shown and label not in wanted]
    most = min(MOST_PARTS - len(wanted), len(others))
    count = most if rng.random() < 0.5 else int(rng.integers(0 if wanted else 1, most + 1))
    labels = [*wanted, *rng.permutation(others)[:count]]
    return tuple(part_text(str(label)) for label in rng.permutation(labels))


def frames(
    p: Presentation, seed: int, *, width: int = 640, height: int = 360, fps: float = 15.0, seconds: float = 1.2
) -> Iterator[tuple[npt.NDArray[np.uint8], int]]:
    """Image (uint8 [height, width, 3] BGR) and fingerprint of each frame, drawn when it is asked for."""
    for shot in shots(p, seed, width=width, height=height, fps=fps, seconds=seconds):
        yield shot.image, shot.fingerprint


def shots(
    p: Presentation, seed: int, *, width: int = 640, height: int = 360, fps: float = 15.0, seconds: float = 1.2
) -> Iterator[Shot]:
    """The frames with the truth about them. The bench stays the same for all, the noise never does."""
    rng = np.random.default_rng((seed, p.index, 2))
    held = stage(p.kind, p.shown, rng, (width, height))
    stops_after = int(rng.integers(1, 10)) if p.kind is Kind.FROZEN else math.inf
    shot = None
    for frame in range(round(seconds * fps)):
        if shot is None or frame <= stops_after:
            scene = compose(held.at(frame / fps, noise_seed=int(rng.integers(1 << 31))))
            shot = Shot(scene.image, fingerprint(scene.image), scene.covers)
        yield shot
