"""`countersign bench decision`: what counts as a wrong accept, and that the present rule is the one on the floor."""

import argparse
import json
from dataclasses import replace
from itertools import permutations

import pytest

from app.commands import bench_present_rule
from app.commands.bench import BENCHES
from app.commands.bench_decision import add_arguments, measure, report
from app.commands.bench_decision_score import Look, Outcome, judged
from app.domain.decision import VoteRules
from app.domain.detection import (
    Box,
    Detection,
    DetectorSource,
    FrameDetections,
    FrameStamp,
    ModelIdentity,
    Timing,
)
from app.domain.part_number import canonical_part_number
from app.settings import Settings
from services.synthetic.parts import CLASS_LABELS
from services.synthetic.presentations import Kind, Presentation, part_text
from services.synthetic.scene_spec import SceneCover

D26L, D26R = "W_CV01_D26LXXX_C03N_NL_DG00", "W_CV01_D26RXXX_C03N_NL_DG00"
B20R = "W_CV01_B20RXXX_B03N_NL_DG00"
HERE, THERE = (0.1, 0.3, 0.4, 0.7), (0.6, 0.3, 0.9, 0.7)
RULES = VoteRules()


def cover(label: str, box: tuple[float, float, float, float] = HERE) -> SceneCover:
    return SceneCover(label, CLASS_LABELS.index(label), box, 1.0, ())


def look(frame: int, covers: tuple[SceneCover, ...], *seen: tuple[str, float]) -> Look:
    """Each detection lies where the cover of the same rank lies."""
    detections = tuple(
        Detection(label, confidence, Box(*covers[rank].box)) for rank, (label, confidence) in enumerate(seen)
    )
    stamp = FrameStamp(frame, frame / 15, frame)
    model = ModelIdentity("demo", "1.0.0")
    return Look(
        FrameDetections(stamp, detections, model, DetectorSource.LOCAL, Timing(), stamp.captured_s + 0.04), covers
    )


def shown(kind: Kind, labels: tuple[str, ...], asked: tuple[str, ...], *, right: bool) -> Presentation:
    return Presentation(0, kind, labels, tuple(map(part_text, asked)), right)


def watched(presentation: Presentation, name: str, confidence: float = 0.97, rules: VoteRules = RULES) -> Outcome:
    """Six frames in which a single cover is called ``name``."""
    frames = [look(frame, (cover(presentation.shown[0]),), (name, confidence)) for frame in range(6)]
    return judged(presentation, frames, rules)


def test_the_present_rule_accepts_all_90_pairs_of_different_parts():
    parts = [canonical_part_number(label) for label in CLASS_LABELS]
    scores = [bench_present_rule.similarity(one, other) for one, other in permutations(parts, 2)]
    assert len(scores) == 90
    assert min(scores) == pytest.approx(0.667, abs=0.001)
    assert min(scores) >= bench_present_rule.ACCEPT_SIMILARITY
    assert all(bench_present_rule.similarity(part, part) == 1.0 for part in parts)


def test_the_present_rule_takes_the_most_similar_part_from_one_sure_frame():
    parts = [canonical_part_number(label) for label in (B20R, D26R)]
    box = Box(*HERE)
    assert bench_present_rule.accepted(Detection(D26L, 0.85, box), parts) == parts[1]
    assert bench_present_rule.accepted(Detection(D26L, 0.84, box), parts) is None
    assert bench_present_rule.accepted(Detection("glove", 0.99, box), parts) is None


def test_a_right_accept_is_timed_from_the_first_frame_with_the_cover():
    presentation = shown(Kind.RIGHT_PART, (D26R,), (D26R, B20R), right=True)
    frames = [look(0, ()), *(look(frame, (cover(D26R),), (D26R, 0.97)) for frame in range(1, 18))]
    outcome = judged(presentation, frames, RULES)
    assert outcome.ours.wrong is None
    assert outcome.ours.accept_ms == pytest.approx(2 / 15 * 1e3 + 40)
    assert outcome.present.accept_ms == pytest.approx(40)
    assert len(outcome.render_ms) == 7, "three more frames after the accepting one"


