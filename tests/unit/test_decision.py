"""The rules of the vote, each by its number."""

from dataclasses import replace
from typing import TypeGuard

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.alias import AliasBook, AliasStatus
from app.domain.decision import Accepted, Decision, Refused, Undecided, UndecidedReason, VoteRules, as_plain
from app.domain.inspection import Asked, Inspection, covers_in_view
from app.domain.part_number import PartNumber
from app.domain.stamp import StampReading
from tests.unit.builders import BOX, D26L, D26R, D31R, FAR_BOX, MODEL, alias, note, part, result, seen, watched


def decision_after(*results, paper=None):
    return watched(paper or note(D26L), *results).decisions[0]


def test_three_fresh_agreeing_frames_accept():
    decision = decision_after(*(result(i, i * 0.1, seen(D26L)) for i in range(3)))
    assert isinstance(decision, Accepted)
    assert decision.part_number.short == "D26L"
    assert decision.evidence.frame_ids == (0, 1, 2)


def test_d1_an_old_frame_has_no_vote():
    late = watched(note(D26L), *(result(i, i * 0.1, seen(D26L)) for i in range(6)), delay_s=0.501)
    assert late.decisions == ()


def test_d18_a_frame_that_is_not_clear_has_no_vote():
    frames = [result(i, i * 0.1, seen(D26L)) for i in range(6)]
    dark = [replace(each, stamp=replace(each.stamp, clear=False)) for each in frames]
    assert watched(note(D26L), *dark).decisions == ()
    decision = decision_after(*frames[:2], *dark[2:5])
    assert isinstance(decision, Undecided)
    assert decision.evidence.frame_ids == (0, 1)
    assert isinstance(decision_after(*frames[:3]), Accepted)


def test_d1_an_identical_frame_has_no_vote():
    frozen = [result(i, i * 0.1, seen(D26L), fingerprint=7) for i in range(5)]
    decision = decision_after(*frozen)
    assert isinstance(decision, Undecided)
    assert len(decision.evidence.frame_ids) == 1


def test_d1_a_frame_seen_twice_or_out_of_order_has_no_vote():
    decision = decision_after(
        result(1, 0.1, seen(D26L)), result(1, 0.1, seen(D26L)), result(0, 0.0, seen(D26L)), result(2, 0.2, seen(D26L))
    )
    assert isinstance(decision, Undecided)


def test_d2_two_covers_are_two_decisions():
    both = watched(note(D26L), *(result(i, i * 0.1, seen(D26L), seen(D26L, box=FAR_BOX)) for i in range(3)))
    assert [type(d) for d in both.decisions] == [Accepted, Accepted]
    assert covers_in_view(both.decisions) == {part(D26L): 2}


def test_d3_votes_expire_after_500_ms():
    decision = decision_after(result(0, 0.0, seen(D26L)), result(1, 0.1, seen(D26L)), result(2, 0.7, seen(D26L)))
    assert isinstance(decision, Undecided)
    assert decision.evidence.frame_ids == (2,)


def test_d4_two_frames_are_not_enough():
    decision = decision_after(result(0, 0.0, seen(D26L)), result(1, 0.1, seen(D26L)))
    assert isinstance(decision, Undecided)
    assert decision.reason is UndecidedReason.COLLECTING


def test_d5_disagreeing_classes_stay_undecided():
    labels = [D26L, D26R, D26L, D26R]
    decision = decision_after(*(result(i, i * 0.1, seen(label)) for i, label in enumerate(labels)))
    assert isinstance(decision, Undecided)
    assert decision.reason is UndecidedReason.CLASSES_DISAGREE


def test_d6_the_median_must_reach_the_threshold():
    low = decision_after(*(result(i, i * 0.1, seen(D26L, c)) for i, c in enumerate([0.99, 0.84, 0.84])))
    assert isinstance(low, Undecided)
    assert low.reason is UndecidedReason.CONFIDENCE_LOW
    assert isinstance(decision_after(*(result(i, i * 0.1, seen(D26L, 0.85)) for i in range(3))), Accepted)


def test_d6_hysteresis_keeps_an_accepted_cover_down_to_080():
    confidences = [0.9, 0.9, 0.9, 0.82, 0.82, 0.82, 0.82]
    steps = [result(i, i * 0.1, seen(D26L, c)) for i, c in enumerate(confidences)]
    assert isinstance(decision_after(*steps), Accepted)
    fresh = [result(i, i * 0.1, seen(D26L, 0.82)) for i in range(5)]
    assert isinstance(decision_after(*fresh), Undecided)


