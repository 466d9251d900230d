"""``countersign machine init SECTION.KEY=VALUE …``: what the installer of a machine was told, for everybody on it."""

import argparse
from contextlib import suppress
from pathlib import Path

from app.domain.errors import OperationalError
from app.machine_file import write_machine_file
from app.messages import error_sentence
from app.settings import Settings
from app.settings_layers import FILE_NAME, machine_folder

LOG = "install.log"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["init"])
    parser.add_argument("words", nargs="*", metavar="SECTION.KEY=VALUE", help="an empty value is one not given")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="the machine's folder, where it is another one")


def run(args: argparse.Namespace, _settings: Settings) -> int:
    """An installer shows nobody what a program prints: why nothing was written also goes into ``install.log`` there."""
    folder: Path = args.folder or machine_folder()
    file = folder / FILE_NAME
    try:
        written = write_machine_file(file, args.words)
    except OperationalError as error:
        _note(folder / LOG, str(error_sentence(error)))
        raise
    print(f"{file}: {_outcome(file, written)}")
    return 0


def _outcome(file: Path, written: bool) -> str:
    if written:
        return "written"
    return "left as it is" if file.exists() else "not needed, nothing was given"


def _note(file: Path, sentence: str) -> None:
    with suppress(OSError):  # the error itself is what counts
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{sentence}\n")
