"""Keys that a page answers while one of its widgets has the focus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def answer_keys(owner: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Call what each key stands for, from now on; the shortcuts live and end with ``owner``. Keys as Qt names them."""
    for key, act in keys.items():
        shortcut = QShortcut(QKeySequence(key), owner)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
