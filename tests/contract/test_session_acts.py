"""What every store of acts does: the one in memory, the SQLite file, and SQL Server where one is offered."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update

from app.domain.audit import Act
from app.domain.conflict import Conflict, ConflictReason
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import Agreement, PackingRecord
from app.domain.people import Actor, Person, Role
from app.domain.settlement import ConflictCase, LabelNow, Obstacle, Settlement, choice_of, settlement_key
from app.domain.voiding import LostBy, PartChange, SessionBooking
from app.ports.packing_store import PackingStore
from app.ports.session_acts import ActDone, SessionActStore
from app.use_cases.authority import Authority
from app.use_cases.session_acts import SessionActs
from services.storage.columns import METADATA
from services.storage.conflict_desk import settle
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.grants import GRANTS, SUPERVISOR
from services.storage.office_schema import countersign_act, countersign_review
from services.storage.open_acts import open_session_acts
from services.storage.open_store import open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.reviews import reviews_of
from services.storage.schema import (
    OURS,
    countersign_commit,
    countersign_conflict,
    countersign_session,
    detail_label_packing,
    detail_packing,
    labels,
)
from services.storage.session_acts import SqlSessionActs
from services.storage.transactions import transaction
from tests.contract.test_packing_store import AT, D26L, D31R, DN, MASTER, MSSQL, note, record, removing, scanned
from tests.fakes.session_acts import FakeSessionActs, StoreWithSettlements
from tests.fakes.station_parts import KnownNotes, SetClock
from tests.unit.test_storage_ddl import needed

SARI, BUDI = (Actor(name, Role.SUPERVISOR, "office-1") for name in ("SARI", "BUDI"))
PEOPLE = {name: Person(name, name.title(), Role.SUPERVISOR) for name in ("SARI", "BUDI")}
OTHER = DnNumber("KSS009999Z")
WHY = "wrong cartons on the pallet"


@dataclass
class Site:
    """A factory: what a station does there, and what supervisors do."""

    store: PackingStore
    acts_store: SessionActStore
    notes: KnownNotes
    known: dict[str, DeliveryNote]
    acts: SessionActs

    def booking(self, key: str = "key-1") -> SessionBooking:
        return self.acts.booking(SARI, f"session-{key}")

    def void(self, key: str = "key-1", act_id: str = "") -> ActDone:
        return self.acts.void(SARI, BUDI, self.booking(key), WHY, act_id or f"void-{key}")

    def case(self, conflict_id: str) -> ConflictCase:
        return self.acts.conflict(SARI, conflict_id)

    def settle(self, conflict_id: str, settlement: Settlement, act_id: str = "") -> ActDone:
        return self.acts.settle(SARI, BUDI, self.case(conflict_id), settlement, WHY, act_id or f"settle-{conflict_id}")

    def lose(self, wanted: PackingRecord, reason: ConflictReason = ConflictReason.LABELS_TAKEN, *codes: str) -> None:
        """What a station's relay does with a record that was not taken."""
        about = tuple(LabelCode(code) for code in codes)
        self.store.report_conflict(Conflict(wanted, reason, AT, about, tuple(self.store.holders(about))))

    def recorded(self, number: DnNumber = DN) -> list[str]:
        packed = self.store.packed_note(number)
        return [label.code.text for label in packed.labels] if packed else []

    def used(self, *codes: str) -> list[bool]:
        found = [self.store.find_label(LabelCode(code)) for code in codes]
        return [each.used for each in found if each is not None]


def site_of(store: PackingStore, acts: SessionActStore) -> Site:
    known: dict[str, DeliveryNote] = {}
    notes = KnownNotes(known)
    return Site(store, acts, notes, known, SessionActs(acts, notes, Authority(PEOPLE.get, SetClock())))


