"""A serial scanner on a pseudo-terminal: torn codes, garbage, a cable pulled, a port that comes late, hung drivers."""

import errno
import logging
import random
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.ports.scanner import ScannerState
from app.runtime.backoff import Backoff
from services.scanner.serial_port import Port, PortGoneError, open_port
from services.scanner.serial_scanner import LONGEST_PAUSE_S, SerialScanner
from tests.fakes.heard import Heard
from tests.fakes.serial_line import SerialLine
from tests.fakes.waiting import eventually

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

DN, LABEL = "KSS007317A", "LBL-2609-00017"
Make = Callable[..., SerialScanner]


class HourlyBackoff(Backoff):
    pauses = 0

    def pause_s(self) -> float:
        self.pauses += 1
        return 3600.0


@pytest.fixture
def line(tmp_path: Path) -> Iterator[SerialLine]:
    made = SerialLine(tmp_path)
    yield made
    made.unplug()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def make(line: SerialLine, caplog: pytest.LogCaptureFixture) -> Iterator[Make]:
    """A scanner that tries again within 20 ms; what it logs is in ``caplog``."""
    caplog.set_level(logging.INFO, "services.scanner")
    made: list[SerialScanner] = []

    def build(name: str = "", open_port: Callable[[str, int], Port] = line.open_port) -> SerialScanner:
        backoff = Backoff(0.02, random.Random(1))
        made.append(SerialScanner(name or line.name, 115_200, "", "", open_port=open_port, backoff=backoff))
        return made[-1]

    yield build
    for scanner in made:
        scanner.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "serial-scanner"]


def opened_or_not(scanner: SerialScanner) -> None:
    """Wait until the first attempt to open its port is over."""
    eventually(lambda: "not opened yet" not in scanner.status().detail)


def logged(caplog: pytest.LogCaptureFixture, word: str) -> list[str]:
    return [record.getMessage() for record in caplog.records if word in record.getMessage()]


