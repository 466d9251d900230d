"""The version is said once for the program and once for its package, and both say the same."""

import json
import tomllib
from pathlib import Path

import pytest

from app.version import SOURCE, VERSION, Build, this_build

ROOT = Path(__file__).resolve().parents[2]


def test_the_package_has_the_programs_version():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_a_checkout_says_that_it_is_one(tmp_path):
    assert this_build(tmp_path / "build.json") == Build(VERSION, SOURCE, "")


def test_a_build_says_what_was_written_into_it(tmp_path):
    file = tmp_path / "build.json"
    file.write_text(json.dumps({"version": "2.3.4", "id": "abc1234", "built_at": "2026-11-21T00:00:00Z"}))
    assert str(this_build(file)) == "2.3.4 (abc1234)"


def test_a_file_that_is_no_builds_is_a_bug(tmp_path):
    (tmp_path / "build.json").write_text("{}")
    with pytest.raises(KeyError):
        this_build(tmp_path / "build.json")
