"""How good a detector is on rendered scenes. No torch here, and no opinion on who detects.

Average precision is COCO's (Lin et al., 2014), computed by pycocotools with at most 100 detections a scene.
Boxes are normalised to the frame, images uint8 BGR; confidences 0..1.
"""

import contextlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from app.domain.detection import Box, Detection
from app.domain.part_number import canonical_part_number
from services.synthetic.parts import CLASS_LABELS
from services.synthetic.scenes import Conditions, SceneCover, render_scene

SHOW_AT = 0.25
"""What the server returns at all."""
ACCEPT_AT = 0.85
"""What the station counts as a vote."""
MATCH_IOU = 0.5
_COCO_AREA = 1e6
"""Normalised boxes are scaled so that COCO's pixel-based size classes do not matter."""

Detect = Callable[[NDArray[np.uint8]], Sequence[Detection]]


@dataclass(frozen=True, slots=True)
class Confusion:
    """A cover reported with confidence as a part that it is not."""

    seed: int
    true_label: str
    predicted_label: str
    confidence: float

    @property
    def wrong_side(self) -> bool:
        """A left cover taken for a right one, or the other way round."""
        return side_of(self.true_label) != side_of(self.predicted_label)


@dataclass(frozen=True, slots=True)
class EvalReport:
    """What `evaluate` measured."""

    scenes: int
    covers: int
    map50: float
    map50_95: float
    recall_shown: dict[str, float]
    """Share of each class's covers found with the right label at 0.25 or above."""
    recall_accepted: dict[str, float]
    """The same at 0.85 or above."""
    accepted: int
    """Detections at 0.85 or above."""
    accepted_nowhere: int
    """Those of them that lie on no cover (IoU below 0.5)."""
    confusions: tuple[Confusion, ...]
    """Those of them that lie on a cover of another class."""

    @property
    def side_confusions(self) -> tuple[Confusion, ...]:
        """Accepted detections with the terminal on the wrong side: the costly error."""
        return tuple(confusion for confusion in self.confusions if confusion.wrong_side)

    def to_json(self) -> str:
        """All figures under the names that the field uses, with the side confusions listed apart."""
        figures = asdict(self)
        named = {"mAP50": figures.pop("map50"), "mAP50-95": figures.pop("map50_95")}
        sides = {"lr_confusions": [asdict(each) for each in self.side_confusions]}
        return json.dumps(named | figures | sides, indent=2)


@dataclass(frozen=True, slots=True)
class SceneResult:
    """A scene's truth beside what was detected in it."""

    seed: int
    covers: tuple[SceneCover, ...]
    detections: tuple[Detection, ...]


def evaluate(
    detect: Detect, seeds: Iterable[int], conditions: Conditions, *, least_visible: float = 0.25
) -> EvalReport:
    """Render each seed's scene, detect, and compare.

    `detect` takes a uint8 BGR frame [720, 1280, 3] and returns its detections from 0.25 or lower upwards.
    Covers of which less than `least_visible` is in view are not counted for or against the detector.
    """
    results = []
    for seed in seeds:
        scene = render_scene(seed, conditions=conditions)
        results.append(SceneResult(seed, scene.covers, tuple(detect(scene.image))))
    return report_on(results, least_visible)


def report_on(results: Sequence[SceneResult], least_visible: float) -> EvalReport:
    """Figures for scenes already detected."""
    map50, map50_95 = _average_precision(results, least_visible)
    counted = [(r, c) for r in results for c in r.covers if c.visible_fraction >= least_visible]
    accepted = [(r, d) for r in results for d in r.detections if d.confidence >= ACCEPT_AT]
    under = [(r, d, _cover_under(d.box, r.covers)) for r, d in accepted]
    return EvalReport(
        scenes=len(results),
        covers=len(counted),
        map50=map50,
        map50_95=map50_95,
        recall_shown=_recall(counted, SHOW_AT),
        recall_accepted=_recall(counted, ACCEPT_AT),
        accepted=len(accepted),
        accepted_nowhere=sum(cover is None for _, _, cover in under),
        confusions=tuple(
            Confusion(result.seed, cover.label, detection.label, detection.confidence)
            for result, detection, cover in under
            if cover is not None and cover.label != detection.label
        ),
    )


def side_of(label: str) -> str:
    """`L` or `R`: where the positive terminal sits, from a class label or a part number."""
    return canonical_part_number(label).short[3:4]


def _cover_under(box: Box, covers: Sequence[SceneCover]) -> SceneCover | None:
    """The cover that a box overlaps most, if it overlaps one by IoU 0.5."""
    best = max(covers, key=lambda cover: box.iou(Box(*cover.box)), default=None)
    return best if best is not None and box.iou(Box(*best.box)) >= MATCH_IOU else None


def _recall(counted: Sequence[tuple[SceneResult, SceneCover]], threshold: float) -> dict[str, float]:
    """Per class, the share of covers with a detection of their label on them."""
    found: dict[str, list[bool]] = {}
    for result, cover in counted:
        box = Box(*cover.box)
        found.setdefault(cover.label, []).append(
            any(
                d.label == cover.label and d.confidence >= threshold and d.box.iou(box) >= MATCH_IOU
                for d in result.detections
            )
        )
    return {label: sum(hits) / len(hits) for label, hits in sorted(found.items())}


def _average_precision(results: Sequence[SceneResult], least_visible: float) -> tuple[float, float]:
    """mAP at IoU 0.5, and the mean over 0.5 … 0.95; 0 when there is nothing to find or nothing was found."""
    truth = _coco_truth(results, least_visible)
    found = [
        {"image_id": image, "category_id": CLASS_LABELS.index(d.label), "score": d.confidence} | _coco_shape(d.box)
        for image, result in enumerate(results)
        for d in result.detections
    ]
    if not found or not truth["annotations"]:
        return 0.0, 0.0
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = truth
        coco.createIndex()
        judge = COCOeval(coco, coco.loadRes(found), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return float(judge.stats[1]), float(judge.stats[0])


def _coco_truth(results: Sequence[SceneResult], least_visible: float) -> dict[str, Any]:
    """Ground truth as COCO keeps it; a cover hardly in view is one COCO neither wants nor punishes."""
    annotations: list[dict[str, Any]] = []
    for image, result in enumerate(results):
        for cover in result.covers:
            hidden = int(cover.visible_fraction < least_visible)
            entry = {"id": len(annotations) + 1, "image_id": image, "category_id": cover.class_index}
            annotations.append(entry | _coco_shape(Box(*cover.box)) | {"iscrowd": hidden})
    return {
        "info": {},
        "images": [{"id": image} for image in range(len(results))],
        "categories": [{"id": index, "name": label} for index, label in enumerate(CLASS_LABELS)],
        "annotations": annotations,
    }


def _coco_shape(box: Box) -> dict[str, Any]:
    """x, y, width, height in thousandths of the frame, as COCO's `bbox` and `area`."""
    x, y, width, height = (1000 * v for v in (box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1))
    return {"bbox": [x, y, width, height], "area": width * height}
