"""Simulated presentations show what they say, and can be drawn again."""

from itertools import islice

import numpy as np
import pytest

from services.synthetic.parts import CLASS_LABELS, design_of
from services.synthetic.presentations import Kind, Presentation, frames, mirrored, part_text, presentation, shots

SEED = 2_000_000
MANY = [presentation(SEED, index) for index in range(200)]
SMALL = {"width": 320, "height": 180}


def of_kind(kind: Kind, *, asked_for: bool = True) -> Presentation:
    return next(
        each
        for each in MANY
        if each.kind is kind and all(part_text(label) in each.asked for label in each.shown) is asked_for
    )


def test_a_presentation_and_its_frames_are_the_same_again():
    assert presentation(SEED, 17) == MANY[17]
    assert presentation(SEED + 1, 17) != MANY[17]
    first, again = (list(islice(frames(MANY[0], SEED, **SMALL), 4)) for _ in range(2))
    assert [mark for _, mark in first] == [mark for _, mark in again]
    assert all(np.array_equal(one, other) for (one, _), (other, _) in zip(first, again, strict=True))
    assert first[0][0].shape == (180, 320, 3)
    assert first[0][0].dtype == np.uint8


def test_the_kinds_have_their_shares():
    share = {kind: sum(each.kind is kind for each in MANY) / len(MANY) for kind in Kind}
    assert share[Kind.RIGHT_PART] == 0.30
    assert min(share.values()) == 0.05


def test_a_note_has_one_to_nine_lines_and_no_part_twice():
    assert {len(each.asked) for each in MANY} == set(range(1, 10))
    assert all(len(set(each.asked)) == len(each.asked) for each in MANY)
    wrong = [each for each in MANY if each.kind is Kind.NOT_ON_NOTE]
    assert sum(len(each.asked) == 9 for each in wrong) >= len(wrong) // 3


def test_what_is_called_right_is_asked_for_and_complete():
    for each in MANY:
        asked_for = [part_text(label) in each.asked for label in each.shown]
        assert each.right is (all(asked_for) and each.kind is not Kind.HALF_PART), each
        assert set(each.shown) <= set(CLASS_LABELS), each
        assert len(each.shown) == (2 if each.kind is Kind.TWO_PARTS else 1), each
        if each.kind in {Kind.NOT_ON_NOTE, Kind.MIRRORED_TWIN}:
            assert not any(asked_for), each
        if each.kind in {Kind.RIGHT_PART, Kind.TWO_PARTS}:
            assert asked_for[0], each


@pytest.mark.parametrize(
    "kind", [Kind.HALF_PART, Kind.HAND_OVER, Kind.MOVING, Kind.DARK, Kind.BRIGHT, Kind.BLURRED, Kind.FROZEN]
)
def test_half_of_the_hard_pictures_show_a_part_on_the_note(kind):
    asked_for = [part_text(each.shown[0]) in each.asked for each in MANY if each.kind is kind]
    assert sum(asked_for) == len(asked_for) / 2


def test_a_twin_is_asked_for_mirrored():
    twins = [each for each in MANY if each.kind is Kind.MIRRORED_TWIN]
    assert all(part_text(mirrored(each.shown[0])) in each.asked for each in twins)
    assert mirrored("W_CV01_D26LXXX_C03N_NL_DG00") == "W_CV01_D26RXXX_C03N_NL_DG00"
    assert all({design_of(label).side, design_of(mirrored(label)).side} == {"L", "R"} for label in CLASS_LABELS)
    assert any(mirrored(each.shown[0]) in CLASS_LABELS for each in twins)


def test_a_frozen_feed_repeats_picture_and_fingerprint_and_a_live_one_never_does():
    frozen = list(frames(of_kind(Kind.FROZEN), SEED, **SMALL))
    (last, mark), marks = frozen[-1], [mark for _, mark in frozen]
    since = marks.index(mark)
    assert 1 <= since < 10
    assert marks[since:] == [mark] * (len(frozen) - since)
    assert all(np.array_equal(last, image) for image, _ in frozen[since:])
    assert len(set(marks[: since + 1])) == since + 1
    live = [mark for _, mark in frames(of_kind(Kind.RIGHT_PART), SEED, **SMALL)]
    assert len(set(live)) == len(live) == 18


def test_a_cover_arrives_and_is_then_complete_but_for_the_half_one():
    whole = list(shots(of_kind(Kind.RIGHT_PART), SEED, **SMALL, seconds=0.5))[-1].covers[0].box
    assert min(whole[:2]) > 0.004
    assert max(whole[2:]) < 0.996
    half = list(shots(of_kind(Kind.HALF_PART), SEED, **SMALL, seconds=0.5))[-1].covers[0]
    assert min(half.box[:2]) == 0 or max(half.box[2:]) == 1
    assert 0.3 < half.visible_fraction < 0.75


def test_a_moving_cover_never_rests():
    places = [shot.covers[0].corners[0][0] for shot in shots(of_kind(Kind.MOVING), SEED, **SMALL) if shot.covers]
    assert min(np.abs(np.diff(places))) > 0.02


def test_two_parts_are_both_in_view():
    last = list(shots(of_kind(Kind.TWO_PARTS), SEED, **SMALL, seconds=0.4))[-1]
    assert {cover.label for cover in last.covers} == set(of_kind(Kind.TWO_PARTS).shown)


def test_dark_and_bright_are():
    means = {
        kind: list(frames(of_kind(kind), SEED, **SMALL, seconds=0.4))[-1][0].mean() for kind in (Kind.DARK, Kind.BRIGHT)
    }
    assert means[Kind.DARK] < 60
    assert means[Kind.BRIGHT] > 110
