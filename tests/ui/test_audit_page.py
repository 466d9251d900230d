"""The page of the audit, with real keys and clicks."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.audit import AuditFinding, Breach
from app.domain.errors import ErrorCode, OperationalError
from app.ports.clock import SystemClock
from app.use_cases.authority import Authority
from app.use_cases.read_audit import ReadAudit
from tests.contract.test_audit_trail import HOSTILE, act
from tests.fakes.factory_audit import FakeFactoryAudit
from tests.fakes.people_known import OPERATOR, SARI, known_people
from tests.fakes.station_record import FakeAudit, Told
from ui.audit.rows import Column
from ui.audit.view import AuditPage
from ui.theme.tokens import DARK, sizes

AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="no connection to whcomp")


class Rig:
    def __init__(self, qtbot: QtBot, actor=SARI) -> None:
        self.qtbot = qtbot
        self.station, self.factory = FakeAudit(Told()), FakeFactoryAudit()
        for number in range(250):
            self.station.append(act("label_counted", f"session:s-{number}", "OP-17"))
        changed = {"before": '{"role":"operator"}', "after": '{"role":"admin"}'}
        self.station.append(act("person_changed", "person:OP-17", "SARI", reason="a new task", **changed))
        self.factory.append(act("alias_approved", "alias:1", "ANI"))
        self.factory.note_head("station-1", self.station.kept[-1].head, "now")
        self.held = threading.Event()
        self.held.set()
        authority = Authority(known_people, SystemClock())
        self.reading = ReadAudit(self.station, self.factory, authority, "station-1", self._beside)
        self.page = AuditPage(self.reading, actor, DARK, sizes(1366, 768, 4.0))
        qtbot.addWidget(self.page)
        self.page.resize(1366, 700)
        self.page.show()

    def _beside(self, _stopping: Callable[[], bool]) -> Iterator[AuditFinding]:
        self.held.wait(10)
        return iter(())

    def shown(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what, timeout=5000)

    def open(self, lines: int = 100) -> "Rig":
        self.page.refresh()
        self.has(lines)
        return self

    def has(self, lines: int) -> None:
        self.shown(lambda: self.page.table.rowCount() == lines)

    def field(self, row: int, column: int) -> str:
        item = self.page.pane.table.item(row, column)
        assert item is not None
        return item.text()

    def cell(self, row: int, column: Column) -> str:
        return str(self.page.table.index(row, column).data())

    def says(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found.text()

    def click(self, widget) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    made = Rig(qtbot)
    yield made
    made.held.set()
    made.page.close_page()
    made.shown(lambda: not any(thread.name == "audit" for thread in threading.enumerate()))


def test_the_newest_lines_stand_first_and_the_next_page_comes_at_the_end_of_the_list(rig: Rig) -> None:
    rig.open()
    cells = [rig.cell(0, column) for column in Column if column is not Column.TIME]
    assert cells == ["251", "SARI", "Person changed", "person:OP-17", "a new task"]
    for lines in (200, 251):
        QApplication.processEvents()  # what has arrived is laid out: only then is there a new end
        rig.page.list.verticalScrollBar().setValue(rig.page.list.verticalScrollBar().maximum())
        rig.has(lines)
    assert rig.cell(250, Column.LINE) == "1"


def test_one_line_opens_with_both_states_side_by_side(rig: Rig) -> None:
    rig.open()
    rig.page.list.setFocus()
    rig.qtbot.keyClick(rig.page.list, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    rig.page.list.selectRow(0)
    assert rig.says("auditLineTitle") == "Person changed, line 251"
    assert [rig.field(0, column) for column in range(3)] == ["role", "operator", "admin"]
    rig.qtbot.keyClick(rig.page.list, Qt.Key.Key_Down)
    assert rig.says("auditLineTitle") == "Label counted, line 250"
    assert not rig.page.pane.table.isVisible()


def test_what_is_typed_is_looked_for(rig: Rig) -> None:
    rig.open()
    rig.qtbot.keyClick(rig.page.list, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is rig.page.filter.search
    rig.qtbot.keyClicks(rig.page.filter.search, "new TASK")
    rig.shown(lambda: rig.page.table.rowCount() == 1)
    rig.page.filter.search.setText("nowhere")
    rig.shown(lambda: rig.says("auditEmpty").startswith("Nothing found"))
    rig.click(rig.page.filter.clear_button)
    rig.shown(lambda: rig.page.table.rowCount() == 100)
    rig.page.filter.by.setText("sari")
    rig.shown(lambda: rig.page.table.rowCount() == 1)
    rig.page.filter.clear()
    rig.page.filter.deed.setCurrentIndex(rig.page.filter.deed.findData("person_changed"))
    rig.shown(lambda: rig.page.table.rowCount() == 1)


def test_the_factorys_audit_is_the_other_one(rig: Rig) -> None:
    rig.open()
    rig.page.filter.chain.setCurrentIndex(1)
    rig.shown(lambda: rig.page.table.rowCount() == 1)
    assert rig.cell(0, Column.DEED) == "Alias approved"


def test_a_check_says_how_it_came_out(rig: Rig) -> None:
    rig.open()
    rig.click(rig.page.verify_button)
    rig.shown(lambda: rig.says("auditSaid").startswith("✓ Whole: 251 lines."))
    rig.station.kept[5] = replace(rig.station.kept[5], hash="0" * 64)
    rig.qtbot.keyClick(
        rig.page.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    rig.shown(lambda: rig.says("auditSaid").startswith("✗ Not whole: 2 findings"))
    assert rig.page.found.item(0).text() == "Line 6 is not as it was written."
    verdict = rig.page.check.verdict
    assert verdict is not None
    assert {finding.breach for finding in verdict.found} == {Breach.ALTERED}


def test_a_check_shows_how_far_it_is_and_can_be_broken_off(rig: Rig) -> None:
    rig.open()
    rig.held.clear()
    rig.click(rig.page.verify_button)
    rig.shown(lambda: rig.page.check.running)
    assert rig.says("auditSaid").startswith("Checked so far")
    assert not rig.page.filter.isEnabled()
    assert not rig.page.verify_button.isEnabled()
    rig.page.refresh()
    assert rig.page.check.running, "coming back to the page disturbs no check"
    rig.click(rig.page.cancel_button)
    assert (rig.page.check.running, rig.says("auditSaid"), rig.page.cancel_button.isVisible()) == (False, "", False)
    rig.held.set()
    assert rig.page.table.rowCount() == 100


def test_a_database_that_is_away_is_said_beside_the_list(rig: Rig) -> None:
    rig.open()
    rig.factory.told.error = AWAY
    rig.page.filter.chain.setCurrentIndex(1)
    rig.shown(lambda: "no connection to whcomp" in rig.says("auditSaid"))
    rig.click(rig.page.verify_button)
    rig.shown(lambda: not rig.page.check.running)
    assert "no connection to whcomp" in rig.says("auditSaid")


def test_who_may_not_see_it_sees_nothing(qtbot: QtBot) -> None:
    rig = Rig(qtbot, OPERATOR)
    rig.page.refresh()
    rig.shown(lambda: "may not do this" in rig.says("auditSaid"))
    assert rig.page.table.rowCount() == 0
    rig.page.close_page()


def test_hostile_text_is_shown_as_text(rig: Rig) -> None:
    rig.station.append(replace(act(HOSTILE, HOSTILE, HOSTILE, HOSTILE, reason=HOSTILE), second=HOSTILE, role=HOSTILE))
    rig.open()
    rig.page.list.selectRow(0)
    texts = [rig.cell(0, column) for column in Column]
    texts += [each.text() for each in rig.page.pane.findChildren(QLabel)]
    assert any("DROP TABLE" in each for each in texts)
    assert not any(bad in each for each in texts for bad in ("\u202e", "\x00", "\ud800"))
    assert all(
        each.textFormat() is Qt.TextFormat.PlainText for each in rig.page.findChildren(QLabel) if each.objectName()
    )


def test_everything_has_a_name(rig: Rig) -> None:
    for widget in (rig.page.list, rig.page.pane.table, rig.page.found, rig.page.filter.search, rig.page.filter.deed):
        assert widget.objectName()
        assert widget.accessibleName()
