"""Do all texts fit where they stand? For any window: `misfits(window)` is empty when they do.

Widgets are measured against their contents; painted texts are caught as they are painted. A text may be cut only where
its widget shows it whole in a tool tip.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

_FILLER = "pemeriksaan"
_ROUNDING = 1.0
_LETTERS = re.compile(r"[^\W\d_]")


def lengthened(text: str, share: float = 0.3) -> str:
    """Longer by ``share``, in every word alike and with real letters, so that it also wraps as a longer text would. Its
    own "…" is spelt out, so that any "…" on the screen comes of cutting."""
    owed, filled, made = 0.0, 0, []
    for piece in re.split(r"(\{[^}]*\}|[^\W\d_]+)", text.replace("…", "...")):
        made.append(piece)
        if _LETTERS.match(piece):
            owed += len(piece) * share
            extra = ceil(owed - 0.5)
            made.append("".join(_FILLER[(filled + each) % len(_FILLER)] for each in range(extra)))
            owed, filled = owed - extra, filled + extra
    return "".join(made)


@dataclass(frozen=True)
class Painted:
    """One text as it was painted, by whom, and what was wrong with it; nothing, if it fitted. ``explained``: its widget
    has a tool tip."""

    text: str
    where: str
    fault: str
    explained: bool


@contextmanager
def painted_texts() -> Iterator[list[Painted]]:
    """Every text painted meanwhile by ``QPainter.drawText``, in widgets, item views and pictures."""
    caught: list[Painted] = []
    original: Callable[..., Any] = QPainter.drawText

    def draw(painter: QPainter, *given: Any) -> Any:
        text = next(each for each in given if isinstance(each, str))
        device = painter.device()
        where, tip = (_name(device), device.toolTip()) if isinstance(device, QWidget) else ("", "")
        caught.append(Painted(text, where, _painted_fault(painter, text, given), bool(tip)))
        return original(painter, *given)

    QPainter.drawText = draw  # type: ignore[method-assign,assignment]
    try:
        yield caught
    finally:
        QPainter.drawText = original  # type: ignore[method-assign]


def _painted_fault(painter: QPainter, text: str, given: tuple[Any, ...]) -> str:
    room = next((QRectF(each) for each in given if isinstance(each, QRect | QRectF)), None)
    if not _LETTERS.search(text) or room is None:
        return ""
    flags = next((int(each) for each in given if isinstance(each, int | Qt.AlignmentFlag | Qt.TextFlag)), 0)
    flags &= int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextSingleLine)
    wanted = QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, room.width(), 1e6), flags, text)
    if wanted.width() <= room.width() + _ROUNDING and wanted.height() <= room.height() + _ROUNDING:
        return ""
    return f"needs {wanted.width():.0f}×{wanted.height():.0f}, has {room.width():.0f}×{room.height():.0f}"


def misfits(window: QWidget, may_be_cut: Callable[[str], bool] = lambda text: False) -> list[str]:
    """What does not fit of everything visible in ``window``, in words; painting it now. ``may_be_cut``: texts that a
    painter may shorten with "…" (long numbers and names, never an instruction)."""
    with painted_texts() as painted:
        window.grab()
    found = [f"painted “{each.text}” in {each.where} {fault}" for each in painted if (fault := _cut(each, may_be_cut))]
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible() and (fault := _fault(widget) or _hidden(widget, window)):
            found.append(f"{type(widget).__name__} {_name(widget)} “{_text(widget)}” {fault}")
    return list(dict.fromkeys(found))


def every_text(window: QWidget) -> set[str]:
    """Whatever ``window`` shows and says: painted, in widgets, in tool tips, and for who cannot see it."""
    with painted_texts() as painted:
        window.grab()
    shown = [widget for widget in (window, *window.findChildren(QWidget)) if widget.isVisible()]
    found = {text for widget in shown for text in (_text(widget), widget.toolTip(), widget.accessibleName())}
    return (found | {each.text for each in painted}) - {""}


def _cut(painted: Painted, may_be_cut: Callable[[str], bool]) -> str:
    cut = "…" in painted.text and not painted.explained and not may_be_cut(painted.text)
    return "is cut" if cut else painted.fault


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QPushButton | QCheckBox | QRadioButton) else ""


def _name(widget: QWidget) -> str:
    names = []
    each: QWidget | None = widget
    while each is not None:
        names.append(each.objectName() or type(each).__name__)
        each = each.parentWidget()
    return "/".join(reversed(names[:3]))


def _fault(widget: QWidget) -> str:
    if not _text(widget):
        return ""
    if isinstance(widget, QLabel):
        return _label_fault(widget)
    if isinstance(widget, QPushButton):
        return _button_fault(widget)
    if isinstance(widget, QCheckBox | QRadioButton):
        return _too_small(widget.sizeHint().width(), widget.width())
    if isinstance(widget, QLineEdit):
        return _line_fault(widget)
    return _combo_fault(widget) if isinstance(widget, QComboBox) else ""


def _label_fault(label: QLabel) -> str:
    if label.toolTip() and "…" in label.text():
        return ""
    if not label.wordWrap():
        return _too_small(label.sizeHint().width(), label.width()) or _too_low(
            label.sizeHint().height(), label.height()
        )
    longest = label.minimumSizeHint().width()
    return _too_small(longest, label.width()) or _too_low(label.heightForWidth(label.width()), label.height())


def _button_fault(button: QPushButton) -> str:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
    wanted = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text())
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    return _too_small(wanted.width() + icon, room.width()) or _too_low(wanted.height(), room.height())


def _line_fault(line: QLineEdit) -> str:
    """What is typed may scroll; what is asked for must be readable."""
    if line.text():
        return ""
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    margins = line.textMargins()
    room = room.adjusted(margins.left() + 2, 0, -margins.right() - 2, 0)
    return _too_small(line.fontMetrics().horizontalAdvance(line.placeholderText()), room.width())


def _combo_fault(combo: QComboBox) -> str:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, combo)
    return _too_small(combo.fontMetrics().horizontalAdvance(combo.currentText()), room.width())


def _too_small(wanted: float, given: float) -> str:
    return f"needs {wanted} pixels of width, has {given}" if wanted > given + _ROUNDING else ""


def _too_low(wanted: float, given: float) -> str:
    return f"needs {wanted} pixels of height, has {given}" if wanted > given + _ROUNDING else ""


def _hidden(widget: QWidget, window: QWidget) -> str:
    """Whether a part of a widget with a text lies outside of what is around it; what scrolls may be scrolled to."""
    if not _text(widget):
        return ""
    around = widget.parentWidget()
    while around is not None and widget is not window:
        place = QRect(widget.mapTo(around, widget.rect().topLeft()), widget.size())
        if place.left() < -1 or place.right() > around.width() + 1:
            return f"reaches out of {_name(around)}"
        if isinstance(around.parentWidget(), QAbstractScrollArea):
            return ""
        if place.top() < -1 or place.bottom() > around.height() + 1:
            return f"reaches out of {_name(around)}"
        around = None if around is window else around.parentWidget()
    return ""
