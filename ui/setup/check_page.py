"""Something far away: its address, and a test whether it is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QSizePolicy, QVBoxLayout

from app.domain.errors import OperationalError
from ui.errand import Errand
from ui.language import number, said_error
from ui.setup.page import SaidLabel, SetupPage, no_margins, wrapped
from ui.setup.view_model import Proof
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

TEST_LIMIT_S = 20.0
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line to fill in. ``key``: its setting, or any other word for what only the test needs. ``fixed``: it cannot
    be changed here."""

    key: str
    words: str
    value: str
    hint: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test brought, in words. ``well``: it works."""

    words: str
    well: bool = True


class CheckPage(SetupPage):
    """``check`` gets the lines by key, on a thread of its own, and may raise OperationalError; ``told`` turns what it
    returned into words. A test can be stopped, and ends by itself after 20 s."""

    def __init__(
        self,
        explained: str,
        asked: Sequence[Asked],
        check: Callable[[Values], object],
        told: Callable[[object], Finding],
        sizes: Sizes,
    ) -> None:
        super().__init__()
        self._asked, self._check, self._told = asked, check, told
        self._explained = wrapped("muted", explained)
        self._lines = {one.key: self._line(one) for one in asked}
        self._problem, self._result = SaidLabel("field", "checkProblem"), SaidLabel("strong", "checkResult")
        self._reason = SaidLabel("caption", "checkReason")
        self._button = ActionButton("", "checkButton")
        self._button.setToolTip("Alt+T")
        self._button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._progress = QProgressBar()
        self._progress.setObjectName("checkProgress")
        self._progress.setAccessibleName(self.tr("Time of the test"))
        self._progress.setRange(0, round(TEST_LIMIT_S * 1000))
        self._progress.setTextVisible(False)
        kept = self._progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(kept)
        self._errand = Errand(self, "setup-check")
        self._build()
        self._connect()
        self.set_sizes(sizes)
        self._rest()

    def _line(self, one: Asked) -> QLineEdit:
        line = QLineEdit(one.value)
        line.setObjectName(f"line_{one.key}")
        line.setProperty("role", "setting")
        line.setAccessibleName(one.words)
        line.setPlaceholderText(one.hint)
        line.setEnabled(not one.fixed)
        return line

    def _build(self) -> None:
        self._column, self._test_row = QVBoxLayout(self), QHBoxLayout()
        no_margins(self._column)
        self._column.addWidget(self._explained)
        self._fields = [QVBoxLayout() for _ in self._asked]
        for field, one in zip(self._fields, self._asked, strict=True):
            words = self.tr("{line} (fixed outside this file)").format(line=one.words) if one.fixed else one.words
            field.addWidget(label("field", words))
            field.addWidget(self._lines[one.key])
            self._column.addLayout(field)
        self._column.addWidget(self._problem.widget)
        self._test_row.addWidget(self._button)
        self._test_row.addWidget(self._progress, 1)
        self._column.addLayout(self._test_row)
        self._column.addWidget(self._result.widget)
        self._column.addWidget(self._reason.widget)
        self._column.addStretch(1)

    def _connect(self) -> None:
        self._button.clicked.connect(self.test)
        self._errand.done.connect(self._well)
        self._errand.failed.connect(self._badly)
        self._errand.too_late.connect(self._no_answer)
        self._errand.going.connect(self._goes_on)
        for line in self._lines.values():
            line.textEdited.connect(self._typed)

    def set_sizes(self, sizes: Sizes) -> None:
        unit = sizes.unit
        self._column.setSpacing(round(12 * unit))
        self._test_row.setSpacing(sizes.touch_gap)
        for field in self._fields:
            field.setSpacing(round(3 * unit))
        for line in self._lines.values():
            line.setFixedHeight(sizes.touch)
        self._button.setFixedHeight(sizes.touch)
        self._button.setMinimumWidth(round(260 * sizes.unit))
        self._progress.setFixedHeight(sizes.bar)

    def show_problem(self, words: str) -> None:
        self._problem.say(words, "bad")
        self._button.setEnabled(not words)

    def close_page(self) -> None:
        self._errand.cancel()

    # -- testing ----------------------------------------------------------------------------------------------------

    @Slot()
    def test(self) -> None:
        """Begin the test, or stop the one under way. Answers that cannot stand are not tested."""
        if not self._button.isEnabled():
            return
        if self._errand.running:
            self._errand.cancel()
            self._rest(self.tr("Stopped. Nothing was tested."))
            return
        values = {key: line.text().strip() for key, line in self._lines.items()}
        self._button.setText(self.tr("Stop the test"))
        self._say(self.tr("Testing…"))
        self._progress.show()
        self._errand.begin(lambda: self._check(values), TEST_LIMIT_S)

    @Slot()
    def _typed(self) -> None:
        self._errand.cancel()
        self._rest()
        settings = {one.key for one in self._asked if "." in one.key}
        self.answered.emit({key: self._lines[key].text().strip() for key in settings})

    @Slot(float)
    def _goes_on(self, waited_s: float) -> None:
        self._progress.setValue(round(waited_s * 1000))

    @Slot(object)
    def _well(self, answer: object) -> None:
        finding = self._told(answer)
        glyph, tone = ("✓", "good") if finding.well else ("⚠", "caution")
        self._rest(f"{glyph} {finding.words}", tone)
        self.tested.emit(Proof.WELL if finding.well else Proof.BADLY)

    @Slot(object)
    def _badly(self, error: OperationalError) -> None:
        sentence = said_error(error)
        self._rest(f"✗ {sentence}", "bad")
        problem = str(error.details.get("problem", ""))
        self._reason.say(problem if problem not in str(sentence) else "")
        self.tested.emit(Proof.BADLY)

    @Slot()
    def _no_answer(self) -> None:
        words = self.tr("✗ No answer within {limit} s. Check the address and the network cable.")
        self._rest(words.format(limit=number(TEST_LIMIT_S)), "bad")
        self.tested.emit(Proof.BADLY)

    def _rest(self, words: str = "", tone: str = "plain") -> None:
        self._button.setText(self.tr("Test"))
        self._progress.hide()
        self._progress.setValue(0)
        self._say(words, tone)

    def _say(self, words: str, tone: str = "plain") -> None:
        self._result.say(words, tone)
        self._reason.say("")
