"""The station's file itself: versions, damage, the second process, what the disk holds, and what the rules forbid."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ErrorCode, OperationalError
from app.domain.journal import CoverAccepted, LabelCounted, Opened
from app.domain.labels import LabelCode
from app.domain.packing_session import PackingRecord, PackingSession
from app.ports.station_record import DiskState
from app.settings import RecordSettings
from services.record import pictures
from services.record.migrations import APPLICATION_ID, MIGRATIONS
from services.record.record import SqlStationRecord, open_record
from services.record.schema import METADATA
from services.record.station_file import RECORD_NAME, StationFile, open_station_file, read_station_file
from tests.contract.test_station_record import (
    AT,
    MB,
    PAPER,
    Rig,
    TestClock,
    confirmed,
    cover,
    dn,
    frame,
    label,
    session,
    submitted,
    with_pictures,
)
from tests.unit.builders import D26L, accepted, label_record

BROKEN = (*MIGRATIONS, ("CREATE TABLE later (id INTEGER)", "CREATE TABLE later (id INTEGER)"))
NEXT = (*MIGRATIONS, ("CREATE TABLE later (id INTEGER)", "ALTER TABLE session ADD COLUMN shift TEXT DEFAULT 'A'"))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    opened = Rig("sqlite", tmp_path).open()
    yield opened
    opened.record.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / RECORD_NAME


def sql(rig: Rig) -> SqlStationRecord:
    assert rig.sql is not None
    return rig.sql


def scalar(path: Path, statement: str) -> object:
    with sqlite3.connect(path) as connection:
        found = connection.execute(statement).fetchone()[0]
    connection.close()
    return found


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def refusal(path: Path) -> OperationalError:
    with pytest.raises(OperationalError) as caught:
        open_station_file(path, 0.5)
    return caught.value


# Versions and damage


def test_a_new_file_says_what_it_is(path: Path) -> None:
    open_station_file(path, 0.5).close()
    assert scalar(path, "PRAGMA application_id") == APPLICATION_ID
    assert scalar(path, "PRAGMA user_version") == len(MIGRATIONS)


def test_commits_are_durable(path: Path) -> None:
    file = open_station_file(path, 0.5)
    with file.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() in {"wal", "truncate"}
    file.close()


def test_the_tables_are_those_that_the_program_names(path: Path) -> None:
    file = open_station_file(path, 0.5)
    found = inspect(file.engine)
    for table in METADATA.sorted_tables:
        columns = {each["name"]: (str(each["type"]), each["nullable"]) for each in found.get_columns(table.name)}
        assert columns == {each.name: (str(each.type), each.nullable) for each in table.columns}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [each.name for each in table.primary_key]
    assert set(found.get_table_names()) - {"sqlite_sequence"} == set(METADATA.tables)
    file.close()


def test_an_older_file_is_brought_forward_with_what_it_holds(path: Path) -> None:
    open_station_file(path, 0.5).close()
    change(path, "INSERT INTO session VALUES ('s-1', 'KSS1', 'left', '')")
    file = open_station_file(path, 0.5, NEXT)
    with file.reading() as connection:
        assert connection.execute(text("SELECT session_id, shift FROM session")).all() == [("s-1", "A")]
    file.close()
    assert scalar(path, "PRAGMA user_version") == len(NEXT)


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    open_station_file(path, 0.5).close()
    before = path.read_bytes()
    with pytest.raises(Exception, match="already exists"):
        open_station_file(path, 0.5, BROKEN)
    assert path.read_bytes() == before
    open_station_file(path, 0.5).close()


def test_a_newer_file_is_refused_and_left_as_it_is(path: Path) -> None:
    open_station_file(path, 0.5, NEXT).close()
    before = path.read_bytes()
    error = refusal(path)
    assert error.code is ErrorCode.RECORD_NEWER
    assert (error.details["found"], error.details["known"]) == (len(NEXT), len(MIGRATIONS))
    assert path.read_bytes() == before


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 400)


def another_programs(path: Path) -> None:
    change(path, "CREATE TABLE songs (id INTEGER)")


def another_kind(path: Path) -> None:
    change(path, "PRAGMA application_id = 7")


def torn(path: Path) -> None:
    open_station_file(path, 0.5).close()
    data = bytearray(path.read_bytes())
    data[100:1000] = b"\xff" * 900
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (garbage, "not an SQLite database"),
        (another_programs, "not a station record"),
        (another_kind, "not a station record"),
        (torn, "damaged"),
    ],
)
def test_what_is_no_record_is_refused_with_its_reason(path: Path, spoil: Callable[[Path], None], words: str) -> None:
    spoil(path)
    error = refusal(path)
    assert error.code is ErrorCode.RECORD_DAMAGED
    assert words in str(error.details["problem"])
    assert error.details["path"] == str(path)


@pytest.mark.parametrize("payload", ["{", "[]", '{"label": 7}', '{"verdict": "perhaps"}'])
@pytest.mark.parametrize("deed", ["label_counted", "opened", "cover_accepted", "danced"])
def test_an_entry_that_cannot_be_read_is_damage(rig: Rig, deed: str, payload: str) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.close()
    change(
        rig.folder / RECORD_NAME,
        f"INSERT INTO entry (session_id, seq, at, deed, payload) VALUES ('s-1', 2, '{AT}', '{deed}', '{payload}')",
    )
    with pytest.raises(OperationalError) as caught:
        rig.open().record.journal.open_session()
    assert caught.value.code is ErrorCode.RECORD_DAMAGED
    assert "s-1" in str(caught.value.details["problem"])


def test_a_message_that_cannot_be_read_is_damage(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1")
    rig.record.close()
    change(rig.folder / RECORD_NAME, "UPDATE outbox SET record = '{}'")
    with pytest.raises(OperationalError) as caught:
        rig.open().record.outbox.due()[0]
    assert caught.value.code is ErrorCode.RECORD_DAMAGED


def test_a_copy_of_the_plants_data_that_cannot_be_read_was_never_seen(rig: Rig) -> None:
    rig.record.cache.keep_note(PAPER, AT)
    rig.record.close()
    change(rig.folder / RECORD_NAME, "UPDATE cached_note SET note = '{}'")
    assert rig.open().record.cache.note(PAPER.number) is None


def test_a_copy_that_brings_nothing_new_writes_nothing(rig: Rig) -> None:
    labels = [label_record(f"L-{number}", D26L) for number in range(100)]
    watching = sqlite3.connect(rig.folder / RECORD_NAME)

    def version() -> int:
        """Another one whenever somebody else has written."""
        return int(watching.execute("PRAGMA data_version").fetchone()[0])

    rig.record.cache.keep_labels(labels)
    before = version()
    rig.record.cache.keep_labels(labels)
    assert version() == before
    rig.record.cache.keep_labels([*labels[:-1], replace(labels[-1], used=True)])
    assert version() != before
    watching.close()
    assert rig.reopened().cache.label(labels[-1].code) == replace(labels[-1], used=True)


# One process


def test_the_second_to_open_the_file_is_refused(rig: Rig) -> None:
    error = refusal(rig.folder / RECORD_NAME)
    assert error.code is ErrorCode.RECORD_IN_USE
    assert error.details["owner"] == f"process {os.getpid()}"
    rig.record.close()
    open_station_file(rig.folder / RECORD_NAME, 0.5).close()
    rig.open()


def test_a_file_that_could_not_be_opened_is_not_held(path: Path) -> None:
    garbage(path)
    refusal(path)
    path.unlink()
    open_station_file(path, 0.5).close()


def test_a_tool_reads_while_the_station_runs_and_cannot_write(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1")
    file = read_station_file(rig.folder / RECORD_NAME, 0.5)
    with file.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 1
    with pytest.raises(OperationalError, match="read-only"), file.writing() as connection:
        connection.execute(text("DELETE FROM outbox"))
    file.close()
    submitted(rig.record, "2", "L-2")


def test_a_tool_makes_no_file(path: Path) -> None:
    with pytest.raises(OperationalError) as caught:
        read_station_file(path, 0.5)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert not path.exists()


def test_a_tool_does_not_read_an_older_version(path: Path) -> None:
    open_station_file(path, 0.5, ()).close()
    change(path, f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(OperationalError) as caught:
        read_station_file(path, 0.5)
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH


# What the file forbids


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET at = ''",
        "DELETE FROM entry",
        "INSERT INTO entry (session_id, seq, at, deed, payload) VALUES ('s-1', 1, '', 'left', '{}')",
        "REPLACE INTO entry (session_id, seq, at, deed, payload) VALUES ('s-1', 1, '', 'left', '{}')",
        "INSERT INTO entry (session_id, seq, at, deed, payload) VALUES ('s-1', 4, '', 'left', '{}')",
        "INSERT INTO entry (session_id, seq, at, deed, payload) VALUES ('s-9', 1, '', 'left', '{}')",
        "INSERT INTO session VALUES ('s-2', 'KSS1', 'open', '')",
        "DELETE FROM session",
    ],
)
def test_entries_are_only_ever_added_one_after_the_other(rig: Rig, statement: str) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, LabelCounted(label("L-1")))
    with pytest.raises(IntegrityError), sql(rig)._file.writing() as connection:
        connection.execute(text(statement))
    assert rig.reopened().journal.open_session() == session("s-1", PAPER, label("L-1"))


def plans(rig: Rig, call: Callable[[], object]) -> list[str]:
    """SQLite's own plan of every statement that ``call`` sends."""
    sent: list[tuple[str, object]] = []
    engine = sql(rig)._file.engine

    def note_it(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note_it)
    call()
    event.remove(engine, "before_cursor_execute", note_it)
    connection = sqlite3.connect(rig.folder / RECORD_NAME)
    found = [
        row[3]
        for statement, parameters in sent
        if statement.startswith("SELECT")
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
    ]
    connection.close()
    assert found
    return found