def test_d7_a_part_that_is_not_on_the_note_is_refused():
    decision = decision_after(*(result(i, i * 0.1, seen(D26R)) for i in range(3)))
    assert isinstance(decision, Refused)


def test_d8_only_an_alias_bridges_two_names():
    erp_part = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
    paper = note("Z-CV02-D26LXXX-C03N-NL-DG00")
    frames = [result(i, i * 0.1, seen(D26R)) for i in range(3)]
    assert isinstance(decision_after(*frames, paper=paper), Refused)
    approved = alias(D26R, erp_part, AliasStatus.APPROVED)
    inspection = watched(paper, *frames, aliases=AliasBook((replace(approved, status=AliasStatus.PROPOSED), approved)))
    decision = inspection.decisions[0]
    assert isinstance(decision, Accepted)
    assert decision.part_number == erp_part
    assert decision.evidence.alias == approved


def test_d9_a_second_guess_about_one_cover_is_never_accepted_beside_the_first():
    """The mirrored twin is in view, and the model also calls it, at 0.90, the part that the note asks for."""
    both = watched(note(D26L), *(result(i, i * 0.1, seen(D26R, 0.95), seen(D26L, 0.90)) for i in range(5)))
    assert [type(decision) for decision in both.decisions] == [Undecided]
    both = watched(note(D26L), *(result(i, i * 0.1, seen(D26R, 0.95), seen(D26L, 0.40)) for i in range(5)))
    assert [type(decision) for decision in both.decisions] == [Undecided]


def frames_of(*detections, count=4, step_s=0.1):
    return [result(i, i * step_s, *detections) for i in range(count)]


def undecided(decision: Decision, reason: UndecidedReason) -> TypeGuard[Undecided]:
    return isinstance(decision, Undecided) and decision.reason is reason


def test_d1_a_looping_feed_has_no_vote():
    looped = [result(i, i * 0.1, seen(D26L), fingerprint=i % 2) for i in range(8)]
    assert watched(note(D26L), *looped).decisions == ()
    assert isinstance(decision_after(*looped[:4]), Undecided)


def test_d1_a_frame_from_the_future_has_no_vote():
    inspection = Inspection()
    for frame in frames_of(seen(D26L)):
        inspection = inspection.observe(frame, Asked(note(D26L)), frame.stamp.captured_s - 0.001)
    assert inspection.decisions == ()


def test_d2_another_class_does_not_lead_from_one_cover_to_another():
    """Two votes here, a wrong guess half-way, and the third vote where the first two no longer reach."""
    far, between = replace(BOX, x1=0.52, x2=0.92), replace(BOX, x1=0.41, x2=0.81)
    frames = [result(0, 0.0, seen(D26L)), result(1, 0.1, seen(D26L))]
    bridged = [*frames, result(2, 0.15, seen(D26R, box=between)), result(3, 0.2, seen(D26L, box=far))]
    assert all(isinstance(decision, Undecided) for decision in watched(note(D26L), *bridged).decisions)


def test_d10_a_close_second_class_keeps_it_undecided():
    close = decision_after(*frames_of(seen(D26L, 0.90), seen(D26R, 0.65)))
    assert undecided(close, UndecidedReason.CLASSES_CLOSE)
    assert close.evidence.margin == pytest.approx(0.25)
    farther = decision_after(*frames_of(seen(D26L, 0.90), seen(D26R, 0.55)))
    assert undecided(farther, UndecidedReason.RIVAL_HEARD)


def test_d10_the_rival_may_have_no_box_of_its_own():
    close = decision_after(*frames_of(replace(seen(D26L, 0.90), rival=0.65)))
    assert undecided(close, UndecidedReason.CLASSES_CLOSE)
    assert close.evidence.margin == pytest.approx(0.25)


def heard(*rivals):
    """One frame every 0.1 s; in each a sure D26L, and another class at that much."""
    return [result(i, i * 0.1, replace(seen(D26L), rival=rival)) for i, rival in enumerate(rivals)]


def test_d16_a_frame_that_hears_another_class_does_not_count():
    assert undecided(decision_after(*heard(0.0, 0.0, 0.06)), UndecidedReason.COLLECTING)
    assert isinstance(decision_after(*heard(0.0, 0.0, 0.06, 0.0)), Accepted)


def test_d16_too_many_such_frames_keep_it_undecided():
    assert undecided(decision_after(*heard(0.06, 0.06, 0.06, 0.0)), UndecidedReason.RIVAL_HEARD)
    assert undecided(decision_after(*heard(0.06, 0.06, 0.06, 0.0, 0.0)), UndecidedReason.RIVAL_HEARD)


