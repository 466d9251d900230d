"""The settings file is written with care: layout kept, checked as a whole, the old one or the new one."""

import errno
import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ErrorCode, OperationalError
from app.messages import error_sentence
from app.settings import Settings
from app.settings_file import may_write, write_settings
from app.settings_layers import load_settings, settings_with_origins

WRITTEN = """\
# bench 7, by the window
data_dir = "/srv/countersign"   # the big disk

[camera]   # the new one
source = "usb:Logitech"
fps  =  10        # it gives no more

# the plant's ERP
[erp]
base_url = "http://erp/"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "countersign.toml"


def refused(path: Path, changes: dict[str, object]) -> OperationalError:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(OperationalError) as caught:
        write_settings(path, changes)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [each for each in path.parent.iterdir() if each.name.endswith(".draft")] == []
    assert "?" not in str(error_sentence(caught.value))
    return caught.value


def test_only_what_is_changed_changes(file: Path) -> None:
    file.write_text(WRITTEN)
    write_settings(file, {"camera.fps": 15, "ui.theme": "light", "erp.base_url": None})
    kept = WRITTEN.replace("fps  =  10        # it", "fps  =  15        # it").replace('base_url = "http://erp/"\n', "")
    assert file.read_text().startswith(kept)
    settings = load_settings(file, {})
    assert (settings.camera.fps, settings.camera.source, settings.ui.theme) == (15, "usb:Logitech", "light")
    assert settings.erp == Settings().erp


@pytest.mark.parametrize(
    "text",
    [
        'camera.source = "0"\ncamera.fps = 9\n',
        'camera = { source = "0", fps = 9 }\n',
        '[camera]\nsource = "0"\nfps = 9\r\n[log]\r\n',
        '[camera]\nsource = "0"\nfps = 9',
        "[camera]\n[log]\n",
        "",
    ],
)
def test_whatever_its_layout_the_value_arrives(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    write_settings(file, {"camera.fps": 12, "data_dir": "/d", "sound.enabled": False})
    settings = load_settings(file, {})
    assert (settings.camera.fps, settings.data_dir, settings.sound.enabled) == (12, "/d", False)
    assert settings.camera.source == ("0" if text and "source" in text else "demo")
    write_settings(file, {"camera.fps": None, "data_dir": None, "sound.enabled": None, "slip.printer": None})
    assert load_settings(file, {}).camera.fps == Settings().camera.fps
    assert "slip" not in file.read_text()


def test_ends_of_lines_stay_those_of_the_file(file: Path) -> None:
    file.write_bytes(b"# ours\r\n[camera]\r\nfps = 9\r\n")
    write_settings(file, {"camera.fps": 12})
    assert file.read_bytes() == b"# ours\r\n[camera]\r\nfps = 12\r\n"


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_any_text_comes_back_as_it_went(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    write_settings(file, {"slip.printer": text})
    assert load_settings(file, {}).slip.printer == text


def test_a_file_that_is_not_there_is_made_with_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "not" / "yet" / "countersign.toml"
    assert may_write(file)
    write_settings(file, {"camera.source": "0"})
    assert tomllib.loads(file.read_text()) == {"camera": {"source": "0"}}


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path, file: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text(WRITTEN)
    real.chmod(0o640)
    file.symlink_to(real)
    write_settings(file, {"camera.fps": 15})
    assert file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert load_settings(real, {}).camera.fps == 15


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"camera.fps": 0}, "camera.fps"),
        ({"camera.shutter": 1}, "camera.shutter"),
        ({"database.url": "mssql+pyodbc://qc:secret@db/x"}, "database.url"),
        ({"decision.keep_confidence": 0.95}, "decision"),
        ({"data_dir.camera": 1}, "data_dir"),
    ],
)
def test_what_is_wrong_never_gets_into_the_file(file: Path, changes: dict[str, object], key: str) -> None:
    file.write_text(WRITTEN)
    error = refused(file, changes)
    assert error.code is ErrorCode.SETTING_INVALID
    assert (error.details["key"], error.details["origin"]) == (key, str(file))


@pytest.mark.parametrize("content", [b"[camera", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert refused(file, {"camera.fps": 15}).code is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_on_a_full_disk_the_old_file_stays_whole(file: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    file.write_text(WRITTEN)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    error = refused(file, {"camera.fps": 15})
    assert error.code is ErrorCode.FILE_UNWRITABLE
    assert "No space left" in str(error.details["problem"])


def test_a_file_marked_read_only_is_locked_for_everybody(file: Path) -> None:
    file.write_text(WRITTEN)
    file.chmod(0o444)
    assert not may_write(file)
    error = refused(file, {"camera.fps": 15})
    assert (error.code, error.details["problem"]) == (ErrorCode.FILE_UNWRITABLE, "it is read-only")


def test_a_file_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "countersign.toml"
    assert not may_write(below)
    with pytest.raises(OperationalError) as caught:
        write_settings(below, {"camera.fps": 15})
    assert caught.value.code in {ErrorCode.FILE_UNWRITABLE, ErrorCode.FILE_UNREADABLE}


# -- where a value comes from -----------------------------------------------------------------------------------------


def test_the_layer_that_wins_is_the_origin(file: Path) -> None:
    file.write_text(WRITTEN)
    environ = {"COUNTERSIGN_CAMERA__FPS": "12", "COUNTERSIGN_ERP__TIMEOUT_S": "4"}
    settings, origins = settings_with_origins(file, environ, ["erp.timeout_s=5"])
    assert (settings.camera.fps, settings.erp.timeout_s) == (12, 5.0)
    assert origins == {
        "data_dir": str(file),
        "camera.source": str(file),
        "camera.fps": "environment COUNTERSIGN_CAMERA__FPS",
        "erp.base_url": str(file),
        "erp.timeout_s": "command line",
    }
