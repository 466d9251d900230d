"""The page of sessions, by keys and mouse, on sources in memory."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.errors import ErrorCode, OperationalError
from app.domain.people import Actor, Person, Role
from app.domain.review import ReviewState, SessionState
from app.ports.session_reports import SessionFilter, SessionLabel, SessionSummary
from app.use_cases.authority import Authority
from app.use_cases.browse import Browse, Source
from app.use_cases.triage import Triage
from tests.fakes.session_reports import FakeReports, FakeReviews, summary
from tests.fakes.station_parts import SetClock
from ui.review.pictures import Proof
from ui.review.view import ReviewPage
from ui.review.view_model import PAGE_ROWS, Days, Emptiness, Field
from ui.review.words import emptiness_words
from ui.theme.style import stylesheet
from ui.theme.tokens import PALETTES, sizes

SARI = Actor("SV-1", Role.SUPERVISOR, "desk")
AWAY = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="it is away")
EVIL = "\u202e<b>=1+1</b>\x07'; DROP TABLE packing --" + "x" * 10_000


def jpeg() -> bytes:
    return cv2.imencode(".jpg", np.full((90, 160, 3), 120, np.uint8))[1].tobytes()


@dataclass
class Shelf:
    pictures: dict[str, bytes] = field(default_factory=dict)

    def jpeg(self, picture_id: str) -> bytes | None:
        return self.pictures.get(picture_id)


def cover(picture: str, sha256: str = "", verdict: str = "accepted") -> dict[str, object]:
    return {
        "verdict": verdict, "reason": "", "part_number": "Z-A", "label": "W_A", "model": "m@1", "confidence": 0.91,
        "scores": [0.9, 0.91, 0.92], "picture": picture, "sha256": sha256, "box": [0.25, 0.25, 0.75, 0.75],
    }  # fmt: skip


class Rig:
    """A page in its window; ``factory`` and ``unsent`` are what it lists."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.factory, self.unsent, self.shelf = FakeReports(), FakeReports(), Shelf()
        self.reviews: FakeReviews = self.factory.reviews
        authority = Authority(lambda name: Person(name, "Sari", Role.SUPERVISOR), SetClock())
        browse = Browse({Source.FACTORY: self.factory, Source.UNSENT: self.unsent}, authority)
        look, measures = PALETTES["dark"], sizes(1366, 768, 3.78)
        self.page = ReviewPage(browse, Triage(self.reviews, authority), self.shelf, SARI, look, measures)
        self.page.setStyleSheet(stylesheet(look, measures))
        self.page.resize(1176, 716)
        self.page.show()
        qtbot.waitExposed(self.page)

    def load(self) -> None:
        self.page.filter.clear()
        self.shown("list", self.page.refresh)
        self.settled()

    def shown(self, what: str, do) -> None:
        """``do``, and wait until the page shows what came of it."""
        with self.qtbot.waitSignal(self.page.content_shown, check_params_cb=lambda kind: kind == what):
            do()

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page._lane.busy)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key)

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found.text() if not found.isHidden() else ""

    @property
    def row(self) -> int:
        return self.page.list.currentIndex().row()

    @property
    def rows(self) -> list[SessionSummary]:
        return self.page.table.sessions

    @property
    def titles(self) -> list[str]:
        model = self.page.pane.timeline.model()
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.fixture
def rig(qtbot, dressed) -> Iterator[Rig]:
    made = Rig(qtbot)
    yield made
    made.page.close_page()
    made.page.close()
    made.page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for thread in threading.enumerate():
        if thread.name in {"review", "thumbnails", "evidence"}:
            thread.join(5)


def test_nothing_is_read_before_the_page_is_looked_at(rig: Rig) -> None:
    assert rig.factory.asked == []
    assert rig.rows == []


def test_the_newest_session_is_open_beside_the_list(rig: Rig) -> None:
    rig.factory.add(*(summary(f"s-{minute}", minute, dn=f"KSS{minute}") for minute in range(3)))
    rig.load()
    rig.qtbot.waitUntil(lambda: len(rig.titles) == 2)
    assert [each.dn for each in rig.rows] == ["KSS2", "KSS1", "KSS0"]
    assert rig.text("sessionDn") == "KSS2"
    assert "Submitted" in rig.titles[0]
    assert rig.text("reviewCount") == "All 3 shown"


