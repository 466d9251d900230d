"""The list of labels and aliases: groups with their rows, two lines each."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal, Slot

from ui.aliases.view_model import AliasRow, Group, Identity
from ui.aliases.words import group_words, row_words
from ui.language import number
from ui.theme.grouped_list import GroupedList, ListRow, Spacing
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes


class AliasList(GroupedList):
    """``chosen``: an AliasRow, or None; also when the rows are shown anew."""

    chosen = Signal(object)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__(colours, sizes, Spacing(row=10, heading=14))
        self.setObjectName("aliasList")
        self.setAccessibleName(self.tr("Labels and aliases"))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.row_chosen.connect(self._tell)

    @property
    def chosen_row(self) -> AliasRow | None:
        row = self.current_row
        return row.value if row is not None and isinstance(row.value, AliasRow) else None

    def show_rows(self, rows: Sequence[AliasRow], wanted: Identity | None = None) -> None:
        """Chosen is the wanted row, or the one that was, wherever it is now; else the first."""
        groups = groupby(rows, lambda row: row.group)
        self.show_groups((_with_heading(group, list(members)) for group, members in groups), wanted)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.chosen_row)


def _with_heading(group: Group, rows: Sequence[AliasRow]) -> tuple[str, Sequence[ListRow]]:
    return f"{group_words(group)}  {number(len(rows))}", list(map(_list_row, rows))


def _list_row(row: AliasRow) -> ListRow:
    first, second = shown(row.key.label, 100), row_words(row)
    said = f"{first} {second}, {group_words(row.group)}"
    return ListRow(row, row.identity, first, second, said, aside=shown(row.key.model.version, 12))
