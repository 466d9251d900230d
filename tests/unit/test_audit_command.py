"""``countersign audit`` on real files, and records that are older than the audit."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.audit import AuditDeed, Breach, Head, findings, head_act, state_of
from app.domain.journal import LabelCounted, Opened
from app.ports.audit_trail import every_line
from services.record import maintenance
from services.record.migrations import MIGRATIONS
from services.record.station_file import RECORD_NAME, open_station_file
from services.storage.open_audit import open_audit
from tests.contract.test_audit_trail import act
from tests.contract.test_station_record import AT, Rig, label, session, submitted
from tests.fakes.command import ROOT, Command, Outcome

STATION = "station-1"
Tool = Callable[..., Outcome]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A record in use, and a factory beside it; each has noted how far the other has come."""
    opened = Rig("sqlite", tmp_path / "data").open()
    submitted(opened.record, "1", "L-1", "L-2")
    with closing(open_audit("", opened.folder / "countersign.sqlite", 1.0)) as factory:
        for number in range(3):
            factory.append(act("alias_approved", f"alias:{number}", "SARI", reason="seen on the line"))
        head = factory.head()
        assert head is not None
        opened.record.audit.append(head_act(STATION, head, AT, 1))
        noted = opened.record.audit.head()
        assert noted is not None
        factory.note_head(STATION, noted, AT)
    yield opened
    opened.record.close()


