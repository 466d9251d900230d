"""The instruction: the next action in the largest letters of the screen, over what has just happened. A refusal stays
until its button is pressed, or the confirm code scanned."""

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.shell.view_model import InstructionState, NextStep
from ui.theme.style import font
from ui.theme.tokens import GLYPHS, Palette, Sizes
from ui.theme.widgets import ActionButton, draw_fitted, fitted_font

_PULSE_MS = 420
_HEIGHT = 112
_BUTTON_WIDTH = 250
_SMALL_SHARE = 0.27
"""Of the height, for each line around the action, which stays the largest of three."""


class InstructionBanner(QWidget):
    understood = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("instruction")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours, self._sizes = colours, sizes
        self.state: InstructionState | None = None
        self.what = self.action = self.aside = ""
        self.button = ActionButton(self.tr("Understood"), "acknowledgeButton", "onBanner")
        self.button.setParent(self)
        self.button.hide()
        self.button.clicked.connect(self.understood)
        self._pulse = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_PULSE_MS)
        self._pulse.valueChanged.connect(self._repaint)

    def text(self) -> str:
        return " ".join(text for text in (self.what, self.action, self.aside) if text)

    def sizeHint(self) -> QSize:
        return QSize(400, max(round(_HEIGHT * self._sizes.unit), self._sizes.touch + 2 * self._sizes.gap))

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._place_button()
        self.updateGeometry()
        self.update()

    def show_state(self, state: InstructionState) -> None:
        if state == self.state:
            return
        first, self.state = self.state is None, state
        self.what, self.action, self.aside = self._words(state)
        self.button.setVisible(state.held)
        self.setAccessibleName(self.text())
        if not first:
            self._pulse.stop()
            self._pulse.start()
        self.update()

    def _words(self, state: InstructionState) -> tuple[str, str, str]:
        if state.step is NextStep.NOT_TAKEN:
            not_taken = self.tr("{code} was not taken: first press Understood, or scan Confirm.")
            return state.what, state.action, not_taken.format(code=state.not_taken)
        what, action = {
            NextStep.AS_SAID: (state.what, state.action),
            NextStep.PRESS_SUBMIT: (state.what, self.tr("Everything is labelled. Press Submit.")),
            NextStep.WAIT: (self.tr("Looking up {line}").format(line=state.what), self.tr("One moment…")),
            NextStep.CALL_IT: (
                self.tr("The station has a fault; nothing saved is lost."),
                self.tr("Close it, start it again, and tell IT."),
            ),
        }[state.step]
        return what, action, state.aside

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _place_button(self) -> None:
        gap, height = self._sizes.gap, max(self._sizes.touch, self.height() - 2 * self._sizes.gap)
        width = round(_BUTTON_WIDTH * self._sizes.unit)
        self.button.setGeometry(self.width() - width - gap, (self.height() - height) // 2, width, height)

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.state is None:
            return
        tone, unit = self._colours.tones[self.state.tone], self._sizes.unit
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.fill))
        painter.drawRoundedRect(whole, self._sizes.radius, self._sizes.radius)
        if self._pulse.state() is QVariantAnimation.State.Running:
            painter.setBrush(QColor(255, 255, 255, round(110 * float(self._pulse.currentValue()))))
            painter.drawRoundedRect(whole, self._sizes.radius, self._sizes.radius)
        disc = QRectF(24 * unit, 0, 64 * unit, 64 * unit)
        disc.moveTop((whole.height() - disc.height()) / 2)
        painter.setBrush(QColor(tone.text))
        painter.drawEllipse(disc)
        painter.setPen(QColor(tone.fill))
        painter.setFont(font(round(40 * unit), QFont.Weight.Bold))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, GLYPHS[self.state.tone])
        beside = self.button.width() + 2 * self._sizes.gap if self.state.held else 0
        self._paint_words(painter, whole.adjusted(112 * unit, 8 * unit, -20 * unit - beside, -8 * unit), tone.text)

    def _paint_words(self, painter: QPainter, room: QRectF, colour: str) -> None:
        height = min(30 * self._sizes.unit, _SMALL_SHARE * room.height())
        line = QRectF(room.left(), room.top(), room.width(), height)
        largest = round(22 * self._sizes.text)
        if self.what:
            self._paint_line(painter, line, self.what, largest, colour)
            room = room.adjusted(0, line.height(), 0, 0)
        if self.aside:
            line.moveBottom(room.bottom())
            self._paint_line(painter, line, self.aside, largest, colour)
            room = room.adjusted(0, 0, 0, -line.height())
        large = fitted_font(self.action, room, self._sizes.action, 16, QFont.Weight.Bold)
        draw_fitted(painter, room, self.action, large, colour)

    def _paint_line(self, painter: QPainter, line: QRectF, words: str, largest: int, colour: str) -> None:
        small = fitted_font(words, line, largest, 12, QFont.Weight.Medium)
        draw_fitted(painter, line, words, small, colour)
