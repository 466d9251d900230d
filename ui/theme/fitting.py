"""The sizes of a window, from its own size and its screen's."""

from PySide6.QtWidgets import QWidget

from ui.theme.tokens import Sizes, sizes

_SANE_DOTS_PER_MM = (2.5, 12.0)


def sizes_of(window: QWidget, text_percent: int = 100) -> Sizes:
    """Millimetres by what the screen says of itself, unless that cannot be true."""
    low, high = _SANE_DOTS_PER_MM
    dots = window.screen().physicalDotsPerInchY() / 25.4
    if not low <= dots <= high:
        dots = window.screen().logicalDotsPerInchY() / 25.4
    return sizes(window.width(), window.height(), dots, text_percent)
