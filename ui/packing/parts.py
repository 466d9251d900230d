"""The list of the note's parts: lit while the camera sees one, flashing when a label counts, opened by a tap."""

from collections.abc import Hashable

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Signal, Slot
from PySide6.QtGui import QPainter

from app.domain.part_number import PartNumber
from ui.packing.flash import RowFlash
from ui.packing.part_painter import Marks, PartPainter, list_look
from ui.packing.row_model import Index, RowModel
from ui.packing.touch_list import TouchList
from ui.packing.view_model import PartRow
from ui.theme.tokens import Palette, Sizes


def part_words(row: PartRow, *, seen: bool) -> str:
    """A line read aloud."""
    tr = QCoreApplication.translate
    asked = str(row.asked) if row.known else tr("PartsList", "not known")
    said = [
        tr("PartsList", "{name}, {part}: {labelled} of {asked} pieces, {status}").format(
            name=row.name, part=row.part, labelled=row.labelled, asked=asked, status=row.status.value
        ),
        tr("PartsList", "the camera has accepted it") if row.inspected else "",
        tr("PartsList", "the camera sees it") if seen else "",
    ]
    return ", ".join(words for words in said if words)


class PartsList(TouchList):
    """``line_chosen``: a :class:`PartNumber`, tapped or chosen by key."""

    line_chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes, flash: RowFlash) -> None:
        model = RowModel(_part, self._words)
        super().__init__("partsList", model)
        self._parts = model
        self._colours, self._flash = colours, flash
        self._seen: frozenset[PartNumber] = frozenset()
        self.setAccessibleName(self.tr("Parts on the note"))
        flash.moved.connect(self._repaint_flash)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._painter = PartPainter(self._colours, list_look(sizes))
        self.set_row_height(self._painter.height, round(5 * sizes.unit))

    def show_rows(self, rows: tuple[PartRow, ...]) -> None:
        self._parts.show_rows(rows)

    def set_seen(self, seen: frozenset[PartNumber]) -> None:
        changed, self._seen = self._seen ^ seen, seen
        if changed:
            self._parts.touch_rows(changed)

    # -- what it shows ------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> dict[PartNumber, PartRow]:
        """In the order of the list."""
        return {row.part: row for row in self._parts.rows}

    def seen(self, part: PartNumber) -> bool:
        return part in self._seen

    def flashing(self, part: PartNumber) -> bool:
        return self._flash.strength(part) > 0

    def place(self, part: PartNumber) -> QRect:
        """Of a line, in the viewport; empty when it is not listed."""
        return self.visualRect(self._parts.place(part))

    def paint_row(self, painter: QPainter, place: QRectF, index: Index) -> None:
        row = self._parts.rows[index.row()]
        glow, pressed = self._flash.strength(row.part), row.part == self.pressed_key
        marks = Marks(row.part in self._seen, glow, self._flash.good, self.walked(index), pressed)
        self._painter.paint(painter, place, row, marks)

    # -- what is done to it -------------------------------------------------------------------------------------------

    def choose_current(self) -> None:
        """Open the line that was walked to, or the one that was revealed last."""
        index = self.currentIndex() if self.walking else self._parts.place(self._wanted)
        if index.isValid():
            self.tapped(self._parts.key_at(index))

    def tapped(self, key: Hashable) -> None:
        self.line_chosen.emit(key)

    @Slot()
    def _repaint_flash(self) -> None:
        if self._flash.part is not None:
            self.viewport().update(self.place(self._flash.part))

    def _words(self, row: PartRow) -> str:
        return part_words(row, seen=row.part in self._seen)


def _part(row: PartRow) -> PartNumber:
    return row.part
