"""The line being worked on, large enough for two metres; before there is one, how far the whole note is."""

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.packing_session import LineStatus
from app.domain.part_number import PartNumber
from ui.packing.flash import RowFlash
from ui.packing.part_painter import Marks, PartPainter, card_look, paint_bar
from ui.packing.parts import part_words
from ui.packing.type_face import TypeFace
from ui.packing.view_model import PackingState, PartRow
from ui.theme.tokens import Palette, Sizes


class LineCard(QWidget):
    """Painted like a line of the list, in a larger look."""

    def __init__(self, colours: Palette, sizes: Sizes, flash: RowFlash) -> None:
        super().__init__()
        self.setObjectName("lineCard")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours, self._flash = colours, flash
        self._state: PackingState | None = None
        self.row: PartRow | None = None
        self._seen: frozenset[PartNumber] = frozenset()
        flash.moved.connect(self._repaint_flash)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._painter = PartPainter(self._colours, card_look(sizes))
        look = self._painter.look
        self._figure = TypeFace(look.name, QFont.Weight.Bold, tabular=True)
        self._words = TypeFace(sizes.title, QFont.Weight.DemiBold)
        self._pieces = TypeFace(sizes.strong, tabular=True)
        self.setFixedHeight(self._painter.height)
        self.update()

    def show_line(self, state: PackingState, row: PartRow | None) -> None:
        """``row`` None: no line is being worked on yet."""
        self._state, self.row = state, row
        self._read_aloud()
        self.update()

    def set_seen(self, seen: frozenset[PartNumber]) -> None:
        self._seen = seen
        self._read_aloud()
        self.update()

    @property
    def _is_seen(self) -> bool:
        return self.row is not None and self.row.part in self._seen

    def _read_aloud(self) -> None:
        said = part_words(self.row, seen=self._is_seen) if self.row else self._total_words()
        if said != self.accessibleName():
            self.setAccessibleName(said)

    @Slot()
    def _repaint_flash(self) -> None:
        if self.row is not None and self.row.part == self._flash.part:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.row is not None:
            glow = self._flash.strength(self.row.part)
            marks = Marks(self._is_seen, glow, self._flash.good)
            self._painter.paint(painter, QRectF(self.rect()), self.row, marks)
        elif self._state is not None:
            self._paint_total(painter, self._state)

    # -- the whole note -----------------------------------------------------------------------------------------------

    def _total_words(self) -> str:
        state = self._state
        if state is None:
            return ""
        if not state.note_seen:
            return self.tr("labelled, not compared with the note yet")
        return self.tr("{labelled} of {asked} pieces labelled").format(labelled=state.labelled, asked=state.asked)

    def _paint_total(self, painter: QPainter, state: PackingState) -> None:
        c, look = self._colours, self._painter.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(c.line), 1.0))
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(whole, look.radius, look.radius)
        left, right = whole.left() + look.stripe, whole.right() - look.margin
        bar = QRectF(left, whole.bottom() - look.bar * 2, right - left, look.bar)
        height = self._figure.cap_height + look.gap + self._pieces.cap_height
        upper = (whole.top() + bar.top() - height) / 2 + self._figure.cap_height
        self._figure.write(painter, left, upper, state.figure, c.text)
        after = left + self._figure.width(state.figure) + look.margin
        unit = LineStatus.FULFILLED.value if state.note_seen else self.tr("pieces")
        self._words.write(painter, after, upper, unit, c.muted)
        lower = upper + look.gap + self._pieces.cap_height
        self._pieces.write(painter, left, lower, self._pieces.fitted(self._total_words(), right - left), c.muted)
        done = bool(state.asked) and state.labelled >= state.asked
        paint_bar(painter, bar, min(1.0, state.labelled / state.asked) if state.asked else 0.0, c, done=done)
