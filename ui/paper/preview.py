"""What will come out of the printer, and two large buttons: print it, or save it."""

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from ui.errand import Errand
from ui.paper.document import Document, page_image, page_words
from ui.theme.icons import icon
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

_DPI = 203
_LIMIT_S = 20.0
_READABLE, _SIDE = 420, 250
"""Widths on the design grid: of a page that can be read, and of the column of buttons."""


def shown_size(page: tuple[float, float], room: tuple[int, int], readable: int) -> tuple[int, int]:
    """Rule X7: a page is shown whole, but never narrower than can be read; what is too high then is scrolled."""
    whole = min(room[0] / page[0], room[1] / page[1])
    scale = max(whole, min(room[0], readable) / page[0])
    return max(1, round(page[0] * scale)), max(1, round(page[1] * scale))


class SlipPreview(QWidget):
    """Shows a Document page by page. Pages are drawn on another thread, since one takes up to a tenth of a second."""

    print_asked = Signal()
    save_asked = Signal()
    closed = Signal()

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("slipPreview")
        self.setAccessibleName(self.tr("The slip as it will be printed"))
        self._colours = colours
        self._document: Document | None = None
        self._number = 0
        self._page = _PageView(colours)
        self._scroll = _PageScroll(self._page)
        self._words = label("strong", name="slipPage", tabular=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._print = ActionButton(self.tr("Print"), "printSlipButton", "primary")
        self._save = ActionButton(self.tr("Save as PDF"), "saveSlipButton")
        self._back = ActionButton(self.tr("Back"), "closeSlipButton")
        self._former = self._turner("‹", "formerPageButton", self.tr("The page before"))
        self._next = self._turner("›", "nextPageButton", self.tr("The next page"))
        self._errand = Errand(self, "slip-page")
        self._build()
        self._connect()
        self.set_sizes(sizes)

    def show_document(self, document: Document) -> None:
        """From its first page."""
        self._document = document
        self._page.show_page(None, (document.width_mm, document.height_mm))
        self._turn_to(0)

    def set_busy(self, busy: bool) -> None:
        """While something is being printed or saved nothing more can be asked for."""
        self._print.setEnabled(not busy)
        self._save.setEnabled(not busy)

    def set_sizes(self, sizes: Sizes) -> None:
        self._row.setSpacing(round(18 * sizes.unit))
        self._column.setSpacing(sizes.touch_gap)
        self._side.setFixedWidth(max(round(_SIDE * sizes.unit), 3 * sizes.touch))
        self._page.set_readable(round(_READABLE * sizes.unit))
        self._print.setFixedHeight(sizes.primary)
        for button in (self._save, self._back):
            button.setFixedHeight(sizes.secondary)
        self._turns.setSpacing(sizes.touch_gap)
        for button in (self._former, self._next):
            button.setFixedHeight(sizes.touch)
        side = round(1.3 * sizes.title)
        self._print.setIcon(icon("print", self._colours.on_accent, side))
        self._save.setIcon(icon("save", self._colours.text, side))
        for button in (self._print, self._save):
            button.setIconSize(QSize(side, side))

    # -- inside -----------------------------------------------------------------------------------------------------

    def _turner(self, sign: str, name: str, says: str) -> ActionButton:
        made = ActionButton(sign, name, "stepper")
        made.setAccessibleName(says)
        return made

    def _build(self) -> None:
        self._side = QWidget()
        self._turning = QWidget()
        self._turns = QGridLayout(self._turning)
        self._turns.setContentsMargins(0, 0, 0, 0)
        self._turns.addWidget(self._words, 0, 0, 1, 2)
        self._turns.addWidget(self._former, 1, 0)
        self._turns.addWidget(self._next, 1, 1)
        self._column = QVBoxLayout(self._side)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._turning)
        self._column.addStretch(1)
        for button in (self._back, self._save, self._print):
            self._column.addWidget(button)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._scroll, 1)
        self._row.addWidget(self._side)

    def _connect(self) -> None:
        self._print.clicked.connect(self.print_asked)
        self._save.clicked.connect(self.save_asked)
        self._back.clicked.connect(self.closed)
        self._former.clicked.connect(self._turn_back)
        self._next.clicked.connect(self._turn_on)
        self._errand.done.connect(self._drawn)

    @Slot()
    def _turn_back(self) -> None:
        self._turn_to(self._number - 1)

    @Slot()
    def _turn_on(self) -> None:
        self._turn_to(self._number + 1)

    def _turn_to(self, number: int) -> None:
        if self._document is None:
            return
        pages = self._document.pages
        self._number = min(max(0, number), pages - 1)
        self._words.setText(page_words(self._number, pages))
        self._page.setAccessibleName(page_words(self._number, pages))
        self._turning.setVisible(pages > 1)
        self._former.setEnabled(self._number > 0)
        self._next.setEnabled(self._number < pages - 1)
        self._errand.begin(partial(page_image, self._document, self._number, _DPI), _LIMIT_S)

    @Slot(object)
    def _drawn(self, picture: QImage) -> None:
        if self._document is not None:
            self._page.show_page(picture, (self._document.width_mm, self._document.height_mm))
            self._scroll.verticalScrollBar().setValue(0)


class _PageScroll(QScrollArea):
    """Flicked by finger or mouse; takes no keys."""

    def __init__(self, page: "_PageView") -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        self.setWidget(page)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._page.set_room(self.viewport().size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class _PageView(QWidget):
    """The paper on the desk; white until its picture is there."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self.setObjectName("slipPicture")
        self._edge = QColor(colours.line)
        self._picture: QImage | None = None
        self._scaled: QImage | None = None
        self._page, self._room, self._readable = (1.0, 1.0), (1, 1), 1

    def show_page(self, picture: QImage | None, page: tuple[float, float]) -> None:
        self._picture, self._page = picture, page
        self._fit()

    def set_room(self, room: QSize) -> None:
        self._room = (room.width(), room.height())
        self._fit()

    def set_readable(self, width: int) -> None:
        self._readable = width
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(QSize(*shown_size(self._page, self._room, self._readable)))
        self._scaled = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._picture is not None:
            if self._scaled is None:
                self._scaled = self._for_screen(self._picture)
            painter.drawImage(QPoint(0, 0), self._scaled)
        painter.setPen(self._edge)
        painter.drawRect(QRect(QPoint(0, 0), self.size() - QSize(1, 1)))

    def _for_screen(self, picture: QImage) -> QImage:
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = picture.scaled(self.size() * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        scaled.setDevicePixelRatio(ratio)
        return scaled
