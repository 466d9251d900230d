"""The status bar: one lamp for each thing the work depends on, and the sentence behind each."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.language import number
from ui.status.view_model import Health, Lamp, LampState, StatusState
from ui.status.words import LampWords, StatusWords
from ui.theme.icons import paint_icon
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

_TONES = {Health.GOOD: "good", Health.CAUTION: "caution", Health.BAD: "bad"}
_GLYPHS = {Health.GOOD: "●", Health.CAUTION: "▲", Health.BAD: "✗"}


class LampButton(ActionButton):
    """Icon, name, and how it is by colour, glyph and word. Pressing it asks what it means."""

    asked = Signal(object)

    def __init__(self, lamp: Lamp, colours: Palette, sizes: Sizes) -> None:
        super().__init__("", f"lamp_{lamp}", "lamp")
        self._lamp, self._colours, self._sizes = lamp, colours, sizes
        self._words, self._health = LampWords("", "", "", ""), Health.GOOD
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._ask)

    def show_lamp(self, words: LampWords, health: Health) -> None:
        if (words, health) == (self._words, self._health):
            return
        self._words, self._health = words, health
        self.setAccessibleName(f"{words.name}: {words.short}")
        self.setToolTip(words.sentence)
        self.updateGeometry()
        self.update()

    @property
    def short(self) -> str:
        return f"{_GLYPHS[self._health]} {self._words.short}"

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self.setFixedHeight(sizes.touch)

    def sizeHint(self) -> QSize:
        widest = max(
            QFontMetricsF(self._name_font()).horizontalAdvance(self._words.name),
            QFontMetricsF(self._short_font()).horizontalAdvance(self.short),
        )
        return QSize(round(widest + self._side() + 26 * self._sizes.unit), self._sizes.touch)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._side() + 50 * self._sizes.unit), self._sizes.touch)

    def _side(self) -> float:
        return 24 * self._sizes.unit

    def _name_font(self) -> QFont:
        return font(self._sizes.caption, QFont.Weight.Medium)

    def _short_font(self) -> QFont:
        return font(self._sizes.body, QFont.Weight.DemiBold, tabular=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        c, u, side = self._colours, self._sizes.unit, self._side()
        tone = {Health.GOOD: c.good, Health.CAUTION: c.caution, Health.BAD: c.bad}[self._health]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        paint_icon(painter, self._lamp.value, QRectF(8 * u, middle - side / 2, side, side), c.muted)
        left = 8 * u + side + 8 * u
        room = self.width() - left - 6 * u
        top, below = QFontMetricsF(self._name_font()).height(), QFontMetricsF(self._short_font()).height()
        start = middle - (top + below) / 2
        self._write(painter, QRectF(left, start, room, top), self._words.name, self._name_font(), c.muted)
        self._write(painter, QRectF(left, start + top, room, below), self.short, self._short_font(), tone)

    def _write(self, painter: QPainter, place: QRectF, text: str, made: QFont, colour: str) -> None:
        painter.setFont(made)
        painter.setPen(QColor(colour))
        shown = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._lamp)


class StatusView(QFrame):
    lamp_asked = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setProperty("role", "bar")
        self._said = StatusWords()
        self.lamps = {lamp: LampButton(lamp, colours, sizes) for lamp in Lamp}
        self._frames = label("figure", tabular=True, name="frameCounter")
        self._row = QHBoxLayout(self)
        for button in self.lamps.values():
            button.asked.connect(self.lamp_asked)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self._frames)
        self._shown: StatusState | None = None
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        u = sizes.unit
        self._row.setContentsMargins(round(6 * u), 0, round(14 * u), 0)
        self._row.setSpacing(sizes.touch_gap)
        for button in self.lamps.values():
            button.set_sizes(sizes)

    def show_state(self, state: StatusState) -> None:
        if state == self._shown:
            return
        self._shown = state
        for lamp in state.lamps:
            self.lamps[lamp.lamp].show_lamp(self._said.of(lamp), lamp.health)
        self._frames.setText(self.tr("{frames} frames").format(frames=number(state.frames)))

    def explain(self, lamp: Lamp) -> tuple[LampWords, LampState] | None:
        """What stands behind a lamp now; None before the first state."""
        known = self._shown.lamps if self._shown else ()
        state = next((each for each in known if each.lamp is lamp), None)
        return (self._said.of(state), state) if state else None


class LampPanel(QFrame):
    """The sentence behind a lamp, above the bar; it holds nothing up."""

    closed = Signal()

    def __init__(self, words: LampWords, state: LampState, sizes: Sizes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lampPanel")
        self.setProperty("role", "popover")
        self.setAccessibleName(f"{words.name}. {words.sentence} {words.action}")
        self.lamp, self._over = state.lamp, parent
        column = QVBoxLayout(self)
        for role, name, text in (
            ("title", "lampTitle", f"{_GLYPHS[state.health]} {words.name}"),
            ("strong", "lampSentence", words.sentence),
            ("helpStep", "lampAction", words.action),
            ("caption", "lampAbout", state.about),
        ):
            line = label(role, text, name=name)
            line.setWordWrap(True)
            line.setVisible(bool(text))
            if role == "title":
                line.setProperty("tone", _TONES[state.health])
            column.addWidget(line)
        close = ActionButton(self.tr("Close"), "closeLampButton")
        close.setFixedHeight(sizes.touch)
        close.clicked.connect(self.closed)
        column.addWidget(close)
        margin = round(18 * sizes.unit)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(8 * sizes.unit))
        self.setFixedWidth(round(460 * sizes.unit))

    def stand_over(self, place: QRectF) -> None:
        """Above ``place`` (parent's coordinates), inside the parent."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        left = min(max(8, round(place.left())), self._over.width() - self.width() - 8)
        self.move(left, round(place.top()) - self.height() - 8)