def test_d16_a_murmur_is_not_heard_and_what_is_accepted_stays():
    assert isinstance(decision_after(*heard(0.05, 0.05, 0.05)), Accepted)
    assert isinstance(decision_after(*heard(0.05, 0.05, 0.05, 0.4, 0.4)), Accepted)


@pytest.mark.parametrize("edge", [{"x1": 0.019}, {"y1": 0.0}, {"x2": 1.0}, {"y2": 0.981}])
def test_d11_a_cover_cut_by_the_edge_is_undecided(edge):
    assert undecided(decision_after(*frames_of(seen(D26L, box=replace(BOX, **edge)))), UndecidedReason.CUT_BY_EDGE)


def test_d12_two_different_parts_are_shown_one_at_a_time():
    both = watched(note(D26L, D31R), *frames_of(seen(D26L), seen(D31R, box=FAR_BOX)))
    first, second = both.decisions
    assert undecided(first, UndecidedReason.DIFFERENT_PARTS)
    assert undecided(second, UndecidedReason.DIFFERENT_PARTS)
    assert first.parts == (part(D26L), part(D31R))


@pytest.mark.parametrize(("confidence", "verdict"), [(0.64, Accepted), (0.65, Undecided)])
def test_d12_one_weak_guess_is_no_second_part_and_one_sure_one_is(confidence, verdict):
    fleeting = [*frames_of(seen(D26L)), result(9, 0.4, seen(D26L), seen(D31R, confidence, box=FAR_BOX))]
    assert isinstance(watched(note(D26L), *fleeting).decisions[0], verdict)


def test_d12_can_be_left_to_each_cover_alone():
    rules = VoteRules(one_part_at_a_time=False)
    both = watched(note(D26L, D31R), *frames_of(seen(D26L), seen(D31R, box=FAR_BOX)), rules=rules)
    assert [type(decision) for decision in both.decisions] == [Accepted, Accepted]


def test_d13_a_label_without_a_name_is_for_the_supervisor():
    erp_part = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
    waiting = AliasBook((alias(D26R, erp_part),))
    awaited = watched(note(erp_part.text), *frames_of(seen(D26R)), aliases=waiting).decisions[0]
    assert undecided(awaited, UndecidedReason.ALIAS_AWAITED)
    assert awaited.parts == (erp_part,)
    unknown = watched(note(D26L), *frames_of(seen("cover_7"))).decisions[0]
    assert undecided(unknown, UndecidedReason.LABEL_UNKNOWN)


def test_d13_a_label_that_was_given_to_another_part_is_not_taken_by_its_spelling():
    acts = (
        alias(D26R, PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")),
        alias(D26R, PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00"), AliasStatus.APPROVED),
    )
    contested = watched(note(D26R), *frames_of(seen(D26R)), aliases=AliasBook(acts)).decisions[0]
    assert undecided(contested, UndecidedReason.LABEL_CONTESTED)


def stamped(text, confidence=0.95):
    return {1: StampReading(1, result(0, 0.0).stamp, text, confidence)}


def test_d14_a_stamp_that_agrees_is_a_second_witness():
    decision = watched(note(D26L), *frames_of(seen(D26L)), readings=stamped("Z-CV01-D26LXXX C03N-NL-DG00")).decisions[0]
    assert isinstance(decision, Accepted)
    assert decision.witnessed


def test_d14_a_stamp_that_contradicts_turns_green_into_undecided():
    readings = stamped("Z-CV01-D26RXXX C03N-NL-DG00")
    decision = watched(note(D26L), *frames_of(seen(D26L)), readings=readings).decisions[0]
    assert undecided(decision, UndecidedReason.STAMP_CONTRADICTS)
    assert decision.evidence.stamp == readings[1]


def test_d15_votes_of_two_models_are_not_added_up():
    frames = frames_of(seen(D26L), count=4)
    other = replace(MODEL, version="2")
    swapped = [frame if i < 2 else replace(frame, model=other) for i, frame in enumerate(frames)]
    assert undecided(decision_after(*swapped), UndecidedReason.COLLECTING)


def test_a_decision_in_plain_values_says_what_it_rests_on():
    plain = as_plain(decision_after(*frames_of(seen(D26R))))
    assert (plain["verdict"], plain["reason"]) == ("refused", "not_on_note")
    assert plain["part_number"] == part(D26R).text
    assert plain["frames"] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "unsafe",
    [
        {"min_frames": 1},
        {"accept_confidence": 0.5},
        {"min_agreement": 0.3},
        {"max_age_ms": 5000},
        {"keep_confidence": 0.5},
        {"min_margin": 0.05},
        {"edge": 0.0},
        {"max_rival": 0.5},
        {"max_rival": 0.04},
    ],
)
def test_unsafe_rules_cannot_be_made(unsafe):
    with pytest.raises(ValueError, match="unsafe"):
        VoteRules(**unsafe)


frames_strategy = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.floats(0, 2),
        st.integers(0, 4),
        st.sampled_from([D26L, D26R]),
        st.floats(0.25, 1.0),
        st.floats(0, 1.0),
    ),
    max_size=30,
)


