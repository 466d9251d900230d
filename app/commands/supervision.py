"""What a station's window asks of supervisors and administrators: their own window, the shift, the settings."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot

from app.bootstrap import build_sign_in
from app.commands.about_parts import build_about
from app.commands.doctor_window import CheckUp, doctor_page, support_panel
from app.commands.office_parts import OfficeParts
from app.commands.office_window import Office
from app.domain.health import Finding
from app.domain.people import Actor, nobody_at
from app.ports.station_record import StationRecord
from app.settings import Settings
from app.settings_file import write_settings
from app.use_cases.administration import Administration
from app.use_cases.desk_state import AWAY
from app.use_cases.examine import Here
from app.use_cases.kiosk import Kiosk
from ui.about.view import AboutPage
from ui.office.ask_person import AskPerson
from ui.shell.kiosk import KioskExit
from ui.shell.paperwork import Paperwork
from ui.shell.preferences import Preferences
from ui.shell.window import StationWindow
from ui.shift.page import ShiftPage
from ui.shift.sheet import ShiftSheet
from ui.shift.view_model import ShiftState


class Supervision(QObject):
    """Belongs to ``window``. ``record`` is the station's own: what is done here stands in its audit."""

    def __init__(
        self,
        window: StationWindow,
        settings: Settings,
        record: StationRecord,
        paperwork: Paperwork,
        here: Here | None = None,
    ) -> None:
        """``here``: what only the running station can tell the doctor."""
        super().__init__(window)
        self._window, self._settings, self._record = window, settings, record
        self._here, self._origins = here or {}, dict[str, str]()
        self._paperwork = paperwork
        self._sign_in = build_sign_in(settings, record)
        self._parts = OfficeParts(settings, record, self._sign_in.authority)
        self._office: Office | None = None
        window.office_asked.connect(self._open_office)
        window.shift_asked.connect(self._show_shift)
        window.doctor_asked.connect(self._show_doctor)
        window.about_asked.connect(self._show_about)

    def prefer(self, origins: Mapping[str, str], path: Path, *, writable: bool) -> Preferences:
        """The settings, for who may change them."""
        self._origins = dict(origins)
        save = partial(write_settings, path)
        administration = Administration(
            self._sign_in.authority, self._record.audit, save, self._guarded, file_writable=writable
        )
        keep_look = save if writable else None
        return Preferences(
            self._window, self._settings, origins, administration, self._authenticate, keep_look, str(path)
        )

    def hold_in_kiosk(self) -> KioskExit:
        """The way out of a kiosk, for who may leave it."""
        kiosk = Kiosk(self._sign_in.authority, self._record.audit, self._guarded, self._settings.station.id)
        return KioskExit(self._window, kiosk, self._authenticate_to_leave, self._settings.station.id)

    @Slot(str, float)
    def take_code(self, code: str, at_s: float) -> None:
        """A scanned code belongs to the window in front, a badge to the panel that asks for one."""
        office = self._office.window if self._office else None
        asking = self._window.findChild(AskPerson)
        if office is not None and office.isActiveWindow():
            office.take_code(code)
        elif asking is not None and asking.isVisible():
            asking.take_code(code)
        else:
            self._window.take_code(code, at_s)

    def close(self) -> None:
        if self._office is not None:
            self._office.window.close()
        self._parts.close()

    def _guarded(self) -> bool:
        """Not on the GUI's thread."""
        return self._settings.identity.asks_secret and bool(self._record.sign_ins.people().accounts)

    def _authenticate(self, badge: str, secret: str) -> Actor:
        """On an errand's thread."""
        return self._sign_in.authenticate(badge, secret, "settings")

    def _authenticate_to_leave(self, badge: str, secret: str) -> Actor:
        """On an errand's thread."""
        return self._sign_in.authenticate(badge, secret, "kiosk")

    @Slot()
    def _open_office(self) -> None:
        """One; asked for again, it comes to the front."""
        if self._office is None:
            parts = OfficeParts(self._settings, self._record, self._sign_in.authority)
            look, told = self._window.look, CheckUp(self._here, self._origins)
            self._office = Office(self._settings, parts, self._sign_in, look, told)
            self._office.window.closed.connect(self._forget_office)
            if self._window.kiosk:  # or the kiosk would cover it
                self._office.window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
            self._office.window.show()
        self._office.window.raise_()
        self._office.window.activateWindow()

    @Slot()
    def _forget_office(self) -> None:
        office, self._office = self._office, None
        if office is not None:
            office.window.deleteLater()

    @Slot()
    def _show_shift(self) -> None:
        page = ShiftPage(self._parts.shifts(), self._actor(), self._window.look.colours, self._window.sizes)
        page.changed.connect(self._window.shift_changed)
        page.print_asked.connect(self._print_shift)
        self._window.open_page(page)
        page.refresh()

    @Slot()
    def _show_doctor(self) -> None:
        """Whoever stands at the station may look; nothing is changed by it."""
        page = doctor_page(self._settings, self._here, self._window.look.colours, self._window.sizes)
        page.bundle_asked.connect(self._ask_support)
        self._window.open_page(page, page.press)
        page.refresh()

    @Slot(object)
    def _ask_support(self, found: Sequence[Finding]) -> None:
        look = self._window.look
        panel = support_panel(self._settings, self._origins, found, look.colours, self._window.sizes)
        panel.closed.connect(self._window.close_popover)
        self._window.open_page(panel)

    @Slot()
    def _show_about(self) -> None:
        look, sizes = self._window.look, self._window.sizes
        page = AboutPage(build_about(self._settings), lambda: self._window.model_in_use, look.colours, sizes)
        page.closed.connect(self._window.close_popover)
        self._window.open_page(page, page.press)
        page.refresh()

    @Slot(object)
    def _print_shift(self, state: ShiftState) -> None:
        self._paperwork.show(ShiftSheet(state, self._settings.station.id))

    def _actor(self) -> Actor:
        """Who works at the bench, as they signed in."""
        state = self._window.desk
        if not state.operator or state.role is None or state.phase in AWAY:
            return nobody_at(self._settings.station.id)
        return Actor(state.operator, state.role, self._settings.station.id, self._settings.identity.asks_secret)
