"""Who may do what: people, their roles, and the rights of each role. What is not given is denied."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

USER_NAME_AT_MOST = 40
SHOWN_NAME_AT_MOST = 100
SECRET_AT_MOST = 128
_PIN_AT_LEAST = 6
_PASSWORD_AT_LEAST = 10
_USER_NAME = re.compile(rf"[A-Z0-9][A-Z0-9._/-]{{0,{USER_NAME_AT_MOST - 1}}}")
_STEPS = ("0123456789", "9876543210")


class Role(StrEnum):
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Right(StrEnum):
    """One for each thing that a use case guards."""

    PACK = "pack"
    REVIEW = "review"
    EXPORT = "export"
    JUDGE = "judge"
    PROPOSE_ALIAS = "propose_alias"
    APPROVE_ALIAS = "approve_alias"
    REOPEN_SESSION = "reopen_session"
    VOID_SESSION = "void_session"
    SETTLE_CONFLICT = "settle_conflict"
    BE_SECOND = "be_second"
    OVERRIDE_SHIFT_CHECK = "override_shift_check"
    SEE_AUDIT = "see_audit"
    MANAGE_PEOPLE = "manage_people"
    CHANGE_SETTINGS = "change_settings"
    LEAVE_KIOSK = "leave_kiosk"


_SUPERVISOR = frozenset(
    {
        Right.PACK,
        Right.REVIEW,
        Right.EXPORT,
        Right.JUDGE,
        Right.PROPOSE_ALIAS,
        Right.APPROVE_ALIAS,
        Right.REOPEN_SESSION,
        Right.VOID_SESSION,
        Right.SETTLE_CONFLICT,
        Right.BE_SECOND,
        Right.OVERRIDE_SHIFT_CHECK,
        Right.SEE_AUDIT,
        Right.LEAVE_KIOSK,
    }
)

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.PACK}),
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: frozenset(
        {
            Right.REVIEW,
            Right.EXPORT,
            Right.PROPOSE_ALIAS,
            Right.SEE_AUDIT,
            Right.MANAGE_PEOPLE,
            Right.CHANGE_SETTINGS,
            Right.LEAVE_KIOSK,
        }
    ),
}
"""Rule PE1: whoever looks after people and settings packs nothing and settles nothing, and the other way round."""


@dataclass(frozen=True, slots=True)
class Person:
    """``user_name`` is the badge, in upper case; ``shown_name`` is what people call its owner."""

    user_name: str
    shown_name: str
    role: Role
    active: bool = True

    def may(self, right: Right) -> bool:
        """Rule PE2: who was removed may do nothing."""
        return self.active and right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who has signed in, and where; in every act this is who did it. ``proven``: with a secret, not by a badge
    alone."""

    user_name: str
    role: Role
    station_id: str
    proven: bool = True


def nobody_at(station_id: str) -> Actor:
    """Who acts where nobody has signed in: the program itself, or the camera."""
    return Actor("", Role.OPERATOR, station_id, proven=False)


def canonical_user_name(text: str) -> str:
    """As a badge is read, in upper case; "" for what is no user name."""
    name = text.strip().upper()
    return name if _USER_NAME.fullmatch(name) else ""


class SecretProblem(StrEnum):
    """Why a PIN or password is not taken."""

    TOO_SHORT = "secret_too_short"
    TOO_LONG = "secret_too_long"
    TOO_SIMPLE = "secret_too_simple"
    HOLDS_THE_NAME = "secret_holds_the_name"


class PersonProblem(StrEnum):
    """Why a badge's number or a name is not taken."""

    NO_BADGE = "no_badge"
    NO_NAME = "no_name"


def secret_problem(secret: str, user_name: str) -> SecretProblem | None:
    """Rule PE3: a PIN has 6 digits or more and is neither one digit over and over nor a run of digits; any other
    secret has 10 characters or more, of at least four kinds. Neither is the badge's own number."""
    if len(secret) > SECRET_AT_MOST:
        return SecretProblem.TOO_LONG
    digits = secret.isascii() and secret.isdigit()
    if len(secret) < (_PIN_AT_LEAST if digits else _PASSWORD_AT_LEAST):
        return SecretProblem.TOO_SHORT
    if len(set(secret)) < (2 if digits else 4) or (digits and any(secret in run * 2 for run in _STEPS)):
        return SecretProblem.TOO_SIMPLE
    number = "".join(each for each in user_name if each.isdigit())
    if secret.upper() == user_name or (digits and len(number) >= _PIN_AT_LEAST and secret == number):
        return SecretProblem.HOLDS_THE_NAME
    return None


FREE_FAILURES = 5
FIRST_LOCK_S = 30
LONGEST_LOCK_S = 900


def lock_s(failures: int) -> int:
    """Rule PE4: the fifth wrong secret in a row locks the badge at this place for 30 s, each further one for twice as
    long, up to 15 minutes. 0: not locked."""
    if failures < FREE_FAILURES:
        return 0
    return min(LONGEST_LOCK_S, FIRST_LOCK_S << min(failures - FREE_FAILURES, 16))
