"""Records as JSON: what is read back is what was written, also by another version."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conflict import LabelHolder
from app.domain.decision import Accepted, Evidence, Refused
from app.domain.detection import Box, FrameStamp
from app.domain.packing_session import Agreement, AuditEntry, PackingRecord, PackingSession
from app.domain.stamp import StampReading
from services.storage.record_json import holders_from_json, holders_to_json, record_from_json, record_to_json
from tests.unit.builders import D26L, accepted, note, refused

FIGURES = st.floats(allow_nan=False, allow_infinity=False)
EVIDENCE = st.builds(
    Evidence,
    scores=st.lists(FIGURES, max_size=4).map(tuple),
    confidence=FIGURES,
    agreement=FIGURES,
    margin=FIGURES,
    box=st.builds(Box, FIGURES, FIGURES, FIGURES, FIGURES),
    stamp=st.none() | st.builds(StampReading, stamp=st.builds(FrameStamp, captured_s=FIGURES), confidence=FIGURES),
)
DECISIONS = st.builds(Accepted, evidence=EVIDENCE) | st.builds(Refused, evidence=EVIDENCE)
SESSIONS = st.builds(PackingSession, decisions=st.lists(DECISIONS, max_size=3).map(tuple))
RECORDS = st.builds(PackingRecord, session=SESSIONS)


def some_record() -> PackingRecord:
    session = PackingSession("s-1", note(D26L), decisions=(refused(), accepted()), agreement=Agreement.LABEL_ALONE)
    return PackingRecord("key", "PKG-1", session, "2026-09-14T07:30:15+00:00", "qc-3", "", (AuditEntry(1, "", "", ""),))


@settings(max_examples=150, deadline=None)
@given(RECORDS)
def test_every_record_comes_back_as_it_was(record: PackingRecord) -> None:
    back = record_from_json(record_to_json(record))
    assert back == record
    assert [type(each) for each in back.session.decisions] == [type(each) for each in record.session.decisions]
    assert record_to_json(back) == record_to_json(record)


@given(st.lists(st.builds(LabelHolder)).map(tuple))
def test_holders_come_back_as_they_were(holders: tuple[LabelHolder, ...]) -> None:
    assert holders_from_json(holders_to_json(holders)) == holders


def test_a_decision_says_what_it_is() -> None:
    decisions = json.loads(record_to_json(some_record()))["session"]["decisions"]
    assert [each["verdict"] for each in decisions] == ["refused", "accepted"]


def test_a_refusal_without_its_reason_is_not_read_as_an_acceptance() -> None:
    plain = json.loads(record_to_json(some_record()))
    del plain["session"]["decisions"][0]["reason"]
    with pytest.raises(ValueError, match="reason"):
        record_from_json(json.dumps(plain))


def test_keys_of_a_later_version_are_ignored_and_of_an_earlier_one_supplied() -> None:
    record = some_record()
    plain = json.loads(record_to_json(record))
    plain["later"] = plain["session"]["later"] = plain["session"]["decisions"][0]["later"] = {"a": 1}
    assert record_from_json(json.dumps(plain)) == record
    for key in ("audit", "discrepancy_reason"):
        del plain[key]
    for key in ("removed", "note_as_of", "decisions", "inspected"):
        del plain["session"][key]
    old = record_from_json(json.dumps(plain))
    assert (old.audit, old.session.removed, old.session.decisions, old.session.note_as_of) == ((), (), (), "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"session": []}',
        *(f'{{"session": {{"decisions": {x}}}}}' for x in ("null", '[{"verdict": "?"}]')),
    ],
)
def test_what_is_no_record_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the words are the JSON library's)
        record_from_json(text)
