"""What was answered, before it is written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.language import Language
from ui.setup.page import SaidLabel, SetupPage, no_margins, wrapped
from ui.setup.view_model import Proof, Step, SummaryRow
from ui.setup.words import step_title
from ui.theme.tokens import Sizes
from ui.theme.widgets import ContentScroll, label, set_tone

_TITLE_COLUMN = 220


class SummaryPage(SetupPage):
    """``file``: where it is written to. ``asks_people``: they sign in with a badge and a secret."""

    def __init__(self, rows: Sequence[SummaryRow], file: str, sizes: Sizes, *, asks_people: bool) -> None:
        super().__init__()
        self._frames = [self._row(row) for row in rows]
        self._said = SaidLabel("strong", "setupSaid")
        content = QWidget()
        self._list = QVBoxLayout(content)
        no_margins(self._list)
        for frame in self._frames:
            self._list.addWidget(frame)
        self._list.addStretch(1)
        scroll = ContentScroll()
        scroll.setWidget(content)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        no_margins(self._column)
        self._column.addWidget(wrapped("muted", self.tr("It is written to {file}").format(file=file)))
        self._column.addWidget(scroll, 1)
        if asks_people:
            self._column.addWidget(wrapped("strong", self._about_people()))
        self._column.addWidget(self._said.widget)
        self.set_sizes(sizes)

    def set_sizes(self, sizes: Sizes) -> None:
        unit = sizes.unit
        self._column.setSpacing(round(10 * unit))
        self._list.setSpacing(round(8 * unit))
        for frame in self._frames:
            grid = frame.layout()
            assert isinstance(grid, QGridLayout)
            grid.setContentsMargins(round(16 * unit), round(10 * unit), round(16 * unit), round(10 * unit))
            grid.setColumnMinimumWidth(0, round(_TITLE_COLUMN * unit))
            grid.setHorizontalSpacing(round(14 * unit))

    def _about_people(self) -> str:
        """Until then the first badge would be refused, and nobody would know why."""
        return self.tr(
            "Next, for IT: nobody can sign in yet. In a terminal: countersign user pepper --new, then "
            "countersign user add BADGE --name NAME --role admin"
        )

    def show_problem(self, words: str) -> None:
        self._said.say(words, "bad")

    def say(self, words: str) -> None:
        self._said.say(words)

    def _row(self, row: SummaryRow) -> QFrame:
        frame = QFrame()
        frame.setObjectName(f"summary_{row.step}")
        frame.setProperty("role", "fieldRow")
        grid = QGridLayout(frame)
        values = label("strong", self._values(row), name=f"values_{row.step}")
        values.setTextFormat(Qt.TextFormat.PlainText)
        values.setWordWrap(True)
        words, tone = self._note(row)
        note = label("strong", words, name=f"note_{row.step}")
        set_tone(note, tone)
        grid.addWidget(label("muted", step_title(row.step)), 0, 0)
        grid.addWidget(values, 0, 1)
        grid.addWidget(note, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        return frame

    def _values(self, row: SummaryRow) -> str:
        if not row.values:
            return self.tr("embedded, on this machine") if row.step is Step.DATABASE else self.tr("nothing special")
        if row.step is Step.LANGUAGE:
            return next((each.own_name for each in Language if each == row.values[0][1]), row.values[0][1])
        if len(row.values) == 1:
            return row.values[0][1]
        return "\n".join(f"{key.partition('.')[2]}  {value}" for key, value in row.values)

    def _note(self, row: SummaryRow) -> tuple[str, str]:
        if row.fixed:
            return self.tr("⚠ fixed outside this file"), "caution"
        if row.tested is Proof.WELL:
            return self.tr("✓ works"), "good"
        if row.tested is Proof.BADLY:
            return self.tr("✗ did not work"), "bad"
        if row.tested is Proof.NOT:
            return self.tr("not tested"), "plain"
        return (self.tr("chosen"), "good") if row.changed else (self.tr("as it was"), "plain")