@pytest.fixture
def tool(rig: Rig, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tool:
    command = Command(capsys, monkeypatch, tmp_path)
    where = ("--set", f"data_dir={rig.folder}", "--set", f"station.id={STATION}")
    return lambda *words: command("audit", *where, *words)


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_whole_audit_is_told_so_while_the_station_runs(rig: Rig, tool: Tool) -> None:
    lines = len(rig.record.audit.lines(0, 100))
    outcome = tool("verify")
    assert (outcome.code, outcome.err) == (0, "")
    assert f"whole, {lines} lines, held against 1 head that" in outcome.out
    outcome = tool("verify", "--factory")
    assert (outcome.code, outcome.err) == (0, "")
    assert "the factory's audit: whole, 3 lines, held against 1 head that" in outcome.out
    rig.record.journal.append("s-3", AT, Opened(session("s-3")))
    assert tool("verify").code == 0


def test_each_finding_has_its_line_and_its_sentence(rig: Rig, tool: Tool) -> None:
    rig.record.close()
    change(rig.folder / RECORD_NAME, "UPDATE audit SET acted_by = 'X' WHERE seq = 2", "DELETE FROM audit WHERE seq = 3")
    outcome = tool("verify")
    assert outcome.code == 1
    assert outcome.out.splitlines()[:2] == ["2: Line 2 is not as it was written.", "3: Line 3 is missing."]
    assert "0: No line tells of entry s-1 #3." in outcome.out
    assert "whole" not in outcome.out


def test_each_audit_is_held_against_what_the_other_side_has_noted(rig: Rig, tool: Tool) -> None:
    rig.record.close()
    change(rig.folder / "countersign.sqlite", "DELETE FROM countersign_act WHERE seq = 3")
    outcome = tool("verify", "--factory")
    assert (outcome.code, outcome.out) == (1, "3: From line 3 on the end is missing.\n")
    last = "(SELECT max(seq) FROM audit)"
    change(rig.folder / RECORD_NAME, f"DELETE FROM audit WHERE seq = {last}")
    outcome = tool("verify")
    assert (outcome.code, "on the end is missing" in outcome.out) == (1, True)
    assert tool("verify", "--station", "station-2").code == 0, "of which nothing was noted"
    assert "There is nothing yet" in tool("verify", "--station", "station-2").err


def test_a_witness_that_cannot_be_asked_is_told(rig: Rig, tool: Tool, tmp_path: Path) -> None:
    (rig.folder / "countersign.sqlite").unlink()
    outcome = tool("verify")
    assert outcome.code == 0
    assert "Not held against what the factory's database has noted of station-1" in outcome.err
    with closing(sqlite3.connect(rig.folder / "countersign.sqlite")) as connection:
        connection.execute("CREATE TABLE countersign_commit (idem_key)")
    outcome = tool("verify")
    assert (outcome.code, "Not held against" in outcome.err) == (0, True), "a factory of an older version"
    assert "another version" in tool("verify", "--factory").sentence
    assert tool("verify", "--station-file", tmp_path / "none.sqlite").code == 2


def test_a_text_that_is_none_is_told_as_damage(rig: Rig, tool: Tool) -> None:
    rig.record.close()
    change(rig.folder / RECORD_NAME, "UPDATE audit SET body = CAST(x'fffe' AS TEXT) WHERE seq = 2")
    outcome = tool("verify")
    assert (outcome.code, "is damaged" in outcome.sentence or "UTF-8" in outcome.sentence) == (1, True)


def test_a_copy_of_a_record_is_looked_at_like_the_record(rig: Rig, tool: Tool, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    maintenance.backup(rig.folder, copy, with_pictures=False)
    assert tool("verify", "--station-file", copy).code == 0
    change(copy, "DELETE FROM audit")
    assert tool("verify", "--station-file", copy).code == 1
    assert tool("verify").code == 0


def test_lines_are_listed_newest_first_and_shown_whole(rig: Rig, tool: Tool) -> None:
    rig.record.audit.append(act("exported", "day:2026-09-14", "SARI", reason="\u202eevil\nline"))
    out = tool("list").out.splitlines()
    assert len(out) == len(rig.record.audit.lines(0, 100))
    assert out[0].split("  ")[2:5] == ["SARI", "exported", "day:2026-09-14"]
    assert out[0].isascii()
    assert [json.loads(line)["seq"] for line in tool("list", "--json", "--deed", "label_counted").out.splitlines()] == [
        3,
        2,
    ]
    assert "more with --before 4" in tool("list", "--limit", "3").out
    assert len(tool("list", "--by", "SARI").out.splitlines()) == 1
    assert len(tool("list", "--factory", "--text", "seen on the line").out.splitlines()) == 3
    shown = json.loads(tool("show", "2").out)
    assert (shown["deed"], shown["subject"]) == ("label_counted", "session:s-1")
    assert (tool("show", "99").code, tool("list", "--limit", "0").code) == (1, 2)


def test_a_restored_record_says_so_and_what_is_missing_is_found_by_the_heads(
    rig: Rig, tool: Tool, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    maintenance.backup(rig.folder, copy, with_pictures=False)
    rig.record.journal.append("s-3", AT, Opened(session("s-3")))
    rig.record.journal.append("s-3", AT, LabelCounted(label("L-3")))
    newest = rig.record.audit.head()
    assert newest is not None
    with closing(open_audit("", rig.folder / "countersign.sqlite", 1.0)) as factory:
        factory.note_head(STATION, newest, AT)
    rig.record.close()
    maintenance.restore(rig.folder, copy)
    assert not [*rig.folder.glob("*.restoring*")]
    assert maintenance.check(rig.folder) == []
    assert "record_restored" in tool("list", "--limit", "1").out
    outcome = tool("verify")
    assert (outcome.code, "on the end is missing" in outcome.out) == (1, True)


# -- a record that is older than the audit ----------------------------------------------------------------------------


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A record of version 1 with a session in it, submitted, and another one open."""
    rig = Rig("sqlite", tmp_path / "new").open()
    submitted(rig.record, "1", "L-1", "L-2")
    rig.record.journal.append("s-2", AT, Opened(session("s-2")))
    rig.record.close()
    path = tmp_path / "data" / RECORD_NAME
    open_station_file(path, 1.0, MIGRATIONS[:1]).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS new", (str(rig.folder / RECORD_NAME),))
        for table in ("session", "entry", "outbox", "pending_label"):
            names = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
        connection.commit()
    shutil.rmtree(rig.folder)
    return path


def reopened(path: Path) -> Rig:
    return Rig("sqlite", path.parent).open()


def test_au3_the_audit_of_an_older_record_begins_with_what_stood_there(older: Path) -> None:
    rig = reopened(older)
    rig.record.journal.append("s-2", AT, LabelCounted(label("L-9")))
    lines = rig.record.audit.lines(0, 10)
    assert [line.act.deed for line in lines] == [AuditDeed.AUDIT_BEGUN, "label_counted"]
    assert state_of(lines[0].act.after)["entries"] == 5
    assert rig.sql is not None
    assert [*rig.sql.audit_findings()] == []
    assert not [*findings(every_line(rig.record.audit))]
    rig.record.close()
    assert maintenance.check(older.parent) == []
    assert len(reopened_lines(older)) == 2, "it begins once"


def reopened_lines(path: Path) -> Sequence[object]:
    rig = reopened(path)
    lines = rig.record.audit.lines(0, 10)
    rig.record.close()
    return lines


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET payload = replace(payload, 'L-1', 'L-X') WHERE session_id = 's-1'",
        "UPDATE entry SET at = '' WHERE id = 2",
        "UPDATE entry SET id = 999 WHERE id = 2",
        "UPDATE entry SET acted_by = 'EVIL' WHERE id = 1",
        "DELETE FROM entry WHERE id = 3",
        "INSERT INTO entry SELECT -1, 's-2', 2, at, deed, payload, acted_by FROM entry WHERE id = 2",
    ],
)
def test_au3_what_is_older_than_the_audit_cannot_be_changed_unseen_either(older: Path, statement: str) -> None:
    reopened(older).record.close()
    change(older, statement)
    rig = reopened(older)
    assert rig.sql is not None
    assert Breach.OLDER_UNLIKE in {finding.breach for finding in rig.sql.audit_findings()}
    rig.record.close()


def test_a_new_record_begins_with_nothing(tmp_path: Path) -> None:
    rig = Rig("sqlite", tmp_path).open()
    assert rig.record.audit.head() is None
    rig.record.close()


def test_a_record_of_the_version_before_is_verified_as_what_it_is(
    older: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = Command(capsys, monkeypatch, tmp_path)
    where = ("--set", f"data_dir={older.parent}")
    outcome = command("audit", *where, "verify")
    assert (outcome.code, "older than the audit" in outcome.out) == (0, True)
    assert command("audit", *where, "list").code == 2
    open_audit("", older.parent / "countersign.sqlite", 1.0).close()
    assert command("audit", *where, "verify", "--factory").code == 0


# -- several writers, and the end of one ------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from app.domain.audit import Act
from services.storage.open_audit import open_audit
audit = open_audit("", Path(sys.argv[1]), 30.0)
while True:
    act = Act("exported", "day:1", sys.argv[2], "admin", "station-1", "2026-09-14T07:30:15+00:00", 1)
    print(audit.append(act).hash, flush=True)
"""


def test_a_chain_of_two_processes_that_are_killed_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "factory.sqlite"
    audit = open_audit("", path, 5.0)
    told: list[str] = []
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in ("A", "B")
    ]
    for writer in writers:
        assert writer.stdout is not None
        told += [writer.stdout.readline().strip() for _ in range(5)]
    for writer in writers:
        writer.kill()
        assert writer.stdout is not None
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
        writer.stdout.close()
        writer.wait()
    lines = [*every_line(audit)]
    assert not [*findings(lines)]
    assert set(told) <= {line.hash for line in lines}
    assert {line.act.by for line in audit.lines(0, 10_000)} == {"A", "B"}
    audit.close()


def test_a_chain_that_was_torn_is_found_and_never_mended(tmp_path: Path) -> None:
    path = tmp_path / "factory.sqlite"
    audit = open_audit("", path, 5.0)
    for _ in range(4):
        audit.append(act())
    audit.close()
    change(path, "UPDATE countersign_act SET hash = 'torn' WHERE seq = 4")
    audit.append(act())
    assert [(each.breach, each.seq) for each in findings(every_line(audit))] == [(Breach.ALTERED, 4)]
    assert audit.lines(4, 1)[0].previous == "torn", "what follows is chained to what is there"
    assert Head(4, "torn") == audit.lines(3, 1)[0].head
    audit.close()
