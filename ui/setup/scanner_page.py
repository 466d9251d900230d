"""The scanner: what is special about it is learnt from codes on the screen."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.setup.page import SaidLabel, SetupPage, no_margins, wrapped
from ui.theme.tokens import Palette, Sizes

TeachIn = Callable[[Palette, Sizes], QWidget]
"""Makes the teach-in: a widget with the signals ``learnt(object)``, which has prefix, suffix, terminator and
burst_gap_ms, and ``skipped()``."""


class ScannerPage(SetupPage):
    """``port``: scanner.serial_port as it is."""

    def __init__(self, port: str, teach_in: TeachIn, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.teach_in = teach_in(colours, sizes)
        self._port = QLineEdit(port)
        self._port.setObjectName("scannerPort")
        self._port.setProperty("role", "setting")
        self._port.setAccessibleName(self.tr("Port of a serial scanner"))
        self._port.setPlaceholderText("/dev/ttyACM0, COM3")
        self._problem = SaidLabel("field", "scannerProblem")
        self._row = QHBoxLayout()
        self._row.addWidget(wrapped("muted", self.tr("A scanner on a serial port (USB-CDC)? Its port, else empty:")), 1)
        self._row.addWidget(self._port, 1)
        self._column = QVBoxLayout(self)
        no_margins(self._column)
        self._column.addWidget(self.teach_in, 1)
        self._column.addLayout(self._row)
        self._column.addWidget(self._problem.widget)
        self.teach_in.learnt.connect(self._took)  # type: ignore[attr-defined]  # see TeachIn
        self.teach_in.skipped.connect(self.passed_over)  # type: ignore[attr-defined]  # see TeachIn
        self._port.textEdited.connect(self._typed)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        self._port.setFixedHeight(sizes.touch)
        self._column.setSpacing(round(10 * sizes.unit))
        resize = getattr(self.teach_in, "set_sizes", None)
        if resize is not None:
            resize(sizes)

    def show_problem(self, words: str) -> None:
        self._problem.say(words, "bad")

    @Slot(object)
    def _took(self, learnt: object) -> None:
        names = ("prefix", "suffix", "terminator", "burst_gap_ms")
        answers = {f"scanner.{name}": getattr(learnt, name) for name in names}
        self.answered.emit({key: str(value) if isinstance(value, str) else value for key, value in answers.items()})

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.answered.emit({"scanner.serial_port": text.strip()})
