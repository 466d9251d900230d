"""The list of conflicts: the open ones, oldest first, then those that are settled; two lines each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from app.ports.session_acts import ConflictSummary
from ui.language import number
from ui.settling.words import reason_short, settled_short, when
from ui.theme.grouped_list import GroupedList, ListRow, Spacing
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes


class ConflictList(GroupedList):
    """``chosen``: a conflict's id, "" for none; also when the rows are shown anew."""

    chosen = Signal(str)

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__(colours, sizes, Spacing(row=12, heading=12))
        self.setObjectName("conflictList")
        self.setAccessibleName(self.tr("Conflicts"))
        self.row_chosen.connect(self._tell)

    @property
    def chosen_id(self) -> str:
        row = self.current_row
        return str(row.value) if row is not None else ""

    def show_rows(self, open_ones: Sequence[ConflictSummary], settled: Sequence[ConflictSummary]) -> None:
        """What was chosen stays so; else the first."""
        groups = ((self.tr("Open"), open_ones), (self.tr("Settled"), settled))
        self.show_groups((f"{words}  {number(len(of))}", list(map(_list_row, of))) for words, of in groups)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.chosen_id)


def _list_row(of: ConflictSummary) -> ListRow:
    first = f"{shown(of.dn, 60)}   {shown(of.station_id, 40)}"
    how = settled_short(of.settled.settlement) if of.settled else reason_short(of.reason)
    second = f"{when(of.settled.at if of.settled else of.found_at)} · {how}"
    return ListRow(of.conflict_id, of.conflict_id, first, second, said=f"{first}, {second}")
