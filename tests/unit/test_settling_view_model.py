"""What the panels show of a session and of a conflict."""

from dataclasses import replace

from app.domain.conflict import LabelHolder
from app.domain.labels import LabelCode
from app.domain.settlement import LabelNow, Settlement
from app.domain.voiding import LostBy, LostLabel, PartChange, SessionBooking
from tests.unit.test_settlement import AT, A, case, free, label, taken
from ui.settling.view_model import SessionDeed, booking_state, case_state

BOOKING = SessionBooking(
    "s-1",
    "KSS007317A",
    "PKG-1",
    "bench-1",
    "OP-17",
    AT,
    (label("L1"), label("L2")),
    (LostLabel(LabelCode("L3"), LostBy.TAKEN_OUT, "s-2"),),
    (LabelCode("L9"),),
    (PartChange(A, 40, 40, 0),),
)


def holder(code: str, session_id: str = "s-other") -> LabelHolder:
    return LabelHolder(LabelCode(code), "KSS000001X", "PKG-X", session_id, "bench-2", AT)


def test_a_void_names_what_becomes_free_and_what_stays() -> None:
    state = booking_state(SessionDeed.VOID, BOOKING)
    assert (state.labels, state.pieces, state.kept, state.took_out, state.possible) == (2, 40, 1, 1, True)
    assert [(row.label, row.pieces, row.lost_by) for row in state.rows] == [
        ("L1", 20, None),
        ("L2", 20, None),
        ("L3", 0, LostBy.TAKEN_OUT),
    ]
    assert state.parts == BOOKING.parts
    assert not booking_state(SessionDeed.VOID, replace(BOOKING, voided_at=AT, voided_by="SARI")).possible


def test_a_reopening_changes_no_part_and_takes_one() -> None:
    state = booking_state(SessionDeed.REOPEN, BOOKING)
    assert (state.parts, state.two_people) == ((), False)
    assert booking_state(SessionDeed.VOID, BOOKING).two_people


def test_the_other_side_is_each_session_once_with_its_labels() -> None:
    labels = (
        replace(taken("L1"), holder=holder("L1")),
        replace(taken("L2"), holder=holder("L2")),
        replace(taken("L3"), holder=holder("L3", "s-third")),
        free("L4"),
    )
    state = case_state(case(*labels))
    assert [(side.session_id, side.labels, side.pieces) for side in state.theirs] == [
        ("s-other", 2, 40),
        ("s-third", 1, 20),
    ]
    assert (state.ours.labels, state.ours.pieces) == (4, 80)
    assert [row.in_the_way for row in state.rows] == [True, True, True, False]


def test_who_had_it_when_the_conflict_was_found_is_shown_as_such() -> None:
    made = case(free("L1", disputed=True))
    known = replace(made, conflict=replace(made.conflict, holders=(holder("L1"),)))
    (row,) = case_state(known).rows
    assert row.other is not None
    assert (row.other.then, row.in_the_way) == (True, False)


def test_what_this_session_has_booked_itself_is_no_other_side() -> None:
    labels = (replace(taken("L1"), holder=holder("L1", "session-1")),)
    state = case_state(case(*labels, booked_as="PKG-1"))
    assert state.theirs == ()
    assert [(row.ours, row.in_the_way, row.now) for row in state.rows] == [(True, False, LabelNow.TAKEN)]
    assert [choice.possible for choice in state.choices] == [True, False, False]
    assert state.choices[0].already


def test_a_choice_says_what_it_books_and_leaves_out() -> None:
    state = case_state(case(taken("L1"), free("L2")))
    without = next(each for each in state.choices if each.settlement is Settlement.WITHOUT_DISPUTED)
    assert (without.labels, without.pieces, without.left_out) == (1, 20, ("L1",))
