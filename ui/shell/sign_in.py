"""What stands in the picture's place while nobody works here: who is asked for, and keys for a PIN."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.language import number
from ui.shell.view_model import SignInState, SignInStep
from ui.theme.icons import paint_icon
from ui.theme.plain_text import shown
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, fitted_font

DIGITS = "123456789"
_NAME_AT_MOST = 40
_LARGEST_KEY = 1.6
"""Of the smallest that a glove hits."""


class PinPad(QWidget):
    """Figures as a telephone has them, each large enough for a glove. ``typed``: one figure."""

    typed = Signal(str)
    deleted = Signal()
    entered = Signal()

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("pinPad")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.keys = [self._figure(digit) for digit in (*DIGITS, "0")]
        delete, enter = ActionButton("⌫", "pinDelete", "key"), ActionButton("↵", "pinEnter", "primary")
        delete.setAccessibleName(self.tr("Delete the last character"))
        enter.setAccessibleName(self.tr("Enter"))
        delete.clicked.connect(self.deleted)
        enter.clicked.connect(self.entered)
        places = [*self.keys[:-1], delete, self.keys[-1], enter]
        for place, button in enumerate(places):
            self._grid.addWidget(button, place // 3, place % 3)
        self._buttons, self._sizes = places, sizes
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._grid.setSpacing(sizes.touch_gap)
        self.set_height(0)

    def set_height(self, height_px: int) -> None:
        """As large as the room allows, up to a hand's comfort."""
        s = self._sizes
        side = max(s.touch, min(round(_LARGEST_KEY * s.touch), (height_px - 3 * s.touch_gap) // 4))
        for button in self._buttons:
            button.setFixedSize(side, side)

    def _figure(self, digit: str) -> ActionButton:
        button = ActionButton(digit, f"pin_{digit}", "key")
        button.clicked.connect(self._press)
        return button

    @Slot()
    def _press(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton):
            self.typed.emit(button.text())


class SignInPanel(QWidget):
    """Paints who is asked for; what is typed stands, unseen, in the entry below. ``stepped_back``: this badge was not
    meant; ``other_asked``: somebody else than the one for whom it is locked."""

    stepped_back = Signal()
    other_asked = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("signInPanel")
        self._colours, self._sizes = colours, sizes
        self._title, self._wait = "", ""
        self._lines: tuple[str, str] = ("", "")
        self.state = SignInState(SignInStep.BADGE)
        self.pad = PinPad(sizes)
        self.back = ActionButton(self.tr("Not me"), "signInBack")
        self.other = ActionButton(self.tr("Somebody else"), "signInOther")
        self.back.clicked.connect(self.stepped_back)
        self.other.clicked.connect(self.other_asked)
        self._row, self._left = QHBoxLayout(self), QVBoxLayout()
        self._left.addStretch(1)
        for button in (self.back, self.other):
            self._left.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_sizes(sizes)
        self.show_state(self.state)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self.pad.set_sizes(sizes)
        self.pad.set_height(self.height() - 4 * sizes.touch_gap)
        margin = sizes.touch_gap
        self._row.setContentsMargins(margin, margin, margin, margin)
        self._row.setSpacing(2 * sizes.touch_gap)
        for button in (self.back, self.other):
            button.setFixedHeight(sizes.touch)
            button.setMinimumWidth(round(3.4 * sizes.touch))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pad.set_height(self.height() - 4 * self._sizes.touch_gap)

    def show_state(self, state: SignInState) -> None:
        self.state = state
        self._title, self._lines = self._words()
        self._wait = self._wait_words()
        asks = state.step is not SignInStep.BADGE
        self.pad.setVisible(asks)
        self.back.setVisible(state.may_step_back)
        self.other.setVisible(state.step is SignInStep.UNLOCK)
        self.setAccessibleName(" ".join(filter(None, (self._title, *self._lines, self._wait))))
        self.update()

    def _words(self) -> tuple[str, tuple[str, str]]:
        who, keeps = shown(self.state.who, _NAME_AT_MOST), shown(self.state.keeps, _NAME_AT_MOST)
        kept = self.tr("What {operator} has open is kept.").format(operator=keeps) if keeps else ""
        if self.state.step is SignInStep.SECRET:
            return who, (self.tr("Type your PIN or password, then press Enter."), kept)
        if self.state.step is SignInStep.UNLOCK:
            title = self.tr("Locked for {operator}").format(operator=who)
            return title, (self.tr("Type your PIN or password. Another operator scans their badge."), kept)
        asked = self.tr("Hold your badge under the scanner or the camera, or type its number.")
        return self.tr("Who works here?"), (asked, kept or self.tr("What the last operator left open is still here."))

    def _wait_words(self) -> str:
        if not self.state.wait_s:
            return ""
        return self.tr("Too many wrong PINs. Wait {seconds} s.").format(seconds=number(self.state.wait_s))

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, s = self._colours, self._sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(whole, s.radius, s.radius)
        room = self._room(whole)
        write = self._writer(painter)
        side = min(150 * s.unit, 0.36 * room.height())
        block = side + (14 + 64 + 8 + 2 * 56 * (0.6 if room.width() > 600 * s.unit else 1.0)) * s.unit
        picture = QRectF(0, 0, side, side)
        picture.moveCenter(room.center())
        picture.moveTop(room.top() + max(0.0, (room.height() - block) / 2))
        paint_icon(painter, "lock" if self.state.step is SignInStep.UNLOCK else "badge", picture, c.accent)
        row = QRectF(room.left(), picture.bottom() + 8 * s.unit, room.width(), min(64 * s.unit, 0.2 * room.height()))
        write(row, self._title, s.hero, QFont.Weight.Bold, c.text)
        low = QRectF(room.left(), row.bottom() + 4 * s.unit, room.width(), room.bottom() - row.bottom() - 4 * s.unit)
        self._write_lines(write, low)

    def _write_lines(self, write: Callable[..., None], low: QRectF) -> None:
        """Under the title, as much room for each as there is; a wait stands in place of what would be typed."""
        c, s = self._colours, self._sizes
        first, second = self._lines
        lines = [(self._wait or first, c.caution if self._wait else c.muted), (second, c.muted)]
        height = min(56 * s.text, low.height() / 2)
        for place, (words, colour) in enumerate(lines):
            row = QRectF(low.left(), low.top() + place * height, low.width(), height)
            write(row, words, round(20 * s.text), QFont.Weight.Medium, colour)

    def _room(self, whole: QRectF) -> QRectF:
        """For words: beside the keys, above the button."""
        s = self._sizes
        room = whole.adjusted(2 * s.gap, s.gap, -2 * s.gap, -s.gap)
        if self.state.step is not SignInStep.BADGE:
            room.setRight(self.pad.geometry().left() - 2 * s.gap)
        if self.state.may_step_back or self.state.step is SignInStep.UNLOCK:
            room.setBottom(room.bottom() - s.touch - s.touch_gap)
        return room

    def _writer(self, painter: QPainter) -> Callable[..., None]:
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap

        def write(row: QRectF, words: str, largest: int, weight: QFont.Weight, colour: str) -> None:
            painter.setFont(fitted_font(words, row, largest, 10, weight) if words else font(12))
            painter.setPen(QColor(colour))
            painter.drawText(row, flags, words)

        return write