def sql_site(kind: str, folder: Path) -> Site:
    url = ""
    if kind == "sql-server":
        url = os.environ.get(MSSQL, "")
        if not url:
            pytest.skip(f"{MSSQL} names no SQL Server")
    path = folder / "factory.sqlite"
    acts = open_session_acts(url, path, 5.0)
    if url:
        METADATA.drop_all(acts.engine)
        acts.create_schema()
    return site_of(open_store(url, path, 5.0), acts)


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    if request.param == "memory":
        store = StoreWithSettlements()
        opened = site_of(store, FakeSessionActs(store))
    else:
        opened = sql_site(request.param, tmp_path)
    opened.store.add_labels(MASTER)
    yield opened
    opened.store.close()
    opened.acts_store.close()


@pytest.fixture(params=["sqlite", "sql-server"])
def sql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    opened = sql_site(request.param, tmp_path)
    opened.store.add_labels(MASTER)
    yield opened
    opened.store.close()
    opened.acts_store.close()


def engine(site: Site):
    assert isinstance(site.store, SqlPackingStore)
    return site.store.engine


def rows(site: Site, table) -> list[dict[str, Any]]:
    with engine(site).connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def refused(error: ErrorCode, act, *args) -> OperationalError:
    with pytest.raises(OperationalError) as caught:
        act(*args)
    assert caught.value.code is error
    return caught.value


# -- void -------------------------------------------------------------------------------------------------------------


def test_what_a_session_booked_is_shown_before_it_is_taken_back(site: Site) -> None:
    site.store.commit(record("L-1", "L-2", "M-1"))
    shown = site.booking()
    assert [label.code.text for label in shown.own] == ["L-1", "L-2", "M-1"]
    assert (shown.pieces, shown.dn, shown.station_id, shown.voided_at) == (70, DN.text, "station-1", "")
    assert shown.parts == (PartChange(D26L, 40, 40, 0), PartChange(D31R, 30, 30, 0))
    refused(ErrorCode.SESSION_UNKNOWN, site.acts.booking, SARI, "session-nobody")


def test_a_voided_session_frees_its_labels_and_they_can_be_packed_again(site: Site) -> None:
    site.store.commit(record("L-1", "L-2"))
    site.store.commit(record("M-1", key="key-2", known=("L-1", "L-2")))
    assert site.void() == ActDone(repeated=False)
    assert site.recorded() == ["M-1"]
    assert site.used("L-1", "L-2", "M-1") == [False, False, True]
    after = site.booking()
    assert (after.voided_by, after.own, after.parts) == ("SARI", (), ())
    site.store.commit(record("L-1", key="key-3", number=OTHER))
    assert (site.recorded(), site.recorded(OTHER)) == (["M-1"], ["L-1"])


def test_a_second_void_is_told_and_the_same_one_again_is_answered(site: Site) -> None:
    site.store.commit(record("L-1"))
    shown = site.booking()
    site.acts.void(SARI, BUDI, shown, WHY, "one")
    site.store.commit(record("L-1", key="key-2"))
    assert site.acts.void(SARI, BUDI, shown, WHY, "one") == ActDone(repeated=True)
    refused(ErrorCode.ACT_TOO_LATE, site.acts.void, BUDI, SARI, shown, WHY, "two")
    refused(ErrorCode.ACT_TOO_LATE, site.void, "key-1", "three")
    assert site.recorded() == ["L-1"], "the later session keeps what it has"


def test_only_what_is_still_its_own_is_taken_back(site: Site) -> None:
    site.store.commit(record("L-1", "L-2", "M-1"))
    site.store.commit(removing(scanned("L-2"), known=("L-1", "M-1")))
    site.store.commit(removing(scanned("M-1"), key="key-3", known=("L-1",)))
    site.store.commit(record("M-1", key="key-4", known=("L-1",)))
    shown = site.booking()
    assert [label.code.text for label in shown.own] == ["L-1"]
    assert {(each.code.text, each.lost_by, each.session_id) for each in shown.lost} == {
        ("L-2", LostBy.TAKEN_OUT, "session-key-2"),
        ("M-1", LostBy.COUNTED_AGAIN, "session-key-4"),
    }
    assert site.booking("key-2").took_out == (LabelCode("L-2"),)
    site.void()
    assert (site.recorded(), site.used("L-1", "L-2", "M-1")) == (["M-1"], [False, False, True])


