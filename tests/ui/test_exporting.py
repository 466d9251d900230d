"""The panels of exports: what is chosen, how far it is, stopping it, what is said, and that nothing half stays."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QProgressBar, QPushButton, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor
from app.ports.exports import ExportFormat, ExportKind
from app.ports.session_reports import SessionFilter
from app.use_cases.authority import Authority
from app.use_cases.export import Export
from services.exports.table_files import SpreadsheetFiles
from tests.fakes.people_known import ANI, OPERATOR, known_people
from tests.fakes.station_record import FakeAudit, Told
from tests.unit.test_export import NoonClock, Pages, cells, summary
from ui.exporting.evidence_panels import session_report_panel
from ui.exporting.file_panel import FilePanel
from ui.exporting.view import ExportDialog
from ui.exporting.view_model import Progress, Stage, export_name, is_whole_place, panel_state, safe_name, with_ending
from ui.language import number
from ui.paper.paper_reports import PaperReports
from ui.theme.style import dress, stylesheet
from ui.theme.tokens import DARK, sizes

SIZES = sizes(1366, 768, 3.78)


class GatedPages(Pages):
    """Waits before each page but the first until it may go on."""

    def __init__(self, count: int) -> None:
        super().__init__([summary(number) for number in range(count)])
        self.gate = threading.Event()

    def page(self, *args):
        if self.asked:
            assert self.gate.wait(5)
        return super().page(*args)


@pytest.fixture
def shown(qtbot) -> Callable[[QWidget], QWidget]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, "dark")

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.setStyleSheet(stylesheet(DARK, SIZES))
        widget.show()
        widget.activateWindow()
        qtbot.waitExposed(widget)
        return widget

    return show


def dialog(folder: Path, pages: Pages, actor: Actor = ANI, rows_at_most: int = 100, **more) -> ExportDialog:
    authority, audit = Authority(known_people, NoonClock()), FakeAudit(Told())
    export = Export(pages, SpreadsheetFiles(rows_at_most), authority, audit)
    return ExportDialog(export, SessionFilter(), actor, DARK, SIZES, folder=folder, **more)


def press(view: QWidget, name: str) -> None:
    button = view.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said(view: QWidget) -> str:
    found = view.findChild(QLabel, "fileSaid")
    assert found is not None
    return found.text()


def test_a_file_is_written_where_it_was_said(qtbot, shown, tmp_path: Path) -> None:
    opened: list[Path] = []
    view = shown(dialog(tmp_path, Pages([summary(n) for n in range(7)]), opens=opened.append))
    press(view, "writeFileButton")
    qtbot.waitUntil(lambda: said(view) == "7 rows were written.")
    target = Path(view.panel.place.text())
    assert target.parent == tmp_path
    assert len(cells(target)) == 8
    press(view, "openFolderButton")
    assert opened == [tmp_path]


def test_kind_and_format_by_keys_change_the_name_and_what_is_written(qtbot, shown, tmp_path: Path) -> None:
    view = shown(dialog(tmp_path, Pages([summary(n) for n in range(2, 4)])))
    for name in ("exportKind", "exportFormat"):
        chooser = view.findChild(QComboBox, name)
        chooser.setFocus()
        QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert Path(view.panel.place.text()).name.startswith("labels-")
    assert view.panel.place.text().endswith(".xlsx")
    assert number(1_048_575) in view.findChild(QLabel, "exportLimit").text()
    QTest.keyClick(view.panel.place, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(view) == "4 rows were written.")
    assert len(cells(Path(view.panel.place.text()))) == 5


def test_it_is_stopped_by_escape_and_leaves_nothing(qtbot, shown, tmp_path: Path) -> None:
    pages = GatedPages(9)
    view = shown(dialog(tmp_path, pages))
    closed: list[bool] = []
    view.closed.connect(lambda: closed.append(True))
    QTest.keyClick(view.panel.place, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(view).startswith("3 rows so far"))
    assert view.findChild(QProgressBar).isVisible()
    assert not view.findChild(QComboBox, "exportKind").isEnabled()
    QTest.keyClick(view.panel, Qt.Key.Key_Escape)
    assert said(view) == "Being stopped …"
    pages.gate.set()
    qtbot.waitUntil(lambda: said(view) == "Stopped. No file was written.")
    assert list(tmp_path.iterdir()) == []
    assert not closed
    QTest.keyClick(view.panel, Qt.Key.Key_Escape)
    assert closed == [True]


def test_taken_down_in_the_middle_it_stops(qtbot, shown, tmp_path: Path) -> None:
    pages = GatedPages(9)
    view = shown(dialog(tmp_path, pages))
    press(view, "writeFileButton")
    qtbot.waitUntil(lambda: len(pages.asked) == 1 and view.panel._progress.rows == 3)
    view.close_page()
    assert not view.panel.running
    pages.gate.set()
    qtbot.waitUntil(lambda: list(tmp_path.iterdir()) == [])
    qtbot.waitUntil(lambda: all(thread.name != "file" for thread in threading.enumerate()))


@pytest.mark.parametrize(
    ("actor", "rows_at_most", "form", "words"),
    [
        (OPERATOR, 100, ExportFormat.CSV, "OP-17 may not do this."),
        (ANI, 2, ExportFormat.XLSX, "an XLSX sheet holds no more"),
    ],
)
def test_what_went_wrong_is_said_beside_it(qtbot, shown, tmp_path: Path, actor, rows_at_most, form, words) -> None:
    view = shown(dialog(tmp_path, Pages([summary(n) for n in range(3)]), actor, rows_at_most))
    view.findChild(QComboBox, "exportFormat").setCurrentIndex(list(ExportFormat).index(form))
    press(view, "writeFileButton")
    qtbot.waitUntil(lambda: words in said(view))
    assert view.findChild(QLabel, "fileSaid").property("tone") == "bad"
    assert list(tmp_path.iterdir()) == []


def test_the_place_is_chosen_in_the_systems_dialog_or_typed(shown, tmp_path: Path) -> None:
    asked: list[str] = []

    def asks(_parent: QWidget, suggested: str) -> str:
        asked.append(suggested)
        return str(tmp_path / "mine.csv") if len(asked) == 1 else ""

    view = shown(dialog(tmp_path, Pages([]), asks=asks))
    press(view, "choosePlaceButton")
    QTest.keyClick(view.panel, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 2
    assert view.panel.place.text() == str(tmp_path / "mine.csv")
    view.findChild(QComboBox, "exportFormat").setCurrentIndex(1)
    assert view.panel.place.text() == str(tmp_path / "mine.xlsx")
    view.panel.place.setText("no folder.csv")
    press(view, "writeFileButton")
    assert said(view) == "Name the file with its folder."
    view.panel.place.setText("  ")
    assert not view.panel.start.isEnabled()


def test_what_an_error_says_is_text(qtbot, shown, tmp_path: Path) -> None:
    def write(path: Path, progress: Progress) -> str:
        raise OperationalError(ErrorCode.FILE_UNWRITABLE, path="<b>x</b>\u202e", problem="a" * 10_000)

    panel = shown(FilePanel("Evidence", tmp_path / "x.zip", write, DARK, SIZES))
    press(panel, "writeFileButton")
    qtbot.waitUntil(lambda: said(panel).startswith("<b>x</b>\N{REPLACEMENT CHARACTER}"))
    assert panel.findChild(QLabel, "fileSaid").textFormat() is Qt.TextFormat.PlainText
    assert len(said(panel)) <= 400


def test_a_report_is_named_by_an_id_whatever_the_id_is(tmp_path: Path) -> None:
    reports = PaperReports(None, None)  # type: ignore[arg-type]  # nothing is written here
    panel = session_report_panel(reports, "../../etc/passwd\x00", ANI, DARK, SIZES, tmp_path)
    assert Path(panel.place.text()).parent == tmp_path
    assert Path(panel.place.text()).name == "session-_etc_passwd.pdf"


# -- the pure part ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", Stage)
def test_a_panel_never_offers_what_it_cannot_do(stage: Stage) -> None:
    state = panel_state(stage, "/x")
    assert state.may_start == state.open == (not state.busy)
    assert not (state.may_stop and not state.busy)
    assert not panel_state(stage, " ").may_start


def test_names() -> None:
    assert export_name(ExportKind.LABELS, ExportFormat.XLSX, "2026-09-14") == "labels-2026-09-14.xlsx"
    assert with_ending("/a/b.CSV", ExportFormat.XLSX) == "/a/b.xlsx"
    assert with_ending("/a/b.tar", ExportFormat.CSV) == "/a/b.tar.csv"
    assert with_ending("", ExportFormat.CSV) == ""
    assert safe_name("day", "site-2026") == "day-site-2026"
    assert not is_whole_place("x.csv")
