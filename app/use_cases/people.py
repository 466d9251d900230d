"""Looking after people: who there is, in which role, and with which PIN or password.

Blocking: database and argon2id. One thread at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.audit import AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import (
    SHOWN_NAME_AT_MOST,
    Actor,
    Person,
    PersonProblem,
    Right,
    Role,
    canonical_user_name,
    nobody_at,
    secret_problem,
)
from app.ports.clock import Clock
from app.ports.people import Account, PeopleDirectory, SecretChecker
from app.use_cases.authority import Authority

FIRST_ADMIN = "the first administrator"


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as the list shows them; ``can_sign_in``: active, and with a secret."""

    person: Person
    can_sign_in: bool
    changed_at: str


class People:
    """Every method raises OperationalError as the directory does; the guarded ones also NOT_ALLOWED. What is changed
    goes through :func:`app.ports.people.check_account`: PERSON_EXISTS, ACT_TOO_LATE, LAST_ADMIN."""

    def __init__(
        self, directory: PeopleDirectory, checker: SecretChecker, authority: Authority, clock: Clock, station_id: str
    ) -> None:
        self._directory, self._checker, self._authority = directory, checker, authority
        self._clock, self._station_id = clock, station_id

    def listed(self, actor: Actor) -> Sequence[Listed]:
        """Everybody, by user name, the removed ones too."""
        self._authority.require(actor, Right.MANAGE_PEOPLE)
        return [_listed(account) for account in self._directory.accounts()]

    def add_first_admin(self, user_name: str, shown_name: str, secret: str) -> Person:
        """Rule PE11: whoever installs names the first administrator, while there is nobody. NOT_ALLOWED: there is
        somebody; SECRET_UNUSABLE, PERSON_UNUSABLE as :meth:`add`."""
        if self._directory.accounts():
            raise OperationalError(ErrorCode.NOT_ALLOWED, who=user_name)
        person = _new_person(user_name, shown_name, Role.ADMIN)
        account = Account(person, self._verifier(secret, person.user_name), self._now())
        self._write(nobody_at(self._station_id), AuditDeed.PERSON_ADDED, None, account, FIRST_ADMIN)
        return person

    def add(self, actor: Actor, user_name: str, shown_name: str, role: Role, secret: str = "") -> Person:
        """Without a secret nobody can sign in yet. PERSON_EXISTS, SECRET_UNUSABLE (problem), PERSON_UNUSABLE (problem);
        nothing is written then."""
        self._authority.require(actor, Right.MANAGE_PEOPLE)
        person = _new_person(user_name, shown_name, role)
        if self._directory.account(person.user_name) is not None:
            raise OperationalError(ErrorCode.PERSON_EXISTS, who=person.user_name)
        verifier = self._verifier(secret, person.user_name) if secret else ""
        self._write(actor, AuditDeed.PERSON_ADDED, None, Account(person, verifier, self._now()))
        return person

    def change(self, actor: Actor, user_name: str, shown_name: str, role: Role) -> None:
        """Name and role; what stands so already is not written. PERSON_UNKNOWN, PERSON_UNUSABLE, LAST_ADMIN."""
        self._authority.require(actor, Right.MANAGE_PEOPLE)
        before = self._account(user_name)
        person = replace(before.person, shown_name=_shown_name(shown_name), role=role)
        if person != before.person:
            self._write(actor, AuditDeed.PERSON_CHANGED, before, replace(before, person=person))

    def remove(self, actor: Actor, user_name: str) -> None:
        """Whoever goes stays in every record, and can sign in nowhere from the next copy on; the secret is forgotten.
        PERSON_UNKNOWN, LAST_ADMIN."""
        self._authority.require(actor, Right.MANAGE_PEOPLE)
        before = self._account(user_name)
        if before.person.active:
            gone = replace(before, person=replace(before.person, active=False), verifier="")
            self._write(actor, AuditDeed.PERSON_REMOVED, before, gone)

    def bring_back(self, actor: Actor, user_name: str, secret: str) -> None:
        """Somebody who was removed, with a new secret. PERSON_UNKNOWN, SECRET_UNUSABLE."""
        self._authority.require(actor, Right.MANAGE_PEOPLE)
        before = self._account(user_name)
        verifier = self._verifier(secret, before.person.user_name)
        back = replace(before, person=replace(before.person, active=True), verifier=verifier)
        self._write(actor, AuditDeed.PERSON_CHANGED, before, back)

    def set_secret(self, actor: Actor, user_name: str, secret: str) -> None:
        """Of somebody else; one's own takes the old one (:meth:`set_own_secret`). PERSON_UNKNOWN, SECRET_UNUSABLE."""
        self._authority.require(actor, Right.MANAGE_PEOPLE)
        before = self._account(user_name)
        if before.person.user_name == actor.user_name or not before.person.active:
            raise OperationalError(ErrorCode.NOT_ALLOWED, who=actor.user_name)
        self._write(actor, AuditDeed.SECRET_SET, before, self._with_secret(before, secret))

    def set_own_secret(self, actor: Actor, old: str, secret: str) -> None:
        """Whoever knows the old one may, in any role. SIGN_IN_REFUSED: it is not that; SECRET_UNUSABLE."""
        before = self._directory.account(actor.user_name)
        standing = before is not None and before.person.active and actor.proven
        if before is None or not standing or not self._checker.matches(old, before.verifier):
            raise OperationalError(ErrorCode.SIGN_IN_REFUSED)
        self._write(actor, AuditDeed.SECRET_SET, before, self._with_secret(before, secret))

    # -- what is written --------------------------------------------------------------------------------------------

    def _account(self, user_name: str) -> Account:
        found = self._directory.account(canonical_user_name(user_name))
        if found is None:
            raise OperationalError(ErrorCode.PERSON_UNKNOWN, who=user_name)
        return found

    def _with_secret(self, account: Account, secret: str) -> Account:
        return replace(account, verifier=self._verifier(secret, account.person.user_name))

    def _verifier(self, secret: str, user_name: str) -> str:
        problem = secret_problem(secret, user_name)
        if problem is not None:
            raise OperationalError(ErrorCode.SECRET_UNUSABLE, problem=problem)
        return self._checker.verifier(secret)

    def _write(self, actor: Actor, deed: AuditDeed, before: Account | None, after: Account, reason: str = "") -> None:
        after = replace(after, changed_at=self._now())
        subject = f"person:{after.person.user_name}"
        plain = None if before is None else _plain(before)
        act = self._authority.act(actor, deed, subject, reason=reason, before=plain, after=_plain(after))
        self._directory.record(after, act, before)

    def _now(self) -> str:
        return self._clock.utc().isoformat(timespec="milliseconds")


def _listed(account: Account) -> Listed:
    return Listed(account.person, account.person.active and bool(account.verifier), account.changed_at)


def _plain(account: Account) -> dict[str, object]:
    """For the audit: never the verifier."""
    person = account.person
    return {
        "shown_name": person.shown_name,
        "role": person.role.value,
        "active": person.active,
        "has_secret": bool(account.verifier),
    }


def _new_person(user_name: str, shown_name: str, role: Role) -> Person:
    name = canonical_user_name(user_name)
    if not name:
        raise OperationalError(ErrorCode.PERSON_UNUSABLE, problem=PersonProblem.NO_BADGE)
    return Person(name, _shown_name(shown_name), role)


def _shown_name(text: str) -> str:
    """Rule PE13: on one line, and every character of it can be read."""
    name = " ".join(text.split())
    if not name or len(name) > SHOWN_NAME_AT_MOST or not name.isprintable():
        raise OperationalError(ErrorCode.PERSON_UNUSABLE, problem=PersonProblem.NO_NAME)
    return name
