"""``docs/commands.md``: every command with its options, from its parser and its module's docstring.

argparse's own help is not used: its layout changes from one Python to the next.
"""

from __future__ import annotations

import argparse
import importlib
import textwrap
from collections.abc import Iterator

from markdown_text import block, code, notice, page, paragraph, sentence, table

from app.__main__ import COMMANDS, command_parser

_OF_EVERY_COMMAND = {"help", "config", "overrides"}
_PLAIN_DEFAULTS = (str, int, float)
_USAGE_WIDTH = 100

_HEAD = """\
`countersign WORD …` where the program is installed, or in an activated environment; `python3 run.py WORD …` from the
checkout, where `run.py` sets up first when something is missing. `countersign --help` lists the commands, `countersign
WORD --help` tells one of them in the words of this page.

Every command also takes these; before the second word, where a command has one:

| option | |
| --- | --- |
| `--config FILE` | settings file to use |
| `--set SECTION.KEY=VALUE` | change one setting; may be given many times |

Where a setting's value comes from, and every one there is: [settings](settings.md)."""

_EXIT_CODES = """\
## Exit codes

| code | |
| --- | --- |
| 0 | fine |
| 1 | a finding (nothing detected, a goal missed) or a trouble, told in one sentence ([messages](messages.md)) |
| 2 | wrong use: unknown command, option or setting, or a file that cannot be read |
| 130 | stopped with Ctrl-C |
| 141 | whoever read the output stopped reading |

What differs from this stands with the command. `run.py test` gives the code of the first check that failed; `run.py`
itself gives 1 when the set-up cannot go on."""


def commands_page() -> str:
    made_of = "`app/__main__.py` and the commands' own options and docstrings"
    overview = table(["command", "what for"], ([f"[{name}](#{name})", what] for name, (_, what) in COMMANDS.items()))
    return page(["# Commands", notice(made_of), _HEAD, overview, _EXIT_CODES, *map(_section, COMMANDS)])


def _section(name: str) -> str:
    module_name, summary = COMMANDS[name]
    told = (importlib.import_module(f"app.commands.{module_name}").__doc__ or "").split("\n\n")[1:]
    parser = command_parser(name)
    parts = [f"## {name}", sentence(summary)]
    parts += [paragraph(each) for each in told if not each.startswith("Exit code")]
    parts += _usage_and_options(parser)
    parts.append(_overview_of_deeds(name, parser))
    for word, below, help_text in _deeds(parser):
        parts += [f"### {name} {word}", sentence(help_text) if help_text else "", *_usage_and_options(below)]
    codes = [paragraph(each) for each in told if each.startswith("Exit code")]
    parts += codes or ["Exit code: as [above](#exit-codes)."]
    return page(parts).rstrip()


def _overview_of_deeds(name: str, parser: argparse.ArgumentParser) -> str:
    rows = [[f"[{word}](#{name}-{word})", help_text] for word, _, help_text in _deeds(parser)]
    return table(["deed", ""], rows) if rows else ""


def _deeds(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {each.dest: each.help or "" for each in action._choices_actions}
            for word, below in action.choices.items():
                yield word, below, helps.get(word, "")


def _usage_and_options(parser: argparse.ArgumentParser) -> list[str]:
    actions = [action for action in parser._actions if action.dest not in _OF_EVERY_COMMAND]
    options = [action for action in actions if action.help != argparse.SUPPRESS]
    return [block(_usage(parser, options)), _table([each for each in options if not _is_deed(each)])]


def _table(options: list[argparse.Action]) -> str:
    """Without a column of defaults where there are none."""
    rows = [[code(_spelt(each)), _told(each), _default(each)] for each in options]
    heads = ["option", "", "default"] if any(default for *_, default in rows) else ["option", ""]
    return table(heads, (row[: len(heads)] for row in rows)) if rows else ""


def _is_deed(action: argparse.Action) -> bool:
    return isinstance(action, argparse._SubParsersAction)


def _usage(parser: argparse.ArgumentParser, options: list[argparse.Action]) -> str:
    together = {id(each): group for group in parser._mutually_exclusive_groups for each in group._group_actions}
    words, said = [], set()
    for action in sorted(options, key=lambda each: not each.option_strings):
        group = together.get(id(action))
        if group is None:
            words.append(_in_usage(action, action.required))
        elif id(group) not in said:
            said.add(id(group))
            choice = " | ".join(_spelt(each) for each in group._group_actions)
            words.append(f"({choice})" if group.required else f"[{choice}]")
    begin = _prog(parser)
    lines = textwrap.wrap("\0".join(word.replace(" ", "\1") for word in words).replace("\0", " "),
                          _USAGE_WIDTH - len(begin), break_long_words=False, break_on_hyphens=False)  # fmt: skip
    below = "\n" + " " * (len(begin) + 1)
    return f"{begin} {below.join(lines)}".replace("\1", " ").rstrip()


def _prog(parser: argparse.ArgumentParser) -> str:
    """Python 3.14 puts the options of the command above into the name of a deed's parser, others do not."""
    return " ".join(word for word in parser.prog.split() if word[0] not in "[-")


def _in_usage(action: argparse.Action, needed: bool) -> str:
    return _spelt(action) if needed else f"[{_spelt(action)}]"


def _spelt(action: argparse.Action) -> str:
    """As it is typed: ``--out FILE``, ``IMAGE …``."""
    if isinstance(action, argparse._SubParsersAction):
        return str(action.metavar or "|".join(action.choices)) + " …"
    value = "" if action.nargs == 0 else _value(action)
    return " ".join(word for word in (", ".join(action.option_strings), value) if word)


def _value(action: argparse.Action) -> str:
    usual = action.dest.upper() if action.option_strings else action.dest
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    named = action.metavar or choices or usual
    word = " ".join(named) if isinstance(named, tuple) else named
    return f"{word} …" if action.nargs in ("+", "*") else word


def _told(action: argparse.Action) -> str:
    words = (action.help or "").replace("%%", "%")
    return "; ".join(word for word in (words, "needed" if action.option_strings and action.required else "") if word)


def _default(action: argparse.Action) -> str:
    value = action.default
    if value == argparse.SUPPRESS or isinstance(value, bool) or not isinstance(value, _PLAIN_DEFAULTS):
        return ""
    return code(str(value))
