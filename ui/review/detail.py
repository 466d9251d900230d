"""One session: what it is, what can be done about it, its timeline and the picture beside it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.domain.review import SessionState
from app.domain.timeline import TimelineEvent
from app.ports.evidence_shelf import EvidenceShelf
from app.ports.session_reports import SessionSummary
from app.use_cases.triage import NOTE_AT_MOST
from ui.language import moment, number, said_error
from ui.review.evidence_pane import EvidencePane, FullPicture
from ui.review.thumbnails import Thumbnails
from ui.review.timeline_list import Timeline, TimelineView
from ui.review.view_model import STATE_TONES, DetailState, first_to_show
from ui.review.words import moment_of, proof_words, review_words, state_words
from ui.theme.plain_text import shown
from ui.theme.tokens import GLYPHS, Palette, Sizes
from ui.theme.widgets import ActionButton, label, set_tone

_SIDE_BY_SIDE = 760
"""Pixels of width from which on the picture stands beside the timeline, else below it."""
_TONES = {"good": "good", "trouble": "caution", "refused": "bad", "info": "plain"}


class SessionPane(QWidget):
    """GUI thread. ``reviewed_asked``, ``reopen_asked``, ``note_asked`` (its text), ``acts_asked``, ``bundle_asked``: by
    their buttons, and :meth:`begin_note` by its key."""

    reviewed_asked = Signal()
    reopen_asked = Signal()
    note_asked = Signal(str)
    acts_asked = Signal()
    bundle_asked = Signal()

    def __init__(self, shelf: EvidenceShelf, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("sessionPane")
        self._colours, self._sizes = colours, sizes
        self.state = DetailState()
        self._thumbnails = Thumbnails(self, shelf, QSize(160, 90))
        self.timeline = TimelineView(Timeline(), self._thumbnails, colours, sizes)
        self.evidence = EvidencePane(shelf, colours, sizes)
        self._make()
        self._lay_out()
        self._connect()
        self.show_state(DetailState())

    def _make(self) -> None:
        self._dn = label("title", name="sessionDn")
        self._standing = label("pill", name="sessionState")
        self._review = label("pill", name="sessionReview")
        self._facts = label("muted", name="sessionFacts")
        self._facts.setWordWrap(True)
        self.said = label("body", name="sessionSaid")
        self.said.setWordWrap(True)
        self.reviewed = self._button(self.tr("Reviewed (R)"), "sessionReviewed", "deskPrimary")
        self.note = self._button(self.tr("Note (N)"), "sessionNote")
        self.reopen = self._button(self.tr("Reopen (O)"), "sessionReopen")
        self.acts = self._button(self.tr("Void… (V)"), "sessionActs")
        self.bundle = self._button(self.tr("Evidence… (B)"), "sessionBundle")
        self.note_field = _NoteField()
        self.note_field.setObjectName("sessionNoteText")
        self.note_field.setProperty("role", "filter")
        self.note_field.setMaxLength(NOTE_AT_MOST)
        self.note_field.setAccessibleName(self.tr("Note"))
        self.note_field.setPlaceholderText(self.tr("Note. Enter keeps it, Escape drops it."))
        self.note_field.setFixedHeight(round(34 * self._sizes.text))
        self.note_field.hide()

    def _button(self, words: str, name: str, role: str = "quiet") -> ActionButton:
        button = ActionButton(words, name, role)
        button.setFixedHeight(round(34 * self._sizes.text))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(self._sizes.gap)
        head.addWidget(self._dn)
        head.addStretch(1)
        head.addWidget(self._review)
        head.addWidget(self._standing)
        buttons = QHBoxLayout()
        buttons.setSpacing(round(6 * self._sizes.unit))
        for button in (self.reviewed, self.note, self.reopen, self.acts, self.bundle):
            buttons.addWidget(button)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setObjectName("sessionSplit")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.timeline)
        self._split.addWidget(self.evidence)
        self._split.setSizes([460, 540])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(6 * self._sizes.unit))
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addLayout(buttons)
        column.addWidget(self.note_field)
        column.addWidget(self.said)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.reviewed.clicked.connect(self.reviewed_asked)
        self.reopen.clicked.connect(self.reopen_asked)
        self.acts.clicked.connect(self.acts_asked)
        self.bundle.clicked.connect(self.bundle_asked)
        self.note.clicked.connect(self.begin_note)
        self.note_field.returnPressed.connect(self._end_note)
        self.note_field.left.connect(self._drop_note)
        self.timeline.chosen.connect(self._show_event)
        self.timeline.full_asked.connect(self.show_full)
        self.evidence.full_asked.connect(self.show_full)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= round(_SIDE_BY_SIDE * self._sizes.text)
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() is not wanted:
            self._split.setOrientation(wanted)
            self._split.setSizes([500, 500])

    def show_state(self, state: DetailState) -> None:
        before, self.state = self.state, state
        summary = state.summary
        for widget in (self._dn, self._standing, self._review, self._split):
            widget.setVisible(summary is not None)
        for button, allowed in (
            (self.reviewed, state.may_review),
            (self.note, state.may_note),
            (self.reopen, state.may_reopen),
            (self.acts, state.may_act),
            (self.bundle, summary is not None),
        ):
            button.setEnabled(allowed)
            button.setVisible(summary is not None)
        self._show_said(state)
        if summary is None:
            self._facts.setText(self.tr("Choose a session at the left."))
        else:
            self._show_summary(summary)
        if state.events is not before.events or summary is None or before.summary is None:
            self._show_events(state.events, same=_same(before, state))

    def stop(self) -> None:
        self._thumbnails.stop()
        self.evidence.stop()

    def _show_summary(self, of: SessionSummary) -> None:
        tone = STATE_TONES[of.state]
        self._dn.setText(shown(of.dn, 40))
        self._standing.setText(f"{GLYPHS[tone]} {state_words(of.state)}")
        set_tone(self._standing, _TONES[tone.value])
        self._review.setText(review_words(of.review))
        self._facts.setText(" · ".join(each for each in self._told(of) if each))

    def _told(self, of: SessionSummary) -> tuple[str, ...]:
        at = moment_of(of.submitted_at)
        counted = self.tr("{labels} labels, {pieces} pieces")
        removed, parts = self.tr("{labels} removed"), self.tr("{parts} parts open")
        return (
            moment(at) if at else "",
            shown(of.station_id, 40),
            shown(of.operator, 40),
            counted.format(labels=number(of.labels), pieces=number(of.pieces)),
            removed.format(labels=number(of.removed)) if of.removed else "",
            parts.format(parts=number(of.open_parts)) if of.open_parts else "",
            shown(of.packing_code, 80),
        )

    def _show_said(self, state: DetailState) -> None:
        words = str(said_error(state.error)) if state.error else ""
        if not words and state.loading and not state.events:
            words = self.tr("One moment…")
        if not words and state.summary and state.summary.state is SessionState.PROVISIONAL:
            words = self.tr("It waits at its station and can be reviewed once the factory has it.")
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_tone(self.said, "bad" if state.error else "plain")

    def _show_events(self, events: tuple[TimelineEvent, ...], *, same: bool) -> None:
        """Of the same session the place is kept, else it is at the first picture."""
        row = self.timeline.currentIndex().row() if same else -1
        if not 0 <= row < len(events):
            row = first_to_show(events)
        self.evidence.setVisible(any(event.cover for event in events))
        self.timeline.show_events(events, row)
        if not events:
            self.evidence.show_event(None, "")

    @Slot(int)
    def _show_event(self, row: int) -> None:
        summary, events = self.state.summary, self.state.events
        if summary is not None and row < len(events):
            self.evidence.show_event(events[row], summary.station_id)

    @Slot()
    def show_full(self) -> None:
        """The picture as large as can be, if there is one."""
        found, row = self.evidence.found, self.timeline.currentIndex().row()
        if found is None or found.image is None or not 0 <= row < len(self.state.events):
            return
        station = self.state.summary.station_id if self.state.summary else ""
        cover = self.state.events[row].cover
        dialog = FullPicture(self, found, cover, proof_words(found.proof, station), self._colours)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # -- a note -----------------------------------------------------------------------------------------------------

    @Slot()
    def begin_note(self) -> None:
        if self.state.may_note:
            self.note_field.show()
            self.note_field.setFocus()

    @Slot()
    def _end_note(self) -> None:
        text = self.note_field.text()
        self._drop_note()
        if text.strip():
            self.note_asked.emit(text)

    @Slot()
    def _drop_note(self) -> None:
        self.note_field.clear()
        self.note_field.hide()
        self.timeline.setFocus()


def _same(before: DetailState, after: DetailState) -> bool:
    return bool(before.summary and after.summary and before.summary.session_id == after.summary.session_id)


class _NoteField(QLineEdit):
    """``left``: by Escape."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
