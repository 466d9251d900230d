"""ERP, database, disk and server hang around a real window: it goes on, says what it waits for, and can be closed."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import build_parts
from app.commands.bench_hanging import Gate, Gates, behind_gates
from app.commands.bench_watch import Beat
from app.commands.bench_window import WindowRig, alone
from app.domain.errors import ErrorCode
from app.settings import Settings
from app.settings_layers import with_overrides
from app.use_cases.desk_state import Phase
from services.erp.demo_deliveries import DEMO_DN
from tests.fakes.listening import Ear
from ui.shell.view_model import NextStep
from ui.status.view_model import Condition, Lamp

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

CARTON = "LBL-26-000101"
BEATS = 40
LIMIT_S = 20.0
ADAPTER_S = 3.0
"""After which an adapter ends a call by its own time limit."""
CLOSING_S = 30.0
"""Far more than the time limits that closing waits for, far less than a hang."""


class Site:
    """A station that can hang, its window and what it says."""

    def __init__(self, folder: Path, *chosen: str) -> None:
        own = with_overrides(alone(Settings(), folder), chosen)
        self.gates, self.ear = Gates(), Ear()
        self.rig = WindowRig(own, behind_gates(build_parts(own), self.gates), self.ear)
        self.banner = self.rig.window.banner

    def open_note(self) -> None:
        self.rig.type_line(DEMO_DN)
        assert self.rig.run(lambda: self.ear.desk.phase is Phase.PACKING, LIMIT_S)

    def waits_for(self, line: str) -> bool:
        """The banner says so."""
        state = self.banner.state
        return state is not None and state.step is NextStep.WAIT and line in self.banner.text()

    def beats_while(self, hanging: Callable[[], bool]) -> int:
        """Beats of the GUI thread for as long as it hangs; a few are enough."""
        beat = Beat(hanging)
        beat.start()
        self.rig.run(lambda: beat.beats >= BEATS or not hanging(), LIMIT_S)
        beat.stop()
        return beat.beats

    def close(self) -> float:
        """How long that takes, seconds."""
        began_s = time.monotonic()
        self.rig.window.close()
        return time.monotonic() - began_s


@pytest.fixture
def site(screen: QApplication, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    with made.rig:
        yield made
        for gate in made.gates.all:
            gate.let_go()


def hang(gate: Gate, limit_s: float | None) -> None:
    gate.limit_s = limit_s
    gate.hang()


@pytest.mark.parametrize(("what", "line"), [("erp", DEMO_DN), ("database", CARTON)])
def test_a_source_that_hangs_holds_up_neither_the_screen_nor_its_closing(site: Site, what: str, line: str) -> None:
    gate: Gate = getattr(site.gates, what)
    if what != "erp":
        site.open_note()
    hang(gate, ADAPTER_S)
    site.rig.type_line(line)
    assert site.rig.run(lambda: gate.waiting > 0, LIMIT_S)
    assert site.beats_while(lambda: gate.waiting > 0) >= BEATS
    assert site.rig.run(lambda: site.waits_for(line), LIMIT_S)
    assert site.close() < CLOSING_S
    assert not site.ear.bugs


def test_a_disk_that_hangs_holds_up_the_scan_but_not_the_screen(site: Site) -> None:
    """Nothing counts before it is on the disk; and no program can end a disk's hang, so closing waits for it."""
    site.open_note()
    hang(site.gates.disk, None)
    site.rig.type_line(CARTON)
    assert site.rig.run(lambda: site.gates.disk.waiting > 0, LIMIT_S)
    assert site.beats_while(lambda: site.gates.disk.waiting > 0) >= BEATS
    assert site.rig.run(lambda: site.waits_for(CARTON), LIMIT_S)
    assert not site.ear.desk.session or not site.ear.desk.session.labels
    site.gates.disk.let_go()
    assert site.rig.run(lambda: bool(site.ear.desk.session and site.ear.desk.session.labels), LIMIT_S)
    assert site.close() < CLOSING_S


def test_a_server_that_hangs_is_told_and_holds_nothing_up(screen: QApplication, tmp_path: Path) -> None:
    """It takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        site = Site(tmp_path, "station.detector=server", f"inference.address={address}")
        with site.rig:
            hanging = lambda: site.rig.station.status().detector.source is None  # noqa: E731
            site.open_note()
            assert site.beats_while(hanging) >= BEATS
            assert site.rig.run(lambda: said(site) is Condition.NO_DETECTION, LIMIT_S)
            site.rig.type_line(CARTON)
            assert site.rig.run(lambda: bool(site.ear.desk.session and site.ear.desk.session.labels), LIMIT_S)
            assert hanging()
            assert site.close() < CLOSING_S


def said(site: Site) -> Condition | None:
    explained = site.rig.window.status.explain(Lamp.DETECTION)
    return explained[1].condition if explained else None


def test_a_hang_of_the_gui_thread_itself_is_noticed(site: Site) -> None:
    """The control: the same measure finds what the others must not do."""
    gate = Gate(ErrorCode.ERP_TOO_SLOW)
    gate.hang()
    release = threading.Timer(0.4, gate.let_go)
    beat = Beat(lambda: gate.waiting > 0)
    beat.start()
    QTimer.singleShot(0, gate.pass_through)
    release.start()
    site.rig.run(lambda: beat.beats > 0 or beat.longest_ms >= 300, LIMIT_S)
    release.join()
    beat.stop()
    assert beat.beats == 0
    assert beat.longest_ms >= 300