def test_what_changed_since_it_was_shown_is_not_taken_back(site: Site) -> None:
    site.store.commit(record("L-1", "L-2"))
    shown = site.booking()
    site.store.commit(removing(scanned("L-2"), known=("L-1",)))
    refused(ErrorCode.ACT_TOO_LATE, site.acts.void, SARI, BUDI, shown, WHY, "one")
    refused(ErrorCode.ACT_TOO_LATE, site.acts.reopen, SARI, shown, WHY, "two")
    assert site.recorded() == ["L-1"]
    assert site.booking().voided_at == ""


# -- reopen -----------------------------------------------------------------------------------------------------------


def test_a_session_is_reopened_as_often_as_asked_and_nothing_is_booked_by_it(site: Site) -> None:
    site.store.commit(record("L-1"))
    for act_id in ("one", "two"):
        assert site.acts.reopen(SARI, site.booking(), WHY, act_id) == ActDone(repeated=False)
    assert site.acts.reopen(SARI, site.booking(), WHY, "two") == ActDone(repeated=True)
    assert site.recorded() == ["L-1"]
    site.void()
    refused(ErrorCode.ACT_TOO_LATE, site.acts.reopen, SARI, site.booking(), WHY, "three")


# -- conflicts --------------------------------------------------------------------------------------------------------


def loser(*codes: str, key: str = "key-9") -> PackingRecord:
    return record(*codes, key=key)


def test_both_sides_of_a_conflict_are_shown(site: Site) -> None:
    site.store.commit(record("L-1", number=OTHER))
    site.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    (listed,) = site.acts.conflicts(SARI)
    assert (listed.conflict_id, listed.dn, listed.disputed, listed.settled) == ("key-9", DN.text, 1, None)
    case = site.case("key-9")
    theirs, ours = case.labels
    assert theirs.holder is not None
    assert (theirs.now, theirs.disputed, theirs.holder.session_id) == (LabelNow.TAKEN, True, "session-key-1")
    assert (ours.now, ours.disputed, ours.holder) == (LabelNow.FREE, False, None)
    assert choice_of(case, Settlement.SEND_AGAIN).obstacle is Obstacle.LABELS_NOT_FREE
    refused(ErrorCode.ACT_TOO_LATE, site.settle, "key-9", Settlement.SEND_AGAIN)
    refused(ErrorCode.SESSION_UNKNOWN, site.case, "nobody")


def test_after_the_other_side_was_voided_the_whole_session_is_sent_again(site: Site) -> None:
    site.store.commit(record("L-1", number=OTHER))
    mine = loser("L-1", "L-2")
    site.lose(mine, ConflictReason.LABELS_TAKEN, "L-1")
    site.void()
    assert choice_of(site.case("key-9"), Settlement.SEND_AGAIN).parts == (PartChange(D26L, 40, 0, 40),)
    assert site.settle("key-9", Settlement.SEND_AGAIN).packing_code == mine.packing_code
    assert (site.recorded(), site.recorded(OTHER)) == (["L-1", "L-2"], [])
    assert site.store.commit(mine).repeated, "a station that sends again is answered from the ledger"
    assert list(site.acts.conflicts(SARI)) == []
    (listed,) = site.acts.conflicts(SARI, settled=True)
    assert listed.settled is not None
    assert (listed.settled.settlement, listed.settled.by, listed.settled.reason) == (
        Settlement.SEND_AGAIN,
        "SARI, BUDI",
        WHY,
    )


def test_without_the_disputed_labels_the_rest_is_booked_under_a_key_of_its_own(site: Site) -> None:
    site.store.commit(record("L-1", number=OTHER))
    mine = loser("L-1", "L-2", "M-1")
    site.lose(mine, ConflictReason.LABELS_TAKEN, "L-1")
    choice = choice_of(site.case("key-9"), Settlement.WITHOUT_DISPUTED)
    assert [label.code.text for label in choice.left_out] == ["L-1"]
    site.settle("key-9", Settlement.WITHOUT_DISPUTED)
    assert (site.recorded(), site.recorded(OTHER)) == (["L-2", "M-1"], ["L-1"])
    refused(ErrorCode.LABEL_TAKEN_MEANWHILE, site.store.commit, mine)
    site.void("key-9")
    assert (site.recorded(), site.recorded(OTHER)) == ([], ["L-1"])


