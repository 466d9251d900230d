"""What somebody who starts it wrongly gets: one clear sentence, an exit code, no traceback, and no process left."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import ErrorCode
from app.messages import sentence
from tests.fakes.command import ROOT, RunningCommand, run_command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="process groups and signals are POSIX's")

SYNTHETIC = "server.synthetic=true"


def test_a_wrong_setting_is_wrong_use(tmp_path: Path) -> None:
    outcome = run_command("station", "--set", "camera.fsp=20", folder=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    details = {"key": "camera.fsp", "origin": "command line", "problem": "there is no such setting"}
    assert outcome.sentence == str(sentence(ErrorCode.SETTING_INVALID, details))


def test_a_station_that_cannot_be_built_says_why_and_ends(tmp_path: Path) -> None:
    outcome = run_command("station", "--set", "erp.base_url=nonsense", folder=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "erp.base_url" in outcome.sentence
    assert "nonsense" in outcome.sentence


def test_a_station_without_camera_model_server_or_database_shows_its_window_and_closes_when_asked(
    tmp_path: Path,
) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    wrong = {
        "camera.source": "/dev/nothing-here",
        "model.path": str(in_the_way),
        "inference.address": "127.0.0.1:9",
        "erp.base_url": "http://127.0.0.1:9",
        "database.url": f"sqlite:///{in_the_way / 'factory.sqlite'}",
        "data_dir": str(tmp_path / "station"),
    }
    words = [word for key, value in wrong.items() for word in ("--set", f"{key}={value}")]
    with RunningCommand("station", "--dn", "KSS007317A", *words, folder=tmp_path) as station:
        station.says("camera absent")
        station.process.send_signal(signal.SIGTERM)
        outcome = station.finished()
        assert outcome.code == 0
        assert "Traceback" not in outcome.err
        assert not station.anything_left


def test_the_supervisors_window_opens_on_an_empty_desk_once_and_closes_when_asked(tmp_path: Path) -> None:
    words = ("review", "--set", f"data_dir={tmp_path / 'desk'}")
    with RunningCommand(*words, folder=tmp_path) as review:
        review.says("the supervisor's window is open")
        second = run_command(*words, folder=tmp_path)
        assert (second.code, second.out) == (1, "")
        assert "is in use" in second.sentence
        review.process.send_signal(signal.SIGTERM)
        outcome = review.finished()
        assert outcome.code == 0
        assert "Traceback" not in outcome.err
        assert not review.anything_left


def test_a_station_without_a_place_for_its_record_says_so_and_ends(tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    outcome = run_command("station", "--set", f"data_dir={in_the_way}", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert str(in_the_way) in outcome.sentence


def test_a_server_whose_port_is_taken_says_so_and_ends(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        outcome = run_command("server", "--set", f"server.port={port}", "--set", SYNTHETIC, folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.sentence == str(sentence(ErrorCode.PORT_TAKEN, {"port": port, "host": "127.0.0.1"}))


def test_a_server_without_a_model_says_so_and_ends(tmp_path: Path) -> None:
    letter = tmp_path / "model.onnx"
    letter.write_text("this is a letter")
    outcome = run_command("server", "--set", "server.port=0", "--set", f"model.path={letter}", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    details = {"path": letter, "problem": "it is not an ONNX file"}
    assert outcome.sentence == str(sentence(ErrorCode.MODEL_UNUSABLE, details))


def test_a_demo_whose_server_cannot_start_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    letter = tmp_path / "model.onnx"
    letter.write_text("this is a letter")
    outcome = run_command("demo", "--headless", "--set", f"model.path={letter}", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert "inference server" in outcome.sentence


def test_a_server_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    words = ("--until-stdin-ends", "--set", "server.port=0", "--set", SYNTHETIC)
    with RunningCommand("server", *words, folder=tmp_path) as server:
        assert server.process.stdout is not None
        assert server.process.stdout.readline().startswith("listening on 127.0.0.1:")
        assert server.anything_left
        outcome = server.finished()  # which closes its standard input
        assert outcome.code == 0
        assert "Traceback" not in outcome.err
        assert not server.anything_left


def test_a_demo_that_is_interrupted_takes_its_server_with_it(tmp_path: Path) -> None:
    with RunningCommand("demo", "--headless", folder=tmp_path) as demo:
        demo.says("camera live")
        demo.process.send_signal(signal.SIGINT)
        outcome = demo.finished()
        assert outcome.code == 130
        assert "Traceback" not in outcome.err
        assert not demo.anything_left


def test_output_that_nobody_reads_any_more_is_no_trouble(tmp_path: Path) -> None:
    with RunningCommand("config", "show", folder=tmp_path) as command:
        assert command.process.stdout is not None
        command.process.stdout.close()
        command.process.stdout = None
        outcome = command.finished()
    assert outcome.code in {0, 141}
    assert outcome.err == ""


WITH_A_BUG = """
import sys
import app.commands.station_window as station_window
from app.__main__ import main

class Window:
    def __init__(self, *parts):
        raise ZeroDivisionError("a bug in the window")

station_window.StationWindow = Window
sys.exit(main(["station", "--unwatched"]))
"""


def test_a_bug_in_the_window_ends_the_program_instead_of_leaving_it_unseen(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "COUNTERSIGN_DATA_DIR": str(tmp_path)}
    finished = subprocess.run(
        [sys.executable, "-c", WITH_A_BUG],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 1
    assert "a bug in the window" in finished.stderr
