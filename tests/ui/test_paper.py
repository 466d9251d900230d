"""Paper is read as a scanner reads it: from pictures of the very pages, at the resolutions of real printers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby, pairwise
from math import ceil

import pytest
import zxingcpp
from PySide6.QtCore import QCoreApplication, QRectF, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.domain.command import Command, code_of
from app.domain.notices import DiscrepancyReason
from app.domain.packing_session import LineStatus
from ui.paper import ink
from ui.paper.barcode import barcode_image, paint_barcode, paint_qr, qr_image
from ui.paper.command_sheet import badge_sheet, command_sheet
from ui.paper.document import Document, page_image
from ui.paper.page import A4, A5, A6, SLIP_PAPERS, Paper
from ui.paper.slip import SlipLine, SlipMark, SlipState
from ui.paper.slip_painter import SlipDocument

pytestmark = pytest.mark.usefixtures("dressed")
CODE, DN = "PKG-KSS007317A-1790000000000", "KSS007317A"
PAPERS = pytest.mark.parametrize("paper", SLIP_PAPERS.values(), ids=lambda paper: paper.name)
DPI = pytest.mark.parametrize("dpi", [203, 300])


def line(number: int = 0, **changes: object) -> SlipLine:
    made = SlipLine("Z-CV01-D26RXXX-C03N-NL-DG00", "D26R", 1000 + number, 1000 + number, LineStatus.FULFILLED)
    return replace(made, **changes)  # type: ignore[arg-type]


def slip(*lines: SlipLine, **changes: object) -> SlipState:
    packed = datetime(2026, 11, 21, 8, 4, tzinfo=UTC)
    made = SlipState(CODE, DN, ("SUB250432",), "station-7", "OP-17", packed, lines or (line(),), 12, 1520)
    return replace(made, **changes)  # type: ignore[arg-type]


WORST = slip(
    *(line(n, labelled=7, status=LineStatus.OPEN) for n in range(40)),
    marks=(SlipMark.PROVISIONAL, SlipMark.NOTE_REMEMBERED, SlipMark.UNCONFIRMED),
    note_as_of=datetime(2026, 9, 20, 8, 4, tzinfo=UTC),
    reason=DiscrepancyReason.LABEL_MISSING,
    remark="they come tomorrow " * 10,
    removed=2,
)


def read(picture: QImage) -> list[str]:
    """All bar codes in it."""
    return sorted(
        code.text for code in zxingcpp.read_barcodes(picture.convertToFormat(QImage.Format.Format_Grayscale8))
    )


# -- bar codes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module_px", [1, 2, 5])
@pytest.mark.parametrize("text", [CODE, code_of(Command.CONFIRM), "a b~!{}", "0"])
def test_a_bar_code_reads_as_what_it_was_made_of(text: str, module_px: int) -> None:
    picture = barcode_image(text, module_px, 40)
    assert read(picture) == [text]
    row = [picture.pixelColor(x, 20) for x in range(picture.width())]
    runs = [(colour.name(), len(list(run))) for colour, run in groupby(row)]
    assert {name for name, _ in runs} == {"#000000", "#ffffff"}
    assert all(length % module_px == 0 for _, length in runs)
    assert runs[0] == runs[-1] == ("#ffffff", 10 * module_px)


def test_a_qr_code_reads_as_what_it_was_made_of() -> None:
    picture = qr_image(CODE, 3)
    assert read(picture) == [CODE]
    assert picture.width() == picture.height() == 33 * 3
    assert all(picture.pixelColor(x, 11) == QColor("white") for x in range(picture.width()))


def test_what_has_no_room_is_not_drawn_at_all() -> None:
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    for paint in (paint_barcode, paint_qr):
        with pytest.raises(ValueError, match="needs more room"):
            paint(painter, QRectF(0, 0, 20, 20), CODE)
    painter.end()
    assert read(picture) == []


@pytest.mark.parametrize("angle", [0, 90, -90])
def test_bars_are_whole_dots_wherever_and_however_they_lie(angle: int) -> None:
    picture = QImage(900, 900, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(450, 450)
    painter.rotate(angle)
    paint_barcode(painter, QRectF(-430.3, -20.7, 850.9, 60), CODE)
    painter.end()
    colours = {picture.pixel(x, y) & 0xFFFFFF for x in range(0, 900, 3) for y in range(0, 900, 3)}
    assert colours == {0, 0xFFFFFF}
    assert read(picture) == [CODE]


# -- the slip ---------------------------------------------------------------------------------------------------------


@PAPERS
@DPI
@pytest.mark.parametrize("state", [slip(), WORST], ids=["plain", "worst"])
def test_a_scanner_reads_packing_code_and_note_from_the_paper(paper: Paper, dpi: int, state: SlipState) -> None:
    document = SlipDocument(state, paper)
    assert read(page_image(document, 0, dpi)) == sorted([DN, CODE, CODE])
    assert document.pages == 1 or read(page_image(document, 1, dpi)) == []


@PAPERS
@DPI
def test_the_longest_note_number_is_read_as_well(paper: Paper, dpi: int) -> None:
    dn = "KSS007317A-0123456789.0123456789/0123456"
    code = f"PKG-{dn}-1790000000000"
    assert len(dn) == 40
    assert read(page_image(SlipDocument(slip(packing_code=code, dn=dn), paper), 0, dpi)) == sorted([dn, code, code])


def test_a_packing_code_that_no_bar_code_holds_stands_in_words(written: list[str]) -> None:
    code = "PKG-Größe-17"
    for paper in SLIP_PAPERS.values():
        written.clear()
        assert read(page_image(SlipDocument(slip(packing_code=code), paper), 0, 203)) == sorted([DN, code])
        assert any(code in text for text in written)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on the paper, as it is meant."""
    texts: list[str] = []
    real = ink.Ink.text

    def recording(self: ink.Ink, place: QRectF, words: str, *rest: object, **more: object) -> None:
        texts.append(words)
        real(self, place, words, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ink.Ink, "text", recording)
    return texts


