"""The first-run wizard's window: one question a page, and what is written in the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.ports.clock import Clock
from app.ports.probes import Probes
from app.settings import Settings
from app.settings_layers import problems_of
from ui.errand import Errand
from ui.language import chosen_language, said_error
from ui.setup.camera_page import CameraPage
from ui.setup.check_page import Asked
from ui.setup.far_pages import database_page, erp_page, server_page
from ui.setup.frame import SetupFrame
from ui.setup.language_page import LanguagePage
from ui.setup.page import SetupPage
from ui.setup.scanner_page import ScannerPage, TeachIn
from ui.setup.summary_page import SummaryPage
from ui.setup.view_model import (
    Proof,
    SetupState,
    Step,
    answered,
    changes,
    is_fixed,
    moved,
    proven,
    skipped,
    summary,
    value_now,
)
from ui.theme.fitting import sizes_of
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, Sizes

SAVE_LIMIT_S = 15.0
_CHOICES = 9


@dataclass(frozen=True, slots=True)
class Outside:
    """What the wizard reaches of the world. ``save`` writes changes (``section.key``: value) to ``file``, on a thread
    of its own; OperationalError. ``speak`` changes the language of all that is built afterwards. ``teach_in`` makes the
    scanner's page."""

    probes: Probes
    save: Callable[[Mapping[str, object]], None]
    file: str
    speak: Callable[[str], None]
    teach_in: TeachIn
    clock: Clock


