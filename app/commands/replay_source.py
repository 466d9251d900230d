"""What is replayed: a clip through a model, or detections that were recorded once, one JSON line a frame."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import IO, Any

from app.domain.detection import (
    Box,
    Detection,
    DetectorSource,
    FrameDetections,
    FrameStamp,
    ModelIdentity,
    Timing,
)
from app.domain.errors import ErrorCode, OperationalError
from app.ports.frame import Frame
from services.camera.clip import ClipSource
from services.camera.grab_loop import fingerprint
from services.camera.source import SourceEndedError, SourceGoneError
from services.vision.engine import Engine

RECORDING = ".jsonl"


def clip_frames(path: Path) -> Iterator[Frame]:
    """Every frame of the clip, ``captured_s`` counted from its start; not paced. FILE_UNREADABLE."""
    source = ClipSource(path, loop=False)
    never = Event()
    never.set()
    try:
        source.open()
        frame_id = 0
        while True:
            image = source.read(never)
            yield Frame(FrameStamp(frame_id, frame_id * source.period_s, fingerprint(image)), image)
            frame_id += 1
    except SourceEndedError:
        return
    except SourceGoneError as error:
        problem = "it is not a clip" if path.exists() else "there is no such file"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    finally:
        source.close()


def detected(engine: Engine, frame: Frame) -> FrameDetections:
    result = engine.infer_image(frame.image)
    timing = Timing(decode_ms=result.decode_ms, infer_ms=result.infer_ms)
    when_s = frame.stamp.captured_s
    return FrameDetections(frame.stamp, result.detections, engine.model, DetectorSource.LOCAL, timing, when_s)


def recorded(results: Iterable[FrameDetections], into: IO[str]) -> Iterator[FrameDetections]:
    """The same results; each is written as it passes."""
    for result in results:
        into.write(json.dumps(_line(result), separators=(",", ":")) + "\n")
        yield result


def read_recording(path: Path) -> Iterator[FrameDetections]:
    """FILE_UNREADABLE, naming the line."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _parsed(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "it is not text"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem or str(error)) from error


def _line(result: FrameDetections) -> dict[str, object]:
    return {
        "stamp": asdict(result.stamp),
        "model": asdict(result.model),
        "detections": [[each.label, each.confidence, *_corners(each.box), each.rival] for each in result.detections],
    }


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x1, box.y1, box.x2, box.y2


def _detection(label: object, confidence: Any, x1: Any, y1: Any, x2: Any, y2: Any, rival: Any = 0.0) -> Detection:
    """Recordings made before rivals were told have none."""
    return Detection(str(label), float(confidence), Box(float(x1), float(y1), float(x2), float(y2)), float(rival))


def _parsed(path: Path, number: int, line: str) -> FrameDetections:
    try:
        row: Any = json.loads(line)
        stamp = FrameStamp(**row["stamp"])
        found = tuple(_detection(*values) for values in row["detections"])
        model = ModelIdentity(**row["model"])
    except (ValueError, TypeError, KeyError) as error:
        problem = f"line {number} is not a recorded frame"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    return FrameDetections(stamp, found, model, DetectorSource.LOCAL, Timing(), stamp.captured_s)
