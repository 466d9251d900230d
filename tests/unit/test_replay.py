"""``countersign replay``: the decisions on a recorded clip, the same on every machine."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.commands.replay import ReplayClock
from app.domain.errors import ErrorCode
from app.messages import sentence
from tests.conftest import SHOWN
from tests.fakes.command import Command
from tests.unit.builders import part

KEYS = ["frame", "time_ms", "verdict", "reason", "part_number", "confidence"]
RIGHT, WRONG = (str(part(label)) for label in SHOWN)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, tmp_path)


def paper(folder: Path, *parts: str) -> Path:
    path = folder / "note.json"
    rows = [{"NODN": "KSS1", "ITEM": each, "QTY": "30", "PO": "SUB1"} for each in parts]
    path.write_text(json.dumps({"results": rows}))
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_is_a_verdict_and_two_runs_are_alike(command: Command, short_clip: Path, tmp_path: Path) -> None:
    dn = paper(tmp_path, RIGHT)
    first = command("replay", short_clip, "--dn", dn)
    verdicts = lines(first.out)
    assert first.code == 0
    assert all(list(line) == KEYS for line in verdicts)
    assert all(line["time_ms"] == line["frame"] * 100 for line in verdicts)
    assert {line["part_number"] for line in verdicts if line["verdict"] == "accepted"} == {RIGHT}
    assert {line["part_number"] for line in verdicts if line["verdict"] == "refused"} == {WRONG}
    assert {line["reason"] for line in verdicts if line["verdict"] == "accepted"} == {""}
    assert {line["reason"] for line in verdicts if line["verdict"] == "refused"} == {"not_on_note"}
    assert command("replay", short_clip, "--dn", dn).out == first.out


def test_on_a_note_that_holds_neither_both_are_refused_once_each(
    command: Command, short_clip: Path, tmp_path: Path
) -> None:
    dn = paper(tmp_path, "Z-CV01-D31RXXX-C03N-NL-DQ00")
    outcome = command("replay", short_clip, "--dn", dn, "--number", "kss1", "--changes")
    settled = [(line["verdict"], line["part_number"]) for line in lines(outcome.out) if line["verdict"] != "undecided"]
    assert outcome.code == 0
    assert settled == [("refused", RIGHT), ("refused", WRONG)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "it is not an ERP answer with results"),
        ('{"results": []}', "it is not an ERP answer with results"),
        ("[1]", "it is not an ERP answer with results"),
        (None, "No such file or directory"),
    ],
)
def test_a_note_that_cannot_be_read_is_told(
    command: Command, short_clip: Path, tmp_path: Path, content: str | None, problem: str
) -> None:
    dn = tmp_path / "note.json"
    if content is not None:
        dn.write_text(content)
    outcome = command("replay", short_clip, "--dn", dn)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.sentence == str(sentence(ErrorCode.FILE_UNREADABLE, {"path": dn, "problem": problem}))


@pytest.mark.parametrize(
    ("rows", "number", "words"),
    [
        ([{"NODN": "KSS1", "ITEM": RIGHT, "QTY": "many"}], "", ["KSS1", "row 1: QTY “many” is not a whole number"]),
        (
            [{"NODN": "KSS1", "ITEM": RIGHT, "QTY": 1}],
            "KSS2",
            [str(sentence(ErrorCode.DN_NOT_REGISTERED, {"dn": "KSS2"}))],
        ),
        (
            [{"NODN": "two words", "ITEM": RIGHT, "QTY": 1}],
            "",
            [str(sentence(ErrorCode.DN_NOT_READABLE, {"dn": "TWO WORDS"}))],
        ),
    ],
)
def test_a_note_that_makes_no_sense_is_told(
    command: Command, short_clip: Path, tmp_path: Path, rows: list[dict[str, object]], number: str, words: list[str]
) -> None:
    dn = tmp_path / "note.json"
    dn.write_text(json.dumps({"results": rows}))
    outcome = command("replay", short_clip, "--dn", dn, "--number", number)
    assert (outcome.code, outcome.out) == (1, "")
    assert all(each in outcome.sentence for each in words)


def test_a_clip_that_is_none_is_told(command: Command, tmp_path: Path) -> None:
    dn, clip = paper(tmp_path, RIGHT), tmp_path / "clip.avi"
    for problem in ("there is no such file", "it is not a clip"):
        outcome = command("replay", clip, "--dn", dn)
        assert outcome.code == 2
        assert outcome.sentence == str(sentence(ErrorCode.FILE_UNREADABLE, {"path": clip, "problem": problem}))
        clip.write_bytes(b"no clip at all")


def test_the_clips_time_is_the_clock() -> None:
    clock = ReplayClock()
    clock.now_s = 1.5
    assert (clock.monotonic_s(), clock.utc().timestamp()) == (1.5, 1.5)


def run_of(command: Command, *words: str | Path) -> tuple[int, list[dict[str, Any]]]:
    outcome = command("replay", *words)
    return outcome.code, lines(outcome.out)


def test_a_recording_replays_to_the_same_decisions_without_the_clip(
    command: Command, short_clip: Path, tmp_path: Path
) -> None:
    dn, recording = paper(tmp_path, RIGHT), tmp_path / "bench.jsonl"
    first = command("replay", short_clip, "--dn", dn, "--record", recording)
    assert command("replay", recording, "--dn", dn).out == first.out


def test_other_settings_print_what_would_change(command: Command, short_clip: Path, tmp_path: Path) -> None:
    dn, recording = paper(tmp_path, RIGHT), tmp_path / "bench.jsonl"
    command("replay", short_clip, "--dn", dn, "--record", recording)
    code, same = run_of(command, recording, "--dn", dn, "--other-set", "decision.max_age_ms=500")
    assert (code, same[0]["changed"]) == (0, 0)
    code, changed = run_of(command, recording, "--dn", dn, "--other-set", "decision.min_frames=5")
    *each, summary = changed
    assert code == 1
    assert summary["changed"] == sum(change["decisions"] for change in each) > 0
    assert summary["summary"] == f"{summary['changed']} of {summary['decisions']} decisions change"
    assert {change["before"]["verdict"] for change in each} <= {"accepted", "refused"}
    assert {change["after"]["reason"] for change in each} == {"collecting"}


def test_another_model_needs_pictures(command: Command, tmp_path: Path) -> None:
    recording = tmp_path / "bench.jsonl"
    recording.write_text("")
    outcome = command("replay", recording, "--dn", paper(tmp_path, RIGHT), "--other-model", "demo")
    assert outcome.code == 2
    assert "holds no pictures" in outcome.sentence


def test_another_model_that_is_the_same_changes_nothing(command: Command, short_clip: Path, tmp_path: Path) -> None:
    code, (summary,) = run_of(command, short_clip, "--dn", paper(tmp_path, RIGHT), "--other-model", "demo")
    assert (code, summary["changed"]) == (0, 0)
    assert summary["decisions"] > 20


@pytest.mark.parametrize("line", ["{", "[]", '{"stamp": {}}', '{"stamp": {"frame_id": 1}, "model": 3}'])
def test_a_damaged_recording_names_its_line(command: Command, tmp_path: Path, line: str) -> None:
    recording = tmp_path / "bench.jsonl"
    recording.write_text(line)
    outcome = command("replay", recording, "--dn", paper(tmp_path, RIGHT))
    assert outcome.code == 2
    assert "line 1 is not a recorded frame" in outcome.sentence
