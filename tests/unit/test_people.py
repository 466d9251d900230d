"""Looking after people: who may, what is refused, and what the audit says of it."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import Act, AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import RIGHTS, Actor, Person, PersonProblem, Right, Role, SecretProblem, canonical_user_name
from app.use_cases.authority import Authority
from app.use_cases.people import FIRST_ADMIN, People
from tests.fakes.people import FakePeopleDirectory, FakeSecrets, WallClock, account

PIN, NEW_PIN = "482915", "739164"
ADMIN = Actor("ADM-1", Role.ADMIN, "station-7")


class Office:
    def __init__(self) -> None:
        everybody = (
            account("ADM-1", Role.ADMIN, PIN),
            account("OP-17", secret=PIN),
            account("SUP-1", Role.SUPERVISOR, PIN),
            account("OP-9", active=False),
        )
        self.directory = FakePeopleDirectory(kept={each.person.user_name: each for each in everybody})
        self.secrets, self.clock = FakeSecrets(), WallClock()
        authority = Authority(self._known, self.clock)
        self.people = People(self.directory, self.secrets, authority, self.clock, "station-7")

    def _known(self, name: str) -> Person | None:
        found = self.directory.kept.get(name)
        return found.person if found else None

    @property
    def acts(self) -> list[Act]:
        return [line.act for line in self.directory.audit.kept]

    def verifier(self, name: str) -> str:
        return self.directory.kept[name].verifier


@pytest.fixture
def office() -> Office:
    return Office()


def refusal(deed: Callable[[], object]) -> tuple[ErrorCode, object]:
    with pytest.raises(OperationalError) as caught:
        deed()
    assert PIN not in repr(caught.value)
    assert NEW_PIN not in repr(caught.value)
    return caught.value.code, caught.value.details.get("problem", caught.value.details.get("who"))


# -- who may ----------------------------------------------------------------------------------------------------------

GUARDED: dict[str, Callable[[People, Actor], object]] = {
    "listed": lambda people, actor: people.listed(actor),
    "add": lambda people, actor: people.add(actor, "OP-20", "Dewi", Role.OPERATOR, NEW_PIN),
    "change": lambda people, actor: people.change(actor, "OP-17", "Budi", Role.SUPERVISOR),
    "remove": lambda people, actor: people.remove(actor, "OP-17"),
    "bring_back": lambda people, actor: people.bring_back(actor, "OP-9", NEW_PIN),
    "set_secret": lambda people, actor: people.set_secret(actor, "OP-17", NEW_PIN),
}
ACTORS = {
    "admin": (ADMIN, True),
    "admin by badge alone": (Actor("ADM-1", Role.ADMIN, "station-7", proven=False), False),
    "operator": (Actor("OP-17", Role.OPERATOR, "station-7"), False),
    "supervisor": (Actor("SUP-1", Role.SUPERVISOR, "station-7"), False),
    "operator who says admin": (Actor("OP-17", Role.ADMIN, "station-7"), False),
    "removed": (Actor("OP-9", Role.ADMIN, "station-7"), False),
    "unknown": (Actor("OP-404", Role.ADMIN, "station-7"), False),
    "nobody": (Actor("", Role.ADMIN, "station-7"), False),
}


@pytest.mark.parametrize("deed", GUARDED)
@pytest.mark.parametrize(("actor", "may"), ACTORS.values(), ids=ACTORS)
def test_only_who_may_manage_people_does(office: Office, deed: str, actor: Actor, may: bool) -> None:
    before = dict(office.directory.kept)
    if may:
        GUARDED[deed](office.people, actor)
        assert all(act.by == "ADM-1" and act.role == "admin" for act in office.acts)
        assert len(office.acts) == (deed != "listed")
    else:
        assert refusal(lambda: GUARDED[deed](office.people, actor))[0] is ErrorCode.NOT_ALLOWED
        assert (office.directory.kept, office.acts) == (before, [])


def test_managing_people_is_the_administrators_alone() -> None:
    assert [role for role in Role if Right.MANAGE_PEOPLE in RIGHTS[role]] == [Role.ADMIN]


# -- what they do -----------------------------------------------------------------------------------------------------


def test_somebody_added_can_sign_in_and_the_audit_has_no_secret(office: Office) -> None:
    person = office.people.add(ADMIN, " op-20 ", "  Dewi   Lestari ", Role.OPERATOR, NEW_PIN)
    assert (person.user_name, person.shown_name) == ("OP-20", "Dewi Lestari")
    assert office.verifier("OP-20") == f"kept:{NEW_PIN}"
    (act,) = office.acts
    assert (act.deed, act.subject, act.before) == (AuditDeed.PERSON_ADDED, "person:OP-20", "")
    assert json.loads(act.after) == {
        "shown_name": "Dewi Lestari", "role": "operator", "active": True, "has_secret": True,
    }  # fmt: skip
    assert NEW_PIN not in repr(act)
    assert NEW_PIN not in repr(office.directory.kept["OP-20"])


def test_a_change_tells_before_and_after_and_no_change_tells_nothing(office: Office) -> None:
    office.people.change(ADMIN, "op-17", "Name of OP-17", Role.OPERATOR)
    assert office.acts == []
    office.people.change(ADMIN, "op-17", "Budi", Role.SUPERVISOR)
    (act,) = office.acts
    assert [json.loads(text)["role"] for text in (act.before, act.after)] == ["operator", "supervisor"]
    assert office.verifier("OP-17") == f"kept:{PIN}"


def test_who_is_removed_stays_without_a_secret_and_can_be_brought_back_with_a_new_one(office: Office) -> None:
    office.people.remove(ADMIN, "OP-17")
    office.people.remove(ADMIN, "OP-17")
    assert [act.deed for act in office.acts] == [AuditDeed.PERSON_REMOVED]
    assert office.verifier("OP-17") == ""
    listed = {each.person.user_name: each.can_sign_in for each in office.people.listed(ADMIN)}
    assert listed == {"ADM-1": True, "OP-17": False, "SUP-1": True, "OP-9": False}
    office.people.bring_back(ADMIN, "OP-17", NEW_PIN)
    assert (office.directory.kept["OP-17"].person.active, office.verifier("OP-17")) == (True, f"kept:{NEW_PIN}")


def test_the_last_administrator_stays(office: Office) -> None:
    assert refusal(lambda: office.people.remove(ADMIN, "ADM-1")) == (ErrorCode.LAST_ADMIN, "ADM-1")
    assert refusal(lambda: office.people.change(ADMIN, "ADM-1", "A", Role.OPERATOR))[0] is ErrorCode.LAST_ADMIN
    office.people.add(ADMIN, "ADM-2", "Second", Role.ADMIN)
    assert refusal(lambda: office.people.remove(ADMIN, "ADM-1"))[0] is ErrorCode.LAST_ADMIN, "one who cannot sign in"
    office.people.set_secret(ADMIN, "ADM-2", NEW_PIN)
    office.people.remove(ADMIN, "ADM-1")
    assert refusal(lambda: office.people.listed(ADMIN))[0] is ErrorCode.NOT_ALLOWED, "out at once"


REFUSED: dict[str, tuple[Callable[[People], object], ErrorCode, object]] = {
    "known badge": (lambda p: p.add(ADMIN, "op-17", "X", Role.ADMIN), ErrorCode.PERSON_EXISTS, "OP-17"),
    "known and removed": (lambda p: p.add(ADMIN, "OP-9", "X", Role.ADMIN), ErrorCode.PERSON_EXISTS, "OP-9"),
    "no badge": (lambda p: p.add(ADMIN, "", "X", Role.ADMIN), ErrorCode.PERSON_UNUSABLE, PersonProblem.NO_BADGE),
    "badge with spaces": (
        lambda p: p.add(ADMIN, "OP 20", "X", Role.ADMIN), ErrorCode.PERSON_UNUSABLE, PersonProblem.NO_BADGE,
    ),
    "no name": (lambda p: p.add(ADMIN, "OP-20", "  ", Role.ADMIN), ErrorCode.PERSON_UNUSABLE, PersonProblem.NO_NAME),
    "turned round name": (
        lambda p: p.change(ADMIN, "OP-17", "\u202eidub", Role.ADMIN),
        ErrorCode.PERSON_UNUSABLE,
        PersonProblem.NO_NAME,
    ),
    "long name": (
        lambda p: p.change(ADMIN, "OP-17", "x" * 101, Role.ADMIN), ErrorCode.PERSON_UNUSABLE, PersonProblem.NO_NAME,
    ),
    "short pin": (
        lambda p: p.set_secret(ADMIN, "OP-17", "48291"), ErrorCode.SECRET_UNUSABLE, SecretProblem.TOO_SHORT,
    ),
    "simple pin": (
        lambda p: p.add(ADMIN, "OP-20", "X", Role.ADMIN, "111111"), ErrorCode.SECRET_UNUSABLE, SecretProblem.TOO_SIMPLE,
    ),
    "unknown": (lambda p: p.remove(ADMIN, "OP-404"), ErrorCode.PERSON_UNKNOWN, "OP-404"),
    "hostile": (lambda p: p.remove(ADMIN, "'; DROP TABLE"), ErrorCode.PERSON_UNKNOWN, "'; DROP TABLE"),
    "own by the back door": (lambda p: p.set_secret(ADMIN, "ADM-1", NEW_PIN), ErrorCode.NOT_ALLOWED, "ADM-1"),
    "secret of a removed one": (lambda p: p.set_secret(ADMIN, "OP-9", NEW_PIN), ErrorCode.NOT_ALLOWED, "ADM-1"),
}  # fmt: skip


@pytest.mark.parametrize(("deed", "code", "about"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(
    office: Office, deed: Callable[[People], object], code: ErrorCode, about: object
) -> None:
    before = dict(office.directory.kept)
    assert refusal(lambda: deed(office.people)) == (code, about)
    assert (office.directory.kept, office.acts) == (before, [])


@given(st.text(max_size=60))
def test_whatever_the_badge_is_it_is_kept_in_capitals_or_not_at_all(text: str) -> None:
    office = Office()
    before, name = set(office.directory.kept), canonical_user_name(text)
    if name and name not in before:
        assert office.people.add(ADMIN, text, "X", Role.OPERATOR).user_name == name == text.strip().upper()
    else:
        code, _ = refusal(lambda: office.people.add(ADMIN, text, "X", Role.OPERATOR))
        assert code is (ErrorCode.PERSON_EXISTS if name else ErrorCode.PERSON_UNUSABLE)
        assert set(office.directory.kept) == before


# -- the first one, and one's own -------------------------------------------------------------------------------------


def test_pe11_the_first_administrator_is_made_once() -> None:
    office = Office()
    office.directory.kept.clear()
    assert refusal(lambda: office.people.add_first_admin("ADM-1", "A", "123456"))[0] is ErrorCode.SECRET_UNUSABLE
    office.people.add_first_admin("adm-1", "Admin", PIN)
    (act,) = office.acts
    assert (act.by, act.reason, office.directory.kept["ADM-1"].person.role) == ("", FIRST_ADMIN, Role.ADMIN)
    assert refusal(lambda: office.people.add_first_admin("ADM-2", "B", PIN))[0] is ErrorCode.NOT_ALLOWED


def test_ones_own_secret_takes_the_old_one(office: Office) -> None:
    operator = Actor("OP-17", Role.OPERATOR, "station-7")
    assert refusal(lambda: office.people.set_own_secret(operator, NEW_PIN, NEW_PIN))[0] is ErrorCode.SIGN_IN_REFUSED
    assert refusal(lambda: office.people.set_own_secret(operator, PIN, "1"))[0] is ErrorCode.SECRET_UNUSABLE
    office.people.set_own_secret(operator, PIN, NEW_PIN)
    assert office.verifier("OP-17") == f"kept:{NEW_PIN}"
    (act,) = office.acts
    assert (act.deed, act.by) == (AuditDeed.SECRET_SET, "OP-17")


@pytest.mark.parametrize("name", ["OP-9", "OP-404"])
def test_who_may_not_sign_in_sets_no_secret(office: Office, name: str) -> None:
    actor = Actor(name, Role.OPERATOR, "station-7")
    assert refusal(lambda: office.people.set_own_secret(actor, "", NEW_PIN))[0] is ErrorCode.SIGN_IN_REFUSED
    by_badge = Actor("OP-17", Role.OPERATOR, "station-7", proven=False)
    assert refusal(lambda: office.people.set_own_secret(by_badge, PIN, NEW_PIN))[0] is ErrorCode.SIGN_IN_REFUSED
