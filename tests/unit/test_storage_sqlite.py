"""The SQLite side: durability, and every way the file can refuse."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from app.messages import error_sentence
from services.storage.open_store import open_sqlite, open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.sqlite import journal_mode
from tests.contract.test_packing_store import DN, MASTER, record

WAIT_S = 0.05
MODE = journal_mode(sqlite3.sqlite_version_info[:3])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "packing.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[SqlPackingStore]:
    opened = open_sqlite(path, WAIT_S)
    opened.add_labels(MASTER)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("library", "mode"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
    ],
)
def test_wal_only_on_a_library_with_the_fix(library: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(library) == mode


def test_the_connection_is_durable(store: SqlPackingStore) -> None:
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == MODE
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == WAIT_S * 1000


def test_any_sqlite_tool_reads_the_file(store: SqlPackingStore, path: Path) -> None:
    store.commit(record("L-1"))
    other = sqlite3.connect(path)
    assert other.execute("SELECT label, typeof(qty_label), qty_label FROM detail_label_packing").fetchall() == [
        ("L-1", "text", "20")
    ]
    assert other.execute("SELECT packing FROM labels WHERE label = 'L-2'").fetchone() == (None,)
    other.close()


def test_what_was_committed_is_there_after_opening_again(store: SqlPackingStore, path: Path) -> None:
    store.commit(record("L-1"))
    again = open_store(f"sqlite:///{path}", Path("unused"), WAIT_S)
    packed = again.packed_note(DN)
    assert packed is not None
    assert again.commit(record("L-1")).repeated
    again.close()


def test_a_file_of_the_program_before_gets_the_columns_it_lacks(store: SqlPackingStore, path: Path) -> None:
    store.commit(record("L-1", key="old"))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE countersign_commit DROP COLUMN agreement")
    again = open_sqlite(path, WAIT_S)
    again.commit(record("L-2", key="new"))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT agreement FROM countersign_commit").fetchall() == [("three_way",)] * 2
    again.close()


def test_a_locked_database_is_told_and_nothing_is_written(store: SqlPackingStore, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OperationalError) as caught:
        store.commit(record("L-1"))
    assert caught.value.code is ErrorCode.DATABASE_LOCKED
    assert str(error_sentence(caught.value)).startswith(f"The database {path} is locked by another program.")
    with pytest.raises(OperationalError) as opening:
        open_sqlite(path, WAIT_S)
    assert opening.value.code is ErrorCode.DATABASE_LOCKED
    other.execute("ROLLBACK")
    other.close()
    assert not store.commit(record("L-1")).repeated


@pytest.mark.skipif(MODE != "truncate", reason="in WAL mode a reader stops nobody")
def test_a_reader_that_stops_the_commit_itself_leaves_nothing_written(store: SqlPackingStore, path: Path) -> None:
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM labels").fetchall()
    with pytest.raises(OperationalError) as caught:
        store.commit(record("L-1"))
    assert caught.value.code is ErrorCode.DATABASE_LOCKED
    assert store.packed_note(DN) is None
    reader.execute("ROLLBACK")
    reader.close()
    assert not store.commit(record("L-1")).repeated


def test_a_database_that_turns_read_only_is_told(store: SqlPackingStore, path: Path) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(OperationalError) as caught:
        store.commit(record("L-1"))
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE
    assert caught.value.details == {"path": str(path), "problem": "it is read-only"}
    assert store.find_label(LabelCode("L-1")) == MASTER[0]


def test_a_full_disk_is_told_and_nothing_is_written(store: SqlPackingStore) -> None:
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    big = [MASTER[0].__class__(LabelCode(f"B-{n}"), MASTER[0].part_number, 1, True, False, "x") for n in range(2000)]
    with pytest.raises(OperationalError) as caught:
        store.add_labels(big)
    assert caught.value.details["problem"] == "the disk is full"
    assert store.find_label(LabelCode("B-0")) is None


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationalError) as caught:
        open_store("", tmp_path / "file" / "data" / "packing.sqlite", WAIT_S)
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE
    assert "folder cannot be made" in str(error_sentence(caught.value))


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(OperationalError) as caught:
        open_sqlite(path, WAIT_S)
    assert caught.value.details["problem"] == "the file cannot be opened"


def test_a_file_of_another_kind_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"PK\x03\x04 this is a spreadsheet " * 200)
    with pytest.raises(OperationalError) as caught:
        open_sqlite(path, WAIT_S)
    assert caught.value.details["problem"] == "the file is not an SQLite database"


def test_a_statement_no_table_answers_is_a_bug(store: SqlPackingStore) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE countersign_commit")
    with pytest.raises(Exception, match="no such table") as caught:
        store.commit(record("L-1"))
    assert not isinstance(caught.value, OperationalError)


KILLED_MIDWAY = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from services.storage.open_store import open_sqlite
from tests.contract.test_packing_store import record
store = open_sqlite(Path(sys.argv[1]), 1.0)
@event.listens_for(store.engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith("INSERT INTO countersign_commit "):
        os._exit(9)
store.commit(record("L-1", "M-1"))
"""


def test_a_process_killed_in_mid_transaction_leaves_nothing(store: SqlPackingStore, path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_MIDWAY, str(path)], cwd=Path(__file__).parents[2], check=False, timeout=60
    )
    assert ended.returncode == 9
    assert store.packed_note(DN) is None
    assert not store.commit(record("L-1", "M-1")).repeated


@pytest.mark.parametrize("url", ["postgresql://host/db", "not a url", "sqlite://", "nosuch://x"])
def test_a_url_nobody_knows_is_a_wrong_setting(url: str, tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as caught:
        open_store(url, tmp_path / "x.sqlite", WAIT_S)
    assert caught.value.code is ErrorCode.SETTING_INVALID
    assert caught.value.details["key"] == "database.url"
