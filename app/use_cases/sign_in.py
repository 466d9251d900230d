"""Who somebody is: a badge and its PIN or password, checked against what this place remembers of the directory.

Nothing here asks the network: a place signs people in as long as its copy of them counts.
"""

import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from app.domain.audit import AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, canonical_user_name, lock_s, nobody_at
from app.ports.audit_trail import AuditTrail
from app.ports.clock import Clock
from app.ports.people import Account, Failures, KnownPeople, SecretChecker, SignInMemory
from app.use_cases.authority import Authority

PLACE = ""
"""The memory's row of no user name: the latest moment that was ever seen here."""
_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignInRules:
    """``offline_days``: how long a copy of the directory counts."""

    offline_days: int = 7


@dataclass(frozen=True, slots=True)
class _Wrong:
    """As seen by this very process, whose monotonic clock nobody sets."""

    count: int
    at_s: float


class SignIn:
    """Any thread; one sign-in at a time, each as slow as ``checker`` is. ``authority`` judges by the same copy."""

    def __init__(
        self,
        memory: SignInMemory,
        checker: SecretChecker,
        audit: AuditTrail,
        clock: Clock,
        station_id: str,
        rules: SignInRules | None = None,
    ) -> None:
        self._memory, self._checker, self._audit, self._clock = memory, checker, audit, clock
        self._rules = rules or SignInRules()
        self._station_id = station_id
        self._lock = threading.Lock()
        self._wrong: dict[str, _Wrong] = {}
        self._nobodys = ""  # what nobody's secret is checked against
        self.authority = Authority(self.known, clock)

    def known(self, user_name: str) -> Person | None:
        """As the copy has them, the removed ones too."""
        found = _account(self._memory.people(), user_name)
        return found.person if found else None

    def authenticate(self, user_name: str, secret: str, purpose: str) -> Actor:
        """Rule PE7: an unknown badge, a wrong secret, somebody removed and somebody who has no secret get one answer,
        after the same work. Rule PE8: the attempt is counted before it is checked, so that pulling the plug saves none;
        while the badge is locked nothing is checked, the right secret neither; success forgets the count.

        ``purpose`` is what the audit says it was for. Raises OperationalError: NOBODY_KNOWN, SIGN_IN_STALE (days),
        SIGN_IN_REFUSED, SIGN_IN_LOCKED (wait_s), PEPPER_MISSING, and as the record does.
        """
        with self._lock:
            name = canonical_user_name(user_name)
            people = self._counting_copy(name, purpose)
            self._refuse_locked(name, purpose)
            nobodys = self._nobodys = self._nobodys or self._checker.verifier(secrets.token_hex())
            failures = self._counted(name)
            account = _usable(people, name)
            if not self._checker.matches(secret, account.verifier if account else nobodys) or account is None:
                raise self._refused(name, failures, purpose)
            return self._signed_in(account.person, purpose)

    def wait_s(self, user_name: str) -> int:
        """Rule PE9: seconds until the badge may be tried again; 0: now. While this process runs, its monotonic clock
        tells; after a restart the wall's does, and one that was set back begins the lock anew, in full."""
        kept, seen = self._memory.failures(user_name), self._wrong.get(user_name)
        locked_s = lock_s(kept.count)
        if not locked_s:
            return 0
        if seen is not None and seen.count == kept.count:
            return max(0, ceil(locked_s - (self._clock.monotonic_s() - seen.at_s)))
        passed_s = (self._clock.utc() - _moment(kept.last_at)).total_seconds()
        if passed_s >= locked_s:
            return 0
        self._wrong[user_name] = _Wrong(kept.count, self._clock.monotonic_s() - max(0.0, passed_s))
        return ceil(locked_s - max(0.0, passed_s))

    def note(self, actor: Actor, deed: AuditDeed, reason: str = "") -> None:
        """What somebody who is known did about being here: SIGNED_OUT, IDLE_LOCKED, UNLOCKED."""
        self._append(deed, actor.user_name, reason, actor=actor)

    # -- the copy ---------------------------------------------------------------------------------------------------

    def _counting_copy(self, name: str, purpose: str) -> KnownPeople:
        """Rule PE10: the copy counts for ``offline_days``. A clock that stands before what was seen here already makes
        it count no longer, until the next copy: set back, it never lengthens the time."""
        people = self._memory.people()
        if not people.accounts:
            self._append(AuditDeed.SIGN_IN_REFUSED, name, purpose, after={"code": ErrorCode.NOBODY_KNOWN})
            raise OperationalError(ErrorCode.NOBODY_KNOWN)
        now, fetched = self._clock.utc(), _moment(people.fetched_at)
        latest = self._memory.failures(PLACE).last_at
        seen = max(fetched, _moment(latest)) if latest else fetched
        if now - fetched > timedelta(days=self._rules.offline_days) or seen - now > _SLACK:
            self._append(AuditDeed.SIGN_IN_REFUSED, name, purpose, after={"code": ErrorCode.SIGN_IN_STALE})
            raise OperationalError(ErrorCode.SIGN_IN_STALE, days=self._rules.offline_days)
        if now > seen:
            self._memory.keep_failures(PLACE, Failures(1, now.isoformat()))
        return people

    # -- the outcome ------------------------------------------------------------------------------------------------

    def _refuse_locked(self, name: str, purpose: str) -> None:
        if wait_s := self.wait_s(name):
            self._append(AuditDeed.SIGN_IN_LOCKED, name, purpose, after={"wait_s": wait_s})
            raise OperationalError(ErrorCode.SIGN_IN_LOCKED, wait_s=wait_s)

    def _counted(self, name: str) -> Failures:
        failures = Failures(self._memory.failures(name).count + 1 if name else 1, self._clock.utc().isoformat())
        if name:
            self._memory.keep_failures(name, failures)
            self._wrong[name] = _Wrong(failures.count, self._clock.monotonic_s())
        return failures

    def _refused(self, name: str, failures: Failures, purpose: str) -> OperationalError:
        locked_s = lock_s(failures.count)
        after = {"failures": failures.count, "locked_s": locked_s}
        self._append(AuditDeed.SIGN_IN_REFUSED, name, purpose, after=after)
        if locked_s:
            return OperationalError(ErrorCode.SIGN_IN_LOCKED, wait_s=locked_s)
        return OperationalError(ErrorCode.SIGN_IN_REFUSED)

    def _signed_in(self, person: Person, purpose: str) -> Actor:
        """Nobody is in before the audit says so."""
        actor = Actor(person.user_name, person.role, self._station_id)
        self._append(AuditDeed.SIGNED_IN, person.user_name, purpose, actor=actor)
        self._memory.keep_failures(person.user_name, Failures())
        self._wrong.pop(person.user_name, None)
        return actor

    def _append(
        self, deed: AuditDeed, name: str, purpose: str, *, actor: Actor | None = None, after: object = None
    ) -> None:
        by = actor or nobody_at(self._station_id)
        self._audit.append(self.authority.act(by, deed, f"person:{name}", reason=purpose, after=after))


def _account(people: KnownPeople, user_name: str) -> Account | None:
    return next((each for each in people.accounts if each.person.user_name == user_name), None)


def _usable(people: KnownPeople, user_name: str) -> Account | None:
    found = _account(people, user_name)
    return found if found and found.person.active and found.verifier else None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
