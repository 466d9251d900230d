"""The script for the factory's administrator, and a file of the version before."""

import os
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, inspect

from app.domain.audit import Head
from app.domain.conflict import Conflict, ConflictReason
from app.domain.labels import LabelCode
from services.storage.columns import METADATA
from services.storage.ddl import script
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.grants import GRANTS, READER, ROLES, STATION
from services.storage.open_store import open_sqlite
from services.storage.packing_store import SqlPackingStore
from services.storage.people import SqlPeopleDirectory
from services.storage.schema import FACTORY, OURS, create_schema
from services.storage.settlements import SqlSettlements
from services.storage.sqlite import SqliteKind
from tests.contract.test_packing_store import AT, AUDIT, DN, MASTER, MSSQL, record, removing, scanned
from tests.fakes.command import Command
from tests.unit.builders import accepted

MSSQL_SCRIPT = script("mssql")
BATCHES = [batch.strip() for batch in re.split(r"^GO$", MSSQL_SCRIPT, flags=re.MULTILINE)]
BEFORE_SESSIONS = (Path(__file__).parent / "schema_before_sessions.sql").read_text(encoding="utf-8")


def without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()


def created() -> dict[str, dict[str, str]]:
    """Table → column → its definition, as the script creates them."""
    found = {}
    for name, body in re.findall(r"^CREATE TABLE (\w+) \(\n(.*?)^\);$", MSSQL_SCRIPT, flags=re.MULTILINE | re.DOTALL):
        lines = [line.strip().rstrip(",") for line in body.splitlines()]
        columns = [line for line in lines if not line.startswith(("PRIMARY KEY", "UNIQUE"))]
        found[name] = {line.partition(" ")[0]: line for line in columns}
    return found


def test_every_table_of_ours_is_made_with_every_column_and_none_of_the_factorys() -> None:
    assert {name: set(columns) for name, columns in created().items()} == {
        table.name: {column.name for column in table.columns} for table in OURS
    }


def test_nothing_of_the_factorys_is_made_changed_or_dropped() -> None:
    for table in FACTORY:
        assert not re.search(rf"(CREATE|ALTER|DROP) TABLE {table.name}\b", MSSQL_SCRIPT)
        assert not re.search(rf" ON {table.name} ", MSSQL_SCRIPT)
        assert f"--     {table.name}: {', '.join(column.name for column in table.columns)}" in MSSQL_SCRIPT
    assert not re.search(r"\b(DROP|DELETE FROM|TRUNCATE|MERGE|NOCOUNT)\b", MSSQL_SCRIPT)


def test_a_column_that_is_missing_is_added_as_it_would_have_been_made() -> None:
    pattern = r"^IF COL_LENGTH\(N'(\w+)', N'(\w+)'\) IS NULL\n    ALTER TABLE (\w+) ADD (.*);$"
    added = {(table, name): text for table, name, same, text in re.findall(pattern, MSSQL_SCRIPT, flags=re.MULTILINE)}
    wanted = {(table.name, c.name) for table in OURS for c in table.columns if not c.primary_key}
    assert set(added) == wanted
    assert all(created()[table][name] == text for (table, name), text in added.items())


def test_every_index_of_ours_is_made_once_if_it_is_missing() -> None:
    """The two filtered ones are SQLite's alone (schema.py)."""
    wanted = {str(index.name) for table in OURS for index in table.indexes}
    made = re.findall(r"^    CREATE INDEX (\w+) ON ", MSSQL_SCRIPT, flags=re.MULTILINE)
    asked = re.findall(r"IF NOT EXISTS \(SELECT 1 FROM sys\.indexes WHERE .* AND name = N'(\w+)'\)", MSSQL_SCRIPT)
    assert made == asked
    assert sorted(made) == sorted(wanted - {"countersign_session_discrepant", "countersign_session_removing"})


def test_every_batch_does_something_that_may_be_done_again() -> None:
    assert BATCHES[-1] == ""
    for batch in BATCHES[:-1]:
        assert re.match(r"(IF|GRANT|SET) ", without_comments(batch)), batch


def test_long_texts_are_not_of_a_type_that_is_going_away() -> None:
    assert "NVARCHAR(max)" in MSSQL_SCRIPT
    assert "NTEXT" not in MSSQL_SCRIPT


def test_what_is_granted_is_there() -> None:
    assert set(GRANTS) == set(ROLES)
    for grants in GRANTS.values():
        for grant in grants:
            columns = set(re.findall(r"\w+", " ".join(re.findall(r"\((.*?)\)", " ".join(grant.rights)))))
            assert columns <= {column.name for column in METADATA.tables[grant.table].columns}


def test_only_who_books_writes_the_factorys_tables_and_nobody_changes_what_is_written_once() -> None:
    for role, grants in GRANTS.items():
        for grant in grants:
            assert role != READER or grant.rights == ("SELECT",)
            if grant.table in {
                "countersign_audit",
                "countersign_commit",
                "countersign_decision",
                "countersign_session",
            }:
                assert {right.split()[0] for right in grant.rights} <= {"SELECT", "INSERT"}
            assert "ALL" not in grant.rights
            assert "UPDATE" not in grant.rights


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, tmp_path)


@pytest.fixture
def store(tmp_path: Path):
    opened = open_sqlite(tmp_path / "packing.sqlite", 0.5)
    opened.add_labels(MASTER)
    yield opened
    opened.close()


