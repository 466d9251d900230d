"""Ten broken set-ups, and the sentence that the doctor says of each; beside each the same set-up, whole."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyodbc
import pytest
from sqlalchemy import event, text

from app.commands.doctor_parts import findings_of
from app.domain.health import Check, Finding, FindingCode, Verdict, worst
from app.domain.health_facts import ClockFacts, DatabaseFacts
from app.domain.health_rules import clock_findings, database_findings, disk_findings
from app.health_messages import finding_words
from app.places import DEMO_CLIP
from app.ports.clock import SystemClock
from app.settings import DatabaseSettings, Settings
from app.settings_layers import with_changes
from app.version import VERSION
from services.doctor.database import database_findings as looked_at_database
from services.doctor.database import of_server
from services.doctor.disk import disk_facts
from services.doctor.rights import rights_facts
from services.inference.client.token import token_user
from services.inference.server import enrolment
from services.record.record import open_record
from services.record.station_file import RECORD_NAME
from services.storage.open_store import parsed_url, sql_server
from services.storage.remote.open_remote import RemoteKind, open_remote, remote_engine
from services.storage.remote.server import DatabaseServer
from tests.fakes.inference_server import ServerThread, free_port, server_settings
from tests.fakes.refusing_sql_server import RefusingSqlServer

LIMIT_S = 6.0
NOW = datetime.now(UTC)
SQL_SERVER = "mssql+pyodbc://qc@sql.plant.example/whcomp?driver=ODBC+Driver"


@pytest.fixture(autouse=True)
def quick_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds of a camera are for people; a tenth of one is enough for whether there is any."""
    monkeypatch.setattr("services.doctor.camera.LOOK_S", 0.1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return with_changes(Settings(), {"data_dir": str(tmp_path / "data")})


def said(findings: Sequence[Finding]) -> list[str]:
    """The sentences of what fails."""
    return [str(finding_words(each)) for each in findings if each.verdict is Verdict.FAIL]


def codes(findings: Sequence[Finding]) -> set[FindingCode]:
    return {each.code for each in findings}


def look(check: Check, settings: Settings, changes: Mapping[str, object]) -> Sequence[Finding]:
    return findings_of(check, with_changes(settings, changes), LIMIT_S)


# 1 -------------------------------------------------------------------------------------------------------------------


def test_no_camera(settings: Settings) -> None:
    assert said(look(Check.CAMERA, settings, {"camera.source": "/dev/no-such-camera"})) == [
        "There is no picture from the camera /dev/no-such-camera: /dev/no-such-camera cannot be opened. "
        "Plug it in, close other programs that use it, and see: countersign cameras."
    ]
    whole = look(Check.CAMERA, settings, {"camera.source": str(DEMO_CLIP)})
    assert worst(whole) is Verdict.PASS, whole


# 2 -------------------------------------------------------------------------------------------------------------------


def test_wrong_password(kept: dict[tuple[str, str], str]) -> None:
    """SQL Server's own answer, as ODBC Driver 18 hands it on, through the engine that a station has."""
    assert codes(refused_login()) == {FindingCode.DATABASE_NO_PASSWORD}
    kept["countersign", "qc"] = "of yesterday"
    wrong = refused_login()
    assert said(wrong) == [
        "The database sql.plant.example/whcomp refuses the login qc. "
        "Store the right password: countersign secret set database. Or let the login into the database."
    ]
    with _factory() as factory:  # one that lets us in
        assert factory.look() == {FindingCode.DATABASE_GOOD}


@pytest.mark.skipif("FreeTDS" not in pyodbc.drivers(), reason="the ODBC driver FreeTDS is not installed here")
def test_wrong_password_by_a_real_driver(kept: dict[tuple[str, str], str], tmp_path: Path) -> None:
    """Over TDS, to a server that refuses every login; and the same once that server is gone."""
    kept["countersign", "qc"] = "of yesterday"
    with RefusingSqlServer() as server:
        place = f"{server.host}:{server.port}/whcomp?driver=FreeTDS&TDS_Version=7.4&Encryption=off"
        rules = DatabaseSettings(url=f"mssql+pyodbc://qc@{place}", timeout_s=1.0)
        refused = looked_at_database(rules, tmp_path / "own.sqlite", LIMIT_S, SystemClock())
        assert server.logins > 0
    gone = looked_at_database(rules, tmp_path / "own.sqlite", LIMIT_S, SystemClock())
    assert said(refused) == [
        "The database 127.0.0.1/whcomp refuses the login qc. "
        "Store the right password: countersign secret set database. Or let the login into the database."
    ]
    assert codes(gone) == {FindingCode.DATABASE_AWAY}


def refused_login() -> Sequence[Finding]:
    refusal = (
        "28000",
        "[28000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Login failed for user 'qc'. (18456) "
        "(SQLDriverConnect)",
    )
    engine, kind = sql_server(parsed_url(SQL_SERVER), 1.0)

    @event.listens_for(engine, "do_connect")
    def _refuse(*_: object) -> None:
        """After the password was put in."""
        raise pyodbc.InterfaceError(*refusal)

    return of_server(engine, kind, SystemClock(), "sql.plant.example/whcomp", "qc")


# 3 -------------------------------------------------------------------------------------------------------------------


def test_server_down(settings: Settings) -> None:
    address = f"127.0.0.1:{free_port()}"
    assert said(look(Check.SERVER, settings, {"inference.address": address})) == [
        f"No server answers at {address}. Start it, open its port in the firewall, or correct inference.address."
    ]
    with ServerThread(server_settings("", synthetic=True)) as server:
        whole = look(Check.SERVER, settings, {"inference.address": server.address})
    assert codes(whole) == {FindingCode.SERVER_GOOD}


# 4 -------------------------------------------------------------------------------------------------------------------


def test_wrong_certificate(settings: Settings, tmp_path: Path) -> None:
    ours, others = tmp_path / "ours", tmp_path / "others"
    for folder in (ours, others):
        enrolment.issue_server_certificate(folder / "access.json", ["127.0.0.1"], folder, NOW)
    cert, key = str(ours / "server.crt"), str(ours / "server.key")
    with ServerThread(server_settings("", synthetic=True, tls_cert=cert, tls_key=key)) as server:
        address = {"inference.address": server.address}
        wrong = look(Check.SERVER, settings, {**address, "inference.tls_ca": str(others / "ca.crt")})
        whole = look(Check.SERVER, settings, {**address, "inference.tls_ca": str(ours / "ca.crt")})
    assert said(wrong) == [
        f"The server {server.address} shows a certificate that this station does not trust. "
        "Set inference.tls_ca to the authority that signed it, or enrol the server anew: countersign server enroll."
    ]
    assert codes(whole) == {FindingCode.SERVER_GOOD}


def test_a_token_that_the_server_does_not_know(
    settings: Settings, tmp_path: Path, kept: dict[tuple[str, str], str]
) -> None:
    access, mine = tmp_path / "access.json", ("countersign", token_user(settings.station.id))
    chosen = {"inference.token_keyring": "countersign"}
    assert codes(look(Check.SERVER, settings, chosen)) == {FindingCode.SERVER_PAPERS}
    kept[mine] = enrolment.enroll_with_token(access, settings.station.id, None, NOW)
    with ServerThread(server_settings("", synthetic=True, access_file=str(access))) as server:
        chosen["inference.address"] = server.address
        whole = look(Check.SERVER, settings, chosen)
        kept[mine] = "another"
        refused = look(Check.SERVER, settings, chosen)
    assert codes(whole) == {FindingCode.SERVER_GOOD}
    assert codes(refused) == {FindingCode.SERVER_REFUSES}


def test_a_program_that_the_server_finds_too_old(settings: Settings) -> None:
    with ServerThread(server_settings("", synthetic=True, lowest_station="99.0.0")) as server:
        found = look(Check.SERVER, settings, {"inference.address": server.address})
    assert said(found) == [
        f"This program is {VERSION}; the server begins no session below 99.0.0. Install 99.0.0 or newer."
    ]


# 5 -------------------------------------------------------------------------------------------------------------------


def test_clock_off() -> None:
    with _factory() as factory:
        assert said(factory.findings(ahead_s=300)) == [
            "This machine's clock is 300 s ahead of the database's. Let the plant's time server set both."
        ]
        assert said(factory.findings(ahead_s=-300)) == [
            "This machine's clock is 300 s behind the database's. Let the plant's time server set both."
        ]
        assert factory.look() == {FindingCode.DATABASE_GOOD}
        assert worst(factory.findings(ahead_s=20)) is Verdict.WARN
    built = datetime(2026, 11, 20, tzinfo=UTC)
    flat = ClockFacts(datetime(2000, 1, 1, 0, 5, tzinfo=UTC), built, synchronised=True)
    assert said(clock_findings(flat)) == [
        "The clock says 2000-01-01 00:05 UTC, but this program was built on 2026-11-20. "
        "Set the clock; if it is wrong again after a restart, change the board's battery."
    ]
    right = ClockFacts(built + timedelta(hours=1), built, synchronised=True)
    assert codes(clock_findings(right)) == {FindingCode.CLOCK_GOOD}


# 6 -------------------------------------------------------------------------------------------------------------------


def test_full_disk(settings: Settings, tmp_path: Path) -> None:
    full = disk_facts(tmp_path, free=lambda _: 120_000_000)
    assert said(disk_findings(full, low_mb=2000, stop_mb=300)) == [
        f"The disk of {tmp_path} is full: 120 MB are free, and below 300 nothing is scanned. "
        "Make room now; the station goes on by itself."
    ]
    least = {"record.stop_free_mb": 50, "record.low_free_mb": 200}  # what is there in fact
    assert codes(look(Check.DISK, settings, least)) == {FindingCode.DISK_ROOMY, FindingCode.RECORD_NONE}


# 7 -------------------------------------------------------------------------------------------------------------------


def test_no_driver(tmp_path: Path) -> None:
    rules = DatabaseSettings(url=f"{SQL_SERVER}+99+for+SQL+Server")
    there = ", ".join(pyodbc.drivers()) or "none"
    assert said(looked_at_database(rules, tmp_path / "own.sqlite", LIMIT_S, SystemClock())) == [
        "The ODBC driver for sql.plant.example/whcomp is not installed: “ODBC Driver 99 for SQL Server” is not among "
        f"those that are there ({there}). "
        "Install the Microsoft ODBC Driver 18 for SQL Server, or name another one in database.url."
    ]
    with _factory() as factory:  # a database that needs none
        assert factory.look() == {FindingCode.DATABASE_GOOD}


# 8 -------------------------------------------------------------------------------------------------------------------


def test_old_schema() -> None:
    with _factory() as factory:
        assert factory.look() == {FindingCode.DATABASE_GOOD}
        factory.change("ALTER TABLE countersign_commit DROP COLUMN agreement", "DROP TABLE countersign_user")
        assert said(factory.findings()) == [
            "The database factory is of an older version; it lacks countersign_commit.agreement, countersign_user. "
            "Let its administrator run the script of this version: countersign db ddl --dialect mssql."
        ]


# 9 -------------------------------------------------------------------------------------------------------------------


def test_missing_model(settings: Settings, tmp_path: Path) -> None:
    nowhere = tmp_path / "models" / "covers"
    assert said(look(Check.MODEL, settings, {"model.path": str(nowhere)})) == [
        f"There is no model at {nowhere}. "
        "Copy it there, or correct model.path: without it nothing is seen when the server is away."
    ]
    whole = look(Check.MODEL, settings, {})
    assert codes(whole) >= {FindingCode.MODEL_GOOD, FindingCode.MODEL_DEMO}
    assert worst(whole) is Verdict.WARN


# 10 ------------------------------------------------------------------------------------------------------------------


def test_read_only_data(settings: Settings, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    wrong = rights_facts(locked, [], keyring_needed=False)
    assert wrong.data_problem == "it is read-only"
    found = [each for each in look(Check.RIGHTS, settings, {"data_dir": str(locked)}) if "data" in each.code]
    assert said(found) == [
        f"The data folder {locked} cannot be written: it is read-only. "
        "Give the station's user the right to write there, or set data_dir to another folder."
    ]
    assert rights_facts(Path("/proc/countersign"), [], keyring_needed=False).data_problem, "not even root may"
    assert rights_facts(tmp_path / "whole", [], keyring_needed=False).data_problem == ""
    assert list((tmp_path / "whole").iterdir()) == [], "what was tried is gone again"


# -- beside the ten ---------------------------------------------------------------------------------------------------


def test_rights_that_are_missing_are_named() -> None:
    facts = DatabaseFacts("sql/whcomp", "qc", True, 1.0, 0.0, denied=["INSERT ON countersign_commit"])
    assert said(database_findings(facts)) == [
        "The login qc lacks rights: INSERT ON countersign_commit. Put it into the role countersign_station."
    ]


def test_what_a_running_station_has_is_no_trouble(settings: Settings) -> None:
    absent: dict[str, object] = {"camera.source": "/dev/no-such-camera", "scanner.serial_port": "/dev/no-such-port"}
    record = open_record(settings.data_path, settings.record, SystemClock(), 1.0)
    try:
        held = [*look(Check.CAMERA, settings, absent), *look(Check.SCANNER, settings, absent)]
    finally:
        record.close()
    assert codes(held) == {FindingCode.CAMERA_HELD, FindingCode.SCANNER_HELD}
    free = [*look(Check.CAMERA, settings, absent), *look(Check.SCANNER, settings, absent)]
    assert codes(free) == {FindingCode.CAMERA_ABSENT, FindingCode.SCANNER_ABSENT}


@pytest.mark.parametrize(
    ("content", "problem"), [(b"no database" * 400, "not a database"), (None, "is not a station record")]
)
def test_a_record_that_is_none(settings: Settings, content: bytes | None, problem: str) -> None:
    path = settings.data_path / RECORD_NAME
    path.parent.mkdir()
    if content is None:
        with closing(sqlite3.connect(path)) as another:
            another.execute("CREATE TABLE of_another_program (x)")
    else:
        path.write_bytes(content)
    (found,) = [each for each in look(Check.DISK, settings, {}) if each.code is FindingCode.RECORD_UNUSABLE]
    assert problem in str(found.details["problem"])


def test_a_record_that_is_still_empty_is_none_yet(settings: Settings) -> None:
    settings.data_path.mkdir()
    (settings.data_path / RECORD_NAME).touch()
    assert FindingCode.RECORD_NONE in codes(look(Check.DISK, settings, {}))


def test_a_database_that_is_away_is_no_wrong_password(caplog: pytest.LogCaptureFixture) -> None:
    with _factory() as factory, caplog.at_level(logging.CRITICAL):
        factory.server.close()
        assert codes(factory.findings()) == {FindingCode.DATABASE_AWAY}


@dataclass
class _Factory:
    """A database behind a real link, with tables that no station makes."""

    server: DatabaseServer

    def findings(self, ahead_s: float = 0.0) -> Sequence[Finding]:
        engine, clock = remote_engine(self.server.address, 2.0), _Ahead(ahead_s)
        return of_server(engine, RemoteKind("factory"), clock, "factory", "qc")

    def look(self) -> set[FindingCode]:
        return codes(self.findings())

    def change(self, *statements: str) -> None:
        engine = remote_engine(self.server.address, 2.0)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@dataclass(frozen=True)
class _Ahead:
    seconds: float

    def monotonic_s(self) -> float:
        return SystemClock().monotonic_s()

    def utc(self) -> datetime:
        return SystemClock().utc() + timedelta(seconds=self.seconds)


@contextmanager
def _factory() -> Iterator[_Factory]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        server = DatabaseServer(Path(folder) / "factory.sqlite", durable=False)
        try:
            store = open_remote(server.address, 2.0)
            store.create_schema()
            store.close()
            yield _Factory(server)
        finally:
            server.close()
