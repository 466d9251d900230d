"""What every packing store does: the one in memory, the SQLite file, opened at once or at its first use, and SQL Server
where one is offered."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update

from app.domain.conflict import Conflict, ConflictReason, LabelHolder
from app.domain.decision import Picture, as_plain
from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import Agreement, AuditEntry, PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from app.ports.packing_store import PackingStore
from services.storage.columns import METADATA
from services.storage.deferred import deferred
from services.storage.open_store import open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.record_json import holders_from_json, record_from_json
from services.storage.schema import (
    countersign_audit,
    countersign_commit,
    countersign_conflict,
    countersign_decision,
    countersign_session,
    countersign_session_label,
    countersign_station,
    detail_label_packing,
    detail_packing,
    labels,
    packing,
)
from tests.fakes.packing_store import FakePackingStore
from tests.unit.builders import accepted, evidence, refused

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
        return deferred(lambda: _opened("sqlite", folder))
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


def sent_by(store: SqlPackingStore, wanted: PackingRecord) -> list[str]:
    """The statements of one commit."""
    sent: list[str] = []

    def _count(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", _count)
    store.commit(wanted)
    event.remove(store.engine, "before_cursor_execute", _count)
    return sent


def imported(store: PackingStore, prefix: str, count: int) -> tuple[ScannedLabel, ...]:
    many = [LabelRecord(LabelCode(f"{prefix}-{n:05}"), D26L, 1, active=True, used=False) for n in range(count)]
    store.add_labels(many)
    return tuple(ScannedLabel(each.code, D26L, 1, AT) for each in many)


def with_labels(base: PackingRecord, marks: tuple[ScannedLabel, ...]) -> PackingRecord:
    return replace(base, session=replace(base.session, labels=marks))


def test_the_statements_of_a_commit_do_not_grow_with_its_labels(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1", key="first", number=DnNumber("KSS002222C")))  # makes the station known
    few, many = imported(sql_store, "F", 2), imported(sql_store, "X", 1000)
    with_few = sent_by(sql_store, with_labels(record(key="few", number=DnNumber("KSS001111A")), few))
    with_many = sent_by(sql_store, with_labels(record(), many))
    assert len(with_few) == len(with_many) <= 22
    packed = sql_store.packed_note(DN)
    assert packed is not None
    assert [mark.code for mark in packed.labels] == [mark.code for mark in many]


def test_the_statements_of_a_removal_do_not_grow_with_its_labels(sql_store: SqlPackingStore) -> None:
    many = imported(sql_store, "X", 100)
    sql_store.commit(with_labels(record(), many))
    one = sent_by(sql_store, removing(many[:1], key="key-2"))
    rest = sent_by(sql_store, removing(many[1:], key="key-3"))
    assert len(one) == len(rest)


def removing(
    gone: tuple[ScannedLabel, ...], *codes: str, key: str = "key-2", known: tuple[str, ...] = ()
) -> PackingRecord:
    base = record(*codes, key=key, known=known)
    marks = tuple(replace(each, recorded=True) for each in gone)
    return replace(base, session=replace(base.session, removed=marks))


def test_a_removed_label_is_free_and_the_rest_stays(store: PackingStore) -> None:
    first = store.commit(record("L-1", "L-2", "M-1"))
    second = store.commit(removing(scanned("L-2"), "L-3", known=("L-1", "M-1")))
    assert second.packing_code == first.packing_code
    packed = store.packed_note(DN)
    assert packed is not None
    assert [mark.code.text for mark in packed.labels] == ["L-1", "M-1", "L-3"]
    assert [used(store, code) for code in ("L-1", "L-2", "L-3", "M-1")] == [True, False, True, True]
    assert store.commit(removing(scanned("L-2"), "L-3", known=("L-1", "M-1"))).repeated
    assert not store.commit(record("L-2", key="key-3", number=DnNumber("KSS008888B"))).repeated


def test_a_note_whose_labels_were_all_removed_keeps_its_packing_code(store: PackingStore) -> None:
    first = store.commit(record("L-1"))
    assert store.commit(removing(scanned("L-1"))).packing_code == first.packing_code
    packed = store.packed_note(DN)
    assert packed is not None
    assert (packed.packing_code, packed.labels) == (first.packing_code, ())


def test_a_label_removed_meanwhile_rolls_everything_back_and_is_named(store: PackingStore) -> None:
    store.commit(record("L-1", "L-2"))
    store.commit(removing(scanned("L-2"), key="key-2"))
    with pytest.raises(OperationalError) as caught:
        store.commit(removing(scanned("L-1", "L-2"), "L-3", key="key-3"))
    assert caught.value.code is ErrorCode.LABEL_REMOVED_MEANWHILE
    assert caught.value.details["labels"] == ["L-2"]
    assert [used(store, code) for code in ("L-1", "L-3")] == [True, False]
    assert not store.commit(removing(scanned("L-1"), "L-3", key="key-3")).repeated


def test_a_label_of_another_note_is_not_removed(store: PackingStore) -> None:
    store.commit(record("L-1", number=DnNumber("KSS008888B")))
    with pytest.raises(OperationalError) as caught:
        store.commit(removing(scanned("L-1")))
    assert caught.value.details["labels"] == ["L-1"]
    assert used(store, "L-1")


def test_the_same_key_with_another_removal_is_a_bug(store: PackingStore) -> None:
    store.commit(record("L-1", "L-2"))
    store.commit(removing(scanned("L-1"), "L-3"))
    with pytest.raises(ValueError, match="key-2"):
        store.commit(removing(scanned("L-2"), "L-3"))
    assert used(store, "L-2")


def test_the_master_is_read_in_pages(store: PackingStore) -> None:
    found: list[LabelRecord] = []
    while page := store.labels_after(found[-1].code.text if found else "", 3):
        assert len(page) <= 3
        found += page
    assert found == sorted(MASTER, key=lambda each: each.code.text)
    assert list(store.labels_after("zzz", 3)) == list(store.labels_after("", 0)) == []


def test_rows_of_the_master_that_cannot_be_used_are_left_out_and_end_nothing(sql_store: SqlPackingStore) -> None:
    good = {"part_number": D26L.text, "qty": "20", "status": "active", "supplier": None, "packing": None}
    bad = [{**good, "label": f"K-{n}", "qty": "forty"} for n in range(4)]
    bad += [{**good, "label": " K-8"}, {**good, "label": "K 9"}, {**good, "label": "Z" * 60}]
    with sql_store.engine.begin() as connection:
        connection.execute(insert(labels), bad)
    found: list[LabelRecord] = []
    while page := sql_store.labels_after(found[-1].code.text if found else "", 2):
        found += page
    assert found == sorted(MASTER, key=lambda each: each.code.text)


def test_who_has_a_label_is_told_in_the_order_asked(store: PackingStore) -> None:
    other = DnNumber("KSS008888B")
    receipt = store.commit(record("L-1"))
    store.commit(record("L-2", "M-1", key="key-2", number=other))
    codes = [LabelCode(text) for text in ("M-1", "L-3", "L-1", "nobody")]
    theirs, mine = store.holders(codes)
    assert (theirs.code.text, theirs.dn, theirs.session_id) == ("M-1", other.text, "session-key-2")
    assert (mine.code.text, mine.dn, mine.packing_code) == ("L-1", DN.text, receipt.packing_code)
    assert (mine.session_id, mine.station_id) == ("session-key-1", "station-1")
    assert datetime.fromisoformat(mine.committed_at).utcoffset() == timedelta(0)
    assert list(store.holders([])) == []


def test_a_removed_label_has_no_holder_until_it_is_packed_again(store: PackingStore) -> None:
    store.commit(record("L-1"))
    store.commit(removing(scanned("L-1")))
    assert list(store.holders([LabelCode("L-1")])) == []
    store.commit(record("L-1", key="key-3"))
    (holder,) = store.holders([LabelCode("L-1")])
    assert holder.session_id == "session-key-3"


def test_of_what_another_program_recorded_only_the_note_is_known(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1"))
    sql_store.commit(removing(scanned("L-1")))
    foreign = [
        {"part_number_label": D26L.text, "no_dn": dn, "label": code, "qty_label": "20"}
        for dn, code in ((DN.text, "L-1"), ("KSS000001X", "L-2"))
    ]
    with sql_store.engine.begin() as connection:
        connection.execute(insert(detail_label_packing), foreign)
    assert list(sql_store.holders([LabelCode("L-1"), LabelCode("L-2")])) == [
        LabelHolder(LabelCode("L-1"), DN.text),
        LabelHolder(LabelCode("L-2"), "KSS000001X"),
    ]


def test_a_conflict_is_kept_once(store: PackingStore) -> None:
    conflict = Conflict(record("L-1"), ConflictReason.LABELS_TAKEN, AT, (LabelCode("L-1"),), (HOLDER,))
    store.report_conflict(conflict)
    store.report_conflict(replace(conflict, reason=ConflictReason.NOTE_UNKNOWN))
    assert store.packed_note(DN) is None
    assert not used(store, "L-1")


HOLDER = LabelHolder(LabelCode("L-1"), "KSS000001X")


def test_a_conflict_holds_both_sides(sql_store: SqlPackingStore) -> None:
    mine = replace(record("L-1"), audit=AUDIT)
    mine = replace(mine, session=replace(mine.session, decisions=(refused(), accepted())))
    conflict = Conflict(mine, ConflictReason.LABELS_TAKEN, AT, (LabelCode("L-1"),), (HOLDER,))
    sql_store.report_conflict(conflict)
    sql_store.report_conflict(replace(conflict, reason=ConflictReason.NOTE_UNKNOWN))
    (row,) = rows(sql_store, countersign_conflict)
    assert record_from_json(row["record"]) == mine
    assert holders_from_json(row["holders"]) == (HOLDER,)
    assert (row["reason"], json.loads(row["labels"]), row["settled_at"]) == ("labels_taken", ["L-1"], None)
    assert (row["conflict_id"], row["no_dn"], row["session_id"]) == ("key-1", DN.text, "session-key-1")


AUDIT = (AuditEntry(1, AT, "opened", "KSS007317A"), AuditEntry(2, AT, "label_counted", "L-1: " + "漢" * 600))


def test_the_session_is_written_with_its_grounds(sql_store: SqlPackingStore) -> None:
    picture = Picture("p-7", "ab" * 32)
    seen = replace(accepted(), evidence=replace(evidence(), picture=picture))
    mine = replace(record("L-1", "L-2"), audit=AUDIT)
    session = replace(mine.session, decisions=(refused(), seen), note_as_of=AT, agreement=Agreement.LABEL_ALONE)
    sql_store.commit(replace(mine, session=session))
    (row,) = rows(sql_store, countersign_session)
    assert (row["session_id"], row["idem_key"], row["agreement"]) == ("session-key-1", "key-1", "label_alone")
    assert (row["labels"], row["pieces"], row["removed"], row["open_parts"]) == (2, 40, 0, 1)
    assert row["note_as_of"] == row["submitted_at"] == datetime(2026, 9, 14, 7, 30, 15, 250000)  # noqa: DTZ001
    acts = [(each["label"], each["act"], each["quantity"]) for each in rows(sql_store, countersign_session_label)]
    assert acts == [("L-1", "counted", 20), ("L-2", "counted", 20)]
    first, second = rows(sql_store, countersign_decision)
    assert (first["verdict"], first["reason"], first["picture_id"]) == ("refused", "not_on_note", "")
    assert (second["seq"], second["picture_id"], second["picture_sha256"]) == (2, "p-7", "ab" * 32)
    assert json.loads(second["detail"]) == as_plain(seen)
    lines = rows(sql_store, countersign_audit)
    assert [(each["seq"], each["deed"], each["station_id"]) for each in lines] == [
        (1, "opened", "station-1"),
        (2, "label_counted", "station-1"),
    ]
    assert lines[1]["detail"] == ("L-1: " + "漢" * 494 + "…")


def test_a_session_that_removes_writes_what_it_removed(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1", "L-2", "M-1"))
    sql_store.commit(removing(scanned("L-2"), key="key-2", known=("L-1", "M-1")))
    acts = [each for each in rows(sql_store, countersign_session_label) if each["session_id"] == "session-key-2"]
    assert [(each["label"], each["act"]) for each in acts] == [("L-2", "removed")]
    (row,) = [each for each in rows(sql_store, countersign_session) if each["session_id"] == "session-key-2"]
    assert (row["labels"], row["pieces"], row["removed"], row["open_parts"]) == (0, 0, 1, 1)
    (station,) = rows(sql_store, countersign_station)
    assert station["last_commit_at"] >= station["first_commit_at"]


def part_sums(store: SqlPackingStore) -> dict[str, tuple[str, str]]:
    return {each["part_number_dn"]: (each["total_qty_label"], each["status"]) for each in rows(store, detail_packing)}


def test_a_removal_lowers_the_sum_and_opens_the_part(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1", "L-2", "M-1"))
    assert part_sums(sql_store)[D26L.text] == ("40", "Terpenuhi")
    sql_store.commit(removing(scanned("L-2"), key="key-2", known=("L-1", "M-1")))
    assert part_sums(sql_store) == {D26L.text: ("20", "Belum Terpenuhi"), D31R.text: ("30", "Terpenuhi")}


def test_a_part_that_the_note_asks_for_no_more_loses_its_removed_label(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1", "M-1"))
    wanted = removing(scanned("M-1"), key="key-2", known=("L-1",))
    shorter = replace(note(), lines=note().lines[:1])
    sql_store.commit(replace(wanted, session=replace(wanted.session, note=shorter)))
    assert part_sums(sql_store)[D31R.text] == ("0", "Belum Terpenuhi")
    assert {each["total_qty_dn"] for each in rows(sql_store, detail_packing)} == {"40", "30"}


def test_a_label_that_is_not_on_record_any_more_does_not_count(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1", known=("L-2",)))
    assert part_sums(sql_store)[D26L.text] == ("20", "Belum Terpenuhi")


def test_a_part_row_that_another_program_spelled_otherwise_is_brought_up_to_date(sql_store: SqlPackingStore) -> None:
    sql_store.commit(record("L-1"))
    spelled = "w_cv01_d26lxxx_c03n_nl_dg00"
    with sql_store.engine.begin() as connection:
        mine = detail_packing.c.part_number_dn == D26L.text
        connection.execute(update(detail_packing).where(mine).values(part_number_dn=spelled))
    sql_store.commit(record("L-2", key="key-2", known=("L-1",)))
    assert part_sums(sql_store) == {spelled: ("40", "Terpenuhi"), D31R.text: ("0", "Belum Terpenuhi")}


def test_a_code_too_long_for_its_column_is_told_and_nothing_is_written(sql_store: SqlPackingStore) -> None:
    before = everything(sql_store)
    with pytest.raises(OperationalError) as caught:
        sql_store.commit(replace(record("L-1"), packing_code="PKG-" + "9" * 80))
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    assert "packing_code of packing has more than 80 characters" in str(caught.value.details["problem"])
    assert everything(sql_store) == before


def test_a_long_reason_is_cut_where_it_is_stored(sql_store: SqlPackingStore) -> None:
    sql_store.commit(replace(record("L-1"), discrepancy_reason="x" * 501))
    assert rows(sql_store, countersign_commit)[0]["discrepancy_reason"] == "x" * 497 + "..."
    assert rows(sql_store, countersign_session)[0]["discrepancy_reason"] == "x" * 499 + "…"


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


WRITES = [
    "UPDATE labels ",
    "DELETE FROM detail_label_packing ",
    *(
        f"INSERT INTO {table} "
        for table in (
            "detail_packing",
            "detail_label_packing",
            "countersign_session",
            "countersign_session_label",
            "countersign_decision",
            "countersign_audit",
            "countersign_commit",
        )
    ),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_crash_before_any_write_leaves_nothing(sql_store: SqlPackingStore, write: str) -> None:
    sql_store.commit(with_labels(record(key="key-0"), scanned("L-4")))
    with sql_store.engine.begin() as connection:
        connection.execute(delete(detail_packing))
    before = everything(sql_store)
    wanted = replace(removing(scanned("L-4"), "L-1", "M-1"), audit=AUDIT[:1])
    wanted = replace(wanted, session=replace(wanted.session, decisions=(accepted(),)))

    def _crash(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith(write):
            raise RuntimeError("power cut")

    event.listen(sql_store.engine, "before_cursor_execute", _crash)
    with pytest.raises(RuntimeError, match="power cut"):
        sql_store.commit(wanted)
    event.remove(sql_store.engine, "before_cursor_execute", _crash)
    assert everything(sql_store) == before
    assert not sql_store.commit(wanted).repeated


@pytest.mark.parametrize(("column", "bad"), [("qty", "forty"), ("qty", ""), ("qty", "-3"), ("qty", "NaN")])
def test_a_quantity_that_is_no_number_is_told_by_its_label(sql_store: SqlPackingStore, column: str, bad: str) -> None:
    with sql_store.engine.begin() as connection:
        connection.execute(update(labels).where(labels.c.label == "L-1").values({column: bad}))
    with pytest.raises(OperationalError) as caught:
        sql_store.find_label(LabelCode("L-1"))
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    assert "L-1" in str(caught.value.details["problem"])
