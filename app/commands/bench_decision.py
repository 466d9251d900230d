"""``countersign bench decision``: simulated presentations through the shipped model and the rules of the decision.

A *wrong accept* is an accepted part that is not the part of the cover at that place, once a presentation at most; a
half-visible cover accepted as what it is, is none. *Normal conditions* are the presentations of the kind
``right_part``; the time to accept runs from the first frame with the cover in it to the answer about the accepting one.
The rule on the floor today (``present_rule``) judges the same detections. Always JSON.
"""

import argparse
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from statistics import mean, median

import cv2

from app.commands.bench import BenchReport, Check
from app.commands.bench_decision_score import ANSWER_S, Look, Outcome, Verdict, judged
from app.domain.decision import VoteRules
from app.domain.detection import DetectorSource, FrameDetections, FrameStamp, Timing
from app.settings import Settings
from services.synthetic.presentations import Kind, Presentation, presentation, shots
from services.vision.engine import Engine
from services.vision.model import load_model
from services.vision.model_file import model_path

FIRST_SEED = 2_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="of the presentations")
    parser.add_argument("--presentations", type=int, default=200, help="how many")
    parser.add_argument("--fps", type=float, default=15.0, help="frames a second of the camera")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker process needs, as plain values."""

    seed: int
    fps: float
    model: str
    floor_confidence: float
    nms_iou: float
    rules: VoteRules


def measure(args: argparse.Namespace, settings: Settings) -> BenchReport:
    model = settings.model
    task = Task(args.seed, args.fps, model.path, model.floor_confidence, model.nms_iou, settings.decision.rules())
    outcomes = []
    wrong = 0
    for done, outcome in enumerate(_outcomes(task, args.presentations, args.jobs), start=1):
        outcomes.append(outcome)
        if outcome.ours.wrong:
            wrong += 1
            print(f"wrong accept: {outcome.ours.wrong}", file=sys.stderr)
        if done % max(1, args.presentations // 20) == 0:
            print(f"{done} of {args.presentations} presentations, {wrong} wrong accepts", file=sys.stderr)
    return report(outcomes)


def _outcomes(task: Task, count: int, jobs: int) -> Iterator[Outcome]:
    if jobs <= 1:
        yield from map(partial(run_one, task), range(count))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare_worker) as pool:
        try:
            yield from pool.map(partial(run_one, task), range(count))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _prepare_worker() -> None:
    """One thread each; Ctrl-C is for the parent, which ends the workers when their presentation is through."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)


def run_one(task: Task, index: int) -> Outcome:
    shown = presentation(task.seed, index)
    return judged(shown, looks(task, shown), task.rules)


@lru_cache(maxsize=1)
def _engine(model: str, floor_confidence: float, nms_iou: float) -> Engine:
    engine = Engine(load_model(model_path(model), threads=1), floor_confidence=floor_confidence, nms_iou=nms_iou)
    engine.warm_up()
    return engine


def looks(task: Task, shown: Presentation) -> Iterator[Look]:
    """Each frame through the real model."""
    engine = _engine(task.model, task.floor_confidence, task.nms_iou)
    began = time.perf_counter()
    for frame, shot in enumerate(shots(shown, task.seed, fps=task.fps)):
        drawn = time.perf_counter()
        detections = engine.infer_image(shot.image).detections
        seen = time.perf_counter()
        stamp = FrameStamp(frame, frame / task.fps, shot.fingerprint)
        answered_s = stamp.captured_s + ANSWER_S
        result = FrameDetections(stamp, detections, engine.model, DetectorSource.LOCAL, Timing(), answered_s)
        yield Look(result, shot.covers, (drawn - began) * 1e3, (seen - drawn) * 1e3)
        began = time.perf_counter()


def report(outcomes: list[Outcome]) -> BenchReport:
    normal = [each.ours for each in outcomes if each.presentation.kind is Kind.RIGHT_PART]
    times = [each.accept_ms for each in normal if each.accept_ms is not None]
    wrong = [each.ours.wrong for each in outcomes if each.ours.wrong]
    missed = [each for each in outcomes if each.presentation.right and each.ours.accept_ms is None]
    checks = (
        Check("wrong accepts", len(wrong), "<= 0"),
        Check("right parts accepted without a touch, normal conditions", _share(len(times), len(normal)), ">= 0.98"),
        Check("median time to accept, ms", round(median(times)) if times else float("inf"), "<= 700"),
    )
    figures: dict[str, object] = {
        "presentations": len(outcomes),
        "kinds": {kind.value: _figures(_of(outcomes, kind)) for kind in Kind if _of(outcomes, kind)},
        "right_parts_not_accepted": Counter(each.ours.reason for each in missed),
        "wrong_accepts": [asdict(each) for each in wrong],
        "render_ms_per_frame": round(mean(ms for each in outcomes for ms in each.render_ms), 1),
        "infer_ms_per_frame": round(mean(ms for each in outcomes for ms in each.infer_ms), 1),
    }
    return BenchReport(checks, figures)


def _of(outcomes: list[Outcome], kind: Kind) -> list[Outcome]:
    return [each for each in outcomes if each.presentation.kind is kind]


def _figures(outcomes: list[Outcome]) -> dict[str, object]:
    return {
        "presentations": len(outcomes),
        "right_parts": sum(each.presentation.right for each in outcomes),
        **_rule_figures([each.ours for each in outcomes]),
        "refused_share": _share(sum(each.ours.refused for each in outcomes), len(outcomes)),
        "present_rule": _rule_figures([each.present for each in outcomes]),
    }


def _rule_figures(verdicts: list[Verdict]) -> dict[str, object]:
    """``right_accepts`` are of parts shown and asked for, cut by the edge or not."""
    times = [each.accept_ms for each in verdicts if each.accept_ms is not None]
    return {
        "wrong_accepts": sum(each.wrong is not None for each in verdicts),
        "right_accepts": len(times),
        "accepted_beside_another": sum(each.beside_another for each in verdicts),
        "undecided_share": _share(sum(each.undecided for each in verdicts), len(verdicts)),
        "median_ms_to_accept": round(median(times)) if times else None,
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
