"""Every guarded use case by every role: what is not given is denied, before anything else happens."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from types import ModuleType

import pytest

import app.use_cases
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import RIGHTS, Actor, Person, Right, Role, nobody_at
from app.domain.settlement import Settlement
from app.use_cases.authority import Authority
from tests.fakes.station_parts import SetClock

GUARDED: dict[str, Right] = {
    "Administration.change": Right.CHANGE_SETTINGS,
    "AliasEffect.of": Right.REVIEW,
    "AliasOverview.look": Right.REVIEW,
    "AliasOverview.side_by_side": Right.REVIEW,
    "Aliases.approve": Right.APPROVE_ALIAS,
    "Aliases.import_acts": Right.APPROVE_ALIAS,
    "Aliases.propose": Right.PROPOSE_ALIAS,
    "Aliases.revoke": Right.APPROVE_ALIAS,
    "Browse.page": Right.REVIEW,
    "Browse.session": Right.REVIEW,
    "Evidence.pack": Right.EXPORT,
    "Export.write": Right.EXPORT,
    "Figures.chart": Right.REVIEW,
    "Figures.export_csv": Right.EXPORT,
    "Figures.export_png": Right.EXPORT,
    "Figures.stations": Right.REVIEW,
    "Judge.example": Right.JUDGE,
    "Judge.export": Right.EXPORT,
    "Judge.judge": Right.JUDGE,
    "Judge.parts": Right.JUDGE,
    "Judge.queue": Right.JUDGE,
    "Judge.rates": Right.REVIEW,
    "Judge.take_back": Right.JUDGE,
    "People.add": Right.MANAGE_PEOPLE,
    "People.bring_back": Right.MANAGE_PEOPLE,
    "People.change": Right.MANAGE_PEOPLE,
    "People.listed": Right.MANAGE_PEOPLE,
    "People.remove": Right.MANAGE_PEOPLE,
    "People.set_secret": Right.MANAGE_PEOPLE,
    "ReadAudit.page": Right.SEE_AUDIT,
    "ReadAudit.verify": Right.SEE_AUDIT,
    "Kiosk.leave": Right.LEAVE_KIOSK,
    "Reporting.day": Right.EXPORT,
    "Reporting.session": Right.EXPORT,
    "SessionActs.booking": Right.REVIEW,
    "SessionActs.conflict": Right.REVIEW,
    "SessionActs.conflicts": Right.REVIEW,
    "SessionActs.reopen": Right.REOPEN_SESSION,
    "SessionActs.settle": Right.SETTLE_CONFLICT,
    "SessionActs.void": Right.VOID_SESSION,
    "Shifts.hand_over": Right.PACK,
    "Shifts.override": Right.OVERRIDE_SHIFT_CHECK,
    "Shifts.record": Right.PACK,
    "Shifts.summary": Right.PACK,
    "Triage.mark_reviewed": Right.REVIEW,
    "Triage.note": Right.REVIEW,
    "Triage.reopen": Right.REVIEW,
}
UNGUARDED = {
    "Administration.read_only",  # says what would be refused
    "People.set_own_secret",  # whoever knows the old one
    "Presence.seat",  # the act of signing in itself
    "ShiftGate.decided",  # hands on to Shifts.record
    "SignIn.note",  # the audit of a sign-in
}

PEOPLE = {role: Person(f"{role.value.upper()}-1", role.value, role) for role in Role}
GONE = Person("GONE-1", "gone", Role.ADMIN, active=False)
BY_NAME = {each.user_name: each for each in (*PEOPLE.values(), GONE)}


class ReachedError(Exception):
    """A use case got as far as something outside."""


class Tripwire:
    """Anything at all, and whatever is done with it is noticed."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ReachedError(name)

    def __call__(self, *_args: object, **_more: object) -> object:
        raise ReachedError("called")

    def __iter__(self) -> Iterator[object]:
        raise ReachedError("read")

    def __bool__(self) -> bool:
        raise ReachedError("judged")

    def __eq__(self, _other: object) -> bool:
        raise ReachedError("compared")

    def __hash__(self) -> int:
        raise ReachedError("looked up")


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(app.use_cases.__path__):
        yield importlib.import_module(f"app.use_cases.{found.name}")