def test_j_and_k_go_through_the_list(rig: Rig) -> None:
    rig.factory.add(*(summary(f"s-{minute}", minute, dn=f"KSS{minute}") for minute in range(3)))
    rig.load()
    for key, row in ((Qt.Key.Key_J, 1), (Qt.Key.Key_J, 2), (Qt.Key.Key_J, 2), (Qt.Key.Key_K, 1), (Qt.Key.Key_Down, 2)):
        rig.key(key)
        assert rig.row == row
    rig.qtbot.waitUntil(lambda: rig.text("sessionDn") == "KSS0" and len(rig.titles) == 2)


def test_r_marks_as_reviewed_and_goes_on_and_o_takes_it_back(rig: Rig) -> None:
    rig.factory.add(*(summary(f"s-{minute}", minute) for minute in range(3)))
    rig.load()
    rig.key(Qt.Key.Key_R)
    rig.key(Qt.Key.Key_R)
    rig.qtbot.waitUntil(lambda: [each.review for each in rig.rows[:2]] == [ReviewState.REVIEWED] * 2)
    assert rig.row == 2
    assert [act.subject for act in rig.reviews.acts] == ["session:s-2", "session:s-1"]
    rig.key(Qt.Key.Key_K)
    rig.settled()
    rig.key(Qt.Key.Key_O)
    rig.qtbot.waitUntil(lambda: rig.rows[1].review is ReviewState.REOPENED)
    assert rig.row == 1
    rig.qtbot.waitUntil(lambda: any("Review opened again" in title for title in rig.titles))


def test_a_reviewed_session_is_not_reviewed_twice(rig: Rig) -> None:
    rig.factory.add(summary("s-1"))
    rig.load()
    for _ in range(3):
        rig.key(Qt.Key.Key_R)
    rig.qtbot.waitUntil(lambda: rig.rows[0].review is ReviewState.REVIEWED)
    rig.settled()
    rig.key(Qt.Key.Key_R)
    rig.settled()
    assert len(rig.reviews.acts) == 1


def test_what_was_refused_is_told_at_its_own_session(rig: Rig) -> None:
    """The triage has gone on meanwhile, and comes back."""
    rig.factory.add(*(summary(f"s-{minute}", minute) for minute in range(3)))
    rig.load()
    rig.reviews.error = AWAY
    rig.key(Qt.Key.Key_R)
    assert rig.row == 1
    rig.qtbot.waitUntil(lambda: "does not answer" in rig.text("sessionSaid"))
    rig.settled()
    assert rig.row == 0
    assert [each.review for each in rig.rows] == [ReviewState.NOT_REVIEWED] * 3
    assert "does not answer" in rig.text("sessionSaid")
    rig.reviews.error = None
    rig.key(Qt.Key.Key_R)
    rig.qtbot.waitUntil(lambda: rig.rows[0].review is ReviewState.REVIEWED)
    rig.key(Qt.Key.Key_K)
    rig.settled()
    assert rig.text("sessionSaid") == ""


def test_n_writes_a_note_whose_letters_are_letters(rig: Rig) -> None:
    rig.factory.add(summary("s-1"))
    rig.load()
    rig.key(Qt.Key.Key_N)
    rig.qtbot.keyClicks(rig.page.pane.note_field, "jkron v/b")
    rig.key(Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: any("jkron v/b" in title for title in rig.titles))
    assert [act.reason for act in rig.reviews.acts] == ["jkron v/b"]
    assert rig.rows[0].review is ReviewState.NOT_REVIEWED
    rig.key(Qt.Key.Key_N)
    rig.qtbot.keyClicks(rig.page.pane.note_field, "not kept")
    rig.key(Qt.Key.Key_Escape)
    rig.settled()
    assert len(rig.reviews.acts) == 1
    assert rig.page.pane.note_field.isHidden()


def test_an_unsent_session_is_looked_at_and_not_touched(rig: Rig) -> None:
    rig.unsent.add(summary("u-1", state=SessionState.PROVISIONAL, committed_at=""), waits="waiting")
    rig.load()
    rig.qtbot.waitUntil(lambda: any("Waits at its station" in title for title in rig.titles))
    for key in (Qt.Key.Key_R, Qt.Key.Key_N, Qt.Key.Key_O):
        rig.key(key)
    rig.settled()
    assert rig.reviews.acts == []
    assert rig.page.pane.note_field.isHidden()
    assert not rig.page.pane.reviewed.isEnabled()
    assert "can be reviewed once" in rig.text("sessionSaid")


