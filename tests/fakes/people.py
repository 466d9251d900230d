"""People in memory: the directory, held to the same suite as the real one, and secrets that are quick to check."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.audit import Act
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Person, Role
from app.ports.people import Account, KnownPeople, check_account
from tests.fakes.station_record import FakeAudit, Told

AT = "2026-09-14T07:30:15.000+00:00"
_PREFIX = "kept:"


@dataclass
class FakePeopleDirectory:
    told: Told = field(default_factory=Told)
    kept: dict[str, Account] = field(default_factory=dict)
    closed: bool = False

    def __post_init__(self) -> None:
        self.audit = FakeAudit(self.told)

    def accounts(self) -> Sequence[Account]:
        self.told.fail()
        return [self.kept[name] for name in sorted(self.kept)]

    def account(self, user_name: str) -> Account | None:
        self.told.fail()
        return self.kept.get(user_name)

    def record(self, account: Account, act: Act, before: Account | None = None) -> None:
        self.told.fail()
        check_account(self.accounts(), account, act, before)
        self.kept[account.person.user_name] = account
        self.audit.append(act)

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeSecrets:
    """Writes down how often it was asked, and against what. ``error``, while set, is raised by every method."""

    error: OperationalError | None = None
    checked: list[str] = field(default_factory=list)

    def verifier(self, secret: str) -> str:
        self._fail()
        return _PREFIX + secret

    def matches(self, secret: str, verifier: str) -> bool:
        self._fail()
        self.checked.append(verifier)
        return verifier == _PREFIX + secret

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


NO_PEPPER = OperationalError(ErrorCode.PEPPER_MISSING, problem="the entry “countersign” has none")


def account(user_name: str, role: Role = Role.OPERATOR, secret: str = "", *, active: bool = True) -> Account:
    """As the fake checker keeps ``secret``."""
    person = Person(user_name, f"Name of {user_name}", role, active)
    return Account(person, _PREFIX + secret if secret else "", AT)


def known(*accounts: Account, fetched_at: str = AT) -> KnownPeople:
    return KnownPeople(accounts, fetched_at)


class WallClock:
    """Both clocks move together, but for what a test does to the one on the wall."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.wall = datetime.fromisoformat(AT)

    def monotonic_s(self) -> float:
        return self.now_s

    def utc(self) -> datetime:
        return self.wall

    def pass_s(self, seconds: float) -> None:
        self.now_s += seconds
        self.wall += timedelta(seconds=seconds)

    def restart(self) -> None:
        """The machine: what was counted since its start begins anew."""
        self.now_s = 10.0
