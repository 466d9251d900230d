"""`docs/commands.md` names every command and every option, and none that is gone."""

import argparse
import importlib
import re
from pathlib import Path

import pytest

from app.__main__ import COMMANDS
from app.commands.bench import BENCHES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in TEXT.split("\n## ")[1:]}


def options(*modules: str) -> set[str]:
    """Without those that the program says to itself, which ``--help`` hides."""
    found: set[str] = set()
    for module in modules:
        parser = argparse.ArgumentParser(add_help=False)
        importlib.import_module(f"app.commands.{module}").add_arguments(parser)
        told = [action for action in parser._actions if action.help is not argparse.SUPPRESS]
        found |= {each for action in told for each in action.option_strings}
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_described_with_its_options(name: str) -> None:
    described = set(re.findall(r"^  (--[a-z-]+)", SECTIONS[name], re.MULTILINE))
    modules = [COMMANDS[name][0], *(BENCHES.values() if name == "bench" else ())]
    assert described == options(*modules)
    assert "Exit code: " in SECTIONS[name]


def test_no_command_is_described_that_is_gone() -> None:
    assert set(SECTIONS) - {"Exit codes"} == set(COMMANDS)
