"""One line whole: who, when and why, and the state before and after side by side."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from app.domain.audit import Act, AuditLine
from ui.audit.rows import when, who
from ui.audit.view_model import Field, fields_of
from ui.audit.words import deeds
from ui.language import number
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label

_VALUE_AT_MOST = 2000
_MS_A_SECOND = 1000


class LinePane(QFrame):
    """GUI thread."""

    def __init__(self, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("auditLine")
        self.setProperty("role", "card")
        self._colours = colours
        self._title = label("strong", name="auditLineTitle")
        self._about = label("body", name="auditLineAbout")
        self._reason = label("body", name="auditLineReason")
        self._hash = label("caption", name="auditLineHash")
        self._empty = label("empty", self.tr("Choose a line to see what it changed."), name="auditLineEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for each in (self._title, self._about, self._reason, self._hash, self._empty):
            each.setWordWrap(True)
        self.table = self._facts()
        column = QVBoxLayout(self)
        margin = round(1.4 * sizes.gap)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(sizes.gap)
        for widget, stretch in ((self._title, 0), (self._about, 0), (self._reason, 0), (self.table, 1)):
            column.addWidget(widget, stretch)
        column.addWidget(self._empty, 1)
        column.addWidget(self._hash)
        self.show_line(None)

    def _facts(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setObjectName("auditLineFields")
        table.setProperty("role", "facts")
        table.setAccessibleName(self.tr("Before and after"))
        table.setHorizontalHeaderLabels([self.tr("What"), self.tr("Before"), self.tr("After")])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setHighlightSections(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        return table

    def show_line(self, line: AuditLine | None) -> None:
        for widget in (self._title, self._about, self._hash):
            widget.setVisible(line is not None)
        fields = fields_of(line.act) if line else ()
        self.table.setVisible(bool(fields))
        self._reason.setVisible(bool(line and line.act.reason))
        self._empty.setVisible(not fields)
        if line is None:
            self._empty.setText(self.tr("Choose a line to see what it changed."))
            return
        self._empty.setText(self.tr("This line tells of no change."))
        self._say(line)
        self._fill(fields)

    def _say(self, line: AuditLine) -> None:
        act = line.act
        deed = deeds().get(act.deed, shown(act.deed))
        self._title.setText(self.tr("{deed}, line {line}").format(deed=deed, line=line.seq))
        self._about.setText("\n".join(self._facts_of(act)))
        self._reason.setText(self.tr("Reason: {reason}").format(reason=shown(act.reason, _VALUE_AT_MOST)))
        self._hash.setText(self.tr("Hash: {hash}").format(hash=shown(str(line.hash), 64)))

    def _facts_of(self, act: Act) -> list[str]:
        who_did = who(act.by, act.second)
        name = self.tr("{who} ({role})").format(who=who_did, role=shown(act.role)) if act.role else who_did
        since_start = number(act.monotonic_ms / _MS_A_SECOND, 1)
        where = self.tr("At {station}, {seconds} s after the machine's start")
        return [
            shown(act.subject),
            f"{when(act.at)}  ·  {name}",
            where.format(station=shown(act.station_id) or "–", seconds=since_start),
        ]

    def _fill(self, fields: tuple[Field, ...]) -> None:
        self.table.setRowCount(len(fields))
        for row, each in enumerate(fields):
            for place, text in enumerate((each.name, each.before, each.after)):
                self.table.setItem(row, place, self._cell(text, changed=each.changed))
        self.table.scrollToTop()

    def _cell(self, text: str | None, *, changed: bool) -> QTableWidgetItem:
        item = QTableWidgetItem("–" if text is None else shown(text, _VALUE_AT_MOST))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        item.setForeground(QColor(self._colours.text if changed else self._colours.muted))
        if changed:
            made = QFont(self.table.font())
            made.setWeight(QFont.Weight.DemiBold)
            item.setFont(made)
        return item
