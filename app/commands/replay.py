"""``countersign replay CLIP --dn FILE``: the decisions on a recorded clip with their reasons, one JSON line each; or,
with another model or other settings beside, the decisions that would change.

One JSON line per cover and frame: frame, time, verdict, reason, part, confidence. The clip's time stands for the
clock, so every machine prints the same. With ``--other-model`` or ``--other-set`` the same frames are decided twice,
and only what changes is printed, with a summary such as ``3 of 412 decisions change``; a decision is that of one
cover in one frame. ``--record`` keeps the detections, so that settings can be compared later without the clip.

Exit code: 0; 1 when a comparison finds changes; 2 when clip, recording or note cannot be read.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from app.bootstrap import build_engine
from app.commands.replay_diff import Step, difference
from app.commands.replay_source import RECORDING, clip_frames, detected, read_recording, recorded
from app.domain.alias import AliasBook
from app.domain.decision import Decision, as_plain
from app.domain.delivery_note import DeliveryNote, parse_dn_number
from app.domain.detection import FrameDetections, FrameStamp
from app.domain.errors import ErrorCode, OperationalError
from app.domain.inspection import Asked
from app.domain.part_number import canonical_part_number
from app.settings import Settings
from app.settings_layers import with_overrides
from app.use_cases.inspect import Inspector
from services.aliases.csv_file import read_aliases
from services.erp.answer import delivery_note


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clip", type=Path, help=f"a video file, or a {RECORDING} file that --record wrote")
    parser.add_argument("--dn", type=Path, required=True, metavar="FILE", help="the note, as the ERP's JSON answer")
    parser.add_argument("--number", default="", help="the DN number in FILE; without it the first row's")
    parser.add_argument("--aliases", type=Path, metavar="FILE", help="aliases as countersign alias export writes them")
    parser.add_argument("--changes", action="store_true", help="only when the verdict on a cover changes")
    parser.add_argument("--record", type=Path, metavar="FILE", help=f"write every detection to this {RECORDING} file")
    parser.add_argument("--other-model", metavar="PATH", help="compare with this model; needs a video file")
    parser.add_argument(
        "--other-set",
        action="append",
        default=[],
        metavar="SECTION.KEY=VALUE",
        help="compare with this setting; may be given several times",
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 when a comparison finds that decisions change."""
    note = _read_note(args.dn, args.number)
    book = AliasBook(read_aliases(args.aliases)) if args.aliases else AliasBook()
    if args.other_model or args.other_set:
        return _compare(args, settings, note, book)
    before: dict[int, str] = {}
    for stamp, decisions in _replayed(args.clip, settings, note, book, args.record):
        for decision in decisions:
            line = _line(stamp, decision)
            track, verdict = decision.evidence.track_id, f"{line['verdict']} {line['reason']}"
            if not args.changes or before.get(track) != verdict:
                print(json.dumps(line))
            before[track] = verdict
    return 0


def _compare(args: argparse.Namespace, settings: Settings, note: DeliveryNote, book: AliasBook) -> int:
    if args.other_model and args.clip.suffix == RECORDING:
        problem = "a recording holds no pictures, and another model needs them"
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(args.clip), problem=problem)
    model = [f"model.path={args.other_model}"] if args.other_model else []
    other = with_overrides(settings, [*args.other_set, *model])
    before = list(_replayed(args.clip, settings, note, book, args.record))
    after = list(_replayed(args.clip, other, note, book, None))
    found = difference(before, after)
    for change in found.changes:
        print(json.dumps(change.as_plain()))
    print(json.dumps({"summary": str(found), "changed": found.changed, "decisions": found.decisions}))
    return 1 if found.changed else 0


@dataclass(slots=True)
class ReplayClock:
    """The clip's time. A Clock."""

    now_s: float = 0.0

    def monotonic_s(self) -> float:
        return self.now_s

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.now_s, UTC)


def _replayed(
    source: Path, settings: Settings, note: DeliveryNote, book: AliasBook, record: Path | None
) -> Iterator[Step]:
    clock = ReplayClock()
    inspector = Inspector(settings.decision.rules(), clock, lambda _note, _decision: None)
    inspector.ask(Asked(note, book, settings.decision.master()))
    with ExitStack() as stack:
        results = _results(source, settings)
        if record:
            results = recorded(results, stack.enter_context(_opened(record)))
        for result in results:
            clock.now_s = result.stamp.captured_s
            yield result.stamp, inspector.observe(result).decisions


def _results(source: Path, settings: Settings) -> Iterator[FrameDetections]:
    if source.suffix == RECORDING:
        yield from read_recording(source)
        return
    engine = build_engine(settings)
    for frame in clip_frames(source):
        yield detected(engine, frame)


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(path), problem=error.strerror or error) from error


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


def _line(stamp: FrameStamp, decision: Decision) -> dict[str, object]:
    plain = as_plain(decision)
    return {
        "frame": stamp.frame_id,
        "time_ms": round(stamp.captured_s * 1000),
        "verdict": plain["verdict"],
        "reason": plain["reason"],
        "part_number": plain["part_number"] or str(canonical_part_number(decision.evidence.label)),
        "confidence": plain["confidence"],
    }
