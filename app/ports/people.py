"""Where people are kept: the factory's directory, a station's memory of it, and how often a secret was wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.audit import Act
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Person, Role


@dataclass(frozen=True, slots=True)
class Account:
    """A person with what their secret is checked against. ``verifier``: argon2id's own text, never the secret; "" for
    somebody who cannot sign in yet. Times are UTC, ISO 8601."""

    person: Person
    verifier: str = field(repr=False)
    changed_at: str


def check_account(everybody: Sequence[Account], account: Account, act: Act, before: Account | None) -> None:
    """What every directory asks inside its transaction. Rule PE11: the first of all is an administrator, made by
    nobody; after that nobody changes anything without having signed in. Rule PE12: an administrator remains. Raises
    OperationalError: NOT_ALLOWED, PERSON_EXISTS, ACT_TOO_LATE (somebody was quicker), LAST_ADMIN."""
    name = account.person.user_name
    standing = next((each for each in everybody if each.person.user_name == name), None)
    if not act.by and (everybody or account.person.role is not Role.ADMIN):
        raise OperationalError(ErrorCode.NOT_ALLOWED, who=name)
    if before is None and standing is not None:
        raise OperationalError(ErrorCode.PERSON_EXISTS, who=name)
    if before != standing:
        raise OperationalError(ErrorCode.ACT_TOO_LATE, problem=f"somebody else has changed {name}")
    others = [each for each in everybody if each.person.user_name != name]
    if not any(map(_is_admin, [*others, account])):
        raise OperationalError(ErrorCode.LAST_ADMIN, who=name)


def _is_admin(account: Account) -> bool:
    return account.person.active and account.person.role is Role.ADMIN and bool(account.verifier)


class PeopleDirectory(Protocol):
    """The factory's. Blocking; one thread at a time. Every method raises OperationalError with DATABASE_LOCKED,
    DATABASE_UNWRITABLE, DATABASE_UNREACHABLE or DATABASE_MISMATCH when the database cannot do it; nothing is half
    written then."""

    def accounts(self) -> Sequence[Account]:
        """Everybody, the removed ones too, by user name."""

    def account(self, user_name: str) -> Account | None: ...

    def record(self, account: Account, act: Act, before: Account | None = None) -> None:
        """Write the account as it is from now on, with ``act`` in the factory's audit, in one transaction. ``before``:
        as it was read; None: there is none. Nobody is ever deleted: who goes is made inactive. Raises also what
        :func:`check_account` does."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """The directory as it was at ``fetched_at`` (UTC, ISO 8601; "" if never)."""

    accounts: tuple[Account, ...] = ()
    fetched_at: str = ""


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong secrets in a row for one user name at this place; ``last_at`` is UTC, ISO 8601."""

    count: int = 0
    last_at: str = ""


class SignInMemory(Protocol):
    """What a place remembers over restarts. Any thread; raises as the station's record does."""

    def people(self) -> KnownPeople: ...
    def keep_people(self, people: KnownPeople) -> None: ...
    def failures(self, user_name: str) -> Failures: ...
    def keep_failures(self, user_name: str, failures: Failures) -> None:
        """``count`` 0 forgets them."""


class SecretChecker(Protocol):
    """argon2id with the site's pepper. Slow on purpose (tens of milliseconds): never on the GUI thread."""

    def verifier(self, secret: str) -> str:
        """What is kept of a secret. Raises OperationalError(PEPPER_MISSING)."""

    def matches(self, secret: str, verifier: str) -> bool:
        """False for any text that is no verifier. Raises OperationalError(PEPPER_MISSING)."""
