"""What the list of the note shows, and which of its lines is in hand: decided without a screen."""

import subprocess
import sys
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.delivery_note import DeliveryLine, DeliveryNote, DnNumber
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.packing_session import Agreement, PackingSession
from app.domain.part_number import PartNumber
from app.use_cases.desk_state import DeskState, Phase
from tests.fakes.station_parts import note_of
from ui.packing.focus import FILTER_FROM, chosen_after, current_after, filter_offered, flashed, rows_listed
from ui.packing.view_model import Empty, LabelRow, PackingState, Stage, distinctions, packing_state

D26R, D26R_DQ = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D26RXXX-C03N-NL-DQ00")
B24RS = PartNumber("Z-CV01-B24RSXX-B03N-NL-DG00")
NOTE = note_of("KSS1", Z_CV01_D26RXXX_C03N_NL_DG00=90, Z_CV01_B24RSXX_B03N_NL_DG00=30, Z_CV01_D26RXXX_C03N_NL_DQ00=10)
AT = "2026-09-01T08:00:00+00:00"
LABELS = (("L1", D26R, 45), ("L2", B24RS, 30), ("L3", D26R, 45))


def desk(*labels: tuple[str, PartNumber, int], note: DeliveryNote = NOTE, session_id: str = "s") -> DeskState:
    scanned = tuple(ScannedLabel(LabelCode(code), part, count, AT) for code, part, count in labels)
    return DeskState(Phase.PACKING, PackingSession(session_id, note, scanned), revision=7)


def counted(state: DeskState, part: PartNumber) -> DeskState:
    """The next state, which says that a label of this part counts."""
    return replace(state, notice=Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, {"part": part}), revision=state.revision + 1)


def shown(state: DeskState, chosen: PartNumber | None = None) -> PackingState:
    return packing_state(state, Stage.LIVE, chosen)


def test_the_rules_of_the_list_need_no_qt() -> None:
    check = "import sys, ui.packing.focus; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_v6_namesakes_show_what_tells_them_apart_and_others_nothing() -> None:
    odd = PartNumber("ODD")
    assert distinctions([D26R, D26R_DQ, B24RS, odd]) == {D26R: "DG00", D26R_DQ: "DQ00", B24RS: "", odd: ""}
    two_ways = PartNumber("Z-CV01-D26RXXX-C01N-NL-DG00")
    assert distinctions([D26R, D26R_DQ, two_ways])[two_ways] == "C01N DG00"


@given(st.lists(st.sampled_from(["C01N", "C03N", "D01N"]), max_size=6), st.sampled_from(["DG00", "DQ00"]))
def test_v6_no_two_lines_of_a_note_have_one_name(codes: list[str], finish: str) -> None:
    parts = dict.fromkeys(
        PartNumber(f"Z-CV0{place % 3}-D26RXXX-{code}-NL-{finish}") for place, code in enumerate(codes)
    )
    apart = distinctions(tuple(parts))
    names = [f"{part.short} {apart[part]}" for part in parts]
    assert len(set(names)) == len(names)


def test_a_line_counts_its_cartons() -> None:
    rows = shown(desk(*LABELS)).parts
    assert [(row.name, row.labels, row.labelled) for row in rows] == [
        ("D26R DG00", 2, 90),
        ("B24RS", 1, 30),
        ("D26R DQ00", 0, 0),
    ]


def test_a_chosen_line_shows_its_own_labels_newest_first() -> None:
    state = shown(desk(*LABELS), D26R)
    assert [row.code for row in state.labels] == ["L3", "L1"]
    assert state.pieces == 90
    assert state.labels[0] == LabelRow("L3", "D26R DG00", 45, may_take_back=True, scanned_at=AT)
    assert state.chosen == state.parts[0]
    assert [row.code for row in shown(desk(*LABELS)).labels] == ["L3", "L2", "L1"]


