"""``countersign detect IMAGE…``: everything the model sees in pictures.

The labels are the model's own, from confidence ``model.floor_confidence`` (0.25) on.

Exit code: 0 when something was found, 1 when nothing was, in any picture.
"""

import argparse
import json
from pathlib import Path

from app.bootstrap import build_engine
from app.domain.detection import Detection
from app.settings import Settings
from services.vision.pictures import read_picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="JPEG or PNG files")
    parser.add_argument("--json", action="store_true", help="one JSON line per image")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 when nothing was found in any of the images."""
    engine = build_engine(settings)
    found = False
    for path in args.images:
        detections = engine.infer_image(read_picture(path)).detections
        found = found or bool(detections)
        print(_as_json(path, detections) if args.json else _as_words(path, detections))
    return 0 if found else 1


def _as_json(path: Path, detections: tuple[Detection, ...]) -> str:
    rows = [
        {
            "label": each.label,
            "confidence": round(each.confidence, 4),
            "box": [round(edge, 4) for edge in (each.box.x1, each.box.y1, each.box.x2, each.box.y2)],
        }
        for each in detections
    ]
    return json.dumps({"image": str(path), "detections": rows})


def _as_words(path: Path, detections: tuple[Detection, ...]) -> str:
    lines = [f"{path}: {len(detections)} found"]
    for each in detections:
        box = each.box
        where = f"[{box.x1:.3f} {box.y1:.3f} {box.x2:.3f} {box.y2:.3f}]"
        lines.append(f"  {each.label:<30} {each.confidence:6.1%}  {where}")
    return "\n".join(lines)
