"""After a fault: one page, one key, and the same station again."""

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from app.commands import safe_state
from app.commands.safe_state import SafeState
from app.domain.errors import ErrorCode
from app.domain.restarting import ExitCode, StartedAfter
from app.settings import Settings
from services.instance.front_door import door_address, knock
from tests.ui.conftest import Bench
from ui.shell.crash_page import CrashPage


class Kept:
    """A window on the fakes, kept safe by what a station has."""

    def __init__(self, bench: Bench, safe: SafeState, folder: Path) -> None:
        self.bench, self.safe, self.folder = bench, safe, folder

    def fault(self) -> None:
        """As Python says that nobody has caught one."""
        try:
            raise ZeroDivisionError("boom")
        except ZeroDivisionError as error:
            self.safe._reporter._in_gui(type(error), error, error.__traceback__)

    @property
    def page(self) -> CrashPage | None:
        pages = [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashPage) and each.isVisible()]
        assert len(pages) <= 1
        return pages[0] if pages else None

    def shown_page(self) -> CrashPage:
        self.bench.qtbot.waitUntil(lambda: self.page is not None)
        assert self.page is not None
        return self.page


def settings_in(folder: Path, **ui: object) -> Settings:
    return Settings.model_validate({"data_dir": str(folder), "ui": {"hung_restart_s": 0, **ui}})


@pytest.fixture
def kept(bench: Bench, tmp_path: Path) -> Iterator[Kept]:
    with SafeState(settings_in(tmp_path), StartedAfter.CRASHED) as safe:
        safe.guard(bench.window, bench.bridge)
        yield Kept(bench, safe, tmp_path)
        if safe._page is not None:
            safe._page.close()
            safe._page.deleteLater()
            safe._page = None
    safe.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def said(page: CrashPage) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_it_says_that_the_session_is_safe_and_where_the_report_is(kept: Kept) -> None:
    kept.fault()
    page = kept.shown_page()
    assert "The session is safe" in said(page)
    assert str(kept.folder / "logs") in said(page)
    kept.safe._reporter.finish()
    (report,) = (kept.folder / "logs").glob("crash-*.txt")
    assert "ZeroDivisionError: boom" in report.read_text()


@pytest.mark.parametrize("way", [Qt.Key.Key_Return, Qt.Key.Key_Enter, None], ids=["return", "enter", "button"])
def test_one_key_restarts_in_good_order(kept: Kept, way: Qt.Key | None) -> None:
    kept.fault()
    page, qtbot = kept.shown_page(), kept.bench.qtbot
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_F11):
        qtbot.keyClick(page, key)
    assert page.isVisible()
    assert kept.safe.exit_code == 0
    if way is None:
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(page, way)
    assert kept.safe.exit_code == ExitCode.ASKED
    assert kept.bench.camera.closed
    assert not kept.bench.window.isVisible()


def test_a_key_that_was_held_down_already_restarts_nothing(kept: Kept) -> None:
    kept.fault()
    page = kept.shown_page()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    page.keyPressEvent(held)
    assert kept.safe.exit_code == 0


def test_faults_one_after_the_other_show_one_page(kept: Kept) -> None:
    kept.fault()
    first = kept.shown_page()
    for _ in range(4):
        kept.fault()
    kept.bench.bridge.bug(ValueError("another, on a thread"))
    QApplication.processEvents()
    assert kept.safe._page is first
    assert kept.page is first


def test_a_fault_of_the_desks_thread_shows_it_too(kept: Kept) -> None:
    kept.bench.bridge.bug(ValueError("on a thread"))
    assert "Something went wrong" in said(kept.shown_page())


def test_a_fault_while_the_page_is_made_ends_the_program_at_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []

    def broken(*_: object) -> CrashPage:
        raise ValueError("the page is at fault")

    monkeypatch.setattr(safe_state, "CrashPage", broken)
    monkeypatch.setattr(os, "_exit", ended.append)
    kept.fault()
    kept.bench.qtbot.waitUntil(lambda: bool(ended))
    assert ended == [ExitCode.CRASHED]
    texts = [file.read_text() for file in (kept.folder / "logs").glob("crash-*.txt")]
    assert any("the page is at fault" in text for text in texts)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (StartedAfter.ASKED, "was started again"),
        (StartedAfter.CRASHED, "had stopped"),
        (StartedAfter.HUNG, "did not answer"),
        (StartedAfter.NOTHING, ""),
    ],
)
def test_after_a_restart_a_short_notice_says_so(bench: Bench, tmp_path: Path, after: StartedAfter, words: str) -> None:
    with SafeState(settings_in(tmp_path), after) as safe:
        safe.guard(bench.window, bench.bridge)
        bench.type_line("KSS007317A")
        assert bench.window._toast.isVisible() is bool(words)
        assert words in bench.window._toast.text
        bench.window._toast.hide()
        bench.type_line("L1")
        assert not bench.window._toast.isVisible(), "once"
    safe.deleteLater()


def test_a_polite_kill_closes_the_page_too(kept: Kept) -> None:
    kept.fault()
    page = kept.shown_page()
    kept.bench.window.close_for_good()
    assert not page.isVisible()
    assert kept.safe.exit_code == 0, "nobody asked to start it again"


def test_a_fault_of_a_window_that_closes_holds_it_up_with_no_page(kept: Kept) -> None:
    kept.bench.window.closing.connect(kept.fault)
    kept.bench.window.close_for_good()
    QApplication.processEvents()
    assert kept.page is None
    assert kept.safe.closing


def test_a_second_start_brings_this_window_to_the_front(kept: Kept) -> None:
    bench = kept.bench
    bench.window.showMinimized()
    heard: list[bool] = []
    caller = threading.Thread(target=lambda: heard.append(knock(door_address(kept.folder))))
    caller.start()
    bench.qtbot.waitUntil(lambda: not bench.window.isMinimized())
    caller.join()
    assert heard == [True]


def test_a_second_one_on_the_folder_writes_no_log_and_takes_no_trace(kept: Kept) -> None:
    logging.getLogger("countersign.test").error("of the first")
    with SafeState(settings_in(kept.folder), StartedAfter.NOTHING) as second:
        assert not second._claimed
    second.deleteLater()
    assert (kept.folder / "logs" / "native-crash.txt").exists()


def test_the_reason_for_giving_up_names_the_folder() -> None:
    from app.domain.errors import OperationalError
    from app.messages import error_sentence

    sentence = error_sentence(OperationalError(ErrorCode.STATION_FAULTS, folder="/var/logs"))
    assert "three times within two minutes" in sentence.what
    assert "/var/logs" in sentence.action
