"""What every directory of people does: the one in memory, the SQLite file, and SQL Server where one is offered."""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import cast

import pytest
from sqlalchemy import event

from app.domain.audit import Act, AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import SHOWN_NAME_AT_MOST, USER_NAME_AT_MOST, Person, Role
from app.ports.people import Account, PeopleDirectory
from services.storage.columns import METADATA
from services.storage.deferred import deferred
from services.storage.factory_audit import SqlFactoryAudit
from services.storage.grants import GRANTS, SUPERVISOR
from services.storage.open_people import open_people
from services.storage.people import SqlPeopleDirectory
from tests.fakes.people import FakePeopleDirectory

MSSQL = "COUNTERSIGN_TEST_MSSQL"
AT, LATER = "2026-09-14T07:30:15+00:00", "2026-09-14T09:00:00.250000+00:00"
VERIFIER = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$" + "x" * 43


def person(name: str, role: Role = Role.OPERATOR, *, verifier: str = VERIFIER, active: bool = True) -> Account:
    return Account(Person(name, f"Name of {name}", role, active), verifier, AT)


ADMIN = person("ADM-1", Role.ADMIN)


def act(of: Account, by: str = "ADM-1") -> Act:
    subject = f"person:{of.person.user_name}"
    return Act(AuditDeed.PERSON_ADDED, subject, by, "admin", "station-7", AT, 1000)


def _sql_server() -> SqlPeopleDirectory:
    url = os.environ.get(MSSQL, "")
    if not url:
        pytest.skip(f"{MSSQL} names no SQL Server")
    directory = open_people(url, Path(), 5.0)
    METADATA.drop_all(directory.engine)
    directory.create_schema()
    return directory


def _sqlite(folder: Path) -> SqlPeopleDirectory:
    return open_people("", folder / "station" / "packing.sqlite", 5.0)


@pytest.fixture(params=["memory", "sqlite", "sql-server"])
def directory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PeopleDirectory]:
    kinds: dict[str, Callable[[], PeopleDirectory]] = {
        "memory": FakePeopleDirectory,
        "sqlite": lambda: _sqlite(tmp_path),
        "sql-server": _sql_server,
    }
    opened = kinds[request.param]()
    yield opened
    opened.close()


@pytest.fixture
def staffed(directory: PeopleDirectory) -> PeopleDirectory:
    directory.record(ADMIN, act(ADMIN, by=""))
    return directory


def deeds(directory: PeopleDirectory) -> Sequence[str]:
    """What the audit in the same database has, in order."""
    if isinstance(directory, FakePeopleDirectory):
        lines = directory.audit.lines(0, 100)
    else:
        real = cast(SqlPeopleDirectory, directory)
        lines = SqlFactoryAudit(real.engine, real._kind).lines(0, 100)
    return [line.act.subject for line in lines]


def refused(
    directory: PeopleDirectory, account: Account, before: Account | None = None, by: str = "ADM-1"
) -> ErrorCode:
    standing, audit = directory.accounts(), deeds(directory)
    with pytest.raises(OperationalError) as caught:
        directory.record(account, act(account, by), before)
    assert (directory.accounts(), deeds(directory)) == (standing, audit), "nothing is half written"
    return caught.value.code


def test_an_empty_directory_knows_nobody(directory: PeopleDirectory) -> None:
    assert list(directory.accounts()) == []
    assert directory.account("ADM-1") is None


def test_people_come_back_as_they_were_recorded_by_their_names(staffed: PeopleDirectory) -> None:
    others = [person("OP-17"), person("OP-02", verifier=""), person("SUP-1", Role.SUPERVISOR)]
    for each in others:
        staffed.record(each, act(each))
    assert list(staffed.accounts()) == sorted([ADMIN, *others], key=lambda each: each.person.user_name)
    assert staffed.account("OP-02") == others[1]
    assert staffed.account("OP-404") is None
    assert deeds(staffed) == ["person:ADM-1", "person:OP-17", "person:OP-02", "person:SUP-1"]


def test_a_change_is_of_one_person_and_of_all_that_changes(staffed: PeopleDirectory) -> None:
    before = person("OP-17")
    staffed.record(before, act(before))
    after = Account(Person("OP-17", "佐藤 Ångström 'ž\" --", Role.SUPERVISOR, active=False), "", LATER)
    staffed.record(after, act(after), before)
    assert list(staffed.accounts()) == [ADMIN, after]
    assert deeds(staffed) == ["person:ADM-1", "person:OP-17", "person:OP-17"]


def test_pe11_the_first_is_an_administrator_whom_nobody_made(directory: PeopleDirectory) -> None:
    assert refused(directory, person("OP-17"), by="") is ErrorCode.NOT_ALLOWED
    directory.record(ADMIN, act(ADMIN, by=""))
    assert refused(directory, person("ADM-2", Role.ADMIN), by="") is ErrorCode.NOT_ALLOWED


