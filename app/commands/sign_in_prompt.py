"""Who gives a command: asked in the terminal, before anything that a role must allow is done."""

import argparse
import getpass
import logging
import sys

from app.bootstrap import build_people, build_sign_in
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import SECRET_AT_MOST, Actor
from app.ports.clock import SystemClock
from app.ports.station_record import StationRecord
from app.settings import Settings
from app.use_cases.authority import Authority
from app.use_cases.copy_people import CopyPeople
from services.record.record import open_record

log = logging.getLogger(__name__)
TOOLS_FOLDER = "tools"
"""Beside the station's record, which the station itself has open: who tried, and how often in vain."""


def add_sign_in_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="as_whom", default="", metavar="BADGE", help="who does it; asked for otherwise")
    parser.add_argument(
        "--secret-stdin", action="store_true", help="read PIN or password as one line of the standard input"
    )


def prompted_actor(
    settings: Settings, as_whom: str = "", *, secret_stdin: bool = False, purpose: str = "command"
) -> tuple[Actor, Authority]:
    """Badge and PIN, checked against the directory, or against the copy of it here while the database is away. The
    authority judges by the same people. Nothing is left open.

    Raises OperationalError as :meth:`app.use_cases.sign_in.SignIn.authenticate` does, and as the record does.
    """
    record = open_record(settings.data_path / TOOLS_FOLDER, settings.record, SystemClock(), settings.database.timeout_s)
    try:
        _copy_people(settings, record)
        sign_in = build_sign_in(settings, record)
        if not record.sign_ins.people().accounts:
            raise OperationalError(ErrorCode.NOBODY_KNOWN)
        badge = as_whom or _asked("Badge: ")
        actor = sign_in.authenticate(badge, asked_secret("PIN or password: ", stdin=secret_stdin), purpose)
        people = {each.person.user_name: each.person for each in record.sign_ins.people().accounts}
    finally:
        record.close()
    return actor, Authority(people.get, SystemClock())


def asked_secret(prompt: str, *, stdin: bool = False) -> str:
    """One line: typed unseen, or of the standard input; nothing when nobody is there to type it."""
    try:
        text = sys.stdin.readline(SECRET_AT_MOST + 2) if stdin else getpass.getpass(prompt)
    except EOFError:
        return ""
    return text.rstrip("\r\n")


def _asked(prompt: str) -> str:
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _copy_people(settings: Settings, record: StationRecord) -> None:
    copying = CopyPeople(build_people(settings), record.sign_ins, SystemClock())
    try:
        copying.run()
    except OperationalError as error:
        log.info("the copy of the people is used: %s", error)
    finally:
        copying.close()
