"""What helps a cover that is not decided yet, each rule by its number."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.advice import Advice, Conditions, GivenAdvice, advice, motion
from app.domain.decision import Decision, Undecided, UndecidedReason, VoteRules
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import Box, FrameStamp
from app.domain.inspection import Asked
from app.domain.tracks import Track, Vote
from app.ports.frame import BgrImage, Frame
from app.use_cases.advise import Adviser
from app.use_cases.inspect import Inspector
from tests.fakes.station_parts import SetClock
from tests.unit.builders import BOX, D26L, D31R, FAR_BOX, accepted, evidence, note, refused, result, seen

GOOD = Conditions(fill=0.2, glare=0.0, brightness=120.0, sharpness=0.8)
BADLY_SEEN = (
    UndecidedReason.CLASSES_DISAGREE,
    UndecidedReason.CONFIDENCE_LOW,
    UndecidedReason.CLASSES_CLOSE,
    UndecidedReason.RIVAL_HEARD,
)
FOR_THE_SUPERVISOR = (
    UndecidedReason.LABEL_CONTESTED,
    UndecidedReason.ALIAS_AWAITED,
    UndecidedReason.LABEL_UNKNOWN,
    UndecidedReason.STAMP_CONTRADICTS,
)


def undecided(reason: UndecidedReason) -> Undecided:
    return Undecided(reason, 0.9, evidence())


@pytest.mark.parametrize("decision", [accepted(), refused()])
def test_z1_what_is_decided_needs_no_advice(decision: Decision) -> None:
    assert advice(decision, replace(GOOD, brightness=3.0), 9.0) is Advice.NONE


@pytest.mark.parametrize("reason", [*FOR_THE_SUPERVISOR, UndecidedReason.COLLECTING])
def test_z1_light_does_not_help_where_the_supervisor_must_or_only_time_does(reason: UndecidedReason) -> None:
    assert advice(undecided(reason), replace(GOOD, brightness=3.0), 9.0) is Advice.NONE


def test_z2_of_two_parts_one_is_to_be_shown() -> None:
    assert advice(undecided(UndecidedReason.DIFFERENT_PARTS), GOOD, 0.0) is Advice.ONE_AT_A_TIME


@pytest.mark.parametrize(("fill", "act"), [(0.2, Advice.MIDDLE), (0.59, Advice.MIDDLE), (0.60, Advice.FARTHER)])
def test_z3_a_cut_cover_belongs_in_the_middle_or_farther_away(fill: float, act: Advice) -> None:
    assert advice(undecided(UndecidedReason.CUT_BY_EDGE), replace(GOOD, fill=fill), 0.0) is act


@pytest.mark.parametrize("reason", BADLY_SEEN)
@pytest.mark.parametrize(
    ("conditions", "moving", "act"),
    [
        (replace(GOOD, brightness=19.9), 0.0, Advice.MORE_LIGHT),
        (replace(GOOD, glare=0.40), 0.0, Advice.LESS_GLARE),
        (GOOD, 1.0, Advice.HOLD_STILL),
        (replace(GOOD, fill=0.029), 0.0, Advice.CLOSER),
        (replace(GOOD, fill=0.60), 0.0, Advice.FARTHER),
        (replace(GOOD, sharpness=0.074), 0.0, Advice.REFOCUS),
    ],
)
def test_z4_what_is_measured_to_be_out_of_order_is_said(
    reason: UndecidedReason, conditions: Conditions, moving: float, act: Advice
) -> None:
    assert advice(undecided(reason), conditions, moving) is act


def test_z4_the_worst_is_said_first() -> None:
    everything = Conditions(fill=0.01, glare=0.5, brightness=5.0, sharpness=0.01)
    low = undecided(UndecidedReason.CONFIDENCE_LOW)
    assert advice(low, everything, 5.0) is Advice.MORE_LIGHT
    assert advice(low, replace(everything, brightness=120.0), 5.0) is Advice.LESS_GLARE
    assert advice(low, replace(everything, brightness=120.0, glare=0.0), 5.0) is Advice.HOLD_STILL
    assert advice(low, replace(everything, brightness=120.0, glare=0.0), 0.0) is Advice.CLOSER


@pytest.mark.parametrize(
    ("reason", "act"),
    [
        (UndecidedReason.RIVAL_HEARD, Advice.UNCOVER),
        (UndecidedReason.CLASSES_DISAGREE, Advice.TURN),
        (UndecidedReason.CLASSES_CLOSE, Advice.TURN),
        (UndecidedReason.CONFIDENCE_LOW, Advice.NONE),
    ],
)
def test_z5_seen_well_the_reason_decides(reason: UndecidedReason, act: Advice) -> None:
    assert advice(undecided(reason), GOOD, 0.0) is act


SHARES = st.floats(0, 1)


@given(
    reason=st.sampled_from(BADLY_SEEN), fill=SHARES, glare=SHARES, light=st.floats(0, 255), sharp=st.floats(0, 5),
    moving=st.floats(0, 9),
)  # fmt: skip
def test_z4_nothing_is_said_that_was_not_measured(
    reason: UndecidedReason, fill: float, glare: float, light: float, sharp: float, moving: float
) -> None:
    act = advice(undecided(reason), Conditions(fill, glare, light, sharp), moving)
    assert (act is Advice.MORE_LIGHT) is (light < 20)
    assert act is not Advice.LESS_GLARE or glare >= 0.4
    assert act is not Advice.HOLD_STILL or moving >= 1.0
    assert act is not Advice.CLOSER or fill < 0.03
    assert act is not Advice.FARTHER or fill >= 0.6
    assert act is not Advice.REFOCUS or sharp < 0.075


def test_z6_measured_words_stand_for_half_a_second() -> None:
    said = GivenAdvice(Advice.NONE, 0.0).next(Advice.CLOSER, 10.0)
    assert said == GivenAdvice(Advice.CLOSER, 10.0), "the first words come at once"
    assert said.next(Advice.LESS_GLARE, 10.49) == said
    assert said.next(Advice.NONE, 10.49) == said
    assert said.next(Advice.LESS_GLARE, 10.5) == GivenAdvice(Advice.LESS_GLARE, 10.5)
    assert said.next(Advice.CLOSER, 10.6) == said, "what stands longer is as old as it is"


@pytest.mark.parametrize("plain", [Advice.MIDDLE, Advice.ONE_AT_A_TIME])
def test_z6_what_is_plain_to_see_is_said_at_once(plain: Advice) -> None:
    assert GivenAdvice(Advice.CLOSER, 10.0).next(plain, 10.1).advice is plain


def track(*places: tuple[float, Box]) -> Track:
    votes = (Vote(FrameStamp(i, at_s, i), seen(D26L, box=box)) for i, (at_s, box) in enumerate(places))
    return Track(1, tuple(votes))


def test_motion_is_told_in_box_widths_a_second() -> None:
    there = Box(0.4, 0.3, 0.8, 0.7)
    assert motion(track((0.0, BOX), (0.2, there))) == pytest.approx(0.1 / 0.4 / 0.2)
    assert motion(track((0.0, there), (0.1, BOX), (0.45, BOX))) == 0.0, "what was a while ago is over"
    assert motion(track((0.0, BOX))) == 0.0


# -- on the detector's thread -------------------------------------------------------------------------------------


class SetConditions:
    """A meter that always measures what it is told to, and remembers where it was asked."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.measured: list[tuple[int, Box]] = []

    def measure(self, frame: Frame, box: Box) -> Conditions:
        self.measured.append((frame.stamp.frame_id, box))
        return self.conditions


