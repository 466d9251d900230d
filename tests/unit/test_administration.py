"""Who changes settings, and when the wizard comes by itself."""

from itertools import product

import pytest

from app.domain.audit import AuditDeed
from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, Role, nobody_at
from app.use_cases.administration import Administration, Changes, ReadOnly, first_run
from app.use_cases.authority import Authority
from tests.fakes.station_parts import SetClock
from tests.fakes.station_record import FakeStationRecord

PEOPLE = {f"{role.value[:2].upper()}-1": Person(f"{role.value[:2].upper()}-1", "", role) for role in Role}
NOBODY = nobody_at("station-7")
ACTORS = [NOBODY, *(Actor(each.user_name, each.role, "station-7") for each in PEOPLE.values())]
CHANGES, BEFORE = {"camera.fps": 30}, {"camera.fps": 15}


class Place:
    def __init__(self, *, guarded: bool = True, writable: bool = True) -> None:
        self.record = FakeStationRecord()
        self.saved: list[Changes] = []
        self.error: OperationalError | None = None
        authority = Authority(PEOPLE.get, SetClock())
        self.administration = Administration(
            authority, self.record.audit, self._save, lambda: guarded, file_writable=writable
        )

    def _save(self, changes: Changes) -> None:
        if self.error:
            raise self.error
        self.saved.append(changes)


@pytest.mark.parametrize(("guarded", "writable", "actor"), list(product([True, False], [True, False], ACTORS)), ids=str)
def test_m1_where_people_sign_in_only_who_may_changes_settings_and_elsewhere_whoever_may_write_the_file(
    guarded: bool, writable: bool, actor: Actor
) -> None:
    place = Place(guarded=guarded, writable=writable)
    if guarded and actor.role is not Role.ADMIN:
        assert place.administration.read_only(actor) is ReadOnly.NOT_AN_ADMIN
        with pytest.raises(OperationalError) as caught:
            place.administration.change(actor, CHANGES, BEFORE)
        assert caught.value.code is ErrorCode.NOT_ALLOWED
        assert (place.saved, place.record.audit.kept) == ([], [])
        return
    assert place.administration.read_only(actor) is (None if writable else ReadOnly.FILE_LOCKED)
    place.administration.change(actor, CHANGES, BEFORE)
    (line,) = place.record.audit.kept
    assert (line.act.deed, line.act.by) == (AuditDeed.SETTINGS_CHANGED, actor.user_name)
    assert (line.act.before, line.act.after) == ('{"camera.fps":15}', '{"camera.fps":30}')
    assert place.saved == [CHANGES]


def test_a_change_that_cannot_be_accounted_for_is_not_made() -> None:
    place = Place()
    place.record.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="disk full")
    with pytest.raises(OperationalError):
        place.administration.change(ACTORS[-1], CHANGES, BEFORE)
    assert place.saved == []


@pytest.mark.parametrize(("exists", "writable", "overridden", "watched"), list(product([True, False], repeat=4)))
def test_m2_the_wizard_comes_by_itself_only_at_a_first_start_that_somebody_sees(
    exists: bool, writable: bool, overridden: bool, watched: bool
) -> None:
    shown = first_run(file_exists=exists, file_writable=writable, overridden=overridden, watched=watched)
    assert shown is ((exists, writable, overridden, watched) == (False, True, False, True))