class SetupWizard(QWidget):
    """A window of its own. ``finished`` brings what was written; ``abandoned``: it was closed before, and nothing was.

    Keys: Alt+N next, Alt+B back, Alt+K skip, Alt+T test, Ctrl+1 … 9 the choices, Tab and typing in the lines. Enter
    presses nothing: a scanner sends it.
    """

    finished = Signal(object)
    abandoned = Signal()

    def __init__(self, settings: Settings, origins: Mapping[str, str], outside: Outside) -> None:
        super().__init__()
        self.setObjectName("setupWizard")
        self.setWindowTitle("Countersign")
        self.setMinimumSize(1000, 580)
        self.resize(1366, 768)
        self._settings, self._origins, self._outside = settings, origins, outside
        self._colours = PALETTES[settings.ui.theme]
        self._sizes = self._fitting()
        language = chosen_language(settings.ui.language, QLocale.system())
        self._state = SetupState(answers={"ui.language": str(language)})
        self._written: Mapping[str, object] | None = None
        self._over = False
        self._errand = Errand(self, "settings-file")
        self._errand.done.connect(self._saved)
        self._errand.failed.connect(self._not_saved)
        self._errand.too_late.connect(self._disk_silent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._frame = SetupFrame(self._sizes)
        self._page: SetupPage = SetupPage()
        self._make_shortcuts()
        self._dress()
        self._show_step()

    def _make_shortcuts(self) -> None:
        for keys, act in (("Alt+N", self.go_on), ("Alt+B", self.go_back), ("Alt+K", self.skip), ("Alt+T", self._test)):
            self._shortcut(keys).activated.connect(act)
        for place in range(_CHOICES):
            self._shortcut(f"Ctrl+{place + 1}").activated.connect(self._chooser(place))

    def _shortcut(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)

    def _chooser(self, place: int) -> Callable[[], None]:
        return lambda: self._page.choose(place)

    @Slot()
    def _test(self) -> None:
        self._page.test()

    # -- one page ---------------------------------------------------------------------------------------------------

    def _show_step(self) -> None:
        """Built anew, so that it speaks the language of now and knows every answer."""
        self._page.close_page()
        former, self._frame = self._frame, SetupFrame(self._sizes)
        former.hide()
        former.deleteLater()
        self._page = self._made(self._state.step)
        self._page.answered.connect(self._answered)
        self._page.tested.connect(self._tested)
        self._page.passed_over.connect(self.skip)
        self._frame.show_step(self._state, self._page)
        self._frame.next_asked.connect(self.go_on)
        self._frame.back_asked.connect(self.go_back)
        self._frame.skip_asked.connect(self.skip)
        self._column.addWidget(self._frame)
        self._frame.show()
        self.setFocus()

    def _made(self, step: Step) -> SetupPage:
        o, s, c = self._outside, self._sizes, self._colours
        match step:
            case Step.LANGUAGE:
                return LanguagePage(self._now("ui.language"), s)
            case Step.CAMERA:
                return CameraPage(self._now("camera.source"), o.probes, o.clock, c, s)
            case Step.SCANNER:
                return ScannerPage(self._now("scanner.serial_port"), o.teach_in, c, s)
            case Step.SERVER:
                return server_page(self._line, o.probes, s)
            case Step.DATABASE:
                return database_page(self._line, o.probes, s)
            case Step.ERP:
                return erp_page(self._line, o.probes, s)
            case Step.SUMMARY:
                rules = self._settings
                asks_people = rules.station.sign_in and rules.identity.asks_secret
                return SummaryPage(summary(self._state, rules, self._origins), o.file, s, asks_people=asks_people)

    def _now(self, key: str) -> str:
        return str(value_now(self._state, self._settings, key))

    def _line(self, key: str, words: str, hint: str) -> Asked:
        return Asked(key, words, self._now(key), hint, is_fixed(self._origins, key))

    # -- what the pages say -----------------------------------------------------------------------------------------

    @Slot(object)
    def _answered(self, answers: Mapping[str, object]) -> None:
        self._state = answered(self._state, answers)
        self._show_problem()
        if "ui.language" in answers:
            self._outside.speak(str(answers["ui.language"]))
            self._show_step()

    @Slot(object)
    def _tested(self, how: Proof) -> None:
        self._state = proven(self._state, self._state.step, how)

    def _show_problem(self) -> bool:
        """True: there is one, and it is shown."""
        problems = problems_of(self._settings, self._state.answers)
        said = [self.tr("✗ {key}: {problem}").format(key=key, problem=text) for key, text in problems.items()]
        self._page.show_problem("\n".join(said))
        return bool(said)

    # -- going on ---------------------------------------------------------------------------------------------------

    @Slot()
    def go_on(self) -> None:
        """To the next page, if the answers of this one can stand; from the last one to the end."""
        if self._over or self._show_problem() or self._errand.running:
            return
        if self._state.last:
            self._save()
        else:
            self._state = moved(self._state, 1)
            self._show_step()

    @Slot()
    def go_back(self) -> None:
        if self._state.may_go_back and not self._errand.running:
            self._state = moved(self._state, -1)
            self._show_step()

    @Slot()
    def skip(self) -> None:
        """On, and leave what this page asks for as it was."""
        if self._state.may_skip:
            self._state = skipped(self._state)
            self._show_step()

    # -- the end ----------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        self._written = written = changes(self._state, self._settings)
        self._frame.set_busy(busy=True)
        self._errand.begin(lambda: self._outside.save(written), SAVE_LIMIT_S)

    @Slot(object)
    def _saved(self, _nothing: object) -> None:
        self._over = True
        self.finished.emit(self._written)
        self.close()

    @Slot(object)
    def _not_saved(self, error: OperationalError) -> None:
        self._frame.set_busy(busy=False)
        self._page.show_problem(f"✗ {said_error(error)}")

    @Slot()
    def _disk_silent(self) -> None:
        self._frame.set_busy(busy=False)
        self._page.show_problem(self.tr("✗ The disk does not answer. Try again, and call IT if it stays so."))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.hide()
        self._page.close_page()
        self._errand.cancel()
        if not self._over:
            self._over = True
            self.abandoned.emit()

    # -- sizes ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = self._fitting()
        if fitting != self._sizes:
            self._sizes = fitting
            self._dress()
            self._frame.set_sizes(fitting)
            self._page.set_sizes(fitting)

    def _dress(self) -> None:
        self.setStyleSheet(stylesheet(self._colours, self._sizes))

    def _fitting(self) -> Sizes:
        return sizes_of(self, self._settings.ui.text_percent)
