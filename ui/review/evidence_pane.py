"""The picture that a decision rests on, with its box, and whether it is the one that was recorded."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.grade import Grade
from app.domain.timeline import CoverFacts, TimelineEvent
from app.ports.evidence_shelf import EvidenceShelf
from ui.errand import Errand
from ui.review.pictures import Evidence, Proof, evidence
from ui.review.words import cover_facts, proof_words
from ui.theme.tokens import CHIP_GROUND, GRADE_COLOURS, WRONG_COLOUR, Palette, Sizes
from ui.theme.widgets import label, set_tone

_LARGEST = QSize(2560, 1440)
_LIMIT_S = 15.0
_TONES = {Proof.PROVEN: "good", Proof.UNPROVEN: "caution", Proof.ABSENT: "plain"}


class BoxedPicture(QWidget):
    """A picture as large as its room, the cover's box on it. ``pressed``: by the mouse."""

    pressed = Signal()

    def __init__(self, name: str, colours: Palette) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumSize(160, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._line = QColor(colours.bad)
        self.image: QImage | None = None
        self.box: QRectF | None = None
        self._right = self._altered = False

    def show_picture(self, found: Evidence | None, cover: CoverFacts | None) -> None:
        self.image = found.image if found else None
        box = found.ref.box if found and found.image else None
        self.box = QRectF(box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1) if box else None
        self._right = cover is not None and cover.verdict == "accepted"
        self._altered = found is not None and found.proof is Proof.ALTERED
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.image is not None and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image is None:
            return
        place = self.picture_rect()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.image)
        if self.box is not None:
            self._draw_box(painter, place, self.box)
        if self._altered:
            painter.setPen(QPen(self._line, 6))
            painter.drawRect(place.adjusted(3, 3, -3, -3))
            painter.drawLine(place.topLeft(), place.bottomRight())
            painter.drawLine(place.topRight(), place.bottomLeft())

    def picture_rect(self) -> QRectF:
        if self.image is None:
            return QRectF(self.rect())
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner, size.toSizeF())

    def _draw_box(self, painter: QPainter, place: QRectF, box: QRectF) -> None:
        on = QRectF(
            place.left() + box.left() * place.width(),
            place.top() + box.top() * place.height(),
            box.width() * place.width(),
            box.height() * place.height(),
        )
        painter.setPen(QPen(QColor(CHIP_GROUND), 5))
        painter.drawRect(on)
        painter.setPen(QPen(QColor(GRADE_COLOURS[Grade.GREEN] if self._right else WRONG_COLOUR), 2.5))
        painter.drawRect(on)


class EvidencePane(QWidget):
    """GUI thread; pictures are read beside it. ``full_asked``: as large as can be."""

    full_asked = Signal()

    def __init__(self, shelf: EvidenceShelf, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self._shelf, self._station = shelf, ""
        self._cover: CoverFacts | None = None
        self.found: Evidence | None = None
        self.picture = BoxedPicture("evidencePicture", colours)
        self.picture.setAccessibleName(self.tr("Evidence picture"))
        self.proof = label("body", name="evidenceProof")
        self.proof.setWordWrap(True)
        self._facts = label("muted", name="evidenceFacts")
        self._facts.setWordWrap(True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._errand = Errand(self, "evidence")
        self._errand.done.connect(self._show)
        self._errand.failed.connect(self._not_read)
        self._errand.too_late.connect(self._not_read)
        self.picture.pressed.connect(self.full_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(6 * sizes.unit))
        column.addWidget(self.picture, 1)
        column.addWidget(self.proof)
        column.addWidget(self._facts)

    def show_event(self, event: TimelineEvent | None, station: str) -> None:
        """What ``event`` rests on. ``station``: where its pictures were taken."""
        self._cover, self._station = (event.cover if event else None), station
        self._errand.cancel()
        self._show_facts(self._cover)
        ref = event.picture if event else None
        self._show(None)
        if ref is not None:
            self.proof.setText(self.tr("One moment…"))
            self._errand.begin(partial(evidence, self._shelf, ref, _LARGEST), _LIMIT_S)
        elif self._cover is not None:
            self.proof.setText(self.tr("No picture was kept of this."))
        elif event is not None:
            self.proof.setText(self.tr("The picture of a cover stands here, once one is chosen."))

    def stop(self) -> None:
        self._errand.cancel()

    @Slot(object)
    def _show(self, found: Evidence | None) -> None:
        self.found = found
        self.picture.show_picture(found, self._cover)
        self.proof.setText(proof_words(found.proof, self._station) if found else "")
        set_tone(self.proof, _TONES.get(found.proof, "bad") if found else "plain")

    @Slot()
    def _not_read(self) -> None:
        self.proof.setText(proof_words(Proof.UNREADABLE, self._station))
        set_tone(self.proof, "bad")

    def _show_facts(self, cover: CoverFacts | None) -> None:
        facts = cover_facts(cover) if cover else ()
        self._facts.setText("   ".join(f"{name}: {value}" for name, value in facts))
        self._facts.setVisible(bool(facts))


class FullPicture(QDialog):
    """The picture alone, as large as the screen. Escape, Enter or a press closes it."""

    def __init__(
        self, parent: QWidget, found: Evidence, cover: CoverFacts | None, words: str, colours: Palette
    ) -> None:
        super().__init__(parent)
        self.setObjectName("fullPicture")
        self.setWindowTitle(self.tr("Evidence picture"))
        self.picture = BoxedPicture("fullPictureImage", colours)
        self.picture.show_picture(found, cover)
        self.picture.pressed.connect(self.accept)
        self.told: QLabel = label("strong", words, name="fullPictureProof")
        self.told.setWordWrap(True)
        set_tone(self.told, _TONES.get(found.proof, "bad"))
        column = QVBoxLayout(self)
        column.addWidget(self.picture, 1)
        column.addWidget(self.told)
        window = parent.window()
        self.resize(round(window.width() * 0.92), round(window.height() * 0.92))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F}:
            self.accept()
        else:
            super().keyPressEvent(event)
