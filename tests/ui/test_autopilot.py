"""The scripted operator does the whole job through the window, and gives way to a person."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.use_cases.desk_state import Phase
from tests.ui.conftest import B24RS, D26R, Bench, cover
from ui.demo.autopilot import Autopilot, AutopilotScript

LABELS = {str(D26R): ("L1", "L2"), str(B24RS): ("L3",)}


def autopilot(bench: Bench, patience_s: float = 45.0) -> Autopilot:
    made = Autopilot(
        bench.window,
        bench.bridge,
        AutopilotScript("KSS007317A", ("OTHER",), LABELS, step_ms=5, key_ms=1, patience_s=patience_s),
        bench.clock,
    )
    made.start()
    made._opening.setInterval(0)
    return made


def test_it_packs_a_note_with_a_refused_carton(bench: Bench) -> None:
    pilot = autopilot(bench)
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.PACKING)
    bench.show(cover(), frames=4)
    bench.qtbot.waitUntil(lambda: "looks for B24RS" in pilot.caption.text())
    assert bench.window.packing.parts.rows[D26R].quantity == "90 / 90"
    bench.show(frames=9)  # the hand goes away; the next cover is another one
    bench.show(cover("W_CV01_B24RSXX_B03N_NL_DG00"), frames=4)
    bench.qtbot.waitUntil(lambda: pilot.caption.text().startswith("Done"))
    assert not bench.store.records[0].discrepancy_reason
    assert {str(label.code) for label in bench.store.records[0].session.labels} == {"L1", "L2", "L3"}


def test_it_confirms_a_discrepancy_when_the_camera_finds_no_more(bench: Bench) -> None:
    pilot = autopilot(bench, patience_s=5.0)
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.PACKING)
    bench.show(cover(), frames=4)
    bench.qtbot.waitUntil(lambda: "looks for B24RS" in pilot.caption.text())
    bench.clock.now_s += 6.0
    bench.qtbot.waitUntil(lambda: pilot.caption.text().startswith("Done"))
    assert bench.store.records[0].discrepancy_reason == "short delivery"


def test_a_real_key_takes_over(bench: Bench) -> None:
    pilot = autopilot(bench)
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.PACKING)
    with bench.qtbot.waitSignal(pilot.handed_over):
        bench.qtbot.keyClick(bench.window.entry, Qt.Key.Key_A)
    assert pilot.caption.text() == "You have the station now."
    assert not pilot._step.isActive()
    assert bench.window.entry.text() == "a"


def test_announcements_come_from_any_thread_and_stay(bench: Bench) -> None:
    pilot = autopilot(bench)
    pilot.announce("The server is stopped.")
    bench.qtbot.waitUntil(lambda: pilot.caption.text() == "The server is stopped.")
    pilot._say("something else")
    QApplication.processEvents()
    assert pilot.caption.text() == "The server is stopped."


def test_the_caption_comes_back_when_the_window_is_built_anew(bench: Bench) -> None:
    pilot = autopilot(bench)
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.PACKING)
    bench.window.change_look(bench.window.look.with_other_theme())
    bench.show(cover(), frames=4)
    bench.qtbot.waitUntil(lambda: "looks for B24RS" in pilot.caption.text())
    assert pilot.caption.isVisible()
    assert bench.label("demoCaptionText").toolTip() == pilot.caption.text()


def test_a_caption_without_room_is_cut_and_shown_whole_in_its_tool_tip(bench: Bench) -> None:
    pilot = autopilot(bench)
    pilot._say("The server is stopped, and the station goes on by itself with a model of its own. " * 3)
    shown = bench.label("demoCaptionText")
    bench.qtbot.waitUntil(lambda: shown.text().endswith("…"))
    assert shown.toolTip() == pilot.caption.text()
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width()
