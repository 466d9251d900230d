"""The page of the audit: what is looked for above, the lines at the left, one line at the right, the check below."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor
from app.messages import finding_sentence
from app.use_cases.read_audit import AuditPage as LinePage
from app.use_cases.read_audit import ReadAudit, Verdict, Watch
from ui.audit.detail import LinePane
from ui.audit.filter_bar import AuditFilterBar
from ui.audit.rows import AuditList, AuditTable
from ui.audit.view_model import SHOWN_FINDINGS, Check, Listing, emptiness, wanted
from ui.audit.words import check_words, emptiness_words
from ui.errand import Errand
from ui.language import SCREEN, said_error
from ui.theme.keys import answer_keys
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

_PAUSE_MS = 250
_FINDINGS_HIGH = 5
_READ_LIMIT_S = 30.0
_CHECK_LIMIT_S = 3600.0


class Going:
    """A job under way: how far it is, and whether it has to stop. Set on one thread and read on another."""

    def __init__(self) -> None:
        self.lines, self.stopped = 0, False
        self.watch = Watch(self._told, lambda: self.stopped)

    def _told(self, lines: int) -> None:
        self.lines = lines


class AuditPage(QWidget):
    """GUI thread; the audits are read beside it, one thing at a time. A check breaks off what is being read.

    Keys: / goes to the search, F5 reads anew, Ctrl+Shift+V checks the audit, Escape breaks the check off.
    """

    def __init__(self, reading: ReadAudit, actor: Actor, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("auditPage")
        self._reading, self._actor, self._sizes = reading, actor, sizes
        self._errand, self._going = Errand(self, "audit"), Going()
        self._listing, self.check = Listing(), Check()
        self.filter = AuditFilterBar(sizes)
        self.table = AuditTable(colours)
        self.list = AuditList(self.table, sizes)
        self.pane = LinePane(colours, sizes)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._make()
        self._lay_out()
        self._connect()
        self._keys()
        self._show()

    # -- building ---------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self._empty = label("empty", name="auditEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = label("strong", name="auditSaid")
        for each in (self._empty, self._said):
            each.setWordWrap(True)
        self.found = QListWidget()
        self.found.setObjectName("auditFindings")
        self.found.setAccessibleName(self.tr("What is wrong with the audit"))
        self.found.setProperty("role", "tabs")
        self.verify_button = ActionButton(self.tr("Check this audit"), "auditVerify", "deskPrimary")
        self.verify_button.setToolTip("Ctrl+Shift+V")
        self.cancel_button = ActionButton(self.tr("Break off"), "auditCancel", "quiet")
        for button in (self.verify_button, self.cancel_button):
            button.setFixedSize(round(210 * self._sizes.text), round(38 * self._sizes.text))

    def _lay_out(self) -> None:
        left, below = QWidget(), QHBoxLayout()
        self._stack = QStackedLayout(left)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("auditSplit")
        split.setHandleWidth(2 * self._sizes.gap)
        split.setChildrenCollapsible(False)
        for widget, share in ((left, 620), (self.pane, 380)):
            split.addWidget(widget)
            split.setStretchFactor(split.indexOf(widget), share)
        split.setSizes([620, 380])
        below.setSpacing(self._sizes.gap)
        below.addWidget(self._said, 1)
        for button in (self.cancel_button, self.verify_button):
            below.addWidget(button)
        whole = QVBoxLayout(self)
        margin = round(1.4 * self._sizes.gap)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(self._sizes.gap)
        whole.addWidget(self.filter)
        whole.addWidget(split, 1)
        whole.addWidget(self.found)
        whole.addLayout(below)

    def _connect(self) -> None:
        self.filter.asked.connect(self._asked)
        self._pause.timeout.connect(self._look_anew)
        self.list.chosen.connect(self._chosen)
        self.list.more_wanted.connect(self._read_on)
        self.verify_button.clicked.connect(self.begin_check)
        self.cancel_button.clicked.connect(self.cancel_check)
        self._errand.done.connect(self._brought)
        self._errand.failed.connect(self._broke)
        self._errand.too_late.connect(self._too_late)
        self._errand.going.connect(self._goes_on)

    def _keys(self) -> None:
        answer_keys(
            self,
            {
                "/": self.filter.search.setFocus,
                "F5": self.refresh,
                "Ctrl+Shift+V": self.begin_check,
                "Escape": self.cancel_check,
            },
        )

    # -- reading ----------------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """A check under way goes on."""
        if not self.check.running:
            self._look_anew()

    def close_page(self) -> None:
        self._going.stopped = True
        self._pause.stop()
        self._errand.cancel()

    @Slot(object)
    def _asked(self, _choice: object) -> None:
        self._pause.start()

    @Slot()
    def _look_anew(self) -> None:
        self.check = Check()
        self._listing = self._listing.begun(anew=True)
        self.pane.show_line(None)
        self._read(None)

    @Slot()
    def _read_on(self) -> None:
        if self._listing.more is not None and not self._errand.running:
            self._listing = self._listing.begun(anew=False)
            self._read(self._listing.more)

    def _read(self, before: int | None) -> None:
        choice = self.filter.choice
        asked = wanted(choice, datetime.now(UTC))
        watch = self._anew()
        self._errand.begin(partial(self._reading.page, self._actor, choice.chain, asked, before, watch), _READ_LIMIT_S)
        self._show()

    def _anew(self) -> Watch:
        """Of the job that begins now; the one before stops as soon as it can."""
        self._going.stopped = True
        self._going = Going()
        return self._going.watch

    # -- checking ---------------------------------------------------------------------------------------------------

    @Slot()
    def begin_check(self) -> None:
        if self.check.running:
            return
        self._listing, self.check = self._listing.broke(None), Check(running=True)
        self.setFocus()  # the fields that have it are out of use meanwhile, and keys have to arrive
        job = partial(self._reading.verify, self._actor, self.filter.choice.chain, self._anew())
        self._errand.begin(job, _CHECK_LIMIT_S)
        self._show()

    @Slot()
    def cancel_check(self) -> None:
        if self.check.running:
            self._going.stopped = True
            self._errand.cancel()
            self.check = Check()
            self._show()

    # -- what comes of it -------------------------------------------------------------------------------------------

    @Slot(object)
    def _brought(self, result: object) -> None:
        if isinstance(result, Verdict):
            self.check = Check(lines=result.lines, verdict=result)
        elif isinstance(result, LinePage):
            self._listing = self._listing.brought(result)
        self._show()

    @Slot(object)
    def _broke(self, error: OperationalError) -> None:
        if self.check.running:
            self.check = Check(trouble=error)
        else:
            self._listing = self._listing.broke(error)
        self._show()

    @Slot()
    def _too_late(self) -> None:
        self._going.stopped = True
        self._broke(OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem=self.tr("no answer in time")))

    @Slot(float)
    def _goes_on(self, _seconds: float) -> None:
        if self.check.running and self.check.lines != self._going.lines:
            self.check = replace(self.check, lines=self._going.lines)
            self._say()

    @Slot(int)
    def _chosen(self, row: int) -> None:
        self.pane.show_line(self._listing.lines[row] if 0 <= row < len(self._listing.lines) else None)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.table.show_lines(self._listing.lines)
        why = emptiness(self._listing, self.filter.choice)
        self._stack.setCurrentWidget(self.list if why is None else self._empty)
        self._empty.setText(emptiness_words(why) if why else "")
        running, verdict = self.check.running, self.check.verdict
        self.filter.setEnabled(not running)
        self.verify_button.setEnabled(not running)
        self.cancel_button.setVisible(running)
        self.found.clear()
        for finding in verdict.found[:SHOWN_FINDINGS] if verdict else ():
            said = finding_sentence(finding, SCREEN)
            self.found.addItem(shown(said.what))
        self.found.setVisible(bool(verdict and verdict.found))
        self.found.setFixedHeight(round(min(_FINDINGS_HIGH, self.found.count()) * 26 * self._sizes.text + 6))
        self._say()

    def _say(self) -> None:
        trouble = self._listing.trouble
        said = str(said_error(trouble)) if trouble and not self.check.running else check_words(self.check)
        self._said.setText(said)
        set_tone(self._said, "bad" if trouble or self.check.trouble else _INKS.get(self.check.tone.value, "plain"))


_INKS = {"good": "good", "trouble": "caution", "refused": "bad"}
