"""``countersign bench review``: how long a supervisor waits with a million sessions: for the list, a filter, a session,
the next frame while scrolling, and an export. The real page, off screen, on a made-up factory."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.bench import BenchReport, Check
from app.commands.bench_arguments import count
from app.commands.bench_review_export import measured_exports
from app.settings import Settings
from services.inference.bench.figures import percentile
from services.storage.seed import Plan, seed_database

if TYPE_CHECKING:
    from app.commands.bench_review_rig import ReviewRig

_TURNS = 10
_FRAMES = 600
_FRAME_MS = 1000 / 60
Figures = tuple[tuple[Check, ...], dict[str, object]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--part", choices=("all", *PARTS), default="all", help="only one of them")
    add("--sessions", type=count, default=1_000_000, help="sessions in the database")
    add("--seed", type=int, default=1, help="of the sessions")
    add("--keep", type=Path, metavar="FILE", help="keep the database there; one that is there is used")


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.commands.bench_review_rig import ReviewRig  # Qt, only here

    names = list(PARTS) if args.part == "all" else [args.part]
    with tempfile.TemporaryDirectory(prefix="countersign-review-") as name:
        file = args.keep or Path(name) / "factory.sqlite"
        figures: dict[str, object] = {
            "sessions": args.sessions,
            "seeding_s": _made(file, Plan(args.sessions, args.seed)),
        }
        rig = ReviewRig(file, Path(name), settings)
        try:
            found = [PARTS[each](rig) for each in names]
        finally:
            rig.close()
    for _, more in found:
        figures |= more
    return BenchReport(tuple(check for checks, _ in found for check in checks), figures)


def _made(file: Path, plan: Plan) -> float:
    """Seconds that it took; 0 for one that was there."""
    if file.exists():
        return 0.0
    print(f"making {plan.sessions} sessions …", file=sys.stderr)
    start = time.perf_counter()
    seed_database(file, plan)
    return round(time.perf_counter() - start, 1)


def _list(rig: "ReviewRig") -> Figures:
    """From the page's making to the first rows on it, each time with connections of its own; then filters, from their
    last key to the rows."""
    opened = [rig.open_list() for _ in range(_TURNS)]
    filtered = {name: [rig.filter(choice) for choice in choices] for name, choices in rig.filters().items()}
    worst = {name: round(max(times), 1) for name, times in filtered.items()}
    checks = (
        Check(f"list of all opened: worst of {_TURNS}, ms", round(max(opened), 1), "<= 500"),
        Check(f"filtered: worst of {sum(map(len, filtered.values()))}, ms", max(worst.values()), "<= 200"),
    )
    return checks, {"list_ms": _spread(opened), "filter_worst_ms": worst}


def _session(rig: "ReviewRig") -> Figures:
    """From the choice of a session with 500 labels and 60 pictures to its first rows; then to its first picture."""
    times = [rig.open_session() for _ in range(_TURNS)]
    rows, pictures = [rows for rows, _ in times], [picture for _, picture in times]
    checks = (Check(f"session opened: worst of {_TURNS}, ms", round(max(rows), 1), "<= 300"),)
    return checks, {"session_ms": _spread(rows), "first_picture_ms": _spread(pictures), "session": rig.big_told}


def _scroll(rig: "ReviewRig") -> Figures:
    """A frame is due each 1/60 s: what moving by a wheel's notch and painting the whole page take, pages being fetched
    meanwhile. The list's first, then the timeline's."""
    figures: dict[str, object] = {}
    checks: list[Check] = []
    for name, frames in (("list", rig.scroll_list(_FRAMES)), ("timeline", rig.scroll_timeline(_FRAMES))):
        p99 = round(percentile(frames, 99), 2)
        checks.append(Check(f"scrolling the {name}: frame, p99 of {len(frames)}, ms", p99, f"<= {_FRAME_MS:.1f}"))
        late = sum(each > _FRAME_MS for each in frames)
        figures[f"scroll_{name}_ms"] = {**_spread(frames), "late_frames": late}
    return tuple(checks), {**figures, "rows_scrolled": rig.rows_scrolled}


def _export(rig: "ReviewRig") -> Figures:
    """100,000 rows of either kind in either format, each in a process of its own."""
    return measured_exports(rig.file)


def _spread(times: Sequence[float]) -> dict[str, float]:
    return {"p50": round(percentile(times, 50), 1), "worst": round(max(times), 1)}


PARTS: dict[str, Callable[["ReviewRig"], Figures]] = {
    "list": _list,
    "session": _session,
    "scroll": _scroll,
    "export": _export,
}
