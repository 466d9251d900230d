"""What a station's window has for supervisors: the real use cases on the real files, behind the real window."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from app.bootstrap import build_people
from app.commands import office_parts
from app.commands.doctor_window import told_by
from app.commands.office_parts import OfficeParts
from app.commands.office_window import Office
from app.commands.supervision import Supervision
from app.domain.audit import AuditDeed
from app.domain.health import FindingCode
from app.domain.people import Actor, Role
from app.domain.review import ReviewState, SessionState
from app.ports.clock import SystemClock
from app.ports.session_reports import SessionSummary
from app.settings import Settings
from app.use_cases.copy_people import CopyPeople
from app.use_cases.people import People
from app.use_cases.sign_in import SignIn
from services.record.record import SqlStationRecord, open_record
from tests.fakes.people import FakeSecrets
from tests.ui.conftest import Bench
from ui.doctor.support import SupportPanel
from ui.doctor.view import DoctorPage
from ui.office.ask_person import AskPerson
from ui.office.choices import ChoicePanel
from ui.office.view_model import PageName
from ui.office.window import OfficeWindow
from ui.paper.printing import PaperPrinter
from ui.shell.look import Look
from ui.shell.menu import MenuItem
from ui.shell.paperwork import Paperwork
from ui.shift.page import ShiftPage
from ui.theme.style import dress

PIN = "482915"
STAFF = {"ADM-1": Role.ADMIN, "SUP-1": Role.SUPERVISOR, "SUP-2": Role.SUPERVISOR, "OP-17": Role.OPERATOR}


class Site:
    """One machine: a station's record, the factory's database as an SQLite file, four people."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = Settings(data_dir=str(folder))
        self.record: SqlStationRecord = open_record(folder, self.settings.record, SystemClock(), 1.0)
        secrets = FakeSecrets()
        monkeypatch.setattr(office_parts, "secret_checker", lambda _settings: secrets)
        self.sign_in = SignIn(self.record.sign_ins, secrets, self.record.audit, SystemClock(), "station-1")
        monkeypatch.setattr("app.commands.supervision.build_sign_in", lambda *_: self.sign_in)
        directory = build_people(self.settings)
        people = People(directory, secrets, self.sign_in.authority, SystemClock(), "station-1")
        people.add_first_admin("ADM-1", "Agus", PIN)
        CopyPeople(directory, self.record.sign_ins, SystemClock()).run()
        admin = Actor("ADM-1", Role.ADMIN, "station-1")
        for badge, role in STAFF.items():
            if role is not Role.ADMIN:
                people.add(admin, badge, badge.title(), role, PIN)
        CopyPeople(directory, self.record.sign_ins, SystemClock()).run()
        directory.close()

    def deeds(self) -> list[str]:
        return [line.act.deed for line in self.record.audit.lines(0, 1000)]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site(tmp_path, monkeypatch)
    yield made
    made.record.close()


@pytest.fixture
def office(site: Site, qtbot, qapp) -> Iterator[Office]:
    dress(qapp, "dark")
    made = Office(site.settings, OfficeParts(site.settings, site.record, site.sign_in.authority), site.sign_in, Look())
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()  # before another test dresses the application anew
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def signed_in(qtbot, window: OfficeWindow, badge: str) -> None:
    ask = next(each for each in window.findChildren(AskPerson) if each.isVisibleTo(window))
    ask.badge.setText(badge)
    qtbot.keyClicks(ask.secret, PIN)
    qtbot.keyClick(ask.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.seat.open)


@pytest.mark.parametrize("badge", ["SUP-1", "ADM-1"])
def test_every_page_of_a_role_opens_on_an_empty_site_without_trouble(
    office: Office, site: Site, qtbot, badge: str
) -> None:
    signed_in(qtbot, office.window, badge)
    for name in PageName:
        if name is PageName.DOCTOR:
            continue  # it tells what is wrong with this machine
        office.window.open_page(name)
        page = office.window.page(name)
        if page is None:
            continue
        errands = [each for each in page.children() if hasattr(each, "running")]
        qtbot.waitUntil(lambda errands=errands: not any(each.running for each in errands), timeout=10_000)
        said = [
            each.text() for each in page.findChildren(QLabel) if each.property("tone") == "bad" and each.isVisible()
        ]
        assert not any(said), (name, said)
    assert AuditDeed.SIGNED_IN in site.deeds()


def test_who_was_removed_meanwhile_sees_nothing_more(office: Office, site: Site, qtbot) -> None:
    signed_in(qtbot, office.window, "SUP-1")
    directory = build_people(site.settings)
    people = People(directory, FakeSecrets(), site.sign_in.authority, SystemClock(), "station-1")
    people.remove(Actor("ADM-1", Role.ADMIN, "station-1"), "SUP-1")
    CopyPeople(directory, site.record.sign_ins, SystemClock()).run()
    directory.close()
    office.window.open_page(PageName.AUDIT)
    page = office.window.page(PageName.AUDIT)
    assert page is not None
    qtbot.waitUntil(lambda: any("may not do this" in each.text() for each in page.findChildren(QLabel)))
    assert all(table.model().rowCount() == 0 for table in page.findChildren(QTableView))


