"""The ``countersign`` command: what it prints, what it refuses, and the one sentence it says then."""

import importlib.util
import json
import struct
import tomllib
import zlib
from pathlib import Path

import cv2
import pytest

from app.__main__ import COMMANDS
from app.commands.bench import BENCHES
from app.domain.errors import ErrorCode
from app.messages import sentence
from app.settings import Settings
from app.settings_layers import load_settings
from services.synthetic.scenes import render_scene
from tests.fakes.command import Command

SCENE_SEED = 1_000_003


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, tmp_path)


# -- the overview -----------------------------------------------------------------------------------------------------


def test_the_overview_names_every_command(command: Command) -> None:
    outcome = command("--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert all(f"  {name} " in outcome.out for name in COMMANDS)


def test_no_command_at_all_is_wrong_use(command: Command) -> None:
    outcome = command()
    assert (outcome.code, outcome.out) == (2, "")
    assert "usage: countersign COMMAND" in outcome.err


def test_an_unknown_command_is_told_with_the_overview(command: Command) -> None:
    outcome = command("stattion", "--help")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.sentence == "there is no command “stattion”."
    assert "  station " in outcome.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(command: Command, name: str) -> None:
    outcome = command(name, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"usage: countersign {name} ")
    assert COMMANDS[name][1] in outcome.out
    assert "--config FILE" in outcome.out


@pytest.mark.parametrize("words", [("detect",), ("detect", "--nonsense"), ("config", "burn"), ("bench", "nothing")])
def test_wrong_words_are_wrong_use(command: Command, words: tuple[str, ...]) -> None:
    outcome = command(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"usage: countersign {words[0]} " in outcome.err


# -- config -----------------------------------------------------------------------------------------------------------


def test_config_show_is_the_settings_file_that_would_set_them(command: Command, tmp_path: Path) -> None:
    asked = ("station.id=st-9", "camera.loop=false", 'data_dir=C:\\parts "of" D:\\ü\\😀\x7f', "erp.timeout_s=2.5")
    shown = command("config", "show", *(word for text in asked for word in ("--set", text)))
    file = tmp_path / "shown.toml"
    file.write_text(shown.out, encoding="utf-8")
    assert shown.code == 0
    assert set(tomllib.loads(shown.out)) == set(Settings.model_fields)
    assert load_settings(file, {}) == load_settings(tmp_path / "none", {}, asked)


def test_config_show_describes_every_setting(command: Command) -> None:
    lines = [line for line in command("config", "show").out.splitlines() if "=" in line]
    assert lines
    assert all("  # " in line for line in lines)


def test_config_show_as_json_is_every_setting(command: Command) -> None:
    shown = command("config", "show", "--json")
    assert Settings.model_validate_json(shown.out) == Settings()


def test_config_path_and_check_say_which_file_and_whether_it_is_there(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    named = command("config", "check", "--config", file)
    assert (named.code, named.sentence) == (
        2,
        str(sentence(ErrorCode.FILE_UNREADABLE, {"path": file, "problem": "there is no such file"})),
    )
    monkeypatch.setenv("COUNTERSIGN_CONFIG", str(file))
    told = json.loads(command("config", "path", "--json").out)
    assert (told["path"], told["exists"]) == (str(file), False)
    assert command("config", "check").out == f"{file}: absent, defaults apply\n"
    file.write_text("[camera]\nfps = 20\n")
    assert command("config", "path", "--config", file).out == f"{file}\n"
    assert command("config", "check", "--config", file).out == f"{file}: fine\n"
    assert json.loads(command("config", "check", "--config", file, "--json").out)["ok"] is True


def test_config_check_finds_what_is_wrong(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[camera]\nfsp = 20\n")
    outcome = command("config", "check", "--config", file)
    assert (outcome.code, outcome.out) == (2, "")
    details = {"key": "camera.fsp", "origin": file, "problem": "there is no such setting"}
    assert outcome.sentence == str(sentence(ErrorCode.SETTING_INVALID, details))


def test_the_environment_counts_and_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_STATION__ID", "st-12")
    assert 'id = "st-12"' in command("config", "show").out
    monkeypatch.setenv("COUNTERSIGN_STATION__ID", "not a name")
    outcome = command("config", "show")
    assert outcome.code == 2
    assert "station.id" in outcome.sentence
    assert "environment COUNTERSIGN_STATION__ID" in outcome.sentence


# -- detect -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "scene.jpg"
    assert cv2.imwrite(str(path), render_scene(SCENE_SEED).image)
    return path


def test_detect_finds_the_covers_of_a_scene(command: Command, picture: Path) -> None:
    truth = sorted(cover.label for cover in render_scene(SCENE_SEED).covers)
    outcome = command("detect", picture, "--json")
    (line,) = outcome.out.splitlines()
    found = json.loads(line)
    assert outcome.code == 0
    assert found["image"] == str(picture)
    assert sorted(each["label"] for each in found["detections"] if each["confidence"] >= 0.6) == truth
    assert all(list(each) == ["label", "confidence", "box"] for each in found["detections"])
    assert all(0 <= x1 < x2 <= 1 and 0 <= y1 < y2 <= 1 for x1, y1, x2, y2 in (e["box"] for e in found["detections"]))


def test_detect_in_words(command: Command, picture: Path) -> None:
    outcome = command("detect", picture)
    first, *rows = outcome.out.splitlines()
    assert outcome.code == 0
    assert first == f"{picture}: {len(rows)} found"
    assert all(row.split()[0].startswith("W_CV01_") and "%" in row for row in rows)


def test_detect_that_finds_nothing_is_a_finding(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "grey.png"
    cv2.imwrite(str(path), render_scene(SCENE_SEED).image[:1, :1].repeat(90, 0).repeat(160, 1))
    outcome = command("detect", path)
    assert (outcome.code, outcome.out) == (1, f"{path}: 0 found\n")


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 3,600,000,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is neither a JPEG nor a PNG nor a BMP"),
        (b"no picture at all", "it is neither a JPEG nor a PNG nor a BMP"),
        (b"\xff\xd8\xff\xe0 cut off", ""),
        (bomb(), "it has more than 16 megapixels"),
        (None, "No such file or directory"),
    ],
)
def test_detect_tells_what_is_no_picture(command: Command, tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "picture.jpg"
    if content is not None:
        path.write_bytes(content)
    outcome = command("detect", path)
    assert (outcome.code, outcome.out) == (2, "")
    assert str(path) in outcome.sentence
    assert problem in outcome.sentence


def test_detect_tells_what_is_no_model(command: Command, picture: Path, tmp_path: Path) -> None:
    missing = command("detect", picture, "--set", f"model.path={tmp_path / 'none.onnx'}")
    assert missing.code == 1
    assert missing.sentence == str(sentence(ErrorCode.MODEL_MISSING, {"path": tmp_path / "none.onnx"}))
    outcome = command("detect", picture, "--set", f"model.path={picture}")
    assert outcome.code == 1
    details = {"path": picture, "problem": "it is not an ONNX file"}
    assert outcome.sentence == str(sentence(ErrorCode.MODEL_UNUSABLE, details))


# -- eval, train, bench -----------------------------------------------------------------------------------------------


def test_eval_measures_scenes_the_model_has_never_seen(command: Command) -> None:
    outcome = command("eval", "--seed", "1000003", "--scenes", "3", "--json")
    figures = json.loads(outcome.out)
    assert outcome.code == 0
    assert set(figures) >= {"scenes", "covers", "mAP50", "mAP50-95", "recall_shown", "recall_accepted"}
    assert set(figures) >= {"accepted", "accepted_nowhere", "confusions", "lr_confusions"}
    assert (figures["scenes"], figures["lr_confusions"]) == (3, [])
    assert figures["mAP50"] > 0.9
    assert 0.5 < figures["mAP50-95"] <= figures["mAP50"]
    assert set(figures["recall_shown"]) == set(figures["recall_accepted"])
    assert all(label.startswith("W_CV01_") and 0 <= recall <= 1 for label, recall in figures["recall_shown"].items())


def test_eval_in_words(command: Command) -> None:
    outcome = command("eval", "--scenes", "1")
    assert outcome.code == 0
    for words in ("scenes 1, covers ", "mAP50 ", "mAP50-95 ", "L taken for R or R for L", "recall"):
        assert words in outcome.out


def test_train_without_its_extra_says_how_to_get_it(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "torch" else found(name, *more)
    )
    outcome = command("train", "--folder", tmp_path / "work", "--output", tmp_path / "model")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.sentence == str(
        sentence(ErrorCode.EXTRA_MISSING, {"feature": "countersign train", "extra": "train"})
    )
    assert list(tmp_path.iterdir()) == []


def test_bench_names_every_bench(command: Command) -> None:
    outcome = command("bench", "--help")
    assert outcome.code == 0
    assert all(name in outcome.out for name in BENCHES)
    assert "NAME" in command("bench").err
