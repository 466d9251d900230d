"""The journal of a session (rule J1) and what a provisional one must fit (S7)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conflict import disagreement
from app.domain.decision import RefusedReason
from app.domain.delivery_note import DeliveryNote
from app.domain.journal import (
    DEEDS,
    CoverAccepted,
    CoverRefused,
    Deed,
    Entry,
    JournalLine,
    LabelCounted,
    LabelTakenBack,
    Left,
    Opened,
    Submitted,
    audit_entry,
    folded,
    session_after,
)
from app.domain.labels import LabelCode, LabelRecord, ScannedLabel
from app.domain.packing_session import Agreement, LabelRefusal, PackingRecord, PackingSession
from app.domain.part_number import PartNumber
from tests.unit.builders import D26L, D26R, D31R, accepted, label_record, note, part, refused

AT = "2026-09-14T07:30:15.250+00:00"
NOTE = note(D26L, D31R)  # 90 of each
OPENED = Opened(PackingSession("s-1", NOTE, agreement=Agreement.TWO_WAY))


def counted(code: str, quantity: int = 10, label: str = D26L, *, recorded: bool = False) -> ScannedLabel:
    return ScannedLabel(LabelCode(code), part(label), quantity, AT, recorded)


def lines(*entries: Entry) -> list[JournalLine]:
    return [JournalLine(seq, AT, entry) for seq, entry in enumerate(entries, start=1)]


def test_j1_the_session_is_what_its_entries_say() -> None:
    session = folded(
        lines(
            OPENED,
            CoverAccepted(accepted(D26L)),
            CoverRefused(refused(D26R)),
            LabelCounted(counted("L-1")),
            LabelCounted(counted("L-2")),
            LabelTakenBack(LabelCode("L-1")),
            Submitted("key", "PKG-1", "wet"),
        )
    )
    assert [str(label.code) for label in session.labels] == ["L-2"]
    assert session.inspected == {part(D26L)}
    assert session.camera_part == part(D26R)


@pytest.mark.parametrize("entries", [[], [LabelCounted(counted("L-1"))], [OPENED, OPENED], [Left()]])
def test_j1_entries_that_cannot_follow_one_another_tell_of_no_session(entries: list[Entry]) -> None:
    with pytest.raises(ValueError, match="session"):
        folded(lines(*entries))


acts = st.lists(st.tuples(st.sampled_from(["scan", "back"]), st.sampled_from(["L-1", "L-2", "L-3", "OLD"])))


@given(acts)
def test_j1_a_desk_that_folds_its_journal_is_where_it_was(tries: list[tuple[str, str]]) -> None:
    """Whatever is scanned and taken back: the journal of what was done gives the very session that stood there."""
    session = replace(OPENED.session, labels=(counted("OLD", 5, recorded=True),))
    entries: list[Entry] = [Opened(session)]
    for act, code in tries:
        record = LabelRecord(LabelCode(code), part(D26L), 10, active=True, used=code == "OLD")
        if act == "back":
            session = session.without_label(record.code)
            entries.append(LabelTakenBack(record.code))
        elif session.refusal(record) is None:
            session = session.with_label(record, AT)
            entries.append(LabelCounted(session.labels[-1]))
    assert folded(lines(*entries)) == session
    codes = [label.code.text for label in (*session.labels, *session.removed)]
    assert len(codes) == len(set(codes))
    assert ("OLD" in codes) is True


def test_every_entry_has_a_name_and_says_what_it_is_about() -> None:
    assert set(DEEDS.values()) == set(Deed)
    told = [audit_entry(line) for line in lines(OPENED, CoverRefused(refused(D26R)), LabelCounted(counted("L-1")))]
    assert [(entry.seq, entry.deed) for entry in told] == [(1, "opened"), (2, "cover_refused"), (3, "label_counted")]
    assert told[0].detail == "KSS007317A, two_way"
    assert RefusedReason.NOT_ON_NOTE in told[1].detail
    assert told[2].detail == f"L-1: 10 of {part(D26L)}"


# -- taking recorded labels out again (S4) ----------------------------------------------------------------------------


def test_s4_a_recorded_label_is_removed_and_may_be_kept_after_all() -> None:
    old = counted("OLD", 5, recorded=True)
    session = replace(OPENED.session, labels=(old,))
    assert not session.changed
    without = session.without_label(old.code)
    assert (without.labels, without.removed, without.changed) == ((), (old,), True)
    assert without.may_submit("it was the wrong carton")
    again = without.with_label(replace(label_record("OLD", D26L, 5), used=True), AT)
    assert (again.labels, again.removed, again.changed) == ((old,), (), False)


def test_s4_a_label_used_elsewhere_is_not_free_because_another_one_was_removed() -> None:
    session = replace(OPENED.session, labels=(counted("OLD", recorded=True),)).without_label(LabelCode("OLD"))
    refusal = session.refusal(replace(label_record("X", D26L, 5), used=True))
    assert refusal is not None
    assert refusal.reason is LabelRefusal.USED_ELSEWHERE


# -- provisional sessions (S7) ----------------------------------------------------------------------------------------


def provisional(*labels: ScannedLabel) -> PackingRecord:
    session = PackingSession("s-1", DeliveryNote(NOTE.number, ()), labels, agreement=Agreement.LABEL_ALONE)
    return PackingRecord("key", "PKG", session, AT, "station-7")


def test_s7_a_provisional_session_takes_any_good_label_and_asks_nothing() -> None:
    session = provisional().session
    assert session.provisional
    assert session.refusal(label_record("L-1", D26R, 500)) is None
    assert session.refusal(replace(label_record("L-1", D26R, 5), used=True)) is not None
    full = session_after(session, LabelCounted(counted("L-1")))
    assert [(entry.part_number, entry.note_quantity, entry.labelled_quantity) for entry in full.progress] == [
        (part(D26L), 0, 10)
    ]
    assert full.may_submit("")
    assert not replace(full, note=NOTE).provisional


@pytest.mark.parametrize(
    ("labels", "recorded", "misfits"),
    [
        ([counted("L-1", 45), counted("L-2", 45)], [], []),
        ([counted("L-1", 45), counted("L-2", 46), counted("L-3", 45)], [], ["L-2"]),
        ([counted("L-1", 10, D26R)], [], ["L-1"]),
        ([counted("L-1", 45)], [counted("X", 46)], ["L-1"]),
        ([counted("OLD", 90, recorded=True)], [counted("OLD", 90)], []),
    ],
)
def test_s7_what_does_not_fit_the_note_is_named(
    labels: list[ScannedLabel], recorded: list[ScannedLabel], misfits: list[str]
) -> None:
    assert [str(code) for code in disagreement(provisional(*labels), NOTE, recorded)] == misfits


@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from([D26L, D31R, D26R])), max_size=12))
def test_s7_what_fits_never_exceeds_the_note(scans: list[tuple[int, str]]) -> None:
    labels = [counted(f"L-{n}", quantity, label) for n, (quantity, label) in enumerate(scans)]
    misfits = set(disagreement(provisional(*labels), NOTE))
    sums: dict[PartNumber, int] = {}
    for label in labels:
        if label.code not in misfits:
            sums[label.part_number] = sums.get(label.part_number, 0) + label.quantity
    assert all(NOTE.asks_for(name) and total <= 90 for name, total in sums.items())
