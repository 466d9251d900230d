"""``countersign db`` and ``countersign outbox`` on a station's record, running or stopped."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import LabelCounted, Left, Opened
from app.domain.labels import LabelCode
from services.record import maintenance
from services.record.export import sessions
from services.record.maintenance import backup, check, restore
from services.record.migrations import MIGRATIONS
from services.record.station_file import RECORD_NAME, open_station_file, read_station_file
from tests.contract.test_station_record import (
    AT,
    LATER,
    PAPER,
    Rig,
    confirmed,
    cover,
    dn,
    label,
    session,
    states,
    submitted,
    with_pictures,
)
from tests.fakes.command import Command, Outcome
from tests.unit.builders import D26L, accepted

NOW = datetime(2026, 9, 20, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A record with a day in it, in use."""
    opened = Rig("sqlite", tmp_path / "data").open()
    with_pictures(opened.record, "1")
    submitted(opened.record, "2", "L-2", paper=dn("=CMD()"))
    confirmed(opened.record, "1")
    opened.record.journal.append("s-3", AT, Opened(session("s-3")))
    opened.record.journal.append("s-3", AT, LabelCounted(label("L-3")))
    yield opened
    opened.record.close()


@pytest.fixture
def tool(
    rig: Rig, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Outcome]:
    """The command on the data folder of ``rig``."""
    command = Command(capsys, monkeypatch, tmp_path)

    def run(name: str, *words: str | Path) -> Outcome:
        return command(name, "--set", f"data_dir={rig.folder}", *words)

    return run


