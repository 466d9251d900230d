"""What opens over the screen: menu, help, lamps, keys on the screen, tour. None of it holds the work up, and the window
keeps what it shows in any look."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.use_cases.desk_state import Phase
from tests.ui.conftest import CARTON, D26R, DN, NEXT_DN, Bench, cover
from tests.ui.hands import KeyboardAlone, TouchAlone, reachable, scanner_alone
from tests.ui.test_flow import (
    BADGE,
    SHOW_OR_SCAN,
    asked,
    reach_asking,
    reach_complete,
    reach_packing,
    reach_refused_label,
    reach_signed_out,
    reach_submitted,
    reach_submitting,
    reach_waiting,
    scan,
    situation,
)
from ui.help.topics import Topic
from ui.help.tour import bubble_place
from ui.help.view import HelpPanel
from ui.language import Language, speak
from ui.shell.keypad import Keypad
from ui.shell.menu import MenuItem, MenuPanel
from ui.shell.window import StationWindow
from ui.status.view_model import Lamp
from ui.theme.tokens import sizes

SCREENS = [(1024, 600), (1366, 768), (1920, 1080)]
Reach = Callable[[Bench], None]


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, Language.EN)


def swept(window: StationWindow) -> int:
    """How many widgets there are, once those that were let go are gone."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return len(window.findChildren(QWidget))


def resized(bench: Bench, screen: tuple[int, int]) -> None:
    bench.window.resize(*screen)
    bench.qtbot.waitUntil(lambda: bench.window.size().toTuple() == screen)
    QApplication.processEvents()


# -- another look -----------------------------------------------------------------------------------------------------