def test_the_questions_of_every_scan_are_answered_by_an_index(rig: Rig) -> None:
    submitted(rig.record, "1", "L-1")
    journal, outbox = rig.record.journal, rig.record.outbox
    asked: list[Callable[[], object]] = [
        lambda: journal.spoken_for(LabelCode("L-1")),
        lambda: journal.unconfirmed(PAPER.number),
        lambda: rig.record.cache.label(LabelCode("L-1")),
        journal.open_session,
        outbox.due,
    ]
    for call in asked:
        assert [line for line in plans(rig, call) if line.startswith("SCAN")] == []


def test_reading_what_is_due_does_not_read_the_messages(rig: Rig) -> None:
    for number in range(3):
        submitted(rig.record, f"{number}", f"L-{number}", paper=dn(f"D{number}"))
    change_all = "UPDATE outbox SET record = 'unreadable' WHERE seq > 1"
    with sql(rig)._file.writing() as connection:
        connection.execute(text(change_all))
    due = rig.record.outbox.due()
    assert (len(due), due[0].record.idempotency_key) == (3, "key-0")


def test_an_append_that_fails_half_way_leaves_nothing_and_the_next_one_fits(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    engine = sql(rig)._file.engine

    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO written"):
            raise RuntimeError("power cut")

    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(RuntimeError, match="power cut"):
        rig.record.journal.append("s-1", AT, LabelCounted(label("L-1")))
    event.remove(engine, "before_cursor_execute", cut)
    rig.record.journal.append("s-1", AT, LabelCounted(label("L-2")))
    assert rig.reopened().journal.open_session() == session("s-1", PAPER, label("L-2"))


@pytest.mark.parametrize("table", ["entry", "outbox", "pending_label", "written"])
def test_a_submission_is_written_whole_or_not_at_all(rig: Rig, table: str) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, LabelCounted(label("L-1")))
    before = contents(sql(rig)._file)

    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            raise RuntimeError("power cut")

    engine = sql(rig)._file.engine
    event.listen(engine, "before_cursor_execute", cut)
    rest = rig.record.journal.open_session()
    assert rest is not None
    with pytest.raises(RuntimeError, match="power cut"):
        rig.record.journal.submit(packing(rest), AT)
    event.remove(engine, "before_cursor_execute", cut)
    assert contents(sql(rig)._file) == before


