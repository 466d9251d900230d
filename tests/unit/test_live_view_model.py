"""The live view's own rules: what a box shows of its cover, and how well it holds on its picture."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.advice import Advice
from app.domain.decision import Accepted, Decision, Undecided, UndecidedReason
from app.domain.detection import Box, Detection, DetectorSource, FrameDetections, FrameStamp, Timing
from app.domain.grade import Grade
from app.ports.camera import CameraState
from app.use_cases.inspect import Inspected
from tests.unit.builders import BOX, D26L, FAR_BOX, MODEL, accepted, evidence, part, seen
from ui.live.bars import Bars
from ui.live.view_model import SIZES, BoxMark, Hold, Verdict, eased, hold_of, live_state

OWN = FrameStamp(5, 10.0, 5)


def inspected(*found: Detection, decisions: tuple[Decision, ...] = (), stamp: FrameStamp = OWN, **more) -> Inspected:
    result = FrameDetections(stamp, found, MODEL, DetectorSource.SERVER, Timing(), stamp.captured_s + 0.05)
    return Inspected(result, decisions, **more)


def marks(of: Inspected, *, shown_s: float = 10.0, now_s: float = 10.05, moved: bool | None = None):
    shown = FrameStamp(6, shown_s, 6)
    return live_state(of, shown, CameraState.LIVE, now_s, lambda _box, _since: moved).marks


@pytest.mark.parametrize(
    ("shown_s", "now_s", "moved", "hold"),
    [
        (10.4, 10.5, False, Hold.SITS),
        (10.03, 10.06, True, Hold.MOVED),
        (10.149, 10.2, None, Hold.SITS),
        (10.151, 10.2, None, Hold.MOVED),
        (10.4, 10.501, False, Hold.OLD),
        (10.4, 10.501, True, Hold.OLD),
    ],
)
def test_v1_a_box_holds_while_nothing_under_it_has_moved_and_it_is_young(
    shown_s: float, now_s: float, moved: bool | None, hold: Hold
) -> None:
    assert hold_of(10.0, shown_s, now_s, moved) is hold
    (mark,) = marks(inspected(seen(D26L), decisions=(accepted(),)), shown_s=shown_s, now_s=now_s, moved=moved)
    assert mark.hold is hold
    assert mark.verdict is (Verdict.RIGHT if hold is Hold.SITS else Verdict.NONE)


def test_v1_each_box_is_asked_about_with_the_frame_it_was_found_in() -> None:
    asked: list[tuple[Box, FrameStamp]] = []

    def moved(box: Box, since: FrameStamp) -> bool:
        asked.append((box, since))
        return box == FAR_BOX

    state = live_state(inspected(seen(D26L), seen(D26L, 0.9, FAR_BOX)), OWN, CameraState.LIVE, 10.05, moved)
    assert asked == [(BOX, OWN), (FAR_BOX, OWN)]
    assert [mark.hold for mark in state.marks] == [Hold.SITS, Hold.MOVED]


def test_the_confidence_shown_is_the_one_that_is_decided_by() -> None:
    low = Undecided(UndecidedReason.CONFIDENCE_LOW, 0.9, replace(evidence(), confidence=0.849))
    (mark,) = marks(inspected(seen(D26L, 0.97), decisions=(low,)))
    assert (mark.percent, mark.grade) == (84, Grade.ORANGE)
    (mark,) = marks(inspected(seen(D26L, 0.97)))
    assert (mark.percent, mark.grade) == (97, Grade.GREEN)


def test_the_advice_is_that_of_its_own_cover() -> None:
    decisions = tuple(
        Undecided(UndecidedReason.CONFIDENCE_LOW, 0.9, replace(evidence(track_id=track), box=box))
        for track, box in ((1, BOX), (2, FAR_BOX))
    )
    found = inspected(
        seen(D26L, 0.7), seen(D26L, 0.6, FAR_BOX), decisions=decisions, advice={2: Advice.CLOSER, 3: Advice.TURN}
    )
    assert [(mark.track_id, mark.advice) for mark in marks(found)] == [(1, Advice.NONE), (2, Advice.CLOSER)]


def test_v9_nothing_is_green_in_a_frame_that_is_not_clear() -> None:
    (mark,) = marks(inspected(seen(D26L, 0.97), stamp=replace(OWN, clear=False)))
    assert mark.grade is Grade.ORANGE
    (mark,) = marks(inspected(seen(D26L, 0.97)))
    assert mark.grade is Grade.GREEN


@pytest.mark.parametrize("camera", [CameraState.DARK, CameraState.COVERED, CameraState.FROZEN, CameraState.ABSENT])
def test_v2_no_box_is_drawn_on_a_picture_that_cannot_be_trusted(camera: CameraState) -> None:
    right = inspected(seen(D26L), decisions=(accepted(),))
    state = live_state(right, OWN, camera, 10.05)
    assert state.veil.value == camera.value
    assert state.marks == ()


def in_a_row(count: int) -> list[Detection]:
    return [Detection(D26L, 0.9 - 0.01 * i, Box(0.1 * i, 0.1, 0.1 * i + 0.08, 0.3)) for i in range(count)]


@pytest.mark.parametrize(
    ("covers", "size"), [(1, SIZES[0]), (2, SIZES[1]), (4, SIZES[3]), (5, SIZES[4]), (8, SIZES[4])]
)
def test_v16_the_more_covers_the_smaller_the_chips_all_alike(covers: int, size: float) -> None:
    assert {mark.size for mark in marks(inspected(*in_a_row(covers)))} == {size}


def test_v16_a_guess_takes_no_room_from_the_cover_in_hand() -> None:
    guess = Detection(D26L, 0.39, FAR_BOX)
    assert [mark.size for mark in marks(inspected(seen(D26L, 0.6), guess))] == [SIZES[0], SIZES[-1]]


def test_v16_among_others_only_what_the_short_name_does_not_tell_is_said() -> None:
    assert {mark.label for mark in marks(inspected(*in_a_row(2)))} == {"CV01-C03N-NL-DG00"}
    assert {mark.label for mark in marks(inspected(*in_a_row(1)))} == {str(part(D26L))}
    odd = [Detection("ODD-ONE", 0.9, BOX), Detection("ODD-ONE", 0.8, FAR_BOX)]
    assert {mark.label for mark in marks(inspected(*odd))} == {"ODD-ONE"}


# -- the bar ------------------------------------------------------------------------------------------------------

SHARES = st.floats(0, 1)


@given(shown=SHARES, target=SHARES, passed_s=st.floats(0, 5))
def test_the_bar_glides_towards_its_target_and_never_past_it(shown: float, target: float, passed_s: float) -> None:
    now = eased(shown, target, passed_s)
    assert min(shown, target) - 1e-9 <= now <= max(shown, target) + 1e-9
    assert eased(shown, target, 5.0) == pytest.approx(target, abs=1e-9)


def mark_of(track_id: int | None, confidence: float) -> BoxMark:
    return BoxMark(BOX, "D26L", str(part(D26L)), confidence, 0, Grade.AMBER, Verdict.LOOKING, track_id=track_id)


def test_each_cover_has_a_bar_of_its_own_that_starts_where_it_is() -> None:
    bars = Bars()
    assert bars.at([mark_of(1, 0.4), mark_of(2, 0.9)], 10.0) == [0.4, 0.9]
    first, second = bars.at([mark_of(2, 0.9), mark_of(1, 0.8)], 10.033)
    assert first == pytest.approx(0.9)
    assert 0.45 < second < 0.55
    assert bars.at([mark_of(1, 0.8)], 12.0) == [pytest.approx(0.8)]
    assert bars.at([mark_of(2, 0.3), mark_of(None, 0.5)], 12.03) == [0.3, 0.5], "it was gone meanwhile"


def test_an_accepted_cover_keeps_its_verdict_on_a_later_picture_of_the_same() -> None:
    decision = accepted()
    assert isinstance(decision, Accepted)
    (mark,) = marks(inspected(seen(D26L), decisions=(decision,)), shown_s=10.3, now_s=10.35, moved=False)
    assert (mark.verdict, mark.hold) == (Verdict.RIGHT, Hold.SITS)
