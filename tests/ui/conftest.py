"""A real window on fakes behind the ports, driven by real key and mouse events."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.domain.decision import VoteRules
from app.domain.detection import Box, Detection
from app.domain.labels import LabelCode, LabelRecord
from app.domain.notices import Tone
from app.domain.packing_session import Agreement
from app.domain.part_number import PartNumber
from app.use_cases.desk_state import Phase
from app.use_cases.station import Station
from app.use_cases.workplace import WorkplaceRules
from tests.fakes.detector import FakeDetector
from tests.fakes.packing_store import FakePackingStore
from tests.fakes.station_parts import KnownNotes, ManualCamera, SetClock, factory_of, note_of
from tests.fakes.station_record import FakeStationRecord
from ui.bridge import StationBridge
from ui.shell.window import StationWindow, WindowRules
from ui.status.view_model import Lamp
from ui.theme.style import dress

HERE = Path(__file__).parent
D26R, B24RS = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV01-B24RSXX-B03N-NL-DG00")
D23L = PartNumber("Z-CV01-D23LXXX-D01N-NL-DG00")
D26R_LABEL, D23L_LABEL = "W_CV01_D26RXXX_C03N_NL_DG00", "W_CV01_D23LXXX_D01N_NL_DG00"
FRAME_S = 0.066
DN, NEXT_DN = "KSS007317A", "KSS007401B"
CARTON, WRONG_CARTON = "LBL-26-000121", "LBL-26-000191"
UNDO_S = 8.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to give size hints to, and says so for every window shown."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))


class Bench:
    """A station on a table: what a test can do to it, and where it looks."""

    def __init__(
        self,
        qtbot,
        agreement: Agreement = Agreement.TWO_WAY,
        workplace: WorkplaceRules | None = None,
        rules: WindowRules | None = None,
    ) -> None:
        self.qtbot, self.clock = qtbot, SetClock()
        self.camera = ManualCamera(self.clock.monotonic_s)
        self.seen: tuple[Detection, ...] = ()
        self.detector = FakeDetector(lambda frame: self.seen, clock=self.clock.monotonic_s)
        self.notes = KnownNotes(
            {
                DN: note_of(DN, Z_CV01_D26RXXX_C03N_NL_DG00=90, Z_CV01_B24RSXX_B03N_NL_DG00=30),
                NEXT_DN: note_of(NEXT_DN, Z_CV01_D23LXXX_D01N_NL_DG00=10),
            }
        )
        self.store = FakePackingStore(
            [
                record("L1", D26R, 45),
                record("L2", D26R, 45),
                record("L3", B24RS, 30),
                record("BIG", B24RS, 40),
                record("OTHER", D23L, 10),
                record(CARTON, D26R, 45),
                record(WRONG_CARTON, D23L, 10),
            ]
        )
        self.record = FakeStationRecord()
        self.bridge = StationBridge()
        self.station = Station(
            self.camera, self.detector, factory_of(self.notes, self.store), self.record,
            VoteRules(), self.clock, "station-7", self.bridge, agreement=agreement, workplace=workplace,
        )  # fmt: skip
        self.window = StationWindow(self.station, self.bridge, rules or WindowRules("station-7"), self.clock)
        self.window.present()
        self.station.start()

    @property
    def said(self) -> str:
        return self.window.banner.text()

    @property
    def tone(self) -> Tone | None:
        state = self.window.banner.state
        return state.tone if state else None

    def lamp(self, lamp: Lamp) -> str:
        """What stands on the bar, glyph and words."""
        return self.window.status.lamps[lamp].short

    def label(self, name: str) -> QLabel:
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found

    def text(self, name: str) -> str:
        return self.label(name).text()

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert isinstance(found, QPushButton), name
        return found

    def type_line(self, line: str) -> None:
        revision = self.window._desk.revision
        self.qtbot.keyClicks(self.window.entry, line)
        self.qtbot.keyClick(self.window.entry, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.window._desk.revision > revision)

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def take_back(self, code: str) -> None:
        """Press the button in the label's row."""
        labels = self.window.packing.labels
        labels.bring(code)
        self.qtbot.waitUntil(lambda: labels.steady)
        self.qtbot.mouseClick(labels.viewport(), Qt.MouseButton.LeftButton, pos=labels.take_back_place(code).center())

    def open_note(self) -> None:
        self.type_line("kss007317a")
        self.qtbot.waitUntil(lambda: self.window._desk.phase is Phase.PACKING)

    def show(self, *seen: Detection, frames: int = 1) -> None:
        """Put covers before the camera for some frames, each answered before the next."""
        self.seen = seen
        for _ in range(frames):
            self.clock.now_s += FRAME_S
            answered = self.detector.status().results
            stamp = self.camera.push()
            self.qtbot.waitUntil(lambda before=answered: self.detector.status().results > before)
            self.qtbot.waitUntil(lambda wanted=stamp: self._arrived(wanted.frame_id))

    def _arrived(self, frame_id: int) -> bool:
        live = self.window.live
        shown, result = live.shown, live._inspected
        return bool(shown and shown.frame_id == frame_id and result and result.result.stamp.frame_id == frame_id)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.bridge.deleteLater()


def record(code: str, part: PartNumber, quantity: int) -> LabelRecord:
    return LabelRecord(LabelCode(code), part, quantity, active=True, used=False)


def cover(label: str = D26R_LABEL, confidence: float = 0.95) -> Detection:
    return Detection(label, confidence, Box(0.3, 0.3, 0.6, 0.7))


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    dress(qapp, "dark")
    return qapp


@pytest.fixture
def bench(qtbot, dressed) -> Iterator[Bench]:
    with _made(qtbot) as made:
        yield made


@pytest.fixture
def shift(qtbot, dressed) -> Iterator[Bench]:
    """A bench as it is worked at: with sign-in, refusals that wait, and eight seconds of undo on the set clock."""
    workplace = WorkplaceRules(sign_in=True, undo_s=UNDO_S, hold=True)
    with _made(qtbot, workplace=workplace, rules=WindowRules("station-7", undo_s=UNDO_S)) as made:
        qtbot.waitUntil(lambda: made.window._desk.phase is Phase.SIGNED_OUT)
        yield made


@contextmanager
def _made(qtbot, **rules) -> Iterator[Bench]:
    """Afterwards no thread, window or timer of it is left."""
    threads = set(threading.enumerate())
    made = Bench(qtbot, **rules)
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert set(threading.enumerate()) <= threads
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert "stationWindow" not in {widget.objectName() for widget in QApplication.topLevelWidgets()}
