"""The doctor's page and the support bundle's panel, in a real window: progress, stopping, copying, what is asked."""

import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QWidget

from app.commands.doctor_window import bundle_maker, told_by
from app.domain.health import Check, Finding, FindingCode, Verdict
from app.ports.checks import Heard
from app.settings import Settings
from app.settings_layers import with_changes
from tests.ui.conftest import Bench
from ui.doctor.support import SupportPanel
from ui.doctor.view import DoctorPage
from ui.doctor.view_model import Page, Standing, begun, ended, heard, line_verdict
from ui.doctor.words import page_words
from ui.shell.menu import MenuItem
from ui.theme.tokens import DARK, sizes

SIZES = sizes(1366, 768, 96 / 25.4)
FAILS = Finding(Check.SERVER, Verdict.FAIL, FindingCode.SERVER_DOWN, {"address": "qc:50051", "problem": ""})
WARNS = Finding(Check.DISK, Verdict.WARN, FindingCode.DISK_LOW, {"folder": "/d", "free_mb": 1400, "least_mb": 2000})
FINE = Finding(Check.DISK, Verdict.PASS, FindingCode.RECORD_WHOLE, {"path": "/d/station.sqlite"})
SKIPPED = Finding(Check.SCANNER, Verdict.SKIPPED, FindingCode.SCANNER_TYPES)


class Doctor:
    """Tells of each check when a test lets it, on the page's own thread."""

    def __init__(self) -> None:
        self.go, self.runs, self.ended = threading.Event(), 0, threading.Event()

    def __call__(self, heard: Heard, stopping: Callable[[], bool]) -> object:
        self.runs += 1
        self.ended.clear()
        heard(Check.SERVER, [FAILS])
        while not self.go.wait(0.01):
            if stopping():
                self.ended.set()
                return None
        for check in Check:
            if check is not Check.SERVER:
                found = {Check.DISK: [FINE, WARNS], Check.SCANNER: [SKIPPED]}.get(check)
                heard(check, found or [Finding(check, Verdict.PASS, FindingCode.SCANNER_GOOD)])
        self.ended.set()
        return None


@pytest.fixture
def doctor() -> Doctor:
    return Doctor()


@pytest.fixture
def page(qtbot, dressed, doctor: Doctor) -> Iterator[DoctorPage]:
    made = DoctorPage(doctor, DARK, SIZES)
    made.resize(1100, 700)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_page()
    doctor.go.set()


def label_text(widget: QWidget, name: str) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel, name) if each.isVisibleTo(widget)]


def row(page: DoctorPage, check: Check) -> QWidget:
    found = page.findChild(QWidget, f"doctor_{check.value}")
    assert found is not None
    return found


def press(qtbot, page: QWidget, name: str) -> None:
    qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_each_line_is_told_as_soon_as_it_is_known(qtbot, page: DoctorPage, doctor: Doctor) -> None:
    page.refresh()
    qtbot.waitUntil(lambda: page.page.done == 1)
    assert label_text(row(page, Check.SERVER), "doctorSaid") == ["No server answers at qc:50051."]
    assert label_text(row(page, Check.SERVER), "doctorDo") == [
        "Start it, open its port in the firewall, or correct inference.address."
    ]
    assert label_text(row(page, Check.ERP), "doctorSaid") == ["Being looked at …"]
    (bar,) = page.findChildren(QProgressBar, "doctorProgress")
    assert (bar.value(), bar.maximum(), bar.isVisible()) == (1, len(Check), True)
    assert label_text(page, "doctorSummary") == ["1 of 11 looked at …"]
    doctor.go.set()
    qtbot.waitUntil(lambda: page.page.complete)
    assert label_text(page, "doctorSummary") == ["Needs mending: 1. To be looked at: 1."]
    assert label_text(row(page, Check.DISK), "doctorGlyph") == ["⚠", "✓"], "the worst first"
    assert not bar.isVisible()


def test_it_is_stopped_and_run_again(qtbot, page: DoctorPage, doctor: Doctor) -> None:
    page.run()
    qtbot.waitUntil(lambda: page.page.done == 1)
    press(qtbot, page, "doctorAgain")
    qtbot.waitUntil(doctor.ended.is_set)
    assert not page.running
    assert label_text(page, "doctorSummary") == ["Stopped before the end."]
    assert label_text(row(page, Check.ERP), "doctorSaid") == ["Stopped"]
    doctor.go.set()
    press(qtbot, page, "doctorAgain")
    qtbot.waitUntil(lambda: page.page.complete)
    assert doctor.runs == 2


@pytest.mark.parametrize("leave", ["hide", "close_page"])
def test_who_leaves_the_page_leaves_nothing_running(qtbot, page: DoctorPage, doctor: Doctor, leave: str) -> None:
    page.run()
    qtbot.waitUntil(lambda: page.page.done == 1)
    getattr(page, leave)()
    qtbot.waitUntil(doctor.ended.is_set)
    assert not page.running


