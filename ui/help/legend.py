"""What the boxes mean, each drawn with the very pen of the live view."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.detection import Box
from app.domain.grade import ACCEPT_FROM, AMBER_FROM, ORANGE_FROM, Grade
from ui.live.overlay import stroke_of
from ui.live.view_model import BoxMark, Hold, Verdict
from ui.theme.style import font
from ui.theme.tokens import CHIP_GROUND, Sizes
from ui.theme.widgets import label

_GLYPHS = {Verdict.RIGHT: "✓", Verdict.WRONG: "✗"}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    mark: BoxMark
    words: str
    meaning: str


def legend_entries() -> tuple[LegendEntry, ...]:
    tr = QCoreApplication.translate
    dim, orange, green = (f"{round(100 * level)} %" for level in (AMBER_FROM, ORANGE_FROM, ACCEPT_FROM))
    return (
        LegendEntry(
            _sample(Grade.DIM),
            tr("Legend", "Dotted, grey"),
            tr("Legend", "Below {limit}: something is there.").format(limit=dim),
        ),
        LegendEntry(
            _sample(Grade.AMBER),
            tr("Legend", "Dashed, dark orange"),
            tr("Legend", "From {limit}: a guess. Follow the advice.").format(limit=dim),
        ),
        LegendEntry(
            _sample(Grade.ORANGE),
            tr("Legend", "Full line, yellow"),
            tr("Legend", "From {limit}: nearly sure. Hold it still.").format(limit=orange),
        ),
        LegendEntry(
            _sample(Grade.GREEN),
            tr("Legend", "Full line, green"),
            tr("Legend", "From {limit}: sure, being confirmed on several pictures.").format(limit=green),
        ),
        LegendEntry(
            _sample(Grade.GREEN, Verdict.RIGHT),
            tr("Legend", "Thick, green, ✓"),
            tr("Legend", "Accepted: the part is on this note."),
        ),
        LegendEntry(
            _sample(Grade.GREEN, Verdict.WRONG),
            tr("Legend", "Red, crossed out, ✗"),
            tr("Legend", "Refused: the part is not on this note. Set it aside."),
        ),
        LegendEntry(
            _sample(Grade.DIM, hold=Hold.OLD),
            tr("Legend", "Dashed, pale"),
            tr("Legend", "Old: the box belongs to an earlier picture."),
        ),
    )


def _sample(grade: Grade, verdict: Verdict = Verdict.LOOKING, *, hold: Hold = Hold.SITS) -> BoxMark:
    return BoxMark(Box(0.1, 0.1, 0.9, 0.9), "", "", 0.9, 90, grade, verdict, hold=hold)


class _Swatch(QWidget):
    def __init__(self, mark: BoxMark, sizes: Sizes) -> None:
        super().__init__()
        self._mark, self._sizes = mark, sizes
        self.setFixedSize(QSize(round(92 * sizes.unit), round(44 * sizes.unit)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_swatch(painter, QRectF(self.rect()), self._mark, self._sizes.unit)


def paint_swatch(painter: QPainter, whole: QRectF, mark: BoxMark, unit: float) -> None:
    """A box on a dark ground; ``unit``: the device's dots to one of the design."""
    stroke = stroke_of(mark, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(CHIP_GROUND))
    painter.drawRoundedRect(whole, 6 * unit, 6 * unit)
    box = whole.adjusted(12 * unit, 8 * unit, -12 * unit, -8 * unit)
    painter.setPen(QPen(stroke.colour, stroke.width, stroke.style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    if mark.verdict is Verdict.WRONG:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    elif mark.verdict in _GLYPHS:
        painter.setFont(font(round(20 * unit), QFont.Weight.Bold))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _GLYPHS[mark.verdict])


class Legend(QWidget):
    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("legend")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(round(16 * sizes.unit))
        grid.setVerticalSpacing(round(6 * sizes.unit))
        for row, entry in enumerate(legend_entries()):
            grid.addWidget(_Swatch(entry.mark, sizes), row, 0)
            grid.addWidget(label("strong", entry.words), row, 1)
            meaning = label("helpStep", entry.meaning)
            meaning.setWordWrap(True)
            grid.addWidget(meaning, row, 2)
        grid.setColumnStretch(2, 1)
