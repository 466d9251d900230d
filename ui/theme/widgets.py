"""The few plain widgets every view is made of."""

from math import ceil

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from ui.theme.style import FITS, font, set_tabular


def label(role: str, text: str = "", *, tabular: bool = False, name: str = "") -> QLabel:
    """A label whose look is its ``role`` in the stylesheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tabular:
        figures = made.font()
        set_tabular(figures)
        made.setFont(figures)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the dynamic property and have the stylesheet looked up again, only when it differs."""
    _restyle(widget, "tone", tone)


def set_role(widget: QWidget, role: str) -> None:
    """What a widget is changes with what it is for."""
    _restyle(widget, "role", role)


def _restyle(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _size_of(fit: str) -> float:
    return FITS[fit]


class ActionButton(QPushButton):
    """Pressed by hand only: no key presses it, so that a scanner's Enter never can. Keys go on to the window. Words
    that are too long for it, in another language or as larger text, are written smaller."""

    def __init__(self, text: str, name: str, role: str = "plain") -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A font of another size may come without another size of the button."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """No wider than its smallest words need."""
        return QSize(ceil(self._around_words() + self._words_width(min(FITS, key=_size_of))), self.sizeHint().height())

    def _fit(self) -> None:
        """Choose among the sizes that the stylesheet has for ``fit``, by the width of the words in each."""
        room = self.width() - self._around_words()
        wanted = next((fit for fit in FITS if self._words_width(fit) <= room), min(FITS, key=_size_of))
        if self.text() and wanted != self._now:
            self.setProperty("fit", wanted)
            self.style().unpolish(self)
            self.style().polish(self)

    @property
    def _now(self) -> str:
        return str(self.property("fit") or "full")

    def _words_width(self, fit: str) -> float:
        pixels = self.font().pixelSize() / FITS[self._now] * FITS[fit]
        made = QFont(self.font())
        made.setPixelSize(max(1, ceil(pixels - 0.05)))  # what the stylesheet rounds is never taken for too small
        return QFontMetricsF(made).size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def _around_words(self) -> float:
        """Icon, padding and border, as the style reckons them."""
        return self.sizeHint().width() - self._words_width(self._now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class ContentScroll(QScrollArea):
    """As high as its content where there is room, scrolling where there is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        content = self.widget()
        return content.sizeHint() if content is not None else QSize(0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Content of another height asks the layout around this area for it."""
        handled = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def fitted_font(text: str, room: QRectF, largest: int, smallest: int, weight: QFont.Weight) -> QFont:
    """The largest size at which the text, wrapped, fits the room."""
    flags = int(Qt.TextFlag.TextWordWrap)
    for pixels in range(largest, smallest, -1):
        made = font(pixels, weight)
        bounds = QFontMetricsF(made).boundingRect(QRectF(0, 0, room.width(), 10_000), flags, text)
        if bounds.height() <= room.height() and bounds.width() <= room.width():
            return made
    return font(smallest, weight)


def draw_fitted(painter: QPainter, room: QRectF, text: str, made: QFont, colour: str) -> None:
    painter.setFont(made)
    painter.setPen(QColor(colour))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(room, flags, text)
