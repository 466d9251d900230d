"""What is looked for in the audit, and in which of the two."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.use_cases.read_audit import ChainName
from ui.audit.view_model import Choice, Span
from ui.audit.words import chain_words, deeds, span_words
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton

_AT_MOST = 100


class AuditFilterBar(QWidget):
    """``asked``: the choice is another one, told with every key."""

    asked = Signal(object)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("auditFilter")
        self._sizes = sizes
        self.chain = self._chooser("auditChain", self.tr("Which audit"), ((chain_words(c), c) for c in ChainName))
        self.search = self._field("auditSearch", self.tr("Search anywhere   ( / )"), self.tr("Search"))
        self.by = self._field("auditBy", self.tr("Who"), self.tr("Who"))
        every = [(self.tr("Any deed"), ""), *((words, deed) for deed, words in deeds().items())]
        self.deed = self._chooser("auditDeed", self.tr("Deed"), every)
        self.subject = self._field("auditSubject", self.tr("About, as session:…"), self.tr("About"))
        self.span = self._chooser("auditSpan", self.tr("Time"), ((span_words(span), span) for span in Span))
        self.clear_button = ActionButton(self.tr("Clear"), "auditClear", "quiet")
        self.clear_button.setFixedSize(round(90 * sizes.text), round(34 * sizes.text))
        self.clear_button.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.gap)
        shares = ((self.chain, 2), (self.search, 3), (self.by, 2), (self.deed, 2), (self.subject, 2), (self.span, 2))
        for widget, share in shares:
            row.addWidget(widget, share)
        row.addWidget(self.clear_button)

    @property
    def choice(self) -> Choice:
        return Choice(
            self.chain.currentData(),
            self.search.text(),
            self.by.text(),
            self.deed.currentData(),
            self.subject.text(),
            self.span.currentData(),
        )

    @Slot()
    def clear(self) -> None:
        """Everything of the same audit again."""
        for field in (self.search, self.by, self.subject):
            with QSignalBlocker(field):
                field.clear()
        for chooser in (self.deed, self.span):
            with QSignalBlocker(chooser):
                chooser.setCurrentIndex(0)
        self._changed()

    def _chooser(self, name: str, words: str, items: Iterable[tuple[str, object]]) -> QComboBox:
        chooser = QComboBox()
        chooser.setProperty("role", "chooser")
        for shown, data in items:
            chooser.addItem(shown, data)
        chooser.setMinimumContentsLength(8)
        chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress(chooser, name, words)
        chooser.currentIndexChanged.connect(self._changed)
        return chooser

    def _field(self, name: str, placeholder: str, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setProperty("role", "filter")
        field.setPlaceholderText(placeholder)
        field.setMaxLength(_AT_MOST)
        field.setClearButtonEnabled(True)
        self._dress(field, name, words)
        field.textChanged.connect(self._changed)
        return field

    def _dress(self, widget: QWidget, name: str, words: str) -> None:
        widget.setObjectName(name)
        widget.setAccessibleName(words)
        widget.setFixedHeight(round(34 * self._sizes.text))

    @Slot()
    def _changed(self) -> None:
        self.asked.emit(self.choice)