def test_the_search_is_asked_with_every_key_and_the_newest_answer_counts(rig: Rig) -> None:
    rig.factory.add(summary("s-1"))
    rig.load()
    rig.key(Qt.Key.Key_Slash)
    assert rig.page.focusWidget() is rig.page.filter.search
    rig.qtbot.keyClicks(rig.page.filter.search, "kss/jr")
    rig.qtbot.waitUntil(lambda: rig.factory.asked[-1].search == "kss/jr")
    rig.settled()
    assert rig.factory.asked[-1] == SessionFilter(search="kss/jr")
    rig.key(Qt.Key.Key_Return)
    assert rig.page.focusWidget() is rig.page.list


def test_every_chooser_asks_for_its_own(rig: Rig) -> None:
    rig.load()
    bar = rig.page.filter
    bar.state.setCurrentIndex(bar.state.findData(SessionState.CONFLICT))
    bar.review.setCurrentIndex(bar.review.findData(ReviewState.REOPENED))
    for name, text in ((Field.DN, "kss"), (Field.PART, "z-a"), (Field.OPERATOR, "op-1"), (Field.STATION, "one")):
        rig.qtbot.keyClicks(bar.fields[name], text)
    asked = rig.page._asked.asked
    assert (asked.state, asked.review) == (SessionState.CONFLICT, ReviewState.REOPENED)
    assert (asked.dn_prefix, str(asked.part_number), asked.operator, asked.station_id) == ("KSS", "Z-A", "OP-1", "one")
    rig.settled()
    rig.shown("list", bar.clear)
    assert rig.page._asked.asked == SessionFilter()


def test_days_are_chosen_by_a_press_and_the_custom_ones_come_with_their_fields(rig: Rig) -> None:
    bar = rig.page.filter
    assert bar.choice.days is Days.WEEK
    assert bar.first.isHidden()
    rig.qtbot.mouseClick(bar.days.button(3), Qt.MouseButton.LeftButton)
    assert not bar.first.isHidden()
    asked = rig.page._asked.asked
    assert asked.since
    assert asked.until
    rig.settled()


def test_a_filter_that_makes_no_sense_is_told_and_lists_nothing(rig: Rig) -> None:
    rig.factory.add(summary("s-1"))
    rig.load()
    rig.qtbot.keyClicks(rig.page.filter.fields[Field.DN], "k%")
    rig.settled()
    assert rig.text("reviewProblem") == "No delivery note begins like this."
    assert rig.rows == []
    assert rig.text("reviewEmpty") == emptiness_words(Emptiness.MEND_THE_FILTER)


def test_a_source_that_is_away_is_told_above_what_the_others_have(rig: Rig) -> None:
    rig.unsent.add(summary("u-1", state=SessionState.PROVISIONAL, committed_at=""))
    rig.factory.error = AWAY
    rig.load()
    assert [each.session_id for each in rig.rows] == ["u-1"]
    assert "Sessions of the factory's database are missing here." in rig.text("reviewMissing")


def test_the_list_reads_on_before_its_end(rig: Rig) -> None:
    rig.factory.add(*(summary(f"s-{number:03d}", number % 60) for number in range(PAGE_ROWS + 30)))
    rig.load()
    assert rig.text("reviewCount") == "100 shown, there are more below"
    rig.shown("list", rig.page.list.scrollToBottom)
    rig.settled()
    assert len(rig.rows) == len({each.session_id for each in rig.rows}) == PAGE_ROWS + 30
    assert rig.text("reviewCount") == "All 130 shown"


def test_reading_anew_keeps_the_chosen_session(rig: Rig) -> None:
    rig.factory.add(*(summary(f"s-{minute}", minute) for minute in range(3)))
    rig.load()
    rig.key(Qt.Key.Key_J)
    rig.factory.add(summary("s-9", 9))
    rig.shown("list", rig.page.refresh)
    assert rig.rows[rig.row].session_id == "s-1"


