"""A factory's years of sessions, made up: for measuring, and the same for the same seed on every machine.

Rows are written in the order of their keys and the indices are made at the end, so that a million sessions take
minutes. The order of keys says nothing about time, as the ids of real sessions do not.
"""

import json
import random
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

from app.domain.review import ReviewDeed
from services.storage.office_schema import countersign_review
from services.storage.schema import (
    countersign_audit,
    countersign_decision,
    countersign_session,
    countersign_session_label,
    create_schema,
)
from services.storage.sqlite import sqlite_engine

FIRST_DAY = datetime(2023, 9, 1)  # noqa: DTZ001  # every time of the tables is UTC without an offset
YEARS = timedelta(days=3 * 365)
STATIONS = 200
RARE_PART, RARE_EVERY = "Z-CV09-D23LSXX-D01N-NL-DG00", 50_000
OLD_PART, OLD_SHARE = "Z-CV08-B24RSXX-B03N-NL-DG00", 0.3
"""In every other session of the oldest share, then never again."""
PARTS = tuple(
    f"Z-CV0{series}-{size}{side}XXX-{code}-NL-{finish}"
    for series in (1, 2, 3)
    for size in ("B20", "B24", "D23", "D26", "D31")
    for side in "LR"
    for code, finish in (("C03N", "DG00"), ("D01N", "DQ00"))
)
_DN_FAMILIES, _SHARES = ("KSS", "KSB", "PTN"), (70, 25, 5)
_REASONS = ("carton is wet", "supplier sent less", "label torn, replaced tomorrow", "counted twice with the driver")
_PIECE = 20_000
REVIEWED_EVERY, REOPENED_EVERY, VOIDED_EVERY = 40, 1000, 5000
"""One session in so many, by their places in time."""


class Session(NamedTuple):
    """What the rows of one session are made from. ``rank``: its place in time, 0 the oldest."""

    session_id: str
    rank: int
    dn: str
    station: str
    at: datetime
    parts: tuple[str, ...]
    removed: int
    reason: str
    decisions: int


@dataclass(frozen=True, slots=True)
class Plan:
    """``same_time``: how many sessions in a row share their time."""

    sessions: int
    seed: int = 1
    same_time: int = 1


def seed_database(path: Path, plan: Plan) -> None:
    """Make ``path``, which must not exist, with ``plan.sessions`` sessions. Not durable until it returns."""
    engine = sqlite_engine(path, 5.0)
    create_schema(engine)
    engine.dispose()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        indices = _dropped_indices(connection)
        _fill(connection, plan)
        for statement in indices:
            connection.execute(statement)
    finally:
        connection.close()


def made_up(plan: Plan) -> Iterator[Session]:
    """Every session, in the order of their ids."""
    chance = random.Random(plan.seed)  # noqa: S311  # made-up material
    ranks = list(range(plan.sessions))
    chance.shuffle(ranks)
    for number, rank in enumerate(ranks):
        yield _session(session_at(number, plan), rank, plan, chance)


