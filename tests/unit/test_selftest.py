"""The self-test: nothing that is carried is left out of it, and what does not work is told."""

import json
import re
import tomllib

import pytest

from app.commands import selftest
from app.commands.selftest_check import Check, SelfTestError, expect
from app.commands.selftest_libraries import LIBRARIES
from app.commands.selftest_vision import VISION
from app.settings import Settings
from tests.unit.bundling import ROOT, packaging_module

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CARRIED = {
    re.split(r"[^A-Za-z0-9-]", line)[0]
    for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["server"])
}


def exercised(*, has_window: bool) -> set[str]:
    return {name for check in selftest.checks(has_window=has_window) for name in check.libraries}


def test_every_library_of_the_project_is_exercised():
    assert exercised(has_window=True) == CARRIED


def test_the_servers_program_leaves_out_just_what_it_does_not_carry():
    excluded = set(packaging_module("bundle/contents").excludes(packaging_module("bundle/contents").SERVER))
    imported_as = {"PySide6-Essentials": "PySide6", "XlsxWriter": "xlsxwriter"}
    assert CARRIED - exercised(has_window=False) == {
        name for name in CARRIED if imported_as.get(name, name) in excluded
    }


@pytest.mark.parametrize("check", [*LIBRARIES, *VISION], ids=lambda check: check.name)
def test_a_library_works_here(check):
    result = selftest.tried(check)
    assert result.ok, result.told
    assert result.told


def test_the_screen_works_here(qapp):
    from app.commands.selftest_screen import SCREEN
    from ui.theme.style import dress

    dress(qapp, "dark")
    for check in SCREEN:
        if check.name != "window, native":  # needs libraries of X, which a build machine may lack
            result = selftest.tried(check)
            assert result.ok, f"{check.name}: {result.told}"


def failing() -> str:
    expect(False, "it says five")
    raise AssertionError


def test_what_does_not_work_is_told_with_its_words(monkeypatch, capsys):
    checks = (Check("sums", (), failing), Check("others", (), lambda: "1.2"))
    monkeypatch.setattr(selftest, "checks", lambda: iter(checks))
    parser_words = type("Words", (), {"json": True})()
    assert selftest.run(parser_words, Settings()) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(each["ok"], each["told"]) for each in told["checks"]] == [
        (False, "SelfTestError: it says five"),
        (True, "1.2"),
    ]
    assert not told["ok"]
    parser_words.json = False
    assert selftest.run(parser_words, Settings()) == 1
    assert "sums                   FAILED  SelfTestError: it says five" in capsys.readouterr().out


def test_a_wrong_answer_is_an_error_of_its_own():
    with pytest.raises(SelfTestError, match="five"):
        expect(False, "five")
    expect(True, "never")


@pytest.mark.parametrize("words", [["--version"], ["selftest", "--help"], ["--selftest", "--help"]])
def test_they_can_be_asked_for_in_front(words, capsys):
    from app.__main__ import main

    try:
        code = main(words)
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    assert code == 0
    assert capsys.readouterr().out.startswith(("countersign ", "usage: countersign selftest"))
