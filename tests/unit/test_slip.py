"""What a slip says and how it is divided into pages, decided without a screen."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.labels import LabelCode, ScannedLabel
from app.domain.notices import DiscrepancyReason
from app.domain.packing_session import Agreement, LineStatus, PackingSession
from app.domain.part_number import PartNumber
from app.ports.station_record import MessageState
from app.use_cases.desk_state import DeskState, Phase
from tests.fakes.station_parts import note_of
from ui.paper.page import A4, A5, RECEIPT, SLIP_PAPERS
from ui.paper.slip import (
    SlipLine,
    SlipMark,
    SlipState,
    one_line,
    reason_and_remark,
    slip_file_name,
    slip_state,
)
from ui.paper.slip_layout import slip_layout
from ui.paper.symbol import code128, fits_code128, qr

D26R, B24RS = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV01-B24RSXX-B03N-NL-DG00")
NOTE = note_of("KSS1", Z_CV01_D26RXXX_C03N_NL_DG00=90, Z_CV01_B24RSXX_B03N_NL_DG00=30)
CODE = "PKG-KSS007317A-1790000000000"
PAPERS = pytest.mark.parametrize("paper", SLIP_PAPERS.values(), ids=lambda paper: paper.name)


def label(code: str, part: PartNumber = D26R, quantity: int = 45) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), part, quantity, "2026-11-21T08:00:00+00:00")


def submitted(session: PackingSession | None = None, **changes: object) -> DeskState:
    session = session or PackingSession("s", NOTE, labels=(label("L1"), label("L2"), label("L3", B24RS, 10)))
    state = DeskState(
        Phase.SUBMITTED,
        session,
        packing_code=CODE,
        sent=MessageState.CONFIRMED,
        submitted_at="2026-11-21T08:05:06+00:00",
    )
    return replace(state, operator="OP-17", **changes)  # type: ignore[arg-type]


def slip_of(state: DeskState) -> SlipState:
    slip = slip_state(state, "station-7")
    assert slip is not None
    return slip


def slip_with(lines: int, **changes: object) -> SlipState:
    """``lines`` lines that are told apart by what they ask for."""
    rows = tuple(SlipLine(f"PART-{n}", f"P{n}", 1000 + n, 1000 + n, LineStatus.FULFILLED) for n in range(lines))
    return replace(slip_of(submitted()), lines=rows, **changes)  # type: ignore[arg-type]


# -- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.SUBMITTED])
def test_there_is_no_slip_before_a_session_was_submitted(phase: Phase) -> None:
    assert slip_state(replace(submitted(), phase=phase), "station-7") is None
    assert slip_state(DeskState(Phase.SUBMITTED), "station-7") is None


def test_it_says_what_was_packed_by_whom_and_when() -> None:
    slip = slip_of(submitted())
    assert (slip.packing_code, slip.dn, slip.station, slip.operator) == (CODE, "KSS1", "station-7", "OP-17")
    assert slip.submitted_at is not None
    assert slip.submitted_at.isoformat() == slip.submitted_at.astimezone().isoformat()
    assert slip.submitted_at.timestamp() == 1795248306
    assert (slip.labels, slip.pieces, slip.removed, slip.marks) == (3, 100, 0, ())
    done, still_open = slip.lines
    assert (done.short, done.part, done.labelled, done.asked, done.status) == (
        "D26R", D26R.text, 90, 90, LineStatus.FULFILLED
    )  # fmt: skip
    assert (still_open.labelled, still_open.asked, still_open.missing) == (10, 30, 20)
    assert still_open.status is LineStatus.OPEN


def test_labels_that_were_taken_out_are_counted() -> None:
    session = PackingSession("s", NOTE, removed=(replace(label("L1"), recorded=True),))
    assert slip_of(submitted(session)).removed == 1


@pytest.mark.parametrize(
    ("sent", "marks"),
    [
        (MessageState.WAITING, (SlipMark.UNCONFIRMED,)),
        (MessageState.CONFIRMED, ()),
        (MessageState.CONFLICT, (SlipMark.CONFLICT,)),
        (MessageState.QUARANTINED, (SlipMark.SET_ASIDE,)),
    ],
)
def test_x5_how_far_it_has_come_is_on_the_paper(sent: MessageState, marks: tuple[SlipMark, ...]) -> None:
    assert slip_of(submitted(sent=sent)).marks == marks


def test_x5_a_note_that_nobody_saw_makes_a_provisional_slip_until_it_is_confirmed() -> None:
    session = PackingSession("s", replace(NOTE, lines=()), (label("L1"),), agreement=Agreement.LABEL_ALONE)
    slip = slip_of(submitted(session, sent=MessageState.WAITING))
    assert slip.marks == (SlipMark.PROVISIONAL, SlipMark.UNCONFIRMED)
    assert [line.known for line in slip.lines] == [False]
    assert slip_of(submitted(session)).marks == ()


def test_x5_a_remembered_note_says_from_when_it_is() -> None:
    session = PackingSession("s", NOTE, (label("L1"),), note_as_of="2026-11-20T06:00:00+00:00")
    slip = slip_of(submitted(session))
    assert slip.marks == (SlipMark.NOTE_REMEMBERED,)
    assert slip.note_as_of is not None
    assert slip.note_as_of.timestamp() == 1795154400


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("", (None, "")),
        ("short delivery", (DiscrepancyReason.SHORT_DELIVERY, "")),
        ("damaged parts: two: wet", (DiscrepancyReason.DAMAGED, "two: wet")),
        ("the lorry left: early", (None, "the lorry left: early")),
    ],
)
def test_x2_the_reason_is_told_apart_from_the_remark(recorded: str, told: tuple[DiscrepancyReason | None, str]) -> None:
    assert reason_and_remark(recorded) == told
    slip = slip_of(submitted(discrepancy_reason=recorded))
    assert (slip.reason, slip.remark) == told
    assert slip.discrepancy is bool(recorded)


@given(st.text())
def test_x3_nothing_invisible_reaches_the_paper(text: str) -> None:
    assert one_line(text).isprintable()


def test_x3_what_can_be_seen_stays() -> None:
    assert one_line("D26R\t\u202eLXXX\u2066\x00 \n  äß日") == "D26R LXXX äß日"


@given(st.text())
@example("-")
def test_x4_a_file_name_leads_nowhere(text: str) -> None:
    name = slip_file_name(replace(slip_of(submitted()), packing_code=text))
    assert len(name) <= 84
    assert name.endswith(".pdf")
    assert name.removesuffix(".pdf").replace("-", "").replace("_", "").isalnum()


def test_x4_a_file_is_named_by_its_packing_code() -> None:
    assert slip_file_name(slip_of(submitted())) == f"{CODE}.pdf"
    odd = replace(slip_of(submitted()), packing_code="PKG-../A B-1")
    assert slip_file_name(odd) == "PKG-_A_B-1.pdf"


# -- bar codes as modules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "a" * 61, "ä", "a\nb", "a\x00b", "日本"])
def test_x1_what_not_every_scanner_gives_back_is_no_bar_code(text: str) -> None:
    assert not fits_code128(text)
    with pytest.raises(ValueError, match="not for a bar code"):
        code128(text)


@pytest.mark.parametrize("text", ["", "a\nb", "x" * 8000])
def test_x1_a_qr_code_holds_no_control_characters_and_no_book(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        qr(text)


def test_a_bar_code_begins_and_ends_with_a_bar() -> None:
    modules = code128(CODE)
    assert modules[0]
    assert modules[-1]
    assert len(modules) == 277
    assert {len(row) for row in qr(CODE)} == {len(qr(CODE))}


# -- pages ------------------------------------------------------------------------------------------------------------


@PAPERS
@given(lines=st.integers(0, 700), marks=st.sets(st.sampled_from(SlipMark), max_size=3), remark=st.text(max_size=200))
@settings(max_examples=60)
def test_x6_every_line_is_on_exactly_one_page(paper, lines: int, marks: set[SlipMark], remark: str) -> None:
    slip = slip_with(lines, marks=tuple(marks), remark=remark)
    layout = slip_layout(slip, paper)
    assert tuple(line for page in layout.pages for line in page) == slip.lines
    assert all(layout.pages[1:])
    assert layout.height_mm <= paper.height_mm


@PAPERS
def test_x6_five_hundred_lines(paper) -> None:
    layout = slip_layout(slip_with(500), paper)
    assert [line for page in layout.pages for line in page] == list(slip_with(500).lines)
    assert {"A4": 26, "A5": 30, "receipt": 9}[paper.name] == len(layout.pages)


def test_a_roll_is_cut_where_the_slip_ends() -> None:
    short, longer = (slip_layout(slip_with(lines), RECEIPT).height_mm for lines in (2, 4))
    assert longer - short == pytest.approx(19)
    assert short < 180
    assert slip_layout(slip_with(2), A5).height_mm == 210


def test_the_longest_packing_code_has_room_along_a_roll() -> None:
    longest = f"PKG-{'A' * 40}-1790000000000"
    assert len(longest) == 58
    height = slip_layout(slip_with(1, packing_code=longest), RECEIPT).codes_mm
    assert height >= (len(code128(longest)) + 20) * 0.25
    foreign = slip_layout(slip_with(1, packing_code="Größe\u2009" * 20), RECEIPT)
    assert foreign.codes_mm < height
    assert slip_layout(slip_with(1, packing_code=longest), A4).pages


def test_the_slip_needs_neither_a_screen_nor_a_printer() -> None:
    """Its state and its pages are decided without Qt."""
    code = "import sys, ui.paper.slip_layout; print([m for m in sys.modules if m.startswith('PySide6')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
