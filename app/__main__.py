"""The ``countersign`` command: finds the subcommand, loads the settings, and turns operational errors into sentences.

Exit codes: 0 fine, 1 a finding or a trouble, 2 wrong use.
"""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import ErrorCode, OperationalError
from app.log_lines import start_log
from app.messages import error_sentence
from app.settings import Settings
from app.settings_layers import load_settings
from app.version import this_build

# name -> (module in app.commands, one line of help); a module is imported only when its command is used.
# docs/commands.md is made of this table, of the options, and of the modules' docstrings.
COMMANDS = {
    "station": ("station", "the operator's station (a window)"),
    "setup": ("setup", "the first-run wizard: language, camera, scanner, server, database"),
    "review": ("review", "the supervisor's window: sessions, conflicts, aliases, charts, people, audit"),
    "server": ("server", "the inference server all stations share"),
    "model": ("model", "the models of the running server: list them, activate one"),
    "alias": ("alias", "which part a label of a model is: propose, approve, revoke, list"),
    "match": ("match", "which part of a note a label of a model names, and why"),
    "sessions": ("sessions", "what was packed: list, filter, search, one session"),
    "conflicts": ("conflicts", "sessions that could not be taken, and how each was settled: list, show"),
    "audit": ("audit", "who did what: verify, list, show"),
    "charts": ("charts", "a chart of what was packed, as a picture or as its data"),
    "export": ("export", "sessions or their labels as a CSV or XLSX file"),
    "bundle": ("bundle", "the evidence of one session in one signed file"),
    "verify": ("verify", "whether an evidence bundle holds, without server or database"),
    "key": ("key", "the station's key, with which it signs evidence"),
    "user": ("user", "who may sign in: add, list, remove, roles, PINs; the site's pepper"),
    "verdicts": ("verdicts", "what people said of the model's decisions: escape rates, a training set"),
    "db": ("db", "the station's record: check, back up, restore, export"),
    "outbox": ("outbox", "what waits to be sent to the factory's database"),
    "demo": ("demo", "the whole job on demo material, with or without a window"),
    "detect": ("detect", "what the model sees in pictures"),
    "replay": ("replay", "the decisions on a recorded clip"),
    "train": ("train", "train the demo detector on synthetic scenes"),
    "eval": ("evaluate", "measure the model on synthetic scenes it has never seen"),
    "quantize": ("quantize", "a faster INT8 version of a model, measured before and after"),
    "bench": ("bench", "measure this machine against the goals"),
    "cameras": ("cameras", "the cameras that are plugged in, and how to name them"),
    "scanners": ("scanners", "the ports of serial scanners, how to name them, and what they read"),
    "sheet": ("sheet", "the command bar codes, or badges, as a PDF file to print"),
    "doctor": ("doctor", "is everything there that this station needs, and does it work?"),
    "support-bundle": ("support_bundle", "one file for whoever helps: logs, settings, findings; no secrets"),
    "update": ("update", "the models that updates brought here: status, check, apply, back"),
    "release": ("release", "the vendor's side of models: keys, signing, publishing"),
    "card": ("card", "the operator's work on one page, as a PDF file to print"),
    "secret": ("secret", "passwords and tokens in the system's keyring: set, remove, list"),
    "machine": ("machine", "what the installer of this machine was told: init"),
    "about": ("about", "the program: version, build, model, licences of what it contains"),
    "config": ("config", "show, locate or check the settings"),
    "selftest": ("selftest", "every library that this program carries, exercised once"),
}
_ASK_NO_SETTINGS = {"machine", "selftest"}  # neither an upgrade nor a look at the program fails on a policy
_WRONG_USE = {ErrorCode.SETTING_INVALID, ErrorCode.FILE_UNREADABLE}


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--selftest"]:
        words[0] = "selftest"
    try:
        if words[:1] == ["--version"]:
            return _version()
        if not words or words[0] in {"-h", "--help"} or not _is_here(words[0]):
            return _overview(words)
        module = importlib.import_module(f"app.commands.{COMMANDS[words[0]][0]}")
        args = command_parser(words[0]).parse_args(words[1:])
        if args.config and not args.config.exists():
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=args.config, problem="there is no such file")
        settings = Settings() if words[0] in _ASK_NO_SETTINGS else load_settings(args.config, overrides=args.overrides)
        start_log(settings.log)
        code = int(module.run(args, settings))
        sys.stdout.flush()
        return code
    except OperationalError as error:
        print(f"countersign: {error_sentence(error)}", file=sys.stderr)
        return 2 if error.code in _WRONG_USE else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads the output has had enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _version() -> int:
    print(f"countersign {this_build()}", flush=True)
    return 0


def _is_here(name: str) -> bool:
    """The installed server's program leaves out the commands of a station."""
    return name in COMMANDS and importlib.util.find_spec(f"app.commands.{COMMANDS[name][0]}") is not None


def command_parser(name: str) -> argparse.ArgumentParser:
    """What reads the words after ``name``. Its help ends with the exit codes, which its module's docstring tells."""
    module_name, summary = COMMANDS[name]
    module = importlib.import_module(f"app.commands.{module_name}")
    paragraphs = (module.__doc__ or "").split("\n\n")
    codes = [each.replace("``", "") for each in paragraphs if each.startswith("Exit code")]
    parser = argparse.ArgumentParser(f"countersign {name}", description=summary, epilog=" ".join(codes))
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file to use")
    parser.add_argument(
        "--set", action="append", default=[], dest="overrides", metavar="SECTION.KEY=VALUE", help="change one setting"
    )
    module.add_arguments(parser)
    return parser


def _overview(words: Sequence[str]) -> int:
    asked = bool(words) and words[0] in {"-h", "--help"}
    out = sys.stdout if asked else sys.stderr
    if words and not asked:
        print(f"countersign: there is no command “{words[0]}”.", file=out)
    print("usage: countersign COMMAND [--help] …\n", file=out)
    for name, (_, summary) in COMMANDS.items():
        if _is_here(name):
            print(f"  {name:<15} {summary}", file=out)
    print("\n  --version  which build this is\n  --selftest the same as selftest", file=out)
    out.flush()
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