@pytest.fixture
def shortened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What did not fit, even smaller."""
    texts: list[str] = []
    real = ink._shortened

    def recording(metrics: object, room: object, words: str, wrap: bool) -> str:
        texts.append(words)
        return real(metrics, room, words, wrap)  # type: ignore[arg-type]

    monkeypatch.setattr(ink, "_shortened", recording)
    return texts


@PAPERS
def test_five_hundred_lines_are_printed_once_each(paper: Paper, written: list[str]) -> None:
    document = SlipDocument(slip(*(line(n, part=f"PART-{n}") for n in range(500))), paper)
    for number in range(document.pages):
        page_image(document, number, 96 if paper.roll else 72 * 2)
    assert [text for text in written if text.startswith("PART-")] == [f"PART-{n}" for n in range(500)]
    pages = [text for text in written if text.startswith("Page ")]
    assert pages == [f"Page {n + 1} of {document.pages}" for n in range(document.pages)]
    assert written.count(DN) == document.pages


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"marks": (SlipMark.PROVISIONAL,)}, "PROVISIONAL"),
        ({"marks": (SlipMark.CONFLICT,)}, "NOT TAKEN OVER"),
        ({"marks": (SlipMark.SET_ASIDE,)}, "NOT RECORDED"),
        ({"marks": (SlipMark.UNCONFIRMED,)}, "NOT YET CONFIRMED"),
        ({"reason": DiscrepancyReason.DAMAGED, "remark": "wet"}, "Damaged parts: wet"),
        ({"remark": "the lorry left"}, "the lorry left"),
        ({"lines": (line(asked=0, labelled=5),)}, "not checked yet"),
        ({"lines": (line(labelled=990, status=LineStatus.OPEN),)}, "10 missing"),
        ({"removed": 2}, "12, 2 removed"),
        ({"operator": ""}, "–"),
        ({}, "OP-17"),
        ({}, "✓ Terpenuhi"),
    ],
)
def test_what_is_so_is_said_in_words(changes: dict[str, object], words: str, written: list[str]) -> None:
    page_image(SlipDocument(slip(**changes), A5), 0, 150)
    assert words in written


@PAPERS
def test_a_grave_mark_is_a_black_band_across_the_paper(paper: Paper) -> None:
    def black_rows(state: SlipState) -> int:
        page = page_image(SlipDocument(state, paper), 0, 100)
        across = [page.width() * share // 1000 for share in (75, 925)]
        return sum(all(page.pixelColor(x, y) == QColor("black") for x in across) for y in range(page.height()))

    assert black_rows(slip(marks=(SlipMark.UNCONFIRMED,))) < 20 < 40 < black_rows(slip(marks=(SlipMark.PROVISIONAL,)))


HOSTILE = "W" * 300 + "\u0644\u0645\u202e" + "語" * 50


@PAPERS
@pytest.mark.parametrize("field", ["part", "short"])
def test_a_name_of_any_length_stays_in_its_cell(paper: Paper, field: str) -> None:
    plain, hostile = (
        page_image(SlipDocument(slip(line(), line(part=part, short=short), line()), paper), 0, 150)
        for part, short in (("", ""), (HOSTILE, "") if field == "part" else ("", HOSTILE))
    )
    changed = [
        (x, y) for x in range(plain.width()) for y in range(plain.height()) if plain.pixel(x, y) != hostile.pixel(x, y)
    ]
    dots = 150 / 25.4
    columns, rows = {x for x, _ in changed}, {y for _, y in changed}
    assert max(rows) - min(rows) < 5.2 * paper.scale * dots
    assert min(columns) >= paper.margin_mm * dots - 1
    assert max(columns) < plain.width() - (paper.margin_mm + (33 if paper.roll else 60)) * dots + 40


@pytest.mark.parametrize("wrap", [False, True])
def test_what_is_too_long_shrinks_and_then_ends_in_an_ellipsis(wrap: bool) -> None:
    picture = QImage(400, 40, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    room, weight = QRectF(0, 0, 400, 40), QFont.Weight.Normal
    fitted = [ink.Ink(painter)._fitted(room, "word " * words, 6, weight, wrap) for words in (2, 9, 99)]
    painter.end()
    (large, short), (smaller, longer), (smallest, cut) = fitted
    assert large.pixelSize() > smaller.pixelSize() >= smallest.pixelSize() > 0.69 * large.pixelSize()
    assert (short, longer) == ("word " * 2, "word " * 9)
    assert cut.startswith("word word word word")
    assert cut.endswith("…")


@PAPERS
def test_hostile_facts_move_nothing(paper: Paper) -> None:
    state = slip(operator=HOSTILE, station=HOSTILE, purchase_orders=(HOSTILE,) * 50, remark=HOSTILE)
    assert read(page_image(SlipDocument(state, paper), 0, 203)) == sorted([DN, CODE, CODE])


class Longer(QTranslator):
    """Every text a third longer, as other languages are."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        said = re.sub(r"\{.*?\}", "", source)
        return source + " nnnn" * ceil(len(said) * 0.3 / 5)

    def isEmpty(self) -> bool:  # noqa: N802  # Qt's name
        return False


