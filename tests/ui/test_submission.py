"""From the last label to the next note: what is offered, what can still be taken back, and what has left."""

import pytest

from app.domain.command import Command
from app.ports.station_record import MessageState
from app.use_cases.desk_state import DeskState, Phase
from tests.ui.conftest import CARTON, DN, NEXT_DN, UNDO_S, Bench
from tests.ui.hands import TouchAlone, reachable, scanner_alone
from tests.ui.test_flow import (
    UNDO_OR_NEXT,
    WHY,
    asked,
    do,
    reach_already_packed,
    reach_asking,
    reach_complete,
    reach_packing,
    reach_signed_out,
    reach_submitted,
    reach_submitting,
    reach_waiting,
    scan,
)
from tests.ui.test_menu_and_help import Reach
from ui.packing.submission import SubmissionState

ENDING = (
    "submitButton", "reopenButton", "newNoteButton", "undoSubmissionButton", "slipButton", "nextNoteButton",
    "cancelDiscrepancyButton", "confirmDiscrepancyButton",
)  # fmt: skip


@pytest.mark.parametrize(
    ("reach", "offered"),
    [
        (reach_signed_out, ()),
        (reach_waiting, ()),
        (reach_packing, ("newNoteButton", "submitButton")),
        (reach_asking, ("cancelDiscrepancyButton", "confirmDiscrepancyButton")),
        (reach_submitting, ("undoSubmissionButton", "nextNoteButton")),
        (reach_submitted, ("slipButton", "nextNoteButton")),
        (reach_already_packed, ("newNoteButton", "reopenButton")),
    ],
    ids=lambda each: getattr(each, "__name__", "")[6:],
)
def test_v19_only_what_can_be_done_is_on_the_screen_and_once(
    shift: Bench, reach: Reach, offered: tuple[str, ...]
) -> None:
    reach(shift)
    seen = [name for name in ENDING if shift.button(name).isVisible()]
    assert sorted(seen) == sorted(offered)
    dead = [name for name in seen if not reachable(shift.button(name))]
    assert dead == (["confirmDiscrepancyButton"] if reach is reach_asking else [])
    words = [shift.button(name).text() for name in seen]
    assert len(set(words)) == len(words)


def test_the_same_thing_is_called_the_same_everywhere(shift: Bench) -> None:
    assert shift.button("newNoteButton").text() == shift.button("nextNoteButton").text() == "Next note"


def test_a_second_press_where_submit_was_does_not_send_the_session_off(shift: Bench) -> None:
    reach_complete(shift)
    submit, window = shift.button("submitButton"), shift.window
    place = submit.mapTo(window, submit.rect().center())
    TouchAlone(shift).press("submitButton")
    asked(shift, UNDO_OR_NEXT)
    under = window.childAt(place)
    assert under is not None
    assert "button" not in under.objectName().lower()


def test_the_ring_runs_out_and_the_session_leaves_once(shift: Bench) -> None:
    reach_submitting(shift)
    panel = shift.window.committed
    assert (panel.shown.state, panel.shown.seconds_left) == (SubmissionState.LEAVING, 8)
    shift.clock.now_s += UNDO_S / 2
    shift.qtbot.waitUntil(lambda: panel.shown.seconds_left == 4)
    assert panel.shown.fraction_left == 0.5
    assert not shift.store.records
    shift.clock.now_s += UNDO_S / 2
    shift.qtbot.waitUntil(lambda: panel.accessibleName().startswith("Committed as"))
    assert [record.operator for record in shift.store.records] == ["OP-17"]


@pytest.mark.parametrize("by", ["touch", "scanner"])
def test_who_goes_on_at_once_sends_it_off_at_once(shift: Bench, by: str) -> None:
    reach_submitting(shift)
    if by == "touch":
        TouchAlone(shift).press("nextNoteButton")
        asked(shift, "Scan the delivery note.")
    else:
        with scanner_alone(shift) as scanner:
            scanner.give(NEXT_DN)
            shift.qtbot.waitUntil(lambda: shift.text("dnNumber") == NEXT_DN)
    shift.qtbot.waitUntil(lambda: len(shift.store.records) == 1)


def test_a_carton_that_comes_too_late_is_refused_and_the_session_can_be_taken_back_for_it(shift: Bench) -> None:
    reach_asking(shift)
    do(shift, Command.REASON_1)
    do(shift, Command.CONFIRM)
    with scanner_alone(shift) as scanner:
        scanner.give(CARTON)
    asked(shift, "Undo the submission, then scan it again.")
    TouchAlone(shift).press("undoSubmissionButton")
    asked(shift, "Go on packing, or submit it again.")
    scan(shift, CARTON)
    assert shift.window._desk.phase is Phase.PACKING
    assert len(shift.window.packing.labels.codes) == 2


def test_a_reason_of_an_earlier_time_is_not_used_again(shift: Bench) -> None:
    reach_asking(shift)
    touch = TouchAlone(shift)
    touch.press("reason_damaged")
    touch.press("confirmDiscrepancyButton")
    asked(shift, UNDO_OR_NEXT)
    touch.press("undoSubmissionButton")
    asked(shift, "Go on packing, or submit it again.")
    touch.press("submitButton")
    asked(shift, WHY)
    assert shift.window.discrepancy.reason == ""
    assert not reachable(shift.button("confirmDiscrepancyButton"))


def test_the_slip_of_what_was_submitted_is_asked_for(shift: Bench) -> None:
    reach_submitted(shift)
    slips: list[DeskState] = []
    shift.window.slip_asked.connect(slips.append)
    TouchAlone(shift).press("slipButton")
    (slip,) = slips
    assert (str(slip.note.number) if slip.note else "", slip.sent) == (DN, MessageState.CONFIRMED)
