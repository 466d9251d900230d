"""A refusal names both sides, waits for one deliberate act, and lets nothing slip by meanwhile."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from app.domain.command import Command
from app.domain.notices import Tone
from app.use_cases.desk_state import Phase
from tests.ui.conftest import CARTON, D26R, NEXT_DN, WRONG_CARTON, Bench, cover
from tests.ui.hands import KeyboardAlone, TouchAlone, reachable, scanner_alone
from tests.ui.test_flow import (
    asked,
    do,
    reach_asking,
    reach_packing,
    reach_refused_cover,
    reach_refused_label,
    reach_refused_while_asking,
    scan,
)


def _by_button(bench: Bench) -> None:
    TouchAlone(bench).press("acknowledgeButton")


def _by_key(bench: Bench) -> None:
    KeyboardAlone(bench).confirm()


def _by_code(bench: Bench) -> None:
    with scanner_alone(bench) as scanner:
        scanner.say(Command.CONFIRM)


@pytest.mark.parametrize("leave", [_by_button, _by_key, _by_code])
@pytest.mark.parametrize("reach", [reach_refused_label, reach_refused_cover])
def test_one_deliberate_act_leaves_it(
    shift: Bench, reach: Callable[[Bench], None], leave: Callable[[Bench], None]
) -> None:
    reach(shift)
    assert "D23L" in shift.window.banner.what
    assert "the note asks for D26R and B24RS" in shift.window.banner.what
    assert shift.window.banner.button.isVisible()
    leave(shift)
    shift.qtbot.waitUntil(lambda: not shift.window._desk.held)
    assert not shift.window.banner.button.isVisible()
    assert shift.window._desk.phase is Phase.PACKING
    assert not shift.store.records


@pytest.mark.parametrize("text", [CARTON, WRONG_CARTON, NEXT_DN])
def test_what_is_scanned_meanwhile_is_said_as_not_taken_and_does_not_count(shift: Bench, text: str) -> None:
    reach_refused_label(shift)
    with scanner_alone(shift) as scanner:
        scanner.give(text)
    shift.qtbot.waitUntil(lambda: shift.window.banner.aside.startswith(f"{text} was not taken: first press Understood"))
    assert shift.window.banner.action == "Set the carton aside."
    assert shift.window.packing.parts.rows[D26R].quantity == "0 / 90"
    shift.press("acknowledgeButton")
    asked(shift, "Go on with the next carton.")
    assert "not taken" not in shift.said
    assert shift.window.packing.parts.rows[D26R].quantity == "0 / 90"
    scan(shift, "L1")
    assert shift.window.packing.parts.rows[D26R].quantity == "45 / 90"


def test_a_part_that_the_camera_accepts_meanwhile_does_not_hide_it(shift: Bench) -> None:
    reach_refused_label(shift)
    shift.show(cover(), frames=4)
    shift.qtbot.waitUntil(lambda: shift.window.packing.parts.rows[D26R].inspected)
    assert shift.window.banner.action == "Set the carton aside."
    assert shift.tone is Tone.REFUSED
    assert shift.window.banner.button.isVisible()


def test_a_refused_cover_after_a_refused_label_waits_for_its_own_act(shift: Bench) -> None:
    reach_refused_label(shift)
    reach_refused_cover_only(shift)
    shift.press("acknowledgeButton")
    asked(shift, "Set the part aside.")
    assert shift.window._desk.held
    shift.press("acknowledgeButton")
    asked(shift, "Go on with the next carton.")


def reach_refused_cover_only(bench: Bench) -> None:
    refused = bench.window._desk.session
    bench.show(cover("W_CV01_D23LXXX_D01N_NL_DG00"), frames=4)
    bench.qtbot.waitUntil(lambda: bench.window._desk.session != refused)


@pytest.mark.parametrize("reach", [reach_refused_label, reach_refused_while_asking])
def test_no_other_button_leaves_it(shift: Bench, reach: Callable[[Bench], None]) -> None:
    reach(shift)
    others = ("submitButton", "newNoteButton", "confirmDiscrepancyButton", "reason_damaged", "cancelDiscrepancyButton")
    assert not [name for name in others if reachable(shift.button(name))]
    do(shift, Command.CONFIRM)
    wanted = ("reason_damaged",) if reach is reach_refused_while_asking else ("submitButton", "newNoteButton")
    assert all(reachable(shift.button(name)) for name in wanted)


def test_what_was_chosen_and_typed_before_it_is_still_there_after_it(shift: Bench) -> None:
    reach_asking(shift)
    shift.press("reason_damaged")
    shift.qtbot.mouseClick(shift.window.discrepancy.remark, Qt.MouseButton.LeftButton)
    shift.qtbot.keyClicks(shift.window.discrepancy.remark, "2 wet")
    scan(shift, "OTHER")
    assert shift.window.focusWidget() is shift.window.entry
    shift.press("acknowledgeButton")
    asked(shift, "Confirm the discrepancy.")
    assert shift.window.discrepancy.reason == "damaged parts: 2 wet"


def test_it_may_be_left_to_the_next_operator(shift: Bench) -> None:
    reach_refused_label(shift)
    do(shift, Command.SIGN_OUT)
    asked(shift, "Scan your badge.")
    assert not shift.window.banner.button.isVisible()
    scan(shift, "OP-18")
    asked(shift, "Set the carton aside.")
    assert shift.window.banner.button.isVisible()


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize(("width", "height"), [(1024, 600), (1366, 768), (1920, 1080)])
def test_the_action_is_written_largest(
    shift: Bench, width: int, height: int, percent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when all three lines are said."""
    reach_packing(shift)
    scan(shift, "OTHER")
    scan(shift, "L1")
    shift.window.change_look(replace(shift.window.look, text_percent=percent))
    shift.window.resize(width, height)
    shift.qtbot.waitUntil(lambda: shift.window.size().toTuple() == (width, height))
    QApplication.processEvents()
    written: dict[str, int] = {}
    original = QPainter.drawText

    def draw(painter: QPainter, *given: object) -> object:
        words = next(each for each in given if isinstance(each, str))
        written[words] = painter.font().pixelSize()
        return original(painter, *given)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", draw)
    banner = shift.window.banner
    banner.grab()
    assert {banner.what, banner.action, banner.aside} <= set(written)
    assert written[banner.action] > 1.4 * max(written[banner.what], written[banner.aside])
    assert min(written.values()) > 12
