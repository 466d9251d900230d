"""Each lamp of the status bar says in a sentence how it is, and what to do."""

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.detection import DetectorSource, ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.packing_session import Agreement
from app.ports.camera import CameraState, CameraStatus
from app.ports.detector import DetectorStatus
from app.ports.scanner import ScannerState, ScannerStatus
from app.ports.station_record import DiskRoom, DiskState, OutboxStatus
from app.use_cases.sending import RecordStatus
from app.use_cases.station import StationStatus
from tests.ui.conftest import Bench as Table
from tests.ui.hands import TouchAlone
from tests.ui.test_menu_and_help import resized, swept
from ui.language import Language, speak
from ui.status.view import LampPanel
from ui.status.view_model import Bench, Condition, Health, Lamp, LampState, StatusState, status_state
from ui.status.words import StatusWords

SCREENS = [(1024, 600), (1366, 768), (1920, 1080)]
NOW = Bench(datetime(2026, 9, 1, 8, 30, tzinfo=UTC))
WELL = StationStatus(
    CameraStatus(CameraState.LIVE, 10, 14.6, "/dev/video0"),
    DetectorStatus(DetectorSource.SERVER, ModelIdentity("covers", "3"), 1234, 5),
    9.97,
    43.0,
)
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="login timeout expired at 10.1.2.3,1433")
WEEK = DiskRoom(DiskState.ROOMY, 90_000_000_000, 7.0)


def with_detector(source: DetectorSource | None, age_ms: float = 43.0) -> StationStatus:
    return replace(WELL, detector=replace(WELL.detector, source=source), result_age_ms=age_ms)


def with_record(outbox: OutboxStatus, room: DiskRoom = WEEK, **more: OperationalError) -> StationStatus:
    return replace(WELL, record=RecordStatus(outbox, room, **more))


def with_disk(state: DiskState) -> StationStatus:
    return with_record(OutboxStatus(), DiskRoom(state, 1_900_000_000, 2.5))


def reachable_states() -> list[LampState]:
    """Of every condition one, made as the station makes it."""
    statuses = [
        WELL, with_detector(DetectorSource.LOCAL), with_detector(None), with_detector(DetectorSource.SERVER, 1500.0),
        *(replace(WELL, camera=CameraStatus(state, 10, 14.6, "/dev/video0")) for state in CameraState),
        replace(WELL, agreement=Agreement.TWO_WAY),
        replace(WELL, scanners=(ScannerStatus(ScannerState.ABSENT, 3, "COM3"),)),
        replace(WELL, scanners=(ScannerStatus(ScannerState.READY, 3, "COM3"),)),
        with_record(OutboxStatus(waiting=1234)), with_record(OutboxStatus(waiting=3), away=AWAY),
        with_record(OutboxStatus(conflicts=2)), with_record(OutboxStatus(), fault=AWAY),
        with_disk(DiskState.LOW), with_disk(DiskState.FULL), with_record(OutboxStatus(), sync_trouble=AWAY),
    ]  # fmt: skip
    benches = [replace(NOW, suspicion=Condition.CAPS_LOCK), replace(NOW, suspicion=Condition.FOREIGN_LAYOUT),
               replace(NOW, clock_jump_s=-7200.0)]  # fmt: skip
    states = [status_state(status, NOW) for status in statuses] + [status_state(WELL, bench) for bench in benches]
    found = {lamp.condition: lamp for state in states for lamp in state.lamps}
    return list(found.values())


STATES = reachable_states()


@pytest.fixture(params=Language)
def words(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[StatusWords]:
    speak(qapp, request.param)
    yield StatusWords()
    speak(qapp, Language.EN)


def test_the_table_has_every_condition() -> None:
    assert {state.condition for state in STATES} == set(Condition)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.condition.value)
