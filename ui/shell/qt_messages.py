"""What Qt says goes into the log; what it says last, before it ends the program, also where a crash is looked for."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_messages(last_words: Callable[[str], None]) -> Callable[[], None]:
    """From now on; any thread may say something. ``last_words`` is told of a fatal message before Qt aborts. Returns
    what puts back the handler there was."""

    def hear(kind: QtMsgType, _where: QMessageLogContext, words: str | None) -> None:
        if kind is QtMsgType.QtFatalMsg:
            last_words(f"Qt: {words}")
        log.log(_LEVELS[kind], "%s", words)

    before = qInstallMessageHandler(hear)

    def put_back() -> None:
        qInstallMessageHandler(before)

    return put_back