@given(frames_strategy)
def test_whatever_arrives_an_accept_rests_on_three_distinct_fresh_frames(frames):
    """Order, repetition, delay and loss of frames cannot produce an accept that the rules forbid."""
    inspection, paper = Inspection(), note(D26L)
    fed: dict[int, list[tuple[float, str, float]]] = {}
    for frame_id, captured_s, fingerprint, label, confidence, delay_s in frames:
        now_s = captured_s + delay_s
        fed.setdefault(frame_id, []).append((captured_s, label, confidence))
        inspection = inspection.observe(
            result(frame_id, captured_s, seen(label, confidence, BOX), fingerprint=fingerprint), Asked(paper), now_s
        )
        for decision in inspection.decisions:
            if isinstance(decision, Accepted):
                assert decision.part_number.short == "D26L"
                assert len(decision.evidence.frame_ids) >= 3
                assert decision.evidence.confidence >= 0.80
                for used in decision.evidence.frame_ids:
                    assert any(lab == D26L and (now_s - c) <= 0.5 + 1e-9 for c, lab, _ in fed[used])


STEPS = st.lists(
    st.tuples(
        st.sampled_from([BOX, replace(BOX, x1=0.41, x2=0.81), replace(BOX, x1=0.53, x2=0.93)]),
        st.floats(0.80, 1.0),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=500)
@given(STEPS)
def test_frames_of_another_class_never_turn_an_undecided_into_an_accept(steps):
    """The same frames without those of the other class would have accepted too, whenever these accept."""
    with_others, without = Inspection(), Inspection()
    for index, (box, confidence, is_other) in enumerate(steps):
        frame = result(index, index * 0.05, seen(D26R if is_other else D26L, confidence, box))
        now_s = frame.stamp.captured_s + 0.04
        with_others = with_others.observe(frame, Asked(note(D26L)), now_s)
        if not is_other:
            without = without.observe(frame, Asked(note(D26L)), now_s)
        accepted = [decision for decision in with_others.decisions if isinstance(decision, Accepted)]
        for decision in accepted:
            votes = [vote for track in without.tracks for vote in track.votes]
            used = [vote for vote in votes if vote.stamp.frame_id in decision.evidence.frame_ids]
            assert len(used) == len(decision.evidence.frame_ids) >= 3
            assert any(set(decision.evidence.frame_ids) <= _frames_of(track) for track in without.tracks)


def _frames_of(track):
    return {vote.stamp.frame_id for vote in track.votes}


LEFT, MIDDLE, RIGHT = BOX, replace(BOX, x1=0.41, x2=0.81), replace(BOX, x1=0.53, x2=0.93)


@pytest.mark.parametrize("others", [(LEFT, RIGHT), ()])
def test_d17_another_class_does_not_make_one_cover_of_votes_that_are_two(others):
    """Votes at the middle, the right and twice at the left are two covers of two votes. Where another class was seen
    before at left and right, its covers would share them out as one and three."""
    inspection = Inspection()
    weak = [seen(D26R, 0.30, box) for box in others]  # too weak to be another part in view (D12)
    for index, each in enumerate([*weak, *(seen(D26L, 0.95, box) for box in (MIDDLE, RIGHT, LEFT, LEFT))]):
        frame = result(index, index * 0.05, each)
        inspection = inspection.observe(frame, Asked(note(D26L)), frame.stamp.captured_s + 0.04)
        assert not [each for each in inspection.decisions if isinstance(each, Accepted)]


def test_d17_the_same_votes_without_the_jump_are_accepted():
    inspection = Inspection()
    for index, (label, box) in enumerate([(D26R, LEFT), (D26L, LEFT), (D26L, MIDDLE), (D26L, LEFT)]):
        frame = result(index, index * 0.05, seen(label, 0.95, box))
        inspection = inspection.observe(frame, Asked(note(D26L)), frame.stamp.captured_s + 0.04)
    assert [type(each) for each in inspection.decisions] == [Accepted]
