"""What every alias table does: the one in memory, the SQLite file, and SQL Server where one is offered."""

import os
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.dialects import mssql
from sqlalchemy.exc import IntegrityError

from app.domain.alias import MAX_REASON, Alias, AliasBook, AliasKey, AliasRefusal, AliasStatus
from app.domain.audit import Act, AuditDeed, findings
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.ports.alias_table import AliasTable
from services.storage import alias_table
from services.storage.alias_table import SqlAliasTable
from services.storage.columns import METADATA
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.open_store import open_aliases, open_store
from services.storage.shipped_aliases import SHIPPED_FOR, shipped_proposals
from tests.fakes.alias_table import FakeAliasTable

MSSQL = "COUNTERSIGN_TEST_MSSQL"
ROOT = Path(__file__).resolve().parents[2]
AT = "2026-09-14T07:30:15+00:00"
MODEL = ModelIdentity("covers", "1")
KEY = AliasKey(MODEL, "W_CV01_D26RXXX_C03N_NL_DG00")
A = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
B = PartNumber("Z-CV03-D31LXXX-C03N-NL-DG00")


def act(part: PartNumber, status: AliasStatus, by: str = "SARI", reason: str = "seen on the line") -> Alias:
    return Alias(KEY, part, status, by, AT, reason)


def proposed(part: PartNumber) -> Alias:
    return act(part, AliasStatus.PROPOSED, "ANI")


def approved(part: PartNumber) -> Alias:
    return act(part, AliasStatus.APPROVED)


def audit(about: Alias) -> Act:
    deed = AuditDeed(f"alias_{about.status}")
    return Act(deed, about.key.subject, about.by, "supervisor", "office", AT, 7, about.reason)


def record(table: AliasTable, about: Alias) -> None:
    table.record(about, audit(about))


def _sql_server() -> SqlAliasTable:
    url = os.environ.get(MSSQL, "")
    if not url:
        pytest.skip(f"{MSSQL} names no SQL Server")
    table = open_aliases(url, Path(), 5.0)
    METADATA.drop_all(table.engine)
    table.create_schema()
    return table


def _sqlite(folder: Path) -> SqlAliasTable:
    return open_aliases("", folder / "station" / "packing.sqlite", 5.0)


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AliasTable]:
    kinds: dict[str, Callable[[], AliasTable]] = {
        "memory": FakeAliasTable,
        "sqlite": lambda: _sqlite(tmp_path),
        "sql-server": _sql_server,
    }
    opened = kinds[request.param]()
    yield opened
    opened.close()


def of_model(book: AliasBook) -> list[Alias]:
    return [each for each in book.acts if each.key.model == MODEL]


def refusal(table: AliasTable, refused: Alias) -> object:
    with pytest.raises(OperationalError) as caught:
        record(table, refused)
    assert caught.value.code is ErrorCode.ALIAS_REFUSED
    assert (caught.value.details["label"], caught.value.details["part"]) == (KEY.label, str(refused.part_number))
    return caught.value.details["reason"]


def test_acts_come_back_as_they_were_recorded_oldest_first(table: AliasTable) -> None:
    acts = [proposed(A), approved(A), act(A, AliasStatus.REVOKED), proposed(B), approved(B)]
    for each in acts:
        record(table, each)
    assert of_model(table.book()) == acts
    assert table.book().approved(MODEL)[KEY.label].part_number == B


def test_any_script_comes_back(table: AliasTable) -> None:
    strange = Alias(AliasKey(MODEL, " =Ж'\"_標\t"), A, AliasStatus.PROPOSED, "佐藤 Ångström", AT, "é“”\r\n=1+1")
    record(table, strange)
    assert of_model(table.book()) == [strange]


def test_times_are_kept_to_the_millisecond(table: AliasTable) -> None:
    record(table, replace(proposed(A), at="2026-09-14T14:30:15.250+07:00"))
    (kept,) = of_model(table.book())
    assert datetime.fromisoformat(kept.at) == datetime.fromisoformat("2026-09-14T07:30:15.250+00:00")


def test_what_rule_a4_refuses_is_not_recorded(table: AliasTable) -> None:
    assert refusal(table, approved(A)) is AliasRefusal.NOT_PROPOSED
    assert refusal(table, replace(proposed(A), by=" ")) is AliasRefusal.NOBODY
    record(table, proposed(A))
    assert refusal(table, proposed(A)) is AliasRefusal.UNCHANGED
    assert refusal(table, replace(approved(A), reason="")) is AliasRefusal.NO_REASON
    record(table, approved(A))
    record(table, proposed(B))
    assert refusal(table, approved(B)) is AliasRefusal.OTHER_APPROVED
    record(table, act(B, AliasStatus.REVOKED))
    record(table, act(B, AliasStatus.PROPOSED, "SARI"))
    record(table, act(A, AliasStatus.REVOKED))
    assert refusal(table, approved(B)) is AliasRefusal.OWN_PROPOSAL
    assert len(of_model(table.book())) == 6


