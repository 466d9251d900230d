"""What every packing store does: the one in memory, the SQLite file, opened at once or at its first use, and SQL Server
where one is offered."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, update

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.ports.packing_store import PackingStore
from services.storage.deferred import DeferredStore
from services.storage.open_store import open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.schema import METADATA, countersign_commit, detail_label_packing, detail_packing, labels, packing
from tests.fakes.packing_store import FakePackingStore

MSSQL = "COUNTERSIGN_TEST_MSSQL"
DN = DnNumber("KSS007317A")
D26L = PartNumber("Z-CV01-D26LXXX-C03N-NL-DG00")
D31R = PartNumber("Z-CV01-D31RXXX-C03N-NL-DQ00")
AT = "2026-09-14T07:30:15.250+00:00"
MASTER = [
    *(LabelRecord(LabelCode(f"L-{n}"), D26L, 20, active=True, used=False, supplier="Sinar") for n in range(1, 5)),
    LabelRecord(LabelCode("M-1"), D31R, 30, active=True, used=False),
    LabelRecord(LabelCode("OFF"), D26L, 20, active=False, used=False),
    LabelRecord(LabelCode("USED"), D26L, 20, active=True, used=True),
]


def _sql_server() -> SqlPackingStore:
    url = os.environ.get(MSSQL, "")
    if not url:
        pytest.skip(f"{MSSQL} names no SQL Server")
    store = open_store(url, Path(), 5.0)
    METADATA.drop_all(store.engine)
    store.create_schema()
    return store


def _opened(kind: str, folder: Path) -> PackingStore:
    if kind == "memory":
        return FakePackingStore()
    if kind == "deferred":
        return DeferredStore(lambda: _opened("sqlite", folder))
    return _sql_server() if kind == "sql-server" else open_store("", folder / "station" / "packing.sqlite", 0.5)


@pytest.fixture(params=["memory", "sqlite", "deferred", "sql-server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PackingStore]:
    opened = _opened(request.param, tmp_path)
    opened.add_labels(MASTER)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "sql-server"])
def sql_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlPackingStore]:
    opened = _opened(request.param, tmp_path)
    assert isinstance(opened, SqlPackingStore)
    opened.add_labels(MASTER)
    yield opened
    opened.close()


def note(number: DnNumber = DN) -> DeliveryNote:
    lines = (DeliveryLine(D26L, 40, "SUB250432"), DeliveryLine(D31R, 30, "SUB250433"))
    return DeliveryNote(number, lines)


def scanned(*codes: str, recorded: bool = False) -> tuple[ScannedLabel, ...]:
    master = {record.code.text: record for record in MASTER}
    return tuple(ScannedLabel(LabelCode(c), master[c].part_number, master[c].quantity, AT, recorded) for c in codes)


def record(*codes: str, key: str = "key-1", number: DnNumber = DN, known: tuple[str, ...] = ()) -> PackingRecord:
    marks = (*scanned(*known, recorded=True), *scanned(*codes))
    session = PackingSession(f"session-{key}", note(number), marks, frozenset({D26L}))
    return PackingRecord(key, f"PKG-{number}-{key}", session, AT, "station-1", "carton is wet")


def used(store: PackingStore, code: str) -> bool:
    found = store.find_label(LabelCode(code))
    assert found is not None
    return found.used


def rows(store: SqlPackingStore, table) -> list[dict[str, Any]]:
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def everything(store: SqlPackingStore) -> dict[str, list[dict[str, Any]]]:
    return {table.name: rows(store, table) for table in METADATA.sorted_tables}


def test_a_label_is_found_as_it_was_imported(store: PackingStore) -> None:
    for each in MASTER:
        assert store.find_label(each.code) == each
    assert store.find_label(LabelCode("nobody")) is None


def test_importing_a_label_again_leaves_it_as_it_is(store: PackingStore) -> None:
    first = MASTER[0]
    store.add_labels([replace(first, quantity=999), LabelRecord(LabelCode("NEW"), D26L, 5, active=True, used=False)])
    store.add_labels([])
    assert store.find_label(first.code) == first
    assert store.find_label(LabelCode("NEW")) is not None


def test_importing_many_labels_with_one_code_twice_keeps_the_first(store: PackingStore) -> None:
    many = [LabelRecord(LabelCode(f"X-{n}"), D26L, 1 + n, active=True, used=False) for n in range(900)]
    store.add_labels([*many, replace(many[7], quantity=777)])
    assert store.find_label(many[7].code) == many[7]
    assert store.find_label(many[899].code) == many[899]


def test_a_dn_never_packed_is_none(store: PackingStore) -> None:
    assert store.packed_note(DN) is None


def test_commit_packs_the_note_and_uses_the_labels(store: PackingStore) -> None:
    receipt = store.commit(record("L-1", "L-2", "M-1"))
    assert (receipt.packing_code, receipt.repeated) == ("PKG-KSS007317A-key-1", False)
    packed = store.packed_note(DN)
    assert packed is not None
    assert packed.packing_code == receipt.packing_code
    assert datetime.fromisoformat(packed.created_at) == datetime.fromisoformat(AT)
    assert datetime.fromisoformat(packed.created_at).tzinfo == UTC
    assert [(mark.code.text, mark.part_number, mark.quantity, mark.recorded) for mark in packed.labels] == [
        ("L-1", D26L, 20, True),
        ("L-2", D26L, 20, True),
        ("M-1", D31R, 30, True),
    ]
    assert {mark.scanned_at for mark in packed.labels} == {packed.created_at}
    assert [used(store, code) for code in ("L-1", "L-2", "L-3", "M-1")] == [True, True, False, True]


def test_the_same_record_again_is_answered_and_not_written(store: PackingStore) -> None:
    first = store.commit(record("L-1"))
    again = store.commit(record("L-1"))
    assert again == replace(first, repeated=True)
    packed = store.packed_note(DN)
    assert packed is not None
    assert len(packed.labels) == 1


def test_the_same_key_for_another_record_is_a_bug(store: PackingStore) -> None:
    store.commit(record("L-1"))
    with pytest.raises(ValueError, match="key-1"):
        store.commit(record("L-1", "L-2"))
    assert not used(store, "L-2")


def test_a_taken_label_rolls_everything_back_and_is_named(store: PackingStore) -> None:
    store.commit(record("L-1", key="other", number=DnNumber("KSS009999Z")))
    with pytest.raises(OperationalError) as caught:
        store.commit(record("L-2", "L-1", "M-1"))
    assert caught.value.code is ErrorCode.LABEL_TAKEN_MEANWHILE
    assert caught.value.details["labels"] == ["L-1"]
    assert store.packed_note(DN) is None
    assert [used(store, code) for code in ("L-2", "M-1")] == [False, False]
    assert not store.commit(record("L-2", "M-1")).repeated


def test_a_label_gone_from_the_master_is_not_free(store: PackingStore) -> None:
    gone = ScannedLabel(LabelCode("GONE"), D26L, 20, AT)
    good = record("L-1")
    with pytest.raises(OperationalError) as caught:
        store.commit(replace(good, session=replace(good.session, labels=(*good.session.labels, gone))))
    assert caught.value.details["labels"] == ["GONE"]


def test_two_notes_do_not_touch_each_other(store: PackingStore) -> None:
    other = DnNumber("KSS008888B")
    store.commit(record("L-1"))
    store.commit(record("L-2", "M-1", key="key-2", number=other))
    mine, theirs = store.packed_note(DN), store.packed_note(other)
    assert mine is not None
    assert theirs is not None
    assert [mark.code.text for mark in mine.labels] == ["L-1"]
    assert [mark.code.text for mark in theirs.labels] == ["L-2", "M-1"]


def test_a_reopened_note_keeps_its_packing_code_and_gains_labels(store: PackingStore) -> None:
    first = store.commit(record("L-1"))
    second = store.commit(record("L-2", "M-1", key="key-2", known=("L-1",)))
    assert (second.packing_code, second.repeated) == (first.packing_code, False)
    packed = store.packed_note(DN)
    assert packed is not None
    assert [mark.code.text for mark in packed.labels] == ["L-1", "L-2", "M-1"]
    assert store.commit(record("L-1")).repeated


def test_ping_answers(store: PackingStore) -> None:
    store.ping()


def test_the_tables_hold_the_plants_words_and_text_quantities(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1", "L-2", key="key-1"))
    assert rows(sql_store, packing) == [
        {
            "packing_code": "PKG-KSS007317A-key-1",
            "no_dn": "KSS007317A",
            "po": "SUB250432, SUB250433",
            "created_at": datetime(2026, 9, 14, 7, 30, 15, 250000),  # noqa: DTZ001 (the column has no offset)
        }
    ]
    details = {row["part_number_dn"]: row for row in rows(sql_store, detail_packing)}
    words = ("total_qty_dn", "total_qty_label", "status")
    assert tuple(details[D26L.text][word] for word in words) == ("40", "40", "Terpenuhi")
    assert tuple(details[D31R.text][word] for word in words) == ("30", "0", "Belum Terpenuhi")
    assert [(row["label"], row["qty_label"], row["no_dn"]) for row in rows(sql_store, detail_label_packing)] == [
        ("L-1", "20", "KSS007317A"),
        ("L-2", "20", "KSS007317A"),
    ]
    marks = {row["label"]: row["packing"] for row in rows(sql_store, labels)}
    assert (marks["L-1"], marks["L-3"]) == ("Yes", None)
    (entry,) = rows(sql_store, countersign_commit)
    assert (entry["idem_key"], entry["station_id"], entry["discrepancy_reason"]) == (
        "key-1",
        "station-1",
        "carton is wet",
    )


def test_a_second_commit_brings_the_part_rows_up_to_date(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1"))
    sql_store.commit(record("M-1", key="key-2", known=("L-1",)))
    details = {row["part_number_dn"]: row for row in rows(sql_store, detail_packing)}
    assert len(details) == len(rows(sql_store, detail_packing)) == 2
    assert (details[D26L.text]["total_qty_label"], details[D31R.text]["total_qty_label"]) == ("20", "30")
    assert details[D31R.text]["status"] == "Terpenuhi"


def test_sums_count_labels_another_station_recorded_meanwhile(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1"))
    sql_store.commit(record("L-2", key="key-2"))
    details = {row["part_number_dn"]: row["total_qty_label"] for row in rows(sql_store, detail_packing)}
    assert details[D26L.text] == "40"


def test_a_label_row_left_by_a_removal_is_not_written_twice(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1"))
    with sql_store.engine.begin() as connection:
        connection.execute(update(labels).values(packing=None))
    sql_store.commit(record("L-1", key="key-2"))
    assert len(rows(sql_store, detail_label_packing)) == 1


def test_the_statements_of_a_commit_do_not_grow_with_its_labels(sql_store: SqlPackingStore) -> None:
    many = [LabelRecord(LabelCode(f"X-{n}"), D26L, 1, active=True, used=False) for n in range(500)]
    sql_store.add_labels(many)
    sent: list[str] = []

    @event.listens_for(sql_store.engine, "before_cursor_execute")
    def _count(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    marks = tuple(ScannedLabel(each.code, D26L, 1, AT) for each in many)
    big = record()
    sql_store.commit(replace(big, session=replace(big.session, labels=marks)))
    assert len(sent) <= 15
    packed = sql_store.packed_note(DN)
    assert packed is not None
    assert len(packed.labels) == 500


def _outcome(store: SqlPackingStore, wanted: PackingRecord) -> str:
    try:
        store.commit(wanted)
    except OperationalError as error:
        return f"{error.code}"
    return "committed"


@pytest.mark.parametrize("number", [DN, DnNumber("KSS008888B")])
def test_of_two_stations_with_the_same_label_exactly_one_wins(sql_store: SqlPackingStore, number: DnNumber) -> None:
    url = sql_store.engine.url.render_as_string(hide_password=False)
    records = [record("L-1", "L-2"), record("L-2", "L-3", key="key-2", number=number)]
    stations = [open_store(url, Path(), 10.0) for _ in records]
    with ThreadPoolExecutor(len(stations)) as threads:
        outcomes = list(threads.map(_outcome, stations, records))
    assert sorted(outcomes) == ["committed", ErrorCode.LABEL_TAKEN_MEANWHILE]
    loser = "L-1" if outcomes[0] != "committed" else "L-3"
    assert not used(sql_store, loser)
    assert len(rows(sql_store, countersign_commit)) == 1
    for station in stations:
        station.close()


def test_two_stations_with_disjoint_labels_of_one_note_both_succeed(sql_store: SqlPackingStore) -> None:
    url = sql_store.engine.url.render_as_string(hide_password=False)
    records = [record("L-1"), record("L-2", "M-1", key="key-2")]
    stations = [open_store(url, Path(), 10.0) for _ in records]
    with ThreadPoolExecutor(len(stations)) as threads:
        assert list(threads.map(_outcome, stations, records)) == ["committed", "committed"]
    details = {row["part_number_dn"]: row["total_qty_label"] for row in rows(sql_store, detail_packing)}
    assert details == {D26L.text: "40", D31R.text: "30"}
    for station in stations:
        station.close()


@pytest.mark.parametrize("table", ["packing", "detail_packing", "detail_label_packing", "countersign_commit"])
def test_a_crash_before_any_insert_leaves_nothing(sql_store: SqlPackingStore, table: str) -> None:
    before = everything(sql_store)

    def _crash(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            raise RuntimeError("power cut")

    event.listen(sql_store.engine, "before_cursor_execute", _crash)
    with pytest.raises(RuntimeError, match="power cut"):
        sql_store.commit(record("L-1", "M-1"))
    event.remove(sql_store.engine, "before_cursor_execute", _crash)
    assert everything(sql_store) == before
    assert not sql_store.commit(record("L-1", "M-1")).repeated


@pytest.mark.parametrize(("column", "bad"), [("qty", "forty"), ("qty", ""), ("qty", "-3"), ("qty", "NaN")])
def test_a_quantity_that_is_no_number_is_told_by_its_label(sql_store: SqlPackingStore, column: str, bad: str) -> None:
    with sql_store.engine.begin() as connection:
        connection.execute(update(labels).where(labels.c.label == "L-1").values({column: bad}))
    with pytest.raises(OperationalError) as caught:
        sql_store.find_label(LabelCode("L-1"))
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    assert "L-1" in str(caught.value.details["problem"])
