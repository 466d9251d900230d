"""Whoever gets at the files: every way to change an audit, or what it tells of, is tried and found."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from app.domain.audit import (
    Act,
    AuditFinding,
    Breach,
    Head,
    act_from_json,
    chained,
    findings,
    head_act,
)
from app.domain.conflict import Conflict, ConflictReason
from app.domain.journal import LabelCounted, Opened
from app.domain.people import Actor, Role
from app.ports.audit_trail import AuditTrail, every_line
from app.ports.station_record import StationRecord
from app.use_cases.read_audit import Verdict, nothing_beside, verdict_on
from services.record.audit import SqlStationAudit
from services.record.audit_check import binding_findings
from services.record.station_file import RECORD_NAME, StationFile, read_station_file
from services.storage.open_audit import open_audit, read_audit
from tests.contract.test_audit_trail import act
from tests.contract.test_station_record import AT, LATER, PAPER, Rig, confirmed, dn, label, session, submitted

SARI = Actor("SARI", Role.SUPERVISOR, "station-1")
TABLES = {"station": "audit", "factory": "countersign_act"}
COLUMNS = ("seq", "at", "acted_by", "deed", "subject", "body", "previous", "hash")
EDITS: dict[str, Sequence[object]] = {
    "seq": (-1, 0, 1000),
    "at": ("", "2020-01-01T00:00:00+00:00"),
    "acted_by": ("BUDI", "", "SARI "),
    "deed": ("", "exported"),
    "subject": ("", "session:s-9"),
    "body": ("", "{}", "null", b"\xff", "é", "\n"),
    "previous": ("", "0" * 64, b"\x00"),
    "hash": ("", "0" * 64, "A" * 64, 17),
}


class Chain:
    """An audit in a file of its own, to be spoilt in a copy. ``heads``: what the other side has noted of it."""

    def __init__(self, kind: str, path: Path, heads: Sequence[Head]) -> None:
        self.kind, self.heads, self.table = kind, heads, TABLES[kind]
        copy = path.with_name("spoilt.sqlite")
        shutil.copyfile(path, copy)
        self._whole, self._spoilt = sqlite3.connect(path), sqlite3.connect(copy, isolation_level=None)
        self._spoilt.execute("PRAGMA synchronous=OFF")
        self._file = read_station_file(copy, 1.0) if kind == "station" else read_audit("", copy, 1.0)
        self._trail: AuditTrail = SqlStationAudit(self._file) if isinstance(self._file, StationFile) else self._file

    def checked(self, heads: Sequence[Head] | None = None) -> Verdict:
        """The copy as it is."""
        noted, file = self.heads if heads is None else heads, self._file
        beside = partial(binding_findings, file) if isinstance(file, StationFile) else nothing_beside
        return verdict_on(self._trail, lambda: noted, beside=beside)

    def after(self, *statements: tuple[str, Sequence[object]], heads: Sequence[Head] | None = None) -> Verdict:
        """Of a fresh copy, after an attacker: triggers, and whatever else stands in the way, are gone first."""
        self._whole.backup(self._spoilt)
        for (name,) in self._spoilt.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self._spoilt.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            self._spoilt.execute(statement, values)
        return self.checked(heads)

    def rows(self, table: str = "") -> list[dict[str, Any]]:
        found = self._whole.execute(f"SELECT * FROM {table or self.table} ORDER BY 1")
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def close(self) -> None:
        for each in (self._whole, self._spoilt, self._file):
            each.close()


def day(record: StationRecord) -> None:
    """Sessions submitted, delivered, in conflict or open, with acts of people in between."""
    record.audit.append(act("signed_in", "person:SARI", "SARI"))
    submitted(record, "1", "L-1", "L-2")
    confirmed(record, "1")
    submitted(record, "2", "L-3", paper=dn("KSS2"))
    record.audit.append(head_act("station-1", Head(2, "f" * 64), AT, 5))
    record.journal.append("s-3", AT, Opened(session("s-3")), SARI, 40)
    record.journal.append("s-3", AT, LabelCounted(label("L-9")), SARI, 41)


def station_chain(folder: Path) -> Chain:
    rig = Rig("sqlite", folder).open()
    day(rig.record)
    lines = rig.record.audit.lines(0, 100)
    rig.record.close()
    return Chain("station", folder / RECORD_NAME, [lines[2].head, lines[-1].head])


def factory_chain(folder: Path) -> Chain:
    path = folder / "factory.sqlite"
    with closing(open_audit("", path, 1.0)) as audit:
        lines = [audit.append(act(f"deed_{number}", f"person:P{number}")) for number in range(8)]
    return Chain("factory", path, [lines[2].head, lines[-1].head])


@pytest.fixture(scope="module", params=[station_chain, factory_chain])
def chain(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with closing(request.param(tmp_path_factory.mktemp("chain"))) as made:
        yield made


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with closing(station_chain(tmp_path_factory.mktemp("station"))) as made:
        yield made


def breaches(verdict: Verdict) -> set[Breach]:
    return {finding.breach for finding in verdict.found}


def test_an_untouched_chain_gives_no_finding(chain: Chain) -> None:
    """The control: dropping the triggers alone changes nothing that was written."""
    verdict = chain.after()
    assert verdict == Verdict(len(chain.rows()), 2)
    assert verdict.whole


def test_every_edit_of_every_column_of_every_line_is_found(chain: Chain) -> None:
    assert set(EDITS) == set(COLUMNS) == set(chain.rows()[0])
    missed = []
    for row in chain.rows():
        for column, values in EDITS.items():
            for value in {*values, *_variants(row[column])} - {row[column]}:
                verdict = chain.after((f"UPDATE {chain.table} SET {column} = ? WHERE seq = ?", (value, row["seq"])))
                if verdict.whole:
                    missed.append((row["seq"], column, value))
    assert missed == []


def _variants(value: object) -> Iterator[object]:
    """The same for whoever reads it, other letters for whoever hashes it; and one letter more or less."""
    if isinstance(value, str):
        yield f"{value} "
        yield value[:-1]
        yield value.swapcase() if value.swapcase() != value else f"x{value}"
    if isinstance(value, str) and value.startswith("{"):
        yield json.dumps(json.loads(value))
        yield value.replace('"monotonic_ms":', '"monotonic_ms":1')


def test_every_line_that_is_deleted_is_found(chain: Chain) -> None:
    for row in chain.rows():
        verdict = chain.after((f"DELETE FROM {chain.table} WHERE seq = ?", (row["seq"],)))
        assert breaches(verdict) & {Breach.MISSING, Breach.CUT_OFF}
        assert verdict.found[0].seq <= row["seq"]


def test_every_pair_that_changes_places_is_found(chain: Chain) -> None:
    for one, other in combinations([row["seq"] for row in chain.rows()], 2):
        verdict = chain.after(*_renumbered(chain.table, (one, -9), (other, one), (-9, other)))
        assert verdict.found[0] == AuditFinding(Breach.ALTERED, one)


def _renumbered(table: str, *pairs: tuple[object, object]) -> list[tuple[str, Sequence[object]]]:
    return [(f"UPDATE {table} SET seq = ? WHERE seq = ?", (new, old)) for old, new in pairs]


def test_a_line_put_in_anywhere_is_found(chain: Chain) -> None:
    rows = chain.rows()
    for place in range(len(rows)):
        later = [(row["seq"], row["seq"] + 1) for row in reversed(rows[place:])]
        forged = _as_line(rows[place - 1] if place else None, act("person_added", "person:EVIL", ""))
        verdict = chain.after(*_renumbered(chain.table, *later), _inserted(chain.table, forged))
        assert not verdict.whole, place


def _as_line(before: dict[str, Any] | None, forged: Act) -> dict[str, Any]:
    line = chained(Head(before["seq"], before["hash"]) if before else None, forged)
    beside = {"at": forged.at, "acted_by": forged.by, "deed": forged.deed, "subject": forged.subject}
    return {"seq": line.seq, **beside, "body": line.body, "previous": line.previous, "hash": line.hash}


def _inserted(table: str, row: dict[str, Any]) -> tuple[str, Sequence[object]]:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()]


def test_an_end_cut_off_is_found_by_the_heads_and_by_nothing_else(chain: Chain) -> None:
    count = len(chain.rows())
    for kept in range(count):
        verdict = chain.after((f"DELETE FROM {chain.table} WHERE seq > ?", (kept,)))
        assert AuditFinding(Breach.CUT_OFF, kept + 1) in verdict.found
        alone = {Breach.ENTRY_UNTOLD, Breach.MESSAGE_UNLIKE}  # of what stands beside the chain, in a record
        assert breaches(chain.checked(())) <= alone


@pytest.mark.parametrize("changed", range(1, 8))
def test_a_chain_written_anew_is_found_by_the_heads_and_by_nothing_else(chain: Chain, changed: int) -> None:
    verdict = chain.after(*_anew(chain, changed, lambda each: replace(each, by="BUDI")))
    heads = [head for head in chain.heads if head.seq >= changed]
    assert [each for each in verdict.found if each.breach is Breach.REPLACED] == [
        AuditFinding(Breach.REPLACED, head.seq) for head in heads
    ]
    assert breaches(chain.checked(())) <= {Breach.ENTRY_UNLIKE}


def _anew(chain: Chain, changed: int, change: Callable[[Act], Act]) -> Iterator[tuple[str, Sequence[object]]]:
    """From one line on, with hashes that fit."""
    before: dict[str, Any] | None = None
    yield f"DELETE FROM {chain.table}", ()
    for row in chain.rows():
        told = act_from_json(row["body"])
        assert told is not None
        before = _as_line(before, change(told) if row["seq"] == changed else told)
        yield _inserted(chain.table, before)


def test_one_line_written_anew_with_a_hash_that_fits_is_found_by_the_next_one(chain: Chain) -> None:
    rows = chain.rows()
    for before, row, later in zip([None, *rows], rows, rows[1:], strict=False):
        told = act_from_json(row["body"])
        assert told is not None
        forged = _as_line(before, replace(told, reason="forged"))
        verdict = chain.after(
            (f"DELETE FROM {chain.table} WHERE seq = ?", (row["seq"],)), _inserted(chain.table, forged)
        )
        assert AuditFinding(Breach.ALTERED, later["seq"]) in verdict.found
    beginning = [(f"DELETE FROM {chain.table} WHERE seq < 4", ())]
    assert chain.after(*beginning, *_renumbered(chain.table, *((n + 3, n) for n in range(1, 3)))).found


def test_what_was_chained_by_the_rules_after_the_last_head_is_not_found(chain: Chain) -> None:
    """The limit of it, and no other: docs/audit.md says so."""
    forged = _as_line(chain.rows()[-1], act("person_added", "person:EVIL", ""))
    assert chain.after(_inserted(chain.table, forged)).whole


# -- what a station's chain tells of ----------------------------------------------------------------------------------

ENTRY_EDITS: dict[str, Sequence[object]] = {
    "session_id": ("s-9",),
    "seq": (-1, 1000),
    "at": ("", LATER),
    "deed": ("left", ""),
    "payload": ("", "{}"),
    "acted_by": ("BUDI",),
}
"""All columns but the id, which nobody is told of."""


def test_every_edit_of_an_entry_is_found(station: Chain) -> None:
    assert {"id", *ENTRY_EDITS} == set(station.rows("entry")[0])
    missed = []
    for row in station.rows("entry"):
        for column, values in ENTRY_EDITS.items():
            for value in {*values, *_variants(row[column])} - {row[column]}:
                verdict = station.after((f"UPDATE entry SET {column} = ? WHERE id = ?", (value, row["id"])))
                if not breaches(verdict) & {Breach.ENTRY_UNLIKE, Breach.ENTRY_GONE, Breach.ENTRY_UNTOLD}:
                    missed.append((row["id"], column, value))
    assert missed == []


def test_every_entry_that_is_deleted_is_found(station: Chain) -> None:
    for row in station.rows("entry"):
        verdict = station.after(("DELETE FROM entry WHERE id = ?", (row["id"],)))
        assert [each.breach for each in verdict.found] == [Breach.ENTRY_GONE]
        assert verdict.found[0].where == f"{row['session_id']} #{row['seq']}"


def test_a_whole_session_that_is_deleted_is_found(station: Chain) -> None:
    gone = [(f"DELETE FROM {table} WHERE session_id = ?", ("s-3",)) for table in ("entry", "session")]
    assert breaches(station.after(*gone)) == {Breach.ENTRY_GONE}


def test_every_pair_of_entries_that_change_places_is_found(station: Chain) -> None:
    rows = [row for row in station.rows("entry") if row["session_id"] == "s-1"]
    for one, other in combinations(rows, 2):
        places = ((one["id"], -9), (other["id"], one["seq"]), (one["id"], other["seq"]))
        verdict = station.after(*(("UPDATE entry SET seq = ? WHERE id = ?", (new, which)) for which, new in places))
        assert [each.breach for each in verdict.found] == [Breach.ENTRY_UNLIKE] * 2


def test_an_entry_behind_the_audits_back_is_found(station: Chain) -> None:
    row = {**station.rows("entry")[-1], "id": 999, "seq": 3}
    assert [*station.after(_inserted("entry", row)).found] == [AuditFinding(Breach.ENTRY_UNTOLD, 0, "s-3 #3")]
    strange = {**row, "id": 1000, "session_id": "s-77", "seq": 1}
    assert [*station.after(_inserted("entry", strange)).found] == [AuditFinding(Breach.ENTRY_UNTOLD, 0, "s-77 #1")]


@pytest.mark.parametrize(
    ("column", "value"),
    [("record", "{}"), ("record", None), ("idem_key", "key-9"), ("settlement", "set_aside: told so")],
)
def test_a_message_that_is_not_the_one_submitted_is_found(station: Chain, column: str, value: str | None) -> None:
    for row in station.rows("outbox"):
        text = str(row["record"]).replace("KSS", "KSX") if value is None else value
        verdict = station.after((f"UPDATE outbox SET {column} = ? WHERE seq = ?", (text, row["seq"])))
        assert breaches(verdict) == {Breach.MESSAGE_UNLIKE}
        assert verdict.found[0].where == row["session_id"]


def test_two_messages_that_change_their_records_are_found(station: Chain) -> None:
    one, other = station.rows("outbox")
    swap = [
        ("UPDATE outbox SET record = ? WHERE seq = ?", (a["record"], b["seq"])) for a, b in ((one, other), (other, one))
    ]
    assert [each.breach for each in station.after(*swap).found] == [Breach.MESSAGE_UNLIKE] * 2


# -- what is no finding -----------------------------------------------------------------------------------------------


def test_what_becomes_of_a_message_is_no_finding(tmp_path: Path) -> None:
    rig = Rig("sqlite", tmp_path).open()
    first, _, third = (submitted(rig.record, str(number), f"L-{number}") for number in (1, 2, 3))
    outbox = rig.record.outbox
    outbox.complete(replace(first, session=replace(first.session, note=PAPER)), LATER)
    outbox.tried("key-1", "the link was cut")
    confirmed(rig.record, "1")
    outbox.quarantine("key-2", "refused", LATER)
    outbox.put_in_conflict(Conflict(third, ConflictReason.LABELS_TAKEN, LATER), LATER)
    assert outbox.settle("key-3", "set_aside: told so", LATER, 9)
    assert rig.sql is not None
    assert [*rig.sql.audit_findings()] == []
    outbox.release("key-2", AT)
    outbox.resend(AT, AT)
    outbox.forget_confirmed("2030-01-01T00:00:00+00:00")
    assert [*rig.sql.audit_findings()] == []
    assert not [*findings(every_line(rig.record.audit))]
    rig.record.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET body = body WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "INSERT INTO audit SELECT seq + 7, at, acted_by, deed, subject, body, previous, hash FROM audit WHERE seq = 1",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
    ],
)
def test_the_file_itself_refuses_whatever_is_no_next_line(tmp_path: Path, statement: str) -> None:
    rig = Rig("sqlite", tmp_path).open()
    day(rig.record)
    rig.record.close()
    with closing(sqlite3.connect(tmp_path / RECORD_NAME)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
