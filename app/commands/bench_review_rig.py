"""The page of sessions on a made-up factory, off screen: what a supervisor does, and how long until it is painted."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from app.commands.bench_review_material import BIG_DN, add_big, add_conflicts
from app.domain.people import Actor, Person, Role
from app.domain.review import ReviewState, SessionState
from app.ports.clock import SystemClock
from app.ports.session_reports import SessionReports
from app.settings import Settings
from app.use_cases.authority import Authority
from app.use_cases.browse import Browse, Source
from app.use_cases.triage import Triage
from services.record.evidence_shelf import FolderShelf
from services.record.pictures import PictureFolder
from services.storage.open_reports import open_reports, reading
from services.storage.open_store import open_sqlite
from services.storage.open_triage import open_conflict_reports
from services.storage.reviews import SqlReviewStore
from services.storage.seed import FIRST_DAY, OLD_PART, PARTS, RARE_PART, YEARS
from ui.application import create_application
from ui.review.view import ReviewPage
from ui.review.view_model import Days, FilterChoice
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, sizes

_WINDOW = (1366, 768)
_DOTS_PER_MM = 3.78
_WAIT_S = 5.0
_PATIENCE_S = 20.0
_ACTOR = Actor("SV-1", Role.SUPERVISOR, "bench")
_NOTCH = 60
"""Pixels of one turn of a wheel, or of a finger on its way."""


class ReviewRig:
    """On the thread that made it. Every figure is milliseconds on the clock, until the page is painted."""

    def __init__(self, file: Path, folder: Path, settings: Settings) -> None:
        self._application = create_application(["countersign"], settings.ui.theme)
        self.file, self._theme = file, settings.ui.theme
        self._pictures = PictureFolder(folder / "pictures")
        store = open_sqlite(file, _WAIT_S)  # adds what a later version needs
        self.big_told = add_big(store, self._pictures)
        self.conflicts = add_conflicts(store)
        store.close()
        self._open: list[SessionReports] = []
        self._window: QWidget | None = None
        self._come: list[str] = []
        self.rows_scrolled = 0
        self.page = self._made()

    def open_list(self) -> float:
        """All sessions, by a page that is made for it."""
        begun = self._now()
        self.page = self._made()
        self.page.filter.clear()
        return self._until("list", begun)

    def filters(self) -> dict[str, Sequence[FilterChoice]]:
        """Every kind of filter, rare and common; each begins with another list than its own."""
        every = FilterChoice(days=Days.ALL)
        return {
            "typed, key by key": [replace(every, search="KSS4012"[:end]) for end in range(1, 8)],
            "label": [replace(every, search="LBL-0500000-00")],
            "badge": [replace(every, search=f"OP-{number}") for number in (17, 42)],
            "part": [replace(every, part=part) for part in (RARE_PART, OLD_PART, *PARTS[:3])],
            "operator and station": [replace(every, operator="OP-17", station="station-3")],
            "days": [replace(every, days=Days.CUSTOM, first=_day(0.5), last=_day(0.5))],
            "state": [replace(every, state=state) for state in SessionState],
            "review": [replace(every, review=review) for review in ReviewState],
            "old notes": [replace(every, dn="KSS0")],
        }

    def filter(self, choice: FilterChoice) -> float:
        """From the last key on. The list of all is there before."""
        if choice.search[:-1] == "":
            self._ask(FilterChoice(days=Days.ALL))
        return self._ask(choice)

    def open_session(self) -> tuple[float, float]:
        """To its first rows, and to its first picture; another session was open before."""
        self._ask(FilterChoice(days=Days.ALL))
        big = next(row for row, each in enumerate(self.page.table.sessions) if each.dn == BIG_DN)
        self._come.clear()
        self.page.list.choose(big + 1)
        self._until("session", 0.0)
        begun = self._now()
        self.page.list.choose(big)
        rows = self._until("session", begun)
        self._wait(lambda: self.page.pane.evidence.found is not None)
        self._paint()
        return rows, 1000 * (time.perf_counter() - begun)

    def scroll_list(self, frames: int) -> list[float]:
        self._ask(FilterChoice(days=Days.ALL))
        taken = self._scrolled(self.page.list, frames)
        self.rows_scrolled = len(self.page.table.sessions)
        return taken

    def scroll_timeline(self, frames: int) -> list[float]:
        self.open_session()
        return self._scrolled(self.page.pane.timeline, frames)

    def close(self) -> None:
        self.page.close_page()
        for each in self._open:
            each.close()
        if self._window is not None:
            self._window.close()

    # -- how ----------------------------------------------------------------------------------------------------------

    def _made(self) -> ReviewPage:
        if self._window is not None:
            self.page.close_page()
            self._window.close()
        reports = open_reports("", self.file, _WAIT_S)
        conflicts = open_conflict_reports("", self.file, _WAIT_S)
        self._open += [reports, conflicts]
        store = SqlReviewStore(*reading("", self.file, _WAIT_S))
        person = Person(_ACTOR.user_name, "", Role.SUPERVISOR)
        authority = Authority(lambda _: person, SystemClock())
        look, measures = PALETTES[self._theme], sizes(*_WINDOW, _DOTS_PER_MM)
        browse = Browse({Source.FACTORY: reports, Source.CONFLICTS: conflicts}, authority)
        shelf = FolderShelf([self._pictures.folder])
        page = ReviewPage(browse, Triage(store, authority), shelf, _ACTOR, look, measures)
        page.content_shown.connect(self._come.append)
        self._window = QWidget()
        self._window.setStyleSheet(stylesheet(look, measures))
        self._window.resize(*_WINDOW)
        QVBoxLayout(self._window).addWidget(page)
        self._window.show()
        return page

    def _ask(self, choice: FilterChoice) -> float:
        """The page reads its own filter, so that it is set there, in one go."""
        begun = self._now()
        self.page.filter.choice = choice
        self.page.filter.asked.emit(choice)
        return self._until("list", begun)

    def _now(self) -> float:
        """What came before does not count."""
        self._come.clear()
        return time.perf_counter()

    def _until(self, what: str, begun: float) -> float:
        """Until ``what`` has come, and is painted."""
        self._wait(lambda: what in self._come)
        self._paint()
        return 1000 * (time.perf_counter() - begun)

    def _wait(self, there: Callable[[], bool]) -> None:
        until = time.perf_counter() + _PATIENCE_S
        while not there():
            self._application.processEvents()
            if time.perf_counter() > until:
                raise TimeoutError("the page shows nothing")
            time.sleep(0.001)

    def _paint(self) -> None:
        """All that is to be painted anew stands in the event loop."""
        self._application.sendPostedEvents()
        self._application.processEvents()

    def _scrolled(self, view: QAbstractItemView, frames: int) -> list[float]:
        bar = view.verticalScrollBar()
        bar.setValue(0)
        taken = []
        for _ in range(frames):
            begun = time.perf_counter()
            bar.setValue(bar.value() + _NOTCH if bar.value() < bar.maximum() else 0)
            self._paint()
            taken.append(1000 * (time.perf_counter() - begun))
            time.sleep(max(0.0, 1 / 60 - (time.perf_counter() - begun)))
        return taken


def _day(share: float) -> date:
    return (FIRST_DAY + YEARS * share).date()
