"""Every text fits where it stands, on every screen, when it is 30 % longer than in either language; and every text is
a translated one."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

import ui.language
from app.ports.camera import CameraState
from tests.ui.conftest import D23L_LABEL, Bench, cover
from tests.ui.fitting import every_text, lengthened, misfits
from tests.ui.translating import Entry, made_over
from ui.language import Language, speak
from ui.shell.look import Look
from ui.status.view_model import Lamp

SCREENS = [(1024, 600), (1366, 768), (1920, 1080)]


@pytest.fixture(scope="session")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Translations of which each is 30 % longer than the longer one of Bahasa Indonesia and English."""
    return made_over(tmp_path_factory.mktemp("long"), _longer)


def _longer(entry: Entry) -> str:
    return lengthened(max(entry.source, entry.translation, key=len))


@pytest.fixture
def wordy(bench: Bench, long_words: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A bench whose window speaks at length."""
    monkeypatch.setattr(ui.language, "TRANSLATIONS", long_words)
    bench.window.change_look(Look(Language.ID))
    yield bench
    speak(qapp, Language.EN)


def _waiting(bench: Bench) -> None:
    """As it begins."""


def _packing(bench: Bench) -> None:
    bench.open_note()
    bench.show(cover(), frames=4)
    for code in ("L1", "L2"):
        bench.type_line(code)


def _refused(bench: Bench) -> None:
    bench.open_note()
    bench.show(cover(D23L_LABEL), frames=4)
    bench.type_line("OTHER")


def _discrepancy(bench: Bench) -> None:
    bench.open_note()
    bench.type_line("L1")
    bench.press("submitButton")
    bench.qtbot.waitUntil(bench.window.discrepancy.isVisible)


def _submitted(bench: Bench) -> None:
    bench.open_note()
    for code in ("L1", "L2", "L3"):
        bench.type_line(code)
    bench.press("submitButton")
    bench.qtbot.waitUntil(bench.window.committed.isVisible)


def _no_camera(bench: Bench) -> None:
    bench.camera.state = CameraState.ABSENT


def _menu(bench: Bench) -> None:
    bench.window.show_menu()


def _keypad(bench: Bench) -> None:
    bench.window.show_keypad()


def _help(bench: Bench) -> None:
    bench.window.show_help()


OVER = [_menu, _keypad, _help]
STATES: list[Callable[[Bench], None]] = [
    _waiting, _packing, _refused, _discrepancy, _submitted, _no_camera,
]  # fmt: skip


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.strip("_"))
def test_everything_on_the_window_fits(wordy: Bench, reach: Callable[[Bench], None]) -> None:
    reach(wordy)
    assert squeezed(wordy) == []


@pytest.mark.parametrize("over", OVER, ids=lambda over: over.__name__.strip("_"))
def test_what_opens_over_the_window_fits(wordy: Bench, over: Callable[[Bench], None]) -> None:
    assert squeezed(wordy, over) == []


@pytest.mark.parametrize("lamp", Lamp)
def test_the_sentence_behind_a_lamp_fits(wordy: Bench, lamp: Lamp) -> None:
    assert squeezed(wordy, lambda bench: bench.window.show_lamp(lamp)) == []


def squeezed(bench: Bench, over: Callable[[Bench], None] = _waiting) -> list[str]:
    """Whatever does not fit on any of the screens."""
    found = []
    for width, height in SCREENS:
        bench.window.resize(width, height)
        bench.qtbot.waitUntil(lambda size=(width, height): bench.window.size().toTuple() == size)
        bench.window.close_popover()
        over(bench)
        QApplication.processEvents()
        found += [f"{width}×{height}: {each}" for each in misfits(bench.window, _is_a_number)]
    return found


def _is_a_number(text: str) -> bool:
    """Of a part or a session: they may lose their middle, words may not."""
    return not re.search(r"[a-z]", text)


# -- words that nobody translates -------------------------------------------------------------------------------------

ACCENTED = str.maketrans("aeiou", "áéíóú")
OUR_NAMES = re.compile(r"Countersign|(Belum )?Terpenuhi|English|Bahasa Indonesia|station-7|\bdan\b")
"""What is the same in both languages, and the locale's own \"and\"."""


def _accented(entry: Entry) -> str:
    """Recognizable as a translation: no plain vowel is left in it."""
    pieces = re.split(r"(\{[^}]*\})", entry.source)
    return "".join(piece if piece.startswith("{") else piece.translate(ACCENTED) for piece in pieces)


@pytest.fixture(scope="session")
def accented_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_over(tmp_path_factory.mktemp("accented"), _accented)


@pytest.mark.parametrize("reach", [*STATES, *OVER], ids=lambda reach: reach.__name__.strip("_"))
def test_every_word_of_the_window_is_a_translated_one(
    bench: Bench, accented_words: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, reach
) -> None:
    monkeypatch.setattr(ui.language, "TRANSLATIONS", accented_words)
    bench.window.change_look(Look(Language.ID))
    reach(bench)
    QApplication.processEvents()
    texts = every_text(bench.window)
    speak(qapp, Language.EN)
    assert any(re.search("[áéíóú]", text) for text in texts)
    assert sorted(text for text in texts if re.search("[aeiou]", OUR_NAMES.sub("", text))) == []


# -- the checker itself -----------------------------------------------------------------------------------------------


class Poster(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setFixedSize(100, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        QPainter(self).drawText(QRectF(self.rect()), flags, self._text)


def _label(text: str, width: int, height: int = 40, *, wraps: bool = False) -> QLabel:
    made = QLabel(text)
    made.setWordWrap(wraps)
    made.setFixedSize(width, height)
    return made


def _button(text: str, width: int) -> QPushButton:
    made = QPushButton(text)
    made.setFixedSize(width, 40)
    return made


def _line(asks: str, width: int) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(asks)
    made.setFixedWidth(width)
    return made


LONG = "Pindai surat jalan berikutnya sekarang juga."


@pytest.mark.parametrize(
    ("make", "fits"),
    [
        (lambda: _label(LONG, 400), True),
        (lambda: _label(LONG, 100), False),
        (lambda: _label(LONG, 120, 120, wraps=True), True),
        (lambda: _label(LONG, 120, 30, wraps=True), False),
        (lambda: _label("Berikutnyasekarang", 60, 120, wraps=True), False),
        (lambda: _button(LONG, 400), True),
        (lambda: _button(LONG, 100), False),
        (lambda: _line(LONG, 400), True),
        (lambda: _line(LONG, 100), False),
        (lambda: Poster("Pindai."), True),
        (lambda: Poster(LONG), False),
        (lambda: Poster("Pindai su…"), False),
    ],
)
def test_the_checker_finds_what_does_not_fit(qtbot, dressed, make: Callable[[], QWidget], fits: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(make())
    window.show()
    assert (misfits(window) == []) is fits


def test_the_checker_finds_what_lies_outside_and_lets_scroll_what_scrolls(qtbot, dressed) -> None:
    window, area, content = QWidget(), QScrollArea(), QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    column = QVBoxLayout(window)
    column.addWidget(area)
    content.setFixedSize(300, 2000)
    QLabel("Far below", content).move(0, 1900)
    area.setWidget(content)
    window.show()
    assert misfits(window) == []
    QLabel("Outside", window).move(390, 10)
    window.findChildren(QLabel)[-1].show()
    assert len(misfits(window)) == 1
    assert "reaches out" in misfits(window)[0]


def test_lengthened_words_keep_their_placeholders_and_are_a_third_longer() -> None:
    text = "{count} karton belum terkirim: panggil supervisor…"
    longer = lengthened(text)
    assert longer.startswith("{count} ")
    assert "…" not in longer
    assert 1.2 < len(longer.replace("{count}", "")) / len(text.replace("{count}", "")) < 1.4
