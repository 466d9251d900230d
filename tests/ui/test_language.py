"""Languages are switched while the program runs, and each writes its values in its own way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

import ui.language
from app.domain.errors import ErrorCode, OperationalError
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.part_number import PartNumber
from ui.language import (
    Language,
    chosen_language,
    day,
    in_order,
    moment,
    number,
    said,
    said_error,
    shown_value,
    speak,
    time_of_day,
)

WHEN = datetime(2026, 3, 9, 14, 5, tzinfo=UTC).astimezone()


@pytest.fixture
def english(qapp: QApplication):
    """Afterwards everything is English again."""
    yield qapp
    speak(qapp, Language.EN)


# -- switching --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "system", "chosen"),
    [
        ("id", "en_US", Language.ID),
        ("en", "id_ID", Language.EN),
        ("auto", "id_ID", Language.ID),
        ("auto", "en_US", Language.EN),
        ("auto", "de_DE", Language.EN),
        ("auto", "C", Language.EN),
    ],
)
def test_the_language_is_the_settings_or_the_systems(setting: str, system: str, chosen: Language) -> None:
    assert chosen_language(setting, QLocale(system)) is chosen


def test_the_language_changes_back_and_forth_and_leaves_nothing_behind(english: QApplication) -> None:
    before = len(english.findChildren(QTranslator))
    for _ in range(20):
        speak(english, Language.ID)
        assert QCoreApplication.translate("PackingView", "Submit") == "Kirim"
        assert QLocale().language() is QLocale.Language.Indonesian
        speak(english, Language.EN)
        assert QCoreApplication.translate("PackingView", "Submit") == "Submit"
        assert QLocale().language() is QLocale.Language.English
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(english.findChildren(QTranslator)) <= before + 1


def test_a_view_made_afterwards_speaks_it(english: QApplication) -> None:
    class PackingView(QObject):
        def words(self) -> str:
            return self.tr("Submit")

    speak(english, Language.ID)
    assert PackingView().words() == "Kirim"


def test_a_translation_that_is_not_there_is_told(
    english: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.language, "TRANSLATIONS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"countersign_id\.qm"):
        speak(english, Language.ID)


class Unanswered(QTranslator):
    """Is asked last, and so for what nobody else has translated."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        self.asked.add((context, source_text))
        return ""


def test_what_qt_says_in_its_own_dialogs_is_translated_too(english: QApplication, qtbot, tmp_path: Path) -> None:
    """The file dialog of the settings, and the menu of a line that is typed into. Names of keys stay as they are."""
    unanswered = Unanswered()
    english.installTranslator(unanswered)
    speak(english, Language.ID)
    for mode in (QFileDialog.FileMode.Directory, QFileDialog.FileMode.ExistingFile):
        dialog = QFileDialog(None, "", str(tmp_path))
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.show()
    line = QLineEdit("DN")
    qtbot.addWidget(line)
    assert line.createStandardContextMenu().actions()[0].text().startswith("Ur&ungkan")
    english.removeTranslator(unanswered)
    keys = {("QGuiApplication", "QT_LAYOUT_DIRECTION"), ("QShortcut", "Ctrl")}
    assert {each for each in unanswered.asked - keys if not each[1].startswith("Alt+")} == set()


def test_a_language_is_called_as_its_speakers_call_it() -> None:
    assert [language.own_name for language in Language] == ["English", "Bahasa Indonesia"]


# -- sentences and values ---------------------------------------------------------------------------------------------


def test_notices_and_errors_are_said_in_the_language_of_the_screen(english: QApplication) -> None:
    counted = Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, {"label": "L1", "quantity": 1250, "part": PartNumber("Z-B")})
    slow = OperationalError(ErrorCode.ERP_TOO_SLOW, address="http://erp", timeout_s=1.5)
    speak(english, Language.ID)
    assert str(said(counted)) == "Label L1: 1.250 × Z-B. Lanjutkan ke karton berikutnya."
    assert said_error(slow).what == "ERP di http://erp lebih lama dari 1,5 dtk."
    speak(english, Language.EN)
    assert str(said(counted)) == "Label L1: 1,250 × Z-B. Go on with the next carton."
    assert said_error(slow).what == "The ERP at http://erp took longer than 1.5 s."


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.EN, ["1,234,567", "12.5", "a, b and 3", "09/03/2026 14:05", "09/03/2026", "14:05", "1,250.0"]),
        (Language.ID, ["1.234.567", "12,5", "a, b, dan 3", "09/03/26 14.05", "09/03/26", "14.05", "1.250,0"]),
    ],
)
def test_values_are_written_as_the_language_has_them(
    english: QApplication, language: Language, written: list[str]
) -> None:
    speak(english, language)
    local = WHEN.replace(hour=14, minute=5)
    values: list[object] = [1_234_567, 12.5, ["a", "b", 3], local]
    assert [*map(shown_value, values), day(local), time_of_day(local), number(1250, 1)] == written
    assert moment(local) == shown_value(local)


@pytest.mark.parametrize("value", ["50052", True, None, PartNumber("Z-B")])
def test_what_is_no_quantity_stays_as_it_is(english: QApplication, value: object) -> None:
    speak(english, Language.ID)
    assert shown_value(value) == str(value)


@pytest.mark.parametrize("language", Language)
def test_names_are_sorted_as_a_reader_looks_them_up(english: QApplication, language: Language) -> None:
    speak(english, language)
    assert in_order(["OP-10", "émile", "Zaki", "OP-9", "ayu", "Budi"], str) == [
        "ayu", "Budi", "émile", "OP-9", "OP-10", "Zaki",
    ]  # fmt: skip
