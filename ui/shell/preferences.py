"""Settings asked for from the window: the dialog, and the look that the operator chose, kept for the next start."""

import logging
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot

from app.domain.errors import OperationalError
from app.domain.people import Actor, nobody_at
from app.settings import Settings
from app.settings_layers import with_changes
from app.use_cases.administration import Administration, Changes, ReadOnly
from ui.errand import Errand
from ui.language import SCREEN, Language
from ui.office.ask_person import AskPerson, Authenticate, centred
from ui.settings.view import Save, SettingsDialog
from ui.shell.look import Look
from ui.shell.window import StationWindow

log = logging.getLogger(__name__)
_KEEP_LIMIT_S = 15.0


class Preferences(QObject):
    """Belongs to ``window``. ``administration`` changes settings for somebody, whom ``authenticate`` knows;
    ``keep_look`` writes the look alone, whoever changes it. Both may raise OperationalError and run on threads of their
    own. ``file`` is what they write."""

    def __init__(
        self,
        window: StationWindow,
        settings: Settings,
        origins: Mapping[str, str],
        administration: Administration,
        authenticate: Authenticate,
        keep_look: Save | None,
        file: str,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._origins = window, settings, origins
        self._administration, self._authenticate = administration, authenticate
        self._keep_look_in_file, self._file = keep_look, file
        self._actor = nobody_at(settings.station.id)
        self._keep, self._ask = Errand(self, "keep-look"), Errand(self, "may-change-settings")
        self._keep.failed.connect(self._not_kept)
        self._ask.done.connect(self._asked)
        self._ask.failed.connect(self._not_asked)
        window.settings_asked.connect(self._begin)
        window.look_changed.connect(self._keep_look)

    @Slot()
    def _begin(self) -> None:
        self._actor = nobody_at(self._settings.station.id)
        self._ask.begin(self._administration.guarded, _KEEP_LIMIT_S)

    @Slot(object)
    def _asked(self, answer: object) -> None:
        """First whether anybody has to be asked who they are; then what stands in that somebody's way."""
        if answer is True:
            self._ask_person()
        elif answer is False:
            self._ask.begin(self._verdict, _KEEP_LIMIT_S)
        else:
            self._show(answer if isinstance(answer, ReadOnly) else None)

    def _verdict(self) -> ReadOnly | None:
        return self._administration.read_only(self._actor)

    @Slot(object)
    def _not_asked(self, error: OperationalError) -> None:
        log.warning("who may change settings could not be read: %s", error)
        self._show(ReadOnly.NOT_AN_ADMIN)

    def _ask_person(self) -> None:
        why = self.tr("Administrators change the settings. Cancel shows them without changing anything.")
        title = self.tr("Who changes the settings?")
        panel = AskPerson(self._authenticate, self._window.sizes, title=title, why=why)
        panel.agreed.connect(self._agreed)
        panel.cancelled.connect(self._only_look)
        self._window.open_page(centred(panel))
        panel.ask()

    @Slot(object)
    def _agreed(self, actor: Actor) -> None:
        self._actor = actor
        self._ask.begin(self._verdict, _KEEP_LIMIT_S)

    @Slot()
    def _only_look(self) -> None:
        self._show(ReadOnly.NOT_AN_ADMIN)

    def _show(self, reason: ReadOnly | None) -> None:
        window = self._window
        dialog = SettingsDialog(
            self._settings, self._origins, partial(self._save, self._actor), window.look.colours, window.sizes,
            read_only=reason, wording=SCREEN,
        )  # fmt: skip
        dialog.saved.connect(self._saved)
        window.open_page(dialog)
        dialog.closed.connect(window.close_popover)
        dialog.move(QPoint(0, 0))

    def _save(self, actor: Actor, changes: Changes) -> None:
        """On the dialog's own thread."""
        self._administration.change(actor, changes, values_of(self._settings, changes))

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
        if self._keep_look_in_file is not None:
            self._keep.begin(partial(self._keep_look_in_file, changes), _KEEP_LIMIT_S)

    @Slot(object)
    def _not_kept(self, error: OperationalError) -> None:
        log.warning("the look could not be kept: %s", error)


def values_of(settings: Settings, keys: Mapping[str, object]) -> Changes:
    """What these ``section.key`` are now, in plain values."""
    plain = settings.model_dump(mode="json")
    found: dict[str, object] = {}
    for key in keys:
        section, _, name = key.rpartition(".")
        found[key] = plain[section][name] if section else plain[name]
    return found