def test_of_a_session_set_aside_nothing_is_booked_then_or_later(site: Site) -> None:
    site.store.commit(record("L-1", number=OTHER))
    mine = loser("L-1", "L-2")
    site.lose(mine, ConflictReason.LABELS_TAKEN, "L-1")
    done = site.acts.settle(SARI, None, site.case("key-9"), Settlement.SET_ASIDE, WHY, "one")
    assert (done.packing_code, site.recorded()) == ("", [])
    site.void()
    refused(ErrorCode.LABEL_TAKEN_MEANWHILE, site.store.commit, mine)
    assert site.used("L-1", "L-2") == [False, False]
    site.store.commit(record("L-1", "L-2", key="key-10"))
    assert site.recorded() == ["L-1", "L-2"]


def test_a_conflict_is_settled_once(site: Site) -> None:
    site.store.commit(record("L-1", number=OTHER))
    site.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    shown = site.case("key-9")
    again = (SARI, BUDI, shown, Settlement.WITHOUT_DISPUTED, WHY)
    first = site.acts.settle(*again, "one")
    assert site.acts.settle(*again, "one") == replace(first, repeated=True, packing_code="")
    refused(ErrorCode.ACT_TOO_LATE, site.acts.settle, *again, "two")
    refused(ErrorCode.ACT_TOO_LATE, site.settle, "key-9", Settlement.SET_ASIDE, "three")
    assert site.recorded() == ["L-2"]


def test_a_label_taken_since_it_was_shown_stops_the_settlement(site: Site) -> None:
    site.store.commit(record("L-1", number=OTHER))
    site.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    shown = site.case("key-9")
    site.store.commit(record("L-2", key="key-3", number=OTHER))
    refused(ErrorCode.ACT_TOO_LATE, site.acts.settle, SARI, BUDI, shown, Settlement.WITHOUT_DISPUTED, WHY, "one")
    assert (site.recorded(), len(site.acts.conflicts(SARI))) == ([], 1)


def test_one_that_was_written_after_all_can_only_be_said_to_be(site: Site) -> None:
    """The link broke while the station reported the conflict; it sent again, and then the labels were free."""
    site.store.commit(record("L-1", number=OTHER))
    mine = loser("L-1", "L-2")
    site.lose(mine, ConflictReason.LABELS_TAKEN, "L-1")
    site.void()
    site.store.commit(mine)
    case = site.case("key-9")
    assert case.booked_as == mine.packing_code
    assert choice_of(case, Settlement.SET_ASIDE).obstacle is Obstacle.BOOKED
    assert site.settle("key-9", Settlement.SEND_AGAIN).packing_code == mine.packing_code
    assert site.recorded() == ["L-1", "L-2"]


def test_a_session_that_took_out_what_was_gone_is_settled_without_that(site: Site) -> None:
    site.store.commit(record("L-1"))
    site.store.commit(removing(scanned("L-1"), "L-2", key="key-2"))
    site.lose(removing(scanned("L-1"), "L-3", key="key-9"), ConflictReason.LABELS_REMOVED, "L-1")
    gone = site.case("key-9").labels[-1]
    assert (gone.now, gone.taken_out) == (LabelNow.NOT_RECORDED, True)
    site.settle("key-9", Settlement.WITHOUT_DISPUTED)
    assert site.recorded() == ["L-2", "L-3"]


def provisional(*codes: str, key: str = "key-9") -> PackingRecord:
    made = record(*codes, key=key)
    bare = replace(made.session, note=DeliveryNote(DN, ()), agreement=Agreement.LABEL_ALONE, inspected=frozenset())
    return replace(made, session=bare)


