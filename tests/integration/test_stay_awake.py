"""Sleep and screen saver are held off while a session is open: on a real message bus with a desktop's services."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.commands.session_awake import SessionAwake
from app.domain.packing_session import PackingSession
from app.use_cases.desk_state import DeskState, Phase
from services.awake.open_awake import NoAwake, WorkingAwake, open_awake
from tests.unit.builders import D26L, note

pytest.importorskip("jeepney", reason="D-Bus is Linux's")

from services.awake.message_bus import BusInhibitor
from tests.fakes.message_bus import DAEMON, Desktop, PrivateBus

pytestmark = pytest.mark.skipif(DAEMON is None, reason="needs dbus-daemon")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    made = PrivateBus(tmp_path)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", made.address)
    yield made
    made.close()
    assert not {"awake", "desktop"} & {thread.name for thread in threading.enumerate()}


@pytest.fixture
def desktop(bus: PrivateBus) -> Iterator[Desktop]:
    made = Desktop(bus.address)
    yield made
    made.close()


@pytest.fixture
def awake() -> Iterator[WorkingAwake]:
    made = WorkingAwake(BusInhibitor())
    yield made
    made.close()


def test_both_are_held_off_and_let_go_again(desktop: Desktop, awake: WorkingAwake) -> None:
    assert (desktop.screen, desktop.sleep) == (0, 0)
    for _ in range(2):
        awake.hold()
        awake.hold()
        assert desktop.until((1, 1)), "held once, however often it is asked"
        awake.release()
        assert desktop.until((0, 0))


def test_closing_lets_go(desktop: Desktop) -> None:
    awake = WorkingAwake(BusInhibitor())
    awake.hold()
    assert desktop.until((1, 1))
    awake.close()
    assert desktop.until((0, 0))


HOLDER = """
import sys, time
from services.awake.message_bus import BusInhibitor
inhibitor = BusInhibitor()
inhibitor.hold()
sys.stdout.write("held"); sys.stdout.flush()
time.sleep(60)
"""


def test_a_killed_process_holds_nothing_off(desktop: Desktop) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.read(4) == b"held"
        assert desktop.until((1, 1)), "the control: while it lives it holds"
        os.kill(process.pid, signal.SIGKILL)
    assert desktop.until((0, 0))


def test_a_desktop_without_them_is_told_once(
    bus: PrivateBus, awake: WorkingAwake, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        awake.hold()
        awake.release()
    awake.close()
    (warning,) = [entry.getMessage() for entry in caplog.records if entry.levelname == "WARNING"]
    assert "cannot be held off" in warning
    assert "screen saver" in warning
    assert "sleep" in warning


def test_no_bus_at_all_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    awake = WorkingAwake(BusInhibitor())
    awake.hold()
    awake.close()
    assert "cannot be held off" in caplog.text


def test_whoever_asks_waits_for_no_bus(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop takes the question and never answers."""
    monkeypatch.setattr("services.awake.message_bus._LIMIT_S", 0.1)
    desktop = Desktop(bus.address, silent=True)
    awake = WorkingAwake(BusInhibitor())
    awake.hold()
    awake.release()
    awake.close()
    assert desktop.calls.count("org.freedesktop.ScreenSaver.Inhibit") == 1
    desktop.close()


# -- when -------------------------------------------------------------------------------------------------------------


class Counting(NoAwake):
    held = False

    def hold(self) -> None:
        self.held = True

    def release(self) -> None:
        self.held = False


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("open_session", [True, False])
def test_aw1_while_a_session_is_open_and_no_longer(phase: Phase, open_session: bool) -> None:
    awake = Counting()
    listener = SessionAwake(awake)
    session = PackingSession("S1", note(D26L)) if open_session else None
    listener.desk_changed(DeskState(phase=phase, session=session))
    at_work = phase in {Phase.PACKING, Phase.SUBMITTING, Phase.SHIFT_CHECK}
    assert awake.held is (at_work or (open_session and phase in {Phase.LOCKED, Phase.SIGNING_IN}))
    listener.desk_changed(DeskState(phase=Phase.SUBMITTED))
    assert not awake.held


def test_a_site_that_wants_none_asks_for_none() -> None:
    assert isinstance(open_awake(wanted=False), NoAwake)
