"""Files, printers that work, printers that do not, and the preview with its buttons."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from app.domain.errors import ErrorCode, OperationalError
from app.messages import error_sentence
from tests.ui.test_paper import CODE, DN, line, slip
from ui.paper.page import A5, SLIP_PAPERS
from ui.paper.pdf import save_pdf, usual_path
from ui.paper.preview import SlipPreview, shown_size
from ui.paper.printing import OpenPrinter, PaperPrinter, open_printer, spool
from ui.paper.slip_painter import SlipDocument
from ui.theme.tokens import DARK, sizes

pytestmark = pytest.mark.usefixtures("dressed")
SLIP = SlipDocument(slip(), A5)
SIZES = sizes(1366, 768, 96 / 25.4)


def page_boxes(file: Path) -> list[tuple[float, float]]:
    """Width and height of each page, mm."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file.read_bytes())
    return [(float(width) / 72 * 25.4, float(height) / 72 * 25.4) for width, height in found]


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", SLIP_PAPERS.values(), ids=lambda paper: paper.name)
def test_a_pdf_has_the_slips_pages_and_its_title(paper, tmp_path: Path) -> None:
    document, file = SlipDocument(slip(*map(line, range(40))), paper), tmp_path / "slip.pdf"
    save_pdf(file, document)
    boxes = page_boxes(file)
    assert len(boxes) == document.pages
    assert all(box == pytest.approx((document.width_mm, document.height_mm), abs=0.4) for box in boxes)
    assert f"Packing slip {CODE}".encode("utf-16-be") in file.read_bytes()


@pytest.mark.parametrize("place", ["no such folder/slip.pdf", "a file/slip.pdf", "."])
def test_a_file_that_cannot_be_written_says_so(place: str, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("not a folder")
    with pytest.raises(OperationalError) as caught:
        save_pdf(tmp_path / place, SLIP)
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert str(tmp_path) in str(error_sentence(caught.value))


def test_a_slip_is_saved_under_its_code_where_documents_are() -> None:
    assert usual_path(SLIP).name == f"{CODE}.pdf"
    assert usual_path(SLIP).parent.is_absolute()


# -- printers ---------------------------------------------------------------------------------------------------------


def into(file: Path) -> OpenPrinter:
    """A printer whose paper is a file."""

    def opened(name: str) -> QPrinter:
        assert threading.current_thread() is not threading.main_thread()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return printer

    return opened


class Told(QObject):
    """What a printer has told, in order."""

    def __init__(self, printer: PaperPrinter) -> None:
        super().__init__()
        self.all: list[object] = []
        for signal in (printer.printed, printer.saved, printer.failed):
            signal.connect(self.all.append)


@pytest.fixture
def owner(qtbot) -> Iterator[QObject]:
    """Afterwards no thread is left."""
    threads = set(threading.enumerate())
    made = QObject()
    yield made
    made.deleteLater()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= threads)


