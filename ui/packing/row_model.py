"""Rows of a frozen view state as Qt's item model: told apart by a key, never rebuilt."""

from collections.abc import Callable, Hashable, Sequence
from itertools import takewhile
from operator import eq
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class RowModel(QAbstractListModel, Generic[Row]):
    """``key``: what makes a row the same one in the next state. ``words``: a row read aloud. GUI thread only."""

    def __init__(self, key: Callable[[Row], Hashable], words: Callable[[Row], str]) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._key, self._words = key, words
        self._places: dict[Hashable, int] = {}

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for whoever reads the screen aloud; painters take the row itself."""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole) and index.isValid():
            return self._words(self.rows[index.row()])
        return None

    def place(self, key: Hashable) -> QModelIndex:
        """Invalid for a row that is not there."""
        row = self._places.get(key)
        return NOWHERE if row is None else self.index(row)

    def key_at(self, index: Index) -> Hashable:
        """None for no row."""
        return self._key(self.rows[index.row()]) if index.isValid() else None

    def row(self, key: Hashable) -> Row | None:
        place = self._places.get(key)
        return None if place is None else self.rows[place]

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Views hear of what came, went and changed, and of nothing else. What changed between the first and the last
        row that moved is one stretch: a list grows at one end, and is cut in one place."""
        before, after = [self._key(row) for row in self.rows], [self._key(row) for row in rows]
        if before != after:
            self._move_rows(before, after, rows)
            self._places = {key: place for place, key in enumerate(after)}
        changed = [place for place, (old, new) in enumerate(zip(self.rows, rows, strict=True)) if old != new]
        self.rows = rows
        for first, last in _stretches(changed):
            self.dataChanged.emit(self.index(first), self.index(last))

    def touch_rows(self, keys: frozenset[Hashable]) -> None:
        """What is shown of these rows besides themselves has changed."""
        for first, last in _stretches(sorted(self._places[key] for key in keys if key in self._places)):
            self.dataChanged.emit(self.index(first), self.index(last))

    def _move_rows(self, before: list[Hashable], after: list[Hashable], rows: tuple[Row, ...]) -> None:
        head = _alike(before, after)
        tail = min(_alike(before[::-1], after[::-1]), len(before) - head, len(after) - head)
        if len(before) > head + tail:
            self.beginRemoveRows(NOWHERE, head, len(before) - tail - 1)
            self.rows = self.rows[:head] + self.rows[len(before) - tail :]
            self.endRemoveRows()
        if len(after) > head + tail:
            self.beginInsertRows(NOWHERE, head, len(after) - tail - 1)
            self.rows = self.rows[:head] + rows[head : len(after) - tail] + self.rows[head:]
            self.endInsertRows()


def _alike(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many keys from the front on are the same."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def _stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours together: [1, 2, 5] is [(1, 2), (5, 5)]."""
    stretches: list[tuple[int, int]] = []
    for place in places:
        if stretches and place == stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], place)
        else:
            stretches.append((place, place))
    return stretches
