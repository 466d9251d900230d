"""The window of a station that cannot start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.errors import ErrorCode, OperationalError
from app.messages import error_sentence
from ui.shell.refusal import RefusalWindow


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, None])
def test_it_says_why_and_what_to_do_and_closes_by_key_or_button(qtbot, dressed, key: Qt.Key | None) -> None:
    error = OperationalError(ErrorCode.RECORD_IN_USE, path="station.sqlite", owner="process 4711", pid=4711)
    window = RefusalWindow(error_sentence(error), "dark")
    qtbot.addWidget(window)
    window.show()
    said = " ".join(found.text() for found in window.findChildren(QLabel))
    assert "in use by process 4711" in said
    assert "close it first" in said
    if key is None:
        qtbot.mouseClick(window.button, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(window.button, key)
    qtbot.waitUntil(lambda: not window.isVisible())
