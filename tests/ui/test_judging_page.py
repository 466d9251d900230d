"""The page of judging, worked with keys and mouse, on stores in memory."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QTableView, QWidget

from app.domain.errors import ErrorCode, OperationalError
from app.domain.judging import Verdict
from app.domain.part_number import PartNumber
from app.use_cases.judge import QUEUE_AT_MOST
from tests.fakes.people_known import ANI, BUDI, OPERATOR
from tests.unit.test_judge import BOX, A, B
from tests.unit.test_judge import Bench as Judging
from tests.unit.test_training_set import jpeg
from ui.judging.view import JudgingPage
from ui.judging.view_model import Stage
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, sizes

SIZES = sizes(1366, 768, 3.78)


class Bench:
    """A page over a queue; ``loaded`` waits for what is under way."""

    def __init__(self, qtbot, theme: str = "dark") -> None:
        self.qtbot, self.of = qtbot, Judging()
        self.theme = theme
        self.page: JudgingPage

    def open(self, covers: int = 3, actor=ANI) -> "Bench":
        for number in range(covers):
            self.of.put(number + 1)
        return self.show(actor)

    def show(self, actor=ANI) -> "Bench":
        colours = PALETTES[self.theme]
        self.page = JudgingPage(self.of.judge, self.of.shelf, actor, colours, SIZES)
        self.page.setStyleSheet(stylesheet(colours, SIZES))
        self.qtbot.addWidget(self.page)
        self.page.resize(1176, 716)
        self.page.show()
        self.page.refresh()
        self.loaded()
        return self

    def loaded(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._errand.running and not self.page._exporting.running)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.page, key)
        self.loaded()

    def press(self, name: str) -> None:
        button = self.page.findChild(QWidget, name)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.loaded()

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found.text()

    @property
    def verdicts(self) -> list[Verdict]:
        return [row.verdict for row in self.of.store.rows]


@pytest.fixture
def bench(qtbot, dressed) -> Iterator[Bench]:
    threads = set(threading.enumerate())
    made = Bench(qtbot)
    yield made
    made.page.close_page()
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)
        assert not thread.is_alive()


def test_a_question_shows_picture_box_and_claim_and_nothing_of_why_it_is_asked(bench: Bench) -> None:
    bench.open()
    asking = bench.page.asking
    assert not asking.picture.picture.isNull()
    assert asking.picture.box == BOX
    assert bench.text("judgingPart") == A.text
    assert bench.text("judgingShort") == "D26L"
    assert bench.text("judgingLeft") == "3 left"
    seen = " ".join(each.text() for each in bench.page.findChildren(QLabel) if each.isVisible()).lower()
    for told in ("green", "uncertain", "disagreed", "0.95", "95"):
        assert told not in seen


def test_the_keys_answer_one_after_another_until_nothing_is_left(bench: Bench) -> None:
    bench.open()
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_4):
        bench.key(key)
    assert bench.verdicts == [Verdict.CORRECT, Verdict.BAD_PICTURE, Verdict.UNSURE]
    assert bench.page._round.stage is Stage.NOTHING
    assert "Nothing waits" in bench.page.asking.picture.accessibleDescription()
    bench.key(Qt.Key.Key_1)
    assert len(bench.verdicts) == 3


def test_the_mouse_does_the_same(bench: Bench) -> None:
    bench.open()
    bench.press("judge_correct")
    bench.press("judge_unsure")
    bench.press("judgingBack")
    assert bench.verdicts == [Verdict.CORRECT, Verdict.UNSURE, Verdict.TAKEN_BACK]
    assert bench.page._round.left == 2


def test_the_right_part_is_searched_and_chosen_never_typed(bench: Bench) -> None:
    bench.of.store.known.append(PartNumber("Z-CV01-D31LXXX-C01N-NL-DG00"))
    bench.open(1)
    bench.key(Qt.Key.Key_2)
    chooser = bench.page.asking.chooser
    assert chooser.search.hasFocus()
    assert [chooser.list.item(n).text() for n in range(chooser.list.count())] == [
        B.text,
        "Z-CV01-D31LXXX-C01N-NL-DG00",
    ]
    bench.key(Qt.Key.Key_Down)
    assert chooser.list.currentRow() == 1
    bench.qtbot.keyClicks(chooser.search, "1z4 d26r")
    assert chooser.list.count() == 0
    bench.key(Qt.Key.Key_Return)
    assert bench.verdicts == []
    chooser.search.selectAll()
    bench.qtbot.keyClicks(chooser.search, "d26r")
    bench.key(Qt.Key.Key_Return)
    assert [(row.verdict, row.right_part) for row in bench.of.store.rows] == [(Verdict.WRONG_PART, B.text)]


def test_the_chooser_is_left_without_a_verdict_and_the_keys_work_again(bench: Bench) -> None:
    bench.open(1)
    bench.key(Qt.Key.Key_2)
    bench.key(Qt.Key.Key_Escape)
    assert bench.verdicts == []
    bench.key(Qt.Key.Key_1)
    assert bench.verdicts == [Verdict.CORRECT]


def test_space_shows_the_cover_close_up_until_the_next_one(bench: Bench) -> None:
    bench.open(2)
    bench.key(Qt.Key.Key_Space)
    assert bench.page.asking.picture.zoomed
    bench.key(Qt.Key.Key_1)
    assert not bench.page.asking.picture.zoomed


def test_z_takes_back_what_was_said_here_and_asks_again(bench: Bench) -> None:
    bench.open(2)
    first = bench.page._round.question
    bench.key(Qt.Key.Key_Z)
    assert bench.verdicts == []
    bench.key(Qt.Key.Key_1)
    bench.key(Qt.Key.Key_Z)
    assert bench.verdicts == [Verdict.CORRECT, Verdict.TAKEN_BACK]
    assert bench.page._round.question == first


def test_a_verdict_that_somebody_else_has_given_since_is_not_taken_back(bench: Bench) -> None:
    bench.open(2)
    first = bench.page._round.question
    assert first is not None
    bench.key(Qt.Key.Key_1)
    bench.of.judge.judge(BUDI, first, Verdict.UNSURE)
    bench.key(Qt.Key.Key_Z)
    assert "somebody else" in bench.text("judgingSaid")
    assert bench.page._round.at == 1


def test_a_verdict_that_cannot_be_recorded_is_told_and_the_question_stays(bench: Bench) -> None:
    bench.open(2)
    before = bench.page._round
    bench.of.store.error = OperationalError(ErrorCode.DATABASE_LOCKED, path="x")
    bench.key(Qt.Key.Key_1)
    assert bench.text("judgingSaid")
    assert bench.page._round == before
    bench.of.store.error = None
    bench.key(Qt.Key.Key_1)
    assert bench.text("judgingSaid") == ""
    assert bench.verdicts == [Verdict.CORRECT]


def test_a_cover_judged_correct_is_the_example_of_the_next(bench: Bench) -> None:
    bench.open(2)
    assert bench.page.asking.example.picture.isNull()
    bench.key(Qt.Key.Key_1)
    assert not bench.page.asking.example.picture.isNull()
    assert bench.page.asking.example.box == BOX


def test_of_a_picture_that_nobody_sees_only_that_can_be_said(bench: Bench) -> None:
    bench.of.put(1)
    bench.show()
    bench.of.shelf.pictures.clear()
    bench.of.put(2)
    bench.of.shelf.pictures = {name: jpeg(77) for name in bench.of.shelf.pictures}
    bench.of.judge._is_here = lambda asked: True  # type: ignore[method-assign]  # gone between the queue and the look
    bench.key(Qt.Key.Key_1)
    bench.key(Qt.Key.Key_F5)
    assert "cannot be shown" in bench.page.asking.picture.accessibleDescription()
    bench.key(Qt.Key.Key_1)
    assert bench.verdicts == [Verdict.CORRECT]
    bench.key(Qt.Key.Key_3)
    assert bench.verdicts == [Verdict.CORRECT, Verdict.BAD_PICTURE]


def test_a_round_that_is_through_goes_on_with_the_next(bench: Bench) -> None:
    bench.open(QUEUE_AT_MOST + 1)
    assert "more behind" in bench.text("judgingLeft")
    bench.page._round = replace(bench.page._round, at=QUEUE_AT_MOST - 1)
    bench.page._show()
    bench.key(Qt.Key.Key_4)
    assert bench.page._round.stage is Stage.DONE
    bench.key(Qt.Key.Key_Return)
    assert bench.page._round.left == QUEUE_AT_MOST


def test_an_empty_queue_says_why_and_a_forbidden_one_too(bench: Bench) -> None:
    bench.show()
    assert "has its verdict" in bench.page.asking.picture.accessibleDescription()
    assert bench.text("judgingLeft") == "0 left"
    bench.page.close_page()
    bench.show(OPERATOR)
    assert "may not" in bench.text("judgingSaid")


def test_coming_back_keeps_the_question_at_hand(bench: Bench) -> None:
    bench.open(3)
    bench.key(Qt.Key.Key_1)
    before = bench.page._round
    bench.page.refresh()
    bench.loaded()
    assert bench.page._round == before


def table(bench: Bench) -> list[list[str]]:
    model = bench.page.results.table.rates
    return [[str(model.index(r, c).data() or "") for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_the_rates_come_with_their_intervals_and_by_what_was_asked(bench: Bench) -> None:
    bench.open(4)
    bench.key(Qt.Key.Key_R)
    assert table(bench)[0][4] == "nothing judged yet"
    bench.key(Qt.Key.Key_Q)
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_3):
        bench.key(key)
    bench.key(Qt.Key.Key_R)
    total, of_part = table(bench)
    assert total[2:] == ["2", "0", "0 % (0 to 84 %)", "", "1", "1"]
    assert (total[0], of_part[0]) == ("all parts", A.text)
    bench.press("by_station")
    assert {row[1] for row in table(bench)} == {"all stations", "qc-0", "qc-1"}
    assert bench.page.results.table.isColumnHidden(0)
    bench.key(Qt.Key.Key_1)
    assert len(bench.verdicts) == 4


def test_an_export_tells_how_far_it_is_and_what_it_wrote(bench: Bench, tmp_path: Path, monkeypatch) -> None:
    bench.open(2)
    bench.key(Qt.Key.Key_1)
    bench.key(Qt.Key.Key_4)
    bench.key(Qt.Key.Key_R)
    asked = iter([("", ""), (str(tmp_path / "set"), "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: next(asked))
    bench.press("exportSet")
    assert bench.of.sets.added == []
    bench.press("exportSet")
    bench.qtbot.waitUntil(lambda: bool(bench.text("judgingSaid")))
    assert "1 pictures" in bench.text("judgingSaid")
    assert "1 unsure" in bench.text("judgingSaid")
    assert bench.of.sets.done
    assert bench.page.results.export.isEnabled()


def test_an_export_can_be_stopped_and_judging_goes_on_beside_it(bench: Bench, tmp_path: Path) -> None:
    bench.open(3)
    bench.key(Qt.Key.Key_1)
    held, reached = threading.Event(), threading.Event()
    add = bench.of.sets.add

    def slow(*given) -> bool:
        reached.set()
        assert held.wait(10)
        return add(*given)

    bench.of.sets.add = slow  # type: ignore[assignment,method-assign]
    bench.page.export_to(tmp_path / "set")
    bench.qtbot.waitUntil(reached.is_set)
    bench.qtbot.keyClick(bench.page, Qt.Key.Key_1)
    bench.qtbot.waitUntil(lambda: len(bench.verdicts) == 2)
    bench.page.stop_export()
    held.set()
    bench.loaded()
    assert "Stopped" in bench.text("judgingSaid")
    assert not bench.of.sets.done


def test_an_export_that_fails_is_told(bench: Bench, tmp_path: Path) -> None:
    bench.open(1)
    bench.of.audit.told.error = OperationalError(ErrorCode.DATABASE_LOCKED, path="x")
    bench.page.export_to(tmp_path / "set")
    bench.loaded()
    bench.qtbot.waitUntil(lambda: bool(bench.text("judgingSaid")))
    assert bench.page.results.export.isEnabled()


def test_leaving_the_page_stops_everything(bench: Bench, tmp_path: Path) -> None:
    bench.open(1)
    bench.page.load()
    bench.page.export_to(tmp_path / "set")
    bench.page.close_page()
    assert not bench.page._errand.running
    assert not bench.page._exporting.running


@pytest.mark.parametrize("theme", list(PALETTES))
def test_it_is_painted_in_every_state(qtbot, dressed, theme: str) -> None:
    bench = Bench(qtbot, theme).open(2)
    whole = bench.page.asking.picture.grab().toImage()
    bench.key(Qt.Key.Key_Space)
    assert bench.page.asking.picture.grab().toImage() != whole
    bench.key(Qt.Key.Key_1)
    bench.key(Qt.Key.Key_R)
    assert not bench.page.grab().isNull()
    bench.page.close_page()


@pytest.mark.parametrize("text", ["<b>bold</b>", "a\u202eb\nc", "Z-" + "X" * 5000, "=1+1", "\x00"])
def test_a_hostile_part_is_shown_as_text(bench: Bench, text: str) -> None:
    key = bench.of.put(1)
    bench.of.store.decisions[key] = replace(bench.of.store.decisions[key], claimed=PartNumber(text))
    bench.of.store.known.append(PartNumber(text + "1"))
    bench.show()
    said = bench.text("judgingPart")
    assert len(said) <= 100
    assert not set(said) & {"\u202e", "\n", "\x00"}
    label = bench.page.findChild(QLabel, "judgingPart")
    assert label is not None
    assert label.textFormat() is Qt.TextFormat.PlainText
    bench.key(Qt.Key.Key_2)
    assert bench.page.asking.chooser.list.count() == 3


def test_every_control_has_a_name_to_be_called_by(bench: Bench) -> None:
    bench.open(1)

    for kind in (QAbstractButton, QLineEdit, QTableView):
        for widget in bench.page.findChildren(kind):
            if widget.objectName().startswith("qt_") or not widget.objectName():
                continue
            spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            assert spoken, widget.objectName()
