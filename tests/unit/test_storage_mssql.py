"""The SQL Server side that needs no server: what it sends, and what its errors mean."""

import json

import pytest
from sqlalchemy import TextClause, UnicodeText, make_url, update
from sqlalchemy.dialects import mssql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable

from app.domain.delivery_note import DnNumber
from app.domain.errors import ErrorCode, OperationalError
from services.storage.columns import METADATA
from services.storage.json_rows import given, insert_given
from services.storage.login import Login
from services.storage.mssql import MssqlKind, lock_name, mssql_engine, native_error
from services.storage.schema import countersign_audit, countersign_decision, detail_packing, labels

KIND = MssqlKind("whcomp-host/whcomp", 5.0)


def driver_error(message: str) -> DBAPIError:
    return DBAPIError("UPDATE …", {}, Exception("42000", message))


def sql_server(number: int, driver: str = "Microsoft][ODBC Driver 18 for SQL Server") -> DBAPIError:
    return driver_error(f"[42S02] [{driver}][SQL Server]Something (see 2026) happened. ({number}) (SQLExecDirectW)")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (207, ErrorCode.DATABASE_MISMATCH),
        (208, ErrorCode.DATABASE_MISMATCH),
        (229, ErrorCode.DATABASE_UNWRITABLE),
        (547, ErrorCode.DATABASE_MISMATCH),
        (1205, ErrorCode.DATABASE_LOCKED),
        (1222, ErrorCode.DATABASE_LOCKED),
        (2628, ErrorCode.DATABASE_MISMATCH),
        (8152, ErrorCode.DATABASE_MISMATCH),
        (18456, ErrorCode.DATABASE_UNREACHABLE),
        (10054, ErrorCode.DATABASE_UNREACHABLE),
    ],
)
@pytest.mark.parametrize("driver", ["Microsoft][ODBC Driver 18 for SQL Server", "FreeTDS"])
def test_known_numbers_have_a_name(number: int, code: ErrorCode, driver: str) -> None:
    error = sql_server(number, driver)
    assert native_error(error) == number
    known = KIND.translated(error)
    assert known is not None
    assert known.code is code


@pytest.mark.parametrize("text", ["[HY000] [FreeTDS]cut", "[01000] [FreeTDS]Unexpected EOF", "[08S01] link failure"])
def test_a_cut_link_is_of_unknown_outcome(text: str) -> None:
    known = KIND.translated(driver_error(text))
    assert known is not None
    assert known.code is ErrorCode.DATABASE_UNREACHABLE


class Answer:
    def __init__(self, verdict: int) -> None:
        self.verdict = verdict

    def scalar_one(self) -> int:
        return self.verdict


class RecordingConnection:
    def __init__(self, verdict: int) -> None:
        self.sent: list[tuple[str, object]] = []
        self.verdict = verdict

    def exec_driver_sql(self, statement: str, parameters: object = None) -> Answer:
        self.sent.append((statement, parameters))
        return Answer(self.verdict)


def test_a_commit_begins_with_xact_abort_and_the_lock_of_its_dn() -> None:
    connection = RecordingConnection(verdict=1)
    KIND.guard_commit(connection, DnNumber("KSS007317A"))  # type: ignore[arg-type]  # two of its methods suffice
    (abort, _), (lock, parameters) = connection.sent
    assert abort == "SET XACT_ABORT ON"
    assert "sp_getapplock" in lock
    assert parameters == ("countersign:KSS007317A", 5000)
    assert "NOCOUNT" not in lock


def test_a_lock_not_given_in_time_is_told() -> None:
    connection = RecordingConnection(verdict=-1)
    with pytest.raises(OperationalError) as caught:
        KIND.guard_commit(connection, DnNumber("KSS007317A"))  # type: ignore[arg-type]  # two of its methods suffice
    assert caught.value.code is ErrorCode.DATABASE_LOCKED


def test_the_lock_of_a_dn_is_the_same_however_it_was_typed() -> None:
    assert lock_name(DnNumber(" kss007317a ")) == lock_name(DnNumber("KSS007317A"))


def test_the_schema_can_be_made_on_sql_server() -> None:
    made = [str(CreateTable(table).compile(dialect=mssql.dialect())) for table in METADATA.sorted_tables]
    assert len(made) == len(METADATA.sorted_tables)
    quantities = str(CreateTable(detail_packing).compile(dialect=mssql.dialect()))
    assert quantities.count("VARCHAR(50)") == 2


def test_rows_are_typed_as_their_columns_so_that_indices_are_used() -> None:
    columns = [labels.c.label, countersign_decision.c.detail, countersign_audit.c.at, countersign_audit.c.seq]
    assert KIND.rows_of_json(columns) == (
        "SELECT label COLLATE DATABASE_DEFAULT AS label, detail COLLATE DATABASE_DEFAULT AS detail, at AS at, "
        "seq AS seq FROM OPENJSON(CAST(:rows AS NVARCHAR(MAX))) WITH (label VARCHAR(80) '$.label', "
        "detail NVARCHAR(max) '$.detail', at DATETIME '$.at', seq INTEGER '$.seq')"
    )


class LearningConnection:
    def __init__(self) -> None:
        self.sent: list[TextClause] = []

    def execute(self, statement: TextClause) -> None:
        self.sent.append(statement)


def test_an_insert_keeps_the_order_of_the_rows_and_sends_one_wide_parameter() -> None:
    connection, row = LearningConnection(), {"label": "L-1", "qty": "2"}
    insert_given(connection, KIND, labels, [row])  # type: ignore[arg-type]  # one of its methods suffices
    (statement,) = connection.sent
    compiled = statement.compile(dialect=mssql.dialect(paramstyle="qmark"))
    text = str(compiled)
    assert text.startswith("INSERT INTO labels (label, qty) SELECT label, qty FROM (SELECT label COLLATE")
    assert text.endswith(") AS given ORDER BY place")
    assert text.count("?") == 1
    (parameter,) = compiled.binds.values()
    assert isinstance(parameter.type, UnicodeText)
    assert json.loads(str(parameter.value)) == [{**row, "place": 0}]


def test_parts_are_brought_up_to_date_by_one_statement() -> None:
    new = given(KIND, detail_packing, [{"no_dn": "K", "part_number_dn": "P", "status": "Terpenuhi"}])
    same = detail_packing.c.no_dn == new.c.no_dn
    text = str(update(detail_packing).where(same).values(status=new.c.status).compile(dialect=mssql.dialect()))
    assert text.startswith("UPDATE detail_packing SET status=given.status FROM detail_packing, (SELECT")


def test_the_engine_opens_nothing_and_leaves_fast_executemany_off() -> None:
    pytest.importorskip("pyodbc", exc_type=ImportError, reason="no ODBC driver manager on this machine")
    engine = mssql_engine(make_url("mssql+pyodbc://user:secret@nowhere/whcomp?driver=ODBC+Driver+18"), 5.0, Login())
    assert engine.dialect.fast_executemany is False  # type: ignore[attr-defined]  # the pyodbc dialect's own
    engine.dispose()