def test_a_slip_is_printed_on_another_thread(qtbot, owner: QObject, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    printer = PaperPrinter(owner, into(file))
    with qtbot.waitSignal(printer.printed) as told:
        printer.print(SLIP, "label")
        assert printer.busy
    assert told.args == ["label"]
    assert page_boxes(file) == [pytest.approx((148, 210), abs=0.4)]


def test_what_is_asked_for_is_done_in_its_order_and_told_once(qtbot, owner: QObject, tmp_path: Path) -> None:
    printer = PaperPrinter(owner, into(tmp_path / "paper.pdf"))
    told = Told(printer)
    printer.print(SLIP, "one")
    printer.save(SLIP, tmp_path / "two.pdf")
    printer.save(SLIP, Path("/proc/nowhere/three.pdf"))
    printer.print(SLIP, "four")
    qtbot.waitUntil(lambda: len(told.all) == 4)
    assert not printer.busy
    one, two, three, four = told.all
    assert (one, two, four) == ("one", str(tmp_path / "two.pdf"), "four")
    assert isinstance(three, OperationalError)
    assert three.code is ErrorCode.FILE_UNWRITABLE


def test_a_printer_that_does_not_exist(qtbot, owner: QObject) -> None:
    printer = PaperPrinter(owner)
    with qtbot.waitSignal(printer.failed) as told:
        printer.print(SLIP, "no such printer 4711")
    assert told.args[0].code is ErrorCode.PRINTER_UNUSABLE
    assert "no such printer 4711" in str(error_sentence(told.args[0]))


def test_a_default_printer_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinterInfo.defaultPrinter", lambda: _NoPrinter())
    with pytest.raises(OperationalError, match="no printer is the default one"):
        open_printer("")


class _NoPrinter:
    def isNull(self) -> bool:  # noqa: N802  # Qt's name
        return True


@pytest.mark.qt_log_ignore("QPainter::")
def test_a_printer_that_takes_no_job(tmp_path: Path) -> None:
    def opened(name: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFileName(str(tmp_path / "nowhere" / "paper.pdf"))
        return printer

    with pytest.raises(OperationalError) as caught:
        spool(SLIP, "label", opened)
    assert caught.value.code is ErrorCode.PRINTER_UNUSABLE
    assert caught.value.details["printer"] == "label"


def test_a_printer_that_hangs_holds_up_neither_window_nor_the_next_job(qtbot, owner: QObject, tmp_path: Path) -> None:
    answers = threading.Event()

    def opened(name: str) -> QPrinter:
        if name == "dead":
            answers.wait(10)
        return into(tmp_path / "paper.pdf")(name)

    printer = PaperPrinter(owner, opened, limit_s=0.1)
    told = Told(printer)
    printer.print(SLIP, "dead")
    printer.save(SLIP, tmp_path / "next.pdf")
    qtbot.waitUntil(lambda: len(told.all) == 2)
    answers.set()
    dead, saved = told.all
    assert isinstance(dead, OperationalError)
    assert dead.details == {"printer": "dead", "problem": "no answer within 0.1 s"}
    assert saved == str(tmp_path / "next.pdf")


def test_what_prints_is_loaded_when_something_is_printed() -> None:
    late = {"zxingcpp", "PySide6.QtPrintSupport"}
    code = f"import sys, ui.paper.printing, ui.paper.preview; print({late} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# -- the preview ------------------------------------------------------------------------------------------------------


@pytest.fixture
def preview(qtbot, owner: QObject) -> SlipPreview:
    made = SlipPreview(DARK, SIZES)
    qtbot.addWidget(made)
    made.resize(900, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(preview: SlipPreview, name: str) -> QPushButton:
    found = preview.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    assert found.accessibleName() or found.text()
    return found


def show(qtbot, preview: SlipPreview, document: SlipDocument) -> None:
    preview.show_document(document)
    drawn(qtbot, preview)


def drawn(qtbot, preview: SlipPreview) -> None:
    qtbot.waitUntil(lambda: not preview._errand.running)


def test_the_preview_shows_the_page_as_it_will_be_printed(qtbot, preview: SlipPreview) -> None:
    show(qtbot, preview, SLIP)
    page = preview._page
    picture = page.grab().toImage()
    assert page.width() / page.height() == pytest.approx(148 / 210, abs=0.01)
    assert picture.pixelColor(2, 2).lightnessF() == 1
    assert min(picture.pixelColor(x, y).lightnessF() for x in range(40, 120) for y in range(30, 60)) < 0.2
    assert page._picture is not None
    assert {code.text for code in zxingcpp.read_barcodes(page._picture)} == {CODE, DN}


def test_pages_are_turned_by_hand(qtbot, preview: SlipPreview) -> None:
    show(qtbot, preview, SlipDocument(slip(*map(line, range(40))), A5))
    former, following = button(preview, "formerPageButton"), button(preview, "nextPageButton")
    first = preview._page._picture
    assert (former.isEnabled(), following.isEnabled()) == (False, True)
    assert preview._words.text() == "Page 1 of 3"
    qtbot.mouseClick(following, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(following, Qt.MouseButton.LeftButton)
    drawn(qtbot, preview)
    assert preview._words.text() == preview._page.accessibleName() == "Page 3 of 3"
    assert (former.isEnabled(), following.isEnabled()) == (True, False)
    assert preview._page._picture != first
    qtbot.mouseClick(former, Qt.MouseButton.LeftButton)
    drawn(qtbot, preview)
    assert preview._words.text() == "Page 2 of 3"


def test_one_page_has_nothing_to_turn(qtbot, preview: SlipPreview) -> None:
    show(qtbot, preview, SLIP)
    assert not button(preview, "nextPageButton").isVisible()


@pytest.mark.parametrize(
    ("name", "signal"),
    [("printSlipButton", "print_asked"), ("saveSlipButton", "save_asked"), ("closeSlipButton", "closed")],
)
def test_buttons_are_pressed_by_hand_and_never_by_a_scanner(
    qtbot, preview: SlipPreview, name: str, signal: str
) -> None:
    show(qtbot, preview, SLIP)
    asked: list[str] = []
    getattr(preview, signal).connect(lambda: asked.append(signal))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(button(preview, name), key)
        qtbot.keyClick(preview, key)
    assert asked == []
    qtbot.mouseClick(button(preview, name), Qt.MouseButton.LeftButton)
    assert asked == [signal]


def test_nothing_is_asked_for_twice_while_it_is_done(qtbot, preview: SlipPreview) -> None:
    show(qtbot, preview, SLIP)
    preview.set_busy(True)
    assert not button(preview, "printSlipButton").isEnabled()
    assert not button(preview, "saveSlipButton").isEnabled()
    assert button(preview, "closeSlipButton").isEnabled()
    preview.set_busy(False)
    assert button(preview, "printSlipButton").isEnabled()


LENGTH = st.integers(1, 3000)


@given(page=st.tuples(st.floats(50, 400), st.floats(50, 700)), room=st.tuples(LENGTH, LENGTH), readable=LENGTH)
def test_x7_a_page_keeps_its_shape_fits_the_width_and_can_be_read(
    page: tuple[float, float], room: tuple[int, int], readable: int
) -> None:
    width, height = shown_size(page, room, readable)
    assert width <= room[0]
    assert height == pytest.approx(width * page[1] / page[0], abs=1 + page[1] / page[0])
    assert width >= min(readable, room[0]) - 1
    assert height <= room[1] + 1 or width <= readable


# -- the command ------------------------------------------------------------------------------------------------------


def sheet(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "app", "sheet", *words], capture_output=True, text=True, check=False)


def test_it_prints_the_sheet_without_a_window(tmp_path: Path) -> None:
    file = tmp_path / "commands.pdf"
    done = sheet("--out", str(file), "--language", "en")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, str(file), "")
    assert page_boxes(file) == [pytest.approx((210, 297), abs=0.4)]


def test_badges_are_badges_of_this_site(tmp_path: Path) -> None:
    file = tmp_path / "badges.pdf"
    badges = [word for n in range(11) for word in ("--badge", f"qc-{n}")]
    refused = sheet("--out", str(file), *badges)
    assert refused.returncode == 2
    assert "qc-0" in refused.stderr
    assert not file.exists()
    assert sheet("--set", "station.badge_prefix=QC-", "--out", str(file), "--paper", "A6", *badges).returncode == 0
    assert len(page_boxes(file)) == 3


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = sheet("--out", str(tmp_path / "nowhere" / "x.pdf"))
    assert done.returncode == 1
    assert done.stderr.startswith("countersign: ")
    assert "nowhere" in done.stderr