def _seen(bench: Bench) -> tuple[object, ...]:
    window = bench.window
    shown = window.live.shown
    return (
        *situation(bench), window._chosen, window._stage, window.entry.text(), shown.frame_id if shown else None,
        window.packing.labels.codes, tuple(window.packing.parts.rows), window.banner.button.isVisible(),
        bench.text("dnNumber"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "reach",
    [reach_signed_out, reach_waiting, reach_complete, reach_refused_label, reach_asking, reach_submitting,
     reach_submitted],
    ids=lambda reach: reach.__name__[6:],
)  # fmt: skip
@pytest.mark.parametrize("item", [MenuItem.LANGUAGE, MenuItem.THEME, MenuItem.TEXT])
def test_what_the_window_shows_survives_another_look(shift: Bench, reach: Reach, item: MenuItem) -> None:
    reach(shift)
    if shift.window._desk.phase is Phase.PACKING:
        shift.show(cover())
        shift.window._choose_part(D26R)
    shift.window.entry.setText("HALF")
    before, said, old = _seen(shift), shift.said, shift.window._content
    touch = TouchAlone(shift)
    touch.press("menuButton")
    touch.press(f"menu_{item.name.lower()}")
    swept(shift.window)
    assert not isValid(old)
    assert _seen(shift) == before
    assert (shift.said != said) is (item is MenuItem.LANGUAGE)
    assert shift.window.focusWidget() is shift.window.entry
    assert not shift.window.findChildren(MenuPanel)


def test_what_was_chosen_and_typed_survives_another_language(shift: Bench) -> None:
    reach_asking(shift)
    shift.press("reason_damaged")
    shift.qtbot.mouseClick(shift.window.discrepancy.remark, Qt.MouseButton.LeftButton)
    shift.qtbot.keyClicks(shift.window.discrepancy.remark, "2 wet")
    shift.window.change_look(shift.window.look.with_other_language())
    assert shift.window.discrepancy.reason == "damaged parts: 2 wet"
    assert shift.window.banner.action == "Konfirmasikan selisih."
    KeyboardAlone(shift).confirm()
    shift.qtbot.waitUntil(lambda: shift.window._desk.phase is Phase.SUBMITTING)
    assert shift.window._desk.reason == "damaged parts: 2 wet"


def test_the_work_goes_on_in_the_other_language(shift: Bench) -> None:
    reach_waiting(shift)
    shift.window.change_look(shift.window.look.with_other_language())
    assert shift.window.banner.action == "Pindai surat jalan."
    KeyboardAlone(shift).give(DN)
    shift.qtbot.waitUntil(lambda: shift.window._desk.phase is Phase.PACKING)
    shift.show(cover(), frames=4)
    shift.qtbot.waitUntil(lambda: shift.window.packing.parts.rows[D26R].inspected)
    touch = TouchAlone(shift)
    touch.give("L1")
    shift.qtbot.waitUntil(lambda: shift.window.packing.parts.rows[D26R].quantity == "45 / 90")


def test_switching_again_and_again_leaves_nothing_behind(shift: Bench) -> None:
    reach_packing(shift)
    shift.show(cover())
    window = shift.window
    window.change_look(window.look.with_other_language())
    window.change_look(window.look.with_other_language())
    widgets, everywhere = swept(window), len(QApplication.allWidgets())
    for _ in range(5):
        window.change_look(window.look.with_other_language())
        window.change_look(window.look.with_other_language())
    assert swept(window) == widgets
    assert len(QApplication.allWidgets()) == everywhere


def test_the_text_grows_in_steps_to_150_percent_and_begins_anew(shift: Bench) -> None:
    reach_packing(shift)
    touch, seen = TouchAlone(shift), []
    for _ in range(4):
        touch.press("menuButton")
        touch.press("menu_text")
        swept(shift.window)
        seen.append((shift.window.look.text_percent, shift.window.sizes.body))
    percents, heights = zip(*seen, strict=True)
    assert percents == (115, 130, 150, 100)
    assert heights[0] < heights[1] < heights[2] == max(heights)


def test_light_and_dark_are_there_and_back(shift: Bench) -> None:
    touch, grounds = TouchAlone(shift), []
    for _ in range(2):
        touch.press("menuButton")
        touch.press("menu_theme")
        swept(shift.window)
        grounds.append(shift.window.grab().toImage().pixelColor(5, 5).lightness())
    assert grounds[0] > 200
    assert grounds[1] < 50


@pytest.mark.parametrize("by_key", [True, False])
def test_full_screen_and_back(shift: Bench, by_key: bool) -> None:
    touch, keys = TouchAlone(shift), KeyboardAlone(shift)
    for full in (True, False):
        if by_key:
            keys.press(Qt.Key.Key_F11)
        else:
            touch.press("menuButton")
            touch.press("menu_full_screen")
        shift.qtbot.waitUntil(lambda wanted=full: shift.window.isFullScreen() is wanted)


# -- open and close ---------------------------------------------------------------------------------------------------

# name: what opens it, what in it closes it, whether what opens it can be reached while it is open
POPOVERS = {
    "menuPanel": ("menuButton", "menu_close", True),
    "helpPanel": ("helpButton", "helpClose", True),
    "lampPanel": ("lamp_camera", "closeLampButton", True),
    "keypad": ("keypadButton", "keypadClose", False),
    "tourOverlay": ("", "tourClose", False),
}


def opened(bench: Bench, name: str) -> QWidget:
    opener, _, _ = POPOVERS[name]
    if opener:
        TouchAlone(bench).press(opener)
    else:
        bench.window.start_tour()
    (popover,) = bench.window.findChildren(QWidget, name)
    assert popover.isVisible()
    assert bench.window.rect().contains(popover.geometry())
    return popover


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", POPOVERS)
def test_it_closes_by_its_button_by_escape_and_by_what_opened_it(
    shift: Bench, name: str, screen: tuple[int, int]
) -> None:
    reach_packing(shift)
    resized(shift, screen)
    opener, closer, both = POPOVERS[name]
    touch, keys = TouchAlone(shift), KeyboardAlone(shift)
    ways: list[Callable[[], None]] = [lambda: touch.press(closer), lambda: keys.press(Qt.Key.Key_Escape)]
    if both:
        ways.append(lambda: touch.press(opener))
    for close in ways:
        opened(shift, name)
        close()
        swept(shift.window)
        assert not shift.window.findChildren(QWidget, name)
        assert shift.window.focusWidget() is shift.window.entry
    assert shift.window._desk.phase is Phase.PACKING


@pytest.mark.parametrize("second", POPOVERS)
@pytest.mark.parametrize("first", ["menuPanel", "helpPanel", "lampPanel"])
def test_at_most_one_is_open(shift: Bench, first: str, second: str) -> None:
    if first == second:
        return
    reach_packing(shift)
    opened(shift, first)
    if second == "keypad":
        shift.window.show_keypad()
    elif not reachable(shift.button(POPOVERS[second][0] or "menuButton")):
        shift.window.start_tour()
        second = "tourOverlay"
    else:
        opened(shift, second)
    swept(shift.window)
    there = {name for name in POPOVERS if shift.window.findChildren(QWidget, name)}
    assert there == {second}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["menuPanel", "helpPanel", "lampPanel", "keypad"])