def test_a_session_packed_without_its_note_is_settled_once_the_note_is_known(site: Site) -> None:
    site.lose(provisional("L-1", "L-2", "L-3"), ConflictReason.NOTE_UNKNOWN)
    case = site.case("key-9")
    assert {choice_of(case, each).obstacle for each in Settlement} == {Obstacle.NOTE_UNKNOWN, None}
    site.notes.error = OperationalError(ErrorCode.ERP_UNREACHABLE, problem="down")
    assert choice_of(site.case("key-9"), Settlement.SEND_AGAIN).obstacle is Obstacle.NOTE_AWAY
    site.notes.error = None
    site.known[DN.text] = note()
    case = site.case("key-9")
    assert choice_of(case, Settlement.SEND_AGAIN).obstacle is Obstacle.NOTE_DISAGREES, "40 are asked for, 60 are there"
    site.settle("key-9", Settlement.WITHOUT_DISPUTED)
    assert site.recorded() == ["L-1", "L-2"]


def test_the_longest_names_and_reasons_fit(site: Site) -> None:
    site.store.commit(record("L-1"))
    site.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    reason = "\N{GRINNING FACE}\u202e'; DROP TABLE x;--\x00\ud800" * 500
    site.acts.reopen(SARI, site.booking(), reason, "one")
    site.acts.settle(SARI, BUDI, site.case("key-9"), Settlement.WITHOUT_DISPUTED, reason, "two")
    (listed,) = site.acts.conflicts(SARI, settled=True)
    assert listed.settled is not None
    assert (len(listed.settled.reason), listed.settled.reason[:2]) == (200, "\N{GRINNING FACE}\u202e")


# -- in the tables ----------------------------------------------------------------------------------------------------


def test_nothing_of_ours_is_deleted_and_every_act_is_in_the_audit(sql: Site) -> None:
    sql.store.commit(record("L-1", "M-1"))
    sql.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    before = {table.name: rows(sql, table) for table in OURS}
    sql.acts.reopen(SARI, sql.booking(), WHY, "one")
    sql.void()
    sql.acts.settle(BUDI, SARI, sql.case("key-9"), Settlement.SEND_AGAIN, WHY, "two")
    for table in OURS:
        if table is not countersign_conflict and table.name != "countersign_station":
            kept = rows(sql, table)
            assert all(row in kept for row in before[table.name]), table.name
    assert [(row["deed"], row["acted_by"], row["second"], row["reason"]) for row in rows(sql, countersign_review)] == [
        ("session_reopened", "SARI", "", WHY),
        ("voided", "SARI", "BUDI", WHY),
    ]
    acts = rows(sql, countersign_act)
    assert [(row["deed"], row["subject"]) for row in acts] == [
        ("session_reopened", "session:session-key-1"),
        ("session_voided", "session:session-key-1"),
        ("conflict_settled", "conflict:key-9"),
    ]
    assert '"parts\\":{\\"Z-CV01-D26LXXX-C03N-NL-DG00\\":20' in acts[1]["body"]
    (conflict,) = rows(sql, countersign_conflict)
    assert (conflict["settled_by"], conflict["settlement"]) == ("BUDI, SARI", f"send_again: {WHY}")


def test_a_reviewed_session_comes_back_into_the_queue_when_it_is_reopened(sql: Site) -> None:
    sql.store.commit(record("L-1"))
    with engine(sql).begin() as connection:
        row = {"session_id": "session-key-1", "deed": "reviewed", "acted_by": "BUDI", "second": "", "reason": ""}
        connection.execute(insert(countersign_review), {**row, "acted_at": datetime(2026, 9, 15)})  # noqa: DTZ001
    sql.acts.reopen(SARI, sql.booking(), WHY, "one")
    with engine(sql).connect() as connection:
        entries = reviews_of(connection, ["session-key-1"])["session-key-1"]
    assert [each.deed for each in entries] == ["reviewed", "session_reopened", "reopened"]


def test_the_parts_say_what_is_left(sql: Site) -> None:
    sql.store.commit(record("L-1", "L-2", "M-1"))
    sql.store.commit(removing(scanned("L-2"), "L-3", key="key-2", known=("L-1", "M-1")))
    sql.void()
    found = {row["part_number_dn"]: (row["total_qty_label"], row["status"]) for row in rows(sql, detail_packing)}
    assert found == {D26L.text: ("20", "Belum Terpenuhi"), D31R.text: ("0", "Belum Terpenuhi")}
    (session,) = [row for row in rows(sql, countersign_session) if row["session_id"] == "session-key-1"]
    assert (session["labels"], session["pieces"]) == (3, 70)