def test_a_part_that_is_not_asked_for_is_refused_and_accepted_by_the_present_rule():
    outcome = watched(shown(Kind.MIRRORED_TWIN, (D26L,), (D26R,), right=False), D26L)
    assert outcome.ours.refused
    assert outcome.ours.wrong is None
    assert outcome.present.wrong is not None
    assert outcome.present.wrong.accepted_as == part_text(D26R)


def test_a_model_that_errs_in_every_frame_is_a_wrong_accept():
    outcome = watched(shown(Kind.MIRRORED_TWIN, (D26L,), (D26R,), right=False), D26R)
    assert outcome.ours.wrong is not None
    assert (outcome.ours.wrong.accepted_as, outcome.ours.wrong.confidence) == (part_text(D26R), 0.97)
    assert outcome.ours.accept_ms is None


def test_without_the_rules_a_single_wrong_frame_is_a_wrong_accept_and_with_them_it_is_none():
    """The negative control: the count is not zero because nothing is counted."""
    bypassed = VoteRules()
    object.__setattr__(bypassed, "min_frames", 1)
    presentation = shown(Kind.NOT_ON_NOTE, (D26L,), (D26R,), right=False)
    names = [D26R, D26L, D26L, D26L, D26L, D26L]
    frames = [look(frame, (cover(D26L),), (name, 0.97)) for frame, name in enumerate(names)]
    assert judged(presentation, frames, bypassed).ours.wrong is not None
    assert judged(presentation, frames, RULES).ours.wrong is None


def test_a_half_visible_part_accepted_as_itself_is_not_wrong():
    outcome = watched(shown(Kind.HALF_PART, (D26R,), (D26R,), right=False), D26R)
    assert outcome.ours.wrong is None
    assert outcome.ours.accept_ms is not None


def test_a_part_is_held_against_the_cover_at_its_place():
    """Two covers, their names exchanged: each is the name of something in view, and both are wrong."""
    presentation = shown(Kind.TWO_PARTS, (D26L, D26R), (D26L, D26R), right=True)
    rules = replace(RULES, one_part_at_a_time=False)
    covers = (cover(D26L), cover(D26R, THERE))
    exchanged = [look(frame, covers, (D26R, 0.97), (D26L, 0.97)) for frame in range(6)]
    straight = [look(frame, covers, (D26L, 0.97), (D26R, 0.97)) for frame in range(6)]
    assert judged(presentation, exchanged, rules).ours.wrong is not None
    assert judged(presentation, straight, rules).ours.beside_another
    held_back = judged(presentation, straight, RULES).ours
    assert held_back.undecided
    assert held_back.reason == "different_parts"


def test_the_report_counts_each_wrong_accept_and_says_why_right_parts_were_not_accepted():
    right = shown(Kind.RIGHT_PART, (D26R,), (D26R,), right=True)
    twin = shown(Kind.MIRRORED_TWIN, (D26L,), (D26R,), right=False)
    outcomes = [watched(right, D26R), watched(right, D26R, 0.6), watched(twin, D26R)]
    found = report(outcomes)
    assert [(check.value, check.ok) for check in found.checks] == [(1, False), (0.5, False), (173, True)]
    assert found.figures["right_parts_not_accepted"] == {"confidence_low": 1}
    (wrong,) = json.loads(json.dumps(found.figures["wrong_accepts"]))
    assert (wrong["kind"], wrong["shown"], wrong["margin"]) == ("mirrored_twin", [D26L], 0.97)


def test_the_bench_runs_on_the_shipped_model():
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["--presentations", "4", "--jobs", "1", "--fps=15"])
    found = measure(args, Settings())
    assert BENCHES["decision"] == "bench_decision"
    assert found.figures["presentations"] == 4
    assert [check.name for check in found.checks] == [
        "wrong accepts",
        "right parts accepted without a touch, normal conditions",
        "median time to accept, ms",
    ]
    assert all(check.ok for check in found.checks)
    json.dumps(found.figures)
