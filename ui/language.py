"""The language of the screen: Qt's translation files, switched while the program runs, and values as a locale has them.

English is the source; ``resources/translations/countersign_id.qm`` holds Bahasa Indonesia (docs/languages.md says how
it is kept). Everything here is for the GUI thread.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QCollator, QCoreApplication, QDateTime, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from app.domain.errors import OperationalError
from app.domain.notices import Notice
from app.messages import PLAIN, Sentence, Wording, error_sentence, notice_sentence
from ui.theme.style import RESOURCES

TRANSLATIONS = RESOURCES / "translations"
_OURS = "countersignTranslator"
Item = TypeVar("Item")


class Language(StrEnum):
    EN = "en"
    ID = "id"

    @property
    def own_name(self) -> str:
        """What its speakers call it, for the list from which they choose."""
        return {Language.EN: "English", Language.ID: "Bahasa Indonesia"}[self]

    @property
    def locale(self) -> QLocale:
        """Whose dates, numbers and order of letters go with it."""
        return QLocale({Language.EN: "en_GB", Language.ID: "id_ID"}[self])


def chosen_language(setting: str, system: QLocale) -> Language:
    """Of ``ui.language``: id, en, or auto: the first language of the system's user that we speak, English if none."""
    if setting != "auto":
        return Language(setting)
    ours = {language.locale.language(): language for language in Language}
    asked = (QLocale(name).language() for name in system.uiLanguages())
    return next((ours[code] for code in asked if code in ours), Language.EN)


def speak(app: QApplication, language: Language) -> None:
    """Say everything in ``language`` from now on, as often as it is asked: widgets that are built afterwards do.

    FileNotFoundError when the translation is not in the installation.
    """
    for former in app.findChildren(QTranslator, _OURS):
        app.removeTranslator(former)
        former.deleteLater()
    QLocale.setDefault(language.locale)
    qt_files = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _install(app, f"qtbase_{language}", qt_files)  # of Qt's own dialogs; it has none for every language
    if language is not Language.EN and not _install(app, f"countersign_{language}", str(TRANSLATIONS)):
        raise FileNotFoundError(TRANSLATIONS / f"countersign_{language}.qm")


def _install(app: QApplication, name: str, folder: str) -> bool:
    translator = QTranslator(app)
    translator.setObjectName(_OURS)
    found = translator.load(name, folder)
    if found:
        app.installTranslator(translator)
    else:
        translator.deleteLater()
    return found


# -- sentences --------------------------------------------------------------------------------------------------------


def shown_value(value: object) -> str:
    """One detail of a sentence: numbers in groups, moments on the wall's clock, lists with the language's "and"."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return QLocale().toString(value) if isinstance(value, int) else QLocale().toString(value, "g", 6)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, list | tuple):
        return QLocale().createSeparatedList([shown_value(each) for each in value])
    return PLAIN.value(value)


def message(template: str) -> str:
    """A template of :mod:`app.messages` in the language of the screen."""
    return QCoreApplication.translate("messages", template)


SCREEN = Wording(words=message, value=shown_value)
"""What view models are given, so that they speak the screen's language without knowing Qt."""


def said(notice: Notice) -> Sentence:
    return notice_sentence(notice, SCREEN)


def said_error(error: OperationalError) -> Sentence:
    return error_sentence(error, SCREEN)


# -- values -----------------------------------------------------------------------------------------------------------


def number(value: float, decimals: int = 0) -> str:
    """In groups of thousands, with as many decimals as asked."""
    return QLocale().toString(float(value), "f", decimals)


def moment(when: datetime) -> str:
    """Day and time on the wall's clock, short."""
    return QLocale().toString(_local(when), QLocale.FormatType.ShortFormat)


def day(when: datetime) -> str:
    return QLocale().toString(_local(when).date(), QLocale.FormatType.ShortFormat)


def time_of_day(when: datetime) -> str:
    return QLocale().toString(_local(when).time(), QLocale.FormatType.ShortFormat)


def _local(when: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(when.timestamp() * 1000))


def in_order(items: Iterable[Item], name: Callable[[Item], str]) -> list[Item]:
    """Sorted by their names as a reader of the language looks them up: D9 before D23, small letters beside great."""
    collator = QCollator(QLocale())
    collator.setNumericMode(True)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return sorted(items, key=lambda item: collator.sortKey(name(item)))
