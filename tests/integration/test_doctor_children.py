"""Checks in processes of their own: what hangs, crashes or babbles is a finding, and the end comes in time."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.commands.doctor import LIMIT_S
from app.commands.doctor_children import ORDER
from app.domain.health import Check, Finding, FindingCode, Verdict
from app.use_cases.examine import Examine
from services.doctor.children import ChildChecks, Start, read, written
from tests.fakes.command import ROOT, Command, RunningCommand, run_command
from tests.fakes.waiting import eventually

FINE = Finding(Check.ERP, Verdict.PASS, FindingCode.ERP_GOOD, {"address": "http://erp", "round_trip_ms": 3})
HANGS = "import time; time.sleep(600)"
HANGS_IN_C = "import ctypes; ctypes.PyDLL(None).sleep(600)"
"""With the interpreter's lock in hand, as a bad driver does: no thread of that process runs any more."""
DIES = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
BABBLES = f"print('a library says hello'); print({written([FINE])!r})"
NO_CASE = "import sys; print('nonsense')"


def runner(code: str | Callable[[Check], str]) -> ChildChecks:
    """Children that do as ``code`` says, without any module of ours."""

    def start(check: Check, _within_s: float) -> Start:
        return Start([sys.executable, "-S", "-E", "-c", code if isinstance(code, str) else code(check)])

    return ChildChecks(start)


def run(checks: ChildChecks, names: Sequence[Check], limit_s: float) -> dict[Check, Sequence[Finding]]:
    found: dict[Check, Sequence[Finding]] = {}
    checks.run(names, limit_s, lambda check, findings: found.update({check: findings}), lambda: False)
    return found


@pytest.mark.parametrize("hang", [HANGS, HANGS_IN_C], ids=["asleep", "in C, with the lock"])
def test_everything_hangs_and_the_end_comes_in_time(hang: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and hang is HANGS_IN_C:
        pytest.skip("Windows' C library has no sleep to call")
    threads = set(threading.enumerate())
    began_s = time.monotonic()
    found = run(runner(known_by_number(hang, tmp_path)), list(Check), 0.8)
    took_s = time.monotonic() - began_s
    assert took_s < 0.8 + 0.5 + 1.0, "the limit, what the runner allows itself, and a busy machine"
    assert set(found) == set(Check)
    assert {each.code for findings in found.values() for each in findings} == {FindingCode.NO_ANSWER}
    assert set(threading.enumerate()) <= threads
    assert_gone(tmp_path, len(Check))


def known_by_number(code: str, folder: Path) -> str:
    """The same, but the child leaves a file named by its process number before."""
    return f"import os, pathlib; pathlib.Path({str(folder)!r}, str(os.getpid())).touch(); {code}"


def assert_gone(folder: Path, at_most: int) -> None:
    """Each of the children that left its number is no process any more."""
    numbers = [int(file.name) for file in folder.iterdir()]
    assert 0 < len(numbers) <= at_most
    for number in numbers:
        with pytest.raises(OSError, match=r"process|parameter"):
            os.kill(number, 0)


def test_the_same_hang_waited_for_is_never_over() -> None:
    """The control: it is the kill that ends it."""
    child = subprocess.Popen([sys.executable, "-S", "-E", "-c", HANGS_IN_C])
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.4)
        child.terminate()
    finally:
        child.kill()
        child.wait()


def test_one_that_hangs_holds_up_no_other() -> None:
    codes = {Check.CAMERA: HANGS_IN_C, Check.MODEL: DIES, Check.ERP: BABBLES, Check.DISK: NO_CASE}
    found = run(runner(lambda check: codes[check]), list(codes), 1.0)
    assert found[Check.ERP] == [FINE]
    (hangs,), (dies,), (strange,) = found[Check.CAMERA], found[Check.MODEL], found[Check.DISK]
    assert (hangs.code, hangs.details) == (FindingCode.NO_ANSWER, {"limit_s": 1.0})
    assert dies.code is strange.code is FindingCode.BROKE_OFF
    assert "exit code -11" in str(dies.details["problem"]) or sys.platform == "win32"


