"""The guided tour of the demonstration: one thing after the other is lit, with a sentence about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

STEP_MS = 13_000
"""Nine steps make two minutes."""
_BUBBLE_SHARE = 35
_EDGE = 8


@dataclass(frozen=True, slots=True)
class TourStep:
    """``places``: the object names of what is lit, the first of them that is in sight."""

    places: tuple[str, ...]
    title: str
    text: str


def bubble_place(window: QRect, lit: QRect, size: QSize) -> QPoint:
    """Where the bubble stands: inside the window, beside what is lit and never over it, as long as there is room on any
    side."""
    inside = window.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    left, top = lit.center().x() - size.width() // 2, lit.center().y() - size.height() // 2
    wanted = (
        QPoint(left, lit.bottom() + 1 + _EDGE),
        QPoint(left, lit.top() - _EDGE - size.height()),
        QPoint(lit.right() + 1 + _EDGE, top),
        QPoint(lit.left() - _EDGE - size.width(), top),
    )
    places = [QRect(_within(inside, place, size), size) for place in wanted]
    return min(places, key=lambda place: _area(place & lit)).topLeft()


def _within(inside: QRect, place: QPoint, size: QSize) -> QPoint:
    left = max(inside.left(), min(place.x(), inside.right() + 1 - size.width()))
    return QPoint(left, max(inside.top(), min(place.y(), inside.bottom() + 1 - size.height())))


def _area(place: QRect) -> int:
    return place.width() * place.height()


class TourOverlay(QWidget):
    """Lies over ``window`` until it is closed; the station goes on under it. It goes on by itself, by button, and by
    the arrow keys, which ``press`` is given."""

    closed = Signal()

    def __init__(self, window: QWidget, colours: Palette, sizes: Sizes) -> None:
        super().__init__(window)
        self.setObjectName("tourOverlay")
        self._over, self._colours, self._sizes = window, colours, sizes
        self._steps = self._words()
        self.place = 0
        self._bubble = QFrame(self)
        self._bubble.setProperty("role", "popover")
        self._count, self._title = label("caption", name="tourCount"), label("title", name="tourTitle")
        self._text = label("strong", name="tourText")
        self._text.setWordWrap(True)
        self._buttons = {
            "tourBack": ActionButton(self.tr("Back"), "tourBack"),
            "tourClose": ActionButton(self.tr("End the tour"), "tourClose"),
            "tourNext": ActionButton(self.tr("Next"), "tourNext", "primary"),
        }
        self._build()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self.forward)
        self._buttons["tourBack"].clicked.connect(self.back)
        self._buttons["tourNext"].clicked.connect(self.forward)
        self._buttons["tourClose"].clicked.connect(self.closed)
        self.setGeometry(window.rect())
        self._timer.start()
        self._show_step()

    def _build(self) -> None:
        column, row = QVBoxLayout(self._bubble), QHBoxLayout()
        for words in (self._count, self._title, self._text):
            column.addWidget(words)
        for button in self._buttons.values():
            button.setFixedHeight(self._sizes.touch)
            row.addWidget(button)
        row.setSpacing(self._sizes.touch_gap)
        column.addLayout(row)
        margin = round(18 * self._sizes.unit)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(8 * self._sizes.unit))

    def _words(self) -> tuple[TourStep, ...]:
        return (
            TourStep(
                ("instruction",),
                self.tr("One sentence"),
                self.tr("The largest words always say what to do next."),
            ),
            TourStep(
                ("liveView", "signInPanel", "committedPanel", "discrepancyPanel"),
                self.tr("The camera"),
                self.tr("Every cover gets a box. Dotted, dashed, full, green with a tick: the surer, the brighter."),
            ),
            TourStep(
                ("liveView", "signInPanel", "committedPanel", "discrepancyPanel"),
                self.tr("Never one picture alone"),
                self.tr(
                    "A cover is accepted when several fresh pictures agree; a part of another note is crossed out."
                ),
            ),
            TourStep(
                ("scanEntry",),
                self.tr("The scanner"),
                self.tr("Codes arrive whatever has the focus. They can also be shown to the camera, or typed."),
            ),
            TourStep(
                ("packingView",),
                self.tr("The delivery note"),
                self.tr("Each line fills up with its labels. Tap a line to see its labels and take one back."),
            ),
            TourStep(
                ("instruction",),
                self.tr("Refused"),
                self.tr("A refusal names both sides and stays until it is understood: nothing slips by."),
            ),
            TourStep(
                ("statusBar",),
                self.tr("Everything at a glance"),
                self.tr("Server, camera, scanner, database, disk, clock: tap one, and it says what to do."),
            ),
            TourStep(
                ("submitButton", "packingView"),
                self.tr("Submit"),
                self.tr("One press; a few seconds to undo; then it is saved here and sent by itself, exactly once."),
            ),
            TourStep(
                ("menuButton",),
                self.tr("Menu and help"),
                self.tr("Language, colours, size of the text, command codes to print; F1 helps on every screen."),
            ),
        )

    # -- going on -----------------------------------------------------------------------------------------------------

    @Slot()
    def forward(self) -> None:
        """The next step; after the last one the tour ends."""
        if self.place + 1 == len(self._steps):
            self.closed.emit()
            return
        self.place += 1
        self._show_step()

    @Slot()
    def back(self) -> None:
        self.place = max(0, self.place - 1)
        self._show_step()

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was the tour's."""
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Right: self.forward,
            Qt.Key.Key_Left: self.back,
            Qt.Key.Key_Escape: self.closed.emit,
        }
        act = acts.get(event.key())
        if act is not None:
            act()
        return act is not None

    def _show_step(self) -> None:
        step = self._steps[self.place]
        self._count.setText(f"{self.place + 1} / {len(self._steps)}")
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.setAccessibleName(f"{step.title}. {step.text}")
        self._buttons["tourBack"].setEnabled(self.place > 0)
        self._timer.start()
        self.stand()

    def stand(self) -> None:
        """Over the whole window; the bubble beside what is lit, narrow enough to stand next to the picture."""
        self.setGeometry(self._over.rect())
        self._bubble.setFixedWidth(self.width() * _BUBBLE_SHARE // 100)
        layout = self._bubble.layout()
        if layout is not None:
            self._bubble.setFixedHeight(layout.totalHeightForWidth(self._bubble.width()))
        self._bubble.move(bubble_place(self.rect(), self.lit, self._bubble.size()))
        self.update()

    @property
    def bubble(self) -> QRect:
        return self._bubble.geometry()

    @property
    def lit(self) -> QRect:
        """What this step is about; empty when it is not on the screen."""
        found = (self._over.findChild(QWidget, name) for name in self._steps[self.place].places)
        widget = next((each for each in found if each is not None and each.isVisible()), None)
        if widget is None:
            return QRect(self.rect().center(), QSize(0, 0))
        return QRect(widget.mapTo(self._over, QPoint(0, 0)), widget.size()).adjusted(-4, -4, 4, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil, hole = QPainterPath(), QPainterPath()
        veil.addRect(self.rect())
        lit = self.lit
        if not lit.isEmpty():
            hole.addRoundedRect(lit, self._sizes.radius, self._sizes.radius)
        dark = QColor("#04070B")
        dark.setAlpha(150)
        painter.fillPath(veil.subtracted(hole), dark)
        if not lit.isEmpty():
            painter.setPen(QPen(QColor(self._colours.accent), 3))
            painter.drawPath(hole)
