"""The first-run wizard, by real clicks and keys, on fakes of every device and server."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import ErrorCode, OperationalError
from app.domain.keystrokes import KeyKind
from app.domain.teach_in import Learnt
from app.ports.camera import CameraState
from app.ports.clock import SystemClock
from app.settings import IdentitySettings, Settings, UiSettings
from app.settings_layers import with_changes
from tests.fakes.probes import FakeProbes
from tests.fakes.station_parts import ManualCamera
from ui.language import Language, speak
from ui.setup.view_model import STEPS, Step
from ui.setup.wizard import Outside, SetupWizard

Found = TypeVar("Found", bound=QWidget)


class TeachInStandIn(QWidget):
    """Says what a test wants it to have learnt."""

    learnt = Signal(object)
    skipped = Signal()


class Bench:
    """A wizard, and what it has written."""

    def __init__(self, qtbot, settings: Settings | None = None, origins: Mapping[str, str] | None = None) -> None:
        self.qtbot, self.probes = qtbot, FakeProbes()
        self.error: OperationalError | None = None
        self.written: list[Mapping[str, object]] = []
        self.finished: list[object] = []
        self.abandoned: list[bool] = []
        self.spoken: list[str] = []
        outside = Outside(
            self.probes, self._save, "countersign.toml", self._speak, lambda _c, _s: TeachInStandIn(), SystemClock()
        )
        self.wizard = SetupWizard(settings or Settings(ui=UiSettings(language="en")), origins or {}, outside)
        self.wizard.finished.connect(self.finished.append)
        self.wizard.abandoned.connect(lambda: self.abandoned.append(True))
        self.wizard.show()
        qtbot.waitExposed(self.wizard)

    def _save(self, changes: Mapping[str, object]) -> None:
        assert threading.current_thread() is not threading.main_thread()
        if self.error is not None:
            raise self.error
        self.written.append(dict(changes))

    def _speak(self, code: str) -> None:
        self.spoken.append(code)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        speak(application, Language(code))

    @property
    def step(self) -> str:
        return self.wizard._state.step

    @property
    def page(self) -> Any:
        return self.wizard._page

    def child(self, kind: type[Found], name: str) -> Found:
        found = self.wizard._frame.findChild(kind, name)
        assert isinstance(found, kind), name
        return found

    def text(self, name: str) -> str:
        return self.child(QLabel, name).text()

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.child(QPushButton, name), Qt.MouseButton.LeftButton)

    def type_into(self, name: str, text: str) -> None:
        line = self.child(QLineEdit, name)
        line.selectAll()
        self.qtbot.keyClick(line, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(line, text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.AltModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.wizard, key, modifier)

    def go_to(self, step: Step) -> None:
        while self.step != step:
            self.press("setupNext")

    def camera(self, source: str) -> ManualCamera:
        """The one that runs for this source."""

        def running() -> bool:
            found = self.page._preview._running
            return found is not None and found.source == source

        self.qtbot.waitUntil(running)
        return self.probes.cameras_opened[-1][1]

    def close(self) -> None:
        self.probes.held.set()
        self.wizard.close()
        self.wizard.deleteLater()


@pytest.fixture
def open_bench(qtbot, dressed) -> Iterator[Callable[..., Bench]]:
    """Afterwards no thread and no window of it is left, and English is spoken."""
    threads = set(threading.enumerate())
    made: list[Bench] = []

    def build(**how: Any) -> Bench:
        made.append(Bench(qtbot, **how))
        return made[-1]

    yield build
    for bench in made:
        bench.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    speak(dressed, Language.EN)
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
        assert not thread.is_alive()
    assert "setupWizard" not in {widget.objectName() for widget in QApplication.topLevelWidgets()}


@pytest.fixture
def bench(open_bench: Callable[..., Bench]) -> Bench:
    return open_bench()


# -- the whole way ----------------------------------------------------------------------------------------------------


def test_the_whole_way_by_touch(bench: Bench) -> None:
    bench.press("language_id")
    bench.qtbot.waitUntil(lambda: bench.spoken == ["id"])
    bench.press("setupNext")
    bench.qtbot.waitUntil(lambda: bool(bench.wizard.findChildren(QPushButton, "camera_0")))
    bench.press("camera_0")
    bench.camera("usb:Lens_4K").push()
    bench.qtbot.waitUntil(lambda: "128 × 72" in bench.text("cameraFacts"))
    bench.press("setupNext")
    bench.page.teach_in.learnt.emit(Learnt(prefix="~", terminator=KeyKind.TAB, burst_gap_ms=80))
    bench.press("setupNext")
    bench.type_into("line_inference.address", "qc-server:50051")
    bench.press("checkButton")
    bench.qtbot.waitUntil(lambda: "covers@3" in bench.text("checkResult"))
    bench.press("setupNext")
    bench.press("checkButton")
    bench.qtbot.waitUntil(lambda: bench.text("checkResult").startswith("✓"))
    bench.press("setupNext")
    bench.type_into("line_erp.base_url", "http://erp:8080")
    bench.type_into("line_dn", "KSS1")
    bench.press("checkButton")
    bench.qtbot.waitUntil(lambda: "3" in bench.text("checkResult"))
    bench.press("setupNext")
    assert bench.text("values_language") == "Bahasa Indonesia"
    assert bench.text("note_server").startswith("✓")
    bench.press("setupNext")
    bench.qtbot.waitUntil(lambda: bool(bench.finished))
    wanted = {
        "ui.language": "id",
        "camera.source": "usb:Lens_4K",
        "scanner.prefix": "~",
        "scanner.terminator": "tab",
        "scanner.burst_gap_ms": 80,
        "inference.address": "qc-server:50051",
        "erp.base_url": "http://erp:8080",
    }
    assert bench.written == bench.finished == [wanted]
    assert with_changes(Settings(), wanted).scanner.terminator == "tab"
    assert not bench.wizard.isVisible()
    assert bench.abandoned == []
    assert bench.probes.asked == [
        ("server", "qc-server:50051", "", ""),
        ("database", "", ""),
        ("erp", "http://erp:8080", "KSS1"),
    ]


def test_the_whole_way_by_keys(bench: Bench) -> None:
    bench.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    bench.qtbot.waitUntil(lambda: bench.spoken == ["id"])
    bench.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    bench.key(Qt.Key.Key_N)
    bench.qtbot.waitUntil(lambda: bool(bench.wizard.findChildren(QPushButton, "camera_0")))
    bench.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    bench.key(Qt.Key.Key_N)
    bench.key(Qt.Key.Key_K)
    assert bench.step == Step.SERVER
    bench.key(Qt.Key.Key_T)
    bench.qtbot.waitUntil(lambda: "covers@3" in bench.text("checkResult"))
    bench.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert QApplication.focusWidget() is bench.child(QLineEdit, "line_inference.address")
    bench.key(Qt.Key.Key_B)
    assert bench.step == Step.SCANNER
    for _ in range(4):
        bench.key(Qt.Key.Key_N)
    assert bench.step == Step.SUMMARY
    bench.key(Qt.Key.Key_N)
    bench.qtbot.waitUntil(lambda: bench.written == [{"ui.language": "en", "camera.source": "usb:Lens_4K"}])


@pytest.mark.parametrize("step", STEPS)
def test_a_scanners_burst_and_its_enter_press_nothing(bench: Bench, step: Step) -> None:
    bench.go_to(step)
    lines = bench.wizard._frame.findChildren(QLineEdit)
    for focus in (bench.wizard, *lines):
        focus.setFocus()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            bench.qtbot.keyClick(focus, key)
    assert bench.step == step
    assert (bench.written, bench.probes.asked, bench.spoken) == ([], [], [])


def test_it_says_how_far_it_is(bench: Bench) -> None:
    said = [bench.text("setupStep")]
    for _ in STEPS[1:]:
        bench.press("setupNext")
        said.append(bench.text("setupStep"))
    assert said == [f"{step.title() if step is not Step.ERP else 'ERP'} · {n} of 7" for n, step in enumerate(STEPS, 1)]


@pytest.mark.parametrize("secret", ["pin", "none"])
def test_the_end_says_what_it_needs_before_anybody_can_sign_in(qtbot: QtBot, secret: Literal["pin", "none"]) -> None:
    settings = Settings(ui=UiSettings(language="en"), identity=IdentitySettings(secret=secret))
    bench = Bench(qtbot, settings)
    bench.go_to(Step.SUMMARY)
    said = [each.text() for each in bench.page.findChildren(QLabel)]
    assert any("countersign user add" in words for words in said) == (secret == "pin")
    bench.close()


def test_closing_it_before_the_end_writes_nothing(bench: Bench) -> None:
    bench.go_to(Step.SUMMARY)
    bench.wizard.close()
    assert (bench.written, bench.finished, bench.abandoned) == ([], [], [True])


# -- language ---------------------------------------------------------------------------------------------------------


def test_the_language_changes_at_once_and_back(bench: Bench) -> None:
    before = bench.text("setupAsks")
    bench.press("language_id")
    bench.qtbot.waitUntil(lambda: bench.spoken == ["id"])
    assert bench.child(QPushButton, "language_id").isChecked()
    bench.press("language_en")
    bench.qtbot.waitUntil(lambda: bench.spoken == ["id", "en"])
    assert bench.text("setupAsks") == before == "Choose the language."


# -- camera -----------------------------------------------------------------------------------------------------------


def test_the_camera_of_now_is_shown_and_another_one_closes_it_first(bench: Bench) -> None:
    bench.go_to(Step.CAMERA)
    demo = bench.camera("demo")
    demo.push()
    bench.qtbot.waitUntil(lambda: bench.text("cameraFacts").startswith("✓"))
    bench.qtbot.waitUntil(lambda: bench.page._live.shown is not None)
    bench.qtbot.waitUntil(lambda: bool(bench.wizard.findChildren(QPushButton, "camera_0")))
    bench.press("camera_0")
    bench.camera("usb:Lens_4K")
    assert demo.closed
    assert bench.text("cameraFacts").startswith("→")
    bench.press("setupNext")
    assert bench.probes.cameras_opened[-1][1].closed


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CameraState.DARK, "Too dark"),
        (CameraState.COVERED, "covered"),
        (CameraState.FROZEN, "stands still"),
        (CameraState.ABSENT, "No picture"),
    ],
)
def test_what_is_wrong_with_the_picture_is_said_and_remembered(bench: Bench, state: CameraState, words: str) -> None:
    bench.go_to(Step.CAMERA)
    camera = bench.camera("demo")
    camera.push()
    camera.state = state
    bench.qtbot.waitUntil(lambda: words in bench.text("cameraFacts"))
    bench.go_to(Step.SUMMARY)
    assert bench.text("note_camera") == "✗ did not work"


def test_an_address_is_tried_when_nobody_types_any_more_and_never_a_wrong_one(bench: Bench) -> None:
    bench.go_to(Step.CAMERA)
    bench.camera("demo")
    bench.type_into("cameraOther", "usb:")
    assert "needs a name" in bench.text("cameraProblem")
    bench.press("setupNext")
    assert bench.step == Step.CAMERA
    bench.qtbot.keyClicks(bench.child(QLineEdit, "cameraOther"), "My camera")
    bench.camera("usb:My camera")
    assert [source for source, _ in bench.probes.cameras_opened] == ["demo", "usb:My camera"]
    bench.press("setupNext")
    assert bench.step == Step.SCANNER


# -- what is far away -------------------------------------------------------------------------------------------------


def test_a_test_that_hangs_can_be_stopped_and_the_screen_goes_on(bench: Bench) -> None:
    bench.go_to(Step.SERVER)
    bench.probes.held.clear()
    bench.press("checkButton")
    assert bench.child(QPushButton, "checkButton").text() == "Stop the test"
    bench.qtbot.waitUntil(lambda: bench.page._progress.value() > 0)
    bench.press("checkButton")
    assert bench.text("checkResult") == "Stopped. Nothing was tested."
    bench.press("checkButton")
    bench.press("setupNext")
    assert bench.step == Step.DATABASE
    bench.probes.held.set()
    bench.go_to(Step.SUMMARY)
    assert bench.text("note_server") == "not tested"


def test_a_test_without_an_answer_ends_by_itself(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.setup.check_page.TEST_LIMIT_S", 0.1)
    bench.go_to(Step.SERVER)
    bench.probes.held.clear()
    bench.press("checkButton")
    bench.qtbot.waitUntil(lambda: "No answer" in bench.text("checkResult"))


def test_a_test_that_fails_says_what_to_do_and_why_and_another_answer_takes_it_away(bench: Bench) -> None:
    bench.go_to(Step.SERVER)
    bench.probes.error = OperationalError(ErrorCode.SERVER_UNREACHABLE, address="h:1", problem="handshake failed")
    bench.press("checkButton")
    bench.qtbot.waitUntil(lambda: "does not answer" in bench.text("checkResult"))
    assert bench.text("checkReason") == "handshake failed"
    bench.type_into("line_inference.address", "h:2")
    assert bench.text("checkResult") == bench.text("checkReason") == ""
    bench.go_to(Step.SUMMARY)
    assert bench.text("note_server") == "not tested"


def test_a_password_gets_neither_into_a_test_nor_into_the_file(bench: Bench) -> None:
    bench.go_to(Step.DATABASE)
    bench.type_into("line_database.url", "mssql+pyodbc://qc:secret@db/whcomp")
    assert "password" in bench.text("checkProblem")
    bench.press("checkButton")
    bench.key(Qt.Key.Key_T)
    bench.press("setupNext")
    assert bench.step == Step.DATABASE
    assert bench.probes.asked == []
    bench.press("setupSkip")
    bench.go_to(Step.SUMMARY)
    bench.press("setupNext")
    bench.qtbot.waitUntil(lambda: bench.written == [{"ui.language": "en"}])


def test_a_server_that_is_not_ready_is_no_success(bench: Bench) -> None:
    bench.probes.server = type(bench.probes.server)("", serving=False, tls=False, round_trip_ms=1.0)
    bench.go_to(Step.SERVER)
    bench.press("checkButton")
    bench.qtbot.waitUntil(lambda: bench.text("checkResult").startswith("⚠"))


def test_what_is_fixed_from_outside_cannot_be_typed(open_bench) -> None:
    bench = open_bench(origins={"inference.address": "command line"})
    bench.go_to(Step.SERVER)
    assert not bench.child(QLineEdit, "line_inference.address").isEnabled()
    assert bench.child(QLineEdit, "line_inference.tls_ca").isEnabled()
    bench.go_to(Step.SUMMARY)
    assert "fixed" in bench.text("note_server")


# -- the end ----------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_written_is_told_and_may_be_tried_again(bench: Bench) -> None:
    bench.error = OperationalError(ErrorCode.FILE_UNWRITABLE, path="/etc/c.toml", problem="No space left on device")
    bench.go_to(Step.SUMMARY)
    bench.press("setupNext")
    bench.qtbot.waitUntil(lambda: "No space left" in bench.text("setupSaid"))
    assert bench.wizard.isVisible()
    bench.error = None
    bench.press("setupNext")
    bench.qtbot.waitUntil(lambda: bench.finished == [{"ui.language": "en"}])


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("width", "height", "percent"), [(1366, 768, 100), (1024, 600, 100), (1024, 600, 150)])
def test_on_every_screen_every_control_is_large_enough_and_inside(
    open_bench, dressed, width, height, percent, language
) -> None:
    speak(dressed, Language(language))
    bench = open_bench(settings=Settings(ui=UiSettings(language=language, text_percent=percent)))
    bench.wizard.resize(width, height)
    for _ in STEPS:
        QApplication.processEvents()
        assert (bench.wizard.width(), bench.wizard.height()) == (width, height)
        controls = bench.wizard._frame.findChildren(QPushButton) + bench.wizard._frame.findChildren(QLineEdit)
        touch = bench.wizard._sizes.touch
        assert {each.objectName() for each in controls if each.isVisible() and each.height() < touch} == set()
        buttons = [each for each in bench.wizard._frame.findChildren(QPushButton) if each.isVisible()]
        assert {each.objectName() for each in buttons if each.width() < each.minimumSizeHint().width()} == set()
        within = bench.wizard.rect()
        places = {each.objectName(): each.rect().translated(each.mapTo(bench.wizard, QPoint())) for each in buttons}
        assert {name for name, place in places.items() if not within.contains(place)} == set()
        nameless = [each for each in controls if not each.objectName() or not (each.accessibleName() or each.text())]
        assert nameless == []
        if bench.step != Step.SUMMARY:
            bench.press("setupNext")
