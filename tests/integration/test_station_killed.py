"""A station is killed again and again while it counts labels: whatever the desk has answered is there afterwards."""

import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from app.domain.labels import LabelCode, LabelRecord
from app.places import DATABASE_NAME
from services.erp.stand_in import StandInErp
from services.storage.open_store import open_store
from tests.fakes.killed_station import DN
from tests.unit.builders import D26L, part

KILLS = 3
LABELS = 400


def run_and_kill(folder: Path, erp: StandInErp, answers: int) -> tuple[list[str], list[str]]:
    """What the station found on its record, and the labels it has answered before it was killed, with no warning."""
    program = [sys.executable, "-m", "tests.fakes.killed_station", str(folder), erp.base_url, str(LABELS)]
    found: list[str] = []
    counted: list[str] = []
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            word, _, rest = line.strip().partition(" ")
            assert word != "bug", line
            if word == "resumed":
                found = [code for code in rest.split(",") if code]
            else:
                counted.append(word)
            if len(counted) >= answers:
                os.kill(process.pid, signal.SIGKILL)
                break
        rest_of_it = process.stdout.read()  # said before the kill arrived
        counted += [line for line in rest_of_it.splitlines() if line.startswith("L-") and len(line) == len("L-0000")]
    return found, counted


def test_what_was_answered_before_a_kill_is_on_screen_after_it(tmp_path: Path) -> None:
    draw = random.Random(11)
    with closing(open_store("", tmp_path / DATABASE_NAME, 5.0)) as store:
        store.add_labels([LabelRecord(LabelCode(f"L-{n:04d}"), part(D26L), 1, True, False) for n in range(LABELS)])
    with StandInErp({DN: [{"NODN": DN, "ITEM": str(part(D26L)), "QTY": LABELS, "PO": "SUB1"}]}) as erp:
        answered: list[str] = []
        for _ in range(KILLS):
            found, counted = run_and_kill(tmp_path, erp, draw.randint(1, 25))
            unanswered = found[len(answered) :]
            assert found[: len(answered)] == answered, "an answered label is gone, or they changed their order"
            assert len(unanswered) <= 1, "at most the one that was being counted"
            answered = [*found, *counted]
            assert len(set(answered)) == len(answered)
    assert len(answered) > KILLS
