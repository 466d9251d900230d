"""The factory's directory of people on a database, whichever engine it is."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.domain.audit import Act
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Person, Role
from app.ports.people import Account, check_account
from services.storage.audit_chain import append_act
from services.storage.fitting import fitted
from services.storage.office_schema import countersign_act, countersign_user
from services.storage.rows import text_from_utc, utc_from_text
from services.storage.sql_adapter import SqlAdapter
from services.storage.transactions import transaction

log = logging.getLogger(__name__)

_EVERYBODY = select(countersign_user).order_by(countersign_user.c.user_name)


class SqlPeopleDirectory(SqlAdapter):
    """Implements :class:`app.ports.people.PeopleDirectory`.

    DATABASE_MISMATCH (problem) also tells of a text too long for its column, alike on either engine.
    """

    def accounts(self) -> Sequence[Account]:
        with transaction(self.engine, self._kind) as connection:
            return _accounts(connection)

    def account(self, user_name: str) -> Account | None:
        return next((each for each in self.accounts() if each.person.user_name == user_name), None)

    def record(self, account: Account, act: Act, before: Account | None = None) -> None:
        """The audit's lock comes first: whoever changes people comes one after the other, on either engine."""
        row = fitted(countersign_user, _row(account))
        with transaction(self.engine, self._kind, writes=True) as connection:
            append_act(connection, countersign_act, act)
            check_account(_accounts(connection), account, act, before)
            if before is None:
                connection.execute(insert(countersign_user).values({**row, "created_at": row["changed_at"]}))
            else:
                of_name = countersign_user.c.user_name == account.person.user_name
                changed = {name: value for name, value in row.items() if name != "user_name"}  # no right to more
                connection.execute(update(countersign_user).where(of_name).values(changed))
        log.info("%s: %s by %s", act.deed, account.person.user_name, act.by or "the installer")


def _accounts(connection: Connection) -> list[Account]:
    return [_account(row) for row in connection.execute(_EVERYBODY)]


def _account(row: Any) -> Account:
    if row.role not in set(Role):
        problem = f"{row.user_name} has the role “{str(row.role)[:20]}”"
        raise OperationalError(ErrorCode.DATABASE_MISMATCH, problem=problem)
    person = Person(row.user_name, row.shown_name, Role(row.role), bool(row.active))
    return Account(person, row.pin_hash, text_from_utc(row.changed_at))


def _row(account: Account) -> dict[str, Any]:
    person = account.person
    return {
        "user_name": person.user_name,
        "shown_name": person.shown_name,
        "role": person.role.value,
        "pin_hash": account.verifier,
        "active": int(person.active),
        "changed_at": utc_from_text(account.changed_at),
    }
