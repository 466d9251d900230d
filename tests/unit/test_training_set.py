"""A training set: read back with the tools that will read it, and the same for the same verdicts."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools.coco import COCO

from app.domain.decision import Picture
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import for_validation
from app.domain.part_number import PartNumber
from app.ports.judgements import Written
from services.training_set.annotations import yolo_data
from services.training_set.folder import TrainingFolders
from services.vision.jpeg import encode

A, B = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00")
TRAIN, VAL = (next(f"s-{n}" for n in range(100) if for_validation(f"s-{n}") is side) for side in (False, True))
BOX, OTHER = Box(0.25, 0.1, 0.75, 0.5), Box(0.0, 0.0, 0.1, 1.0)


def jpeg(shade: int) -> bytes:
    return encode(np.full((48, 80, 3), shade, np.uint8), 82)


def picture(name: str, shade: int) -> tuple[Picture, bytes]:
    data = jpeg(shade)
    return Picture(name, hashlib.sha256(data).hexdigest()), data


def write(folder: Path) -> Written:
    with TrainingFolders().opened(folder) as made:
        assert made.add(TRAIN, *picture("a1", 10), B, BOX)
        assert made.add(TRAIN, *picture("a2", 10), A, OTHER)  # another cover of the same frame
        assert made.add(TRAIN, *picture("a3", 20), A, BOX)
        assert made.add(VAL, *picture("b1", 10), B, BOX)
        return made.finish()


def test_both_formats_say_the_same_and_nothing_else_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "set"
    written = write(folder)
    assert (written.pictures, written.covers, written.validation_pictures) == (3, 4, 1)
    assert written.classes == (A.text, B.text)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "annotations.json", "annotations_train.json", "annotations_val.json", "data.yaml",
        "images/train/a1.jpg", "images/train/a3.jpg", "images/val/b1.jpg",
        "labels/train/a1.txt", "labels/train/a3.txt", "labels/val/b1.txt", "manifest.json",
    ]  # fmt: skip
    coco = COCO(str(folder / "annotations.json"))
    assert [coco.cats[number]["name"] for number in sorted(coco.cats)] == [A.text, B.text]
    for image in coco.imgs.values():
        assert (image["width"], image["height"]) == (80, 48)
        assert (folder / image["file_name"]).is_file()
        label = folder / image["file_name"].replace("images/", "labels/").replace(".jpg", ".txt")
        lines = [line.split() for line in label.read_text().splitlines()]
        covers = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
        assert len(lines) == len(covers) > 0
        for (number, *sides), cover in zip(lines, covers, strict=True):
            cx, cy, w, h = (float(side) for side in sides)
            assert int(number) + 1 == cover["category_id"]
            assert cover["bbox"] == pytest.approx([(cx - w / 2) * 80, (cy - h / 2) * 48, w * 80, h * 48], abs=0.01)
            assert cover["area"] == pytest.approx(w * h * 80 * 48, abs=0.05)
    assert (folder / "labels/train/a1.txt").read_text() == (
        "1 0.500000 0.300000 0.500000 0.400000\n0 0.050000 0.500000 0.100000 1.000000\n"
    )
    for split, count in (("train", 2), ("val", 1)):
        assert len(COCO(str(folder / f"annotations_{split}.json")).imgs) == count
    capsys.readouterr()


def test_the_manifest_has_the_hash_of_every_file_and_is_the_same_again(tmp_path: Path) -> None:
    first, second = write(tmp_path / "one"), write(tmp_path / "two")
    assert first == second
    data = (tmp_path / "one" / "manifest.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == first.manifest_sha256
    manifest = json.loads(data)
    assert manifest["sessions"] == {"train": 1, "val": 1}
    assert (manifest["pictures"], manifest["covers"], manifest["classes"]) == (3, 4, [A.text, B.text])
    files = {p for p in (tmp_path / "one").rglob("*") if p.is_file()} - {tmp_path / "one" / "manifest.json"}
    assert len(files) == len(manifest["files"]) == first.files
    for path in files:
        name = str(path.relative_to(tmp_path / "one"))
        assert manifest["files"][name] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_no_picture_or_no_name_is_not_taken(tmp_path: Path) -> None:
    with TrainingFolders().opened(tmp_path / "set") as made:
        assert not made.add(TRAIN, Picture("a1", "0" * 64), b"GIF89a", A, BOX)
        data = jpeg(3)
        for number, name in enumerate(("", "../../etc/passwd", "a/b", "a\\b", "x" * 65, "con:", "é")):
            assert not made.add(TRAIN, Picture(name, f"{number}" * 64), data, A, BOX)
        assert made.add(TRAIN, Picture("a1", "a" * 64), data, A, BOX)
        assert not made.add(VAL, Picture("a1", "a" * 64), data, A, BOX)
        assert made.finish().pictures == 1
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_an_empty_set_can_be_read_too(tmp_path: Path) -> None:
    with TrainingFolders().opened(tmp_path / "set") as made:
        assert made.finish() == Written(0, 0, 0, (), 4, made._hashes["manifest.json"])
    assert (tmp_path / "set" / "data.yaml").read_text().endswith("names:\n  {}")


def test_nothing_is_left_of_one_that_was_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyError), TrainingFolders().opened(tmp_path / "set") as made:  # noqa: PT012
        made.add(TRAIN, *picture("a1", 10), A, BOX)
        raise KeyError("stopped")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    write(tmp_path / "set")  # an empty folder is as good as none
    (tmp_path / "file").write_text("mine")
    for taken in (tmp_path / "set", tmp_path / "file", tmp_path / "absent" / "set"):
        with pytest.raises(OperationalError) as caught, TrainingFolders().opened(taken):
            pass
        assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert (tmp_path / "file").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "set"]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as caught, TrainingFolders().opened(tmp_path / "set"):
        raise OSError(28, "No space left on device")
    assert caught.value.details["problem"] == "No space left on device"
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.text(max_size=20), max_size=4, unique=True))
def test_no_part_number_can_say_anything_else_in_the_yaml(parts: list[str]) -> None:
    lines = yolo_data(parts).split("\n")
    assert lines[:4] == ["path: .", "train: images/train", "val: images/val", "names:"]
    if parts:
        assert [json.loads(line.split(": ", 1)[1]) for line in lines[4:-1]] == parts


def test_ju8_all_of_a_session_is_on_one_side_and_a_fifth_is_for_validation() -> None:
    sides = [for_validation(f"session-{number}") for number in range(5000)]
    assert sides == [for_validation(f"session-{number}") for number in range(5000)]
    assert 0.18 < sum(sides) / len(sides) < 0.22


def test_nothing_of_what_trains_is_loaded() -> None:
    code = "import sys, services.training_set.folder; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
