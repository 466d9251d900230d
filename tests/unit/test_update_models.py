"""The update of a model as one use case: around a real store, with releases out of a dictionary and a set clock."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.audit import AuditDeed, state_of
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_book import taken_back
from app.domain.model_update import Release, Site, UpdateRefusal, Waiting, Window
from app.domain.part_number import PartNumber
from app.domain.wall_time import WallClock
from app.ports.model_updates import Proven
from app.use_cases.update_models import AGAIN_S, LOOK_S, STARTING_S, Shipped, Surroundings, UpdateModels, UpdatePolicy
from services.updates.model_store import FileModelStore
from tests.fakes.station_record import FakeStationRecord

SHIPPED = ModelIdentity("covers", "1.0")
CHECK_S = 3600.0


def model(version: str) -> ModelIdentity:
    return ModelIdentity("covers", version)


@dataclass
class SetTime:
    now: datetime = datetime(2026, 9, 14, 12, tzinfo=UTC)

    def monotonic_s(self) -> float:
        return self.now.timestamp()

    def utc(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Offers:
    """Implements ModelReleases."""

    version: str = ""
    error: OperationalError | None = None
    asked: list[str] = field(default_factory=list)

    def newest(self, name: str) -> Release | None:
        self.asked.append(name)
        if self.error:
            raise self.error
        return Release(model(self.version), "", ("model.toml", "covers.onnx")) if self.version else None

    def fetch(self, release: Release, folder: Path) -> None:
        (folder / "model.toml").write_text(release.model.version, encoding="utf-8")


@dataclass
class Runner:
    """Implements ModelRunner: a model is what its folder says; ``bad`` ones cannot be proven, ``taking`` fails so."""

    running: ModelIdentity | None = SHIPPED
    bad: set[str] = field(default_factory=set)
    taking: OperationalError | None = None
    proofs: list[str] = field(default_factory=list)

    def prove(self, folder: Path) -> Proven:
        version = self._version(folder)
        self.proofs.append(version)
        if version in self.bad:
            raise OperationalError(ErrorCode.MODEL_UNUSABLE, path=str(folder), problem="no golden frame")
        return Proven(model(version), ("A", "B"))

    def take(self, folder: Path) -> None:
        if self.taking:
            raise self.taking
        self.running = model(self._version(folder))

    def _version(self, folder: Path) -> str:
        return (folder / "model.toml").read_text(encoding="utf-8")


class Place:
    def __init__(self, folder: Path, *, window: Window | None = None, sessions: bool = True) -> None:
        self.clock, self.offers, self.runner, self.audit = SetTime(), Offers(), Runner(), FakeStationRecord().audit
        self.store = FileModelStore(folder / "models")
        self.in_session = self.session_begins = False
        self.aliases = AliasBook()
        self.heard: list[tuple[str, bool]] = []
        shipped = folder / "shipped"
        shipped.mkdir()
        (shipped / "model.toml").write_text(SHIPPED.version, encoding="utf-8")
        around = Surroundings(
            self._moment,
            in_session=lambda: self.in_session,
            aliases=lambda: self.aliases,
            audit=self.audit,
            switched=lambda taken, back: self.heard.append((taken.version, back)),
        )
        policy = UpdatePolicy("", CHECK_S, Site(window, sessions, True, WallClock(UTC)), "1.0.0", "station-7")
        self.updates = UpdateModels(
            self.offers, self.store, self.runner, self.clock, policy, Shipped(SHIPPED, shipped), around
        )

    def _moment(self, act: Callable[[], None]) -> bool:
        if self.in_session or self.session_begins:
            return False
        act()
        return True

    def look(self, later_s: float = LOOK_S) -> None:
        self.clock.later(later_s)
        assert self.updates.run() == LOOK_S

    @property
    def deeds(self) -> list[tuple[str, str]]:
        return [(line.act.deed, line.act.subject) for line in self.audit.lines(0, 100)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_new_model_is_taken_told_and_audited(place: Place) -> None:
    place.offers.version = "1.1"
    place.look()
    assert place.runner.running == model("1.1") == place.store.book().current
    assert place.heard == [("1.1", False)]
    (line,) = place.audit.lines(0, 10)
    assert (line.act.deed, line.act.subject) == (AuditDeed.MODEL_SWITCHED, "model:covers@1.1")
    assert (state_of(line.act.before), state_of(line.act.after)) == ({"model": "covers@1.0"}, {"model": "covers@1.1"})
    assert place.updates.state.running == model("1.1")
    assert place.updates.state.checked_at == place.clock.utc().isoformat()


def test_the_source_is_asked_as_often_as_is_set_and_sooner_after_trouble(place: Place) -> None:
    place.look()
    place.look()
    assert place.offers.asked == ["covers"]
    place.look(CHECK_S)
    assert len(place.offers.asked) == 2
    place.offers.error = OperationalError(ErrorCode.UPDATE_UNREACHABLE, source="x", problem="away")
    place.look(CHECK_S)
    assert place.updates.state.trouble is place.offers.error
    place.offers.error = None
    place.look()
    assert len(place.offers.asked) == 3
    place.look(AGAIN_S)
    assert len(place.offers.asked) == 4
    assert place.updates.state.trouble is None


def test_nothing_is_asked_before_it_is_known_what_runs(place: Place) -> None:
    place.runner.running = None
    assert place.updates.run() == STARTING_S
    assert place.offers.asked == []


def test_what_is_ready_waits_for_the_end_of_a_session(place: Place) -> None:
    place.in_session, place.offers.version = True, "1.1"
    place.look()
    assert place.runner.running == SHIPPED
    assert (place.updates.state.ready, place.updates.state.waiting) == (model("1.1"), Waiting.SESSION)
    place.in_session, place.session_begins = False, True  # between the look and the moment
    place.look()
    assert (place.runner.running, place.updates.state.waiting) == (SHIPPED, Waiting.SESSION)
    assert place.store.book().current is None
    place.session_begins = False
    place.look()
    assert place.runner.running == model("1.1")
    assert place.runner.proofs == ["1.1"]  # once, and kept warm


def test_what_is_ready_waits_for_the_window(tmp_path: Path) -> None:
    place = Place(tmp_path, window=Window(time(2), time(4)))
    place.offers.version = "1.1"
    place.look()
    assert place.updates.state.waiting is Waiting.WINDOW
    place.look(14.5 * 3600)
    assert place.runner.running == model("1.1")


def test_a_server_waits_until_somebody_asks(tmp_path: Path) -> None:
    place = Place(tmp_path, sessions=False)
    place.offers.version = "1.1"
    place.look()
    place.look()
    assert place.updates.state.waiting is Waiting.WINDOW
    place.store.change(lambda book: replace(book, asked="ayu"))
    place.look()
    assert place.runner.running == model("1.1")
    assert place.store.book().asked == ""
    assert [line.act.reason for line in place.audit.lines(0, 9)] == ["asked for by ayu"]


def test_a_model_without_its_aliases_waits_for_a_supervisor(place: Place) -> None:
    def alias(version: str) -> Alias:
        part = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
        return Alias(AliasKey(model(version), "A"), part, AliasStatus.APPROVED, "ayu", "2026")

    place.aliases, place.offers.version = AliasBook((alias("1.0"),)), "1.1"
    place.look()
    assert (place.updates.state.waiting, place.updates.state.missing_aliases) == (Waiting.ALIASES, ("A",))
    assert place.runner.running == SHIPPED
    place.aliases = AliasBook((alias("1.0"), alias("1.1")))
    place.look()
    assert place.runner.running == model("1.1")


def test_a_model_that_fails_its_proof_is_refused_once_and_audited_once(place: Place) -> None:
    place.offers.version, place.runner.bad = "1.1", {"1.1"}
    place.look()
    trouble = place.updates.state.trouble
    assert trouble is not None
    assert (trouble.code, trouble.details["reason"]) == (ErrorCode.UPDATE_REFUSED, UpdateRefusal.NOT_PROVEN)
    for _ in range(3):
        place.look(CHECK_S)
    assert place.runner.proofs == ["1.1"]
    assert place.deeds == [(AuditDeed.MODEL_REFUSED, "model:covers@1.1")] * 2  # it failed; it is not tried again
    assert place.runner.running == SHIPPED


def test_a_model_that_cannot_be_taken_is_gone_back_from(place: Place) -> None:
    place.offers.version = "1.1"
    place.runner.taking = OperationalError(ErrorCode.MODEL_NOT_ACTIVATED, model="covers@1.1", problem="no memory")
    place.look()
    book = place.store.book()
    assert (book.current, book.trial, book.has_failed(model("1.1"))) == (None, False, True)
    assert place.runner.running == SHIPPED
    assert place.deeds == [(AuditDeed.MODEL_TAKEN_BACK, "model:covers@1.1")]
    place.runner.taking = None
    place.look(CHECK_S)
    assert place.runner.running == SHIPPED
    place.offers.version = "1.2"
    place.look(CHECK_S)
    assert place.runner.running == model("1.2")


def test_a_server_that_cannot_be_asked_costs_a_model_nothing(place: Place) -> None:
    place.offers.version = "1.1"
    place.runner.taking = OperationalError(ErrorCode.CONTROL_UNREACHABLE, port=1)
    place.look()
    assert (place.store.book().ready, place.store.book().failed) == (model("1.1"), ())
    place.runner.taking = None
    place.look()
    assert place.runner.running == model("1.1")


def test_a_person_takes_a_model_back_and_it_stays_back(place: Place) -> None:
    place.offers.version = "1.1"
    place.look()
    place.store.change(lambda book: taken_back(book, "worse", "2026", "ayu"))
    place.in_session = True
    place.look()
    assert place.runner.running == model("1.1")
    place.in_session = False
    place.look()
    assert place.runner.running == SHIPPED
    assert place.heard == [("1.1", False), ("1.0", True)]
    assert place.deeds[-1] == (AuditDeed.MODEL_TAKEN_BACK, "model:covers@1.0")
    place.look(CHECK_S)
    assert place.runner.running == SHIPPED
    assert place.store.book().trial is False


def test_a_model_whose_folder_is_gone_is_forgotten_and_fetched_again(place: Place) -> None:
    place.in_session, place.offers.version = True, "1.1"
    place.look()
    folder = place.store.folder(model("1.1"))
    assert folder is not None
    shutil.rmtree(folder)
    place.in_session = False
    place.look()
    assert (place.runner.running, place.store.book().ready) == (SHIPPED, None)
    place.look(CHECK_S)
    assert place.runner.running == model("1.1")


def test_a_switch_that_a_kill_cut_off_is_settled_by_the_next_run(place: Place) -> None:
    """The book says 1.1 on trial; the process that comes after runs it, or, on a server, the one before."""
    place.offers.version, place.runner.bad = "1.1", set()
    place.in_session = True
    place.look()
    place.in_session = False
    place.store.change(lambda book: replace(book, current=model("1.1"), ready=None, trial=True))
    place.look()
    assert place.runner.running == model("1.1")
    assert place.store.book().trial is False
    place.store.change(lambda book: replace(book, trial=True))
    place.look()
    assert place.store.book().trial is False


def test_an_audit_that_cannot_take_it_does_not_undo_a_switch(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    def full(_act: object) -> None:
        raise OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="x", problem="disk full")

    place.audit.append = full  # type: ignore[method-assign, assignment]  # a full disk
    place.offers.version = "1.1"
    place.look()
    assert place.runner.running == model("1.1")
    assert "the audit did not take" in caplog.text


def test_trouble_is_logged_when_it_begins(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.offers.error = OperationalError(ErrorCode.UPDATE_EXPIRED, source="x", problem="timestamp")
    for _ in range(4):
        place.look(AGAIN_S)
    assert caplog.text.count("update_expired") == 1