def test_every_condition_has_a_short_word_a_sentence_and_an_action(words: StatusWords, state: LampState) -> None:
    said = words.of(state)
    for text in (said.name, said.short, said.sentence, said.action):
        assert text.strip()
        assert not re.search(r"[{}]", text)
    assert said.sentence.endswith(".")
    assert said.action.endswith(".")
    assert len(said.short) <= 34


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.condition.value)
def test_only_a_good_lamp_asks_for_nothing(dressed: QApplication, state: LampState) -> None:
    nothing = StatusWords().of(state).action == "There is nothing to do."
    assert nothing == (state.health is Health.GOOD and state.condition is not Condition.SCANNER_UNHEARD)


def test_every_placeholder_is_one_that_the_station_fills(dressed: QApplication) -> None:
    said = StatusWords()._said
    for state in STATES:
        wanted = {
            name
            for text in said[state.condition]
            for _, name, _, _ in string.Formatter().parse(text)
            if name is not None
        }
        assert wanted <= {*state.details, "lasts"}, state.condition


def test_how_long_the_station_lasts_alone_is_said_in_hours_and_days(dressed: QApplication) -> None:
    said = StatusWords()
    away = LampState(Lamp.DATABASE, Condition.DATABASE_AWAY, {"count": 2})
    assert said.of(away).short == "Offline, 2 unsent"
    assert said.of(replace(away, details={"count": 2, "hours": 60})).short == "Offline, 2 unsent, 60 h"
    assert said.of(replace(away, details={"count": 2, "days": 40})).sentence.endswith("The disk lasts 40 days.")


# -- on the window ----------------------------------------------------------------------------------------------------


def shown(bench: Table, state: LampState) -> LampPanel:
    """Its panel, with the bar as it would be."""
    well = {lamp.lamp: lamp for lamp in status_state(WELL, NOW).lamps}
    bench.window.status.show_state(StatusState(tuple({**well, state.lamp: state}.values()), 1234))
    bench.window.show_lamp(state.lamp)
    (panel,) = bench.window.findChildren(LampPanel)
    return panel


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("percent", [100, 150])
def test_every_panel_lies_inside_the_window_and_over_its_lamp(
    bench: Table, screen: tuple[int, int], percent: int
) -> None:
    resized(bench, screen)
    bench.window.change_look(replace(bench.window.look, text_percent=percent))
    swept(bench.window)
    banner = bench.window.banner
    for state in STATES:
        panel = shown(bench, state)
        place = panel.geometry()
        assert bench.window.rect().contains(place), state.condition
        assert place.top() > banner.mapTo(bench.window, banner.rect().bottomLeft()).y(), state.condition
        button = bench.window.status.lamps[state.lamp]
        assert place.bottom() < button.mapTo(bench.window, button.rect().topLeft()).y()
        assert place.left() <= button.mapTo(bench.window, button.rect().center()).x() <= place.right()
        bench.window.close_popover()
        swept(bench.window)


@pytest.mark.parametrize("lamp", Lamp)
def test_a_press_opens_the_sentence_another_closes_it_and_a_third_lamp_takes_its_place(
    bench: Table, lamp: Lamp
) -> None:
    touch = TouchAlone(bench)
    touch.press(f"lamp_{lamp}")
    explained = bench.window.status.explain(lamp)
    assert explained is not None
    assert bench.text("lampSentence") == explained[0].sentence
    assert bench.text("lampAction") == explained[0].action
    assert explained[0].action in bench.window.findChildren(LampPanel)[0].accessibleName()
    touch.press(f"lamp_{lamp}")
    swept(bench.window)
    assert not bench.window.findChildren(LampPanel)
    touch.press(f"lamp_{lamp}")
    other = next(each for each in Lamp if each is not lamp and _uncovered(bench, each))
    touch.press(f"lamp_{other}")
    swept(bench.window)
    (panel,) = bench.window.findChildren(LampPanel)
    assert panel.lamp is other


def _uncovered(bench: Table, lamp: Lamp) -> bool:
    button, panel = bench.window.status.lamps[lamp], bench.window.findChildren(LampPanel)[0]
    return not panel.geometry().contains(button.mapTo(bench.window, button.rect().center()))
