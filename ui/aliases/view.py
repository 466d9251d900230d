"""The page of aliases: the list at the left, the chosen one at the right, and what is done about it below."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.alias import AliasBook
from app.domain.errors import OperationalError
from app.domain.part_number import PartNumber
from app.domain.people import Actor
from app.ports.evidence_shelf import EvidenceShelf
from app.use_cases.alias_effect import AliasEffect
from app.use_cases.alias_overview import AliasOverview, Overview
from app.use_cases.aliases import Aliases
from ui.aliases.actions import AliasActions, desk_field
from ui.aliases.detail import AliasDetail, Detail
from ui.aliases.jobs import AliasJobs, Looked
from ui.aliases.list import AliasList
from ui.aliases.view_model import AliasRow, Deed, Identity, history, offers, rows
from ui.aliases.words import no_part_words, refusal_words
from ui.errand import Errand
from ui.language import said_error
from ui.theme.keys import answer_keys
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ContentScroll, label

LIMIT_S = 60.0
_SETTLE_MS = 150
"""A row that is only passed by on the way to another is not asked about."""


class AliasPage(QWidget):
    """GUI thread; everything slow is one errand at a time, and one after the other.

    Keys: arrows in the list, Enter to the reason, Ctrl+Enter proposes or approves, Ctrl+Delete revokes, Ctrl+F
    searches, F5 loads again.
    """

    def __init__(
        self,
        aliases: Aliases,
        overview: AliasOverview,
        effect: AliasEffect,
        shelf: EvidenceShelf,
        actor: Actor,
        colours: Palette,
        sizes: Sizes,
    ) -> None:
        super().__init__()
        self.setObjectName("aliasPage")
        self._jobs = AliasJobs(aliases, overview, effect, shelf, actor)
        self._actor, self._sizes = actor, sizes
        self._known = Overview(AliasBook())
        self._part: PartNumber | None = None
        self._reason_for: Identity | None = None
        self._errand = Errand(self, "aliases")
        self._details = Errand(self, "alias-detail")
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._make(colours)
        self._build()
        self._connect()
        self._show_row(None)

    def refresh(self) -> None:
        """Load the list again; what was chosen stays chosen."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.list.setFocus()
        if not self._errand.running:
            self.deciding.say(self.tr("Loading…"))
            self._begin(self._jobs.look)

    def close_page(self) -> None:
        self._settle.stop()
        self._errand.cancel()
        self._details.cancel()

    # -- built once -------------------------------------------------------------------------------------------------

    def _make(self, colours: Palette) -> None:
        sizes = self._sizes
        self.search = desk_field("aliasSearch", self.tr("Search labels, parts, people"), sizes)
        self.search.setClearButtonEnabled(True)
        self.list = AliasList(colours, sizes)
        self._empty = label("empty", name="aliasEmpty")
        self._empty.setWordWrap(True)
        self.detail = AliasDetail(colours, sizes)
        self.deciding = AliasActions(self, sizes)

    def _build(self) -> None:
        unit = self._sizes.unit
        left, right = QVBoxLayout(), QVBoxLayout()
        for widget in (self.search, self._empty, self.list):
            left.addWidget(widget)
        left.setStretch(2, 1)
        scroll = ContentScroll()
        scroll.setWidget(self.detail)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        right.addWidget(scroll, 1)
        right.addWidget(self.deciding)
        whole = QHBoxLayout(self)
        margin = round(12 * unit)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(round(14 * unit))
        whole.addLayout(left, 3)
        whole.addLayout(right, 7)
        for column in (left, right):
            column.setSpacing(round(8 * unit))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.list.chosen.connect(self._show_row)
        self.list.itemActivated.connect(self._to_reason)
        self.detail.part_chosen.connect(self._choose_part)
        self._settle.timeout.connect(self._load_detail)
        self.deciding.asked.connect(self._do)
        for errand in (self._errand, self._details):
            errand.failed.connect(self._failed)
            errand.too_late.connect(self._no_answer)
        self._errand.done.connect(self._looked)
        self._details.done.connect(self._show_detail)
        answer_keys(self, {"Ctrl+F": self._to_search, "F5": self.refresh})

    # -- what is seen -----------------------------------------------------------------------------------------------

    @Slot()
    def _search(self) -> None:
        self._show_list()

    def _show_list(self, wanted: Identity | None = None) -> None:
        found = rows(self._known, self.search.text())
        self.list.show_rows(found, wanted)
        self._empty.setText(self._empty_words())
        self._empty.setVisible(not found)

    def _empty_words(self) -> str:
        if self.search.text().strip():
            return self.tr("Nothing is called so.")
        return self.tr("Nothing here yet: no alias was proposed, and no label was decided in the last days.")

    @Slot(object)
    def _show_row(self, row: AliasRow | None) -> None:
        self._details.cancel()
        if row is None or row.identity != self._reason_for:
            self.deciding.reason.clear()
        self._reason_for = row.identity if row else None
        self.detail.setVisible(row is not None)
        self._part = row.part if row else None
        if row is not None:
            self.detail.show_row(row, history(self._known.book, row), self._known.parts)
        self._await_detail()

    @Slot(object)
    def _choose_part(self, part: PartNumber | None) -> None:
        self._details.cancel()
        self._part = part
        self._await_detail()

    def _await_detail(self) -> None:
        self._show_offers()
        if self._part is None:
            self._settle.stop()
            row = self.list.chosen_row
            self.detail.show_waiting(no_part_words(row) if row else "")
            return
        self.detail.show_waiting(self.tr("Looking at the last days…"))
        self._settle.start()

    @Slot()
    def _load_detail(self) -> None:
        row, part = self.list.chosen_row, self._part
        if row is not None and part is not None:
            self._details.begin(lambda: self._jobs.detail(row, part), LIMIT_S)

    @Slot(object)
    def _show_detail(self, detail: Detail) -> None:
        self.detail.show_detail(detail)

    def _show_offers(self) -> None:
        row, busy = self.list.chosen_row, self._errand.running
        offered = offers(self._known.book, self._actor, row, self._part) if row else ()
        self.deciding.show_offers(offered, busy=busy)
        if row is not None and not busy:
            refused = (refusal_words(each, row, self._actor) for each in offered if not each.possible)
            self.deciding.say(next(refused, ""))

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot(object, str)
    def _do(self, deed: Deed, reason: str) -> None:
        row, part = self.list.chosen_row, self._part
        if row is not None and part is not None:
            self.deciding.say(self.tr("Recording…"))
            self._begin(lambda: self._jobs.do(deed, row, part, reason))

    def _begin(self, job: Callable[[], Looked]) -> None:
        self._errand.begin(job, LIMIT_S)
        self._show_offers()

    @Slot(object)
    def _looked(self, looked: Looked) -> None:
        self._known = looked.overview
        self.deciding.say("")
        if looked.done is not None:
            self.deciding.reason.clear()
        self._show_list(looked.about)
        if looked.done is not None:
            self.deciding.say(self._done_words(looked.done), "good")

    def _done_words(self, deed: Deed) -> str:
        return {
            Deed.PROPOSE: self.tr("✓ Proposed. It counts when another supervisor has approved it."),
            Deed.APPROVE: self.tr(
                "✓ Approved. Stations take it over with their next delivery note. To undo: revoke it."
            ),
            Deed.REVOKE: self.tr("✓ Revoked. Stations take it over with their next delivery note."),
        }[deed]

    @Slot(object)
    def _failed(self, error: OperationalError) -> None:
        self._not_done(str(said_error(error)))

    @Slot()
    def _no_answer(self) -> None:
        self._not_done(self.tr("The database does not answer. Nothing is lost: try again."))

    def _not_done(self, words: str) -> None:
        self._show_offers()
        self.deciding.say(words, "bad")
        self.detail.show_waiting("")

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot()
    def _to_reason(self) -> None:
        self.deciding.reason.setFocus()