def packing(rest: PackingSession) -> PackingRecord:
    return PackingRecord("key-1", "PKG-1", rest, AT, "station-1")


def contents(file: StationFile) -> dict[str, list[object]]:
    with file.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())] for table in METADATA.sorted_tables
        }


# Pictures and the disk


def test_what_a_crash_left_without_an_entry_is_swept_at_the_next_opening(rig: Rig) -> None:
    kept, acceptance = cover(rig.record)
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, acceptance)
    rig.record.pictures.keep(frame())
    half = rig.folder / "pictures" / "ab" / "abcdef.part"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    rig.reopened()
    assert set(rig.pictures) == {kept.picture_id}
    assert not half.exists()


def test_a_picture_younger_than_the_opening_is_not_swept(rig: Rig) -> None:
    kept = rig.record.pictures.keep(frame())
    changed = sql(rig).pictures.path(kept.picture_id).stat().st_mtime
    assert sql(rig).pictures.sweep(sql(rig)._file, changed) == 0
    assert sql(rig).pictures.sweep(sql(rig)._file, changed + 1) == 1


def test_the_sweep_ends_when_its_time_is_up(rig: Rig) -> None:
    rig.record.pictures.keep(frame())
    assert sql(rig).pictures.sweep(sql(rig)._file, 2e10, at_most_s=-1.0) == 0
    assert len(rig.pictures) == 1