@pytest.fixture
def longer(qapp: QCoreApplication) -> Iterator[None]:
    translator = Longer()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@PAPERS
@pytest.mark.usefixtures("longer")
def test_a_language_with_longer_words_fits_the_slip(paper: Paper, shortened: list[str], written: list[str]) -> None:
    lines = (*WORST.lines, line(asked=0))
    for marks in (
        (SlipMark.PROVISIONAL, SlipMark.UNCONFIRMED),
        (SlipMark.CONFLICT, SlipMark.NOTE_REMEMBERED),
        (SlipMark.SET_ASIDE,),
    ):
        document = SlipDocument(replace(WORST, marks=marks, remark="", lines=lines), paper)
        for number in range(document.pages):
            page_image(document, number, 203)
    assert "PROVISIONAL nnnn" in written
    assert shortened == []


# -- cards ------------------------------------------------------------------------------------------------------------


def all_codes(document: Document, dpi: int) -> list[str]:
    return sorted(code for number in range(document.pages) for code in read(page_image(document, number, dpi)))


@DPI
@pytest.mark.parametrize("paper", [A4, A6], ids=lambda paper: paper.name)
def test_every_command_can_be_scanned_from_its_card(paper: Paper, dpi: int) -> None:
    assert all_codes(command_sheet(paper), dpi) == sorted(map(code_of, Command))


def test_reasons_stand_in_the_order_of_the_screen(written: list[str]) -> None:
    page_image(command_sheet(), 0, 100)
    cards = {code: words for words, code in pairwise(written) if code.startswith("CSIGN.")}
    assert cards["CSIGN.CONFIRM"] == "Confirm"
    assert [cards[f"CSIGN.REASON{n}"] for n in range(1, 6)] == [
        "Short delivery", "Damaged parts", "Wrong parts delivered", "Label missing or unreadable",
        "Count differs from label",
    ]  # fmt: skip


@DPI
def test_badges_fill_as_many_pages_as_they_need(dpi: int) -> None:
    badges = [f"OP-{n}" for n in range(12)] + ["OP-" + "X" * 37]
    sheet = badge_sheet(badges)
    assert sheet.pages == 2
    assert all_codes(sheet, dpi) == sorted(badges)


@pytest.mark.usefixtures("longer")
@pytest.mark.parametrize("paper", [A4, A6], ids=lambda paper: paper.name)
def test_a_language_with_longer_words_fits_the_cards(paper: Paper, shortened: list[str]) -> None:
    sheet = command_sheet(paper)
    for number in range(sheet.pages):
        page_image(sheet, number, 150)
    assert shortened == []