def test_a_settled_rest_says_so_in_its_reason_and_has_the_key_of_its_conflict(sql: Site) -> None:
    sql.store.commit(record("L-1", number=OTHER))
    sql.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    sql.settle("key-9", Settlement.WITHOUT_DISPUTED)
    (entry,) = [row for row in rows(sql, countersign_commit) if row["session_id"] == "session-key-9"]
    assert entry["idem_key"] == settlement_key("key-9")
    assert entry["discrepancy_reason"] == f"carton is wet; settled without 1 disputed: {WHY}"


def test_what_another_program_did_meanwhile_stops_a_void(sql: Site) -> None:
    sql.store.commit(record("L-1", "L-2"))
    shown = sql.booking()
    with engine(sql).begin() as connection:
        connection.execute(delete(detail_label_packing).where(detail_label_packing.c.label == "L-1"))
        connection.execute(update(labels).where(labels.c.label == "L-1").values(packing=None))
    refused(ErrorCode.ACT_TOO_LATE, sql.acts.void, SARI, BUDI, shown, WHY, "one")
    assert [each.lost_by for each in sql.booking().lost] == [LostBy.ANOTHER_PROGRAM]
    assert rows(sql, countersign_act) == rows(sql, countersign_review) == []


def test_after_a_void_another_programs_label_is_not_taken_for_the_sessions(sql: Site) -> None:
    sql.store.commit(record("L-1"))
    sql.void()
    with engine(sql).begin() as connection:
        row = {"part_number_label": D26L.text, "no_dn": DN.text, "label": "L-1", "qty_label": "20"}
        connection.execute(insert(detail_label_packing), row)
    (holder,) = sql.store.holders([LabelCode("L-1")])
    assert (holder.dn, holder.session_id) == (DN.text, "")


def test_what_cannot_be_read_is_told(sql: Site) -> None:
    sql.lose(loser("L-1"), ConflictReason.LABELS_TAKEN, "L-1")
    with engine(sql).begin() as connection:
        connection.execute(update(countersign_conflict).values(record="{}"))
    refused(ErrorCode.DATABASE_MISMATCH, sql.case, "key-9")
    with engine(sql).begin() as connection:
        connection.execute(update(countersign_conflict).values(labels="7"))
    refused(ErrorCode.DATABASE_MISMATCH, sql.acts.conflicts, SARI)


def test_what_was_settled_by_hand_is_settled(sql: Site) -> None:
    sql.lose(loser("L-1"), ConflictReason.LABELS_TAKEN, "L-1")
    with engine(sql).begin() as connection:
        settled = {"settled_at": datetime(2026, 9, 15), "settlement": "somehow"}  # noqa: DTZ001
        connection.execute(update(countersign_conflict).values(settled))
    (listed,) = sql.acts.conflicts(SARI, settled=True)
    assert listed.settled is not None
    assert (listed.settled.settlement, listed.settled.reason) == (None, "somehow")
    refused(ErrorCode.ACT_TOO_LATE, sql.settle, "key-9", Settlement.SET_ASIDE)


def test_a_conflict_that_is_settled_is_not_settled_over(sql: Site) -> None:
    """The second guard, behind the comparison with what was shown."""
    sql.lose(loser("L-1"), ConflictReason.LABELS_TAKEN, "L-1")
    shown = sql.case("key-9")
    sql.settle("key-9", Settlement.SET_ASIDE)
    assert isinstance(sql.acts_store, SqlSessionActs)
    act, now = Act("", "", "BUDI", "", "", AT, 0), datetime(2026, 9, 15)  # noqa: DTZ001
    with transaction(sql.acts_store.engine, sql.acts_store._kind, writes=True) as connection:
        again = (connection, sql.acts_store._kind, shown, Settlement.SEND_AGAIN, None, act, now)
        refused(ErrorCode.ACT_TOO_LATE, settle, *again)
    (kept,) = rows(sql, countersign_conflict)
    assert kept["settled_by"] == "SARI"


