"""``countersign replay CLIP --dn FILE``: the decisions on a recorded clip, one JSON line each.

The clip's own time stands for the clock, so a replay gives the same lines on any machine.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from app.bootstrap import build_engine
from app.domain.decision import Accepted, Decision, Refused, Undecided
from app.domain.delivery_note import DeliveryNote, parse_dn_number
from app.domain.detection import DetectorSource, FrameDetections, FrameStamp, Timing
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import canonical_part_number
from app.ports.frame import Frame
from app.settings import Settings
from app.use_cases.inspect import Inspector
from services.camera.clip import ClipSource
from services.camera.grab_loop import fingerprint
from services.camera.source import SourceEndedError, SourceGoneError
from services.erp.answer import delivery_note
from services.vision.engine import Engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clip", type=Path, help="a video file")
    parser.add_argument("--dn", type=Path, required=True, metavar="FILE", help="the note, as the ERP's JSON answer")
    parser.add_argument("--number", default="", help="the DN number in FILE; without it the first row's")
    parser.add_argument("--changes", action="store_true", help="only when the verdict on a cover changes")


def run(args: argparse.Namespace, settings: Settings) -> int:
    note = _read_note(args.dn, args.number)
    engine = build_engine(settings)
    clock = ReplayClock()
    inspector = Inspector(settings.decision.rules(), clock, lambda _note, _decision: None)
    inspector.set_note(note)
    before: dict[int, str] = {}
    for frame in _frames(args.clip):
        clock.now_s = frame.stamp.captured_s
        for decision in inspector.observe(_detected(engine, frame)).decisions:
            line = _line(frame.stamp, decision)
            track, verdict = decision.evidence.track_id, f"{line['verdict']} {line['reason']}"
            if not args.changes or before.get(track) != verdict:
                print(json.dumps(line))
            before[track] = verdict
    return 0


@dataclass(slots=True)
class ReplayClock:
    """The clip's time. A Clock."""

    now_s: float = 0.0

    def monotonic_s(self) -> float:
        return self.now_s

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.now_s, UTC)


def _read_note(path: Path, number: str) -> DeliveryNote:
    try:
        answer = path.read_bytes()
        number = number or str(json.loads(answer)["results"][0]["NODN"])
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=error.strerror or error) from error
    except (ValueError, LookupError, TypeError) as error:
        problem = "it is not an ERP answer with results"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=problem) from error
    return delivery_note(parse_dn_number(number), answer)


def _frames(path: Path) -> Iterator[Frame]:
    """Every frame of the clip, ``captured_s`` counted from its start; not paced."""
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


def _detected(engine: Engine, frame: Frame) -> FrameDetections:
    result = engine.infer_image(frame.image)
    timing = Timing(decode_ms=result.decode_ms, infer_ms=result.infer_ms)
    when_s = frame.stamp.captured_s
    return FrameDetections(frame.stamp, result.detections, engine.model, DetectorSource.LOCAL, timing, when_s)


def _line(stamp: FrameStamp, decision: Decision) -> dict[str, object]:
    verdict, reason, part = _words(decision)
    return {
        "frame": stamp.frame_id,
        "time_ms": round(stamp.captured_s * 1000),
        "verdict": verdict,
        "reason": reason,
        "part_number": part,
        "confidence": round(decision.evidence.confidence, 4),
    }


def _words(decision: Decision) -> tuple[str, str, str]:
    match decision:
        case Accepted(part_number):
            return "accepted", "", str(part_number)
        case Refused(reason, part_number):
            return "refused", reason.value, str(part_number)
        case Undecided(reason):
            return "undecided", reason.value, str(canonical_part_number(decision.evidence.label))
