"""The lines of the doctor's page: a verdict, what was looked at, what is so, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.health import Check, Verdict
from ui.doctor.view_model import GLYPHS, TONES, Line, Page
from ui.doctor.words import check_words, said_of, standing_words
from ui.theme.tokens import Sizes
from ui.theme.widgets import label, set_tone

_GLYPH_WIDTH, _NAME_WIDTH = 34, 130
_LOWER = 3
"""So that small words stand on the line of the larger ones before them."""


class LineRow(QFrame):
    """One check, with all that was found."""

    def __init__(self, check: Check, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName(f"doctor_{check.value}")
        self.setProperty("role", "card")
        self._sizes = sizes
        self._shown: Line | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * sizes.gap, sizes.gap, 2 * sizes.gap, sizes.gap)
        self._grid.setHorizontalSpacing(sizes.gap)
        self._grid.setVerticalSpacing(round(4 * sizes.unit))
        self._grid.setColumnMinimumWidth(0, round(_GLYPH_WIDTH * sizes.unit))
        self._grid.setColumnMinimumWidth(1, round(_NAME_WIDTH * sizes.text))
        self._grid.setColumnStretch(2, 1)
        self._name = label("strong")
        self._grid.addWidget(self._name, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._told: list[QWidget] = []

    def show_line(self, line: Line) -> None:
        if line == self._shown:
            return
        self._shown = line
        for widget in self._told:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._told = []
        self._name.setText(check_words(line))
        said = said_of(line)
        self.setAccessibleName(" ".join([check_words(line), *(f"{what} {do}" for _, what, do in said)]))
        for row, (verdict, what, action) in enumerate(said):
            self._add_finding(row, verdict, what, action)
        if not said:
            self._put(label("muted", "…", name="doctorGlyph"), 0, 0, centred=True)
            standing = label("muted", standing_words(line.standing), name="doctorSaid")
            standing.setContentsMargins(0, round(_LOWER * self._sizes.unit), 0, 0)
            self._put(standing, 0, 2)

    def _add_finding(self, row: int, verdict: Verdict, what: str, action: str) -> None:
        glyph = label("strong", GLYPHS[verdict], name="doctorGlyph")
        set_tone(glyph, TONES[verdict])
        self._put(glyph, row, 0, centred=True)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, round(_LOWER * self._sizes.unit), 0, 0)
        column.setSpacing(0)
        column.addWidget(_wrapped("body", what, "doctorSaid"))
        if action:
            column.addWidget(_wrapped("muted", action, "doctorDo"))
        self._put(both, row, 2)

    def _put(self, widget: QWidget, row: int, column: int, *, centred: bool = False) -> None:
        place = Qt.AlignmentFlag.AlignTop | (Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag(0))
        self._grid.addWidget(widget, row, column, place)
        widget.show()  # a layout would do so a moment later
        self._told.append(widget)


class Lines(QWidget):
    """All checks, one under another."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("doctorLines")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(6 * sizes.unit))
        self._rows = {check: LineRow(check, sizes) for check in Check}
        for row in self._rows.values():
            column.addWidget(row)
        column.addStretch(1)

    def show_page(self, page: Page) -> None:
        lines = {line.check: line for line in page.lines}
        for check, row in self._rows.items():
            row.setVisible(check in lines)
            if check in lines:
                row.show_line(lines[check])


def _wrapped(role: str, words: str, name: str) -> QLabel:
    made = label(role, words, name=name)
    made.setWordWrap(True)
    return made