def test_a_code_in_pieces_is_one_and_two_at_once_are_two(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    make().start(heard)
    line.send(b"first\r")
    heard.wait_for(1)
    for byte in f"{DN}\r\n{LABEL}\r\n".encode():
        line.send(bytes([byte]))
    line.send(b"one\rtwo\t")
    assert heard.wait_for(5) == ["first", DN, LABEL, "one", "two"]


def test_two_thousand_codes_without_a_pause_all_come(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    scanner = make()
    scanner.start(heard)
    sent = [f"LBL-2609-{number:05d}" for number in range(2000)]
    line.send("".join(f"{code}\r\n" for code in sent).encode())
    assert heard.wait_for(2000) == sent
    assert scanner.status().codes == 2000


def test_a_scanner_without_a_terminator_is_understood_by_its_pause(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    make().start(heard)
    for count, code in enumerate((DN, LABEL), start=1):
        line.send(code.encode())
        heard.wait_for(count)
    assert heard.codes == [DN, LABEL]


def test_a_cable_pulled_and_put_back(
    make: Make, line: SerialLine, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    line.plug()
    scanner = make()
    scanner.start(heard)
    line.send(f"{DN}\rLBL-26".encode())
    heard.wait_for(1)
    line.unplug()
    eventually(lambda: scanner.status().state is ScannerState.ABSENT)
    tried = line.tried
    eventually(lambda: line.tried > tried + 3)
    assert line.name in scanner.status().detail
    line.plug()
    line.send(f"{LABEL}\r".encode(), opening=2)
    assert heard.wait_for(2) == [DN, LABEL]
    assert (scanner.status().state, scanner.status().codes) == (ScannerState.READY, 2)
    assert len(logged(caplog, "scanner absent")) == 1
    assert len(logged(caplog, "scanner ready")) == 2


class Dying:
    """What pyserial gives for a port that goes right after a byte has come."""

    timeout = 0.0

    def __init__(self, *_: object, **__: object) -> None:
        self._left = [b"\r"]

    def read(self, size: int) -> bytes:
        if not self._left:
            raise OSError(errno.EIO, "read failed")
        return self._left.pop()

    @property
    def in_waiting(self) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_what_came_just_before_the_port_went_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serial.Serial", Dying)
    port = open_port("/dev/ttyACM0", 9600)
    assert port.read(0.1) == b"\r"
    with pytest.raises(PortGoneError, match="/dev/ttyACM0: Input/output error"):
        port.read(0.1)


def test_a_port_that_goes_is_closed_before_it_is_opened_again(make: Make, heard: Heard) -> None:
    """Or a scanner that is plugged in again gets another number."""
    happened: list[str] = []

    class Gone:
        def __init__(self, *_: object) -> None:
            happened.append("opened")

        def read(self, timeout_s: float) -> bytes:
            raise PortGoneError("gone")

        def cancel(self) -> None: ...

        def close(self) -> None:
            happened.append("closed")

    make(open_port=Gone).start(heard)
    eventually(lambda: len(happened) >= 4)
    assert happened[:4] == ["opened", "closed", "opened", "closed"]


def test_of_two_codes_at_once_the_second_does_not_come_after_a_close(
    make: Make, line: SerialLine, heard: Heard
) -> None:
    line.plug()
    scanner = make()

    def on_code(code: str) -> None:
        scanner.close()
        heard(code)

    scanner.start(on_code)
    line.send(f"{DN}\r{LABEL}\r".encode())
    heard.wait_for(1)
    scanner.close()
    eventually(lambda: not [one for one in threading.enumerate() if one.name == "serial-scanner"])
    assert heard.codes == [DN]


def test_a_port_that_comes_later(make: Make, line: SerialLine, heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    scanner = make()
    scanner.start(heard)
    eventually(lambda: line.tried > 3)
    assert scanner.status().state is ScannerState.ABSENT
    assert scanner.status().detail == f"{line.name}: No such file or directory"
    line.plug()
    line.send(f"{DN}\r".encode())
    assert heard.wait_for(1) == [DN]
    assert len(logged(caplog, "scanner absent")) == 1


def test_an_absent_port_is_not_tried_without_a_pause(line: SerialLine, heard: Heard) -> None:
    """One attempt, then the pause, which a close cuts short."""
    backoff = HourlyBackoff(LONGEST_PAUSE_S, random.Random(1))
    scanner = SerialScanner(line.name, 9600, open_port=line.open_port, backoff=backoff)
    scanner.start(heard)
    eventually(lambda: backoff.pauses == 1)
    scanner.close()
    assert (line.tried, backoff.pauses) == (1, 1)
    assert not [one for one in threading.enumerate() if one.name == "serial-scanner"]


def test_something_that_is_no_port_is_absent(make: Make, heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no scanner")
    for name in (str(tmp_path), str(tmp_path / "note.txt"), "/dev/null", "\0"):
        scanner = make(name, open_port)
        scanner.start(heard)
        opened_or_not(scanner)
        assert scanner.status().state is ScannerState.ABSENT
        assert name in scanner.status().detail


def test_permission_refused_says_what_to_do(
    make: Make, line: SerialLine, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    line.plug()
    monkeypatch.setattr("serial.serialposix.os.open", refuse)
    scanner = make()
    scanner.start(heard)
    opened_or_not(scanner)
    assert "permission denied" in scanner.status().detail
    assert ("dialout" in scanner.status().detail) == (sys.platform == "linux")


def test_a_port_in_use_is_absent_to_the_second(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    first, second = make(), make()
    first.start(heard)
    eventually(lambda: line.opened == 1)
    second.start(heard)
    eventually(lambda: line.tried >= 3)
    assert second.status().state is ScannerState.ABSENT
    line.send(f"{DN}\r".encode())
    assert heard.wait_for(1) == [DN]


def test_garbage_is_told_once_and_codes_come_after_it(
    make: Make, line: SerialLine, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    line.plug()
    make().start(heard)
    line.send(b"\xff\xfe" * 5000 + b"\r")
    line.send(b"\x80" * 5000 + b"\r")
    line.send(f"{DN}\r".encode())
    assert heard.wait_for(1) == [DN]
    assert len(logged(caplog, "more than 128 characters")) == 1
    line.send(f"{LABEL}\r".encode())
    assert heard.wait_for(2) == [DN, LABEL]
    assert len(logged(caplog, "codes again")) == 1


def test_ten_thousand_bytes_without_an_end_are_no_code(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    make().start(heard)
    line.send(b"A" * 10_240)
    line.send(f"\r{DN}\r".encode())
    assert heard.wait_for(1) == [DN]


def test_bytes_that_are_no_text_come_through_as_read(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    make().start(heard)
    line.send(b"\x00\x1b[2J\xe9\r")
    assert heard.wait_for(1) == ["\x00\x1b[2Jé"]


def test_close_ends_a_read_that_waits_at_once(make: Make, line: SerialLine, heard: Heard) -> None:
    line.plug()
    scanner = make()
    scanner.start(heard)
    line.send(f"{DN}\r".encode())
    heard.wait_for(1)
    closing = threading.Thread(target=scanner.close)
    closing.start()
    closing.join(0.25)  # a read waits for half a second
    assert not closing.is_alive()
    assert not [thread for thread in threading.enumerate() if thread.name == "serial-scanner"]


def test_a_driver_that_hangs_in_opening_does_not_hang_the_close(
    make: Make, line: SerialLine, heard: Heard, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    def hang(name: str, baud: int) -> Port:
        assert let_go.wait(10)
        return line.open_port(name, baud)

    line.plug()
    monkeypatch.setattr("services.scanner.serial_scanner._CLOSE_WAIT_S", 0.01)
    scanner = make(open_port=hang)
    scanner.start(heard)
    scanner.close()
    assert len(logged(caplog, "hangs")) == 1
    let_go.set()
    eventually(lambda: not [one for one in threading.enumerate() if one.name == "serial-scanner"])
    assert line.opened == 1
    assert not logged(caplog, "scanner ready")