def sent_by(site: Site, act) -> int:
    assert isinstance(site.acts_store, SqlSessionActs)
    sent: list[str] = []

    def count(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(site.acts_store.engine, "before_cursor_execute", count)
    act()
    event.remove(site.acts_store.engine, "before_cursor_execute", count)
    return len(sent)


def test_the_statements_of_an_act_do_not_grow_with_the_labels(sql: Site) -> None:
    many = [LabelRecord(LabelCode(f"X-{n:04}"), D26L, 1, active=True, used=False) for n in range(400)]
    sql.store.add_labels(many)
    marks = tuple(ScannedLabel(each.code, D26L, 1, AT) for each in many)
    sql.store.commit(record("L-1", number=OTHER))
    few, all_of_them = record("L-2", key="few"), record(key="key-2")
    sql.store.commit(few)
    sql.store.commit(replace(all_of_them, session=replace(all_of_them.session, labels=marks)))
    shown = sql.booking("key-2")
    assert len(shown.own) == 400
    small = sent_by(sql, lambda: sql.void("few"))
    assert sent_by(sql, lambda: sql.void("key-2")) == small
    assert small <= 24


def test_of_two_supervisors_at_once_one_is_too_late(tmp_path: Path) -> None:
    sites = [sql_site("sqlite", tmp_path) for _ in range(2)]
    sites[0].store.add_labels(MASTER)
    sites[0].store.commit(record("L-1", "M-1"))
    shown, together = sites[0].booking(), Barrier(2)

    def void(site: Site, actor: Actor, second: Actor) -> str:
        together.wait(10)
        try:
            site.acts.void(actor, second, shown, WHY, f"by-{actor.user_name}")
        except OperationalError as error:
            return error.code.value
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(void, sites, (SARI, BUDI), (BUDI, SARI)))
    assert sorted(said) == [ErrorCode.ACT_TOO_LATE.value, "done"]
    assert len(rows(sites[0], countersign_review)) == len(rows(sites[0], countersign_act)) == 1
    assert sites[0].recorded() == []
    for each in sites:
        each.store.close()
        each.acts_store.close()


def test_acts_and_stations_share_one_chain(sql: Site) -> None:
    sql.store.commit(record("L-1"))
    sql.acts.reopen(SARI, sql.booking(), WHY, "one")
    sql.void()
    assert isinstance(sql.acts_store, SqlSessionActs)
    audit = SqlFactoryAudit(sql.acts_store.engine, sql.acts_store._kind)
    lines = audit.of_subject("session:session-key-1")
    assert [line.act.deed for line in lines] == ["session_reopened", "session_voided"]
    assert lines[1].previous == lines[0].hash
    assert datetime.fromisoformat(lines[0].act.at).utcoffset() == timedelta(0)


def test_the_supervisors_login_may_do_all_of_it(tmp_path: Path) -> None:
    sql = sql_site("sqlite", tmp_path)
    sql.store.add_labels(MASTER)
    sql.store.commit(record("L-1", "M-1"))
    sql.store.commit(removing(scanned("M-1"), key="key-2", known=("L-1",)))
    sql.lose(loser("L-1", "L-2"), ConflictReason.LABELS_TAKEN, "L-1")
    sent: list[str] = []
    assert isinstance(sql.acts_store, SqlSessionActs)
    event.listen(sql.acts_store.engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement))
    sql.acts.reopen(SARI, sql.booking(), WHY, "one")
    sql.settle("key-9", Settlement.WITHOUT_DISPUTED)
    sql.void()
    assert len(sql.acts.conflicts(SARI, settled=True)) == 1
    given = {
        (f"{verb} {name}".strip(), grant.table)
        for grant in GRANTS[SUPERVISOR]
        for verb, _, columns in (right.partition(" ") for right in grant.rights)
        for name in re.findall(r"\w+", columns) or [""]
    }
    used = set().union(*map(needed, sent))
    assert ("DELETE", "detail_label_packing") in used
    assert used <= given
    sql.store.close()
    sql.acts_store.close()
