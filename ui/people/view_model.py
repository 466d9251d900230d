"""What the list of people shows, what can be done about one of them, and what is wrong with what was typed. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, PersonProblem, Role, SecretProblem, canonical_user_name, secret_problem
from app.use_cases.people import Listed


class Standing(StrEnum):
    ACTIVE = "active"
    NO_SECRET = "no_secret"  # noqa: S105 (the name of a state)
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """``own``: whoever looks at the list."""

    badge: str
    name: str
    role: Role
    standing: Standing
    changed_at: str
    own: bool = False


def rows(people: Iterable[Listed], actor: Actor, search: str = "", *, removed: bool = False) -> tuple[PersonRow, ...]:
    """Rule PV1: whose badge or name holds every word of ``search``, in any case; the removed ones only when asked for,
    and after the others."""
    words = search.casefold().split()
    found = [_row(each, actor) for each in people if removed or each.person.active]
    found = [row for row in found if all(word in f"{row.badge} {row.name}".casefold() for word in words)]
    return tuple(sorted(found, key=lambda row: row.standing is Standing.REMOVED))


def _row(listed: Listed, actor: Actor) -> PersonRow:
    person = listed.person
    active = Standing.ACTIVE if listed.can_sign_in else Standing.NO_SECRET
    return PersonRow(
        person.user_name,
        person.shown_name,
        person.role,
        active if person.active else Standing.REMOVED,
        listed.changed_at,
        person.user_name == actor.user_name,
    )


class Task(StrEnum):
    """What is done about a person; the first one is about nobody who is there."""

    ADD = "add"
    CHANGE = "change"
    SECRET = "secret"  # noqa: S105 (the name of a task)
    REMOVE = "remove"
    RESTORE = "restore"


class Field(StrEnum):
    BADGE = "badge"
    NAME = "name"
    ROLE = "role"
    OLD = "old"
    SECRET = "secret"  # noqa: S105 (the name of a field)
    AGAIN = "again"


SECRETS = (Field.OLD, Field.SECRET, Field.AGAIN)


def tasks_for(row: PersonRow | None) -> tuple[Task, ...]:
    if row is None:
        return ()
    return (Task.RESTORE,) if row.standing is Standing.REMOVED else (Task.CHANGE, Task.SECRET, Task.REMOVE)


def fields_of(task: Task, *, own: bool = False) -> tuple[Field, ...]:
    """Rule PV2: one's own secret takes the old one."""
    if task is Task.SECRET and own:
        return SECRETS
    return {
        Task.ADD: (Field.BADGE, Field.NAME, Field.ROLE, Field.SECRET, Field.AGAIN),
        Task.CHANGE: (Field.NAME, Field.ROLE),
        Task.SECRET: (Field.SECRET, Field.AGAIN),
        Task.REMOVE: (),
        Task.RESTORE: (Field.SECRET, Field.AGAIN),
    }[task]


@dataclass(frozen=True, slots=True)
class Entries:
    """What was typed. Its secrets are in no repr."""

    badge: str = ""
    name: str = ""
    role: Role = Role.OPERATOR
    secrets: "Secrets | None" = None


class Secrets:
    """The old one, the new one, and the new one again; shown to nobody."""

    __slots__ = ("again", "new", "old")

    def __init__(self, old: str = "", new: str = "", again: str = "") -> None:
        self.old, self.new, self.again = old, new, again

    def __repr__(self) -> str:
        return "Secrets(…)"


class EntryProblem(StrEnum):
    DIFFERS = "differs"
    OLD_MISSING = "old_missing"


Problem = EntryProblem | PersonProblem | SecretProblem


def entry_problem(task: Task, entries: Entries, *, own: bool = False) -> tuple[Field, Problem] | None:
    """Rule PV3: what the use case would refuse is told beside its field before it is sent; the first one. Somebody new
    may get their secret later."""
    fields, typed = fields_of(task, own=own), entries.secrets or Secrets()
    if Field.BADGE in fields and not canonical_user_name(entries.badge):
        return Field.BADGE, PersonProblem.NO_BADGE
    if Field.NAME in fields and not entries.name.strip():
        return Field.NAME, PersonProblem.NO_NAME
    if Field.OLD in fields and not typed.old:
        return Field.OLD, EntryProblem.OLD_MISSING
    later = task is Task.ADD and not typed.new and not typed.again
    if Field.SECRET not in fields or later:
        return None
    problem = secret_problem(typed.new, canonical_user_name(entries.badge))
    if problem is not None:
        return Field.SECRET, problem
    return None if typed.new == typed.again else (Field.AGAIN, EntryProblem.DIFFERS)


_PLACES = {
    ErrorCode.PERSON_EXISTS: Field.BADGE,
    ErrorCode.PERSON_UNKNOWN: Field.BADGE,
    ErrorCode.SECRET_UNUSABLE: Field.SECRET,
    ErrorCode.SIGN_IN_REFUSED: Field.OLD,
    ErrorCode.SIGN_IN_LOCKED: Field.OLD,
}


def place_of(error: OperationalError, fields: Sequence[Field]) -> Field | None:
    """Beside which of the fields on show an error is told; None: below them all."""
    problem = error.details.get("problem")
    place = _PLACES.get(error.code)
    if isinstance(problem, PersonProblem):
        place = Field.BADGE if problem is PersonProblem.NO_BADGE else Field.NAME
    return place if place in fields else None