def test_the_choices_about_a_session_are_those_of_the_role(office: Office, qtbot) -> None:
    at = "2026-11-20T08:00:00+00:00"
    summary = SessionSummary(
        "s-1", "KSS\u202e1", "PKG-1", "station-1", "three_way", at, at, 1, 1, 0, 0, "", "",
        state=SessionState.COMMITTED, review=ReviewState.NOT_REVIEWED,
    )  # fmt: skip
    offered = {}
    for badge in ("SUP-1", "ADM-1"):
        office.window.sign_out()
        signed_in(qtbot, office.window, badge)
        office._ask_act(summary)
        panel = office.window.findChildren(ChoicePanel)[-1]
        offered[badge] = list(panel._keys)
        assert "\u202e" not in panel.findChild(QLabel, "choiceTitle").text()  # type: ignore[union-attr]
        office.window.close_panel()
    assert offered == {"SUP-1": ["reopen", "void", "report", "bundle"], "ADM-1": ["report", "bundle"]}


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_the_stations_menu_opens_the_office_once_and_a_badge_goes_to_the_window_in_front(
    bench: Bench, site: Site, qtbot
) -> None:
    paperwork = Paperwork(bench.window, PaperPrinter(bench.window), site.settings.slip, "station-1")
    supervision = Supervision(bench.window, site.settings, site.record, paperwork)
    try:
        bench.window._from_menu(MenuItem.OFFICE)
        bench.window._from_menu(MenuItem.OFFICE)
        assert supervision._office is not None
        office = supervision._office.window
        assert office.isVisible()
        office.activateWindow()
        qtbot.waitUntil(office.isActiveWindow)
        supervision.take_code("SUP-1", 1.0)
        ask = office.findChild(AskPerson)
        assert ask is not None
        assert ask.badge.text() == "SUP-1"
        office.close()
        assert supervision._office is None
    finally:
        supervision.close()


def test_the_shift_is_shown_over_the_stations_screen(bench: Bench, site: Site, qtbot) -> None:
    paperwork = Paperwork(bench.window, PaperPrinter(bench.window), site.settings.slip, "station-1")
    supervision = Supervision(bench.window, site.settings, site.record, paperwork)
    try:
        bench.window._from_menu(MenuItem.SHIFT)
        page = bench.window.findChild(ShiftPage)
        assert page is not None
        qtbot.waitUntil(lambda: page._state is not None)
        page.words.setText("lamp 2 flickers")
        page._hand_over()
        qtbot.waitUntil(lambda: AuditDeed.SHIFT_HANDED_OVER in site.deeds())
    finally:
        bench.window.close_popover()
        supervision.close()
        qtbot.waitUntil(lambda: not [each for each in threading.enumerate() if each.name.startswith("shift")])


def test_the_check_up_is_shown_over_the_stations_screen_and_ends_with_it(bench: Bench, site: Site, qtbot) -> None:
    """With the real checks in their own processes; what the running station knows by itself comes at once."""
    paperwork = Paperwork(bench.window, PaperPrinter(bench.window), site.settings.slip, "station-1")
    bench.show(frames=1)
    here = told_by(bench.station, site.settings)
    supervision = Supervision(bench.window, site.settings, site.record, paperwork, here)
    try:
        bench.window._from_menu(MenuItem.DOCTOR)
        (page,) = bench.window.findChildren(DoctorPage)
        qtbot.waitUntil(lambda: page.page.done >= len(here))
        assert {line.check for line in page.page.lines if line.findings} >= set(here)
        qtbot.keyClick(bench.window.entry, Qt.Key.Key_Escape)
        assert page.page.over, "the key was the page's: the scan entry has the focus"
        qtbot.keyClick(bench.window.entry, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        (panel,) = bench.window.findChildren(SupportPanel)
        assert panel.panel.place.text().endswith(".zip")
        assert not page.running
    finally:
        bench.window.close_popover()
        supervision.close()
        qtbot.waitUntil(lambda: not [each for each in threading.enumerate() if each.name.startswith("doctor")])


@pytest.mark.slow
def test_the_check_up_of_the_office_looks_at_everything(office: Office, qtbot) -> None:
    """In the processes and the time of the real one."""
    signed_in(qtbot, office.window, "ADM-1")
    office.window.open_page(PageName.DOCTOR)
    page = office.window.page(PageName.DOCTOR)
    assert isinstance(page, DoctorPage)
    qtbot.waitUntil(lambda: page.page.complete, timeout=25_000)
    codes = {each.code for each in page.page.findings}
    assert codes >= {FindingCode.CAMERA_DEMO, FindingCode.SERVER_DOWN, FindingCode.MODEL_GOOD, FindingCode.RECORD_WHOLE}
    assert not codes & {FindingCode.NO_ANSWER, FindingCode.BROKE_OFF}
    page.ask_bundle()
    panel = office.window.findChild(SupportPanel)
    assert panel is not None
