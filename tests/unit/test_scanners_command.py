"""``countersign scanners``: the ports there are, and what a scanner on one of them says."""

import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.commands.scanners import as_json, as_words, listen, visible
from app.ports.scanner import OnCode, ScannerState, ScannerStatus
from services.scanner.serial_ports import choices
from tests.fakes.command import RunningCommand
from tests.fakes.serial_line import SerialLine


@dataclass
class Plugged:
    device: str
    description: str = "n/a"
    serial_number: str | None = None
    vid: int | None = None
    pid: int | None = None


@pytest.fixture
def scanner_on_usb(tmp_path: Path) -> Plugged:
    device, by_id = tmp_path / "ttyACM0", tmp_path / "by-id"
    device.touch()
    by_id.mkdir()
    (by_id / "usb-Datalogic_GD4500_S12-if00").symlink_to(device)
    return Plugged(str(device), "GD4500", "S12", 0x05F9, 0x4204)


def test_ports_on_usb_come_first_under_their_lasting_name(scanner_on_usb: Plugged, tmp_path: Path) -> None:
    by_id = tmp_path / "by-id"
    first, second = choices([Plugged("/dev/ttyS0"), scanner_on_usb], by_id)
    assert first.port == str(by_id / "usb-Datalogic_GD4500_S12-if00")
    assert (first.device, first.usb, first.serial_number) == (scanner_on_usb.device, "05f9:4204", "S12")
    assert (second.port, second.name, second.usb) == ("/dev/ttyS0", "a port without a name", "")
    words = as_words([first, second], "linux").splitlines()
    assert "scanner.serial_port=PORT" in words[0]
    assert words[1:3] == [first.port, f"  GD4500, now {scanner_on_usb.device}, USB 05f9:4204"]
    assert words[3:] == ["/dev/ttyS0", "  a port without a name"]
    rows = json.loads(as_json([first, second]))
    assert [row["port"] for row in rows] == [first.port, "/dev/ttyS0"]
    assert rows[0]["device"] == scanner_on_usb.device


def test_without_udev_a_port_goes_by_its_device(scanner_on_usb: Plugged, tmp_path: Path) -> None:
    (only,) = choices([scanner_on_usb], tmp_path / "no-such-folder")
    assert only.port == only.device == scanner_on_usb.device


def test_no_port_says_what_helps() -> None:
    assert "USB-CDC" in as_words([], "linux")
    assert "driver" in as_words([], "win32")
    assert json.loads(as_json([])) == []


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert visible("LBL-1\x1b[2J\x00é") == "LBL-1\\x1b[2J\\x00é"


class Says:
    """A scanner that says these codes at its start; then somebody presses Ctrl-C."""

    def __init__(self, *codes: str) -> None:
        self._codes = codes
        self.closed = False

    def start(self, on_code: OnCode) -> None:
        for code in self._codes:
            on_code(code)

    def status(self) -> ScannerStatus:
        state = ScannerState.READY if self._codes else ScannerState.ABSENT
        return ScannerStatus(state, len(self._codes), "COM3")

    def close(self) -> None:
        self.closed = True


class Interrupted:
    """The codes in the queue, then Ctrl-C."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self.put = self._codes.append

    def get(self, timeout: float) -> str:
        if not self._codes:
            raise KeyboardInterrupt
        return self._codes.pop(0)


@pytest.mark.parametrize(
    ("codes", "in_json", "printed", "exit_code"),
    [
        (("a", "b\x07"), False, "a\nb\\x07\n", 0),
        (("a", "b\x07"), True, '"a"\n"b\\u0007"\n', 0),
        ((), False, "", 1),
    ],
)
def test_trying_prints_each_code(
    codes: tuple[str, ...],
    in_json: bool,
    printed: str,
    exit_code: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.commands.scanners.queue.SimpleQueue", Interrupted)
    scanner = Says(*codes)
    assert listen(scanner, in_json=in_json) == exit_code
    said = capsys.readouterr()
    assert said.out == printed
    assert said.err == ("listening on COM3; Ctrl-C ends\n" if codes else "COM3\n")
    assert scanner.closed


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_the_whole_command_on_a_real_port(tmp_path: Path) -> None:
    line = SerialLine(tmp_path)
    line.plug()
    try:
        with RunningCommand("scanners", "--try", line.name, "--set", "scanner.prefix=>", folder=tmp_path) as running:
            running.says("listening on")
            line.opened = 1  # by the command
            line.send(b">KSS007317A\r\n")
            assert running.process.stdout is not None
            assert running.process.stdout.readline() == "KSS007317A\n"
            os.kill(running.process.pid, signal.SIGINT)
            assert running.finished().code == 0
    finally:
        line.unplug()
