"""What an installer says of a machine is written once, and never over what is there."""

import argparse
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands import machine
from app.domain.errors import ErrorCode, OperationalError
from app.machine_file import write_machine_file
from app.settings import Settings
from app.settings_layers import FILE_NAME, load_settings

WORDS = ["station.id=qc-3", "inference.address=qc-server:50051", "erp.base_url=", "server.port=6000", "ui.kiosk=1"]


def run(folder: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    machine.add_arguments(parser)
    return machine.run(parser.parse_args(["init", *words, "--folder", str(folder)]), Settings())


def test_what_was_given_becomes_the_policy_of_the_machine(tmp_path, capsys):
    assert run(tmp_path, *WORDS) == 0
    assert "written" in capsys.readouterr().out
    tree = tomllib.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    assert tree == {
        "station": {"id": "qc-3"},
        "inference": {"address": "qc-server:50051"},
        "server": {"port": 6000},
        "ui": {"kiosk": True},
    }
    found = load_settings(tmp_path / "none.toml", {"COUNTERSIGN_STATION__ID": "mine"}, machine=tmp_path)
    assert (found.station.id, found.inference.address) == ("qc-3", "qc-server:50051")


def test_what_is_there_is_left_as_it_is(tmp_path, capsys):
    (tmp_path / FILE_NAME).write_text("not even TOML [")
    assert run(tmp_path, *WORDS) == 0
    assert "left as it is" in capsys.readouterr().out
    assert (tmp_path / FILE_NAME).read_text() == "not even TOML ["


def test_nothing_given_makes_nothing(tmp_path, capsys):
    assert run(tmp_path / "none", "station.id=", "erp.base_url=") == 0
    assert "nothing was given" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("word", ["station.id=a b", "server.port=many", "station.ide=x", "no setting", "station=x"])
def test_what_is_wrong_is_refused_and_the_reason_kept_where_it_installs(tmp_path, word):
    with pytest.raises(OperationalError) as told:
        run(tmp_path, "ui.language=id", word)
    assert told.value.code == ErrorCode.SETTING_INVALID
    assert not (tmp_path / FILE_NAME).exists()
    assert word.partition("=")[0] in (tmp_path / machine.LOG).read_text(encoding="utf-8")


def test_a_folder_that_can_be_none_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationalError) as told:
        run(tmp_path / "file" / "below", "station.id=qc-3")
    assert told.value.code == ErrorCode.FILE_UNREADABLE


@settings(max_examples=40)
@given(st.text(string.printable + "é…→'\"\\", min_size=1, max_size=30).map(str.strip).filter(bool))
def test_any_address_comes_back_as_it_was_given(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("machine")
    assert write_machine_file(folder / FILE_NAME, [f"erp.base_url=https://{text}"])
    assert load_settings(folder / "none.toml", {}, machine=folder).erp.base_url == f"https://{text}"
