"""The settings dialog, by real clicks and keys."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from app.settings_layers import with_changes
from app.use_cases.administration import ReadOnly
from ui.language import Language, speak
from ui.settings.view import SettingsDialog
from ui.settings.view_model import setting_fields
from ui.theme.style import stylesheet
from ui.theme.tokens import DARK, sizes

Found = TypeVar("Found", bound=QWidget)
SIZES = sizes(1366, 768, 96 / 25.4)


class Desk:
    """A dialog, and what it has written."""

    def __init__(self, qtbot, origins: Mapping[str, str] | None = None, read_only: ReadOnly | None = None) -> None:
        self.qtbot = qtbot
        self.written: list[Mapping[str, object]] = []
        self.saved: list[object] = []
        self.closed: list[bool] = []
        self.held = threading.Event()
        self.held.set()
        self.error: OperationalError | None = None
        settings = with_changes(Settings(), {"camera.fps": 10})
        self.dialog = SettingsDialog(settings, origins or {}, self._write, DARK, SIZES, read_only=read_only)
        self.dialog.setStyleSheet(stylesheet(DARK, SIZES))
        self.dialog.resize(1366, 768)
        self.dialog.saved.connect(self.saved.append)
        self.dialog.closed.connect(lambda: self.closed.append(True))
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    def _write(self, changes: Mapping[str, object]) -> None:
        assert threading.current_thread() is not threading.main_thread()
        self.held.wait(10)
        if self.error is not None:
            raise self.error
        self.written.append(dict(changes))

    def button(self, name: str) -> QPushButton:
        return self._child(QPushButton, name)

    def line(self, name: str) -> QLineEdit:
        return self._child(QLineEdit, name)

    def text(self, name: str) -> str:
        return self._child(QLabel, name).text()

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def type_into(self, name: str, text: str) -> None:
        line = self.line(name)
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, to: QWidget | None = None) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.qtbot.keyClick(to or self.dialog, key, held)

    def shown(self) -> list[str]:
        rows = self.dialog._rows.values()
        return [row.field.key for row in rows if row.isVisible()]

    @property
    def said(self) -> str:
        return self.text("settingsSaid")

    def widget(self, name: str) -> QWidget:
        return self._child(QWidget, name)

    def _child(self, kind: type[Found], name: str) -> Found:
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind), name
        return found


@pytest.fixture
def open_desk(qtbot, dressed) -> Iterator[Callable[..., Desk]]:
    threads = set(threading.enumerate())
    made: list[Desk] = []

    def build(**how: Any) -> Desk:
        made.append(Desk(qtbot, **how))
        return made[-1]

    yield build
    for desk in made:
        desk.held.set()
        desk.dialog.close()
        desk.dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    speak(dressed, Language.EN)
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
        assert not thread.is_alive()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk()


def test_every_section_opens_and_shows_its_fields(desk: Desk) -> None:
    seen: list[str] = []
    for name in desk.dialog._buttons:
        desk.press(f"section_{name}")
        seen += desk.shown()
        assert desk.button(f"section_{name}").isChecked()
    assert sorted(seen) == sorted(field.key for field in setting_fields(Settings(), {}))


def test_every_control_has_a_name_for_those_who_cannot_see_it(desk: Desk) -> None:
    for name in desk.dialog._buttons:
        desk.press(f"section_{name}")
    controls = desk.dialog.findChildren(QPushButton) + desk.dialog.findChildren(QLineEdit)
    assert [each for each in controls if not each.objectName()] == []
    assert [each.objectName() for each in controls if not (each.accessibleName() or each.property("text"))] == []


def test_change_three_kinds_and_save_them(desk: Desk) -> None:
    desk.press("section_camera")
    desk.type_into("line_camera.source", "usb:Lens")
    desk.press("more_camera.fps")
    desk.press("camera.loop=False")
    desk.press("section_ui")
    desk.press("ui.theme=light")
    assert desk.said.startswith("Changed: 4.")
    assert "started again" in desk.said
    desk.press("settingsSave")
    desk.qtbot.waitUntil(lambda: bool(desk.saved))
    wanted = {"camera.source": "usb:Lens", "camera.fps": 11, "camera.loop": False, "ui.theme": "light"}
    assert desk.written == [wanted]
    assert desk.saved == [wanted]
    assert desk.said.startswith("✓ Saved.")
    assert not desk.button("settingsSave").isEnabled()
    desk.press("section_camera")
    assert desk.line("line_camera.source").text() == "usb:Lens"


def test_what_applies_at_once_is_told_so(desk: Desk) -> None:
    desk.press("section_sound")
    desk.press("sound.enabled=False")
    assert desk.said == "Changed: 1. They apply at once."


def test_a_wrong_value_is_told_beside_it_and_cannot_be_saved(desk: Desk) -> None:
    desk.press("section_camera")
    desk.type_into("line_camera.fps", "99")
    assert desk.text("problem_camera.fps") == "✗ At least 1, at most 60."
    assert desk.text("settingsSaid").endswith("camera.fps")
    desk.press("settingsSave")
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.written == []
    desk.type_into("line_camera.fps", "30")
    assert not desk.widget("problem_camera.fps").isVisible()
    assert desk.button("settingsSave").isEnabled()


def test_a_field_goes_back_to_its_default(desk: Desk) -> None:
    desk.press("section_camera")
    assert desk.line("line_camera.fps").text() == "10"
    desk.press("default_camera.fps")
    assert desk.line("line_camera.fps").text() == "15"
    assert not desk.button("default_camera.fps").isVisible()
    desk.press("settingsSave")
    desk.qtbot.waitUntil(lambda: desk.written == [{"camera.fps": None}])


def test_search_finds_over_all_sections_and_a_section_ends_it(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClicks(desk.dialog.focusWidget(), "printer")
    assert desk.shown() == ["slip.printer"]
    assert not any(button.isChecked() for button in desk.dialog._buttons.values())
    desk.qtbot.keyClicks(desk.dialog.focusWidget(), "xyz")
    assert desk.shown() == []
    assert desk.text("settingsMore").startswith("No setting")
    desk.press("section_erp")
    assert desk.shown() == ["erp.base_url", "erp.timeout_s"]
    assert desk.dialog.search.text() == ""


def test_a_search_that_finds_too_much_says_so_instead_of_building_it_all(desk: Desk) -> None:
    desk.dialog.search.setFocus()
    desk.qtbot.keyClicks(desk.dialog.search, "e")
    assert len(desk.shown()) == 10
    assert desk.text("settingsMore").endswith("type on to find them.")


def test_by_keys_alone(desk: Desk) -> None:
    desk.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert desk.shown()[0] == "camera.source"
    fps = desk.line("line_camera.fps")
    fps.setFocus()
    desk.key(Qt.Key.Key_Up, to=fps)
    loop = desk.widget("edit_camera.loop")
    desk.qtbot.waitUntil(lambda: QApplication.focusWidget() is fps)
    for _ in range(60):
        if QApplication.focusWidget() is loop:
            break
        desk.key(Qt.Key.Key_Tab, to=QApplication.focusWidget())
    assert QApplication.focusWidget() is loop
    desk.key(Qt.Key.Key_Left, to=loop)
    desk.key(Qt.Key.Key_Left, to=loop)  # there is nothing further to the left
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: desk.written == [{"camera.fps": 11, "camera.loop": False}])


def test_a_scanners_burst_and_its_enter_press_nothing(desk: Desk) -> None:
    desk.press("section_sound")
    desk.press("sound.enabled=False")
    switch = desk.widget("edit_sound.enabled")
    for focus in (desk.dialog, switch, desk.dialog.search):
        focus.setFocus()
        desk.qtbot.keyClicks(focus, "OP-12345")
        for end in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            desk.key(end, to=focus)
    assert desk.written == []
    assert desk.closed == []
    assert desk.dialog._draft.changes == {"sound.enabled": False}


def test_leaving_with_changes_asks_once(desk: Desk) -> None:
    desk.press("settingsCancel")
    assert desk.closed == [True]
    desk.press("section_sound")
    desk.press("sound.enabled=False")
    desk.key(Qt.Key.Key_Escape)
    assert desk.closed == [True]
    assert "once more" in desk.said
    desk.key(Qt.Key.Key_Escape)
    assert desk.closed == [True, True]


def test_a_change_after_the_question_is_no_answer_to_it(desk: Desk) -> None:
    desk.press("section_sound")
    desk.press("sound.enabled=False")
    desk.press("settingsCancel")
    desk.press("sound.enabled=True")
    desk.press("more_sound.volume_percent")
    desk.press("settingsCancel")
    assert desk.closed == []


def test_a_disk_that_hangs_does_not_hold_up_the_screen(desk: Desk) -> None:
    desk.held.clear()
    desk.press("section_sound")
    desk.press("sound.enabled=False")
    desk.press("settingsSave")
    assert desk.said == "Saving…"
    desk.press("settingsSave")
    desk.press("section_camera")
    assert "camera.source" in desk.shown()
    desk.held.set()
    desk.qtbot.waitUntil(lambda: bool(desk.saved))
    assert desk.written == [{"sound.enabled": False}]


def test_a_file_that_cannot_be_written_is_told_and_the_changes_stay(desk: Desk) -> None:
    desk.error = OperationalError(ErrorCode.FILE_UNWRITABLE, path="/etc/c.toml", problem="No space left on device")
    desk.press("section_sound")
    desk.press("sound.enabled=False")
    desk.press("settingsSave")
    desk.qtbot.waitUntil(lambda: "No space left" in desk.said)
    assert desk.saved == []
    desk.error = None
    desk.press("settingsSave")
    desk.qtbot.waitUntil(lambda: desk.saved == [{"sound.enabled": False}])


@pytest.mark.parametrize("reason", ReadOnly)
def test_whoever_may_not_change_settings_sees_them_and_why(open_desk, reason: ReadOnly) -> None:
    desk = open_desk(read_only=reason)
    desk.press("section_camera")
    assert "⚠ To look at only" in desk.text("settingsReadOnly")
    assert not desk.button("settingsSave").isVisible()
    assert not desk.line("line_camera.source").isEnabled()
    desk.press("more_camera.fps")
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.dialog._draft.changes == {}
    assert desk.written == []


def test_what_is_fixed_from_outside_says_by_what(open_desk) -> None:
    origins = {"camera.fps": "environment COUNTERSIGN_CAMERA__FPS", "camera.source": "command line"}
    desk = open_desk(origins=origins)
    desk.press("section_camera")
    assert "COUNTERSIGN_CAMERA__FPS" in desk.text("notes_camera.fps")
    assert "command line" in desk.text("notes_camera.source")
    assert not desk.line("line_camera.fps").isEnabled()
    desk.press("more_camera.fps")
    assert desk.dialog._draft.changes == {}
    assert desk.line("line_camera.width_px").isEnabled()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height", "percent"), [(1366, 768, 100), (1024, 600, 100), (1024, 600, 150)])
def test_whatever_the_screen_every_control_is_large_enough_and_inside(
    open_desk, dressed, width, height, percent, language
) -> None:
    speak(dressed, language)
    desk = open_desk()
    made = sizes(width, height, 96 / 25.4, percent)
    desk.dialog.resize(width, height)
    desk.dialog.setStyleSheet(stylesheet(DARK, made))
    desk.dialog.set_sizes(made)
    desk.dialog._edited("inference.address", "qc-server:50051")  # the longest title gets a mark
    for name in desk.dialog._buttons:
        desk.dialog._go_to(name)
        QApplication.processEvents()
        controls = [each for each in desk.dialog.findChildren(QPushButton) if each.isVisible()]
        assert {each.objectName() for each in controls if each.height() < made.touch} == set()
        assert {each.objectName() for each in controls if each.width() < each.minimumSizeHint().width()} == set()
        for scroll in (desk.dialog._left, desk.dialog._right):
            assert scroll.widget().width() <= scroll.viewport().width(), name
    assert (desk.dialog.width(), desk.dialog.height()) == (width, height)
