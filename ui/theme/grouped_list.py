"""A list in groups: a heading over each group, and two lines of text for each of its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme.style import font
from ui.theme.tokens import Palette, Sizes

_ROW = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class ListRow:
    """``value``: what it stands for. ``identity``: by what it is found again when the rows are shown anew.
    ``first``, ``second``: its two lines; ``aside``: small, at the right end of the second. ``said``: to a screen
    reader. Text from outside is made harmless before."""

    value: object
    identity: object
    first: str
    second: str
    said: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Spacing:
    """What a row and a heading have above and below their words together, in ``Sizes.unit``."""

    row: int
    heading: int


class GroupedList(QListWidget):
    """``row_chosen``: another row is the chosen one, or the rows were shown anew. Arrow keys go from row to row.
    What does not fit is cut as ``textElideMode`` says. GUI thread."""

    row_chosen = Signal()

    def __init__(self, colours: Palette, sizes: Sizes, spacing: Spacing) -> None:
        super().__init__()
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RowDelegate(self, colours, sizes, spacing))
        self.currentItemChanged.connect(self.row_chosen)

    @property
    def current_row(self) -> ListRow | None:
        item = self.currentItem()
        return _row_of(item.data(_ROW)) if item is not None else None

    def show_groups(self, groups: Iterable[tuple[str, Sequence[ListRow]]], wanted: object = None) -> None:
        """The groups' headings and rows; one without rows is left out. Chosen is the row of the ``wanted`` identity,
        or the one that was chosen, wherever it is now; else the first."""
        before = self.current_row
        with QSignalBlocker(self):
            self.clear()
            for heading, rows in groups:
                if rows:
                    self._add_group(heading, rows)
            self._choose(wanted or (before.identity if before else None))
        self.row_chosen.emit()

    def _add_group(self, heading: str, rows: Sequence[ListRow]) -> None:
        above = QListWidgetItem(heading)
        above.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(above)
        for row in rows:
            item = QListWidgetItem(row.first)
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.said)
            self.addItem(item)

    def _choose(self, wanted: object) -> None:
        rows = list(self._rows())
        first = rows[0][0] if rows else None
        chosen = next((item for item, row in rows if row.identity == wanted), first)
        if chosen is not None:
            self.setCurrentItem(chosen)

    def _rows(self) -> Iterator[tuple[QListWidgetItem, ListRow]]:
        for item in map(self.item, range(self.count())):
            row = _row_of(item.data(_ROW))
            if row is not None:
                yield item, row


def _row_of(found: object) -> ListRow | None:
    """A heading has none."""
    return found if isinstance(found, ListRow) else None


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, colours: Palette, sizes: Sizes, spacing: Spacing) -> None:
        super().__init__(parent)
        self._colours, self._sizes, self._spacing = colours, sizes, spacing

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002  # Qt's own
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        lines, around = (2, self._spacing.row) if _row_of(index.data(_ROW)) else (1, self._spacing.heading)
        return QSize(0, round(1.5 * self._sizes.body * lines + around * self._sizes.unit))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        row = _row_of(index.data(_ROW))
        if row is not None:
            self._paint_ground(painter, option)
            self._paint_row(painter, option, row)
        else:
            self._paint_heading(painter, option, str(index.data()))
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        whole: QRect = option.rect
        above = round((self._spacing.heading - 6) * self._sizes.unit)
        room = whole.adjusted(self._sizes.gap, above, 0, 0)
        self._write(painter, room, text, self._colours.muted, option.textElideMode, QFont.Weight.DemiBold)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, QColor(self._colours.selected))
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            bar = QRect(room.left(), room.top(), self._sizes.bar, room.height())
            painter.fillRect(bar, QColor(self._colours.accent if focused else self._colours.muted))

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
        sizes, colours, cut = self._sizes, self._colours, option.textElideMode
        whole: QRect = option.rect
        inset = round(5 * sizes.unit)
        words = whole.adjusted(sizes.gap + sizes.bar, inset, -sizes.gap, -inset)
        first = QRect(words.left(), words.top(), words.width(), round(1.5 * sizes.body))
        second = QRect(words.left(), first.bottom(), words.width(), words.bottom() - first.bottom())
        self._write(painter, first, row.first, colours.text, cut, QFont.Weight.DemiBold)
        aside = self._write_aside(painter, second, row.aside) if row.aside else 0
        self._write(painter, second.adjusted(0, 0, -aside, 0), row.second, colours.muted, cut)

    def _write_aside(self, painter: QPainter, room: QRect, text: str) -> int:
        """How much of the room it takes, in pixels."""
        made = font(self._sizes.caption)
        painter.setFont(made)
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(room, _RIGHT, text)
        return QFontMetrics(made).horizontalAdvance(text) + self._sizes.gap

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        colour: str,
        cut: Qt.TextElideMode,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        made = font(self._sizes.body, weight)
        painter.setFont(made)
        painter.setPen(QColor(colour))
        painter.drawText(room, _LEFT, QFontMetrics(made).elidedText(text, cut, room.width()))