def session_at(number: int, plan: Plan) -> str:
    """The id of one of the sessions, ``number`` counted in the order of ids."""
    return str(uuid.UUID(int=number * (2**128 // plan.sessions)))


def _session(session_id: str, rank: int, plan: Plan, chance: random.Random) -> Session:
    family = chance.choices(_DN_FAMILIES, _SHARES)[0]
    removed = chance.randrange(1, 4) if chance.random() < 0.005 else 0
    parts = tuple(chance.choices(PARTS, k=chance.randrange(1, 13)))
    special = _special_part(rank, plan)
    return Session(
        session_id,
        rank,
        f"{family}{rank // 2:06d}{'AB'[rank % 2]}",
        f"station-{chance.randrange(STATIONS) + 1}",
        submitted_at(rank, plan),
        (*parts[1:], special) if special else parts,
        min(removed, len(parts) - 1),
        chance.choice(_REASONS) if chance.random() < 0.02 else "",
        chance.randrange(1, 7),
    )


def _special_part(rank: int, plan: Plan) -> str:
    if rank % RARE_EVERY == RARE_EVERY // 2:
        return RARE_PART
    return OLD_PART if rank < plan.sessions * OLD_SHARE and rank % 2 else ""


def submitted_at(rank: int, plan: Plan) -> datetime:
    """When the session of this place in time was submitted."""
    moment = FIRST_DAY + YEARS * (rank // plan.same_time * plan.same_time / plan.sessions)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _dropped_indices(connection: sqlite3.Connection) -> list[str]:
    """The statements that make them again."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND name LIKE 'countersign_session%'"
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def _fill(connection: sqlite3.Connection, plan: Plan) -> None:
    piece: list[Session] = []
    for session in made_up(plan):
        piece.append(session)
        if len(piece) == _PIECE:
            _write(connection, piece)
            piece.clear()
    _write(connection, piece)


def _write(connection: sqlite3.Connection, piece: Sequence[Session]) -> None:
    connection.execute("BEGIN")
    for table, rows_of in _ROWS.items():
        statement = str(insert(table).compile(dialect=sqlite.dialect()))
        connection.executemany(statement, (row for session in piece for row in rows_of(session)))
    connection.execute("COMMIT")


def label_code(rank: int, number: int) -> str:
    return f"LBL-{rank:07d}-{number:02d}"


def _text(moment: datetime) -> str:
    """As the tables hold a time in SQLite."""
    return moment.isoformat(sep=" ", timespec="microseconds")


def _session_rows(of: Session) -> Iterator[tuple[Any, ...]]:
    at, later = _text(of.at), _text(of.at + timedelta(seconds=2))
    counted = len(of.parts) - of.removed
    code = f"PKG-{of.dn}-{1_690_000_000_000 + of.rank}"
    open_parts = 1 if of.reason else 0
    operator = f"OP-{of.rank % 90:02d}"
    yield (
        *(of.session_id, f"key-{of.session_id}", code, of.dn, of.station, operator, "three_way", None, at, later),
        *(counted, counted * 20, of.removed, open_parts, of.reason, _text(of.at - timedelta(minutes=4))),
    )


def _label_rows(of: Session) -> Iterator[tuple[Any, ...]]:
    at = _text(of.at)
    for number, part in enumerate(of.parts):
        act = "removed" if number < of.removed else "counted"
        yield of.session_id, label_code(of.rank, number), act, part, 20, at, of.dn, at


def _decision_rows(of: Session) -> Iterator[tuple[Any, ...]]:
    for number in range(of.decisions):
        part = of.parts[number % len(of.parts)]
        label, picture = part.replace("Z-", "W_", 1).replace("-", "_"), f"{of.rank:09d}-{number}"
        sha256 = f"{of.rank * 7 + number:064x}"
        plain = {
            "verdict": "accepted", "reason": "", "part_number": part, "label": label, "model": "covers@1.0.0",
            "track": number, "frames": [number * 9 + each for each in range(3)], "scores": [0.91, 0.93, 0.92],
            "confidence": 0.92, "agreement": 1.0, "margin": 0.6, "best_frame": number * 9 + 1, "alias_by": "",
            "stamp": "", "stamp_says": "nothing", "picture": picture,
        }  # fmt: skip
        detail = json.dumps(plain, separators=(",", ":"))
        yield (
            *(of.session_id, number + 1, "accepted", "", part, label, "covers@1.0.0", 0.92, "", "nothing"),
            *(picture, sha256, detail),
        )


def _audit_rows(of: Session) -> Iterator[tuple[Any, ...]]:
    deeds, by = (("opened", of.dn), ("submitted", of.reason)), f"OP-{of.rank % 90:02d}"
    for number, (deed, detail) in enumerate(deeds, 1):
        yield of.session_id, number, of.station, _text(of.at - timedelta(minutes=4 // number)), deed, detail, by


def _review_rows(of: Session) -> Iterator[tuple[Any, ...]]:
    done = {
        ReviewDeed.REVIEWED: of.rank % REVIEWED_EVERY == 0,
        ReviewDeed.REOPENED: of.rank % REOPENED_EVERY == 0,
        ReviewDeed.VOIDED: of.rank % VOIDED_EVERY == 1,
    }
    for deed in (deed for deed, was_done in done.items() if was_done):
        yield None, of.session_id, deed.value, f"SV-{of.rank % 7}", "", _text(of.at + timedelta(days=1)), ""


_ROWS: dict[Table, Callable[[Session], Iterator[tuple[Any, ...]]]] = {
    countersign_session: _session_rows,
    countersign_session_label: _label_rows,
    countersign_decision: _decision_rows,
    countersign_audit: _audit_rows,
    countersign_review: _review_rows,
}
"""Each row in the order of its table's columns."""