def test_the_instruction_stays_in_sight_under_everything(shift: Bench, name: str, screen: tuple[int, int]) -> None:
    """Also the button of a refusal: it can be pressed while help is read."""
    reach_refused_label(shift)
    resized(shift, screen)
    popover = opened(shift, name)
    banner = shift.window.banner
    assert not popover.geometry().intersects(QRect(banner.mapTo(shift.window, banner.rect().topLeft()), banner.size()))
    TouchAlone(shift).press("acknowledgeButton")
    shift.qtbot.waitUntil(lambda: not shift.window._desk.held)


@pytest.mark.parametrize("name", POPOVERS)
def test_the_scanner_works_while_it_is_open(shift: Bench, name: str) -> None:
    reach_waiting(shift)
    opened(shift, name)
    with scanner_alone(shift) as scanner:
        scanner.give(DN)
        asked(shift, SHOW_OR_SCAN)
        scanner.give(CARTON)
        shift.qtbot.waitUntil(lambda: shift.window.packing.parts.rows[D26R].quantity == "45 / 90")
    assert shift.window.findChildren(QWidget, name), "a scan presses nothing"
    assert shift.window.entry.text() == ""


def test_the_scanner_works_while_a_modal_dialog_is_open(shift: Bench) -> None:
    reach_waiting(shift)
    dialog = QDialog(shift.window)
    dialog.setModal(True)
    field = QLineEdit()
    QVBoxLayout(dialog).addWidget(field)
    dialog.show()
    dialog.activateWindow()
    shift.qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    with scanner_alone(shift) as scanner:
        scanner.give(DN)
        asked(shift, SHOW_OR_SCAN)
    assert dialog.isVisible()
    assert field.text() == ""
    dialog.close()
    dialog.deleteLater()


# -- by key -----------------------------------------------------------------------------------------------------------


def test_every_item_of_the_menu_has_a_key_that_chooses_it(shift: Bench) -> None:
    chosen: list[MenuItem] = []
    shift.window.menu_chosen.disconnect(shift.window._from_menu)
    shift.window.menu_chosen.connect(chosen.append)
    keys = KeyboardAlone(shift)
    for digit, item in zip("1234567890", MenuItem, strict=False):
        keys.press(Qt.Key.Key_F10)
        assert shift.button(f"menu_{item.name.lower()}").text().startswith(f"{digit} ")
        keys.type(digit)
        swept(shift.window)
        assert not shift.window.findChildren(MenuPanel)
    assert chosen == list(MenuItem)[:10]
    assert shift.window.entry.text() == ""


