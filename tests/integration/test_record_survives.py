"""The station's record survives what happens to processes: killed at any moment, and opened twice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.errors import ErrorCode, OperationalError
from app.ports.clock import SystemClock
from app.settings import RecordSettings
from services.record.faults.kill import KillReport, acts_in, differences
from services.record.record import open_record
from services.record.station_file import RECORD_NAME, open_station_file
from tests.fakes.command import ROOT, run_command

KILLS = int(os.environ.get("COUNTERSIGN_TEST_KILLS", "200"))
KILLS_THAT_FIND_OUT = 25

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")

HOLD = """
import sys, time
from pathlib import Path
from app.ports.clock import SystemClock
from app.settings import RecordSettings
from services.record.record import open_record
record = open_record(Path(sys.argv[1]), RecordSettings(), SystemClock(), 1.0)
print("open", flush=True)
sys.stdin.read()
"""


def killed(folder: Path, kills: int, *words: str) -> KillReport:
    finished = subprocess.run(
        [sys.executable, "-m", "services.record.faults.kill", str(folder), "--kills", str(kills), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + kills,
    )
    assert finished.stdout, finished.stderr
    return KillReport(**json.loads(finished.stdout))


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process has the record open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


def reopened(folder: Path) -> None:
    open_record(folder, RecordSettings(), SystemClock(), 1.0).close()


@pytest.mark.timeout(60 + KILLS)
def test_nothing_that_was_acknowledged_is_lost_doubled_or_half(tmp_path: Path) -> None:
    report = killed(tmp_path, KILLS)
    assert report.wrong == []
    assert report.kills == KILLS
    assert report.acknowledged > KILLS // 4
    assert report.durable_unacknowledged > 0, "no kill came between a commit and its return"


def test_a_store_that_acknowledges_before_it_commits_is_found_out(tmp_path: Path) -> None:
    report = killed(tmp_path, KILLS_THAT_FIND_OUT, "--eager")
    assert any("lost" in each for each in report.wrong)


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [
        ([1, 2, 3], [1, 2, 3], []),
        ([1, 2, 3], [1, 3], ["lost [2]"]),
        ([1, 2], [1, 2, 9], ["strange [9]"]),
        ([1, 2], [1, 2, 2], ["twice [2]"]),
        ([1, 2, 3], [1, 3, 2], ["order [1, 3, 2]"]),
        ([], [], []),
    ],
)
def test_the_checker_tells_every_difference(expected: list[int], found: list[int], told: list[str]) -> None:
    assert differences(expected, found) == told


def test_a_file_killed_before_its_first_version_holds_nothing_and_is_begun_again(tmp_path: Path) -> None:
    open_station_file(tmp_path / RECORD_NAME, 1.0, ()).close()
    assert acts_in(tmp_path) == []
    reopened(tmp_path)


def test_a_second_process_is_refused_and_told_whose_it_is(tmp_path: Path) -> None:
    with held(tmp_path) as process:
        with pytest.raises(OperationalError) as caught:
            reopened(tmp_path)
        assert caught.value.code is ErrorCode.RECORD_IN_USE
        assert caught.value.details["owner"] == f"process {process.pid}"
        outcome = run_command(
            "outbox", "--set", f"data_dir={tmp_path}", "resend", "--since", "2026-09-01", folder=tmp_path
        )
    assert outcome.code == 1
    assert str(tmp_path / RECORD_NAME) in outcome.sentence
    assert f"process {process.pid}" in outcome.sentence


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    with held(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        reopened(tmp_path)


def test_a_process_that_ended_by_itself_holds_nothing(tmp_path: Path) -> None:
    with held(tmp_path) as process:
        process.communicate("")
        reopened(tmp_path)
