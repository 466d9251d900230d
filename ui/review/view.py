"""The page of sessions: the filter above, the list at the left, one session at the right, the keys of the triage."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.domain.people import Actor
from app.domain.review import ReviewState
from app.ports.evidence_shelf import EvidenceShelf
from app.ports.session_reports import SessionSummary
from app.use_cases.browse import Browse, BrowsePage
from app.use_cases.triage import Triage
from ui.review.detail import SessionPane
from ui.review.filter_bar import FilterBar
from ui.review.lane import Lane
from ui.review.list_pane import ListPane
from ui.review.rows import SessionTable
from ui.review.view_model import (
    PAGE_ROWS,
    ROWS_AT_MOST,
    DetailState,
    FilterChoice,
    Listing,
    Opened,
    detail_state,
    list_state,
    opened,
    wanted,
)
from ui.theme.keys import answer_keys
from ui.theme.tokens import Palette, Sizes

_LIST, _MORE, _SESSION, _ACT = "list", "more", "session", "act"


class ReviewPage(QWidget):
    """GUI thread; the database is asked beside it, one thing after another. ``acts_asked`` (a SessionSummary): voiding
    and reopening. ``export_asked`` (a SessionFilter): all that is listed, as a file. ``bundle_asked`` (a session's
    id).

    Keys: J and K or the arrows go through the list, R marks as reviewed and goes on, N writes a note, O opens the
    review again, V and B ask for the acts and the evidence, left and right go from picture to picture, F shows one as
    large as can be, / goes to the search, F5 reads anew.
    """

    acts_asked = Signal(object)
    export_asked = Signal(object)
    bundle_asked = Signal(str)
    content_shown = Signal(str)
    """``list`` or ``session``: something new of it stands on the page."""

    def __init__(
        self, browse: Browse, triage: Triage, shelf: EvidenceShelf, actor: Actor, colours: Palette, sizes: Sizes
    ) -> None:
        super().__init__()
        self.setObjectName("reviewPage")
        self._browse, self._triage, self._actor, self._sizes = browse, triage, actor, sizes
        self._lane = Lane(self, "review", (_SESSION, _LIST, _MORE))
        self.filter = FilterBar(_now().date(), sizes)
        self.table = SessionTable(colours)
        self.list_pane = ListPane(self.table, colours, sizes)
        self.list = self.list_pane.list
        self.pane = SessionPane(shelf, colours, sizes)
        self._asked = wanted(self.filter.choice, _now())
        self._listing = Listing()
        self._summary: SessionSummary | None = None
        self._session: Opened | None = None
        self._acts: deque[_Act] = deque()
        self._focus_wanted = False
        self._trouble: tuple[str, OperationalError] | None = None
        self._lay_out()
        self._connect()
        self._keys()
        self._show_list()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("reviewSplit")
        split.setHandleWidth(2 * self._sizes.gap)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list_pane)
        split.addWidget(self.pane)
        split.setSizes([590, 470])
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        margin = round(1.4 * self._sizes.gap)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(self._sizes.gap)
        whole.addWidget(self.filter)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self._lane.done.connect(self._brought)
        self._lane.failed.connect(self._broke)
        self.filter.asked.connect(self._look_anew)
        self.filter.down_asked.connect(self.list.setFocus)
        self.filter.export_asked.connect(self._ask_export)
        self.list.chosen.connect(self._open_row)
        self.list.more_wanted.connect(self._read_on)
        self.pane.reviewed_asked.connect(self.mark_reviewed)
        self.pane.reopen_asked.connect(self.reopen_review)
        self.pane.note_asked.connect(self._keep_note)
        self.pane.acts_asked.connect(self._ask_acts)
        self.pane.bundle_asked.connect(self._ask_bundle)

    def _keys(self) -> None:
        answer_keys(
            self,
            {
                "J": self._down,
                "K": self._up,
                "R": self.mark_reviewed,
                "O": self.reopen_review,
                "N": self.pane.begin_note,
                "V": self._ask_acts,
                "B": self._ask_bundle,
                "F": self.pane.show_full,
                "Right": self._picture_on,
                "Left": self._picture_back,
                "/": self.filter.search.setFocus,
                "F5": self.refresh,
            },
        )

    # -- the page ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list anew; the chosen session stays the chosen one."""
        self._focus_wanted = True
        self._look_anew(self.filter.choice)

    def close_page(self) -> None:
        self._lane.stop()
        self.pane.stop()

    # -- the list ---------------------------------------------------------------------------------------------------

    @Slot(object)
    def _look_anew(self, choice: FilterChoice) -> None:
        self._asked = wanted(choice, _now())
        self._lane.forget(_MORE)
        self.filter.show_problems(self._asked.problems)
        if self._asked.problems:
            self._lane.forget(_LIST)
            self._listing = Listing()
            self.table.show_rows(())
        else:
            self._listing = replace(self._listing, loading=True, error=None)
            self._lane.look(_LIST, partial(self._browse.page, self._actor, self._asked.asked, None, PAGE_ROWS))
        self._show_list()

    @Slot()
    def _read_on(self) -> None:
        if self._listing.more and not self._listing.loading and self._listing.rows < ROWS_AT_MOST:
            self._listing = replace(self._listing, loading=True)
            after = self.table.sessions[-1].key
            self._lane.look(_MORE, partial(self._browse.page, self._actor, self._asked.asked, after, PAGE_ROWS))

    @Slot(str, object)
    def _brought(self, kind: str, result: object) -> None:
        if kind == _ACT:
            self._done(self._acts.popleft())
        elif isinstance(result, Opened):
            self._show_session(result)
        elif isinstance(result, BrowsePage):
            self._show_page(result, anew=kind == _LIST)

    @Slot(str, object)
    def _broke(self, kind: str, error: OperationalError) -> None:
        if kind == _ACT:
            self._refused(self._acts.popleft(), error)
        elif kind == _SESSION:
            self._show_detail(error=error)
        else:
            self._listing = replace(self._listing, loading=False, more=False, error=error)
            self._show_list()

    def _show_page(self, page: BrowsePage, *, anew: bool) -> None:
        if anew:
            self.table.show_rows(page.sessions)
        else:
            self.table.append(page.sessions)
        rows = len(self.table.sessions)
        before = () if anew else self._listing.missing
        missing = {each.source: each for each in (*before, *page.missing)}
        self._listing = Listing(rows, page.next_after is not None, missing=tuple(missing.values()))
        self._show_list()
        if anew:
            self._choose_again()
            self._take_focus()
        self.content_shown.emit(_LIST)

    def _take_focus(self) -> None:
        """The list's keys are those of the triage; whoever has begun to type in the filter goes on."""
        if self._focus_wanted and not self.filter.choice.search:
            self.list.setFocus()
        self._focus_wanted = False

    def _choose_again(self) -> None:
        """The same session as before, or the first; where there is none, nothing."""
        row = self.table.row_of(self._summary.key) if self._summary else None
        if row is None and not self.table.sessions:
            self._summary = self._session = None
            self._lane.forget(_SESSION)
            self._show_detail()
        self.list.choose(row or 0)

    def _show_list(self) -> None:
        self.list_pane.show_state(list_state(self._listing, self.filter.choice, self._asked.problems))

    # -- one session ------------------------------------------------------------------------------------------------

    @Slot(int)
    def _open_row(self, row: int) -> None:
        summary = self.table.sessions[row]
        if self._summary is None or self._summary.key != summary.key:
            self._session = None
        self._summary = summary
        self._read_session(summary)

    def _read_session(self, summary: SessionSummary) -> None:
        self._lane.look(_SESSION, partial(_opened, self._browse, self._actor, summary))
        self._show_detail(loading=True)

    def _show_session(self, session: Opened) -> None:
        if self._summary is None or self._summary.session_id != session.report.summary.session_id:
            return
        self._session, self._summary = session, session.report.summary
        self.table.replace(session.report.summary)
        self._show_detail()
        self.content_shown.emit(_SESSION)

    def _show_detail(self, *, loading: bool = False, error: OperationalError | None = None) -> None:
        self.pane.show_state(self._detail(loading=loading, error=error))

    def _detail(self, *, loading: bool = False, error: OperationalError | None = None) -> DetailState:
        session_id = self._summary.session_id if self._summary else ""
        acting = any(act.summary.session_id == session_id for act in self._acts)
        if error is None and self._trouble is not None and self._trouble[0] == session_id:
            error = self._trouble[1]
        return detail_state(self._summary, self._session, loading=loading, acting=acting, error=error)

    @Slot()
    def _down(self) -> None:
        self.list.step(1)

    @Slot()
    def _up(self) -> None:
        self.list.step(-1)

    @Slot()
    def _picture_on(self) -> None:
        self.pane.timeline.step_picture(1)

    @Slot()
    def _picture_back(self) -> None:
        self.pane.timeline.step_picture(-1)

    # -- the triage -------------------------------------------------------------------------------------------------

    @Slot()
    def mark_reviewed(self) -> None:
        """And on to the next session."""
        summary = self._summary
        if summary is not None and self._detail().may_review:
            job = partial(self._triage.mark_reviewed, self._actor, summary.session_id, summary.review)
            self._act(_Act(summary, ReviewState.REVIEWED), job)
            self.list.step(1)

    @Slot()
    def reopen_review(self) -> None:
        summary = self._summary
        if summary is not None and self._detail().may_reopen:
            job = partial(self._triage.reopen, self._actor, summary.session_id, summary.review)
            self._act(_Act(summary, ReviewState.REOPENED), job)

    @Slot(str)
    def _keep_note(self, text: str) -> None:
        summary = self._summary
        if summary is not None:
            self._act(_Act(summary), partial(self._triage.note, self._actor, summary.session_id, text))

    def _act(self, act: "_Act", job: Callable[[], object]) -> None:
        """Nothing is shown as done before it is."""
        self._acts.append(act)
        self._trouble = None
        self._lane.act(_ACT, job)
        self._show_detail()

    def _done(self, act: "_Act") -> None:
        row = self.table.row_of(act.summary.key)
        if row is not None and act.review is not None:
            self.table.replace(replace(self.table.sessions[row], review=act.review))
        if self._summary is not None and self._summary.key == act.summary.key:
            self._summary = replace(self._summary, review=act.review or self._summary.review)
            self._read_session(self._summary)

    def _refused(self, act: "_Act", error: OperationalError) -> None:
        """It is told at the session that it is about, wherever the triage has come to meanwhile."""
        self._trouble = (act.summary.session_id, error)
        row = self.table.row_of(act.summary.key)
        if row is not None and row != self.list.currentIndex().row():
            self.list.choose(row)
        elif self._summary is not None:
            self._read_session(self._summary)

    @Slot()
    def _ask_acts(self) -> None:
        if self._summary is not None and self._detail().may_act:
            self.acts_asked.emit(self._summary)

    @Slot()
    def _ask_bundle(self) -> None:
        if self._summary is not None:
            self.bundle_asked.emit(self._summary.session_id)

    @Slot()
    def _ask_export(self) -> None:
        if not self._asked.problems:
            self.export_asked.emit(self._asked.asked)


class _Act(NamedTuple):
    """What is under way, and how the review stands after it; None: as before."""

    summary: SessionSummary
    review: ReviewState | None = None


def _opened(browse: Browse, actor: Actor, summary: SessionSummary) -> Opened:
    """Beside the screen."""
    return opened(browse.session(actor, summary))


def _now() -> datetime:
    return datetime.now().astimezone()
