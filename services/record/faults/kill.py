"""Kill a station's record at any moment, as often as asked, and see what is left.

A program of its own, since it forks: ``python -m services.record.faults.kill FOLDER``. It loads everything once; each
child opens the record, works on it and says over a pipe what it tries and what has returned, until it is killed with
SIGKILL. Then the file must hold every act that has returned, at most the one that was tried, once each and in order.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NoReturn

import sqlalchemy

from app.domain.errors import ErrorCode, OperationalError
from app.ports.clock import SystemClock
from app.settings import RecordSettings
from services.record.check import findings
from services.record.faults.work import Work, number_of
from services.record.pictures import PICTURES_NAME, PictureFolder
from services.record.record import SqlStationRecord, open_record
from services.record.schema import SessionState, entry, outbox, session
from services.record.station_file import RECORD_NAME, StationFile, read_station_file

KILLS_A_FILE = 25
"""After so many kills everything in the file is checked and a new one begun."""

_TIMEOUT_S = 5.0
_OPENING_SHARE = 0.15
_LONGEST_S = 0.06
_ACTS_A_CHILD = 10_000

TRIED, DONE, FAILED = "tried", "done", "failed"


@dataclass
class KillReport:
    """``durable_unacknowledged``: kills that came between the commit and its return. ``wrong`` is empty for a store
    that keeps its word."""

    kills: int = 0
    acknowledged: int = 0
    durable_unacknowledged: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Heard:
    """What a child has said."""

    tried: int | None = None
    done: list[int] = field(default_factory=list)
    failed: str = ""

    def hear(self, said: str) -> None:
        for line in said.splitlines(keepends=True):
            word, _, rest = line.partition(" ")
            if not line.endswith("\n"):
                return
            if word == FAILED:
                self.failed = rest.strip()
            elif word == DONE:
                self.done.append(int(rest))
            else:
                self.tried = int(rest)


def kill_many(folder: Path, kills: int, seed: int, *, eager: bool = False) -> KillReport:
    """Only in a process without threads. ``eager``: a store that acknowledges before it has committed, which must be
    found out."""
    _warm_up(folder / "warm-up")
    chance, report, began = random.Random(seed), KillReport(), time.monotonic()  # noqa: S311 (moments, no secrets)
    for first in range(0, kills, KILLS_A_FILE):
        place = folder / f"station-{first}"
        known: list[int] = []
        for number in range(first, min(first + KILLS_A_FILE, kills)):
            heard = _killed(place, number, chance, eager=eager)
            known = _verified(place, known, heard, report)
        _checked(place, report)
    report.seconds = time.monotonic() - began
    return report


def _warm_up(place: Path) -> None:
    """What is loaded at the first use is loaded here, or every child would begin with it."""
    record = open_record(place, RecordSettings(), SystemClock(), _TIMEOUT_S)
    acts = Work(record, random.Random(1))  # noqa: S311
    for number in range(20):
        acts.next(number)()
    record.close()


def _killed(place: Path, number: int, chance: random.Random, *, eager: bool) -> Heard:
    """One child, from its start to its end."""
    reading, writing = os.pipe()
    seed = chance.getrandbits(32)
    pid = os.fork()
    if not pid:
        os.close(reading)
        _child(place, number * _ACTS_A_CHILD, seed, writing, eager=eager)
    os.close(writing)
    at_once = chance.random() < _OPENING_SHARE
    said = b"" if at_once else _until_it_speaks(reading)
    select.select([], [], [], chance.uniform(0, _LONGEST_S))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as rest:
        said += rest.read()
    heard = Heard()
    heard.hear(said.decode())
    return heard


def _until_it_speaks(reading: int) -> bytes:
    return os.read(reading, 1) if select.select([reading], [], [], 30)[0] else b""


def _child(place: Path, first: int, seed: int, pipe: int, *, eager: bool) -> NoReturn:
    """Works until it is killed; whatever goes wrong is told."""

    def say(word: str, rest: object) -> None:
        os.write(pipe, f"{word} {rest}\n".encode())

    try:
        record = open_record(place, RecordSettings(), SystemClock(), _TIMEOUT_S)
        work(record, first, seed, say, eager=eager)
    except BaseException as error:  # noqa: BLE001 (the edge of a process)
        say(FAILED, f"{type(error).__name__}: {error}".replace("\n", " "))
    finally:
        os._exit(1)


def work(record: SqlStationRecord, first: int, seed: int, say: Callable[[str, object], None], *, eager: bool) -> None:
    acts = Work(record, random.Random(seed))  # noqa: S311
    for number in range(first, first + _ACTS_A_CHILD):
        act = acts.next(number)
        say(TRIED, number)
        if eager:
            say(DONE, number)
        act()
        if not eager:
            say(DONE, number)


def _verified(place: Path, known: Sequence[int], heard: Heard, report: KillReport) -> list[int]:
    """What the file holds now; what is wrong with it goes to the report."""
    report.kills += 1
    report.acknowledged += len(heard.done)
    if heard.failed:
        report.wrong.append(heard.failed)
    try:
        found = acts_in(place)
    except OperationalError as error:
        report.wrong.append(f"after kill {report.kills}: {error}")
        return [*known]
    allowed = [*known, *heard.done]
    if heard.tried is not None and heard.tried not in heard.done and heard.tried in found:
        report.durable_unacknowledged += 1
        allowed.append(heard.tried)
    report.wrong += [f"after kill {report.kills}: {what}" for what in differences(allowed, found)]
    return found


def differences(expected: Sequence[int], found: Sequence[int]) -> list[str]:
    """Acts by their numbers: those lost, those nobody did, those done twice, and whether the order is another one."""
    lost, strange = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    twice = [number for number, times in Counter(found).items() if times > 1]
    told = [
        f"{what} {numbers}" for what, numbers in (("lost", lost), ("strange", strange), ("twice", twice)) if numbers
    ]
    return told or ([] if [*expected] == [*found] else [f"order {[*found][-5:]}"])


def acts_in(place: Path) -> list[int]:
    """The numbers of all acts in the file, in the order of their numbers, or of their places where that is another one
    within the journal."""
    file = _opened(place)
    if file is None:
        return []
    settled = sqlalchemy.select(outbox.c.settled_at).where(outbox.c.settled_at != "")
    try:
        with file.reading() as connection:
            every = connection.execute(sqlalchemy.select(entry.c.at).order_by(entry.c.id)).scalars()
            entries = [number_of(at) for at in every]
            confirmed = [number_of(at) for at in connection.execute(settled).scalars()]
    finally:
        file.close()
    return sorted(entries + confirmed) if entries == sorted(entries) else entries + confirmed


def _opened(place: Path) -> StationFile | None:
    """None: it was killed before there was a file, or before the first version of it was durable."""
    try:
        return read_station_file(place / RECORD_NAME, _TIMEOUT_S)
    except OperationalError as error:
        if error.code in {ErrorCode.FILE_UNREADABLE, ErrorCode.DATABASE_MISMATCH}:
            return None
        raise


def _checked(place: Path, report: KillReport) -> None:
    """Everything in a file, once the last child is gone."""
    file = _opened(place)
    if file is None:
        return
    sent = sqlalchemy.select(outbox.c.session_id)
    halves = sqlalchemy.select(session.c.session_id).where(
        session.c.state == SessionState.SUBMITTED, session.c.session_id.not_in(sent)
    )
    try:
        with file.reading() as connection:
            report.wrong += [f"{each} has no message" for each in connection.execute(halves).scalars()]
        report.wrong += findings(file, PictureFolder(place / PICTURES_NAME))
    finally:
        file.close()


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--eager", action="store_true", help="the store that must fail")
    args = parser.parse_args(words)
    report = kill_many(args.folder, args.kills, args.seed, eager=args.eager)
    sys.stdout.write(json.dumps(asdict(report)) + "\n")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