def test_a_picture_thinned_out_just_before_a_crash_is_swept(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    with_pictures(rig.record, "1")
    confirmed(rig.record, "1")
    rig.disk_bytes = 0
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "_unlink", lambda _path: 10**12)
        rig.record.disk.thin_pictures()
    assert len(rig.pictures) == 2
    rig.reopened()
    assert len(rig.pictures) == 1


def test_a_picture_is_on_the_disk_under_its_name_before_it_is_spoken_of(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def synced(handle: int) -> None:
        acts.append("sync folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "sync file")
        fsync(handle)

    def renamed(self: Path, target: Path) -> Path:
        acts.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    rig.record.pictures.keep(frame())
    assert acts[-3:] == ["sync file", "name", "sync folder"]
    assert acts[0] == "sync folder"  # of the new sub-folder


def test_a_picture_that_cannot_be_written_is_told(rig: Rig) -> None:
    (rig.folder / "pictures").write_text("not a folder")
    with pytest.raises(OperationalError) as caught:
        rig.record.pictures.keep(frame())
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE


def test_a_picture_lost_from_the_disk_does_not_stop_the_record(rig: Rig) -> None:
    kept, acceptance = cover(rig.record)
    sql(rig).pictures.path(kept.picture_id).unlink()
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, acceptance)


def test_the_disk_is_looked_at_every_two_seconds_at_most(rig: Rig) -> None:
    rig.disk_bytes = 5000 * MB
    assert rig.record.disk.room().state is DiskState.ROOMY
    rig.disk_bytes = 100 * MB
    rig.clock.seconds = 1.9
    assert rig.record.disk.room().state is DiskState.ROOMY
    rig.clock.seconds = 2.0
    assert rig.record.disk.room().state is DiskState.FULL


def test_the_room_lasts_as_long_as_yesterdays_writing_says(rig: Rig) -> None:
    rig.disk_bytes = 10_000 * MB

    def lasts() -> float | None:
        rig.clock.seconds += 2
        return rig.record.disk.room().lasts_days

    with_pictures(rig.record, "1")
    first = lasts()
    payload = scalar(rig.folder / RECORD_NAME, "SELECT (SELECT sum(length(payload)) FROM entry)")
    message = scalar(rig.folder / RECORD_NAME, "SELECT sum(length(record)) FROM outbox")
    assert isinstance(payload, int)
    assert isinstance(message, int)
    assert first == pytest.approx((rig.disk_bytes - rig.picture_bytes) / (payload + message + rig.picture_bytes))
    rig.clock.now += timedelta(hours=23)
    with_pictures(rig.record, "2")
    both = lasts()
    assert first is not None
    assert both is not None
    assert both == pytest.approx(first / 2, rel=0.01)
    rig.clock.now += timedelta(hours=2)
    assert lasts() == pytest.approx(first, rel=0.01)
    rig.clock.now += timedelta(hours=22)
    assert lasts() is None
    rig.clock.now -= timedelta(days=3)
    assert lasts() is None


def test_a_disk_that_does_not_answer_is_told(tmp_path: Path) -> None:
    def broken(_folder: Path) -> int:
        raise OSError(5, "Input/output error")

    record = open_record(tmp_path, RecordSettings(), TestClock(), 0.5, broken)
    for call in (record.disk.room, record.disk.thin_pictures):
        with pytest.raises(OperationalError, match="Input/output error"):
            call()
    record.close()


def test_the_free_space_is_that_of_the_data_folder(tmp_path: Path) -> None:
    record = open_record(tmp_path, RecordSettings(), TestClock(), 0.5)
    found = os.statvfs(tmp_path)
    assert record.disk.room().free_bytes == pytest.approx(found.f_bavail * found.f_frsize, rel=0.05)
    record.close()


def test_a_refused_cover_is_not_read_back_as_an_accepted_one(rig: Rig) -> None:
    rig.record.journal.append("s-1", AT, Opened(session()))
    rig.record.journal.append("s-1", AT, CoverAccepted(accepted()))
    payload = scalar(rig.folder / RECORD_NAME, "SELECT payload FROM entry WHERE seq = 2")
    assert json.loads(str(payload))["verdict"] == "accepted"
    rig.record.close()
    change(
        rig.folder / RECORD_NAME,
        "INSERT INTO entry (session_id, seq, at, deed, payload)"
        " SELECT session_id, 3, at, 'cover_refused', payload FROM entry WHERE seq = 2",
    )
    with pytest.raises(OperationalError) as caught:
        rig.open().record.journal.open_session()
    assert caught.value.code is ErrorCode.RECORD_DAMAGED
