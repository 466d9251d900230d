"""What the window has printed and saved, and the settings asked for from it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, Role
from app.settings import Settings, SlipSettings
from app.use_cases.administration import Administration
from app.use_cases.authority import Authority
from app.use_cases.desk_state import Phase
from tests.fakes.station_parts import SetClock
from tests.fakes.station_record import FakeStationRecord
from tests.ui.conftest import Bench
from ui.language import Language
from ui.office.ask_person import AskPerson
from ui.paper.printing import PaperPrinter
from ui.settings.view import SettingsDialog
from ui.shell.menu import MenuItem
from ui.shell.paperwork import Paperwork
from ui.shell.preferences import Preferences


class Tray:
    """A printer that prints into files; without a folder it is broken."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.jobs = 0

    def open(self, name: str) -> QPrinter:
        if self._folder is None:
            raise OperationalError(ErrorCode.PRINTER_UNUSABLE, printer=name, problem="out of paper")
        self.jobs += 1
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(self._folder / f"{self.jobs}.pdf"))
        return printer


def paperwork(bench: Bench, tray: Tray, **rules: object) -> Paperwork:
    printer = PaperPrinter(bench.window, tray.open)
    return Paperwork(bench.window, printer, SlipSettings.model_validate(rules), "station-7")


def submit(bench: Bench) -> None:
    bench.open_note()
    for code in ("L1", "L2", "L3"):
        bench.type_line(code)
    bench.press("submitButton")
    bench.qtbot.waitUntil(lambda: bench.window._desk.phase is Phase.SUBMITTED)


ADMIN = Person("AD-1", "Agus", Role.ADMIN)


def preferences(bench: Bench, kept: "Kept", *, guarded: bool = False, writable: bool = True) -> FakeStationRecord:
    """The station's record that tells who changed what."""
    record, authority = FakeStationRecord(), Authority({"AD-1": ADMIN}.get, SetClock())
    admin = Administration(authority, record.audit, kept.save, lambda: guarded, file_writable=writable)
    actor = Actor("AD-1", Role.ADMIN, "station-7")
    keep_look = kept.save if writable else None
    Preferences(bench.window, Settings(), {}, admin, lambda _badge, _secret: actor, keep_look, "countersign.toml")
    return record


def toast(bench: Bench) -> str:
    return bench.window._toast.text if bench.window._toast.isVisible() else ""