def test_what_is_stopped_leaves_no_process_and_says_nothing(tmp_path: Path) -> None:
    stop, found = threading.Event(), list[Check]()
    checks = runner(known_by_number(HANGS, tmp_path))
    thread = threading.Thread(
        target=checks.run, args=([Check.CAMERA], 60.0, lambda check, _found: found.append(check), stop.is_set)
    )
    thread.start()
    eventually(lambda: any(tmp_path.iterdir()))
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert found == []
    assert_gone(tmp_path, 1)


def test_the_whole_has_a_limit_and_the_model_is_measured_by_itself() -> None:
    class Recorded:
        def __init__(self) -> None:
            self.waves: list[tuple[Sequence[Check], float]] = []

        def run(self, checks: Sequence[Check], limit_s: float, heard: object, stopping: object) -> None:
            self.waves.append((checks, limit_s))

    recorded = Recorded()
    found = Examine(recorded, {Check.CAMERA: lambda: [FINE]})(list(Check), 18.0)
    (beside, first_s), (alone, second_s) = recorded.waves
    assert list(alone) == [Check.MODEL]
    assert set(beside) == set(Check) - {Check.MODEL, Check.CAMERA}
    assert first_s + second_s == LIMIT_S
    assert found == [FINE]
    Examine(recorded)(list(Check), 18.0, stopping=lambda: True)
    assert len(recorded.waves) == 2


def test_findings_travel_whole_and_long_texts_shortened() -> None:
    long = Finding(Check.DISK, Verdict.FAIL, FindingCode.DISK_UNKNOWN, {"folder": "x" * 5000, "problem": "ü"})
    line = written([FINE, long])
    assert len(line) < 2000
    assert line.isascii()
    first, second = read(line)
    assert first == FINE
    assert str(second.details["folder"]).startswith("xxx")
    assert second.details["problem"] == "ü"


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_in_processes_of_its_own(tmp_path: Path) -> None:
    chosen = (
        "--set",
        f"data_dir={tmp_path / 'data'}",
        "--set",
        "record.stop_free_mb=50",
        "--set",
        "record.low_free_mb=200",
    )
    outcome = run_command("doctor", "--json", "--only", "disk,fonts", *chosen, folder=tmp_path)
    told = json.loads(outcome.out)
    assert (outcome.code, told["schema"], told["verdict"]) == (0, 1, "pass"), outcome
    assert [(each["check"], each["code"]) for each in told["findings"]] == [
        ("disk", "record_none"),
        ("disk", "disk_roomy"),
        ("fonts", "fonts_good"),
    ]
    assert set(told) == {"schema", "version", "build", "station", "at", "took_s", "verdict", "findings"}
    assert set(told["findings"][0]) == {"check", "verdict", "code", "what", "do", "details"}


def test_wrong_use(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = Command(capsys, monkeypatch, tmp_path)
    for words in (["--only", "camera,nose"], ["--only", ""], ["--timeout", "60"], ["--timeout", "soon"]):
        outcome = command("doctor", *words)
        assert outcome.code == 2, words
        assert "Traceback" not in outcome.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the hang is a call of the C library's sleep")
def test_the_command_ends_within_twenty_seconds_though_every_check_hangs_in_c(tmp_path: Path) -> None:
    """The real command with its real limit. Each child hangs, with the interpreter's lock, before it has begun."""
    (tmp_path / "sitecustomize.py").write_text(
        f"import os\nif {ORDER!r} in os.environ:\n    {HANGS_IN_C.replace('; ', chr(10) + '    ')}\n"
    )
    began_s = time.monotonic()
    with RunningCommand("doctor", "--json", folder=tmp_path, more={"PYTHONPATH": f"{tmp_path}:{ROOT}"}) as running:
        outcome = running.finished(60)
        assert not running.anything_left
    took_s = time.monotonic() - began_s
    findings = json.loads(outcome.out)["findings"]
    assert outcome.code == 1
    assert {each["code"] for each in findings} == {"no_answer"}
    assert len(findings) == len(Check)
    assert took_s <= 20.0
