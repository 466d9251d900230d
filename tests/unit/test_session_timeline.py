"""A session told as a timeline, and what stands about it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conflict import LabelHolder
from app.domain.decision import Accepted, Picture, as_plain
from app.domain.detection import Box
from app.domain.labels import LabelCode
from app.domain.packing_session import AuditEntry
from app.domain.review import (
    ReviewDeed,
    ReviewEntry,
    ReviewState,
    SessionState,
    committed_state,
    review_state,
)
from app.domain.timeline import EventKind, PictureRef, cover_facts, timeline
from app.ports.session_reports import ConflictReport, SessionLabel, SessionReport
from tests.fakes.session_reports import summary
from tests.unit.builders import BOX, D26L, D26R, accepted, evidence, part, refused

AT = "2026-11-21T08:00:{second:02d}+00:00"


def entry(seq: int, deed: str, detail: str = "", by: str = "OP-17") -> AuditEntry:
    return AuditEntry(seq, AT.format(second=seq), deed, detail, by)


def label(code: str, act: str = "counted") -> SessionLabel:
    return SessionLabel(code, act, "Z-A", 20, AT.format(second=30))


def report(**parts: object) -> SessionReport:
    made = SessionReport(summary("s-1"), (), (), ())
    return replace(made, **parts)  # type: ignore[arg-type]


def kinds(told: SessionReport) -> list[EventKind]:
    return [event.kind for event in timeline(told)]


def test_tl1_the_audit_gives_the_order_and_each_cover_is_the_next_of_its_verdict() -> None:
    picture = Picture("f" * 32, "a" * 64)
    kept = Accepted(part(D26L), replace(evidence(D26L), picture=picture))
    told = report(
        audit=(
            entry(1, "opened", "KSS007317A, three_way"),
            entry(2, "cover_refused", "Z: not_on_note", by=""),
            entry(3, "cover_accepted", "Z-A", by=""),
            entry(4, "label_counted", "L-1: 20 of Z-A"),
            entry(5, "label_counted", "L-2: 20 of Z-A"),
            entry(6, "label_taken_back", "L-2"),
            entry(7, "submitted", "wet"),
        ),
        decisions=(as_plain(kept), as_plain(refused(D26R))),
        labels=(label("L-1"),),
        summary=summary("s-1", discrepancy_reason="wet"),
    )
    events = timeline(told)
    assert [event.kind for event in events] == [
        EventKind.OPENED,
        EventKind.COVER,
        EventKind.COVER,
        EventKind.LABEL_COUNTED,
        EventKind.LABEL_COUNTED,
        EventKind.LABEL_TAKEN_BACK,
        EventKind.DISCREPANCY,
        EventKind.SUBMITTED,
        EventKind.COMMITTED,
    ]
    assert [event.cover.verdict for event in events if event.cover] == ["refused", "accepted"]
    assert events[2].picture == PictureRef("f" * 32, "a" * 64, BOX)
    assert [(event.label.code, event.label.quantity) for event in events if event.label] == [
        ("L-1", 20),
        ("L-2", 0),
        ("L-2", 0),
    ]
    assert (events[6].text, events[6].by, events[7].at) == ("wet", "OP-17", AT.format(second=7))


def test_tl2_what_the_audit_does_not_tell_stands_before_the_submission() -> None:
    told = report(
        audit=(entry(1, "opened"), entry(2, "submitted")),
        decisions=(as_plain(accepted()),),
        labels=(label("L-1"), label("L-0", "removed")),
    )
    assert kinds(told) == [
        EventKind.OPENED,
        EventKind.COVER,
        EventKind.LABEL_COUNTED,
        EventKind.LABEL_REMOVED,
        EventKind.SUBMITTED,
        EventKind.COMMITTED,
    ]


def test_an_older_record_without_an_audit_is_told_by_its_summary() -> None:
    (submitted, _) = timeline(report())
    assert (submitted.kind, submitted.at, submitted.by) == (EventKind.SUBMITTED, "2026-11-21T08:00:00+00:00", "OP-17")


def test_a_conflict_is_told_with_the_other_side_and_its_settlement() -> None:
    holder = LabelHolder(LabelCode("L-1"), "KSS1", "PKG-1", "s-0", "station-2", AT.format(second=1))
    conflict = ConflictReport(
        "key", "labels_taken", AT.format(second=40), ("L-1",), (holder,), AT.format(second=50), "SV-1", "left out"
    )
    events = timeline(report(conflict=conflict, summary=summary("s-1", committed_at="")))
    assert [event.kind for event in events] == [EventKind.SUBMITTED, EventKind.CONFLICT, EventKind.SETTLED]
    assert (events[1].codes, events[1].holders, events[1].text) == (("L-1",), (holder,), "labels_taken")
    assert (events[2].by, events[2].text) == ("SV-1", "left out")


def test_every_deed_of_a_supervisor_has_its_place_and_an_unknown_one_too() -> None:
    deeds = [*map(str, ReviewDeed), "of_a_newer_program"]
    reviews = tuple(
        ReviewEntry(seq, deed, "SV-1", AT.format(second=seq), "why", "SV-2") for seq, deed in enumerate(deeds)
    )
    events = timeline(report(reviews=reviews))[2:]
    assert [event.kind for event in events] == [
        EventKind.REVIEWED,
        EventKind.NOTED,
        EventKind.REVIEW_REOPENED,
        EventKind.SESSION_REOPENED,
        EventKind.VOIDED,
        EventKind.OTHER,
    ]
    assert {(event.by, event.second) for event in events} == {("SV-1", "SV-2")}
    assert events[-1].text == "of_a_newer_program: why"


def test_an_unsent_session_waits() -> None:
    events = timeline(report(waits="quarantined", summary=summary("s-1", committed_at="")))
    assert [(event.kind, event.text) for event in events][-1] == (EventKind.WAITS, "quarantined")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
_NAMES = ("verdict", "reason", "part_number", "label", "model", "scores", "confidence", "picture", "sha256", "box")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(_NAMES, anything)))
def test_whatever_stands_in_a_decision_is_told_or_left_out(plain: dict[str, object]) -> None:
    facts = cover_facts(plain)
    assert facts.confidence is None or abs(facts.confidence) < 1e9
    box = facts.picture.box if facts.picture else None
    assert box is None or 0 <= box.x1 < box.x2 <= 1
    assert len(timeline(report(decisions=(plain,), audit=(entry(1, "cover_accepted"),)))) in {3, 4}


@pytest.mark.parametrize(
    ("box", "is_one"),
    [
        ([0.1, 0.2, 0.3, 0.4], True),
        ([0.3, 0.2, 0.1, 0.4], False),
        ([0.1, 0.2, 0.3, 1.4], False),
        ([float("nan")] * 4, False),
        ([0.1, 0.2, 0.3], False),
        ("0.1", False),
        ([True, 0, 1, 1], False),
        (None, False),
    ],
)
def test_a_box_lies_in_its_picture(box: object, is_one: bool) -> None:
    picture = cover_facts({"picture": "p", "box": box}).picture
    assert picture is not None
    assert (picture.box == Box(0.1, 0.2, 0.3, 0.4)) is is_one


@pytest.mark.parametrize(
    ("deeds", "state"),
    [
        ([], ReviewState.NOT_REVIEWED),
        (["noted", "session_reopened"], ReviewState.NOT_REVIEWED),
        (["reviewed", "noted"], ReviewState.REVIEWED),
        (["reviewed", "reopened"], ReviewState.REOPENED),
        (["reviewed", "reopened", "reviewed", "voided"], ReviewState.REVIEWED),
    ],
)
def test_rv1_the_newest_word_about_a_review_counts(deeds: list[str], state: ReviewState) -> None:
    assert review_state(deeds) is state


def test_rv2_what_was_voided_stays_so() -> None:
    assert committed_state("", ()) is SessionState.COMMITTED
    assert committed_state("wet", ["reviewed"]) is SessionState.DISCREPANCY
    assert committed_state("wet", ["voided", "reviewed"]) is SessionState.VOIDED
