"""The operator's card is one page, its bar codes are read from it, and it says what the station really does."""

from collections.abc import Iterator
from itertools import groupby
from math import ceil
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QImage

from app.domain.command import REASONS, Command, code_of
from app.domain.notices import Tone
from app.ports.sounds import Sound
from services.sound.waves import FIGURES
from tests.fakes.command import run_command
from ui.paper import ink
from ui.paper.document import page_image
from ui.paper.operator_card import OperatorCard
from ui.paper.operator_card_words import codes, tones

pytestmark = pytest.mark.usefixtures("dressed")
_HEARD = {
    Tone.INFO: (),
    Tone.GOOD: (Sound.COUNTED, Sound.ACCEPTED, Sound.DONE),
    Tone.REFUSED: (Sound.REFUSED,),
    Tone.TROUBLE: (Sound.TROUBLE,),
}


class Longer(QTranslator):
    """Every text a quarter longer, as other languages are."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return source + "n" * ceil(len(source) * 0.25)

    def isEmpty(self) -> bool:  # noqa: N802  # Qt's name
        return False


@pytest.fixture
def longer(qapp: QCoreApplication) -> Iterator[None]:
    translator = Longer()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def shortened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What did not fit, even smaller."""
    texts: list[str] = []
    real = ink._shortened

    def recording(metrics: object, room: object, words: str, wrap: bool) -> str:
        texts.append(words)
        return real(metrics, room, words, wrap)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(ink, "_shortened", recording)
    return texts


def read(picture: QImage) -> list[str]:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return sorted(code.text for code in zxingcpp.read_barcodes(grey))


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_scanner_reads_every_command_from_the_card(dpi: int) -> None:
    assert read(page_image(OperatorCard(), 0, dpi)) == sorted(entry.code for entry in codes())


def test_the_narrowest_bar_is_wide_enough_for_a_cheap_scanner() -> None:
    picture = page_image(OperatorCard(), 0, 300).convertToFormat(QImage.Format.Format_Grayscale8)
    for code in zxingcpp.read_barcodes(picture):
        corners = code.position
        row = (corners.top_left.y + corners.bottom_left.y) // 2
        across = range(corners.top_left.x, corners.top_right.x)
        runs = [
            (black, len(list(run))) for black, run in groupby(picture.pixelColor(x, row).value() < 128 for x in across)
        ]
        assert min(length for black, length in runs[1:-1] if black) / 300 * 25.4 >= 0.25


def test_it_has_every_command_but_the_reasons_which_are_on_the_sheet() -> None:
    assert {entry.code for entry in codes()} == {code_of(command) for command in set(Command) - set(REASONS)}


def test_a_longer_language_fits_too(shortened: list[str], longer: None) -> None:
    page_image(OperatorCard(), 0, 203)
    assert shortened == []


def test_each_sound_has_as_many_pulses_as_are_heard() -> None:
    assert {entry.tone for entry in tones()} == set(Tone)
    for entry in tones():
        drawn = [pulses for pulses, _ in entry.sounds]
        assert drawn == [len(FIGURES[sound].notes_hz) for sound in _HEARD[entry.tone]]
    assert {sound for heard in _HEARD.values() for sound in heard} == set(Sound)


def test_whom_to_call_is_one_readable_line_whatever_is_typed(shortened: list[str]) -> None:
    page_image(OperatorCard("ext. 214", "ext. 300"), 0, 203)
    assert shortened == []
    page_image(OperatorCard("\u202e<b>" + "n" * 200 + "\n\n\x00", ""), 0, 203)
    assert len(shortened) == 1
    assert shortened[0].isprintable()


def test_the_command_writes_one_page_of_a4(tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    done = run_command("card", "--out", file, "--language", "en", folder=tmp_path)
    assert (done.code, done.out.strip(), done.err) == (0, str(file), "")
    pdf = file.read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 595" in pdf