def test_what_was_found_can_be_copied_and_goes_into_the_bundle(qtbot, page: DoctorPage, doctor: Doctor) -> None:
    asked: list[Sequence[Finding]] = []
    page.bundle_asked.connect(asked.append)
    page.ask_bundle()
    assert asked == [()], "nothing was looked at yet"
    doctor.go.set()
    page.run()
    qtbot.waitUntil(lambda: page.page.complete)
    press(qtbot, page, "doctorCopy")
    copied = QApplication.clipboard().text()
    assert "✗ Server (fail): No server answers at qc:50051." in copied
    assert copied.count("\n") == len(page.page.findings) + 1
    press(qtbot, page, "doctorBundle")
    assert asked[-1] == page.page.findings


def test_keys_alone(qtbot, page: DoctorPage, doctor: Doctor) -> None:
    asked: list[object] = []
    page.bundle_asked.connect(asked.append)
    page.activateWindow()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.page.done == 1)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.page.over
    qtbot.keyClick(page, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert asked == [()]


# -- the state --------------------------------------------------------------------------------------------------------


def test_a_page_is_complete_when_everything_was_heard() -> None:
    state = begun([Check.SERVER, Check.DISK])
    assert not state.complete
    state = heard(state, Check.DISK, [FINE, WARNS])
    assert (state.done, line_verdict(state.lines[1])) == (1, Verdict.WARN)
    stopped = ended(state)
    assert [line.standing for line in stopped.lines] == [Standing.STOPPED, Standing.DONE]
    assert not stopped.complete
    assert ended(heard(state, Check.SERVER, [FAILS])).complete
    assert not Page().complete


def test_what_passed_counts_more_than_what_there_was_nothing_to_check_of() -> None:
    state = heard(
        begun([Check.DISK]), Check.DISK, [FINE, Finding(Check.DISK, Verdict.SKIPPED, FindingCode.RECORD_NONE)]
    )
    assert line_verdict(state.lines[0]) is Verdict.PASS
    assert page_words(ended(state)) == ("All is well.", "good")


# -- the bundle -------------------------------------------------------------------------------------------------------


def test_a_support_bundle_by_one_click(qtbot, dressed, tmp_path: Path) -> None:
    settings = with_changes(Settings(), {"data_dir": str(tmp_path / "data")})
    panel = SupportPanel(bundle_maker(settings, {}, [FAILS]), "support.zip", DARK, SIZES, folder=tmp_path)
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.pictures.isChecked()
    press(qtbot, panel, "writeFileButton")
    qtbot.waitUntil(lambda: not panel.panel.running and (tmp_path / "support.zip").exists())
    with zipfile.ZipFile(tmp_path / "support.zip") as packed:
        assert "server_down" in packed.read("doctor.json").decode()
    assert label_text(panel, "fileSaid") == ["5 parts were packed. MANIFEST.json lists them."]


def test_a_bundle_is_stopped_when_its_panel_goes(qtbot, dressed, tmp_path: Path) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def make(path: Path, pictures: bool, stopping: Callable[[], bool]) -> int:
        begun.set()
        while not stopping():
            stopped.wait(0.01)
        stopped.set()
        return 0

    panel = SupportPanel(make, "support.zip", DARK, SIZES, folder=tmp_path)
    qtbot.addWidget(panel)
    panel.show()
    press(qtbot, panel, "writeFileButton")
    qtbot.waitUntil(begun.is_set)
    panel.hide()
    qtbot.waitUntil(stopped.is_set)


# -- from a station's menu --------------------------------------------------------------------------------------------


def test_the_menu_offers_it_by_key(bench: Bench) -> None:
    asked: list[bool] = []
    bench.window.doctor_asked.connect(lambda: asked.append(True))
    bench.qtbot.keyClick(bench.window.entry, Qt.Key.Key_F10)
    assert bench.button(f"menu_{MenuItem.DOCTOR.name.lower()}").text().startswith("F9 ")
    bench.qtbot.keyClick(bench.window.entry, Qt.Key.Key_F9)
    assert asked == [True]


def test_a_running_station_tells_of_the_camera_that_it_holds(bench: Bench) -> None:
    settings = with_changes(Settings(), {"camera.source": "usb:Lens"})
    camera, scanner = told_by(bench.station, settings)[Check.CAMERA], told_by(bench.station, settings)[Check.SCANNER]
    assert [each.code for each in camera()] == [FindingCode.CAMERA_ABSENT], "no picture has come yet"
    bench.show(frames=2)
    found = {each.code for each in camera()}
    assert FindingCode.CAMERA_GOOD in found
    assert FindingCode.CAMERA_SIZE in found, "the fake's pictures are small"
    assert [each.code for each in scanner()] == [FindingCode.SCANNER_TYPES]
