"""What stands in the picture's place once a session was submitted: while it can still be taken back, and after that how
far it has come, under which code, and its slip."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.packing.submission import Submission, SubmissionState
from ui.theme.icons import icon
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, fitted_font, set_role

_TROUBLES = {SubmissionState.CONFLICT, SubmissionState.QUARANTINED}


class CommittedPanel(QWidget):
    undo_asked = Signal()
    slip_asked = Signal()
    next_asked = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("committedPanel")
        self._colours, self._sizes = colours, sizes
        self.shown = Submission()
        self._undo = ActionButton(self.tr("Undo"), "undoSubmissionButton", "primary")
        self._slip = ActionButton(self.tr("Slip"), "slipButton")
        self._next = ActionButton(self.tr("Next note"), "nextNoteButton", "primary")
        self._undo.clicked.connect(self.undo_asked)
        self._slip.clicked.connect(self.slip_asked)
        self._next.clicked.connect(self.next_asked)
        self._buttons = QHBoxLayout()
        for button, share in ((self._undo, 3), (self._slip, 2), (self._next, 3)):
            self._buttons.addWidget(button, share)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addLayout(self._buttons)
        self.set_sizes(sizes)

    @property
    def packing_code(self) -> str:
        return self.shown.packing_code

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        margin = round(18 * sizes.unit)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._buttons.setSpacing(sizes.touch_gap)
        side = round(26 * sizes.unit)
        for button, name, colour in (
            (self._undo, "undo", self._colours.on_accent),
            (self._slip, "print", self._colours.text),
            (self._next, "next", self._colours.text),
        ):
            button.setFixedHeight(sizes.secondary)
            button.setIcon(icon(name, colour, side))
            button.setIconSize(QSize(side, side))
        self._dress_next()
        self.update()

    def _dress_next(self) -> None:
        """While the session can be taken back, that is what stands out."""
        leaving = self.shown.state is SubmissionState.LEAVING
        set_role(self._next, "plain" if leaving else "primary")
        colour = self._colours.text if leaving else self._colours.on_accent
        self._next.setIcon(icon("next", colour, self._next.iconSize().width()))

    def show_submission(self, submission: Submission) -> None:
        if submission == self.shown:
            return
        self.shown = submission
        leaving = submission.state is SubmissionState.LEAVING
        self._undo.setVisible(leaving)
        self._slip.setVisible(not leaving)
        self._dress_next()
        self.setAccessibleName(f"{self._words()} {submission.packing_code or submission.dn}")
        self.update()

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        c, s, shown = self._colours, self._sizes, self.shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(whole, s.radius, s.radius)
        room = whole.adjusted(24, 14 * s.unit, -24, -s.secondary - 30 * s.unit)
        disc = QRectF(0, 0, 104 * s.unit, 104 * s.unit)
        disc.moveCenter(room.center())
        disc.moveTop(room.center().y() - 140 * s.unit)
        self._paint_disc(painter, disc)
        row = QRectF(room.left(), disc.bottom() + 14 * s.unit, room.width(), 36 * s.unit)
        self._write(painter, row, self._words(), round(22 * s.text), QFont.Weight.Medium, c.muted)
        row.translate(0, 36 * s.unit)
        row.setHeight(62 * s.unit)
        self._write(painter, row, shown.packing_code or shown.dn, s.hero, QFont.Weight.Bold, c.text)
        row.translate(0, 64 * s.unit)
        row.setHeight(34 * s.unit)
        self._write(painter, row, self._summary(), round(20 * s.text), QFont.Weight.Medium, c.text)
        if shown.open_parts:
            row.translate(0, 34 * s.unit)
            words = self.tr("With a discrepancy: {parts} parts open.").format(parts=shown.open_parts)
            self._write(painter, row, f"⚠ {words}", round(20 * s.text), QFont.Weight.DemiBold, c.caution)

    def _paint_disc(self, painter: QPainter, disc: QRectF) -> None:
        """The tick; while the session can be taken back, a ring that runs out, with the seconds in it."""
        c, s, shown = self._colours, self._sizes, self.shown
        if shown.state is SubmissionState.LEAVING:
            painter.setBrush(QColor(c.raised))
            painter.drawEllipse(disc)
            painter.setBrush(QColor(c.accent))
            painter.drawPie(disc, 90 * 16, round(360 * 16 * shown.fraction_left))
            painter.setBrush(QColor(c.surface))
            rim = 10 * s.unit
            painter.drawEllipse(disc.adjusted(rim, rim, -rim, -rim))
            self._write(painter, disc, str(shown.seconds_left), round(52 * s.unit), QFont.Weight.Bold, c.text)
            return
        trouble = shown.state in _TROUBLES
        painter.setBrush(QColor(c.bad if trouble else c.good))
        painter.drawEllipse(disc)
        mark = "!" if trouble else "✓"
        self._write(painter, disc, mark, round(72 * s.unit), QFont.Weight.Bold, c.on_accent)

    def _words(self) -> str:
        return {
            SubmissionState.LEAVING: self.tr("Leaves in a moment. You can still take it back."),
            SubmissionState.WAITING: self.tr("Saved here, on its way as"),
            SubmissionState.CONFIRMED: self.tr("Committed as"),
            SubmissionState.CONFLICT: self.tr("In conflict, not committed:"),
            SubmissionState.QUARANTINED: self.tr("Set aside, not committed:"),
        }[self.shown.state]

    def _summary(self) -> str:
        shown = self.shown
        return self.tr("Parts: {parts}    Labels: {labels}    Pieces: {pieces}").format(
            parts=shown.parts, labels=shown.labels, pieces=shown.pieces
        )

    def _write(
        self, painter: QPainter, row: QRectF, words: str, largest: int, weight: QFont.Weight, colour: str
    ) -> None:
        painter.setFont(fitted_font(words, row, largest, 12, weight) if words else font(12))
        painter.setPen(QColor(colour))
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, words)
