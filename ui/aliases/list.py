"""The list of labels and aliases: groups with their rows, two lines each."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.aliases.view_model import AliasRow, Group, Identity
from ui.aliases.words import group_words, row_words
from ui.language import number
from ui.theme.plain_text import shown
from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes

_ROW = Qt.ItemDataRole.UserRole
_SECOND = Qt.ItemDataRole.UserRole + 1
_VERSION = Qt.ItemDataRole.UserRole + 2


class AliasList(QListWidget):
    """``chosen``: an AliasRow, or None; also when the rows are shown anew. Arrow keys go from row to row."""

    chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("aliasList")
        self.setAccessibleName(self.tr("Labels and aliases"))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RowDelegate(self, colours, sizes))
        self.currentItemChanged.connect(self._tell)

    @property
    def chosen_row(self) -> AliasRow | None:
        item = self.currentItem()
        found = item.data(_ROW) if item is not None else None
        return found if isinstance(found, AliasRow) else None

    def show_rows(self, rows: Sequence[AliasRow], wanted: Identity | None = None) -> None:
        """Chosen is the wanted row, or the one that was, wherever it is now; else the first."""
        before = self.chosen_row
        self.blockSignals(True)
        self.clear()
        for group, members in groupby(rows, lambda row: row.group):
            self._add_group(group, list(members))
        self._choose(wanted or (before.identity if before else None))
        self.blockSignals(False)
        self._tell()

    def _add_group(self, group: Group, members: Sequence[AliasRow]) -> None:
        heading = QListWidgetItem(f"{group_words(group)}  {number(len(members))}")
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(heading)
        for row in members:
            item = QListWidgetItem(shown(row.key.label, 100))
            item.setData(_ROW, row)
            item.setData(_SECOND, row_words(row))
            item.setData(_VERSION, shown(row.key.model.version, 12))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} {row_words(row)}, {group_words(group)}")
            self.addItem(item)

    def _choose(self, wanted: Identity | None) -> None:
        items = [item for item in map(self.item, range(self.count())) if isinstance(item.data(_ROW), AliasRow)]
        same = (item for item in items if item.data(_ROW).identity == wanted)
        chosen = next(same, items[0] if items else None)
        if chosen is not None:
            self.setCurrentItem(chosen)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.chosen_row)


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, colours: Palette, sizes: Sizes) -> None:
        super().__init__(parent)
        self._colours, self._sizes = colours, sizes

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002  # Qt's own
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        of_row = isinstance(index.data(_ROW), AliasRow)
        lines = 1.5 * self._sizes.body * (2 if of_row else 1)
        return QSize(0, round(lines + (10 if of_row else 14) * self._sizes.unit))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        room: QRect = option.rect
        if isinstance(index.data(_ROW), AliasRow):
            self._paint_row(painter, room, option, index)
        else:
            room = room.adjusted(self._sizes.gap, round(8 * self._sizes.unit), 0, 0)
            self._write(painter, room, str(index.data()), self._sizes.body, self._colours.muted, QFont.Weight.DemiBold)
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
        words = room.adjusted(sizes.gap + sizes.bar, round(5 * sizes.unit), -sizes.gap, -round(5 * sizes.unit))
        first = QRect(words.left(), words.top(), words.width(), round(1.5 * sizes.body))
        second = QRect(words.left(), first.bottom(), words.width(), words.bottom() - first.bottom())
        self._write(painter, first, str(index.data()), sizes.body, colours.text, QFont.Weight.DemiBold)
        aside = self._write_aside(painter, second, str(index.data(_VERSION)))
        self._write(painter, second.adjusted(0, 0, -aside, 0), str(index.data(_SECOND)), sizes.body, colours.muted)

    def _write_aside(self, painter: QPainter, room: QRect, text: str) -> int:
        """At the right end; how much of the room it takes, in pixels."""
        made = font(self._sizes.caption)
        painter.setFont(made)
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter), text)
        return QFontMetrics(made).horizontalAdvance(text) + self._sizes.gap

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        pixels: int,
        colour: str,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        made = font(pixels, weight)
        painter.setFont(made)
        painter.setPen(QColor(colour))
        cut = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(room, flags, cut)
