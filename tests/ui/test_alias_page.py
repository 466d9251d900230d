"""The page of aliases, by real keys and clicks."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.audit import AuditDeed
from app.domain.detection import Box
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartMaster, PartNumber
from app.domain.people import Actor
from app.ports.past_decisions import Example, PastDecision
from app.use_cases.alias_effect import AliasEffect
from app.use_cases.alias_overview import AliasOverview
from app.use_cases.aliases import Aliases
from app.use_cases.authority import Authority
from services.matching.similarity import similarity
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.past_decisions import FakePastDecisions, Remembered
from tests.fakes.people_known import ANI, DEWI, SARI, known_people
from tests.ui.fitting import misfits
from tests.unit.builders import MODEL
from ui.aliases.pictures import PictureStrip, pictures_of
from ui.aliases.view import AliasPage
from ui.language import Language, speak
from ui.theme.style import stylesheet
from ui.theme.tokens import DARK, sizes

NOW = datetime(2026, 9, 14, 7, 30, tzinfo=UTC)
LABEL, PART = "W_CV01_D26RXXX_C03N_NL_DG00", PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
SPELT, OTHER = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D31RXXX-C03N-NL-DQ00")
KEY = AliasKey(MODEL, LABEL)
NOTES = {"KSS1": frozenset({PART, OTHER})}
SIZES = sizes(1366, 768, 96 / 25.4)
ENTER, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Delete
CONTROL = Qt.KeyboardModifier.ControlModifier


class Clock:
    def monotonic_s(self) -> float:
        return 0.0

    def utc(self) -> datetime:
        return NOW


def jpeg(colour: str) -> bytes:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(QColor("black"))
    for x in range(32, 64):
        for y in range(48):
            picture.setPixelColor(x, y, QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"jpeg")).write(picture)
    return bytes(buffer.data().data())


class Shelf:
    """EvidenceShelf."""

    def __init__(self, **kept: bytes) -> None:
        self.kept = kept

    def jpeg(self, picture_id: str) -> bytes | None:
        assert threading.current_thread() is not threading.main_thread()
        return self.kept.get(picture_id)


def past(
    label: str = LABEL, verdict: str = "refused", picture: str = "", hours: float = 1, part: str = ""
) -> Remembered:
    at = (NOW - timedelta(hours=hours)).isoformat()
    decision = PastDecision(f"s{hours}", 1, "KSS1", "station-7", at, verdict, "", part or SPELT.text, label)
    return Remembered(decision, MODEL, "", picture)


def alias(status: AliasStatus, by: str = "ANI", label: str = LABEL) -> Alias:
    return Alias(AliasKey(MODEL, label), PART, status, by, "2026-09-10T03:12:00+00:00", "looked at both")


PROPOSED, APPROVED = AliasStatus.PROPOSED, AliasStatus.APPROVED


class Desk:
    """A page in a window, and what lies behind it."""

    def __init__(
        self, qtbot, acts: Sequence[Alias] = (), seen: Sequence[Remembered] = (), actor: Actor = SARI, **kept: bytes
    ) -> None:
        self.qtbot = qtbot
        self.table = FakeAliasTable(AliasBook(tuple(acts)))
        self.past = FakePastDecisions(list(seen), NOTES)
        authority = Authority(known_people, Clock())
        aliases = Aliases(self.table, authority, Clock())
        overview = AliasOverview(self.past, aliases, authority, Clock(), similarity, PartMaster())
        effect = AliasEffect(self.past, aliases, authority, Clock())
        self.page = AliasPage(aliases, overview, effect, Shelf(**kept), actor, DARK, SIZES)
        self.page.setStyleSheet(stylesheet(DARK, SIZES))
        self.page.resize(1176, 716)
        self.page.show()
        qtbot.waitExposed(self.page)

    def load(self) -> None:
        self.page.refresh()
        self.settled()

    def settled(self) -> None:
        page = self.page
        self.qtbot.waitUntil(
            lambda: not (page._errand.running or page._details.running or page._settle.isActive()), timeout=5000
        )

    def text(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert found is not None
        return found.text() if found.isVisible() else ""

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        return found

    def say_why(self, words: str = "held both in the hand") -> None:
        self.page.deciding.reason.setFocus()
        self.qtbot.keyClicks(self.page.deciding.reason, words)

    def listed(self) -> list[str]:
        return [self.page.list.item(each).text() for each in range(self.page.list.count())]

    def changes(self) -> list[str]:
        found = self.page.findChild(QListWidget, "aliasChanges")
        assert found is not None
        return [found.item(each).text() for each in range(found.count())]


@pytest.fixture
def desk(qtbot, dressed) -> Iterator[Callable[..., Desk]]:
    """Makes desks; afterwards no thread and no window is left."""
    threads, made = set(threading.enumerate()), list[Desk]()

    def make(*args, **rest) -> Desk:
        made.append(Desk(qtbot, *args, **rest))
        return made[-1]

    yield make
    for each in made:
        each.page.close_page()
        each.page.close()
        each.page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= threads)


def test_nothing_is_asked_before_the_page_is_looked_at(desk) -> None:
    made = desk()
    made.past.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="asked too early")
    made.settled()
    assert made.text("aliasSaid") == ""
    made.past.error = None
    made.load()
    assert made.text("aliasEmpty").startswith("Nothing here yet")


def test_a_proposal_is_shown_side_by_side_with_its_effect(desk) -> None:
    seen = [
        past(picture="one"),
        past(hours=2),
        past(label=PART.text, verdict="accepted", picture="two", part=PART.text),
    ]
    made = desk([alias(PROPOSED)], seen, one=jpeg("red"), two=jpeg("blue"))
    made.load()
    assert made.listed()[:2] == ["Proposed  1", LABEL]
    assert made.text("aliasStanding").startswith("Proposed by ANI, ")
    assert made.text("aliasLabel") == LABEL
    assert made.text("aliasPart") == PART.text
    assert made.text("aliasDifferences") == "cover series CV01 → CV02   ·   side R → L"
    assert "91 %" in made.text("aliasLikeness")
    assert made.text("aliasEffect") == "Approved, it would have changed 2 of 3 decisions of the last 7 days."
    assert made.text("aliasDanger").startswith("✗ 2 covers that were refused")
    assert len(made.changes()) == 2
    assert all(each.endswith(f"station-7: refused → accepted as {PART}") for each in made.changes())
    for name in ("aliasLabelPictures", "aliasPartPictures"):
        strip = made.page.findChild(PictureStrip, name)
        assert strip is not None
        assert len(strip.pictures) == 1
    assert made.button("aliasMain").isEnabled()


def test_approving_needs_a_reason_and_is_undone_by_revoking(desk) -> None:
    made = desk([alias(PROPOSED)], [past()])
    made.load()
    made.qtbot.keyClick(made.page.list, ENTER)
    assert made.page.focusWidget() is made.page.deciding.reason
    made.qtbot.keyClick(made.page.deciding.reason, ENTER, CONTROL)
    assert made.text("aliasSaid") == "Say why, in a few words."
    assert made.table.audit == []
    made.say_why()
    made.qtbot.keyClick(made.page.deciding.reason, ENTER, CONTROL)
    made.settled()
    assert made.text("aliasSaid").startswith("✓ Approved.")
    assert made.listed() == ["Approved  1", LABEL]
    assert made.text("aliasEffect").startswith("Revoked, it would have changed 0 of 1")
    made.say_why("they are not")
    made.qtbot.keyClick(made.page.deciding.reason, DELETE, CONTROL)
    made.settled()
    assert made.listed() == ["Without an alias  1", LABEL, "Revoked  1", LABEL]
    assert made.text("aliasStanding").startswith("Revoked by SARI, ")
    assert [(each.deed, each.by, each.reason) for each in made.table.audit] == [
        (AuditDeed.ALIAS_APPROVED, "SARI", "held both in the hand"),
        (AuditDeed.ALIAS_REVOKED, "SARI", "they are not"),
    ]


def test_a_label_without_an_alias_is_proposed_as_the_part_that_is_chosen(desk) -> None:
    made = desk(seen=[past()])
    made.load()
    assert made.listed() == ["Without an alias  1", LABEL]
    parts = made.page.findChild(QComboBox, "aliasParts")
    assert parts is not None
    assert parts.currentText() == PART.text
    parts.setFocus()
    made.qtbot.keyClick(parts, Qt.Key.Key_Home)
    assert made.text("aliasEffect").endswith("Choose the one that it is.")
    assert not made.button("aliasMain").isVisible()
    made.qtbot.keyClick(parts, Qt.Key.Key_Down)
    made.settled()
    made.say_why()
    made.qtbot.mouseClick(made.button("aliasMain"), Qt.MouseButton.LeftButton)
    made.settled()
    (act,) = made.table.book().acts
    assert (act.key, act.part_number, act.status) == (KEY, OTHER, PROPOSED)
    assert made.listed() == ["Proposed  1", LABEL]
    assert made.text("aliasStanding").startswith("Proposed by SARI, ")
    assert made.text("aliasSaid").startswith("✓ Proposed.")
    assert not made.button("aliasMain").isEnabled()


def test_whoever_proposed_is_told_why_the_button_does_nothing(desk) -> None:
    made = desk([alias(PROPOSED)], actor=ANI)
    made.load()
    assert not made.button("aliasMain").isEnabled()
    assert made.button("aliasRevoke").isEnabled()
    assert "Let another supervisor approve it." in made.text("aliasSaid")
    made.say_why()
    made.qtbot.keyClick(made.page.deciding.reason, ENTER, CONTROL)
    assert made.table.audit == []


def test_an_administrator_may_not_approve(desk) -> None:
    made = desk([alias(PROPOSED)], actor=DEWI)
    made.load()
    assert not made.button("aliasMain").isEnabled()
    assert made.text("aliasSaid").startswith("DEWI may not do this.")


def test_somebody_was_quicker(desk) -> None:
    made = desk([alias(PROPOSED)])
    made.load()
    made.table._book = AliasBook((alias(PROPOSED), alias(APPROVED, "BUDI")))
    made.say_why()
    made.qtbot.keyClick(made.page.deciding.reason, ENTER, CONTROL)
    made.settled()
    assert "already" in made.text("aliasSaid")
    assert made.page.deciding.reason.text() == "held both in the hand"
    made.qtbot.keyClick(made.page.deciding.reason, Qt.Key.Key_F5)
    made.settled()
    assert made.listed() == ["Approved  1", LABEL]
    assert made.page.deciding.reason.text() == "held both in the hand"


def test_a_database_that_is_away_is_told_and_asked_again(desk) -> None:
    made = desk([alias(PROPOSED)], [past()])
    made.table.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="the server is away")
    made.load()
    assert "the server is away" in made.text("aliasSaid")
    made.table.error = None
    made.load()
    assert made.text("aliasSaid") == ""
    made.past.error = OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="gone again")
    made.page.list.chosen.emit(made.page.list.chosen_row)
    made.settled()
    assert "gone again" in made.text("aliasSaid")


def test_what_was_asked_of_another_row_is_not_shown(desk, monkeypatch) -> None:
    made = desk([alias(PROPOSED)], [past(OTHER.text, "accepted", part=OTHER.text)])
    held, asked = threading.Event(), made.past.of_part
    monkeypatch.setattr(made.past, "of_part", lambda *words: held.wait(10) and asked(*words))
    made.page.refresh()
    made.qtbot.waitUntil(lambda: made.page._details.running, timeout=5000)
    made.qtbot.keyClick(made.page.list, Qt.Key.Key_Down)
    assert made.text("aliasLabel") == OTHER.text
    assert not made.page._details.running
    held.set()
    assert made.text("aliasEffect") == "Notes ask for parts that are spelt so: it needs no alias."


def test_searching_and_walking_by_keys(desk) -> None:
    made = desk([alias(PROPOSED, label=each) for each in ("alpha", "beta", "gamma")])
    made.load()
    made.qtbot.keyClick(made.page.list, Qt.Key.Key_Down)
    assert made.text("aliasLabel") == "beta"
    made.qtbot.keyClick(made.page, Qt.Key.Key_F, CONTROL)
    made.qtbot.keyClicks(made.page.search, "gam")
    assert made.listed() == ["Proposed  1", "gamma"]
    made.qtbot.keyClicks(made.page.search, "x")
    assert made.text("aliasEmpty") == "Nothing is called so."
    assert not made.button("aliasMain").isVisible()
    made.settled()


HOSTILE = [
    "<b>bold</b><img src=x onerror=1>",
    '=HYPERLINK("x")',
    "'; DROP TABLE countersign_alias; --",
    "../../etc/passwd",
    "\u202egnp.exe\u2066",
    "\x00\x1b[31m\r\n",
    "{label} {0} %s %1",
    "x" * 10_000,
    "標Ж\U0001f4a3",
]


@pytest.mark.parametrize("strange", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_and_reasons_are_shown_as_text(desk, strange: str) -> None:
    act = Alias(AliasKey(MODEL, strange), PartNumber(strange), PROPOSED, strange, "2026-09-10T03:12:00+00:00", strange)
    made = desk([act], [past(label=f"{strange}!")])
    made.load()
    texts = [each for each in made.page.findChildren(QLabel) if each.isVisible()]
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in texts)
    said = "\n".join([*(each.text() for each in texts), *made.listed()])
    assert not set(said) & set("\u202e\u2066\x00\x1b\r")
    assert max(map(len, said.splitlines())) < 900


def test_only_the_picture_that_was_recorded_is_shown() -> None:
    shelf = {
        "a": jpeg("red"),
        "b": b"no picture",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    }
    right = hashlib.sha256(shelf["a"]).hexdigest()
    box = Box(0.55, 0.1, 0.95, 0.9)

    class Plain:
        def jpeg(self, picture_id: str) -> bytes | None:
            return shelf.get(picture_id)

    def shown(picture_id: str, sha256: str = "", where: Box | None = None) -> tuple[QImage, ...]:
        return pictures_of(Plain(), [Example(picture_id, sha256, "", where)])

    assert shown("a", "0" * 64) == shown("b") == shown("svg") == shown("none") == ()
    (whole,) = shown("a", right)
    (cut,) = shown("a", right, box)
    assert (whole.width(), whole.height()) == (64, 48)
    assert cut.width() < 40
    assert cut.pixelColor(cut.width() // 2, 20).red() > 200


def test_all_of_it_fits_in_either_language(desk, qapp) -> None:
    seen = [past(), past(hours=2), past(label="W_CV01_D31LXXX_C01N_NL_DG00")]
    for language in (Language.EN, Language.ID):
        speak(qapp, language)
        try:
            made = desk([alias(PROPOSED)], seen)
            made.load()
            assert misfits(made.page, lambda text: "Z-" in text or "W_" in text) == []
        finally:
            speak(qapp, Language.EN)


def test_every_control_has_a_name(desk) -> None:
    made = desk([alias(PROPOSED)], [past()])
    made.load()
    for kind in (QLineEdit, QComboBox, QListWidget, PictureStrip):
        for each in made.page.findChildren(kind):
            assert each.accessibleName()
            assert each.objectName()