def change(rig: Rig, *statements: str) -> None:
    """What only damage could do: past the triggers."""
    rig.record.close()
    connection = sqlite3.connect(rig.folder / RECORD_NAME)
    for statement in ("DROP TRIGGER entry_not_changed", "DROP TRIGGER entry_not_removed", *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()


# check


def test_a_whole_record_is_told_so_running_or_stopped(rig: Rig, tool: Callable[..., Outcome]) -> None:
    for _ in range(2):
        outcome = tool("db", "check")
        assert (outcome.code, outcome.out) == (0, f"{rig.folder / RECORD_NAME}: whole\n")
        rig.record.close()
    rig.open()


def test_a_running_station_goes_on_while_it_is_checked(rig: Rig) -> None:
    before = {path.name for path in rig.folder.iterdir()}
    assert check(rig.folder) == []
    rig.record.journal.append("s-3", AT, LabelCounted(label("L-4")))
    assert {path.name for path in rig.folder.iterdir()} == before


DAMAGE = [
    ("DELETE FROM entry WHERE deed = 'opened' AND session_id = 's-2'", "session s-2: its journal cannot be read"),
    ("UPDATE entry SET payload = '{}' WHERE session_id = 's-2' AND seq = 2", "session s-2: its journal cannot be read"),
    ("DELETE FROM entry WHERE session_id = 's-2' AND deed = 'submitted'", "it is submitted, but its last entry is"),
    ("UPDATE session SET state = 'left' WHERE session_id = 's-3'", "it is left, but its last entry is label_counted"),
    ("UPDATE outbox SET record = '{}' WHERE session_id = 's-2'", "session s-2: its message cannot be read"),
    ("UPDATE outbox SET record = replace(record, 'L-2', 'L-X') WHERE session_id = 's-2'", "is not what its journal"),
    ("DELETE FROM pending_label", "the labels it speaks for are not those of its message, which is waiting"),
    ("UPDATE outbox SET state = 'confirmed' WHERE session_id = 's-2'", "which is confirmed"),
    ("DELETE FROM picture", "of which the record knows nothing"),
    ("UPDATE picture SET sha256 = 'x'", "its file is not the one that was kept"),
    ("DELETE FROM session WHERE session_id = 's-2'", "belongs to a row of session that is not there"),
]


@pytest.mark.parametrize(("statement", "words"), DAMAGE, ids=[words for _, words in DAMAGE])
def test_whatever_does_not_fit_together_is_found(
    rig: Rig, tool: Callable[..., Outcome], statement: str, words: str
) -> None:
    change(rig, statement)
    outcome = tool("db", "check")
    rig.folder.joinpath(RECORD_NAME).unlink()
    rig.open()
    assert outcome.code == 1
    assert words in outcome.out


def test_a_lost_and_a_changed_picture_are_found(rig: Rig, tool: Callable[..., Outcome]) -> None:
    first, second = sorted((rig.folder / "pictures").glob("*/*.jpg"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    outcome = tool("db", "check")
    assert outcome.code == 1
    assert f"picture {first.stem} of session s-1: its file cannot be read" in outcome.out
    assert f"picture {second.stem} of session s-1: its file is not the one that was kept" in outcome.out


def test_a_picture_that_was_thinned_out_is_no_finding(rig: Rig) -> None:
    rig.disk_bytes = 0
    assert rig.record.disk.thin_pictures() > 0
    assert check(rig.folder) == []


def test_a_page_overwritten_on_the_disk_is_found(rig: Rig, tool: Callable[..., Outcome]) -> None:
    rig.record.close()
    path = rig.folder / RECORD_NAME
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 4] = b"\xaa" * 4096
    path.write_bytes(data)
    outcome = tool("db", "check")
    path.unlink()
    rig.open()
    assert outcome.code == 1
    assert "the file: " in outcome.out


def test_there_must_be_a_record(tool: Callable[..., Outcome], rig: Rig, tmp_path: Path) -> None:
    nowhere = f"data_dir={tmp_path / 'nowhere'}"
    for words in (("db", "check"), ("db", "backup", "x"), ("db", "export", "x.csv"), ("outbox", "status")):
        outcome = tool(words[0], "--set", nowhere, *words[1:])
        assert (outcome.code, "there is no such file" in outcome.sentence) == (2, True)
    assert not (tmp_path / "nowhere").exists()


# backup and restore


def test_a_backup_is_the_record_of_that_moment(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    copy = tmp_path / "usb" / "copy.sqlite"
    assert tool("db", "backup", copy).code == 0
    rig.record.journal.append("s-3", AT, LabelCounted(label("L-later")))
    place = Rig("sqlite", tmp_path / "elsewhere")
    place.folder.mkdir()
    copy.rename(place.folder / RECORD_NAME)
    found = place.open().record
    assert found.journal.open_session() == session("s-3", PAPER, label("L-3"))
    assert states(found) == {"key-1": "confirmed", "key-2": "waiting"}
    found.close()
    assert not list((tmp_path / "usb").iterdir())


def test_a_backup_takes_its_pictures_along(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert "2 pictures" in tool("db", "backup", "--pictures", copy).out
    kept = sorted(path.name for path in (tmp_path / "copy.sqlite.pictures").glob("*/*"))
    assert kept == sorted(path.name for path in (rig.folder / "pictures").glob("*/*"))


def test_a_backup_overwrites_nothing(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_text("precious")
    assert "it is there already" in tool("db", "backup", copy).sentence
    assert copy.read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(
    rig: Rig, tool: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(maintenance, "_copied", full)
    outcome = tool("db", "backup", "--pictures", tmp_path / "usb" / "copy.sqlite")
    assert outcome.code == 1
    assert "No space left on device" in outcome.sentence
    assert [path for path in (tmp_path / "usb").rglob("*") if path.is_file()] == []


def test_a_backup_that_keeps_being_disturbed_is_taken_in_one_go(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every step of the copy finds that the station has written meanwhile."""
    monkeypatch.setattr(maintenance, "_PAGES_A_STEP", 1)
    patience, steps = maintenance._Patience.__call__, []

    def written_meanwhile(self: maintenance._Patience, status: int, remaining: int, total: int) -> None:
        steps.append(remaining)
        rig.record.journal.append("s-3", AT, LabelCounted(label(f"M-{len(steps)}")))
        patience(self, status, remaining, total)

    monkeypatch.setattr(maintenance._Patience, "__call__", written_meanwhile)
    backup(rig.folder, tmp_path / "copy.sqlite", with_pictures=False)
    assert 2 <= len(steps) <= 10
    copied = Rig("sqlite", tmp_path / "elsewhere")
    restore(copied.folder, tmp_path / "copy.sqlite")
    assert len(told(copied)) == 1 + len(steps)


def told(rig: Rig) -> list[str]:
    found = rig.open().record.journal.open_session()
    rig.record.close()
    assert found is not None
    return [each.code.text for each in found.labels]


def test_restore_is_refused_while_a_station_runs(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    tool("db", "backup", tmp_path / "copy.sqlite")
    outcome = tool("db", "restore", tmp_path / "copy.sqlite")
    assert outcome.code == 1
    assert "is in use by process" in outcome.sentence
    rig.record.journal.append("s-3", AT, LabelCounted(label("L-4")))


def test_a_restored_record_is_the_copy_and_what_was_there_is_kept(rig: Rig, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    backup(rig.folder, copy, with_pictures=True)
    lost, acceptance = cover(rig.record)
    rig.record.journal.append("s-3", AT, acceptance)
    rig.record.close()
    gone = next(path for path in (rig.folder / "pictures").glob("*/*") if path.stem != lost.picture_id)
    gone.unlink()
    kept = restore(rig.folder, copy, NOW)
    assert kept == rig.folder / "station.sqlite.before-restore-20260920T120000Z"
    assert [path.stem for path in kept.with_name(f"{kept.name}.pictures").glob("*/*")] == [lost.picture_id]
    assert rig.open().record.journal.open_session() == session("s-3", PAPER, label("L-3"))
    assert check(rig.folder) == []
    before = Rig("sqlite", tmp_path / "before")
    restore(before.folder, kept)
    found = before.open().record.journal.open_session()
    before.record.close()
    assert found is not None
    assert [decision.evidence.picture for decision in found.decisions] == [lost]


def test_a_record_is_restored_where_there_is_none(rig: Rig, tmp_path: Path) -> None:
    backup(rig.folder, tmp_path / "copy.sqlite", with_pictures=False)
    new = Rig("sqlite", tmp_path / "new")
    assert restore(new.folder, tmp_path / "copy.sqlite") is None
    assert told(new) == ["L-3"]


def test_a_damaged_record_is_replaced_and_kept_as_it_is(rig: Rig, tmp_path: Path) -> None:
    backup(rig.folder, tmp_path / "copy.sqlite", with_pictures=False)
    rig.record.close()
    path = rig.folder / RECORD_NAME
    path.write_bytes(b"torn" * 1000)
    (rig.folder / f"{RECORD_NAME}-journal").write_bytes(b"half a journal")
    kept = restore(rig.folder, tmp_path / "copy.sqlite", NOW)
    assert kept is not None
    assert kept.read_bytes() == b"torn" * 1000
    assert Path(f"{kept}-journal").read_bytes() == b"half a journal"
    assert check(rig.folder) == []
    rig.open()


def not_a_record(copy: Path) -> None:
    copy.write_bytes(b"holiday" * 1000)


def newer(copy: Path) -> None:
    copy.unlink()
    open_station_file(copy, 0.5, (*MIGRATIONS, ("CREATE TABLE later (id INTEGER)",))).close()


def with_a_bad_page(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[4096 * 3 : 4096 * 4] = b"\xaa" * 4096
    copy.write_bytes(data)


def empty(copy: Path) -> None:
    copy.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (not_a_record, ErrorCode.RECORD_DAMAGED),
        (newer, ErrorCode.RECORD_NEWER),
        (with_a_bad_page, ErrorCode.RECORD_DAMAGED),
        (empty, ErrorCode.DATABASE_MISMATCH),
        (Path.unlink, ErrorCode.FILE_UNREADABLE),
    ],
)
def test_a_copy_that_is_not_whole_changes_nothing(
    rig: Rig, tmp_path: Path, spoil: Callable[[Path], None], code: ErrorCode
) -> None:
    copy = tmp_path / "copy.sqlite"
    backup(rig.folder, copy, with_pictures=False)
    rig.record.close()
    spoil(copy)
    before = {path: path.read_bytes() for path in rig.folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    with pytest.raises(OperationalError) as caught:
        restore(rig.folder, copy)
    assert caught.value.code is code
    after = {path: path.read_bytes() for path in rig.folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert after == before
    rig.open()


# export


def test_sessions_are_exported_as_json_lines(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert "3 sessions" in tool("db", "export", target).out
    first, second, third = (json.loads(line) for line in target.read_text(encoding="utf-8").splitlines())
    assert [each["session_id"] for each in (first, second, third)] == ["s-1", "s-2", "s-3"]
    assert [each["state"] for each in (first, second, third)] == ["submitted", "submitted", "open"]
    assert [each["sent"] for each in (first, second, third)] == ["confirmed", "waiting", ""]
    assert (first["dn"], first["packing_code"], first["discrepancy_reason"]) == ("DN-1", "PKG-1", "wet")
    assert [each["verdict"] for each in first["decisions"]] == ["refused", "accepted"]
    (counted,) = third["labels"]
    assert (counted["code"], counted["part_number"], counted["quantity"]) == (
        "L-3",
        accepted(D26L).part_number.text,
        30,
    )


def test_a_csv_line_a_label_and_never_a_formula(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    rig.record.journal.append("s-3", AT, Left())
    rig.record.journal.append("s-5", AT, Opened(session("s-5")))
    target = tmp_path / "out.csv"
    assert tool("db", "export", target).code == 0
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["session_id"], row["act"], row["label"]) for row in rows] == [
        ("s-1", "counted", "L-1"),
        ("s-2", "counted", "L-2"),
        ("s-3", "counted", "L-3"),
        ("s-5", "", ""),
    ]
    assert rows[1]["dn"] == "'=CMD()"
    assert rows[2]["state"] == "left"


def test_an_export_is_of_a_time(rig: Rig, tool: Callable[..., Outcome], tmp_path: Path) -> None:
    rig.record.journal.append("s-3", AT, Left())
    rig.record.journal.append("s-6", LATER, Opened(session("s-6")))
    target = tmp_path / "out.jsonl"

    def exported(*words: str) -> list[str]:
        assert tool("db", "export", target, *words).code == 0
        return [json.loads(line)["session_id"] for line in target.read_text(encoding="utf-8").splitlines()]

    assert exported("--since", "2026-09-14T08:00:00Z") == ["s-6"]
    assert exported("--since", "2026-09-14", "--until", "2026-09-14T15:00:00+07:00") == ["s-1", "s-2", "s-3"]
    assert exported("--since", "2026-09-15") == []


def test_many_sessions_are_exported_page_by_page(rig: Rig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("services.record.export._AT_ONCE", 2)
    rig.record.journal.append("s-3", AT, Left())
    for number in range(4, 8):
        rig.record.journal.append(f"s-{number}", AT, Opened(session(f"s-{number}")))
        rig.record.journal.append(f"s-{number}", AT, Left())
    file = read_station_file(rig.folder / RECORD_NAME, 0.5)
    assert [each.session.session_id for each in sessions(file)] == [f"s-{number}" for number in range(1, 8)]
    file.close()


@pytest.mark.parametrize(
    "words", [("export", "out.txt"), ("export", "out.csv", "--since", "yesterday"), ("polish",), ()]
)
def test_wrong_use_is_told(tool: Callable[..., Outcome], words: tuple[str, ...]) -> None:
    assert tool("db", *words).code == 2


# outbox


def test_the_outbox_is_told_while_the_station_runs(rig: Rig, tool: Callable[..., Outcome]) -> None:
    outcome = tool("outbox", "status")
    assert outcome.code == 0
    assert f"waiting      1, the oldest since {AT}" in outcome.out
    assert "confirmed    1" in outcome.out
    found = json.loads(tool("outbox", "status", "--json").out)
    assert (found["waiting"], found["confirmed"], found["quarantined"], found["conflicts"]) == (1, 1, 0, 0)
    assert found["disk"]["free_bytes"] > 0


def test_every_message_is_listed(rig: Rig, tool: Callable[..., Outcome]) -> None:
    rig.record.outbox.quarantine("key-2", "no such table", LATER)
    lines = tool("outbox", "list").out.splitlines()
    assert ["key-1" in lines[0], "confirmed" in lines[0]] == [True, True]
    assert lines[1].endswith("no such table")
    first, second = map(json.loads, tool("outbox", "list", "--json").out.splitlines())
    assert (first["key"], first["state"], first["dn"]) == ("key-1", "confirmed", "DN-1")
    assert (second["attempts"], second["problem"]) == (1, "no such table")


@pytest.mark.parametrize("words", [("resend", "--since", "2026-09-01"), ("release", "key-2")])
def test_nothing_is_written_while_the_station_runs(
    rig: Rig, tool: Callable[..., Outcome], words: tuple[str, ...]
) -> None:
    rig.record.outbox.quarantine("key-2", "no such table", LATER)
    outcome = tool("outbox", *words)
    assert outcome.code == 1
    assert "is in use by process" in outcome.sentence
    assert states(rig.record) == {"key-1": "confirmed", "key-2": "quarantined"}


def test_what_was_confirmed_is_sent_again_when_the_station_is_stopped(rig: Rig, tool: Callable[..., Outcome]) -> None:
    rig.record.close()
    assert tool("outbox", "resend", "--since", "2026-09-15").out == "0 messages wait again\n"
    assert tool("outbox", "resend", "--since", "2026-09-14").out == "1 messages wait again\n"
    assert states(rig.open().record) == {"key-1": "waiting", "key-2": "waiting"}
    assert rig.record.journal.spoken_for(LabelCode("L-1"))


def test_a_quarantined_message_is_released(rig: Rig, tool: Callable[..., Outcome]) -> None:
    rig.record.outbox.quarantine("key-2", "no such table", LATER)
    rig.record.close()
    assert tool("outbox", "release", "key-2").code == 0
    again = tool("outbox", "release", "key-2")
    assert (again.code, "is not quarantined" in again.out) == (1, True)
    assert states(rig.open().record)["key-2"] == "waiting"
