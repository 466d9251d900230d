"""A scan and its answer, the whole way: keys at a real window, a real station with its file on a disk, and back.

How fast that is, ``countersign bench feedback`` says; here it is shown that it is what is measured.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.commands.bench_feedback import Answer, Kind, report
from app.commands.bench_feedback_rig import scan_all
from app.ports.sounds import Sound
from app.settings import Settings

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
SCANS = 6
HEARD = {Kind.COUNTED: Sound.COUNTED, Kind.UNKNOWN: Sound.REFUSED, Kind.REFUSED: Sound.REFUSED}


@pytest.fixture
def answers(screen: QApplication, tmp_path: Path) -> list[Answer]:
    return scan_all(Settings(), tmp_path, SCANS)


def test_every_scan_is_answered_once_on_disk_then_by_sound_and_words(answers: list[Answer]) -> None:
    assert [answer.kind for answer in answers] == [*Kind] * 2
    for answer in answers:
        assert 0 < answer.durable_ms <= min(answer.sound_ms, answer.painted_ms)
        assert answer.sounds == (HEARD[answer.kind],)
        assert answer.label in answer.words
    assert len({answer.words for answer in answers}) == SCANS
    told = report(answers, {"late_ms_max": 0.1})
    assert [check.name for check in told.checks] == ["scan_to_sound_ms_p95", "scan_to_painted_ms_p95"]
    assert all(check.value > 0 and check.goal == "<= 100" for check in told.checks)
    assert {*Kind} <= set(told.figures)
