"""The rules of the packing session, each by its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.delivery_note import parse_dn_number
from app.domain.errors import OperationalError
from app.domain.grade import Grade, grade
from app.domain.labels import LabelCode, parse_label_code
from app.domain.packing_session import Agreement, LabelRefusal, LineStatus, PackingSession, packing_code
from app.domain.part_number import canonical_part_number
from tests.unit.builders import D26L, D26R, D31R, accepted, label_record, note, part


def session(*labels, quantity=90):
    paper = note(*(labels or (D26L, D31R)), quantity=quantity)
    return PackingSession("s-1", paper, agreement=Agreement.TWO_WAY)


def test_n1_dn_numbers_are_trimmed_and_upper_cased():
    assert str(parse_dn_number("  kss007317a\r\n")) == "KSS007317A"


@pytest.mark.parametrize("rubbish", ["", "   ", "KSS 007", "x" * 41, "'; DROP TABLE packing;--", "=1+1"])
def test_n1_anything_else_is_refused(rubbish):
    with pytest.raises(OperationalError):
        parse_dn_number(rubbish)


def test_n2_rows_of_one_part_are_one_entry():
    paper = note(D26L, D31R, D26L, quantity=10)
    assert [(p.part_number.short, p.quantity) for p in paper.parts] == [("D26L", 20), ("D31R", 10)]
    assert paper.purchase_orders == ("SUB250432",)


def test_p1_the_annotators_spelling_becomes_the_erps():
    assert str(canonical_part_number(" W_CV01_D26RXXX_C03N_NL_DG00 ")) == "Z-CV01-D26RXXX-C03N-NL-DG00"


@pytest.mark.parametrize(
    ("number", "short"),
    [(D26R, "D26R"), ("W_CV01_B24RSXX_B03N_NL_DG00", "B24RS"), ("ODD", "ODD"), ("Z-A-B-C-D-E", "B")],
)
def test_the_short_name_is_size_side_and_variant(number, short):
    assert part(number).short == short


@given(st.sampled_from([D26L, D26R, D31R]), st.sampled_from([D26L, D26R, D31R]))
def test_p1_never_makes_two_parts_one(one, other):
    assert (part(one) == part(other)) == (one == other)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.39, Grade.DIM), (0.40, Grade.AMBER), (0.65, Grade.ORANGE), (0.849, Grade.ORANGE), (0.85, Grade.GREEN)],
)
def test_g1_grades(confidence, expected):
    assert grade(confidence) is expected


@pytest.mark.parametrize(
    ("raw", "code"),
    [("LBL-1\r", "LBL-1"), ("\x02LBL/2_", "LBL/2_"), ("ＬＢＬ3", "LBL3"), ("", None), ("=cmd", None), ("a" * 41, None)],
)
def test_l1_label_codes(raw, code):
    assert parse_label_code(raw) == (LabelCode(code) if code else None)


def test_s1_only_a_part_of_the_note_is_ticked():
    ticked = session().with_decision(accepted(D26L))
    assert [entry.inspected for entry in ticked.progress] == [True, False]
    with pytest.raises(ValueError, match="not on"):
        session().with_decision(accepted(D26R))


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (label_record("A", D26L, active=False), LabelRefusal.INACTIVE),
        (label_record("A", D26L, used=True), LabelRefusal.USED_ELSEWHERE),
        (label_record("A", D26R), LabelRefusal.PART_NOT_ON_NOTE),
        (label_record("A", D26L, 91), LabelRefusal.QUANTITY_EXCEEDED),
    ],
)
def test_s2_refusals(record, reason):
    refused = session().refusal(record)
    assert refused is not None
    assert refused.reason is reason


def test_s2_the_same_label_counts_once_and_both_numbers_are_told():
    once = session().with_label(label_record("A", D26L, 60), "2026-01-01T00:00:00+00:00")
    again = once.refusal(label_record("A", D26L, 30))
    assert again is not None
    assert again.reason is LabelRefusal.SCANNED_ALREADY
    over = once.refusal(label_record("B", D26L, 31))
    assert over is not None
    assert (over.label_quantity, over.open_quantity) == (31, 30)


def test_s3_a_refused_label_never_enters():
    with pytest.raises(ValueError, match="refused"):
        session().with_label(label_record("A", D26R), "now")


def test_s4_a_label_can_be_taken_back():
    with_one = session().with_label(label_record("A", D26L), "now")
    assert with_one.without_label(LabelCode("A")) == session()
    assert with_one.without_label(LabelCode("B")) == with_one


def test_s5_open_parts_need_a_reason_and_an_empty_session_is_never_submitted():
    empty = session(D26L)
    assert not empty.may_submit("because")
    half = empty.with_label(label_record("A", D26L, 30), "now")
    assert not half.may_submit("  ")
    assert half.may_submit("carton damaged")
    full = half.with_label(label_record("B", D26L, 60), "now")
    assert full.may_submit("")
    assert full.progress[0].status is LineStatus.FULFILLED


def test_s6_packing_code():
    assert packing_code("KSS007317A", 1700000000123) == "PKG-KSS007317A-1700000000123"


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from([D26L, D26R, D31R]), st.integers(1, 100))))
def test_s2_no_sequence_of_scans_exceeds_a_line(scans):
    current = session()
    for code, label, quantity in scans:
        record = label_record(code, label, quantity)
        if current.refusal(record) is None:
            current = current.with_label(record, "now")
    assert all(entry.labelled_quantity <= entry.note_quantity for entry in current.progress)
    assert len({label.code for label in current.labels}) == len(current.labels)
