"""The whole job, three times over: with the scanner alone, by touch alone, with the keyboard alone."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.command import Command
from app.domain.errors import ErrorCode, OperationalError
from app.domain.notices import Tone
from app.use_cases.desk_state import Phase
from tests.ui.conftest import CARTON, D23L_LABEL, D26R, DN, NEXT_DN, UNDO_S, WRONG_CARTON, Bench, cover
from tests.ui.hands import Hand, KeyboardAlone, TouchAlone, reachable, scanner_alone
from ui.packing.view_model import Stage

BADGE = "OP-17"
SHOW_OR_SCAN = "Show a part to the camera, or scan a carton label."
WHY = "Give a reason to submit with a discrepancy."
UNDO_OR_NEXT = "Undo it now, or scan the next delivery note."


@pytest.fixture(params=["scanner", "touch", "keyboard"])
def hand(shift: Bench, request: pytest.FixtureRequest) -> Iterator[Hand]:
    if request.param == "scanner":
        with scanner_alone(shift) as scanner:
            yield scanner
    else:
        yield TouchAlone(shift) if request.param == "touch" else KeyboardAlone(shift)


def asked(bench: Bench, words: str) -> None:
    """The largest words of the instruction are these, and come to be."""
    bench.qtbot.waitUntil(lambda: bench.window.banner.action == words)


def situation(bench: Bench) -> tuple[object, ...]:
    desk = bench.window._desk
    labels = desk.session.labels if desk.session else ()
    return desk.phase, desk.held, desk.asking_reason, desk.reason, len(labels)


def test_the_whole_job_by_one_hand_alone(shift: Bench, hand: Hand) -> None:
    bench = shift
    asked(bench, "Scan your badge.")
    hand.give(BADGE)
    asked(bench, "Scan the delivery note.")
    hand.give(DN)
    asked(bench, SHOW_OR_SCAN)
    bench.show(cover(), frames=4)
    asked(bench, "Scan its carton label.")
    hand.give(CARTON)
    asked(bench, "Go on with the next carton.")
    hand.give(WRONG_CARTON)
    asked(bench, "Set the carton aside.")
    assert (bench.tone, bench.window._desk.held) == (Tone.REFUSED, True)
    hand.confirm()
    asked(bench, "Go on with the next carton.")
    for _again in range(2):
        hand.ask()
        asked(bench, WHY)
        hand.choose_reason()
        asked(bench, "Confirm the discrepancy.")
        hand.confirm()
        asked(bench, UNDO_OR_NEXT)
        assert not bench.store.records
        if not _again:
            hand.undo()
            asked(bench, "Go on packing, or submit it again.")
            assert bench.window._desk.phase is Phase.PACKING
    bench.clock.now_s += UNDO_S
    asked(bench, "Scan the next delivery note.")
    bench.qtbot.waitUntil(lambda: len(bench.store.records) == 1)
    (record,) = bench.store.records
    assert (record.operator, record.discrepancy_reason) == (BADGE, "damaged parts")
    hand.give(NEXT_DN)
    asked(bench, SHOW_OR_SCAN)
    assert bench.text("dnNumber") == NEXT_DN
    hand.sign_out()
    asked(bench, "Scan your badge.")
    assert bench.text("dnNumber") == ""


# -- no dead end ------------------------------------------------------------------------------------------------------


def reach_signed_out(_bench: Bench) -> None:
    """As it begins."""


def reach_waiting(bench: Bench) -> None:
    scan(bench, BADGE)


def reach_packing(bench: Bench) -> None:
    reach_waiting(bench)
    scan(bench, DN)


def reach_refused_label(bench: Bench) -> None:
    reach_packing(bench)
    scan(bench, "OTHER")


def reach_refused_cover(bench: Bench) -> None:
    reach_packing(bench)
    bench.show(cover(D23L_LABEL), frames=4)
    bench.qtbot.waitUntil(lambda: bench.window._desk.held)


def reach_asking(bench: Bench) -> None:
    reach_packing(bench)
    scan(bench, "L1")
    do(bench, Command.DISCREPANCY)


def reach_refused_while_asking(bench: Bench) -> None:
    reach_asking(bench)
    scan(bench, "OTHER")


def reach_complete(bench: Bench) -> None:
    reach_packing(bench)
    for code in ("L1", "L2", "L3"):
        scan(bench, code)


def reach_submitting(bench: Bench) -> None:
    reach_complete(bench)
    do(bench, Command.CONFIRM)


def reach_submitted(bench: Bench) -> None:
    reach_submitting(bench)
    bench.clock.now_s += UNDO_S
    bench.qtbot.waitUntil(lambda: bench.window._desk.notice.code == "committed")


def reach_conflict(bench: Bench) -> None:
    reach_complete(bench)
    bench.store.error = OperationalError(ErrorCode.DATABASE_MISMATCH, problem="a column is missing")
    do(bench, Command.CONFIRM)
    bench.clock.now_s += UNDO_S
    bench.qtbot.waitUntil(lambda: bench.window._desk.notice.code == "quarantined")
    bench.store.error = None


def reach_already_packed(bench: Bench) -> None:
    reach_submitted(bench)
    scan(bench, DN)


def reach_provisional(bench: Bench) -> None:
    bench.notes.error = OperationalError(ErrorCode.ERP_UNREACHABLE, address="http://erp", problem="refused")
    reach_packing(bench)


def reach_signed_out_over_a_session(bench: Bench) -> None:
    reach_asking(bench)
    do(bench, Command.SIGN_OUT)


def scan(bench: Bench, text: str) -> None:
    _and_wait(bench, lambda: bench.station.scan(text))


def do(bench: Bench, command: Command) -> None:
    _and_wait(bench, lambda: bench.station.do(command))


def _and_wait(bench: Bench, act: Callable[[], None]) -> None:
    revision = bench.window._desk.revision
    act()
    bench.qtbot.waitUntil(lambda: bench.window._desk.revision > revision)
    bench.qtbot.waitUntil(lambda: not bench.station.busy)


Reach = Callable[[Bench], None]
GoOn = Callable[[Hand], None]
STATES: list[tuple[Reach, str, GoOn]] = [
    (reach_signed_out, "Scan your badge.", lambda hand: hand.give(BADGE)),
    (reach_waiting, "Scan the delivery note.", lambda hand: hand.give(DN)),
    (reach_packing, SHOW_OR_SCAN, lambda hand: hand.give(CARTON)),
    (reach_refused_label, "Set the carton aside.", lambda hand: hand.confirm()),
    (reach_refused_cover, "Set the part aside.", lambda hand: hand.confirm()),
    (reach_asking, WHY, lambda hand: hand.undo()),
    (reach_refused_while_asking, "Set the carton aside.", lambda hand: hand.confirm()),
    (reach_complete, "Everything is labelled. Press Submit.", lambda hand: hand.confirm()),
    (reach_submitting, UNDO_OR_NEXT, lambda hand: hand.next_note()),
    (reach_submitted, "Scan the next delivery note.", lambda hand: hand.next_note()),
    (reach_conflict, "It is safe here. Call the supervisor.", lambda hand: hand.give(NEXT_DN)),
    (reach_already_packed, "Reopen it, or scan another note.", lambda hand: hand.confirm()),
    (reach_provisional, "Scan its carton labels; they are checked later.", lambda hand: hand.give(CARTON)),
    (reach_signed_out_over_a_session, "Scan your badge.", lambda hand: hand.give(BADGE)),
]


@pytest.mark.parametrize(("reach", "words", "go_on"), STATES, ids=lambda each: getattr(each, "__name__", "")[6:])
def test_no_state_is_a_dead_end_for_any_hand(shift: Bench, hand: Hand, reach: Reach, words: str, go_on: GoOn) -> None:
    reach(shift)
    asked(shift, words)
    before = situation(shift)
    go_on(hand)
    shift.qtbot.waitUntil(lambda: situation(shift) != before)
    assert shift.window.banner.action
    hand.sign_out()
    asked(shift, "Scan your badge.")


# -- what is particular to one hand -----------------------------------------------------------------------------------


def test_by_touch_a_label_is_taken_back_in_its_row(shift: Bench) -> None:
    reach_packing(shift)
    scan(shift, "L1")
    shift.take_back("L1")
    shift.qtbot.waitUntil(lambda: shift.said.startswith("Label L1 was taken back."))
    asked(shift, SHOW_OR_SCAN)


def test_by_key_a_line_is_opened_and_its_label_taken_back(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    reach_packing(shift)
    scan(shift, "L1")
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_F4)
    assert shift.window._chosen == D26R
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_F4)
    shift.qtbot.waitUntil(lambda: shift.said.startswith("Label L1 was taken back."))
    keys.press(Qt.Key.Key_Escape)
    assert shift.window._chosen is None


def test_by_key_a_reason_is_typed(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    reach_asking(shift)
    keys.ask()
    keys.type("one pallet is wet")
    asked(shift, "Confirm the discrepancy.")
    keys.confirm()
    asked(shift, UNDO_OR_NEXT)
    assert shift.window._desk.reason == "one pallet is wet"


def test_by_touch_a_reason_is_typed(shift: Bench) -> None:
    touch = TouchAlone(shift)
    reach_asking(shift)
    touch.give("2 WET")
    asked(shift, "Confirm the discrepancy.")
    touch.confirm()
    asked(shift, UNDO_OR_NEXT)
    assert shift.window._desk.reason == "2 WET"


def test_escape_drops_what_was_half_typed_and_nothing_else(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    reach_asking(shift)
    keys.type("L2")
    keys.press(Qt.Key.Key_Escape)
    assert shift.window.entry.text() == ""
    assert shift.window._stage is Stage.DISCREPANCY
    keys.press(Qt.Key.Key_Escape)
    asked(shift, "Go on with the next carton.")


def test_a_bounce_does_not_leave_the_station_looking_something_up(shift: Bench) -> None:
    """The second burst of a code within 300 ms is answered by nothing at all; nothing is waited for then."""
    reach_waiting(shift)
    shift.window.take_code(DN, 100.0)
    asked(shift, SHOW_OR_SCAN)
    shift.window.take_code(DN, 100.2)
    shift.qtbot.waitUntil(lambda: not shift.window._patience.isActive())
    assert shift.window.banner.action == SHOW_OR_SCAN


def test_a_message_that_arrives_when_its_operator_has_gone_asks_for_no_note(shift: Bench) -> None:
    reach_complete(shift)
    do(shift, Command.CONFIRM)
    do(shift, Command.SIGN_OUT)
    shift.qtbot.waitUntil(lambda: shift.said.startswith("Committed as"))
    asked(shift, "Scan your badge.")


@pytest.mark.parametrize("seed", range(4))
def test_wherever_a_shift_wanders_somebody_can_go_on(shift: Bench, seed: int) -> None:
    """Acts of all three hands, parts before the camera and time that passes, in any order."""
    chance = random.Random(seed)
    touch, keys = TouchAlone(shift), KeyboardAlone(shift)
    codes = [BADGE, DN, NEXT_DN, "L1", "L2", "L3", "BIG", "OTHER", "NOPE", "CSIGN.WHAT"]
    acts: list[Callable[[], object]] = [
        *(partial(shift.station.scan, code) for code in codes),
        *(partial(shift.station.do, command) for command in Command),
        keys.confirm, keys.confirm, keys.undo, keys.next_note, keys.ask,
        *(partial(keys.press, key) for key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_F4)),
        partial(shift.show, cover(), frames=4), partial(shift.show, cover(D23L_LABEL), frames=4),
        partial(_pass_time, shift),
    ]  # fmt: skip
    for _ in range(60):
        chance.choice(acts)()
        shift.qtbot.waitUntil(lambda: not shift.station.busy)
        QApplication.processEvents()
        assert shift.window.banner.action
        assert any(reachable(button) for button in _ways_on(shift)), situation(shift)
    for _ in range(3):  # at most a refused label and a refused cover are held at once
        keys.confirm()
    touch.sign_out()
    shift.qtbot.waitUntil(lambda: shift.window._desk.phase is Phase.SIGNED_OUT)


def _pass_time(bench: Bench) -> None:
    bench.clock.now_s += UNDO_S


def _ways_on(bench: Bench) -> list[QPushButton]:
    """What touch can press in this situation to come further."""
    desk = bench.window._desk
    if desk.held:
        names = ["acknowledgeButton"]
    elif desk.asking_reason and desk.phase is Phase.PACKING:
        names = ["reason_damaged"]
    else:
        names = {
            Phase.ALREADY_PACKED: ["reopenButton"],
            Phase.PACKING: ["submitButton"],
            Phase.SUBMITTING: ["undoSubmissionButton"],
            Phase.SUBMITTED: ["nextNoteButton"],
        }.get(desk.phase, ["keypadButton"])
    return [bench.button(name) for name in names]