def work(store: SqlPackingStore) -> None:
    """Everything that a station asks of the factory's database."""
    store.commit(record("L-1", "L-2"))
    wanted = replace(removing(scanned("L-2"), "L-3", known=("L-1",)), audit=AUDIT)
    store.commit(replace(wanted, session=replace(wanted.session, decisions=(accepted(),))))
    store.report_conflict(Conflict(record("L-1", key="key-9"), ConflictReason.LABELS_TAKEN, AT))
    store.holders([LabelCode("L-1")])
    store.labels_after("", 10)
    store.packed_note(DN)
    store.find_label(LabelCode("L-1"))
    store.ping()
    synchronise(store)


def synchronise(store: SqlPackingStore) -> None:
    """What the sync asks of it; all in one transaction after another, so the store's own connection will do."""
    kind = SqliteKind("")
    people, audit = SqlPeopleDirectory(store.engine, kind), SqlFactoryAudit(store.engine, kind)
    assert people.accounts() == []
    audit.note_key("station-1", "public", AT)
    audit.note_head("station-1", Head(1, "0" * 64), AT)
    assert audit.head() is not None
    assert SqlSettlements(store.engine, kind).settled(["key-9"]) == {}


def needed(statement: str) -> set[tuple[str, str]]:
    """(right, table) for each that a statement needs."""
    rights = {("SELECT", table) for table in re.findall(r"(?:FROM|JOIN) (\w+)", statement)}
    if found := re.match(r"INSERT INTO (\w+)", statement):
        rights.add(("INSERT", found[1]))
    if found := re.match(r"DELETE FROM (\w+)", statement):
        rights |= {("DELETE", found[1]), ("SELECT", found[1])}
    if found := re.match(r"UPDATE (\w+) SET (.*?)(?: FROM| WHERE|$)", statement, flags=re.DOTALL):
        columns = re.findall(r"(\w+)=", found[2])
        rights |= {(f"UPDATE {column}", found[1]) for column in columns} | {("SELECT", found[1])}
    return {(right, table) for right, table in rights if table in METADATA.tables}


def given_to_the_station() -> set[tuple[str, str]]:
    found = set()
    for grant in GRANTS[STATION]:
        for right in grant.rights:
            verb, _, columns = right.partition(" ")
            found |= {(f"{verb} {name}".strip(), grant.table) for name in re.findall(r"\w+", columns) or [""]}
    return found


def test_the_station_may_do_what_it_does_and_nothing_that_it_does_not(store: SqlPackingStore) -> None:
    sent: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement))
    work(store)
    used = set().union(*map(needed, sent))
    given = given_to_the_station()
    assert used <= given
    readable = {(right, table) for right, table in given if right == "SELECT"}
    assert given - used <= readable


def made_by(tmp_path: Path, name: str) -> set[str]:
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {re.sub(r"\s+", "", text) for (text,) in made}


def test_the_script_for_sqlite_makes_what_a_station_makes_and_may_run_twice(tmp_path: Path) -> None:
    create_schema(create_engine(f"sqlite:///{tmp_path / 'made.sqlite'}"))
    with closing(sqlite3.connect(tmp_path / "scripted.sqlite")) as connection:
        connection.executescript(script("sqlite"))
        connection.executescript(script("sqlite"))
    assert made_by(tmp_path, "scripted.sqlite") == made_by(tmp_path, "made.sqlite")


def test_a_file_of_the_version_before_becomes_a_new_one_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "packing.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE_SESSIONS)
        connection.execute("INSERT INTO labels VALUES ('OLD', 'Z-A', '5', 'active', '', NULL)")
        connection.commit()
    open_sqlite(path, 0.5).close()
    store = open_sqlite(path, 0.5)
    store.add_labels(MASTER)
    work(store)
    assert store.find_label(LabelCode("OLD")) is not None
    store.close()
    create_schema(create_engine(f"sqlite:///{tmp_path / 'new.sqlite'}"))
    assert made_by(tmp_path, "packing.sqlite") == made_by(tmp_path, "new.sqlite")


def test_columns_and_indices_that_are_missing_are_added(tmp_path: Path) -> None:
    path = tmp_path / "packing.sqlite"
    open_sqlite(path, 0.5).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP INDEX countersign_conflict_open")
        connection.execute("ALTER TABLE countersign_conflict DROP COLUMN settlement")
    store = open_sqlite(path, 0.5)
    found = inspect(store.engine)
    assert "settlement" in {column["name"] for column in found.get_columns("countersign_conflict")}
    wanted = {index.name for index in METADATA.tables["countersign_conflict"].indexes}
    assert "countersign_conflict_open" in wanted
    assert {index["name"] for index in found.get_indexes("countersign_conflict")} == wanted
    store.close()


@pytest.mark.parametrize("dialect", ["mssql", "sqlite"])
def test_the_command_prints_the_script(command: Command, dialect: str) -> None:
    outcome = command("db", "ddl", "--dialect", dialect)
    assert (outcome.code, outcome.out) == (0, script(dialect) + "\n")


@pytest.mark.skipif(not os.environ.get(MSSQL), reason=f"{MSSQL} names no SQL Server")
def test_sql_server_takes_the_script_twice() -> None:
    engine = create_engine(os.environ[MSSQL], isolation_level="AUTOCOMMIT")
    METADATA.drop_all(engine)
    METADATA.create_all(engine, tables=FACTORY)
    with engine.connect() as connection:
        for batch in 2 * BATCHES[:-1]:
            connection.exec_driver_sql(batch)
    assert {table.name for table in METADATA.sorted_tables} <= set(inspect(engine).get_table_names())
    METADATA.drop_all(engine)
    engine.dispose()