def test_a_line_that_is_not_on_the_note_cannot_be_chosen() -> None:
    state = shown(desk(*LABELS), PartNumber("Z-CV01-D31LXXX-C01N-NL-DG00"))
    assert state.chosen is None
    assert len(state.labels) == 3


def test_it_says_why_there_is_no_list() -> None:
    assert shown(DeskState()).empty is Empty.NO_NOTE
    unseen = PackingSession("s", replace(NOTE, lines=()), agreement=Agreement.LABEL_ALONE)
    assert shown(DeskState(Phase.PACKING, unseen)).empty is Empty.NO_LABELS
    assert shown(desk()).empty is Empty.NO


def test_the_whole_note_is_lines_and_pieces_and_of_an_unseen_one_pieces_alone() -> None:
    state = shown(desk(*LABELS))
    assert (state.figure, state.labelled, state.asked) == ("2 / 3", 120, 130)
    label = ScannedLabel(LabelCode("L1"), D26R, 45, AT)
    unseen = PackingSession("s", replace(NOTE, lines=()), (label,), agreement=Agreement.LABEL_ALONE)
    assert (shown(DeskState(Phase.PACKING, unseen)).figure) == "45"


def test_v11_the_notes_order_stays_and_open_only_leaves_the_current_line_in() -> None:
    rows = shown(desk(*LABELS)).parts
    assert rows_listed(rows, False, None) == rows
    assert [row.part for row in rows_listed(rows, True, None)] == [D26R_DQ]
    assert [row.part for row in rows_listed(rows, True, B24RS)] == [B24RS, D26R_DQ]


def test_v11_the_filter_is_offered_for_notes_longer_than_a_glance() -> None:
    def long(lines: int) -> PackingState:
        parts = tuple(DeliveryLine(PartNumber(f"P{line}"), 5, "") for line in range(lines))
        return shown(desk(note=DeliveryNote(DnNumber("KSS2"), parts)))

    assert filter_offered(long(FILTER_FROM))
    assert not filter_offered(long(FILTER_FROM - 1))
    assert not filter_offered(replace(long(FILTER_FROM), note_seen=False))


def test_v12_a_chosen_line_stays_open_until_another_part_counts_or_the_session_ends() -> None:
    before = desk(*LABELS[:1])
    assert chosen_after(D26R, before, counted(before, D26R)) == D26R
    assert chosen_after(D26R, before, counted(before, B24RS)) is None
    back = replace(before, notice=Notice(Tone.INFO, InfoCode.LABEL_TAKEN_BACK), revision=8)
    assert chosen_after(D26R, before, back) == D26R
    assert chosen_after(D26R, before, replace(before, phase=Phase.SUBMITTED)) is None
    assert chosen_after(D26R, before, desk(session_id="next")) is None
    assert chosen_after(D26R, before, DeskState()) is None
    assert chosen_after(None, before, counted(before, D26R)) is None


def test_v12_an_old_notice_shown_again_closes_nothing() -> None:
    state = counted(desk(*LABELS), B24RS)
    assert chosen_after(D26R, state, state) == D26R


def test_v13_a_line_stays_current_until_the_camera_sees_another_one_without_it() -> None:
    rows = shown(desk()).parts
    assert current_after(None, rows, frozenset()) is None
    assert current_after(None, rows, frozenset({D26R_DQ, B24RS})) == B24RS
    assert current_after(D26R_DQ, rows, frozenset({D26R_DQ, B24RS})) == D26R_DQ
    assert current_after(D26R_DQ, rows, frozenset({B24RS})) == B24RS
    assert current_after(D26R_DQ, rows, frozenset()) == D26R_DQ
    assert current_after(PartNumber("GONE"), rows, frozenset()) is None


def test_v13_the_line_of_the_last_label_is_told() -> None:
    row = flashed(shown(counted(desk(*LABELS), B24RS)).parts)
    assert row
    assert row.part == B24RS
    assert flashed(shown(desk(*LABELS)).parts) is None