def guarded_methods() -> Mapping[str, Callable[..., object]]:
    """Every public method that is told who does it, by ``Class.method``."""
    found = {}
    for module in modules():
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ != module.__name__ or name == "Authority":
                continue
            for method, function in inspect.getmembers(kind, inspect.isfunction):
                if not method.startswith("_") and "actor" in inspect.signature(function).parameters:
                    found[f"{name}.{method}"] = function
    return found


GIVEN: dict[str, object] = {"guarded": lambda: True, "settlement": Settlement.SEND_AGAIN, "text": "words"}
"""Values that are looked at before anybody is asked, by the names of their parameters."""


def made(name: str) -> object:
    """An object of the class, with nothing real about it but the authority."""
    class_name = name.partition(".")[0]
    kind = next(getattr(module, class_name) for module in modules() if hasattr(module, class_name))
    values: dict[str, object] = {}
    for parameter in list(inspect.signature(kind.__init__).parameters.values())[1:]:
        if parameter.default is inspect.Parameter.empty or parameter.name == "authority":
            values[parameter.name] = GIVEN.get(parameter.name, Tripwire())
    values["authority"] = Authority(BY_NAME.get, SetClock())
    return kind(**values)


def attempt(name: str, actor: Actor) -> ErrorCode | None:
    """Call it; which refusal came, None: it went on."""
    bound = getattr(made(name), name.partition(".")[2])
    values: dict[str, object] = {}
    for parameter in inspect.signature(bound).parameters.values():
        if parameter.name == "actor":
            values["actor"] = actor
        elif parameter.name == "second":
            values["second"] = Actor("SECOND-1", Role.SUPERVISOR, "station-7")
        elif parameter.default is inspect.Parameter.empty:
            values[parameter.name] = GIVEN.get(parameter.name, Tripwire())
    try:
        bound(**values)
    except OperationalError as error:
        return error.code
    except ReachedError:
        return None
    return None


def test_the_table_names_every_method_that_is_told_who_does_it() -> None:
    assert set(guarded_methods()) == set(GUARDED) | UNGUARDED


def test_every_right_guards_something_or_is_asked_elsewhere() -> None:
    asked_elsewhere = {Right.BE_SECOND}
    assert set(Right) - set(GUARDED.values()) == asked_elsewhere


@pytest.mark.parametrize(("name", "role"), list(product(sorted(GUARDED), Role)), ids=str)
def test_pe5_a_role_without_the_right_is_stopped_before_anything_happens(name: str, role: Role) -> None:
    code = attempt(name, Actor(PEOPLE[role].user_name, role, "station-7"))
    assert (code is ErrorCode.NOT_ALLOWED) is (GUARDED[name] not in RIGHTS[role] or second_is_needed(name, role))


def second_is_needed(name: str, role: Role) -> bool:
    """What takes two is refused for the stranger who agrees, whoever does it."""
    return name in TWO and GUARDED[name] in RIGHTS[role]


TWO = {"SessionActs.settle", "SessionActs.void"}


@pytest.mark.parametrize("name", sorted(GUARDED))
@pytest.mark.parametrize(
    "actor",
    [
        Actor(GONE.user_name, Role.ADMIN, "station-7"),
        Actor("NOBODY-KNOWS", Role.ADMIN, "station-7"),
        Actor(PEOPLE[Role.OPERATOR].user_name, Role.SUPERVISOR, "station-7"),
    ],
    ids=["removed", "unknown", "role of another"],
)
def test_pe5_who_was_removed_is_unknown_or_claims_a_role_may_do_nothing_beyond_packing(name: str, actor: Actor) -> None:
    allowed = GUARDED[name] is Right.PACK and actor.user_name == PEOPLE[Role.OPERATOR].user_name
    assert (attempt(name, actor) is ErrorCode.NOT_ALLOWED) is not allowed


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_pe5_a_badge_alone_packs_and_no_more(name: str) -> None:
    for actor in (nobody_at("station-7"), Actor(PEOPLE[Role.ADMIN].user_name, Role.ADMIN, "station-7", proven=False)):
        allowed = GUARDED[name] is Right.PACK and actor.role is Role.OPERATOR
        assert (attempt(name, actor) is ErrorCode.NOT_ALLOWED) is not allowed
