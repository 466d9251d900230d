"""The rows of the list of sessions: an item model that grows page by page."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor

from app.domain.notices import Tone
from app.domain.review import ReviewState
from app.ports.session_reports import SessionKey, SessionSummary
from ui.language import moment, number
from ui.review.view_model import STATE_TONES
from ui.review.words import moment_of, review_words, state_words
from ui.theme.plain_text import shown
from ui.theme.record_table import Index, RecordModel
from ui.theme.tokens import GLYPHS, Palette

_CELL_AT_MOST = 60


class Column(IntEnum):
    TIME = 0
    DN = 1
    STATE = 2
    REVIEW = 3
    LABELS = 4
    OPERATOR = 5
    STATION = 6


class SessionTable(RecordModel):
    """GUI thread. A row's words are made once, when it first comes into sight."""

    def __init__(self, colours: Palette) -> None:
        super().__init__(len(Column), {Column.LABELS})
        self.sessions: list[SessionSummary] = []
        self._cells: dict[int, tuple[str, ...]] = {}
        tones = {Tone.GOOD: colours.good, Tone.TROUBLE: colours.caution, Tone.REFUSED: colours.bad}
        self._inks = {tone: QColor(ink) for tone, ink in tones.items()}
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)

    def show_rows(self, sessions: Sequence[SessionSummary]) -> None:
        self.beginResetModel()
        self.sessions = list(sessions)
        self._cells.clear()
        self.endResetModel()

    def append(self, sessions: Sequence[SessionSummary]) -> None:
        if sessions:
            first = len(self.sessions)
            self.beginInsertRows(QModelIndex(), first, first + len(sessions) - 1)
            self.sessions.extend(sessions)
            self.endInsertRows()

    def replace(self, summary: SessionSummary) -> None:
        """The row of this session, as it is now."""
        row = self.row_of(summary.key)
        if row is not None:
            self.sessions[row] = summary
            self._cells.pop(row, None)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def row_of(self, key: SessionKey) -> int | None:
        return next((row for row, each in enumerate(self.sessions) if each.key == key), None)

    def _count(self) -> int:
        return len(self.sessions)

    def _headings(self) -> tuple[str, ...]:
        first = (self.tr("Time"), self.tr("Delivery note"), self.tr("State"), self.tr("Review"), self.tr("Labels"))
        return (*first, self.tr("Operator"), self.tr("Station"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.words(index.row())[index.column()]
        return None

    def words(self, row: int) -> tuple[str, ...]:
        cells = self._cells.get(row)
        if cells is None:
            cells = self._cells[row] = _cells(self.sessions[row])
        return cells

    def ink(self, row: int, column: int) -> QColor:
        of = self.sessions[row]
        if column == Column.STATE:
            return self._inks.get(STATE_TONES[of.state], self._text)
        if column == Column.REVIEW:
            tones = {ReviewState.REVIEWED: Tone.GOOD, ReviewState.REOPENED: Tone.TROUBLE}
            return self._inks[tones[of.review]] if of.review in tones else self._muted
        return self._muted if column in {Column.OPERATOR, Column.STATION} else self._text


def _cells(of: SessionSummary) -> tuple[str, ...]:
    at = moment_of(of.key.submitted_at)
    return (
        moment(at) if at else "",
        shown(of.dn, _CELL_AT_MOST),
        f"{GLYPHS[STATE_TONES[of.state]]} {state_words(of.state)}",
        short_review(of.review),
        number(of.labels),
        shown(of.operator, _CELL_AT_MOST),
        shown(of.station_id, _CELL_AT_MOST),
    )


def short_review(state: ReviewState) -> str:
    """Most are not reviewed: a dash says so."""
    return "–" if state is ReviewState.NOT_REVIEWED else review_words(state)
