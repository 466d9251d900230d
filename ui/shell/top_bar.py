"""Product, station, who works here, delivery note and phase; help and the menu."""

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from app.use_cases.desk_state import Phase
from ui.language import moment
from ui.shell.view_model import TopBarState
from ui.theme.icons import icon
from ui.theme.style import RESOURCES
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

MARK = RESOURCES / "icons" / "countersign.svg"
_PHASE_MARKS = {
    Phase.SIGNED_OUT: ("○", "plain"),
    Phase.SIGNING_IN: ("○", "plain"),
    Phase.LOCKED: ("■", "caution"),
    Phase.SHIFT_CHECK: ("⚠", "caution"),
    Phase.WAITING_FOR_NOTE: ("○", "plain"),
    Phase.ALREADY_PACKED: ("⚠", "caution"),
    Phase.PACKING: ("●", "good"),
    Phase.SUBMITTING: ("↑", "caution"),
    Phase.SUBMITTED: ("✓", "good"),
}


def phase_words(phase: Phase) -> str:
    tr = QCoreApplication.translate
    return {
        Phase.SIGNED_OUT: tr("TopBar", "Nobody signed in"),
        Phase.SIGNING_IN: tr("TopBar", "Signing in"),
        Phase.LOCKED: tr("TopBar", "Locked"),
        Phase.SHIFT_CHECK: tr("TopBar", "Check of the shift"),
        Phase.WAITING_FOR_NOTE: tr("TopBar", "Waiting for a note"),
        Phase.ALREADY_PACKED: tr("TopBar", "Already packed"),
        Phase.PACKING: tr("TopBar", "Packing"),
        Phase.SUBMITTING: tr("TopBar", "Submitting"),
        Phase.SUBMITTED: tr("TopBar", "Submitted"),
    }[phase]


class TopBar(QFrame):
    help_asked = Signal()
    menu_asked = Signal()

    def __init__(self, station_id: str, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setProperty("role", "bar")
        self._colours = colours
        self._mark = QSvgWidget(str(MARK))
        self._dn_caption = label("caption", self.tr("Delivery note"))
        self._dn = label("title", tabular=True, name="dnNumber")
        self._mark_of_note = label("pill", name="noteMark")
        self._phase = label("pill", name="phaseText")
        self._operator = label("pill", name="operatorName")
        self._help = self._tool("helpButton", self.tr("Help (F1)"))
        self._menu = self._tool("menuButton", self.tr("Menu (F10)"))
        self._help.clicked.connect(self.help_asked)
        self._menu.clicked.connect(self.menu_asked)
        self._row = QHBoxLayout(self)
        self.guest = QHBoxLayout()  # empty, unless the demo puts its caption here
        self._build(station_id)
        self.set_sizes(sizes)

    def _tool(self, name: str, words: str) -> ActionButton:
        button = ActionButton("", name, "tool")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def _build(self, station_id: str) -> None:
        self._row.addWidget(self._mark)
        self._row.addWidget(label("brand", "Countersign", name="brandText"))
        self._row.addWidget(label("pill", station_id, name="stationId"))
        self._row.addWidget(self._operator)
        self._row.addLayout(self.guest, 100)
        self._row.addStretch(1)
        for widget in (self._dn_caption, self._dn, self._mark_of_note, self._phase, self._help, self._menu):
            self._row.addWidget(widget)

    def set_sizes(self, sizes: Sizes) -> None:
        u = sizes.unit
        self._mark.setFixedSize(round(34 * u), round(34 * u))
        self._row.setContentsMargins(round(14 * u), 0, round(6 * u), 0)
        self._row.setSpacing(sizes.touch_gap)
        side = round(26 * u)
        for button, name in ((self._help, "help"), (self._menu, "menu")):
            button.setFixedSize(sizes.touch, sizes.touch)
            button.setIcon(icon(name, self._colours.text, side))
            button.setIconSize(QSize(side, side))

    def show_state(self, state: TopBarState) -> None:
        self._dn.setText(state.dn_number)
        self._dn_caption.setVisible(bool(state.dn_number))
        self._dn.setVisible(bool(state.dn_number))
        self._mark_of_note.setText(self._note_words(state))
        self._mark_of_note.setVisible(state.provisional or state.as_of is not None)
        set_tone(self._mark_of_note, "caution")
        self._operator.setText(state.operator)
        self._operator.setVisible(bool(state.operator))
        glyph, tone = _PHASE_MARKS[state.phase]
        self._phase.setText(f"{glyph} {phase_words(state.phase)}")
        set_tone(self._phase, tone)

    def _note_words(self, state: TopBarState) -> str:
        if state.provisional:
            return self.tr("⚠ provisional: note not seen")
        if state.as_of is None:
            return ""
        return self.tr("⚠ ERP away, note of {time}").format(time=moment(state.as_of))
