"""The first-run wizard with its window, for ``countersign setup`` and for the first start of a station."""

import logging
import os
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.setup_probes import StationProbes
from app.domain.errors import ErrorCode, OperationalError
from app.domain.wedge import BurstRules
from app.ports.clock import SystemClock
from app.settings import Settings
from app.settings_file import may_write, write_settings
from app.settings_layers import ENV_PREFIX, config_path, load_settings, settings_with_origins
from app.use_cases.administration import first_run
from ui.application import create_application
from ui.language import Language, speak
from ui.scanner.teach_in import TeachInView
from ui.scanner.wedge_filter import WedgeFilter
from ui.setup.wizard import Outside, SetupWizard
from ui.theme.tokens import Palette, Sizes

log = logging.getLogger(__name__)

NOBODY_LOOKS = {"offscreen", "minimal"}
_NOTICE_MS = 200


def run_setup(settings: Settings, config: Path | None, overrides: Sequence[str]) -> bool:
    """A program of its own. True: finished, and written. FILE_UNWRITABLE before anything is asked."""
    path = config or config_path()
    if not may_write(path):
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path=str(path), problem="this user may not write it")
    application = create_application(sys.argv[:1], settings.ui.theme, settings.ui.language)
    return show_wizard(application, settings, config, overrides)


def set_up_first(
    application: QApplication, settings: Settings, config: Path | None, overrides: Sequence[str]
) -> Settings:
    """Before a station is built: the wizard, at the very first start (rule M2), and the settings as they are then.
    Closed before its end, the station starts with what there is, and the wizard comes again next time."""
    path = config or config_path()
    wanted = first_run(
        file_exists=path.exists(),
        file_writable=may_write(path),
        overridden=bool(overrides) or config is not None or overridden(os.environ),
        watched=application.platformName() not in NOBODY_LOOKS,
    )
    if wanted and show_wizard(application, settings, config, overrides):
        return load_settings(config, overrides=overrides)
    return settings


def overridden(environ: Mapping[str, str]) -> bool:
    """Something is set by a variable, be it only which file."""
    return any(name.startswith(ENV_PREFIX) for name in environ)


def show_wizard(application: QApplication, settings: Settings, config: Path | None, overrides: Iterable[str]) -> bool:
    """Until its window is closed. True: finished, and written."""
    _, origins = settings_with_origins(config, overrides=overrides)
    path = config or config_path()
    wedge = WedgeFilter(BurstRules())  # what a scanner types never gets into a line of a page
    application.installEventFilter(wedge)

    def teach_in(colours: Palette, sizes: Sizes) -> QWidget:
        view = TeachInView(wedge, colours, sizes)
        view.learnt.connect(wedge.learn)
        return view

    outside = Outside(
        probes=StationProbes(settings),
        save=partial(write_settings, path),
        file=str(path),
        speak=lambda code: speak(application, Language(code)),
        teach_in=teach_in,
        clock=SystemClock(),
    )
    written: list[object] = []
    wizard = SetupWizard(settings, origins, outside)
    wizard.finished.connect(written.append)
    notice = _close_on_signals(wizard)
    try:
        wizard.showFullScreen() if settings.ui.full_screen else wizard.show()
        log.info("the wizard is open; it writes %s", path)
        application.exec()
    finally:
        notice.stop()
        application.removeEventFilter(wedge)
        wizard.deleteLater()
    return bool(written)


def _close_on_signals(window: QWidget) -> QTimer:
    """Ctrl-C and a polite kill close the window as its own button does; the timer lets Python notice them."""

    def close(_number: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, window.close)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)
    notice = QTimer(window, interval=_NOTICE_MS)
    notice.timeout.connect(_nothing)
    notice.start()
    return notice


def _nothing() -> None:
    """Python looks at its signals whenever any of its code runs."""