def test_an_act_and_its_line_in_the_audit_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    table = _sqlite(tmp_path)
    trail = SqlFactoryAudit(table.engine, table._kind)
    shipped = list(trail.lines(0, 100))
    assert [(each.act.by, each.act.deed) for each in shipped] == [("", AuditDeed.ALIAS_PROPOSED)] * 2
    record(table, proposed(A))
    refusal(table, replace(approved(A), by="ANI"))
    with sqlite3.connect(tmp_path / "station" / "packing.sqlite") as connection:
        connection.execute("CREATE TRIGGER no BEFORE INSERT ON countersign_act BEGIN SELECT RAISE(ABORT, 'no'); END")
    connection.close()
    with pytest.raises(IntegrityError):
        record(table, approved(A))
    assert of_model(table.book()) == [proposed(A)]
    lines = list(trail.lines(0, 100))
    assert [each.act for each in lines[2:]] == [audit(proposed(A))]
    assert list(findings(lines)) == []
    table.close()


def test_of_two_supervisors_at_once_one_is_refused(tmp_path: Path) -> None:
    tables = [_sqlite(tmp_path), _sqlite(tmp_path)]
    for part in (A, B):
        record(tables[0], proposed(part))
    together = Barrier(2)

    def approve(table: SqlAliasTable, part: PartNumber) -> object:
        together.wait(10)
        try:
            record(table, approved(part))
        except OperationalError as error:
            return error.details["reason"]
        return None

    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(approve, tables, (A, B)))
    assert sorted(map(str, verdicts)) == ["None", AliasRefusal.OTHER_APPROVED.value]
    assert list(tables[0].book().approved(MODEL)) == [KEY.label]
    for each in tables:
        each.close()


def test_on_sql_server_the_book_is_read_under_a_lock_that_keeps_others_out() -> None:
    locked = str(alias_table._EVERY_ACT_LOCKED.compile(dialect=mssql.dialect()))
    assert "WITH (TABLOCKX, HOLDLOCK)" in locked
    assert "WITH" not in str(alias_table._EVERY_ACT.compile(dialect=mssql.dialect()))


def test_a_text_that_does_not_fit_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    table = _sqlite(tmp_path)
    for long in (replace(proposed(A), reason="x" * (MAX_REASON + 1)), replace(proposed(A), by="x" * 101)):
        with pytest.raises(OperationalError) as caught:
            record(table, long)
        assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    assert of_model(table.book()) == []
    table.close()


def test_a_row_nobody_understands_is_told(tmp_path: Path) -> None:
    table = _sqlite(tmp_path)
    record(table, proposed(A))
    table.close()
    with sqlite3.connect(tmp_path / "station" / "packing.sqlite") as connection:
        connection.execute("UPDATE countersign_alias SET status = 'maybe'")
    connection.close()
    with pytest.raises(OperationalError) as caught:
        _sqlite(tmp_path)
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH


def test_a_locked_file_is_told(tmp_path: Path) -> None:
    _sqlite(tmp_path).close()
    path = tmp_path / "station" / "packing.sqlite"
    table = open_aliases("", path, 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError) as caught:
        record(table, proposed(A))
    assert caught.value.code is ErrorCode.DATABASE_LOCKED
    other.close()
    table.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "packing.sqlite"
    path.write_bytes(b"no database at all" * 99)
    with pytest.raises(OperationalError) as caught:
        open_aliases(f"sqlite:///{path}", Path(), 0.5)
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE


def test_another_kind_of_database_is_a_wrong_setting(tmp_path: Path) -> None:
    for url in ("postgresql://host/db", "nonsense", "sqlite://"):
        with pytest.raises(OperationalError) as caught:
            open_aliases(url, tmp_path / "unused", 0.5)
        assert caught.value.code is ErrorCode.SETTING_INVALID


# -- what ships -------------------------------------------------------------------------------------------------------


def test_the_shipped_pairs_wait_for_a_supervisor(tmp_path: Path) -> None:
    table = _sqlite(tmp_path)
    book = table.book()
    table.close()
    assert book.approved(SHIPPED_FOR) == {}
    assert book.proposed(SHIPPED_FOR) == {
        "W_CV01_D26RXXX_C03N_NL_DG00": (A,),
        "W_CV03_D31LXXX_C03N_NL_DG00": (B,),
    }
    assert {each.by for each in book.acts} == {"Countersign"}


def test_they_are_proposed_once_and_never_again(tmp_path: Path) -> None:
    table = _sqlite(tmp_path)
    first = table.book()
    revoked = replace(first.acts[0], status=AliasStatus.REVOKED, by="Sari", at=AT, reason="not this one")
    record(table, revoked)
    table.close()
    again = _sqlite(tmp_path)
    assert again.book().acts == (*first.acts, revoked)
    again.close()


def test_they_come_into_a_file_that_a_station_made_before(tmp_path: Path) -> None:
    open_store("", tmp_path / "station" / "packing.sqlite", 0.5).close()
    table = _sqlite(tmp_path)
    assert table.book().acts == shipped_proposals(SHIPPED_FOR)
    table.close()


def test_they_belong_to_the_shipped_model() -> None:
    card = tomllib.loads((ROOT / "resources" / "models" / "demo" / "model.toml").read_text(encoding="utf-8"))
    assert ModelIdentity(card["name"], card["version"]) == SHIPPED_FOR
    assert shipped_proposals(ModelIdentity("countersign-demo", "9.9.9")) == ()
