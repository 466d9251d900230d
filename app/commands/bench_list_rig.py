"""A delivery note of hundreds of lines in the station's list, one more label at a time."""

import gc
from dataclasses import replace
from pathlib import Path
from time import process_time

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.packing_session import PackingSession
from app.domain.part_number import PartNumber
from app.settings import Settings
from app.use_cases.desk_state import DeskState, Phase
from ui.application import create_application
from ui.packing.view import PackingView
from ui.packing.view_model import Stage, packing_state
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, sizes

_WINDOW = (1366, 768)
_SIDE = (510, 560)
_DOTS_PER_MM = 3.78
_AT = "2026-11-21T08:00:00+00:00"


class ListRig:
    """On the thread that made it. Milliseconds of CPU; ``grown_mb``: what showing the whole note took."""

    def __init__(self, lines: int, labels: int, settings: Settings) -> None:
        self._application = create_application(["countersign"], settings.ui.theme)
        self._state = _session(lines, labels)
        self._window = _window(settings.ui.theme)
        self._view = PackingView(PALETTES[settings.ui.theme], sizes(*_WINDOW, _DOTS_PER_MM))
        QVBoxLayout(self._window).addWidget(self._view)
        self._window.show()
        self._settle()
        before, begun = _resident_mb(), process_time()
        self._view.show_state(packing_state(self._state, Stage.LIVE))
        self._settle()
        self.first_ms, self.grown_mb = 1000 * (process_time() - begun), _resident_mb() - before

    def one_label(self, number: int) -> tuple[float, float]:
        """The next label counts: what its view state costs, and what it costs to show and paint it."""
        self._state = _counted(self._state, number)
        gc.collect()
        begun = process_time()
        shown = packing_state(self._state, Stage.LIVE)
        made = process_time()
        self._view.show_state(shown)
        self._settle()
        return 1000 * (made - begun), 1000 * (process_time() - made)

    def one_page(self) -> float:
        bar = self._view.parts.verticalScrollBar()
        bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
        begun = process_time()
        self._settle()
        return 1000 * (process_time() - begun)

    def _settle(self) -> None:
        """Everything that waits for the event loop, and the whole side painted."""
        self._application.processEvents()
        self._window.grab()


def _window(theme: str) -> QWidget:
    window = QWidget()
    window.setStyleSheet(stylesheet(PALETTES[theme], sizes(*_WINDOW, _DOTS_PER_MM)))
    window.resize(*_SIDE)
    return window


def _session(lines: int, labels: int) -> DeskState:
    parts = [PartNumber(f"Z-CV01-D{20 + line % 12}{'LR'[line % 2]}XXX-C{line:03d}-NL-DG00") for line in range(lines)]
    note = DeliveryNote(DnNumber("BENCH"), tuple(DeliveryLine(part, 1000, "") for part in parts))
    scanned = tuple(_label(f"LBL-{number:06d}", parts[number % lines]) for number in range(labels))
    return DeskState(Phase.PACKING, PackingSession("bench", note, scanned))


def _label(code: str, part: PartNumber) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), part, 5, _AT)


def _counted(state: DeskState, number: int) -> DeskState:
    session = state.session
    if session is None:
        raise ValueError("no session")
    part = session.note.lines[(37 * number) % len(session.note.lines)].part_number
    news = Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, {"part": part})
    grown = replace(session, labels=(*session.labels, _label(f"NEW-{number:06d}", part)))
    return replace(state, session=grown, notice=news, revision=state.revision + 1)


def _resident_mb() -> float:
    """0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
