"""The list of conflicts: the open ones, oldest first, then those that are settled; two lines each."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ports.session_acts import ConflictSummary
from ui.language import number
from ui.settling.words import reason_short, settled_short, when
from ui.theme.plain_text import shown
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes

_ROW = Qt.ItemDataRole.UserRole
_SECOND = Qt.ItemDataRole.UserRole + 1


class ConflictList(QListWidget):
    """``chosen``: a conflict's id, "" for none. Arrow keys go from row to row."""

    chosen = Signal(str)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("conflictList")
        self.setAccessibleName(self.tr("Conflicts"))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RowDelegate(self, colours, sizes))
        self.currentItemChanged.connect(self._tell)

    @property
    def chosen_id(self) -> str:
        item = self.currentItem()
        return str(item.data(_ROW) or "") if item is not None else ""

    def show_rows(self, open_ones: Sequence[ConflictSummary], settled: Sequence[ConflictSummary]) -> None:
        """What was chosen stays so; else the first."""
        before = self.chosen_id
        self.blockSignals(True)
        self.clear()
        groups = ((self.tr("Open"), open_ones), (self.tr("Settled"), settled))
        for words, members in groups:
            if members:
                self._add_group(f"{words}  {number(len(members))}", members)
        rows = [item for item in map(self.item, range(self.count())) if item.data(_ROW)]
        wanted = next((item for item in rows if item.data(_ROW) == before), rows[0] if rows else None)
        if wanted is not None:
            self.setCurrentItem(wanted)
        self.blockSignals(False)
        self._tell()

    def _add_group(self, heading: str, members: Sequence[ConflictSummary]) -> None:
        item = QListWidgetItem(heading)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)
        for each in members:
            row = QListWidgetItem(f"{shown(each.dn, 60)}   {shown(each.station_id, 40)}")
            how = settled_short(each.settled.settlement) if each.settled else reason_short(each.reason)
            second = f"{when(each.settled.at if each.settled else each.found_at)} · {how}"
            row.setData(_ROW, each.conflict_id)
            row.setData(_SECOND, second)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.text()}, {second}")
            self.addItem(row)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.chosen_id)


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, colours: Palette, sizes: Sizes) -> None:
        super().__init__(parent)
        self._colours, self._sizes = colours, sizes

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002  # Qt's own
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        of_row = bool(index.data(_ROW))
        lines = 1.5 * self._sizes.body * (2 if of_row else 1)
        return QSize(0, round(lines + 12 * self._sizes.unit))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        room: QRect = option.rect
        if index.data(_ROW):
            self._paint_row(painter, room, option, index)
        else:
            words = room.adjusted(self._sizes.gap, round(6 * self._sizes.unit), 0, 0)
            self._write(painter, words, str(index.data()), self._colours.muted, QFont.Weight.DemiBold)
        painter.restore()

    def _paint_row(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        sizes, colours = self._sizes, self._colours
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, QColor(colours.selected))
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            bar = QRect(room.left(), room.top(), sizes.bar, room.height())
            painter.fillRect(bar, QColor(colours.accent if focused else colours.muted))
        inset = round(5 * sizes.unit)
        words = room.adjusted(sizes.gap + sizes.bar, inset, -sizes.gap, -inset)
        first = QRect(words.left(), words.top(), words.width(), round(1.5 * sizes.body))
        second = QRect(words.left(), first.bottom(), words.width(), words.bottom() - first.bottom())
        self._write(painter, first, str(index.data()), colours.text, QFont.Weight.DemiBold)
        self._write(painter, second, str(index.data(_SECOND)), colours.muted, QFont.Weight.Normal)

    def _write(self, painter: QPainter, room: QRect, text: str, colour: str, weight: QFont.Weight) -> None:
        made = font(self._sizes.body, weight)
        painter.setFont(made)
        painter.setPen(QColor(colour))
        short = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), short)
