"""The database behind a link: what a cut leaves, and what the slow link costs."""

import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode
from services.storage.columns import METADATA
from services.storage.packing_store import SqlPackingStore
from services.storage.remote import driver
from services.storage.remote.open_remote import open_remote
from services.storage.remote.proxy import Cut, Link
from services.storage.remote.server import DatabaseServer
from services.storage.remote.wire import receive, send
from tests.contract.test_packing_store import DN, MASTER, record, removing, scanned, used
from tests.unit.builders import accepted

UNTIMED = {"committed_at", "first_commit_at", "last_commit_at"}


@dataclass(frozen=True)
class Plant:
    server: DatabaseServer
    link: Link
    store: SqlPackingStore


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    server = DatabaseServer(tmp_path / "factory.sqlite", durable=False)
    link = Link(server.address)
    store = open_remote(link.address)
    store.create_schema()
    store.add_labels(MASTER)
    yield Plant(server, link, store)
    store.close()
    link.close()
    server.close()


def content(server: DatabaseServer) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, without the times of the commits, read past the link."""
    store = open_remote(server.address)
    with store.engine.connect() as connection:
        found = {
            table.name: [
                {name: value for name, value in row.items() if name not in UNTIMED}
                for row in connection.execute(select(table)).mappings()
            ]
            for table in METADATA.sorted_tables
        }
    store.close()
    return found


def wanted_record():
    wanted = removing(scanned("L-4"), "L-1", "M-1")
    return replace(wanted, session=replace(wanted.session, decisions=(accepted(),)))


def attempt(store: SqlPackingStore, wanted) -> str:
    try:
        return "repeated" if store.commit(wanted).repeated else "committed"
    except OperationalError as error:
        return error.code


def test_the_store_works_over_the_link(plant: Plant) -> None:
    receipt = plant.store.commit(record("L-1", "M-1"))
    packed = plant.store.packed_note(DN)
    assert packed is not None
    assert packed.packing_code == receipt.packing_code
    assert [mark.code.text for mark in packed.labels] == ["L-1", "M-1"]
    (holder,) = plant.store.holders([LabelCode("L-1")])
    assert holder.session_id == "session-key-1"
    with pytest.raises(OperationalError) as caught:
        plant.store.commit(record("L-1", key="key-2"))
    assert caught.value.code is ErrorCode.LABEL_TAKEN_MEANWHILE


@pytest.mark.parametrize("when", list(Cut))
def test_the_link_cut_at_any_request_loses_and_doubles_nothing(plant: Plant, when: Cut, tmp_path: Path) -> None:
    """Each request of a commit is cut once; the same record again then ends like a commit that was never cut."""
    plant.store.commit(record("L-4", key="key-0"))
    before = (tmp_path / "factory.sqlite").read_bytes()
    assert attempt(plant.store, wanted_record()) == "committed"
    uncut = content(plant.server)
    outcomes: list[tuple[str, str]] = []
    while plant.link.cuts == len(outcomes):
        plant.store.close()
        (tmp_path / "factory.sqlite").write_bytes(before)
        plant.store.ping()
        plant.link.cut_at(len(outcomes) + 1, when)
        first = attempt(plant.store, wanted_record())
        plant.link.spare()
        outcomes.append((first, attempt(plant.store, wanted_record())))
        assert content(plant.server) == uncut
    *cut, never = outcomes
    assert never == ("committed", "repeated")
    assert len(cut) > 15
    unknown = ErrorCode.DATABASE_UNREACHABLE
    assert cut[0] == ("committed", "repeated")  # asking whether the connection is alive: it is made anew
    assert set(cut[1:-1]) == {(unknown, "committed")}
    assert cut[-1] == (unknown, "repeated" if when is Cut.BEFORE_ANSWER else "committed")  # COMMIT itself


def test_a_broken_link_is_an_operational_error_of_the_driver(plant: Plant) -> None:
    with closing(driver.connect(plant.link.address, 5.0)) as connection:
        plant.link.cut_at(2, Cut.BEFORE_REQUEST)
        assert connection.cursor().execute("SELECT 1").fetchall() == [(1,)]
        with pytest.raises(driver.LinkBrokenError) as caught:
            connection.cursor().execute("SELECT 1")
        assert isinstance(caught.value, driver.OperationalError)
        assert plant.link.cuts == 1


def test_nobody_there_is_unreachable() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = taken.getsockname()
    store = open_remote(address, 1.0)
    with pytest.raises(OperationalError) as caught:
        store.ping()
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    store.close()


def test_what_a_broken_connection_had_begun_is_rolled_back(plant: Plant) -> None:
    with closing(driver.connect(plant.server.address, 5.0)) as connection:
        connection.cursor().execute("BEGIN IMMEDIATE")
        connection.cursor().execute("UPDATE labels SET packing = 'Yes'")
    plant.store.add_labels([])  # waits for the lock that the broken connection had
    assert not used(plant.store, "L-1")


def test_a_commit_whose_answer_nobody_awaits_is_done(plant: Plant) -> None:
    with closing(socket.create_connection(plant.server.address)) as link:
        for statement in ("BEGIN IMMEDIATE", "UPDATE labels SET packing = 'Yes'"):
            send(link, {"statement": statement, "parameters": []})
            answer = receive(link)
            assert answer is not None
            assert answer["in_transaction"]
        send(link, {"statement": "COMMIT", "parameters": []})
    plant.store.add_labels([])
    assert used(plant.store, "L-1")


def test_the_database_refuses_over_the_link_as_it_does_here(plant: Plant) -> None:
    with closing(driver.connect(plant.server.address, 5.0)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="no such table") as caught:
            connection.cursor().execute("SELECT * FROM nowhere")
        assert not isinstance(caught.value, driver.LinkBrokenError)
        with pytest.raises(sqlite3.IntegrityError) as refused:
            connection.cursor().execute("INSERT INTO labels SELECT * FROM labels")
        assert refused.value.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY


def test_rows_come_one_by_one_in_pieces_and_at_once(plant: Plant) -> None:
    with closing(driver.connect(plant.server.address, 5.0)) as connection:
        cursor = connection.cursor().execute("VALUES (1, 'a'), (2, NULL), (3, 1.5), (4, 'ü')")
        assert cursor.fetchone() == (1, "a")
        assert cursor.fetchmany(2) == [(2, None), (3, 1.5)]
        assert cursor.fetchall() == [(4, "ü")]
        assert cursor.fetchone() is None


def test_each_round_trip_costs_the_delay_of_both_ways_whatever_its_size(plant: Plant) -> None:
    plant.link.delay_s = 0.01
    with closing(driver.connect(plant.link.address, 10.0)) as connection:
        began = time.perf_counter()
        for _ in range(5):
            connection.cursor().execute("SELECT length(?)", ["x" * 1_000_000])
        assert time.perf_counter() - began >= 5 * 0.02


def test_closing_the_server_ends_its_threads(tmp_path: Path) -> None:
    threads = threading.active_count()
    server = DatabaseServer(tmp_path / "x.sqlite")
    link = Link(server.address)
    with closing(driver.connect(link.address, 5.0)) as connection:
        connection.cursor().execute("SELECT 1")
        link.close()
        server.close()
    assert threading.active_count() == threads