def test_a_letter_goes_to_the_entry_while_the_menu_is_open_and_a_digit_does_once_it_is_closed(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    keys.press(Qt.Key.Key_F10)
    keys.type("OP-")
    assert shift.window.findChildren(MenuPanel)
    keys.press(Qt.Key.Key_F10)
    keys.type("17")
    assert shift.window.entry.text() == "OP-17"


def test_the_whole_menu_works_by_key(shift: Bench) -> None:
    reach_waiting(shift)
    keys = KeyboardAlone(shift)
    keys.press(Qt.Key.Key_F10)
    keys.type("1")
    assert shift.window.banner.action == "Pindai surat jalan."
    keys.press(Qt.Key.Key_F10)
    keys.press(Qt.Key.Key_F12)
    asked(shift, "Pindai kartu pengenal Anda.")


def test_the_arrow_keys_turn_the_pages_of_the_help_and_scroll_them(shift: Bench) -> None:
    reach_packing(shift)
    resized(shift, (1024, 600))
    shift.window.change_look(shift.window.look.with_next_text().with_next_text().with_next_text())
    swept(shift.window)
    keys = KeyboardAlone(shift)
    keys.press(Qt.Key.Key_F1)
    (panel,) = shift.window.findChildren(HelpPanel)
    seen = [panel.topic]
    for _ in range(3):
        keys.press(Qt.Key.Key_Right)
        seen.append(panel.topic)
    assert seen == [Topic.PACKING, Topic.COLOURS, Topic.KEYS, Topic.PACKING]
    keys.press(Qt.Key.Key_Left)
    assert panel.topic is Topic.KEYS
    QApplication.processEvents()
    bar = panel._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    keys.press(Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    keys.press(Qt.Key.Key_Up)
    assert bar.value() < bar.maximum()


def test_the_help_of_every_screen_is_about_it(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    for reach, topic in (
        (reach_signed_out, Topic.SIGN_IN),
        (reach_waiting, Topic.NOTE),
        (lambda bench: scan(bench, DN), Topic.PACKING),
        (lambda bench: scan(bench, "OTHER"), Topic.REFUSAL),
    ):
        reach(shift)
        keys.press(Qt.Key.Key_F1)
        (panel,) = shift.window.findChildren(HelpPanel)
        assert panel.topic is topic
        keys.press(Qt.Key.Key_F1)
        swept(shift.window)
        assert not shift.window.findChildren(HelpPanel)


def test_every_lamp_has_a_key(shift: Bench) -> None:
    keys = KeyboardAlone(shift)
    for place, lamp in enumerate(Lamp):
        keys.press(Qt.Key(Qt.Key.Key_1 + place), Qt.KeyboardModifier.ControlModifier)
        assert shift.window._popover is not None
        assert shift.window._popover.property("lamp") is None
        assert getattr(shift.window._popover, "lamp", None) is lamp
    assert shift.window.entry.text() == ""


# -- the keys on the screen -------------------------------------------------------------------------------------------


def test_what_is_typed_by_touch_stands_above_the_keys_and_is_taken_with_enter(shift: Bench) -> None:
    touch = TouchAlone(shift)
    touch.press("keypadButton")
    for key in ("key_O", "key_X", "keypadDelete", "key_P", "key_minus", "key_1", "key_7"):
        touch.press(key)
    assert shift.text("keypadEcho") == "OP-17"
    touch.press("keypadEnter")
    asked(shift, "Scan the delivery note.")
    swept(shift.window)
    assert not shift.window.findChildren(Keypad)


# -- the tour ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("reach", [reach_packing, reach_waiting], ids=lambda reach: reach.__name__[6:])
def test_the_tour_never_covers_what_it_lights(
    shift: Bench, reach: Reach, screen: tuple[int, int], percent: int
) -> None:
    reach(shift)
    resized(shift, screen)
    while shift.window.look.text_percent != percent:
        shift.window.change_look(shift.window.look.with_next_text())
        swept(shift.window)
    shift.window.start_tour()
    tour, keys, steps = shift.window.tour, KeyboardAlone(shift), 0
    assert tour is not None
    while shift.window.tour is tour:
        QApplication.processEvents()
        steps += 1
        assert not tour.lit.isEmpty()
        assert not tour.bubble.intersects(tour.lit), tour.accessibleName()
        assert tour.rect().contains(tour.bubble)
        keys.press(Qt.Key.Key_Right)
    assert steps == 9


def test_the_tour_goes_back_and_on_by_touch_and_by_itself(shift: Bench) -> None:
    touch = TouchAlone(shift)
    shift.window.start_tour()
    tour = shift.window.tour
    assert tour is not None
    assert not reachable(shift.button("tourBack"))
    touch.press("tourNext")
    tour._timer.timeout.emit()
    assert tour.place == 2
    touch.press("tourBack")
    assert tour.place == 1


@pytest.mark.parametrize(
    "lit", [QRect(0, 0, 1000, 80), QRect(0, 520, 1000, 80), QRect(0, 80, 640, 400), QRect(650, 80, 350, 500)]
)
def test_the_bubble_stands_on_the_side_that_has_room(lit: QRect) -> None:
    size, window = QSize(330, 200), QRect(0, 0, 1000, 600)
    place = QRect(bubble_place(window, lit, size), size)
    assert not place.intersects(lit)
    assert window.contains(place)


def test_on_a_dense_small_panel_the_menu_takes_more_columns(shift: Bench) -> None:
    """A nine-inch panel of 1024×600 has 5.2 dots a millimetre: five rows and more of 15 mm are too high."""
    resized(shift, (1024, 600))
    dense, room = sizes(1024, 600, 5.2), shift.window._room
    menu = MenuPanel(shift.window.look, dense, shift.window, room)
    menu.stand(room)
    assert room.contains(menu.geometry())
    menu.deleteLater()


def test_another_note_may_be_typed_while_the_keys_lie_over_the_screen(shift: Bench) -> None:
    reach_waiting(shift)
    opened(shift, "keypad")
    KeyboardAlone(shift).give(NEXT_DN)
    asked(shift, SHOW_OR_SCAN)


def test_signing_in_by_badge_while_the_help_is_open(shift: Bench) -> None:
    opened(shift, "helpPanel")
    scan(shift, BADGE)
    asked(shift, "Scan the delivery note.")
