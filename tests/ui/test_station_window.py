"""The operator's day through the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.detection import DetectorSource
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.notices import Tone
from app.domain.packing_session import LineStatus, PackingRecord, PackingSession
from app.domain.program_version import Programs
from app.ports.camera import CameraState
from app.use_cases.desk_state import Phase
from tests.fakes.station_parts import note_of
from tests.ui.conftest import B24RS, D23L_LABEL, D26R, Bench, cover
from ui.live.view_model import Veil, Verdict
from ui.packing.view_model import Stage
from ui.status.view_model import Lamp


def test_a_typed_note_shows_its_parts(bench: Bench) -> None:
    assert bench.said.startswith("Scan the delivery note.")
    bench.open_note()
    rows = bench.window.packing.parts.rows
    assert list(rows) == [D26R, B24RS]
    assert (rows[D26R].short, rows[D26R].quantity, rows[D26R].status) == ("D26R", "0 / 90", LineStatus.OPEN)
    assert bench.text("dnNumber") == "KSS007317A"
    assert bench.window.entry.text() == ""


def test_an_unknown_note_is_refused_with_an_action(bench: Bench) -> None:
    bench.type_line("KSS9")
    assert bench.said == "DN KSS9 is not registered. Check the number on the paper, or ask the supervisor."
    assert bench.tone is Tone.REFUSED


def test_a_slow_erp_is_said_while_it_lasts(bench: Bench) -> None:
    bench.notes.held.clear()
    bench.qtbot.keyClicks(bench.window.entry, "KSS007317A")
    bench.qtbot.keyClick(bench.window.entry, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bench.said.startswith("Looking up KSS007317A"))
    bench.notes.held.set()
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.PACKING)
    assert bench.said.startswith("DN KSS007317A is open. Parts: 2.")


def test_an_accepted_part_is_ticked_and_lit(bench: Bench) -> None:
    bench.open_note()
    parts = bench.window.packing.parts
    assert not parts.rows[D26R].inspected
    bench.show(cover(), frames=4)
    bench.qtbot.waitUntil(lambda: parts.rows[D26R].inspected)
    assert parts.seen(D26R)
    assert not parts.seen(B24RS)
    assert [mark.verdict for mark in bench.window.live.state.marks] == [Verdict.RIGHT]
    assert "is right. Scan its carton label." in bench.said


def test_a_part_that_is_not_on_the_note_is_refused(bench: Bench) -> None:
    bench.open_note()
    bench.show(cover(D23L_LABEL), frames=4)
    bench.qtbot.waitUntil(lambda: "the note asks for D26R and B24RS. Set the part aside." in bench.said)
    assert [mark.verdict for mark in bench.window.live.state.marks] == [Verdict.WRONG]


def test_labels_count_are_refused_and_taken_back(bench: Bench) -> None:
    bench.open_note()
    bench.type_line("L1")
    parts = bench.window.packing.parts
    assert parts.rows[D26R].quantity == "45 / 90"
    assert parts.flashing(D26R)
    assert bench.said == f"Label L1: 45 × D26R ({D26R}). Go on with the next carton."
    bench.type_line("L1")
    assert bench.said.startswith("Label L1 has already been scanned in this session.")
    bench.type_line("BIG")
    assert "holds 40, but only 30 of B24RS" in bench.said
    bench.type_line("OTHER")
    assert "the note asks for D26R and B24RS. Set the carton aside." in bench.said
    bench.type_line("NOPE")
    assert bench.said.startswith("Label NOPE is not in the label master.")
    bench.take_back("L1")
    bench.qtbot.waitUntil(lambda: parts.rows[D26R].quantity == "0 / 90")
    assert bench.said == "Label L1 was taken back. Show a part to the camera, or scan a carton label."
    assert not bench.window.packing.labels.codes


def test_enter_never_presses_a_button_wherever_the_focus_is(bench: Bench) -> None:
    bench.open_note()
    bench.type_line("L1")
    pressed: list[bool] = []
    for button in bench.window.findChildren(QPushButton):
        button.clicked.connect(pressed.append)
    everything: list[QWidget] = [bench.window, *bench.window.findChildren(QWidget)]
    for widget in everything:
        widget.setFocus()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            bench.qtbot.keyClick(widget, key)
    assert not pressed
    assert bench.window._desk.phase is Phase.PACKING


def test_keys_end_up_in_the_scan_entry_wherever_they_land(bench: Bench) -> None:
    bench.open_note()
    button = bench.button("newNoteButton")
    button.setFocus()
    revision = bench.window._desk.revision
    bench.qtbot.keyClicks(button, "L2")
    bench.qtbot.keyClick(button, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bench.window._desk.revision > revision)
    assert bench.said.startswith("Label L2: 45")
    assert bench.window.focusWidget() is bench.window.entry


def test_focus_returns_to_the_scan_entry_after_every_press(bench: Bench) -> None:
    bench.open_note()
    bench.type_line("L1")
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: bench.window._stage is Stage.DISCREPANCY)
    bench.qtbot.mouseClick(bench.window.discrepancy.remark, Qt.MouseButton.LeftButton)
    assert bench.window.focusWidget() is bench.window.discrepancy.remark
    bench.press("cancelDiscrepancyButton")
    assert bench.window.focusWidget() is bench.window.entry


def test_open_parts_need_a_reason(bench: Bench) -> None:
    bench.open_note()
    bench.type_line("L1")
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: bench.window.discrepancy.isVisible())
    assert not bench.button("submitButton").isVisible()
    assert not bench.button("confirmDiscrepancyButton").isEnabled()
    bench.show(cover(), frames=4)
    assert bench.window.discrepancy.isVisible(), "what the camera sees does not close the panel"
    bench.press("reason_short_delivery")
    bench.qtbot.mouseClick(bench.window.discrepancy.remark, Qt.MouseButton.LeftButton)
    bench.qtbot.keyClicks(bench.window.discrepancy.remark, "one pallet")
    bench.qtbot.keyClick(bench.window.discrepancy.remark, Qt.Key.Key_Return)
    assert not bench.store.records
    bench.press("confirmDiscrepancyButton")
    bench.qtbot.waitUntil(lambda: bench.window.committed.isVisible())
    assert bench.store.records[0].discrepancy_reason == "short delivery: one pallet"


def test_an_empty_session_is_not_submitted(bench: Bench) -> None:
    bench.open_note()
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: bench.said.startswith("There is nothing to submit yet."))
    assert not bench.window.discrepancy.isVisible()


def test_a_complete_session_is_committed_and_the_next_note_asked_for(bench: Bench) -> None:
    bench.open_note()
    for code in ("L1", "L2", "L3"):
        bench.type_line(code)
    assert bench.said.endswith("Everything is labelled. Press Submit.")
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: bench.window.committed.isVisible())
    assert bench.window.committed.packing_code == bench.store.records[0].packing_code
    assert bench.said.endswith("Scan the next delivery note.")
    assert not bench.button("submitButton").isVisible()
    bench.type_line("KSS007317A")
    assert "is already packed" in bench.said
    assert bench.button("reopenButton").isVisible()
    assert not bench.button("submitButton").isVisible()
    bench.press("reopenButton")
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.PACKING)
    assert bench.window.packing.parts.rows[D26R].quantity == "90 / 90"
    bench.take_back("L1")
    bench.qtbot.waitUntil(lambda: "will be free again" in bench.said)
    assert bench.window.packing.parts.rows[D26R].quantity == "45 / 90"


def test_a_database_that_does_not_answer_lets_the_operator_go_on_and_says_what_is_unsent(bench: Bench) -> None:
    bench.open_note()
    for code in ("L1", "L2", "L3"):
        bench.type_line(code)
    bench.store.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="login timeout")
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: bench.window.committed.accessibleName().startswith("Saved here"))
    bench.qtbot.waitUntil(lambda: "Offline, 1 unsent" in bench.lamp(Lamp.DATABASE))
    bench.store.error = None
    bench.qtbot.waitUntil(lambda: bench.window.committed.accessibleName().startswith("Committed as"), timeout=10_000)
    bench.qtbot.waitUntil(lambda: bench.lamp(Lamp.DATABASE) == "● All sent")


def test_a_session_that_lost_its_labels_is_told_loudly(bench: Bench) -> None:
    bench.open_note()
    for code in ("L1", "L2", "L3"):
        bench.type_line(code)
    other = PackingSession("other", note_of("KSS2"), (ScannedLabel(LabelCode("L2"), D26R, 45, "2026-09-01"),))
    bench.store.commit(PackingRecord("key", "PKG-2", other, "2026-09-01T08:00:00+00:00", "station-8"))
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: "was not taken over" in bench.said)
    assert bench.tone is Tone.TROUBLE
    assert bench.window.committed.accessibleName().startswith("In conflict")
    bench.qtbot.waitUntil(lambda: bench.lamp(Lamp.DATABASE) == "✗ 1 for the supervisor")


def test_without_the_erp_a_note_is_packed_by_its_labels_and_marked(bench: Bench) -> None:
    bench.notes.error = OperationalError(ErrorCode.ERP_UNREACHABLE, address="http://erp", problem="refused")
    bench.open_note()
    bench.type_line("L1")
    assert "provisional" in bench.text("noteMark")
    assert bench.window.packing.parts.rows[D26R].quantity == "45 / ?"


def test_a_note_in_work_is_not_left(bench: Bench) -> None:
    bench.open_note()
    bench.type_line("L1")
    bench.press("newNoteButton")
    bench.qtbot.waitUntil(lambda: "is not finished" in bench.said)
    bench.take_back("L1")
    bench.press("newNoteButton")
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.WAITING_FOR_NOTE)
    assert not bench.button("newNoteButton").isVisible()


@pytest.mark.parametrize(
    ("source", "words"),
    [(DetectorSource.SERVER, "● Server"), (DetectorSource.LOCAL, "▲ Own model"), (None, "✗ None")],
)
def test_the_connection_is_said_with_glyph_and_word(bench: Bench, source: DetectorSource | None, words: str) -> None:
    if source is None:
        bench.detector.go_away()
    else:
        bench.detector._source = source
        bench.detector.come_back()
    if source is not None:
        bench.show(cover())
    bench.qtbot.waitUntil(lambda: bench.lamp(Lamp.DETECTION).startswith(words))


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        (Programs(newest="99.0.0"), "Version 99.0.0 of this program is there. IT installs it."),
        (Programs(lowest="98.0.0", newest="99.0.0"), "The server asks for version 98.0.0 of this program. Call IT."),
    ],
)
def test_what_the_server_wants_of_the_program_is_said_once(bench: Bench, programs: Programs, words: str) -> None:
    bench.detector.programs = programs
    toast = bench.window._toast
    bench.qtbot.waitUntil(lambda: toast.isVisible() and toast.text == words)
    bench.window.say("Something else.")
    bench.window._look_around()
    assert toast.text == "Something else."


def test_the_frame_counter_counts_results(bench: Bench) -> None:
    bench.show(frames=3)
    bench.qtbot.waitUntil(lambda: bench.text("frameCounter") == "3 frames")


def test_boxes_behind_the_picture_are_stale_and_then_gone(bench: Bench) -> None:
    bench.open_note()
    bench.show(cover(), frames=4)
    bench.detector.go_away()
    bench.clock.now_s += 0.55
    bench.camera.push()
    bench.qtbot.waitUntil(lambda: any(mark.stale for mark in bench.window.live.state.marks))
    assert [mark.verdict for mark in bench.window.live.state.marks] == [Verdict.NONE]
    bench.clock.now_s += 1.2
    bench.camera.push()
    bench.qtbot.waitUntil(lambda: bench.window.live.state.marks == ())


@pytest.mark.parametrize(
    ("state", "veil"),
    [(CameraState.FROZEN, Veil.FROZEN), (CameraState.ABSENT, Veil.ABSENT), (CameraState.ENDED, Veil.ENDED)],
)
def test_a_camera_that_cannot_be_trusted_is_said_over_the_picture(bench: Bench, state: CameraState, veil: Veil) -> None:
    bench.show(cover())
    assert bench.window.live.state.veil is Veil.NONE
    bench.camera.state = state
    bench.qtbot.waitUntil(lambda: bench.window.live.state.veil is veil)
    assert bench.window.live.state.marks == ()


def test_a_picture_that_stops_is_frozen_even_when_the_camera_says_live(bench: Bench) -> None:
    bench.show(cover())
    bench.clock.now_s += 1.1
    bench.qtbot.waitUntil(lambda: bench.window.live.state.veil is Veil.FROZEN)


def test_a_bug_is_said_and_stays_said(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.bridge.bug(ValueError("boom"))
    bench.qtbot.waitUntil(lambda: "The station has a fault" in bench.said)
    bench.type_line("KSS007317A")
    assert "The station has a fault" in bench.said
    assert "boom" in caplog.text


@pytest.mark.parametrize(("width", "height"), [(1024, 600), (1366, 768), (1920, 1080)])
def test_nothing_is_squeezed_on_any_screen(bench: Bench, width: int, height: int) -> None:
    bench.open_note()
    bench.type_line("L1")
    bench.window.resize(width, height)
    bench.qtbot.waitUntil(lambda: bench.window.size().toTuple() == (width, height))
    per_mm = bench.window.screen().logicalDotsPerInchY() / 25.4
    for name in ("submitButton", "newNoteButton"):
        assert bench.button(name).height() >= round(15 * per_mm)
    assert bench.window.packing.labels.take_back_place("L1").height() >= round(15 * per_mm)
    assert bench.window.entry.height() >= round(15 * per_mm)
    assert bench.window.live.width() >= 0.55 * width


def test_closing_lets_go_of_everything(bench: Bench) -> None:
    bench.show(cover())
    bench.window.close()
    assert bench.camera.closed
    assert bench.notes.closed
    assert bench.store.closed
    bench.bridge.inspected(bench.window.live._inspected)  # type: ignore[arg-type]  # a late result changes nothing