def test_pe12_an_administrator_who_can_sign_in_remains(staffed: PeopleDirectory) -> None:
    for without in (
        replace(ADMIN, person=replace(ADMIN.person, active=False)),
        replace(ADMIN, person=replace(ADMIN.person, role=Role.OPERATOR)),
        replace(ADMIN, verifier=""),
    ):
        assert refused(staffed, without, ADMIN) is ErrorCode.LAST_ADMIN
    second = person("ADM-2", Role.ADMIN)
    staffed.record(second, act(second))
    gone = replace(ADMIN, person=replace(ADMIN.person, active=False))
    staffed.record(gone, act(gone, "ADM-2"), ADMIN)
    assert staffed.account("ADM-1") == gone


def test_who_is_there_is_not_added_again_and_who_was_changed_meanwhile_not_changed(staffed: PeopleDirectory) -> None:
    before = person("OP-17")
    staffed.record(before, act(before))
    assert refused(staffed, person("OP-17", Role.ADMIN)) is ErrorCode.PERSON_EXISTS
    stale = replace(before, person=replace(before.person, shown_name="Old"))
    assert refused(staffed, person("OP-17", Role.SUPERVISOR), stale) is ErrorCode.ACT_TOO_LATE
    assert refused(staffed, person("OP-18"), person("OP-18")) is ErrorCode.ACT_TOO_LATE, "nobody like that"


def test_of_two_administrators_who_remove_each_other_at_once_one_remains(tmp_path: Path) -> None:
    directories = [_sqlite(tmp_path), _sqlite(tmp_path)]
    second = person("ADM-2", Role.ADMIN)
    directories[0].record(ADMIN, act(ADMIN, by=""))
    directories[0].record(second, act(second))
    together = Barrier(2)

    def remove(directory: SqlPeopleDirectory, who: Account) -> object:
        together.wait(10)
        try:
            directory.record(replace(who, person=replace(who.person, active=False)), act(who), who)
        except OperationalError as error:
            return error.code
        return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(remove, directories, (ADMIN, second)))
    assert sorted(map(str, outcomes)) == ["None", ErrorCode.LAST_ADMIN.value]
    assert sum(each.person.active for each in directories[0].accounts()) == 1
    for each in directories:
        each.close()


def test_the_longest_names_fit_and_longer_ones_are_told(tmp_path: Path) -> None:
    directory = _sqlite(tmp_path)
    longest = Person("A" * USER_NAME_AT_MOST, "ä" * SHOWN_NAME_AT_MOST, Role.ADMIN)
    directory.record(Account(longest, VERIFIER, AT), act(ADMIN, by=""))
    assert directory.account(longest.user_name) == Account(longest, VERIFIER, AT)
    too_long = Account(Person("OP-17", "x" * (SHOWN_NAME_AT_MOST + 1), Role.OPERATOR), "", AT)
    assert refused(directory, too_long) is ErrorCode.DATABASE_MISMATCH
    directory.close()


def test_a_change_touches_no_column_that_a_supervisors_login_may_not_change(tmp_path: Path) -> None:
    directory, said = _sqlite(tmp_path), []
    directory.record(ADMIN, act(ADMIN, by=""))
    event.listen(directory.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    renamed = replace(ADMIN, person=replace(ADMIN.person, shown_name="Ayu"))
    directory.record(renamed, act(renamed), ADMIN)
    directory.close()
    (change,) = [text for text in said if text.startswith("UPDATE")]
    written = set(re.findall(r"(\w+)=", change.partition(" WHERE ")[0]))
    (grant,) = [each for each in GRANTS[SUPERVISOR] if each.table == "countersign_user"]
    (allowed,) = [right for right in grant.rights if right.startswith("UPDATE")]
    assert written == set(re.findall(r"\w+", allowed.removeprefix("UPDATE")))


def test_a_role_nobody_understands_is_told(tmp_path: Path) -> None:
    directory = _sqlite(tmp_path)
    directory.record(ADMIN, act(ADMIN, by=""))
    with closing(sqlite3.connect(tmp_path / "station" / "packing.sqlite")) as connection, connection:
        connection.execute("UPDATE countersign_user SET role = 'god'")
    with pytest.raises(OperationalError) as caught:
        directory.accounts()
    assert caught.value.code is ErrorCode.DATABASE_MISMATCH
    directory.close()


def test_a_deferred_one_tries_again_until_it_opens(tmp_path: Path) -> None:
    away = [OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away")]

    def opener() -> PeopleDirectory:
        if away:
            raise away.pop()
        return _sqlite(tmp_path)

    directory = deferred(opener)
    with pytest.raises(OperationalError):
        directory.accounts()
    assert list(directory.accounts()) == []
    directory.close()
