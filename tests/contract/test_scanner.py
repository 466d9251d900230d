"""What every scanner does: the fake, a serial one on a pseudo-terminal, the camera that reads real bar codes."""

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.ports.scanner import Scanner, ScannerState
from services.scanner.camera_codes import CameraCodes
from services.scanner.serial_scanner import SerialScanner
from tests.fakes.code_frames import Printed, frame, picture
from tests.fakes.heard import Heard
from tests.fakes.scanner import ManualScanner
from tests.fakes.serial_line import SerialLine
from tests.fakes.waiting import eventually

DN, LABEL = "KSS007317A", "LBL-2609-00017"
THREADS = {"manual-scanner", "serial-scanner", "code-reader"}

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@dataclass
class Rig:
    """A scanner, and ``show``, which has it read a code."""

    scanner: Scanner
    show: Callable[[str], None]


def manual() -> Rig:
    scanner = ManualScanner()
    return Rig(scanner, scanner.push)


def on_line(line: SerialLine) -> Rig:
    line.plug()
    return Rig(
        SerialScanner(line.name, 9600, open_port=line.open_port), lambda text: line.send(text.encode() + b"\r\n")
    )


def before_camera() -> Rig:
    scanner = CameraCodes(rest=lambda _: None)
    numbers = iter(range(1, 100))

    def show(text: str) -> None:
        number = next(numbers)
        scanner.offer(frame(picture(Printed(text), seed=number), number))

    return Rig(scanner, show)


@pytest.fixture(params=["manual", pytest.param("serial", marks=needs_pty), "camera"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    line = SerialLine(tmp_path)
    made = {"manual": manual, "serial": lambda: on_line(line), "camera": before_camera}[request.param]()
    yield made
    made.scanner.close()
    line.unplug()
    assert not [thread for thread in threading.enumerate() if thread.name in THREADS]


def test_each_code_comes_once_in_order_on_the_scanners_own_thread(rig: Rig) -> None:
    heard = Heard()
    rig.scanner.start(heard)
    rig.show(DN)
    heard.wait_for(1)
    rig.show(LABEL)
    assert heard.wait_for(2) == [DN, LABEL]
    assert threading.current_thread() not in heard.threads
    assert len(heard.threads) == 1


def test_its_status_is_ready_and_counts(rig: Rig) -> None:
    heard = Heard()
    rig.scanner.start(heard)
    eventually(lambda: rig.scanner.status().state is ScannerState.READY)
    assert rig.scanner.status().codes == 0
    rig.show(DN)
    heard.wait_for(1)
    assert (rig.scanner.status().state, rig.scanner.status().codes) == (ScannerState.READY, 1)


def test_no_code_comes_after_close_which_may_come_twice(rig: Rig) -> None:
    heard = Heard()
    rig.scanner.start(heard)
    rig.show(DN)
    heard.wait_for(1)
    rig.scanner.close()
    assert not [thread for thread in threading.enumerate() if thread.name in THREADS]
    rig.show(LABEL)
    rig.scanner.close()
    assert heard.codes == [DN]


def test_close_without_start(rig: Rig) -> None:
    rig.scanner.close()
    rig.scanner.close()


def test_close_from_on_code(rig: Rig) -> None:
    heard = Heard()

    def on_code(code: str) -> None:
        rig.scanner.close()
        heard(code)

    rig.scanner.start(on_code)
    rig.show(DN)
    assert heard.wait_for(1) == [DN]
    rig.scanner.close()
    assert heard.codes == [DN]


def test_starting_twice_is_a_bug(rig: Rig) -> None:
    rig.scanner.start(Heard())
    with pytest.raises(RuntimeError):
        rig.scanner.start(Heard())
