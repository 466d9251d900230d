"""The rules of the vote, each by its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Accepted, Inspection, Refused, Undecided, UndecidedReason, VoteRules
from app.domain.part_number import PartNumber
from tests.unit.builders import BOX, D26L, D26R, FAR_BOX, note, result, seen, watched


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
    both = watched(note(D26L), *(result(i, i * 0.1, seen(D26L), seen(D26R, box=FAR_BOX)) for i in range(3)))
    assert {type(d) for d in both.decisions} == {Accepted, Refused}


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
    inspection = Inspection()
    for frame in frames:
        inspection = inspection.observe(frame, paper, frame.stamp.captured_s, {D26R: erp_part})
    accepted = inspection.decisions[0]
    assert isinstance(accepted, Accepted)
    assert accepted.part_number == erp_part


def test_d9_a_second_guess_about_one_cover_is_never_accepted_beside_the_first():
    """The mirrored twin is in view, and the model also calls it, at 0.90, the part that the note asks for."""
    both = watched(note(D26L), *(result(i, i * 0.1, seen(D26R, 0.95), seen(D26L, 0.90)) for i in range(5)))
    assert [type(decision) for decision in both.decisions] == [Refused]


@pytest.mark.parametrize(
    "unsafe",
    [
        {"min_frames": 1},
        {"accept_confidence": 0.5},
        {"min_agreement": 0.3},
        {"max_age_ms": 5000},
        {"keep_confidence": 0.5},
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
            result(frame_id, captured_s, seen(label, confidence, BOX), fingerprint=fingerprint), paper, now_s
        )
        for decision in inspection.decisions:
            if isinstance(decision, Accepted):
                assert decision.part_number.short == "D26L"
                assert len(decision.evidence.frame_ids) >= 3
                assert decision.evidence.confidence >= 0.80
                for used in decision.evidence.frame_ids:
                    assert any(lab == D26L and (now_s - c) <= 0.5 + 1e-9 for c, lab, _ in fed[used])
