"""What the two formats say of the same covers. Places are normalised in YOLO's, in pixels in COCO's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.detection import Box

TRAIN, VALIDATION = "train", "val"


@dataclass(slots=True)
class LabelledPicture:
    """``name`` is its id, without a suffix; ``covers`` are the part numbers and where they lie."""

    name: str
    split: str
    session_id: str
    width: int
    height: int
    covers: list[tuple[str, Box]] = field(default_factory=list)

    @property
    def image_path(self) -> str:
        return f"images/{self.split}/{self.name}.jpg"

    @property
    def label_path(self) -> str:
        return f"labels/{self.split}/{self.name}.txt"


def yolo_lines(picture: LabelledPicture, classes: Sequence[str]) -> str:
    """``class cx cy w h``, a line for each cover."""
    lines = []
    for part, box in picture.covers:
        sides = ((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2, box.x2 - box.x1, box.y2 - box.y1)
        lines.append(" ".join((str(classes.index(part)), *(f"{side:.6f}" for side in sides))))
    return "".join(f"{line}\n" for line in lines)


def yolo_data(classes: Sequence[str]) -> str:
    """``data.yaml``. A JSON text is a YAML text, so that no part number can say anything but itself."""
    names = "".join(f"  {number}: {json.dumps(part)}\n" for number, part in enumerate(classes))
    return f"path: .\ntrain: images/{TRAIN}\nval: images/{VALIDATION}\nnames:\n{names or '  {}'}"


def coco(pictures: Sequence[LabelledPicture], classes: Sequence[str]) -> dict[str, Any]:
    """Numbers count from 1, as COCO's own do; a category's is one more than YOLO's class."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, picture in enumerate(pictures, 1):
        size = {"width": picture.width, "height": picture.height}
        images.append({"id": number, "file_name": picture.image_path, **size})
        for part, box in picture.covers:
            x, y = box.x1 * picture.width, box.y1 * picture.height
            width, height = (box.x2 - box.x1) * picture.width, (box.y2 - box.y1) * picture.height
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": classes.index(part) + 1,
                    "bbox": [round(each, 2) for each in (x, y, width, height)],
                    "area": round(width * height, 2),
                    "iscrowd": 0,
                }
            )
    categories = [{"id": number, "name": part} for number, part in enumerate(classes, 1)]
    return {"images": images, "annotations": annotations, "categories": categories}