def test_the_picture_is_shown_with_its_box_and_compared(rig: Rig) -> None:
    data = jpeg()
    rig.shelf.pictures = {"p-1": data, "p-2": data, "p-4": b"no picture"}
    covers = (
        cover("p-1", hashlib.sha256(data).hexdigest()),
        cover("p-2", "0" * 64, "refused"),
        cover("p-3", "0" * 64),
        cover("p-4", hashlib.sha256(b"no picture").hexdigest()),
        cover("p-2", ""),
    )
    rig.factory.add(summary("s-1", station_id="station-9"), decisions=covers)
    rig.load()
    proofs: list[Proof] = []
    for _ in covers:
        seen = len(proofs)
        rig.qtbot.waitUntil(lambda: rig.page.pane.evidence.found is not None)
        found = rig.page.pane.evidence.found
        assert found is not None
        proofs.append(found.proof)
        if seen == 0:
            assert rig.page.pane.evidence.picture.box is not None
            assert rig.text("evidenceProof").startswith("This is the picture that was recorded")
        if found.proof is Proof.ALTERED:
            assert "THIS IS NOT THE PICTURE THAT WAS RECORDED" in rig.text("evidenceProof")
        if found.proof is Proof.ABSENT:
            assert "station-9" in rig.text("evidenceProof")
        rig.key(Qt.Key.Key_Right)
    assert proofs == [Proof.PROVEN, Proof.ALTERED, Proof.ABSENT, Proof.UNREADABLE, Proof.UNPROVEN]


def test_f_shows_the_picture_alone_and_escape_closes_it(rig: Rig) -> None:
    rig.shelf.pictures = {"p-1": jpeg()}
    rig.factory.add(summary("s-1"), decisions=(cover("p-1"),))
    rig.load()
    rig.qtbot.waitUntil(lambda: rig.page.pane.evidence.found is not None)
    rig.key(Qt.Key.Key_F)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.objectName() == "fullPicture"
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_hostile_text_is_shown_as_text(rig: Rig) -> None:
    entries = summary("s-1", dn=EVIL, operator=EVIL, station_id=EVIL, packing_code=EVIL, discrepancy_reason=EVIL)
    labels = (SessionLabel(EVIL, "counted", EVIL, 1, "no time"),)
    covers = (replace_all(cover("p-1"), EVIL),)
    rig.factory.add(entries, labels=labels, decisions=covers)
    rig.load()
    rig.qtbot.waitUntil(lambda: len(rig.titles) == 5)
    rig.page.grab()
    said = [found.text() for found in rig.page.findChildren(QLabel)]
    assert not [text for text in said if "\u202e" in text or "\x07" in text]
    assert all(found.textFormat() is Qt.TextFormat.PlainText for found in rig.page.findChildren(QLabel))
    assert max(map(len, said)) < 2000
    assert not [title for title in rig.titles if "\u202e" in title]
    rig.page.filter.search.setText(EVIL)
    rig.settled()
    assert rig.factory.asked[-1].search


def replace_all(plain: dict[str, object], text: str) -> dict[str, object]:
    return {name: text if isinstance(value, str) and name != "verdict" else value for name, value in plain.items()}


def test_the_office_is_asked_for_acts_evidence_and_files(rig: Rig) -> None:
    rig.factory.add(summary("s-1"))
    rig.load()
    for key, signal, value in (
        (Qt.Key.Key_V, rig.page.acts_asked, rig.rows[0]),
        (Qt.Key.Key_B, rig.page.bundle_asked, "s-1"),
    ):
        with rig.qtbot.waitSignal(signal) as asked:
            rig.key(key)
        assert asked.args == [value]
    with rig.qtbot.waitSignal(rig.page.export_asked) as asked:
        rig.qtbot.mouseClick(rig.page.filter.export_button, Qt.MouseButton.LeftButton)
    assert asked.args == [SessionFilter()]


def test_everything_to_press_has_a_name(rig: Rig) -> None:
    from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPushButton

    for kind in (QPushButton, QComboBox, QDateEdit, QLineEdit):
        for widget in rig.page.findChildren(kind):
            inside = isinstance(widget.parent(), QDateEdit | QComboBox)
            assert inside or widget.objectName(), widget
            words = widget.text() if isinstance(widget, QPushButton) else widget.accessibleName()
            assert inside or words, widget.objectName()


def test_a_page_that_is_closed_says_nothing_more(rig: Rig) -> None:
    rig.factory.add(summary("s-1"))
    rig.page.filter.clear()
    rig.page.close_page()
    rig.qtbot.wait(80)
    assert rig.rows == []
