"""The summary of a shift on one A4 page."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QPainter

from ui.language import moment, number
from ui.paper.ink import Ink, mm
from ui.paper.page import A4, Paper
from ui.shift.view_model import ShiftState
from ui.shift.words import check_words, figure_words, matter_words, title_words
from ui.theme.plain_text import shown

_LINE_MM = 6.0
_SIZE_MM = 3.6
_BOLD = QFont.Weight.Bold


class ShiftSheet:
    """A :class:`ui.paper.document.Document`. Lines that find no room are counted on the last one."""

    def __init__(self, state: ShiftState, station_id: str, paper: Paper = A4) -> None:
        self._state, self._station_id, self._paper = state, station_id, paper
        self.width_mm, self.height_mm, self.pages = paper.width_mm, paper.height_mm, 1

    @property
    def title(self) -> str:
        return title_words(self._state)

    @property
    def file_name(self) -> str:
        return f"shift-{self._state.began:%Y%m%d-%H%M}.pdf"

    def paint(self, painter: QPainter, number: int) -> None:  # noqa: ARG002 (there is one page)
        ink, left, width = Ink(painter), self._paper.margin_mm, self._paper.inner_mm
        top = self._paper.margin_mm
        ink.text(mm(left, top, width, 9), self.title, 6.5, _BOLD)
        ink.text(mm(left, top + 10, width, 6), shown(self._station_id, 40), _SIZE_MM)
        ink.rule(left, top + 18, width)
        top = self._figures(ink, left, top + 21, width)
        for words, bold in self._lines(top):
            ink.text(mm(left, top, width, _LINE_MM), words, _SIZE_MM, _BOLD if bold else QFont.Weight.Normal)
            top += _LINE_MM

    def _figures(self, ink: Ink, left: float, top: float, width: float) -> float:
        each = width / len(self._state.figures)
        for place, (figure, count) in enumerate(self._state.figures):
            ink.text(mm(left + place * each, top, each - 2, 8), number(count), 6, _BOLD)
            ink.text(mm(left + place * each, top + 8, each - 2, 6), figure_words(figure), 3)
        return top + 18

    def _lines(self, top: float) -> list[tuple[str, bool]]:
        room = int((self._paper.height_mm - self._paper.margin_mm - top) / _LINE_MM)
        every = self._every_line()
        if len(every) <= room:
            return every
        more = QCoreApplication.translate("ShiftPage", "… and {count} more")
        return [*every[: room - 1], (more.format(count=number(len(every) - room + 1)), False)]

    def _every_line(self) -> list[tuple[str, bool]]:
        state, tr = self._state, QCoreApplication.translate
        found: list[tuple[str, bool]] = []
        if words := check_words(state.check)[0]:
            found.append((words, True))
        if state.operators:
            names = ", ".join(shown(each, 40) for each in state.operators)
            found.append((tr("ShiftPage", "Worked here: {names}").format(names=names), False))
        if state.told is not None:
            said = tr("ShiftPage", "{who} said at {time}: {words}")
            told = state.told
            found.append((said.format(who=shown(told.by, 40), time=moment(told.at), words=shown(told.words)), False))
        for matter, lines in state.matters:
            found.append((matter_words(matter), True))
            found += [(shown(line), False) for line in lines]
        return found
