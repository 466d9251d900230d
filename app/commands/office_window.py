"""The supervisor's window with its pages, for ``countersign review`` and from a station's menu."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.commands.about_parts import build_about
from app.commands.doctor_window import CheckUp, doctor_page, support_panel
from app.commands.office_parts import OfficeParts
from app.domain.audit import AuditDeed
from app.domain.health import Finding
from app.domain.people import Actor
from app.ports.clock import SystemClock
from app.ports.session_reports import SessionFilter, SessionSummary
from app.settings import Settings
from app.use_cases.session_acts import SessionActs
from app.use_cases.sign_in import SignIn
from ui.about.view import AboutPage
from ui.aliases.view import AliasPage
from ui.audit.view import AuditPage
from ui.charts.view import ChartsPage
from ui.errand import Errand
from ui.exporting.evidence_panels import bundle_panel, day_report_panel, session_report_panel
from ui.exporting.view import ExportDialog
from ui.judging.view import JudgingPage
from ui.office.choices import ChoicePanel
from ui.office.view_model import PageName
from ui.office.window import OfficeWindow
from ui.office.words import export_choices, export_title, printed_words, session_choices
from ui.paper.paper_reports import PaperReports
from ui.paper.printing import PaperPrinter
from ui.people.view import PeoplePage
from ui.review.view import ReviewPage
from ui.settling.act_panel import ActPanel
from ui.settling.conflict_page import ConflictPage
from ui.settling.view_model import SessionDeed
from ui.shell.look import Look
from ui.shift.page import ShiftPage
from ui.shift.sheet import ShiftSheet
from ui.shift.view_model import ShiftState
from ui.theme.plain_text import shown
from ui.theme.tokens import Palette, Sizes

_NOTE_LIMIT_S = 30.0


class Office(QObject):
    """Owns the window and what its pages work with. ``closed`` comes from the window."""

    def __init__(
        self, settings: Settings, parts: OfficeParts, sign_in: SignIn, look: Look, told: CheckUp | None = None
    ) -> None:
        """``told``: what the doctor is told, beside the settings."""
        super().__init__()
        self._told = told or CheckUp()
        self._settings, self._parts, self._sign_in = settings, parts, sign_in
        self._acts: SessionActs | None = None
        self._errand = Errand(self, "office")
        place, idle_s = settings.station.id, settings.identity.idle_lock_s
        without = frozenset() if parts.has_station else frozenset({PageName.SHIFT})
        self.window = OfficeWindow(self._authenticate, self._page, look, place, SystemClock(), idle_s, without=without)
        self._printer = PaperPrinter(self.window)
        self._printer.printed.connect(self._printed)
        self.window.signed_out.connect(self._signed_out)
        self.window.about_asked.connect(self._show_about)
        self.window.closed.connect(self._close)

    def _authenticate(self, badge: str, secret: str) -> Actor:
        """On an errand's thread."""
        return self._sign_in.authenticate(badge, secret, "office")

    @Slot(object)
    def _signed_out(self, actor: Actor) -> None:
        self._errand.begin(partial(self._sign_in.note, actor, AuditDeed.SIGNED_OUT, "office"), _NOTE_LIMIT_S)

    @Slot()
    def _close(self) -> None:
        self._parts.close()

    # -- pages ------------------------------------------------------------------------------------------------------

    def _page(self, name: PageName, actor: Actor, colours: Palette, sizes: Sizes, _window: OfficeWindow) -> QWidget:
        make = {
            PageName.SESSIONS: self._sessions,
            PageName.CONFLICTS: self._conflicts,
            PageName.ALIASES: self._aliases,
            PageName.JUDGING: self._judging,
            PageName.CHARTS: self._charts,
            PageName.DOCTOR: self._doctor,
            PageName.SHIFT: self._shift,
            PageName.PEOPLE: self._people,
            PageName.AUDIT: self._audit,
        }[name]
        return make(actor, colours, sizes)

    def _sessions(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        parts = self._parts
        page = ReviewPage(parts.browse(), parts.triage(), parts.shelf, actor, colours, sizes)
        page.acts_asked.connect(self._ask_act)
        page.export_asked.connect(self._ask_export)
        page.bundle_asked.connect(self._ask_bundle)
        return page

    def _conflicts(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        return ConflictPage(self._session_acts, self._authenticate, actor, colours, sizes)

    def _aliases(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        return AliasPage(*self._parts.aliases(), self._parts.shelf, actor, colours, sizes)

    def _judging(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        return JudgingPage(self._parts.judge(), self._parts.shelf, actor, colours, sizes)

    def _charts(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        return ChartsPage(self._parts.figures(), actor, colours, sizes)

    def _shift(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        page = ShiftPage(self._parts.shifts(), actor, colours, sizes)
        page.print_asked.connect(self._print_shift)
        return page

    def _people(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        return PeoplePage(self._parts.people(), self._authenticate, actor, colours, sizes)

    def _audit(self, actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        return AuditPage(self._parts.reading(), actor, colours, sizes)

    def _doctor(self, _actor: Actor, colours: Palette, sizes: Sizes) -> QWidget:
        page = doctor_page(self._settings, self._told.here, colours, sizes)
        page.bundle_asked.connect(self._ask_support)
        return page

    @property
    def _session_acts(self) -> SessionActs:
        if self._acts is None:
            self._acts = self._parts.session_acts()
        return self._acts

    # -- panels -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _ask_act(self, summary: SessionSummary) -> None:
        actor, _, sizes = self._now()
        panel = ChoicePanel(shown(f"DN {summary.dn}", 60), session_choices(actor.role), sizes)
        panel.chosen.connect(partial(self._do_act, summary.session_id))
        self._open(panel)

    def _do_act(self, session_id: str, choice: str) -> None:
        actor, colours, sizes = self._now()
        if choice == "bundle":
            self._ask_bundle(session_id)
        elif choice == "report":
            reports = PaperReports(self._parts.reporting(), self._parts.shelf)
            self._open(session_report_panel(reports, session_id, actor, colours, sizes))
        else:
            deed = {"void": SessionDeed.VOID, "reopen": SessionDeed.REOPEN}[choice]
            panel = ActPanel(self._session_acts, self._authenticate, actor, deed, session_id, colours, sizes)
            panel.done.connect(self.window.refresh_page)
            self._open(panel)
            panel.refresh()

    @Slot(object)
    def _ask_export(self, wanted: SessionFilter) -> None:
        panel = ChoicePanel(export_title(), export_choices(), self.window.sizes)
        panel.chosen.connect(partial(self._do_export, wanted))
        self._open(panel)

    def _do_export(self, wanted: SessionFilter, choice: str) -> None:
        actor, colours, sizes = self._now()
        if choice == "table":
            self._open(ExportDialog(self._parts.export(), wanted, actor, colours, sizes))
            return
        reports = PaperReports(self._parts.reporting(), self._parts.shelf)
        self._open(day_report_panel(reports, wanted, actor, colours, sizes))

    @Slot(str)
    def _ask_bundle(self, session_id: str) -> None:
        actor, colours, sizes = self._now()
        self._open(bundle_panel(self._parts.evidence(), session_id, actor, colours, sizes))

    @Slot(object)
    def _ask_support(self, found: Sequence[Finding]) -> None:
        _, colours, sizes = self._now()
        self._open(support_panel(self._settings, self._told.origins, found, colours, sizes))

    @Slot()
    def _show_about(self) -> None:
        """The supervisor's desk runs no model: the own one is named."""
        panel = AboutPage(build_about(self._settings), str, self.window.look.colours, self.window.sizes)
        self._open(panel)
        panel.refresh()

    def _open(self, panel: "ChoicePanel | ActPanel | ExportDialog | QWidget") -> None:
        self.window.open_panel(panel)
        closed = getattr(panel, "closed", None)
        if closed is not None:
            closed.connect(self.window.close_panel)

    def _now(self) -> tuple[Actor, Palette, Sizes]:
        actor = self.window.seat.actor
        if actor is None:
            raise RuntimeError("a panel was asked for by nobody")
        return actor, self.window.look.colours, self.window.sizes

    # -- paper ------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _print_shift(self, state: ShiftState) -> None:
        self._printer.print(ShiftSheet(state, self._settings.station.id), self._settings.slip.printer)

    @Slot(str)
    def _printed(self, printer: str) -> None:
        self.window.say(printed_words(printer), tone="good")