class Bench:
    def __init__(self, paper: DeliveryNote) -> None:
        self.clock, self.meter = SetClock(), SetConditions(replace(GOOD, fill=0.02))
        self.kept: dict[int, Frame] = {}
        adviser = Adviser(self.meter, self.kept.get, self.clock)
        self.inspector = Inspector(VoteRules(), self.clock, lambda _note, _decision: None, adviser)
        self.inspector.ask(Asked(paper))

    def show(self, frame_id: int, image: BgrImage | None, *covers):
        self.clock.now_s += 0.1
        found = result(frame_id, self.clock.now_s, *covers)
        if image is not None:
            self.kept[frame_id] = Frame(found.stamp, image)
        return self.inspector.observe(found)


@pytest.fixture
def image() -> BgrImage:
    import numpy as np

    return np.zeros((9, 16, 3), np.uint8)


def test_only_undecided_covers_are_measured_on_the_frame_of_their_result(image: BgrImage) -> None:
    bench = Bench(note(D26L))
    for frame_id in range(3):
        inspected = bench.show(frame_id, image, seen(D26L, 0.95), seen(D26L, 0.6, FAR_BOX))
    assert [type(decision).__name__ for decision in inspected.decisions] == ["Accepted", "Undecided"]
    assert bench.meter.measured[-1] == (2, FAR_BOX)
    assert dict(inspected.advice) == {2: Advice.CLOSER}
    before = len(bench.meter.measured)
    bench.show(3, image, seen(D26L, 0.95))
    assert (3, BOX) not in bench.meter.measured[before:]


def test_a_frame_that_is_gone_leaves_what_was_said(image: BgrImage) -> None:
    bench = Bench(note(D26L))
    assert bench.show(1, image, seen(D26L, 0.6)).advice == {1: Advice.CLOSER}
    assert bench.show(2, None, seen(D26L, 0.6)).advice == {1: Advice.CLOSER}
    assert len(bench.meter.measured) == 1


def test_a_cover_that_goes_is_forgotten_and_each_has_its_own(image: BgrImage) -> None:
    bench = Bench(note(D26L, D31R))
    both = bench.show(1, image, seen(D26L, 0.6), seen(D31R, 0.5, FAR_BOX))
    assert set(both.advice) == {1, 2}
    bench.clock.now_s += 1.0
    assert bench.show(2, image).advice == {}


def test_without_an_adviser_nothing_is_advised() -> None:
    clock = SetClock()
    inspector = Inspector(VoteRules(), clock, lambda _note, _decision: None)
    inspector.ask(Asked(note(D26L)))
    assert inspector.observe(result(1, clock.now_s, seen(D26L, 0.6))).advice == {}