def test_a_slip_is_previewed_printed_and_saved(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    tray = Tray(tmp_path)
    paperwork(bench, tray, printer="tray")
    submit(bench)
    bench.press("slipButton")
    bench.press("printSlipButton")
    bench.qtbot.waitUntil(lambda: toast(bench).startswith("Printed on"))
    assert (tmp_path / "1.pdf").read_bytes().startswith(b"%PDF")
    bench.press("saveSlipButton")
    bench.qtbot.waitUntil(lambda: toast(bench).startswith("Saved as"))
    assert list(tmp_path.rglob(f"{bench.window.committed.packing_code}*.pdf"))
    bench.press("closeSlipButton")
    assert bench.window.findChild(QWidget, "slipPreview") is None or not bench.window._popover


def test_a_printer_that_is_broken_is_told_in_passing(bench: Bench) -> None:
    paperwork(bench, Tray(None), printer="tray")
    submit(bench)
    bench.press("slipButton")
    bench.press("printSlipButton")
    bench.qtbot.waitUntil(lambda: "out of paper" in toast(bench))
    bench.press("closeSlipButton")
    assert bench.window.committed.isVisible()


def test_every_submitted_session_is_printed_once_where_the_settings_say_so(bench: Bench, tmp_path: Path) -> None:
    tray = Tray(tmp_path)
    paperwork(bench, tray, automatic=True)
    submit(bench)
    bench.qtbot.waitUntil(lambda: bench.said.startswith("Committed as"))  # a second state of the same session
    bench.qtbot.waitUntil(lambda: toast(bench).startswith("Printed on"))
    assert tray.jobs == 1


def test_the_sheet_of_commands_comes_from_the_menu(bench: Bench, tmp_path: Path) -> None:
    tray = Tray(tmp_path)
    paperwork(bench, tray)
    bench.window._from_menu(MenuItem.COMMANDS)
    bench.press("printSlipButton")
    bench.qtbot.waitUntil(lambda: toast(bench).startswith("Printed on"))
    assert tray.jobs == 1


class Kept:
    """Where changes go."""

    def __init__(self) -> None:
        self.changes: list[Mapping[str, object]] = []

    def save(self, changes: Mapping[str, object]) -> None:
        self.changes.append(dict(changes))


def test_the_look_is_kept_for_the_next_start(bench: Bench) -> None:
    kept = Kept()
    preferences(bench, kept)
    bench.window._from_menu(MenuItem.LANGUAGE)
    bench.qtbot.waitUntil(lambda: bool(kept.changes))
    assert kept.changes == [{"ui.language": "id", "ui.theme": "dark", "ui.text_percent": 100}]
    assert "Pindai" in bench.said
    bench.window.change_look(bench.window.look.with_other_language())
    bench.qtbot.waitUntil(lambda: len(kept.changes) == 2)


def test_where_the_file_is_locked_the_look_lasts_until_the_end(bench: Bench) -> None:
    kept = Kept()
    preferences(bench, kept, writable=False)
    bench.window._from_menu(MenuItem.THEME)
    assert bench.window.look.theme == "light"
    QApplication.processEvents()
    assert kept.changes == []


def test_settings_are_changed_in_the_window_and_the_look_at_once(bench: Bench) -> None:
    kept = Kept()
    preferences(bench, kept)
    bench.window._from_menu(MenuItem.SETTINGS)
    bench.qtbot.waitUntil(lambda: bench.window.findChild(SettingsDialog) is not None)
    dialog = bench.window.findChild(SettingsDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.saved.emit({"ui.theme": "light", "camera.fps": 30})
    assert bench.window.look.theme == "light"
    assert bench.window.look.language is Language.EN
    bench.qtbot.waitUntil(lambda: toast(bench) == "The settings are saved.")


def test_where_people_sign_in_an_administrator_is_asked_for_and_everybody_may_look(bench: Bench) -> None:
    preferences(bench, Kept(), guarded=True)
    bench.window._from_menu(MenuItem.SETTINGS)
    bench.qtbot.waitUntil(lambda: bench.window.findChild(AskPerson) is not None)
    panel = bench.window.findChild(AskPerson)
    assert panel is not None
    assert bench.window.findChild(SettingsDialog) is None
    panel.cancelled.emit()
    dialog = bench.window.findChild(SettingsDialog)
    assert dialog is not None
    button = bench.button("settingsSave")
    assert not button.isVisible() or not button.isEnabled()
    bench.qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_an_administrator_who_proves_it_changes_settings_and_is_written_down(bench: Bench) -> None:
    kept = Kept()
    record = preferences(bench, kept, guarded=True)
    bench.window._from_menu(MenuItem.SETTINGS)
    bench.qtbot.waitUntil(lambda: bench.window.findChild(AskPerson) is not None)
    panel = bench.window.findChild(AskPerson)
    assert panel is not None
    bench.qtbot.keyClicks(panel.badge, "AD-1")
    bench.qtbot.keyClicks(panel.secret, "718203")
    bench.qtbot.keyClick(panel.secret, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bench.window.findChild(SettingsDialog) is not None)
    dialog = bench.window.findChild(SettingsDialog)
    assert dialog is not None
    assert bench.button("settingsSave").isVisible()
    dialog._save({"camera.fps": 30})
    assert kept.changes == [{"camera.fps": 30}]
    assert [line.act.by for line in record.audit.kept] == ["AD-1"]
    assert '"camera.fps":15' in record.audit.kept[0].act.before
