"""Product, station, delivery note and phase."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.use_cases.desk import Phase
from ui.shell.view_model import TopBarState
from ui.theme.style import RESOURCES
from ui.theme.tokens import Sizes
from ui.theme.widgets import label, set_tone

MARK = RESOURCES / "icons" / "countersign.svg"
_PHASE_MARKS = {
    Phase.WAITING_FOR_NOTE: ("○", "plain"),
    Phase.ALREADY_PACKED: ("⚠", "caution"),
    Phase.PACKING: ("●", "good"),
    Phase.SUBMITTED: ("✓", "good"),
}


def phase_words(phase: Phase) -> str:
    tr = QCoreApplication.translate
    return {
        Phase.WAITING_FOR_NOTE: tr("TopBar", "Waiting for a note"),
        Phase.ALREADY_PACKED: tr("TopBar", "Already packed"),
        Phase.PACKING: tr("TopBar", "Packing"),
        Phase.SUBMITTED: tr("TopBar", "Submitted"),
    }[phase]


class TopBar(QFrame):
    def __init__(self, station_id: str, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setProperty("role", "bar")
        self._mark = QSvgWidget(str(MARK))
        self._dn_caption = label("caption", self.tr("Delivery note"))
        self._dn = label("title", tabular=True, name="dnNumber")
        self._mark_of_note = label("pill", name="noteMark")
        self._phase = label("pill", name="phaseText")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        self._row.addWidget(label("brand", "Countersign"))
        self._row.addWidget(label("pill", station_id, name="stationId"))
        self.guest = QHBoxLayout()  # empty, unless the demo puts its caption here
        self._row.addLayout(self.guest, 100)
        self._row.addStretch(1)
        self._row.addWidget(self._dn_caption)
        self._row.addWidget(self._dn)
        self._row.addWidget(self._mark_of_note)
        self._row.addWidget(self._phase)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        u = sizes.unit
        self._mark.setFixedSize(round(34 * u), round(34 * u))
        self._row.setContentsMargins(round(14 * u), round(7 * u), round(14 * u), round(7 * u))
        self._row.setSpacing(round(12 * u))

    def show_state(self, state: TopBarState) -> None:
        self._dn.setText(state.dn_number)
        self._dn_caption.setVisible(bool(state.dn_number))
        self._mark_of_note.setText(self._note_words(state))
        self._mark_of_note.setVisible(state.provisional or bool(state.as_of))
        set_tone(self._mark_of_note, "caution")
        glyph, tone = _PHASE_MARKS[state.phase]
        self._phase.setText(f"{glyph} {phase_words(state.phase)}")
        set_tone(self._phase, tone)

    def _note_words(self, state: TopBarState) -> str:
        if state.provisional:
            return self.tr("⚠ provisional: note not seen")
        return self.tr("⚠ ERP away, note of {time}").format(time=state.as_of)
