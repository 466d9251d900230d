"""Settings asked for from the window: the dialog, and the look that the operator chose, kept for the next start."""

import logging
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot

from app.domain.errors import OperationalError
from app.settings import Settings, with_changes
from app.use_cases.administration import read_only_reason
from ui.errand import Errand
from ui.language import SCREEN, Language
from ui.settings.view import Save, SettingsDialog
from ui.shell.look import Look
from ui.shell.window import StationWindow

log = logging.getLogger(__name__)
_KEEP_LIMIT_S = 15.0


class Preferences(QObject):
    """Belongs to ``window``. ``save`` writes changes and may raise OperationalError; it runs on a thread of its own.
    ``file`` is what it writes, ``file_writable``: whether it could; the look is then kept as well, whoever changes
    it."""

    def __init__(
        self,
        window: StationWindow,
        settings: Settings,
        origins: Mapping[str, str],
        save: Save,
        file: str,
        *,
        file_writable: bool,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._origins = window, settings, origins
        self._save, self._file, self._file_writable = save, file, file_writable
        self._keep = Errand(self, "keep-look")
        self._keep.failed.connect(self._not_kept)
        window.settings_asked.connect(self._show)
        window.look_changed.connect(self._keep_look)

    @Slot()
    def _show(self) -> None:
        window, admins = self._window, self._settings.station.admins
        reason = read_only_reason(window.operator, admins, file_writable=self._file_writable)
        dialog = SettingsDialog(
            self._settings, self._origins, self._save, window.look.colours, window.sizes,
            read_only=reason, wording=SCREEN,
        )  # fmt: skip
        dialog.saved.connect(self._saved)
        window.open_page(dialog)
        dialog.closed.connect(window.close_popover)
        dialog.move(QPoint(0, 0))

    @Slot(object)
    def _saved(self, changes: Mapping[str, object]) -> None:
        """What belongs to the screen holds at once; the rest from the next start, as the dialog has said."""
        self._settings = with_changes(self._settings, changes)
        self._origins = {**self._origins, **dict.fromkeys(changes, self._file)}
        rules = self._settings.ui
        language = Language(rules.language) if rules.language != "auto" else self._window.look.language
        self._window.close_popover()
        self._window.change_look(Look(language, rules.theme, rules.text_percent))
        self._window.say(self.tr("The settings are saved."), tone="good")

    @Slot(object)
    def _keep_look(self, look: Look) -> None:
        changes = {"ui.language": look.language.value, "ui.theme": look.theme, "ui.text_percent": look.text_percent}
        self._settings = with_changes(self._settings, changes)
        if self._file_writable:
            self._keep.begin(partial(self._save, changes), _KEEP_LIMIT_S)

    @Slot(object)
    def _not_kept(self, error: OperationalError) -> None:
        log.warning("the look could not be kept: %s", error)
