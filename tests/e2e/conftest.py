"""A real application for tests of the whole station with its window."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme.style import dress


@pytest.fixture
def screen(qapp: QApplication) -> Iterator[QApplication]:
    """Dressed as the station dresses it. Afterwards no thread and no window of the test is left."""
    dress(qapp, "dark")
    threads = set(threading.enumerate())
    yield qapp
    assert set(threading.enumerate()) <= threads
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
