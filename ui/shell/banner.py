"""The instruction: the next action in the largest letters of the screen, over what has just happened."""

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.shell.view_model import InstructionState, NextStep
from ui.theme.style import font
from ui.theme.tokens import GLYPHS, Palette, Sizes
from ui.theme.widgets import draw_fitted, fitted_font

_PULSE_MS = 420


class InstructionBanner(QWidget):
    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("instruction")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours, self._sizes = colours, sizes
        self.state: InstructionState | None = None
        self.what = self.action = ""
        self._pulse = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_PULSE_MS)
        self._pulse.valueChanged.connect(self._repaint)

    def text(self) -> str:
        aside = self.state.aside if self.state else ""
        return " ".join(text for text in (self.what, self.action, aside) if text)

    def sizeHint(self) -> QSize:
        return QSize(400, round(108 * self._sizes.unit))

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self.updateGeometry()
        self.update()

    def show_state(self, state: InstructionState) -> None:
        if state == self.state:
            return
        first, self.state = self.state is None, state
        self.what, self.action = self._words(state)
        self.setAccessibleName(self.text())
        if not first:
            self._pulse.stop()
            self._pulse.start()
        self.update()

    def _words(self, state: InstructionState) -> tuple[str, str]:
        return {
            NextStep.AS_SAID: (state.what, state.action),
            NextStep.PRESS_SUBMIT: (state.what, self.tr("Everything is labelled. Press Submit.")),
            NextStep.WAIT: (self.tr("Looking up {line}").format(line=state.what), self.tr("One moment…")),
            NextStep.CALL_IT: (
                self.tr("The station has a fault; nothing saved is lost."),
                self.tr("Close it, start it again, and tell IT."),
            ),
        }[state.step]

    @Slot()
    def _repaint(self) -> None:
        self.update()

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
        room = whole.adjusted(112 * unit, 10 * unit, -20 * unit, -10 * unit)
        self._paint_words(painter, room, self.state.aside, tone.text)

    def _paint_words(self, painter: QPainter, room: QRectF, aside: str, colour: str) -> None:
        unit = self._sizes.unit
        if self.what:
            above = QRectF(room.left(), room.top(), room.width(), 28 * unit)
            small = fitted_font(self.what, above, round(21 * unit), 12, QFont.Weight.Medium)
            draw_fitted(painter, above, self.what, small, colour)
            room = room.adjusted(0, 30 * unit, 0, 0)
        if aside:
            below = QRectF(room.left(), room.bottom() - 28 * unit, room.width(), 28 * unit)
            small = fitted_font(aside, below, round(21 * unit), 12, QFont.Weight.Medium)
            draw_fitted(painter, below, aside, small, colour)
            room = room.adjusted(0, 0, 0, -28 * unit)
        large = fitted_font(self.action, room, self._sizes.action, 16, QFont.Weight.Bold)
        draw_fitted(painter, room, self.action, large, colour)
